//! Elementwise functions, in one order of multiplications and additions: every target rounds alike,
//! and a compiler that has vectors may use them.
//!
//! Errors are in units in the last place of the result, against `libm` in double precision, over all
//! arguments; `tests/engine/elementwise.rs` measures them.

/// Larger arguments of the exponential give ∞, and smaller ones 0.
const LARGEST: f32 = 89.0;
const SMALLEST: f32 = -104.0;
/// From here on tanh is 1 in single precision.
const SATURATED: f32 = 9.02;

/// Added to a number of ordinary size and subtracted again it rounds to a whole one.
const ROUND: f32 = 12_582_912.0; // 1.5 · 2²³
/// ln 2 in two parts, of which the first has few enough digits for exact products.
const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];

/// `x = n ln 2 + r` with n whole and |r| ≤ ½ ln 2; n and r. For |x| up to 104.
#[inline(always)]
fn reduce(x: f32) -> (f32, f32) {
    let n = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    (n, (x - n * LN_2[0]) - n * LN_2[1])
}

/// `e^r − 1 = r + r²(1/2! + r/3! + … + r⁵/7!)`, for |r| ≤ ½ ln 2: what is left out is below a tenth of
/// a unit in the last place of `e^r`.
#[inline(always)]
fn series(r: f32) -> f32 {
    let mut sum = 1.0 / 5040.0;
    for factor in [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5] {
        sum = sum * r + factor;
    }
    r + (r * r) * sum
}

/// `2^n` for whole n from −127 to 128; of the first, 0.
#[inline(always)]
fn power_of_two(n: f32) -> f32 {
    // In the lowest bits of n + ROUND stands n.
    let bits = (n + ROUND).to_bits().wrapping_add(127) << 23;
    f32::from_bits(bits)
}

/// `x`, or the nearer end of a range; NaN stays.
#[inline(always)]
fn within(x: f32, low: f32, high: f32) -> f32 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

/// `e^x`, to 1.1 units in the last place.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let (n, r) = reduce(within(x, SMALLEST, LARGEST));
    // In two steps, so that results below the normal numbers come out as well.
    let half = ((0.5 * n) + ROUND) - ROUND;
    (1.0 + series(r)) * power_of_two(half) * power_of_two(n - half)
}

/// `f(x) = tanh x = (e^2x − 1)/(e^2x + 1)`, to 2.5 units in the last place.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let size = within(x.abs(), 0.0, SATURATED);
    let (n, r) = reduce(2.0 * size);
    let power = power_of_two(n);
    // e^2x − 1, which for small x is nearly 2x.
    let t = power * series(r) + (power - 1.0);
    (t / (t + 2.0)).copysign(x)
}

/// `f(x) = 1 / (1 + e^−x)`, to 2.5 units in the last place; below the normal numbers, where x < −87, the
/// result may as well be 0.
#[inline(always)]
pub fn logistic(x: f32) -> f32 {
    // For very negative x the exponential is ∞ and the quotient 0, as it should be.
    1.0 / (1.0 + exp(-x))
}

crate::wide! {
    /// `x ← tanh x`, one after the other.
    pub fn all_tanh(numbers: &mut [f32]) {
        let (blocks, rest) = numbers.as_chunks_mut::<16>();
        for block in blocks {
            block.iter_mut().for_each(|x| *x = tanh(*x));
        }
        rest.iter_mut().for_each(|x| *x = tanh(*x));
    }
}

crate::wide! {
    /// `x ← 1 / (1 + e^−x)`, one after the other.
    pub fn all_logistic(numbers: &mut [f32]) {
        let (blocks, rest) = numbers.as_chunks_mut::<16>();
        for block in blocks {
            block.iter_mut().for_each(|x| *x = logistic(*x));
        }
        rest.iter_mut().for_each(|x| *x = logistic(*x));
    }
}

/// `z_i ← e^(z_i − max z) / Σ_j e^(z_j − max z)`. The maximum is subtracted first, so no finite z
/// overflows. Gives `ln Σ_j e^z_j`: the term of the maximum is 1 exactly, so that nothing is lost where
/// the others are small.
pub fn softmax(z: &mut [f32]) -> f64 {
    // NaN is never the largest, but the sum becomes one.
    let larger = |max, &x| if x > max { x } else { max };
    let max = z.iter().fold(f32::NEG_INFINITY, larger);
    z.iter_mut().for_each(|x| *x = exp(*x - max));
    let sum = z.iter().fold(0.0, |sum: f32, x| sum + x);
    let exact: f64 = z.iter().map(|&x| f64::from(x)).sum();
    z.iter_mut().for_each(|x| *x /= sum);
    f64::from(max) + libm::log(exact)
}
