//! Does the linear network do what the convergence theorem says, and how far is a finite step
//! from the flow? (Lillicrap et al. 2014, Supplementary Proof 1.)

use feedback_alignment::network::Rule;
use feedback_alignment::numeric::matmul::product;
use feedback_alignment::numeric::pinv::pinv;
use feedback_alignment::theory::linear::{Activation, Distribution, Network, Scheme, State};
use feedback_alignment::theory::{Linear, LinearSettings};
use ndarray::{Array2, array};
use wasm_bindgen_test::wasm_bindgen_test;

fn run(settings: LinearSettings, steps: usize) -> Linear {
    let mut linear = Linear::new(&settings).unwrap();
    linear.step(steps);
    linear
}

fn small_steps(seed: u32) -> LinearSettings {
    LinearSettings {
        seed,
        learning_rate: 1e-3,
        ..Default::default()
    }
}

fn residuals(linear: &Linear) -> Vec<f64> {
    linear.column(&|_, state| linear.invariant_residual(state))
}

fn norm2(m: &Array2<f64>) -> f64 {
    m.iter().map(|x| x * x).sum()
}

#[wasm_bindgen_test(unsupported = test)]
fn from_zero_the_error_vanishes_and_v_only_falls() {
    for seed in 1..=5 {
        let linear = run(small_steps(seed), 30_000);
        let error = linear.column(&Network::error_norm2);
        assert!(
            error[30_000] < 1e-6 * error[0],
            "seed {seed}: {}",
            error[30_000] / error[0]
        );
        let v = linear.column(&Network::v);
        // A rise below 1e-9 of the value or 1e-20 is rounding.
        assert!(
            v.windows(2).all(|v| v[1] <= v[0] * (1.0 + 1e-9) + 1e-20),
            "seed {seed}"
        );
        assert!(
            linear
                .column(&Network::v_dot)
                .iter()
                .all(|&v_dot| v_dot <= 1e-15),
            "seed {seed}"
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn v_dot_is_the_derivative_of_v_and_the_theorem_s_expression() {
    let linear = run(
        LinearSettings {
            learning_rate: 1e-5,
            ..Default::default()
        },
        100_000,
    );
    for k in [1_000, 20_000, 60_000, 99_000] {
        let state = &linear.states()[k];
        let v_dot = linear.network().v_dot(state);
        let difference = (linear.network().v(&linear.states()[k + 1])
            - linear.network().v(&linear.states()[k - 1]))
            / 2e-5;
        assert!(
            (difference / v_dot - 1.0).abs() < 1e-3,
            "{difference} {v_dot}"
        );
        // −2 tr(BEAᵀAEᵀBᵀ) − tr(AᵀBEEᵀBᵀA), for C = 0.
        let b_e = product(
            linear.network().feedback().view(),
            linear.network().error(state).view(),
        );
        let State { a, .. } = state;
        let theorem =
            -2.0 * norm2(&product(b_e.view(), a.t())) - norm2(&product(a.t(), b_e.view()));
        assert!((theorem / v_dot - 1.0).abs() < 1e-3, "{theorem} {v_dot}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_invariant_s_residual_is_proportional_to_the_step() {
    for seed in 1..=5 {
        let residual = |learning_rate: f64| {
            let settings = LinearSettings {
                seed,
                learning_rate,
                ..Default::default()
            };
            let linear = run(settings, (20.0 / learning_rate) as usize);
            let end = residuals(&linear);
            end[end.len() - 1] / learning_rate
        };
        // Of the order of η, more or less with T and B; in proportion to η.
        let (coarse, fine) = (residual(2e-3), residual(1e-3));
        assert!((0.3..4.0).contains(&fine), "seed {seed}: {fine} η");
        assert!(
            (coarse / fine - 1.0).abs() < 0.02,
            "seed {seed}: {coarse} {fine}"
        );
    }
    // With any start the invariant keeps the value it began with.
    let settings = LinearSettings {
        initial_scale: 0.5,
        ..small_steps(3)
    };
    let residual = residuals(&run(settings, 2_000));
    assert!(residual.iter().all(|&r| r < 0.01), "{residual:?}");
}

#[wasm_bindgen_test(unsupported = test)]
fn from_zero_back_propagation_never_moves() {
    let linear = run(
        LinearSettings {
            rule: Rule::Bp,
            ..Default::default()
        },
        200,
    );
    let start = &linear.states()[0];
    assert!(linear.states().iter().all(|state| state == start));
    assert!(linear.network().angle_to_bp(start).is_nan());
}

#[wasm_bindgen_test(unsupported = test)]
fn with_one_input_feedback_alignment_is_pseudo_backprop() {
    // Supplementary Proof 2: zero start and one input make the two directions parallel.
    let settings = LinearSettings {
        inputs: 1,
        ..small_steps(2)
    };
    let linear = run(settings, 4_000);
    for k in [100, 1_000, 4_000] {
        let angle = linear.network().angle_to_pinv(&linear.states()[k]);
        assert!(angle < 1e-4, "step {k}: {angle}°");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn feedback_alignment_from_zero_becomes_pseudo_backprop() {
    // The direction of FA ends that of Gauss–Newton, not that of back-propagation.
    for seed in 1..=10 {
        let linear = run(
            LinearSettings {
                seed,
                ..Default::default()
            },
            400,
        );
        // Late, but before the error is down to rounding.
        let late = |state: &&State| {
            linear.network().error_norm2(state) > 1e-18 * norm2(linear.network().target())
        };
        let state = linear.states().iter().rfind(late).unwrap();
        let (pinv, bp) = (
            linear.network().angle_to_pinv(state),
            linear.network().angle_to_bp(state),
        );
        assert!(
            pinv < 1.0 && bp > 10.0 && bp < 90.0,
            "seed {seed}: {pinv}°, {bp}°"
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn an_error_of_nothing_but_rounding_has_no_angle() {
    let linear = run(LinearSettings::default(), 2_000);
    let end = &linear.states()[2_000];
    assert!(linear.network().error_norm2(end) < 1e-26 * norm2(linear.network().target()));
    assert!(
        linear.network().angle_to_bp(end).is_nan() && linear.network().angle_to_pinv(end).is_nan()
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn pinv_satisfies_the_four_conditions_of_penrose() {
    let close = |x: &Array2<f64>, y: &Array2<f64>| (x - y).iter().all(|d| d.abs() < 1e-12);
    let full = Array2::from_shape_fn((5, 3), |(i, j)| ((i * 7 + j * j * 3) as f64).sin());
    let low_rank = product(
        full.view(),
        array![[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [0.0, 0.0, 0.0]].view(),
    );
    for m in [
        full.clone(),
        full.t().to_owned(),
        low_rank,
        Array2::zeros((4, 2)),
        array![[-3.0]],
    ] {
        let plus = pinv(m.view());
        let (m_plus, plus_m) = (
            product(m.view(), plus.view()),
            product(plus.view(), m.view()),
        );
        assert!(close(&product(m_plus.view(), m.view()), &m), "M M⁺ M = M");
        assert!(
            close(&product(plus_m.view(), plus.view()), &plus),
            "M⁺ M M⁺ = M⁺"
        );
        assert!(close(&m_plus.t().to_owned(), &m_plus), "M M⁺ symmetric");
        assert!(close(&plus_m.t().to_owned(), &plus_m), "M⁺ M symmetric");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn pinv_of_a_diverged_matrix_is_undefined() {
    assert!(
        pinv(array![[1.0, f64::NAN], [f64::INFINITY, 0.0]].view())
            .iter()
            .all(|x| x.is_nan())
    );
    let linear = run(
        LinearSettings {
            learning_rate: 2.0,
            ..Default::default()
        },
        400,
    );
    let end = &linear.states()[400];
    assert!(
        !linear.network().error_norm2(end).is_finite(),
        "such a step diverges"
    );
    assert!(
        linear.network().angle_to_bp(end).is_nan() && linear.network().angle_to_pinv(end).is_nan()
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn natively_and_in_the_browser_the_numbers_are_the_same() {
    let end = |rule| {
        run(
            LinearSettings {
                rule,
                initial_scale: 0.1,
                ..Default::default()
            },
            200,
        )
    };
    let whole = [Rule::Bp, Rule::Fa].map(end);
    let half = run(whole[1].network().settings().clone(), 100);
    assert_eq!(whole[1].fingerprints().nth(100), Some(half.fingerprint()));
    let ends = whole.map(|run| run.fingerprint().to_string());
    assert_eq!(ends, ["12d2ac4f802a3ecb", "e5c11733bccbd881"]);
    // Random examples, tanh, and the fine integrator.
    let end = |activation, scheme| {
        let settings = LinearSettings {
            activation,
            scheme,
            feedback_distribution: Distribution::Normal,
            condition: 3.0,
            ..Default::default()
        };
        run(settings, 60).fingerprint().to_string()
    };
    let ends = [
        end(Activation::Linear, Scheme::Online),
        end(Activation::Tanh, Scheme::Online),
        end(Activation::Tanh, Scheme::Flow),
    ];
    assert_eq!(
        ends,
        ["45b725a1d5b7133e", "f8dd273737dd5cf2", "4edc86f4eb67605b"]
    );
}
