//! Node.js and the packages of `www/package-lock.json`, and those that only the bench needs.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::project::Project;
use crate::step::step;

/// The oldest Node.js that Vite runs on: major and minor version.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Installs the locked packages where they are missing or older than the lock file.
pub fn ensure(project: &Project) -> Result<()> {
    check_node()?;
    install(
        "installing the npm packages (ten seconds)",
        "www",
        npm(project),
    )
}

/// The same for what the bench measures us against.
pub fn ensure_peers(project: &Project) -> Result<()> {
    let mut npm = npm(project);
    npm.current_dir(project.peers());
    install("installing the peers", "benches/browser", npm)
}

/// Installs the packages of the folder that npm would work in.
fn install(heading: &str, name: &str, mut npm: Command) -> Result<()> {
    let folder = npm.get_current_dir().context("npm has no folder")?;
    // npm writes this file when an installation is complete.
    let installed = modified(&folder.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&folder.join("package-lock.json")) {
        return Ok(());
    }
    step(heading, || {
        process::quiet(
            npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                // Browsers come from the system: a package that would fetch its own must not.
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
        )
        .with_context(|| {
            format!("the npm packages cannot be installed: run `npm ci` in {name}/ by hand")
        })
    })
}

/// npm, in `www/`.
pub fn npm(project: &Project) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(project.www());
    command
}

/// Node.js, in `www/`.
pub fn node(project: &Project) -> Command {
    let mut command = Command::new("node");
    command.current_dir(project.www());
    command
}

/// Whether there is a Node.js that will do.
pub fn check_node() -> Result<()> {
    let (oldest_major, oldest_minor) = OLDEST_NODE;
    let oldest = format!("{oldest_major}.{oldest_minor} or newer");
    let said = process::read(Command::new("node").arg("--version"))
        .with_context(|| format!("Node.js was not found: install version {oldest}, with npm"))?;
    if !is_new_enough(&said) {
        bail!("Node.js should be {oldest}, but is {said}: install a newer one");
    }
    Ok(())
}

fn is_new_enough(said: &str) -> bool {
    version(said).is_some_and(|found| found >= OLDEST_NODE)
}

/// The 20 and 19 of "v20.19.2".
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|data| data.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_must_be_new_enough() {
        for said in ["v20.19.0", "v20.20.2", "v22.0.0", "v100.1.0"] {
            assert!(is_new_enough(said), "{said}");
        }
        for said in ["v20.18.9", "v9.99.0", "20.19.2", "vNext", ""] {
            assert!(!is_new_enough(said), "{said}");
        }
    }
}
