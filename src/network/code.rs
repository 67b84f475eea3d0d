//! How far a wire has written its codes into a hidden layer.
//!
//! At the start the predictions are the same for all classes, so that the error of an example of class
//! c pushes a hidden layer along `B_c − B̄`, towards row c of the matrix B through which the error
//! arrives: the *code* of its class.

use crate::numeric::Samples;

/// Sums of the activities of hidden layers 1…H, by class.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClassSums {
    /// Examples of each class.
    counts: Vec<u32>,
    /// `Σ h_k` over the examples of a class: classes×d_k, row by row, for each layer.
    sums: Vec<Vec<f64>>,
}

impl ClassSums {
    /// Takes in the activities of a batch, n×d_k for each hidden layer, of examples of the given classes.
    pub(crate) fn add(
        &mut self,
        hidden: &[Samples],
        classes: usize,
        class_of: impl Iterator<Item = usize>,
    ) {
        self.counts.resize(classes, 0);
        self.sums.resize(hidden.len(), Vec::new());
        for (layer, sums) in hidden.iter().zip(&mut self.sums) {
            sums.resize(classes * layer.width(), 0.0);
        }
        for (row, class) in class_of.enumerate() {
            self.counts[class] += 1;
            for (layer, sums) in hidden.iter().zip(&mut self.sums) {
                let of_class = &mut sums[class * layer.width()..];
                for (sum, &h) in of_class.iter_mut().zip(layer.row(row)) {
                    *sum += f64::from(h);
                }
            }
        }
    }

    /// `code_k = mean over classes c of cos( h̄_k(c) − h̄_k, B_k(c) − B̄_k )` for each hidden layer:
    /// h̄_k(c) is the mean activity over the examples of the class, h̄_k that over all, and
    /// `wires[k − 1]`, d_L×d_k, has in row c the B_k(c) that brings layer k an error of output c
    /// ([`Feedback::codes`](super::Feedback::codes)). Classes without an example do not count; NaN
    /// where the activities are the same for all classes, or the wire is zero, and without classes.
    ///
    /// Source: the idea is of Gilmer et al. 2017 and arXiv 2304.01406, the measure our own.
    pub(crate) fn codes(&self, wires: &[Samples]) -> Vec<f64> {
        let of_layer = |(k, wire): (usize, &Samples)| match self.sums.get(k) {
            Some(sums) if self.counts.len() == wire.rows() => self.code(sums, wire),
            _ => f64::NAN,
        };
        wires.iter().enumerate().map(of_layer).collect()
    }

    fn code(&self, sums: &[f64], wire: &Samples) -> f64 {
        let width = wire.width();
        let examples: u32 = self.counts.iter().sum();
        // Means over all: of the activities, and of the wire.
        let mut middle = vec![[0.0; 2]; width];
        for (c, of_class) in sums.chunks_exact(width).enumerate() {
            for ((middle, sum), &b) in middle.iter_mut().zip(of_class).zip(wire.row(c)) {
                middle[0] += sum / f64::from(examples);
                middle[1] += f64::from(b) / self.counts.len() as f64;
            }
        }
        let (mut total, mut counted) = (0.0, 0.0);
        for (c, of_class) in sums.chunks_exact(width).enumerate() {
            let count = f64::from(self.counts[c]);
            if count == 0.0 {
                continue;
            }
            let (mut dot, mut hh, mut bb) = (0.0, 0.0, 0.0);
            for ((middle, sum), &b) in middle.iter().zip(of_class).zip(wire.row(c)) {
                let (h, b) = (sum / count - middle[0], f64::from(b) - middle[1]);
                dot += h * b;
                hh += h * h;
                bb += b * b;
            }
            total += dot / (libm::sqrt(hh) * libm::sqrt(bb));
            counted += 1.0;
        }
        total / counted
    }
}
