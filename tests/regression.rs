//! Lillicrap et al. 2014, task 1: linear regression 30-20-10, online. Do the learners do what
//! the paper's Figs. 1d, 1e and 4 show?

use feedback_alignment::network::Rule;
use feedback_alignment::theory::linear::ensemble::Look;
use feedback_alignment::theory::linear::{Scheme, Signal};
use feedback_alignment::theory::{Ensemble, LinearSettings};
use wasm_bindgen_test::wasm_bindgen_test;

fn task_1() -> LinearSettings {
    LinearSettings {
        inputs: 30,
        hidden: 20,
        outputs: 10,
        scheme: Scheme::Online,
        learning_rate: 5e-3,
        steps: 2000,
        initial_scale: 0.01,
        ..Default::default()
    }
}

fn run(settings: LinearSettings) -> Ensemble {
    let mut ensemble = Ensemble::new(&settings).unwrap();
    ensemble.step(settings.steps);
    ensemble
}

/// Lowest, median and highest of the seeds after so many steps.
fn at(ensemble: &Ensemble, step: usize, quantity: fn(&Look) -> &[f64]) -> [f64; 3] {
    let n = ensemble.looks().len();
    let look = ensemble
        .looks()
        .iter()
        .position(|look| look.step == step)
        .unwrap();
    let band = ensemble.band(quantity);
    [band[look], band[n + look], band[2 * n + look]]
}

#[wasm_bindgen_test(unsupported = test)]
fn feedback_alignment_learns_as_back_propagation_does_and_a_shallow_network_cannot() {
    let error = |settings| at(&run(settings), 2000, |look| &look.nse);
    let bp = error(LinearSettings {
        rule: Rule::Bp,
        ..task_1()
    });
    let fa = error(task_1());
    let shallow = error(LinearSettings {
        signal: Signal::Nothing,
        ..task_1()
    });
    let pseudo = error(LinearSettings {
        signal: Signal::Pseudo,
        ..task_1()
    });
    assert!(bp[1] < 1e-9, "BP {bp:?}");
    assert!(fa[1] < 1e-7, "FA {fa:?}");
    assert!(shallow[0] > 0.9, "shallow {shallow:?}");
    assert!(pseudo[1] < 1e-9, "pseudo-backprop {pseudo:?}");
}

#[wasm_bindgen_test(unsupported = test)]
fn the_angle_falls_from_a_right_angle_and_ends_nearer_to_pseudo_backprop() {
    let fa = run(task_1());
    let to_bp = |step| at(&fa, step, |look| &look.angle_to_bp)[1];
    let to_pinv = |step| at(&fa, step, |look| &look.angle_to_pinv)[1];
    assert!((80.0..95.0).contains(&to_bp(1)), "{}", to_bp(1));
    assert!((25.0..40.0).contains(&to_bp(300)), "{}", to_bp(300));
    assert!((14.0..33.0).contains(&to_bp(2000)), "{}", to_bp(2000));
    assert!(to_pinv(2000) < 10.0, "{}", to_pinv(2000));
}

#[wasm_bindgen_test(unsupported = test)]
fn the_larger_the_initial_weights_the_larger_the_final_angles() {
    let angles: Vec<_> = [0.01, 0.1, 0.3, 0.6]
        .into_iter()
        .map(|initial_scale| {
            let settings = LinearSettings {
                learning_rate: 1e-3,
                steps: 10_000,
                seeds: 3,
                initial_scale,
                ..task_1()
            };
            let fa = run(settings);
            let end = |quantity| at(&fa, 10_000, quantity)[1];
            (
                end(|look| &look.angle_to_bp),
                end(|look| &look.angle_to_pinv),
            )
        })
        .collect();
    for (to_bp, to_pinv) in &angles {
        assert!(to_pinv < to_bp, "{angles:?}");
    }
    for pair in angles.windows(2) {
        assert!(pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1, "{angles:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn learners_share_their_task_and_their_examples() {
    // One hidden layer: the fixed rules are one rule, and the seed decides everything.
    let end = |settings: LinearSettings| {
        run(LinearSettings {
            steps: 50,
            seeds: 2,
            ..settings
        })
        .fingerprint()
    };
    assert_eq!(
        end(task_1()),
        end(LinearSettings {
            rule: Rule::Dfa,
            ..task_1()
        })
    );
    assert_ne!(
        end(task_1()),
        end(LinearSettings {
            seed: 2,
            ..task_1()
        })
    );
    // Pieces of a run are the run.
    let mut pieces = Ensemble::new(&LinearSettings {
        steps: 50,
        seeds: 2,
        ..task_1()
    })
    .unwrap();
    for n in [1, 20, 300] {
        pieces.step(n);
        let last = pieces.looks().last().map(|look| look.fingerprint);
        assert_eq!(last, Some(pieces.fingerprint()));
    }
    assert_eq!(pieces.fingerprint(), end(task_1()));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_seed_that_diverges_stays_in_the_band() {
    let wild = run(LinearSettings {
        learning_rate: 0.5,
        steps: 300,
        seeds: 3,
        ..task_1()
    });
    let [low, median, high] = at(&wild, 300, |look| &look.nse);
    assert_eq!([low, median, high], [f64::INFINITY; 3]);
    // What has no direction any more has no angle.
    assert!(at(&wild, 300, |look| &look.angle_to_bp)[1].is_nan());
}
