//! Settings as tables: the declaration of a settings struct *is* the table from which its
//! defaults, ranges, parsing, error messages and user-facing documentation derive.
//!
//! ```
//! use feedback_alignment::settings::Value;
//! use feedback_alignment::theory::ToySettings;
//!
//! let mistake = ToySettings::from_values([("learning_rate".into(), Value::Number(-1.0))]);
//! assert_eq!(
//!     mistake.unwrap_err().to_string(),
//!     "learning_rate must be between 0 and 2, but is -1"
//! );
//! ```

use crate::error::{Error, Result};
use serde::Serialize;
use std::ops::RangeInclusive;

/// A value as it arrives from outside (a JS object, a URL), before anybody has checked it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// `true` or `false`.
    Flag(bool),
    /// Any number; JavaScript knows no other kind.
    Number(f64),
    /// A word, for choices.
    Text(String),
    /// A list of numbers, for layer sizes.
    List(Vec<f64>),
    /// Anything else, by the name of its type: never legal, but quoted in the error.
    Other(String),
}

impl std::fmt::Display for Value {
    /// The value as it is quoted in an error message: never longer than a sentence can bear.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const LONGEST: usize = 60;
        let text = match self {
            Value::Flag(flag) => flag.to_string(),
            Value::Number(number) => decimal(*number),
            Value::Text(text) => format!("\"{}\"", text.chars().take(LONGEST).collect::<String>()),
            Value::List(list) => {
                let numbers: Vec<_> = list.iter().take(LONGEST).map(|&x| decimal(x)).collect();
                format!("[{}]", numbers.join(", "))
            }
            Value::Other(kind) => kind.clone(),
        };
        let mut letters = text.chars();
        f.write_str(&letters.by_ref().take(LONGEST).collect::<String>())?;
        f.write_str(if letters.next().is_some() { "…" } else { "" })
    }
}

/// A number as people write it: `0.05`, `4096`, `1e300`, and `about 33.333` where that is not all
/// of it. The standard library would print 1e300 with all its zeros, and takes a tenth of the
/// whole download to do so.
fn decimal(x: f64) -> String {
    let size = x.abs();
    if !x.is_finite() {
        return if x.is_nan() { "NaN" } else { "infinite" }.into();
    }
    let sign = if x < 0.0 { "-" } else { "" };
    // As few digits after the point as give the same number again; none at all if it is tiny.
    let most_places = if size == 0.0 || size >= 1e-4 { 15 } else { -1 };
    let mut power = 1u64;
    for places in 0..=most_places {
        let scaled = libm::round(size * power as f64);
        if scaled < 9e15 && scaled / power as f64 == size {
            return format!("{sign}{}", with_point(scaled as u64, places as usize));
        }
        power *= 10;
    }
    if (1e-3..1e12).contains(&size) {
        return format!(
            "about {sign}{}",
            with_point(libm::round(size * 1e3) as u64, 3)
        );
    }
    let (mut mantissa, mut exponent) = (size, 0);
    while mantissa >= 9.9995 {
        (mantissa, exponent) = (mantissa / 10.0, exponent + 1);
    }
    while mantissa < 0.99995 {
        (mantissa, exponent) = (mantissa * 10.0, exponent - 1);
    }
    let digits = with_point(libm::round(mantissa * 1e3) as u64, 3);
    format!("{sign}{digits}e{exponent}")
}

/// `digits` with the last `places` of them after the point, and no zeros at the end.
fn with_point(digits: u64, places: usize) -> String {
    let power = 10u64.pow(places as u32);
    let text = format!("{}.{:0places$}", digits / power, digits % power);
    text.trim_end_matches('0').trim_end_matches('.').into()
}

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
    /// A list of at most [`MOST_LAYERS`] whole numbers.
    Sizes(Limits),
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

/// A type that can stand in a settings table.
pub trait Setting: Sized {
    /// Checks an outside value against `limits` and converts it.
    fn parse(key: &str, value: &Value, limits: &RangeInclusive<f64>) -> Result<Self>;
    /// The value as the outside would write it: `parse(key, v.value(), …)` gives `v` back.
    fn value(&self) -> Value;
    /// Type and legal values, for the table.
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

/// Declares an enum of alternatives, each with its id and its label.
#[macro_export]
#[doc(hidden)]
macro_rules! choices {
    ($(#[$about:meta])* pub enum $name:ident {
        $($(#[$doc:meta])* $variant:ident = $id:literal, $label:literal;)+
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $crate::settings::Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }
            fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }
    };
}

/// Declares a settings struct: `name: type = default, range;` for each field.
#[macro_export]
#[doc(hidden)]
macro_rules! settings {
    (@limits) => { f64::NEG_INFINITY..=f64::INFINITY };
    (@limits $limits:expr) => { $limits };
    ($(#[$about:meta])* pub struct $name:ident {
        $($(#[doc = $doc:literal])+ $field:ident: $type:ty = $default:expr $(, $limits:expr)?;)+
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($(#[doc = $doc])+ pub $field: $type,)+ }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        impl $name {
            /// The table: one row per setting, in the order of declaration.
            pub fn fields() -> Vec<$crate::settings::Field> {
                let default = Self::default();
                vec![$($crate::settings::Field {
                    key: stringify!($field),
                    doc: concat!($($doc),+).trim_ascii(),
                    default: $crate::settings::Setting::value(&default.$field),
                    kind: <$type as $crate::settings::Setting>::kind(
                        &$crate::settings!(@limits $($limits)?)),
                }),+]
            }

            /// Defaults, overridden by `values`; every value is checked.
            ///
            /// # Errors
            /// The first unknown key or illegal value, as a sentence.
            pub fn from_values(
                values: impl IntoIterator<Item = (String, $crate::settings::Value)>,
            ) -> $crate::error::Result<Self> {
                let mut settings = Self::default();
                for (key, value) in values {
                    match key.as_str() {
                        $(stringify!($field) => {
                            settings.$field = $crate::settings::Setting::parse(
                                &key, &value, &$crate::settings!(@limits $($limits)?))?;
                        })+
                        _ => return Err($crate::settings::unknown(&key, &[$(stringify!($field)),+])),
                    }
                }
                Ok(settings)
            }

            /// The settings as the outside would write them: `from_values` gives them back.
            pub fn values(&self) -> Vec<(String, $crate::settings::Value)> {
                vec![$((
                    stringify!($field).to_string(),
                    $crate::settings::Setting::value(&self.$field),
                )),+]
            }

            /// Checks settings that were written as a Rust literal.
            ///
            /// # Errors
            /// The first value outside its range, as a sentence.
            pub fn validate(&self) -> $crate::error::Result<()> {
                Self::from_values(self.values()).map(drop)
            }
        }
    };
}

/// The error for a key that no row of the table has.
#[doc(hidden)]
pub fn unknown(key: &str, known: &[&str]) -> Error {
    let key = Value::Text(key.into());
    Error::new(format!(
        "{key} is not a setting; there are {}",
        known.join(", ")
    ))
}
