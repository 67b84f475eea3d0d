//! The convergence theorem as a checklist: which of its assumptions the settings meet, and which
//! of its conclusions a run shows.

use super::network::{Network, State};
use super::{Linear, Scheme, Units};
use crate::numeric::matmul::product;
use crate::numeric::small::norm2;
use serde::Serialize;

/// Relative rise of V, and absolute one, up to which it counts as rounding.
const RISE: (f64, f64) = (1e-9, 1e-20);
/// Relative change of the invariant up to which it counts as kept, and as nearly kept.
const KEPT: (f64, f64) = (1e-6, 0.1);
/// ‖E‖² as a part of what it was at the start, below which it counts as gone.
const GONE: f64 = 1e-6;
/// An error that has lost less than this in the last tenth of the run has stopped falling.
const FALLING: f64 = 0.95;

/// Whether a clause of the theorem holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It does.
    Holds,
    /// As nearly as the steps allow, or not yet.
    Nearly,
    /// It does not.
    Broken,
}

/// A clause of the theorem.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Clause {
    /// What it is called.
    pub id: &'static str,
    /// Whether it holds.
    pub verdict: Verdict,
    /// The number that decides it.
    pub value: f64,
}

/// The theorem, as one run has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Theorem {
    /// - `linear`: h = A x. The value is 1 if so, else 0.
    /// - `white`: E[x xᵀ] = I. The value is the condition number.
    /// - `continuous`: gradient flow; nearly, if full-batch steps are so small that the invariant
    ///   is nearly kept. The value is the learning rate.
    /// - `zero`: C = 0 at the start. The value is ‖C₀‖.
    /// - `independent`: B⁺B = I. The value is the rank of B.
    /// - `both`: both layers learn, the hidden one through B. The value is the smaller rate.
    pub assumptions: Vec<Clause>,
    /// - `v`: V never rises. The value is its largest rise in one step, as a part of V.
    /// - `invariant`: C stays what it was; nearly, if to 10 %. The value is the largest ‖C − C₀‖
    ///   as a part of the largest ‖ρ_W A Aᵀ‖.
    /// - `error`: E → 0; nearly, if it still falls. The value is ‖E‖² as a part of what it was at
    ///   the start.
    pub conclusions: Vec<Clause>,
}

impl Theorem {
    /// Looks at the whole run.
    pub(super) fn new(run: &Linear) -> Self {
        let network = run.network();
        let settings = network.settings();
        let yes_or = |yes, otherwise| if yes { Verdict::Holds } else { otherwise };
        let clause = |id, verdict, value| Clause { id, verdict, value };
        let exact = |id, holds, value| clause(id, yes_or(holds, Verdict::Broken), value);

        let invariant = largest_change(run);
        let nearly_kept = run.diverged_at().is_none() && invariant <= KEPT.1;
        let kept = if nearly_kept {
            yes_or(invariant <= KEPT.0, Verdict::Nearly)
        } else {
            Verdict::Broken
        };
        let linear = settings.units == Units::Linear;
        let c_0 = libm::sqrt(norm2(&network.conserved(network.start())));
        let rank = feedback_rank(network);
        let rate = settings.learning_rate * settings.input_rate.min(settings.output_rate);
        let both = rate > 0.0 && network.has_fixed_wire();
        let continuous = match settings.scheme {
            Scheme::Flow => Verdict::Holds,
            Scheme::Online => Verdict::Broken,
            // In a linear network nothing but the steps can break the invariant.
            Scheme::Full if linear && both && kept == Verdict::Broken => Verdict::Broken,
            Scheme::Full => Verdict::Nearly,
        };
        let rise = largest_rise(&run.column(&Network::v));
        let (error, left) = error_left(run);
        Theorem {
            assumptions: vec![
                exact("linear", linear, f64::from(u8::from(linear))),
                exact("white", settings.condition == 1.0, settings.condition),
                clause("continuous", continuous, settings.learning_rate),
                exact("zero", c_0 == 0.0, c_0),
                exact("independent", rank == settings.outputs, rank as f64),
                exact("both", both, rate),
            ],
            conclusions: vec![
                exact("v", rise == 0.0, rise),
                clause("invariant", kept, invariant),
                clause("error", error, left),
            ],
        }
    }
}

/// The largest rise from one entry to the next, as a part of the entry; 0 if there is none beyond
/// rounding.
fn largest_rise(v: &[f64]) -> f64 {
    let rise = |pair: &[f64]| {
        let (before, after) = (pair[0], pair[1]);
        if after <= before * (1.0 + RISE.0) + RISE.1 {
            0.0
        } else {
            after / before - 1.0
        }
    };
    v.windows(2)
        .map(rise)
        .fold(0.0, |most, x| if x <= most { most } else { x })
}

/// The largest ‖C − C₀‖ as a part of the largest ‖ρ_W A Aᵀ‖.
fn largest_change(run: &Linear) -> f64 {
    let size = |network: &Network, state: &State| libm::sqrt(norm2(&network.hidden_side(state)));
    let largest = |column: Vec<f64>| column.into_iter().fold(0.0, f64::max);
    largest(run.column(&|_, state| run.invariant_change(state))) / largest(run.column(&size))
}

/// The rank of B: B⁺B projects on as many dimensions.
fn feedback_rank(network: &Network) -> usize {
    let projection = product(network.feedback_pinv().view(), network.feedback().view());
    let trace: f64 = (0..projection.nrows()).map(|i| projection[[i, i]]).sum();
    libm::round(trace) as usize
}

/// Whether the error goes to zero, and what is left of it.
fn error_left(run: &Linear) -> (Verdict, f64) {
    let error = run.column(&Network::error_norm2);
    let (first, last) = (error[0], error[error.len() - 1]);
    let verdict = if run.diverged_at().is_some() {
        Verdict::Broken
    } else if last <= GONE * first {
        Verdict::Holds
    } else if last < FALLING * error[(error.len() - 1) * 9 / 10] {
        Verdict::Nearly
    } else {
        Verdict::Broken
    };
    (verdict, last / first)
}
