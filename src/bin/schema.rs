//! Prints what the core says about its settings and rules, or, asked for `presets`, about the
//! experiments of the laboratory: the page knows it while it is being bundled, and need not load it
//! with the core.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), serde_json::Error> {
    use feedback_alignment::network::{RuleRow, Settings};
    use feedback_alignment::presets;
    use feedback_alignment::theory::{LinearSettings, ToySettings, toy};
    use std::collections::BTreeMap;

    if std::env::args()
        .nth(1)
        .is_some_and(|what| what == "presets")
    {
        return serde_json::to_writer_pretty(std::io::stdout(), &presets::all());
    }
    // The rules for one hidden layer (toy, linear network) and for the network that is shown
    // first; other depths are asked of the core when somebody chooses them.
    let depths = [1, Settings::default().hidden.len()];
    let rules: BTreeMap<_, _> = depths.map(|depth| (depth, RuleRow::all(depth))).into();
    let schema = serde_json::json!({
        "toy": ToySettings::fields(),
        "linear": LinearSettings::fields(),
        "network": Settings::fields(),
        "live": Settings::LIVE,
        "solved": toy::SOLVED,
        "rules": rules,
    });
    serde_json::to_writer_pretty(std::io::stdout(), &schema)
}

#[cfg(target_arch = "wasm32")]
fn main() {}
