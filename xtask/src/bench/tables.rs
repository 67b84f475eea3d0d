//! The tables that are printed: what was measured, and what it was measured against.

use anyhow::Result;

use super::readings::{Item, Report};
use super::table::{Table, cells, short};
use super::targets::{
    self, FORMS, RULED, SHAPES, Target, against, megabytes, natively, net, of_bp,
};

const NETS: [&[usize]; 4] = [&[100], &[200, 100], &[800], &[800, 800]];

/// Where and when.
pub fn machine(report: &Report) -> String {
    let Report {
        date,
        cpu,
        cores,
        browser,
        ..
    } = report;
    let quick = if report.quick {
        ", a quick run: not to be relied on"
    } else {
        ""
    };
    format!("{cpu}, {cores} cores, {browser}, {date}{quick}")
}

pub fn all(report: &Report) -> Result<Vec<Table>> {
    Ok(vec![
        peers(report)?,
        rules(report)?,
        products(report)?,
        cost(report)?,
        race(report)?,
    ])
}

fn ms(item: &Item) -> String {
    format!("{} ms", short(item.median()))
}

fn times(number: f64) -> String {
    format!("{}×", short(number))
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn peers(report: &Report) -> Result<Table> {
    let name = |kind: &str, name: &str| {
        let version = report.peers.get(kind).map_or("", |peer| &peer.version);
        format!("{name} {version}")
    };
    let (jax, tfjs) = (name("jax", "jax-js"), name("tfjs", "TensorFlow.js"));
    let mut rows = vec![];
    for hidden in NETS {
        let mut row = vec![
            net(hidden),
            ms(report.steps("ours", "plain", hidden, "bp")?),
        ];
        for (peer, place) in [
            ("jax", "plain"),
            ("jax", "isolated"),
            ("tfjs", "plain"),
            ("tfjs", "isolated"),
        ] {
            let theirs = ms(report.steps(peer, place, hidden, "bp")?);
            row.push(format!(
                "{theirs} ({})",
                times(against(report, peer, place, hidden)?)
            ));
        }
        let native = ms(report.steps("native", "native", hidden, "bp")?);
        row.push(format!(
            "{native} ({})",
            times(1.0 / natively(report, hidden)?)
        ));
        rows.push(row);
    }
    Ok(Table {
        title: "A step of back-propagation, batch 64, real digits".into(),
        head: vec![
            "net".into(),
            "ours".into(),
            jax.clone(),
            format!("{jax}, isolated"),
            tfjs.clone(),
            format!("{tfjs}, isolated"),
            "ours, natively".into(),
        ],
        rows,
        note: "In brackets how many times as long as ours in the same page, round by round; isolated pages \
               have threads, of which ours uses one."
            .into(),
    })
}

fn rules(report: &Report) -> Result<Table> {
    let mut rows = vec![];
    for hidden in RULED {
        let mut row = vec![
            net(hidden),
            ms(report.steps("ours", "plain", hidden, "bp")?),
        ];
        for rule in ["fa", "dfa", "ifa"] {
            row.push(times(of_bp(report, rule, hidden)?));
        }
        rows.push(row);
    }
    Ok(Table {
        title: "A step of each rule, against back-propagation".into(),
        head: cells(["net", "BP", "FA", "DFA", "IFA"]),
        rows,
        note: String::new(),
    })
}

fn products(report: &Report) -> Result<Table> {
    let (peak, chains) = report.peak()?;
    // A multiply–add is two operations; per millisecond, in millions: 10⁹ per second.
    let gigaflops = |speed: f64| 2.0 * speed / 1e6;
    let row = |form: &str, shape: &[usize; 3]| {
        let item = report.product(form, shape)?;
        let [n, d, u] = shape;
        Ok(vec![
            format!("{form} {n}×{d}×{u}"),
            ms(item),
            short(gigaflops(super::readings::median(&item.speeds()))),
            percent(report.share_of_peak(item)?),
        ])
    };
    let dense = SHAPES
        .iter()
        .flat_map(|shape| FORMS.map(|form| row(form, shape)));
    let sparse = ["sparse forward", "sparse update"].map(|form| row(form, &SHAPES[0]));
    let rows: Result<_> = dense.chain(sparse).collect();
    Ok(Table {
        title: "Products of training in the browser, samples × inputs × units".into(),
        head: cells(["product", "time", "GFLOP/s", "of the peak"]),
        rows: rows?,
        note: format!(
            "The peak of multiplying and adding, {chains} chains of four numbers: {} GFLOP/s. Sparse products are of \
             real digits; their zeros are no operations.",
            short(gigaflops(super::readings::median(&peak)))
        ),
    })
}

fn cost(report: &Report) -> Result<Table> {
    let rows = report.of("ours").filter_map(|item| {
        let sweep = item.sweep.as_ref()?;
        let operations = report.multiply_adds(&item.settings);
        Some(vec![
            format!("{sweep} {}", item.at),
            ms(item),
            short(operations / 1e6),
            short(1e6 * item.median() / operations),
        ])
    });
    Ok(Table {
        title: "Cost of a step of back-propagation in the browser".into(),
        head: cells(["", "step", "10⁶ multiply–adds", "ns each"]),
        rows: rows.collect(),
        note: "Width: two hidden layers, batch 64. Depth: hidden layers of 240, batch 64. Batch: 784-200-100-10. \
               Multiply–adds with a pixel that is zero are not counted."
            .into(),
    })
}

fn race(report: &Report) -> Result<Table> {
    let mut rows = vec![];
    for item in report.of("race") {
        let who = match &*item.rules {
            [rule] => format!("{rule} alone"),
            rules => format!("{} rules together", rules.len()),
        };
        rows.push(vec![format!("{who}, {} steps", item.steps), ms(item)]);
    }
    rows.push(vec![
        "together, against the mean of each alone".into(),
        times(targets::race(report)?),
    ]);
    for item in report.of("snapshots") {
        rows.push(vec![
            format!(
                "looks at {}, share of its training time, steps {} to {}",
                item.settings.rule, item.from, item.steps
            ),
            percent(item.median()),
        ]);
    }
    for item in report.of("memory") {
        let rules = item.rules.len();
        let size = short(megabytes(item.median()));
        rows.push(vec![
            format!("memory of a worker, rules in it: {rules}"),
            format!("{size} MB"),
        ]);
    }
    Ok(Table {
        title: "The race on the built page, 784-200-100-10".into(),
        head: cells(["what", "measured"]),
        rows,
        note: String::new(),
    })
}

pub fn of_targets(targets: &[Target]) -> Table {
    let row = |target: &Target| {
        vec![
            target.what.clone(),
            target.bound.to_string(),
            short(target.value),
            if target.is_met() { "met" } else { "missed" }.into(),
        ]
    };
    Table {
        title: "Targets".into(),
        head: cells(["what", "target", "measured", ""]),
        rows: targets.iter().map(row).collect(),
        note: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::report;
    use super::*;

    #[test]
    fn every_table_is_as_wide_as_its_head_and_shows_what_was_measured() {
        let report = report(|item| match &*item.kind {
            "jax" => 8.0,
            "native" => 0.5,
            "memory" => 16.0 * 1048576.0,
            "snapshots" => 0.1,
            _ => 1.0,
        });
        let tables = all(&report).unwrap();
        for table in &tables {
            assert!(!table.rows.is_empty(), "{}", table.title);
            for row in &table.rows {
                assert_eq!(row.len(), table.head.len(), "{}: {row:?}", table.title);
            }
        }
        let all: String = tables.iter().map(Table::text).collect();
        for shown in [
            "784-800-800-10",
            "8.00 ms (8.00×)",
            "0.50 ms (0.50×)",
            "jax-js 1.2.3, isolated",
            "100 %",
            "width 50",
            "4 rules together, 500 steps",
            "10 %",
            "16.0 MB",
        ] {
            assert!(all.contains(shown), "{shown} is missing:\n{all}");
        }
        let line = machine(&report);
        assert_eq!(line, "A processor, 2 cores, chromium 1, 2030-01-02");
    }

    #[test]
    fn targets_say_whether_they_are_met() {
        let targets = targets::all(&report(|_| 1.0)).unwrap();
        let text = of_targets(&targets).text();
        let line = |what: &str| text.lines().find(|line| line.contains(what)).unwrap();
        assert!(
            line("DFA step").ends_with("≤ 1      1.00     met"),
            "{text}"
        );
        assert!(line("784-100-10, times faster than jax-js").ends_with("missed"));
    }
}
