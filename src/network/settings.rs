//! Everything that defines a training run, besides the data.

use super::feedback::{Distribution, Rule};
use super::layer::{Activation, InitialWeights};
use super::optimizer::Decay;
use super::output::Output;

crate::settings! {
    /// Settings of a network and its training. Together with the data they determine every
    /// number of a run.
    pub struct Settings {
        /// How the error reaches the hidden layers.
        rule: Rule = Rule::Bp;
        /// Widths of the hidden layers, from the input's side.
        hidden: Vec<usize> = vec![200, 100], 1.0..=4096.0;
        /// Activation f of the hidden layers.
        activation: Activation = Activation::Tanh;
        /// Output function and loss, which belong together.
        output: Output = Output::Softmax;
        /// Learning rate η: w ← w − η·gradient, the gradient being the mean over the minibatch.
        learning_rate: f64 = 0.1, 0.0..=10.0;
        /// Momentum μ: v ← μv + gradient, w ← w − ηv. 0 is plain gradient descent.
        momentum: f64 = 0.0, 0.0..=0.999;
        /// Kind of weight decay.
        decay: Decay = Decay::None;
        /// Strength λ of the weight decay.
        decay_rate: f64 = 0.0, 0.0..=1.0;
        /// Examples in a minibatch.
        batch: usize = 64, 1.0..=4096.0;
        /// How the forward weights W start. Biases start at zero.
        initial_weights: InitialWeights = InitialWeights::FanIn;
        /// Standard deviation of the initial forward weights, where they start normal.
        initial_std: f64 = 0.2, 0.0..=100.0;
        /// Distribution of the fixed feedback weights B.
        feedback_distribution: Distribution = Distribution::Uniform;
        /// Scale s of the fixed feedback weights B: uniform in ±s/√(width of the sender).
        feedback_scale: f64 = 1.0, 0.0..=1000.0;
        /// Seed of every random number of the run.
        seed: u32 = 1, 0.0..=4294967295.0;
    }
}
