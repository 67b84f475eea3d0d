//! Does the checklist of the convergence theorem say what is so: with every assumption met, and
//! with each of them broken? (Lillicrap et al. 2014, Supplementary Proof 1.)

use feedback_alignment::network::Rule;
use feedback_alignment::numeric::matmul::product;
use feedback_alignment::theory::linear::theorem::Verdict::{self, Broken, Holds, Nearly};
use feedback_alignment::theory::linear::{Activation, Network, Scheme, Signal, Theorem};
use feedback_alignment::theory::{Linear, LinearSettings};
use wasm_bindgen_test::wasm_bindgen_test;

fn run(settings: LinearSettings) -> Linear {
    let mut linear = Linear::new(&settings).unwrap();
    linear.step(linear.steps_left());
    linear
}

fn flow() -> LinearSettings {
    LinearSettings {
        scheme: Scheme::Flow,
        ..Default::default()
    }
}

fn find(theorem: &Theorem, id: &str) -> (Verdict, f64) {
    let clauses = || theorem.assumptions.iter().chain(&theorem.conclusions);
    let clause = clauses().find(|clause| clause.id == id).unwrap();
    (clause.verdict, clause.value)
}

/// The assumptions that do not hold, by name.
fn broken(theorem: &Theorem) -> Vec<&'static str> {
    let clauses = theorem.assumptions.iter();
    clauses
        .filter(|c| c.verdict == Broken)
        .map(|c| c.id)
        .collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn with_every_assumption_every_conclusion() {
    for seed in 1..=5 {
        // Not only for whom both layers learn alike, and for any T.
        for (input_rate, target_rank_loss) in [(1.0, 0), (4.0, 0), (0.5, 3)] {
            let settings = LinearSettings {
                seed,
                input_rate,
                target_rank_loss,
                steps: 1500,
                ..flow()
            };
            let theorem = run(settings).theorem();
            for clause in theorem.assumptions.iter().chain(&theorem.conclusions) {
                assert_eq!(
                    clause.verdict, Holds,
                    "seed {seed}, ρ {input_rate}: {clause:?}"
                );
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn what_the_integrator_leaves_breaks_no_conclusion() {
    for (learning_rate, feedback_scale, steps) in [(2.0, 0.5, 200), (0.05, 100.0, 400)] {
        for seed in 1..=3 {
            let settings = LinearSettings {
                seed,
                learning_rate,
                feedback_scale,
                steps,
                ..flow()
            };
            let theorem = run(settings).theorem();
            assert_eq!(find(&theorem, "v"), (Holds, 0.0));
            assert_eq!(find(&theorem, "invariant").0, Holds);
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn what_does_not_move_keeps_the_invariant() {
    for settings in [
        LinearSettings {
            feedback_scale: 0.0,
            ..Default::default()
        },
        LinearSettings {
            learning_rate: 0.0,
            ..Default::default()
        },
        LinearSettings {
            signal: Signal::Nothing,
            ..Default::default()
        },
    ] {
        let theorem = run(settings).theorem();
        assert_eq!(find(&theorem, "invariant"), (Holds, 0.0));
        assert_eq!(find(&theorem, "continuous").0, Nearly);
        assert_eq!(find(&theorem, "error"), (Broken, 1.0), "and learns nothing");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_short_run_is_judged_by_its_steps_and_not_by_its_length() {
    for (learning_rate, steps) in [(1e-6, 5), (1e-4, 9), (0.005, 60)] {
        let settings = LinearSettings {
            learning_rate,
            steps,
            ..Default::default()
        };
        let theorem = run(settings).theorem();
        assert_eq!(find(&theorem, "continuous").0, Nearly);
        assert!(find(&theorem, "invariant").1 < 0.01, "{theorem:?}");
    }
    // Leaving the saddle is slow, but it is under way.
    let leaving = LinearSettings {
        learning_rate: 0.005,
        steps: 60,
        ..Default::default()
    };
    assert_eq!(find(&run(leaving).theorem(), "error").0, Nearly);
}

#[wasm_bindgen_test(unsupported = test)]
fn what_diverges_breaks_every_conclusion_without_bound() {
    let wild = run(LinearSettings {
        learning_rate: 1.0,
        ..Default::default()
    });
    assert!(wild.diverged_at().is_some());
    for clause in wild.theorem().conclusions {
        assert_eq!(
            (clause.verdict, clause.value),
            (Broken, f64::INFINITY),
            "{}",
            clause.id
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn one_input_is_white_whatever_its_condition() {
    let one = run(LinearSettings {
        inputs: 1,
        condition: 10.0,
        ..Default::default()
    });
    assert_eq!(find(&one.theorem(), "white"), (Holds, 1.0));
}

#[wasm_bindgen_test(unsupported = test)]
fn steps_keep_the_conclusions_and_nearly_the_invariant() {
    let theorem = run(LinearSettings::default()).theorem();
    assert_eq!(broken(&theorem), Vec::<&str>::new());
    assert_eq!(find(&theorem, "continuous"), (Nearly, 0.05));
    assert_eq!(find(&theorem, "v"), (Holds, 0.0));
    let (verdict, gap) = find(&theorem, "invariant");
    assert!(verdict == Nearly && (0.02..0.08).contains(&gap), "{gap}");
    assert_eq!(find(&theorem, "error").0, Holds);
    // A large step breaks the invariant before it breaks learning.
    let large = run(LinearSettings {
        learning_rate: 0.3,
        ..Default::default()
    })
    .theorem();
    assert_eq!(broken(&large), ["continuous"]);
    assert_eq!(
        (find(&large, "invariant").0, find(&large, "error").0),
        (Broken, Holds)
    );
    let online = LinearSettings {
        scheme: Scheme::Online,
        ..Default::default()
    };
    assert_eq!(broken(&run(online).theorem()), ["continuous"]);
}

#[wasm_bindgen_test(unsupported = test)]
fn from_weights_that_are_not_zero_it_still_converges_but_v_may_rise() {
    for seed in 1..=5 {
        let large = LinearSettings {
            seed,
            initial_scale: 1.0,
            steps: 4000,
            ..flow()
        };
        let linear = run(large);
        let theorem = linear.theorem();
        assert_eq!(broken(&theorem), ["zero"]);
        assert_eq!(
            find(&theorem, "invariant").0,
            Holds,
            "C keeps the value it has"
        );
        assert!(
            find(&theorem, "error").1 < 1e-2,
            "seed {seed}: {:?}",
            find(&theorem, "error")
        );
    }
    let rises = |seed| {
        let settings = LinearSettings {
            seed,
            initial_scale: 2.0,
            ..flow()
        };
        find(&run(settings).theorem(), "v").0 == Broken
    };
    assert!(
        (1..=5).any(rises),
        "large initial weights make V rise for a while"
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn what_the_feedback_cannot_carry_stays() {
    for settings in [
        LinearSettings {
            feedback_rank_loss: 1,
            ..flow()
        },
        LinearSettings {
            hidden: 3,
            ..flow()
        },
    ] {
        let linear = run(LinearSettings {
            steps: 1500,
            ..settings
        });
        let theorem = linear.theorem();
        assert_eq!(broken(&theorem), ["independent"]);
        assert_eq!(find(&theorem, "independent").1, 3.0, "the rank of B");
        // V = ‖BE‖² goes to zero, E does not: what is left is what B cannot see.
        let (verdict, left) = find(&theorem, "error");
        assert!(verdict == Broken && left > 0.05, "{left}");
        let v = linear.column(&Network::v);
        assert!(v[1500] < 1e-9 * v[0], "{}", v[1500] / v[0]);
        assert_eq!(find(&theorem, "v").0, Holds);
        assert_eq!(find(&theorem, "invariant").0, Holds);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn without_whitening_v_of_the_inputs_as_they_are_only_falls() {
    for (seed, condition) in [(1, 10.0), (2, 100.0), (3, 10_000.0)] {
        let linear = run(LinearSettings {
            seed,
            condition,
            ..flow()
        });
        let v = linear.column(&|network, state| {
            let e = network.weighted(&network.error(state), libm::sqrt);
            let b_e = product(network.feedback().view(), e.view());
            b_e.iter().map(|x| x * x).sum()
        });
        assert!(
            v.windows(2).all(|v| v[1] <= v[0] * (1.0 + 1e-9)),
            "seed {seed}"
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_invariant_holds_for_any_covariance() {
    let linear = run(LinearSettings {
        condition: 100.0,
        ..flow()
    });
    let theorem = linear.theorem();
    assert_eq!(broken(&theorem), ["white"]);
    assert_eq!(find(&theorem, "invariant").0, Holds);
    assert!(
        find(&theorem, "error").1 > 1e-3,
        "the faintest input is learned late"
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn with_w_frozen_it_stands_or_diverges() {
    let frozen = |initial_scale| {
        run(LinearSettings {
            output_rate: 0.0,
            initial_scale,
            steps: 2000,
            ..flow()
        })
    };
    let stands = frozen(0.0).theorem();
    assert_eq!(broken(&stands), ["both"]);
    assert_eq!(find(&stands, "error"), (Broken, 1.0));
    let grows = frozen(0.5);
    assert_eq!(broken(&grows.theorem()), ["zero", "both"]);
    assert!(grows.diverged_at().is_some());
}

#[wasm_bindgen_test(unsupported = test)]
fn tanh_units_break_the_invariant() {
    let theorem = run(LinearSettings {
        activation: Activation::Tanh,
        ..flow()
    })
    .theorem();
    assert_eq!(broken(&theorem), ["linear"]);
    assert_eq!(find(&theorem, "invariant").0, Broken);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_theorem_is_not_about_back_propagation() {
    let bp = LinearSettings {
        rule: Rule::Bp,
        ..flow()
    };
    assert_eq!(broken(&run(bp).theorem()), ["both"]);
}
