//! The static site in `www/dist`, and its sizes against the budgets.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;

use anyhow::{Context as _, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::assets::Assets;
use crate::project::Project;
use crate::stamp::{self, Fingerprint};
use crate::step::step;
use crate::{digits, npm, process, wasm};

/// What a part of the site may weigh.
struct Budget {
    what: &'static str,
    /// KB of 1000 bytes.
    most: usize,
    /// Whether that is what travels, gzip-compressed, or what lies on a disk.
    packed: bool,
    files: BTreeSet<String>,
}

/// In `www/`, but no part of the site.
const NOT_INPUTS: [&str; 4] = ["node_modules", "dist", "fonts", "tests"];

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
    let mut exceeded = Vec::new();
    println!("{:>15} {:>10} {:>10} {:>10}", "", "raw", "gzip", "budget");
    for Budget {
        what,
        most,
        packed,
        files,
    } in budgets(&Assets::read(project)?)
    {
        let (mut raw, mut gzip) = (0, 0);
        for file in &files {
            let bytes = fs::read(project.dist().join(file))?;
            raw += bytes.len();
            gzip += gzip_size(&bytes)?;
        }
        println!(
            "{what:>15} {:>10} {:>10} {:>10}{}",
            kilobytes(raw),
            kilobytes(gzip),
            kilobytes(1000 * most),
            if packed { "" } else { " raw" }
        );
        let weight = if packed { gzip } else { raw };
        if weight > 1000 * most {
            exceeded.push(format!("{what} is {} of {most} KB", kilobytes(weight)));
        }
    }
    if !exceeded.is_empty() {
        bail!("the site is over its budget: {}", exceeded.join(", "));
    }
    Ok(())
}

fn budgets(assets: &Assets) -> Vec<Budget> {
    let of = |files: &BTreeSet<String>, extension: &str| -> BTreeSet<String> {
        let is_one = |file: &&String| file.ends_with(extension);
        files.iter().filter(is_one).cloned().collect()
    };
    // The page waits for these, and for the worker that the first figure needs.
    let mut at_once = assets.reached_from("index.html", Assets::imports);
    let page = assets.reached_from("index.html", Assets::names);
    at_once.extend(
        page.iter()
            .filter(|file| file.contains("theory.worker"))
            .cloned(),
    );
    let beyond = |start: &str| &assets.reached_from(start, Assets::names) - &page;
    let budget = |what, most, files| Budget {
        what,
        most,
        packed: true,
        files,
    };
    let wasm = |part: &str| -> BTreeSet<String> {
        let is_part = |file: &&String| file.contains(part);
        of(&page, ".wasm").iter().filter(is_part).cloned().collect()
    };
    let one_file = |what, most, file: &str| Budget {
        what,
        most,
        packed: false,
        files: BTreeSet::from([file.to_string()]),
    };
    let mut all = vec![
        budget("js, at once", 60, of(&at_once, ".js")),
        budget("js, later", 60, &of(&page, ".js") - &at_once),
        budget("css", 8, of(&page, ".css")),
        // All of them, whether or not a reader has use for them.
        budget("fonts", 120, of(&assets.below("assets/"), ".woff2")),
        // A figure loads one part of the core, so each part has the whole budget.
        budget("wasm, theory", 80, wasm("theory")),
        budget("wasm, networks", 80, wasm("networks")),
        budget("wasm, maps", 80, wasm("maps")),
        budget("embed.html", 30, beyond("embed.html")),
        budget("slides", 100, beyond("slides/index.html")),
        // What the module is to the pages of others; the parts of the core are those of the page.
        budget("embed, js", 120, of(&assets.below("embed/"), ".js")),
        one_file("offline page", 2000, "feedback-alignment.offline.html"),
        one_file("offline deck", 2200, "feedback-alignment.slides.html"),
        one_file(
            "offline script",
            2000,
            "embed/feedback-alignment.offline.js",
        ),
    ];
    all.retain(|budget| budget.files.iter().any(|file| assets.has(file)));
    all
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

    /// A project whose built site is a page with one script of noise, which gzip cannot shrink.
    fn project_with_script(name: &str, bytes: usize) -> Project {
        let root = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let project = Project {
            target: root.join("target"),
            root,
            may_install: false,
        };
        let mut random = crate::split::SplitMix64(1);
        let noise: Vec<u8> = (0..bytes).map(|_| random.next() as u8).collect();
        fs::create_dir_all(project.dist().join("assets")).unwrap();
        fs::write(project.dist().join("assets/main.js"), noise).unwrap();
        let page = r#"<script type="module" src="./assets/main.js"></script>"#;
        fs::write(project.dist().join("index.html"), page).unwrap();
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

    #[test]
    fn a_file_that_is_to_be_carried_about_weighs_what_it_has_on_the_disk() {
        let project = project_with_script("offline", 1);
        let file = project.dist().join("feedback-alignment.offline.html");
        fs::write(&file, vec![b' '; 2_000_001]).unwrap();
        let sentence = check_sizes(&project).unwrap_err().to_string();
        assert!(sentence.contains("offline page is 2000.0 KB"), "{sentence}");
        fs::remove_dir_all(project.root).unwrap();
    }
}
