//! Does the linear network learn as its settings say: tanh units by the gradient, examples on
//! average as the full batch, ranks as many as asked, and what cannot be followed refused?

use feedback_alignment::network::Rule;
use feedback_alignment::numeric::matmul::product;
use feedback_alignment::numeric::pinv::pinv;
use feedback_alignment::theory::linear::{Activation, Network, Scheme};
use feedback_alignment::theory::{Linear, LinearSettings};
use wasm_bindgen_test::wasm_bindgen_test;

/// Natively only: it takes as long as a person would wait.
#[cfg(not(target_arch = "wasm32"))]
#[test]
fn a_flow_too_stiff_to_follow_is_refused_in_a_sentence() {
    let mut stiff = Linear::new(&LinearSettings {
        inputs: 32,
        hidden: 32,
        outputs: 2,
        initial_scale: 10.0,
        input_rate: 10.0,
        output_rate: 10.0,
        learning_rate: 2.0,
        scheme: Scheme::Flow,
        ..Default::default()
    })
    .unwrap();
    assert!(stiff.check().is_ok());
    stiff.step(1);
    assert_eq!(
        stiff.check().unwrap_err().to_string(),
        "learning_rate must be smaller where the flow is so stiff, as with large weights, but is 2"
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn tanh_units_learn_by_the_gradient_of_their_loss() {
    // Under back-propagation the flow is the negative gradient of ½ tr(E Σ Eᵀ).
    for (activation, condition) in [
        (Activation::Tanh, 1.0),
        (Activation::Tanh, 30.0),
        (Activation::Linear, 30.0),
    ] {
        let settings = LinearSettings {
            rule: Rule::Bp,
            activation,
            condition,
            initial_scale: 0.7,
            ..Default::default()
        };
        let network = Network::new(&settings).unwrap();
        let variance = {
            let t = network.weighted(network.target(), libm::sqrt);
            t.iter().map(|x| x * x).sum::<f64>()
        };
        let loss = |state: &_| 0.5 * network.normalized_error(state) * variance;
        let start = network.start().clone();
        let flow = network.flow(&start);
        let h = 1e-6;
        for i in 0..6 {
            for j in 0..8 {
                let (mut up, mut down) = (start.clone(), start.clone());
                up.a[[i, j]] += h;
                down.a[[i, j]] -= h;
                let slope = (loss(&up) - loss(&down)) / (2.0 * h);
                assert!(
                    (slope + flow.a[[i, j]]).abs() < 1e-7,
                    "{activation:?} A {i} {j}"
                );
            }
            for o in 0..4 {
                let (mut up, mut down) = (start.clone(), start.clone());
                up.w[[o, i]] += h;
                down.w[[o, i]] -= h;
                let slope = (loss(&up) - loss(&down)) / (2.0 * h);
                assert!(
                    (slope + flow.w[[o, i]]).abs() < 1e-7,
                    "{activation:?} W {o} {i}"
                );
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn online_steps_are_the_full_batch_on_average() {
    let at = |scheme| LinearSettings {
        scheme,
        learning_rate: 1e-3,
        initial_scale: 0.3,
        condition: 5.0,
        ..Default::default()
    };
    for activation in [Activation::Linear, Activation::Tanh] {
        let full = Network::new(&LinearSettings {
            activation,
            ..at(Scheme::Full)
        })
        .unwrap();
        let online = Network::new(&LinearSettings {
            activation,
            ..at(Scheme::Online)
        })
        .unwrap();
        let step = |network: &Network, supply: &mut _| {
            let mut state = network.start().clone();
            network.step(&mut state, supply);
            state.a - &network.start().a
        };
        let mut supply = online.supply();
        let expected = step(&full, &mut supply);
        let mut mean = expected.clone() * 0.0;
        let draws = 40_000;
        for _ in 0..draws {
            mean += &(step(&online, &mut supply) / f64::from(draws));
        }
        let size = |m: &ndarray::Array2<f64>| m.iter().map(|x| x * x).sum::<f64>().sqrt();
        let off = size(&(&mean - &expected)) / size(&expected);
        assert!(off < 0.05, "{activation:?}: {off}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_run_too_long_to_remember_is_refused() {
    let settings = LinearSettings {
        inputs: 32,
        hidden: 32,
        outputs: 32,
        steps: 10_000,
        ..Default::default()
    };
    assert_eq!(
        Linear::new(&settings).unwrap_err().to_string(),
        "steps must be at most 2441 in a network of 32, 32 and 32 units whose every state is kept, \
         but is 10000"
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn ranks_are_lost_as_many_as_asked() {
    for (hidden, outputs, lost, rank) in [
        (6, 4, 0, 4),
        (6, 4, 1, 3),
        (6, 4, 3, 1),
        (6, 4, 31, 1),
        (3, 5, 0, 3),
        (3, 5, 1, 2),
    ] {
        let settings = LinearSettings {
            inputs: hidden,
            hidden,
            outputs,
            feedback_rank_loss: lost,
            target_rank_loss: lost,
            ..Default::default()
        };
        let network = Network::new(&settings).unwrap();
        for m in [network.feedback(), network.target()] {
            let projection = product(pinv(m.view()).view(), m.view());
            let found: f64 = projection.diag().sum();
            assert!(
                (found - f64::from(rank)).abs() < 1e-9,
                "{hidden}×{outputs} less {lost}"
            );
        }
    }
}
