//! The types that can stand in a settings table, each with its own check.

#[cfg(not(target_arch = "wasm32"))]
use super::field::{Alternative, Kind};
use super::value::{Value, decimal};
use crate::error::{Error, Result};
use std::ops::RangeInclusive;

/// A type that can stand in a settings table.
pub trait Setting: Sized {
    /// Checks an outside value against `limits` and converts it.
    fn parse(key: &str, value: &Value, limits: &RangeInclusive<f64>) -> Result<Self>;
    /// The value as the outside would write it: `parse(key, v.value(), …)` gives `v` back.
    fn value(&self) -> Value;
    /// Type and legal values, for the table.
    #[cfg(not(target_arch = "wasm32"))]
    fn kind(limits: &RangeInclusive<f64>) -> Kind;
}

/// The longest list of layer sizes that is accepted: 100 hidden layers and some to spare.
pub const MOST_LAYERS: usize = 128;

// Not inlined: called for every setting of three tables, and never in a hurry.
#[inline(never)]
fn in_range(key: &str, number: f64, limits: &RangeInclusive<f64>, whole: bool) -> Result<f64> {
    if limits.contains(&number) && (!whole || number.fract() == 0.0) {
        return Ok(number);
    }
    let a_whole_number = if whole { "a whole number " } else { "" };
    let [min, max, number] = [*limits.start(), *limits.end(), number].map(decimal);
    Err(Error::new(format!(
        "{key} must be {a_whole_number}between {min} and {max}, but is {number}"
    )))
}

#[inline(never)]
fn as_number(key: &str, value: &Value) -> Result<f64> {
    match value {
        Value::Number(number) => Ok(*number),
        other => Err(Error::new(format!(
            "{key} must be a number, but is {other}"
        ))),
    }
}

impl Setting for f64 {
    #[inline(never)]
    fn parse(key: &str, value: &Value, limits: &RangeInclusive<f64>) -> Result<Self> {
        in_range(key, as_number(key, value)?, limits, false)
    }
    fn value(&self) -> Value {
        Value::Number(*self)
    }
    #[cfg(not(target_arch = "wasm32"))]
    fn kind(limits: &RangeInclusive<f64>) -> Kind {
        Kind::Number(limits.into())
    }
}

macro_rules! whole_number_setting {
    ($($type:ty),*) => {$(
        impl Setting for $type {
            #[inline(never)]
            fn parse(key: &str, value: &Value, limits: &RangeInclusive<f64>) -> Result<Self> {
                Ok(in_range(key, as_number(key, value)?, limits, true)? as $type)
            }
            fn value(&self) -> Value {
                Value::Number(*self as f64)
            }
            #[cfg(not(target_arch = "wasm32"))]
            fn kind(limits: &RangeInclusive<f64>) -> Kind {
                Kind::Integer(limits.into())
            }
        }
    )*};
}
whole_number_setting!(u32, usize);

impl Setting for Vec<usize> {
    fn parse(key: &str, value: &Value, limits: &RangeInclusive<f64>) -> Result<Self> {
        let list = match value {
            Value::List(list) => list,
            other => {
                return Err(Error::new(format!(
                    "{key} must be a list of numbers, but is {other}"
                )));
            }
        };
        if list.len() > MOST_LAYERS {
            let count = list.len();
            return Err(Error::new(format!(
                "{key} must have at most {MOST_LAYERS} entries, but has {count}"
            )));
        }
        let entry = |(i, &n): (usize, &f64)| {
            Ok(in_range(&format!("{key}, entry {},", i + 1), n, limits, true)? as usize)
        };
        list.iter().enumerate().map(entry).collect()
    }
    fn value(&self) -> Value {
        Value::List(self.iter().map(|&n| n as f64).collect())
    }
    #[cfg(not(target_arch = "wasm32"))]
    fn kind(limits: &RangeInclusive<f64>) -> Kind {
        Kind::Sizes(limits.into())
    }
}

/// A setting that is one of a few named alternatives; see [`choices!`](crate::choices).
pub trait Choice: Copy + PartialEq + 'static {
    /// Every alternative, in the order in which people see them.
    const ALL: &'static [Self];
    /// The word in settings, URLs and attributes.
    fn id(self) -> &'static str;
    /// The word for people.
    fn label(self) -> &'static str;
}

/// Which of the words the value is.
#[inline(never)]
fn chosen(key: &str, value: &Value, words: &[&str]) -> Result<usize> {
    let found = match value {
        Value::Text(text) => words.iter().position(|word| word == text),
        _ => None,
    };
    let words = || words.join(", ");
    found.ok_or_else(|| Error::new(format!("{key} must be one of {}, but is {value}", words())))
}

impl<T: Choice> Setting for T {
    #[inline(never)]
    fn parse(key: &str, value: &Value, _: &RangeInclusive<f64>) -> Result<Self> {
        let ids: Vec<_> = T::ALL.iter().map(|choice| choice.id()).collect();
        Ok(T::ALL[chosen(key, value, &ids)?])
    }
    fn value(&self) -> Value {
        Value::Text(self.id().into())
    }
    #[cfg(not(target_arch = "wasm32"))]
    fn kind(_: &RangeInclusive<f64>) -> Kind {
        let choices = T::ALL
            .iter()
            .map(|c| Alternative {
                id: c.id(),
                label: c.label(),
            })
            .collect();
        Kind::Choice { choices }
    }
}
