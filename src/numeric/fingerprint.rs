//! Fingerprints: after as many steps, the same fingerprint means the same weights to the last bit.

/// A 64-bit hash of bit patterns (FNV-1a over little-endian bytes): a different last bit of a
/// single weight gives a different fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Fingerprint(0xcbf2_9ce4_8422_2325) // FNV offset basis
    }
}

impl Fingerprint {
    /// Takes in a whole number, such as a step count.
    pub fn count(mut self, number: u64) -> Self {
        for byte in number.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3); // FNV prime
        }
        self
    }

    /// Takes in the bits of single-precision numbers.
    pub fn singles<'a>(self, numbers: impl IntoIterator<Item = &'a f32>) -> Self {
        numbers
            .into_iter()
            .fold(self, |hash, x| hash.count(x.to_bits().into()))
    }

    /// Takes in the bits of double-precision numbers.
    pub fn doubles<'a>(self, numbers: impl IntoIterator<Item = &'a f64>) -> Self {
        numbers
            .into_iter()
            .fold(self, |hash, x| hash.count(x.to_bits()))
    }
}

impl std::fmt::Display for Fingerprint {
    /// Sixteen hexadecimal digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
