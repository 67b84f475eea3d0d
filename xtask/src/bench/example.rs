//! Measurements as a run would give them, for tests of what becomes of them.

use super::readings::{Item, Peer, Report, Settings};

/// A report with as much of everything as the tables ask for, in which an item takes what `ms` says.
pub fn report(ms: impl Fn(&Item) -> f64) -> Report {
    let mut items = vec![];
    let settings = |rule: &str, hidden: &[usize]| Settings {
        rule: rule.into(),
        hidden: hidden.into(),
        batch: None,
    };
    let item = |kind: &str, place: &str| Item {
        kind: kind.into(),
        place: place.into(),
        multiply_adds: 1e6,
        ..Item::default()
    };
    let nets: [&[usize]; 4] = [&[100], &[200, 100], &[800], &[800, 800]];
    for hidden in nets {
        items.push(Item {
            settings: settings("bp", hidden),
            allocations: Some(0.0),
            ..item("native", "native")
        });
        for place in ["plain", "isolated"] {
            for kind in ["ours", "jax", "tfjs"] {
                items.push(Item {
                    settings: settings("bp", hidden),
                    ..item(kind, place)
                });
            }
        }
        for rule in ["fa", "dfa", "ifa"] {
            items.push(Item {
                settings: settings(rule, hidden),
                ..item("ours", "plain")
            });
        }
    }
    for chains in [8, 12] {
        items.push(Item {
            chains,
            ..item("peak", "plain")
        });
    }
    for form in [
        "forward",
        "feedback",
        "update",
        "sparse forward",
        "sparse update",
    ] {
        for inputs in [784, 800] {
            items.push(Item {
                form: form.into(),
                shape: vec![64, inputs, 800],
                ..item("product", "plain")
            });
        }
    }
    items.push(Item {
        sweep: Some("width".into()),
        at: 50,
        settings: settings("bp", &[50, 50]),
        ..item("ours", "plain")
    });
    let rules = ["bp", "fa", "dfa", "ifa"].map(String::from);
    for some in rules.iter().map(std::slice::from_ref).chain([&rules[..]]) {
        items.push(Item {
            rules: some.to_vec(),
            steps: 500,
            ..item("race", "race")
        });
    }
    for (rule, from) in rules.iter().zip([0, 500].into_iter().cycle()) {
        items.push(Item {
            settings: settings(rule, &[200, 100]),
            from,
            ..item("snapshots", "plain")
        });
    }
    items.push(item("memory", "plain"));
    for item in &mut items {
        item.rounds = vec![ms(item); 3];
    }
    let peer = || Peer {
        version: "1.2.3".into(),
    };
    Report {
        date: "2030-01-02".into(),
        cpu: "A processor".into(),
        cores: 2,
        browser: "chromium 1".into(),
        peers: ["jax", "tfjs"]
            .map(|kind| (kind.to_string(), peer()))
            .into(),
        quick: false,
        density: 0.2,
        items,
    }
}
