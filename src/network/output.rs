//! Output functions and their losses, paired so that the error is `e = ŷ − y` for all of them.

use super::layer::Activation;
use super::signals::Signals;
use crate::numeric::{Samples, elementwise};

crate::choices! {
    /// Output function g with the loss that makes `∂loss/∂a_L = ŷ − y`, for targets that are
    /// classes (one-hot y); with `Identity` for any.
    pub enum Output {
        /// `ŷ = softmax(a)`, loss `−Σ y ln ŷ`: cross-entropy
        Softmax = "softmax", "softmax, cross-entropy";
        /// `ŷ = 1/(1 + e^−a)`, loss `−Σ (y ln ŷ + (1−y) ln(1−ŷ))`: binary cross-entropy
        Logistic = "logistic", "logistic, binary cross-entropy";
        /// `ŷ = a`, loss `½ Σ (ŷ − y)²`: squared error
        Identity = "identity", "identity, squared error";
    }
}

impl Output {
    /// `a ← g(a)`: the logits a of one sample become its prediction ŷ. Its loss, summed over outputs in
    /// f64, from the logits, where a confident mistake is no rounding problem; each exponential of a
    /// softmax is that of its prediction, in single precision.
    ///
    /// ```text
    /// softmax:   Σ_j y_j · (ln Σ_i e^a_i − a_j)
    /// logistic:  Σ_j max(a_j, 0) − a_j y_j + ln(1 + e^−|a_j|)
    /// identity:  ½ Σ_j (a_j − y_j)²
    /// ```
    pub fn predict(self, logits: &mut [f32], target: &[f32]) -> f64 {
        let sum = |logits: &[f32], term: &dyn Fn(f64, f64) -> f64| -> f64 {
            let pairs = logits.iter().zip(target);
            pairs.map(|(&a, &y)| term(a.into(), y.into())).sum()
        };
        match self {
            Output::Softmax => {
                let wanted = sum(logits, &|a, y| a * y);
                let total = sum(logits, &|_, y| y);
                total * elementwise::softmax(logits) - wanted
            }
            Output::Logistic => {
                let positive = |a: f64| if a < 0.0 { 0.0 } else { a };
                let loss = sum(logits, &|a, y| {
                    positive(a) - a * y + libm::log(1.0 + libm::exp(-f64::abs(a)))
                });
                Activation::Logistic.apply(logits);
                loss
            }
            Output::Identity => sum(logits, &|a, y| 0.5 * (a - y) * (a - y)),
        }
    }

    /// The end of a forward pass: logits become predictions, and e comes to stand in `delta[L]`.
    /// Adds the losses to `sum`, one row after the other: the same for any division into batches.
    pub fn settle(self, signals: &mut Signals, sum: &mut f64) {
        let last = signals.h.len() - 1;
        for i in 0..signals.rows() {
            *sum += self.predict(signals.h[last].row_mut(i), signals.target.row(i));
        }
        let (prediction, e) = (&signals.h[last], &mut signals.delta[last]);
        self.error(prediction, &signals.target, e);
    }

    /// `e ← ŷ − y`. All n×d_L.
    pub fn error(self, prediction: &Samples, target: &Samples, e: &mut Samples) {
        let pairs = prediction.all().iter().zip(target.all());
        e.all_mut()
            .iter_mut()
            .zip(pairs)
            .for_each(|(e, (p, y))| *e = p - y);
    }
}
