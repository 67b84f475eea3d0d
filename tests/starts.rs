//! Do networks start as they should: Glorot's weights, feedback that is the forward weights
//! transposed, feedback by the receiver's width, and the first examples of the data alone?

use crate::common::naive::{Matrix, classes, rows, wired};
use crate::common::{net, task};
use feedback_alignment::data::Dataset;
use feedback_alignment::network::{
    Activation, Distribution, Feedback, InitialWeights, Network, Output, Rule, Settings, Signals,
    Trainer,
};
use feedback_alignment::numeric::Samples;
use feedback_alignment::settings::Choice;
use ndarray::Array2;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test(unsupported = test)]
fn glorots_weights_fill_their_interval_and_no_more() {
    let settings = Settings {
        initial_weights: InitialWeights::Glorot,
        ..Settings::default()
    };
    let sizes = [400, 200, 50];
    for (k, layer) in Network::new(&sizes, &settings).layers.iter().enumerate() {
        let bound = (6.0 / (sizes[k] + sizes[k + 1]) as f64).sqrt();
        let w: Vec<f64> = layer.weights.iter().map(|&w| w.into()).collect();
        let n = w.len() as f64;
        let largest = w.iter().fold(0.0, |m: f64, w| m.max(w.abs()));
        // The largest of n uniform numbers is short of the bound by about 1/n of it.
        assert!(largest <= bound * (1.0 + 1e-6) && largest > bound * (1.0 - 20.0 / n));
        let mean = w.iter().sum::<f64>() / n;
        let variance = w.iter().map(|w| w * w).sum::<f64>() / n;
        let expected = 2.0 / (sizes[k] + sizes[k + 1]) as f64;
        assert!(
            mean.abs() < 5.0 * (expected / n).sqrt(),
            "layer {k}: {mean}"
        );
        // A square of a uniform number has a standard deviation of 2/√5 of its mean.
        let bound = 5.0 * 0.9 / n.sqrt();
        assert!(
            (variance / expected - 1.0).abs() < bound,
            "layer {k}: {variance}"
        );
        assert!(layer.bias.iter().all(|&b| b == 0.0));
    }
}

/// B of a rule, hop by hop, from×to, read off what a linear network sends of unit errors.
fn read_off(settings: &Settings, sizes: &[usize]) -> Vec<Matrix> {
    let linear = Settings {
        activation: Activation::Identity,
        ..settings.clone()
    };
    let network = Network::new(sizes, &linear);
    let feedback = Feedback::new(settings.rule, &network, &linear);
    let outputs = sizes[sizes.len() - 1];
    let mut signals = Signals::new(sizes, outputs);
    signals.delta[sizes.len() - 1] = Samples::from(Array2::eye(outputs));
    feedback.send(&network, &mut signals);
    let sent = |k: usize| rows(&signals.delta[k].view().to_owned());
    (1..sizes.len() - 1).map(sent).collect()
}

fn times(a: &Matrix, b: &Matrix) -> Matrix {
    let entry = |row: &[f64], j: usize| row.iter().zip(b).map(|(a, b)| a * b[j]).sum();
    a.iter()
        .map(|row| (0..b[0].len()).map(|j| entry(row, j)).collect())
        .collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn transposed_feedback_is_the_product_of_the_weights_above() {
    let sizes = [6, 5, 4, 7, 3];
    for scale in [1.0, 2.5] {
        for rule in [Rule::Fa, Rule::Dfa, Rule::Ifa] {
            let settings = Settings {
                feedback_distribution: Distribution::Transposed,
                feedback_scale: scale,
                ..net(rule, &sizes[1..4])
            };
            let network = Network::new(&sizes, &settings);
            let w: Vec<Matrix> = network.layers.iter().map(|l| rows(&l.weights)).collect();
            let found = read_off(&settings, &sizes);
            // W₄, W₄W₃, W₄W₃W₂: outputs×units, for unit errors at the outputs.
            let (top, second) = (w[3].clone(), times(&w[3], &w[2]));
            let products = [times(&second, &w[1]), second, top];
            for (k, product) in products.iter().enumerate() {
                // FA's error has come through B as often as there are layers above.
                let scale = match rule {
                    Rule::Fa => scale.powi(3 - k as i32),
                    Rule::Ifa if k > 0 => continue, // through W, not through a wire
                    _ => scale,
                };
                for (found, expected) in found[k].iter().flatten().zip(product.iter().flatten()) {
                    let far = (found - scale * expected).abs();
                    assert!(far < 1e-6, "{rule:?} layer {}: {found} {expected}", k + 1);
                }
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn with_transposed_feedback_the_first_step_of_fa_is_back_propagations_bit_for_bit() {
    let data = classes(20);
    for &activation in Activation::ALL {
        let run = |rule| {
            let settings = Settings {
                rule,
                activation,
                hidden: vec![9, 7, 6],
                feedback_distribution: Distribution::Transposed,
                batch: 8,
                ..Settings::default()
            };
            let mut trainer = Trainer::new(&settings, data.clone()).unwrap();
            trainer.step();
            trainer
        };
        let (mut bp, mut fa) = (run(Rule::Bp), run(Rule::Fa));
        assert_eq!(bp.gradients(), fa.gradients(), "{activation:?}");
        assert_eq!(bp.fingerprint(), fa.fingerprint(), "{activation:?}");
        // Fixed wires stay where they are while the weights leave: an angle opens.
        for _ in 0..30 {
            fa.step();
        }
        let look = &mut fa.begin_look();
        let angles = fa
            .look(look, &data, &data, usize::MAX)
            .unwrap()
            .weight_angles;
        assert!(angles.iter().all(|&angle| angle > 0.01), "{angles:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_weight_angle_is_that_between_b_and_the_product_in_whose_place_it_stands() {
    let data = classes(20);
    for rule in [Rule::Fa, Rule::Dfa, Rule::Ifa] {
        let settings = Settings {
            hidden: vec![9, 7, 6],
            output: Output::Softmax,
            ..net(rule, &[])
        };
        let (mut trainer, b) = wired(&settings, &data);
        for _ in 0..20 {
            trainer.step();
        }
        let w: Vec<Matrix> = trainer
            .network()
            .layers
            .iter()
            .map(|l| rows(&l.weights))
            .collect();
        let (third, second) = (w[3].clone(), times(&w[3], &w[2]));
        let first = times(&second, &w[1]);
        // By layers 1, 2, 3; B is kept receiver×sender here, so it stands against transposes.
        let stands_for = match rule {
            Rule::Fa => vec![
                Some((&b[2], &w[1])),
                Some((&b[1], &w[2])),
                Some((&b[0], &w[3])),
            ],
            Rule::Dfa => vec![
                Some((&b[2], &first)),
                Some((&b[1], &second)),
                Some((&b[0], &third)),
            ],
            _ => vec![Some((&b[0], &first)), None, None],
        };
        let look = &mut trainer.begin_look();
        let seen = trainer.look(look, &data, &data, usize::MAX).unwrap();
        for (found, pair) in seen.weight_angles.iter().zip(stands_for) {
            let Some((b, w)) = pair else {
                assert!(found.is_nan(), "no wire arrives there");
                continue;
            };
            let (mut dot, mut bb, mut ww) = (0.0, 0.0, 0.0);
            for (i, row) in w.iter().enumerate() {
                for (j, w) in row.iter().enumerate() {
                    dot += w * b[j][i];
                    bb += b[j][i] * b[j][i];
                    ww += w * w;
                }
            }
            let expected = (dot / (bb * ww).sqrt()).acos().to_degrees();
            assert!(
                (found - expected).abs() < 1e-4,
                "{rule:?}: {found} {expected}"
            );
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn feedback_fills_its_interval_by_sender_or_by_receiver() {
    let sizes = [3, 300, 40];
    for (distribution, width) in [
        (Distribution::Uniform, 40.0),
        (Distribution::Receiver, 300.0),
    ] {
        for scale in [0.0, 1.0, 4.0] {
            let settings = Settings {
                feedback_distribution: distribution,
                feedback_scale: scale,
                ..net(Rule::Dfa, &[300])
            };
            let b = read_off(&settings, &sizes).remove(0);
            let bound = scale / f64::sqrt(width);
            let largest = b.iter().flatten().fold(0.0, |m: f64, b| m.max(b.abs()));
            assert!(largest <= bound * (1.0 + 1e-6) && largest >= bound * 0.998);
            let square = b.iter().flatten().map(|b| b * b).sum::<f64>() / 12_000.0;
            let bound = 5.0 * 0.9 / f64::sqrt(12_000.0);
            let expected = scale * scale / (3.0 * width);
            assert!(
                (square - expected).abs() <= expected * bound,
                "{distribution:?} {scale}"
            );
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn only_the_first_examples_are_trained_on() {
    let (some, all) = (30, task());
    let settings = Settings {
        examples: some,
        ..net(Rule::Dfa, &[4])
    };
    let short = Arc::new(all.head(some));
    let without = Settings {
        examples: 0,
        ..settings.clone()
    };
    let run = |settings: &Settings, data: &Arc<Dataset>| {
        let mut trainer = Trainer::new(settings, data.clone()).unwrap();
        let (n, per_epoch) = (trainer.data().len(), trainer.steps_per_epoch());
        for _ in 0..5 {
            trainer.step();
        }
        (n, per_epoch, trainer.fingerprint())
    };
    assert_eq!(run(&settings, &all), run(&without, &short));
    assert_eq!(run(&settings, &all).0, some);
    assert_eq!(run(&without, &all).0, all.len(), "0 is all");
    let more = Settings {
        examples: 1_000,
        ..settings
    };
    assert_eq!(
        run(&more, &all),
        run(&without, &all),
        "so is more than there are"
    );
    let too_few = Settings {
        examples: 10,
        ..without
    };
    let refused = Trainer::new(&too_few, all).err().unwrap().to_string();
    assert_eq!(
        refused,
        "batch must be at most the number of training examples, 10, but is 20"
    );
}
