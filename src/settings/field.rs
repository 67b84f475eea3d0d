//! The rows of a settings table, as the page sees them.

use super::value::Value;
use serde::Serialize;
use std::ops::RangeInclusive;

/// One row of a settings table, as the page sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Name of the setting: the key of the plain object.
    pub key: &'static str,
    /// What it means, in the words of its documentation.
    pub doc: &'static str,
    /// The value where nobody says otherwise.
    pub default: Value,
    /// Type and legal values.
    #[serde(flatten)]
    pub kind: Kind,
}

/// Type and legal values of one setting.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Kind {
    /// A real number.
    Number(Limits),
    /// A whole number.
    Integer(Limits),
    /// A list of at most [`MOST_LAYERS`](super::MOST_LAYERS) whole numbers.
    Sizes(Limits),
    /// A line in a notation of its own.
    Text,
    /// One of a few words.
    Choice {
        /// The words.
        choices: Vec<Alternative>,
    },
}

/// The legal numbers `min..=max`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Limits {
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

impl From<&RangeInclusive<f64>> for Limits {
    fn from(range: &RangeInclusive<f64>) -> Self {
        Limits {
            min: *range.start(),
            max: *range.end(),
        }
    }
}

/// One legal word of a choice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alternative {
    /// The word in settings, URLs and attributes.
    pub id: &'static str,
    /// The word for people.
    pub label: &'static str,
}
