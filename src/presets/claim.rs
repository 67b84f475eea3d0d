//! Claims about a run: comparisons of two quantities, as data.
//!
//! ```text
//! left > right   or   left < right,   right = term + plus
//! ```
//!
//! They are so simple that the page evaluates the same data on its own snapshots: the words of a
//! [`Quantity`] are a snapshot's keys, accuracies count in percent, and a quantity that is not there
//! (NaN) makes any claim about it false.

use super::run::{Track, TrackSnapshot};
use crate::network::Snapshot;
use serde::Serialize;

/// What a snapshot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Validation accuracy, percent.
    Accuracy,
    /// Validation loss.
    Loss,
    /// Accuracy on the probe, a part of what is trained on, percent.
    TrainingAccuracy,
    /// Loss on the probe.
    TrainingLoss,
    /// Of a layer: between the rule's δ and back-propagation's, degrees.
    Angles,
    /// Of a layer: between its B and the weights in whose place it stands, degrees.
    WeightAngles,
    /// Of a layer: ‖δ‖/‖δ_BP‖.
    MagnitudeRatios,
    /// Of a layer: how far the classes' codes are written into it, −1 to 1.
    Codes,
}

/// When: the first or the last look, the look after so many steps, or whichever look had the most or
/// the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// Before the first step.
    Start,
    /// After the last.
    End,
    /// After so many.
    Step(u64),
    /// Where the quantity is largest.
    Peak,
    /// Where it is smallest.
    Lowest,
}

/// One quantity of one rule at one moment.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Term {
    /// The rule's id.
    pub rule: &'static str,
    /// What.
    pub quantity: Quantity,
    /// Of which hidden layer, 1…H, counted from the input; 0 where a quantity belongs to none.
    pub layer: usize,
    /// When.
    pub moment: Moment,
}

/// What a term is compared with: another term, if there is one, plus a number.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Side {
    /// The other term.
    pub term: Option<Term>,
    /// The number.
    pub plus: f64,
}

/// Something that must come true.
#[derive(Clone, Debug, Serialize)]
pub struct Claim {
    /// The claim in words.
    pub text: String,
    /// What is compared.
    pub left: Term,
    /// `left > right`, else `left < right`.
    pub more: bool,
    /// With what.
    pub right: Side,
}

impl Quantity {
    fn of(self, seen: &Snapshot, layer: usize) -> f64 {
        let of_layer = |numbers: &[f64]| layer.checked_sub(1).and_then(|k| numbers.get(k).copied());
        let value = match self {
            Quantity::Accuracy => Some(100.0 * seen.accuracy),
            Quantity::Loss => Some(seen.loss),
            Quantity::TrainingAccuracy => Some(100.0 * seen.training_accuracy),
            Quantity::TrainingLoss => Some(seen.training_loss),
            Quantity::Angles => of_layer(&seen.angles),
            Quantity::WeightAngles => of_layer(&seen.weight_angles),
            Quantity::MagnitudeRatios => of_layer(&seen.magnitude_ratios),
            Quantity::Codes => of_layer(&seen.codes),
        };
        value.unwrap_or(f64::NAN)
    }
}

impl Term {
    /// Its value in what was seen of its rule; NaN if it has none there.
    pub fn value(&self, snapshots: &[TrackSnapshot]) -> f64 {
        let of = |snapshot: &TrackSnapshot| self.quantity.of(&snapshot.seen, self.layer);
        let mut all = snapshots.iter();
        let value = match self.moment {
            Moment::Start => snapshots.first().map(of),
            Moment::End => snapshots.last().map(of),
            Moment::Step(k) => all.find(|snapshot| snapshot.seen.step == k).map(of),
            // max and min pass NaN by.
            Moment::Peak => all.map(of).reduce(f64::max),
            Moment::Lowest => all.map(of).reduce(f64::min),
        };
        value.unwrap_or(f64::NAN)
    }

    /// The same quantity after so many steps.
    pub(super) fn at(self, step: u64) -> Term {
        let moment = Moment::Step(step);
        Term { moment, ..self }
    }

    /// The same quantity at another moment.
    pub(super) fn when(self, moment: Moment) -> Term {
        Term { moment, ..self }
    }

    /// This, plus a number.
    pub(super) fn plus(self, plus: f64) -> Side {
        let term = Some(self);
        Side { term, plus }
    }

    /// The claim that this is more.
    pub(super) fn above(self, right: impl Into<Side>, text: impl Into<String>) -> Claim {
        self.claim(true, right.into(), text.into())
    }

    /// The claim that this is less.
    pub(super) fn below(self, right: impl Into<Side>, text: impl Into<String>) -> Claim {
        self.claim(false, right.into(), text.into())
    }

    fn claim(self, more: bool, right: Side, text: String) -> Claim {
        Claim {
            text,
            left: self,
            more,
            right,
        }
    }
}

impl From<f64> for Side {
    fn from(plus: f64) -> Self {
        Side { term: None, plus }
    }
}

impl From<Term> for Side {
    fn from(term: Term) -> Self {
        term.plus(0.0)
    }
}

impl Claim {
    /// Both sides, from what was seen of the rules.
    pub fn sides(&self, tracks: &[Track]) -> (f64, f64) {
        let value = |term: &Term| {
            let track = tracks.iter().find(|track| track.rule == term.rule);
            track.map_or(f64::NAN, |track| term.value(&track.snapshots))
        };
        let right = self.right.term.as_ref().map_or(0.0, value) + self.right.plus;
        (value(&self.left), right)
    }

    /// Whether it came true.
    pub fn holds(&self, tracks: &[Track]) -> bool {
        let (left, right) = self.sides(tracks);
        if self.more {
            left > right
        } else {
            left < right
        }
    }

    /// Its terms: one or two.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        [Some(&self.left), self.right.term.as_ref()]
            .into_iter()
            .flatten()
    }
}
