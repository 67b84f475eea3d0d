//! Looking at a network that learns: how good it is, how its signals align, what it answers.
//! Nothing here changes the run.

use super::alignment::{Alignment, Sums};
use super::code::ClassSums;
use super::evaluation::{Evaluation, Tally, largest};
use super::trainer::{LOOK_ROWS, Trainer};
use crate::data::Dataset;
use crate::numeric::Samples;
use std::ops::Range;

/// Examples on which angles are taken, from the first.
const PROBE: usize = 256;

/// Everything that was seen of one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// On data that the run never trains on.
    pub validation: Evaluation,
    /// On the probe, a fixed part of the training data, with the labels that are trained on.
    pub training: Evaluation,
    /// Per hidden layer, on the probe.
    pub alignment: Vec<Alignment>,
    /// Per hidden layer, between the fixed matrix that brings its error and the forward weights in
    /// whose place it stands, degrees.
    pub weight_angles: Vec<f64>,
    /// Per hidden layer, how far its activities show the codes that the rule's wire has for the
    /// classes, −1 to 1, on the validation data: the mean over classes c of
    /// `cos( h̄_k(c) − h̄_k, B_k(c) − B̄_k )`. NaN where there is nothing to compare.
    pub codes: Vec<f64>,
}

/// A look on its way: in pieces, so that whoever waits for a deep network need not wait for all
/// of it.
#[derive(Clone, Debug)]
pub struct Look {
    step: u64,
    /// Rows done, of the validation data and then of the probe.
    done: usize,
    validation: Tally,
    training: Tally,
    sums: Vec<Sums>,
    class_sums: ClassSums,
}

impl Look {
    /// The step it is a look at.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Rows done so far.
    pub fn done(&self) -> usize {
        self.done
    }
}

impl Trainer {
    /// Training examples on which a look measures the training loss and the angles: the same ones at
    /// every look, so that what is seen is a function of the weights alone.
    pub fn probe(&self) -> Dataset {
        self.data().head(PROBE)
    }

    /// A look at the present moment, with nothing seen so far.
    pub fn begin_look(&self) -> Look {
        Look {
            step: self.step_count(),
            done: 0,
            validation: Tally::default(),
            training: Tally::default(),
            sums: vec![Sums::default(); self.network().depth() - 1],
            class_sums: ClassSums::default(),
        }
    }

    /// Looks at up to `rows` more rows; what was seen, when that was the last of them. Pieces of any
    /// size give the same numbers, bit for bit.
    ///
    /// # Panics
    /// If the weights have changed since the look began, or the data have another shape than those of
    /// training.
    pub fn look(
        &mut self,
        look: &mut Look,
        validation: &Dataset,
        probe: &Dataset,
        rows: usize,
    ) -> Option<Seen> {
        assert_eq!(look.step, self.step_count(), "a look is at one moment");
        let all = validation.len() + probe.len();
        let end = all.min(look.done + rows.max(1));
        while look.done < end {
            let of_validation = look.done < validation.len();
            let (data, before) = if of_validation {
                (validation, 0)
            } else {
                (probe, validation.len())
            };
            let start = look.done - before;
            let rows = start..data.len().min(end - before).min(start + LOOK_ROWS);
            look.done += rows.len();
            if of_validation {
                self.tally(data, rows.clone(), &mut look.validation);
                let hidden = &self.looking.h[1..self.network.depth()];
                let classes = rows.filter(|_| data.classes() > 0).map(|i| data.class(i));
                look.class_sums.add(hidden, data.classes(), classes);
            } else {
                self.tally(data, rows, &mut look.training);
                self.compare(&mut look.sums);
            }
        }
        (look.done == all).then(|| Seen {
            validation: look.validation.evaluation(),
            training: look.training.evaluation(),
            alignment: look.sums.iter().map(Sums::alignment).collect(),
            weight_angles: self.feedback.angles_to_weights(&self.network),
            codes: {
                let wires = self.feedback.codes(&self.network);
                look.class_sums.codes(&wires.delta[1..self.network.depth()])
            },
        })
    }

    /// Loss, accuracy and confusion matrix on any data set of the same shape.
    ///
    /// # Panics
    /// If the data have another shape than those of training.
    pub fn evaluate(&mut self, data: &Dataset) -> Evaluation {
        let mut tally = Tally::default();
        for start in (0..data.len()).step_by(LOOK_ROWS) {
            self.tally(data, start..data.len().min(start + LOOK_ROWS), &mut tally);
        }
        tally.evaluation()
    }

    /// The rule's δ against back-propagation's for each hidden layer 1…H, on the first 256 of the
    /// given examples.
    ///
    /// # Panics
    /// If the data have another shape than those of training.
    pub fn alignment(&mut self, data: &Dataset) -> Vec<Alignment> {
        let mut sums = vec![Sums::default(); self.network.depth() - 1];
        let end = data.len().min(PROBE);
        for start in (0..end).step_by(LOOK_ROWS) {
            let rows = start..end.min(start + LOOK_ROWS);
            self.tally(data, rows, &mut Tally::default());
            self.compare(&mut sums);
        }
        sums.iter().map(Sums::alignment).collect()
    }

    /// Forward pass of some examples, up to the error, without dropout; counts what it gives.
    fn tally(&mut self, data: &Dataset, examples: Range<usize>, tally: &mut Tally) {
        let looking = &mut self.looking;
        looking.load(data, examples.clone());
        self.network.forward(looking);
        self.output.settle(looking, &mut tally.loss);
        tally.examples += examples.len();
        let classes = data.classes();
        tally.confusion.resize(classes * classes, 0);
        if classes > 0 {
            let predictions = &looking.h[self.network.depth()];
            for (row, example) in examples.enumerate() {
                let answer = largest(predictions.row(row));
                tally.confusion[data.class(example) * classes + answer] += 1;
            }
        }
    }

    /// Sends the error of the examples that were tallied last back by both ways.
    fn compare(&mut self, sums: &mut [Sums]) {
        let looking = &mut self.looking;
        self.back_propagation.send(&self.network, looking);
        let bp: Vec<Samples> = looking.delta.clone();
        self.feedback.send(&self.network, looking);
        for (k, sums) in sums.iter_mut().enumerate() {
            sums.add(&looking.delta[k + 1], &bp[k + 1]);
        }
    }

    /// ŷ for one input of the size of the training data's, with its activities on the way.
    ///
    /// # Panics
    /// If the input has another size.
    pub fn answer(&mut self, input: &[f32]) -> &[f32] {
        let looking = &mut self.looking;
        looking.set_rows(1);
        looking.h[0].row_mut(0).copy_from_slice(input);
        self.network.forward(looking);
        self.output.settle(looking, &mut 0.0);
        looking.h[self.network.depth()].row(0)
    }

    /// h_k of each of the given examples, one after the other.
    ///
    /// # Panics
    /// If there is no such layer, or an example that the data do not have.
    pub fn activity(&mut self, data: &Dataset, examples: Range<usize>, k: usize) -> Vec<f32> {
        let mut all = Vec::new();
        for start in examples.clone().step_by(LOOK_ROWS) {
            let looking = &mut self.looking;
            looking.load(data, start..examples.end.min(start + LOOK_ROWS));
            self.network.forward(looking);
            self.output.settle(looking, &mut 0.0);
            all.extend_from_slice(looking.h[k].all());
        }
        all
    }

    /// The first examples that are answered wrongly, at most `most` of them, with the answers.
    pub fn mistakes(&mut self, data: &Dataset, most: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for start in (0..data.len()).step_by(LOOK_ROWS) {
            let examples = start..data.len().min(start + LOOK_ROWS);
            self.tally(data, examples.clone(), &mut Tally::default());
            let predictions = &self.looking.h[self.network.depth()];
            for (row, example) in examples.enumerate() {
                let answer = largest(predictions.row(row));
                if answer != data.class(example) {
                    found.push((example, answer));
                }
            }
            if found.len() >= most {
                found.truncate(most);
                break;
            }
        }
        found
    }
}
