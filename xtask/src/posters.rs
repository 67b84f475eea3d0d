//! Posters: a picture of every preset of every figure, drawn by the built site itself in a browser.
//!
//! They are kept beside the stamps, because every build of the site empties its folder. What they show of experiments has
//! been computed before (`experiments.rs`): a new look trains nothing again.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::project::Project;
use crate::server::{self, Folder};
use crate::stamp::{self, Fingerprint};
use crate::step::{say, seconds, step};
use crate::{browser, experiments, npm, process};

/// What a poster follows from, in `www/`.
const INPUTS: [&str; 5] = [
    "src",
    "pkg",
    "posters",
    "slides/index.html",
    "public/data/manifest.json",
];

/// What stands for a poster until it is drawn.
pub const PLACEHOLDER: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 540" width="960" height="540"><rect width="960" height="540" fill="#fff"/><g font-family="sans-serif" font-size="22" text-anchor="middle" fill="#5a5f66"><text x="480" y="260">This picture is being drawn, if Chromium is installed.</text><text x="480" y="300">Reload the page in a minute.</text></g></svg>"##;

/// What is drawn last.
const LAST: &str = "share.png";

/// Draws the posters unless they are as the site is, and puts them into it.
pub fn ensure(project: &Project, browser: &Path) -> Result<()> {
    let (stamp, fingerprint) = stamped(project)?;
    if !is_current(project, &stamp, &fingerprint) {
        stamp::rebuild(&stamp, &fingerprint, || draw(project, browser, false))?;
    }
    place(project)
}

/// The same for a site that can do without: where there is no browser and none can be had, that is said.
pub fn ensure_if_possible(project: &Project) -> Result<()> {
    let program = match browser::find() {
        Some(program) => program,
        None => match browser::ensure(project) {
            Ok(browser) => browser.program,
            Err(error) => {
                say(&format!("the site is built without posters: {error:#}"));
                return copy(project);
            }
        },
    };
    ensure(project, &program)
}

/// Puts in what there is, and draws the rest while the site is served, if there is a browser.
pub fn ensure_meanwhile(project: Project) -> Result<()> {
    copy(&project)?;
    let (stamp, fingerprint) = stamped(&project)?;
    if is_current(&project, &stamp, &fingerprint) {
        return Ok(());
    }
    let Some(program) = browser::find() else {
        return Ok(());
    };
    thread::spawn(move || {
        let start = Instant::now();
        let work = || draw(&project, &program, true);
        match stamp::rebuild(&stamp, &fingerprint, work).and_then(|()| place(&project)) {
            Ok(()) => say(&format!(
                "the posters are drawn ({})",
                seconds(start.elapsed())
            )),
            Err(error) => say(&format!("the posters cannot be drawn: {error:#}")),
        }
    });
    Ok(())
}

fn stamped(project: &Project) -> Result<(PathBuf, String)> {
    let mut fingerprint = Fingerprint::new();
    for input in INPUTS {
        fingerprint = fingerprint.path(&project.www().join(input), &[])?;
    }
    Ok((project.scratch("posters.stamp"), fingerprint.finish()))
}

fn is_current(project: &Project, stamp: &Path, fingerprint: &str) -> bool {
    masters(project).join(LAST).exists() && stamp::is_current(stamp, fingerprint)
}

fn masters(project: &Project) -> PathBuf {
    project.scratch("posters")
}

fn placed(project: &Project) -> PathBuf {
    project.dist().join("posters")
}

/// Draws all of them from the site as a visitor gets it, each into both folders as soon as it is done. `behind`: behind
/// whoever looks at the page.
fn draw(project: &Project, browser: &Path, behind: bool) -> Result<()> {
    experiments::ensure(project, behind)?;
    let address = server::serve_meanwhile(Folder::site(&project.dist()))?;
    let mut command = process::behind("node", behind);
    command
        .current_dir(project.www())
        .arg("posters/draw.js")
        .args([masters(project), placed(project)])
        .env("BASE_URL", address)
        .env("RUNS", experiments::folder(project))
        .env("CHROMIUM", browser);
    step("drawing the posters (half a minute)", || {
        process::quiet(&mut command).context("a poster cannot be drawn")
    })
}

/// Copies what has been drawn into the site, whose service worker is to know of it.
fn place(project: &Project) -> Result<()> {
    copy(project)?;
    process::quiet(npm::npm(project).args(["run", "--silent", "build:service"]))
        .context("the list of what is kept for visits without a network cannot be written")
}

fn copy(project: &Project) -> Result<()> {
    for file in stamp::files(&masters(project), &[])? {
        let name = file.file_name().context("a poster has no name")?;
        stamp::copy_if_changed(&file, &placed(project).join(name))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn project(name: &str) -> Project {
        let root = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        Project {
            target: root.join("target"),
            root,
            may_install: false,
        }
    }

    #[test]
    fn what_is_drawn_survives_a_build_that_empties_the_site() {
        let project = project("posters");
        fs::create_dir_all(masters(&project)).unwrap();
        fs::write(masters(&project).join("toy.svg"), "<svg/>").unwrap();
        for _ in 0..2 {
            copy(&project).unwrap();
            let there = fs::read_to_string(placed(&project).join("toy.svg")).unwrap();
            assert_eq!(there, "<svg/>");
            fs::remove_dir_all(project.dist()).unwrap();
        }
        fs::remove_dir_all(project.root).unwrap();
    }

    #[test]
    fn posters_follow_the_code_and_are_missed_when_they_are_gone() {
        let project = project("posters-stamp");
        let source = project.www().join("src");
        fs::create_dir_all(&source).unwrap();
        fs::write(source.join("toy.js"), "1").unwrap();
        let (stamp, first) = stamped(&project).unwrap();
        stamp::rebuild(&stamp, &first, || Ok(())).unwrap();
        assert!(!is_current(&project, &stamp, &first));
        fs::create_dir_all(masters(&project)).unwrap();
        fs::write(masters(&project).join(LAST), "").unwrap();
        assert!(is_current(&project, &stamp, &first));
        fs::write(source.join("toy.js"), "2").unwrap();
        let (_, second) = stamped(&project).unwrap();
        assert!(!is_current(&project, &stamp, &second));
        fs::remove_dir_all(project.root).unwrap();
    }
}
