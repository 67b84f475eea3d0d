//! Training on all cores: one rule of one experiment to each at a time.

use crate::experiment::Experiment;
use feedback_alignment::data::folder;
use feedback_alignment::error::Result;
use feedback_alignment::network::Trainer;
use feedback_alignment::presets::{self, Track};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A reader who sees nothing for longer thinks that it hangs.
const SILENCE: Duration = Duration::from_secs(8);

/// One rule of an experiment.
struct Job {
    experiment: usize,
    rule: &'static str,
    /// Multiply–adds of a step.
    cost: u64,
    end: u64,
}

/// Runs experiments, the longest runs first, and hands over the tracks of each with the last of its
/// rules.
pub fn compute(
    experiments: &[Experiment],
    digits: &Path,
    mut complete: impl FnMut(&Experiment, Vec<Track>) -> Result<()>,
) -> Result<()> {
    let (training, validation) = folder::load(digits)?;
    let training = Arc::new(training);
    let mut jobs = Vec::new();
    for (experiment, Experiment { preset, seed, end }) in experiments.iter().enumerate() {
        for &rule in &preset.rules {
            let trainer = Trainer::new(&preset.settings_of(rule, *seed)?, training.clone())?;
            let cost = trainer.multiply_adds();
            jobs.push(Job {
                experiment,
                rule,
                cost,
                end: *end,
            });
        }
    }
    jobs.sort_by_key(|job| job.cost * job.end);
    let all: u64 = jobs.iter().map(|job| job.cost * job.end).sum();
    let done = AtomicU64::new(0);
    let train = |job: &Job| {
        let Experiment { preset, seed, end } = &experiments[job.experiment];
        let mut before = 0;
        let looked = |step| {
            done.fetch_add(job.cost * (step - before), Ordering::Relaxed);
            before = step;
        };
        presets::run(
            preset,
            job.rule,
            *seed,
            *end,
            (&training, &validation),
            looked,
        )
    };
    let jobs = Mutex::new(jobs);
    // The lock is free again before the job is begun.
    let next = || jobs.lock().expect("no worker has panicked").pop();
    let (sender, results) = mpsc::channel();
    let work = |sender: Sender<(usize, Result<Track>)>| {
        while let Some(job) = next() {
            if sender.send((job.experiment, train(&job))).is_err() {
                return;
            }
        }
    };
    let work = &work;
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let sender = sender.clone();
            scope.spawn(move || work(sender));
        }
        // The results end with the last worker; workers end where there is no one to send results to.
        drop(sender);
        let results = results;
        let start = Instant::now();
        let mut tracks = vec![Vec::new(); experiments.len()];
        loop {
            match results.recv_timeout(SILENCE) {
                Ok((i, track)) => {
                    let rules = &experiments[i].preset.rules;
                    tracks[i].push(track?);
                    if tracks[i].len() == rules.len() {
                        let mut tracks = std::mem::take(&mut tracks[i]);
                        tracks
                            .sort_by_key(|track| rules.iter().position(|rule| *rule == track.rule));
                        complete(&experiments[i], tracks)?;
                    }
                }
                Err(RecvTimeoutError::Timeout) => println!(
                    "… {:.0} % after {:.0} s",
                    100.0 * done.load(Ordering::Relaxed) as f64 / all as f64,
                    start.elapsed().as_secs_f64()
                ),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        }
    })
}
