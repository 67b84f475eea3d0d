//! The training loop: minibatch → forward → loss and e → feedback → update.

use super::alignment::Alignment;
use super::evaluation::{Evaluation, largest};
use super::feedback::{Feedback, Hop, Rule};
use super::layer::{Layer, Network};
use super::optimizer::Sgd;
use super::output::Output;
use super::settings::Settings;
use crate::data::{Dataset, MinibatchOrder};
use crate::error::{Error, Result};
use crate::numeric::fingerprint::Fingerprint;
use crate::numeric::{Samples, matmul};
use crate::settings::Choice;
use ndarray::Array2;
use std::sync::Arc;

/// Rows that evaluation works on at a time, and on which angles are taken: enough for the products
/// to run at full speed, few enough to stay in the cache.
pub const EVALUATION_ROWS: usize = 256;

/// The most weights and biases of a network: several times the largest of the papers. With
/// gradients, velocities and B, which can be nearly as large as W, 320 MB.
const MOST_PARAMETERS: u64 = 20_000_000;

/// The most signals of a batch, all layers and rows together: activities and δ, and δ once more
/// while angles are taken, 480 MB.
const MOST_SIGNALS: u64 = 40_000_000;

/// A network being trained on a data set by one rule.
pub struct Trainer {
    output: Output,
    network: Network,
    feedback: Feedback,
    /// What angles are taken to.
    back_propagation: Feedback,
    optimizer: Sgd,
    data: Arc<Dataset>,
    order: MinibatchOrder,
    workspace: Workspace,
    gradients: Vec<Layer>,
    velocities: Vec<Layer>,
    step_count: u64,
    samples_seen: u64,
}

/// Buffers for the signals of one batch, so that a step allocates nothing. Index k is layer k:
/// `h[0]` holds the inputs, `h[L]` the predictions ŷ, `delta[L]` the error e; `delta[0]` is
/// empty, as nothing is sent to the inputs.
struct Workspace {
    h: Vec<Samples>,
    delta: Vec<Samples>,
    target: Samples,
    most_rows: usize,
}

impl Workspace {
    fn new(sizes: &[usize], most_rows: usize) -> Self {
        let zeros = |&d: &usize| Samples::zeros(most_rows, d);
        Workspace {
            h: sizes.iter().map(zeros).collect(),
            delta: [0].iter().chain(&sizes[1..]).map(zeros).collect(),
            target: zeros(&sizes[sizes.len() - 1]),
            most_rows,
        }
    }

    /// Inputs and targets of the chosen examples, one per row.
    fn load(&mut self, data: &Dataset, examples: impl ExactSizeIterator<Item = usize>) {
        let rows = examples.len();
        let buffers = self
            .h
            .iter_mut()
            .chain(&mut self.delta)
            .chain([&mut self.target]);
        buffers.for_each(|samples| samples.set_rows(rows));
        for (row, example) in examples.enumerate() {
            data.write(example, self.h[0].row_mut(row), self.target.row_mut(row));
        }
    }

    /// Forward pass to the predictions, and e into `delta[L]`; returns the summed loss.
    fn forward(&mut self, network: &Network, output: Output) -> f64 {
        network.forward(&mut self.h);
        let last = &mut self.h[network.depth()];
        let loss = output.loss(last, &self.target);
        output.predict(last);
        output.error(last, &self.target, &mut self.delta[network.depth()]);
        loss
    }
}

/// Refuses what would exhaust the memory, before any of it is taken. In u64: on wasm32 the
/// products would wrap around.
fn fits_memory(sizes: &[usize], rows: usize) -> Result<()> {
    let sizes: Vec<u64> = sizes.iter().map(|&d| d as u64).collect();
    let parameters: u64 = sizes.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum();
    let signals = rows as u64 * sizes.iter().sum::<u64>();
    let complain = |what: &str, most: u64, count: u64| {
        Err(Error::new(format!(
            "{what} must be at most {most}, but would be {count}"
        )))
    };
    if parameters > MOST_PARAMETERS {
        complain(
            "the number of weights and biases",
            MOST_PARAMETERS,
            parameters,
        )
    } else if signals > MOST_SIGNALS {
        complain(
            "the units of all layers times the rows of a batch",
            MOST_SIGNALS,
            signals,
        )
    } else {
        Ok(())
    }
}

impl Trainer {
    /// A network with fresh weights, ready for its first step on `data`.
    ///
    /// # Errors
    /// If a setting is out of range or does not fit the data, or if the network would not fit
    /// into memory.
    pub fn new(settings: &Settings, data: Arc<Dataset>) -> Result<Self> {
        settings.validate()?;
        if settings.batch > data.len() {
            let (batch, n) = (settings.batch, data.len());
            return Err(Error::new(format!(
                "batch must be at most the number of training examples, {n}, but is {batch}"
            )));
        }
        let mut sizes = vec![data.inputs()];
        sizes.extend(&settings.hidden);
        sizes.push(data.outputs());
        let rows = settings.batch.max(EVALUATION_ROWS);
        fits_memory(&sizes, rows)?;
        if data.classes() == 0 && settings.output != Output::Identity {
            let output = settings.output.id();
            return Err(Error::new(format!(
                "output must be identity where targets are not classes, but is {output}"
            )));
        }
        let network = Network::new(&sizes, settings);
        Ok(Trainer {
            feedback: Feedback::new(settings.rule, &sizes, settings),
            back_propagation: Feedback::new(Rule::Bp, &sizes, settings),
            optimizer: Sgd::new(settings),
            order: MinibatchOrder::new(data.len(), settings.batch, settings.seed),
            workspace: Workspace::new(&sizes, rows),
            gradients: network.layers.iter().map(Layer::zeros_like).collect(),
            velocities: network.layers.iter().map(Layer::zeros_like).collect(),
            output: settings.output,
            network,
            data,
            step_count: 0,
            samples_seen: 0,
        })
    }

    /// The same run with another feedback path and its matrices; see [`Feedback::from_path`].
    ///
    /// # Errors
    /// If the path is impossible in this network.
    pub fn with_feedback(mut self, path: Vec<Hop>, fixed: Vec<Array2<f32>>) -> Result<Self> {
        self.feedback = Feedback::from_path(path, fixed, &self.network.sizes())?;
        Ok(self)
    }

    /// One minibatch; returns its mean loss before the update.
    ///
    /// The gradient of layer k is `1/n Σ_samples δ_k h_{k−1}ᵀ`, the output's δ being e; what becomes
    /// of it, with momentum and decay, is the business of [`Sgd`].
    pub fn step(&mut self) -> f64 {
        let batch = self
            .order
            .next_batch()
            .iter()
            .map(|&example| example as usize);
        self.workspace.load(&self.data, batch);
        let loss = self.workspace.forward(&self.network, self.output);
        let Workspace {
            h, delta, target, ..
        } = &mut self.workspace;
        self.feedback.send(&self.network, h, delta);
        // Only now that every δ is known may weights change: IFA sends through W.
        let rows = target.rows();
        for (k, layer) in self.network.layers.iter_mut().enumerate() {
            let (gradient, delta) = (&mut self.gradients[k], &delta[k + 1]);
            let weights = gradient.weights.view_mut();
            matmul::at_b(1.0 / rows as f32, delta.view(), h[k].view(), weights);
            gradient.bias.fill(0.0);
            for i in 0..rows {
                gradient
                    .bias
                    .iter_mut()
                    .zip(delta.row(i))
                    .for_each(|(sum, delta)| *sum += delta);
            }
            gradient.bias.iter_mut().for_each(|sum| *sum /= rows as f32);
            self.optimizer
                .update(layer, gradient, &mut self.velocities[k]);
        }
        self.step_count += 1;
        self.samples_seen += rows as u64;
        loss / rows as f64
    }

    /// Loss, accuracy and confusion matrix on any data set of the same shape. Training is not
    /// touched: evaluating more often changes no curve.
    ///
    /// # Panics
    /// If the data have another shape than those of training.
    pub fn evaluate(&mut self, data: &Dataset) -> Evaluation {
        let classes = data.classes();
        let mut confusion = vec![0; classes * classes];
        let mut loss = 0.0;
        let most_rows = self.workspace.most_rows;
        for start in (0..data.len()).step_by(most_rows) {
            let examples = start..data.len().min(start + most_rows);
            self.workspace.load(data, examples.clone());
            loss += self.workspace.forward(&self.network, self.output);
            if classes > 0 {
                let predictions = &self.workspace.h[self.network.depth()];
                for (row, example) in examples.enumerate() {
                    let answer = largest(predictions.row(row));
                    confusion[data.class(example) * classes + answer] += 1;
                }
            }
        }
        Evaluation::new(loss, data.len(), confusion)
    }

    /// The rule's δ against back-propagation's for each hidden layer 1…H, on the given data
    /// (of which the first 256 are used). Training is not touched.
    ///
    /// # Panics
    /// If the data have another shape than those of training.
    pub fn alignment(&mut self, data: &Dataset) -> Vec<Alignment> {
        let examples = 0..data.len().min(EVALUATION_ROWS);
        self.workspace.load(data, examples);
        self.workspace.forward(&self.network, self.output);
        let Workspace { h, delta, .. } = &mut self.workspace;
        self.back_propagation.send(&self.network, h, delta);
        let bp = delta.clone();
        self.feedback.send(&self.network, h, delta);
        (1..self.network.depth())
            .map(|k| Alignment::between(&delta[k], &bp[k]))
            .collect()
    }

    /// The network as it is now.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The gradients that the last step used, one per layer: back-propagation's true gradient,
    /// or what the rule puts in its place.
    pub fn gradients(&self) -> &[Layer] {
        &self.gradients
    }

    /// Steps taken so far.
    pub fn step_count(&self) -> u64 {
        self.step_count
    }

    /// Training examples seen so far, counting repetitions.
    pub fn samples_seen(&self) -> u64 {
        self.samples_seen
    }

    /// Passes over the training examples, complete or begun.
    pub fn epochs(&self) -> f64 {
        self.samples_seen as f64 / self.data.len() as f64
    }

    /// Steps in one pass over the training examples; the last minibatch may be a smaller one.
    pub fn steps_per_epoch(&self) -> usize {
        self.order.batches_per_epoch()
    }

    /// A hash of the bits of all parameters and of the step count. Runs of different rules have the
    /// same one before their first step, and different ones after it.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::default()
            .count(self.step_count)
            .singles(self.network.parameters())
    }
}
