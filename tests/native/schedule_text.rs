//! Is every text of a schedule either read, and then written and read again as the same, or
//! refused with one sentence, whatever a person or a link may bring?

use feedback_alignment::network::Schedule;
use feedback_alignment::settings::{Setting, Value};
use proptest::prelude::*;

fn read(text: &str) -> Result<Schedule, String> {
    Schedule::parse("learns", &Value::Text(text.into()), &(0.0..=0.0)).map_err(|e| e.to_string())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    match read(text) {
        Ok(schedule) => {
            let written = schedule.to_string();
            prop_assert_eq!(&read(&written).unwrap(), &schedule);
            prop_assert_eq!(schedule.value(), Value::Text(written));
            // Any step and any layer has its answer.
            for step in [0, 1, 1 << 40, u64::MAX] {
                schedule.learns(step, 1, 1);
                schedule.learns(step, usize::MAX, 3);
            }
        }
        Err(sentence) => {
            prop_assert!(sentence.starts_with("learns must name layers and steps"));
            prop_assert!(sentence.len() < 400, "{}", sentence);
        }
    }
    Ok(())
}

fn layers() -> impl Strategy<Value = String> {
    let number = 1..=129usize;
    prop_oneof![
        Just("all".to_string()),
        Just("hidden".to_string()),
        Just("output".to_string()),
        Just("none".to_string()),
        prop::collection::vec((number.clone(), number), 1..4).prop_map(|ranges| {
            let range = |(a, b): &(usize, usize)| match a.cmp(b) {
                std::cmp::Ordering::Less => format!("{a}-{b}"),
                _ => a.to_string(),
            };
            ranges.iter().map(range).collect::<Vec<_>>().join("+")
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn text_of_the_right_letters(text in "[a-z0-9*,+ -]{0,40}") {
        check(&text)?;
    }

    #[test]
    fn nearly_right_text(text in "(all|hidden|output|none|[0-9]{1,4}|[0-9]-[0-9])([*][0-9]{0,12})?(, ?(all|none|[+1-])([*][0-9])?){0,3}") {
        check(&text)?;
    }

    #[test]
    fn every_well_formed_schedule_is_read_and_written_as_it_was(
        phases in prop::collection::vec((layers(), 1..=1_000_000_000u64), 0..6),
        last in layers(),
    ) {
        let mut texts: Vec<String> = phases.iter().map(|(l, steps)| format!("{l}*{steps}")).collect();
        texts.push(last);
        let text = texts.join(", ");
        let schedule = read(&text).map_err(TestCaseError::fail)?;
        prop_assert_eq!(schedule.to_string(), text);
        // Phases change where their lengths say.
        let mut start = 0;
        for (layers, steps) in &phases {
            for k in 1..=4 {
                let alone = read(layers).unwrap().learns(0, k, 4);
                prop_assert_eq!(schedule.learns(start, k, 4), alone);
                prop_assert_eq!(schedule.learns(start + steps - 1, k, 4), alone);
            }
            start += steps;
        }
    }
}
