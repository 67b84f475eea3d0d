//! Do plain descent, momentum and RMSprop with every kind of decay take the steps of their
//! formulas, for every rule?

use crate::common::naive::{Naive, Vector, batch, classes, distance, flat, wired};
use feedback_alignment::network::{Decay, Method, Output, Rule, Settings};
use feedback_alignment::settings::Choice;
use wasm_bindgen_test::wasm_bindgen_test;

const STEPS: usize = 25;
/// Single against double precision after that many steps, in which a run goes a thousand times as far.
const TOLERANCE: f64 = 2e-5;

const ETA: f64 = 0.0625;
const MU: f64 = 0.75;
const LAMBDA: f64 = 0.015625;

/// One update of every parameter, as the formulas are written in the papers and in the issue.
fn update(method: Method, decay: Decay, net: &mut Naive, gradient: &Naive, memory: &mut Vector) {
    // Biases are spared by L2, so the two kinds of parameter must be told apart.
    let mut is_weight = net.clone();
    is_weight.each(|w| *w = 1.0);
    for bias in &mut is_weight.bias {
        bias.fill(0.0);
    }
    let (is_weight, gradient) = (is_weight.flat(), gradient.flat());
    let mut i = 0;
    net.each(|w| {
        let l2 = if decay == Decay::L2 { LAMBDA } else { 0.0 };
        let g = gradient[i] + is_weight[i] * l2 * *w;
        let m = &mut memory[i];
        *w -= match method {
            Method::Sgd => ETA * g,
            Method::Momentum => {
                *m = MU * *m + g;
                ETA * *m
            }
            Method::Rmsprop => {
                *m = 0.99 * *m + 0.01 * g * g;
                ETA / 16.0 * g / (m.sqrt() + 1e-8)
            }
        };
        if decay == Decay::Constant {
            *w -= LAMBDA;
        }
        i += 1;
    });
}

fn settings(rule: Rule, method: Method, decay: Decay) -> Settings {
    Settings {
        rule,
        hidden: vec![6, 4],
        optimizer: method,
        learning_rate: if method == Method::Rmsprop {
            ETA / 16.0
        } else {
            ETA
        },
        momentum: MU,
        decay,
        decay_rate: LAMBDA,
        batch: 8,
        ..Settings::default()
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn every_optimizer_with_every_decay_takes_the_steps_of_its_formula() {
    let data = classes(20); // batches of 8, 8 and 4
    for &rule in Rule::ALL {
        for &method in Method::ALL {
            for &decay in Decay::ALL {
                let (mut trainer, b) = wired(&settings(rule, method, decay), &data);
                let mut net = Naive::of(trainer.network(), Output::Softmax);
                let start = net.flat();
                let mut memory = vec![0.0; start.len()];
                for step in 1..=STEPS {
                    trainer.advance();
                    let gradient = net.gradient(rule, &b, &batch(&trainer));
                    trainer.step();
                    update(method, decay, &mut net, &gradient, &mut memory);
                    let found = distance(&net.flat(), &flat(trainer.network()));
                    assert!(
                        found < TOLERANCE,
                        "{rule:?} {method:?} {decay:?} step {step}: {found}"
                    );
                }
                assert!(
                    distance(&net.flat(), &start) > 1e3 * TOLERANCE,
                    "the run went somewhere"
                );
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn where_there_never_was_a_gradient_rmsprop_does_not_move() {
    // The last input is 0 in every example: 0/(√0 + 1e-8) must be 0, not NaN.
    let data = classes(20);
    let (mut trainer, _) = wired(&settings(Rule::Dfa, Method::Rmsprop, Decay::None), &data);
    let column = |weights: &ndarray::Array2<f32>| weights.column(4).to_vec();
    let before = column(&trainer.network().layers[0].weights);
    for _ in 0..STEPS {
        trainer.step();
    }
    assert_eq!(before, column(&trainer.network().layers[0].weights));
}

#[wasm_bindgen_test(unsupported = test)]
fn the_first_step_of_rmsprop_is_ten_learning_rates_whatever_the_gradient() {
    // s = 0.01 g² at first, without correction of that bias: w moves by η g/(0.1 |g|).
    let data = classes(20);
    let (mut trainer, _) = wired(&settings(Rule::Bp, Method::Rmsprop, Decay::None), &data);
    let before = flat(trainer.network());
    trainer.step();
    for (before, after) in before.iter().zip(flat(trainer.network())) {
        let moved = (after - before).abs() / (ETA / 16.0);
        assert!(moved == 0.0 || (moved - 10.0).abs() < 0.01, "{moved}");
    }
}
