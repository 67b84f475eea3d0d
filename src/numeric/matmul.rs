//! Matrix products: the only place where matrices are multiplied.
//!
//! Every product writes into the caller's buffer. Rows of activity matrices are samples, so
//! the three products of training are `H·Wᵀ` (forward), `Δ·M` (feedback) and `Δᵀ·H` (update).

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, LinalgScalar};

/// `C ← A B`, with A m×k, B k×n, C m×n.
///
/// # Panics
/// If the shapes disagree.
pub fn a_b<T: LinalgScalar>(a: ArrayView2<T>, b: ArrayView2<T>, mut c: ArrayViewMut2<T>) {
    general_mat_mul(T::one(), &a, &b, T::zero(), &mut c);
}

/// `C ← A Bᵀ`, with A m×k, B n×k, C m×n.
///
/// # Panics
/// If the shapes disagree.
pub fn a_bt<T: LinalgScalar>(a: ArrayView2<T>, b: ArrayView2<T>, mut c: ArrayViewMut2<T>) {
    general_mat_mul(T::one(), &a, &b.t(), T::zero(), &mut c);
}

/// `C ← s Aᵀ B`, with A k×m, B k×n, C m×n.
///
/// # Panics
/// If the shapes disagree.
pub fn at_b<T: LinalgScalar>(s: T, a: ArrayView2<T>, b: ArrayView2<T>, mut c: ArrayViewMut2<T>) {
    general_mat_mul(s, &a.t(), &b, T::zero(), &mut c);
}

/// `A B` as a new matrix, for the small matrices of the theory, where clarity beats speed.
/// Transposed views are welcome: `product(e.view(), a.t())` is `E Aᵀ`.
///
/// # Panics
/// If the shapes disagree.
pub fn product(a: ArrayView2<f64>, b: ArrayView2<f64>) -> Array2<f64> {
    let mut c = Array2::zeros((a.nrows(), b.ncols()));
    a_b(a, b, c.view_mut());
    c
}
