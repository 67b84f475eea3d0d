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
    /// `a ← g(a)`: logits become predictions ŷ, n×d_L.
    pub fn predict(self, a: &mut Samples) {
        match self {
            Output::Softmax => (0..a.rows()).for_each(|i| elementwise::softmax(a.row_mut(i))),
            Output::Logistic => Activation::Logistic.apply(a.all_mut()),
            Output::Identity => {}
        }
    }

    /// The loss summed over samples and outputs, in f64, from the logits a (before `predict`),
    /// where a confident mistake is no rounding problem; each exponential of a softmax is that of its
    /// prediction, in single precision. Both arguments n×d_L.
    ///
    /// ```text
    /// softmax:   Σ_j y_j · (ln Σ_i e^a_i − a_j)
    /// logistic:  Σ_j max(a_j, 0) − a_j y_j + ln(1 + e^−|a_j|)
    /// identity:  ½ Σ_j (a_j − y_j)²
    /// ```
    pub fn loss(self, logits: &Samples, target: &Samples) -> f64 {
        let of_row = |i| self.row_loss(logits.row(i), target.row(i));
        (0..logits.rows()).map(of_row).sum()
    }

    fn row_loss(self, logits: &[f32], target: &[f32]) -> f64 {
        let pair = |(&a, &y): (&f32, &f32)| (f64::from(a), f64::from(y));
        let pairs = || logits.iter().zip(target).map(pair);
        match self {
            Output::Softmax => {
                // A NaN among the logits makes the sum NaN, though it is never the largest. The largest
                // term is 1 exactly, so a small loss is a small sum of the others: nothing is lost by
                // taking each in single precision.
                let max = elementwise::largest(logits);
                let terms = logits.iter().map(|a| elementwise::exp(a - max));
                let ln_sum = f64::from(max) + libm::log(terms.map(f64::from).sum());
                pairs().map(|(a, y)| y * (ln_sum - a)).sum()
            }
            Output::Logistic => {
                let positive = |a: f64| if a < 0.0 { 0.0 } else { a };
                let term = |(a, y)| positive(a) - a * y + libm::log(1.0 + libm::exp(-f64::abs(a)));
                pairs().map(term).sum()
            }
            Output::Identity => pairs().map(|(a, y)| 0.5 * (a - y) * (a - y)).sum(),
        }
    }

    /// The end of a forward pass: logits become predictions, and e comes to stand in `delta[L]`.
    /// Adds the losses to `sum`, one row after the other: the same for any division into batches.
    pub fn settle(self, signals: &mut Signals, sum: &mut f64) {
        let last = signals.h.len() - 1;
        for i in 0..signals.rows() {
            *sum += self.row_loss(signals.h[last].row(i), signals.target.row(i));
        }
        self.predict(&mut signals.h[last]);
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
