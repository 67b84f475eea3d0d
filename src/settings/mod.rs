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

#[cfg(not(target_arch = "wasm32"))]
mod field;
mod setting;
mod value;

#[cfg(not(target_arch = "wasm32"))]
pub use field::{Alternative, Field, Kind, Limits};
pub use setting::{Choice, MOST_LAYERS, Setting};
pub use value::Value;

use crate::error::{Error, Result};
use std::ops::RangeInclusive;

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
            const ROWS: &'static [$crate::settings::Row<Self>] = &[$($crate::settings::Row {
                key: stringify!($field),
                limits: $crate::settings!(@limits $($limits)?),
                #[cfg(not(target_arch = "wasm32"))]
                doc: concat!($($doc),+).trim_ascii(),
                #[cfg(not(target_arch = "wasm32"))]
                kind: <$type as $crate::settings::Setting>::kind,
                value: |settings| $crate::settings::Setting::value(&settings.$field),
                read: |settings, key, value, limits| {
                    settings.$field = $crate::settings::Setting::parse(key, value, limits)?;
                    Ok(())
                },
            }),+];

            /// The table: one row per setting, in the order of declaration. Natively only: the
            /// page has it from `cargo run --bin schema`, and need not load it twice.
            #[cfg(not(target_arch = "wasm32"))]
            pub fn fields() -> Vec<$crate::settings::Field> {
                $crate::settings::fields(Self::ROWS, &Self::default())
            }

            /// Defaults, overridden by `values`; every value is checked.
            ///
            /// # Errors
            /// The first unknown key or illegal value, as a sentence.
            pub fn from_values(
                values: impl IntoIterator<Item = (String, $crate::settings::Value)>,
            ) -> $crate::error::Result<Self> {
                let mut settings = Self::default();
                $crate::settings::read(Self::ROWS, &mut settings, &mut values.into_iter())?;
                Ok(settings)
            }

            /// The settings as the outside would write them: `from_values` gives them back.
            pub fn values(&self) -> Vec<(String, $crate::settings::Value)> {
                $crate::settings::values(Self::ROWS, self)
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

/// One row of the table of a settings struct `S`: a table is data, so that the page pays for its
/// reading once and not for every setting.
#[doc(hidden)]
pub struct Row<S> {
    pub key: &'static str,
    pub limits: RangeInclusive<f64>,
    #[cfg(not(target_arch = "wasm32"))]
    pub doc: &'static str,
    #[cfg(not(target_arch = "wasm32"))]
    pub kind: fn(&RangeInclusive<f64>) -> Kind,
    pub value: fn(&S) -> Value,
    pub read: fn(&mut S, &str, &Value, &RangeInclusive<f64>) -> Result<()>,
}

#[cfg(not(target_arch = "wasm32"))]
#[doc(hidden)]
pub fn fields<S>(rows: &[Row<S>], defaults: &S) -> Vec<Field> {
    let field = |row: &Row<S>| Field {
        key: row.key,
        doc: row.doc,
        default: (row.value)(defaults),
        kind: (row.kind)(&row.limits),
    };
    rows.iter().map(field).collect()
}

#[doc(hidden)]
#[inline(never)]
pub fn values<S>(rows: &[Row<S>], settings: &S) -> Vec<(String, Value)> {
    let value = |row: &Row<S>| (row.key.to_string(), (row.value)(settings));
    rows.iter().map(value).collect()
}

#[doc(hidden)]
#[inline(never)]
pub fn read<S>(
    rows: &[Row<S>],
    settings: &mut S,
    values: &mut dyn Iterator<Item = (String, Value)>,
) -> Result<()> {
    for (key, value) in values {
        match rows.iter().find(|row| row.key == key) {
            Some(row) => (row.read)(settings, &key, &value, &row.limits)?,
            None => return Err(unknown(&key, rows.iter().map(|row| row.key).collect())),
        }
    }
    Ok(())
}

/// The error for a key that no row of the table has.
#[inline(never)]
fn unknown(key: &str, known: Vec<&str>) -> Error {
    let key = Value::Text(key.into());
    Error::new(format!(
        "{key} is not a setting; there are {}",
        known.join(", ")
    ))
}
