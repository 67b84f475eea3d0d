//! A run of an experiment as a file: what the page writes and reads (`www/src/state/run.js`).

use super::Preset;
use super::run::Track;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

const FORMAT: &str = "feedback-alignment run";
const VERSION: u32 = 1;
/// What the page calls the digits that come with it.
const DIGITS: &str = "this page";

/// The settings that determine a run, and what was seen of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recording {
    format: String,
    version: u32,
    digits: String,
    settings: Map<String, Value>,
    /// What the tracks follow from, apart from the settings: program and digits.
    source: String,
    /// One for each rule, in the order of the preset.
    pub tracks: Vec<Track>,
}

impl Recording {
    /// The tracks of a preset's rules from a seed, computed by `source`.
    pub fn new(preset: &Preset, seed: u32, source: &str, tracks: Vec<Track>) -> Self {
        Recording {
            format: FORMAT.into(),
            version: VERSION,
            digits: DIGITS.into(),
            settings: settings(preset, seed),
            source: source.into(),
            tracks,
        }
    }

    /// From the text of a file.
    ///
    /// # Errors
    /// If it is not what [`Recording::text`] writes.
    pub fn read(text: &str) -> Result<Self> {
        serde_json::from_str(text)
            .map_err(|why| Error::new(format!("a recorded run must be {FORMAT}: {why}")))
    }

    /// As the text of a file.
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("numbers, words and lists of them are JSON")
    }

    /// Whether it has a preset's rules from a seed up to a step, or to where they diverged,
    /// computed by `source`.
    pub fn covers(&self, preset: &Preset, seed: u32, end: u64, source: &str) -> bool {
        let reaches = |track: &Track| track.last_step() >= end || track.diverged.is_some();
        self.source == source
            && self.settings == settings(preset, seed)
            && self.tracks.len() == preset.rules.len()
            && self.tracks.iter().all(reaches)
    }
}

/// The state of the page's figure that is this run. The end is that of the preset, wherever the
/// recording ends.
fn settings(preset: &Preset, seed: u32) -> Map<String, Value> {
    let rates = preset
        .rates
        .iter()
        .map(|(rule, rate)| format!("{rule} {rate}"));
    let of_page = [
        ("rules", json!(preset.rules)),
        ("budget", json!(preset.steps)),
        ("panels", json!(preset.panels)),
        ("rates", json!(rates.collect::<Vec<_>>().join(", "))),
        ("seed", json!(seed)),
    ];
    let own = preset
        .settings
        .iter()
        .map(|(key, value)| (*key, json!(value)));
    own.chain(of_page)
        .map(|(key, value)| (key.into(), value))
        .collect()
}
