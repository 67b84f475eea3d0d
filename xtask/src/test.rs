//! Every test there is, from the smallest to the whole page, stopping at the first stage that fails.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context as _, Result};

use crate::browser::{self, Browser};
use crate::firefox::{self, Firefox};
use crate::project::{Project, cargo};
use crate::step::seconds;
use crate::{npm, posters, process, server, site, tools, wasm, webkit};

/// What the wasm tests of one file may take: seven here, more where a machine has other things to do.
const SECONDS_FOR_A_FILE: &str = "120";

/// The browsers that the tests run in.
struct Browsers {
    chromium: Browser,
    firefox: Firefox,
    /// The driver of WebKit, where it is wanted and can be had.
    webkit: Option<PathBuf>,
}

/// Runs the stages in order and sums them up in a table.
pub fn run(project: &Project, full: bool) -> Result<()> {
    wasm::ensure(project)?;
    crate::digits::ensure(project)?;
    tools::ensure(project)?;
    let browsers = Browsers {
        chromium: browser::ensure()?,
        firefox: firefox::ensure(project)?,
        webkit: if full { webkit::ensure()? } else { None },
    };

    type Stage<'a> = (&'a str, Box<dyn Fn() -> Result<()> + 'a>);
    let stages: [Stage; 8] = [
        ("native", Box::new(|| native(project, full))),
        ("xtask", Box::new(|| own(project))),
        (
            "Chromium wasm",
            Box::new(|| in_chromium(project, &browsers.chromium)),
        ),
        (
            "Firefox wasm",
            Box::new(|| in_firefox(project, &browsers.firefox)),
        ),
        ("javascript", Box::new(|| npm_script(project, "test"))),
        ("site", Box::new(|| built_site(project))),
        (
            "posters",
            Box::new(|| posters::ensure(project, &browsers.chromium.program)),
        ),
        (
            "end to end",
            Box::new(|| end_to_end(project, &browsers, full)),
        ),
    ];
    let mut done: Vec<(&str, bool, Duration)> = Vec::new();
    let mut result = Ok(());
    for (name, work) in stages {
        println!("\n== {name} tests");
        let start = Instant::now();
        result = work().with_context(|| format!("the {name} tests failed"));
        done.push((name, result.is_ok(), start.elapsed()));
        if result.is_err() {
            break;
        }
    }
    println!();
    for (name, passed, took) in done {
        let outcome = if passed { "ok" } else { "failed" };
        println!("{name:<13} {outcome:<6} {:>12}", seconds(took));
    }
    result
}

/// The core's unit tests, integration tests and documented examples; `full` adds the slow ones.
fn native(project: &Project, full: bool) -> Result<()> {
    let mut command = cargo();
    command.args(["test", "--package", "feedback-alignment"]);
    if full {
        command.args(["--", "--include-ignored"]);
    }
    process::loud(command.current_dir(&project.root))
}

/// The tests of these commands. Only their test program: this one is running and cannot be replaced on every system.
fn own(project: &Project) -> Result<()> {
    process::loud(
        cargo()
            .args(["test", "--quiet", "--package", "xtask", "--bin", "xtask"])
            .current_dir(&project.root),
    )
}

/// The core's tests again, compiled to WebAssembly, in a browser without a window.
fn in_chromium(project: &Project, browser: &Browser) -> Result<()> {
    let mut command = wasm_pack(project)?;
    command.arg("--chrome");
    if let Some(driver) = &browser.driver {
        command.arg("--chromedriver").arg(driver);
    }
    process::loud(&mut command)
}

/// And in another engine, which must compute the same: what has been compiled serves both.
fn in_firefox(project: &Project, firefox: &Firefox) -> Result<()> {
    let mut command = wasm_pack(project)?;
    command.arg("--firefox");
    command.arg("--geckodriver").arg(&firefox.driver);
    // The runner splits this as a shell would.
    let program = firefox.program.display().to_string().replace('\'', r"'\''");
    command.env("GECKODRIVER_ARGS", format!("--binary '{program}'"));
    process::loud(&mut command)
}

fn wasm_pack(project: &Project) -> Result<Command> {
    let mut command = Command::new("wasm-pack");
    command
        .args(["test", "--headless"])
        .current_dir(&project.root)
        .env("PATH", process::path_with(&tools::folder(project))?)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("WASM_BINDGEN_TEST_TIMEOUT", SECONDS_FOR_A_FILE);
    // The runner takes the first of these that is set, whichever browser wasm-pack was asked for.
    for driver in ["GECKODRIVER", "SAFARIDRIVER", "CHROMEDRIVER"] {
        command.env_remove(driver);
    }
    Ok(command)
}

fn built_site(project: &Project) -> Result<()> {
    site::ensure(project)?;
    site::check_sizes(project)
}

/// The built page in a real browser, as a visitor gets it: from the server of `cargo xtask serve`.
fn end_to_end(project: &Project, browsers: &Browsers, full: bool) -> Result<()> {
    let listener = server::bind(0)?;
    let address = format!("http://{}", listener.local_addr()?);
    let dist = fs::canonicalize(project.dist())?;
    let served = dist.clone();
    thread::spawn(move || server::serve(&listener, &served));
    let mut command = npm::npm(project);
    command
        .args(["run", "--silent", "e2e"])
        .env("BASE_URL", address)
        .env("SITE", dist)
        .env("CHROMIUM", &browsers.chromium.program)
        .env("FIREFOX", &browsers.firefox.program)
        .env("GECKODRIVER", &browsers.firefox.driver);
    if let Some(driver) = &browsers.webkit {
        command.env("WEBKIT_DRIVER", driver);
    }
    if full {
        // Experiments that take minutes, and a run of ten.
        command.env("FULL", "1");
    }
    process::loud(&mut command)
}

fn npm_script(project: &Project, script: &str) -> Result<()> {
    process::loud(npm::npm(project).args(["run", "--silent", script]))
}
