//! What the tests of all stages came to: how many passed, and which took longest.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::step::seconds;

/// How many of the slowest tests are named.
const SLOWEST: usize = 10;

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Collected from stages that may run side by side.
#[derive(Default)]
pub struct Tally(Mutex<(Counts, Vec<(Duration, String)>)>);

impl Tally {
    fn change(&self, change: impl FnOnce(&mut (Counts, Vec<(Duration, String)>))) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn count(&self, counts: Counts) {
        self.change(|(sum, _)| *sum += counts);
    }

    fn note(&self, stage: &str, name: &str, took: Duration) {
        self.change(|(_, tests)| tests.push((took, format!("{stage}: {name}"))));
    }

    /// The numbers of all stages, in a line that stands for them.
    pub fn summary(&self) -> String {
        let Counts {
            passed,
            failed,
            skipped,
        } = self.0.lock().unwrap_or_else(PoisonError::into_inner).0;
        format!("tests: {passed} passed, {failed} failed, {skipped} skipped")
    }

    /// The slowest tests, a line each.
    pub fn slowest(&self) -> Vec<String> {
        let mut tests = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .1
            .clone();
        tests.sort_by_key(|(took, _)| std::cmp::Reverse(*took));
        let lines = tests.iter().take(SLOWEST);
        lines
            .map(|(took, name)| format!("{:>12}  {name}", seconds(*took)))
            .collect()
    }

    /// Hears the lines of a test program of Rust's; says which of them are worth showing: all but those of tests that
    /// pass.
    pub fn of_rust<'a>(&'a self, stage: &'a str) -> impl FnMut(&str) -> bool + 'a {
        let mut last: Option<Instant> = None;
        move |line| {
            let now = Instant::now();
            if let Some(counts) = counts_of_rust(line) {
                self.count(counts);
                return counts.failed > 0;
            }
            let Some((name, outcome)) = test_of_rust(line) else {
                // Headings and empty lines of programs that have nothing to say.
                let said = line.trim_start();
                let headings = [
                    "running ",
                    "Running ",
                    "Blocking ",
                    "Compiling ",
                    "Finished ",
                ];
                return !said.is_empty() && !headings.iter().any(|known| said.starts_with(known));
            };
            // Without a time of its own, as in a browser, it took since the test before; before the first
            // there was more to do.
            let took = time_of(outcome).or(last.map(|last| now - last));
            last = Some(now);
            if let Some(took) = took.filter(|_| !outcome.starts_with("ignored")) {
                self.note(stage, name, took);
            }
            outcome.starts_with("FAILED") || outcome.starts_with("FAIL")
        }
    }

    /// Hears the lines of `www/tests/reporter.js`.
    pub fn of_node(&self) -> impl FnMut(&str) -> bool + '_ {
        move |line| match counts_of_node(line) {
            Some(counts) => {
                self.count(counts);
                false
            }
            None => true,
        }
    }

    /// Reads the times that `www/tests/reporter.js` has written down.
    pub fn read_times(&self, stage: &str, file: &Path) -> Result<()> {
        let text =
            fs::read_to_string(file).with_context(|| format!("{} is missing", file.display()))?;
        let tests: Vec<Value> = serde_json::from_str(&text)?;
        for test in tests {
            let text = |key: &str| test[key].as_str().unwrap_or_default().to_string();
            let took = Duration::from_secs_f64(test["ms"].as_f64().unwrap_or(0.0).max(0.0) / 1e3);
            self.note(stage, &format!("{} ({})", text("name"), text("file")), took);
        }
        Ok(())
    }
}

/// Name and outcome in "test rules::fa_is_bp ... ok <0.012s>".
fn test_of_rust(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("test ")?.split_once(" ... ")
}

/// The 0.012 s of "ok <0.012s>".
fn time_of(outcome: &str) -> Option<Duration> {
    let seconds = outcome.rsplit_once('<')?.1.strip_suffix("s>")?;
    Some(Duration::from_secs_f64(seconds.parse().ok()?))
}

/// The counts of "test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured; 1 filtered out".
fn counts_of_rust(line: &str) -> Option<Counts> {
    let parts = line.strip_prefix("test result: ")?;
    let count = |what: &str| -> Option<u64> {
        let part = parts.split([';', '.']).find(|part| part.ends_with(what))?;
        part.trim().split(' ').next()?.parse().ok()
    };
    Some(Counts {
        passed: count(" passed")?,
        failed: count(" failed")?,
        skipped: count(" ignored")?,
    })
}

/// The counts of "12 passed, 0 failed, 3 skipped", alone on its line.
fn counts_of_node(line: &str) -> Option<Counts> {
    let mut counts = line.split(", ").map(|part| {
        let (number, what) = part.split_once(' ')?;
        Some((number.parse().ok()?, what))
    });
    let mut next = |expected: &str| -> Option<u64> {
        let (number, what) = counts.next()??;
        (what == expected).then_some(number)
    };
    let counts = Counts {
        passed: next("passed")?,
        failed: next("failed")?,
        skipped: next("skipped")?,
    };
    Some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_test_programs_say_is_understood() {
        let tally = Tally::default();
        let mut hear = tally.of_rust("native");
        let shown: Vec<&str> = [
            "",
            "    Blocking waiting for file lock on build directory",
            "running 3 tests",
            "test a::quick ... ok <0.012s>",
            "test a::slow ... ok <2.500s>",
            "test a::wrong ... FAILED <0.001s>",
            "test a::later ... ignored, waits for --full",
            "---- a::wrong stdout ----",
            "test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 5 filtered out; finished in 2.51s",
        ]
        .into_iter()
        .filter(|line| hear(line))
        .collect();
        assert_eq!(shown.len(), 3, "{shown:?}");
        assert!(shown[0].contains("a::wrong") && shown[1].contains("stdout"));
        drop(hear);
        let mut hear = tally.of_node();
        assert!(hear("deck.test.js 12 passed") && hear("1 passed, 2 failed"));
        assert!(!hear("7 passed, 0 failed, 2 skipped"));
        drop(hear);
        assert_eq!(tally.summary(), "tests: 9 passed, 1 failed, 3 skipped");
        let slowest = tally.slowest();
        assert_eq!(slowest.len(), 3);
        assert!(
            slowest[0].ends_with("2.5 s  native: a::slow"),
            "{slowest:?}"
        );
    }

    #[test]
    fn a_test_without_a_time_took_since_the_one_before() {
        let tally = Tally::default();
        let mut hear = tally.of_rust("Chromium");
        assert!(!hear("test web::after_compilation ... ok"));
        std::thread::sleep(Duration::from_millis(20));
        assert!(!hear("test web::boundary ... ok"));
        drop(hear);
        let noted = &tally.0.lock().unwrap().1;
        assert!(noted.len() == 1 && noted[0].0 >= Duration::from_millis(20));
    }

    #[test]
    fn only_ten_are_named() {
        let tally = Tally::default();
        for i in 0..30 {
            tally.note("unit", &format!("test {i}"), Duration::from_secs(i));
        }
        let slowest = tally.slowest();
        assert!(slowest.len() == SLOWEST && slowest[0].ends_with("unit: test 29"));
    }
}
