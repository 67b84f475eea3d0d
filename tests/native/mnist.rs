//! Do the four rules reach on real digits what was measured independently?
//!
//! The packed digits under `data/` (`cargo xtask digits` makes them) suffice for the first test;
//! the second is run when `MNIST_DIR` names a folder with the four files of the complete MNIST.

use feedback_alignment::data::{Dataset, folder};
use feedback_alignment::network::{Rule, Settings, Trainer};
use feedback_alignment::settings::Choice;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn mnist_dir() -> Option<PathBuf> {
    std::env::var_os("MNIST_DIR").map(PathBuf::from)
}

#[test]
fn every_rule_passes_eighty_percent_within_two_epochs() {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let (train, validation) = folder::load(&packed)
        .unwrap_or_else(|why| panic!("{why}; `cargo xtask digits` makes them"));
    assert_eq!((train.len(), validation.len()), (8_000, 2_000));
    let train = Arc::new(train);
    for &rule in Rule::ALL {
        let settings = Settings {
            rule,
            ..Settings::default()
        };
        let mut trainer = Trainer::new(&settings, train.clone()).unwrap();
        for _ in 0..250 {
            trainer.step();
        }
        let accuracy = trainer.evaluate(&validation).accuracy;
        assert!(accuracy > 0.8, "{rule:?}: {accuracy}");
    }
}

/// Test error in percent after 1, 5 and 10 epochs, then the angles of the two layers after 1, 5
/// and 10 epochs, degrees.
type Expected = (Rule, [f64; 3], Option<[[f64; 2]; 3]>);

/// 784-200-100-10 tanh, η = 0.1, batch 64, on the first 6000 training images, tested on all
/// 10,000: measured independently in numpy.
const TWO_HIDDEN: [Expected; 4] = [
    (Rule::Bp, [16.1, 9.6, 8.6], None),
    (
        Rule::Fa,
        [15.0, 9.8, 8.6],
        Some([[50.0, 51.0], [41.0, 36.0], [39.0, 32.0]]),
    ),
    (
        Rule::Dfa,
        [13.4, 9.1, 8.1],
        Some([[45.0, 50.0], [36.0, 36.0], [35.0, 32.0]]),
    ),
    (
        Rule::Ifa,
        [13.2, 8.9, 7.9],
        Some([[45.0, 44.0], [37.0, 36.0], [36.0, 35.0]]),
    ),
];

/// 784-100-10 tanh, where FA, DFA and IFA are the same.
const ONE_HIDDEN: [Expected; 2] = [
    (Rule::Bp, [14.6, 9.7, 8.6], None),
    (Rule::Fa, [13.4, 9.6, 8.5], None),
];

const EPOCHS: [usize; 3] = [1, 5, 10];
/// Percent, wider after the first epoch, when the curves are steep.
const ERROR_TOLERANCE: [f64; 3] = [2.5, 1.0, 1.0];
const ANGLE_TOLERANCE: f64 = 4.0;
/// Before training every angle is within so many degrees of a right one.
const CHANCE: f64 = 5.0;

fn compare(hidden: &[usize], table: &[Expected], train: &Arc<Dataset>, test: &Dataset) {
    for &(rule, errors, angles) in table {
        let settings = Settings {
            rule,
            hidden: hidden.to_vec(),
            ..Settings::default()
        };
        let mut trainer = Trainer::new(&settings, train.clone()).unwrap();
        let (probe, mut epoch) = (train.head(256), 0);
        for before in trainer.alignment(&probe) {
            // Independent random directions: chance, unless the rule is back-propagation.
            assert!(
                rule == Rule::Bp || (before.degrees - 90.0).abs() <= CHANCE,
                "{before:?}"
            );
        }
        for i in 0..EPOCHS.len() {
            for _ in 0..(EPOCHS[i] - epoch) * trainer.steps_per_epoch() {
                trainer.step();
            }
            epoch = EPOCHS[i];
            let error = 100.0 * (1.0 - trainer.evaluate(test).accuracy);
            let found: Vec<f64> = trainer
                .alignment(&probe)
                .iter()
                .map(|a| a.degrees)
                .collect();
            println!("{rule:?} {hidden:?} epoch {epoch}: {error:.1} % {found:.0?}");
            assert!(
                (error - errors[i]).abs() <= ERROR_TOLERANCE[i],
                "{rule:?}: {error} {errors:?}"
            );
            let Some(angles) = angles else { continue };
            for (found, expected) in found.iter().zip(angles[i]) {
                assert!(
                    (found - expected).abs() <= ANGLE_TOLERANCE,
                    "{rule:?} epoch {epoch}: {found} {expected}"
                );
            }
        }
    }
}

#[test]
fn the_complete_mnist_gives_the_measured_table() {
    let Some(dir) = mnist_dir() else {
        println!("MNIST_DIR is not set: the acceptance table was not run");
        return;
    };
    let (train, test) = folder::load(&dir).unwrap();
    assert_eq!(
        (train.len(), test.len()),
        (60_000, 10_000),
        "MNIST_DIR must be the complete set"
    );
    let train = Arc::new(train.head(6000));
    compare(&[200, 100], &TWO_HIDDEN, &train, &test);
    compare(&[100], &ONE_HIDDEN, &train, &test);
}
