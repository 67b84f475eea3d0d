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
        let mut sums = Sums::default();
        sums.add(delta, bp);
        sums.alignment()
    }
}

/// An alignment on its way, over batch after batch.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    degrees: f64,
    /// Samples in which there is an angle.
    defined: u32,
    total: Pair,
}

impl Sums {
    /// Takes in δ and δ_BP of a batch, both n×d.
    pub(crate) fn add(&mut self, delta: &Samples, bp: &Samples) {
        for (x, y) in (0..bp.rows()).map(|i| (delta.row(i), bp.row(i))) {
            let pair = Pair::new(x.iter().map(|&x| x.into()), y.iter().map(|&y| y.into()));
            // A zero vector has no angle. Any other NaN is a diverged signal, and shall be seen.
            if pair.xx != 0.0 && pair.yy != 0.0 {
                self.degrees += pair.degrees();
                self.defined += 1;
            }
            self.total.xx += pair.xx;
            self.total.yy += pair.yy;
        }
    }

    pub(crate) fn alignment(&self) -> Alignment {
        let degrees = if self.defined == 0 {
            f64::NAN
        } else {
            self.degrees / f64::from(self.defined)
        };
        Alignment {
            degrees,
            ratio: self.total.ratio(),
        }
    }
}
