//! The wires of the error through a particular network: the hops of a rule with their matrices.

use super::feedback::{Hop, Rule, Via};
use super::layer::Network;
use super::settings::Settings;
use super::signals::Signals;
use crate::error::{Error, Result};
use crate::numeric::angle::Pair;
use crate::numeric::matmul::{self, Panels};
use crate::numeric::rng::{self, Purpose};
use ndarray::Array2;

crate::choices! {
    /// What the fixed feedback weights B are. The first two have the same variance s²/(3d), where
    /// d is the width of the sending layer and s the scale.
    pub enum Distribution {
        /// `B ~ U(±s/√d_from)`
        Uniform = "uniform", "uniform";
        /// `B ~ N(0, s²/(3 d_from))`
        Normal = "normal", "normal";
        /// `B ~ U(±s/√d_to)` (Nøkland's code)
        Receiver = "receiver", "uniform, by the receiver’s width";
        /// `B = s W_from … W_{to+1}` of the initial weights: what back-propagation would start with,
        /// were the network linear
        Transposed = "transposed", "the initial W, transposed";
    }
}

/// A path through a particular network: hops, each with its fixed matrix (0×0 where it goes
/// through forward weights).
#[derive(Clone, Debug)]
pub struct Feedback {
    path: Vec<(Hop, Array2<f32>)>,
}

impl Feedback {
    /// The path of `rule` through a network that has its initial weights, its fixed matrices drawn
    /// from the seed's stream of feedback weights, one stream per receiving layer.
    pub fn new(rule: Rule, network: &Network, settings: &Settings) -> Self {
        let sizes = network.sizes();
        let mut chain = Chain::default();
        let with_matrix = |hop| (hop, draw(&hop, &sizes, network, &mut chain, settings));
        Feedback {
            path: rule
                .path(sizes.len() - 2)
                .into_iter()
                .map(with_matrix)
                .collect(),
        }
    }

    /// Any path, with given matrices: `fixed[i]` is B of hop i, stored d_from×d_to so that
    /// `δ_from · B` has the shape of δ_to (0×0 where the hop goes through forward weights).
    ///
    /// # Errors
    /// If a hidden layer receives never or twice, sends before it has received, if weights are
    /// asked for between layers that are not neighbours, or if a matrix is missing or misshapen.
    pub fn from_path(path: Vec<Hop>, fixed: Vec<Array2<f32>>, sizes: &[usize]) -> Result<Self> {
        let output = sizes.len() - 1;
        if path.len() != fixed.len() {
            let (hops, matrices) = (path.len(), fixed.len());
            return Err(Error::new(format!(
                "there must be a matrix for each hop, but there are {hops} hops and {matrices} matrices"
            )));
        }
        let mut ready = vec![false; sizes.len()];
        ready[output] = true;
        let path: Vec<_> = path.into_iter().zip(fixed).collect();
        for (i, (hop, fixed)) in path.iter().enumerate() {
            let &Hop { from, to, via } = hop;
            let fault = if to == 0 || to >= output {
                format!("must arrive at a hidden layer, below layer {output}, but arrives at {to}")
            } else if from > output || !ready[from] {
                format!("must start where the error already is, but starts at layer {from}")
            } else if ready[to] {
                format!("must arrive at a layer that waits for it, but layer {to} has its error")
            } else if via == Via::Weights && from.abs_diff(to) != 1 {
                format!("through weights must join neighbours, but joins layers {from} and {to}")
            } else if via == Via::Fixed && fixed.dim() != (sizes[from], sizes[to]) {
                let ((rows, columns), (m, n)) = (fixed.dim(), (sizes[from], sizes[to]));
                format!("needs a matrix of {m}×{n}, but has one of {rows}×{columns}")
            } else {
                ready[to] = true;
                continue;
            };
            return Err(Error::new(format!("hop {} {fault}", i + 1)));
        }
        match (1..output).find(|&k| !ready[k]) {
            Some(k) => Err(Error::new(format!(
                "every hidden layer must receive the error, but layer {k} does not"
            ))),
            None => Ok(Feedback { path }),
        }
    }

    /// The hops, in travel order.
    pub fn hops(&self) -> impl Iterator<Item = &Hop> {
        self.path.iter().map(|(hop, _)| hop)
    }

    /// `δ_to ← (M δ_from) ⊙ f′(a_to)`, hop by hop.
    ///
    /// `signals.delta[L]` holds the error e at the output, `signals.h[k]` the activity of layer k.
    /// A sign layer between two layers has slope 0, so what goes through the forward weights
    /// ends there, downwards and upwards; a wire of its own passes by it.
    pub fn send(&self, network: &Network, signals: &mut Signals) {
        self.carry(network, signals, true);
    }

    /// The same with or without the slopes f′.
    fn carry(&self, network: &Network, signals: &mut Signals, slopes: bool) {
        for (hop, fixed) in &self.path {
            let &Hop { from, to, via } = hop;
            let [sent, received] = signals
                .delta
                .get_disjoint_mut([from, to])
                .expect("a hop joins two layers of the network");
            let panels = &mut signals.panels;
            match via {
                Via::Fixed => {
                    matmul::multiply(sent.view(), fixed.view(), received.all_mut(), panels);
                }
                Via::Weights if from > to => {
                    network.layers[from - 1].send_down(sent, received, panels);
                }
                Via::Weights => {
                    let weights = network.layers[to - 1].weights.t();
                    matmul::multiply(sent.view(), weights, received.all_mut(), panels);
                }
            }
            if via == Via::Weights && network.has_sign_after(from.min(to)) {
                // Times 0, not set to 0: a diverged δ stays visible.
                received
                    .all_mut()
                    .iter_mut()
                    .for_each(|delta| *delta *= 0.0);
            }
            if slopes {
                signals.receive(to, network);
            }
        }
    }

    /// For each hidden layer 1…H the angle between the matrix B that brings it the error and
    /// the forward weights in whose place B stands, `∠(B, W_from … W_{to+1})`, degrees: for FA
    /// that of B_k and W_{k+1}ᵀ. NaN where no fixed matrix arrives, and where one of them is zero.
    pub fn angles_to_weights(&self, network: &Network) -> Vec<f64> {
        let mut angles = vec![f64::NAN; network.depth() - 1];
        let mut chain = Chain::default();
        for (hop, fixed) in &self.path {
            if hop.via == Via::Fixed {
                let forward = chain.between(network, hop);
                let [x, y] = [fixed, forward].map(|m| m.iter().map(|&x| f64::from(x)));
                angles[hop.to - 1] = Pair::new(x, y).degrees();
            }
        }
        angles
    }

    /// What arrives at layer k of an error in one output alone, without slopes: `C_to = C_from M` along
    /// the hops, from `C_L = I`, is `delta[k]` of these signals; d_L×d_k, row c for output c. A sign
    /// layer between two layers ends what goes through the forward weights, as in [`send`](Self::send).
    pub fn codes(&self, network: &Network) -> Signals {
        let sizes = network.sizes();
        let depth = network.depth();
        let outputs = sizes[depth];
        let mut signals = Signals::new(&sizes, outputs);
        let error = &mut signals.delta[depth];
        (0..outputs).for_each(|c| error.row_mut(c)[c] = 1.0);
        self.carry(network, &mut signals, false);
        signals
    }
}

/// The product of the forward weights that a wire stands for, kept from one hop to the next: the
/// wires of DFA all come from the output, and each product is the last one times a matrix.
#[derive(Default)]
struct Chain {
    from: usize,
    to: usize,
    product: Array2<f32>,
}

impl Chain {
    /// `W_from … W_{to+1}`, d_from×d_to, of a hop downwards; of one upwards that of the way back,
    /// transposed.
    fn between(&mut self, network: &Network, hop: &Hop) -> &Array2<f32> {
        let (from, to) = (hop.from.max(hop.to), hop.from.min(hop.to));
        if self.from != from || self.to < to || self.to == from {
            (self.from, self.to) = (from, from - 1);
            self.product = network.layers[from - 1].weights.clone();
        }
        while self.to > to {
            let next = &network.layers[self.to - 1].weights;
            let mut product = Array2::zeros((self.product.nrows(), next.ncols()));
            let numbers = product.as_slice_mut().expect("it lies row by row");
            let panels = &mut Panels::default();
            matmul::multiply(self.product.view(), next.view(), numbers, panels);
            (self.product, self.to) = (product, self.to - 1);
        }
        if hop.from < hop.to {
            self.product = self.product.t().as_standard_layout().into_owned();
            self.from = 0;
        }
        &self.product
    }
}

/// B of a hop, d_from×d_to; empty where the hop goes through forward weights.
fn draw(
    hop: &Hop,
    sizes: &[usize],
    network: &Network,
    chain: &mut Chain,
    settings: &Settings,
) -> Array2<f32> {
    let &Hop { from, to, via } = hop;
    if via == Via::Weights {
        return Array2::zeros((0, 0));
    }
    let (scale, shape) = (settings.feedback_scale, (sizes[from], sizes[to]));
    let mut rng = rng::stream(settings.seed, Purpose::FeedbackWeights, to);
    let bound = |d: usize| scale / libm::sqrt(d as f64);
    let (sender, receiver) = (bound(sizes[from]), bound(sizes[to]));
    let mut drawn = |number: &mut dyn FnMut(&mut _) -> f64| {
        Array2::from_shape_simple_fn(shape, || number(&mut rng) as f32)
    };
    match settings.feedback_distribution {
        Distribution::Uniform => drawn(&mut |rng| rng::uniform(rng, sender)),
        Distribution::Receiver => drawn(&mut |rng| rng::uniform(rng, receiver)),
        Distribution::Normal => drawn(&mut |rng| rng::normal(rng) * sender / libm::sqrt(3.0)),
        Distribution::Transposed => {
            let forward = chain.between(network, hop);
            let entries = forward.iter().map(|&w| scale as f32 * w).collect();
            Array2::from_shape_vec(shape, entries).expect("d_from·d_to entries")
        }
    }
}
