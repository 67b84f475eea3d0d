//! Safari's engine, which the slow tests ask for the same numbers: the driver that starts it, and the screen in memory
//! that WebKitGTK needs where nobody sits before one.
//!
//! In order: the variable WEBKIT_DRIVER; the search path, where every macOS has Safari's driver; Debian's packages, where
//! they may be installed.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::browser::named_by;
use crate::project::Project;
use crate::step::say;
use crate::{packages, process};

const DRIVER: &str = if cfg!(target_os = "macos") {
    "safaridriver"
} else {
    "WebKitWebDriver"
};

const SCREEN: &str = "Xvfb";

/// What the driver's package is called up to Debian 13, and from there on.
const DRIVER_PACKAGES: [&str; 2] = ["webkit2gtk-driver", "webkitgtk-webdriver"];

/// Finds the driver; where it is missing, the distribution's may be installed. `None` on Windows, for which there is no
/// WebKit.
pub fn ensure(project: &Project) -> Result<Option<PathBuf>> {
    if cfg!(windows) {
        say("there is no WebKit for Windows: its tests are left out");
        return Ok(None);
    }
    let [old, new] = DRIVER_PACKAGES;
    let mut driver = find()?;
    for package in [old, new] {
        if driver.is_none() {
            packages::install_if_allowed(project, &[package, "xvfb"]);
            driver = find()?;
        }
    }
    if driver.is_none() {
        bail!(
            "no WebKit was found: {}install WebKitGTK's {DRIVER} and {SCREEN}, \
             or set WEBKIT_DRIVER to where the driver is",
            packages::advice(&[old, "xvfb"], "test --full")
        );
    }
    Ok(driver)
}

/// The driver, if what it needs is there, too.
fn find() -> Result<Option<PathBuf>> {
    let has_screen = cfg!(target_os = "macos") || process::on_path(SCREEN).is_some();
    let driver = named_by("WEBKIT_DRIVER")?.or_else(|| process::on_path(DRIVER));
    Ok(driver.filter(|_| has_screen))
}
