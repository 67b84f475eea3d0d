//! The experiments of the laboratory, computed once, natively: their claims are judged, and their runs recorded for
//! posters and for the tests of the page.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process;
use crate::project::{Project, cargo};
use crate::stamp::{self, Fingerprint};
use crate::step::{say, step};
use crate::wasm;

/// From these starts all of them are judged where all is tested.
const SEEDS: [&str; 3] = ["1", "2", "3"];

/// Where the recorded runs lie.
pub fn folder(project: &Project) -> PathBuf {
    project.scratch("runs")
}

/// Records the runs unless core and digits are those of the last time. `behind`: behind whoever looks at the page.
pub fn ensure(project: &Project, behind: bool) -> Result<()> {
    let stamp = project.scratch("experiments.stamp");
    let fingerprint = Fingerprint::new()
        .bytes(wasm::fingerprint(project)?.as_bytes())
        .path(&project.path("data/manifest.json"), &[])?
        .finish();
    if folder(project).exists() && stamp::is_current(&stamp, &fingerprint) {
        return Ok(());
    }
    stamp::rebuild(&stamp, &fingerprint, || {
        let mut command = program(project, behind)?;
        step("computing the experiments (two minutes)", || {
            process::quiet(&mut command)
        })
    })
}

/// Judges the quick ones, and with `full` all of them, from several starts. What is recorded is not computed again.
pub fn judge(project: &Project, full: bool) -> Result<()> {
    let mut command = program(project, false)?;
    if full {
        command.arg("--slow");
        command.args(SEEDS.iter().flat_map(|seed| ["--seed", seed]));
    }
    process::listen(&mut command, |line| {
        // Of hundreds of claims only those that are not true, and what they all came to.
        let of_one = line.starts_with("  ") || line.contains(" from seed ");
        if !of_one || line.starts_with("  ✗") || line.starts_with("not true") {
            say(line);
        }
    })
    .context("a claim is not true")
}

/// The program that computes them, told where to record.
fn program(project: &Project, behind: bool) -> Result<Command> {
    step(
        "compiling the experiments (half a minute the first time)",
        || {
            process::quiet(
                cargo()
                    .args(["build", "--release", "--bin", "experiments"])
                    .current_dir(&project.root)
                    .env_remove("CARGO_BUILD_TARGET"),
            )
        },
    )?;
    let file = format!("release/experiments{}", std::env::consts::EXE_SUFFIX);
    let mut command = process::behind(project.target.join(file), behind);
    command
        .arg("--out")
        .arg(folder(project))
        .current_dir(&project.root);
    Ok(command)
}
