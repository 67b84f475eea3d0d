//! Dropout: while training, each unit of a layer is silent with probability p.

use super::settings::Settings;
use crate::numeric::rng::{self, Purpose};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Draws the masks: m = 0 with probability p, else 1/(1 − p), so that a unit's mean stays what it
/// is and nothing has to be rescaled when one looks (Srivastava et al. 2014, "inverted").
///
/// One random stream per layer: all rules silence the same units at the same step.
#[derive(Clone, Debug)]
pub struct Dropout {
    /// p of layer 0, the inputs, and of the hidden layers.
    input: f64,
    hidden: f64,
    streams: Vec<ChaCha8Rng>,
}

impl Dropout {
    /// The masks that the settings ask for, in a network of `hidden` hidden layers.
    pub fn new(settings: &Settings, hidden: usize) -> Self {
        let stream = |k| rng::stream(settings.seed, Purpose::Dropout, k);
        Dropout {
            input: settings.dropout_input,
            hidden: settings.dropout_hidden,
            streams: (0..=hidden).map(stream).collect(),
        }
    }

    fn probability(&self, k: usize) -> f64 {
        if k == 0 { self.input } else { self.hidden }
    }

    /// Whether units of layer k are ever silent.
    pub fn drops(&self, k: usize) -> bool {
        self.probability(k) > 0.0
    }

    /// Whether units of any layer are.
    pub fn is_on(&self) -> bool {
        (0..self.streams.len()).any(|k| self.drops(k))
    }

    /// Fills the mask of layer k.
    pub fn draw(&mut self, k: usize, mask: &mut [f32]) {
        let p = self.probability(k);
        // A whole number in 0…2³² is compared: no rounding, the same on every machine.
        let limit = (p * 4_294_967_296.0) as u64;
        let kept = (1.0 / (1.0 - p)) as f32;
        let stream = &mut self.streams[k];
        for m in mask {
            let silent = u64::from(stream.next_u32()) < limit;
            *m = if silent { 0.0 } else { kept };
        }
    }
}
