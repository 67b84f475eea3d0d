//! Is the alignment angle the signed angle to back-propagation on the same network and batch?

use crate::common::{net, task, trainer};
use feedback_alignment::network::{Alignment, InitialWeights, Rule, Settings, Trainer};
use feedback_alignment::numeric::Samples;
use feedback_alignment::settings::Choice;
use ndarray::Array2;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test(unsupported = test)]
fn angles_compare_with_back_propagation_on_the_same_network() {
    let data = task();
    for &rule in Rule::ALL {
        let mut trainer = trainer(rule, &[7, 5]);
        let before = trainer.fingerprint();
        let layers = trainer.alignment(&data);
        assert_eq!(trainer.fingerprint(), before, "looking changes nothing");
        assert_eq!(layers.len(), 2);
        for layer in layers {
            match rule {
                // acos near 1 turns the last bit of a cosine into millionths of a degree.
                Rule::Bp => assert!(layer.degrees < 1e-4 && (layer.ratio - 1.0).abs() < 1e-12),
                _ => assert!(
                    layer.degrees > 20.0 && layer.degrees < 160.0,
                    "{rule:?} {layer:?}"
                ),
            }
        }
    }
    // With zero weights back-propagation sends nothing, and an angle to nothing is undefined.
    let zero = Settings {
        initial_weights: InitialWeights::Zero,
        ..net(Rule::Dfa, &[7, 5])
    };
    for layer in Trainer::new(&zero, data.clone()).unwrap().alignment(&data) {
        assert!(layer.degrees.is_nan() && layer.ratio.is_nan(), "{layer:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn angles_keep_their_sign() {
    // FA through −W opposes BP: 180°, which a folded angle would show as 0°.
    let trainer = trainer(Rule::Fa, &[7]);
    let b = trainer.network().layers[1].weights.mapv(|w| -w);
    let mut opposed = trainer.with_feedback(Rule::Fa.path(1), vec![b]).unwrap();
    let layer = opposed.alignment(&task())[0];
    assert!(layer.degrees > 180.0 - 1e-4, "{layer:?}");
}

#[wasm_bindgen_test(unsupported = test)]
fn a_diverged_signal_is_not_hidden_behind_the_healthy_ones() {
    let samples = |rows: [[f32; 2]; 3]| Samples::from(Array2::from(rows.to_vec()));
    let bp = samples([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]);
    // A zero vector has no angle and does not count: the mean of 90° and 0°.
    let zero = samples([[0.0, 2.0], [0.0, 3.0], [0.0, 0.0]]);
    let found = Alignment::between(&zero, &bp);
    assert!((found.degrees - 45.0).abs() < 1e-9, "{found:?}");
    assert!(
        (found.ratio - (13.0f64 / 4.0).sqrt()).abs() < 1e-9,
        "{found:?}"
    );
    let diverged = samples([[0.0, 2.0], [0.0, f32::NAN], [1.0, 1.0]]);
    assert!(Alignment::between(&diverged, &bp).degrees.is_nan());
}
