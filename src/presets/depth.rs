//! Experiments about layers: which of them learn, how many there are, how narrow, and of what kind.

use super::Preset;
use super::build::{BP, DFA, FA, IFA, accuracy, angle, number, preset, ratio, says, sizes, word};
use super::claim::Moment::Peak;

pub(super) fn all() -> Vec<Preset> {
    vec![
        first_frozen(),
        only_first(),
        freezing(),
        sign_layer(),
        bottleneck(),
        deep_20(),
        deep_20_glorot(),
        deep_100(),
        deep_100_glorot(),
    ]
}

fn first_frozen() -> Preset {
    Preset {
        settings: vec![("learns", word("2-3"))],
        claims: vec![
            accuracy(BP).above(70.0, "BP learns above it"),
            accuracy(FA).above(70.0, "FA learns above it"),
            accuracy(DFA).above(70.0, "DFA learns above it"),
            angle(FA, 1).above(75.0, "FA’s frozen layer does not align"),
            angle(DFA, 1).above(75.0, "DFA’s frozen layer does not align"),
            angle(DFA, 2).below(55.0, "DFA’s layer above it aligns"),
        ],
        ..preset(
            "first-layer-frozen",
            "First layer frozen",
            250,
            "With a first layer that stays random all rules still learn a good deal, and under FA and DFA \
             only the angle of the layer above it falls: nothing was written below.",
        )
    }
}

fn only_first() -> Preset {
    let stuck = |rule| accuracy(rule).below(40.0, says(rule, "goes wherever its wires point"));
    let mut claims = vec![accuracy(BP).above(70.0, "BP learns in the first layer alone")];
    claims.extend([FA, DFA, IFA].map(stuck));
    let askew = |rule| angle(rule, 1).above(75.0, says(rule, "never aligns"));
    claims.extend([FA, DFA, IFA].map(askew));
    Preset {
        settings: vec![("learns", word("1"))],
        claims,
        ..preset(
            "only-first",
            "Only the first layer",
            250,
            "If only the first layer learns, back-propagation does well and every rule with \
             random wires fails: nothing above is there to adapt to the wires.",
        )
    }
}

fn freezing() -> Preset {
    let wrecked = |rule| {
        let before = accuracy(rule).at(250).plus(-15.0);
        accuracy(rule)
            .at(500)
            .below(before, says(rule, "is wrecked by its first layer"))
    };
    let survives = |rule| {
        let before = accuracy(rule).at(250).plus(-10.0);
        accuracy(rule)
            .at(500)
            .above(before, says(rule, "survives that"))
    };
    let recovers = |rule| accuracy(rule).above(82.0, says(rule, "recovers when all layers learn"));
    let mut claims: Vec<_> = [FA, DFA].map(wrecked).into();
    claims.extend([BP, IFA].map(survives));
    claims.extend([BP, FA, DFA, IFA].map(recovers));
    Preset {
        settings: vec![("learns", word("2-3*250, 1*250, all"))],
        borders: vec![250, 500],
        claims,
        ..preset(
            "freezing",
            "First frozen, then alone",
            750,
            "The first layer waits, then learns alone, then with the others: alone and unaligned it \
             wrecks what FA and DFA had learnt, BP and IFA survive, and together all recover.",
        )
    }
}

fn sign_layer() -> Preset {
    Preset {
        settings: vec![("sign_after", sizes(&[1, 2]))],
        panels: vec!["accuracy", "weights", "diagram"],
        claims: vec![
            accuracy(BP).below(78.0, "BP is left with its output layer"),
            accuracy(FA).above(85.0, "FA passes by"),
            accuracy(DFA).above(85.0, "DFA passes by"),
            accuracy(IFA).above(85.0, "IFA’s wire passes by, too"),
        ],
        ..preset(
            "sign-layer",
            "Through a step",
            250,
            "Only the signs of the hidden activities go on, a step without slope that no \
             gradient passes: back-propagation trains the output alone, while the wires of the \
             others pass by it.",
        )
    }
}

fn bottleneck() -> Preset {
    let behind =
        |rule| accuracy(rule).below(accuracy(BP).plus(-2.0), says(rule, "falls behind BP"));
    let askew = |rule| angle(rule, 2).above(65.0, says(rule, "hardly aligns above it"));
    let mut claims: Vec<_> = [FA, DFA].map(behind).into();
    claims.extend([FA, DFA].map(askew));
    Preset {
        settings: vec![("hidden", sizes(&[5, 100]))],
        rules: vec![BP, FA, DFA],
        panels: vec!["accuracy", "angles", "weights", "diagram"],
        claims,
        ..preset(
            "bottleneck",
            "Narrow bottleneck",
            500,
            "Whatever comes through a layer of few units fills few dimensions of the next, so the \
             weights that leave there hardly turn towards its wires, and FA and DFA fall behind.",
        )
    }
}

/// What the deep networks have in common.
fn deep(layers: usize, width: usize, base: Preset) -> Preset {
    Preset {
        settings: vec![("hidden", sizes(&vec![width; layers]))],
        rules: vec![BP, FA, DFA],
        panels: vec!["accuracy", "loss", "ratio", "hidden"],
        slow: true,
        ..base
    }
}

/// As `deep`, with Glorot's weights.
fn glorot(layers: usize, width: usize, base: Preset) -> Preset {
    let mut preset = deep(layers, width, base);
    preset.settings.push(("initial_weights", word("glorot")));
    preset
}

fn deep_20() -> Preset {
    let base = preset(
        "deep-20",
        "Twenty layers",
        500,
        "Through twenty layers of the usual small weights the signals of BP and FA vanish and both \
             stay at chance, while DFA’s wires reach every layer directly, and it trains.",
    );
    Preset {
        claims: vec![
            accuracy(BP).below(20.0, "BP vanishes"),
            accuracy(FA).below(20.0, "FA vanishes"),
            accuracy(DFA).above(65.0, "DFA trains"),
        ],
        poster_step: Some(375),
        ..deep(20, 64, base)
    }
}

fn deep_20_glorot() -> Preset {
    let base = preset(
        "deep-20-glorot",
        "Twenty layers, Glorot",
        500,
        "With Glorot’s weights, which keep signals at their size, back-propagation trains twenty \
             layers as well as DFA does: only FA, whose wires still weaken the error, falls far behind.",
    );
    Preset {
        claims: vec![
            accuracy(BP).above(70.0, "BP trains, too"),
            accuracy(DFA).above(70.0, "DFA trains"),
            accuracy(FA).below(accuracy(BP).plus(-15.0), "FA falls behind"),
            ratio(FA, 1).below(1e-2, "FA’s signal has vanished in the first layer"),
        ],
        poster_step: Some(375),
        ..glorot(20, 64, base)
    }
}

fn deep_100() -> Preset {
    let base = preset(
        "deep-100",
        "A hundred layers",
        1500,
        "Through a hundred layers nothing is left of the signals of BP and FA, while DFA, \
         after a long plateau, trains them all.",
    );
    let mut preset = deep(100, 64, base);
    preset.settings.push(("learning_rate", number(0.2)));
    Preset {
        claims: vec![
            accuracy(BP).below(20.0, "BP vanishes"),
            accuracy(FA).below(20.0, "FA vanishes"),
            accuracy(DFA).when(Peak).above(60.0, "DFA trains"),
            accuracy(DFA)
                .at(250)
                .below(35.0, "DFA stays on a plateau first"),
        ],
        poster_step: Some(875),
        ..preset
    }
}

fn deep_100_glorot() -> Preset {
    let base = preset(
        "deep-100-glorot",
        "A hundred layers, Glorot",
        1500,
        "With Glorot’s weights and a rate of its own back-propagation trains even a hundred layers, if \
             not as far as DFA: it was the start that made its signal vanish.",
    );
    Preset {
        rates: vec![(BP, 0.005)],
        claims: vec![
            accuracy(BP).when(Peak).above(45.0, "BP trains, too"),
            accuracy(DFA)
                .when(Peak)
                .above(accuracy(BP).when(Peak), "DFA comes further than BP"),
            accuracy(FA).below(40.0, "FA does not get far"),
        ],
        poster_step: Some(500),
        ..glorot(100, 64, base)
    }
}
