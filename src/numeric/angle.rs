//! Signed angles between vectors.

/// Dot product and squared norms of two vectors: what an angle and a ratio of lengths need.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pair {
    /// `x·y`
    pub dot: f64,
    /// `‖x‖²`
    pub xx: f64,
    /// `‖y‖²`
    pub yy: f64,
}

/// `‖x‖`, summed in f64.
pub fn norm(x: &[f32]) -> f64 {
    libm::sqrt(x.iter().map(|&x| f64::from(x) * f64::from(x)).sum())
}

impl Pair {
    /// Sums in f64 over the elements of two vectors of the same length.
    pub fn new(x: impl IntoIterator<Item = f64>, y: impl IntoIterator<Item = f64>) -> Self {
        let mut pair = Pair::default();
        for (x, y) in x.into_iter().zip(y) {
            pair.dot += x * y;
            pair.xx += x * x;
            pair.yy += y * y;
        }
        pair
    }

    /// `acos( x·y / (‖x‖‖y‖) )` in degrees, 0 to 180, the cosine keeping its sign.
    /// A zero vector has no angle: NaN.
    pub fn degrees(&self) -> f64 {
        // The product of the roots rather than the root of the product: half the exponent range.
        let cosine = self.dot / (libm::sqrt(self.xx) * libm::sqrt(self.yy));
        libm::acos(cosine.clamp(-1.0, 1.0)).to_degrees()
    }

    /// `‖x‖ / ‖y‖`; NaN if y is zero.
    pub fn ratio(&self) -> f64 {
        if self.yy == 0.0 {
            f64::NAN
        } else {
            libm::sqrt(self.xx / self.yy)
        }
    }
}
