//! Layers: `h_k = f(W_k h_{k−1} + b_k)`.

use super::settings::Settings;
use super::signals::Signals;
use crate::numeric::Samples;
use crate::numeric::elementwise;
use crate::numeric::matmul::{self, Panels, Sparse};
use crate::numeric::rng::{self, Purpose};
use ndarray::{Array1, Array2, ShapeBuilder};

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
            Activation::Tanh => elementwise::all_tanh(a),
            Activation::Logistic => elementwise::all_logistic(a),
            // Not f32::max, which would turn NaN into 0 and hide a diverged run.
            Activation::Relu => a
                .iter_mut()
                .for_each(|a| *a = if *a < 0.0 { 0.0 } else { *a }),
            Activation::Identity => {}
        }
    }

    /// `h ← sign(a)`, elementwise, +1 or −1, told from the activity `h = f(a)`: what a sign layer lets
    /// pass. Its slope is 0 wherever it has one.
    pub fn sign(self, h: &mut [f32]) {
        let zero = if self == Activation::Logistic {
            0.5
        } else {
            0.0
        };
        for h in h {
            // NaN is neither, and stays.
            if *h > zero {
                *h = 1.0;
            } else if *h <= zero {
                *h = -1.0;
            }
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
        /// `W ~ U(±√(6/(fan_in + fan_out)))` (Glorot & Bengio 2010)
        Glorot = "glorot", "Glorot";
        /// `W ~ N(0, std²)`, cut off at two standard deviations (the slides' code)
        Normal = "normal", "truncated normal";
        /// `W = 0`
        Zero = "zero", "zero";
    }
}

/// One layer: weights `W`, out×in, and biases `b`, out.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// `W`, out×in. In memory the weights of one unit stand side by side or, where inputs are mostly
    /// zero, those of one input: then what is zero can be left out.
    pub weights: Array2<f32>,
    /// `b`, out.
    pub bias: Array1<f32>,
}

impl Layer {
    /// A layer of the same shape and order in memory, all zero.
    pub fn zeros_like(&self) -> Self {
        Layer {
            weights: Array2::zeros(self.weights.raw_dim().set_f(self.lies_by_input())),
            bias: Array1::zeros(self.bias.len()),
        }
    }

    /// Whether the weights of one input stand side by side in memory.
    pub fn lies_by_input(&self) -> bool {
        !self.weights.is_standard_layout()
    }

    /// `Z ← H Wᵀ + 1 bᵀ`: rows are samples, H n×in, Z n×out.
    pub fn forward(&self, h: &Samples, z: &mut Samples, panels: &mut Panels) {
        matmul::multiply(h.view(), self.weights.t(), z.all_mut(), panels);
        self.add_bias(z);
    }

    /// The same of inputs that are mostly zero.
    ///
    /// # Panics
    /// If the weights do not lie by input.
    pub fn forward_sparse(&self, h: &Sparse, z: &mut Samples) {
        assert!(self.lies_by_input(), "weights must lie by input");
        h.times(0, self.parts()[0], self.bias.len(), z.all_mut());
        self.add_bias(z);
    }

    fn add_bias(&self, z: &mut Samples) {
        for i in 0..z.rows() {
            let each = z.row_mut(i).iter_mut().zip(&self.bias);
            each.for_each(|(z, b)| *z += b);
        }
    }

    /// `Δ_in ← Δ W`: what the layer's δ, n×out, means for its inputs, n×in.
    pub fn send_down(&self, delta: &Samples, to: &mut Samples, panels: &mut Panels) {
        matmul::multiply(delta.view(), self.weights.view(), to.all_mut(), panels);
    }

    /// Weights, in their order in memory, and biases.
    ///
    /// # Panics
    /// If somebody has put a matrix in place that has gaps in memory.
    pub fn parts(&self) -> [&[f32]; 2] {
        let weights = self.weights.as_slice_memory_order();
        [weights, self.bias.as_slice()].map(|part| part.expect(CONTIGUOUS))
    }

    /// Weights, in their order in memory, and biases, to be written.
    ///
    /// # Panics
    /// As [`Layer::parts`].
    pub fn parts_mut(&mut self) -> [&mut [f32]; 2] {
        let weights = self.weights.as_slice_memory_order_mut();
        [weights, self.bias.as_slice_mut()].map(|part| part.expect(CONTIGUOUS))
    }
}

const CONTIGUOUS: &str = "parameters have no gaps in memory";

/// A feed-forward network: layers 1…L of sizes d₁…d_L on inputs of size d₀.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// `layers[k − 1]` is layer k of the papers.
    pub layers: Vec<Layer>,
    /// Activation f of the hidden layers 1…L−1.
    pub activation: Activation,
    /// The hidden layers of which only the sign goes on to the next.
    pub signs: Vec<usize>,
}

impl Network {
    /// A network of the given sizes d₀…d_L with the initial weights that the settings ask for,
    /// drawn from the seed's stream of forward weights, one stream per layer.
    pub fn new(sizes: &[usize], settings: &Settings) -> Self {
        let layer = |(k, pair): (usize, &[usize])| {
            let (fan_in, out) = (pair[0], pair[1]);
            let mut rng = rng::stream(settings.seed, Purpose::ForwardWeights, k + 1);
            let bound = 1.0 / libm::sqrt(fan_in as f64);
            let glorot = libm::sqrt(6.0 / (fan_in + out) as f64);
            let std = settings.initial_std;
            let weights = Array2::from_shape_simple_fn((out, fan_in), || {
                (match settings.initial_weights {
                    InitialWeights::FanIn => rng::uniform(&mut rng, bound),
                    InitialWeights::Glorot => rng::uniform(&mut rng, glorot),
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
            signs: settings.sign_after.clone(),
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

    /// Puts the weights of layer 1 in the order that suits inputs which are mostly zero.
    pub fn lay_by_input(&mut self) {
        let first = &mut self.layers[0];
        let (out, inputs) = first.weights.dim();
        let turned = Array2::from_shape_fn((inputs, out), |(i, j)| first.weights[(j, i)]);
        first.weights = turned.reversed_axes();
    }

    /// Whether layer k + 1 receives only the sign of layer k's activity.
    pub fn has_sign_after(&self, k: usize) -> bool {
        self.signs.contains(&k)
    }

    /// `h_k ← f(W_k x_{k−1} + b_k)` for k = 1…L−1 and `h_L ← W_L x_{L−1} + b_L`, the logits, where
    /// x_k is h_k, or what a sign layer and dropout let pass of it. `h[0]` holds the inputs, so that
    /// no layer is a special case.
    pub fn forward(&self, signals: &mut Signals) {
        for (k, layer) in self.layers.iter().enumerate() {
            signals.pass(k, self);
            // These leave their places for a moment: what the layer reads stands beside them.
            let mut z = std::mem::take(&mut signals.h[k + 1]);
            let mut panels = std::mem::take(&mut signals.panels);
            match signals.sparse_received(k) {
                Some(inputs) => layer.forward_sparse(inputs, &mut z),
                None => layer.forward(signals.received(k), &mut z, &mut panels),
            }
            if k + 1 < self.depth() {
                self.activation.apply(z.all_mut());
            }
            signals.h[k + 1] = z;
            signals.panels = panels;
        }
    }

    /// Every parameter: weights, then biases, from layer 1 to layer L.
    pub fn parameters(&self) -> impl Iterator<Item = &f32> {
        self.layers.iter().flat_map(Layer::parts).flatten()
    }
}
