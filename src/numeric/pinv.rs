//! The Moore–Penrose pseudo-inverse.

use super::angle::Pair;
use super::matmul::product;
use ndarray::{Array2, ArrayView2};

/// `M⁺`, n×m for M m×n: the matrix with `M M⁺ M = M`, `M⁺ M M⁺ = M⁺` and `M M⁺`, `M⁺ M`
/// symmetric. Any rank is welcome: singular values below 1e-12 of the largest count as zero (they
/// are what thousands of rounded steps leave), and the pseudo-inverse of zero is zero.
///
/// One-sided Jacobi (Hestenes): rotate pairs of columns of `U = M V` until all are orthogonal;
/// their lengths are the singular values, and `M⁺ = V diag(1/σ²) Uᵀ`.
pub fn pinv(m: ArrayView2<f64>) -> Array2<f64> {
    if m.nrows() < m.ncols() {
        return pinv(m.t()).reversed_axes();
    }
    let mut u = m.to_owned();
    let mut v = Array2::<f64>::eye(m.ncols());
    // Convergence is quadratic; matrices of the size shown need six to ten sweeps.
    for _sweep in 0..60 {
        let mut rotated = false;
        for p in 0..m.ncols() {
            for q in p + 1..m.ncols() {
                let Pair { dot, xx, yy } = Pair::new(u.column(p).to_vec(), u.column(q).to_vec());
                if dot == 0.0 || dot.abs() <= f64::EPSILON * libm::sqrt(xx) * libm::sqrt(yy) {
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
    let squares: Vec<f64> = u.columns().into_iter().map(|c| c.dot(&c)).collect();
    let largest = squares.iter().fold(0.0f64, |max, &s| max.max(s));
    let cutoff = 1e-12 * libm::sqrt(largest);
    for (mut column, &square) in u.columns_mut().into_iter().zip(&squares) {
        let inverse = if libm::sqrt(square) > cutoff {
            1.0 / square
        } else {
            0.0
        };
        column *= inverse;
    }
    product(v.view(), u.t())
}

/// Columns p and q of `m` turned by the rotation with cosine `c` and sine `s`.
fn rotate(m: &mut Array2<f64>, p: usize, q: usize, c: f64, s: f64) {
    for mut row in m.rows_mut() {
        let (x, y) = (row[p], row[q]);
        row[p] = c * x - s * y;
        row[q] = s * x + c * y;
    }
}
