//! Do the four rules differ in what the papers say they differ in, and in nothing else?

use feedback_alignment::data::Dataset;
use feedback_alignment::network::{
    Activation, Feedback, Hop, InitialWeights, Layer, Network, Output, Rule, Settings, Trainer, Via,
};
use feedback_alignment::numeric::Samples;
use feedback_alignment::settings::Choice;
use ndarray::Array2;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

fn task() -> Arc<Dataset> {
    Arc::new(Dataset::teacher(&[6, 8, 3], 90, 5))
}

fn net(rule: Rule, hidden: &[usize]) -> Settings {
    let output = Output::Identity;
    Settings {
        rule,
        hidden: hidden.to_vec(),
        output,
        batch: 20,
        ..Settings::default()
    }
}

fn trainer(rule: Rule, hidden: &[usize]) -> Trainer {
    Trainer::new(&net(rule, hidden), task()).unwrap()
}

fn equations(rule: Rule, hidden: usize) -> Vec<String> {
    rule.path(hidden)
        .iter()
        .map(|hop| hop.equation(hidden + 1))
        .collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn equations_are_those_of_the_slides() {
    assert_eq!(
        equations(Rule::Bp, 2),
        ["δa₂ = (W₃ᵀ e) ⊙ f′(a₂)", "δa₁ = (W₂ᵀ δa₂) ⊙ f′(a₁)"]
    );
    assert_eq!(
        equations(Rule::Fa, 2),
        ["δa₂ = (B₂ e) ⊙ f′(a₂)", "δa₁ = (B₁ δa₂) ⊙ f′(a₁)"]
    );
    assert_eq!(
        equations(Rule::Dfa, 2),
        ["δa₂ = (B₂ e) ⊙ f′(a₂)", "δa₁ = (B₁ e) ⊙ f′(a₁)"]
    );
    assert_eq!(
        equations(Rule::Ifa, 2),
        ["δa₁ = (B₁ e) ⊙ f′(a₁)", "δa₂ = (W₂ δa₁) ⊙ f′(a₂)"]
    );
    assert_eq!(equations(Rule::Fa, 12)[0], "δa₁₂ = (B₁₂ e) ⊙ f′(a₁₂)");
    for &rule in Rule::ALL {
        assert!(
            rule.path(0).is_empty(),
            "without hidden layers nothing is sent"
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn feedback_alignment_through_the_weights_is_back_propagation() {
    let hidden = [7, 5, 4];
    let mut bp = trainer(Rule::Bp, &hidden);
    let mut fa = trainer(Rule::Fa, &hidden);
    for _ in 0..10 {
        let path = Rule::Fa.path(hidden.len());
        let b = path
            .iter()
            .map(|hop| fa.network().layers[hop.to].weights.clone())
            .collect();
        fa = fa.with_feedback(path, b).unwrap();
        assert_eq!(bp.step().to_bits(), fa.step().to_bits());
        assert_eq!(bp.gradients(), fa.gradients());
    }
    assert_eq!(bp.fingerprint(), fa.fingerprint());
}

#[wasm_bindgen_test(unsupported = test)]
fn with_one_hidden_layer_fa_dfa_and_ifa_are_one_rule() {
    for &activation in Activation::ALL {
        let run = |rule| {
            let settings = Settings {
                activation,
                ..net(rule, &[9])
            };
            let mut trainer = Trainer::new(&settings, task()).unwrap();
            for _ in 0..20 {
                trainer.step();
            }
            trainer.fingerprint()
        };
        assert_eq!(run(Rule::Fa), run(Rule::Dfa));
        assert_eq!(run(Rule::Dfa), run(Rule::Ifa));
        assert_ne!(run(Rule::Fa), run(Rule::Bp));
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn rules_share_start_batches_and_output_gradient() {
    let hidden = [7, 5];
    let mut bp = trainer(Rule::Bp, &hidden);
    let start = bp.network().clone();
    let loss = bp.step();
    for &rule in Rule::ALL {
        let mut other = trainer(rule, &hidden);
        assert_eq!(other.network(), &start);
        assert_eq!(other.step().to_bits(), loss.to_bits());
        assert_eq!(
            other.gradients()[2],
            bp.gradients()[2],
            "{rule:?}: the output layer knows e"
        );
    }
    let first_layer = |rule| {
        let mut trainer = trainer(rule, &hidden);
        trainer.step();
        trainer.gradients()[0].clone()
    };
    assert_eq!(
        first_layer(Rule::Dfa),
        first_layer(Rule::Ifa),
        "both use the same B₁"
    );
    assert_ne!(first_layer(Rule::Dfa), first_layer(Rule::Fa));
}

/// The hidden δ of a rule in a network whose weights into layers above the first are `upper`.
fn deltas(rule: Rule, upper: f32) -> Vec<Samples> {
    let settings = net(rule, &[5, 4]);
    let sizes = [6, 5, 4, 3];
    let mut network = Network::new(&sizes, &settings);
    network.layers[1..]
        .iter_mut()
        .for_each(|layer| layer.weights.fill(upper));
    let pattern = |d| Array2::from_shape_fn((2, d), |(i, j)| ((i + 3 * j) as f32).cos() / 2.0);
    let h: Vec<Samples> = sizes.iter().map(|&d| pattern(d).into()).collect();
    let mut delta = h.clone();
    Feedback::new(rule, &sizes, &settings).send(&network, &h, &mut delta);
    delta[1..3].to_vec()
}

#[wasm_bindgen_test(unsupported = test)]
fn only_fixed_feedback_is_blind_to_the_forward_weights() {
    for &rule in Rule::ALL {
        let all_fixed = rule.path(2).iter().all(|hop| hop.via == Via::Fixed);
        assert_eq!(
            deltas(rule, 0.3) == deltas(rule, -0.8),
            all_fixed,
            "{rule:?}"
        );
    }
}

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
        let mut delta = h.clone();
        let e = delta[3].all().to_vec();
        Feedback::from_path(path, b.clone(), &sizes)
            .unwrap()
            .send(&network, &h, &mut delta);
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
    let h = [
        samples(&[0.0]),
        samples(&[0.5, 0.0, -0.5]),
        samples(&[0.0; 2]),
    ];
    let mut delta = [samples(&[]), samples(&[0.0; 3]), samples(&[2.0, 4.0])];
    Feedback::from_path(path, vec![b], &[1, 3, 2])
        .unwrap()
        .send(&network, &h, &mut delta);
    assert_eq!(delta[1].all(), [-1.5, 6.0, 4.5]);
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
fn fixed_feedback_weights_have_the_stated_spread() {
    // s/√(3d): the standard deviation of both distributions, d the width of the sender.
    use feedback_alignment::network::feedback::Distribution;
    let sizes = [1, 400, 300, 100];
    for &feedback_distribution in Distribution::ALL {
        let settings = Settings {
            feedback_distribution,
            feedback_scale: 2.0,
            ..net(Rule::Dfa, &[])
        };
        // δ through an identity: e = unit vectors reads B off.
        let mut network = Network::new(&sizes, &settings);
        network.activation = Activation::Identity;
        let h: Vec<_> = sizes.iter().map(|&d| Samples::zeros(100, d)).collect();
        let mut delta = h.clone();
        delta[3] = Array2::eye(100).into();
        Feedback::new(Rule::Dfa, &sizes, &settings).send(&network, &h, &mut delta);
        let expected = 2.0 / (3.0f32 * 100.0).sqrt();
        let (b_1, b_2) = (delta[1].view(), delta[2].view());
        let std = b_1.std(0.0);
        assert!(
            (std / expected - 1.0).abs() < 0.02,
            "{feedback_distribution:?}: {std} {expected}"
        );
        let largest = b_1.fold(0.0f32, |max, x| max.max(x.abs()));
        assert_eq!(
            largest <= 0.2,
            feedback_distribution == Distribution::Uniform
        );
        assert_ne!(
            b_1.slice(ndarray::s![.., ..300]),
            b_2,
            "B₁ and B₂ are drawn apart"
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn zero_start_teaches_only_where_b_does_not_need_the_weights() {
    // tanh: FA and DFA leave zero; BP and IFA only ever move the output biases. ReLU, whose
    // slope at 0 is 0: nobody leaves. (Slides: "zeros DON'T work"; Nøkland 2016 starts at zero.)
    let moved = |layers: &[Layer]| layers.iter().any(|l| l.weights.iter().any(|&w| w != 0.0));
    for &rule in Rule::ALL {
        let all_fixed = rule.path(2).iter().all(|hop| hop.via == Via::Fixed);
        for activation in [Activation::Tanh, Activation::Relu] {
            let initial_weights = InitialWeights::Zero;
            let settings = Settings {
                activation,
                initial_weights,
                ..net(rule, &[7, 5])
            };
            let mut trainer = Trainer::new(&settings, task()).unwrap();
            for _ in 0..5 {
                trainer.step();
            }
            let leaves = activation == Activation::Tanh && all_fixed;
            if rule == Rule::Ifa && activation == Activation::Tanh {
                // B₁ moves the first layer; nothing passes through W₂ = 0.
                assert!(!moved(&trainer.network().layers[1..]));
            } else {
                assert_eq!(
                    moved(&trainer.network().layers),
                    leaves,
                    "{rule:?} {activation:?}"
                );
            }
            assert!(trainer.network().layers[2].bias.iter().any(|&b| b != 0.0));
        }
    }
}
