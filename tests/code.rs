//! Is the code of a layer the cosine between what a class leaves there and what the rule's wire brings
//! there for it?

use crate::common::naive::{Matrix, Naive, Vector, classes, wide, wired};
use crate::common::{net, task};
use feedback_alignment::data::Dataset;
use feedback_alignment::network::{Output, Rule, Settings, Trainer};
use feedback_alignment::settings::Choice;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

fn codes(trainer: &mut Trainer, data: &Dataset, piece: usize) -> Vec<f64> {
    let mut look = trainer.begin_look();
    loop {
        if let Some(seen) = trainer.look(&mut look, data, data, piece) {
            return seen.codes;
        }
    }
}

/// `M x`, or `Mᵀ x`.
fn times(m: &Matrix, x: &[f64], transposed: bool) -> Vector {
    let (rows, columns) = (m.len(), m[0].len());
    let sum = |n: usize, at: &dyn Fn(usize) -> f64| (0..n).map(|j| at(j) * x[j]).sum();
    if transposed {
        let at = |i: usize| sum(rows, &|j| m[j][i]);
        (0..columns).map(at).collect()
    } else {
        let at = |i: usize| sum(columns, &|j| m[i][j]);
        (0..rows).map(at).collect()
    }
}

/// What an error in output c alone brings to hidden layers 1 and 2, by the rule's own formula.
fn brought(rule: Rule, w: &[Matrix], b: &[Matrix], e: &[f64]) -> [Vector; 2] {
    let above = match rule {
        Rule::Bp => times(&w[2], e, true),
        _ => times(&b[0], e, false),
    };
    match rule {
        Rule::Bp => [times(&w[1], &above, true), above],
        Rule::Fa => [times(&b[1], &above, false), above],
        Rule::Dfa => [times(&b[1], e, false), above],
        // The wire goes to the first layer, and from there through the weights.
        Rule::Ifa => [above.clone(), times(&w[1], &above, false)],
    }
}

fn mean(of: &[Vector]) -> Vector {
    let n = of.len() as f64;
    (0..of[0].len())
        .map(|j| of.iter().map(|x| x[j]).sum::<f64>() / n)
        .collect()
}

fn cosine(x: &[f64], x0: &[f64], y: &[f64], y0: &[f64]) -> f64 {
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for i in 0..x.len() {
        let (x, y) = (x[i] - x0[i], y[i] - y0[i]);
        xy += x * y;
        xx += x * x;
        yy += y * y;
    }
    xy / (xx * yy).sqrt()
}

#[wasm_bindgen_test(unsupported = test)]
fn it_is_the_mean_cosine_between_class_means_and_columns_of_the_wire() {
    let data = classes(40);
    for &rule in Rule::ALL {
        let settings = Settings {
            hidden: vec![9, 7],
            output: Output::Softmax,
            ..net(rule, &[])
        };
        let (mut trainer, b) = wired(&settings, &data);
        for _ in 0..20 {
            trainer.step();
        }
        let naive = Naive::of(trainer.network(), settings.output);
        let unit = |c| {
            (0..3)
                .map(|i| f64::from(u8::from(i == c)))
                .collect::<Vector>()
        };
        let wire: Vec<[Vector; 2]> = (0..3)
            .map(|c| brought(rule, &naive.weights, &b, &unit(c)))
            .collect();
        let seen = codes(&mut trainer, &data, 7);
        for layer in [1, 2] {
            let h: Vec<Vector> = (0..data.len())
                .map(|i| {
                    let (mut x, mut y) = (vec![0.0; data.inputs()], vec![0.0; data.outputs()]);
                    data.write(i, &mut x, &mut y);
                    naive.pass(&wide(&x), &[]).h.swap_remove(layer)
                })
                .collect();
            let of_class = |c: usize| {
                let own = (0..data.len()).filter(|&i| data.class(i) == c);
                mean(&own.map(|i| h[i].clone()).collect::<Vec<_>>())
            };
            let columns: Vec<Vector> = wire.iter().map(|both| both[layer - 1].clone()).collect();
            let (all, middle) = (mean(&h), mean(&columns));
            let each = (0..3).map(|c| cosine(&of_class(c), &all, &columns[c], &middle));
            let expected = each.sum::<f64>() / 3.0;
            let found = seen[layer - 1];
            assert!(
                (found - expected).abs() < 1e-5,
                "{rule:?} layer {layer}: {found}, expected {expected}"
            );
        }
        assert_eq!(
            seen,
            codes(&mut trainer, &data, usize::MAX),
            "pieces do not matter"
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn there_is_none_without_classes_or_without_a_wire() {
    let data = task();
    let regression = codes(
        &mut Trainer::new(&net(Rule::Dfa, &[7, 5]), data.clone()).unwrap(),
        &data,
        usize::MAX,
    );
    assert!(regression.len() == 2 && regression.iter().all(|code| code.is_nan()));

    // A sign layer has no slope: what would go through the weights ends there, a wire passes by.
    let data: Arc<Dataset> = classes(40);
    for (rule, passes) in [(Rule::Bp, false), (Rule::Fa, true)] {
        let settings = Settings {
            hidden: vec![9, 7],
            sign_after: vec![1],
            output: Output::Softmax,
            ..net(rule, &[])
        };
        let found = codes(
            &mut Trainer::new(&settings, data.clone()).unwrap(),
            &data,
            9,
        );
        assert_eq!(!found[0].is_nan(), passes, "{rule:?} {found:?}");
        assert!(!found[1].is_nan(), "{rule:?} {found:?}");
    }
}
