//! Is the table of the experiments sound: states that the page can show, sentences, claims about
//! moments that are looked at, and claims that are evaluated as they are written?

use feedback_alignment::data::Dataset;
use feedback_alignment::network::{Rule, Settings, Snapshot, Trainer};
use feedback_alignment::presets::{self, Moment, PANELS, Preset, Quantity};
use feedback_alignment::settings::Choice;
use ndarray::Array2;
use std::collections::HashSet;
use std::sync::Arc;

#[test]
fn every_preset_is_a_state_that_the_page_can_show() {
    // As large as the packed digits, for the limits that depend on the data.
    let digits = Dataset::classification(Array2::zeros((8_000, 784)), vec![0; 8_000], 10);
    let digits = Arc::new(digits.unwrap());
    let defaults = Settings::default().values();
    let mut ids = HashSet::new();
    let mut labels = HashSet::new();
    for preset in presets::all() {
        let Preset { id, rules, .. } = &preset;
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(ids.insert(*id) && id.chars().all(kebab), "{id}");
        assert!(labels.insert(preset.label), "{id}: {}", preset.label);
        assert!(preset.label.chars().count() <= 30, "{id}: {}", preset.label);
        let known = |rule: &&str| Rule::ALL.iter().any(|known| known.id() == *rule);
        assert!(!rules.is_empty() && rules.iter().all(known), "{id}");
        assert_eq!(
            rules.iter().collect::<HashSet<_>>().len(),
            rules.len(),
            "{id}"
        );
        for (key, value) in &preset.settings {
            let same = defaults.contains(&(key.to_string(), value.clone()));
            assert!(!same, "{id}: {key} = {value} is the default");
            let own = ["rule", "seed"].contains(key);
            assert!(!own, "{id}: {key} belongs to the race");
        }
        let keys: HashSet<_> = preset.settings.iter().map(|(key, _)| key).collect();
        assert_eq!(keys.len(), preset.settings.len(), "{id}");
        for (rule, _) in &preset.rates {
            assert!(
                rules.contains(rule),
                "{id}: a rate for {rule}, which does not race"
            );
        }
        for rule in rules {
            let settings = preset
                .settings_of(rule, 1)
                .unwrap_or_else(|why| panic!("{id}: {why}"));
            Trainer::new(&settings, digits.clone()).unwrap_or_else(|why| panic!("{id}: {why}"));
        }
        assert!(
            preset.panels.iter().all(|panel| PANELS.contains(panel)),
            "{id}"
        );
        assert!(!preset.panels.is_empty(), "{id}");
        assert!(preset.steps > 0, "{id}");
    }
}

#[test]
fn every_preset_is_one_sentence() {
    for preset in presets::all() {
        let sentence = preset.sentence;
        let ends: Vec<_> = sentence.match_indices(['.', '!', '?', '…']).collect();
        assert_eq!(ends.len(), 1, "{}: {sentence}", preset.id);
        assert!(
            sentence.ends_with('.') && !sentence.contains("  "),
            "{}: {sentence}",
            preset.id
        );
        let letters = sentence.chars().count();
        assert!(
            (60..=260).contains(&letters),
            "{}: {letters} letters",
            preset.id
        );
        // Numbers are promises: what a sentence counts, a claim must check.
        assert!(
            !sentence.contains(|c: char| c.is_ascii_digit()),
            "{}: {sentence}",
            preset.id
        );
    }
}

#[test]
fn claims_name_moments_that_are_looked_at_and_layers_that_there_are() {
    for preset in presets::all() {
        let id = preset.id;
        assert!(!preset.claims.is_empty(), "{id} claims nothing");
        for claim in &preset.claims {
            for term in claim.terms() {
                let text = &claim.text;
                assert!(preset.rules.contains(&term.rule), "{id}: {text}");
                if let Moment::Step(step) = term.moment {
                    let seen = preset.looks(preset.steps).contains(&step);
                    assert!(seen, "{id}: {text}: nobody looks at step {step}");
                }
                let hidden = preset.settings_of(term.rule, 1).unwrap().hidden.len();
                let layers = match term.quantity {
                    Quantity::Angles
                    | Quantity::WeightAngles
                    | Quantity::MagnitudeRatios
                    | Quantity::Codes => 1..=hidden,
                    _ => 0..=0,
                };
                assert!(
                    layers.contains(&term.layer),
                    "{id}: {text}: layer {}",
                    term.layer
                );
            }
        }
    }
}

#[test]
fn borders_are_the_steps_at_which_other_layers_begin_to_learn() {
    for preset in presets::all() {
        let settings = preset.settings_of(preset.rules[0], 1).unwrap();
        let depth = settings.hidden.len() + 1;
        let learning = |step: u64| (1..=depth).map(move |k| (step, k));
        let learning = |step: u64| -> Vec<bool> {
            learning(step)
                .map(|(step, k)| settings.learns.learns(step, k, depth))
                .collect()
        };
        let changes = (1..preset.steps).filter(|&step| learning(step) != learning(step - 1));
        assert_eq!(changes.collect::<Vec<_>>(), preset.borders, "{}", preset.id);
    }
}

#[test]
fn a_poster_shows_a_step_before_the_end_that_is_looked_at() {
    for preset in presets::all() {
        let Preset {
            id,
            steps,
            poster_step,
            ..
        } = preset;
        let Some(step) = poster_step else { continue };
        assert!(step < steps && preset.looks(steps).contains(&step), "{id}");
        // What is recorded for the poster is the beginning of the whole run.
        assert!(preset.looks(steps).starts_with(&preset.looks(step)), "{id}");
    }
}

#[test]
fn claims_are_evaluated_as_they_are_written() {
    use presets::{Claim, Side, Term, Track, TrackSnapshot};
    let look = |step, accuracy: f64, degrees: f64| TrackSnapshot {
        seen: Snapshot {
            step,
            samples: 64 * step,
            epochs: 0.0,
            loss: 2.0 - accuracy,
            accuracy,
            training_loss: 3.0,
            training_accuracy: accuracy / 2.0,
            angles: vec![degrees, 7.0],
            magnitude_ratios: vec![5.0, f64::NAN],
            weight_angles: vec![33.0, f64::NAN],
            codes: vec![0.5, f64::NAN],
            confusion: vec![],
            classes: 10,
        },
        milliseconds: (),
        fingerprint: String::new(),
    };
    let track = Track {
        rule: "fa".into(),
        snapshots: vec![
            look(0, 0.125, f64::NAN),
            look(1, 0.75, 60.0),
            look(2, 0.5, 40.0),
        ],
        fingerprint: String::new(),
        step_milliseconds: (),
        steps_per_epoch: 125,
        parameters: 1,
        diverged: None,
    };
    let value = |quantity, layer, moment| {
        let rule = "fa";
        Term {
            rule,
            quantity,
            layer,
            moment,
        }
        .value(&track.snapshots)
    };
    assert_eq!(value(Quantity::Accuracy, 0, Moment::Start), 12.5);
    assert_eq!(value(Quantity::Accuracy, 0, Moment::End), 50.0);
    assert_eq!(value(Quantity::Accuracy, 0, Moment::Peak), 75.0);
    assert_eq!(value(Quantity::Accuracy, 0, Moment::Lowest), 12.5);
    assert_eq!(value(Quantity::Accuracy, 0, Moment::Step(1)), 75.0);
    assert_eq!(value(Quantity::TrainingAccuracy, 0, Moment::End), 25.0);
    assert_eq!(value(Quantity::Loss, 0, Moment::End), 1.5);
    assert_eq!(value(Quantity::TrainingLoss, 0, Moment::End), 3.0);
    assert_eq!(value(Quantity::Angles, 1, Moment::Peak), 60.0);
    assert_eq!(value(Quantity::Angles, 2, Moment::End), 7.0);
    assert_eq!(value(Quantity::WeightAngles, 1, Moment::End), 33.0);
    assert_eq!(value(Quantity::MagnitudeRatios, 1, Moment::End), 5.0);
    let none = [
        value(Quantity::Angles, 1, Moment::Start),
        value(Quantity::Angles, 3, Moment::End),
        value(Quantity::Angles, 0, Moment::End),
        value(Quantity::MagnitudeRatios, 2, Moment::Peak),
        value(Quantity::Accuracy, 0, Moment::Step(3)),
    ];
    assert!(none.iter().all(|x| x.is_nan()), "{none:?}");
    let holds = |left: (Quantity, usize, Moment), more, plus, with: Option<Moment>| {
        let term = |(quantity, layer, moment)| Term {
            rule: "fa",
            quantity,
            layer,
            moment,
        };
        let other = with.map(|moment| term((Quantity::Accuracy, 0, moment)));
        let right = Side { term: other, plus };
        let claim = Claim {
            text: String::new(),
            left: term(left),
            more,
            right,
        };
        claim.holds(std::slice::from_ref(&track))
    };
    let end = (Quantity::Accuracy, 0, Moment::End);
    assert!(holds(end, true, 49.0, None) && !holds(end, false, 49.0, None));
    assert!(
        !holds(end, true, 50.0, None) && !holds(end, false, 50.0, None),
        "equal is neither"
    );
    assert!(
        holds(end, false, -20.0, Some(Moment::Peak))
            && !holds(end, false, -25.0, Some(Moment::Peak))
    );
    let nothing = (Quantity::Angles, 1, Moment::Start);
    assert!(!holds(nothing, true, 0.0, None) && !holds(nothing, false, 0.0, None));
    assert!(!holds(end, false, 0.0, Some(Moment::Step(9))));
}

#[test]
fn looks_are_dense_where_much_happens_and_never_stop() {
    let mut looks = vec![0];
    while looks.len() < 22 {
        looks.push(presets::next_look(looks[looks.len() - 1], &[]));
    }
    let first = [
        0, 1, 2, 4, 8, 16, 25, 50, 75, 100, 125, 150, 175, 200, 225, 250,
    ];
    assert_eq!(looks[..16], first);
    assert_eq!(looks[16..], [375, 500, 625, 750, 875, 1000]);
    assert_eq!(presets::next_look(2375, &[]), 2500);
    assert_eq!(presets::next_look(2500, &[]), 2750);
    assert_eq!(presets::next_look(1_000_000, &[]), 1_024_000);
    let mut after = vec![75];
    while after.len() < 10 {
        after.push(presets::next_look(after[after.len() - 1], &[90, 120]));
    }
    assert_eq!(after, [75, 90, 91, 92, 94, 98, 100, 106, 120, 121]);
}

#[test]
fn no_experiment_claims_anything_twice() {
    for preset in presets::all() {
        let mut said = HashSet::new();
        for presets::Claim {
            text,
            left,
            more,
            right,
        } in &preset.claims
        {
            let id = preset.id;
            assert!(said.insert(text.clone()), "{id}: “{text}” stands twice");
            let compared = format!("{left:?} {more} {right:?}");
            assert!(said.insert(compared), "{id}: “{text}” compares the same");
        }
    }
}
