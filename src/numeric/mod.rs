//! Numbers: matrix products, elementwise functions, angles, random streams, fingerprints.

pub mod angle;
pub mod elementwise;
pub mod fingerprint;
pub mod matmul;
pub mod pinv;
pub mod rng;
pub mod samples;
pub mod small;
pub(crate) mod wide;

pub use samples::Samples;
