//! Golden runs, for a browser to prove that it computes the same bits as everybody.

use super::to_object;
use crate::network::golden::{self, Golden};
use crate::settings::Choice;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// A golden run and what comes of it elsewhere.
#[derive(Serialize)]
struct Row {
    network: &'static str,
    rule: &'static str,
    optimizer: &'static str,
    /// Sixteen hexadecimal digits.
    expected: String,
}

/// All golden runs, with the fingerprints that they must have.
#[wasm_bindgen]
pub fn golden_runs() -> Result<JsValue, JsError> {
    let row = |run: Golden| Row {
        network: run.network,
        rule: run.rule.id(),
        optimizer: run.optimizer.id(),
        expected: format!("{:016x}", run.expected),
    };
    to_object(&golden::runs().map(row).collect::<Vec<_>>())
}

/// Runs one of them, which takes some milliseconds; its fingerprint here.
#[wasm_bindgen]
pub fn golden_fingerprint(run: usize) -> Result<String, JsError> {
    let count = golden::runs().count();
    let run = golden::runs().nth(run).ok_or_else(|| {
        JsError::new(&format!(
            "golden runs must be below {count}, but this is number {run}"
        ))
    })?;
    Ok(run.fingerprint().to_string())
}
