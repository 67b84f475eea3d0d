//! Dense products: a few rows of the left factor times a panel of the right one, again and again.

use ndarray::ArrayView2;

/// Columns of a panel: with [`ROWS`], as many sums as keep a processor busy and stay in its registers.
const PANEL: usize = 16;

/// Rows of the left factor that go by together.
const ROWS: usize = 2;

/// A row of a panel.
type Row = [f32; PANEL];

/// The right factor of a product, k×n, as panels of 16 columns that lie row by row, in the order in
/// which sums run through them. The room is kept from one product to the next.
#[derive(Clone, Debug, Default)]
pub struct Panels {
    /// Panel after panel, k rows each; zeros stand beyond the last column.
    rows: Vec<Row>,
    k: usize,
    columns: usize,
    /// Rows of a left factor that do not lie in one piece.
    gathered: Vec<f32>,
}

impl Panels {
    /// Takes in a right factor.
    pub fn pack(&mut self, right: ArrayView2<f32>) {
        (self.k, self.columns) = right.dim();
        let k = self.k;
        self.rows
            .resize(self.columns.div_ceil(PANEL) * k, [0.0; PANEL]);
        if self.rows.is_empty() {
            return;
        }
        if !self.columns.is_multiple_of(PANEL) {
            let last = self.rows.len() - k;
            self.rows[last..].fill([0.0; PANEL]);
        }
        if right.strides()[0] == 1 && k > 1 {
            for (j, column) in right.columns().into_iter().enumerate() {
                let column = column.to_slice().expect("columns lie in one piece");
                let panel = &mut self.rows[j / PANEL * k..][..k];
                for (row, x) in panel.iter_mut().zip(column) {
                    row[j % PANEL] = *x;
                }
            }
            return;
        }
        let mut gathered = std::mem::take(&mut self.gathered);
        for (i, row) in right.rows().into_iter().enumerate() {
            let row = row.to_slice().unwrap_or_else(|| {
                gathered.clear();
                gathered.extend(row);
                &gathered
            });
            let (whole, rest) = row.as_chunks::<PANEL>();
            let mut places = self.rows[i..].iter_mut().step_by(k);
            // In this order, so that no place is taken when there is nothing left to put there.
            for (part, place) in whole.iter().zip(&mut places) {
                *place = *part;
            }
            if let Some(place) = places.next().filter(|_| !rest.is_empty()) {
                place[..rest.len()].copy_from_slice(rest);
            }
        }
        self.gathered = gathered;
    }

    /// Row i of the product comes to stand at `to[i · step..]`.
    ///
    /// # Panics
    /// If the shapes disagree.
    pub fn write_rows(&mut self, left: ArrayView2<f32>, to: &mut [f32], step: usize) {
        self.times(left, |i, rows, panels, k, columns| {
            let to = &mut to[i * step..];
            times_panels(rows, panels, k, columns, to, step);
        });
    }

    /// Row i of the product becomes a column: entry j comes to stand at `to[j · step + i]`.
    ///
    /// # Panics
    /// If the shapes disagree.
    pub fn write_columns(&mut self, left: ArrayView2<f32>, to: &mut [f32], step: usize) {
        self.times(left, |i, rows, panels, k, columns| {
            let to = &mut to[i..];
            times_panels_turned(rows, panels, k, columns, to, step);
        });
    }

    /// Goes through the rows of the left factor, a few at a time: `some(i, rows, panels, k, columns)` is
    /// given those from the i-th on.
    fn times(
        &mut self,
        left: ArrayView2<f32>,
        mut some: impl FnMut(usize, &[&[f32]], &[Row], usize, usize),
    ) {
        let Panels {
            rows: panels,
            k,
            columns,
            gathered,
        } = self;
        let (m, k, columns) = (left.nrows(), *k, *columns);
        assert_eq!(left.ncols(), k, "the shapes of a product must agree");
        if columns == 0 {
            return;
        }
        let in_place = left.strides()[1] == 1 || k <= 1;
        gathered.resize(if in_place { 0 } else { ROWS * k }, 0.0);
        for i in (0..m).step_by(ROWS) {
            let together = ROWS.min(m - i);
            if !in_place {
                for (r, row) in gathered.chunks_exact_mut(k).take(together).enumerate() {
                    row.iter_mut()
                        .zip(left.row(i + r))
                        .for_each(|(to, x)| *to = *x);
                }
            }
            let row = |r: usize| -> &[f32] {
                if r >= together {
                    &[]
                } else if in_place {
                    left.row(i + r).to_slice().expect("a row lies in one piece")
                } else {
                    &gathered[r * k..][..k]
                }
            };
            let rows: [&[f32]; ROWS] = std::array::from_fn(row);
            some(i, &rows[..together], panels, k, columns);
        }
    }
}

crate::wide! {
    /// Rows of the product, one below the other.
    fn times_panels(
        rows: &[&[f32]],
        panels: &[Row],
        k: usize,
        columns: usize,
        to: &mut [f32],
        step: usize,
    ) {
        let all = as_many(rows, k);
        let whole = columns / PANEL;
        for p in 0..whole {
            let sums = sums(&all, &panels[p * k..][..k]);
            for (r, sums) in sums.iter().enumerate() {
                if r < rows.len() {
                    let to = to[r * step + p * PANEL..].first_chunk_mut();
                    *to.expect("there is room for the product") = *sums;
                }
            }
        }
        let (first, wide) = (whole * PANEL, columns % PANEL);
        if wide > 0 {
            let sums = sums(&all, &panels[whole * k..]);
            for (r, sums) in sums[..rows.len()].iter().enumerate() {
                to[r * step + first..][..wide].copy_from_slice(&sums[..wide]);
            }
        }
    }
}

crate::wide! {
    /// Rows of the product, side by side as columns.
    fn times_panels_turned(
        rows: &[&[f32]],
        panels: &[Row],
        k: usize,
        columns: usize,
        to: &mut [f32],
        step: usize,
    ) {
        let all = as_many(rows, k);
        for j in (0..columns).step_by(PANEL) {
            let sums = sums(&all, &panels[j / PANEL * k..][..k]);
            for (j, i) in (j..columns).zip(0..PANEL) {
                let column: [f32; ROWS] = std::array::from_fn(|r| sums[r][i]);
                let to = &mut to[j * step..][..rows.len()];
                match to.as_mut_array() {
                    Some(to) => *to = column,
                    None => to.copy_from_slice(&column[..rows.len()]),
                }
            }
        }
    }
}

/// If there are fewer rows, the first one goes along in their place.
#[inline(always)]
fn as_many<'a>(rows: &[&'a [f32]], k: usize) -> [&'a [f32]; ROWS] {
    std::array::from_fn(|r| &rows.get(r).unwrap_or(&rows[0])[..k])
}

/// `Σ_k rows[r][k] · panel[k]` for each row r.
#[inline(always)]
fn sums(rows: &[&[f32]; ROWS], panel: &[Row]) -> [Row; ROWS] {
    let rows = rows.map(|row| &row[..panel.len()]);
    let mut sums = [[0.0; PANEL]; ROWS];
    for (k, panel) in panel.iter().enumerate() {
        for r in 0..ROWS {
            let x = rows[r][k];
            for i in 0..PANEL {
                sums[r][i] += x * panel[i];
            }
        }
    }
    sums
}
