//! How good a network is on a data set.

/// Loss, accuracy and confusion matrix over a whole data set.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Mean loss per example.
    pub loss: f64,
    /// Correctly classified share, 0 to 1; NaN where the targets are not classes.
    pub accuracy: f64,
    /// classes×classes counts, row the true class, column the answer; empty without classes.
    pub confusion: Vec<u32>,
}

/// An evaluation on its way, over batch after batch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub loss: f64,
    pub examples: usize,
    /// Empty until a batch has classes.
    pub confusion: Vec<u32>,
}

impl Tally {
    pub(crate) fn evaluation(&self) -> Evaluation {
        let classes = self.confusion.len().isqrt();
        let correct: u32 = self.confusion.iter().step_by(classes + 1).sum();
        let accuracy = if classes == 0 {
            f64::NAN
        } else {
            f64::from(correct) / self.examples as f64
        };
        Evaluation {
            loss: self.loss / self.examples as f64,
            accuracy,
            confusion: self.confusion.clone(),
        }
    }
}

/// The position of the largest number: the answer of a classifier. NaN never wins, so that a
/// diverged network answers 0 and its accuracy is that of a constant guess.
pub fn largest(numbers: &[f32]) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (i, &x) in numbers.iter().enumerate() {
        if x > best.1 {
            best = (i, x);
        }
    }
    best.0
}
