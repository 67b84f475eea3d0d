//! Does every experiment of the laboratory show, on real digits, what its sentence says?
//!
//! Needs the packed digits under `data/` (`cargo xtask digits` makes them). The quick experiments run
//! on the seed that the page starts with; `cargo xtask test --full` adds the slow ones, and other seeds.
#![cfg(not(target_arch = "wasm32"))] // files, and the table is compiled natively only

use feedback_alignment::data::{Dataset, folder};
use feedback_alignment::network::Trainer;
use feedback_alignment::presets::{self, History, Moment, Preset};
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// Training examples on which the page measures the training curves and the angles.
const PROBE: usize = 256;

static DIGITS: LazyLock<(Arc<Dataset>, Dataset)> = LazyLock::new(|| {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let (train, validation) = folder::load(&packed)
        .unwrap_or_else(|why| panic!("{why}; `cargo xtask digits` makes them"));
    (Arc::new(train), validation)
});

/// Whether a claim about the rule needs to know what the page sees after so many steps.
fn asked_for(preset: &Preset, rule: &str, step: u64) -> bool {
    let terms = preset.claims.iter().flat_map(|claim| claim.terms());
    let of_rule = terms.filter(|term| term.rule == rule);
    let asks = |moment: Moment| match moment {
        Moment::Start => step == 0,
        Moment::End => step == preset.steps,
        Moment::Step(k) => step == k,
        Moment::Peak | Moment::Lowest => true,
    };
    of_rule.into_iter().any(|term| asks(term.moment))
}

/// One rule from start to end, with those looks of the page's that claims are about.
fn run(preset: &Preset, rule: &str, seed: u32) -> Vec<(u64, presets::Seen)> {
    let (train, validation) = &*DIGITS;
    let settings = preset.settings_of(rule, seed).unwrap();
    let mut trainer = Trainer::new(&settings, train.clone()).unwrap();
    let probe = trainer.data().head(PROBE);
    let mut history = vec![];
    for step in preset.looks() {
        while trainer.step_count() < step {
            trainer.step();
        }
        if asked_for(preset, rule, step) {
            let mut look = trainer.begin_look();
            let seen = trainer.look(&mut look, validation, &probe, usize::MAX);
            history.push((step, seen.expect("a look at everything")));
        }
    }
    history
}

/// Runs an experiment and says which of its claims did not come true.
fn failures(preset: &Preset, seed: u32) -> Vec<String> {
    let clock = std::time::Instant::now();
    let runs: Vec<_> = std::thread::scope(|scope| {
        let start = |&rule| scope.spawn(move || run(preset, rule, seed));
        let lanes: Vec<_> = preset.rules.iter().map(start).collect();
        lanes.into_iter().map(|lane| lane.join().unwrap()).collect()
    });
    let of = |rule: &str| -> &History {
        let racer = preset.rules.iter().position(|racer| *racer == rule);
        &runs[racer.expect("claims are about rules that race")]
    };
    println!("{} seed {seed}: {:.1?}", preset.id, clock.elapsed());
    let mut failures = vec![];
    for claim in &preset.claims {
        let (left, right) = claim.sides(of);
        let sign = if claim.more { '>' } else { '<' };
        let line = format!(
            "{} seed {seed}: {}: {left:.2} {sign} {right:.2}",
            preset.id, claim.text
        );
        println!("  {line}");
        if !claim.holds(of) {
            failures.push(line);
        }
    }
    failures
}

fn check(slow: bool, seeds: &[u32]) {
    let presets = presets::all();
    let chosen = presets.iter().filter(|preset| preset.slow == slow);
    let failed = chosen.flat_map(|preset| seeds.iter().flat_map(|&seed| failures(preset, seed)));
    let failed: Vec<String> = failed.collect();
    assert!(
        failed.is_empty(),
        "claims that are not true:\n{}",
        failed.join("\n")
    );
}

#[test]
fn the_quick_experiments_show_what_they_say() {
    check(false, &[1]);
}

#[test]
#[ignore = "slow: cargo xtask test --full"]
fn the_slow_experiments_show_what_they_say() {
    check(true, &[1]);
}

#[test]
#[ignore = "slow: cargo xtask test --full"]
fn so_do_the_quick_ones_from_other_starts() {
    check(false, &[2, 3]);
}

#[test]
#[ignore = "slow: cargo xtask test --full"]
fn so_do_the_slow_ones_from_other_starts() {
    check(true, &[2, 3]);
}
