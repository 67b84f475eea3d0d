//! The training loop: minibatch → forward → loss and e → feedback → update.

use super::alignment::Alignment;
use super::evaluation::{Evaluation, largest};
use super::feedback::{Feedback, Rule};
use super::layer::{Layer, Network};
use super::optimizer::Sgd;
use super::settings::Settings;
use crate::data::{Dataset, MinibatchOrder};
use crate::error::{Error, Result};
use crate::numeric::fingerprint::Fingerprint;
use crate::numeric::{Samples, matmul};
use std::sync::Arc;

/// Rows that evaluation works on at a time: enough for the products to run at full speed, few
/// enough to stay in the cache.
const EVALUATION_ROWS: usize = 256;

/// The most weights and biases of a network: several times the largest of the papers, and with
/// gradients and velocities 240 MB.
const MOST_PARAMETERS: usize = 20_000_000;

/// The most signals of a batch, all layers and samples together: another 320 MB.
const MOST_SIGNALS: usize = 40_000_000;

/// A network being trained on a data set by one rule.
pub struct Trainer {
    settings: Settings,
    network: Network,
    feedback: Feedback,
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
        let h: Vec<_> = sizes
            .iter()
            .map(|&d| Samples::zeros(most_rows, d))
            .collect();
        let mut delta = h.clone();
        delta[0] = Samples::zeros(most_rows, 0);
        Workspace {
            target: h[sizes.len() - 1].clone(),
            h,
            delta,
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
    fn forward(&mut self, network: &Network, settings: &Settings) -> f64 {
        network.forward(&mut self.h);
        let prediction = &mut self.h[network.depth()];
        settings.output.predict(prediction);
        settings
            .output
            .error(prediction, &self.target, &mut self.delta[network.depth()]);
        settings.output.loss(prediction, &self.target)
    }
}

/// Refuses what would exhaust the memory, before any of it is taken.
fn fits_memory(sizes: &[usize], batch: usize) -> Result<()> {
    let parameters: usize = sizes.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum();
    let signals = batch * sizes.iter().sum::<usize>();
    let complain = |what: &str, most: usize, count: usize| {
        Err(Error::new(format!(
            "{what} must be at most {most}, but would be {count}"
        )))
    };
    if parameters > MOST_PARAMETERS {
        complain(
            "the weights of the hidden layers",
            MOST_PARAMETERS,
            parameters,
        )
    } else if signals > MOST_SIGNALS {
        complain("batch times the units of all layers", MOST_SIGNALS, signals)
    } else {
        Ok(())
    }
}

impl Trainer {
    /// A network with fresh weights, ready for its first step on `data`.
    ///
    /// # Errors
    /// If a setting is out of range, or does not fit the data.
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
        fits_memory(&sizes, settings.batch)?;
        let network = Network::new(&sizes, settings);
        Ok(Trainer {
            feedback: Feedback::new(settings.rule, &sizes, settings),
            optimizer: Sgd::new(settings),
            order: MinibatchOrder::new(data.len(), settings.batch, settings.seed),
            workspace: Workspace::new(&sizes, settings.batch.max(EVALUATION_ROWS)),
            gradients: network.layers.iter().map(Layer::zeros_like).collect(),
            velocities: network.layers.iter().map(Layer::zeros_like).collect(),
            settings: settings.clone(),
            network,
            data,
            step_count: 0,
            samples_seen: 0,
        })
    }

    /// The same run with another feedback path; see [`Feedback::from_path`].
    pub fn with_feedback(mut self, feedback: Feedback) -> Self {
        self.feedback = feedback;
        self
    }

    /// One minibatch; returns its mean loss before the update.
    ///
    /// `δW_k = −η/n Σ_samples δ_k h_{k−1}ᵀ` for every layer k, the output's δ being e.
    pub fn step(&mut self) -> f64 {
        let batch = self
            .order
            .next_batch()
            .iter()
            .map(|&example| example as usize);
        self.workspace.load(&self.data, batch);
        let loss = self.workspace.forward(&self.network, &self.settings);
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
    pub fn evaluate(&mut self, data: &Dataset) -> Evaluation {
        let classes = data.classes();
        let mut confusion = vec![0; classes * classes];
        let mut loss = 0.0;
        let most_rows = self.workspace.most_rows;
        for start in (0..data.len()).step_by(most_rows) {
            let examples = start..data.len().min(start + most_rows);
            self.workspace.load(data, examples.clone());
            loss += self.workspace.forward(&self.network, &self.settings);
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
    /// (at most as many examples as the workspace has rows are used). Training is not touched.
    pub fn alignment(&mut self, data: &Dataset) -> Vec<Alignment> {
        self.workspace
            .load(data, 0..data.len().min(self.workspace.most_rows));
        self.workspace.forward(&self.network, &self.settings);
        let sizes = self.network.sizes();
        let back_propagation = Feedback::new(Rule::Bp, &sizes, &self.settings);
        let Workspace { h, delta, .. } = &mut self.workspace;
        back_propagation.send(&self.network, h, delta);
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

    /// Steps in one pass over the training examples; the last minibatch may be a smaller one.
    pub fn steps_per_epoch(&self) -> usize {
        self.order.batches_per_epoch()
    }

    /// A hash of the bits of all parameters and of the step count.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::default()
            .count(self.step_count)
            .singles(self.network.parameters())
    }
}
