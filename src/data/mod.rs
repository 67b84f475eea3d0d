//! Training examples: the MNIST file format, data sets, the order of minibatches.

pub mod dataset;
pub mod drawing;
#[cfg(not(target_arch = "wasm32"))]
pub mod folder;
pub mod idx;
pub mod order;

pub use dataset::Dataset;
pub use order::MinibatchOrder;
