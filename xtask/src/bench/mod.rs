//! How fast it is: one run of one browser, in which we, our peers and the processor take turns.
//!
//! `benches/browser/run.js` measures; here is what it needs before, and what follows from its numbers.

#[cfg(test)]
mod example;
mod readings;
mod table;
mod tables;
mod targets;

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::args;
use crate::project::{Project, cargo};
use crate::server::{self, Folder};
use crate::step::{say, step};
use crate::{browser, npm, process, site, wasm};
use readings::Report;
use targets::Target;

/// What gives a page threads that share memory.
const ISOLATION: &str =
    "Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Embedder-Policy: require-corp\r\n";

/// Measures, prints tables, and writes down every number.
pub fn run(project: &Project, how: &args::Bench) -> Result<()> {
    let default = project.target.join("bench.json");
    let out = how.out.as_deref().unwrap_or(&default);
    check_writable(out)?;
    site::ensure(project)?;
    npm::ensure_peers(project)?;
    wasm::example(project, "bench_kernels", &project.peers().join("pkg"))?;
    let native = native(project)?;
    let browser = match browser::find() {
        Some(program) => program,
        None => browser::ensure(project)?.program,
    };
    let measured = project.scratch("bench.json");
    measure(project, how.quick, &native, &browser, &measured)?;

    let text = fs::read_to_string(&measured)?;
    let report: Report = serde_json::from_str(&text).context("the measurements are incomplete")?;
    let targets = targets::all(&report)?;
    let mut tables = tables::all(&report)?;
    tables.push(tables::of_targets(&targets));
    println!("\n{}\n", tables::machine(&report));
    for table in tables {
        println!(
            "{}",
            if how.markdown {
                table.markdown()
            } else {
                table.text()
            }
        );
    }
    write(out, &text, &report, &targets)?;
    println!("every number is in {}", out.display());
    Ok(())
}

/// Measured for minutes, and then not kept: that is found out first.
fn check_writable(out: &Path) -> Result<()> {
    let file = OpenOptions::new().append(true).create(true).open(out);
    file.map(drop)
        .with_context(|| format!("{} cannot be written: name another file", out.display()))
}

/// The program that takes steps natively.
fn native(project: &Project) -> Result<PathBuf> {
    let name = "bench_native";
    step("compiling the core natively", || {
        process::quiet(
            cargo()
                .args(["build", "--release", "--example", name])
                .args(["--package", "feedback-alignment"])
                .current_dir(&project.root)
                .env_remove("CARGO_BUILD_TARGET"),
        )
    })?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(project.target.join("release/examples").join(file))
}

fn measure(
    project: &Project,
    quick: bool,
    native: &Path,
    browser: &Path,
    out: &Path,
) -> Result<()> {
    let mut command = npm::node(project);
    command
        .arg(project.peers().join("run.js"))
        .arg(out)
        .env("PLAIN", serve(project, "")?)
        .env("ISOLATED", serve(project, ISOLATION)?)
        .env("NATIVE", native)
        .env("QUICK", if quick { "1" } else { "" })
        .env("CHROMIUM", browser);
    process::listen(process::coloured(&mut command), say).context("the bench could not be run")
}

/// The checkout, served to this machine for as long as this program runs; returns the address.
fn serve(project: &Project, headers: &str) -> Result<String> {
    server::serve_meanwhile(Folder {
        root: project.root.clone(),
        headers: headers.to_string(),
        placeholder: None,
    })
}

/// Everything that was measured, with what sums up its rounds, and what it means for the targets.
fn write(out: &Path, measured: &str, report: &Report, targets: &[Target]) -> Result<()> {
    let mut all: Value = serde_json::from_str(measured)?;
    for (i, item) in report.items.iter().enumerate() {
        all["items"][i]["median"] = json!(item.median());
        all["items"][i]["least"] = json!(item.least());
    }
    all["targets"] = targets
        .iter()
        .map(|target| {
            json!({
                "what": target.what,
                "target": target.bound.to_string(),
                "value": target.value,
                "met": target.is_met(),
            })
        })
        .collect();
    let text = serde_json::to_string_pretty(&all)?;
    fs::write(out, text + "\n").with_context(|| format!("{} cannot be written", out.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_written_is_named_before_anything_is_measured() {
        let sentence = check_writable(Path::new("no/such/folder/bench.json")).unwrap_err();
        assert!(sentence.to_string().contains("no/such/folder/bench.json"));
    }
}
