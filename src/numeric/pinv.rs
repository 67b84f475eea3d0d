//! The Moore–Penrose pseudo-inverse.

use super::matmul::product;
use super::small::{ROW_BY_ROW, build, norm2, transposed};
use ndarray::{Array2, ArrayView2};

/// `M⁺`, n×m for M m×n: the matrix with `M M⁺ M = M`, `M⁺ M M⁺ = M⁺` and `M M⁺`, `M⁺ M`
/// symmetric. Any rank is welcome: singular values below 1e-12 of the largest count as zero (they
/// are what thousands of rounded steps leave), and the pseudo-inverse of zero is zero. That of a
/// matrix with an infinite or undefined entry is undefined: NaN.
///
/// One-sided Jacobi (Hestenes): rotate pairs of columns of `U = M V` until all are orthogonal;
/// their lengths are the singular values, and `M⁺ = V diag(1/σ²) Uᵀ`.
pub fn pinv(m: ArrayView2<f64>) -> Array2<f64> {
    let (rows, columns) = m.dim();
    if rows < columns {
        return transposed(&pinv(m.t()));
    }
    // Row j of `u` is column j of M V, and row j of `v` column j of V: rows lie together.
    let mut u = build((columns, rows), &mut |j, i| m[[i, j]]);
    let mut v = build((columns, columns), &mut |i, j| f64::from(u8::from(i == j)));
    if !norm2(&u).is_finite() {
        return build((columns, rows), &mut |_, _| f64::NAN);
    }
    // Convergence is quadratic; matrices of the size shown need six to ten sweeps.
    for _sweep in 0..60 {
        let mut rotated = false;
        for p in 0..columns {
            for q in p + 1..columns {
                rotated |= orthogonalise(&mut u, &mut v, p, q);
            }
        }
        if !rotated {
            break;
        }
    }
    let squares: Vec<f64> = (0..columns).map(|j| dot(&u, j, j)).collect();
    let cutoff = 1e-24 * squares.iter().fold(0.0, |max: f64, &s| max.max(s));
    let scaled = build(u.dim(), &mut |j, i| {
        if squares[j] > cutoff {
            u[[j, i]] / squares[j]
        } else {
            0.0
        }
    });
    product(v.t(), scaled.view())
}

/// Turns columns p and q of M V, and of V, until the former are orthogonal; whether they were not.
fn orthogonalise(u: &mut Array2<f64>, v: &mut Array2<f64>, p: usize, q: usize) -> bool {
    let (xx, xy, yy) = (dot(u, p, p), dot(u, p, q), dot(u, q, q));
    if xy.abs() <= f64::EPSILON * libm::sqrt(xx) * libm::sqrt(yy) {
        return false;
    }
    let zeta = (yy - xx) / (2.0 * xy);
    let t = zeta.signum() / (zeta.abs() + libm::sqrt(1.0 + zeta * zeta));
    let c = 1.0 / libm::sqrt(1.0 + t * t);
    rotate(u, p, q, c, c * t);
    rotate(v, p, q, c, c * t);
    true
}

/// The dot product of rows p and q.
#[inline(never)]
fn dot(m: &Array2<f64>, p: usize, q: usize) -> f64 {
    let [x, y] = [p, q].map(|row| &m.as_slice().expect(ROW_BY_ROW)[row * m.ncols()..][..m.ncols()]);
    x.iter().zip(y).fold(0.0, |sum, (x, y)| sum + x * y)
}

/// Rows p and q turned by the rotation with cosine `c` and sine `s`.
#[inline(never)]
fn rotate(m: &mut Array2<f64>, p: usize, q: usize, c: f64, s: f64) {
    let width = m.ncols();
    let (before, after) = m.as_slice_mut().expect(ROW_BY_ROW).split_at_mut(q * width);
    let (x, y) = (&mut before[p * width..][..width], &mut after[..width]);
    for (x, y) in x.iter_mut().zip(y) {
        (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
    }
}
