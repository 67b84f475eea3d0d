//! Everything that defines a training run, besides the data.

use super::feedback::Rule;
use super::layer::{Activation, InitialWeights};
use super::optimizer::{Decay, Method};
use super::output::Output;
use super::schedule::Schedule;
use super::wiring::Distribution;
use crate::settings::MOST_LAYERS;

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
        /// Hidden layers of which only the sign, +1 or −1, goes on: a step without slope, which no
        /// gradient passes.
        sign_after: Vec<usize> = vec![], 1.0..=MOST_LAYERS as f64;
        /// How a step follows from the gradient: plain descent, momentum, or RMSprop.
        optimizer: Method = Method::Sgd;
        /// Learning rate η: w ← w − η·gradient, the gradient being the mean over the minibatch.
        learning_rate: f64 = 0.1, 0.0..=10.0;
        /// Momentum μ, for that optimizer: v ← μv + gradient, w ← w − ηv.
        momentum: f64 = 0.9, 0.0..=0.999;
        /// Kind of weight decay.
        decay: Decay = Decay::None;
        /// Strength λ of the weight decay.
        decay_rate: f64 = 0.0, 0.0..=1.0;
        /// Which layers learn, and when: all, hidden, output, none or numbers (2, 1-3, 1+3), for some
        /// steps each, such as hidden*90, output*30, all.
        learns: Schedule = Schedule::all();
        /// Examples in a minibatch.
        batch: usize = 64, 1.0..=4096.0;
        /// How the forward weights W start. Biases start at zero.
        initial_weights: InitialWeights = InitialWeights::FanIn;
        /// Standard deviation of the initial forward weights, where they start normal.
        initial_std: f64 = 0.2, 0.0..=100.0;
        /// What the fixed feedback weights B are.
        feedback_distribution: Distribution = Distribution::Uniform;
        /// Scale s of the fixed feedback weights B: uniform in ±s/√(width of the sender).
        feedback_scale: f64 = 1.0, 0.0..=1000.0;
        /// Share of the inputs that each minibatch drops, others being scaled up.
        dropout_input: f64 = 0.0, 0.0..=0.95;
        /// Share of the hidden units that each minibatch drops, others being scaled up.
        dropout_hidden: f64 = 0.0, 0.0..=0.95;
        /// Adversarial training: every pixel of a minibatch is first moved by ε against the network,
        /// in the direction that back-propagation gives, whatever the rule.
        adversarial: f64 = 0.0, 0.0..=1.0;
        /// Share of the training labels that are replaced by a class drawn at random, once.
        label_noise: f64 = 0.0, 0.0..=1.0;
        /// Examples to train on, from the first; 0 for all.
        examples: usize = 0, 0.0..=1000000.0;
        /// Seed of every random number of the run.
        seed: u32 = 1, 0.0..=4294967295.0;
    }
}

impl Settings {
    /// The settings that may change while a network learns.
    pub const LIVE: [&str; 4] = ["learning_rate", "decay", "decay_rate", "learns"];

    /// These settings with the live ones of `other`.
    pub fn with_live_of(&self, other: &Settings) -> Settings {
        Settings {
            learning_rate: other.learning_rate,
            decay: other.decay,
            decay_rate: other.decay_rate,
            learns: other.learns.clone(),
            ..self.clone()
        }
    }
}
