//! What cannot be trained, refused in words before any memory is taken.

use super::output::Output;
use super::settings::Settings;
use super::trainer::LOOK_ROWS;
use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::settings::Choice;

/// The most weights and biases of a network: several times the largest of the papers. With
/// velocities and B, which can be nearly as large as W, 240 MB.
const MOST_PARAMETERS: u64 = 20_000_000;

/// The most signals of a batch and of a look, all layers and rows together: activities and δ, and δ
/// once more while angles are taken, 480 MB.
const MOST_SIGNALS: u64 = 40_000_000;

/// Checks settings by themselves: every range, and that layers which are named by number are there.
pub(super) fn check_settings(settings: &Settings) -> Result<()> {
    settings.validate()?;
    has_layers(settings)
}

/// The sizes d₀…d_L of the network that the settings ask for on these training data.
///
/// # Errors
/// If the settings do not fit the data, or the network would not fit into memory.
pub(super) fn sizes(settings: &Settings, data: &Dataset) -> Result<Vec<usize>> {
    if settings.batch > data.len() {
        let (batch, n) = (settings.batch, data.len());
        return Err(Error::new(format!(
            "batch must be at most the number of training examples, {n}, but is {batch}"
        )));
    }
    let mut sizes = vec![data.inputs()];
    sizes.extend(&settings.hidden);
    sizes.push(data.outputs());
    fits_memory(&sizes, settings.batch + LOOK_ROWS)?;
    if data.classes() == 0 && settings.output != Output::Identity {
        let output = settings.output.id();
        return Err(Error::new(format!(
            "output must be identity where targets are not classes, but is {output}"
        )));
    }
    Ok(sizes)
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

/// Refuses layers that the network does not have.
fn has_layers(settings: &Settings) -> Result<()> {
    let hidden = settings.hidden.len();
    let complain = |key: &str, most: usize, k: usize| {
        Err(Error::new(format!(
            "{key} must name layers up to {most} of this network, but names {k}"
        )))
    };
    let highest = settings.sign_after.iter().max().map_or(0, |&k| k);
    if highest > hidden {
        complain("sign_after", hidden, highest)
    } else if settings.learns.highest() > hidden + 1 {
        complain("learns", hidden + 1, settings.learns.highest())
    } else {
        Ok(())
    }
}
