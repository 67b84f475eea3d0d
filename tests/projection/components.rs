//! Principal components: against the definition, closed forms and invariances.

use super::cloud;
use feedback_alignment::projection::{Pca, Place, pca};
use wasm_bindgen_test::wasm_bindgen_test;

/// Places, against the spread of all: directions are found to 1e-8 times λ/(λ − λ′), a hundred here
/// at most, and the points have 24 bits.
const PLACES: f64 = 1e-6;

/// Rows turned by the rotation in the plane of coordinates a and b.
fn turned(points: &[f32], width: usize, (a, b): (usize, usize), angle: f64) -> Vec<f32> {
    let mut points = points.to_vec();
    for row in points.chunks_exact_mut(width) {
        let (x, y) = (f64::from(row[a]), f64::from(row[b]));
        row[a] = (angle.cos() * x - angle.sin() * y) as f32;
        row[b] = (angle.sin() * x + angle.cos() * y) as f32;
    }
    points
}

/// The definition: covariance, all its eigenvectors by two-sided Jacobi, the largest two.
fn naive_pca(points: &[f32], width: usize) -> Pca {
    let n = points.len() / width;
    let x = |i: usize, j: usize| f64::from(points[i * width + j]);
    let mean: Vec<f64> = (0..width)
        .map(|j| (0..n).map(|i| x(i, j)).sum::<f64>() / n as f64)
        .collect();
    let mut c = vec![vec![0.0; width]; width];
    let mut u = c.clone();
    for j in 0..width {
        u[j][j] = 1.0;
        for k in 0..width {
            c[j][k] = (0..n)
                .map(|i| (x(i, j) - mean[j]) * (x(i, k) - mean[k]))
                .sum();
        }
    }
    for _ in 0..50 {
        for p in 0..width {
            for q in p + 1..width {
                let angle = 0.5 * (2.0 * c[p][q]).atan2(c[q][q] - c[p][p]);
                let (sin, cos) = angle.sin_cos();
                let turn = |a: f64, b: f64| (cos * a - sin * b, sin * a + cos * b);
                for row in c.iter_mut().chain(&mut u) {
                    (row[p], row[q]) = turn(row[p], row[q]);
                }
                let columns = c[p].iter().zip(&c[q]);
                (c[p], c[q]) = columns.map(|(a, b)| turn(*a, *b)).unzip();
            }
        }
    }
    let mut order: Vec<usize> = (0..width).collect();
    order.sort_by(|&j, &k| c[k][k].total_cmp(&c[j][j]));
    let trace: f64 = (0..width).map(|j| c[j][j]).sum();
    let component = |k: usize| -> Vec<f64> {
        let u: Vec<f64> = (0..width).map(|j| u[j][order[k]]).collect();
        let largest = u
            .iter()
            .copied()
            .max_by(|a, b| a.abs().total_cmp(&b.abs()))
            .unwrap();
        u.iter().map(|x| x * largest.signum()).collect()
    };
    let components = [component(0), component(1)];
    let along = |i: usize, u: &[f64]| (0..width).map(|j| u[j] * (x(i, j) - mean[j])).sum();
    Pca {
        places: (0..n)
            .map(|i| [0, 1].map(|k| along(i, &components[k])))
            .collect(),
        shares: [0, 1].map(|k| c[order[k]][order[k]] / trace),
    }
}

fn root_mean_square(places: &[Place]) -> f64 {
    let squares = places.as_flattened().iter().map(|x| x * x);
    (squares.sum::<f64>() / places.len() as f64).sqrt()
}

#[track_caller]
fn assert_close(found: &Pca, expected: &Pca) {
    let scale = root_mean_square(&expected.places);
    for (x, y) in found.places.iter().zip(&expected.places) {
        for k in 0..2 {
            assert!(
                (x[k] - y[k]).abs() < PLACES * scale,
                "{x:?} {y:?} of {scale}"
            );
        }
    }
    for k in 0..2 {
        let (x, y) = (found.shares[k], expected.shares[k]);
        assert!((x - y).abs() < PLACES, "{x} {y}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn components_are_those_of_the_definition() {
    for (n, spreads) in [
        (40, &[1.0, 2.0, 3.0][..]),
        (5, &[3.0, 1.0, 2.0, 1.5, 0.3, 0.1, 0.7, 1.1, 0.9, 1.2, 2.2]),
        (
            200,
            &[1.0, 0.1, 0.9, 1e-3, 0.8, 0.5, 1.1, 1.2, 1.3, 1.4, 2.0, 0.2],
        ),
        (30, &[1e-20, 3e-20, 2e-20]),
        (30, &[1e18, 3e18, 2e18]),
        (60, &[1e5, 1.0, 0.5]),
    ] {
        let width = spreads.len();
        let mut points = cloud(n, spreads, 11);
        for k in 1..width {
            points = turned(&points, width, (k - 1, k), 0.4 + k as f64);
        }
        let found = pca(&points, width).unwrap();
        assert_close(&found, &naive_pca(&points, width));
        assert!(
            found.shares[0] >= found.shares[1] && found.shares[0] + found.shares[1] <= 1.0 + 1e-12
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn an_ellipse_lies_along_its_axes() {
    // (a cos t, b sin t) has variances a²/2 and b²/2, turned or not.
    let (a, b, n) = (3.0f64, 1.5f64, 48);
    let on = |i: usize| {
        let t = std::f64::consts::TAU * i as f64 / n as f64;
        [a * t.cos(), b * t.sin()]
    };
    let flat: Vec<f32> = (0..n)
        .flat_map(|i| [on(i)[0] as f32, 7.0, on(i)[1] as f32])
        .collect();
    let map = pca(&turned(&flat, 3, (0, 2), 0.3), 3).unwrap();
    for (i, place) in map.places.iter().enumerate() {
        for k in 0..2 {
            assert!((place[k] - on(i)[k]).abs() < PLACES * a, "{i}: {place:?}");
        }
    }
    assert!((map.shares[0] - a * a / (a * a + b * b)).abs() < PLACES);
    assert!((map.shares[0] + map.shares[1] - 1.0).abs() < PLACES);
}

#[wasm_bindgen_test(unsupported = test)]
fn moving_and_turning_the_points_moves_nothing_on_the_map() {
    let points = cloud(60, &[4.0, 2.5, 1.0, 0.5], 8);
    let expected = pca(&points, 4).unwrap();
    // Sums with 64 lose six of the points' 24 bits.
    let moved: Vec<f32> = points.iter().map(|x| x + 64.0).collect();
    let turned = turned(&turned(&points, 4, (0, 3), 0.5), 4, (1, 2), -0.3);
    for other in [moved, turned] {
        let scale = root_mean_square(&expected.places);
        let found = pca(&other, 4).unwrap();
        for (x, y) in found.places.iter().zip(&expected.places) {
            for k in 0..2 {
                assert!((x[k] - y[k]).abs() < 64.0 * PLACES * scale, "{x:?} {y:?}");
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_small_change_of_the_points_is_a_small_change_of_the_map() {
    // Also where all places turn to the other side of their middle: signs hang on the loadings.
    let points = cloud(50, &[4.0, 2.5, 1.0, 0.5], 8);
    let before = pca(&points, 4).unwrap();
    let noise = cloud(50, &[1e-3; 4], 21);
    let after: Vec<f32> = points.iter().zip(&noise).map(|(x, e)| x + e).collect();
    let mirrored: Vec<f32> = after.iter().map(|x| -x).collect();
    for (points, sign) in [(after, 1.0), (mirrored, -1.0)] {
        for (x, y) in pca(&points, 4).unwrap().places.iter().zip(&before.places) {
            for k in 0..2 {
                assert!((sign * x[k] - y[k]).abs() < 0.02, "{x:?} {y:?}");
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn points_without_two_directions_have_a_defined_map() {
    let equal = pca(&[0.1f32; 15], 3).unwrap();
    assert_eq!(equal.places, [[0.0; 2]; 5]);
    assert!(equal.shares.iter().all(|share| share.is_nan()));
    assert_eq!(pca(&[3.0, 4.0], 2).unwrap().places, [[0.0; 2]]);

    let line = pca(&[1.0, 2.0, 6.0], 1).unwrap();
    let expected = [-2.0, -1.0, 3.0];
    for (place, x) in line.places.iter().zip(expected) {
        assert!((place[0] - x).abs() < 1e-12 && place[1] == 0.0, "{place:?}");
    }
    assert!((line.shares[0] - 1.0).abs() < 1e-12 && line.shares[1] == 0.0);

    for wrong in [f32::NAN, f32::INFINITY] {
        let map = pca(&[1.0, 2.0, wrong, 0.0, 1.0, 1.0], 2).unwrap();
        assert_eq!(map.places.len(), 3);
        let numbers = map.places.as_flattened().iter().chain(&map.shares);
        assert!(numbers.copied().all(f64::is_nan));
    }
    // As much variance in every direction: no component is better, but the map is one.
    let round: Vec<f32> = (0..144).map(|i| f32::from(u8::from(i % 13 == 0))).collect();
    let map = pca(&round, 12).unwrap();
    assert!((map.shares[0] - 1.0 / 11.0).abs() < 1e-9 && (map.shares[1] - 1.0 / 11.0).abs() < 1e-9);
}

#[wasm_bindgen_test(unsupported = test)]
fn messages_name_the_constraint_and_the_value() {
    let rows = "points must be one or more rows of 3 numbers, but are 4 numbers";
    assert_eq!(pca(&[0.0; 4], 3).unwrap_err().to_string(), rows);
    assert!(pca(&[], 3).is_err() && pca(&[0.0; 4], 0).is_err());
}
