//! The convergence theorem as a checklist: which of its assumptions the settings meet, and which
//! of its conclusions a run shows.

use super::network::{Network, State};
use super::{Activation, Linear, Scheme};
use crate::numeric::matmul::product;
use crate::numeric::small::{norm2, pair};
use crate::theory::plane::cube_root;
use ndarray::Array2;
use serde::Serialize;

/// Rise of V up to which it counts as rounding: as a part of V, and of what V was at the start.
const RISE: (f64, f64) = (1e-9, 1e-18);
/// Relative change of the invariant up to which it counts as kept, and as nearly kept.
const KEPT: (f64, f64) = (1e-6, 0.1);
/// ‖E‖² as a part of what it was at the start, below which it counts as gone.
const GONE: f64 = 1e-6;
/// An error that falls by less than this part of itself in a unit of time hardly falls any more.
const FALLING: f64 = 1e-3;

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
    /// - `error`: E → 0; nearly, if it still falls; broken, if it hardly does. The value is ‖E‖² as a part of what it was at
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

        // What has left all bounds has left them by an infinite part.
        let bounded = run.diverged_at().is_none();
        let part = |part| if bounded { part } else { f64::INFINITY };
        let invariant = part(largest_change(run));
        let kept = if invariant <= KEPT.1 {
            yes_or(invariant <= KEPT.0, Verdict::Nearly)
        } else {
            Verdict::Broken
        };
        let linear = settings.activation == Activation::Linear;
        let c_0 = libm::sqrt(norm2(&network.conserved(network.start())));
        let rank = feedback_rank(network);
        let rate = settings.learning_rate * settings.input_rate.min(settings.output_rate);
        let both = rate > 0.0 && network.has_fixed_feedback();
        let continuous = match settings.scheme {
            Scheme::Flow => Verdict::Holds,
            Scheme::Online => Verdict::Broken,
            // In a linear network nothing but the steps can break the invariant.
            Scheme::Full if linear && both && kept == Verdict::Broken => Verdict::Broken,
            Scheme::Full => Verdict::Nearly,
        };
        let rise = part(largest_rise(&run.column(&Network::v)));
        let (error, left) = error_left(run);
        let error = if bounded { error } else { Verdict::Broken };
        let largest = network.variances().iter().copied().fold(0.0, f64::max);
        let smallest = network.variances().iter().copied().fold(largest, f64::min);
        let condition = largest / smallest;
        Theorem {
            assumptions: vec![
                exact("linear", linear, f64::from(u8::from(linear))),
                exact("white", condition == 1.0, condition),
                clause("continuous", continuous, settings.learning_rate),
                exact("zero", c_0 == 0.0, c_0),
                exact("independent", rank == settings.outputs, rank as f64),
                exact("both", both, rate),
            ],
            conclusions: vec![
                exact("v", rise == 0.0, rise),
                clause("invariant", kept, invariant),
                clause("error", error, part(left)),
            ],
        }
    }
}

/// The largest rise from one entry to the next, as a part of the entry; 0 if there is none beyond
/// rounding.
fn largest_rise(v: &[f64]) -> f64 {
    let rise = |pair: &[f64]| {
        let (before, after) = (pair[0], pair[1]);
        if after <= before * (1.0 + RISE.0) + RISE.1 * v[0] {
            0.0
        } else {
            after / before - 1.0
        }
    };
    v.windows(2).map(rise).fold(0.0, f64::max)
}

/// The largest ‖C − C₀‖ as a part of the largest ‖ρ_W A Aᵀ‖; in a run so short that A is still
/// small, of the size that it is to have: since A³ ~ BT, that is `ρ_W (ρ_A ‖B‖‖T‖/ρ_W)^⅔`.
fn largest_change(run: &Linear) -> f64 {
    let network = run.network();
    let (of_a, of_w) = network.rates();
    let norm = |m: &Array2<f64>| libm::sqrt(norm2(m));
    let root = cube_root(of_a * norm(network.feedback()) * norm(network.target()) / of_w);
    let size = |network: &Network, state: &State| norm(&network.hidden_side(state));
    let largest = |column: Vec<f64>| column.into_iter().fold(0.0, f64::max);
    let change = largest(run.column(&|_, state| run.invariant_change(state)));
    if change == 0.0 {
        0.0
    } else {
        change / largest(run.column(&size)).max(of_w * root * root)
    }
}

/// The rank of B: B⁺B projects on as many dimensions.
fn feedback_rank(network: &Network) -> usize {
    let projection = product(network.feedback_pinv().view(), network.feedback().view());
    let trace: f64 = (0..projection.nrows()).map(|i| projection[[i, i]]).sum();
    libm::round(trace) as usize
}

/// Whether the error goes to zero, and what is left of it.
fn error_left(run: &Linear) -> (Verdict, f64) {
    let (network, state) = (run.network(), run.present());
    let at = |state| network.error_norm2(state);
    let (first, last) = (at(network.start()), at(state));
    // d‖E‖²/dt = −2 ⟨E, Ẏ⟩
    let moved = network.map_flow(state, network.flow(state));
    let falls = 2.0 * pair(&network.error(state), &moved).dot;
    let verdict = if last <= GONE * first {
        Verdict::Holds
    } else if falls > FALLING * last {
        Verdict::Nearly
    } else {
        Verdict::Broken
    };
    (verdict, last / first)
}
