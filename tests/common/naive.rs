//! A network in f64, written as the formulas stand in the papers, loop by loop: no matrix
//! library, no batches, nothing of the core but its numbers at the start.

use feedback_alignment::data::Dataset;
use feedback_alignment::network::{Activation, Network, Output, Rule, Settings, Trainer};
use ndarray::Array2;
use std::sync::Arc;

pub type Vector = Vec<f64>;
/// Rows of numbers: out×in for weights, to×from for B.
pub type Matrix = Vec<Vector>;

/// Three classes on five inputs, of which the last is always 0, as the edge of a digit is.
pub fn classes(examples: usize) -> Arc<Dataset> {
    let inputs = Array2::from_shape_fn((examples, 5), |(i, j)| match j {
        4 => 0.0,
        _ => ((3 * i + 5 * j * j) as f32 + 0.3).sin(),
    });
    let labels = (0..examples).map(|i| ((i * i + i / 3) % 3) as u8).collect();
    Arc::new(Dataset::classification(inputs, labels, 3).unwrap())
}

#[derive(Clone)]
pub struct Naive {
    pub weights: Vec<Matrix>,
    pub bias: Vec<Vector>,
    pub activation: Activation,
    pub output: Output,
    pub signs: Vec<usize>,
}

/// Activities of one example: what each layer has, and what the next receives of it.
pub struct Pass {
    pub h: Vec<Vector>,
    pub received: Vec<Vector>,
}

fn product(m: &Matrix, x: &[f64]) -> Vector {
    m.iter()
        .map(|row| row.iter().zip(x).map(|(m, x)| m * x).sum())
        .collect()
}

fn transposed(m: &Matrix) -> Matrix {
    (0..m[0].len())
        .map(|j| m.iter().map(|row| row[j]).collect())
        .collect()
}

pub fn wide(numbers: &[f32]) -> Vector {
    numbers.iter().map(|&x| x.into()).collect()
}

/// A matrix of the core's as rows of f64.
pub fn rows(matrix: &Array2<f32>) -> Matrix {
    let row = |i| matrix.row(i).iter().map(|&x| x.into()).collect();
    (0..matrix.nrows()).map(row).collect()
}

/// Fixed matrices for every hop of a rule, to×from, and as [`Trainer::with_feedback`] wants them.
pub fn wires(rule: Rule, sizes: &[usize]) -> (Vec<Matrix>, Vec<Array2<f32>>) {
    let of_hop = |hop: &feedback_alignment::network::Hop| {
        let (from, to) = (sizes[hop.from], sizes[hop.to]);
        let entry = |i: usize, j: usize| ((7 * i + 3 * j + 11 * hop.to) as f32).cos() / 2.0;
        let m = Array2::from_shape_fn((from, to), |(i, j)| entry(i, j));
        match hop.via {
            feedback_alignment::network::Via::Fixed => m,
            feedback_alignment::network::Via::Weights => Array2::zeros((0, 0)),
        }
    };
    let stored: Vec<_> = rule.path(sizes.len() - 2).iter().map(of_hop).collect();
    let naive = stored.iter().map(|m| match m.len() {
        0 => vec![],
        _ => transposed(&rows(m)),
    });
    (naive.collect(), stored)
}

/// A run by the core whose wires are those of [`wires`].
pub fn wired(settings: &Settings, data: &Arc<Dataset>) -> (Trainer, Vec<Matrix>) {
    let trainer = Trainer::new(settings, data.clone()).unwrap();
    let (naive, stored) = wires(settings.rule, &trainer.network().sizes());
    let path = settings.rule.path(settings.hidden.len());
    (trainer.with_feedback(path, stored).unwrap(), naive)
}

impl Naive {
    /// The same numbers as the core's network.
    pub fn of(network: &Network, output: Output) -> Self {
        Naive {
            weights: network.layers.iter().map(|l| rows(&l.weights)).collect(),
            bias: network
                .layers
                .iter()
                .map(|l| wide(l.bias.as_slice().unwrap()))
                .collect(),
            activation: network.activation,
            output,
            signs: network.signs.clone(),
        }
    }

    pub fn depth(&self) -> usize {
        self.weights.len()
    }

    fn f(&self, a: f64) -> f64 {
        match self.activation {
            Activation::Tanh => a.tanh(),
            Activation::Logistic => 1.0 / (1.0 + (-a).exp()),
            Activation::Relu => a.max(0.0),
            Activation::Identity => a,
        }
    }

    /// f′ where the activity is h.
    fn slope(&self, h: f64) -> f64 {
        match self.activation {
            Activation::Tanh => 1.0 - h * h,
            Activation::Logistic => h * (1.0 - h),
            Activation::Relu => f64::from(u8::from(h > 0.0)),
            Activation::Identity => 1.0,
        }
    }

    /// Forward; `masks[k]` for layer k, or an empty list for none. The last `h` are logits.
    pub fn pass(&self, x: &[f64], masks: &[Vector]) -> Pass {
        let mut pass = Pass {
            h: vec![x.to_vec()],
            received: vec![],
        };
        for k in 1..=self.depth() {
            let masked = |i: usize| masks.get(k - 1).and_then(|m| m.get(i)).unwrap_or(&1.0);
            let sign = self.signs.contains(&(k - 1));
            let threshold = self.f(0.0);
            let goes_on = |(i, &h): (usize, &f64)| {
                masked(i)
                    * match sign {
                        true if h > threshold => 1.0,
                        true => -1.0,
                        false => h,
                    }
            };
            let x: Vector = pass.h[k - 1].iter().enumerate().map(goes_on).collect();
            let a = product(&self.weights[k - 1], &x);
            let a = a.iter().zip(&self.bias[k - 1]).map(|(a, b)| a + b);
            let last = k == self.depth();
            let h = a.map(|a| if last { a } else { self.f(a) }).collect();
            pass.received.push(x);
            pass.h.push(h);
        }
        pass
    }

    pub fn prediction(&self, logits: &[f64]) -> Vector {
        let sum: f64 = logits.iter().map(|a| a.exp()).sum();
        let g = |a: &f64| match self.output {
            Output::Softmax => a.exp() / sum,
            Output::Logistic => 1.0 / (1.0 + (-a).exp()),
            Output::Identity => *a,
        };
        logits.iter().map(g).collect()
    }

    /// The loss of one example.
    pub fn loss(&self, x: &[f64], y: &[f64], masks: &[Vector]) -> f64 {
        let logits = &self.pass(x, masks).h[self.depth()];
        let p = self.prediction(logits);
        let pairs = p.iter().zip(y);
        match self.output {
            Output::Softmax => pairs.map(|(p, y)| -y * p.ln()).sum(),
            Output::Logistic => pairs
                .map(|(p, y)| -y * p.ln() - (1.0 - y) * (1.0 - p).ln())
                .sum(),
            Output::Identity => pairs.map(|(p, y)| 0.5 * (p - y).powi(2)).sum(),
        }
    }

    /// δ of every layer (index 0 empty) for one example, by the equations of the rule; `b` one
    /// matrix per hop, empty where it goes through the weights.
    pub fn deltas(
        &self,
        rule: Rule,
        b: &[Matrix],
        pass: &Pass,
        y: &[f64],
        masks: &[Vector],
    ) -> Vec<Vector> {
        let top = self.depth();
        let mut delta: Vec<Vector> = vec![vec![]; top + 1];
        let prediction = self.prediction(&pass.h[top]);
        delta[top] = prediction.iter().zip(y).map(|(p, y)| p - y).collect();
        let order: Vec<usize> = match rule {
            Rule::Ifa => (1..top).collect(),
            _ => (1..top).rev().collect(),
        };
        for (hop, k) in order.into_iter().enumerate() {
            // A sign has slope 0: nothing that depends on the weights across it gets through.
            let through = |crossed: usize, arrives: Vector| match self.signs.contains(&crossed) {
                true => vec![0.0; arrives.len()],
                false => arrives,
            };
            let arrives = match rule {
                Rule::Bp => through(k, product(&transposed(&self.weights[k]), &delta[k + 1])),
                Rule::Fa => product(&b[hop], &delta[k + 1]),
                Rule::Dfa => product(&b[hop], &delta[top]),
                Rule::Ifa if k == 1 => product(&b[hop], &delta[top]),
                Rule::Ifa => through(k - 1, product(&self.weights[k - 1], &delta[k - 1])),
            };
            let mask = |i: usize| masks.get(k).and_then(|m| m.get(i)).unwrap_or(&1.0);
            let times = |(i, d): (usize, &f64)| d * self.slope(pass.h[k][i]) * mask(i);
            delta[k] = arrives.iter().enumerate().map(times).collect();
        }
        delta
    }

    /// `1/n Σ δ_k x_{k−1}ᵀ` and `1/n Σ δ_k` over examples (x, y, masks), as a network of gradients.
    pub fn gradient(
        &self,
        rule: Rule,
        b: &[Matrix],
        batch: &[(Vector, Vector, Vec<Vector>)],
    ) -> Naive {
        let mut sum = self.clone();
        sum.each(|w| *w = 0.0);
        for (x, y, masks) in batch {
            let pass = self.pass(x, masks);
            let delta = self.deltas(rule, b, &pass, y, masks);
            for (k, delta) in delta.iter().enumerate().skip(1) {
                for (i, d) in delta.iter().enumerate() {
                    for (g, x) in sum.weights[k - 1][i].iter_mut().zip(&pass.received[k - 1]) {
                        *g += d * x / batch.len() as f64;
                    }
                    sum.bias[k - 1][i] += d / batch.len() as f64;
                }
            }
        }
        sum
    }

    /// Every parameter in turn: W₁, b₁, W₂, b₂, …, each matrix row by row.
    pub fn each(&mut self, change: impl FnMut(&mut f64)) {
        let layers = self.weights.iter_mut().zip(&mut self.bias);
        layers
            .flat_map(|(w, b)| w.iter_mut().flatten().chain(b))
            .for_each(change);
    }

    /// The same order as [`Naive::each`].
    pub fn flat(&self) -> Vector {
        let layers = self.weights.iter().zip(&self.bias);
        layers
            .flat_map(|(w, b)| w.iter().flatten().chain(b))
            .copied()
            .collect()
    }
}

/// Every parameter of the core's network, in the order of [`Naive::flat`].
pub fn flat(network: &Network) -> Vector {
    network.parameters().map(|&x| x.into()).collect()
}

/// The present minibatch as the core has it, without masks.
pub fn batch(trainer: &Trainer) -> Vec<(Vector, Vector, Vec<Vector>)> {
    let signals = trainer.signals();
    let row = |i: usize| {
        let (x, y) = (signals.h[0].row(i), signals.target.row(i));
        (wide(x), wide(y), vec![])
    };
    (0..signals.rows()).map(row).collect()
}

/// The largest difference of two lists.
pub fn distance(x: &[f64], y: &[f64]) -> f64 {
    assert_eq!(x.len(), y.len());
    x.iter().zip(y).fold(0.0, |d, (x, y)| d.max((x - y).abs()))
}
