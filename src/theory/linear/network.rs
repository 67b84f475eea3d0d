//! The network: its task, its feedback, its start, and what it makes of its inputs.

use super::{Activation, Distribution, LinearSettings, Signal};
use crate::error::{Error, Result};
use crate::network::Via;
use crate::numeric::matmul::product;
use crate::numeric::pinv::pinv;
use crate::numeric::rng::{self, Purpose};
use crate::numeric::small::{build, norm2, scaled, sum, transposed};
use crate::settings::Value;
use ndarray::Array2;
use rand_chacha::ChaCha8Rng;

/// The weights at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// `A`, hidden×inputs.
    pub a: Array2<f64>,
    /// `W`, outputs×hidden.
    pub w: Array2<f64>,
}

/// What a run uses up while it learns.
#[derive(Clone, Debug)]
pub struct Supply {
    /// Where the examples of the online scheme come from.
    pub(super) examples: ChaCha8Rng,
    /// Steps that the integrator of the flow may still try.
    pub(super) tries: usize,
}

impl Supply {
    /// Whether there was enough of it.
    ///
    /// # Errors
    /// If the flow was so stiff that the integrator had to give up; the state is NaN since then.
    pub fn check(&self, settings: &LinearSettings) -> Result<()> {
        if self.tries > 0 {
            return Ok(());
        }
        let eta = Value::Number(settings.learning_rate);
        Err(Error::new(format!(
            "learning_rate must be smaller where the flow is so stiff, as with large weights, but \
             is {eta}"
        )))
    }
}

/// Weights (and a hundred) times steps that the integrator of the flow may try: some seconds.
const MOST_WORK: usize = 20_000_000;

/// The matrix M through which the hidden layer is told of the error.
#[derive(Clone, Copy, Debug)]
enum Route {
    /// Wᵀ
    Weights,
    /// B
    Fixed,
    /// W⁺, scaled to the size of B
    Pseudo,
    /// 0
    Cut,
}

/// All of a linear network that does not change while it learns.
#[derive(Clone, Debug)]
pub struct Network {
    settings: LinearSettings,
    route: Route,
    target: Array2<f64>,
    feedback: Array2<f64>,
    feedback_pinv: Array2<f64>,
    /// Variances of the inputs, the diagonal of Σ.
    variances: Vec<f64>,
    start: State,
}

impl Network {
    /// The network, with T, B, A and W from streams of their own, so that learners share them.
    ///
    /// # Errors
    /// If a setting is out of range.
    pub fn new(settings: &LinearSettings) -> Result<Self> {
        settings.validate()?;
        let &LinearSettings {
            inputs,
            hidden,
            outputs,
            seed,
            initial_scale,
            feedback_scale,
            ..
        } = settings;
        let uniform = |shape, purpose, layer, bound| {
            let mut rng = rng::stream(seed, purpose, layer);
            build(shape, &mut |_, _| rng::uniform(&mut rng, bound))
        };
        let mut rng = rng::stream(seed, Purpose::FeedbackWeights, 1);
        let deviation = feedback_scale / libm::sqrt(3.0);
        let feedback = build(
            (hidden, outputs),
            &mut |_, _| match settings.feedback_distribution {
                Distribution::Uniform => rng::uniform(&mut rng, feedback_scale),
                Distribution::Normal => deviation * rng::normal(&mut rng),
                Distribution::Sign => deviation.copysign(rng::uniform(&mut rng, 1.0)),
            },
        );
        let feedback = with_repeated_rows(&transposed(&feedback), settings.feedback_rank_loss);
        let feedback = transposed(&feedback);
        let target = uniform((outputs, inputs), Purpose::Task, 0, 1.0);
        Ok(Network {
            route: match settings.signal {
                Signal::Nothing => Route::Cut,
                Signal::Pseudo => Route::Pseudo,
                Signal::Rule => match settings.rule.path(1)[0].via {
                    Via::Weights => Route::Weights,
                    Via::Fixed => Route::Fixed,
                },
            },
            target: with_repeated_rows(&target, settings.target_rank_loss),
            feedback_pinv: pinv(feedback.view()),
            feedback,
            variances: variances(inputs, settings.condition),
            start: State {
                a: uniform((hidden, inputs), Purpose::ForwardWeights, 1, initial_scale),
                w: uniform((outputs, hidden), Purpose::ForwardWeights, 2, initial_scale),
            },
            settings: settings.clone(),
        })
    }

    /// What it was made from.
    pub fn settings(&self) -> &LinearSettings {
        &self.settings
    }

    /// The weights at the start.
    pub fn start(&self) -> &State {
        &self.start
    }

    /// The target map T, outputs×inputs.
    pub fn target(&self) -> &Array2<f64> {
        &self.target
    }

    /// The fixed feedback weights B, hidden×outputs.
    pub fn feedback(&self) -> &Array2<f64> {
        &self.feedback
    }

    /// B⁺, outputs×hidden.
    pub fn feedback_pinv(&self) -> &Array2<f64> {
        &self.feedback_pinv
    }

    /// `λ_j`, the variances of the inputs: the diagonal of Σ.
    pub fn variances(&self) -> &[f64] {
        &self.variances
    }

    /// Whether the hidden layer learns through B.
    pub fn has_fixed_feedback(&self) -> bool {
        matches!(self.route, Route::Fixed)
    }

    /// What a run uses up; the examples are the same for every learner.
    pub fn supply(&self) -> Supply {
        Supply {
            examples: rng::stream(self.settings.seed, Purpose::DataOrder, 0),
            tries: MOST_WORK / (100 + self.start.a.len() + self.start.w.len()),
        }
    }

    /// M, hidden×outputs. That of pseudo-backprop is W⁺ scaled to ‖M‖ = ‖B‖: the pseudo-inverse
    /// of small weights is huge, and steps of the usual size diverge with it; what the theory
    /// compares is its direction.
    pub fn route(&self, w: &Array2<f64>) -> Array2<f64> {
        match self.route {
            Route::Weights => transposed(w),
            Route::Fixed => self.feedback.clone(),
            Route::Pseudo => {
                let m = pinv(w.view());
                let size = norm2(&m);
                let loudness = libm::sqrt(norm2(&self.feedback) / size);
                scaled(if size > 0.0 { loudness } else { 0.0 }, &m)
            }
            Route::Cut => scaled(0.0, &self.feedback),
        }
    }

    /// `E = T − W A`, outputs×inputs. With tanh units A is what they make of the inputs
    /// `√(dλ_j) e_j`, d of them, whose covariance is Σ, too: `A_ij ← tanh(r_j A_ij)/r_j` with
    /// `r_j = √(dλ_j)`.
    pub fn error(&self, state: &State) -> Array2<f64> {
        let through = product(state.w.view(), self.effective(&state.a).view());
        sum(&self.target, -1.0, &through)
    }

    /// `r_j = √(dλ_j)`
    pub(super) fn reach(&self, input: usize) -> f64 {
        libm::sqrt(self.variances.len() as f64 * self.variances[input])
    }

    /// A as the inputs see it.
    pub(super) fn effective(&self, a: &Array2<f64>) -> Array2<f64> {
        match self.settings.activation {
            Activation::Linear => a.clone(),
            Activation::Tanh => build(a.dim(), &mut |i, j| {
                libm::tanh(self.reach(j) * a[[i, j]]) / self.reach(j)
            }),
        }
    }

    /// `M ⊙ f′`, the slopes read off A as the inputs see it.
    pub(super) fn times_slopes(&self, m: Array2<f64>, effective: &Array2<f64>) -> Array2<f64> {
        match self.settings.activation {
            Activation::Linear => m,
            Activation::Tanh => build(m.dim(), &mut |i, j| {
                let h = effective[[i, j]] * self.reach(j);
                m[[i, j]] * (1.0 - h * h)
            }),
        }
    }

    /// `E diag(f(λ))`: each input's column by a function of its variance.
    pub fn weighted(&self, e: &Array2<f64>, f: fn(f64) -> f64) -> Array2<f64> {
        build(e.dim(), &mut |i, j| e[[i, j]] * f(self.variances[j]))
    }
}

/// M with so much less than full rank, but not less than 1: as many of its last rows as it takes
/// repeat the first.
fn with_repeated_rows(m: &Array2<f64>, ranks_lost: usize) -> Array2<f64> {
    let (rows, columns) = m.dim();
    let own = match ranks_lost {
        0 => rows,
        _ => rows.min(columns).saturating_sub(ranks_lost).max(1),
    };
    build(m.dim(), &mut |i, j| m[[if i < own { i } else { 0 }, j]])
}

/// `λ_j`, evenly spaced from κ to 1 and divided by their mean, so that the inputs' size is that
/// of whitened ones whatever κ is.
fn variances(inputs: usize, condition: f64) -> Vec<f64> {
    let last = (inputs.max(2) - 1) as f64;
    let raw: Vec<f64> = (0..inputs)
        .map(|j| condition + (1.0 - condition) * j as f64 / last)
        .collect();
    let mean = raw.iter().sum::<f64>() / inputs as f64;
    raw.iter().map(|x| x / mean).collect()
}
