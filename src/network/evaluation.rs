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

impl Evaluation {
    /// From the sum of losses over `examples` examples and the counts of answers.
    pub(crate) fn new(loss_sum: f64, examples: usize, confusion: Vec<u32>) -> Self {
        let classes = confusion.len().isqrt();
        let correct: u32 = confusion.iter().step_by(classes + 1).sum();
        let accuracy = if classes == 0 {
            f64::NAN
        } else {
            f64::from(correct) / examples as f64
        };
        Evaluation {
            loss: loss_sum / examples as f64,
            accuracy,
            confusion,
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
