//! The Rust core as WebAssembly, with its JavaScript and TypeScript declarations, in `www/pkg`: one
//! build for each part, so that a figure loads what it needs: the theory, the networks, the maps.
//!
//! cargo compiles, wasm-bindgen writes the glue, binaryen optimises, and the core, compiled natively,
//! writes down what it has to tell about itself (`src/bin/schema.rs`). Compilation is one lane, all else
//! another one beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;

use anyhow::Result;

use crate::project::{Project, cargo};
use crate::stamp::{self, Fingerprint};
use crate::step::{both, step};
use crate::target::{self, TARGET};
use crate::{npm, process, tools};

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
    npm::check_node()?;
    let stamp = project.scratch("wasm.stamp");
    let fingerprint = fingerprint(project)?;
    let mut outputs = PARTS.map(|part| format!("{part}_bg.wasm")).to_vec();
    outputs.extend([SCHEMA, PRESETS].map(String::from));
    let built = outputs.iter().all(|file| project.pkg().join(file).exists());
    if built && stamp::is_current(&stamp, &fingerprint) {
        target::ensure(project)?;
        return npm::ensure(project);
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
        // Which binaryen is in there; its version is not known before it is installed.
        "www/package-lock.json",
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
    fs::create_dir_all(&staged)?;
    let (compiled, parts) = mpsc::channel();
    both(
        move || {
            target::ensure(project)?;
            for part in PARTS {
                // The other lane has ended where it has failed, and its error will be told.
                if compiled.send((part, compile_part(project, part)?)).is_err() {
                    break;
                }
            }
            Ok(())
        },
        || {
            npm::ensure(project)?;
            let bind = tools::bind(project)?;
            describe(project, &staged)?;
            for (part, module) in parts {
                finish(project, &bind, &module, &staged, part)?;
            }
            Ok(())
        },
    )?;
    for file in stamp::files(&staged, &[])? {
        stamp::copy_if_changed(&file, &project.pkg().join(file.strip_prefix(&staged)?))?;
    }
    Ok(())
}

/// Compiles a part, and keeps it from the next one, which cargo will put in its place.
fn compile_part(project: &Project, part: &str) -> Result<PathBuf> {
    let expected = if part == PARTS[0] {
        " (half a minute the first time)"
    } else {
        ""
    };
    step(
        &format!("compiling the core to WebAssembly: {part}{expected}"),
        || compile(project, &["--lib"], part),
    )?;
    let kept = project.scratch(format!("{part}.wasm"));
    let compiled = format!("{TARGET}/release/{NAME}.wasm");
    fs::copy(project.target.join(compiled), &kept)?;
    Ok(kept)
}

/// What the core says of itself: settings, rules, experiments. Compiled for this machine, and quickly.
fn describe(project: &Project, folder: &Path) -> Result<()> {
    let schema = |how: &str, what: &[&str]| -> Command {
        let mut command = cargo();
        command
            .args([how, "--profile", "tools", "--bin", "schema"])
            .args(what)
            .current_dir(&project.root)
            .env_remove("CARGO_BUILD_TARGET");
        command
    };
    step("compiling the core's description of itself", || {
        process::quiet(&mut schema("build", &[]))?;
        fs::write(
            folder.join(SCHEMA),
            process::read(&mut schema("run", &["--quiet"]))?,
        )?;
        let presets = process::read(&mut schema("run", &["--quiet", "--", "presets"]))?;
        Ok(fs::write(folder.join(PRESETS), presets)?)
    })
}

/// An example of the core, compiled and optimised as the core itself, in a folder.
pub fn example(project: &Project, name: &str, folder: &Path) -> Result<()> {
    step(&format!("compiling {name} to WebAssembly"), || {
        compile(project, &["--example", name], "")
    })?;
    let bind = tools::bind(project)?;
    let compiled = format!("{TARGET}/release/examples/{name}.wasm");
    finish(project, &bind, &project.target.join(compiled), folder, name)
}

/// What has been compiled, with its JavaScript, optimised.
fn finish(project: &Project, bind: &Path, module: &Path, folder: &Path, part: &str) -> Result<()> {
    step(&format!("optimising {part}"), || {
        process::quiet(Command::new(bind).arg(module).arg(folder).arg(part))?;
        optimise(project, folder, part)
    })
}

fn compile(project: &Project, what: &[&str], part: &str) -> Result<()> {
    process::quiet(
        cargo()
            .args(["build", "--release", "--target", TARGET])
            .args(what)
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
