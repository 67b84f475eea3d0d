//! Signals of a batch: one row per sample.

use ndarray::{Array2, ArrayView2, ArrayViewMut2};

/// An n×d matrix, one row per sample, whose n may change from batch to batch, up to a fixed
/// number, without allocating.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    numbers: Vec<f32>,
    rows: usize,
    width: usize,
}

impl Samples {
    /// Zeros, `rows`×`width`; the number of rows may shrink and grow again up to this.
    pub fn zeros(rows: usize, width: usize) -> Self {
        Samples {
            numbers: vec![0.0; rows * width],
            rows,
            width,
        }
    }

    /// Uses the first `rows` rows from now on.
    ///
    /// # Panics
    /// If there was never room for so many.
    pub fn set_rows(&mut self, rows: usize) {
        assert!(
            rows * self.width <= self.numbers.len(),
            "a batch must fit into its buffers"
        );
        self.rows = rows;
    }

    /// n, the number of samples.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// d, the numbers of a sample.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The sample in row `i`.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn row(&self, i: usize) -> &[f32] {
        &self.all()[i * self.width..(i + 1) * self.width]
    }

    /// The sample in row `i`, to be written.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn row_mut(&mut self, i: usize) -> &mut [f32] {
        let width = self.width;
        &mut self.all_mut()[i * width..(i + 1) * width]
    }

    /// All n·d numbers, row after row.
    pub fn all(&self) -> &[f32] {
        &self.numbers[..self.rows * self.width]
    }

    /// All n·d numbers, row after row, to be written.
    pub fn all_mut(&mut self) -> &mut [f32] {
        &mut self.numbers[..self.rows * self.width]
    }

    /// The matrix, n×d.
    pub fn view(&self) -> ArrayView2<'_, f32> {
        let shape = (self.rows, self.width);
        ArrayView2::from_shape(shape, self.all()).expect("rows·width numbers")
    }

    /// The matrix, n×d, to be written.
    pub fn view_mut(&mut self) -> ArrayViewMut2<'_, f32> {
        let shape = (self.rows, self.width);
        ArrayViewMut2::from_shape(shape, self.all_mut()).expect("rows·width numbers")
    }
}

impl PartialEq for Samples {
    /// The same matrix; what lies beyond the rows in use does not count.
    fn eq(&self, other: &Self) -> bool {
        self.view() == other.view()
    }
}

impl From<Array2<f32>> for Samples {
    fn from(matrix: Array2<f32>) -> Self {
        let (rows, width) = matrix.dim();
        Samples {
            numbers: matrix.into_iter().collect(),
            rows,
            width,
        }
    }
}
