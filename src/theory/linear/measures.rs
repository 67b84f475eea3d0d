//! What the proof and the paper speak of, at one state of the network.

use super::Scheme;
use super::network::{Network, State};
use crate::numeric::matmul::product;
use crate::numeric::pinv::pinv;
use crate::numeric::small::{build, norm2, pair, scaled, sum, transposed};
use ndarray::Array2;

/// ‖E‖²/‖T‖² below which E is what rounding left of T − WA, and its direction means nothing.
pub const ROUNDING: f64 = 1e-26;
/// The same for a flow, whose integrator leaves more.
pub const INTEGRATION: f64 = 1e-18;

impl Network {
    /// `‖E‖²`, for whitened inputs the squared error in expectation.
    pub fn error_norm2(&self, state: &State) -> f64 {
        norm2(&self.error(state))
    }

    /// `tr(E Σ Eᵀ) / tr(T Σ Tᵀ)`, the squared error in expectation as a part of the variance of
    /// what is to be learned: L14's normalised squared error, NSE.
    pub fn normalized_error(&self, state: &State) -> f64 {
        let size = |m| norm2(&self.weighted(m, libm::sqrt));
        size(&self.error(state)) / size(self.target())
    }

    /// `V = tr(B E Eᵀ Bᵀ) = ‖B E‖²`, the function of the proof.
    pub fn v(&self, state: &State) -> f64 {
        norm2(&product(self.feedback().view(), self.error(state).view()))
    }

    /// `V̇ = 2 ⟨B Ė, B E⟩` with `Ė = −Ẇ A − W Ȧ`, exact along the learner's flow whether the
    /// theorem's assumptions hold or not. For fixed feedback, linear units, whitened inputs, C = 0
    /// and ρ_W = 1 it equals the theorem's `−2 tr(BEAᵀAEᵀBᵀ) − tr(AᵀBEEᵀBᵀA)`.
    pub fn v_dot(&self, state: &State) -> f64 {
        let minus_e_dot = self.map_flow(state, self.flow(state));
        let b = self.feedback().view();
        let b_e = product(b, self.error(state).view());
        -2.0 * pair(&product(b, minus_e_dot.view()), &b_e).dot
    }

    /// `(ρ_A, ρ_W)`, the factors of the two learning rates, by which the sides of the invariant
    /// are weighted; (1, 1) where one layer does not learn, and nothing of interest is conserved.
    pub(super) fn rates(&self) -> (f64, f64) {
        let settings = self.settings();
        match (settings.input_rate, settings.output_rate) {
            (0.0, _) | (_, 0.0) => (1.0, 1.0),
            rates => rates,
        }
    }

    /// `ρ_A (B W + Wᵀ Bᵀ)`, hidden×hidden: one side of the invariant, ρ_A being the factor of the
    /// learning rate of A.
    pub fn feedback_side(&self, state: &State) -> Array2<f64> {
        let b_w = product(self.feedback().view(), state.w.view());
        scaled(self.rates().0, &sum(&b_w, 1.0, &transposed(&b_w)))
    }

    /// `ρ_W A Aᵀ`, hidden×hidden: the other side of the invariant.
    pub fn hidden_side(&self, state: &State) -> Array2<f64> {
        scaled(self.rates().1, &product(state.a.view(), state.a.t()))
    }

    /// `C = ρ_A (BW + WᵀBᵀ) − ρ_W AAᵀ`, which the flow through fixed feedback conserves whatever
    /// the covariance of the inputs. (Back-propagation conserves ρ_A WᵀW − ρ_W AAᵀ instead.)
    pub fn conserved(&self, state: &State) -> Array2<f64> {
        sum(&self.feedback_side(state), -1.0, &self.hidden_side(state))
    }

    /// Angle in degrees between what the learner tells the hidden layer and what back-propagation
    /// would, M E and Wᵀ E, for all inputs together: ⟨X, Y⟩ = tr X Σ Yᵀ. (The mean of the angles
    /// of single inputs is another number.) NaN where one is zero, and once the error is down to
    /// rounding.
    pub fn angle_to_bp(&self, state: &State) -> f64 {
        self.angle_to(state, &transposed(&state.w))
    }

    /// Angle in degrees between the learner's M E and `W⁺ E`, the Gauss–Newton step on h
    /// ("pseudo-backprop"; Lillicrap et al. 2014, Supplementary Proofs 2 and 3). NaN as above.
    pub fn angle_to_pinv(&self, state: &State) -> f64 {
        self.angle_to(state, &pinv(state.w.view()))
    }

    /// Angle between M E and `other` E.
    fn angle_to(&self, state: &State, other: &Array2<f64>) -> f64 {
        let e = self.live_error(state);
        let told = product(self.route(&state.w).view(), e.view());
        pair(&told, &product(other.view(), e.view())).degrees()
    }

    /// E √Σ; NaN once it is nothing but rounding.
    fn live_error(&self, state: &State) -> Array2<f64> {
        let e = self.weighted(&self.error(state), libm::sqrt);
        let size = norm2(&e);
        let noise = match self.settings().scheme {
            Scheme::Flow => INTEGRATION,
            Scheme::Full | Scheme::Online => ROUNDING,
        };
        if !size.is_finite() || size < noise * norm2(self.target()) {
            return build(e.dim(), &mut |_, _| f64::NAN);
        }
        e
    }

    /// Angle in degrees between the matrices W and B⁺, ⟨X, Y⟩ = tr XᵀY. NaN where one is zero.
    pub fn angle_w_to_b_pinv(&self, state: &State) -> f64 {
        pair(&state.w, self.feedback_pinv()).degrees()
    }

    /// Angle in degrees between W B E and E: 0 where W undoes B for the errors that are left, up
    /// to their size, so that W is a local left inverse of B; under 90 where eᵀ W B e > 0. NaN
    /// where one is zero, and once the error is down to rounding.
    pub fn local_inverse_angle(&self, state: &State) -> f64 {
        let e = self.live_error(state);
        let b_e = product(self.feedback().view(), e.view());
        pair(&product(state.w.view(), b_e.view()), &e).degrees()
    }
}
