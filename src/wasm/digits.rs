//! Handle of the images that networks train on and are judged by.

use super::to_object;
use crate::data::Dataset;
use crate::data::idx::Idx;
use crate::error::Error;
use serde::Serialize;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// Training and validation images with their labels, for all the runs of a worker.
#[wasm_bindgen]
pub struct Digits {
    pub(super) training: Arc<Dataset>,
    pub(super) validation: Dataset,
    rows: usize,
}

#[wasm_bindgen]
impl Digits {
    /// From the bytes of four IDX files, unpacked.
    #[wasm_bindgen(constructor)]
    pub fn new(
        train_images: &[u8],
        train_labels: &[u8],
        validation_images: &[u8],
        validation_labels: &[u8],
    ) -> Result<Digits, JsError> {
        let (training, rows) = dataset(train_images, train_labels)?;
        let (validation, _) = dataset(validation_images, validation_labels)?;
        if training.inputs() != validation.inputs() {
            let (train, check) = (training.inputs(), validation.inputs());
            return Err(JsError::new(&format!(
                "training and validation images must have the same size, but have {train} and {check} pixels"
            )));
        }
        Ok(Digits {
            training: Arc::new(training),
            validation,
            rows,
        })
    }

    /// Height of an image in pixels.
    #[wasm_bindgen(getter)]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Width of an image in pixels.
    #[wasm_bindgen(getter)]
    pub fn columns(&self) -> usize {
        self.training.inputs() / self.rows
    }

    /// The pixels 0…1 of some validation images, one image after the other.
    pub fn images(&self, which: &[u32]) -> Result<Vec<f32>, JsError> {
        let data = &self.validation;
        let mut pixels = vec![0.0; which.len() * data.inputs()];
        let mut target = vec![0.0; data.outputs()];
        for (image, &i) in pixels.chunks_mut(data.inputs()).zip(which) {
            data.write(self.at(i)?, image, &mut target);
        }
        Ok(pixels)
    }

    /// The classes of some validation images.
    pub fn labels(&self, which: &[u32]) -> Result<Vec<u32>, JsError> {
        let class = |&i: &u32| Ok(self.validation.class(self.at(i)?) as u32);
        let classes: Result<_, Error> = which.iter().map(class).collect();
        Ok(classes?)
    }

    /// How many validation images there are.
    #[wasm_bindgen(getter)]
    pub fn validation_count(&self) -> usize {
        self.validation.len()
    }

    fn at(&self, i: u32) -> Result<usize, Error> {
        let (i, most) = (i as usize, self.validation.len() - 1);
        if i > most {
            return Err(Error::new(format!(
                "the number of an image must be between 0 and {most}, but is {i}"
            )));
        }
        Ok(i)
    }
}

/// Images with their labels, and the height of an image.
fn dataset(images: &[u8], labels: &[u8]) -> Result<(Dataset, usize), Error> {
    let images = Idx::parse(images)?;
    let rows = match images {
        Idx::Images { rows, .. } => rows,
        Idx::Labels(_) => 1,
    };
    Ok((Dataset::from_idx(images, Idx::parse(labels)?)?, rows))
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
