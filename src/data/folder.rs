//! MNIST from a folder of four IDX files, for native runs.

use super::dataset::Dataset;
use super::idx::Idx;
use crate::error::{Error, Result};
use std::path::Path;

/// Training and test set of a folder that holds the four files of MNIST under their usual
/// names (`train-images-idx3-ubyte` and so on), each plain or with the ending `.gz`.
///
/// # Errors
/// Which file is missing or malformed, and how.
pub fn load(folder: &Path) -> Result<(Dataset, Dataset)> {
    Ok((pair(folder, "train")?, pair(folder, "t10k")?))
}

fn pair(folder: &Path, prefix: &str) -> Result<Dataset> {
    let images = read(folder, &format!("{prefix}-images-idx3-ubyte"))?;
    let labels = read(folder, &format!("{prefix}-labels-idx1-ubyte"))?;
    Dataset::from_idx(images, labels)
}

fn read(folder: &Path, name: &str) -> Result<Idx> {
    let candidates = [folder.join(name), folder.join(format!("{name}.gz"))];
    let path = candidates
        .iter()
        .find(|path| path.exists())
        .ok_or_else(|| {
            Error::new(format!(
                "{} must hold {name} or {name}.gz, but has neither",
                folder.display()
            ))
        })?;
    let complain = |why: &dyn std::fmt::Display| Error::new(format!("{}: {why}", path.display()));
    let bytes = std::fs::read(path).map_err(|why| complain(&why))?;
    Idx::parse(&bytes).map_err(|why| complain(&why))
}
