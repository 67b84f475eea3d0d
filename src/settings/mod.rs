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

mod field;
mod setting;
mod value;

pub use field::{Alternative, Field, Kind, Limits};
pub use setting::{Choice, MOST_LAYERS, Setting};
pub use value::Value;

use crate::error::Error;

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
