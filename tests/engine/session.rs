//! Does the boundary train, show and stop networks as JavaScript asks it to?

use crate::common::js::{get, number, object, sentence};
use feedback_alignment::data::idx::Idx;
use feedback_alignment::network::Rule;
use feedback_alignment::settings::Choice;
use feedback_alignment::wasm::{Digits, Session, golden_fingerprint, golden_runs, idx_summary};
use js_sys::Array;
use ndarray::Array2;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// 60 images of 4×4, each class a row pattern of its own.
fn digits() -> [Vec<u8>; 2] {
    let class = |i: usize| i % 10;
    let pixels = Array2::from_shape_fn((60, 16), |(i, j)| if j % 10 == class(i) { 250 } else { 5 });
    let labels = (0..60).map(|i| class(i) as u8).collect();
    [
        Idx::Images {
            rows: 4,
            columns: 4,
            pixels,
        }
        .to_bytes(),
        Idx::Labels(labels).to_bytes(),
    ]
}

fn session(config: &[(&str, JsValue)]) -> Result<Session, wasm_bindgen::JsError> {
    let [x, y] = digits();
    Session::new(object(config), &Digits::new(&x, &y, &x, &y)?)
}

fn snapshot(session: &mut Session) -> JsValue {
    session.look(usize::MAX).unwrap()
}

fn small(rule: &str) -> Vec<(&'static str, JsValue)> {
    let hidden = Array::of2(&8.into(), &6.into()).into();
    vec![
        ("rule", rule.into()),
        ("hidden", hidden),
        ("batch", 20.into()),
    ]
}

#[wasm_bindgen_test]
fn a_session_trains_and_its_snapshot_is_a_plain_object() {
    for rule in Rule::ALL.iter().map(|rule| rule.id()) {
        let mut session = session(&small(rule)).unwrap();
        assert_eq!(session.steps_per_epoch(), 3);
        assert_eq!(
            session.parameter_count(),
            16 * 8 + 8 + 8 * 6 + 6 + 6 * 10 + 10
        );
        let start = snapshot(&mut session);
        session.step(300);
        let fingerprint = session.fingerprint();
        let end = snapshot(&mut session);
        assert_eq!(
            session.fingerprint(),
            fingerprint,
            "looking changes nothing"
        );
        assert_eq!((session.step_count(), number(&end, "step")), (300.0, 300.0));
        assert_eq!(
            (number(&end, "samples"), number(&end, "epochs")),
            (6000.0, 100.0)
        );
        assert!(number(&end, "loss") < number(&start, "loss"), "{rule}");
        assert!(number(&end, "accuracy") > 0.5, "{rule}");
        let angles: Array = get(&end, "angles").unchecked_into();
        let ratios: Array = get(&end, "magnitude_ratios").unchecked_into();
        assert_eq!((angles.length(), ratios.length()), (2, 2));
        let confusion: Array = get(&end, "confusion").unchecked_into();
        assert_eq!(
            confusion.iter().map(|n| n.as_f64().unwrap()).sum::<f64>(),
            60.0
        );
    }
}

#[wasm_bindgen_test]
fn a_look_in_pieces_sees_the_same_and_a_moment_follows_the_phases() {
    let mut session = session(&small("fa")).unwrap();
    session.step(3);
    let whole = snapshot(&mut session);
    let rows = session.look_rows();
    for _ in 0..rows / 7 {
        assert!(session.look(7).unwrap().is_undefined());
    }
    let pieces = session.look(7).unwrap();
    assert_eq!(number(&pieces, "accuracy"), number(&whole, "accuracy"));
    // Half a look, then a step: the next look is one of the new moment.
    assert!(session.look(7).unwrap().is_undefined());
    session.step(1);
    assert_eq!(number(&snapshot(&mut session), "step"), 4.0);

    let lists = |moment: &JsValue, key| get(moment, key).unchecked_into::<Array>().length();
    for (phase, delta, gradients) in [("forward", 0, 0), ("feedback", 3, 0), ("update", 3, 3)] {
        assert_eq!(session.advance(), phase);
        let moment = session.moment().unwrap();
        assert_eq!(get(&moment, "phase"), phase);
        assert_eq!(lists(&moment, "h"), 4);
        assert_eq!(lists(&moment, "error"), lists(&moment, "target"));
        assert_eq!(lists(&moment, "delta"), delta, "{phase}");
        assert_eq!(lists(&moment, "gradients"), gradients, "{phase}");
    }
    assert_eq!(session.step_count(), 5.0);
}

#[wasm_bindgen_test]
fn a_session_answers_and_shows_what_is_in_it() {
    let mut session = session(&small("dfa")).unwrap();
    session.step(300);
    let [x, y] = digits();
    let digits = Digits::new(&x, &y, &x, &y).unwrap();
    assert_eq!((digits.rows(), digits.columns()), (4, 4));
    let wrong = session.mistakes(1000);
    let accuracy = number(&snapshot(&mut session), "accuracy");
    assert_eq!(wrong.len() / 2, ((1.0 - accuracy) * 60.0).round() as usize);
    for i in 0..60 {
        let image = digits.images(&[i]).unwrap();
        let answers = session.answer(&image).unwrap();
        let sum: f32 = answers.iter().sum();
        assert!((sum - 1.0).abs() < 1e-5, "softmax: {sum}");
        let answer = (0..10)
            .max_by(|&a, &b| answers[a].total_cmp(&answers[b]))
            .unwrap();
        let mistaken = wrong.chunks(2).find(|pair| pair[0] == i);
        let label = digits.labels(&[i]).unwrap()[0];
        assert_eq!(answer as u32, mistaken.map_or(label, |pair| pair[1]));
    }
    assert_eq!(session.fields(3).len(), 3 * 16);
    assert_eq!(session.fields(1000).len(), 8 * 16);
    assert_eq!(session.activity(2, 50).unwrap().len(), 50 * 6);
    assert!(sentence(session.activity(4, 50)).contains("between 0 and 3, but is 4"));
    assert!(sentence(session.answer(&[0.0; 15])).contains("must have 16 pixels, but has 15"));
    assert!(sentence(digits.images(&[60])).contains("between 0 and 59, but is 60"));
}

#[wasm_bindgen_test]
fn a_session_is_retuned_and_stops_where_its_loss_is_no_number() {
    let retune = |session: &mut Session, key: &'static str, value: JsValue| {
        let mut settings = small("bp");
        settings.push((key, value));
        session.retune(object(&settings))
    };
    let mut session = session(&small("bp")).unwrap();
    session.step(5);
    assert!(sentence(retune(&mut session, "seed", 7.into())).contains("may change while"));
    let before = session.fingerprint();
    retune(&mut session, "learns", "none".into()).unwrap();
    session.step(5);
    assert_eq!(session.step_count(), 10.0);
    assert_ne!(session.fingerprint(), before, "the step is part of it");
    retune(&mut session, "learning_rate", 10.into()).unwrap();
    retune(&mut session, "decay", "constant".into()).unwrap();
    let mut settings = small("bp");
    settings.extend([
        ("decay", "l2".into()),
        ("decay_rate", 1.into()),
        ("learning_rate", 10.into()),
    ]);
    session.retune(object(&settings)).unwrap();
    session.step(1000);
    assert!(session.diverged() && session.step_count() < 1000.0);
    let stopped = session.step_count();
    session.step(10);
    assert_eq!(session.step_count(), stopped);
}

#[wasm_bindgen_test]
fn undefined_angles_arrive_as_nan() {
    let mut settings = small("dfa");
    settings.push(("initial_weights", "zero".into()));
    let snapshot = snapshot(&mut session(&settings).unwrap());
    let angles: Array = get(&snapshot, "angles").unchecked_into();
    assert!(
        angles
            .iter()
            .all(|angle| angle.as_f64().is_some_and(f64::is_nan))
    );
}

#[wasm_bindgen_test]
fn what_a_session_cannot_take_is_an_error_with_one_sentence() {
    let mut too_large = small("bp");
    too_large[2].1 = 61.into();
    assert!(
        sentence(session(&too_large)).starts_with("batch must be at most the number of training")
    );
    let [x, y] = digits();
    assert!(sentence(Digits::new(&x[..90], &y, &x, &y)).contains("ends after 74"));
    assert!(sentence(Digits::new(&y, &x, &x, &y)).contains("images was expected"));
    let other = Idx::Images {
        rows: 1,
        columns: 2,
        pixels: Array2::zeros((60, 2)),
    }
    .to_bytes();
    assert!(sentence(Digits::new(&x, &y, &other, &y)).contains("16 and 2 pixels"));
    assert!(sentence(idx_summary(b"GIF89a")).contains("an IDX file must begin with"));
}

#[wasm_bindgen_test]
fn idx_files_are_told_apart() {
    let [x, y] = digits();
    let x = idx_summary(&x).unwrap();
    assert_eq!(get(&x, "kind"), "images");
    assert_eq!(
        (
            number(&x, "count"),
            number(&x, "rows"),
            number(&x, "columns")
        ),
        (60.0, 4.0, 4.0)
    );
    assert_eq!(get(&idx_summary(&y).unwrap(), "kind"), "labels");
}

#[wasm_bindgen_test]
fn golden_runs_have_the_fingerprints_that_they_have_natively() {
    let runs: Array = golden_runs().unwrap().unchecked_into();
    assert!(runs.length() >= 48);
    for (i, run) in runs.iter().enumerate() {
        let expected = get(&run, "expected").as_string();
        assert_eq!(golden_fingerprint(i).ok(), expected, "run {i}: {run:?}");
    }
    let error = sentence(golden_fingerprint(1000));
    assert_eq!(
        error,
        format!(
            "golden runs must be below {}, but this is number 1000",
            runs.length()
        )
    );
}
