//! A Firefox for the tests of what must run in two browsers, and the driver that speaks to it.
//!
//! In order: the variables FIREFOX and GECKODRIVER; the search path and the usual places; Debian's package for the
//! one, Cargo for the other.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::browser::{become_root, install, named_by};
use crate::project::Project;
use crate::step::step;
use crate::{debian, process, tools};

const NAMES: [&str; 2] = ["firefox", "firefox-esr"];

pub struct Firefox {
    pub program: PathBuf,
    pub driver: PathBuf,
}

/// Finds browser and driver, and installs what is missing.
pub fn ensure(project: &Project) -> Result<Firefox> {
    let mut program = find()?;
    if program.is_none()
        && debian::is_here()
        && let Some(become_root) = become_root()
    {
        // Whether it worked shows in what is found afterwards.
        let heading = "installing firefox from the distribution";
        let _ = step(heading, || install(become_root, &["firefox-esr"]));
        program = find()?;
    }
    let Some(program) = program else {
        bail!("no Firefox was found: install Firefox, or set FIREFOX to where it is");
    };
    let driver = match named_by("GECKODRIVER")? {
        Some(driver) => driver,
        None => tools::geckodriver(project)?,
    };
    Ok(Firefox { program, driver })
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
