//! The linear network whose convergence under feedback alignment is proved.
//!
//! ```text
//! h = A x,  y = W h,  E = T − W A        Ẇ = E Aᵀ        Ȧ = M E,   M = Wᵀ (BP) or B (fixed)
//! ```
//!
//! for whitened inputs, E[x xᵀ] = I. Shapes: A hidden×inputs, W outputs×hidden, T and E
//! outputs×inputs, B hidden×outputs.
//!
//! The proof (Lillicrap et al. 2014, Supplementary Proof 1; slides, "The guaranteed
//! convergence"): the flow conserves `C = BW + WᵀBᵀ − AAᵀ`, and if C = 0, as for zero initial
//! weights, then `V = ‖BE‖²` can only fall, its derivative being `−2‖BEAᵀ‖² − ‖EᵀBᵀA‖²`. By
//! Barbalat's lemma V̇ → 0, so EAᵀ → 0 and E → 0, provided the columns of B are independent
//! (B⁺B = I; the slides' "B has a pseudo-inverse" is true of every matrix).
//!
//! The proof is for continuous time. Steps of size η leave a relative residual of C that is
//! proportional to η and of its order: it is shown, not hidden.

use crate::error::Result;
use crate::network::{Rule, Via};
use crate::numeric::angle::Pair;
use crate::numeric::fingerprint::Fingerprint;
use crate::numeric::matmul::product;
use crate::numeric::pinv::pinv;
use crate::numeric::rng::{self, Purpose};
use ndarray::{Array2, ArrayView2};

crate::settings! {
    /// Settings of the linear network.
    pub struct LinearSettings {
        /// How the error reaches the hidden layer.
        rule: Rule = Rule::Fa;
        /// Number of inputs.
        inputs: usize = 8, 1.0..=32.0;
        /// Number of hidden units.
        hidden: usize = 6, 1.0..=32.0;
        /// Number of outputs.
        outputs: usize = 4, 1.0..=32.0;
        /// Seed of the target map T, the feedback weights B and the initial weights.
        seed: u32 = 1, 0.0..=4294967295.0;
        /// Learning rate η, the size of an Euler step.
        learning_rate: f64 = 0.05, 0.0..=2.0;
        /// Number of steps.
        steps: usize = 200, 1.0..=2000.0;
        /// Scale s of the fixed feedback weights: B ~ U(±s). The paper has 0.5.
        feedback_scale: f64 = 0.5, 0.0..=100.0;
        /// Scale of the initial weights: W, A ~ U(±scale). The theorem asks for 0.
        initial_scale: f64 = 0.0, 0.0..=10.0;
    }
}

/// ‖E‖²/‖T‖² below which E is what rounding left of T − WA, and its direction means nothing.
pub const ROUNDING: f64 = 1e-26;

/// The weights at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// `A`, hidden×inputs.
    pub a: Array2<f64>,
    /// `W`, outputs×hidden.
    pub w: Array2<f64>,
}

/// A run of the linear network under one rule: every state from the start to the present.
#[derive(Clone, Debug)]
pub struct Linear {
    steps: usize,
    learning_rate: f64,
    via: Via,
    target: Array2<f64>,
    feedback: Array2<f64>,
    /// C at the start.
    c_0: Array2<f64>,
    states: Vec<State>,
}

impl Linear {
    /// The network at its start. T, B, A and W come from streams of their own, so that rules
    /// share them.
    ///
    /// # Errors
    /// If a setting is out of range.
    pub fn new(settings: &LinearSettings) -> Result<Self> {
        settings.validate()?;
        let &LinearSettings {
            inputs,
            hidden,
            outputs,
            seed,
            initial_scale,
            ..
        } = settings;
        let random = |shape, purpose, layer, bound| {
            let mut rng = rng::stream(seed, purpose, layer);
            Array2::from_shape_simple_fn(shape, || rng::uniform(&mut rng, bound))
        };
        let start = State {
            a: random((hidden, inputs), Purpose::ForwardWeights, 1, initial_scale),
            w: random((outputs, hidden), Purpose::ForwardWeights, 2, initial_scale),
        };
        let scale = settings.feedback_scale;
        let mut linear = Linear {
            steps: settings.steps,
            learning_rate: settings.learning_rate,
            via: settings.rule.path(1)[0].via,
            target: random((outputs, inputs), Purpose::Task, 0, 1.0),
            feedback: random((hidden, outputs), Purpose::FeedbackWeights, 1, scale),
            c_0: Array2::zeros((hidden, hidden)),
            states: vec![start],
        };
        let start = &linear.states[0];
        linear.c_0 = linear.c(start);
        Ok(linear)
    }

    /// Steps that the settings ask for and that have not been taken yet.
    pub fn steps_left(&self) -> usize {
        (self.steps + 1).saturating_sub(self.states.len())
    }

    /// `W ← W + η E Aᵀ`, `A ← A + η M E`, both from the same state, `n` times.
    pub fn step(&mut self, n: usize) {
        for _ in 0..n {
            let State { a, w } = &self.states[self.states.len() - 1];
            let (a_dot, w_dot) = self.flow(a, w);
            let a = sum(a.view(), self.learning_rate, a_dot.view());
            let w = sum(w.view(), self.learning_rate, w_dot.view());
            self.states.push(State { a, w });
        }
    }

    /// The states after 0, 1, 2, … steps.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// The target map T, outputs×inputs.
    pub fn target(&self) -> &Array2<f64> {
        &self.target
    }

    /// The fixed feedback weights B, hidden×outputs.
    pub fn feedback(&self) -> &Array2<f64> {
        &self.feedback
    }

    /// `E = T − W A`, outputs×inputs.
    pub fn error(&self, state: &State) -> Array2<f64> {
        self.error_of(&state.a, &state.w)
    }

    fn error_of(&self, a: &Array2<f64>, w: &Array2<f64>) -> Array2<f64> {
        sum(self.target.view(), -1.0, product(w.view(), a.view()).view())
    }

    /// `M E`, hidden×inputs: what the rule tells the hidden layer, for all inputs at once.
    fn teaching(&self, w: &Array2<f64>, e: &Array2<f64>) -> Array2<f64> {
        match self.via {
            Via::Weights => product(w.t(), e.view()),
            Via::Fixed => product(self.feedback.view(), e.view()),
        }
    }

    /// (Ȧ, Ẇ) = (M E, E Aᵀ).
    fn flow(&self, a: &Array2<f64>, w: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
        let e = self.error_of(a, w);
        (self.teaching(w, &e), product(e.view(), a.t()))
    }

    /// `‖E‖²`, the squared error in expectation over whitened inputs.
    pub fn error_norm2(&self, state: &State) -> f64 {
        norm2(&self.error(state))
    }

    /// `V = tr(B E Eᵀ Bᵀ) = ‖B E‖²`, the function of the proof.
    pub fn v(&self, state: &State) -> f64 {
        norm2(&product(self.feedback.view(), self.error(state).view()))
    }

    /// `V̇ = 2 ⟨B Ė, B E⟩` with `Ė = −Ẇ A − W Ȧ`, exact along the rule's flow whether the
    /// theorem's assumptions hold or not. For fixed feedback and C = 0 it equals the theorem's
    /// `−2 tr(BEAᵀAEᵀBᵀ) − tr(AᵀBEEᵀBᵀA)`.
    pub fn v_dot(&self, state: &State) -> f64 {
        let State { a, w } = state;
        let (a_dot, w_dot) = self.flow(a, w);
        let (first, second) = (
            product(w_dot.view(), a.view()),
            product(w.view(), a_dot.view()),
        );
        let minus_e_dot = sum(first.view(), 1.0, second.view());
        let b = self.feedback.view();
        let b_e = product(b, self.error(state).view());
        -2.0 * Pair::new(product(b, minus_e_dot.view()), b_e).dot
    }

    /// `B W + Wᵀ Bᵀ`, hidden×hidden: one side of the invariant.
    pub fn feedback_side(&self, state: &State) -> Array2<f64> {
        let b_w = product(self.feedback.view(), state.w.view());
        sum(b_w.view(), 1.0, b_w.t())
    }

    /// `A Aᵀ`, hidden×hidden: the other side of the invariant.
    pub fn hidden_side(&self, state: &State) -> Array2<f64> {
        product(state.a.view(), state.a.t())
    }

    /// `C = BW + WᵀBᵀ − AAᵀ`
    fn c(&self, state: &State) -> Array2<f64> {
        let (one, other) = (self.feedback_side(state), self.hidden_side(state));
        sum(one.view(), -1.0, other.view())
    }

    /// `‖C − C₀‖ / ‖A Aᵀ‖` with `C = BW + WᵀBᵀ − AAᵀ` and C₀ its value at the start: how far the
    /// step size has carried the run off the invariant of fixed feedback. NaN while A is zero.
    /// (Back-propagation conserves WᵀW − AAᵀ instead.)
    pub fn invariant_residual(&self, state: &State) -> f64 {
        let change = sum(self.c(state).view(), -1.0, self.c_0.view());
        libm::sqrt(norm2(&change) / norm2(&self.hidden_side(state)))
    }

    /// Angle in degrees between the matrices M E and Wᵀ E, ⟨X, Y⟩ being tr XᵀY: the angle between
    /// what the rule and back-propagation tell the hidden layer, for all whitened inputs together
    /// (the mean of the angles of single inputs is another number). NaN where one is
    /// zero, and once the error is down to rounding.
    pub fn angle_to_bp(&self, state: &State) -> f64 {
        self.angle_to(state, |w, e| product(w.t(), e))
    }

    /// Angle in degrees between the rule's M E and `W⁺ E`, the Gauss–Newton step on h
    /// ("pseudo-backprop"; Lillicrap et al. 2014, Supplementary Proofs 2 and 3). NaN where one
    /// is zero, and once the error is down to rounding.
    pub fn angle_to_pinv(&self, state: &State) -> f64 {
        self.angle_to(state, |w, e| product(pinv(w).view(), e))
    }

    /// Angle between the rule's M E and `other(W, E)`.
    fn angle_to(
        &self,
        state: &State,
        other: fn(ArrayView2<f64>, ArrayView2<f64>) -> Array2<f64>,
    ) -> f64 {
        let e = self.error(state);
        let size = norm2(&e);
        if !size.is_finite() || size < ROUNDING * norm2(&self.target) {
            return f64::NAN;
        }
        let other = other(state.w.view(), e.view());
        Pair::new(self.teaching(&state.w, &e), other).degrees()
    }

    /// A quantity at every state from the start to the present.
    pub fn column(&self, quantity: impl Fn(&Self, &State) -> f64) -> Vec<f64> {
        self.states
            .iter()
            .map(|state| quantity(self, state))
            .collect()
    }

    /// A matrix at every state, row by row, one after the other: frames for a heat map.
    pub fn frames(&self, matrix: impl Fn(&Self, &State) -> Array2<f64>) -> Vec<f32> {
        let mut frames =
            Vec::with_capacity(self.states.len() * matrix(self, &self.states[0]).len());
        for state in &self.states {
            frames.extend(matrix(self, state).into_iter().map(|x| x as f32));
        }
        frames
    }

    /// A hash of the bits of the present weights and of the step count.
    pub fn fingerprint(&self) -> Fingerprint {
        let State { a, w } = &self.states[self.states.len() - 1];
        Fingerprint::default()
            .count(self.states.len() as u64 - 1)
            .doubles(a)
            .doubles(w)
    }
}

/// `X + s Y` as a new matrix. (Written once: ndarray's operators are compiled anew for every
/// kind of operand, and the page pays for each.)
fn sum(x: ArrayView2<f64>, s: f64, y: ArrayView2<f64>) -> Array2<f64> {
    Array2::from_shape_fn(x.dim(), |at| x[at] + s * y[at])
}

/// `‖M‖² = Σ m_ij²`
fn norm2(m: &Array2<f64>) -> f64 {
    m.iter().map(|x| x * x).sum()
}
