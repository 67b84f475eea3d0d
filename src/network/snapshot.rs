//! What is shown and saved of one moment of a run, under the names that page and files use.

use super::look::Seen;
use super::trainer::Trainer;
use serde::Serialize;

/// Everything that the page shows of one moment. JSON has no word for NaN: there it is `null`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(serde::Deserialize))]
pub struct Snapshot {
    /// Steps taken.
    pub step: u64,
    /// Training examples seen so far, counting repetitions.
    pub samples: u64,
    /// The same in passes over the training data.
    pub epochs: f64,
    /// Validation loss.
    #[serde(deserialize_with = "number_or_null")]
    pub loss: f64,
    /// Validation accuracy, 0 to 1.
    #[serde(deserialize_with = "number_or_null")]
    pub accuracy: f64,
    /// Loss on the probe.
    #[serde(deserialize_with = "number_or_null")]
    pub training_loss: f64,
    /// Accuracy on the probe, 0 to 1.
    #[serde(deserialize_with = "number_or_null")]
    pub training_accuracy: f64,
    /// Degrees to back-propagation per hidden layer; NaN where it is not defined.
    #[serde(deserialize_with = "numbers_or_null")]
    pub angles: Vec<f64>,
    /// ‖δ‖/‖δ_BP‖ per hidden layer.
    #[serde(deserialize_with = "numbers_or_null")]
    pub magnitude_ratios: Vec<f64>,
    /// Degrees between B and the forward weights in its place, per hidden layer.
    #[serde(deserialize_with = "numbers_or_null")]
    pub weight_angles: Vec<f64>,
    /// How far the classes' codes are written into each hidden layer, −1 to 1; NaN where there is none.
    #[serde(deserialize_with = "numbers_or_null")]
    pub codes: Vec<f64>,
    /// classes×classes on the validation data, row the true class, column the answer.
    pub confusion: Vec<u32>,
    /// Classes that the data have.
    pub classes: usize,
}

impl Trainer {
    /// The present moment with what was seen of it.
    pub fn snapshot(&self, seen: Seen) -> Snapshot {
        Snapshot {
            step: self.step_count(),
            samples: self.samples_seen(),
            epochs: self.epochs(),
            loss: seen.validation.loss,
            accuracy: seen.validation.accuracy,
            training_loss: seen.training.loss,
            training_accuracy: seen.training.accuracy,
            angles: seen.alignment.iter().map(|layer| layer.degrees).collect(),
            magnitude_ratios: seen.alignment.iter().map(|layer| layer.ratio).collect(),
            weight_angles: seen.weight_angles,
            codes: seen.codes,
            confusion: seen.validation.confusion,
            classes: self.data().classes(),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn number_or_null<'de, D: serde::Deserializer<'de>>(source: D) -> Result<f64, D::Error> {
    let number: Option<f64> = serde::Deserialize::deserialize(source)?;
    Ok(number.unwrap_or(f64::NAN))
}

#[cfg(not(target_arch = "wasm32"))]
fn numbers_or_null<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Vec<f64>, D::Error> {
    let numbers: Vec<Option<f64>> = serde::Deserialize::deserialize(source)?;
    Ok(numbers.into_iter().map(|x| x.unwrap_or(f64::NAN)).collect())
}
