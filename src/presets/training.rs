//! Experiments about what else happens to weights, labels, units and inputs while a network learns.

use super::Preset;
use super::build::{
    BP, CHANCE, DFA, FA, IFA, accuracy, angle, number, preset, says, sizes, training, word,
};
use super::claim::Moment::Peak;

pub(super) fn all() -> Vec<Preset> {
    vec![
        constant_decay(),
        l2_decay(),
        memorise(),
        dropout(),
        adversarial(),
        nokland(),
    ]
}

/// What the two experiments about decay have in common.
fn decay(kind: &str, base: Preset) -> Preset {
    Preset {
        settings: vec![
            ("learning_rate", number(0.5)),
            ("initial_weights", word("normal")),
            ("decay", word(kind)),
            ("decay_rate", number(2e-4)),
        ],
        rules: vec![BP, FA, DFA],
        panels: vec!["accuracy", "loss", "angles", "weights"],
        ..base
    }
}

fn constant_decay() -> Preset {
    let base = preset(
        "constant-decay",
        "The slides’ “weight decay”",
        500,
        "The slides’ code subtracts a constant from every weight whatever its sign, which FA \
         cannot outrun: its accuracy gets better, then loses everything.",
    );
    Preset {
        claims: vec![
            accuracy(FA).when(Peak).above(65.0, "FA gets better"),
            accuracy(FA).below(
                accuracy(FA).when(Peak).plus(-40.0),
                "then it loses accuracy",
            ),
            accuracy(BP).above(75.0, "BP outruns it"),
            accuracy(DFA).above(75.0, "DFA outruns it"),
        ],
        ..decay("constant", base)
    }
}

fn l2_decay() -> Preset {
    let base = preset(
        "l2-decay",
        "Real weight decay",
        500,
        "Decay that pulls every weight towards zero, with the same number for its strength, does no \
             harm: nobody loses what was learnt.",
    );
    let keeps = |rule| {
        let peak = accuracy(rule).when(Peak).plus(-3.0);
        accuracy(rule).above(peak, says(rule, "keeps what was learnt"))
    };
    let mut claims = vec![accuracy(FA).above(86.0, "FA learns")];
    claims.extend([BP, FA, DFA].map(keeps));
    Preset {
        claims,
        ..decay("l2", base)
    }
}

fn memorise() -> Preset {
    let learns = |rule| training(rule).above(80.0, says(rule, "learns wrong labels by heart"));
    let fails = |rule| {
        let peak = accuracy(rule).when(Peak).plus(-8.0);
        accuracy(rule).below(peak, says(rule, "loses what it had understood"))
    };
    let aligns = |rule| {
        let before = angle(rule, 1).at(250).plus(-5.0);
        angle(rule, 1).below(before, says(rule, "goes on aligning"))
    };
    let mut claims: Vec<_> = [BP, FA, DFA].map(learns).into();
    claims.extend([BP, FA, DFA].map(fails));
    claims.extend([FA, DFA].map(aligns));
    Preset {
        settings: vec![("label_noise", number(0.9)), ("examples", number(1000.0))],
        rules: vec![BP, FA, DFA],
        panels: vec!["accuracy", "training-accuracy", "angles"],
        claims,
        slow: true,
        poster_step: Some(1000),
        ..preset(
            "memorise",
            "Noise learnt by heart",
            2500,
            "With nine labels in ten drawn at random every rule, back-propagation too, first finds the \
             digits and then learns the noise by heart, and all the while FA and DFA align further: \
             agreement with back-propagation is no understanding.",
        )
    }
}

fn dropout() -> Preset {
    let learns = |rule| accuracy(rule).above(88.0, says(rule, "learns all the same"));
    let together = |rule| {
        let side = accuracy(rule).plus(4.0);
        training(rule).below(side, says(rule, "learns nothing by heart"))
    };
    let mut claims: Vec<_> = [BP, FA, DFA].map(learns).into();
    claims.extend([BP, FA, DFA].map(together));
    let aligns = |rule| angle(rule, 1).below(65.0, says(rule, "aligns all the same"));
    claims.extend([FA, DFA].map(aligns));
    Preset {
        settings: vec![
            ("learning_rate", number(0.3)),
            ("dropout_input", number(0.1)),
            ("dropout_hidden", number(0.5)),
        ],
        rules: vec![BP, FA, DFA],
        panels: vec!["accuracy", "training-accuracy", "loss", "angles"],
        claims,
        ..preset(
            "dropout",
            "Dropout",
            500,
            "Half of the hidden units are silent at each step, the same ones for every rule: all \
             rules learn and align in spite of it, and training stays with validation accuracy.",
        )
    }
}

fn adversarial() -> Preset {
    let late = |rule| {
        let end = accuracy(rule).plus(-2.0);
        accuracy(rule)
            .at(250)
            .below(end, says(rule, "starts slowly"))
    };
    let learns = |rule| accuracy(rule).above(90.0, says(rule, "gets over it"));
    let mut claims: Vec<_> = [BP, FA, DFA].map(late).into();
    claims.extend([BP, FA, DFA].map(learns));
    Preset {
        settings: vec![
            ("learning_rate", number(0.3)),
            ("adversarial", number(0.08)),
        ],
        rules: vec![BP, FA, DFA],
        panels: vec!["accuracy", "training-accuracy", "angles", "mistakes"],
        claims,
        slow: true,
        poster_step: Some(500),
        ..preset(
            "adversarial",
            "Adversarial training",
            1000,
            "Every image is first moved a little against the network, by the true gradient \
             whatever the rule: that makes a slow start, and every rule gets over it.",
        )
    }
}

fn nokland() -> Preset {
    let stuck = |rule| accuracy(rule).below(CHANCE, says(rule, "stays at chance"));
    let mut claims = vec![
        accuracy(FA).above(65.0, "FA learns"),
        accuracy(DFA).above(65.0, "DFA learns"),
        angle(DFA, 1).below(65.0, "DFA aligns"),
    ];
    claims.extend([BP, IFA].map(stuck));
    Preset {
        settings: vec![
            ("hidden", sizes(&[240, 240])),
            ("output", word("logistic")),
            ("optimizer", word("rmsprop")),
            ("learning_rate", number(1e-4)),
            ("initial_weights", word("zero")),
            ("feedback_distribution", word("receiver")),
        ],
        claims,
        ..preset(
            "nokland",
            "Nøkland’s zero start",
            500,
            "With Nøkland’s RMSprop, rate and logistic output FA and DFA leave chance from zero weights, \
             where BP and IFA do not.",
        )
    }
}
