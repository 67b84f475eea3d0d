//! The static site in `www/dist`, and its sizes against the budgets.

use std::fs;
use std::io::Write as _;

use anyhow::{Context as _, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::project::Project;
use crate::stamp::{self, Fingerprint};
use crate::step::step;
use crate::{digits, npm, process, wasm};

/// What the page may weigh, gzip-compressed.
struct Budget {
    what: &'static str,
    /// KB of 1000 bytes.
    most: usize,
    counts: fn(&str) -> bool,
}

/// Scripts that the page loads when somebody comes to what needs them (`www/vite.config.js`).
const LATER: &str = "/later/";

/// A figure loads one part of the core, so each part has the whole budget.
const BUDGETS: [Budget; 6] = [
    Budget {
        what: "js, at once",
        most: 60,
        counts: |path| path.ends_with(".js") && !path.contains(LATER),
    },
    Budget {
        what: "js, later",
        most: 60,
        counts: |path| path.ends_with(".js") && path.contains(LATER),
    },
    Budget {
        what: "css",
        most: 8,
        counts: |path| path.ends_with(".css"),
    },
    Budget {
        what: "wasm, theory",
        most: 80,
        counts: |path| path.ends_with(".wasm") && path.contains("theory"),
    },
    Budget {
        what: "wasm, networks",
        most: 80,
        counts: |path| path.ends_with(".wasm") && path.contains("networks"),
    },
    Budget {
        what: "wasm, maps",
        most: 80,
        counts: |path| path.ends_with(".wasm") && path.contains("maps"),
    },
];

/// In `www/`, but no part of the site.
const NOT_INPUTS: [&str; 3] = ["node_modules", "dist", "tests"];

/// Builds the site, and before it all that goes in, where an input has changed.
pub fn ensure(project: &Project) -> Result<()> {
    wasm::ensure(project)?;
    digits::ensure(project)?;
    let stamp = project.scratch("site.stamp");
    let fingerprint = Fingerprint::new()
        .path(&project.www(), &NOT_INPUTS)?
        .finish();
    if project.dist().join("index.html").exists() && stamp::is_current(&stamp, &fingerprint) {
        return Ok(());
    }
    stamp::rebuild(&stamp, &fingerprint, || {
        step("building the site", || {
            process::quiet(npm::npm(project).args(["run", "build"]))
                .context("the site cannot be built")
        })
    })
}

/// Prints what the site weighs; an exceeded budget is an error.
pub fn check_sizes(project: &Project) -> Result<()> {
    let files = stamp::files(&project.dist(), &[])?;
    let mut exceeded = Vec::new();
    println!("{:>14} {:>10} {:>10} {:>10}", "", "raw", "gzip", "budget");
    for Budget { what, most, counts } in BUDGETS {
        let (mut raw, mut packed) = (0, 0);
        for file in &files {
            let path = file.strip_prefix(project.dist())?.to_string_lossy();
            if counts(&path.replace('\\', "/")) {
                let bytes = fs::read(file)?;
                raw += bytes.len();
                packed += gzip_size(&bytes)?;
            }
        }
        println!(
            "{what:>14} {:>10} {:>10} {:>10}",
            kilobytes(raw),
            kilobytes(packed),
            kilobytes(1000 * most)
        );
        if packed > 1000 * most {
            exceeded.push(format!("{what} is {} of {most} KB", kilobytes(packed)));
        }
    }
    if !exceeded.is_empty() {
        bail!("the site is over its budget: {}", exceeded.join(", "));
    }
    Ok(())
}

/// What a server sends that compresses as well as gzip can.
fn gzip_size(bytes: &[u8]) -> Result<usize> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    Ok(packer.finish()?.len())
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A project whose built site is one script of noise, which gzip cannot shrink.
    fn project_with_script(name: &str, bytes: usize) -> Project {
        let root = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let project = Project {
            target: root.join("target"),
            root,
        };
        let mut random = crate::split::SplitMix64(1);
        let noise: Vec<u8> = (0..bytes).map(|_| random.next() as u8).collect();
        fs::create_dir_all(project.dist().join("assets")).unwrap();
        fs::write(project.dist().join("assets/main.js"), noise).unwrap();
        project
    }

    #[test]
    fn a_budget_is_kept_or_named() {
        let small = project_with_script("small", 59_000);
        check_sizes(&small).unwrap();
        let large = project_with_script("large", 61_000);
        let sentence = check_sizes(&large).unwrap_err().to_string();
        assert!(
            sentence.contains("js, at once is 61.0 KB of 60 KB"),
            "{sentence}"
        );
        for project in [small, large] {
            fs::remove_dir_all(project.root).unwrap();
        }
    }
}
