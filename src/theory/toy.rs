//! Two neurons: `y = W A x`, to learn `y = T x`. Everything a hidden layer can do, in a plane.
//!
//! ```text
//! E = T − W A        Ẇ = E A        Ȧ = M E,   M = W (back-propagation) or B (fixed)
//! ```
//!
//! - Conserved by the flow: W² − A² under BP (hyperbolas), 2BW − A² under FA (parabolas).
//! - ½E² falls exactly where A² + M W > 0. For FA that is where its direction is less than 90°
//!   from BP's.
//! - Every point of the hyperbola WA = T is at rest; under FA it is stable where A² + BW > 0.
//!   [`plane`](super::plane) has the closed forms.
//!
//! With one hidden layer FA, DFA and IFA are the same rule. Source: Lillicrap et al. 2014,
//! Fig. 3; the slides' "toy 2d example", which has B = T = 1. Gradient descent takes Euler steps
//! of size η, which drift off the conserved curve by O(η): that is shown, not hidden, and the
//! flow itself is there to compare.

use super::ode;
use crate::error::{Error, Result};
use crate::network::{Rule, Via};
use crate::numeric::angle::Pair;
use crate::numeric::fingerprint::Fingerprint;

/// |E| below which the toy counts as solved.
pub const SOLVED: f64 = 0.01;

/// Speed, as a part of |E|, below which a network that still has an error counts as stuck.
const STILL: f64 = 1e-3;

crate::choices! {
    /// How the weights are moved along the rule's direction.
    pub enum Scheme {
        /// Steps of size η, as gradient descent takes them.
        Euler = "euler", "steps of size η";
        /// The continuous flow, by a fine integrator, looked at every η units of time.
        Flow = "flow", "the flow itself (η → 0)";
    }
}

crate::choices! {
    /// What became of a run, at its present end.
    pub enum Outcome {
        /// Solved, and the wire agrees with the forward weight: M W > 0.
        Aligned = "aligned", "aligned";
        /// Solved, although the wire has the opposite sign: M W < 0.
        AntiAligned = "anti-aligned", "anti-aligned";
        /// Solved with M W = 0: there is no sign to compare.
        Solved = "solved", "solved";
        /// Both weights are told hardly anything, although there is an error.
        Stuck = "stuck", "stuck";
        /// Out of all bounds: the step is too large.
        Diverged = "diverged", "diverged";
        /// None of these, yet.
        Moving = "moving", "not there yet";
    }
}

crate::settings! {
    /// Settings of the two-neuron toy.
    pub struct ToySettings {
        /// How the error reaches the hidden neuron.
        rule: Rule = Rule::Fa;
        /// Initial input weight A.
        input_weight: f64 = -0.5, -10.0..=10.0;
        /// Initial output weight W.
        output_weight: f64 = -0.5, -10.0..=10.0;
        /// Fixed feedback weight B.
        feedback_weight: f64 = 1.0, -10.0..=10.0;
        /// The slope T that is to be learned: y = T x.
        target: f64 = 1.0, -10.0..=10.0;
        /// Learning rate η: the size of a step, or the time between two looks at the flow.
        learning_rate: f64 = 0.05, 0.0..=2.0;
        /// Whether the weights take steps, or follow the flow that the theory speaks of.
        scheme: Scheme = Scheme::Euler;
        /// Number of steps.
        steps: usize = 250, 1.0..=10000.0;
    }
}

/// The points (A, W) of a side×side grid over the square ±half_width, borders included: row by
/// row upwards in W, each row from left to right in A.
///
/// # Errors
/// If `side` is not 2 to 512.
pub fn grid(side: usize, half_width: f64) -> Result<impl Iterator<Item = (f64, f64)>> {
    if !(2..=512).contains(&side) {
        return Err(Error::new(format!(
            "side must be between 2 and 512, but is {side}"
        )));
    }
    let at = move |i: usize| half_width * (2.0 * i as f64 / (side - 1) as f64 - 1.0);
    Ok((0..side).flat_map(move |row| (0..side).map(move |column| (at(column), at(row)))))
}

/// A run of the toy under one rule: every state from the start to the present.
#[derive(Clone, Debug)]
pub struct Toy {
    settings: ToySettings,
    via: Via,
    /// (A, W) after 0, 1, 2, … steps.
    states: Vec<(f64, f64)>,
}

impl Toy {
    /// The toy at its start.
    ///
    /// # Errors
    /// If a setting is out of range.
    pub fn new(settings: &ToySettings) -> Result<Self> {
        settings.validate()?;
        Ok(Toy {
            via: settings.rule.path(1)[0].via,
            states: vec![(settings.input_weight, settings.output_weight)],
            settings: settings.clone(),
        })
    }

    /// `A ← A + η M E`, `W ← W + η E A`, both from the same state, `n` times; or as far along the
    /// flow.
    pub fn step(&mut self, n: usize) {
        for _ in 0..n {
            let (a, w) = self.present();
            let eta = self.settings.learning_rate;
            let next = match self.settings.scheme {
                Scheme::Euler => {
                    let (da, dw) = self.flow(a, w);
                    (a + eta * da, w + eta * dw)
                }
                Scheme::Flow => {
                    // In a plane no flow is so stiff that patience would end.
                    let (mut place, mut tries) = (vec![a, w], usize::MAX);
                    ode::advance(&mut place, eta, &mut tries, &|place| {
                        <[f64; 2]>::from(self.flow(place[0], place[1])).into()
                    });
                    (place[0], place[1])
                }
            };
            self.states.push(next);
        }
    }

    /// Steps that the settings ask for and that have not been taken yet.
    pub fn steps_left(&self) -> usize {
        (self.settings.steps + 1).saturating_sub(self.states.len())
    }

    /// (A, W) after 0, 1, 2, … steps.
    pub fn states(&self) -> &[(f64, f64)] {
        &self.states
    }

    fn present(&self) -> (f64, f64) {
        self.states[self.states.len() - 1]
    }

    /// The slope T that is to be learned.
    pub fn target(&self) -> f64 {
        self.settings.target
    }

    /// The fixed feedback weight B, if the rule has one.
    pub fn fixed_feedback(&self) -> Option<f64> {
        match self.via {
            Via::Weights => None,
            Via::Fixed => Some(self.settings.feedback_weight),
        }
    }

    /// M, through which the hidden neuron is told of the error.
    fn route(&self, w: f64) -> f64 {
        self.fixed_feedback().unwrap_or(w)
    }

    /// `E = T − W A`
    pub fn error(&self, a: f64, w: f64) -> f64 {
        self.settings.target - w * a
    }

    /// `½E²`
    pub fn loss(&self, a: f64, w: f64) -> f64 {
        0.5 * self.error(a, w) * self.error(a, w)
    }

    /// The rule's flow (Ȧ, Ẇ) = (M E, E A) at any point of the plane.
    pub fn flow(&self, a: f64, w: f64) -> (f64, f64) {
        let e = self.error(a, w);
        (self.route(w) * e, e * a)
    }

    /// `A² + M W`: the loss falls where it is positive, by `E²` times it in a unit of time; and
    /// there a solution is stable.
    pub fn downhill(&self, a: f64, w: f64) -> f64 {
        a * a + self.route(w) * w
    }

    /// `eᵀ W M e`: positive where what the hidden neuron is told, M e, has the sign of what
    /// back-propagation would tell it, Wᵀ e.
    pub fn agreement(&self, a: f64, w: f64) -> f64 {
        let e = self.error(a, w);
        e * w * self.route(w) * e
    }

    /// Angle in degrees between the rule's flow and back-propagation's, (W E, E A), in the plane
    /// of the weights. Under 90° exactly where A² + M W > 0, that is, where the loss falls.
    /// NaN where one of them is zero.
    pub fn angle(&self, a: f64, w: f64) -> f64 {
        let (da, dw) = self.flow(a, w);
        let e = self.error(a, w);
        Pair::new([da, dw], [w * e, e * a]).degrees()
    }

    /// What the flow conserves: `W² − A²` under BP, `2BW − A²` under FA. The latter is 2B times
    /// the W − A²/(2B) of the parabola, and the 1×1 case of the linear theorem's BW + WᵀBᵀ − AAᵀ.
    pub fn conserved(&self, a: f64, w: f64) -> f64 {
        match self.fixed_feedback() {
            None => w * w - a * a,
            Some(b) => 2.0 * b * w - a * a,
        }
    }

    /// How far the steps have carried the run off what the flow conserves, since the start.
    pub fn drift(&self, a: f64, w: f64) -> f64 {
        let (a_0, w_0) = self.states[0];
        self.conserved(a, w) - self.conserved(a_0, w_0)
    }

    /// The first step since which |E| < 0.01, if it is so at the end. (A run that steps across a
    /// solution on its way to another has not solved it there.)
    pub fn solved_at(&self) -> Option<usize> {
        let off = |&(a, w): &(f64, f64)| !self.solves(a, w);
        let since = self.states.iter().rposition(off).map_or(0, |last| last + 1);
        (since < self.states.len()).then_some(since)
    }

    fn solves(&self, a: f64, w: f64) -> bool {
        self.error(a, w).abs() < SOLVED
    }

    /// The first step at which the loss was out of all bounds, if there was one.
    pub fn diverged_at(&self) -> Option<usize> {
        super::diverged_at(&self.column(&Toy::loss))
    }

    /// What has become of the run so far.
    pub fn outcome(&self) -> Outcome {
        let (a, w) = self.present();
        let (da, dw) = self.flow(a, w);
        let e = self.error(a, w).abs();
        if self.diverged_at().is_some() {
            Outcome::Diverged
        } else if e >= SOLVED && da.abs().max(dw.abs()) < STILL * e {
            Outcome::Stuck
        } else if e >= SOLVED {
            Outcome::Moving
        } else {
            // With T = 0 the W that is left may be nothing but the error that is left.
            let nothing = self.target().abs().max(w.abs()) < SOLVED;
            let sign = if nothing { 0.0 } else { self.route(w) * w };
            if sign > 0.0 {
                Outcome::Aligned
            } else if sign < 0.0 {
                Outcome::AntiAligned
            } else {
                Outcome::Solved
            }
        }
    }

    /// A quantity at every state from the start to the present.
    #[inline(never)]
    pub fn column(&self, quantity: &dyn Fn(&Self, f64, f64) -> f64) -> Vec<f64> {
        self.states
            .iter()
            .map(|&(a, w)| quantity(self, a, w))
            .collect()
    }

    /// A hash of the bits of the present state and of the step count.
    pub fn fingerprint(&self) -> Fingerprint {
        print(self.states.len() - 1, &self.present())
    }

    /// The same of every state from the start to the present.
    pub fn fingerprints(&self) -> impl Iterator<Item = Fingerprint> {
        self.states.iter().enumerate().map(|(k, at)| print(k, at))
    }
}

/// A hash of the bits of a state and of the steps that led there.
fn print(steps: usize, &(a, w): &(f64, f64)) -> Fingerprint {
    Fingerprint::default().count(steps as u64).doubles(&[a, w])
}
