//! The Moore–Penrose pseudo-inverse.

use super::angle::Pair;
use super::matmul::product;
use ndarray::{Array2, ArrayView2};

/// `M⁺`, n×m for M m×n: the matrix with `M M⁺ M = M`, `M⁺ M M⁺ = M⁺` and `M M⁺`, `M⁺ M`
/// symmetric. Any rank is welcome: singular values below 1e-12 of the largest count as zero (they
/// are what thousands of rounded steps leave), and the pseudo-inverse of zero is zero. That of a
/// matrix with an infinite or undefined entry is undefined: NaN.
///
/// One-sided Jacobi (Hestenes): rotate pairs of columns of `U = M V` until all are orthogonal;
/// their lengths are the singular values, and `M⁺ = V diag(1/σ²) Uᵀ`.
pub fn pinv(m: ArrayView2<f64>) -> Array2<f64> {
    if m.nrows() < m.ncols() {
        return pinv(m.t()).reversed_axes();
    }
    if m.iter().any(|x| !x.is_finite()) {
        return Array2::from_elem((m.ncols(), m.nrows()), f64::NAN);
    }
    // Row j of `u` is column j of M V, and row j of `v` column j of V: rows lie together.
    let mut u = rows(m.t());
    let mut v = rows(Array2::eye(m.ncols()).view());
    // Convergence is quadratic; matrices of the size shown need six to ten sweeps.
    for _sweep in 0..60 {
        let mut rotated = false;
        for p in 0..u.len() {
            for q in p + 1..u.len() {
                let pair = |m: &[Vec<f64>]| Pair::new(m[p].iter().copied(), m[q].iter().copied());
                let Pair { dot, xx, yy } = pair(&u);
                if dot.abs() <= f64::EPSILON * libm::sqrt(xx) * libm::sqrt(yy) {
                    continue;
                }
                rotated = true;
                let zeta = (yy - xx) / (2.0 * dot);
                let t = zeta.signum() / (zeta.abs() + libm::sqrt(1.0 + zeta * zeta));
                let c = 1.0 / libm::sqrt(1.0 + t * t);
                rotate(&mut u, p, q, c, c * t);
                rotate(&mut v, p, q, c, c * t);
            }
        }
        if !rotated {
            break;
        }
    }
    let squares: Vec<f64> = u
        .iter()
        .map(|column| column.iter().map(|x| x * x).sum())
        .collect();
    let cutoff = 1e-24 * squares.iter().fold(0.0, |max: f64, &s| max.max(s));
    for (column, square) in u.iter_mut().zip(squares) {
        let inverse = if square > cutoff { 1.0 / square } else { 0.0 };
        column.iter_mut().for_each(|x| *x *= inverse);
    }
    product(matrix(&v).t(), matrix(&u).view())
}

fn matrix(rows: &[Vec<f64>]) -> Array2<f64> {
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j])
}

fn rows(m: ArrayView2<f64>) -> Vec<Vec<f64>> {
    m.rows()
        .into_iter()
        .map(|row| row.iter().copied().collect())
        .collect()
}

/// Vectors p and q turned by the rotation with cosine `c` and sine `s`.
fn rotate(m: &mut [Vec<f64>], p: usize, q: usize, c: f64, s: f64) {
    let [x, y] = m.get_disjoint_mut([p, q]).expect("p and q differ");
    for (x, y) in x.iter_mut().zip(y) {
        (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
    }
}
