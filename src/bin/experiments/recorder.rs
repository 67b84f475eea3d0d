//! Recorded runs in a folder.

use crate::experiment::Experiment;
use feedback_alignment::error::{Error, Result};
use feedback_alignment::presets::{Recording, Track};
use std::fs;
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};

pub struct Recorder<'a> {
    folder: Option<&'a Path>,
    /// What a run follows from apart from its settings: this program and the digits.
    source: String,
}

impl<'a> Recorder<'a> {
    pub fn new(folder: Option<&'a Path>, digits: &Path) -> Result<Self> {
        let source = hash(digits).map_err(|why| {
            let digits = digits.display();
            Error::new(format!(
                "{digits} must hold the digits that `cargo xtask digits` packs: {why}"
            ))
        })?;
        Ok(Recorder { folder, source })
    }

    /// The tracks of an experiment, where this program has recorded them from the same digits.
    pub fn recall(&self, Experiment { preset, seed, end }: &Experiment) -> Option<Vec<Track>> {
        let text = fs::read_to_string(path(self.folder?, preset.id, *seed)).ok()?;
        let recording = Recording::read(&text).ok()?;
        let covers = recording.covers(preset, *seed, *end, &self.source);
        covers.then_some(recording.tracks)
    }

    /// Writes the run of an experiment.
    pub fn record(&self, experiment: &Experiment, tracks: &[Track]) -> Result<()> {
        let Some(folder) = self.folder else {
            return Ok(());
        };
        let Experiment { preset, seed, .. } = experiment;
        let recording = Recording::new(preset, *seed, &self.source, tracks.to_vec());
        let path = path(folder, preset.id, *seed);
        // Renamed at the end: a run that was broken off while it was written is none.
        let unfinished = path.with_extension("unfinished");
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&unfinished, recording.text()))
            .and_then(|()| fs::rename(&unfinished, &path))
            .map_err(|why| Error::new(format!("{} cannot be written: {why}", path.display())))
    }
}

fn path(folder: &Path, id: &str, seed: u32) -> PathBuf {
    folder.join(match seed {
        1 => format!("{id}.json"),
        _ => format!("{id}.seed-{seed}.json"),
    })
}

fn hash(digits: &Path) -> std::io::Result<String> {
    let mut files = vec![std::env::current_exe()?];
    for entry in fs::read_dir(digits)? {
        files.push(entry?.path());
    }
    files[1..].sort();
    let mut hash = std::hash::DefaultHasher::new();
    for file in files {
        hash.write(&fs::read(file)?);
    }
    Ok(format!("{:016x}", hash.finish()))
}
