//! Experiments about where a run begins: the slides' networks, and initial weights.

use super::Preset;
use super::build::{
    BP, CHANCE, DFA, FA, IFA, accuracy, angle, loss, number, preset, ratio, says, sizes, word,
};
use super::claim::Moment::Start;

pub(super) fn all() -> Vec<Preset> {
    vec![
        same_start(),
        slides_fa(),
        slides_dfa(),
        zero_start(),
        zero_start_relu(),
        small_weights(),
        small_wires(),
        large_weights(),
    ]
}

fn same_start() -> Preset {
    Preset {
        panels: vec!["accuracy", "angles", "ratio", "draw"],
        claims: vec![
            accuracy(BP).above(86.0, "BP learns"),
            accuracy(FA).above(86.0, "FA learns"),
            accuracy(DFA).above(86.0, "DFA learns"),
            accuracy(IFA).above(86.0, "IFA learns"),
            angle(FA, 1).when(Start).above(80.0, "FA begins at chance"),
            angle(DFA, 1)
                .when(Start)
                .above(80.0, "DFA begins at chance"),
            angle(IFA, 1)
                .when(Start)
                .above(80.0, "IFA begins at chance"),
            angle(FA, 1).below(55.0, "FA aligns"),
            angle(DFA, 1).below(50.0, "DFA aligns"),
            angle(IFA, 1).below(50.0, "IFA aligns"),
            loss(DFA).at(100).below(
                loss(BP).at(100).plus(-0.05),
                "DFA’s loss is lower for a while",
            ),
            loss(IFA).at(100).below(
                loss(BP).at(100).plus(-0.05),
                "IFA’s loss is lower for a while",
            ),
            ratio(DFA, 1)
                .when(Start)
                .above(3.0, "DFA’s signal is larger"),
            ratio(IFA, 1)
                .when(Start)
                .above(3.0, "IFA’s signal is larger"),
        ],
        ..preset(
            "same-start",
            "Same start, four rules",
            500,
            "From one start all four rules learn, and what the random wires send, at a right angle to \
             back-propagation’s at first, comes to point its way; DFA and IFA trail for some steps, then lead for a while, since \
             their signals are larger.",
        )
    }
}

fn slides_fa() -> Preset {
    Preset {
        settings: vec![
            ("hidden", sizes(&[100])),
            ("activation", word("logistic")),
            ("learning_rate", number(0.5)),
            ("batch", number(1000.0)),
            ("initial_weights", word("normal")),
        ],
        rules: vec![BP, FA],
        claims: vec![
            accuracy(BP).above(86.0, "BP learns"),
            accuracy(FA).above(83.0, "FA learns"),
            accuracy(BP).above(accuracy(FA), "BP stays ahead"),
            angle(FA, 1).below(65.0, "FA aligns"),
        ],
        ..preset(
            "slides-fa",
            "The slides’ FA net",
            200,
            "The slides’ network of one hidden layer: feedback alignment follows back-propagation \
             at a distance, and its angle falls from a right angle.",
        )
    }
}

fn slides_dfa() -> Preset {
    Preset {
        settings: vec![
            ("learning_rate", number(0.5)),
            ("batch", number(1000.0)),
            ("initial_weights", word("normal")),
        ],
        rules: vec![BP, FA, DFA],
        panels: vec!["accuracy", "angles", "ratio"],
        claims: vec![
            accuracy(BP).above(87.0, "BP learns"),
            accuracy(DFA).above(87.0, "DFA learns"),
            accuracy(DFA).above(accuracy(FA), "DFA is ahead of FA"),
            ratio(FA, 1).below(0.5, "FA’s signal is small in the first layer"),
            ratio(DFA, 1).above(ratio(FA, 1).plus(0.3), "DFA’s is larger"),
            angle(DFA, 1).below(angle(FA, 1).plus(-5.0), "DFA aligns it further"),
        ],
        slow: true,
        poster_step: Some(100),
        ..preset(
            "slides-dfa",
            "The slides’ DFA net",
            150,
            "With our wires, the inner one weaker than the slides’, the error of FA reaches the first layer \
             at a third of back-propagation’s size, that of DFA in full: DFA aligns sooner.",
        )
    }
}

fn zero_start() -> Preset {
    Preset {
        settings: vec![("initial_weights", word("zero"))],
        claims: vec![
            accuracy(FA).above(82.0, "FA learns"),
            accuracy(DFA).above(82.0, "DFA learns"),
            accuracy(BP).below(CHANCE, "BP stays at chance"),
            accuracy(IFA).below(CHANCE, "IFA stays at chance"),
            angle(FA, 2).below(45.0, "FA aligns"),
            angle(DFA, 2).below(45.0, "DFA aligns"),
        ],
        ..preset(
            "zero-start",
            "Zero start",
            250,
            "From zero weights only FA and DFA leave chance, whose wires go all the way; BP cannot begin, \
             and what IFA writes into the first layer goes no further.",
        )
    }
}

fn zero_start_relu() -> Preset {
    let stuck = |rule| accuracy(rule).below(CHANCE, says(rule, "stays at chance"));
    Preset {
        settings: vec![
            ("initial_weights", word("zero")),
            ("activation", word("relu")),
        ],
        panels: vec!["accuracy", "loss"],
        claims: [BP, FA, DFA, IFA].map(stuck).into(),
        ..preset(
            "zero-start-relu",
            "Zero start with ReLU",
            100,
            "With ReLU the same start stops everybody: at zero its slope is zero, and whatever \
             arrives at a hidden layer is multiplied by it.",
        )
    }
}

fn small_weights() -> Preset {
    Preset {
        settings: vec![
            ("initial_weights", word("normal")),
            ("initial_std", number(0.001)),
        ],
        claims: vec![
            accuracy(BP).at(100).below(30.0, "BP has hardly begun"),
            accuracy(FA).at(100).above(75.0, "FA has learnt"),
            accuracy(DFA).at(100).above(75.0, "DFA has learnt"),
            accuracy(IFA).at(100).above(60.0, "IFA is on its way"),
        ],
        ..preset(
            "small-weights",
            "Initial weights too small",
            250,
            "Back-propagation through tiny weights hardly moves for a long time, while rules whose \
             wires are not small begin at once.",
        )
    }
}

fn small_wires() -> Preset {
    let stuck = |rule| accuracy(rule).below(CHANCE, says(rule, "stays at chance"));
    Preset {
        settings: vec![
            ("initial_weights", word("normal")),
            ("initial_std", number(0.001)),
            ("feedback_scale", number(0.0055)),
        ],
        claims: [BP, FA, DFA, IFA].map(stuck).into(),
        ..preset(
            "small-wires",
            "Weights and wires too small",
            250,
            "If the wires are as tiny as the weights, as in the slides’ code, where both have one \
             spread, no rule leaves chance in these steps: it is the wires that must not be too small.",
        )
    }
}

fn large_weights() -> Preset {
    let behind = |rule| accuracy(rule).below(accuracy(BP).plus(-5.0), says(rule, "lags behind"));
    let askew = |rule| angle(rule, 1).above(75.0, says(rule, "hardly aligns below"));
    let mut claims: Vec<_> = [FA, DFA, IFA].map(behind).into();
    claims.extend([FA, DFA, IFA].map(askew));
    Preset {
        settings: vec![
            ("initial_weights", word("normal")),
            ("initial_std", number(1.0)),
        ],
        claims,
        ..preset(
            "large-weights",
            "Initial weights too large",
            250,
            "Large weights saturate the hidden units and would have far to go before they agree \
             with the wires: the angles stay near chance, and every random rule lags behind.",
        )
    }
}
