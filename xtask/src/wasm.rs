//! The Rust core as WebAssembly, with its JavaScript and TypeScript declarations, in `www/pkg`: one
//! build for each part, so that a figure loads what it needs: the theory, the networks, the maps.
//!
//! cargo compiles, wasm-bindgen (a library here, hence never of another version) writes the glue, binaryen optimises,
//! and the core, compiled natively, writes down what it has to tell about itself (`src/bin/schema.rs`).

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::project::{Project, cargo};
use crate::stamp::{self, Fingerprint};
use crate::step::step;
use crate::target::{self, TARGET};
use crate::{npm, process};

const NAME: &str = "feedback_alignment";
const SCHEMA: &str = "schema.json";
const PRESETS: &str = "presets.json";

/// Features of the core, each with a build of its own.
const PARTS: [&str; 3] = ["theory", "networks", "maps"];

/// What the compiler emits, so that the optimiser understands it; every browser with SIMD has the others too.
const FEATURES: [&str; 8] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Builds `www/pkg` when an input of it has changed.
pub fn ensure(project: &Project) -> Result<()> {
    npm::ensure(project)?;
    target::ensure(project)?;
    let stamp = project.scratch("wasm.stamp");
    let fingerprint = fingerprint(project)?;
    let mut outputs = PARTS.map(|part| format!("{part}_bg.wasm")).to_vec();
    outputs.extend([SCHEMA, PRESETS].map(String::from));
    let built = outputs.iter().all(|file| project.pkg().join(file).exists());
    if built && stamp::is_current(&stamp, &fingerprint) {
        return Ok(());
    }
    stamp::rebuild(&stamp, &fingerprint, || build(project))
}

/// Everything that decides what is in `www/pkg`, this file included.
pub fn fingerprint(project: &Project) -> Result<String> {
    let mut fingerprint = Fingerprint::new().bytes(include_bytes!("wasm.rs"));
    for input in [
        "src",
        "Cargo.toml",
        "Cargo.lock",
        ".cargo/config.toml",
        "rust-toolchain.toml",
        "www/node_modules/binaryen/package.json",
    ] {
        fingerprint = fingerprint.path(&project.path(input), &[])?;
    }
    Ok(fingerprint.finish())
}

fn build(project: &Project) -> Result<()> {
    let staged = project.scratch("pkg");
    if staged.exists() {
        fs::remove_dir_all(&staged)?;
    }
    for part in PARTS {
        step(
            &format!("compiling the core to WebAssembly: {part}"),
            || compile(project, part),
        )?;
        bind(project, &staged, part)?;
    }
    step("writing down what it says of itself", || {
        let ask = |how, what| {
            let mut command = cargo();
            command
                .args([how, "--bin", "schema"])
                .args(what)
                .current_dir(&project.root)
                .env_remove("CARGO_BUILD_TARGET");
            command
        };
        process::quiet(&mut ask("build", &[] as &[&str]))?;
        let schema = process::read(&mut ask("run", &[]))?;
        fs::write(staged.join(SCHEMA), schema)?;
        let presets = process::read(&mut ask("run", &["--", "presets"]))?;
        Ok(fs::write(staged.join(PRESETS), presets)?)
    })?;
    for file in stamp::files(&staged, &[])? {
        stamp::copy_if_changed(&file, &project.pkg().join(file.strip_prefix(&staged)?))?;
    }
    Ok(())
}

/// What cargo has compiled last, with its JavaScript, optimised.
fn bind(project: &Project, folder: &Path, part: &str) -> Result<()> {
    step("writing its JavaScript", || {
        let compiled = format!("{TARGET}/release/{NAME}.wasm");
        Bindgen::new()
            .input_path(project.target.join(compiled))
            .web(true)?
            .typescript(true)
            // As `wasm-pack build --target web` does it: the glue knows where its module lies.
            .omit_default_module_path(false)
            .out_name(part)
            .generate(folder)
            .context("wasm-bindgen cannot read what cargo compiled")
    })?;
    step("optimising it", || optimise(project, folder, part))
}

fn compile(project: &Project, part: &str) -> Result<()> {
    process::quiet(
        cargo()
            .args(["build", "--release", "--lib", "--target", TARGET])
            .args(["--package", "feedback-alignment"])
            .args(["--no-default-features", "--features", part])
            .args(["--config", &anonymous()])
            .current_dir(&project.root)
            // These would replace the flags of .cargo/config.toml, and the page would lose SIMD.
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS"),
    )
}

/// Panics name the file they come from: not where it lies on the machine that built the page.
fn anonymous() -> String {
    let home = std::env::home_dir().unwrap_or_default().join(".cargo");
    let home = std::env::var_os("CARGO_HOME").map_or(home, Into::into);
    format!(
        "target.{TARGET}.rustflags=['--remap-path-prefix={}=.']",
        home.display()
    )
}

fn optimise(project: &Project, folder: &Path, part: &str) -> Result<()> {
    let module = folder.join(format!("{part}_bg.wasm"));
    let optimised = folder.join("optimised.wasm");
    process::quiet(
        npm::node(project)
            .arg("node_modules/binaryen/bin/wasm-opt")
            .args(["-O3", "--strip-debug", "--strip-producers"])
            // Offsets become part of loads and stores, which makes products a tenth faster. It takes for granted
            // that nothing lies below address 1024: there is the far end of the stack, a megabyte deep.
            .arg("--low-memory-unused")
            .args(FEATURES)
            .arg(&module)
            .arg("-o")
            .arg(&optimised),
    )?;
    Ok(fs::rename(optimised, module)?)
}
