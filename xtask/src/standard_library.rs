//! The standard library for the browser, compiled from its own source.
//!
//! For networks that reach packages but not Rust's download server. The source must be of exactly the compiler's version.
//! Cargo does the work through `-Zbuild-std`, which an environment variable unlocks in a stable compiler.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use crate::debian;
use crate::process;
use crate::project::{Project, cargo};
use crate::step::step;
use crate::target::{TARGET, Toolchain};

/// `test` is what wasm tests link, `panic_abort` what the release profile asks for.
const PARTS: &str = "-Zbuild-std=core,alloc,std,panic_abort,test,proc_macro";

/// The empty crate whose dependencies are the standard library.
const CRATE: &str = "empty-crate";

/// Finds the source, compiles it and puts the libraries where the compiler looks for them.
pub fn install(project: &Project, toolchain: &Toolchain) -> Result<()> {
    let place = toolchain.sysroot.join("lib/rustlib/src/rust/library");
    let borrowed = !is_source(&place) || std::env::var_os("RUST_SRC_DIR").is_some();
    if borrowed {
        let source = find_source(project, toolchain)?;
        step("copying the standard library's source", || {
            copy_whole(&source, &place)
        })?;
    }
    let result = step(
        &format!("compiling the standard library for {TARGET}"),
        || {
            let libraries = compile(&project.scratch("standard-library"))?;
            copy_libraries(&libraries, &toolchain.libraries())
        },
    );
    if borrowed {
        // A component that rustup did not install must not be in its way later.
        fs::remove_dir_all(&place)?;
    }
    result
}

/// From the folder that the person names, else from the distribution.
fn find_source(project: &Project, toolchain: &Toolchain) -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("RUST_SRC_DIR") {
        let library = Path::new(&folder).join("library");
        ensure!(
            is_source(&library),
            "RUST_SRC_DIR should hold `library/` of rust-src, but is {}",
            folder.display()
        );
        return Ok(library);
    }
    ensure!(
        debian::is_here(),
        "rust-src is not installed and this is no Debian"
    );
    let heading = format!(
        "fetching rust-src {} from the distribution",
        toolchain.version
    );
    step(&heading, || {
        debian::rust_source(&toolchain.version, &project.scratch("debian"))
    })
}

fn is_source(library: &Path) -> bool {
    library.join("std/src/lib.rs").is_file() && library.join("Cargo.lock").is_file()
}

/// Compiles the standard library as the dependency of an empty crate; returns the folder with the results.
fn compile(folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "#![no_std]\n")?;
    // The empty workspace keeps cargo from looking for one further up.
    let manifest = format!(
        "[package]\nname = \"{CRATE}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    process::quiet(
        cargo()
            .args(["build", "--release", PARTS, "--target", TARGET])
            .args(["--target-dir", "target"])
            .current_dir(folder)
            .env("RUSTC_BOOTSTRAP", "1")
            // Bitcode is what link-time optimisation reads. The variable also overrides the flags of the checkout.
            .env("RUSTFLAGS", "-Cembed-bitcode=yes")
            .env_remove("CARGO_ENCODED_RUSTFLAGS"),
    )?;
    Ok(folder.join("target").join(TARGET).join("release/deps"))
}

/// Copies the compiled libraries; they appear all at once, so that half a copy is never taken for a target.
fn copy_libraries(from: &Path, to: &Path) -> Result<()> {
    let partial = to.with_extension("partial");
    if partial.exists() {
        fs::remove_dir_all(&partial)?;
    }
    fs::create_dir_all(&partial).with_context(|| not_writable(to))?;
    let own = format!("lib{}-", CRATE.replace('-', "_"));
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        let is_own = name.to_string_lossy().starts_with(&own);
        if path
            .extension()
            .is_some_and(|extension| extension == "rlib")
            && !is_own
        {
            fs::copy(&path, partial.join(name))?;
        }
    }
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    Ok(fs::rename(partial, to)?)
}

/// Copies a folder with all below it; like the libraries, it appears all at once.
fn copy_whole(from: &Path, to: &Path) -> Result<()> {
    let partial = to.with_extension("partial");
    for folder in [&partial, to] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    copy_folder(from, &partial).with_context(|| not_writable(to))?;
    Ok(fs::rename(partial, to)?)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, copy) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_folder(&source, &copy)?;
        } else {
            fs::copy(&source, &copy)?;
        }
    }
    Ok(())
}

fn not_writable(place: &Path) -> String {
    format!(
        "{} cannot be written: is this Rust installed by rustup?",
        place.display()
    )
}
