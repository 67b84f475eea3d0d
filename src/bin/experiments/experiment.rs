//! The experiments that were asked for, from the first look to the judgement of their claims.

use crate::compute::compute;
use crate::options::Options;
use crate::recorder::Recorder;
use feedback_alignment::error::{Error, Result};
use feedback_alignment::presets::{self, Preset, Track};
use std::path::Path;
use std::time::Instant;

/// One experiment from one seed.
pub struct Experiment {
    pub preset: Preset,
    pub seed: u32,
    /// The step up to which it is run.
    pub end: u64,
}

/// Runs them; whether everything that they claim came true.
pub fn run(options: &Options) -> Result<bool> {
    let start = Instant::now();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let recorder = Recorder::new(options.out.as_deref(), &data)?;
    let (mut claims, mut failed) = (0, Vec::new());
    let mut conclude = |experiment: &Experiment, tracks: &[Track]| {
        let Experiment { preset, seed, end } = experiment;
        println!("{} from seed {seed}, {end} steps", preset.id);
        if *end < preset.steps {
            println!(
                "  its claims are about {} steps: --slow judges them",
                preset.steps
            );
        } else {
            claims += preset.claims.len();
            failed.extend(judge(experiment, tracks));
        }
    };
    let (mut recorded, mut missing) = (0, Vec::new());
    for experiment in chosen(options)? {
        match recorder.recall(&experiment) {
            Some(tracks) => {
                recorded += 1;
                conclude(&experiment, &tracks);
            }
            None => missing.push(experiment),
        }
    }
    if !missing.is_empty() {
        compute(&missing, &data, |experiment, tracks| {
            recorder.record(experiment, &tracks)?;
            conclude(experiment, &tracks);
            Ok(())
        })?;
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} of {claims} claims are true; {} runs were computed, {recorded} were there ({seconds:.1} s)",
        claims - failed.len(),
        missing.len(),
    );
    for claim in &failed {
        println!("not true: {claim}");
    }
    Ok(failed.is_empty())
}

/// A slow experiment is run to its end where `--slow` is given or where it is named; else it is run
/// to be recorded for its poster, if at all.
fn chosen(options: &Options) -> Result<Vec<Experiment>> {
    let presets = presets::all();
    for id in &options.ids {
        if presets.iter().all(|preset| preset.id != id) {
            let known: Vec<_> = presets.iter().map(|preset| preset.id).collect();
            return Err(Error::new(format!(
                "an experiment must be one of {}, but is “{id}”",
                known.join(", ")
            )));
        }
    }
    let mut experiments = Vec::new();
    for preset in presets {
        let named = options.ids.iter().any(|id| id == preset.id);
        if !named && !options.ids.is_empty() {
            continue;
        }
        let whole = named || options.slow || !preset.slow;
        for &seed in &options.seeds {
            if whole || options.out.is_some() && seed == 1 {
                let poster = preset.poster_step.unwrap_or(preset.steps);
                experiments.push(Experiment {
                    end: if whole { preset.steps } else { poster },
                    preset: preset.clone(),
                    seed,
                });
            }
        }
    }
    Ok(experiments)
}

/// Says of each claim whether it came true; those that did not, with their numbers.
fn judge(Experiment { preset, seed, .. }: &Experiment, tracks: &[Track]) -> Vec<String> {
    let mut failed = Vec::new();
    for claim in &preset.claims {
        let (left, right) = claim.sides(tracks);
        let sign = if claim.more { '>' } else { '<' };
        let line = format!("{}: {left:.4} {sign} {right:.4}", claim.text);
        if claim.holds(tracks) {
            println!("  ✓ {line}");
        } else {
            println!("  ✗ {line}");
            failed.push(format!("{} from seed {seed}: {line}", preset.id));
        }
    }
    failed
}
