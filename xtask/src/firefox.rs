//! A Firefox for the tests of what must run in two browsers.
//!
//! In order: the variable FIREFOX; the search path and the usual places; Debian's package, where it may be installed.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::browser::named_by;
use crate::project::Project;
use crate::{packages, process};

const PACKAGES: [&str; 1] = ["firefox-esr"];

const NAMES: [&str; 2] = ["firefox", "firefox-esr"];

/// Finds it; where it is missing, the distribution's may be installed.
pub fn ensure(project: &Project) -> Result<PathBuf> {
    let mut program = find()?;
    if program.is_none() {
        packages::install_if_allowed(project, &PACKAGES);
        program = find()?;
    }
    let Some(program) = program else {
        bail!(
            "no Firefox was found: {}install Firefox, or set FIREFOX to where it is",
            packages::advice(&PACKAGES, "setup")
        );
    };
    Ok(program)
}

fn find() -> Result<Option<PathBuf>> {
    if let Some(named) = named_by("FIREFOX")? {
        return Ok(Some(named));
    }
    let on_path = NAMES.iter().find_map(|name| process::on_path(name));
    Ok(on_path.or_else(|| usual_places().into_iter().find(|place| place.is_file())))
}

/// Where installers put it on systems that have no search path to speak of.
fn usual_places() -> Vec<PathBuf> {
    let mut places = vec![PathBuf::from(
        "/Applications/Firefox.app/Contents/MacOS/firefox",
    )];
    for variable in ["ProgramFiles", "ProgramFiles(x86)"] {
        if let Some(folder) = std::env::var_os(variable) {
            places.push(Path::new(&folder).join("Mozilla Firefox/firefox.exe"));
        }
    }
    places
}
