//! One error type: a sentence for the person who gave the input.

use std::fmt;

/// What was wrong with an input, as one sentence that names the constraint and the value:
/// "learning_rate must be between 0 and 10, but is -1".
///
/// Nobody needs to tell one kind from another by program, so there are no kinds: whoever
/// receives an error shows it, and what was on screen before stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(String);

impl Error {
    /// An error that says `sentence`.
    pub fn new(sentence: impl Into<String>) -> Self {
        Error(sentence.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// Shorthand for results whose error is a sentence.
pub type Result<T> = std::result::Result<T, Error>;
