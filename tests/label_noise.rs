//! Are as many labels spoilt as the setting says, by classes drawn from all of them, once, and
//! in the training data alone?

use feedback_alignment::data::Dataset;
use feedback_alignment::network::{Settings, Trainer};
use ndarray::Array2;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

const EXAMPLES: usize = 20_000;
const CLASSES: usize = 10;

fn data() -> Dataset {
    let labels = (0..EXAMPLES).map(|i| (i * 7 % CLASSES) as u8).collect();
    Dataset::classification(Array2::zeros((EXAMPLES, 1)), labels, CLASSES).unwrap()
}

fn labels(data: &Dataset) -> Vec<usize> {
    (0..data.len()).map(|i| data.class(i)).collect()
}

/// Five standard deviations of a share p among n independent draws.
fn bound(p: f64, n: usize) -> f64 {
    5.0 * (p * (1.0 - p) / n as f64).sqrt()
}

#[wasm_bindgen_test(unsupported = test)]
fn the_share_of_changed_labels_is_nine_tenths_of_p() {
    // A class drawn from all ten is the right one in a tenth of the cases.
    let clean = data();
    let right = labels(&clean);
    for p in [0.1, 0.5, 0.9, 1.0] {
        let noisy = labels(&clean.with_label_noise(p, 3));
        let changed = noisy.iter().zip(&right).filter(|(a, b)| a != b).count();
        let share = changed as f64 / EXAMPLES as f64;
        let expected = 0.9 * p;
        assert!(
            (share - expected).abs() < bound(expected, EXAMPLES),
            "{p}: {share}"
        );
    }
    assert_eq!(labels(&clean.with_label_noise(0.0, 3)), right);
}

#[wasm_bindgen_test(unsupported = test)]
fn wrong_labels_are_uniform_over_all_classes_whatever_the_right_one() {
    // With p = 1 every label is a draw: each pair (right, drawn) is a hundredth of all.
    let clean = data();
    let mut counts = [[0.0; CLASSES]; CLASSES];
    for (i, drawn) in labels(&clean.with_label_noise(1.0, 3))
        .into_iter()
        .enumerate()
    {
        counts[clean.class(i)][drawn] += 1.0;
    }
    for (right, row) in counts.iter().enumerate() {
        for (drawn, count) in row.iter().enumerate() {
            let share = count / (EXAMPLES / CLASSES) as f64;
            let far = (share - 0.1).abs();
            assert!(
                far < bound(0.1, EXAMPLES / CLASSES),
                "{right} to {drawn}: {share}"
            );
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn more_noise_spoils_the_same_labels_and_more() {
    let clean = data();
    let right = labels(&clean);
    let mut before = right.clone();
    for p in [0.2, 0.4, 0.6, 0.8, 1.0] {
        let noisy = labels(&clean.with_label_noise(p, 3));
        for i in 0..EXAMPLES {
            let was_spoilt = before[i] != right[i];
            assert!(!was_spoilt || noisy[i] == before[i], "{p}, example {i}");
        }
        before = noisy;
    }
    let same = labels(&clean.with_label_noise(0.5, 3));
    assert_eq!(
        same,
        labels(&clean.with_label_noise(0.5, 3)),
        "same seed, same noise"
    );
    assert_ne!(same, labels(&clean.with_label_noise(0.5, 4)));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_run_trains_on_the_noise_of_its_seed_and_leaves_the_callers_labels_alone() {
    let clean = Arc::new(data());
    let settings = Settings {
        label_noise: 0.9,
        hidden: vec![2],
        examples: 500,
        seed: 8,
        ..Settings::default()
    };
    let trainer = Trainer::new(&settings, clean.clone()).unwrap();
    let expected = clean.head(500).with_label_noise(0.9, 8);
    assert_eq!(labels(trainer.data()), labels(&expected));
    assert_eq!(labels(&clean), labels(&data()), "others have the same data");
    // What is validated with comes to the trainer as it is, and is not spoilt on the way.
    let mut trainer = trainer;
    let confusion = trainer.evaluate(&clean).confusion;
    for right in 0..CLASSES {
        let of_class: u32 = confusion[right * CLASSES..(right + 1) * CLASSES]
            .iter()
            .sum();
        assert_eq!(of_class as usize, EXAMPLES / CLASSES);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_targets_of_a_minibatch_are_the_noisy_ones() {
    // One example for each label to be read off: x is the number of the example.
    let inputs = Array2::from_shape_fn((300, 1), |(i, _)| i as f32);
    let data = Dataset::classification(inputs, vec![1; 300], 10).unwrap();
    let settings = Settings {
        label_noise: 0.9,
        hidden: vec![2],
        batch: 300,
        ..Settings::default()
    };
    let mut trainer = Trainer::new(&settings, Arc::new(data.clone())).unwrap();
    trainer.advance();
    let noisy = data.with_label_noise(0.9, settings.seed);
    let signals = trainer.signals();
    for row in 0..300 {
        let example = signals.h[0].row(row)[0] as usize;
        let target = signals.target.row(row);
        assert_eq!(target[noisy.class(example)], 1.0, "example {example}");
        assert_eq!(target.iter().sum::<f32>(), 1.0);
    }
}
