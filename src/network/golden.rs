//! Golden runs: short ones whose fingerprints are known, for every rule, a few networks and every
//! optimizer. A machine that finds the same fingerprints computes the same bits.
//!
//! Between them the networks pass through every kernel and every function: inputs that are mostly zero
//! and inputs that are not, sizes that no vector divides, a last minibatch that is a smaller one.

use super::feedback::Rule;
use super::layer::{Activation, InitialWeights};
use super::optimizer::{Decay, Method};
use super::output::Output;
use super::settings::Settings;
use super::trainer::Trainer;
use crate::data::Dataset;
use crate::numeric::fingerprint::Fingerprint;
use crate::numeric::rng::{self, Purpose};
use crate::settings::Choice;
use ndarray::Array2;
use rand::RngExt;
use std::sync::Arc;

/// Steps of a golden run: some passes over the examples.
const STEPS: usize = 40;
/// Examples of a golden run.
const EXAMPLES: usize = 100;

/// What was found on x86-64, a row for each network and optimizer, a column for each rule in the order
/// of [`Rule::ALL`]; `cargo test --test core golden` prints the table where it differs.
#[rustfmt::skip]
const TABLE: [(&str, Method, &[u64]); 12] = [
    ("digits", Method::Sgd, &[0xf28ff2f245727ff2, 0x33ee14a1b9302d69, 0x33ee14a1b9302d69, 0x33ee14a1b9302d69]),
    ("digits", Method::Momentum, &[0xbc9ec9f99d901f4c, 0x0c85c44ba9850000, 0x0c85c44ba9850000, 0x0c85c44ba9850000]),
    ("digits", Method::Rmsprop, &[0x75f7264acace65dd, 0xe3560973f4900aa2, 0xe3560973f4900aa2, 0xe3560973f4900aa2]),
    ("dense", Method::Sgd, &[0x0e1fbb1f836b507b, 0x7e46e7e497123895, 0x85a6d9f25b940047, 0x7d8b4fed045a32e9]),
    ("dense", Method::Momentum, &[0x46d12ab11a9a6de1, 0xb538deb4877d01e9, 0x1506e5319f80b14d, 0x860fafec25d7ab41]),
    ("dense", Method::Rmsprop, &[0x5539a440bce91199, 0xdb03631cb2e6528a, 0x0f6672d6a2efaba8, 0xff725af64b36c104]),
    ("noisy", Method::Sgd, &[0xbb563855229d640c, 0xc03217422cec2b88, 0x82d908155c642b30, 0x9355162421acb29b]),
    ("noisy", Method::Momentum, &[0x3b862df73b6c3583, 0xbe56ce8b6acdf43a, 0x279e980d37727601, 0xa54bbc1727348742]),
    ("noisy", Method::Rmsprop, &[0xf40eb717f678f66d, 0x81b6206e8773332a, 0x9ac7ad1a3d4d8920, 0xb91d3967d7761962]),
    ("signs", Method::Sgd, &[0xadcc81a87c51d106, 0x26e37b8f5cab8ca8, 0x74168b592642f2cd, 0xf4340383e9776f18]),
    ("signs", Method::Momentum, &[0xd58306f602dbd434, 0x37e92fef15aa1dee, 0xb14be30c8f3d2119, 0x484b0de50459465b]),
    ("signs", Method::Rmsprop, &[0x6c3ef4f96417bb7d, 0x0f32bc6db90a7409, 0x6519bb8dbbb06edd, 0x8d58a7c444b208ad]),
];

/// A run with what comes of it.
#[derive(Clone, Copy, Debug)]
pub struct Golden {
    /// The network.
    pub network: &'static str,
    /// The learning rule.
    pub rule: Rule,
    /// How it follows its gradient.
    pub optimizer: Method,
    /// The fingerprint after the last step, as 64 bits.
    pub expected: u64,
}

/// All golden runs. A rule that the table does not know yet is expected to give 0.
pub fn runs() -> impl Iterator<Item = Golden> {
    TABLE.iter().flat_map(|&(network, optimizer, row)| {
        let of_rule = move |(i, &rule)| Golden {
            network,
            rule,
            optimizer,
            expected: row.get(i).copied().unwrap_or_default(),
        };
        Rule::ALL.iter().enumerate().map(of_rule)
    })
}

impl Golden {
    /// Runs it, in a few milliseconds.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut trainer = self.trainer();
        for _ in 0..STEPS {
            trainer.step();
        }
        trainer.fingerprint()
    }

    /// The run before its first step.
    ///
    /// # Panics
    /// If there is no such network.
    pub fn trainer(&self) -> Trainer {
        let common = Settings {
            rule: self.rule,
            optimizer: self.optimizer,
            learning_rate: 0.02,
            batch: 24,
            ..Settings::default()
        };
        let (data, settings) = match self.network {
            "digits" => (
                inputs(196, 0.8),
                Settings {
                    hidden: vec![75],
                    ..common
                },
            ),
            "dense" => (
                inputs(18, 0.0),
                Settings {
                    hidden: vec![37, 30, 23],
                    activation: Activation::Logistic,
                    output: Output::Identity,
                    decay: Decay::L2,
                    decay_rate: 1e-3,
                    ..common
                },
            ),
            "noisy" => (
                inputs(121, 0.8),
                Settings {
                    hidden: vec![50, 34],
                    activation: Activation::Relu,
                    initial_weights: InitialWeights::Glorot,
                    dropout_input: 0.1,
                    dropout_hidden: 0.3,
                    adversarial: 0.05,
                    label_noise: 0.2,
                    ..common
                },
            ),
            "signs" => (
                inputs(64, 0.8),
                Settings {
                    hidden: vec![33, 20],
                    activation: Activation::Identity,
                    output: Output::Logistic,
                    sign_after: vec![1],
                    decay: Decay::Constant,
                    decay_rate: 1e-5,
                    initial_weights: InitialWeights::Normal,
                    ..common
                },
            ),
            other => panic!("no golden network is called {other}"),
        };
        Trainer::new(&settings, Arc::new(data)).unwrap_or_else(|why| panic!("{why}"))
    }
}

/// Grey values of which that share is zero, with classes at random.
fn inputs(size: usize, zeros: f64) -> Dataset {
    let mut rng = rng::stream(3, Purpose::Task, 1);
    let grey = || match rng.random::<f64>() - zeros {
        x if x < 0.0 => 0.0,
        x => (255.0 * x / (1.0 - zeros)) as u8 as f32 / 255.0,
    };
    let x = Array2::from_shape_simple_fn((EXAMPLES, size), grey);
    let labels = (0..EXAMPLES).map(|_| (10.0 * rng.random::<f64>()) as u8);
    Dataset::classification(x, labels.collect(), 10).unwrap_or_else(|why| panic!("{why}"))
}
