//! Every test there is, from the smallest to the whole page, stopping where something fails.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::project::{Project, cargo};
use crate::server::{self, Folder};
use crate::step::{both, say, seconds, step};
use crate::tally::Tally;
use crate::target::TARGET;
use crate::{
    browser, digits, experiments, firefox, npm, posters, process, site, tools, wasm, webkit,
};

/// What the core's tests may take in a browser: one minute here, more where a machine has other things to do.
const SECONDS_IN_A_BROWSER: &str = "600";

/// The tests of the core that a browser can run: one program, the same for all browsers.
const IN_BROWSERS: [&str; 4] = ["--test", "core", "--target", TARGET];

/// What one browser could do differently from another: a group of modules of that program.
const OF_ENGINES: &str = "engine::";

/// What the tests need besides the code.
pub struct SetUp {
    chromium: PathBuf,
    chromedriver: PathBuf,
    firefox: PathBuf,
    geckodriver: PathBuf,
    runner: PathBuf,
    /// Only for the slow tests, where it can be had.
    webkit: Option<PathBuf>,
    /// Only for the slow tests.
    wasm_pack: Option<PathBuf>,
}

impl SetUp {
    /// Obtains what is missing. What only a person can install is asked for first.
    pub fn ensure(project: &Project, full: bool) -> Result<Self> {
        let (chromium, chromedriver) = browser::ensure_with_driver(project)?;
        let firefox = firefox::ensure(project)?;
        let webkit = if full { webkit::ensure(project)? } else { None };
        let (_, (geckodriver, wasm_pack, runner)) = both(
            || {
                wasm::ensure(project)?;
                digits::ensure(project)
            },
            || {
                let geckodriver = tools::geckodriver(project)?;
                let wasm_pack = if full {
                    Some(tools::wasm_pack(project)?)
                } else {
                    None
                };
                Ok((geckodriver, wasm_pack, tools::test_runner(project)?))
            },
        )?;
        Ok(Self {
            chromium,
            chromedriver,
            firefox,
            geckodriver,
            runner,
            webkit,
            wasm_pack,
        })
    }
}

/// One run of the tests.
struct Run {
    project: Project,
    full: bool,
    tools: SetUp,
    tally: Tally,
}

/// A stage's name and work.
type Stage = (&'static str, fn(&Run) -> Result<()>);

/// Stages side by side in a row, one row after the other. What measures time comes last, alone.
const STAGES: &[&[Stage]] = &[
    &[("native", Run::native), ("wasm", Run::compile_wasm)],
    &[("Chromium", Run::in_chromium), ("Firefox", Run::in_firefox)],
    &[("xtask", Run::own), ("JavaScript", Run::javascript)],
    &[("site", Run::built_site)],
    &[("experiments", Run::experiments)],
    &[("posters", Run::posters)],
    &[("page", Run::page)],
    &[("timing", Run::timing)],
];

/// And these for `--full`.
const MORE_STAGES: &[&[Stage]] = &[&[("wasm-pack", Run::wasm_pack)]];

/// Runs the stages in order and sums them up.
pub fn run(project: Project, full: bool) -> Result<()> {
    let start = Instant::now();
    let tools = SetUp::ensure(&project, full)?;
    let mut done = vec![("set-up", true, start.elapsed())];
    let run = Run {
        project,
        full,
        tools,
        tally: Tally::default(),
    };
    let more = if full { MORE_STAGES } else { &[] };
    let mut result = Ok(());
    for row in STAGES.iter().chain(more) {
        let outcomes = run.row(row);
        for (name, took, outcome) in outcomes {
            done.push((name, outcome.is_ok(), took));
            result = result.and(outcome.with_context(|| format!("the {name} tests failed")));
        }
        if result.is_err() {
            break;
        }
    }
    say("");
    for (name, passed, took) in done {
        let outcome = if passed { "ok" } else { "failed" };
        say(&format!("{name:<11} {outcome:<6} {:>12}", seconds(took)));
    }
    say(&format!("{:<18} {:>12}", "all", seconds(start.elapsed())));
    say("\nthe slowest tests");
    for line in run.tally.slowest() {
        say(&line);
    }
    say(&format!("\n{}", run.tally.summary()));
    result
}

impl Run {
    /// Runs stages side by side.
    fn row(&self, stages: &[Stage]) -> Vec<(&'static str, Duration, Result<()>)> {
        thread::scope(|scope| {
            let running: Vec<_> = stages
                .iter()
                .map(|&(name, work)| {
                    let worker = scope.spawn(move || {
                        let start = Instant::now();
                        let outcome = step(&format!("{name} tests"), || work(self));
                        (name, start.elapsed(), outcome)
                    });
                    (name, worker)
                })
                .collect();
            let ended = running.into_iter().map(|(name, worker)| {
                let panicked = |_| (name, Duration::ZERO, Err(anyhow::anyhow!("a panic")));
                worker.join().unwrap_or_else(panicked)
            });
            ended.collect()
        })
    }

    /// The core's unit tests, integration tests and documented examples; the slow ones, too, where all are run.
    fn native(&self) -> Result<()> {
        for program in compiled_tests(&self.project, &["--lib", "--tests"])? {
            let mut command = Command::new(program);
            // As cargo would start it; the variable lets it tell how long each test took.
            command
                .args(["-Zunstable-options", "--report-time"])
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_MANIFEST_DIR", &self.project.root)
                .current_dir(&self.project.root);
            if self.full {
                command.arg("--include-ignored");
            }
            self.rust_tests("native", &mut command)?;
        }
        let mut examples = cargo();
        examples
            .args(["test", "--doc", "--package", "feedback-alignment"])
            .current_dir(&self.project.root);
        self.rust_tests("example", &mut examples)
    }

    /// The tests of these commands. Only their test program: this one is running and cannot be replaced on every system.
    fn own(&self) -> Result<()> {
        let mut command = cargo();
        command
            .args(["test", "--profile", "tools", "--package", "xtask"])
            .args(["--bin", "xtask"])
            .current_dir(&self.project.root);
        self.rust_tests("xtask", &mut command)
    }

    /// Compiles the core's tests to WebAssembly, for all browsers.
    fn compile_wasm(&self) -> Result<()> {
        compiled_tests(&self.project, &IN_BROWSERS).map(|_| ())
    }

    fn in_chromium(&self) -> Result<()> {
        let driver = ("CHROMEDRIVER", self.tools.chromedriver.as_path());
        self.in_browser("Chromium", driver, |_| ())
    }

    /// And in another engine, which must compute the same: what could differ there, or all.
    fn in_firefox(&self) -> Result<()> {
        let driver = ("GECKODRIVER", self.tools.geckodriver.as_path());
        // The runner splits this as a shell would.
        let program = self.tools.firefox.display().to_string();
        let arguments = format!("--binary '{}'", program.replace('\'', r"'\''"));
        self.in_browser("Firefox", driver, |command| {
            command.env("GECKODRIVER_ARGS", arguments);
            if !self.full {
                command.arg(OF_ENGINES);
            }
        })
    }

    fn in_browser(
        &self,
        name: &str,
        (variable, driver): (&str, &Path),
        prepare: impl FnOnce(&mut Command),
    ) -> Result<()> {
        let tests = compiled_tests(&self.project, &IN_BROWSERS)?;
        let [program] = tests.as_slice() else {
            bail!(
                "the tests in browsers should be one program, but are {}",
                tests.len()
            );
        };
        let mut command = Command::new(&self.tools.runner);
        command
            .arg(program)
            .current_dir(&self.project.root)
            .env("WASM_BINDGEN_TEST_TIMEOUT", SECONDS_IN_A_BROWSER);
        clear_drivers(&mut command);
        command.env(variable, driver);
        prepare(&mut command);
        self.rust_tests(name, &mut command)
    }

    /// The same tests as people start them by hand.
    fn wasm_pack(&self) -> Result<()> {
        let Some(wasm_pack) = &self.tools.wasm_pack else {
            bail!("wasm-pack is missing");
        };
        let mut command = Command::new(wasm_pack);
        command
            .args(["test", "--headless", "--chrome", "--chromedriver"])
            .arg(&self.tools.chromedriver)
            .current_dir(&self.project.root)
            .env(
                "PATH",
                process::path_with(&tools::for_wasm_pack(&self.project)?)?,
            )
            .env("WASM_BINDGEN_TEST_TIMEOUT", SECONDS_IN_A_BROWSER);
        clear_drivers(&mut command);
        self.rust_tests("wasm-pack", &mut command)
    }

    /// Runs a program that says what Rust's test programs say.
    fn rust_tests(&self, stage: &str, command: &mut Command) -> Result<()> {
        let mut hear = self.tally.of_rust(stage);
        process::listen(process::coloured(command), |line| {
            if hear(line) {
                say(line);
            }
        })
    }

    fn javascript(&self) -> Result<()> {
        self.node_tests("unit", "test", |_| ())
    }

    fn built_site(&self) -> Result<()> {
        site::ensure(&self.project)?;
        site::check_sizes(&self.project)
    }

    /// What the laboratory claims, on real digits.
    fn experiments(&self) -> Result<()> {
        experiments::judge(&self.project, self.full)
    }

    fn posters(&self) -> Result<()> {
        posters::ensure(&self.project, &self.tools.chromium)
    }

    /// The built page in a real browser, as a visitor gets it: from the server of `cargo xtask serve`.
    fn page(&self) -> Result<()> {
        self.on_the_site("page", "e2e")
    }

    /// What measures time or memory there, with nothing beside it.
    fn timing(&self) -> Result<()> {
        self.on_the_site("timing", "timing")
    }

    fn on_the_site(&self, stage: &str, script: &str) -> Result<()> {
        let dist = fs::canonicalize(self.project.dist())?;
        let address = server::serve_meanwhile(Folder::site(&dist))?;
        self.node_tests(stage, script, |command| {
            command
                .env("BASE_URL", address)
                .env("SITE", dist)
                .env("RUNS", experiments::folder(&self.project))
                .env("CHROMIUM", &self.tools.chromium)
                .env("FIREFOX", &self.tools.firefox)
                .env("GECKODRIVER", &self.tools.geckodriver);
            if let Some(driver) = &self.tools.webkit {
                command.env("WEBKIT_DRIVER", driver);
            }
            if self.full {
                command.env("FULL", "1");
            }
        })
    }

    /// Runs a script of package.json that says what `www/tests/reporter.js` says.
    fn node_tests(
        &self,
        stage: &str,
        script: &str,
        prepare: impl FnOnce(&mut Command),
    ) -> Result<()> {
        let times = self.project.scratch(format!("{script}.times.json"));
        let mut command = npm::npm(&self.project);
        command
            .args(["run", "--silent", script])
            .env("DURATIONS", &times);
        prepare(&mut command);
        let mut hear = self.tally.of_node();
        let outcome = process::listen(process::coloured(&mut command), |line| {
            if hear(line) {
                say(line);
            }
        });
        // A failure is more worth telling than that its times are missing.
        outcome.and(self.tally.read_times(stage, &times))
    }
}

/// Compiles the core's tests and names their programs.
fn compiled_tests(project: &Project, which: &[&str]) -> Result<Vec<PathBuf>> {
    let mut programs = Vec::new();
    let mut said = Vec::new();
    let mut command = cargo();
    command
        .args(["test", "--package", "feedback-alignment", "--no-run"])
        .args(which)
        .arg("--message-format=json-render-diagnostics")
        .current_dir(&project.root)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    let outcome = process::listen(&mut command, |line| {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            return said.push(line.to_string());
        };
        let is_test = message["profile"]["test"] == true;
        if let (true, Some(program)) = (is_test, message["executable"].as_str()) {
            programs.push(PathBuf::from(program));
        }
    });
    if outcome.is_err() {
        say(&said.join("\n"));
    }
    outcome.map(|()| programs)
}

/// The runner takes the first driver that is named, whichever was meant.
fn clear_drivers(command: &mut Command) {
    for driver in [
        "GECKODRIVER",
        "SAFARIDRIVER",
        "CHROMEDRIVER",
        "MSEDGEDRIVER",
    ] {
        command.env_remove(driver);
        command.env_remove(format!("{driver}_REMOTE"));
    }
}
