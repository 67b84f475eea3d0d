//! Are runs the same to the last bit on every machine?

use feedback_alignment::network::golden::{self, Golden};
use feedback_alignment::network::{Method, Rule};
use feedback_alignment::settings::Choice;
use std::process::Command;

/// The table as it stands in the source, with what is found here.
fn table(runs: &[Golden]) -> String {
    let row = |row: &[Golden]| {
        let found = row.iter().map(|run| format!("0x{}", run.fingerprint()));
        let found: Vec<String> = found.collect();
        let Golden {
            network, optimizer, ..
        } = row[0];
        format!(
            "    (\"{network}\", Method::{optimizer:?}, &[{}]),\n",
            found.join(", ")
        )
    };
    runs.chunks(Rule::ALL.len()).map(row).collect()
}

#[test]
fn fingerprints_are_those_of_the_table() {
    let runs: Vec<Golden> = golden::runs().collect();
    let same = runs
        .iter()
        .all(|run| run.fingerprint().to_string() == format!("{:016x}", run.expected));
    assert!(
        same,
        "these are other bits than those of src/network/golden.rs:\n{}",
        table(&runs)
    );
}

#[test]
fn processors_without_wide_vectors_find_the_same() {
    let again = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "native::golden::fingerprints_are_those_of_the_table",
        ])
        .env("WITHOUT_AVX", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&again.stdout);
    assert!(
        again.status.success() && said.contains("1 passed"),
        "{said}"
    );
}

#[test]
fn every_rule_and_optimizer_is_in_the_table() {
    let runs: Vec<Golden> = golden::runs().collect();
    for rule in Rule::ALL {
        for optimizer in Method::ALL {
            let here = |run: &&Golden| run.rule == *rule && run.optimizer == *optimizer;
            assert!(
                runs.iter().filter(here).count() >= 4,
                "{rule:?} with {optimizer:?} is missing"
            );
        }
    }
}

#[test]
fn runs_differ_where_they_should_and_stay_finite() {
    for run in golden::runs() {
        let mut trainer = run.trainer();
        let before = trainer.fingerprint();
        (0..5).for_each(|_| assert!(trainer.step().is_finite(), "{run:?}"));
        assert_ne!(trainer.fingerprint(), before);
    }
    // With one hidden layer the three are one rule.
    for run in golden::runs() {
        let of = |rule| {
            let same = |other: &Golden| {
                other.rule == rule
                    && other.network == run.network
                    && other.optimizer == run.optimizer
            };
            golden::runs().find(same).unwrap().expected
        };
        let one_layer = run.network == "digits";
        assert_eq!(of(Rule::Fa) == of(Rule::Dfa), one_layer, "{run:?}");
        assert_eq!(of(Rule::Dfa) == of(Rule::Ifa), one_layer, "{run:?}");
        assert_ne!(of(Rule::Bp), of(Rule::Fa), "{run:?}");
    }
}
