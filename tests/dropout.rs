//! Does dropout do what its formula says: m = 0 with probability p, else 1/(1 − p); the same
//! masks for every rule; the gradient of the masked loss; and nothing when one looks?

use crate::common::naive::{Matrix, Naive, Vector, classes, distance, wide, wired};
use feedback_alignment::network::{Output, Phase, Rule, Settings, Trainer};
use feedback_alignment::settings::Choice;
use wasm_bindgen_test::wasm_bindgen_test;

const INPUT: f64 = 0.2;
const HIDDEN: f64 = 0.5;

fn settings(rule: Rule) -> Settings {
    Settings {
        rule,
        hidden: vec![30, 20],
        dropout_input: INPUT,
        dropout_hidden: HIDDEN,
        batch: 8,
        ..Settings::default()
    }
}

/// m_0, m_1, m_2 of one example of the present minibatch, from what the layers received: 0 there
/// means a silent unit, wherever there was an activity. (Where there was none, 1 will do.)
fn masks(trainer: &Trainer, row: usize) -> Vec<Vector> {
    let signals = trainer.signals();
    let mask = |k: usize| {
        let (h, x) = (signals.h[k].row(row), signals.received(k).row(row));
        let m = |(&h, &x): (&f32, &f32)| {
            if h == 0.0 {
                1.0
            } else {
                f64::from(x) / f64::from(h)
            }
        };
        h.iter().zip(x).map(m).collect()
    };
    (0..3).map(mask).collect()
}

/// The present minibatch with its masks.
fn batch(trainer: &Trainer) -> Vec<(Vector, Vector, Vec<Vector>)> {
    let signals = trainer.signals();
    let row = |i: usize| {
        let (x, y) = (signals.h[0].row(i), signals.target.row(i));
        (wide(x), wide(y), masks(trainer, i))
    };
    (0..signals.rows()).map(row).collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn masks_have_two_values_and_their_frequencies() {
    let mut trainer = Trainer::new(&settings(Rule::Bp), classes(20)).unwrap();
    let (mut silent, mut all) = ([0.0; 3], [0.0; 3]);
    // Silent at all of the steps, or at none, would be a unit that is stuck.
    let mut of_unit = vec![0; 30];
    for _ in 0..300 {
        trainer.advance();
        for row in 0..trainer.signals().rows() {
            for (k, mask) in masks(&trainer, row).iter().enumerate() {
                let p = if k == 0 { INPUT } else { HIDDEN };
                for (i, &m) in mask.iter().enumerate() {
                    if k == 0 && i == 4 {
                        continue; // the input that is always 0
                    }
                    let kept = (m - 1.0 / (1.0 - p)).abs() < 1e-6;
                    assert!(m == 0.0 || kept, "layer {k}: {m}");
                    silent[k] += f64::from(u8::from(m == 0.0));
                    all[k] += 1.0;
                    of_unit[i] += i32::from(k == 1 && m == 0.0);
                }
            }
        }
        trainer.step();
    }
    for (k, p) in [INPUT, HIDDEN, HIDDEN].into_iter().enumerate() {
        // Five standard deviations of a share among so many independent draws.
        let bound = 5.0 * (p * (1.0 - p) / all[k]).sqrt();
        let share: f64 = silent[k] / all[k];
        assert!((share - p).abs() < bound, "layer {k}: {share}");
    }
    let draws = all[1] / 30.0;
    for silent in of_unit {
        let share = f64::from(silent) / draws;
        assert!((share - HIDDEN).abs() < 5.0 * 0.5 / draws.sqrt(), "{share}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn every_rule_silences_the_same_units_at_the_same_step() {
    let data = classes(20);
    let new = |&rule| Trainer::new(&settings(rule), data.clone()).unwrap();
    let mut trainers: Vec<Trainer> = Rule::ALL.iter().map(new).collect();
    let mut seen = vec![];
    for _ in 0..10 {
        trainers
            .iter_mut()
            .for_each(|t| assert_eq!(t.advance(), Phase::Forward));
        let silent = |t: &Trainer| -> Vec<Vec<bool>> {
            let rows = 0..t.signals().rows();
            let row = |i| {
                masks(t, i)
                    .into_iter()
                    .flatten()
                    .map(|m| m == 0.0)
                    .collect()
            };
            rows.map(row).collect()
        };
        let masks: Vec<_> = trainers.iter().map(silent).collect();
        assert!(masks.iter().all(|m| *m == masks[0]));
        assert_ne!(masks[0][0], masks[0][1], "each example has its own");
        assert!(!seen.contains(&masks[0]), "each step has its own");
        seen.push(masks[0].clone());
        trainers.iter_mut().for_each(|t| {
            t.step();
        });
    }
    assert_ne!(trainers[0].fingerprint(), trainers[1].fingerprint());
}

#[wasm_bindgen_test(unsupported = test)]
fn layers_of_the_same_width_have_masks_of_their_own() {
    let settings = Settings {
        hidden: vec![100, 100],
        ..settings(Rule::Bp)
    };
    let mut trainer = Trainer::new(&settings, classes(20)).unwrap();
    let (mut same, mut all) = (0.0, 0.0);
    for _ in 0..20 {
        trainer.advance();
        for row in 0..trainer.signals().rows() {
            let masks = masks(&trainer, row);
            let pairs = masks[1].iter().zip(&masks[2]);
            let agree = pairs.filter(|(m, n)| (**m == 0.0) == (**n == 0.0));
            same += agree.count() as f64;
            all += 100.0;
        }
        trainer.step();
    }
    // Two independent coins agree half of the time.
    let share = same / all;
    let bound = 5.0 * 0.5 / f64::sqrt(all);
    assert!((share - 0.5).abs() < bound, "{share} of {all}");
}

#[wasm_bindgen_test(unsupported = test)]
fn the_gradient_is_that_of_the_masked_loss() {
    let data = classes(20);
    let mut trainer = Trainer::new(&settings(Rule::Bp), data).unwrap();
    trainer.step();
    for _ in 0..3 {
        trainer.advance();
        let (net, batch) = (
            Naive::of(trainer.network(), Output::Softmax),
            batch(&trainer),
        );
        let mean = |net: &Naive| -> f64 {
            let each = batch.iter().map(|(x, y, masks)| net.loss(x, y, masks));
            each.sum::<f64>() / batch.len() as f64
        };
        assert!((trainer.loss() - mean(&net)).abs() < 1e-6);
        trainer.step();
        let gradients = trainer.gradients();
        let reported = gradients
            .iter()
            .flat_map(|l| l.weights.iter().chain(&l.bias));
        for (i, &g) in reported.enumerate() {
            let moved = |by: f64| {
                let (mut net, mut at) = (net.clone(), 0);
                net.each(|w| {
                    *w += if at == i { by } else { 0.0 };
                    at += 1;
                });
                mean(&net)
            };
            let difference = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            assert!(
                (f64::from(g) - difference).abs() < 2e-6,
                "{i}: {g} {difference}"
            );
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn every_rule_sends_through_the_masks() {
    // δ_k = (M δ_from) ⊙ f′(a_k) ⊙ m_k, and gradients from what each layer received.
    let data = classes(20);
    for &rule in Rule::ALL {
        let (mut trainer, b): (Trainer, Vec<Matrix>) = wired(&settings(rule), &data);
        for step in 0..10 {
            trainer.advance();
            let net = Naive::of(trainer.network(), Output::Softmax);
            let expected = net.gradient(rule, &b, &batch(&trainer)).flat();
            trainer.step();
            let gradients = trainer.gradients();
            let parts = gradients
                .iter()
                .flat_map(|l| l.weights.iter().chain(&l.bias));
            let found: Vector = parts.map(|&g| g.into()).collect();
            let distance = distance(&found, &expected);
            assert!(distance < 1e-6, "{rule:?} step {step}: {distance}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn looking_uses_no_masks_and_draws_none() {
    let data = classes(20);
    let run = |look: bool| {
        let mut trainer = Trainer::new(&settings(Rule::Dfa), data.clone()).unwrap();
        for _ in 0..10 {
            trainer.advance();
            if look {
                let net = Naive::of(trainer.network(), Output::Softmax);
                let (mut x, mut y) = (vec![0.0; 5], vec![0.0; 3]);
                let each = (0..20).map(|i| {
                    data.write(i, &mut x, &mut y);
                    net.loss(&wide(&x), &wide(&y), &[])
                });
                let expected = each.sum::<f64>() / 20.0;
                let found = trainer.evaluate(&data).loss;
                assert!((found - expected).abs() < 1e-6, "{found} {expected}");
                trainer.alignment(&data);
            }
            trainer.step();
        }
        trainer.fingerprint()
    };
    assert_eq!(run(true), run(false));
}
