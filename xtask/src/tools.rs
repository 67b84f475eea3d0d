//! The tools of the wasm tests, installed into Cargo's target directory, where they disturb nobody.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process;
use crate::project::{Project, cargo};
use crate::step::step;

const WASM_PACK: &str = "0.15.1";
const GECKODRIVER: &str = "0.37.1";

/// Where the tools lie: first on the search path of what runs them.
pub fn folder(project: &Project) -> PathBuf {
    project.target.join("tools/bin")
}

/// Installs what is missing. Without a wasm-bindgen of the locked version wasm-pack would download one.
pub fn ensure(project: &Project) -> Result<()> {
    if find(project, "wasm-pack").is_none() {
        install(project, "wasm-pack", WASM_PACK)?;
    }
    let version = locked_version(
        &fs::read_to_string(project.path("Cargo.lock"))?,
        "wasm-bindgen",
    )
    .context("Cargo.lock does not hold wasm-bindgen")?;
    let is_right = |tool: &PathBuf| {
        process::read(Command::new(tool).arg("--version"))
            .is_ok_and(|said| said.split(' ').nth(1) == Some(&version))
    };
    let present = find(project, "wasm-bindgen").filter(is_right);
    if present.is_none() || find(project, "wasm-bindgen-test-runner").is_none() {
        install(project, "wasm-bindgen-cli", &version)?;
    }
    Ok(())
}

/// The program through which tests speak to Firefox, installed where it is missing.
pub fn geckodriver(project: &Project) -> Result<PathBuf> {
    const NAME: &str = "geckodriver";
    if find(project, NAME).is_none() {
        install(project, NAME, GECKODRIVER)?;
    }
    find(project, NAME).context("geckodriver was installed, but is not there")
}

fn find(project: &Project, tool: &str) -> Option<PathBuf> {
    let own = folder(project).join(format!("{tool}{}", std::env::consts::EXE_SUFFIX));
    if own.is_file() {
        return Some(own);
    }
    process::on_path(tool)
}

fn install(project: &Project, package: &str, version: &str) -> Result<()> {
    let heading = format!("installing {package} {version}, which takes some minutes");
    step(&heading, || {
        process::quiet(
            cargo()
                .args(["install", package, "--version", version, "--root"])
                .arg(project.target.join("tools"))
                .arg("--target-dir")
                .arg(project.scratch("install"))
                .current_dir(&project.root),
        )
        .with_context(|| {
            format!(
                "{package} cannot be installed: run `cargo install {package} --version {version}` by hand"
            )
        })
    })
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')?;
    Some(version.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_exactly_the_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(
            locked_version(lock, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
