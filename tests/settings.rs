//! Does every setting check itself, in words that name the constraint and the value?

use feedback_alignment::data::Dataset;
use feedback_alignment::network::{Rule, Settings, Trainer};
use feedback_alignment::settings::{Choice, Value};
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

fn message(key: &str, value: Value) -> String {
    Settings::from_values([(key.into(), value)])
        .unwrap_err()
        .to_string()
}

fn text(word: &str) -> Value {
    Value::Text(word.into())
}

#[wasm_bindgen_test(unsupported = test)]
fn messages_name_the_constraint_and_the_value() {
    for (key, value, expected) in [
        (
            "learning_rate",
            Value::Number(-1.0),
            "learning_rate must be between 0 and 10, but is -1",
        ),
        (
            "learning_rate",
            Value::Number(f64::NAN),
            "learning_rate must be between 0 and 10, but is NaN",
        ),
        (
            "learning_rate",
            text("fast"),
            "learning_rate must be a number, but is \"fast\"",
        ),
        (
            "batch",
            Value::Number(2.5),
            "batch must be a whole number between 1 and 4096, but is 2.5",
        ),
        (
            "seed",
            Value::Number(-1.0),
            "seed must be a whole number between 0 and 4294967295, but is -1",
        ),
        (
            "rule",
            text("bptt"),
            "rule must be one of RULES, but is \"bptt\"",
        ),
        (
            "rule",
            Value::Flag(true),
            "rule must be one of RULES, but is true",
        ),
        (
            "hidden",
            Value::Number(3.0),
            "hidden must be a list of numbers, but is 3",
        ),
        (
            "hidden",
            Value::List(vec![10.0, 0.0]),
            "hidden, entry 2, must be a whole number between 1 and 4096, but is 0",
        ),
        (
            "hidden",
            Value::List(vec![1.0; 200]),
            "hidden must have at most 128 entries, but has 200",
        ),
    ] {
        let rules: Vec<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        assert_eq!(
            message(key, value),
            expected.replace("RULES", &rules.join(", "))
        );
    }
    let unknown = message("lr", Value::Number(0.1));
    assert!(
        unknown.starts_with("\"lr\" is not a setting; there are rule, hidden,"),
        "{unknown}"
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn hostile_values_make_short_messages() {
    for value in [
        text(&"<script>".repeat(10_000)),
        Value::List(vec![1e300; 100_000]),
    ] {
        assert!(message("learning_rate", value).len() < 200);
    }
    assert!(message(&"k".repeat(100_000), Value::Flag(true)).len() < 400);
}

#[wasm_bindgen_test(unsupported = test)]
fn settings_written_in_rust_are_checked_as_well() {
    let data = Arc::new(Dataset::teacher(&[3, 2], 10, 1));
    let refuse = |settings: Settings| {
        Trainer::new(&settings, data.clone())
            .err()
            .unwrap()
            .to_string()
    };
    assert_eq!(
        refuse(Settings {
            momentum: 1.5,
            batch: 5,
            ..Settings::default()
        }),
        "momentum must be between 0 and 0.999, but is 1.5"
    );
    assert_eq!(
        refuse(Settings {
            batch: 64,
            ..Settings::default()
        }),
        "batch must be at most the number of training examples, 10, but is 64"
    );
    assert_eq!(
        refuse(Settings {
            hidden: vec![4096; 128],
            batch: 5,
            ..Settings::default()
        }),
        "the number of weights and biases must be at most 20000000, but would be 2131251202"
    );
    // (1048575 + 1)·4096 is 2³², which 32 bits would take for 0; and few weights can mean many
    // signals, even in a batch of one, since looks work on 256 rows more.
    let images = |pixels| {
        let inputs = ndarray::Array2::zeros((1, pixels));
        Arc::new(Dataset::classification(inputs, vec![0], 2).unwrap())
    };
    let refuse = |pixels, hidden: Vec<usize>| {
        let settings = Settings {
            hidden,
            batch: 1,
            ..Settings::default()
        };
        Trainer::new(&settings, images(pixels))
            .err()
            .unwrap()
            .to_string()
    };
    assert!(refuse(1_048_575, vec![4096]).ends_with("but would be 4294975490"));
    assert_eq!(
        refuse(1_000_000, vec![1]),
        "the units of all layers times the rows of a batch must be at most 40000000, but would be 65000195"
    );
    let softmax = Settings {
        batch: 5,
        hidden: vec![2],
        ..Settings::default()
    };
    assert_eq!(
        Trainer::new(&softmax, data).err().unwrap().to_string(),
        "output must be identity where targets are not classes, but is softmax"
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn numbers_are_quoted_as_people_write_them() {
    for (number, text) in [
        (-1.0, "-1"),
        (-0.0, "0"),
        (10.000001, "10.000001"),
        (1e300, "1e300"),
        (-1.5e-12, "-1.5e-12"),
        (100.0 / 3.0, "about 33.333"),
        (10.0000000001, "10.0000000001"),
        (0.1 + 0.2, "about 0.3"),
        (9.9997e-12, "1e-11"),
        (f64::INFINITY, "infinite"),
        (f64::NEG_INFINITY, "infinite"),
        (f64::MIN_POSITIVE / 4.0, "5.563e-309"),
    ] {
        assert_eq!(Value::Number(number).to_string(), text);
    }
    assert_eq!(Value::List(vec![200.0, 0.25]).to_string(), "[200, 0.25]");
}

/// The tables with their documentation exist natively only: the page is built with them.
#[cfg(not(target_arch = "wasm32"))]
mod tables {
    use super::{Settings, Value};
    use feedback_alignment::settings::{Field, Kind};
    use feedback_alignment::theory::{LinearSettings, ToySettings};

    /// One past either end of the range, and the ends themselves.
    fn ends(field: &Field) -> Option<([f64; 2], [f64; 2])> {
        match &field.kind {
            Kind::Number(l) | Kind::Integer(l) => {
                Some(([l.min, l.max], [l.min - 1.0, l.max + 1.0]))
            }
            _ => None,
        }
    }

    #[test]
    fn every_range_is_enforced_at_both_ends() {
        type Parse = fn(String, Value) -> Result<(), String>;
        let tables: [(Vec<Field>, Parse); 3] = [
            (Settings::fields(), |k, v| {
                Settings::from_values([(k, v)])
                    .map(drop)
                    .map_err(|e| e.to_string())
            }),
            (ToySettings::fields(), |k, v| {
                ToySettings::from_values([(k, v)])
                    .map(drop)
                    .map_err(|e| e.to_string())
            }),
            (LinearSettings::fields(), |k, v| {
                LinearSettings::from_values([(k, v)])
                    .map(drop)
                    .map_err(|e| e.to_string())
            }),
        ];
        for (fields, parse) in tables {
            for field in fields {
                assert!(
                    parse(field.key.into(), field.default.clone()).is_ok(),
                    "default of {}",
                    field.key
                );
                assert!(field.doc.len() > 10, "{} is documented", field.key);
                let Some((inside, outside)) = ends(&field) else {
                    continue;
                };
                for x in inside {
                    assert!(
                        parse(field.key.into(), Value::Number(x)).is_ok(),
                        "{} = {x}",
                        field.key
                    );
                }
                for x in outside {
                    let why = parse(field.key.into(), Value::Number(x)).unwrap_err();
                    assert!(
                        why.starts_with(field.key) && why.contains("between"),
                        "{why}"
                    );
                }
            }
        }
    }
}
