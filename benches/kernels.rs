//! The matrix products of training, natively: `cargo bench --bench kernels`.
//!
//! 64 samples, and a layer of 800 units on 784 or 800 inputs; what is counted are multiply–adds.

use divan::Bencher;
use divan::counter::ItemsCount;
use feedback_alignment::numeric::matmul::{self, Panels, Sparse};
use feedback_alignment::numeric::rng::{self, Purpose};
use ndarray::{Array2, ArrayView2};

const SAMPLES: usize = 64;
const UNITS: usize = 800;

/// The share of a digit's pixels that are not zero, about.
const PIXELS: f64 = 0.19;

fn main() {
    divan::main();
}

fn random(rows: usize, columns: usize) -> Array2<f32> {
    let mut rng = rng::stream(1, Purpose::Task, 0);
    Array2::from_shape_simple_fn((rows, columns), || rng::uniform(&mut rng, 1.0) as f32)
}

fn multiply(bencher: Bencher, a: ArrayView2<f32>, b: ArrayView2<f32>) {
    let ((m, k), n) = (a.dim(), b.ncols());
    let (mut c, mut panels) = (vec![0.0; m * n], Panels::default());
    bencher
        .counter(ItemsCount::new(m * k * n))
        .bench_local(|| matmul::multiply(a, b, &mut c, &mut panels));
}

/// `H Wᵀ`
#[divan::bench(args = [784, 800])]
fn forward(bencher: Bencher, inputs: usize) {
    let (h, w) = (random(SAMPLES, inputs), random(UNITS, inputs));
    multiply(bencher, h.view(), w.t());
}

/// `Δ W`
#[divan::bench(args = [784, 800])]
fn feedback(bencher: Bencher, inputs: usize) {
    let (delta, w) = (random(SAMPLES, UNITS), random(UNITS, inputs));
    multiply(bencher, delta.view(), w.view());
}

/// `Δᵀ H`
#[divan::bench(args = [784, 800])]
fn update(bencher: Bencher, inputs: usize) {
    let (delta, h) = (random(SAMPLES, UNITS), random(SAMPLES, inputs));
    multiply(bencher, delta.t(), h.view());
}

/// `H Wᵀ` of as many zeros as a digit has, which are found first.
#[divan::bench]
fn sparse_forward(bencher: Bencher) {
    let inputs = 784;
    // Where a number is of the smallest so many, it stays.
    let keep = |x: &f32| if f64::from(x.abs()) < PIXELS { *x } else { 0.0 };
    let h: Vec<f32> = random(SAMPLES, inputs).iter().map(keep).collect();
    let kept = h.iter().filter(|x| **x != 0.0).count();
    let w: Vec<f32> = random(inputs, UNITS).into_iter().collect();
    let (mut z, mut sparse) = (vec![0.0; SAMPLES * UNITS], Sparse::default());
    bencher
        .counter(ItemsCount::new(kept * UNITS))
        .bench_local(|| {
            sparse.keep(&h, inputs);
            sparse.times(0, &w, UNITS, &mut z);
        });
}
