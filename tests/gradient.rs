//! Is back-propagation the gradient of the loss? Central differences of an independent
//! double-precision network, written as the formulas are, for every activation and output.

use feedback_alignment::data::Dataset;
use feedback_alignment::network::{
    Activation, InitialWeights, Layer, Network, Output, Rule, Settings, Signals, Trainer,
};
use feedback_alignment::numeric::Samples;
use feedback_alignment::settings::Choice;
use ndarray::{Array2, ArrayView1};
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

/// Relative, or absolute below 1: gradients and losses are computed in single precision.
const TOLERANCE: f64 = 2e-6;
const STEP: f64 = 1e-5;

fn close(x: f64, y: f64) -> bool {
    (x - y).abs() < TOLERANCE * x.abs().max(1.0)
}

/// Parameters as one list of f64: W₁, b₁, W₂, b₂, …, each matrix row by row.
fn flat(layers: &[Layer]) -> Vec<f64> {
    let values = layers
        .iter()
        .flat_map(|layer| layer.weights.iter().chain(&layer.bias));
    values.map(|&x| f64::from(x)).collect()
}

fn activation(f: Activation, a: f64) -> f64 {
    match f {
        Activation::Tanh => a.tanh(),
        Activation::Logistic => 1.0 / (1.0 + (-a).exp()),
        Activation::Relu => a.max(0.0),
        Activation::Identity => a,
    }
}

/// The loss of one example, from the definition.
fn loss(parameters: &[f64], sizes: &[usize], net: &Settings, x: ArrayView1<f32>, y: &[f64]) -> f64 {
    let mut h: Vec<f64> = x.iter().map(|&x| x.into()).collect();
    let mut rest = parameters;
    for k in 1..sizes.len() {
        let (weights, after) = rest.split_at(sizes[k] * sizes[k - 1]);
        let (bias, after) = after.split_at(sizes[k]);
        rest = after;
        let row = |i: usize| &weights[i * sizes[k - 1]..(i + 1) * sizes[k - 1]];
        let a = |i: usize| bias[i] + row(i).iter().zip(&h).map(|(w, h)| w * h).sum::<f64>();
        let a: Vec<f64> = (0..sizes[k]).map(a).collect();
        let last = k + 1 == sizes.len();
        h = if last {
            a
        } else {
            a.iter().map(|&a| activation(net.activation, a)).collect()
        };
    }
    match net.output {
        Output::Softmax => {
            let ln_sum = h.iter().map(|a| a.exp()).sum::<f64>().ln();
            h.iter().zip(y).map(|(a, y)| -y * (a - ln_sum)).sum()
        }
        Output::Logistic => {
            let p = |a: f64| 1.0 / (1.0 + (-a).exp());
            h.iter()
                .zip(y)
                .map(|(&a, y)| -y * p(a).ln() - (1.0 - y) * (1.0 - p(a)).ln())
                .sum()
        }
        Output::Identity => h.iter().zip(y).map(|(a, y)| 0.5 * (a - y).powi(2)).sum(),
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn back_propagation_is_the_gradient() {
    let sizes = [4, 9, 3, 3];
    let inputs = Array2::from_shape_fn((7, 4), |(i, j)| ((3 * i + 5 * j) as f32).sin());
    let labels: Vec<u8> = (0..7).map(|i| i % 3).collect();
    for &activation in Activation::ALL {
        for &output in Output::ALL {
            let net = Settings {
                rule: Rule::Bp,
                hidden: vec![9, 3],
                activation,
                output,
                batch: 7,
                learning_rate: 0.02,
                initial_weights: InitialWeights::Normal,
                initial_std: 0.7,
                ..Settings::default()
            };
            let data = Dataset::classification(inputs.clone(), labels.clone(), 3).unwrap();
            let mut trainer = Trainer::new(&net, Arc::new(data)).unwrap();
            // A few steps away from the start, where zero biases put dead ReLUs on their kink.
            for _ in 0..3 {
                trainer.step();
            }
            let parameters = flat(&trainer.network().layers);
            let mean_loss = |parameters: &[f64]| {
                let one_hot = |class: u8| [0, 1, 2].map(|c| f64::from(u8::from(c == class)));
                let each =
                    |i: usize| loss(parameters, &sizes, &net, inputs.row(i), &one_hot(labels[i]));
                (0..7).map(each).sum::<f64>() / 7.0
            };
            let reported = trainer.step();
            assert!(
                (reported - mean_loss(&parameters)).abs() < TOLERANCE,
                "{activation:?} {output:?}"
            );
            for (i, &gradient) in flat(&trainer.gradients()).iter().enumerate() {
                let moved = |by: f64| {
                    let mut moved = parameters.clone();
                    moved[i] += by;
                    mean_loss(&moved)
                };
                let difference = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
                assert!(
                    close(gradient, difference),
                    "{activation:?}, {output:?}, parameter {i}: {gradient} against {difference}"
                );
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn confident_mistakes_cost_what_they_should() {
    // Logits a and 0, class 0. Softmax: ln(1 + e^−a). Logistic: the same, and ln 2 for the other.
    let target = [1.0, 0.0];
    for a in [-200.0f32, -20.0, -3.0, 0.0, 3.0, 20.0, 200.0] {
        let x = f64::from(a);
        let softplus = if x < -30.0 { -x } else { (-x).exp().ln_1p() };
        let expected = |output| match output {
            Output::Softmax => softplus,
            Output::Logistic => softplus + 2f64.ln(),
            Output::Identity => 0.5 * (x - 1.0).powi(2),
        };
        for &output in Output::ALL {
            let loss = output.predict(&mut [a, 0.0], &target);
            // The exponentials of a softmax are those of its predictions, in single precision.
            let relative = if output == Output::Softmax {
                2e-7
            } else {
                1e-9
            };
            assert!(
                (loss - expected(output)).abs() < relative * loss + 1e-15,
                "{output:?}, {a}: {loss}"
            );
        }
    }
    for &output in Output::ALL {
        assert!(
            output.predict(&mut [f32::NAN, 0.0], &target).is_nan(),
            "{output:?}"
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn forward_is_the_same_for_any_number_of_rows() {
    let net = Network::new(&[3, 4, 2], &Settings::default());
    let x = Array2::from_shape_fn((5, 3), |(i, j)| (i + 2 * j) as f32 / 7.0);
    let run = |rows: usize| {
        let mut signals = Signals::new(&[3, 4, 2], 5);
        signals.h[0] = Samples::from(x.clone());
        signals.set_rows(rows);
        net.forward(&mut signals);
        signals.h[2].clone()
    };
    assert_eq!(run(5).all()[..4], *run(2).all());
}
