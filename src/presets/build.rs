//! The words in which the experiments are written down.

use super::Preset;
use super::claim::{Moment, Quantity, Term};
use crate::settings::Value;

pub(super) const BP: &str = "bp";
pub(super) const FA: &str = "fa";
pub(super) const DFA: &str = "dfa";
pub(super) const IFA: &str = "ifa";

/// Nobody stays above this who only knows the most frequent digit.
pub(super) const CHANCE: f64 = 15.0;

const fn term(rule: &'static str, quantity: Quantity, layer: usize) -> Term {
    let moment = Moment::End;
    Term {
        rule,
        quantity,
        layer,
        moment,
    }
}

/// Validation accuracy at the end, percent.
pub(super) const fn accuracy(rule: &'static str) -> Term {
    term(rule, Quantity::Accuracy, 0)
}

/// Accuracy on what is trained on, at the end, percent.
pub(super) const fn training(rule: &'static str) -> Term {
    term(rule, Quantity::TrainingAccuracy, 0)
}

/// Validation loss at the end.
pub(super) const fn loss(rule: &'static str) -> Term {
    term(rule, Quantity::Loss, 0)
}

/// Angle to back-propagation at the end, degrees.
pub(super) const fn angle(rule: &'static str, layer: usize) -> Term {
    term(rule, Quantity::Angles, layer)
}

/// ‖δ‖/‖δ_BP‖ at the end.
pub(super) const fn ratio(rule: &'static str, layer: usize) -> Term {
    term(rule, Quantity::MagnitudeRatios, layer)
}

/// How far the classes' codes are written into a layer at the end.
pub(super) const fn code(rule: &'static str, layer: usize) -> Term {
    term(rule, Quantity::Codes, layer)
}

/// What people call a rule, and what it does: `DFA learns`.
pub(super) fn says(rule: &str, what: &str) -> String {
    format!("{} {what}", rule.to_uppercase())
}

pub(super) fn word(word: &str) -> Value {
    Value::Text(word.into())
}

pub(super) fn number(number: f64) -> Value {
    Value::Number(number)
}

pub(super) fn sizes(sizes: &[usize]) -> Value {
    Value::List(sizes.iter().map(|&n| n as f64).collect())
}

/// A preset of which nothing but name, sentence and length has been said.
pub(super) fn preset(
    id: &'static str,
    label: &'static str,
    steps: u64,
    sentence: &'static str,
) -> Preset {
    Preset {
        id,
        label,
        chapter: "",
        sentence,
        settings: vec![],
        rules: vec![BP, FA, DFA, IFA],
        steps,
        panels: vec!["accuracy", "loss", "angles"],
        rates: vec![],
        borders: vec![],
        slow: false,
        poster_step: None,
        claims: vec![],
    }
}
