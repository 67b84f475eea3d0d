//! Does every hop do what its equation says, and is every impossible path refused?

use crate::common::net;
use feedback_alignment::network::{
    Activation, Distribution, Feedback, Hop, Network, Rule, Settings, Signals, Via,
};
use feedback_alignment::numeric::Samples;
use feedback_alignment::settings::Choice;
use ndarray::Array2;
use wasm_bindgen_test::wasm_bindgen_test;

/// What arrives at every hidden layer, from the definition, in f64, sample by sample.
fn defined(
    rule: Rule,
    sizes: &[usize],
    network: &Network,
    b: &[Array2<f32>],
    h: &[Samples],
    e: &[f32],
) -> Vec<Vec<f64>> {
    let mut delta: Vec<Vec<f64>> = vec![vec![]; sizes.len()];
    delta[sizes.len() - 1] = e.iter().map(|&e| e.into()).collect();
    for (hop, b) in rule.path(sizes.len() - 2).iter().zip(b) {
        let (from, to) = (hop.from, hop.to);
        let weight = |k: usize, i: usize, j: usize| network.layers[k - 1].weights[[i, j]];
        // M, to×from: Bᵀ as it is stored, W_fromᵀ downwards, W_to upwards.
        let m = |i: usize, j: usize| match hop.via {
            Via::Fixed => b[[j, i]],
            Via::Weights if from > to => weight(from, j, i),
            Via::Weights => weight(to, i, j),
        };
        delta[to] = (0..sizes[to])
            .map(|i| {
                let slope = 1.0 - f64::from(h[to].row(0)[i]).powi(2);
                slope
                    * (0..sizes[from])
                        .map(|j| f64::from(m(i, j)) * delta[from][j])
                        .sum::<f64>()
            })
            .collect();
    }
    delta
}

#[wasm_bindgen_test(unsupported = test)]
fn every_hop_of_every_rule_does_what_its_equation_says() {
    let sizes = [6, 5, 4, 3];
    let pattern = |rows, columns, at: f32| {
        Array2::from_shape_fn((rows, columns), |(i, j)| {
            ((i * 5 + j * 3) as f32 + at).sin() / 2.0
        })
    };
    for &rule in Rule::ALL {
        let path = rule.path(2);
        let network = Network::new(&sizes, &net(rule, &[5, 4]));
        let matrix = |hop: &Hop| match hop.via {
            Via::Fixed => pattern(sizes[hop.from], sizes[hop.to], hop.to as f32),
            Via::Weights => Array2::zeros((0, 0)),
        };
        let b: Vec<_> = path.iter().map(matrix).collect();
        let h: Vec<Samples> = sizes.iter().map(|&d| pattern(1, d, 0.3).into()).collect();
        let mut signals = Signals::new(&sizes, 1);
        signals.h = h.clone();
        signals.delta[3] = h[3].clone();
        let e = h[3].all().to_vec();
        Feedback::from_path(path, b.clone(), &sizes)
            .unwrap()
            .send(&network, &mut signals);
        let delta = &signals.delta;
        let expected = defined(rule, &sizes, &network, &b, &h, &e);
        for k in 1..=2 {
            for (found, expected) in delta[k].all().iter().zip(&expected[k]) {
                assert!(
                    (f64::from(*found) - expected).abs() < 1e-6,
                    "{rule:?}, layer {k}"
                );
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_hop_multiplies_by_the_matrix_and_the_slope_of_the_receiver() {
    // One sample, literal numbers: δ₁ = (B e) ⊙ (1 − h²), B stored 2×3 (from × to).
    let b = ndarray::array![[1.0f32, 2.0, 3.0], [-1.0, 0.5, 0.0]];
    let settings = net(Rule::Dfa, &[3]);
    let network = Network::new(&[1, 3, 2], &settings);
    let path = vec![Hop {
        from: 2,
        to: 1,
        via: Via::Fixed,
    }];
    let samples =
        |rows: &[f32]| Samples::from(Array2::from_shape_fn((1, rows.len()), |(_, j)| rows[j]));
    let mut signals = Signals::new(&[1, 3, 2], 1);
    signals.h[1] = samples(&[0.5, 0.0, -0.5]);
    signals.delta[2] = samples(&[2.0, 4.0]);
    Feedback::from_path(path, vec![b], &[1, 3, 2])
        .unwrap()
        .send(&network, &mut signals);
    assert_eq!(signals.delta[1].all(), [-1.5, 6.0, 4.5]);
}

#[wasm_bindgen_test(unsupported = test)]
fn impossible_paths_are_refused_in_words() {
    let sizes = [6, 5, 4, 3];
    let fixed = |from: usize, to| {
        (
            Hop {
                from,
                to,
                via: Via::Fixed,
            },
            Array2::zeros((sizes[from], sizes[to])),
        )
    };
    let weights = |from, to| {
        (
            Hop {
                from,
                to,
                via: Via::Weights,
            },
            Array2::zeros((0, 0)),
        )
    };
    let refuse = |hops: Vec<(Hop, Array2<f32>)>, why: &str| {
        let (path, matrices) = hops.into_iter().unzip();
        let error = Feedback::from_path(path, matrices, &sizes)
            .unwrap_err()
            .to_string();
        assert!(error.contains(why), "{error}");
    };
    refuse(vec![fixed(3, 2)], "layer 1 does not");
    refuse(vec![fixed(2, 1)], "starts at layer 2");
    refuse(vec![fixed(3, 2), fixed(3, 2)], "layer 2 has its error");
    refuse(vec![weights(3, 1)], "joins layers 3 and 1");
    refuse(vec![fixed(3, 0)], "arrives at 0");
    refuse(vec![fixed(3, 3)], "arrives at 3");
    let misfit = (
        Hop {
            from: 3,
            to: 2,
            via: Via::Fixed,
        },
        Array2::zeros((4, 3)),
    );
    refuse(vec![misfit], "needs a matrix of 3×4, but has one of 4×3");
    let too_few = Feedback::from_path(Rule::Bp.path(2), vec![], &sizes)
        .unwrap_err()
        .to_string();
    assert!(too_few.contains("2 hops and 0 matrices"), "{too_few}");
    let (path, matrices) = vec![fixed(3, 1), weights(1, 2)].into_iter().unzip();
    assert!(
        Feedback::from_path(path, matrices, &sizes).is_ok(),
        "any other path is legal"
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn fixed_feedback_weights_have_the_stated_spread() {
    // s/√(3d): the standard deviation, d the width of the sender, or of the receiver.
    let sizes = [1, 400, 300, 100];
    for feedback_distribution in [
        Distribution::Uniform,
        Distribution::Normal,
        Distribution::Receiver,
    ] {
        let settings = Settings {
            feedback_distribution,
            feedback_scale: 2.0,
            ..net(Rule::Dfa, &[])
        };
        // δ through an identity: e = unit vectors reads B off.
        let mut network = Network::new(&sizes, &settings);
        network.activation = Activation::Identity;
        let mut signals = Signals::new(&sizes, 100);
        signals.delta[3] = Array2::eye(100).into();
        Feedback::new(Rule::Dfa, &network, &settings).send(&network, &mut signals);
        let receiver = feedback_distribution == Distribution::Receiver;
        let width = if receiver { 400.0 } else { 100.0 };
        let expected = 2.0 / (3.0f32 * width).sqrt();
        let (b_1, b_2) = (signals.delta[1].view(), signals.delta[2].view());
        let std = b_1.std(0.0);
        assert!(
            (std / expected - 1.0).abs() < 0.02,
            "{feedback_distribution:?}: {std} {expected}"
        );
        let largest = b_1.fold(0.0f32, |max, x| max.max(x.abs()));
        assert_eq!(
            largest <= 2.0 / width.sqrt(),
            feedback_distribution != Distribution::Normal
        );
        assert_ne!(
            b_1.slice(ndarray::s![.., ..300]),
            b_2,
            "B₁ and B₂ are drawn apart"
        );
    }
}
