//! Layers: `h_k = f(W_k h_{k−1} + b_k)`.

use super::settings::Settings;
use crate::numeric::elementwise;
use crate::numeric::rng::{self, Purpose};
use crate::numeric::{Samples, matmul};
use ndarray::{Array1, Array2};

crate::choices! {
    /// Activation function f of a hidden layer.
    pub enum Activation {
        /// `f(a) = tanh a`, `f′ = 1 − h²`
        Tanh = "tanh", "tanh";
        /// `f(a) = 1/(1 + e^−a)`, `f′ = h(1 − h)`
        Logistic = "logistic", "logistic";
        /// `f(a) = max(0, a)`, `f′ = 1 where h > 0, else 0`; f′(0) = 0
        Relu = "relu", "ReLU";
        /// `f(a) = a`, `f′ = 1`
        Identity = "identity", "identity";
    }
}

impl Activation {
    /// `a ← f(a)`, elementwise.
    pub fn apply(self, a: &mut [f32]) {
        match self {
            Activation::Tanh => a.iter_mut().for_each(|a| *a = elementwise::tanh(*a)),
            Activation::Logistic => a.iter_mut().for_each(|a| *a = elementwise::logistic(*a)),
            // Not f32::max, which would turn NaN into 0 and hide a diverged run.
            Activation::Relu => a
                .iter_mut()
                .for_each(|a| *a = if *a < 0.0 { 0.0 } else { *a }),
            Activation::Identity => {}
        }
    }

    /// `δ ← δ ⊙ f′(a)`, elementwise, where f′ is read off the activity `h = f(a)`.
    pub fn multiply_by_slope(self, delta: &mut [f32], h: &[f32]) {
        let each = delta.iter_mut().zip(h);
        match self {
            Activation::Tanh => each.for_each(|(delta, &h)| *delta *= 1.0 - h * h),
            Activation::Logistic => each.for_each(|(delta, &h)| *delta *= h * (1.0 - h)),
            // Times 0, not set to 0: a diverged δ stays visible.
            Activation::Relu => each.for_each(|(delta, &h)| *delta *= f32::from(u8::from(h > 0.0))),
            Activation::Identity => {}
        }
    }
}

crate::choices! {
    /// How forward weights start. Biases always start at zero.
    pub enum InitialWeights {
        /// `W ~ U(±1/√fan_in)`
        FanIn = "fan_in", "uniform ±1/√fan-in";
        /// `W ~ N(0, std²)`, cut off at two standard deviations (the slides' code)
        Normal = "normal", "truncated normal";
        /// `W = 0`
        Zero = "zero", "zero";
    }
}

/// One layer: weights `W`, out×in, and biases `b`, out.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// `W`, out×in.
    pub weights: Array2<f32>,
    /// `b`, out.
    pub bias: Array1<f32>,
}

impl Layer {
    /// A layer of the same shape, all zero.
    pub fn zeros_like(&self) -> Self {
        Layer {
            weights: Array2::zeros(self.weights.dim()),
            bias: Array1::zeros(self.bias.len()),
        }
    }

    /// `Z ← H Wᵀ + 1 bᵀ`: rows are samples, H n×in, Z n×out.
    pub fn forward(&self, h: &Samples, z: &mut Samples) {
        matmul::a_bt(h.view(), self.weights.view(), z.view_mut());
        for i in 0..z.rows() {
            z.row_mut(i)
                .iter_mut()
                .zip(&self.bias)
                .for_each(|(z, b)| *z += b);
        }
    }

    /// Weights, row by row, and biases.
    ///
    /// # Panics
    /// If somebody has put a matrix in place that does not lie row by row in memory.
    pub fn parts(&self) -> [&[f32]; 2] {
        [&self.weights.as_slice(), &self.bias.as_slice()].map(|part| part.expect(CONTIGUOUS))
    }

    /// Weights, row by row, and biases, to be written.
    ///
    /// # Panics
    /// As [`Layer::parts`].
    pub fn parts_mut(&mut self) -> [&mut [f32]; 2] {
        [self.weights.as_slice_mut(), self.bias.as_slice_mut()].map(|part| part.expect(CONTIGUOUS))
    }
}

const CONTIGUOUS: &str = "parameters lie row by row";

/// A feed-forward network: layers 1…L of sizes d₁…d_L on inputs of size d₀.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// `layers[k − 1]` is layer k of the papers.
    pub layers: Vec<Layer>,
    /// Activation f of the hidden layers 1…L−1.
    pub activation: Activation,
}

impl Network {
    /// A network of the given sizes d₀…d_L with the initial weights that the settings ask for,
    /// drawn from the seed's stream of forward weights, one stream per layer.
    pub fn new(sizes: &[usize], settings: &Settings) -> Self {
        let layer = |(k, pair): (usize, &[usize])| {
            let (fan_in, out) = (pair[0], pair[1]);
            let mut rng = rng::stream(settings.seed, Purpose::ForwardWeights, k + 1);
            let bound = 1.0 / libm::sqrt(fan_in as f64);
            let std = settings.initial_std;
            let weights = Array2::from_shape_simple_fn((out, fan_in), || {
                (match settings.initial_weights {
                    InitialWeights::FanIn => rng::uniform(&mut rng, bound),
                    InitialWeights::Normal => std * rng::truncated_normal(&mut rng),
                    InitialWeights::Zero => 0.0,
                }) as f32
            });
            Layer {
                weights,
                bias: Array1::zeros(out),
            }
        };
        let layers = sizes.windows(2).enumerate().map(layer).collect();
        Network {
            layers,
            activation: settings.activation,
        }
    }

    /// L, the number of layers: the index of the output layer.
    pub fn depth(&self) -> usize {
        self.layers.len()
    }

    /// The sizes d₀…d_L.
    pub fn sizes(&self) -> Vec<usize> {
        let inputs = self.layers[0].weights.ncols();
        std::iter::once(inputs)
            .chain(self.layers.iter().map(|l| l.bias.len()))
            .collect()
    }

    /// `h_k ← f(W_k h_{k−1} + b_k)` for k = 1…L−1 and `h_L ← W_L h_{L−1} + b_L`, the logits.
    /// `h[0]` holds the inputs, so that no layer is a special case.
    pub fn forward(&self, h: &mut [Samples]) {
        for (k, layer) in self.layers.iter().enumerate() {
            let (before, after) = h.split_at_mut(k + 1);
            layer.forward(&before[k], &mut after[0]);
            if k + 1 < self.depth() {
                self.activation.apply(after[0].all_mut());
            }
        }
    }

    /// Every parameter: weights, then biases, from layer 1 to layer L.
    pub fn parameters(&self) -> impl Iterator<Item = &f32> {
        self.layers.iter().flat_map(Layer::parts).flatten()
    }
}
