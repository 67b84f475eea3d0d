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

    /// What `update` needs to remember of a layer: v or s, zero at first.
    pub fn memory(&self, layer: &Layer) -> Layer {
        layer.zeros_like()
    }

    /// One update of a layer from its gradient, with the layer's memory (same shapes).
    pub fn update(&self, layer: &mut Layer, gradient: &Layer, memory: &mut Layer) {
        let Optimizer {
            method,
            learning_rate,
            momentum,
            subtract,
            ..
        } = *self;
        let shrink = [self.shrink, 0.0]; // of weights, of biases
        let parts = layer.parts_mut().into_iter().zip(memory.parts_mut());
        for ((part, memory), (gradient, shrink)) in parts.zip(gradient.parts().iter().zip(shrink)) {
            let each = part.iter_mut().zip(memory).zip(*gradient);
            match method {
                Method::Sgd => each.for_each(|((w, _), g)| {
                    let g = g + shrink * *w;
                    *w -= learning_rate * g + subtract;
                }),
                Method::Momentum => each.for_each(|((w, v), g)| {
                    *v = momentum * *v + (g + shrink * *w);
                    *w -= learning_rate * *v + subtract;
                }),
                Method::Rmsprop => each.for_each(|((w, s), g)| {
                    let g = g + shrink * *w;
                    *s = KEPT * *s + (1.0 - KEPT) * (g * g);
                    *w -= learning_rate * g / (s.sqrt() + TINY) + subtract;
                }),
            }
        }
    }
}
