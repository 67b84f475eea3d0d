//! The gradient of a layer: `1/n Σ_samples δ_k x_{k−1}ᵀ`, where δ_k is what the rule brings the layer and
//! x_{k−1} what the layer received.
//!
//! A gradient is as large as the weights. It is never there as a whole: a few rows at a time are
//! computed, used while they are in the cache, and forgotten.

use super::signals::Signals;
use ndarray::{Axis, Slice};
use std::ops::Range;

/// Rows in a piece.
const ROWS: usize = 8;

impl Signals {
    /// `Σ_samples δ_k x_{k−1}ᵀ` in pieces, in the order in which the weights lie in memory, by input or by
    /// unit: `use_piece` is told where a piece belongs. Pieces that are zero because their inputs are need
    /// not be told.
    pub(super) fn weight_gradient(
        &mut self,
        k: usize,
        by_input: bool,
        tell_zeros: bool,
        use_piece: &mut dyn FnMut(Range<usize>, &[f32]),
    ) {
        self.know_inputs_by_input(k);
        let mut piece = std::mem::take(&mut self.piece);
        let mut panels = std::mem::take(&mut self.panels);
        let delta = &self.delta[k];
        if self.sparse_received(k - 1).is_some() {
            let inputs = self.inputs_by_input();
            let width = delta.width();
            piece.resize(width, 0.0);
            for i in (0..inputs.rows()).filter(|&i| tell_zeros || !inputs.is_empty(i)) {
                inputs.times(i, delta.all(), width, &mut piece);
                use_piece(i * width..(i + 1) * width, &piece);
            }
        } else {
            let received = self.received(k - 1);
            let (left, right) = if by_input {
                (received.view(), delta.view())
            } else {
                (delta.view(), received.view())
            };
            let (rows, width) = (left.ncols(), right.ncols());
            panels.pack(right);
            piece.resize(ROWS.min(rows) * width, 0.0);
            for i in (0..rows).step_by(ROWS) {
                let end = rows.min(i + ROWS);
                let left = left.slice_axis(Axis(1), Slice::from(i..end));
                let piece = &mut piece[..(end - i) * width];
                panels.write_rows(left.t(), piece, width);
                use_piece(i * width..end * width, piece);
            }
        }
        self.piece = piece;
        self.panels = panels;
    }

    /// `Σ_samples δ_k`, sample after sample.
    pub(super) fn bias_gradient(&self, k: usize, sums: &mut [f32]) {
        sums.fill(0.0);
        for row in 0..self.rows() {
            let delta = self.delta[k].row(row);
            sums.iter_mut().zip(delta).for_each(|(sum, x)| *sum += x);
        }
    }
}
