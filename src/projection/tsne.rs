//! t-SNE: a map on which neighbours stay neighbours (van der Maaten & Hinton 2008), exact.

use super::affinity::{Affinities, gradient};
use super::{Place, pca};
use crate::error::Result;

/// Neighbours attract each other this many times as much at first, and find each other.
pub const EXAGGERATION: f64 = 12.0;

/// The iterations with exaggeration and with the lower momentum.
pub const EXAGGERATED: usize = 250;

/// A map under way.
#[derive(Clone, Debug)]
pub struct Tsne {
    affinities: Affinities,
    places: Vec<Place>,
    velocities: Vec<Place>,
    gains: Vec<Place>,
    forces: Vec<[f64; 4]>,
    learning_rate: f64,
    iteration: usize,
}

impl Tsne {
    /// The map of `points`, n×`width`, at its start: their principal components, scaled so that the
    /// first has standard deviation 1e-4 (Kobak & Berens 2019). Nothing is random, and points that
    /// differ in one direction only stay on a line.
    ///
    /// # Errors
    /// If there are fewer than 4 points or more than
    /// [`MOST_POINTS`](super::affinity::MOST_POINTS), a number is not finite, or the perplexity is
    /// not between 1 and (n − 1)/3.
    pub fn new(points: &[f32], width: usize, perplexity: f64) -> Result<Self> {
        let affinities = Affinities::new(points, width, perplexity)?;
        let n = affinities.points();
        let mut places = pca(points, width)?.places;
        let spread = places.iter().fold(0.0, |sum, [x, _]| sum + x * x);
        if spread > 0.0 {
            let scale = 1e-4 / libm::sqrt(spread / n as f64);
            places
                .as_flattened_mut()
                .iter_mut()
                .for_each(|x| *x *= scale);
        }
        Ok(Tsne {
            affinities,
            places,
            velocities: vec![[0.0; 2]; n],
            gains: vec![[1.0; 2]; n],
            forces: vec![[0.0; 4]; n],
            learning_rate: n as f64 / (4.0 * EXAGGERATION),
            iteration: 0,
        })
    }

    /// `v ← μ v − η g ⊙ ∂KL/∂y`, `y ← y + v`, so many times; then the middle of the map is at 0 again.
    /// μ = 0.5 while neighbours are exaggerated, 0.8 thereafter. The gain g of a coordinate grows by
    /// 0.2 when it keeps its direction, and shrinks to 0.8 of itself when it turns (Jacobs 1988).
    ///
    /// η = n/48: Belkina et al. 2019 have the points over the exaggeration, n/12, for a gradient
    /// without its factor 4, which stands in ∂KL/∂y here. There is no floor of 50 or 200, as is common:
    /// it would throw two hundred points and fewer apart before neighbours have found each other, and
    /// the map would end at a higher divergence.
    pub fn step(&mut self, iterations: usize) {
        for _ in 0..iterations {
            let (exaggeration, momentum) = if self.iteration < EXAGGERATED {
                (EXAGGERATION, 0.5)
            } else {
                (1.0, 0.8)
            };
            let sum = self.affinities.forces(&self.places, &mut self.forces);
            let mut middle = [0.0; 2];
            for (i, force) in self.forces.iter().enumerate() {
                let slope = gradient(force, sum, exaggeration);
                for k in 0..2 {
                    let (gain, velocity) = (&mut self.gains[i][k], &mut self.velocities[i][k]);
                    // Downhill is against the slope.
                    *gain = if slope[k] * *velocity < 0.0 {
                        *gain + 0.2
                    } else {
                        (0.8 * *gain).max(0.01)
                    };
                    *velocity = momentum * *velocity - self.learning_rate * *gain * slope[k];
                    self.places[i][k] += *velocity;
                    middle[k] += self.places[i][k];
                }
            }
            let n = self.places.len() as f64;
            for place in &mut self.places {
                place[0] -= middle[0] / n;
                place[1] -= middle[1] / n;
            }
            self.iteration += 1;
        }
    }

    /// Iterations taken so far.
    pub fn iteration(&self) -> usize {
        self.iteration
    }

    /// Where the points are now.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// KL(P‖Q) of the map as it is, without exaggeration.
    pub fn divergence(&self) -> f64 {
        self.affinities.divergence(&self.places)
    }
}
