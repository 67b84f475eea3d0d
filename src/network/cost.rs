//! What a step costs, counted.

use super::trainer::Trainer;

impl Trainer {
    /// Multiply–adds in the matrix products of a step on a whole minibatch: `h Wᵀ` and `δᵀ h` of
    /// every layer, and `M δ` of every hop. All entries count, though those that are zero may be left out.
    pub fn multiply_adds(&self) -> u64 {
        let sizes = self.network.sizes();
        let layers: usize = sizes.windows(2).map(|pair| pair[0] * pair[1]).sum();
        let hops: usize = self
            .feedback
            .hops()
            .map(|hop| sizes[hop.from] * sizes[hop.to])
            .sum();
        (self.settings().batch * (2 * layers + hops)) as u64
    }
}
