//! Elementwise functions, from `libm` on every target so that they round alike everywhere.

/// `f(x) = tanh x`.
pub fn tanh(x: f32) -> f32 {
    libm::tanhf(x)
}

/// `f(x) = 1 / (1 + e^−x)`.
pub fn logistic(x: f32) -> f32 {
    // For very negative x the exponential overflows to ∞ and the quotient is 0, as it should be.
    1.0 / (1.0 + libm::expf(-x))
}

/// `z_i ← e^(z_i − max z) / Σ_j e^(z_j − max z)`. The maximum is subtracted first, so no finite z
/// overflows.
pub fn softmax(z: &mut [f32]) {
    let max = z
        .iter()
        .fold(f32::NEG_INFINITY, |max, &x| if x > max { x } else { max });
    let mut sum = 0.0f32;
    for x in &mut *z {
        *x = libm::expf(*x - max);
        sum += *x;
    }
    for x in z {
        *x /= sum;
    }
}
