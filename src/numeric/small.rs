//! Small matrices in double precision, for the theory.
//!
//! Every function here is compiled once and called, where ndarray's operators would be compiled
//! anew for every kind of operand: the page pays for each.

use super::angle::Pair;
use ndarray::Array2;

/// Why the entries of such a matrix are one slice.
pub(crate) const ROW_BY_ROW: &str = "small matrices lie row by row";

/// The matrix whose entry in row i and column j is `entry(i, j)`, asked for row by row.
#[inline(never)]
pub fn build(shape: (usize, usize), entry: &mut dyn FnMut(usize, usize) -> f64) -> Array2<f64> {
    let (rows, columns) = shape;
    let mut entries = Vec::with_capacity(rows * columns);
    for i in 0..rows {
        for j in 0..columns {
            entries.push(entry(i, j));
        }
    }
    matrix(shape, entries)
}

/// `Mᵀ`
#[inline(never)]
pub fn transposed(m: &Array2<f64>) -> Array2<f64> {
    build((m.ncols(), m.nrows()), &mut |i, j| m[[j, i]])
}

/// `X + s Y`
#[inline(never)]
pub fn sum(x: &Array2<f64>, s: f64, y: &Array2<f64>) -> Array2<f64> {
    let y = slice(y);
    let entries = slice(x).iter().zip(y).map(|(x, y)| x + s * y).collect();
    matrix(x.dim(), entries)
}

/// `s M`
#[inline(never)]
pub fn scaled(s: f64, m: &Array2<f64>) -> Array2<f64> {
    let entries = slice(m).iter().map(|x| s * x).collect();
    matrix(m.dim(), entries)
}

/// `⟨X, Y⟩ = tr XᵀY = Σ x_ij y_ij`, with the squared norms.
#[inline(never)]
pub fn pair(x: &Array2<f64>, y: &Array2<f64>) -> Pair {
    Pair::new(slice(x).iter().copied(), slice(y).iter().copied())
}

/// `‖M‖² = Σ m_ij²`
#[inline(never)]
pub fn norm2(m: &Array2<f64>) -> f64 {
    slice(m).iter().fold(0.0, |sum, x| sum + x * x)
}

/// The matrix with these entries, row by row.
#[inline(never)]
pub(super) fn matrix(shape: (usize, usize), entries: Vec<f64>) -> Array2<f64> {
    Array2::from_shape_vec(shape, entries).expect("rows·columns entries")
}

/// M's entries row by row.
pub fn slice(m: &Array2<f64>) -> &[f64] {
    m.as_slice().expect(ROW_BY_ROW)
}
