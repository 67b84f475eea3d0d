//! The rules as the page sees them: what they are called, where they come from, and their hops with
//! the equations.

use super::feedback::{Hop, Rule};
use crate::settings::Choice;
use serde::Serialize;

/// A rule as the page sees it.
#[derive(Clone, Debug, Serialize)]
pub struct RuleRow {
    id: &'static str,
    name: &'static str,
    short: &'static str,
    citation: &'static str,
    summary: &'static str,
    hops: Vec<HopRow>,
}

/// A hop as the page sees it: where it goes, and its equation, whole and in parts.
#[derive(Clone, Debug, Serialize)]
struct HopRow {
    from: usize,
    to: usize,
    via: &'static str,
    receiver: String,
    matrix: String,
    sender: String,
    slope: String,
    equation: String,
}

impl RuleRow {
    /// All rules in a network with so many hidden layers.
    pub fn all(hidden: usize) -> Vec<Self> {
        Rule::ALL
            .iter()
            .map(|&rule| Self::new(rule, hidden))
            .collect()
    }

    fn new(rule: Rule, hidden: usize) -> Self {
        let output = hidden + 1;
        let hop = |hop: Hop| HopRow {
            from: hop.from,
            to: hop.to,
            via: hop.via.id(),
            receiver: hop.receiver(),
            matrix: hop.matrix(),
            sender: hop.sender(output),
            slope: hop.slope(),
            equation: hop.equation(output),
        };
        let about = rule.about();
        RuleRow {
            id: rule.id(),
            name: rule.label(),
            short: about.short,
            citation: about.citation,
            summary: about.summary,
            hops: rule.path(hidden).into_iter().map(hop).collect(),
        }
    }
}
