//! Packages of the system: installed only where the person has said so, with `--install` or CI=true.

use std::process::Command;

use anyhow::Result;

use crate::project::Project;
use crate::step::step;
use crate::{debian, process};

/// Installs packages of the distribution where that is allowed and possible. Whether it worked shows in what is found afterwards.
pub fn install_if_allowed(project: &Project, packages: &[&str]) {
    if !project.may_install || !debian::is_here() {
        return;
    }
    if let Some(become_root) = become_root() {
        let heading = format!(
            "installing {} from the distribution (about a minute)",
            packages.join(" and ")
        );
        let _ = step(&heading, || install(become_root, packages));
    }
}

/// How to come by packages, for the end of a sentence that says what is missing; `command` may install
/// them.
pub fn advice(packages: &[&str], command: &str) -> String {
    if !debian::is_here() {
        return String::new();
    }
    format!(
        "run `sudo apt-get install {}`, or `cargo xtask {command} --install`, which does so for you; or ",
        packages.join(" ")
    )
}

/// What to put before a command that needs root: nothing, or a sudo that asks no password. `None` when neither works.
fn become_root() -> Option<&'static [&'static str]> {
    if process::read(Command::new("id").arg("-u")).is_ok_and(|id| id == "0") {
        return Some(&[]);
    }
    process::read(Command::new("sudo").args(["-n", "true"]))
        .is_ok()
        .then_some(&["sudo", "-n"])
}

fn install(become_root: &[&str], packages: &[&str]) -> Result<()> {
    let apt = |arguments: &[&str]| {
        let environment: &[&str] = &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
        let words = [become_root, environment, arguments].concat();
        process::read(Command::new(words[0]).args(&words[1..]))
    };
    // One list that cannot be updated does not mean that the packages cannot be had.
    let _ = apt(&["update"]);
    apt(&[&["install", "-y"], packages].concat()).map(|_| ())
}
