//! Experiments about scales: of the learning rate, and of the feedback.

use super::Preset;
use super::build::{BP, DFA, FA, IFA, accuracy, angle, loss, number, preset, ratio, says};

pub(super) fn all() -> Vec<Preset> {
    vec![
        rate_low(),
        rate_high(),
        rate_fair(),
        feedback_zero(),
        feedback_small(),
        feedback_large(),
    ]
}

fn rate_low() -> Preset {
    let waits = |rule| {
        let other = accuracy(BP).at(100).plus(-6.0);
        accuracy(rule)
            .at(100)
            .below(other, says(rule, "sets off later"))
    };
    let mut claims: Vec<_> = [FA, DFA].map(waits).into();
    claims.extend([
        accuracy(FA).below(accuracy(BP).plus(-4.0), "FA is still behind at the end"),
        angle(FA, 1).above(60.0, "FA has not aligned yet"),
    ]);
    Preset {
        settings: vec![("learning_rate", number(0.01))],
        claims,
        ..preset(
            "learning-rate-low",
            "Learning rate too low",
            250,
            "At a low rate back-propagation sets off at once, while what the wires of the others write \
             into the hidden layers counts only once the output layer has learnt to read it.",
        )
    }
}

fn rate_high() -> Preset {
    let goes_on = |rule| accuracy(rule).above(75.0, says(rule, "recovers"));
    let mut claims = vec![accuracy(BP).at(100).below(60.0, "BP has fallen apart")];
    claims.extend([FA, DFA].map(goes_on));
    Preset {
        settings: vec![("learning_rate", number(1.0))],
        panels: vec!["accuracy", "loss", "ratio"],
        claims,
        ..preset(
            "learning-rate-high",
            "Learning rate too high",
            250,
            "At a high rate back-propagation falls apart, as its signal grows with the weights that it has \
             just enlarged, while the others, whose wires do not grow, stumble, too, but soon recover.",
        )
    }
}

fn rate_fair() -> Preset {
    let leads = |step, text| {
        let other = loss(DFA).at(step).plus(-0.03);
        loss(BP).at(step).below(other, text)
    };
    Preset {
        rates: vec![(BP, 0.4)],
        panels: vec!["accuracy", "loss", "ratio"],
        claims: vec![
            leads(25, "BP’s loss falls faster at first"),
            leads(100, "BP’s loss is lower after a hundred steps"),
            ratio(DFA, 1).at(25).above(3.0, "DFA’s signal is larger"),
        ],
        ..preset(
            "learning-rate-fair",
            "A rate of its own for BP",
            250,
            "Given four times the rate back-propagation learns faster at first and ends a little ahead: \
             who compares rules at one rate compares the sizes of their signals, too.",
        )
    }
}

fn feedback_zero() -> Preset {
    let shallow =
        |rule| accuracy(rule).below(75.0, says(rule, "trains nothing but the output layer"));
    let mut claims: Vec<_> = [FA, DFA, IFA].map(shallow).into();
    claims.push(accuracy(BP).above(accuracy(DFA).plus(15.0), "BP uses the hidden layers"));
    Preset {
        settings: vec![("feedback_scale", number(0.0))],
        panels: vec!["accuracy", "loss", "fields"],
        claims,
        ..preset(
            "feedback-zero",
            "No feedback",
            250,
            "Without feedback only the output layer learns, on hidden layers that stay random: \
             this is what a rule has to beat before it can be said to teach them anything.",
        )
    }
}

fn feedback_small() -> Preset {
    Preset {
        settings: vec![("feedback_scale", number(0.1))],
        panels: vec!["accuracy", "angles", "ratio"],
        claims: vec![
            accuracy(DFA).above(accuracy(FA).plus(8.0), "DFA is ahead of FA"),
            ratio(FA, 1)
                .at(0)
                .below(ratio(DFA, 1).at(0).plus(-0.3), "FA’s signal is weaker"),
        ],
        ..preset(
            "feedback-small",
            "Feedback too weak",
            250,
            "Weak wires cost FA more than DFA, whose error passes through one of them and not \
             through one for each layer above.",
        )
    }
}

fn feedback_large() -> Preset {
    Preset {
        settings: vec![("feedback_scale", number(100.0))],
        panels: vec!["accuracy", "angles", "ratio", "hidden"],
        claims: vec![
            accuracy(FA).below(accuracy(DFA).plus(-5.0), "FA falls behind DFA"),
            accuracy(FA).below(accuracy(BP).plus(-3.0), "FA falls behind BP"),
            ratio(FA, 1).at(0).above(1000.0, "FA’s signal is enormous"),
            angle(DFA, 1).above(50.0, "DFA’s first layer aligns badly"),
        ],
        ..preset(
            "feedback-large",
            "Feedback too strong",
            250,
            "Wires a hundred times as strong cost FA much, since its error grows with every layer that it \
             passes, and DFA and IFA nothing.",
        )
    }
}
