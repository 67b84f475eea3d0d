//! Does the two-neuron toy obey its conservation laws, closed forms and the numbers of its presets?

use feedback_alignment::network::Rule;
use feedback_alignment::settings::Choice;
use feedback_alignment::theory::toy::Scheme;
use feedback_alignment::theory::{Toy, ToySettings};
use wasm_bindgen_test::wasm_bindgen_test;

fn toy(rule: Rule, (input_weight, output_weight): (f64, f64), learning_rate: f64) -> Toy {
    let settings = ToySettings {
        rule,
        input_weight,
        output_weight,
        learning_rate,
        ..Default::default()
    };
    Toy::new(&settings).unwrap()
}

fn run(rule: Rule, start: (f64, f64), learning_rate: f64, time: f64) -> Toy {
    let mut toy = toy(rule, start, learning_rate);
    toy.step((time / learning_rate).round() as usize);
    toy
}

fn last(column: Vec<f64>) -> f64 {
    column[column.len() - 1]
}

#[wasm_bindgen_test(unsupported = test)]
fn the_flow_conserves_and_steps_drift_in_proportion_to_their_size() {
    for rule in [Rule::Bp, Rule::Fa] {
        for start in [(-0.5, -0.8), (0.3, 1.7), (-1.5, -0.3), (2.0, -1.0)] {
            let drift = |eta| {
                let conserved = run(rule, start, eta, 2.0).column(&Toy::conserved);
                conserved[conserved.len() - 1] - conserved[0]
            };
            // O(η): a tenth of the step, a tenth of the drift.
            let (coarse, fine) = (drift(1e-4), drift(1e-5));
            assert!(
                coarse != 0.0 && coarse.abs() < 2e-3,
                "{rule:?} {start:?}: {coarse}"
            );
            assert!(
                (coarse / fine - 10.0).abs() < 0.05,
                "{rule:?} {start:?}: {coarse} {fine}"
            );
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn from_zero_feedback_alignment_reaches_the_closed_form_and_bp_never_moves() {
    // A³ = 2BT and W = A²/(2B): the conserved parabola through 0 meets the hyperbola WA = T.
    for (b, t) in [
        (1.0, 1.0),
        (2.0, 0.5),
        (-1.0, 1.0),
        (0.5, -1.5),
        (-3.0, -0.2),
    ] {
        let settings = ToySettings {
            rule: Rule::Fa,
            input_weight: 0.0,
            output_weight: 0.0,
            feedback_weight: b,
            target: t,
            learning_rate: 1e-4,
            ..Default::default()
        };
        let mut fa = Toy::new(&settings).unwrap();
        fa.step(200_000);
        let a: f64 = (2.0 * b * t).cbrt();
        // Euler steps end off the flow's rest point by O(η).
        assert!(
            (last(fa.column(&|_, a, _| a)) - a).abs() < 1e-4,
            "B = {b}, T = {t}"
        );
        assert!(
            (last(fa.column(&|_, _, w| w)) - a * a / (2.0 * b)).abs() < 1e-4,
            "B = {b}, T = {t}"
        );
        let mut bp = Toy::new(&ToySettings {
            rule: Rule::Bp,
            ..settings
        })
        .unwrap();
        bp.step(1000);
        assert!(bp.states().iter().all(|&state| state == (0.0, 0.0)));
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_loss_falls_exactly_where_the_angle_is_under_ninety_degrees() {
    let step = 1e-6;
    let mut uphill = 0;
    for b in [-1.5, 0.4, 1.0] {
        for i in -12..=12 {
            for j in -12..=12 {
                // Off the axes and the hyperbola, where the answer is not defined.
                let (a, w) = (f64::from(i) * 0.2 + 0.013, f64::from(j) * 0.2 + 0.007);
                let settings = ToySettings {
                    feedback_weight: b,
                    ..Default::default()
                };
                let toy = Toy::new(&settings).unwrap();
                let (da, dw) = toy.flow(a, w);
                let falls = toy.loss(a + step * da, w + step * dw) < toy.loss(a, w);
                assert_eq!(falls, toy.angle(a, w) < 90.0, "B = {b}, A = {a}, W = {w}");
                assert_eq!(falls, a * a + b * w > 0.0, "B = {b}, A = {a}, W = {w}");
                uphill += usize::from(!falls);
            }
        }
    }
    assert!(
        uphill > 200,
        "the grid must contain places where FA walks uphill"
    );
    assert!(
        toy(Rule::Fa, (0.0, 0.0), 0.1).angle(0.0, 0.0).is_nan(),
        "BP stands still at 0"
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn presets_do_what_their_sentences_say() {
    let solved = |rule, start| {
        let mut toy = toy(rule, start, 0.05);
        toy.step(400);
        (toy.solved_at(), toy)
    };
    // Zero: BP is stuck for ever, FA solves.
    assert_eq!(solved(Rule::Fa, (0.0, 0.0)).0, Some(58));
    assert_eq!(solved(Rule::Bp, (0.0, 0.0)).0, None);
    // Wrong way first: the loss rises, then FA solves on the other branch from BP.
    let (at, toy) = solved(Rule::Fa, (-0.5, -0.5));
    assert_eq!(at, Some(63));
    let highest = toy.column(&Toy::loss).into_iter().fold(0.0, f64::max);
    assert!((toy.column(&Toy::loss)[0] - 0.28).abs() < 0.005 && (highest - 0.83).abs() < 0.005);
    assert!(last(toy.column(&|_, a, _| a)) > 0.0);
    assert!(last(solved(Rule::Bp, (-0.5, -0.5)).1.column(&|_, a, _| a)) < 0.0);
    // Long detour.
    let (at, toy) = solved(Rule::Fa, (-1.5, -0.3));
    assert_eq!(at, Some(202));
    let highest = toy.column(&Toy::loss).into_iter().fold(0.0, f64::max);
    assert!((toy.column(&Toy::loss)[0] - 0.15).abs() < 0.005 && (highest - 1.95).abs() < 0.005);
    // Saddle: BP falls into it, W = −A being its stable direction.
    assert_eq!(solved(Rule::Fa, (1.0, -1.0)).0, Some(29));
    let (at, toy) = solved(Rule::Bp, (1.0, -1.0));
    assert_eq!(at, None);
    assert!(last(toy.column(&|_, a, w| a.hypot(w))) < 1e-6);
    // Anti-aligned optimum: solved although BW < 0.
    let (at, toy) = solved(Rule::Fa, (-2.0, -0.2));
    assert_eq!(at, Some(26));
    assert!(last(toy.column(&|_, _, w| w)) < 0.0);
}

#[wasm_bindgen_test(unsupported = test)]
fn with_one_hidden_neuron_all_fixed_rules_are_the_same() {
    let end = |rule| run(rule, (-0.5, -0.5), 0.05, 5.0).fingerprint();
    for &rule in Rule::ALL {
        assert_eq!(
            end(rule) == end(Rule::Fa),
            rule.path(1) == Rule::Fa.path(1),
            "{rule:?}"
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_fingerprint_is_that_of_the_run_up_to_its_step() {
    let after = |steps| {
        let mut toy = Toy::new(&ToySettings::default()).unwrap();
        toy.step(steps);
        toy
    };
    let all: Vec<_> = after(60).fingerprints().collect();
    for (k, &one) in all.iter().enumerate() {
        assert_eq!(one, after(k).fingerprint(), "step {k}");
    }
    assert_eq!(all.len(), 61);
}

#[wasm_bindgen_test(unsupported = test)]
fn natively_and_in_the_browser_the_numbers_are_the_same() {
    let end = |rule| run(rule, (-0.5, -0.5), 0.05, 5.0).fingerprint().to_string();
    assert_eq!(
        [end(Rule::Bp), end(Rule::Fa)],
        ["2acf9596160e1e46", "ae4b250b4d070ad3"]
    );
    let settings = ToySettings {
        scheme: Scheme::Flow,
        ..Default::default()
    };
    let mut flow = Toy::new(&settings).unwrap();
    flow.step(100);
    assert_eq!(flow.fingerprint().to_string(), "5414a83ab596a246");
}
