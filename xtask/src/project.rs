//! Where things lie in the checkout.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::process;

pub struct Project {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target directory, wherever the person keeps it.
    pub target: PathBuf,
    /// Whether packages of the system may be installed.
    pub may_install: bool,
}

impl Project {
    /// Cargo tells `cargo xtask` where this package lies; the checkout is the folder above.
    pub fn find(may_install: bool) -> Result<Self> {
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package
            .parent()
            .context("the xtask package has no folder above it: run it through `cargo xtask`")?
            .to_path_buf();
        let metadata = process::read(
            cargo()
                .args(["metadata", "--no-deps", "--format-version=1"])
                .current_dir(&root),
        )
        .context("cargo cannot read Cargo.toml")?;
        let metadata: Value = serde_json::from_str(&metadata)?;
        let target = metadata["target_directory"]
            .as_str()
            .context("cargo does not name its target directory")?;
        Ok(Self {
            root,
            target: PathBuf::from(target),
            may_install,
        })
    }

    /// A path in the checkout.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// The front end's package.
    pub fn www(&self) -> PathBuf {
        self.path("www")
    }

    /// The package of what is measured in a browser.
    pub fn peers(&self) -> PathBuf {
        self.path("benches/browser")
    }

    /// The built site.
    pub fn dist(&self) -> PathBuf {
        self.path("www/dist")
    }

    /// The WebAssembly module with its JavaScript.
    pub fn pkg(&self) -> PathBuf {
        self.path("www/pkg")
    }

    /// Scratch files and stamps of these commands.
    pub fn scratch(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.target.join("xtask").join(relative)
    }
}

/// The cargo that runs us, hence the same toolchain.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
