//! Products of training, and the peak that they are measured against, for `cargo xtask bench`.
//!
//! Compiled to WebAssembly with the flags of the product and optimised as it is, but no part of it.
#![cfg(target_arch = "wasm32")]

use core::arch::wasm32::{f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat, v128};
use feedback_alignment::numeric::matmul::{self, Panels, Sparse};
use ndarray::{ArrayView2, Axis, Slice};
use std::hint::black_box;

/// So many chains of `x ← x · factor + term`, four numbers wide, `rounds` long: nothing but arithmetic, and
/// enough of it at a time that none waits for another. Returns a sum, so that nothing is left out.
///
/// # Panics
/// If there is no such number of chains.
#[unsafe(no_mangle)]
pub extern "C" fn peak(chains: usize, rounds: u32) -> f32 {
    match chains {
        6 => multiply_add::<6>(rounds),
        8 => multiply_add::<8>(rounds),
        10 => multiply_add::<10>(rounds),
        12 => multiply_add::<12>(rounds),
        13 => multiply_add::<13>(rounds),
        _ => panic!("there are no {chains} chains"),
    }
}

fn multiply_add<const CHAINS: usize>(rounds: u32) -> f32 {
    // Numbers that stay numbers: each chain comes close to 2.
    let (factor, term) = (f32x4_splat(black_box(0.5)), f32x4_splat(black_box(1.0)));
    let mut sums: [v128; CHAINS] = [term; CHAINS];
    // Not unrolled: compilers would let one chain run on before the next begins.
    for _ in 0..rounds {
        for sum in &mut sums {
            *sum = f32x4_add(f32x4_mul(*sum, factor), term);
        }
    }
    sums.iter().map(|&sum| f32x4_extract_lane::<0>(sum)).sum()
}

/// Rows of a gradient that are computed and used together.
const ROWS: usize = 8;

/// A product of training: n samples, d inputs and u units of a layer.
pub struct Product {
    form: Form,
    shape: [usize; 3],
    /// H, n×d.
    inputs: Vec<f32>,
    /// W, u×d; by input, d×u, where inputs are sparse.
    weights: Vec<f32>,
    /// Δ, n×u.
    delta: Vec<f32>,
    out: Vec<f32>,
    panels: Panels,
    sparse: Sparse,
    sparse_by_input: Sparse,
}

#[derive(Clone, Copy)]
enum Form {
    /// `H Wᵀ`
    Forward,
    /// `Δ W`
    Feedback,
    /// `Δᵀ H`, a few rows at a time, as training uses them up.
    Update,
    /// `H Wᵀ` without the zeros of H, which are found first.
    SparseForward,
    /// `Hᵀ Δ`, row by row, without the zeros of H, which the forward pass has found.
    SparseUpdate,
}

/// A product of random numbers, from −1 to 1. `form` is a number of [`Form`], from 0.
///
/// # Panics
/// If there is no such form.
#[unsafe(no_mangle)]
pub extern "C" fn product(form: usize, n: usize, d: usize, u: usize) -> *mut Product {
    use Form::{Feedback, Forward, SparseForward, SparseUpdate, Update};
    let form = [Forward, Feedback, Update, SparseForward, SparseUpdate][form];
    let mut state = 1u32;
    let mut random = |count| -> Vec<f32> {
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..count).map(|_| next()).collect()
    };
    let entries = match form {
        Forward | SparseForward => n * u,
        Feedback => n * d,
        Update => ROWS * d,
        SparseUpdate => u,
    };
    Box::into_raw(Box::new(Product {
        form,
        shape: [n, d, u],
        inputs: random(n * d),
        weights: random(u * d),
        delta: random(n * u),
        out: vec![0.0; entries],
        panels: Panels::default(),
        sparse: Sparse::default(),
        sparse_by_input: Sparse::default(),
    }))
}

/// Where H lies, for whoever has digits to put there.
#[unsafe(no_mangle)]
pub extern "C" fn inputs(product: &mut Product) -> *mut f32 {
    product.inputs.as_mut_ptr()
}

/// Takes the product so many times; returns a number of the result.
#[unsafe(no_mangle)]
pub extern "C" fn multiply(product: &mut Product, times: u32) -> f32 {
    for _ in 0..times {
        product.once();
    }
    product.out[product.out.len() / 2]
}

impl Product {
    fn once(&mut self) {
        let [n, d, u] = self.shape;
        let (inputs, delta) = (matrix(&self.inputs, n, d), matrix(&self.delta, n, u));
        match self.form {
            Form::Forward => {
                let weights = matrix(&self.weights, u, d);
                matmul::multiply(inputs, weights.t(), &mut self.out, &mut self.panels);
            }
            Form::Feedback => {
                let weights = matrix(&self.weights, u, d);
                matmul::multiply(delta, weights, &mut self.out, &mut self.panels);
            }
            Form::Update => {
                self.panels.pack(inputs);
                for first in (0..u).step_by(ROWS) {
                    let rows = Slice::from(first..u.min(first + ROWS));
                    let delta = delta.slice_axis(Axis(1), rows);
                    self.panels.write_rows(delta.t(), &mut self.out, d);
                }
            }
            Form::SparseForward => {
                self.sparse.keep(&self.inputs, d);
                self.sparse.times(0, &self.weights, u, &mut self.out);
            }
            Form::SparseUpdate => {
                if self.sparse.rows() == 0 {
                    self.sparse.keep(&self.inputs, d);
                }
                self.sparse_by_input.keep_transposed(&self.sparse);
                for input in (0..d).filter(|&input| !self.sparse_by_input.is_empty(input)) {
                    self.sparse_by_input
                        .times(input, &self.delta, u, &mut self.out);
                    black_box(&mut self.out);
                }
            }
        }
    }
}

fn matrix(numbers: &[f32], rows: usize, columns: usize) -> ArrayView2<'_, f32> {
    ArrayView2::from_shape((rows, columns), numbers).expect("as many numbers as the shape says")
}
