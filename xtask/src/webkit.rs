//! Safari's engine, which the slow tests ask for the same numbers: the driver that starts it, and the screen in memory
//! that WebKitGTK needs where nobody sits before one.
//!
//! In order: the variable WEBKIT_DRIVER; the search path, where every macOS has Safari's driver; Debian's packages.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::browser::{become_root, install, named_by};
use crate::step::step;
use crate::{debian, process};

const DRIVER: &str = if cfg!(target_os = "macos") {
    "safaridriver"
} else {
    "WebKitWebDriver"
};

const SCREEN: &str = "Xvfb";

/// What the driver's package is called up to Debian 13, and from there on.
const PACKAGES: [&str; 2] = ["webkit2gtk-driver", "webkitgtk-webdriver"];

/// Finds the driver, and installs what is missing. `None` on Windows, for which there is no WebKit.
pub fn ensure() -> Result<Option<PathBuf>> {
    if cfg!(windows) {
        println!("there is no WebKit for Windows: its tests are left out");
        return Ok(None);
    }
    let mut driver = find()?;
    if driver.is_none()
        && debian::is_here()
        && let Some(become_root) = become_root()
    {
        // Whether it worked shows in what is found afterwards.
        let _ = step("installing WebKit from the distribution", || {
            let [old, new] = PACKAGES;
            install(become_root, &[old, "xvfb"]).or_else(|_| install(become_root, &[new, "xvfb"]))
        });
        driver = find()?;
    }
    if driver.is_none() {
        bail!(
            "no WebKit was found: install WebKitGTK's {DRIVER} and {SCREEN}, \
             or set WEBKIT_DRIVER to where the driver is"
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
