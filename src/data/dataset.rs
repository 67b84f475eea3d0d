//! Data sets: inputs with what is to be answered to them.

use super::idx::Idx;
use crate::error::{Error, Result};
use crate::network::{Activation, Network, Settings, Signals};
use crate::numeric::Samples;
use crate::numeric::rng::{self, Purpose};
use ndarray::Array2;
use rand::RngExt;
use std::sync::Arc;

/// Examples with their targets. A clone shares the inputs, which are most of it.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// One row for each target, and perhaps more.
    inputs: Arc<Inputs>,
    targets: Targets,
}

/// Inputs, one row per example, row by row in memory.
#[derive(Clone, Debug)]
enum Inputs {
    /// Pixels 0…255, kept as bytes (a quarter of the memory) and divided by 255 on the way out.
    Pixels(Array2<u8>),
    /// Real numbers.
    Real(Array2<f32>),
}

/// Targets, one per example.
#[derive(Clone, Debug)]
enum Targets {
    /// Class numbers, written as one-hot vectors of `classes` entries.
    Classes { labels: Vec<u8>, classes: usize },
    /// Real vectors, one row per example.
    Real(Array2<f32>),
}

impl Dataset {
    /// Images with their labels, as MNIST has them: pixels/255 in, ten classes out.
    ///
    /// # Errors
    /// If one is not images or the other not labels, or if their counts disagree.
    pub fn from_idx(images: Idx, labels: Idx) -> Result<Self> {
        let images = images.into_images()?;
        let labels = labels.into_labels()?;
        if images.nrows() != labels.len() {
            let (images, labels) = (images.nrows(), labels.len());
            return Err(Error::new(format!(
                "there must be a label for each image, but there are {images} images and {labels} labels"
            )));
        }
        Self::classes_below(&labels, 10)?;
        let targets = Targets::Classes {
            labels,
            classes: 10,
        };
        Ok(Dataset {
            inputs: Arc::new(Inputs::Pixels(row_by_row(images))),
            targets,
        })
    }

    /// Real inputs, n×d₀, with class numbers below `classes`.
    ///
    /// # Errors
    /// If there are no examples, the counts disagree, or a label is too large.
    pub fn classification(inputs: Array2<f32>, labels: Vec<u8>, classes: usize) -> Result<Self> {
        Self::classes_below(&labels, classes)?;
        Self::checked(inputs, labels.len(), Targets::Classes { labels, classes })
    }

    /// Real inputs, n×d₀, with real targets, n×d_L.
    ///
    /// # Errors
    /// If there are no examples or the counts disagree.
    pub fn regression(inputs: Array2<f32>, targets: Array2<f32>) -> Result<Self> {
        Self::checked(inputs, targets.nrows(), Targets::Real(targets))
    }

    fn classes_below(labels: &[u8], classes: usize) -> Result<()> {
        match labels.iter().find(|&&label| usize::from(label) >= classes) {
            Some(label) => Err(Error::new(format!(
                "labels must be below {classes}, but one is {label}"
            ))),
            None if labels.is_empty() => Err(Error::new("there must be at least one example")),
            None => Ok(()),
        }
    }

    fn checked(inputs: Array2<f32>, targets: usize, kind: Targets) -> Result<Self> {
        let examples = inputs.nrows();
        if examples == 0 || examples != targets {
            return Err(Error::new(format!(
                "there must be a target for each of at least one example, but there are {examples} examples and {targets} targets"
            )));
        }
        Ok(Dataset {
            inputs: Arc::new(Inputs::Real(row_by_row(inputs))),
            targets: kind,
        })
    }

    /// A teacher network's answers: inputs x ~ N(0, I), targets `y = W₂ tanh(W₁ x)` of a random
    /// net of the given sizes, any depth (Lillicrap et al. 2014, the nonlinear task).
    ///
    /// # Panics
    /// If there are no examples, or fewer than two sizes.
    pub fn teacher(sizes: &[usize], examples: usize, seed: u32) -> Self {
        assert!(
            examples > 0 && sizes.len() > 1,
            "a teacher needs examples and layers"
        );
        let mut rng = rng::stream(seed, Purpose::Task, 0);
        let mut signals = Signals::new(sizes, examples);
        let x = signals.h[0].all_mut();
        x.fill_with(|| rng::normal(&mut rng) as f32);
        // The teacher's weights must not be the student's, who may share sizes and seed.
        let seed = seed ^ 0x7ea0_c4e5;
        let settings = Settings {
            seed,
            activation: Activation::Tanh,
            ..Settings::default()
        };
        Network::new(sizes, &settings).forward(&mut signals);
        let matrix = |samples: &Samples| samples.view().to_owned();
        let (inputs, targets) = (matrix(&signals.h[0]), matrix(&signals.h[sizes.len() - 1]));
        Dataset {
            inputs: Arc::new(Inputs::Real(inputs)),
            targets: Targets::Real(targets),
        }
    }

    /// The first `count` examples (all, if there are fewer; one at the least).
    pub fn head(&self, count: usize) -> Self {
        let count = count.clamp(1, self.len());
        let targets = match &self.targets {
            Targets::Classes { labels, classes } => Targets::Classes {
                labels: labels[..count].to_vec(),
                classes: *classes,
            },
            Targets::Real(targets) => Targets::Real(first_rows(targets, count)),
        };
        Dataset {
            inputs: self.inputs.clone(),
            targets,
        }
    }

    /// The same examples, of whose labels a share p is wrong: each label is replaced, with
    /// probability p, by a class drawn from all of them, so that p = 1 leaves nothing to learn.
    /// Where targets are not classes nothing changes.
    pub fn with_label_noise(&self, p: f64, seed: u32) -> Self {
        let mut noisy = self.clone();
        if let Targets::Classes { labels, classes } = &mut noisy.targets {
            let mut rng = rng::stream(seed, Purpose::LabelNoise, 0);
            for label in labels {
                // Two draws for every label: more noise spoils more labels, and the same ones.
                let (chance, class) = (rng.random::<f64>(), rng.random::<f64>());
                if chance < p {
                    *label = (class * *classes as f64) as u8;
                }
            }
        }
        noisy
    }

    /// Number of examples; at least one.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        match &self.targets {
            Targets::Classes { labels, .. } => labels.len(),
            Targets::Real(targets) => targets.nrows(),
        }
    }

    /// d₀, the size of an input.
    pub fn inputs(&self) -> usize {
        match &*self.inputs {
            Inputs::Pixels(pixels) => pixels.ncols(),
            Inputs::Real(inputs) => inputs.ncols(),
        }
    }

    /// Whether most inputs are zero, such as the pixels of digits: judged by the first examples.
    pub fn is_sparse(&self) -> bool {
        fn share(numbers: impl Iterator<Item = bool>) -> f64 {
            let [mut count, mut of] = [0.0, 0.0];
            for is_zero in numbers.take(100_000) {
                of += 1.0;
                count += f64::from(u8::from(is_zero));
            }
            count / of
        }
        let zeros = match &*self.inputs {
            Inputs::Pixels(pixels) => share(pixels.iter().map(|&x| x == 0)),
            Inputs::Real(inputs) => share(inputs.iter().map(|&x| x == 0.0)),
        };
        zeros > 0.5
    }

    /// d_L, the size of a target.
    pub fn outputs(&self) -> usize {
        match &self.targets {
            Targets::Classes { classes, .. } => *classes,
            Targets::Real(targets) => targets.ncols(),
        }
    }

    /// Number of classes; 0 where the targets are not classes.
    pub fn classes(&self) -> usize {
        match &self.targets {
            Targets::Classes { classes, .. } => *classes,
            Targets::Real(_) => 0,
        }
    }

    /// The class of an example.
    ///
    /// # Panics
    /// If the targets are not classes, or there is no such example.
    pub fn class(&self, example: usize) -> usize {
        match &self.targets {
            Targets::Classes { labels, .. } => labels[example].into(),
            Targets::Real(_) => panic!("real targets have no classes"),
        }
    }

    /// Writes input and target of an example into rows of the caller's.
    ///
    /// # Panics
    /// If there is no such example, or a row has the wrong length.
    pub fn write(&self, example: usize, x: &mut [f32], y: &mut [f32]) {
        let fits = x.len() == self.inputs() && y.len() == self.outputs();
        assert!(fits, "rows must fit the data set");
        match &*self.inputs {
            Inputs::Pixels(pixels) => {
                let row = pixels.row(example);
                let (blocks, rest) = row.to_slice().expect(ROWS).as_chunks::<16>();
                let (to, last) = x.as_chunks_mut::<16>();
                for (x, pixels) in to.iter_mut().zip(blocks) {
                    // Most of a digit is nothing, and nothing divided is nothing.
                    if u128::from_ne_bytes(*pixels) == 0 {
                        *x = [0.0; 16];
                    } else {
                        *x = pixels.map(|p| f32::from(p) / 255.0);
                    }
                }
                let rest = last.iter_mut().zip(rest);
                rest.for_each(|(x, &p)| *x = f32::from(p) / 255.0);
            }
            Inputs::Real(inputs) => {
                x.copy_from_slice(inputs.row(example).to_slice().expect(ROWS));
            }
        }
        match &self.targets {
            Targets::Classes { labels, .. } => {
                y.fill(0.0);
                y[usize::from(labels[example])] = 1.0;
            }
            Targets::Real(targets) => {
                y.iter_mut()
                    .zip(targets.row(example))
                    .for_each(|(y, &number)| *y = number);
            }
        }
    }
}

const ROWS: &str = "examples lie row by row";

/// The same matrix, its rows one after the other in memory.
fn row_by_row<T: Clone>(matrix: Array2<T>) -> Array2<T> {
    if matrix.is_standard_layout() {
        matrix
    } else {
        matrix.as_standard_layout().into_owned()
    }
}

fn first_rows<T: Clone>(rows: &Array2<T>, count: usize) -> Array2<T> {
    let width = rows.ncols();
    let entries = rows.iter().take(count * width).cloned().collect();
    Array2::from_shape_vec((count, width), entries).expect("count·width entries")
}
