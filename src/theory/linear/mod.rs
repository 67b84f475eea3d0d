//! The linear network whose convergence under feedback alignment is proved.
//!
//! ```text
//! h = A x,  y = W h,  E = T − W A        Ẇ = E Aᵀ        Ȧ = M E,   M = Wᵀ (BP) or B (fixed)
//! ```
//!
//! for whitened inputs, Σ = E[x xᵀ] = I. Shapes: A hidden×inputs, W outputs×hidden, T and E
//! outputs×inputs, B hidden×outputs.
//!
//! The proof (Lillicrap et al. 2014, Supplementary Proof 1; slides, "The guaranteed
//! convergence"): the flow conserves `C = BW + WᵀBᵀ − AAᵀ`, and if C = 0, as for zero initial
//! weights, then `V = ‖BE‖²` can only fall, its derivative being `−2‖BEAᵀ‖² − ‖EᵀBᵀA‖²`. By
//! Barbalat's lemma V̇ → 0, so BEAᵀ → 0, and EAᵀ → 0 if the columns of B are independent
//! (B⁺B = I; the slides' "B has a pseudo-inverse" is true of every matrix). Its derivative, which
//! then tends to EEᵀBᵀ, has the same limit, and so E → 0.
//!
//! That the weights stay bounded, which the lemma needs, follows from C = 0 for A, since
//! `d‖A‖²/dt = 2 tr(AᵀBT) − ‖AAᵀ‖²`, and then for W from `½‖W‖² + ∫‖E‖² dt = tr(TᵀB⁺A)`. The
//! latter is a shorter way to the end: ∫‖E‖² dt is finite and ‖BE‖² falls, hence E → 0.
//!
//! Whitening is not needed: for any invertible Σ the same argument holds with `tr(BEΣEᵀBᵀ)` in
//! the place of V, whose derivative is `−2‖BEΣAᵀ‖² − ‖AᵀBEΣ‖²` (our
//! remark).
//!
//! The proof is for continuous time. Steps of size η leave at the end a relative residual of C
//! that is proportional to η and of its order: it is shown, not hidden.
//!
//! Every assumption can be broken: see [`LinearSettings`], and [`theorem`] for what then holds.
//! The order of reading: [`network`], `learning`, [`measures`],
//! [`run`], [`theorem`], [`ensemble`].

pub mod ensemble;
mod learning;
pub mod measures;
pub mod network;
pub mod run;
pub mod theorem;

pub use ensemble::Ensemble;
pub use network::{Network, State};
pub use run::Linear;
pub use theorem::Theorem;

use crate::network::Rule;

crate::choices! {
    /// What the hidden layer is told.
    pub enum Signal {
        /// What the rule tells it: M E.
        Rule = "rule", "the rule's";
        /// Nothing: only W learns. A reference that no hidden layer worth its name may lose to.
        Nothing = "none", "none (shallow)";
        /// The direction of `W⁺ E`, the Gauss–Newton step on h (pseudo-backprop), as loud as B.
        Pseudo = "pseudo", "W⁺E (pseudo-backprop)";
    }
}

crate::choices! {
    /// How the weights are moved along the learner's direction.
    pub enum Scheme {
        /// Steps of size η along the mean over all inputs.
        Full = "full", "steps of size η, full batch";
        /// Steps of size η, each on one example x ~ N(0, Σ).
        Online = "online", "steps of size η, one example each";
        /// The continuous flow, by a fine integrator, looked at every η units of time.
        Flow = "flow", "the flow itself (η → 0)";
    }
}

crate::choices! {
    /// Activation of the hidden units.
    pub enum Activation {
        /// `h = A x`, as the theorem has it.
        Linear = "linear", "linear";
        /// `h = tanh(A x)`.
        Tanh = "tanh", "tanh";
    }
}

crate::choices! {
    /// Distribution of the fixed feedback weights B, in all cases of variance s²/3.
    pub enum Distribution {
        /// `B ~ U(±s)`
        Uniform = "uniform", "uniform ±s";
        /// `B ~ N(0, s²/3)`
        Normal = "normal", "normal";
        /// `B = ±s/√3`, either sign as likely
        Sign = "sign", "random signs";
    }
}

crate::settings! {
    /// Settings of the linear network.
    pub struct LinearSettings {
        /// How the error reaches the hidden layer.
        rule: Rule = Rule::Fa;
        /// What the hidden layer is told: the rule's signal, or that of a reference.
        signal: Signal = Signal::Rule;
        /// Number of inputs.
        inputs: usize = 8, 1.0..=32.0;
        /// Number of hidden units.
        hidden: usize = 6, 1.0..=32.0;
        /// Number of outputs.
        outputs: usize = 4, 1.0..=32.0;
        /// What hidden units do with their input. The theorem is about linear ones.
        activation: Activation = Activation::Linear;
        /// Seed of the target map T, the feedback weights B, the initial weights and the examples.
        seed: u32 = 1, 0.0..=4294967295.0;
        /// Learning rate η: the size of a step, or the time between two looks at the flow.
        learning_rate: f64 = 0.05, 0.0..=2.0;
        /// Factor of η for the input weights A; 0 freezes them.
        input_rate: f64 = 1.0, 0.0..=10.0;
        /// Factor of η for the output weights W; 0 freezes them.
        output_rate: f64 = 1.0, 0.0..=10.0;
        /// Full batch, online, or the continuous time that the proof speaks of.
        scheme: Scheme = Scheme::Full;
        /// Number of steps.
        steps: usize = 200, 1.0..=10000.0;
        /// Scale of the initial weights: W, A ~ U(±scale). The theorem asks for 0.
        initial_scale: f64 = 0.0, 0.0..=10.0;
        /// Scale s of the fixed feedback weights. The paper has 0.5.
        feedback_scale: f64 = 0.5, 0.0..=100.0;
        /// Distribution of the fixed feedback weights.
        feedback_distribution: Distribution = Distribution::Uniform;
        /// Ranks that B lacks: columns that repeat the first, as many as it takes.
        feedback_rank_loss: usize = 0, 0.0..=31.0;
        /// Ranks that T lacks: rows that repeat the first, as many as it takes.
        target_rank_loss: usize = 0, 0.0..=31.0;
        /// Condition number of the input covariance Σ, diagonal with mean 1. Whitened means 1.
        condition: f64 = 1.0, 1.0..=10000.0;
        /// Number of seeds that run together where many are shown: the seed and those after it.
        seeds: usize = 10, 1.0..=30.0;
    }
}
