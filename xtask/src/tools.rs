//! The programs that the core is built and tested with besides the compiler: from this workspace and of the versions in
//! Cargo.lock, or installed below the target directory, where they disturb nobody.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::process;
use crate::project::{Project, cargo};
use crate::step::step;

const GECKODRIVER: &str = "0.37.1";
const WASM_PACK: &str = "0.15.1";

/// What writes the JavaScript of a compiled core.
pub fn bind(project: &Project) -> Result<PathBuf> {
    let heading = "compiling wasm-bindgen (half a minute the first time)";
    compile(project, heading, "bind", &[])
}

/// What runs the core's tests in a browser.
pub fn test_runner(project: &Project) -> Result<PathBuf> {
    let heading = "compiling wasm-bindgen's test runner (a minute the first time)";
    compile(project, heading, "wasm-bindgen-test-runner", &TESTS)
}

/// The folder in which wasm-pack finds what it would otherwise download.
pub fn for_wasm_pack(project: &Project) -> Result<PathBuf> {
    test_runner(project)?;
    let command = compile(
        project,
        "compiling wasm-bindgen's command",
        "wasm-bindgen",
        &TESTS,
    )?;
    Ok(command.with_file_name(""))
}

const TESTS: [&str; 2] = ["--features", "test-runner"];

/// A program of `xtask/wasm-tools`.
fn compile(project: &Project, heading: &str, program: &str, more: &[&str]) -> Result<PathBuf> {
    step(heading, || {
        process::quiet(
            cargo()
                .args(["build", "--profile", "tools", "--package", "wasm-tools"])
                .args(["--bin", program])
                .args(more)
                .current_dir(&project.root)
                .env_remove("CARGO_BUILD_TARGET"),
        )
    })?;
    let file = format!("tools/{program}{}", std::env::consts::EXE_SUFFIX);
    Ok(project.target.join(file))
}

/// What tests speak to Firefox through, installed where it is missing.
pub fn geckodriver(project: &Project) -> Result<PathBuf> {
    match crate::browser::named_by("GECKODRIVER")? {
        Some(named) => Ok(named),
        None => find_or_install(project, "geckodriver", GECKODRIVER),
    }
}

/// What people test the core with by hand.
pub fn wasm_pack(project: &Project) -> Result<PathBuf> {
    find_or_install(project, "wasm-pack", WASM_PACK)
}

/// A program of crates.io, whose makers publish it nowhere else where we could verify it.
fn find_or_install(project: &Project, package: &str, version: &str) -> Result<PathBuf> {
    let root = project.scratch("tools");
    let file = format!("bin/{package}{}", std::env::consts::EXE_SUFFIX);
    let own = root.join(file);
    if own.is_file() {
        return Ok(own);
    }
    if let Some(present) = process::on_path(package) {
        return Ok(present);
    }
    let heading = format!("installing {package} {version} into the target directory (a minute)");
    step(&heading, || {
        process::quiet(
            cargo()
                .args(["install", package, "--version", version, "--root"])
                .arg(&root)
                .arg("--target-dir")
                .arg(project.scratch("install"))
                // Compiled quickly: it waits for a browser all the time.
                .arg("--debug")
                .env("CARGO_PROFILE_DEV_DEBUG", "false")
                .env_remove("CARGO_BUILD_TARGET")
                .current_dir(&project.root),
        )
        .with_context(|| {
            format!(
                "{package} cannot be installed: run `cargo install {package} --version {version}` by hand"
            )
        })
    })?;
    Ok(own)
}
