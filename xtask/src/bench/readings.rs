//! What `benches/browser/run.js` has measured: items, each with a number for every round.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::Deserialize;

/// Inputs and outputs of every network.
const INPUTS: usize = 784;
const CLASSES: usize = 10;

#[derive(Deserialize)]
pub struct Report {
    pub date: String,
    pub cpu: String,
    pub cores: usize,
    pub browser: String,
    pub peers: BTreeMap<String, Peer>,
    pub quick: bool,
    /// The share of pixels that are not zero.
    pub density: f64,
    pub items: Vec<Item>,
}

#[derive(Deserialize)]
pub struct Peer {
    pub version: String,
}

/// See `Item` in `benches/browser/plan.js`.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Item {
    pub kind: String,
    pub place: String,
    pub settings: Settings,
    pub sweep: Option<String>,
    pub at: usize,
    pub chains: usize,
    pub form: String,
    pub shape: Vec<usize>,
    pub rules: Vec<String>,
    /// The step from which on it is measured.
    pub from: u32,
    pub steps: u32,
    /// Of one product, or of one call of the peak.
    pub multiply_adds: f64,
    pub allocations: Option<f64>,
    /// Milliseconds, unless the kind of item says otherwise.
    pub rounds: Vec<f64>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Settings {
    pub rule: String,
    pub hidden: Vec<usize>,
    pub batch: Option<usize>,
}

impl Report {
    /// Steps of a network by a rule, outside of sweeps.
    pub fn steps(&self, kind: &str, place: &str, hidden: &[usize], rule: &str) -> Result<&Item> {
        let is_it = |item: &&Item| {
            let Settings {
                rule: its,
                hidden: sizes,
                ..
            } = &item.settings;
            (&*item.kind, &*item.place) == (kind, place)
                && item.sweep.is_none()
                && sizes == hidden
                && its == rule
        };
        self.find(&format!("{kind} with {hidden:?}, {rule}"), is_it)
    }

    /// A product of training by its form and its shape.
    pub fn product(&self, form: &str, shape: &[usize]) -> Result<&Item> {
        let is_it =
            |item: &&Item| item.kind == "product" && item.form == form && item.shape == shape;
        self.find(&format!("{form} {shape:?}"), is_it)
    }

    /// The first item that is it.
    pub fn find(&self, what: &str, is_it: impl Fn(&&Item) -> bool) -> Result<&Item> {
        self.items
            .iter()
            .find(is_it)
            .with_context(|| format!("the measurements lack {what}"))
    }

    /// Items of a kind, in the order in which they were measured.
    pub fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| item.kind == kind)
    }

    /// The peak of multiply–adds per millisecond in each round, by the best number of chains, and
    /// that number.
    pub fn peak(&self) -> Result<(Vec<f64>, usize)> {
        let speed = |item: &Item| median(&item.speeds());
        let best = self
            .of("peak")
            .max_by(|a, b| speed(a).total_cmp(&speed(b)))
            .context("the measurements lack the peak")?;
        Ok((best.speeds(), best.chains))
    }

    /// Of the multiply–adds at the peak in each round, the share that an item reaches.
    pub fn share_of_peak(&self, item: &Item) -> Result<f64> {
        Ok(ratio(&item.speeds(), &self.peak()?.0))
    }

    /// Multiply–adds of a step of back-propagation, less those with pixels that are zero: forward and
    /// update for every layer, feedback for all but the first.
    pub fn multiply_adds(&self, settings: &Settings) -> f64 {
        let hidden = settings.hidden.iter().copied();
        let sizes: Vec<usize> = [INPUTS]
            .into_iter()
            .chain(hidden)
            .chain([CLASSES])
            .collect();
        let layer = |(k, pair): (usize, &[usize])| {
            let all = (pair[0] * pair[1]) as f64;
            if k == 0 {
                2.0 * self.density * all
            } else {
                3.0 * all
            }
        };
        let batch = settings.batch.unwrap_or(64) as f64;
        batch * sizes.windows(2).enumerate().map(layer).sum::<f64>()
    }
}

impl Item {
    pub fn median(&self) -> f64 {
        median(&self.rounds)
    }

    pub fn least(&self) -> f64 {
        self.rounds.iter().copied().fold(f64::NAN, f64::min)
    }

    /// Multiply–adds per millisecond in each round.
    pub fn speeds(&self) -> Vec<f64> {
        let speed = |ms: &f64| self.multiply_adds / ms;
        self.rounds.iter().map(speed).collect()
    }
}

/// The middle one, or the mean of the two in the middle; NaN of nothing.
pub fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

/// The median over rounds of a/b: what disturbs a round disturbs both.
pub fn ratio(a: &[f64], b: &[f64]) -> f64 {
    let ratios: Vec<f64> = a.iter().zip(b).map(|(a, b)| a / b).collect();
    median(&ratios)
}

#[cfg(test)]
mod tests {
    use super::super::example::report;
    use super::*;

    #[test]
    fn medians_and_ratios_are_those_of_rounds() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&[]).is_nan());
        // A round in which everything takes ten times as long changes nothing.
        assert_eq!(ratio(&[2.0, 20.0, 2.0], &[1.0, 10.0, 1.0]), 2.0);
        let item = Item {
            rounds: vec![3.0, 2.0, 4.0],
            multiply_adds: 12.0,
            ..Item::default()
        };
        assert_eq!((item.median(), item.least()), (3.0, 2.0));
        assert_eq!(item.speeds(), [4.0, 6.0, 3.0]);
    }

    #[test]
    fn zero_pixels_cost_no_multiply_adds() {
        let report = report(|_| 1.0);
        let settings = Settings {
            hidden: vec![100],
            batch: Some(1),
            ..Settings::default()
        };
        // 78,400 weights, of which a fifth is met, twice; 1,000 more, three times.
        assert_eq!(report.multiply_adds(&settings), 31_360.0 + 3_000.0);
    }

    #[test]
    fn the_peak_is_the_fastest_and_shares_are_of_it() {
        let report = report(|item| match item.chains {
            8 => 0.5,
            12 => 0.25,
            _ => 0.5,
        });
        assert_eq!(report.peak().unwrap().1, 12);
        let item = report.product("forward", &[64, 784, 800]).unwrap();
        assert_eq!(report.share_of_peak(item).unwrap(), 0.5);
    }

    #[test]
    fn what_was_not_measured_is_named() {
        let report = report(|_| 1.0);
        let sentence = report.product("backward", &[1, 2, 3]).err().unwrap();
        assert!(
            sentence.to_string().contains("backward [1, 2, 3]"),
            "{sentence}"
        );
    }
}
