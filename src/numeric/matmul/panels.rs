//! Dense products: a few rows of the left factor times a panel of the right one, again and again.

use ndarray::ArrayView2;

/// Columns of a panel: with [`ROWS`], as many sums as keep a processor busy and stay in its registers.
const PANEL: usize = 16;

/// Rows of the left factor that go by together.
const ROWS: usize = if cfg!(target_arch = "wasm32") { 2 } else { 4 };

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
        if k == 0 {
            return;
        }
        for (panel, first) in self.rows.chunks_exact_mut(k).zip((0..).step_by(PANEL)) {
            let wide = PANEL.min(self.columns - first);
            if wide < PANEL {
                panel.fill([0.0; PANEL]);
            }
            if right.strides()[0] == 1 && k > 1 {
                for j in 0..wide {
                    let column = right.column(first + j);
                    let column = column.to_slice().expect("columns lie in one piece");
                    for (row, x) in panel.iter_mut().zip(column) {
                        row[j] = *x;
                    }
                }
            } else {
                for (row, from) in panel.iter_mut().zip(right.rows()) {
                    match from.to_slice() {
                        Some(from) if wide == PANEL => {
                            row.copy_from_slice(&from[first..][..PANEL]);
                        }
                        Some(from) => row[..wide].copy_from_slice(&from[first..][..wide]),
                        None => {
                            for (j, x) in row[..wide].iter_mut().enumerate() {
                                *x = from[first + j];
                            }
                        }
                    }
                }
            }
        }
    }

    /// Row i of the product comes to stand at `to[i · step..]`.
    ///
    /// # Panics
    /// If the shapes disagree.
    pub fn write_rows(&mut self, left: ArrayView2<f32>, to: &mut [f32], step: usize) {
        let columns = self.columns;
        self.times(left, |i, j, row| {
            let wide = PANEL.min(columns - j);
            let to = &mut to[i * step + j..][..wide];
            match to.as_mut_array::<PANEL>() {
                Some(to) => *to = *row,
                None => to.copy_from_slice(&row[..wide]),
            }
        });
    }

    /// Row i of the product becomes a column: entry j comes to stand at `to[j · step + i]`.
    ///
    /// # Panics
    /// If the shapes disagree.
    pub fn write_columns(&mut self, left: ArrayView2<f32>, to: &mut [f32], step: usize) {
        let columns = self.columns;
        self.times(left, |i, j, row| {
            let wide = PANEL.min(columns - j);
            for (j, x) in (j..).zip(&row[..wide]) {
                to[j * step + i] = *x;
            }
        });
    }

    /// Gives away the product, part by part: `keep(i, j, row)` is told 16 numbers of row i, from column j
    /// on; what stands beyond the last column is no part of it.
    fn times(&mut self, left: ArrayView2<f32>, mut keep: impl FnMut(usize, usize, &Row)) {
        let Panels {
            rows: panels,
            k,
            columns,
            gathered,
        } = self;
        let (m, k) = (left.nrows(), *k);
        assert_eq!(left.ncols(), k, "the shapes of a product must agree");
        if k == 0 {
            let nothing = |i| (0..*columns).step_by(PANEL).map(move |j| (i, j));
            (0..m)
                .flat_map(nothing)
                .for_each(|(i, j)| keep(i, j, &[0.0; PANEL]));
            return;
        }
        let in_place = left.strides()[1] == 1 || k == 1;
        gathered.resize(if in_place { 0 } else { ROWS * k }, 0.0);
        let mut sums = [[0.0; PANEL]; ROWS];
        for i in (0..m).step_by(ROWS) {
            let together = ROWS.min(m - i);
            if !in_place {
                for (r, row) in gathered.chunks_exact_mut(k).take(together).enumerate() {
                    row.iter_mut()
                        .zip(left.row(i + r))
                        .for_each(|(to, x)| *to = *x);
                }
            }
            // Past the last row the last one goes along once more; nobody is told.
            let row = |r: usize| -> &[f32] {
                let r = r.min(together - 1);
                if in_place {
                    left.row(i + r).to_slice().expect("a row lies in one piece")
                } else {
                    &gathered[r * k..][..k]
                }
            };
            let rows: [&[f32]; ROWS] = std::array::from_fn(row);
            for (panel, j) in panels.chunks_exact(k).zip((0..).step_by(PANEL)) {
                tile(&rows, panel, &mut sums);
                for (r, sums) in sums[..together].iter().enumerate() {
                    keep(i + r, j, sums);
                }
            }
        }
    }
}

crate::wide! {
    /// `sums[r] ← Σ_k rows[r][k] · panel[k]`.
    fn tile(rows: &[&[f32]; ROWS], panel: &[Row], sums: &mut [Row; ROWS]) {
        let rows = rows.map(|row| &row[..panel.len()]);
        let mut inside = [[0.0; PANEL]; ROWS];
        for (k, panel) in panel.iter().enumerate() {
            for r in 0..ROWS {
                let x = rows[r][k];
                for j in 0..PANEL {
                    inside[r][j] += x * panel[j];
                }
            }
        }
        *sums = inside;
    }
}
