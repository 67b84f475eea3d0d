//! The learning rules: how the output error reaches the hidden layers.
//!
//! Every rule sends to each hidden layer
//!
//! ```text
//! δ_to = (M δ_from) ⊙ f′(a_to)
//! ```
//!
//! and rules differ only in who sends, and through which matrix M. So a rule is a list of
//! [`Hop`]s, in travel order, and this file is the only one that knows what distinguishes rules.
//! To add a rule: one entry each in [`Rule`], [`Rule::path`] and [`Rule::about`].
//!
//! Sources: Lillicrap et al. 2014 (arXiv 1411.0247) for FA; Nøkland 2016 (NIPS) for DFA and IFA.

use super::layer::Network;
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::numeric::rng::{self, Purpose};
use crate::numeric::{Samples, matmul};
use ndarray::Array2;

crate::choices! {
    /// A learning rule.
    pub enum Rule {
        /// Back-propagation: M = W_fromᵀ, the transposed forward weights.
        Bp = "bp", "Back-propagation";
        /// Feedback alignment: a fixed random matrix in the place of each Wᵀ.
        Fa = "fa", "Feedback alignment";
        /// Direct feedback alignment: the output error goes straight to every hidden layer.
        Dfa = "dfa", "Direct feedback alignment";
        /// Indirect feedback alignment: straight to the first hidden layer, then up again
        /// through the forward weights.
        Ifa = "ifa", "Indirect feedback alignment";
    }
}

impl Rule {
    /// The hops of the rule in a network with `hidden` hidden layers, in travel order.
    /// Hidden layers are 1…hidden, the output is hidden + 1.
    pub fn path(self, hidden: usize) -> Vec<Hop> {
        use Via::{Fixed, Weights};
        let output = hidden + 1;
        let up = 1..=hidden;
        let down = (1..=hidden).rev();
        let hop = |from, to, via| Hop { from, to, via };
        match self {
            Rule::Bp => down.map(|to| hop(to + 1, to, Weights)).collect(),
            Rule::Fa => down.map(|to| hop(to + 1, to, Fixed)).collect(),
            Rule::Dfa => down.map(|to| hop(output, to, Fixed)).collect(),
            Rule::Ifa => up
                .map(|to| {
                    if to == 1 {
                        hop(output, to, Fixed)
                    } else {
                        hop(to - 1, to, Weights)
                    }
                })
                .collect(),
        }
    }

    /// Abbreviation, source and one sentence.
    pub fn about(self) -> About {
        let (short, citation, summary) = match self {
            Rule::Bp => (
                "BP",
                "Rumelhart, Hinton & Williams 1986",
                "The error travels down through the transposed forward weights.",
            ),
            Rule::Fa => (
                "FA",
                "Lillicrap, Cownden, Tweed & Akerman 2014",
                "The error travels down layer by layer through fixed random matrices.",
            ),
            Rule::Dfa => (
                "DFA",
                "Nøkland 2016",
                "The output error goes straight to every hidden layer through fixed random matrices.",
            ),
            Rule::Ifa => (
                "IFA",
                "Nøkland 2016",
                "The output error goes to the first hidden layer through one fixed random matrix, \
                 then up again through the forward weights.",
            ),
        };
        About {
            short,
            citation,
            summary,
        }
    }
}

/// What people want to know of a rule.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Abbreviation of the field.
    pub short: &'static str,
    /// Where the rule was published.
    pub citation: &'static str,
    /// One sentence.
    pub summary: &'static str,
}

crate::choices! {
    /// Which matrix a hop goes through.
    pub enum Via {
        /// The forward weights between the two layers: W_fromᵀ downwards, W_to upwards.
        Weights = "weights", "forward weights";
        /// B_to, random and fixed.
        Fixed = "fixed", "fixed random weights";
    }
}

/// One hop of the error: from layer `from` (the output is the highest) to hidden layer `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The layer whose δ is sent.
    pub from: usize,
    /// The hidden layer that receives.
    pub to: usize,
    /// The matrix M on the way.
    pub via: Via,
}

impl Hop {
    /// `δa₂`, the quantity that arrives.
    pub fn receiver(&self) -> String {
        format!("δa{}", subscript(self.to))
    }

    /// `W₃ᵀ`, `W₂` or `B₂`: the matrix M.
    pub fn matrix(&self) -> String {
        match self.via {
            Via::Fixed => format!("B{}", subscript(self.to)),
            Via::Weights if self.from > self.to => format!("W{}ᵀ", subscript(self.from)),
            Via::Weights => format!("W{}", subscript(self.to)),
        }
    }

    /// `e` where the output layer `output` sends, else `δa₁`.
    pub fn sender(&self, output: usize) -> String {
        if self.from == output {
            "e".into()
        } else {
            format!("δa{}", subscript(self.from))
        }
    }

    /// `f′(a₂)`, the slope at the receiver.
    pub fn slope(&self) -> String {
        format!("f′(a{})", subscript(self.to))
    }

    /// `δa₂ = (B₂ e) ⊙ f′(a₂)`, in the notation of Nøkland 2016 and of the slides.
    pub fn equation(&self, output: usize) -> String {
        let (receiver, matrix) = (self.receiver(), self.matrix());
        format!(
            "{receiver} = ({matrix} {}) ⊙ {}",
            self.sender(output),
            self.slope()
        )
    }
}

fn subscript(number: usize) -> String {
    let digit = |c: char| char::from_u32('₀' as u32 + c as u32 - '0' as u32).unwrap_or(c);
    number.to_string().chars().map(digit).collect()
}

crate::choices! {
    /// Distribution of the fixed feedback weights; both have the same variance s²/(3d), where
    /// d is the width of the sending layer and s the scale.
    pub enum Distribution {
        /// `B ~ U(±s/√d)`
        Uniform = "uniform", "uniform";
        /// `B ~ N(0, s²/(3d))`
        Normal = "normal", "normal";
    }
}

/// A path through a particular network: hops, each with its fixed matrix (0×0 where it goes
/// through forward weights).
#[derive(Clone, Debug)]
pub struct Feedback {
    path: Vec<(Hop, Array2<f32>)>,
}

impl Feedback {
    /// The path of `rule` through a network of sizes d₀…d_L, its fixed matrices drawn from the
    /// seed's stream of feedback weights, one stream per receiving layer.
    pub fn new(rule: Rule, sizes: &[usize], settings: &Settings) -> Self {
        let with_matrix = |hop| (hop, draw(&hop, sizes, settings));
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

    /// `δ_to ← (M δ_from) ⊙ f′(a_to)`, hop by hop.
    ///
    /// `h[k]` is the activity of layer k, n×d_k; `delta[k]` has the same shape, and `delta[L]`
    /// holds the error e at the output.
    pub fn send(&self, network: &Network, h: &[Samples], delta: &mut [Samples]) {
        for (hop, fixed) in &self.path {
            let &Hop { from, to, via } = hop;
            let [sent, received] = delta
                .get_disjoint_mut([from, to])
                .expect("a hop joins two layers of the network");
            let weights = |k: usize| network.layers[k - 1].weights.view();
            match via {
                Via::Fixed => matmul::a_b(sent.view(), fixed.view(), received.view_mut()),
                Via::Weights if from > to => {
                    matmul::a_b(sent.view(), weights(from), received.view_mut());
                }
                Via::Weights => matmul::a_bt(sent.view(), weights(to), received.view_mut()),
            }
            network
                .activation
                .multiply_by_slope(received.all_mut(), h[to].all());
        }
    }
}

/// B of a hop, d_from×d_to; empty where the hop goes through forward weights.
fn draw(hop: &Hop, sizes: &[usize], settings: &Settings) -> Array2<f32> {
    let &Hop { from, to, via } = hop;
    if via == Via::Weights {
        return Array2::zeros((0, 0));
    }
    let bound = settings.feedback_scale / libm::sqrt(sizes[from] as f64);
    let mut rng = rng::stream(settings.seed, Purpose::FeedbackWeights, to);
    Array2::from_shape_simple_fn((sizes[from], sizes[to]), || {
        (match settings.feedback_distribution {
            Distribution::Uniform => rng::uniform(&mut rng, bound),
            Distribution::Normal => rng::normal(&mut rng) * bound / libm::sqrt(3.0),
        }) as f32
    })
}
