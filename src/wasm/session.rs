//! Handle of a training run on images.

use super::{settings, to_object};
use crate::data::Dataset;
use crate::data::idx::Idx;
use crate::error::Error;
use crate::network::trainer::EVALUATION_ROWS;
use crate::network::{Settings, Trainer};
use serde::Serialize;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// Training examples on which a snapshot measures the training loss and the angles: the same
/// ones at every snapshot, so that a snapshot is a function of the weights alone.
const PROBE: usize = EVALUATION_ROWS;

/// A network being trained by one rule on images with labels.
#[wasm_bindgen]
pub struct Session {
    trainer: Trainer,
    probe: Dataset,
    validation: Dataset,
}

/// Everything that the page shows of one moment.
#[derive(Serialize)]
struct Snapshot {
    step: u64,
    /// Training examples seen so far, counting repetitions.
    samples: u64,
    epochs: f64,
    /// Validation loss and accuracy.
    loss: f64,
    accuracy: f64,
    training_loss: f64,
    training_accuracy: f64,
    /// Degrees to back-propagation per hidden layer; NaN where it is not defined.
    angles: Vec<f64>,
    /// ‖δ‖/‖δ_BP‖ per hidden layer.
    magnitude_ratios: Vec<f64>,
    /// classes×classes, row the true class.
    confusion: Vec<u32>,
    classes: usize,
}

#[wasm_bindgen]
impl Session {
    /// A fresh network, from settings and the bytes of four IDX files, unpacked.
    #[wasm_bindgen(constructor)]
    pub fn new(
        config: JsValue,
        train_images: &[u8],
        train_labels: &[u8],
        validation_images: &[u8],
        validation_labels: &[u8],
    ) -> Result<Session, JsError> {
        let settings = Settings::from_values(settings(config)?)?;
        let training = dataset(train_images, train_labels)?;
        let validation = dataset(validation_images, validation_labels)?;
        if training.inputs() != validation.inputs() {
            let (train, check) = (training.inputs(), validation.inputs());
            return Err(JsError::new(&format!(
                "training and validation images must have the same size, but have {train} and {check} pixels"
            )));
        }
        Ok(Session {
            probe: training.head(PROBE),
            validation,
            trainer: Trainer::new(&settings, Arc::new(training))?,
        })
    }

    /// Takes n steps, one minibatch each.
    pub fn step(&mut self, n: usize) {
        for _ in 0..n {
            self.trainer.step();
        }
    }

    /// Steps taken so far.
    #[wasm_bindgen(getter)]
    pub fn step_count(&self) -> f64 {
        self.trainer.step_count() as f64
    }

    /// Steps in one pass over the training examples.
    #[wasm_bindgen(getter)]
    pub fn steps_per_epoch(&self) -> usize {
        self.trainer.steps_per_epoch()
    }

    /// Number of weights and biases.
    #[wasm_bindgen(getter)]
    pub fn parameter_count(&self) -> usize {
        self.trainer.network().parameters().count()
    }

    /// Everything that the page shows of this moment. Looking changes nothing.
    pub fn snapshot(&mut self) -> Result<JsValue, JsError> {
        let validation = self.trainer.evaluate(&self.validation);
        let training = self.trainer.evaluate(&self.probe);
        let alignment = self.trainer.alignment(&self.probe);
        to_object(&Snapshot {
            step: self.trainer.step_count(),
            samples: self.trainer.samples_seen(),
            epochs: self.trainer.epochs(),
            loss: validation.loss,
            accuracy: validation.accuracy,
            training_loss: training.loss,
            training_accuracy: training.accuracy,
            angles: alignment.iter().map(|layer| layer.degrees).collect(),
            magnitude_ratios: alignment.iter().map(|layer| layer.ratio).collect(),
            confusion: validation.confusion,
            classes: self.validation.classes(),
        })
    }

    /// A hash of all parameters and of the step count: sixteen hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        self.trainer.fingerprint().to_string()
    }
}

/// What an IDX file holds, for sorting files that a person drops on the page.
#[wasm_bindgen]
pub fn idx_summary(bytes: &[u8]) -> Result<JsValue, JsError> {
    #[derive(Serialize)]
    struct Summary {
        kind: &'static str,
        count: usize,
        rows: usize,
        columns: usize,
    }
    to_object(&match Idx::parse(bytes)? {
        Idx::Images {
            rows,
            columns,
            pixels,
        } => Summary {
            kind: "images",
            count: pixels.nrows(),
            rows,
            columns,
        },
        Idx::Labels(labels) => Summary {
            kind: "labels",
            count: labels.len(),
            rows: 1,
            columns: 1,
        },
    })
}

fn dataset(images: &[u8], labels: &[u8]) -> Result<Dataset, Error> {
    Dataset::from_idx(Idx::parse(images)?, Idx::parse(labels)?)
}
