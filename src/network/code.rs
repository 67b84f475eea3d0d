//! How far a wire has written its codes into a hidden layer.
//!
//! At the start the predictions are the same for all classes, so that the error of an example of class
//! c pushes a hidden layer along `B_c − B̄`, towards row c of the matrix B through which the error
//! arrives: the *code* of its class.

use crate::numeric::Samples;
use crate::numeric::angle::Pair;
use ndarray::Array2;

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
    pub(crate) fn codes(&self, wires: &[Array2<f32>]) -> Vec<f64> {
        let of_layer = |(sums, wire): (&Vec<f64>, &Array2<f32>)| self.code(sums, wire);
        let mut codes: Vec<f64> = self.sums.iter().zip(wires).map(of_layer).collect();
        codes.resize(wires.len(), f64::NAN);
        codes
    }

    fn code(&self, sums: &[f64], wire: &Array2<f32>) -> f64 {
        let (classes, width) = wire.dim();
        if classes != self.counts.len() {
            return f64::NAN;
        }
        let examples: u32 = self.counts.iter().sum();
        let column = |j: usize| (0..classes).map(move |c| (c, j));
        let mean_of_all: Vec<f64> = (0..width)
            .map(|j| column(j).map(|(c, j)| sums[c * width + j]).sum::<f64>() / f64::from(examples))
            .collect();
        let mean_of_wire: Vec<f64> = (0..width)
            .map(|j| column(j).map(|at| f64::from(wire[at])).sum::<f64>() / classes as f64)
            .collect();
        let present = (0..classes).filter(|&c| self.counts[c] > 0);
        let (mut total, mut counted) = (0.0, 0);
        for c in present {
            let n = f64::from(self.counts[c]);
            let written = (0..width).map(|j| sums[c * width + j] / n - mean_of_all[j]);
            let code = (0..width).map(|j| f64::from(wire[(c, j)]) - mean_of_wire[j]);
            total += Pair::new(written, code).cosine();
            counted += 1;
        }
        total / f64::from(counted)
    }
}
