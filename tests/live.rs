//! What may happen to a run on its way: other live settings, steps phase by phase, looks in pieces
//! in the middle of anything. Does each do what it says and change nothing else?

use crate::common::naive::{Naive, batch, classes, distance, flat, wired};
use feedback_alignment::network::{Decay, Method, Output, Phase, Rule, Settings, Trainer};
use feedback_alignment::settings::{Choice, Value};
use wasm_bindgen_test::wasm_bindgen_test;

fn settings(rule: Rule) -> Settings {
    Settings {
        rule,
        hidden: vec![6, 4],
        optimizer: Method::Momentum,
        momentum: 0.75,
        learning_rate: 0.0625,
        dropout_hidden: 0.25,
        adversarial: 0.0625,
        batch: 8,
        ..Settings::default()
    }
}

fn with(settings: &Settings, key: &str, value: Value) -> Settings {
    let mut values = settings.values();
    let place = values.iter_mut().find(|(name, _)| name == key).unwrap();
    place.1 = value;
    Settings::from_values(values).unwrap()
}

#[wasm_bindgen_test(unsupported = test)]
fn a_retuned_run_goes_on_by_the_formulas_with_the_new_values() {
    let data = classes(20);
    let text = |text: &str| Value::Text(text.into());
    for &rule in Rule::ALL {
        let start = Settings {
            dropout_hidden: 0.0,
            adversarial: 0.0,
            ..settings(rule)
        };
        let (mut trainer, b) = wired(&start, &data);
        let (mut left, _) = wired(&start, &data);
        let mut net = Naive::of(trainer.network(), Output::Softmax);
        let mut velocity = vec![0.0; net.flat().len()];
        let first: usize = net.weights[0].len() * 6; // weights and biases of layer 1
        let mut now = start;
        for step in 0..24 {
            // Learning rate, then decay, then freezing, each on top of the others.
            now = match step {
                6 => with(&now, "learning_rate", Value::Number(0.25)),
                12 => with(&now, "decay_rate", Value::Number(0.0625)),
                13 => with(&now, "decay", text("l2")),
                18 => with(&now, "learns", text("2-3")),
                _ => now,
            };
            trainer.retune(&now).unwrap();
            trainer.advance();
            let gradient = net.gradient(rule, &b, &batch(&trainer)).flat();
            trainer.step();
            let (eta, lambda) = (
                if step < 6 { 0.0625 } else { 0.25 },
                if step < 13 { 0.0 } else { 0.0625 },
            );
            let mut is_weight = net.clone();
            is_weight.each(|w| *w = 1.0);
            is_weight.bias.iter_mut().for_each(|b| b.fill(0.0));
            let is_weight = is_weight.flat();
            let mut i = 0;
            net.each(|w| {
                if step < 18 || i >= first {
                    velocity[i] = 0.75 * velocity[i] + gradient[i] + lambda * is_weight[i] * *w;
                    *w -= eta * velocity[i];
                }
                i += 1;
            });
            let found = distance(&net.flat(), &flat(trainer.network()));
            assert!(found < 2e-5, "{rule:?} step {step}: {found}");
            left.step();
            let same = left.fingerprint() == trainer.fingerprint();
            assert_eq!(
                same,
                step < 6,
                "{rule:?}: until it was retuned the run is the same"
            );
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn what_cannot_change_on_the_way_is_refused_and_nothing_changes() {
    let data = classes(20);
    let base = settings(Rule::Dfa);
    let mut trainer = Trainer::new(&base, data.clone()).unwrap();
    let mut twin = Trainer::new(&base, data).unwrap();
    let sentence =
        "only learning_rate, decay, decay_rate, learns may change while a network learns";
    let mut tried = 0;
    for (key, value) in base.values() {
        if Settings::LIVE.contains(&key.as_str()) {
            continue;
        }
        let other = match (key.as_str(), value) {
            ("rule", _) => Value::Text("ifa".into()),
            ("activation", _) => Value::Text("relu".into()),
            ("output", _) => Value::Text("logistic".into()),
            ("optimizer", _) => Value::Text("rmsprop".into()),
            ("initial_weights", _) => Value::Text("zero".into()),
            ("feedback_distribution", _) => Value::Text("normal".into()),
            (_, Value::List(_)) => Value::List(vec![2.0]),
            (_, Value::Number(x)) if x >= 1.0 => Value::Number(x + 1.0),
            (_, Value::Number(x)) => Value::Number(if x == 0.0 { 1.0 } else { x / 2.0 }),
            (key, value) => panic!("{key} = {value} has no other value here"),
        };
        let other = match key.as_str() {
            "dropout_input" => Value::Number(0.5),
            _ => other,
        };
        let refused = trainer.retune(&with(&base, &key, other)).unwrap_err();
        assert_eq!(refused.to_string(), sentence, "{key}");
        tried += 1;
    }
    assert_eq!(tried + Settings::LIVE.len(), base.values().len());
    let missing = with(&base, "learns", Value::Text("1-4".into()));
    let refused = trainer.retune(&missing).unwrap_err().to_string();
    assert_eq!(
        refused,
        "learns must name layers up to 3 of this network, but names 4"
    );
    let wild = Settings {
        learning_rate: -1.0,
        ..base
    };
    let refused = trainer.retune(&wild).unwrap_err().to_string();
    assert_eq!(refused, "learning_rate must be between 0 and 10, but is -1");
    for _ in 0..5 {
        assert_eq!(trainer.step(), twin.step());
    }
    assert_eq!(trainer.fingerprint(), twin.fingerprint());
}

#[wasm_bindgen_test(unsupported = test)]
fn a_step_in_three_phases_with_looks_between_them_is_a_step() {
    let data = classes(20);
    for &rule in Rule::ALL {
        for &method in Method::ALL {
            let settings = Settings {
                optimizer: method,
                decay: Decay::L2,
                decay_rate: 0.01,
                ..settings(rule)
            };
            let mut whole = Trainer::new(&settings, data.clone()).unwrap();
            let mut phased = Trainer::new(&settings, data.clone()).unwrap();
            for step in 0..8 {
                for phase in [Phase::Forward, Phase::Feedback, Phase::Update] {
                    assert_eq!(phased.advance(), phase);
                    assert_eq!(phased.phase(), phase);
                    let before = (phased.fingerprint(), phased.loss());
                    phased.evaluate(&data);
                    phased.alignment(&data);
                    phased.answer(&[0.5; 5]);
                    phased.activity(&data, 3..9, 2);
                    phased.mistakes(&data, 4);
                    let mut look = phased.begin_look();
                    while phased.look(&mut look, &data, &data, 7).is_none() {}
                    assert_eq!(before, (phased.fingerprint(), phased.loss()));
                    // A step finishes what was begun, wherever that is.
                    if step % 3 == 1 && phase != Phase::Update {
                        phased.step();
                        break;
                    }
                }
                whole.step();
                assert_eq!(
                    whole.fingerprint(),
                    phased.fingerprint(),
                    "{rule:?} {method:?}"
                );
                assert_eq!(whole.gradients(), phased.gradients());
                assert_eq!(whole.samples_seen(), phased.samples_seen());
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_look_in_pieces_of_any_size_sees_what_is_seen_at_once() {
    // More rows than one piece of work, and no multiple of it.
    let (data, probe) = (classes(600), classes(250));
    for &rule in Rule::ALL {
        let mut trainer = Trainer::new(&settings(rule), data.clone()).unwrap();
        for _ in 0..10 {
            trainer.step();
        }
        let (validation, training) = (trainer.evaluate(&data), trainer.evaluate(&probe));
        let alignment = trainer.alignment(&probe);
        for piece in [1, 7, 100, 256, 257, 600, 849, 850, usize::MAX] {
            let mut look = trainer.begin_look();
            let mut pieces = 1;
            let seen = loop {
                match trainer.look(&mut look, &data, &probe, piece) {
                    Some(seen) => break seen,
                    None => pieces += 1,
                }
                assert_eq!(look.done(), piece * (pieces - 1));
            };
            assert_eq!(pieces, 850usize.div_ceil(piece));
            assert_eq!(
                seen.validation.confusion, validation.confusion,
                "{rule:?} {piece}"
            );
            assert_eq!(seen.training.confusion, training.confusion);
            assert_eq!(seen.validation.accuracy, validation.accuracy);
            let close = |x: f64, y: f64| {
                (x - y).abs() < 1e-5 * x.abs().max(1.0) || x.is_nan() && y.is_nan()
            };
            assert!(close(seen.validation.loss, validation.loss));
            assert!(close(seen.training.loss, training.loss));
            for (seen, whole) in seen.alignment.iter().zip(&alignment) {
                assert!(close(seen.degrees, whole.degrees), "{rule:?} {piece}");
                assert!(close(seen.ratio, whole.ratio), "{rule:?} {piece}");
            }
        }
    }
}
