//! Are principal components the ones that the definition gives, and is t-SNE the method of its paper?

mod components;
mod neighbours;

use feedback_alignment::numeric::rng::{self, Purpose};

/// n×d numbers, coordinate j with standard deviation `spreads[j]`.
fn cloud(n: usize, spreads: &[f64], seed: u32) -> Vec<f32> {
    let mut rng = rng::stream(seed, Purpose::Task, 0);
    (0..n * spreads.len())
        .map(|i| (rng::normal(&mut rng) * spreads[i % spreads.len()]) as f32)
        .collect()
}
