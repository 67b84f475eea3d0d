//! Products in double precision: of the theory's small matrices, and of a cloud's covariance.

use crate::numeric::small;
use ndarray::{Array2, ArrayView2};
use std::borrow::Cow;

/// `A B` as a new matrix, in double precision, for the small matrices of the theory: the
/// definition, term after term in ascending order. Transposed views are welcome:
/// `product(e.view(), a.t())` is `E Aᵀ`.
///
/// # Panics
/// If the shapes disagree.
#[inline(never)]
pub fn product(a: ArrayView2<f64>, b: ArrayView2<f64>) -> Array2<f64> {
    assert_eq!(a.ncols(), b.nrows(), "the shapes of the factors must agree");
    let shape = (a.nrows(), b.ncols());
    let (inner, width) = b.dim();
    let [a, b] = [a, b].map(row_by_row);
    let mut c = vec![0.0; shape.0 * shape.1];
    for i in 0..shape.0 {
        let sums = &mut c[i * width..][..width];
        for k in 0..inner {
            let (factor, row) = (a[i * inner + k], &b[k * width..][..width]);
            sums.iter_mut()
                .zip(row)
                .for_each(|(sum, x)| *sum += factor * x);
        }
    }
    small::matrix(shape, c)
}

/// Several vectors of one length, side by side: entry i of each lies in row i.
pub type Block = [f64; 8];

/// `Y ← X̃ V` and then `Z ← X̃ᵀ Y`, with `X̃ = X − 1 mᵀ`: what the covariance of X, times n, makes of
/// V, without forming it. X n×d row by row, its mean m of d numbers, V and Z d×8, Y n×8.
///
/// # Panics
/// If the shapes disagree.
pub fn centred_gram(x: &[f32], mean: &[f64], v: &[Block], y: &mut [Block], z: &mut [Block]) {
    assert!(
        x.len() == y.len() * mean.len() && v.len() == mean.len() && z.len() == mean.len(),
        "the shapes of the factors must agree"
    );
    z.fill(Block::default());
    for (x, y) in x.chunks_exact(mean.len()).zip(y) {
        let mut sums = Block::default();
        for ((x, mean), v) in x.iter().zip(mean).zip(v) {
            let x = f64::from(*x) - mean;
            sums.iter_mut().zip(v).for_each(|(sum, v)| *sum += x * v);
        }
        for ((x, mean), z) in x.iter().zip(mean).zip(&mut *z) {
            let x = f64::from(*x) - mean;
            z.iter_mut().zip(&sums).for_each(|(z, y)| *z += x * y);
        }
        *y = sums;
    }
}

/// The entries of M row by row: as they lie there, or, of a transposed view, as a copy.
fn row_by_row(m: ArrayView2<'_, f64>) -> Cow<'_, [f64]> {
    match m.to_slice() {
        Some(entries) => Cow::Borrowed(entries),
        None => Cow::Owned(m.iter().copied().collect()),
    }
}
