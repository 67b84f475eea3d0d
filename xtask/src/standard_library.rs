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

/// Beside the libraries: the names of those that were put there from here.
const LIST: &str = "built-from-source.list";

/// Finds the source, compiles it and puts the libraries where the compiler looks for them.
pub fn install(project: &Project, toolchain: &Toolchain) -> Result<()> {
    let place = toolchain.sysroot.join("lib/rustlib/src/rust/library");
    // What the toolchain has is of the right version, and stays as it is.
    let borrowed = !is_source(&place);
    if borrowed {
        let source = find_source(project, toolchain)?;
        step("copying the standard library's source", || {
            copy_whole(&source, &place)
        })?;
    }
    let result = step(
        &format!("compiling the standard library for {TARGET} (a minute)"),
        || {
            let libraries = compile(&project.scratch("standard-library"))?;
            add_libraries(&libraries, &toolchain.libraries())
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

/// Copies the compiled libraries and writes down which they are. The core comes last: without it the rest is no target.
fn add_libraries(from: &Path, to: &Path) -> Result<()> {
    let own = format!("lib{}-", CRATE.replace('-', "_"));
    let mut names: Vec<String> = fs::read_dir(from)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_>>()?;
    names.retain(|name| name.ends_with(".rlib") && !name.starts_with(&own));
    names.sort_by_key(|name| name.starts_with("libcore-"));
    fs::create_dir_all(to).with_context(|| not_writable(to))?;
    fs::write(to.join(LIST), names.join("\n")).with_context(|| not_writable(to))?;
    for name in names {
        fs::copy(from.join(&name), to.join(&name)).with_context(|| not_writable(to))?;
    }
    Ok(())
}

/// Takes away what `install` has put beside the libraries of rustup: twice the same library, and nothing compiles
/// (error E0464). Nothing else is touched.
pub fn remove_added(toolchain: &Toolchain) -> Result<()> {
    let folder = toolchain.libraries();
    let list = folder.join(LIST);
    let Ok(names) = fs::read_to_string(&list) else {
        return Ok(());
    };
    let of_rustup = toolchain.files_of_rustup()?;
    for name in names.lines().filter(|name| !name.contains(['/', '\\'])) {
        let file = folder.join(name);
        if file.is_file() && !of_rustup.contains(&file) {
            fs::remove_file(&file)?;
        }
    }
    Ok(fs::remove_file(list)?)
}

/// Copies a folder with all below it to where there is none; it appears all at once, so that half a copy is never taken
/// for the whole.
fn copy_whole(from: &Path, to: &Path) -> Result<()> {
    let partial = to.with_extension("partial");
    if partial.exists() {
        fs::remove_dir_all(&partial)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_toolchain_only_what_was_added_is_taken_away() {
        let root = std::env::temp_dir().join(format!("xtask-toolchain-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        let toolchain = Toolchain {
            sysroot: root.join("toolchain"),
            version: "1.0.0".into(),
        };
        let libraries = toolchain.libraries();
        let built = root.join("deps");
        fs::create_dir_all(&built).unwrap();
        for name in [
            "libcore-1.rlib",
            "libstd-1.rlib",
            "libempty_crate-1.rlib",
            "core.d",
        ] {
            fs::write(built.join(name), "").unwrap();
        }
        add_libraries(&built, &libraries).unwrap();
        assert!(libraries.join("libcore-1.rlib").exists());
        assert!(!libraries.join("libempty_crate-1.rlib").exists());
        // Rustup brings its own, and the person something else.
        for name in ["libcore-2.rlib", "libmine.rlib"] {
            fs::write(libraries.join(name), "").unwrap();
        }
        let list = format!("file:lib/rustlib/{TARGET}/lib/libcore-2.rlib\n");
        fs::write(toolchain.list_of_rustup(), list).unwrap();
        remove_added(&toolchain).unwrap();
        let mut left: Vec<_> = fs::read_dir(&libraries)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["libcore-2.rlib", "libmine.rlib"]);
        remove_added(&toolchain).unwrap();
        fs::remove_dir_all(root).unwrap();
    }
}
