//! Named random streams: one seed, and every purpose draws from a stream of its own.
//!
//! Changing the learning rule therefore leaves forward weights and batches as they were, adding
//! a layer leaves the other layers' weights as they were: side-by-side comparisons are fair.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What random numbers are for. The discriminant is part of the stream's number: never reorder.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// Initial forward weights W.
    ForwardWeights = 0,
    /// Fixed feedback weights B.
    FeedbackWeights = 1,
    /// The order in which training examples are visited.
    DataOrder = 2,
    /// Synthetic tasks: inputs, teachers, target maps.
    Task = 3,
    /// Which units dropout silences.
    Dropout = 4,
    /// Which labels are wrong, and what they say.
    LabelNoise = 5,
}

/// The stream of `seed` for `purpose`, one per `layer` (0 where layers play no part).
///
/// ChaCha8 by name: the same numbers on every platform and in every version of this program.
pub fn stream(seed: u32, purpose: Purpose, layer: usize) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed.into());
    rng.set_stream((purpose as u64) << 32 | layer as u64);
    rng
}

/// One draw from U(−bound, bound).
pub fn uniform(rng: &mut ChaCha8Rng, bound: f64) -> f64 {
    bound * (2.0 * rng.random::<f64>() - 1.0)
}

/// One draw from the standard normal distribution (Marsaglia's polar method, with `libm`'s
/// logarithm, since the platform's own differs between targets in the last bit).
pub fn normal(rng: &mut ChaCha8Rng) -> f64 {
    loop {
        let (x, y) = (uniform(rng, 1.0), uniform(rng, 1.0));
        let square = x * x + y * y;
        if square > 0.0 && square < 1.0 {
            return x * libm::sqrt(-2.0 * libm::log(square) / square);
        }
    }
}

/// One draw from the standard normal distribution cut off at two standard deviations, by
/// drawing again: what TensorFlow calls `truncated_normal`, and the slides' code uses.
pub fn truncated_normal(rng: &mut ChaCha8Rng) -> f64 {
    loop {
        let x = normal(rng);
        if x.abs() <= 2.0 {
            return x;
        }
    }
}
