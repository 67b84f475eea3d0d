//! Layers: `h_k = f(W_k h_{k−1} + b_k)`.

use super::settings::Settings;
use crate::numeric::elementwise;
use crate::numeric::matmul;
use crate::numeric::rng::{self, Purpose};
use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2, Zip, s};

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
    pub fn apply(self, mut a: ArrayViewMut2<f32>) {
        match self {
            Activation::Tanh => a.mapv_inplace(elementwise::tanh),
            Activation::Logistic => a.mapv_inplace(elementwise::logistic),
            // Not f32::max, which would turn NaN into 0 and hide a diverged run.
            Activation::Relu => a.mapv_inplace(|a| if a < 0.0 { 0.0 } else { a }),
            Activation::Identity => {}
        }
    }

    /// `δ ← δ ⊙ f′(a)`, elementwise, where f′ is read off the activity `h = f(a)`.
    pub fn multiply_by_slope(self, delta: ArrayViewMut2<f32>, h: ArrayView2<f32>) {
        let each = Zip::from(delta).and(h);
        match self {
            Activation::Tanh => each.for_each(|delta, &h| *delta *= 1.0 - h * h),
            Activation::Logistic => each.for_each(|delta, &h| *delta *= h * (1.0 - h)),
            Activation::Relu => each.for_each(|delta, &h| {
                if h <= 0.0 {
                    *delta = 0.0
                }
            }),
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
    /// `Z ← H Wᵀ + 1 bᵀ`: rows are samples, H n×in, Z n×out.
    pub fn forward(&self, h: ArrayView2<f32>, mut z: ArrayViewMut2<f32>) {
        matmul::a_bt(h, self.weights.view(), z.view_mut());
        for mut row in z.rows_mut() {
            row += &self.bias;
        }
    }
}

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

    /// `h_k ← f(W_k h_{k−1} + b_k)` for k = 1…L−1 and `h_L ← W_L h_{L−1} + b_L`, the logits,
    /// on the first `rows` rows. `h[0]` holds the inputs, so that no layer is a special case.
    pub fn forward(&self, h: &mut [Array2<f32>], rows: usize) {
        for (k, layer) in self.layers.iter().enumerate() {
            let (before, after) = h.split_at_mut(k + 1);
            let mut z = after[0].slice_mut(s![..rows, ..]);
            layer.forward(before[k].slice(s![..rows, ..]), z.view_mut());
            if k + 1 < self.depth() {
                self.activation.apply(z);
            }
        }
    }

    /// Every parameter: weights, then biases, from layer 1 to layer L.
    pub fn parameters(&self) -> impl Iterator<Item = &f32> {
        self.layers
            .iter()
            .flat_map(|layer| layer.weights.iter().chain(&layer.bias))
    }
}
