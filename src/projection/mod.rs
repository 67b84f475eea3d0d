//! Maps: points of many dimensions drawn in two, so that an eye can see which lie together.
//!
//! Points are rows of one slice, n×d. Nothing here is random: the same points give the same map.

pub mod affinity;
pub mod pca;
pub mod tsne;

pub use affinity::Affinities;
pub use pca::{Pca, pca};
pub use tsne::Tsne;

use crate::error::{Error, Result};

/// A place on a map: to the right, upwards.
pub type Place = [f64; 2];

/// n, the number of points of `width` numbers each.
fn count(points: &[f32], width: usize) -> Result<usize> {
    if width == 0 || points.is_empty() || !points.len().is_multiple_of(width) {
        let numbers = points.len();
        return Err(Error::new(format!(
            "points must be one or more rows of {width} numbers, but are {numbers} numbers"
        )));
    }
    Ok(points.len() / width)
}
