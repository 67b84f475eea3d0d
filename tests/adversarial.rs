//! Is every input moved by ε against the network before it is trained on: by the sign of the true
//! gradient of the loss, whatever the rule, and not at all where that gradient is 0?

use crate::common::naive::{Naive, batch, classes, wired};
use feedback_alignment::network::{InitialWeights, Output, Phase, Rule, Settings, Trainer};
use feedback_alignment::settings::Choice;
use wasm_bindgen_test::wasm_bindgen_test;

const EPSILON: f64 = 0.125;
const STEP: f64 = 1e-5;

fn settings(rule: Rule) -> Settings {
    Settings {
        rule,
        hidden: vec![9, 6],
        adversarial: EPSILON,
        batch: 8,
        ..Settings::default()
    }
}

/// The inputs of the minibatch after the forward phase, row by row.
fn inputs(trainer: &Trainer) -> Vec<f32> {
    trainer.signals().h[0].all().to_vec()
}

/// A run on the same minibatches that leaves its inputs alone.
fn untouched(settings: &Settings, trainer: &Trainer) -> Trainer {
    let plain = Settings {
        adversarial: 0.0,
        ..settings.clone()
    };
    Trainer::new(&plain, trainer.data().clone()).unwrap()
}

#[wasm_bindgen_test(unsupported = test)]
fn inputs_move_by_the_sign_of_the_true_gradient_under_every_rule() {
    let data = classes(20);
    for &rule in Rule::ALL {
        // Wires that have nothing to do with the weights: the rule's own δ would give other signs.
        let (mut trainer, _) = wired(&settings(rule), &data);
        let mut original = untouched(&settings(rule), &trainer);
        let mut moved = 0;
        for step in 0..10 {
            trainer.advance();
            original.advance();
            let net = Naive::of(trainer.network(), Output::Softmax);
            let perturbed = batch(&trainer);
            for ((x, y, _), (found, _, _)) in batch(&original).iter().zip(&perturbed) {
                for i in 0..x.len() {
                    let loss = |by: f64| {
                        let mut x = x.clone();
                        x[i] += by;
                        net.loss(&x, y, &[])
                    };
                    let slope = (loss(STEP) - loss(-STEP)) / (2.0 * STEP);
                    // Too near 0 for the sign to be certain in single precision.
                    if slope.abs() > 1e-6 {
                        let expected = x[i] + EPSILON * slope.signum();
                        let found = found[i];
                        assert!(
                            (found - expected).abs() < 1e-6,
                            "{rule:?} step {step}: {found} {expected}"
                        );
                        moved += 1;
                    }
                }
            }
            // What is trained on, and reported as loss, is the perturbed batch alone.
            let mean = perturbed
                .iter()
                .map(|(x, y, _)| net.loss(x, y, &[]))
                .sum::<f64>();
            let mean = mean / perturbed.len() as f64;
            assert!((trainer.loss() - mean).abs() < 1e-6, "{rule:?} step {step}");
            let before = batch(&original);
            let harmless = before
                .iter()
                .map(|(x, y, _)| net.loss(x, y, &[]))
                .sum::<f64>();
            assert!(
                mean > harmless / before.len() as f64,
                "{rule:?} step {step}"
            );
            trainer.step();
            original.step();
        }
        assert!(moved > 300, "{moved} of 350 inputs were tested");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_step_is_the_rules_own_on_the_perturbed_batch() {
    let data = classes(20);
    for &rule in Rule::ALL {
        let (mut trainer, b) = wired(&settings(rule), &data);
        for step in 0..5 {
            trainer.advance();
            let net = Naive::of(trainer.network(), Output::Softmax);
            let expected = net.gradient(rule, &b, &batch(&trainer)).flat();
            trainer.step();
            let gradients = trainer.gradients();
            let found = gradients
                .iter()
                .flat_map(|l| l.weights.iter().chain(&l.bias));
            for (found, expected) in found.zip(expected) {
                let difference = (f64::from(*found) - expected).abs();
                assert!(
                    difference < 1e-6,
                    "{rule:?} step {step}: {found} {expected}"
                );
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn where_the_gradient_is_zero_nothing_moves() {
    // Zero weights, and a sign layer: back-propagation sends nothing to the inputs. A dropped
    // input has no effect, so no gradient.
    let data = classes(20);
    let blocked = [
        Settings {
            initial_weights: InitialWeights::Zero,
            ..settings(Rule::Fa)
        },
        Settings {
            sign_after: vec![1],
            ..settings(Rule::Dfa)
        },
    ];
    for settings in blocked {
        let mut trainer = Trainer::new(&settings, data.clone()).unwrap();
        let mut original = untouched(&settings, &trainer);
        assert_eq!(
            (trainer.advance(), original.advance()),
            (Phase::Forward, Phase::Forward)
        );
        assert_eq!(inputs(&trainer), inputs(&original));
    }
    let settings = Settings {
        dropout_input: 0.5,
        ..settings(Rule::Dfa)
    };
    let mut trainer = Trainer::new(&settings, data.clone()).unwrap();
    let mut original = untouched(&settings, &trainer);
    trainer.advance();
    original.advance();
    let signals = original.signals();
    let passed = signals.h[0].all().iter().zip(signals.received(0).all());
    let pairs = inputs(&trainer).into_iter().zip(passed);
    let (mut dropped, mut kept) = (0, 0);
    for (found, (&x, &received)) in pairs.filter(|(_, (x, _))| **x != 0.0) {
        if received == 0.0 {
            assert_eq!(found, x);
            dropped += 1;
        } else {
            kept += i32::from(found != x);
        }
    }
    assert!(dropped > 5 && kept > 5, "{dropped} dropped, {kept} moved");
}
