//! A run of one learner that remembers every state, for a figure that looks back.

use super::network::{Network, State, Supply};
use super::{LinearSettings, Theorem};
use crate::error::{Error, Result};
use crate::numeric::fingerprint::Fingerprint;
use crate::numeric::small::{norm2, slice, sum};
use ndarray::Array2;

/// Weights that a run may remember in all: 40 MB of them.
const MOST_REMEMBERED: usize = 5_000_000;

/// A run of the linear network: every state from the start to the present.
#[derive(Clone, Debug)]
pub struct Linear {
    network: Network,
    supply: Supply,
    /// C at the start.
    c_0: Array2<f64>,
    states: Vec<State>,
}

impl Linear {
    /// The network at its start.
    ///
    /// # Errors
    /// If a setting is out of range, or the run would be too long to be remembered.
    pub fn new(settings: &LinearSettings) -> Result<Self> {
        let network = Network::new(settings)?;
        let &LinearSettings {
            inputs,
            hidden,
            outputs,
            steps,
            ..
        } = settings;
        let most = MOST_REMEMBERED / (hidden * (inputs + outputs));
        if steps > most {
            return Err(Error::new(format!(
                "steps must be at most {most} in a network of {inputs}, {hidden} and {outputs} \
                 units whose every state is kept, but is {steps}"
            )));
        }
        Ok(Linear {
            supply: network.supply(),
            c_0: network.conserved(network.start()),
            states: vec![network.start().clone()],
            network,
        })
    }

    /// What learns.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Steps that the settings ask for and that have not been taken yet.
    pub fn steps_left(&self) -> usize {
        (self.network.settings().steps + 1).saturating_sub(self.states.len())
    }

    /// Takes `n` steps.
    pub fn step(&mut self, n: usize) {
        for _ in 0..n {
            let mut state = self.present().clone();
            self.network.step(&mut state, &mut self.supply);
            self.states.push(state);
        }
    }

    /// Whether the run could be followed.
    ///
    /// # Errors
    /// If the flow was so stiff that the integrator had to give up.
    pub fn check(&self) -> Result<()> {
        self.supply.check(self.network.settings())
    }

    /// The states after 0, 1, 2, … steps.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// The state after the last step taken.
    pub fn present(&self) -> &State {
        &self.states[self.states.len() - 1]
    }

    /// `‖C − C₀‖` with C₀ the value at the start: how far a run has left the invariant of fixed
    /// feedback.
    pub fn invariant_change(&self, state: &State) -> f64 {
        libm::sqrt(norm2(&sum(&self.network.conserved(state), -1.0, &self.c_0)))
    }

    /// `‖C − C₀‖ / ‖ρ_W A Aᵀ‖`. NaN while A is zero.
    pub fn invariant_residual(&self, state: &State) -> f64 {
        self.invariant_change(state) / libm::sqrt(norm2(&self.network.hidden_side(state)))
    }

    /// The first step at which the error was out of all bounds, if there was one.
    pub fn diverged_at(&self) -> Option<usize> {
        crate::theory::diverged_at(&self.column(&Network::error_norm2))
    }

    /// The assumptions and conclusions of the convergence theorem, as this run has them.
    pub fn theorem(&self) -> Theorem {
        Theorem::new(self)
    }

    /// A quantity at every state from the start to the present.
    #[inline(never)]
    pub fn column(&self, quantity: &dyn Fn(&Network, &State) -> f64) -> Vec<f64> {
        let at = |state| quantity(&self.network, state);
        self.states.iter().map(at).collect()
    }

    /// A matrix at every state, row by row, one after the other: frames for a heat map.
    #[inline(never)]
    pub fn frames(&self, matrix: &dyn Fn(&Network, &State) -> Array2<f64>) -> Vec<f32> {
        let size = matrix(&self.network, &self.states[0]).len();
        let mut frames = Vec::with_capacity(self.states.len() * size);
        for state in &self.states {
            let matrix = matrix(&self.network, state);
            frames.extend(slice(&matrix).iter().map(|&x| x as f32));
        }
        frames
    }

    /// A hash of the bits of the present weights and of the step count.
    pub fn fingerprint(&self) -> Fingerprint {
        print(self.states.len() - 1, self.present())
    }

    /// The same of every state from the start to the present.
    pub fn fingerprints(&self) -> impl Iterator<Item = Fingerprint> {
        self.states.iter().enumerate().map(|(k, at)| print(k, at))
    }
}

/// A hash of the bits of the weights and of the steps that led there.
fn print(steps: usize, State { a, w }: &State) -> Fingerprint {
    Fingerprint::default()
        .count(steps as u64)
        .doubles(a)
        .doubles(w)
}
