//! The `wasm32-unknown-unknown` target of the compiler.
//!
//! In order: already there; from rustup; built from the standard library's own source (`standard_library.rs`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process;
use crate::project::Project;
use crate::stamp::{self, Fingerprint};
use crate::standard_library;
use crate::step::step;

pub const TARGET: &str = "wasm32-unknown-unknown";

/// The installed compiler.
pub struct Toolchain {
    pub sysroot: PathBuf,
    /// As in "1.95.0".
    pub version: String,
}

impl Toolchain {
    fn find(project: &Project) -> Result<Self> {
        let ask = |argument: &[&str]| {
            process::read(
                Command::new("rustc")
                    .args(argument)
                    .current_dir(&project.root),
            )
            .context("rustc does not answer: install Rust through rustup")
        };
        let version = ask(&["--version"])?;
        Ok(Self {
            sysroot: ask(&["--print", "sysroot"])?.into(),
            version: version
                .split(' ')
                .nth(1)
                .with_context(|| format!("`{version}` names no version"))?
                .to_string(),
        })
    }

    /// Where the compiler looks for the target's libraries.
    pub fn libraries(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib").join(TARGET).join("lib")
    }

    fn has_target(&self) -> bool {
        has_core(&self.libraries())
    }
}

/// Installs the target where it is missing.
pub fn ensure(project: &Project) -> Result<()> {
    let toolchain = Toolchain::find(project)?;
    if !toolchain.has_target() {
        install(project, &toolchain)?;
    }
    remove_the_second(&toolchain)?;
    forget_the_former(project, &toolchain)
}

fn install(project: &Project, toolchain: &Toolchain) -> Result<()> {
    if process::on_path("rustup").is_some() {
        // What rustup answers does not matter, but what the compiler then finds does.
        step(&format!("asking rustup for {TARGET}"), || {
            let mut command = Command::new("rustup");
            command.args(["target", "add", TARGET]);
            Ok(process::read(command.current_dir(&project.root)).is_ok())
        })?;
        if toolchain.has_target() {
            return Ok(());
        }
        println!("rustup cannot provide it here: looking for its source");
    }
    standard_library::install(project, toolchain).with_context(|| {
        let version = &toolchain.version;
        format!(
            "the compiler lacks {TARGET}: run `rustup target add {TARGET}` with internet access, or set \
             RUST_SRC_DIR to the folder that holds `library/` of the rust-src of {version}"
        )
    })
}

/// What was compiled against another standard library is of no use (error E0463), and another checkout may have
/// replaced the one that this checkout knew.
fn forget_the_former(project: &Project, toolchain: &Toolchain) -> Result<()> {
    let stamp = project.scratch("standard-library.stamp");
    // Names, sizes and times will do: a hundred megabytes of contents would be read at every command.
    let mut present = Fingerprint::new();
    for file in stamp::files(&toolchain.libraries(), &[])? {
        let about = file.metadata()?;
        present =
            present.bytes(format!("{file:?} {} {:?}", about.len(), about.modified()?).as_bytes());
    }
    let present = present.finish();
    if !stamp::is_current(&stamp, &present) {
        stamp::rebuild(&stamp, &present, || {
            let stale = project.target.join(TARGET);
            match stale.exists() {
                true => Ok(fs::remove_dir_all(stale)?),
                false => Ok(()),
            }
        })?;
    }
    Ok(())
}

/// Where rustup can install the target after it was built here from source, it is there twice, and nothing compiles
/// (error E0464). Rustup keeps a list of its own files: those stay.
fn remove_the_second(toolchain: &Toolchain) -> Result<()> {
    let list = format!("lib/rustlib/manifest-rust-std-{TARGET}");
    let Ok(list) = fs::read_to_string(toolchain.sysroot.join(list)) else {
        return Ok(());
    };
    let of_rustup = |path: &Path| {
        list.lines()
            .filter_map(|line| line.strip_prefix("file:"))
            .any(|file| toolchain.sysroot.join(file) == path)
    };
    for entry in fs::read_dir(toolchain.libraries())? {
        let path = entry?.path();
        if path.is_file() && !of_rustup(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Whether a folder holds the compiled core library, without which nothing compiles.
fn has_core(folder: &Path) -> bool {
    let is_core = |name: &str| name.starts_with("libcore-") && name.ends_with(".rlib");
    fs::read_dir(folder).is_ok_and(|mut entries| {
        entries
            .any(|entry| entry.is_ok_and(|entry| entry.file_name().to_str().is_some_and(is_core)))
    })
}
