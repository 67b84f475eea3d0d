//! Does the geometry of the toy's weight plane hold for any B and T, against brute-force
//! integration? (`theory::plane` has the derivation.)

use feedback_alignment::network::Rule;
use feedback_alignment::theory::toy::{Outcome, Scheme};
use feedback_alignment::theory::{Toy, ToySettings};
use wasm_bindgen_test::wasm_bindgen_test;

/// Feedback weights and targets of both signs; there is a test of its own for zeros.
const WIRES: [f64; 6] = [-2.0, -0.7, -0.2, 0.3, 1.0, 2.5];
const TARGETS: [f64; 5] = [-1.5, -0.4, 0.6, 1.0, 2.0];

fn toy(rule: Rule, (b, t): (f64, f64), (a, w): (f64, f64), scheme: Scheme) -> Toy {
    let settings = ToySettings {
        rule,
        input_weight: a,
        output_weight: w,
        feedback_weight: b,
        target: t,
        learning_rate: 0.05,
        scheme,
        ..Default::default()
    };
    Toy::new(&settings).unwrap()
}

/// Where Heun's method with steps of 0.002 arrives at time 60: an integrator of the test's own.
fn integrate(toy: &Toy, (mut a, mut w): (f64, f64)) -> (f64, f64) {
    let h = 2e-3;
    for _ in 0..30_000 {
        let (a_1, w_1) = toy.flow(a, w);
        let (a_2, w_2) = toy.flow(a + h * a_1, w + h * w_1);
        (a, w) = (a + h / 2.0 * (a_1 + a_2), w + h / 2.0 * (w_1 + w_2));
        if (a_1.abs() + w_1.abs()) < 1e-9 {
            break;
        }
    }
    (a, w)
}

fn starts() -> impl Iterator<Item = (f64, f64)> {
    let at = |i: i32| f64::from(i) * 0.43;
    (-6..=6).flat_map(move |i| (-6..=6).map(move |j| (at(i) + 0.031, at(j) - 0.017)))
}

#[wasm_bindgen_test(unsupported = test)]
fn runs_end_where_the_closed_form_says() {
    let mut checked = 0;
    for (b, t) in WIRES.into_iter().flat_map(|b| TARGETS.map(|t| (b, t))) {
        for start in starts() {
            for rule in [Rule::Bp, Rule::Fa] {
                let toy = toy(rule, (b, t), start, Scheme::Euler);
                let (end, reached) = (toy.flow_end(), integrate(&toy, start));
                // What is still under way at the end of the brute force is not compared.
                if toy.error(reached.0, reached.1).abs() > 1e-7 {
                    continue;
                }
                checked += 1;
                let off = (end.0 - reached.0).abs() + (end.1 - reached.1).abs();
                assert!(
                    off < 1e-3,
                    "{rule:?} B {b} T {t} {start:?}: {end:?} {reached:?}"
                );
            }
        }
    }
    assert!(checked > 9_000, "only {checked} of 10140 runs had settled");
}

#[wasm_bindgen_test(unsupported = test)]
fn runs_end_where_the_closed_form_says_also_without_a_wire_or_a_target() {
    let mut checked = 0;
    for task in [(0.0, 1.0), (0.0, 0.0), (1.0, 0.0), (-0.7, 0.0)] {
        for start in starts().chain([(0.0, 0.8), (0.9, 0.0), (0.0, 0.0)]) {
            for rule in [Rule::Bp, Rule::Fa] {
                let toy = toy(rule, task, start, Scheme::Euler);
                let (end, reached) = (toy.flow_end(), integrate(&toy, start));
                let (da, dw) = toy.flow(reached.0, reached.1);
                if da.abs() + dw.abs() > 1e-7 {
                    continue; // still under way
                }
                checked += 1;
                let off = (end.0 - reached.0).abs() + (end.1 - reached.1).abs();
                assert!(
                    off < 1e-3,
                    "{rule:?} {task:?} {start:?}: {end:?} {reached:?}"
                );
            }
        }
    }
    assert!(checked > 1_000, "only {checked} of 1376 runs had settled");
    // A start at rest stays, on whichever side rounding sees it.
    for start in [(-0.8, -1.25), (-0.6, -1.0 / 0.6), (0.5, 2.0)] {
        let toy = toy(Rule::Fa, (1.0, 1.0), start, Scheme::Euler);
        assert_eq!(
            (toy.flow_end(), toy.flow(start.0, start.1)),
            (start, (0.0, 0.0))
        );
    }
    // And a double root at zero is zero.
    let flat = toy(Rule::Fa, (1.0, 0.0), (1.0, 0.5), Scheme::Euler);
    assert_eq!(flat.flow_end().0, 0.0);
}

#[wasm_bindgen_test(unsupported = test)]
fn without_a_target_the_solutions_are_the_axes() {
    let plane = toy(Rule::Fa, (1.0, 0.0), (0.0, 0.0), Scheme::Euler);
    for stable in [true, false] {
        let points = plane.solutions(20, 2.6, stable);
        let points: Vec<_> = points.iter().filter(|(a, _)| a.is_finite()).collect();
        assert!(points.iter().all(|(a, w)| a * w == 0.0));
        // Of the W axis only the lower half is unstable: there BW < 0.
        let below = points.iter().any(|(a, w)| *a == 0.0 && *w < 0.0);
        assert_eq!(below, !stable);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_basin_is_where_runs_end_anti_aligned() {
    let (mut inside, mut outside) = (0, 0);
    for (b, t) in WIRES.into_iter().flat_map(|b| TARGETS.map(|t| (b, t))) {
        for start in starts() {
            let toy = toy(Rule::Fa, (b, t), start, Scheme::Euler);
            let border = toy.basin_border(start.0);
            if (start.1 - border).abs() < 1e-3 {
                continue; // too near the border to be told by brute force
            }
            let (a, w) = integrate(&toy, start);
            if toy.error(a, w).abs() > 1e-6 {
                continue; // still under way
            }
            let anti = b * w < 0.0;
            // A border that is NaN is a border that no start is beyond.
            assert_eq!(
                anti,
                b * start.1 < b * border,
                "B {b} T {t} {start:?} → ({a}, {w})"
            );
            *if anti { &mut inside } else { &mut outside } += 1;
        }
    }
    assert!(inside > 300 && outside > 300, "{inside} {outside}");
}

#[wasm_bindgen_test(unsupported = test)]
fn for_the_slides_b_and_t_the_borders_are_those_of_the_paper_s_plane() {
    let toy = toy(Rule::Fa, (1.0, 1.0), (0.0, 0.0), Scheme::Euler);
    for a in [-2.5, -1.7, -1.0] {
        assert!((toy.basin_border(a) - (a * a / 2.0 - 1.5)).abs() < 1e-12);
    }
    for a in [-0.9, -0.1] {
        assert_eq!(toy.basin_border(a), 1.0 / a);
    }
    assert!(toy.basin_border(0.0).is_nan() && toy.basin_border(1.0).is_nan());
    assert_eq!(toy.uphill_border(1.5), -2.25);
    for wire in [(0.0, 1.0), (1.0, 0.0), (-1.0, 0.0)] {
        let toy = self::toy(Rule::Fa, wire, (0.0, 0.0), Scheme::Euler);
        let borders = [-2.0, -0.0, 0.0, 1.5].map(|a| toy.basin_border(a));
        assert!(borders.iter().all(|w| w.is_nan()), "nothing to align with");
    }
    // From zero: A = 2^(1/3), W = 2^(−1/3).
    let (a, w) = toy.flow_end();
    assert!((a - 1.259_921).abs() < 1e-6 && (w - 0.793_701).abs() < 1e-6);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_solution_is_stable_where_runs_that_start_beside_it_stay() {
    for (b, t) in WIRES.into_iter().flat_map(|b| TARGETS.map(|t| (b, t))) {
        let plane = toy(Rule::Fa, (b, t), (0.0, 0.0), Scheme::Euler);
        for stable in [true, false] {
            let points = plane.solutions(40, 2.6, stable);
            for &(a, w) in points.iter().filter(|(a, _)| a.is_finite()) {
                assert!((a * w - t).abs() < 1e-12 && a.abs() <= 2.6 && w.abs() <= 2.6);
                if plane.downhill(a, w).abs() < 0.1 {
                    continue; // at the border itself neither
                }
                let beside = (a + 1e-4, w);
                let (end, _) = integrate(&plane, beside);
                assert_eq!(
                    (end - a).abs() < 1e-2,
                    stable,
                    "B {b} T {t} at ({a}, {w}): {end}"
                );
            }
        }
        let all = |stable| {
            let points = plane.solutions(40, 2.6, stable);
            points.iter().filter(|(a, _)| a.is_finite()).count()
        };
        assert_eq!(
            all(true) + all(false),
            160,
            "every point is one or the other"
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_flow_keeps_to_the_conserved_curve_through_its_start() {
    for (b, t) in [(1.0, 1.0), (-2.0, 0.6), (0.3, -1.5), (0.0, 1.0)] {
        for start in [(-0.5, -0.8), (0.3, 1.7), (-1.5, -0.3), (0.0, 1.2)] {
            for rule in [Rule::Bp, Rule::Fa] {
                let mut toy = toy(rule, (b, t), start, Scheme::Flow);
                let curve = toy.conserved_curve(2001, 3.0);
                let kept = toy.conserved(start.0, start.1);
                for &(a, w) in &curve {
                    assert!(
                        (toy.conserved(a, w) - kept).abs() < 1e-9,
                        "{rule:?} {start:?}"
                    );
                }
                toy.step(200);
                for drift in toy.column(&Toy::drift) {
                    assert!(
                        drift.abs() < 1e-8,
                        "{rule:?} B {b} T {t} {start:?}: {drift}"
                    );
                }
                // And the curve is the flow's branch: a point of it is near every state.
                for &(a, w) in toy
                    .states()
                    .iter()
                    .filter(|(a, w)| a.abs().max(w.abs()) < 2.9)
                {
                    let far = |&(x, y): &(f64, f64)| (x - a).hypot(y - w);
                    let nearest = curve.iter().map(far).fold(f64::INFINITY, f64::min);
                    assert!(nearest < 0.05, "{rule:?} B {b} {start:?}: ({a}, {w})");
                }
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_fine_integrator_agrees_with_small_steps_and_never_diverges() {
    for (rule, start) in [
        (Rule::Fa, (-0.5, -0.5)),
        (Rule::Bp, (1.3, -0.9)),
        (Rule::Fa, (2.0, 2.0)),
    ] {
        let end = |scheme, learning_rate: f64| {
            let settings = ToySettings {
                rule,
                input_weight: start.0,
                output_weight: start.1,
                learning_rate,
                scheme,
                ..Default::default()
            };
            let mut toy = Toy::new(&settings).unwrap();
            toy.step((3.0 / learning_rate).round() as usize);
            *toy.states().last().unwrap()
        };
        let (fine, coarse, euler) = (
            end(Scheme::Flow, 0.05),
            end(Scheme::Flow, 1.5),
            end(Scheme::Euler, 1e-5),
        );
        assert!((fine.0 - coarse.0).abs() < 1e-9 && (fine.1 - coarse.1).abs() < 1e-9);
        assert!((fine.0 - euler.0).abs() < 1e-4 && (fine.1 - euler.1).abs() < 1e-4);
    }
    // Where every step of η = 2 explodes, the flow arrives.
    for start in [(10.0, 10.0), (-10.0, 9.0), (10.0, -10.0)] {
        for b in [-10.0, 10.0] {
            let run = |scheme| {
                let settings = ToySettings {
                    input_weight: start.0,
                    output_weight: start.1,
                    feedback_weight: b,
                    target: 10.0,
                    learning_rate: 2.0,
                    scheme,
                    ..Default::default()
                };
                let mut toy = Toy::new(&settings).unwrap();
                toy.step(50);
                toy
            };
            assert_eq!(run(Scheme::Euler).outcome(), Outcome::Diverged);
            let toy = run(Scheme::Flow);
            let ((a, w), end) = (toy.states()[50], toy.flow_end());
            assert!(
                (a - end.0).abs() < 1e-6 && (w - end.1).abs() < 1e-6,
                "{start:?} B {b}"
            );
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn outcomes_are_told_in_words() {
    let outcome = |rule, wire, start, steps| {
        let mut toy = toy(rule, wire, start, Scheme::Euler);
        toy.step(steps);
        toy.outcome()
    };
    let slides = (1.0, 1.0);
    assert_eq!(
        outcome(Rule::Fa, slides, (-0.5, -0.5), 250),
        Outcome::Aligned
    );
    assert_eq!(
        outcome(Rule::Fa, slides, (-2.0, -0.2), 250),
        Outcome::AntiAligned
    );
    assert_eq!(outcome(Rule::Bp, slides, (0.0, 0.0), 250), Outcome::Stuck);
    assert_eq!(
        outcome(Rule::Bp, slides, (1.0, -1.0), 250),
        Outcome::Stuck,
        "in the saddle"
    );
    assert_eq!(outcome(Rule::Fa, slides, (-0.5, -0.5), 10), Outcome::Moving);
    assert_eq!(
        outcome(Rule::Fa, slides, (10.0, 10.0), 250),
        Outcome::Diverged
    );
    // With nothing to learn, W may end at zero, up to rounding.
    assert_eq!(
        outcome(Rule::Fa, (1.0, 0.0), (-2.0, 0.3), 250),
        Outcome::Solved
    );
    assert_eq!(
        outcome(Rule::Fa, (1.0, 0.0), (0.1, 1.0), 250),
        Outcome::Aligned
    );
    // Without a wire only W learns, and has nothing to learn from if A is zero.
    assert_eq!(
        outcome(Rule::Fa, (0.0, 1.0), (1.0, 0.0), 250),
        Outcome::Solved
    );
    assert_eq!(
        outcome(Rule::Fa, (0.0, 1.0), (0.0, 1.0), 250),
        Outcome::Stuck
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn what_only_passes_a_solution_has_not_solved_it_there() {
    // This start lies beside an unstable solution, which FA leaves for another.
    let mut leaves = toy(Rule::Fa, (1.0, 1.0), (-0.9, -1.1), Scheme::Euler);
    assert!(leaves.error(-0.9, -1.1).abs() < 0.011);
    leaves.step(250);
    let at = leaves.solved_at().unwrap();
    assert!(at > 150, "{at}");
    let error = leaves.column(&Toy::error);
    assert!(error[at..].iter().all(|e| e.abs() < 0.01) && error[at - 1].abs() >= 0.01);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_sign_of_the_agreement_is_that_of_b_w() {
    for &b in &WIRES {
        for start in starts() {
            let fa = toy(Rule::Fa, (b, 1.0), start, Scheme::Euler);
            assert_eq!(fa.agreement(start.0, start.1) > 0.0, b * start.1 > 0.0);
            let bp = toy(Rule::Bp, (b, 1.0), start, Scheme::Euler);
            assert!(bp.agreement(start.0, start.1) > 0.0);
        }
    }
}
