//! The experiments of the laboratory as data: page, tests and slides have them from here. An
//! experiment is a state of the figure, one sentence that says what to look for, and claims that
//! must come true when the state is run on the digits: `cargo run --release --bin experiments` runs
//! every one, judges its claims, and records it as the page saves a run.
//!
//! Natively only: the page gets them from `cargo run --bin schema` while it is being bundled.

mod build;
mod claim;
mod depth;
mod mechanism;
mod recording;
mod run;
mod scales;
mod starts;
mod training;

pub use claim::{Claim, Moment, Quantity, Side, Term};
pub use recording::Recording;
pub use run::{Track, TrackSnapshot, run};

use crate::error::Result;
use crate::network::Settings;
use crate::settings::Value;
use serde::Serialize;

/// The step after which the page looks at the networks next: powers of two at first, then every 25
/// steps while much happens, and every 125 from there on, so that looking takes little of the time;
/// with every doubling from 2500 half as often. Where a schedule lets other layers learn, at one of the
/// `borders`, curves bend as they do at the start: looks are powers of two apart again.
pub fn next_look(step: u64, borders: &[u64]) -> u64 {
    let doubled = |since: u64| since + (step - since + 1).next_power_of_two();
    let grid = match step {
        0..16 => doubled(0),
        16..250 => 25 * (step / 25 + 1),
        _ => {
            let every = 125 << (step / 1250).max(1).ilog2();
            every * (step / every + 1)
        }
    };
    let of_border = |&border: &u64| match border {
        _ if border > step => Some(border),
        _ if step - border < DENSE_LOOKS => Some(doubled(border)),
        _ => None,
    };
    borders.iter().filter_map(of_border).fold(grid, u64::min)
}

/// After a border looks are powers of two apart for so many steps.
const DENSE_LOOKS: u64 = 16;

/// The panels that a preset may ask for.
pub const PANELS: [&str; 14] = [
    "accuracy",
    "loss",
    "training-accuracy",
    "training-loss",
    "angles",
    "code",
    "weights",
    "ratio",
    "confusion",
    "fields",
    "hidden",
    "mistakes",
    "draw",
    "diagram",
];

/// One experiment.
#[derive(Clone, Debug, Serialize)]
pub struct Preset {
    /// Its word in URLs and attributes.
    pub id: &'static str,
    /// Its name in the list.
    pub label: &'static str,
    /// What it stands with.
    pub chapter: &'static str,
    /// What to look for, and why it happens.
    pub sentence: &'static str,
    /// The settings that differ from the default ones.
    pub settings: Vec<(&'static str, Value)>,
    /// The rules that race.
    pub rules: Vec<&'static str>,
    /// Where the run ends.
    pub steps: u64,
    /// The panels worth showing, the most telling first.
    pub panels: Vec<&'static str>,
    /// Learning rates of single rules, instead of the common one.
    pub rates: Vec<(&'static str, f64)>,
    /// Steps after which its schedule lets other layers learn.
    pub borders: Vec<u64>,
    /// Whether a page needs the better part of a minute for it; its claims are judged by
    /// `cargo xtask test --full`.
    pub slow: bool,
    /// The step that its poster shows, where that is not the end: one that makes the point sooner.
    pub poster_step: Option<u64>,
    /// What must come true.
    pub claims: Vec<Claim>,
}

impl Preset {
    /// The settings of one of its rules, checked.
    ///
    /// # Errors
    /// The first setting that is none, or out of range, or a rule that there is not.
    pub fn settings_of(&self, rule: &str, seed: u32) -> Result<Settings> {
        let rate = self.rates.iter().find(|(racer, _)| *racer == rule);
        let rate = rate.map(|&(_, rate)| ("learning_rate", Value::Number(rate)));
        let own = [
            ("rule", Value::Text(rule.into())),
            ("seed", Value::Number(seed.into())),
        ];
        let values = self.settings.iter().cloned().chain(own).chain(rate);
        Settings::from_values(values.map(|(key, value)| (key.into(), value)))
    }

    /// The steps after which the page looks at the networks, from the start to `end`.
    pub fn looks(&self, end: u64) -> Vec<u64> {
        let next = |&step: &u64| Some(next_look(step, &self.borders));
        let looks = std::iter::successors(Some(0), next);
        looks.take_while(|&step| step < end).chain([end]).collect()
    }
}

/// Every experiment, in the order in which people see them.
pub fn all() -> Vec<Preset> {
    let chapters = [
        ("Starts", starts::all()),
        ("Sizes of weights, wires and steps", scales::all()),
        ("Training", training::all()),
        ("Layers", [mechanism::all(), depth::all()].concat()),
    ];
    let named = |(chapter, presets): (_, Vec<Preset>)| {
        let preset = move |preset| Preset { chapter, ..preset };
        presets.into_iter().map(preset)
    };
    chapters.into_iter().flat_map(named).collect()
}
