//! Products with a factor that is mostly zero, such as the pixels of a digit.

/// Columns of the right factor that are summed together.
const TOGETHER: usize = 20;

/// Entries that are looked at together for whether all are zero.
const BLOCK: usize = 8;

/// A matrix m×k of which only the entries that are not zero are kept, row by row, k ascending.
///
/// Its products have the bits of those with all entries, as long as the other factor is finite: a sum
/// starts at +0, so it is never −0, and adding ±0 leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct Sparse {
    /// Where each row's entries begin, and where the last one's end.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    columns: usize,
}

/// An entry of a row.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    column: u32,
    x: f32,
}

impl Sparse {
    /// Keeps what is not zero of a matrix of `columns` columns that lies row by row. The room is kept
    /// from one matrix to the next.
    pub fn keep(&mut self, numbers: &[f32], columns: usize) {
        self.columns = columns;
        self.entries.resize(numbers.len() + 1, Entry::default());
        self.starts.clear();
        self.starts.push(0);
        let mut kept = 0;
        for row in numbers.chunks_exact(columns) {
            for (block, first) in row.chunks(BLOCK).zip((0..).step_by(BLOCK)) {
                // Without their signs, for −0 is zero as well.
                if block.iter().fold(0, |all, x| all | x.to_bits()) << 1 == 0 {
                    continue;
                }
                for (column, &x) in (first..).zip(block) {
                    // Written in any case, and counted if it is one: no branch to be guessed wrongly.
                    self.entries[kept] = Entry { column, x };
                    kept += usize::from(x != 0.0);
                }
            }
            self.starts.push(kept as u32);
        }
        self.entries.truncate(kept);
    }

    /// Keeps the transpose of another one.
    pub fn keep_transposed(&mut self, other: &Sparse) {
        self.columns = other.rows();
        // As much room as the other one has, so that it is found once.
        let room = other.entries.capacity();
        self.entries
            .reserve(room.saturating_sub(self.entries.len()));
        self.entries.resize(other.entries.len(), Entry::default());
        self.starts.clear();
        self.starts.resize(other.columns + 2, 0);
        // Two places ahead is counted, one place ahead is filled: in the end each begins where it should.
        for entry in &other.entries {
            self.starts[entry.column as usize + 2] += 1;
        }
        for i in 2..self.starts.len() {
            self.starts[i] += self.starts[i - 1];
        }
        for i in 0..other.rows() {
            for entry in other.row(i) {
                let place = &mut self.starts[entry.column as usize + 1];
                self.entries[*place as usize] = Entry {
                    column: i as u32,
                    x: entry.x,
                };
                *place += 1;
            }
        }
        self.starts.pop();
    }

    /// m, the rows.
    pub fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The share of entries that are not zero.
    pub fn density(&self) -> f64 {
        self.entries.len() as f64 / (self.rows() * self.columns) as f64
    }

    /// Whether a row has no entries.
    pub fn is_empty(&self, row: usize) -> bool {
        self.row(row).is_empty()
    }

    fn row(&self, i: usize) -> &[Entry] {
        &self.entries[self.starts[i] as usize..self.starts[i + 1] as usize]
    }

    /// `C ← S B` for the rows of S from `first` on, as many as C has: B k×n, C …×n, both row by row.
    ///
    /// # Panics
    /// If the shapes disagree.
    pub fn times(&self, first: usize, b: &[f32], n: usize, c: &mut [f32]) {
        assert!(
            b.len() == self.columns * n && c.len().is_multiple_of(n),
            "the shapes of a product must agree"
        );
        product(self, first, b, n, c);
    }
}

crate::wide! {
    fn product(s: &Sparse, first: usize, b: &[f32], n: usize, c: &mut [f32]) {
        let whole = n - n % TOGETHER;
        // A few columns at a time, so that this part of B stays in the cache.
        for j in (0..whole).step_by(TOGETHER) {
            columns::<TOGETHER>(s, first, b, n, j, c);
        }
        for j in (whole..n - n % 4).step_by(4) {
            columns::<4>(s, first, b, n, j, c);
        }
        for j in n - n % 4..n {
            columns::<1>(s, first, b, n, j, c);
        }
    }
}

/// Columns j to j + N of a product.
#[inline(always)]
fn columns<const N: usize>(s: &Sparse, first: usize, b: &[f32], n: usize, j: usize, c: &mut [f32]) {
    for (i, c) in c.chunks_exact_mut(n).enumerate() {
        let mut sums = [0.0; N];
        for entry in s.row(first + i) {
            // SAFETY: columns are below k, B has k rows of n numbers, and j + N is at most n.
            let b = unsafe {
                &*b.as_ptr()
                    .add(entry.column as usize * n + j)
                    .cast::<[f32; N]>()
            };
            for (sum, b) in sums.iter_mut().zip(b) {
                *sum += entry.x * b;
            }
        }
        c[j..j + N].copy_from_slice(&sums);
    }
}
