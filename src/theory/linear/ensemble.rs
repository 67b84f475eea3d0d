//! One learner from many seeds at once, with the median and the range of what it does: the
//! experiments of Lillicrap et al. 2014, Figs. 1 and 4 (task 1 is 30-20-10, online, W and A
//! ~ U(±0.01), B ~ U(±0.5)).

use super::LinearSettings;
use super::network::{Network, State, Supply};
use crate::error::Result;
use crate::numeric::fingerprint::Fingerprint;

/// Looks at a run in all, besides those at the first steps.
const LOOKS: usize = 200;
/// Steps at the beginning after each of which there is a look.
const FIRST: usize = 10;

/// What is seen at one look: an entry for every seed.
#[derive(Clone, Debug)]
pub struct Look {
    /// Steps taken before it.
    pub step: usize,
    /// [`Network::normalized_error`]; infinite where a run has left all bounds.
    pub nse: Vec<f64>,
    /// [`Network::angle_to_bp`]
    pub angle_to_bp: Vec<f64>,
    /// [`Network::angle_to_pinv`]
    pub angle_to_pinv: Vec<f64>,
    /// [`Ensemble::fingerprint`]
    pub fingerprint: Fingerprint,
}

/// Runs of one learner from `settings.seeds` seeds: the seed and those after it.
#[derive(Clone, Debug)]
pub struct Ensemble {
    steps: usize,
    taken: usize,
    runs: Vec<(Network, State, Supply)>,
    looks: Vec<Look>,
}

impl Ensemble {
    /// The networks at their start.
    ///
    /// # Errors
    /// If a setting is out of range.
    pub fn new(settings: &LinearSettings) -> Result<Self> {
        settings.validate()?;
        let run = |i: usize| {
            let network = Network::new(&LinearSettings {
                seed: settings.seed.wrapping_add(i as u32),
                ..settings.clone()
            })?;
            let (start, supply) = (network.start().clone(), network.supply());
            Ok((network, start, supply))
        };
        let mut ensemble = Ensemble {
            steps: settings.steps,
            taken: 0,
            runs: (0..settings.seeds).map(run).collect::<Result<_>>()?,
            looks: Vec::new(),
        };
        ensemble.look();
        Ok(ensemble)
    }

    /// Takes `n` steps, or as many as the settings leave.
    pub fn step(&mut self, n: usize) {
        let every = self.steps.div_ceil(LOOKS);
        for _ in 0..n.min(self.steps - self.taken) {
            for (network, state, supply) in &mut self.runs {
                network.step(state, supply);
            }
            self.taken += 1;
            if self.taken <= FIRST || self.taken.is_multiple_of(every) || self.taken == self.steps {
                self.look();
            }
        }
    }

    /// Whether the runs could be followed.
    ///
    /// # Errors
    /// As [`Linear::check`](super::Linear::check).
    pub fn check(&self) -> Result<()> {
        let check =
            |(network, _, supply): &(Network, State, Supply)| supply.check(network.settings());
        self.runs.iter().try_for_each(check)
    }

    /// Steps taken so far.
    pub fn taken(&self) -> usize {
        self.taken
    }

    /// What has been seen so far, the start first.
    pub fn looks(&self) -> &[Look] {
        &self.looks
    }

    /// A hash of the bits of all present weights and of the step count.
    pub fn fingerprint(&self) -> Fingerprint {
        let start = Fingerprint::default().count(self.taken as u64);
        let add = |hash: Fingerprint, (_, state, _): &(Network, State, _)| {
            hash.doubles(&state.a).doubles(&state.w)
        };
        self.runs.iter().fold(start, add)
    }

    fn look(&mut self) {
        let all = |quantity: fn(&Network, &State) -> f64| {
            let of = |(network, state, _): &(Network, State, _)| quantity(network, state);
            self.runs.iter().map(of).collect()
        };
        self.looks.push(Look {
            step: self.taken,
            nse: all(|network, state| {
                let nse = network.normalized_error(state);
                if nse.is_nan() { f64::INFINITY } else { nse }
            }),
            angle_to_bp: all(Network::angle_to_bp),
            angle_to_pinv: all(Network::angle_to_pinv),
            fingerprint: self.fingerprint(),
        });
    }

    /// The lowest of the seeds at every look, then the medians, then the highest. Where a seed has
    /// no number (NaN), the others count.
    pub fn band(&self, quantity: fn(&Look) -> &[f64]) -> Vec<f64> {
        let spreads: Vec<_> = self
            .looks
            .iter()
            .map(|look| spread(quantity(look)))
            .collect();
        (0..3)
            .flat_map(|part| spreads.iter().map(move |spread| spread[part]))
            .collect()
    }
}

/// Lowest, median and highest number; NaN where there is none.
fn spread(values: &[f64]) -> [f64; 3] {
    let mut sorted: Vec<f64> = Vec::new();
    // By insertion: there are few, and a library's sort would take a twentieth of the download.
    for &value in values.iter().filter(|x| !x.is_nan()) {
        let place = sorted.iter().take_while(|&&x| x < value).count();
        sorted.insert(place, value);
    }
    let at = |twice: usize| (sorted[twice / 2] + sorted[twice.div_ceil(2)]) / 2.0;
    match sorted.len() {
        0 => [f64::NAN; 3],
        n => [at(0), at(n - 1), at(2 * (n - 1))],
    }
}
