//! Which layers learn, and when: does the text say what is done, and do layers that do not learn
//! stay bit for bit what they were, with their momentum?

use crate::common::naive::{Naive, batch, classes, distance, flat, wired};
use feedback_alignment::data::Dataset;
use feedback_alignment::network::{
    Decay, Layer, Method, Output, Rule, Schedule, Settings, Trainer,
};
use feedback_alignment::settings::{Choice, Setting, Value};
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

fn read(text: &str) -> Result<Schedule, String> {
    Schedule::parse("learns", &Value::Text(text.into()), &(0.0..=0.0)).map_err(|e| e.to_string())
}

/// Which of three layers learn at each of the first steps: `"12. "` is layers 1 and 2.
fn table(text: &str, steps: u64) -> Vec<String> {
    let schedule = read(text).unwrap();
    let at = |step| {
        (1..=3)
            .map(|k| {
                if schedule.learns(step, k, 3) {
                    k.to_string()
                } else {
                    ".".into()
                }
            })
            .collect()
    };
    (0..steps).map(at).collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn phases_come_at_the_right_steps() {
    assert_eq!(table("all", 3), ["123"; 3]);
    assert_eq!(table("hidden", 2), ["12."; 2]);
    assert_eq!(table("output", 2), ["..3"; 2]);
    assert_eq!(table("none", 2), ["..."; 2]);
    assert_eq!(table("2", 1), [".2."]);
    assert_eq!(table("1+3", 1), ["1.3"]);
    assert_eq!(table("2-3", 1), [".23"]);
    assert_eq!(table("1-1+3", 1), ["1.3"]);
    let slide = table("hidden*90, output*30, hidden*30, all", 400);
    for (step, found) in slide.iter().enumerate() {
        let expected = match step {
            0..90 => "12.",
            90..120 => "..3",
            120..150 => "12.",
            _ => "123",
        };
        assert_eq!(found, expected, "after {step} steps");
    }
    // The last phase goes on, also where it has a length.
    assert_eq!(table("1*1,2*1", 4), ["1..", ".2.", ".2.", ".2."]);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_schedule_is_written_as_it_is_read() {
    for (text, written) in [
        ("all", "all"),
        (
            " hidden*90,output * 30,  hidden*30 ,all ",
            "hidden*90, output*30, hidden*30, all",
        ),
        ("2 - 3*7, 1+ 3", "2-3*7, 1+3"),
        ("4-4", "4"),
        ("none*1000000000, all", "none*1000000000, all"),
        ("1*5", "1*5"),
    ] {
        let schedule = read(text).unwrap();
        assert_eq!(schedule.to_string(), written);
        assert_eq!(read(written).unwrap(), schedule);
    }
    assert_eq!(
        read("1+3*2, 2-7, ").err().map(|_| ()),
        Some(()),
        "an empty phase is none"
    );
    assert_eq!(read("1+3*2, 2-7*4, output").unwrap().highest(), 7);
    assert_eq!(
        read("hidden, all").err().map(|_| ()),
        Some(()),
        "only the last may go on for ever"
    );
    assert_eq!(read("all").unwrap(), Schedule::all());
}

#[wasm_bindgen_test(unsupported = test)]
fn nonsense_is_answered_with_a_sentence_that_quotes_it() {
    let many = vec!["all*1"; 65].join(",");
    for text in [
        "",
        ",",
        "everything",
        "ALL",
        "0",
        "-1",
        "1-",
        "3-2",
        "1+",
        "+",
        "all*",
        "all*0",
        "all*-1",
        "all*1.5",
        "all*1000000001",
        "*3",
        "all, hidden",
        "1*2*3, all",
        "130",
        "1e1",
        "99999999999999999999",
        "all*99999999999999999999",
        "1;2",
        &many,
    ] {
        let sentence = read(text).expect_err(text);
        let quoted: String = text.chars().take(50).collect();
        let named = sentence.starts_with("learns must name layers and steps, such as all, 2-3 or ")
            && sentence.contains(&format!("but is \"{quoted}"));
        assert!(named, "{text}: {sentence}");
    }
    let number = Settings::from_values([("learns".into(), Value::Number(2.0))]);
    assert!(number.unwrap_err().to_string().ends_with("but is 2"));
}

#[wasm_bindgen_test(unsupported = test)]
fn layers_that_are_not_there_are_refused_by_number() {
    let refusal = |learns: &str, sign_after: Vec<usize>| {
        let settings = Settings {
            learns: read(learns).unwrap(),
            sign_after,
            hidden: vec![6, 4],
            batch: 8,
            ..Settings::default()
        };
        Trainer::new(&settings, classes(20))
            .err()
            .map(|e| e.to_string())
    };
    assert_eq!(refusal("3*2, 1-3", vec![1, 2]), None);
    let says = |text: &str| Some(format!("{text} of this network, but names "));
    let named = |key, most, k| says(&format!("{key} must name layers up to {most}")).map(|s| s + k);
    assert_eq!(refusal("4", vec![]), named("learns", 3, "4"));
    assert_eq!(refusal("all*9, 1+2-77", vec![]), named("learns", 3, "77"));
    assert_eq!(refusal("all", vec![1, 3]), named("sign_after", 2, "3"));
}

fn settings(rule: Rule, method: Method, decay: Decay, learns: &str) -> Settings {
    Settings {
        rule,
        hidden: vec![6, 4],
        optimizer: method,
        learning_rate: 0.0625,
        momentum: 0.75,
        decay,
        decay_rate: 0.015625,
        learns: read(learns).unwrap(),
        batch: 8,
        ..Settings::default()
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn momentum_runs_on_for_those_that_learn_and_waits_for_those_that_do_not() {
    let learns = "all*3, hidden*4, output*3, 1+3*3, none*2, all";
    let learning = |step: usize, k: usize| match step {
        0..3 => true,
        3..7 => k < 3,
        7..10 => k == 3,
        10..13 => k != 2,
        13..15 => false,
        _ => true,
    };
    let data = classes(20);
    for &rule in Rule::ALL {
        let (mut trainer, b) = wired(&settings(rule, Method::Momentum, Decay::L2, learns), &data);
        let mut net = Naive::of(trainer.network(), Output::Softmax);
        let mut velocity = net.clone();
        velocity.each(|v| *v = 0.0);
        for step in 0..20 {
            trainer.advance();
            let gradient = net.gradient(rule, &b, &batch(&trainer));
            let before = trainer.network().clone();
            trainer.step();
            for k in 1..=3 {
                assert_eq!(trainer.learned(k), learning(step, k), "{step} {k}");
                if !learning(step, k) {
                    assert_eq!(
                        before.layers[k - 1],
                        trainer.network().layers[k - 1],
                        "{step} {k}"
                    );
                    continue;
                }
                assert_ne!(
                    before.layers[k - 1],
                    trainer.network().layers[k - 1],
                    "{step} {k}"
                );
                for i in 0..net.bias[k - 1].len() {
                    let rows = net.weights[k - 1][i]
                        .iter_mut()
                        .zip(&mut velocity.weights[k - 1][i]);
                    for ((w, v), g) in rows.zip(&gradient.weights[k - 1][i]) {
                        *v = 0.75 * *v + g + 0.015625 * *w;
                        *w -= 0.0625 * *v;
                    }
                    let v = &mut velocity.bias[k - 1][i];
                    *v = 0.75 * *v + gradient.bias[k - 1][i];
                    net.bias[k - 1][i] -= 0.0625 * *v;
                }
            }
            let found = distance(&net.flat(), &flat(trainer.network()));
            assert!(found < 1e-5, "{rule:?} step {step}: {found}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_pause_of_all_layers_is_as_if_it_had_not_been() {
    // On one example, where every minibatch is the same: any trace in weights, biases, v or s, by
    // decay or otherwise, would show in the bits afterwards.
    let data: Arc<Dataset> = Arc::new(classes(20).head(1));
    for &method in Method::ALL {
        for &decay in Decay::ALL {
            let run = |learns: &str, steps: usize| -> Vec<Layer> {
                let settings = Settings {
                    batch: 1,
                    ..settings(Rule::Dfa, method, decay, learns)
                };
                let mut trainer = Trainer::new(&settings, data.clone()).unwrap();
                for _ in 0..steps {
                    trainer.step();
                }
                trainer.network().layers.clone()
            };
            let through = run("all", 12);
            assert_eq!(
                through,
                run("all*5, none*7, all", 19),
                "{method:?} {decay:?}"
            );
            assert_ne!(
                through,
                run("all", 19),
                "the seven steps would have done something"
            );
        }
    }
}
