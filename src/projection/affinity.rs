//! How much points belong together: the P of t-SNE, and how far a map is from it.

use super::{Place, count};
use crate::error::{Error, Result};

/// The most points that are compared, each with each.
pub const MOST_POINTS: usize = 1000;

/// The entropy of a point's neighbours, ln(perplexity), is met to within this.
pub const TOLERANCE: f64 = 1e-5;

/// The joint probabilities `p_ij = (p_{j|i} + p_{i|j}) / 2n` of n points (van der Maaten & Hinton
/// 2008, §3.1): symmetric, with sum 1 over i ≠ j.
#[derive(Clone, Debug)]
pub struct Affinities {
    /// n.
    points: usize,
    /// p_ij for j < i, row after row: half the memory, and each pair is visited once.
    pairs: Vec<f32>,
}

impl Affinities {
    /// The affinities of `points`, n×`width`, each with about `perplexity` neighbours.
    ///
    /// # Errors
    /// As [`conditionals`].
    pub fn new(points: &[f32], width: usize, perplexity: f64) -> Result<Self> {
        let p = conditionals(points, width, perplexity)?;
        let n = points.len() / width;
        let mut pairs = Vec::with_capacity(n * (n - 1) / 2);
        for i in 1..n {
            for j in 0..i {
                pairs.push(((p[i * n + j] + p[j * n + i]) / (2 * n) as f64) as f32);
            }
        }
        Ok(Affinities { points: n, pairs })
    }

    /// n, the number of points.
    pub fn points(&self) -> usize {
        self.points
    }

    /// p_ij.
    ///
    /// # Panics
    /// If there is no such point.
    pub fn get(&self, i: usize, j: usize) -> f64 {
        let (low, high) = (i.min(j), i.max(j));
        assert!(high < self.points, "there must be such points");
        if low == high {
            return 0.0;
        }
        self.pairs[high * (high - 1) / 2 + low].into()
    }

    /// `Z = Σ_{k≠l} w_kl` with `w_ij = 1/(1 + ‖y_i − y_j‖²)`, Student's t with one degree of freedom.
    /// Writes for each point i how the others attract and repel it, two numbers each:
    /// `A_i = Σ_j p_ij w_ij (y_i − y_j)` and `R_i = Σ_j w_ij² (y_i − y_j)`. See [`gradient`].
    ///
    /// # Panics
    /// If there are not n places and n rows of forces.
    pub fn forces(&self, places: &[Place], forces: &mut [[f64; 4]]) -> f64 {
        assert_eq!(places.len(), self.points, "a place for each point");
        forces.fill([0.0; 4]);
        let (mut sum, mut rows) = (0.0, self.pairs.as_slice());
        for (i, here) in places.iter().enumerate() {
            let (row, rest) = rows.split_at(i);
            rows = rest;
            let (others, own) = forces.split_at_mut(i);
            let mut total = [0.0; 4];
            for ((p, there), other) in row.iter().zip(places).zip(others) {
                let (x, y) = (here[0] - there[0], here[1] - there[1]);
                let w = 1.0 / (1.0 + (x * x + y * y));
                let (attraction, repulsion) = (f64::from(*p) * w, w * w);
                sum += w;
                let force = [attraction * x, attraction * y, repulsion * x, repulsion * y];
                for k in 0..4 {
                    total[k] += force[k];
                    other[k] -= force[k];
                }
            }
            // Those who come later take their share from this entry in their turn.
            own[0] = total;
        }
        2.0 * sum
    }

    /// `KL(P‖Q) = Σ_{i≠j} p_ij ln(p_ij / q_ij)` with `q_ij = w_ij/Z`: what t-SNE minimises (equation 2).
    ///
    /// # Panics
    /// If there are not n places.
    pub fn divergence(&self, places: &[Place]) -> f64 {
        assert_eq!(places.len(), self.points, "a place for each point");
        let (mut mass, mut sum, mut cost) = (0.0, 0.0, 0.0);
        let mut pairs = self.pairs.iter();
        for (i, here) in places.iter().enumerate() {
            for (p, there) in pairs.by_ref().take(i).zip(places) {
                let (x, y) = (here[0] - there[0], here[1] - there[1]);
                let (p, square) = (f64::from(*p), 1.0 + (x * x + y * y));
                sum += 1.0 / square;
                mass += p;
                // 0 ln 0 = 0.
                if p > 0.0 {
                    cost += p * libm::log(p * square);
                }
            }
        }
        2.0 * (cost + mass * libm::log(2.0 * sum))
    }
}

/// `∂KL/∂y_i = 4 Σ_j (e p_ij − q_ij) w_ij (y_i − y_j) = 4 (e A_i − R_i / Z)`, with the affinities
/// exaggerated e-fold; e = 1 is the gradient itself (van der Maaten & Hinton 2008, equation 5).
pub fn gradient(force: &[f64; 4], sum: f64, exaggeration: f64) -> Place {
    [0, 1].map(|k| 4.0 * (exaggeration * force[k] - force[k + 2] / sum))
}

/// `p_{j|i} = e^(−β_i‖x_i − x_j‖²) / Σ_{k≠i} e^(−β_i‖x_i − x_k‖²)`, n×n, row i for point i, with 0 for
/// itself; β_i is the one at which the row's perplexity `e^(−Σ_j p_{j|i} ln p_{j|i})` is as asked for.
/// Where more points than that coincide, the row is even over these.
///
/// # Errors
/// If there are fewer than 4 points or more than [`MOST_POINTS`], a number is not finite, or the
/// perplexity is not between 1 and (n − 1)/3 (beyond it neighbours are no neighbours any more).
pub fn conditionals(points: &[f32], width: usize, perplexity: f64) -> Result<Vec<f64>> {
    let n = count(points, width)?;
    if !(4..=MOST_POINTS).contains(&n) {
        return Err(Error::new(format!(
            "points must be between 4 and {MOST_POINTS}, but are {n}"
        )));
    }
    let most = (n - 1) as f64 / 3.0;
    if !(1.0..=most).contains(&perplexity) {
        return Err(Error::new(format!(
            "perplexity must be between 1 and {most:.1} for {n} points, but is {perplexity}"
        )));
    }
    if let Some(x) = points.iter().find(|x| !x.is_finite()) {
        return Err(Error::new(format!(
            "coordinates must be finite, but one is {x}"
        )));
    }
    let mut p = vec![0.0; n * n];
    for i in 1..n {
        let here = &points[i * width..][..width];
        for j in 0..i {
            let square = distance2(here, &points[j * width..][..width]);
            p[i * n + j] = square;
            p[j * n + i] = square;
        }
    }
    for (i, row) in p.chunks_exact_mut(n).enumerate() {
        calibrate(row, i, libm::log(perplexity));
    }
    Ok(p)
}

/// `‖x − y‖²`, in four sums, so that one addition need not wait for the one before.
fn distance2(x: &[f32], y: &[f32]) -> f64 {
    let (x, x_rest) = x.as_chunks::<4>();
    let (y, y_rest) = y.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (x, y) in x.iter().zip(y) {
        for k in 0..4 {
            let difference = f64::from(x[k]) - f64::from(y[k]);
            sums[k] += difference * difference;
        }
    }
    let mut sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    for (x, y) in x_rest.iter().zip(y_rest) {
        let difference = f64::from(*x) - f64::from(*y);
        sum += difference * difference;
    }
    sum
}

/// Squared distances of point `own` to all become probabilities of entropy `goal`, by bisection of β.
fn calibrate(row: &mut [f64], own: usize, goal: f64) {
    let others = (row.len() - 1) as f64;
    row[own] = f64::INFINITY;
    // Only differences of distances matter, and the nearest one's exponential must not vanish.
    let least = row.iter().fold(f64::INFINITY, |least, &d| least.min(d));
    row[own] = least;
    row.iter_mut().for_each(|d| *d -= least);
    let mean = row.iter().sum::<f64>() / others;
    let mut beta = if mean > 0.0 { 1.0 / mean } else { 1.0 };
    let (mut low, mut high) = (0.0, f64::INFINITY);
    for _halving in 0..60 {
        // The point itself is in with distance 0, that is with 1.
        let (mut sum, mut moment) = (-1.0, 0.0);
        for &d in &*row {
            let e = libm::exp(-beta * d);
            sum += e;
            moment += d * e;
        }
        let excess = libm::log(sum) + beta * moment / sum - goal;
        if excess.abs() <= TOLERANCE {
            break;
        }
        if excess > 0.0 {
            low = beta;
        } else {
            high = beta;
        }
        beta = if high < f64::INFINITY {
            0.5 * (low + high)
        } else {
            2.0 * beta
        };
    }
    row.iter_mut().for_each(|d| *d = libm::exp(-beta * *d));
    row[own] = 0.0;
    let sum: f64 = row.iter().sum();
    row.iter_mut().for_each(|p| *p /= sum);
}
