//! The training loop: minibatch → forward → loss and e → feedback → update.

use super::dropout::Dropout;
use super::feedback::{Hop, Rule};
use super::layer::{Layer, Network};
use super::limits;
use super::optimizer::Optimizer;
use super::output::Output;
use super::settings::Settings;
use super::signals::Signals;
use super::wiring::Feedback;
use crate::data::{Dataset, MinibatchOrder};
use crate::error::{Error, Result};
use crate::numeric::fingerprint::Fingerprint;
use ndarray::Array2;
use std::sync::Arc;

/// Rows that looking works on at a time: enough for the products to run at full speed, few enough to stay
/// in the cache.
pub const LOOK_ROWS: usize = 64;

crate::choices! {
    /// The three parts of a step.
    pub enum Phase {
        /// Minibatch, activities, predictions, e.
        Forward = "forward", "forward";
        /// δ of every hidden layer.
        Feedback = "feedback", "feedback";
        /// Gradients, and the change of the parameters.
        Update = "update", "update";
    }
}

/// A network being trained on a data set by one rule.
pub struct Trainer {
    settings: Settings,
    pub(super) output: Output,
    pub(super) network: Network,
    pub(super) feedback: Feedback,
    /// What angles are taken to, and what perturbs inputs.
    pub(super) back_propagation: Feedback,
    optimizer: Optimizer,
    dropout: Dropout,
    data: Arc<Dataset>,
    order: MinibatchOrder,
    signals: Signals,
    /// Those of looks, so that one may look in the middle of a step.
    pub(super) looking: Signals,
    memories: Vec<Option<Layer>>,
    /// Of the biases.
    gradient: Vec<f32>,
    /// Which layers learned in the last update.
    learned: Vec<bool>,
    /// The last phase that is complete.
    phase: Phase,
    /// The summed loss of the last minibatch.
    loss: f64,
    step_count: u64,
    samples_seen: u64,
}

impl Trainer {
    /// A network with fresh weights, ready for its first step on `data`.
    ///
    /// # Errors
    /// If a setting is out of range or does not fit the data, or if the network would not fit
    /// into memory.
    pub fn new(settings: &Settings, data: Arc<Dataset>) -> Result<Self> {
        limits::check_settings(settings)?;
        let data = training_data(settings, data);
        let sizes = limits::sizes(settings, &data)?;
        let mut network = Network::new(&sizes, settings);
        if data.is_sparse() {
            network.lay_by_input();
        }
        let optimizer = Optimizer::new(settings);
        Ok(Trainer {
            settings: settings.clone(),
            feedback: Feedback::new(settings.rule, &network, settings),
            back_propagation: Feedback::new(Rule::Bp, &network, settings),
            dropout: Dropout::new(settings, settings.hidden.len()),
            order: MinibatchOrder::new(data.len(), settings.batch, settings.seed),
            signals: Signals::new(&sizes, settings.batch),
            looking: Signals::new(&sizes, LOOK_ROWS),
            gradient: Vec::new(),
            memories: network.layers.iter().map(|l| optimizer.memory(l)).collect(),
            learned: vec![false; network.depth()],
            output: settings.output,
            optimizer,
            network,
            data,
            phase: Phase::Update,
            loss: 0.0,
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

    /// Goes on with other live settings ([`Settings::LIVE`]) from the next update.
    ///
    /// # Errors
    /// If a setting is out of range, names a layer that is not there, or is none that can change
    /// while a network learns.
    pub fn retune(&mut self, settings: &Settings) -> Result<()> {
        limits::check_settings(settings)?;
        if *settings != self.settings.with_live_of(settings) {
            let live = Settings::LIVE.join(", ");
            return Err(Error::new(format!(
                "only {live} may change while a network learns"
            )));
        }
        self.settings = settings.clone();
        self.optimizer = Optimizer::new(settings);
        Ok(())
    }

    /// One minibatch, or what is left of one that was begun; returns its mean loss before the
    /// update.
    pub fn step(&mut self) -> f64 {
        while self.advance() != Phase::Update {}
        self.loss()
    }

    /// One phase of a step: the next in turn. Returns which it was.
    pub fn advance(&mut self) -> Phase {
        self.phase = match self.phase {
            Phase::Update => {
                self.forward();
                Phase::Forward
            }
            Phase::Forward => {
                self.feedback.send(&self.network, &mut self.signals);
                Phase::Feedback
            }
            // Only now that every δ is known may weights change: IFA sends through W.
            Phase::Feedback => {
                self.update();
                Phase::Update
            }
        };
        self.phase
    }

    fn forward(&mut self) {
        let batch = self.order.next_batch().iter();
        let signals = &mut self.signals;
        signals.load(&self.data, batch.map(|&example| example as usize));
        signals.draw_masks(&mut self.dropout);
        self.network.forward(signals);
        self.loss = 0.0;
        self.output.settle(signals, &mut self.loss);
        if self.settings.adversarial > 0.0 {
            self.back_propagation.send(&self.network, signals);
            signals.perturb_inputs(self.settings.adversarial as f32, &self.network);
            self.network.forward(signals);
            self.loss = 0.0;
            self.output.settle(signals, &mut self.loss);
        }
    }

    /// Every layer that learns follows its gradient; what becomes of that is the business of
    /// [`Optimizer`].
    fn update(&mut self) {
        let (rows, depth) = (self.signals.rows(), self.network.depth());
        let scale = 1.0 / rows as f32;
        let (signals, optimizer) = (&mut self.signals, &self.optimizer);
        for (i, layer) in self.network.layers.iter_mut().enumerate() {
            self.learned[i] = self.settings.learns.learns(self.step_count, i + 1, depth);
            if !self.learned[i] {
                continue;
            }
            let memory = self.memories[i].as_mut().map(Layer::parts_mut);
            let [of_weights, of_biases] = memory.unwrap_or_default();
            let by_input = layer.lies_by_input();
            let [weights, biases] = layer.parts_mut();
            signals.weight_gradient(i + 1, by_input, !optimizer.rests(), &mut |at, numbers| {
                let memory = of_weights.get_mut(at.clone()).unwrap_or_default();
                optimizer.update_weights(&mut weights[at], memory, numbers, scale);
            });
            self.gradient.resize(biases.len(), 0.0);
            signals.bias_gradient(i + 1, &mut self.gradient);
            optimizer.update_biases(biases, of_biases, &self.gradient, scale);
        }
        self.step_count += 1;
        self.samples_seen += rows as u64;
    }

    /// The mean loss of the last minibatch, before its update.
    pub fn loss(&self) -> f64 {
        self.loss / self.signals.rows() as f64
    }

    /// The last phase that is complete: [`Phase::Update`] between steps.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// What the run follows: the settings at its start, with the live ones of now.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The network as it is now.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// What is trained on: the first `examples` of the data, with the noise of the labels.
    pub fn data(&self) -> &Arc<Dataset> {
        &self.data
    }

    /// The signals of the minibatch, as far as the last phase has them.
    pub fn signals(&self) -> &Signals {
        &self.signals
    }

    /// The gradients of the last minibatch, one per layer: back-propagation's true gradient, or what the
    /// rule puts in its place, whether the layer learned or not. A step forgets them piece by piece, so
    /// they are computed once more; to the bit as in the step.
    pub fn gradients(&mut self) -> Vec<Layer> {
        let scale = 1.0 / self.signals.rows().max(1) as f32;
        let signals = &mut self.signals;
        let gradient = |(i, layer): (usize, &Layer)| {
            let mut gradient = layer.zeros_like();
            let [weights, biases] = gradient.parts_mut();
            signals.weight_gradient(i + 1, layer.lies_by_input(), true, &mut |at, numbers| {
                weights[at].copy_from_slice(numbers);
            });
            signals.bias_gradient(i + 1, biases);
            for x in weights.iter_mut().chain(biases) {
                *x *= scale;
            }
            gradient
        };
        let layers = self.network.layers.iter().enumerate();
        layers.map(gradient).collect()
    }

    /// Whether layer k, of 1…L, learned in the last update; false before the first.
    ///
    /// # Panics
    /// If there is no such layer.
    pub fn learned(&self, k: usize) -> bool {
        self.learned[k - 1]
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

/// The part of the data that the settings train on, with the labels that they spoil.
fn training_data(settings: &Settings, mut data: Arc<Dataset>) -> Arc<Dataset> {
    if settings.examples > 0 {
        data = Arc::new(data.head(settings.examples));
    }
    if settings.label_noise > 0.0 {
        data = Arc::new(data.with_label_noise(settings.label_noise, settings.seed));
    }
    data
}
