//! Fingerprints: after as many steps, the same fingerprint means the same weights to the last bit.

/// A 64-bit hash of bit patterns: `hash ← (hash ⋘ 23 ⊕ bits) · K` for one number after the other. Each of
/// these steps can be undone, so a different last bit of a single weight gives a different fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint(u64);

/// ⌊2⁶⁴/φ⌋, which is odd: its multiples spread evenly.
const K: u64 = 0x9e37_79b9_7f4a_7c15;

impl Default for Fingerprint {
    fn default() -> Self {
        Fingerprint(K)
    }
}

impl Fingerprint {
    /// Takes in a whole number, such as a step count.
    pub fn count(self, number: u64) -> Self {
        Fingerprint((self.0.rotate_left(23) ^ number).wrapping_mul(K))
    }

    /// Takes in the bits of single-precision numbers; all that are no numbers are alike, for processors
    /// mark those as they like.
    pub fn singles<'a>(self, numbers: impl IntoIterator<Item = &'a f32>) -> Self {
        let bits = |x: &f32| if x.is_nan() { f32::NAN } else { *x }.to_bits();
        let numbers = numbers.into_iter();
        numbers.fold(self, |hash, x| hash.count(bits(x).into()))
    }

    /// Takes in the bits of double-precision numbers, in the same way.
    pub fn doubles<'a>(self, numbers: impl IntoIterator<Item = &'a f64>) -> Self {
        let bits = |x: &f64| if x.is_nan() { f64::NAN } else { *x }.to_bits();
        let numbers = numbers.into_iter();
        numbers.fold(self, |hash, x| hash.count(bits(x)))
    }
}

impl std::fmt::Display for Fingerprint {
    /// Sixteen hexadecimal digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
