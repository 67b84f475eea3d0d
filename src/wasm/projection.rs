//! Handle of a map of points, and what a network sees of a drawing.

use crate::data::drawing;
use crate::projection::{Pca, Place, Tsne, pca};
use wasm_bindgen::prelude::*;

/// Points of many dimensions on a map: by principal components at once, by t-SNE step by step.
/// Places come as x, y, x, y, …
#[wasm_bindgen]
pub struct Projection {
    points: Vec<f32>,
    width: usize,
    pca: Pca,
    tsne: Option<Tsne>,
}

#[wasm_bindgen]
impl Projection {
    /// Points of `width` numbers each, one after the other.
    #[wasm_bindgen(constructor)]
    pub fn new(points: Vec<f32>, width: usize) -> Result<Projection, JsError> {
        Ok(Projection {
            pca: pca(&points, width)?,
            points,
            width,
            tsne: None,
        })
    }

    /// The places on the first two principal components.
    pub fn pca(&self) -> Vec<f64> {
        flat(&self.pca.places)
    }

    /// The share of the variance along each of the two components, 0 to 1.
    pub fn explained(&self) -> Vec<f64> {
        self.pca.shares.into()
    }

    /// Starts t-SNE, from the beginning if it was under way.
    pub fn start_tsne(&mut self, perplexity: f64) -> Result<(), JsError> {
        self.tsne = Some(Tsne::new(&self.points, self.width, perplexity)?);
        Ok(())
    }

    /// Takes n iterations of t-SNE, if it was started.
    pub fn step(&mut self, n: usize) {
        if let Some(tsne) = &mut self.tsne {
            tsne.step(n);
        }
    }

    /// Iterations of t-SNE taken so far.
    #[wasm_bindgen(getter)]
    pub fn iteration(&self) -> usize {
        self.tsne.as_ref().map_or(0, Tsne::iteration)
    }

    /// The places by t-SNE as they are now; none before it was started.
    pub fn places(&self) -> Vec<f64> {
        self.tsne
            .as_ref()
            .map_or(&[][..], Tsne::places)
            .as_flattened()
            .into()
    }

    /// How far the map's neighbourhoods are from the points', in nats; NaN before the start.
    pub fn divergence(&self) -> f64 {
        self.tsne.as_ref().map_or(f64::NAN, Tsne::divergence)
    }
}

/// x, y, x, y, …
fn flat(places: &[Place]) -> Vec<f64> {
    places.as_flattened().into()
}

/// The 28×28 pixels that a network sees of a side×side drawing, each 0 to 1; nothing without ink.
#[wasm_bindgen]
pub fn normalise_drawing(pixels: &[f32], side: usize) -> Result<Option<Vec<f32>>, JsError> {
    Ok(drawing::normalise(pixels, side)?)
}
