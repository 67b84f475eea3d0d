//! A Chromium or Chrome for the tests, and the driver that speaks to it.
//!
//! In order: the variables CHROMIUM and CHROMEDRIVER; the search path and the usual places; Debian's packages, where
//! they may be installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::{packages, process};

const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

const NAMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

pub struct Browser {
    pub program: PathBuf,
    /// What tests of the core speak to it through.
    pub driver: Option<PathBuf>,
}

/// Finds browser and driver; where one is missing, the distribution's may be installed.
pub fn ensure(project: &Project) -> Result<Browser> {
    let (mut program, mut driver) = (find_program()?, find_driver()?);
    if program.is_none() || driver.is_none() {
        packages::install_if_allowed(project, &PACKAGES);
        (program, driver) = (find_program()?, find_driver()?);
    }
    let Some(program) = program else {
        bail!(
            "no Chromium was found: {}install Chromium or Google Chrome, \
             or set CHROMIUM to where it is",
            packages::advice(&PACKAGES, "setup")
        );
    };
    if let Some(driver) = &driver {
        check_versions(&program, driver)?;
    }
    Ok(Browser { program, driver })
}

/// The same, for what cannot do without the driver.
pub fn ensure_with_driver(project: &Project) -> Result<(PathBuf, PathBuf)> {
    let Browser { program, driver } = ensure(project)?;
    let Some(driver) = driver else {
        bail!(
            "no chromedriver was found: {}install the one for {}, or set CHROMEDRIVER to where it is",
            packages::advice(&PACKAGES, "setup"),
            program.display()
        );
    };
    Ok((program, driver))
}

/// A browser that is there already.
pub fn find() -> Option<PathBuf> {
    find_program().ok().flatten()
}

fn find_program() -> Result<Option<PathBuf>> {
    if let Some(named) = named_by("CHROMIUM")? {
        return Ok(Some(named));
    }
    let on_path = NAMES.iter().find_map(|name| process::on_path(name));
    Ok(on_path.or_else(|| usual_places().into_iter().find(|place| place.is_file())))
}

fn find_driver() -> Result<Option<PathBuf>> {
    Ok(named_by("CHROMEDRIVER")?.or_else(|| process::on_path("chromedriver")))
}

/// The file that an environment variable names; it must exist.
pub fn named_by(variable: &str) -> Result<Option<PathBuf>> {
    let Some(value) = std::env::var_os(variable).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let path = PathBuf::from(value);
    if !path.is_file() {
        bail!(
            "{variable} should be the path of a program, but is {}",
            path.display()
        );
    }
    Ok(Some(path))
}

/// Where installers put it on systems that have no search path to speak of.
fn usual_places() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = ["Google Chrome", "Chromium"]
        .iter()
        .map(|name| format!("/Applications/{name}.app/Contents/MacOS/{name}").into())
        .collect();
    for variable in ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"] {
        if let Some(folder) = std::env::var_os(variable) {
            places.push(Path::new(&folder).join("Google/Chrome/Application/chrome.exe"));
        }
    }
    places
}

/// Browser and driver must be of the same major version, else the tests end in "http status: 404".
fn check_versions(program: &Path, driver: &Path) -> Result<()> {
    if cfg!(windows) {
        // There Chrome opens a window instead of telling its version.
        return Ok(());
    }
    let version = |program: &Path| {
        process::read(Command::new(program).arg("--version")).map(|said| major(&said))
    };
    if let (Some(browser), Some(driver)) = (version(program)?, version(driver)?)
        && browser != driver
    {
        bail!(
            "the browser is of version {browser}, its driver of version {driver}: install a chromedriver of version \
             {browser}, or set CHROMIUM and CHROMEDRIVER to a pair that fits"
        );
    }
    Ok(())
}

/// The 156 of "Chromium 156.0.8078.73 built on Debian" and of "ChromeDriver 156.0.8078.73 (…)".
fn major(said: &str) -> Option<u32> {
    said.split_whitespace()
        .filter_map(|word| word.split_once('.'))
        .find_map(|(major, _)| major.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_the_programs_say() {
        assert_eq!(
            major("Chromium 156.0.8078.73 built on Debian GNU/Linux 12 (bookworm)"),
            Some(156)
        );
        assert_eq!(major("Google Chrome 99.0.4844.51"), Some(99));
        assert_eq!(
            major("ChromeDriver 156.0.8078.73 (0123abc-refs/branch-heads/8078@{#1})"),
            Some(156)
        );
        assert_eq!(major("command not found"), None);
    }
}
