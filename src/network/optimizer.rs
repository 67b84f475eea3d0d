//! Stochastic gradient descent with momentum and three kinds of weight decay.

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

/// Gradient descent: `v ← μv + gradient; w ← w − ηv`, with decay as chosen.
#[derive(Clone, Debug)]
pub struct Sgd {
    learning_rate: f32,
    momentum: f32,
    /// L2: added to the gradient of a weight, per unit of weight.
    shrink: f32,
    /// Constant: subtracted from every weight and bias at every step.
    subtract: f32,
}

impl Sgd {
    /// The optimizer that the settings describe.
    pub fn new(settings: &Settings) -> Self {
        let rate = settings.decay_rate as f32;
        let (shrink, subtract) = match settings.decay {
            Decay::None => (0.0, 0.0),
            Decay::L2 => (rate, 0.0),
            Decay::Constant => (0.0, rate),
        };
        let (learning_rate, momentum) = (settings.learning_rate as f32, settings.momentum as f32);
        Sgd {
            learning_rate,
            momentum,
            shrink,
            subtract,
        }
    }

    /// One update of a layer from its gradient, with the layer's velocity (same shapes).
    pub fn update(&self, layer: &mut Layer, gradient: &Layer, velocity: &mut Layer) {
        let Sgd {
            learning_rate,
            momentum,
            subtract,
            ..
        } = *self;
        let shrink = [self.shrink, 0.0]; // of weights, of biases
        let gradient = gradient.parts();
        for (part, (w, v)) in layer
            .parts_mut()
            .into_iter()
            .zip(velocity.parts_mut())
            .enumerate()
        {
            let g = gradient[part];
            for ((w, v), g) in w.iter_mut().zip(v).zip(g) {
                *v = momentum * *v + (g + shrink[part] * *w);
                *w -= learning_rate * *v + subtract;
            }
        }
    }
}
