//! Does a layer of which only the sign goes on stop what its slope, 0, must stop, and nothing else?

use crate::common::naive::{Naive, batch, classes, flat, wide, wired};
use feedback_alignment::network::{Activation, Output, Rule, Settings, Trainer};
use feedback_alignment::settings::Choice;
use wasm_bindgen_test::wasm_bindgen_test;

const TOLERANCE: f64 = 1e-6;

fn settings(rule: Rule, activation: Activation, sign_after: &[usize]) -> Settings {
    Settings {
        rule,
        activation,
        hidden: vec![9, 7, 6],
        sign_after: sign_after.to_vec(),
        batch: 8,
        ..Settings::default()
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn plus_or_minus_one_goes_on_and_the_gradients_follow_the_equations() {
    let data = classes(20);
    for &rule in Rule::ALL {
        for &activation in Activation::ALL {
            for signs in [&[1][..], &[2], &[3], &[1, 3]] {
                let (mut trainer, b) = wired(&settings(rule, activation, signs), &data);
                for step in 0..4 {
                    trainer.advance();
                    let net = Naive::of(trainer.network(), Output::Softmax);
                    for &k in signs {
                        let signals = trainer.signals();
                        let pairs = signals.h[k].all().iter().zip(signals.received(k).all());
                        for (&h, &x) in pairs {
                            // The activity is past f(0), and a past 0: for logistic units h > ½.
                            let zero = if activation == Activation::Logistic {
                                0.5
                            } else {
                                0.0
                            };
                            assert_eq!(x, if h > zero { 1.0 } else { -1.0 }, "{activation:?} {h}");
                        }
                    }
                    let batch = batch(&trainer);
                    let losses = batch.iter().map(|(x, y, _)| net.loss(x, y, &[]));
                    let loss = losses.sum::<f64>() / batch.len() as f64;
                    assert!((trainer.loss() - loss).abs() < TOLERANCE);
                    let expected = net.gradient(rule, &b, &batch).flat();
                    trainer.step();
                    let gradients = trainer.gradients();
                    let found = gradients
                        .iter()
                        .flat_map(|l| l.weights.iter().chain(&l.bias));
                    for (&found, expected) in found.zip(expected) {
                        let difference = (f64::from(found) - expected).abs();
                        assert!(
                            difference < TOLERANCE,
                            "{rule:?} {activation:?} {signs:?} step {step}: {found} {expected}"
                        );
                    }
                }
            }
        }
    }
}

/// Which of the hidden layers 1, 2, 3 have a δ that is not 0 throughout, with a sign after layer 2.
fn reached(rule: Rule) -> [bool; 3] {
    let settings = settings(rule, Activation::Tanh, &[2]);
    let mut trainer = Trainer::new(&settings, classes(20)).unwrap();
    trainer.advance();
    trainer.advance();
    [1, 2, 3].map(|k| trainer.signals().delta[k].all().iter().any(|&d| d != 0.0))
}

#[wasm_bindgen_test(unsupported = test)]
fn what_goes_through_the_weights_ends_at_the_sign_and_wires_pass_by() {
    // Back-propagation comes from above, indirect feedback from below, and both stop.
    assert_eq!(reached(Rule::Bp), [false, false, true]);
    assert_eq!(reached(Rule::Ifa), [true, true, false]);
    assert_eq!(reached(Rule::Fa), [true; 3]);
    assert_eq!(reached(Rule::Dfa), [true; 3]);
}

#[wasm_bindgen_test(unsupported = test)]
fn below_the_sign_back_propagation_leaves_everything_as_it_was() {
    let data = classes(20);
    let settings = settings(Rule::Bp, Activation::Tanh, &[2]);
    let mut trainer = Trainer::new(&settings, data.clone()).unwrap();
    let before = trainer.network().clone();
    let loss = trainer.evaluate(&data).loss;
    for _ in 0..200 {
        trainer.step();
    }
    let after = trainer.network();
    assert_eq!(before.layers[..2], after.layers[..2], "layers 1 and 2");
    for k in [2, 3] {
        assert_ne!(before.layers[k], after.layers[k], "layer {} learns", k + 1);
    }
    let now = trainer.evaluate(&data).loss;
    assert!(
        now < 0.9 * loss,
        "the network above still learns: {loss} to {now}"
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn a_diverged_activity_is_neither_plus_nor_minus_one() {
    let mut h = [f32::NAN, f32::INFINITY, -0.0, 0.0, 1e-30];
    Activation::Tanh.sign(&mut h);
    assert!(h[0].is_nan());
    assert_eq!(h[1..], [1.0, -1.0, -1.0, 1.0]);
}

#[wasm_bindgen_test(unsupported = test)]
fn with_a_sign_the_loss_is_flat_below_it() {
    // Why back-propagation sends 0: a little more or less of a weight below changes nothing at all.
    let data = classes(20);
    let settings = settings(Rule::Bp, Activation::Tanh, &[2]);
    let trainer = Trainer::new(&settings, data.clone()).unwrap();
    let net = Naive::of(trainer.network(), Output::Softmax);
    let (mut x, mut y) = (vec![0.0; 5], vec![0.0; 3]);
    data.write(1, &mut x, &mut y);
    let (x, y) = (wide(&x), wide(&y));
    let below = net.weights[0].len() * net.weights[0][0].len();
    assert_eq!(net.flat(), flat(trainer.network()));
    for i in 0..below {
        let (mut moved, mut at) = (net.clone(), 0);
        moved.each(|w| {
            *w += if at == i { 1e-7 } else { 0.0 };
            at += 1;
        });
        assert_eq!(net.loss(&x, &y, &[]), moved.loss(&x, &y, &[]));
    }
}
