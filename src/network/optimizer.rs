//! What becomes of a gradient: plain descent, momentum or RMSprop, with three kinds of weight decay.

use super::layer::Layer;
use super::settings::Settings;

crate::choices! {
    /// What pulls on the weights besides the gradient.
    pub enum Decay {
        /// Nothing.
        None = "none", "none";
        /// `w ← w − η(gradient + λw)` for weights, biases spared
        L2 = "l2", "L2";
        /// `w ← w − η·gradient − λ` for every weight and bias: a constant is subtracted whatever
        /// the sign. This is what the slides' code calls weight decay.
        Constant = "constant", "constant, as on the slides";
    }
}

crate::choices! {
    /// How a step follows from the gradient g, a pull by L2 included.
    pub enum Method {
        /// `w ← w − ηg`
        Sgd = "sgd", "gradient descent";
        /// `v ← μv + g; w ← w − ηv`
        Momentum = "momentum", "momentum";
        /// `s ← 0.99 s + 0.01 g²; w ← w − ηg/(√s + 1e-8)`: as in Nøkland's code, without bias
        /// correction
        Rmsprop = "rmsprop", "RMSprop";
    }
}

/// RMSprop's memory of squared gradients, from one step to the next.
const KEPT: f32 = 0.99;
/// Keeps RMSprop's quotient finite where there has been no gradient yet.
const TINY: f32 = 1e-8;

/// The rule by which parameters follow their gradient.
#[derive(Clone, Debug)]
pub struct Optimizer {
    method: Method,
    learning_rate: f32,
    momentum: f32,
    /// L2: added to the gradient of a weight, per unit of weight.
    shrink: f32,
    /// Constant: subtracted from every weight and bias at every step.
    subtract: f32,
}

impl Optimizer {
    /// The optimizer that the settings describe.
    pub fn new(settings: &Settings) -> Self {
        let rate = settings.decay_rate as f32;
        let (shrink, subtract) = match settings.decay {
            Decay::None => (0.0, 0.0),
            Decay::L2 => (rate, 0.0),
            Decay::Constant => (0.0, rate),
        };
        Optimizer {
            method: settings.optimizer,
            learning_rate: settings.learning_rate as f32,
            momentum: settings.momentum as f32,
            shrink,
            subtract,
        }
    }

    /// Whether a parameter without a gradient stays as it is.
    pub fn rests(&self) -> bool {
        self.method == Method::Sgd && self.shrink == 0.0 && self.subtract == 0.0
    }

    /// What has to be remembered of a layer: v or s, zero at first; nothing by plain descent.
    pub fn memory(&self, layer: &Layer) -> Option<Layer> {
        (self.method != Method::Sgd).then(|| layer.zeros_like())
    }

    /// One update of some weights `w` from their gradient, `scale` times the given numbers, with what is
    /// remembered of them: as many numbers, or none by plain descent.
    pub fn update_weights(&self, w: &mut [f32], memory: &mut [f32], numbers: &[f32], scale: f32) {
        self.update(w, memory, numbers, scale, self.shrink);
    }

    /// The same for biases, which L2 spares.
    pub fn update_biases(&self, b: &mut [f32], memory: &mut [f32], numbers: &[f32], scale: f32) {
        self.update(b, memory, numbers, scale, 0.0);
    }

    fn update(&self, w: &mut [f32], memory: &mut [f32], numbers: &[f32], scale: f32, shrink: f32) {
        let Optimizer {
            method,
            learning_rate,
            momentum,
            subtract,
            ..
        } = *self;
        let each = w.iter_mut().zip(numbers.iter().map(|x| scale * x));
        match method {
            Method::Sgd if self.rests() => each.for_each(|(w, g)| *w -= learning_rate * g),
            Method::Sgd => each.for_each(|(w, g)| {
                let g = g + shrink * *w;
                *w -= learning_rate * g + subtract;
            }),
            Method::Momentum => each.zip(memory).for_each(|((w, g), v)| {
                *v = momentum * *v + (g + shrink * *w);
                *w -= learning_rate * *v + subtract;
            }),
            Method::Rmsprop => each.zip(memory).for_each(|((w, g), s)| {
                let g = g + shrink * *w;
                *s = KEPT * *s + (1.0 - KEPT) * (g * g);
                *w -= learning_rate * g / (s.sqrt() + TINY) + subtract;
            }),
        }
    }
}
