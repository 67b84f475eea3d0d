//! What the numbers should be: each a ratio within one run, or a count.

use std::fmt;

use anyhow::Result;

use super::readings::{Report, ratio};

/// A bound for a number, and what came out.
pub struct Target {
    pub what: String,
    pub bound: Bound,
    pub value: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

impl Target {
    /// A number that is none meets nothing.
    pub fn is_met(&self) -> bool {
        match self.bound {
            Bound::AtLeast(least) => self.value >= least,
            Bound::AtMost(most) => self.value <= most,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Bound::AtLeast(least) => write!(f, "≥ {least}"),
            Bound::AtMost(most) => write!(f, "≤ {most}"),
        }
    }
}

/// The forms of products, dense, and their shapes: samples, inputs, units.
pub const FORMS: [&str; 3] = ["forward", "feedback", "update"];
pub const SHAPES: [[usize; 3]; 2] = [[64, 784, 800], [64, 800, 800]];

/// A net, and how many times as long the peers should take: jax-js, TensorFlow.js.
type Against = (&'static [usize], f64, f64);

const PEERS: [Against; 4] = [
    (&[100], 15.0, 25.0),
    (&[200, 100], 15.0, 25.0),
    (&[800], 3.0, 10.0),
    (&[800, 800], 2.0, 10.0),
];

/// The nets on which the rules are compared.
pub const RULED: [&[usize]; 2] = [&[200, 100], &[800, 800]];

/// Every target with its number.
pub fn all(report: &Report) -> Result<Vec<Target>> {
    let mut targets = vec![];
    for shape in SHAPES {
        let mut least = f64::INFINITY;
        for form in FORMS {
            least = least.min(report.share_of_peak(report.product(form, &shape)?)?);
        }
        let [n, d, u] = shape;
        targets.push(Target {
            what: format!("products {n}×{d}×{u}, share of the peak, the slowest of three forms"),
            bound: Bound::AtLeast(0.8),
            value: least,
        });
    }
    for (hidden, jax, tfjs) in PEERS {
        for (peer, name, bound) in [("jax", "jax-js", jax), ("tfjs", "TensorFlow.js", tfjs)] {
            for (place, how) in [("plain", ""), ("isolated", ", isolated")] {
                targets.push(Target {
                    what: format!("BP step {}, times faster than {name}{how}", net(hidden)),
                    bound: Bound::AtLeast(bound),
                    value: against(report, peer, place, hidden)?,
                });
            }
        }
    }
    for hidden in RULED {
        targets.push(Target {
            what: format!("DFA step against BP step, {}", net(hidden)),
            bound: Bound::AtMost(1.0),
            value: of_bp(report, "dfa", hidden)?,
        });
    }
    targets.push(Target {
        what: "race of four rules, times one rule alone".into(),
        bound: Bound::AtMost(2.2),
        value: race(report)?,
    });
    let most = |numbers: &mut dyn Iterator<Item = f64>| numbers.fold(f64::NAN, f64::max);
    for (when, at_first) in [("steps 0 to 500", true), ("from step 500 on", false)] {
        let looks = report.of("snapshots");
        let mut looks = looks.filter(|item| (item.from == 0) == at_first);
        targets.push(Target {
            what: format!("looks, share of the training time, {when}, the rule with the most"),
            bound: Bound::AtMost(0.15),
            value: most(&mut looks.by_ref().map(|item| item.median())),
        });
    }
    targets.push(Target {
        what: "allocations per step, natively".into(),
        bound: Bound::AtMost(0.0),
        value: most(&mut report.of("native").filter_map(|item| item.allocations)),
    });
    for (hidden, ..) in PEERS {
        targets.push(Target {
            what: format!(
                "natively, times faster than the wasm build, {}",
                net(hidden)
            ),
            bound: Bound::AtLeast(1.0),
            value: natively(report, hidden)?,
        });
    }
    targets.push(Target {
        what: "memory of one worker, MB, one rule in it or four".into(),
        bound: Bound::AtMost(32.0),
        value: most(&mut report.of("memory").map(|item| megabytes(item.median()))),
    });
    Ok(targets)
}

/// How many times as long a peer takes for a step.
pub fn against(report: &Report, peer: &str, place: &str, hidden: &[usize]) -> Result<f64> {
    let ours = report.steps("ours", place, hidden, "bp")?;
    let theirs = report.steps(peer, place, hidden, "bp")?;
    Ok(ratio(&theirs.rounds, &ours.rounds))
}

/// A rule's step against back-propagation's.
pub fn of_bp(report: &Report, rule: &str, hidden: &[usize]) -> Result<f64> {
    let bp = report.steps("ours", "plain", hidden, "bp")?;
    let other = report.steps("ours", "plain", hidden, rule)?;
    Ok(ratio(&other.rounds, &bp.rounds))
}

/// How many times as long the wasm build takes.
pub fn natively(report: &Report, hidden: &[usize]) -> Result<f64> {
    let wasm = report.steps("ours", "plain", hidden, "bp")?;
    let native = report.steps("native", "native", hidden, "bp")?;
    Ok(ratio(&wasm.rounds, &native.rounds))
}

/// The wall time of all rules together against the mean of each alone.
pub fn race(report: &Report) -> Result<f64> {
    let together = report.find("the race of all rules", |item| {
        item.kind == "race" && item.rules.len() > 1
    })?;
    let alone: Vec<_> = report
        .of("race")
        .filter(|item| item.rules.len() == 1)
        .collect();
    let mean = |round: usize| {
        let times = alone.iter().filter_map(|item| item.rounds.get(round));
        times.sum::<f64>() / alone.len() as f64
    };
    let means: Vec<f64> = (0..together.rounds.len()).map(mean).collect();
    Ok(ratio(&together.rounds, &means))
}

/// A network by its sizes, as everybody writes them.
pub fn net(hidden: &[usize]) -> String {
    let hidden: String = hidden.iter().map(|width| format!("-{width}")).collect();
    format!("784{hidden}-10")
}

pub fn megabytes(bytes: f64) -> f64 {
    bytes / f64::from(1 << 20)
}

#[cfg(test)]
mod tests {
    use super::super::example::report;
    use super::*;

    fn value(targets: &[Target], what: &str) -> f64 {
        let found = targets.iter().find(|target| target.what.ends_with(what));
        found.expect(what).value
    }

    #[test]
    fn a_bound_is_met_on_its_edge_and_not_by_what_is_no_number() {
        let met = |bound, value| {
            let what = String::new();
            Target { what, bound, value }.is_met()
        };
        assert!(met(Bound::AtLeast(2.0), 2.0) && !met(Bound::AtLeast(2.0), 1.9));
        assert!(met(Bound::AtMost(2.0), 2.0) && !met(Bound::AtMost(2.0), 2.1));
        assert!(!met(Bound::AtMost(2.0), f64::NAN) && !met(Bound::AtLeast(2.0), f64::NAN));
        assert_eq!(Bound::AtLeast(0.8).to_string(), "≥ 0.8");
        assert_eq!(Bound::AtMost(32.0).to_string(), "≤ 32");
    }

    #[test]
    fn every_target_has_its_number() {
        let report = report(|item| match (&*item.kind, &*item.place) {
            ("jax", "isolated") => 6.0,
            ("tfjs", "isolated") => 40.0,
            ("jax", _) => 8.0,
            ("tfjs", _) => 30.0,
            ("memory", _) => 16.0 * 1048576.0,
            ("native", _) => 0.5,
            ("race", _) if item.rules.len() == 4 => 2.1,
            _ => 1.0,
        });
        let targets = all(&report).unwrap();
        let faster = |than: &str| value(&targets, &format!("784-800-10, times faster than {than}"));
        assert_eq!(faster("jax-js"), 8.0);
        assert_eq!(faster("jax-js, isolated"), 6.0);
        assert_eq!(faster("TensorFlow.js"), 30.0);
        assert_eq!(faster("TensorFlow.js, isolated"), 40.0);
        assert_eq!(value(&targets, "one rule in it or four"), 16.0);
        assert_eq!(
            value(
                &targets,
                "natively, times faster than the wasm build, 784-100-10"
            ),
            2.0
        );
        assert_eq!(value(&targets, "one rule alone"), 2.1);
        assert_eq!(value(&targets, "allocations per step, natively"), 0.0);
    }

    #[test]
    fn the_slowest_form_of_a_product_counts() {
        let report = report(|item| match &*item.form {
            "feedback" => 2.0,
            "sparse update" => 9.0,
            _ => 1.0,
        });
        let targets = all(&report).unwrap();
        let of_784 = "products 64×784×800, share of the peak, the slowest of three forms";
        assert_eq!(value(&targets, of_784), 0.5);
    }

    #[test]
    fn nets_are_written_with_inputs_and_outputs() {
        assert_eq!(net(&[200, 100]), "784-200-100-10");
    }
}
