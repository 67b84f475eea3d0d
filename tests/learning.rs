//! Do all four rules learn, on a task made in a moment, and do the optimizer's knobs do what
//! their formulas say?

use feedback_alignment::data::Dataset;
use feedback_alignment::network::{
    Activation, Decay, InitialWeights, Method, Output, Rule, Settings, Trainer,
};
use feedback_alignment::settings::Choice;
use ndarray::Array2;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

/// Three classes by the angle of a point in the plane, in six sectors: not linearly separable.
fn sectors(examples: usize) -> Arc<Dataset> {
    let angle = |i: usize| (i as f32 * 0.618_034).fract() * std::f32::consts::TAU;
    let inputs = Array2::from_shape_fn((examples, 2), |(i, j)| {
        let radius = 0.7 + 0.3 * ((i * i) as f32).sin();
        radius
            * if j == 0 {
                angle(i).cos()
            } else {
                angle(i).sin()
            }
    });
    let sector = |i: usize| (angle(i) / std::f32::consts::TAU * 6.0) as u8 % 3;
    let labels = (0..examples).map(sector).collect();
    Arc::new(Dataset::classification(inputs, labels, 3).unwrap())
}

#[wasm_bindgen_test(unsupported = test)]
fn every_rule_learns_and_its_layers_align() {
    let data = sectors(600);
    for &rule in Rule::ALL {
        for seed in 1..=3 {
            let settings = Settings {
                rule,
                hidden: vec![40, 30],
                learning_rate: 0.5,
                batch: 20,
                seed,
                ..Settings::default()
            };
            let mut trainer = Trainer::new(&settings, data.clone()).unwrap();
            let before = trainer.evaluate(&data);
            let start = trainer.alignment(&data);
            for _ in 0..3_000 {
                trainer.step();
            }
            let after = trainer.evaluate(&data);
            assert!(
                after.accuracy > 0.9,
                "{rule:?}, seed {seed}: {}",
                after.accuracy
            );
            assert!(
                after.loss < 0.5 * before.loss,
                "{rule:?}, seed {seed}: {}",
                after.loss
            );
            for (start, end) in start.iter().zip(trainer.alignment(&data)) {
                let (start, end) = (start.degrees, end.degrees);
                let aligned = end < 85.0 && end < start - 5.0;
                assert!(
                    rule == Rule::Bp || aligned,
                    "{rule:?}, seed {seed}: {start}° to {end}°"
                );
            }
            let counted: u32 = after.confusion.iter().sum();
            assert_eq!(counted, 600);
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_output_layer_alone_cannot_do_it() {
    // B = 0 sends nothing: the hidden layers stay random. So the test above is about them.
    let data = sectors(600);
    let settings = Settings {
        rule: Rule::Dfa,
        feedback_scale: 0.0,
        hidden: vec![40, 30],
        learning_rate: 0.5,
        batch: 20,
        ..Settings::default()
    };
    let mut trainer = Trainer::new(&settings, data.clone()).unwrap();
    for _ in 0..3_000 {
        trainer.step();
    }
    let accuracy = trainer.evaluate(&data).accuracy;
    assert!(accuracy < 0.7, "{accuracy}");
}

#[wasm_bindgen_test(unsupported = test)]
fn same_settings_same_numbers_and_looking_changes_nothing() {
    let data = sectors(100);
    let run = |seed, look: bool| {
        let settings = Settings {
            seed,
            hidden: vec![8],
            batch: 30,
            ..Settings::default()
        };
        let mut trainer = Trainer::new(&settings, data.clone()).unwrap();
        for _ in 0..25 {
            trainer.step();
            if look {
                trainer.evaluate(&data);
                trainer.alignment(&data);
            }
        }
        assert_eq!((trainer.step_count(), trainer.steps_per_epoch()), (25, 4));
        assert_eq!(
            trainer.samples_seen(),
            6 * 100 + 30,
            "the last minibatch of an epoch has 10"
        );
        trainer.fingerprint().to_string()
    };
    assert_eq!(run(1, false), run(1, true));
    assert_ne!(run(1, false), run(2, false));
}

/// The weight before and after each of three steps on one repeated example.
fn three_steps(settings: Settings) -> Vec<(f32, f32)> {
    let data = Dataset::regression(Array2::ones((1, 1)), Array2::from_elem((1, 1), 3.0)).unwrap();
    let settings = Settings {
        hidden: vec![],
        output: Output::Identity,
        batch: 1,
        initial_weights: InitialWeights::Normal,
        ..settings
    };
    let mut trainer = Trainer::new(&settings, Arc::new(data)).unwrap();
    (0..3)
        .map(|_| {
            let before = trainer.network().layers[0].weights[[0, 0]];
            trainer.step();
            (before, trainer.network().layers[0].weights[[0, 0]])
        })
        .collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn decay_and_momentum_follow_their_formulas() {
    // y = w + b with both started by hand: e = w + b − 3 is the gradient of w and of b.
    let (eta, lambda, mu) = (0.1f32, 0.05f32, 0.9f32);
    for &decay in Decay::ALL {
        let settings = Settings {
            learning_rate: f64::from(eta),
            optimizer: Method::Momentum,
            momentum: f64::from(mu),
            decay,
            decay_rate: f64::from(lambda),
            ..Settings::default()
        };
        let steps = three_steps(settings);
        let (mut w, mut b, mut v_w, mut v_b) = (steps[0].0, 0.0f32, 0.0f32, 0.0f32);
        for (_, reached) in steps {
            let e = w + b - 3.0;
            v_w = mu * v_w + e + if decay == Decay::L2 { lambda * w } else { 0.0 };
            v_b = mu * v_b + e;
            let constant = if decay == Decay::Constant {
                lambda
            } else {
                0.0
            };
            w -= eta * v_w + constant;
            b -= eta * v_b + constant;
            assert!((w - reached).abs() < 1e-6, "{decay:?}: {w} {reached}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn initial_weights_have_the_stated_spread() {
    let start = |initial_weights| {
        let settings = Settings {
            hidden: vec![300],
            initial_weights,
            output: Output::Identity,
            ..Settings::default()
        };
        let data = Dataset::teacher(&[400, 2], 70, 1);
        Trainer::new(&settings, Arc::new(data))
            .unwrap()
            .network()
            .layers[0]
            .weights
            .clone()
    };
    let largest = |w: &Array2<f32>| w.fold(0.0f32, |max, x| max.max(x.abs()));
    let uniform = start(InitialWeights::FanIn);
    assert!((largest(&uniform) - 0.05).abs() < 1e-4, "±1/√400");
    assert!((uniform.std(0.0) * 20.0 * 3f32.sqrt() - 1.0).abs() < 0.01);
    let normal = start(InitialWeights::Normal);
    assert!(
        largest(&normal) <= 0.4 && largest(&normal) > 0.39,
        "cut at two standard deviations"
    );
    // The cut takes the standard deviation down by √(1 − 4φ(2)/(2Φ(2) − 1)) = 0.8796.
    assert!(
        (normal.std(0.0) / 0.2 - 0.8796).abs() < 0.01,
        "{}",
        normal.std(0.0)
    );
    assert_eq!(largest(&start(InitialWeights::Zero)), 0.0);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_diverged_run_shows_nan_instead_of_hiding_it() {
    for &activation in Activation::ALL {
        let settings = Settings {
            activation,
            output: Output::Identity,
            hidden: vec![20],
            learning_rate: 10.0,
            batch: 20,
            ..Settings::default()
        };
        let mut trainer =
            Trainer::new(&settings, Arc::new(Dataset::teacher(&[5, 5, 2], 20, 1))).unwrap();
        let losses: Vec<f64> = (0..400).map(|_| trainer.step()).collect();
        assert!(!losses[399].is_finite(), "{activation:?}: {}", losses[399]);
    }
}
