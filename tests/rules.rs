//! Do the four rules differ in what the papers say they differ in, and in nothing else?

use crate::common::{net, task, trainer};
use feedback_alignment::network::{
    Activation, Feedback, InitialWeights, Layer, Network, Rule, Settings, Signals, Trainer, Via,
};
use feedback_alignment::numeric::Samples;
use feedback_alignment::settings::Choice;
use ndarray::Array2;
use wasm_bindgen_test::wasm_bindgen_test;

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
    let mut signals = Signals::new(&sizes, 2);
    signals.h = sizes.iter().map(|&d| pattern(d).into()).collect();
    signals.delta[3] = pattern(3).into();
    Feedback::new(rule, &network, &settings).send(&network, &mut signals);
    signals.delta[1..3].to_vec()
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

#[wasm_bindgen_test(unsupported = test)]
fn what_a_step_costs_is_counted_along_its_hops() {
    // 6-7-5-3, 20 examples: 6·7 + 7·5 + 5·3 = 92 entries of weights, seen twice each.
    let cost = |rule| trainer(rule, &[7, 5]).multiply_adds();
    assert_eq!(cost(Rule::Bp), 20 * (2 * 92 + 3 * 5 + 5 * 7));
    assert_eq!(cost(Rule::Fa), cost(Rule::Bp));
    assert_eq!(cost(Rule::Dfa), 20 * (2 * 92 + 3 * 5 + 3 * 7));
    assert_eq!(cost(Rule::Ifa), 20 * (2 * 92 + 3 * 7 + 7 * 5));
}
