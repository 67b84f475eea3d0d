//! Handle of a training run on images.

use super::digits::Digits;
use super::{settings, to_object};
use crate::data::Dataset;
use crate::network::{Layer, Look, Phase, Settings, Trainer};
use crate::numeric::Samples;
use crate::numeric::angle::norm;
use crate::settings::Choice;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// A network being trained by one rule on images with labels.
#[wasm_bindgen]
pub struct Session {
    trainer: Trainer,
    probe: Dataset,
    validation: Dataset,
    /// A look on its way.
    look: Option<Look>,
    diverged: bool,
}

/// One example of the present minibatch on its way through a step.
#[derive(Serialize)]
struct Moment<'a> {
    step: u64,
    /// The last phase that is complete.
    phase: &'static str,
    /// y, and h_k for k = 0…L.
    target: &'a [f32],
    h: Vec<&'a [f32]>,
    /// e = ŷ − y, which every δ comes from.
    error: &'a [f32],
    /// δ_k for k = 1…L, once they have been sent: the last is e.
    delta: Vec<&'a [f32]>,
    /// Euclidean norm of the gradient of W_k, k = 1…L, over the whole minibatch, once it is there;
    /// NaN where the layer did not learn.
    gradients: Vec<f64>,
}

#[wasm_bindgen]
impl Session {
    /// A fresh network on digits.
    #[wasm_bindgen(constructor)]
    pub fn new(config: JsValue, digits: &Digits) -> Result<Session, JsError> {
        let settings = Settings::from_values(settings(config)?)?;
        let trainer = Trainer::new(&settings, digits.training.clone())?;
        Ok(Session {
            probe: trainer.probe(),
            validation: digits.validation.clone(),
            trainer,
            look: None,
            diverged: false,
        })
    }

    /// Takes n steps, one minibatch each, or as many as there are before the loss of a minibatch is
    /// no number any more.
    pub fn step(&mut self, n: usize) {
        for _ in 0..n {
            if self.diverged {
                return;
            }
            self.diverged = !self.trainer.step().is_finite();
        }
    }

    /// Takes one phase of a step; returns its name.
    pub fn advance(&mut self) -> String {
        let phase = self.trainer.advance();
        self.diverged |= phase == Phase::Update && !self.trainer.loss().is_finite();
        phase.id().into()
    }

    /// Whether the loss of the last minibatch was no number: no more steps are taken.
    #[wasm_bindgen(getter)]
    pub fn diverged(&self) -> bool {
        self.diverged
    }

    /// Goes on with other settings, as far as they may change while a network learns.
    pub fn retune(&mut self, config: JsValue) -> Result<(), JsError> {
        Ok(self
            .trainer
            .retune(&Settings::from_values(settings(config)?)?)?)
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

    /// Multiply–adds in the matrix products of a step, with those that are left out because an entry
    /// is zero.
    #[wasm_bindgen(getter)]
    pub fn multiply_adds(&self) -> f64 {
        self.trainer.multiply_adds() as f64
    }

    /// The steps after which other layers learn, as the schedule is now.
    #[wasm_bindgen(getter)]
    pub fn borders(&self) -> Vec<f64> {
        let borders = self.trainer.settings().learns.borders();
        borders.iter().map(|&step| step as f64).collect()
    }

    /// Rows that a whole look works on.
    #[wasm_bindgen(getter)]
    pub fn look_rows(&self) -> usize {
        self.validation.len() + self.probe.len()
    }

    /// Looks at up to `rows` more rows of this moment: everything that the page shows of it when
    /// that was the last of them, else undefined. Looking changes nothing.
    pub fn look(&mut self, rows: usize) -> Result<JsValue, JsError> {
        let present = self.trainer.begin_look();
        let mut look = match self.look.take() {
            Some(look) if look.step() == present.step() => look,
            _ => present,
        };
        let Some(seen) = self
            .trainer
            .look(&mut look, &self.validation, &self.probe, rows)
        else {
            self.look = Some(look);
            return Ok(JsValue::UNDEFINED);
        };
        to_object(&self.trainer.snapshot(seen))
    }

    /// The first example of the present minibatch, as far as the last phase has brought it.
    pub fn moment(&mut self) -> Result<JsValue, JsError> {
        let phase = self.trainer.phase();
        let mut gradients = Vec::new();
        if phase == Phase::Update {
            let all = self.trainer.gradients();
            let size = |(i, layer): (usize, &Layer)| match self.trainer.learned(i + 1) {
                true => norm(layer.parts()[0]),
                false => f64::NAN,
            };
            gradients = all.iter().enumerate().map(size).collect();
        }
        let sent = phase != Phase::Forward;
        let signals = self.trainer.signals();
        to_object(&Moment {
            step: self.trainer.step_count(),
            phase: phase.id(),
            target: first_row(&signals.target),
            h: first_rows(&signals.h),
            error: first_row(&signals.delta[signals.delta.len() - 1]),
            delta: if sent {
                first_rows(&signals.delta[1..])
            } else {
                Vec::new()
            },
            gradients,
        })
    }

    /// ŷ for an image, pixels 0…1.
    pub fn answer(&mut self, image: &[f32]) -> Result<Vec<f32>, JsError> {
        let (wanted, found) = (self.validation.inputs(), image.len());
        if wanted != found {
            return Err(JsError::new(&format!(
                "the image must have {wanted} pixels, but has {found}"
            )));
        }
        Ok(self.trainer.answer(image).to_vec())
    }

    /// Activity of layer k on the first validation images, at most `most`: one row after the other.
    pub fn activity(&mut self, k: usize, most: usize) -> Result<Vec<f32>, JsError> {
        let depth = self.trainer.network().depth();
        if k > depth {
            return Err(JsError::new(&format!(
                "the layer must be between 0 and {depth}, but is {k}"
            )));
        }
        let examples = 0..self.validation.len().min(most);
        Ok(self.trainer.activity(&self.validation, examples, k))
    }

    /// The first validation images that are answered wrongly, at most `most`: image, answer,
    /// image, answer, …
    pub fn mistakes(&mut self, most: usize) -> Vec<u32> {
        let found = self.trainer.mistakes(&self.validation, most);
        let pair = |(image, answer)| [image as u32, answer as u32];
        found.into_iter().flat_map(pair).collect()
    }

    /// The incoming weights of the first hidden units, at most `most`, or of the outputs where there
    /// is none: one unit after the other, each as large as an image.
    pub fn fields(&self, most: usize) -> Vec<f32> {
        let weights = &self.trainer.network().layers[0].weights;
        let (units, inputs) = weights.dim();
        let of_unit = |unit| (0..inputs).map(move |input| weights[(unit, input)]);
        (0..units.min(most)).flat_map(of_unit).collect()
    }

    /// A hash of all parameters and of the step count: sixteen hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        self.trainer.fingerprint().to_string()
    }
}

fn first_rows(samples: &[Samples]) -> Vec<&[f32]> {
    samples.iter().map(first_row).collect()
}

fn first_row(samples: &Samples) -> &[f32] {
    if samples.rows() == 0 {
        return &[];
    }
    samples.row(0)
}
