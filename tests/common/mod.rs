//! A small regression task and networks for it, shared by the tests that ask about the rules.

pub mod naive;

#[cfg(target_arch = "wasm32")]
pub mod js;

use feedback_alignment::data::Dataset;
use feedback_alignment::network::{Output, Rule, Settings, Trainer};
use std::sync::Arc;

pub fn task() -> Arc<Dataset> {
    Arc::new(Dataset::teacher(&[6, 8, 3], 90, 5))
}

pub fn net(rule: Rule, hidden: &[usize]) -> Settings {
    Settings {
        rule,
        hidden: hidden.to_vec(),
        output: Output::Identity,
        batch: 20,
        ..Settings::default()
    }
}

pub fn trainer(rule: Rule, hidden: &[usize]) -> Trainer {
    Trainer::new(&net(rule, hidden), task()).unwrap()
}
