//! Experiments about what the wires write, and who reads it.
//!
//! Source: the idea is of Gilmer et al. 2017 and arXiv 2304.01406, the schedule of the first and the
//! last the seminar's, the control our own.

use super::Preset;
use super::build::{BP, DFA, FA, accuracy, angle, code, number, preset, says, word};
use super::claim::Claim;

pub(super) fn all() -> Vec<Preset> {
    vec![written_then_read(), nothing_written(), layerwise()]
}

/// What the experiment and its control have in common: ninety steps before the output layer alone
/// learns.
fn then_output_alone(before: &str, base: Preset) -> Preset {
    Preset {
        settings: vec![
            ("learning_rate", number(0.5)),
            ("batch", number(250.0)),
            ("learns", word(&format!("{before}*90, output"))),
        ],
        rules: vec![FA, DFA],
        borders: vec![90],
        panels: vec!["accuracy", "code", "angles"],
        ..base
    }
}

fn written_then_read() -> Preset {
    let each = |claim: fn(&'static str) -> Claim| [FA, DFA].map(claim);
    let claims = [
        each(|rule| {
            let text = says(rule, "is at chance while no output layer reads");
            accuracy(rule).at(90).below(30.0, text)
        }),
        each(|rule| {
            let text = says(rule, "sends at a right angle to BP all the while");
            angle(rule, 1).at(90).above(80.0, text)
        }),
        each(|rule| {
            let text = says(rule, "has written its codes into the first layer");
            code(rule, 1).at(90).above(0.7, text)
        }),
        each(|rule| {
            let text = says(rule, "has written them into the second");
            code(rule, 2).at(90).above(0.7, text)
        }),
        each(|rule| {
            let text = says(rule, "is read after two steps of the output layer");
            accuracy(rule).at(92).above(75.0, text)
        }),
        each(|rule| {
            let text = says(rule, "aligns by being read");
            angle(rule, 2).at(98).below(75.0, text)
        }),
    ];
    let base = preset(
        "written-then-read",
        "Written, then read",
        200,
        "Ninety steps in which only hidden layers learn leave FA and DFA at chance and at a right \
             angle to back-propagation, yet write a code for each class; then two steps of the output \
             layer read it: the wire writes, the output reads, and so they align.",
    );
    Preset {
        claims: claims.concat(),
        ..then_output_alone("hidden", base)
    }
}

fn nothing_written() -> Preset {
    let each = |claim: fn(&'static str) -> Claim| [FA, DFA].map(claim);
    let claims = [
        each(|rule| {
            let text = says(rule, "has written nothing");
            code(rule, 1).at(90).below(0.3, text)
        }),
        each(|rule| {
            let text = says(rule, "has nothing to be read after two steps");
            accuracy(rule).at(92).below(45.0, text)
        }),
        each(|rule| {
            let text = says(rule, "is far behind after eight");
            accuracy(rule).at(98).below(65.0, text)
        }),
    ];
    let base = preset(
        "nothing-written",
        "Nothing written",
        200,
        "The control: the same output layer learns at the same steps above hidden layers that never \
             learnt, and after two steps, or after eight, it knows far less.",
    );
    Preset {
        claims: claims.concat(),
        ..then_output_alone("none", base)
    }
}

fn layerwise() -> Preset {
    let waits = |rule| {
        accuracy(rule).at(90).below(
            30.0,
            says(rule, "stays at chance below an untrained output"),
        )
    };
    let jumps = |rule| {
        let before = accuracy(rule).at(90).plus(40.0);
        accuracy(rule)
            .at(92)
            .above(before, says(rule, "jumps as the output layer learns"))
    };
    let mut claims = vec![
        accuracy(BP)
            .at(90)
            .above(80.0, "BP learns below an untrained output"),
    ];
    claims.extend([FA, DFA].map(waits));
    claims.extend([FA, DFA].map(jumps));
    claims.extend([FA, DFA].map(|rule| {
        let text = says(rule, "has written its codes by then");
        code(rule, 2).at(90).above(0.7, text)
    }));
    claims.push(accuracy(FA).above(85.0, "FA has learnt in the end"));
    claims.push(accuracy(DFA).above(85.0, "DFA has learnt in the end"));
    Preset {
        settings: vec![
            ("learning_rate", number(0.5)),
            ("batch", number(250.0)),
            ("learns", word("hidden*90, output*30, hidden*30, all")),
        ],
        rules: vec![BP, FA, DFA],
        borders: vec![90, 120, 150],
        panels: vec!["accuracy", "code", "angles"],
        claims,
        ..preset(
            "layerwise",
            "Layer by layer",
            200,
            "While only hidden layers learn, FA and DFA stay at chance, and jump as soon as the output \
             layer learns, too: accuracy waits for an output layer that reads, learning does not.",
        )
    }
}
