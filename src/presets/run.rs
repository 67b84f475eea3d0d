//! An experiment as it is run: each rule from the start, looked at wherever the page looks.

use super::Preset;
use crate::data::Dataset;
use crate::error::Result;
use crate::network::{Snapshot, Trainer};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What was seen of one rule on its way: `Track` in `www/src/workers/lane.js`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Track {
    /// The rule's id.
    pub rule: String,
    /// In the order of the step.
    pub snapshots: Vec<TrackSnapshot>,
    /// Of the last of them.
    pub fingerprint: String,
    /// Of a worker's own time. Times belong to no recorded run: the same run is the same file.
    pub step_milliseconds: (),
    /// Minibatches in a pass over the training data.
    pub steps_per_epoch: usize,
    /// Weights and biases.
    pub parameters: usize,
    /// The step at which its loss was no number any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diverged: Option<u64>,
}

/// A snapshot in its place in a track.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TrackSnapshot {
    /// What was seen.
    #[serde(flatten)]
    pub seen: Snapshot,
    /// No time, as in [`Track::step_milliseconds`].
    pub milliseconds: (),
    /// Of all parameters and the step count: sixteen hexadecimal digits.
    pub fingerprint: String,
}

/// Trains one rule of a preset up to a step, or to where its loss is no number, and tells every look
/// as it is taken.
///
/// # Errors
/// If the preset has settings that the core refuses, or that do not go with the data.
///
/// # Panics
/// If training and validation data have different shapes.
pub fn run(
    preset: &Preset,
    rule: &str,
    seed: u32,
    end: u64,
    (training, validation): (&Arc<Dataset>, &Dataset),
    mut looked: impl FnMut(u64),
) -> Result<Track> {
    let mut trainer = Trainer::new(&preset.settings_of(rule, seed)?, training.clone())?;
    let probe = trainer.probe();
    let mut snapshots = Vec::new();
    let mut diverged = None;
    for step in preset.looks(end) {
        while trainer.step_count() < step && diverged.is_none() {
            if !trainer.step().is_finite() {
                diverged = Some(trainer.step_count());
            }
        }
        let mut look = trainer.begin_look();
        let seen = trainer
            .look(&mut look, validation, &probe, usize::MAX)
            .expect("a look at all rows is complete");
        snapshots.push(TrackSnapshot {
            seen: trainer.snapshot(seen),
            milliseconds: (),
            fingerprint: trainer.fingerprint().to_string(),
        });
        looked(step);
        if diverged.is_some() {
            break;
        }
    }
    Ok(Track {
        rule: rule.into(),
        fingerprint: trainer.fingerprint().to_string(),
        step_milliseconds: (),
        steps_per_epoch: trainer.steps_per_epoch(),
        parameters: trainer.network().parameters().count(),
        snapshots,
        diverged,
    })
}

impl Track {
    /// The step that was looked at last.
    pub fn last_step(&self) -> u64 {
        self.snapshots
            .last()
            .map_or(0, |snapshot| snapshot.seen.step)
    }
}
