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
use crate::step::{say, step};

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

    /// Where rustup keeps the list of its own files of the target.
    pub fn list_of_rustup(&self) -> PathBuf {
        let list = format!("lib/rustlib/manifest-rust-std-{TARGET}");
        self.sysroot.join(list)
    }

    /// The files of the target that rustup has installed.
    pub fn files_of_rustup(&self) -> Result<Vec<PathBuf>> {
        let list = fs::read_to_string(self.list_of_rustup())?;
        let names = list.lines().filter_map(|line| line.strip_prefix("file:"));
        Ok(names.map(|name| self.sysroot.join(name)).collect())
    }
}

/// Installs the target where it is missing. To the toolchain things are only added, and what was added goes when rustup
/// brings its own.
pub fn ensure(project: &Project) -> Result<()> {
    let toolchain = Toolchain::find(project)?;
    if !toolchain.has_target() {
        install(project, &toolchain)?;
    }
    if toolchain.list_of_rustup().is_file() {
        standard_library::remove_added(&toolchain)?;
    }
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
        say("rustup cannot provide it here: looking for its source");
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

/// Whether a folder holds the compiled core library, without which nothing compiles.
fn has_core(folder: &Path) -> bool {
    let is_core = |name: &str| name.starts_with("libcore-") && name.ends_with(".rlib");
    fs::read_dir(folder).is_ok_and(|mut entries| {
        entries
            .any(|entry| entry.is_ok_and(|entry| entry.file_name().to_str().is_some_and(is_core)))
    })
}
