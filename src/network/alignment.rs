//! How well a rule's teaching signal agrees with back-propagation's.

use crate::numeric::Samples;
use crate::numeric::angle::Pair;

/// How a rule's δ of one hidden layer compares with the δ that back-propagation would send on
/// the same network, weights and batch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alignment {
    /// Mean over samples of the signed angle between the two vectors, degrees, 0 to 180.
    /// Below 90° the rule pushes with back-propagation, on average. NaN where one of them is zero
    /// in every sample, and once a signal has diverged.
    pub degrees: f64,
    /// `‖δ‖ / ‖δ_BP‖` over the batch: how much larger the rule's signal is. NaN where
    /// back-propagation sends nothing.
    pub ratio: f64,
}

impl Alignment {
    /// Compares δ with δ_BP, both n×d. The angle is taken per sample and then averaged (the
    /// angle of averaged vectors is something else), over the samples where it is defined.
    pub fn between(delta: &Samples, bp: &Samples) -> Self {
        let (mut sum, mut defined, mut total) = (0.0, 0u32, Pair::default());
        for (x, y) in (0..bp.rows()).map(|i| (delta.row(i), bp.row(i))) {
            let pair = Pair::new(x.iter().map(|&x| x.into()), y.iter().map(|&y| y.into()));
            // A zero vector has no angle. Any other NaN is a diverged signal, and shall be seen.
            if pair.xx != 0.0 && pair.yy != 0.0 {
                sum += pair.degrees();
                defined += 1;
            }
            total.xx += pair.xx;
            total.yy += pair.yy;
        }
        let degrees = if defined == 0 {
            f64::NAN
        } else {
            sum / f64::from(defined)
        };
        Alignment {
            degrees,
            ratio: total.ratio(),
        }
    }
}
