//! The development server: Vite reloads what is JavaScript, and this rebuilds what is Rust.

use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::project::Project;
use crate::{digits, npm, wasm};

/// Between two looks at the sources.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves until Vite ends. Code that does not compile is reported and waits for the next change.
pub fn run(project: &Project) -> Result<()> {
    wasm::ensure(project)?;
    digits::ensure(project)?;
    let mut vite = npm::node(project)
        .args(["node_modules/vite/bin/vite.js", "--host", "127.0.0.1"])
        .spawn()
        .context("Vite cannot be started: run `npm ci` in www/ by hand")?;
    let mut seen = wasm::fingerprint(project)?;
    loop {
        thread::sleep(PAUSE);
        if let Some(status) = vite.try_wait()? {
            if !status.success() {
                bail!("Vite ended ({status})");
            }
            return Ok(());
        }
        // A file that an editor is just replacing is looked at again next time.
        let Ok(now) = wasm::fingerprint(project) else {
            continue;
        };
        if now != seen {
            seen = now;
            if let Err(error) = wasm::ensure(project) {
                eprintln!("error: {error:#}");
            }
        }
    }
}
