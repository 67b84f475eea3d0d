//! Is a run of an experiment the run of its settings, looked at where the page looks, and does a file
//! hold every number of it to the last bit?

use feedback_alignment::data::Dataset;
use feedback_alignment::network::Trainer;
use feedback_alignment::presets::{self, Preset, Recording, Track};
use ndarray::Array2;
use std::sync::Arc;

fn preset(id: &str) -> Preset {
    let mut presets = presets::all().into_iter();
    presets.find(|preset| preset.id == id).unwrap()
}

/// 300 inputs of 12 numbers in ten classes.
fn data() -> Arc<Dataset> {
    let inputs = Array2::from_shape_fn((300, 12), |(i, j)| ((i % 10 * 12 + j) as f32).sin());
    let labels = (0..300).map(|i| (i % 10) as u8).collect();
    Arc::new(Dataset::classification(inputs, labels, 10).unwrap())
}

fn run(preset: &Preset, rule: &str, end: u64) -> Track {
    presets::run(preset, rule, 1, end, (&data(), &data()), |_| ()).unwrap()
}

#[test]
fn a_run_is_that_of_its_settings_looked_at_where_the_page_looks() {
    let preset = preset("layerwise");
    let track = run(&preset, "dfa", 95);
    let steps: Vec<u64> = track.snapshots.iter().map(|look| look.seen.step).collect();
    assert_eq!(steps, [0, 1, 2, 4, 8, 16, 25, 50, 75, 90, 91, 92, 94, 95]);
    let mut trainer = Trainer::new(&preset.settings_of("dfa", 1).unwrap(), data()).unwrap();
    for look in &track.snapshots {
        while trainer.step_count() < look.seen.step {
            trainer.step();
        }
        assert_eq!(look.fingerprint, trainer.fingerprint().to_string());
        assert_eq!(look.seen.accuracy, trainer.evaluate(&data()).accuracy);
    }
    assert_eq!(track.fingerprint, trainer.fingerprint().to_string());
    assert_eq!((track.steps_per_epoch, track.diverged), (2, None));
}

#[test]
fn a_run_ends_where_its_loss_is_no_number() {
    let mut preset = preset("learning-rate-high");
    let identity = "identity".to_string();
    preset.settings.push((
        "activation",
        feedback_alignment::settings::Value::Text(identity),
    ));
    preset.settings.push((
        "output",
        feedback_alignment::settings::Value::Text("identity".into()),
    ));
    let track = run(&preset, "bp", 250);
    let last = track.snapshots.last().unwrap();
    assert!(
        track.diverged.is_some_and(|step| step < 250),
        "{:?}",
        track.diverged
    );
    assert_eq!(Some(last.seen.step), track.diverged);
    assert!(last.seen.loss.is_nan());
}

#[test]
fn a_file_holds_every_number_to_the_last_bit() {
    // From zero weights most angles are undefined.
    let preset = preset("zero-start-relu");
    let tracks: Vec<Track> = preset
        .rules
        .iter()
        .map(|rule| run(&preset, rule, 2))
        .collect();
    let text = Recording::new(&preset, 1, "this", tracks.clone()).text();
    let read = Recording::read(&text).unwrap();
    assert_eq!(
        format!("{:?}", read.tracks),
        format!("{tracks:?}"),
        "NaN is NaN"
    );
    assert_eq!(read.text(), text);
    assert!(format!("{tracks:?}").contains("NaN"));
    assert!(Recording::read("{}").is_err());
}

#[test]
fn a_recorded_run_stands_for_what_it_is_and_nothing_else() {
    let preset = preset("memorise");
    let tracks: Vec<Track> = preset
        .rules
        .iter()
        .map(|rule| run(&preset, rule, 4))
        .collect();
    let recording = Recording::new(&preset, 1, "this", tracks);
    assert!(recording.covers(&preset, 1, 4, "this"));
    assert!(
        recording.covers(&preset, 1, 2, "this"),
        "it has more than that"
    );
    assert!(!recording.covers(&preset, 1, 8, "this"));
    assert!(!recording.covers(&preset, 2, 4, "this"));
    assert!(!recording.covers(&preset, 1, 4, "that"));
    let mut other = preset.clone();
    other.rates.push(("bp", 0.2));
    assert!(!recording.covers(&other, 1, 4, "this"));
}
