//! Which layers learn, and when: freezing as a schedule of steps.

use crate::error::{Error, Result};
#[cfg(not(target_arch = "wasm32"))]
use crate::settings::Kind;
use crate::settings::{MOST_LAYERS, Setting, Value};
use std::ops::RangeInclusive;

/// A schedule, written as phases with their steps: `hidden*90, output*30, all`. A phase names
/// layers (`all`, `hidden`, `output`, `none`, or numbers such as `2`, `1-3` and `1+3`; the output
/// layer is the last number); the last phase goes on for ever. A layer that does not learn keeps
/// its weights, biases and momentum as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule(Vec<Phase>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Phase {
    layers: Layers,
    steps: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Layers {
    All,
    Hidden,
    Output,
    None,
    Some(Vec<RangeInclusive<usize>>),
}

/// More phases than this are a mistake.
const MOST_PHASES: usize = 64;
const MOST_STEPS: u64 = 1_000_000_000;

impl Schedule {
    /// Every layer, always.
    pub fn all() -> Self {
        let layers = Layers::All;
        Schedule(vec![Phase { layers, steps: 0 }])
    }

    /// Whether layer k of a network of `depth` layers learns at the step after `step` steps.
    pub fn learns(&self, step: u64, k: usize, depth: usize) -> bool {
        let mut end = 0;
        let mut phase = &self.0[0];
        for next in &self.0 {
            phase = next;
            end += next.steps;
            if step < end {
                break;
            }
        }
        match &phase.layers {
            Layers::All => true,
            Layers::None => false,
            Layers::Hidden => k < depth,
            Layers::Output => k == depth,
            Layers::Some(ranges) => ranges.iter().any(|range| range.contains(&k)),
        }
    }

    /// The steps after which other layers learn.
    pub fn borders(&self) -> Vec<u64> {
        let mut end = 0;
        let ends = self.0.iter().map(|phase| {
            end += phase.steps;
            end
        });
        // The last phase goes on for ever.
        ends.take(self.0.len() - 1).collect()
    }

    /// The highest layer that is named by its number; 0 if none is.
    pub fn highest(&self) -> usize {
        let ranges = self.0.iter().filter_map(|phase| match &phase.layers {
            Layers::Some(ranges) => Some(ranges),
            _ => None,
        });
        ranges
            .flatten()
            .map(|range| *range.end())
            .max()
            .unwrap_or(0)
    }

    fn read(text: &str) -> Option<Self> {
        let phases: Vec<&str> = text.split(',').map(str::trim).collect();
        if phases.len() > MOST_PHASES {
            return None;
        }
        let last = phases.len() - 1;
        let phase = |(i, text): (usize, &&str)| {
            let (layers, steps) = match text.split_once('*') {
                Some((layers, steps)) => (layers.trim(), steps.trim().parse().ok()?),
                None if i == last => (*text, 0),
                None => return None,
            };
            let counted = (1..=MOST_STEPS).contains(&steps) || !text.contains('*');
            let layers = read_layers(layers)?;
            counted.then_some(Phase { layers, steps })
        };
        let phases: Option<Vec<Phase>> = phases.iter().enumerate().map(phase).collect();
        phases.map(Schedule)
    }
}

fn read_layers(text: &str) -> Option<Layers> {
    let number = |text: &str| {
        let number: usize = text.trim().parse().ok()?;
        (1..=MOST_LAYERS + 1).contains(&number).then_some(number)
    };
    let range = |text: &str| match text.split_once('-') {
        Some((from, to)) => {
            let range = number(from)?..=number(to)?;
            (!range.is_empty()).then_some(range)
        }
        None => number(text).map(|k| k..=k),
    };
    Some(match text {
        "all" => Layers::All,
        "hidden" => Layers::Hidden,
        "output" => Layers::Output,
        "none" => Layers::None,
        _ => Layers::Some(text.split('+').map(range).collect::<Option<_>>()?),
    })
}

impl std::fmt::Display for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, Phase { layers, steps }) in self.0.iter().enumerate() {
            f.write_str(if i == 0 { "" } else { ", " })?;
            match layers {
                Layers::All => f.write_str("all")?,
                Layers::Hidden => f.write_str("hidden")?,
                Layers::Output => f.write_str("output")?,
                Layers::None => f.write_str("none")?,
                Layers::Some(ranges) => {
                    for (i, range) in ranges.iter().enumerate() {
                        f.write_str(if i == 0 { "" } else { "+" })?;
                        let (from, to) = (range.start(), range.end());
                        if from == to {
                            write!(f, "{from}")?;
                        } else {
                            write!(f, "{from}-{to}")?;
                        }
                    }
                }
            }
            if *steps > 0 {
                write!(f, "*{steps}")?;
            }
        }
        Ok(())
    }
}

impl Setting for Schedule {
    fn parse(key: &str, value: &Value, _: &RangeInclusive<f64>) -> Result<Self> {
        let read = match value {
            Value::Text(text) => Self::read(text),
            _ => None,
        };
        read.ok_or_else(|| {
            Error::new(format!(
                "{key} must name layers and steps, such as all, 2-3 or hidden*90, output*30, all, but is {value}"
            ))
        })
    }
    fn value(&self) -> Value {
        Value::Text(self.to_string())
    }
    #[cfg(not(target_arch = "wasm32"))]
    fn kind(_: &RangeInclusive<f64>) -> Kind {
        Kind::Text
    }
}
