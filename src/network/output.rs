//! Output functions and their losses, paired so that the error is `e = ŷ − y` for all of them.

use super::layer::Activation;
use crate::numeric::{Samples, elementwise};

crate::choices! {
    /// Output function g with the loss that makes `∂loss/∂a_L = ŷ − y`.
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

    /// The loss summed over samples and outputs, in f64. Both arguments n×d_L.
    ///
    /// A prediction that rounds to exactly 0 or 1 counts as the smallest positive f32, which
    /// caps one term at 87.3; NaN stays NaN.
    pub fn loss(self, prediction: &Samples, target: &Samples) -> f64 {
        let term = |(&p, &y): (&f32, &f32)| {
            let (p, y) = (f64::from(p), f64::from(y));
            match self {
                Output::Softmax => -times_ln(y, p),
                Output::Logistic => -times_ln(y, p) - times_ln(1.0 - y, 1.0 - p),
                Output::Identity => 0.5 * (p - y) * (p - y),
            }
        };
        prediction.all().iter().zip(target.all()).map(term).sum()
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

/// `y ln p`, with the convention 0·ln 0 = 0 and with p kept away from 0.
fn times_ln(y: f64, p: f64) -> f64 {
    const SMALLEST: f64 = f32::MIN_POSITIVE as f64;
    if y == 0.0 && !p.is_nan() {
        return 0.0;
    }
    // Not f64::max, which would turn NaN into the bound.
    y * libm::log(if p < SMALLEST { SMALLEST } else { p })
}
