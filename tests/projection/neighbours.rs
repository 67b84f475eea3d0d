//! t-SNE: affinities and gradient against their definitions, and what the map does.

use super::cloud;
use feedback_alignment::projection::affinity::{Affinities, conditionals, gradient};
use feedback_alignment::projection::tsne::EXAGGERATED;
use feedback_alignment::projection::{Place, Tsne};
use wasm_bindgen_test::wasm_bindgen_test;

/// `clusters` clouds of `each` points with standard deviation 1, their middles 10 along an axis of
/// their own.
fn clusters(clusters: usize, each: usize, width: usize) -> Vec<f32> {
    let mut points = cloud(clusters * each, &vec![1.0; width], 3);
    for (i, row) in points.chunks_exact_mut(width).enumerate() {
        row[i / each] += 10.0;
    }
    points
}

#[wasm_bindgen_test(unsupported = test)]
fn every_point_has_as_many_neighbours_as_asked_for() {
    let n = 60;
    for scale in [1.0, 1e-12, 1e15] {
        let points = cloud(n, &[scale, 5.0 * scale, 0.1 * scale], 2);
        for perplexity in [1.5, 5.0, 19.0] {
            let p = conditionals(&points, 3, perplexity).unwrap();
            for (i, row) in p.chunks_exact(n).enumerate() {
                assert_eq!(row[i], 0.0);
                assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                let entropy: f64 = -row
                    .iter()
                    .filter(|p| **p > 0.0)
                    .map(|p| p * p.ln())
                    .sum::<f64>();
                assert!(
                    (entropy - perplexity.ln()).abs() < 1.1e-5,
                    "{i}: {} {perplexity}",
                    entropy.exp()
                );
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn neighbours_are_weighed_by_a_gaussian_of_their_distance() {
    // ln p_{j|i} = −β_i ‖x_i − x_j‖² + constant: one β for all pairs of a row. Five coordinates, so
    // that sums over them have a remainder.
    let (n, width) = (30, 5);
    let points = cloud(n, &[1.0, 2.0, 0.5, 1.5, 3.0], 7);
    let p = conditionals(&points, width, 6.0).unwrap();
    let square = |i: usize, j: usize| {
        let along = |k: usize| f64::from(points[i * width + k]) - f64::from(points[j * width + k]);
        (0..width).map(|k| along(k) * along(k)).sum::<f64>()
    };
    for i in 2..n {
        let slope =
            |j: usize, k: usize| (p[i * n + j] / p[i * n + k]).ln() / (square(i, k) - square(i, j));
        let beta = slope(0, 1);
        assert!(beta > 0.0);
        for j in (2..n).filter(|j| *j != i) {
            assert!((slope(0, j) / beta - 1.0).abs() < 1e-9, "{i} {j}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn joint_affinities_are_symmetric_means_and_sum_to_one() {
    let n = 50;
    let points = cloud(n, &[1.0, 2.0], 4);
    let rows = conditionals(&points, 2, 8.0).unwrap();
    let p = Affinities::new(&points, 2, 8.0).unwrap();
    let mut sum = 0.0;
    for i in 0..n {
        for j in 0..n {
            let expected = (rows[i * n + j] + rows[j * n + i]) / (2 * n) as f64;
            // They are kept with 24 bits.
            assert!((p.get(i, j) - expected).abs() <= 1e-7 * expected + 1e-40);
            assert_eq!(p.get(i, j), p.get(j, i));
            sum += p.get(i, j);
        }
    }
    assert!((sum - 1.0).abs() < 1e-6, "{sum}");
}

#[wasm_bindgen_test(unsupported = test)]
fn divergence_is_its_definition_and_the_gradient_its_slope() {
    let n = 12;
    let p = Affinities::new(&cloud(n, &[1.0, 2.0, 0.5], 6), 3, 3.0).unwrap();
    let mut places: Vec<Place> = cloud(n, &[1.5, 0.7], 9)
        .chunks_exact(2)
        .map(|xy| [f64::from(xy[0]), f64::from(xy[1])])
        .collect();
    let w = |i: usize, j: usize| {
        let (x, y): (Place, Place) = (places[i], places[j]);
        1.0 / (1.0 + (x[0] - y[0]).powi(2) + (x[1] - y[1]).powi(2))
    };
    let pairs = || (0..n * n).map(|k| (k / n, k % n)).filter(|(i, j)| i != j);
    let z: f64 = pairs().map(|(i, j)| w(i, j)).sum();
    let kl: f64 = pairs()
        .map(|(i, j)| p.get(i, j) * (p.get(i, j) * z / w(i, j)).ln())
        .sum();
    assert!((p.divergence(&places) - kl).abs() < 1e-12);

    let mut forces = vec![[0.0; 4]; n];
    let sum = p.forces(&places, &mut forces);
    assert!((sum / z - 1.0).abs() < 1e-14);
    let h = 1e-5;
    for (i, force) in forces.iter().enumerate() {
        let slope = gradient(force, sum, 1.0);
        for k in 0..2 {
            let here = places[i][k];
            places[i][k] = here + h;
            let above = p.divergence(&places);
            places[i][k] = here - h;
            let below = p.divergence(&places);
            places[i][k] = here;
            let difference = (above - below) / (2.0 * h);
            // h² of the central difference, and 1e-7 by which the affinities miss the sum of 1.
            assert!(
                (slope[k] - difference).abs() < 1e-6,
                "{i}: {} {difference}",
                slope[k]
            );
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn clusters_stay_together_and_apart() {
    let each = 20;
    let points = clusters(3, each, 8);
    let mut map = Tsne::new(&points, 8, 10.0).unwrap();
    let spread = map.places().iter().map(|p| p[0] * p[0]).sum::<f64>() / 60.0;
    assert!((spread.sqrt() / 1e-4 - 1.0).abs() < 1e-9);
    map.step(500);
    assert_eq!(map.iteration(), 500);
    let (mut within, mut between) = (0.0f64, f64::INFINITY);
    for (i, x) in map.places().iter().enumerate() {
        let mut nearest = (f64::INFINITY, 0);
        for (j, y) in map.places().iter().enumerate().filter(|(j, _)| *j != i) {
            let distance = (x[0] - y[0]).hypot(x[1] - y[1]);
            if distance < nearest.0 {
                nearest = (distance, j);
            }
            if i / each != j / each {
                between = between.min(distance);
            }
        }
        within = within.max(nearest.0);
        assert_eq!(nearest.1 / each, i / each, "{i} lies next to {}", nearest.1);
    }
    assert!(between > 2.0 * within, "{within} within, {between} between");
}

#[wasm_bindgen_test(unsupported = test)]
fn the_divergence_falls_once_exaggeration_has_ended() {
    let mut map = Tsne::new(&clusters(4, 25, 10), 10, 12.0).unwrap();
    map.step(EXAGGERATED);
    let mut last = map.divergence();
    let start = last;
    for _ in 0..8 {
        map.step(50);
        let now = map.divergence();
        // Momentum may overshoot by a little near the end.
        assert!(now < last + 0.02 * start, "{last} {now}");
        last = now;
    }
    assert!(last < 0.5 * start, "{start} {last}");
    let middle = map
        .places()
        .iter()
        .fold([0.0; 2], |m, p| [m[0] + p[0], m[1] + p[1]]);
    assert!(middle.iter().all(|x| x.abs() < 1e-9), "{middle:?}");
}

#[wasm_bindgen_test(unsupported = test)]
fn same_points_same_map_however_the_steps_are_cut() {
    let points = clusters(3, 12, 5);
    let mut whole = Tsne::new(&points, 5, 6.0).unwrap();
    let mut parts = Tsne::new(&points, 5, 6.0).unwrap();
    whole.step(320);
    for n in [1, 0, 9, 240, 70] {
        parts.step(n);
    }
    let bits = |map: &Tsne| {
        map.places()
            .as_flattened()
            .iter()
            .map(|x| x.to_bits())
            .collect::<Vec<_>>()
    };
    assert_eq!(bits(&whole), bits(&parts));
}

#[wasm_bindgen_test(unsupported = test)]
fn few_equal_and_doubled_points_have_a_map() {
    for n in [4, 5, 7, 10, 16, 25] {
        let most = (n - 1) as f64 / 3.0;
        let mut doubled = cloud(n, &[1.0, 1.0, 1.0], 5);
        let first = doubled[..3].to_vec();
        doubled[3..6].copy_from_slice(&first);
        for points in [
            cloud(n, &[1.0, 1.0, 1.0], 5),
            doubled,
            vec![2.0; 3 * n],
            cloud(n, &[1.0, 0.0, 0.0], 5),
        ] {
            for perplexity in [1.0, most] {
                let mut map = Tsne::new(&points, 3, perplexity).unwrap();
                map.step(700);
                let size = map
                    .places()
                    .as_flattened()
                    .iter()
                    .fold(0.0f64, |m, x| m.max(x.abs()));
                assert!(map.places().as_flattened().iter().all(|x| x.is_finite()));
                assert!(size < 1e3, "{n} points, perplexity {perplexity}: {size}");
                assert!(map.divergence().is_finite());
                if points[..3] == points[3..6] {
                    assert_eq!(map.places()[0], map.places()[1]);
                }
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn messages_name_the_constraint_and_the_value() {
    let refuse =
        |points: &[f32], perplexity: f64| Tsne::new(points, 2, perplexity).unwrap_err().to_string();
    assert_eq!(
        refuse(&[0.0; 6], 1.0),
        "points must be between 4 and 1000, but are 3"
    );
    assert_eq!(
        refuse(&[0.0; 2002], 1.0),
        "points must be between 4 and 1000, but are 1001"
    );
    for (perplexity, shown) in [(0.5, "0.5"), (3.1, "3.1"), (f64::NAN, "NaN")] {
        let expected =
            format!("perplexity must be between 1 and 3.0 for 10 points, but is {shown}");
        assert_eq!(refuse(&[0.0; 20], perplexity), expected);
    }
    let mut points = [0.0; 20];
    points[7] = f32::NAN;
    assert_eq!(
        refuse(&points, 2.0),
        "coordinates must be finite, but one is NaN"
    );
}
