//! The order in which a run visits the examples.

use crate::numeric::rng::{self, Purpose};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// The order of training examples: a fresh shuffle for each epoch, cut into minibatches. It
/// depends on the seed, the number of examples and the batch size only.
#[derive(Clone, Debug)]
pub struct MinibatchOrder {
    order: Vec<u32>,
    batch: usize,
    /// Where the next minibatch starts.
    position: usize,
    rng: ChaCha8Rng,
}

impl MinibatchOrder {
    /// The order of `examples` examples in minibatches of `batch`.
    ///
    /// # Panics
    /// If either is zero.
    pub fn new(examples: usize, batch: usize, seed: u32) -> Self {
        assert!(
            examples > 0 && batch > 0,
            "there must be examples and room for them"
        );
        let order = (0..examples as u32).collect();
        // As if an epoch had just ended, so that the first minibatch shuffles.
        let rng = rng::stream(seed, Purpose::DataOrder, 0);
        MinibatchOrder {
            order,
            batch,
            position: examples,
            rng,
        }
    }

    /// The examples of the next minibatch; the last of an epoch may be a smaller one, so that
    /// every example is visited exactly once per epoch.
    pub fn next_batch(&mut self) -> &[u32] {
        if self.position == self.order.len() {
            self.order.shuffle(&mut self.rng);
            self.position = 0;
        }
        let start = self.position;
        self.position = self.order.len().min(start + self.batch);
        &self.order[start..self.position]
    }

    /// Minibatches per epoch.
    pub fn batches_per_epoch(&self) -> usize {
        self.order.len().div_ceil(self.batch)
    }
}
