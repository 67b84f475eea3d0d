//! Training steps on real digits, natively: `cargo bench --bench steps`.
//!
//! Needs the packed digits under `data/` (`cargo xtask digits` makes them).

use divan::Bencher;
use feedback_alignment::data::{Dataset, folder};
use feedback_alignment::network::{Rule, Settings, Trainer};
use feedback_alignment::settings::Choice;
use std::path::Path;
use std::sync::{Arc, LazyLock};

static DIGITS: LazyLock<Arc<Dataset>> = LazyLock::new(|| {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let (train, _) = folder::load(&packed)
        .unwrap_or_else(|why| panic!("{why}; `cargo xtask digits` makes them"));
    Arc::new(train)
});

/// Steps before the first that counts: by then every buffer has its size.
const WARM: usize = 10;

fn main() {
    divan::main();
}

fn step(bencher: Bencher, settings: &Settings) {
    let mut trainer = Trainer::new(settings, DIGITS.clone()).expect("settings that will do");
    for _ in 0..WARM {
        trainer.step();
    }
    bencher
        .counter(divan::counter::ItemsCount::new(settings.batch))
        .bench_local(|| trainer.step());
}

/// The rules, on the network that the page shows first.
#[divan::bench(args = Rule::ALL.iter().map(|rule| rule.id()))]
fn rule(bencher: Bencher, id: &str) {
    let rule = *Rule::ALL
        .iter()
        .find(|rule| rule.id() == id)
        .expect("a rule");
    step(
        bencher,
        &Settings {
            rule,
            ..Settings::default()
        },
    );
}

/// Back-propagation, by the hidden layers.
#[divan::bench(args = ["100", "200-100", "800", "800-800"])]
fn network(bencher: Bencher, hidden: &str) {
    let hidden = hidden
        .split('-')
        .map(|width| width.parse().expect("a width"));
    step(
        bencher,
        &Settings {
            hidden: hidden.collect(),
            ..Settings::default()
        },
    );
}

/// Back-propagation, by the size of the minibatch.
#[divan::bench(args = [1, 8, 64, 512])]
fn batch(bencher: Bencher, batch: usize) {
    step(
        bencher,
        &Settings {
            batch,
            ..Settings::default()
        },
    );
}
