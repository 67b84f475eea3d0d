//! Matrix products: the only place where matrices are multiplied.
//!
//! `C ← A B` is `c_ij = Σ_k a_ik b_kj`: from 0, k ascending, each product rounded and then each sum.
//! No two operations are fused and none change places, so the bits depend neither on the processor
//! nor on how a product is cut into pieces: every entry is a sum of its own.
//!
//! Rows of activity matrices are samples, so the three products of training are `H·Wᵀ` (forward),
//! `Δ·M` (feedback) and `Δᵀ·H` (update).

mod double;
mod panels;
mod sparse;

pub use double::{Block, centred_gram, product};
pub use panels::Panels;
pub use sparse::Sparse;

use ndarray::{ArrayView2, Axis, Slice};

/// Columns that are packed at a time: their panels stay in the cache while all rows go by.
const COLUMNS: usize = 64;

/// `C ← A B`, with A m×k, B k×n, and C m×n row by row; the factors may lie in memory as they like.
///
/// # Panics
/// If the shapes disagree.
pub fn multiply(a: ArrayView2<f32>, b: ArrayView2<f32>, c: &mut [f32], panels: &mut Panels) {
    let ((m, k), (inner, n)) = (a.dim(), b.dim());
    assert!(
        k == inner && c.len() == m * n,
        "the shapes of a product must agree"
    );
    if c.is_empty() {
        return;
    }
    // `Cᵀ = Bᵀ Aᵀ` gives the same sums. One factor is read where it lies, if its part of a sum lies in
    // one piece, the other is packed: the cheaper one. Numbers to be moved, either way:
    let if_strided = |step: isize, numbers: usize| if step == 1 { 0 } else { numbers };
    let as_is = k * n + if_strided(a.strides()[1], m * k);
    let turned = m * k + m * n + if_strided(b.strides()[0], k * n);
    let (left, right) = if turned < as_is {
        (b.t(), a.t())
    } else {
        (a.view(), b.view())
    };
    for first in (0..right.ncols()).step_by(COLUMNS) {
        let columns = Slice::from(first..right.ncols().min(first + COLUMNS));
        panels.pack(right.slice_axis(Axis(1), columns));
        if turned < as_is {
            panels.write_columns(left, &mut c[first * n..], n);
        } else {
            panels.write_rows(left, &mut c[first..], n);
        }
    }
}
