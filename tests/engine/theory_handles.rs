//! Does the boundary hand over what the core computed, and refuse in words what it cannot take?

use crate::common::js::{get, number, object, sentence};
use feedback_alignment::network::Rule;
use feedback_alignment::settings::Choice;
use feedback_alignment::wasm::{Ensemble, Linear, Toy, new_seed, rules};
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn toy_columns_grow_by_one_entry_a_step() {
    let mut toy = Toy::new(object(&[
        ("input_weight", 0.into()),
        ("output_weight", 0.into()),
    ]))
    .unwrap();
    toy.step(57);
    assert_eq!(toy.solved_at(), None);
    toy.step(1);
    assert_eq!((toy.step_count(), toy.solved_at()), (58, Some(58)));
    for column in [toy.a(), toy.w(), toy.loss(), toy.angle(), toy.conserved()] {
        assert_eq!(column.len(), 59);
    }
    assert!(
        toy.angle()[0].is_nan(),
        "undefined is NaN on this side, too"
    );
    assert_eq!(toy.loss()[0], 0.5);
    // A 3×3 grid over ±1: the corner (−1, −1) first, (1, −1) at the end of the lowest row.
    let field = toy.field(3, 1.0).unwrap();
    assert_eq!(field.len(), 18);
    assert_eq!(
        (&field[..2], &field[4..6]),
        (&[0.0, -0.0][..], &[2.0, 2.0][..])
    );
    let prints = toy.fingerprints();
    assert_eq!(prints.len(), 59);
    assert!(prints.iter().all(|print| print.len() == 16) && prints[0] != prints[1]);
    assert_eq!(
        sentence(toy.field(100_000, 1.0)),
        "side must be between 2 and 512, but is 100000"
    );
    assert!(sentence(rules(4_000_000_000)).contains("must be at most 128"));
    // The geometry of the plane: pairs A, W.
    assert_eq!(toy.uphill_border(3, 2.0), [-2.0, -4.0, 0.0, 0.0, 2.0, -4.0]);
    let basin = toy.basin_border(5, 2.0);
    assert_eq!(basin[..5], [-2.0, 0.5, -1.0, -1.0, 0.0]);
    assert!(basin[5].is_nan() && basin[9].is_nan());
    assert_eq!(toy.conserved_curve(3, 2.0), [-2.0, 2.0, 0.0, 0.0, 2.0, 2.0]);
    assert!(toy.solutions(9, 2.0, true).iter().any(|x| x.is_finite()));
    assert!((toy.flow_end()[0] - 2f64.cbrt()).abs() < 1e-12);
    assert_eq!(toy.agreement()[0], 0.0);
    assert_eq!(
        (toy.outcome().as_str(), toy.diverged_at()),
        ("aligned", None)
    );
    assert_eq!(
        toy.conserved_curve(usize::MAX, 2.0).len(),
        20_000,
        "no finer than can be seen"
    );
    toy.step(usize::MAX); // what −1 becomes on the way
    assert_eq!(toy.step_count(), 250, "no more than the settings ask for");
}

#[wasm_bindgen_test]
fn linear_frames_are_matrices_one_after_the_other() {
    let mut linear = Linear::new(object(&[
        ("inputs", 5.into()),
        ("hidden", 3.into()),
        ("outputs", 2.into()),
    ]))
    .unwrap();
    linear.step(10).unwrap();
    assert_eq!(linear.step_count(), 10);
    assert_eq!(linear.errors().len(), 11 * 2 * 5);
    assert_eq!(linear.feedback_side().len(), 11 * 3 * 3);
    assert_eq!(linear.hidden_side().len(), 11 * 3 * 3);
    let norm2: f64 = linear.errors()[..10]
        .iter()
        .map(|&x| f64::from(x).powi(2))
        .sum();
    assert!((norm2 - linear.error_norm2()[0]).abs() < 1e-6);
    for column in [
        linear.v(),
        linear.v_dot(),
        linear.invariant_residual(),
        linear.angle_to_bp(),
        linear.angle_to_pinv(),
        linear.angle_w_to_b_pinv(),
        linear.local_inverse_angle(),
    ] {
        assert_eq!(column.len(), 11);
    }
    assert_eq!(
        (linear.output_weights().len(), linear.feedback_pinv().len()),
        (11 * 2 * 3, 2 * 3)
    );
    let theorem = linear.theorem().unwrap();
    let clause: Array = get(&theorem, "assumptions").unchecked_into();
    assert_eq!(get(&clause.get(3), "id"), "zero");
    assert_eq!(get(&clause.get(3), "verdict"), "holds");
    assert_eq!(number(&clause.get(3), "value"), 0.0);
}

#[wasm_bindgen_test]
fn bands_have_a_lowest_a_middle_and_a_highest_at_every_look() {
    let mut ensemble = Ensemble::new(object(&[
        ("scheme", "online".into()),
        ("initial_scale", 0.1.into()),
        ("steps", 400.into()),
        ("seeds", 3.into()),
    ]))
    .unwrap();
    ensemble.step(100).unwrap();
    assert_eq!(ensemble.step_count(), 100);
    ensemble.step(usize::MAX).unwrap();
    assert_eq!(
        ensemble.step_count(),
        400,
        "no more than the settings ask for"
    );
    let looks = ensemble.looks();
    assert_eq!(
        (looks[0], looks[1], looks[looks.len() - 1]),
        (0.0, 1.0, 400.0)
    );
    for band in [
        ensemble.nse(),
        ensemble.angle_to_bp(),
        ensemble.angle_to_pinv(),
    ] {
        let n = looks.len();
        assert_eq!(band.len(), 3 * n);
        assert!((0..n).all(|i| band[i] <= band[n + i] && band[n + i] <= band[2 * n + i]));
    }
    assert!(
        sentence(Ensemble::new(object(&[("seeds", 31.into())])))
            .starts_with("seeds must be a whole number between 1 and 30")
    );
}

#[wasm_bindgen_test]
fn rules_are_told_by_the_core() {
    let rules: Array = rules(2).unwrap().unchecked_into();
    let ids: Vec<_> = rules
        .iter()
        .map(|rule| get(&rule, "id").as_string().unwrap())
        .collect();
    assert_eq!(
        ids,
        Rule::ALL.iter().map(|rule| rule.id()).collect::<Vec<_>>()
    );
    for rule in rules.iter() {
        let hops: Array = get(&rule, "hops").unchecked_into();
        assert_eq!(hops.length(), 2);
        for hop in hops.iter() {
            let part = |key| get(&hop, key).as_string().unwrap();
            let (to, m, from, slope) = (
                part("receiver"),
                part("matrix"),
                part("sender"),
                part("slope"),
            );
            assert_eq!(part("equation"), format!("{to} = ({m} {from}) ⊙ {slope}"));
        }
    }
}

#[wasm_bindgen_test]
fn new_seeds_differ() {
    let seeds: Vec<u32> = (0..4).map(|_| new_seed().unwrap()).collect();
    assert!(seeds.windows(2).any(|pair| pair[0] != pair[1]), "{seeds:?}");
}
#[wasm_bindgen_test]
fn every_mistake_is_an_error_with_one_sentence() {
    let settings = |key, value: JsValue| sentence(Toy::new(object(&[(key, value)])));
    assert_eq!(
        settings("learning_rate", (-1).into()),
        "learning_rate must be between 0 and 2, but is -1"
    );
    assert_eq!(
        settings("learning_rate", "0.1".into()),
        "learning_rate must be a number, but is \"0.1\""
    );
    assert!(settings("eta", 1.into()).starts_with("\"eta\" is not a setting"));
    assert!(settings("rule", JsValue::NULL).ends_with(", but is null"));
    assert!(settings("rule", Object::new().into()).ends_with("but is object"));
    assert_eq!(
        sentence(Toy::new("fa".into())),
        "settings must be an object, but are \"fa\""
    );
    assert_eq!(
        sentence(Toy::new(Array::new().into())),
        "settings must be an object, but are []"
    );
    assert_eq!(
        sentence(Toy::new(JsValue::NULL)),
        "settings must be an object, but are null"
    );
    assert!(
        Toy::new(JsValue::UNDEFINED).is_ok(),
        "no settings are the default settings"
    );
}
