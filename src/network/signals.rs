//! The signals of one batch on their way through a network: forward, and back as errors.

use super::dropout::Dropout;
use super::layer::Network;
use crate::data::Dataset;
use crate::numeric::Samples;
use crate::numeric::matmul::{Panels, Sparse};

/// A batch of inputs is sparse, and so worked on number by number, below this share of numbers that are
/// not zero.
const SPARSE: f64 = 0.4;

/// Buffers for the signals of one batch, so that a step allocates nothing. Index k is layer k of
/// layers 0…L; layer 0 is the input, which is why no layer is a special case.
#[derive(Clone, Debug)]
pub struct Signals {
    /// `h[k]`, n×d_k: inputs, activities, and at L the logits or the predictions ŷ.
    pub h: Vec<Samples>,
    /// `delta[k]`, n×d_k: the teaching signal δ_k; `delta[L]` is the error e, and `delta[0]` is
    /// empty, as nothing is sent to the inputs.
    pub delta: Vec<Samples>,
    /// y, n×d_L.
    pub target: Samples,
    /// What layer k + 1 receives of layer k where that is not h_k: empty until then.
    passed: Vec<Samples>,
    /// Dropout's factors of layer k, as long as `masked`: empty until then.
    masks: Vec<Samples>,
    /// Whether this batch goes through the masks.
    masked: bool,
    /// For the gradient with respect to the inputs: empty until somebody asks.
    slope: Samples,
    /// What layer 1 receives, where that is mostly zero: by sample, and by input for the update.
    sparse: Sparse,
    sparse_by_input: Sparse,
    /// Whether it is, of this batch.
    is_sparse: bool,
    /// For products, and for pieces of them.
    pub(super) panels: Panels,
    pub(super) piece: Vec<f32>,
    most_rows: usize,
}

impl Signals {
    /// Buffers for batches of up to `most_rows` through layers of sizes d₀…d_L.
    pub fn new(sizes: &[usize], most_rows: usize) -> Self {
        let zeros = |&d: &usize| Samples::zeros(most_rows, d);
        let empty = || vec![Samples::zeros(most_rows, 0); sizes.len()];
        Signals {
            h: sizes.iter().map(zeros).collect(),
            delta: [0].iter().chain(&sizes[1..]).map(zeros).collect(),
            target: zeros(&sizes[sizes.len() - 1]),
            passed: empty(),
            masks: empty(),
            masked: false,
            slope: Samples::zeros(most_rows, 0),
            sparse: Sparse::default(),
            sparse_by_input: Sparse::default(),
            is_sparse: false,
            panels: Panels::default(),
            piece: Vec::new(),
            most_rows,
        }
    }

    /// The most rows of a batch.
    pub fn most_rows(&self) -> usize {
        self.most_rows
    }

    /// n, the rows of this batch.
    pub fn rows(&self) -> usize {
        self.target.rows()
    }

    /// Makes room for a batch of so many rows.
    ///
    /// # Panics
    /// If they are more than [`most_rows`](Self::most_rows).
    pub fn set_rows(&mut self, rows: usize) {
        let lists = [
            &mut self.h,
            &mut self.delta,
            &mut self.passed,
            &mut self.masks,
        ];
        let buffers = lists.into_iter().flatten();
        buffers
            .chain([&mut self.target, &mut self.slope])
            .for_each(|samples| samples.set_rows(rows));
    }

    /// Inputs and targets of the chosen examples, one per row.
    pub fn load(&mut self, data: &Dataset, examples: impl ExactSizeIterator<Item = usize>) {
        self.set_rows(examples.len());
        for (row, example) in examples.enumerate() {
            data.write(example, self.h[0].row_mut(row), self.target.row_mut(row));
        }
    }

    /// Draws dropout's masks for this batch, to be used by every pass until the next draw.
    pub fn draw_masks(&mut self, dropout: &mut Dropout) {
        self.masked = dropout.is_on();
        for k in 0..self.h.len() - 1 {
            if dropout.drops(k) {
                shape_like(&mut self.masks[k], &self.h[k], self.most_rows);
                dropout.draw(k, self.masks[k].all_mut());
            }
        }
    }

    /// The mask of layer k, if this batch has one there.
    fn mask(&self, k: usize) -> Option<&[f32]> {
        (self.masked && self.masks[k].width() > 0).then(|| self.masks[k].all())
    }

    /// What layer k + 1 receives of layer k: `x_k = m_k ⊙ s(h_k)`, where s is the sign where the
    /// network has a sign layer there, and m the mask that dropout has drawn.
    pub fn received(&self, k: usize) -> &Samples {
        if self.passed[k].width() > 0 {
            &self.passed[k]
        } else {
            &self.h[k]
        }
    }

    /// The same of layer 0 where it is mostly zero, without the zeros.
    pub(super) fn sparse_received(&self, k: usize) -> Option<&Sparse> {
        (k == 0 && self.is_sparse).then_some(&self.sparse)
    }

    /// Turns around what layer 1 received, if it is layer k and its inputs are sparse.
    pub(super) fn know_inputs_by_input(&mut self, k: usize) {
        if k == 1 && self.is_sparse {
            self.sparse_by_input.keep_transposed(&self.sparse);
        }
    }

    /// What was last turned around: one row per input.
    pub(super) fn inputs_by_input(&self) -> &Sparse {
        &self.sparse_by_input
    }

    /// Lets h_k pass on to layer k + 1.
    pub fn pass(&mut self, k: usize, network: &Network) {
        let sign = network.has_sign_after(k);
        if sign || self.mask(k).is_some() {
            shape_like(&mut self.passed[k], &self.h[k], self.most_rows);
            let to = self.passed[k].all_mut();
            to.copy_from_slice(self.h[k].all());
            if sign {
                network.activation.sign(to);
            }
            if self.masked && self.masks[k].width() > 0 {
                multiply(to, self.masks[k].all());
            }
        }
        if k == 0 && network.layers[0].lies_by_input() {
            let mut sparse = std::mem::take(&mut self.sparse);
            let inputs = self.received(0);
            sparse.keep(inputs.all(), inputs.width());
            self.is_sparse = sparse.density() < SPARSE;
            self.sparse = sparse;
        }
    }

    /// `δ_k ← δ_k ⊙ f′(a_k) ⊙ m_k`: what arrives at layer k becomes its teaching signal.
    pub fn receive(&mut self, k: usize, network: &Network) {
        let delta = self.delta[k].all_mut();
        network.activation.multiply_by_slope(delta, self.h[k].all());
        if self.masked && self.masks[k].width() > 0 {
            multiply(delta, self.masks[k].all());
        }
    }

    /// `x ← x + ε sign(∂loss/∂x)`, the fast-sign perturbation (Goodfellow et al. 2014), with the
    /// gradient `(δ_1 W_1) ⊙ m_0` from the δ_1 that back-propagation has sent. Where the gradient
    /// is zero nothing changes; pixels may leave 0…1, as in Nøkland's code.
    pub fn perturb_inputs(&mut self, epsilon: f32, network: &Network) {
        shape_like(&mut self.slope, &self.h[0], self.most_rows);
        let gradient = &mut self.slope;
        network.layers[0].send_down(&self.delta[1], gradient, &mut self.panels);
        if self.masked && self.masks[0].width() > 0 {
            multiply(gradient.all_mut(), self.masks[0].all());
        }
        for (x, g) in self.h[0].all_mut().iter_mut().zip(gradient.all()) {
            if *g != 0.0 {
                *x += epsilon * g.signum();
            }
        }
    }
}

/// Numbers for as many rows as `like` has, of its width; allocates the first time only.
fn shape_like(samples: &mut Samples, like: &Samples, most_rows: usize) {
    if samples.width() != like.width() {
        *samples = Samples::zeros(most_rows, like.width());
    }
    samples.set_rows(like.rows());
}

fn multiply(numbers: &mut [f32], factors: &[f32]) {
    numbers.iter_mut().zip(factors).for_each(|(x, m)| *x *= m);
}
