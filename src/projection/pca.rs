//! Principal components: the two directions in which points differ most.

use super::{Place, count};
use crate::error::Result;
use crate::numeric::matmul::{Block, centred_gram};

/// A direction u counts as found when what is left of it, ‖C u − λ u‖, is below this share of λ. The
/// error of the direction is this times λ/(λ − λ′), with λ′ the closest other eigenvalue.
pub const TOLERANCE: f64 = 1e-8;

/// Where rounding ends: what lies below this share of the largest eigenvalue is not told from 0.
const ROUNDING: f64 = 1e-13;

/// The sweeps after which the search ends, found or not. Only points that differ as much in nine or
/// more directions as in the second come near it, and then these directions are one's as good as
/// another's.
pub const MOST_SWEEPS: usize = 200;

/// Points projected on their first two principal components.
#[derive(Clone, Debug, PartialEq)]
pub struct Pca {
    /// `uᵀ(x − m)` for the first two components u, one place per point.
    pub places: Vec<Place>,
    /// λ/Σλ, the share of the variance along each component; NaN where the points do not differ.
    pub shares: [f64; 2],
}

/// `y_i = Uᵀ(x_i − m)`, with m the mean and U the two eigenvectors of the largest eigenvalues λ of
/// `C = Σ (x_i − m)(x_i − m)ᵀ` (Pearson 1901; Hotelling 1933). `points` is n×`width`.
///
/// Orthogonal iteration: multiply a block of vectors by C, as `X̃ᵀ(X̃ V)`, and make it orthogonal
/// again, until nothing changes. The block has eight vectors though two are asked for, since the
/// error then shrinks by λ₉/λ₂ a sweep instead of λ₃/λ₂, which is close to 1 for digits.
///
/// An eigenvector's sign is free. Here its loading of largest magnitude is positive: loadings
/// belong to coordinates (a layer's neurons), which are the same ones in the next snapshot while all
/// points may have moved, and the largest is the last to change sign by a small change.
///
/// Where all points are equal, places and shares are 0 and NaN; where a number is not finite, all NaN.
///
/// # Errors
/// If the numbers are not one or more rows of `width`.
pub fn pca(points: &[f32], width: usize) -> Result<Pca> {
    let n = count(points, width)?;
    let (mean, total) = moments(points, n, width);
    if !(total > 0.0 && total.is_finite()) {
        return Ok(Pca {
            places: vec![[0.0 * total; 2]; n],
            shares: [f64::NAN; 2],
        });
    }
    let mut v = start(width);
    let mut y = vec![Block::default(); n];
    let mut z = vec![Block::default(); width];
    let mut first = [0, 1];
    for _sweep in 0..MOST_SWEEPS {
        centred_gram(points, &mean, &v, &mut y, &mut z);
        orthogonalise(&mut z, &mut v);
        let lengths: Block = std::array::from_fn(|k| libm::sqrt(dot(&z, k, k)));
        first = largest_two(&lengths);
        let found = first.iter().all(|&k| {
            let rest = z.iter().zip(&v).fold(0.0, |sum, (z, v)| {
                let rest = z[k] - lengths[k] * v[k];
                sum + rest * rest
            });
            libm::sqrt(rest) <= (TOLERANCE * lengths[k]).max(ROUNDING * lengths[first[0]])
        });
        for (v, z) in v.iter_mut().zip(&z) {
            for k in 0..v.len() {
                let known = lengths[k] > ROUNDING * lengths[first[0]];
                v[k] = if known { z[k] / lengths[k] } else { 0.0 };
            }
        }
        if found {
            break;
        }
    }
    centred_gram(points, &mean, &v, &mut y, &mut z);
    let signs = first.map(|k| {
        let largest = v.iter().fold(0.0f64, |largest, v| {
            if v[k].abs() > largest.abs() {
                v[k]
            } else {
                largest
            }
        });
        1.0f64.copysign(largest)
    });
    let place = |y: &Block| [0, 1].map(|i| signs[i] * y[first[i]]);
    Ok(Pca {
        places: y.iter().map(place).collect(),
        shares: first.map(|k| (dot(&y, k, k) / total).min(1.0)),
    })
}

/// The mean m of the rows, and Σ‖x_i − m‖².
fn moments(points: &[f32], n: usize, width: usize) -> (Vec<f64>, f64) {
    let mut mean = vec![0.0; width];
    for row in points.chunks_exact(width) {
        mean.iter_mut()
            .zip(row)
            .for_each(|(sum, x)| *sum += f64::from(*x));
    }
    mean.iter_mut().for_each(|sum| *sum /= n as f64);
    let mut total = 0.0;
    for row in points.chunks_exact(width) {
        for (x, mean) in row.iter().zip(&mean) {
            let x = f64::from(*x) - mean;
            total += x * x;
        }
    }
    (mean, total)
}

/// Vectors in no particular direction, and the same ones every time: a linear congruential
/// sequence (Knuth's MMIX), since directions that nobody chose are not orthogonal to the components.
fn start(width: usize) -> Vec<Block> {
    let mut state = 1u64;
    let mut draw = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 32) as f64 / f64::from(1u32 << 31) - 1.0
    };
    (0..width)
        .map(|_| std::array::from_fn(|_| draw()))
        .collect()
}

/// Turns pairs of columns of Z, and of V with them, until all of Z's are orthogonal (one-sided
/// Jacobi). With `Z = C V` these are the Ritz vectors of C² in V's span.
fn orthogonalise(z: &mut [Block], v: &mut [Block]) {
    // Convergence is quadratic: six to ten rounds.
    for _round in 0..30 {
        let mut turned = false;
        for q in 1..z[0].len() {
            for p in 0..q {
                let (xx, xy, yy) = (dot(z, p, p), dot(z, p, q), dot(z, q, q));
                if xy.abs() <= 1e-15 * libm::sqrt(xx) * libm::sqrt(yy) {
                    continue;
                }
                turned = true;
                let zeta = (yy - xx) / (2.0 * xy);
                let t = zeta.signum() / (zeta.abs() + libm::sqrt(1.0 + zeta * zeta));
                let c = 1.0 / libm::sqrt(1.0 + t * t);
                for row in z.iter_mut().chain(&mut *v) {
                    let (x, y) = (row[p], row[q]);
                    (row[p], row[q]) = (c * x - c * t * y, c * t * x + c * y);
                }
            }
        }
        if !turned {
            break;
        }
    }
}

/// The dot product of columns p and q.
#[inline(never)]
fn dot(m: &[Block], p: usize, q: usize) -> f64 {
    m.iter().fold(0.0, |sum, row| sum + row[p] * row[q])
}

/// Where the largest and the second largest number lie.
fn largest_two(numbers: &Block) -> [usize; 2] {
    let [mut first, mut second] = if numbers[1] > numbers[0] {
        [1, 0]
    } else {
        [0, 1]
    };
    for k in 2..numbers.len() {
        if numbers[k] > numbers[first] {
            (first, second) = (k, first);
        } else if numbers[k] > numbers[second] {
            second = k;
        }
    }
    [first, second]
}
