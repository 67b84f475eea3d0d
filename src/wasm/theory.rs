//! Handles of the toy, of the linear network, and of many linear networks.

use super::{settings, to_object};
use crate::settings::Choice;
use crate::theory::linear::{Network, ensemble::Look};
use crate::theory::{self, LinearSettings, ToySettings};
use wasm_bindgen::prelude::*;

/// The finest that a curve of the plane is drawn.
const MOST_POINTS: usize = 10_000;

/// A, W, A, W, …
#[inline(never)]
fn flat(points: Vec<(f64, f64)>) -> Vec<f64> {
    points.into_iter().flat_map(<[f64; 2]>::from).collect()
}

/// A run of the two-neuron toy under one rule. Columns have one entry per step, the start first.
#[wasm_bindgen]
pub struct Toy(theory::Toy);

#[wasm_bindgen]
impl Toy {
    /// The toy at its start.
    #[wasm_bindgen(constructor)]
    pub fn new(config: JsValue) -> Result<Toy, JsError> {
        Ok(Toy(theory::Toy::new(&ToySettings::from_values(
            settings(config)?,
        )?)?))
    }

    /// Takes n steps, but no more than the settings ask for in all.
    pub fn step(&mut self, n: usize) {
        self.0.step(n.min(self.0.steps_left()));
    }

    /// Steps taken so far.
    #[wasm_bindgen(getter)]
    pub fn step_count(&self) -> usize {
        self.0.states().len() - 1
    }

    /// Input weight A.
    pub fn a(&self) -> Vec<f64> {
        self.0.column(&|_, a, _| a)
    }

    /// Output weight W.
    pub fn w(&self) -> Vec<f64> {
        self.0.column(&|_, _, w| w)
    }

    /// ½E².
    pub fn loss(&self) -> Vec<f64> {
        self.0.column(&theory::Toy::loss)
    }

    /// Angle to back-propagation's flow, degrees; NaN where it is not defined.
    pub fn angle(&self) -> Vec<f64> {
        self.0.column(&theory::Toy::angle)
    }

    /// What the flow conserves.
    pub fn conserved(&self) -> Vec<f64> {
        self.0.column(&theory::Toy::conserved)
    }

    /// How far the steps have carried the run off what the flow conserves.
    pub fn drift(&self) -> Vec<f64> {
        self.0.column(&theory::Toy::drift)
    }

    /// eᵀ W M e: positive where the hidden neuron is told what back-propagation would tell it, up
    /// to size.
    pub fn agreement(&self) -> Vec<f64> {
        self.0.column(&theory::Toy::agreement)
    }

    /// The first step since which |E| < 0.01, if it is so at the end.
    pub fn solved_at(&self) -> Option<usize> {
        self.0.solved_at()
    }

    /// The first step at which the loss was out of all bounds, if there was one.
    pub fn diverged_at(&self) -> Option<usize> {
        self.0.diverged_at()
    }

    /// What has become of the run: `aligned`, `anti-aligned`, `solved`, `stuck`, `diverged` or
    /// `moving`.
    pub fn outcome(&self) -> String {
        self.0.outcome().id().into()
    }

    /// Where the flow from the start ends: A, W.
    pub fn flow_end(&self) -> Vec<f64> {
        <[f64; 2]>::from(self.0.flow_end()).into()
    }

    /// The points A, W with W A = T that are stable, or those that are not; NaN where the line
    /// breaks.
    pub fn solutions(&self, n: usize, half_width: f64, stable: bool) -> Vec<f64> {
        flat(self.0.solutions(n.min(MOST_POINTS), half_width, stable))
    }

    /// The points A, W of the curve that the flow keeps to from the start.
    pub fn conserved_curve(&self, n: usize, half_width: f64) -> Vec<f64> {
        flat(self.0.conserved_curve(n.min(MOST_POINTS), half_width))
    }

    /// The border of the region where the rule walks uphill: A, W, with NaN where there is none.
    pub fn uphill_border(&self, n: usize, half_width: f64) -> Vec<f64> {
        flat(theory::plane::graph(n.min(MOST_POINTS), half_width, &|a| {
            self.0.uphill_border(a)
        }))
    }

    /// The border of the starts that end anti-aligned: A, W, with NaN where there are none.
    pub fn basin_border(&self, n: usize, half_width: f64) -> Vec<f64> {
        flat(theory::plane::graph(n.min(MOST_POINTS), half_width, &|a| {
            self.0.basin_border(a)
        }))
    }

    /// The flow (Ȧ, Ẇ) on a side×side grid over ±half_width: rows upwards in W, columns in A.
    pub fn field(&self, side: usize, half_width: f64) -> Result<Vec<f64>, JsError> {
        let flow = |(a, w)| <[f64; 2]>::from(self.0.flow(a, w));
        Ok(theory::toy::grid(side, half_width)?
            .flat_map(flow)
            .collect())
    }

    /// A hash of every state: sixteen hexadecimal digits each.
    pub fn fingerprints(&self) -> Vec<String> {
        self.0.fingerprints().map(|one| one.to_string()).collect()
    }
}

/// A run of the linear network under one rule. Columns have one entry per step, the start
/// first; frames are matrices one after the other, row by row.
#[wasm_bindgen]
pub struct Linear(theory::Linear);

#[wasm_bindgen]
impl Linear {
    /// The network at its start.
    #[wasm_bindgen(constructor)]
    pub fn new(config: JsValue) -> Result<Linear, JsError> {
        Ok(Linear(theory::Linear::new(&LinearSettings::from_values(
            settings(config)?,
        )?)?))
    }

    /// Takes n steps, but no more than the settings ask for in all.
    pub fn step(&mut self, n: usize) -> Result<(), JsError> {
        self.0.step(n.min(self.0.steps_left()));
        Ok(self.0.check()?)
    }

    /// Steps taken so far.
    #[wasm_bindgen(getter)]
    pub fn step_count(&self) -> usize {
        self.0.states().len() - 1
    }

    /// ‖E‖².
    pub fn error_norm2(&self) -> Vec<f64> {
        self.0.column(&Network::error_norm2)
    }

    /// V = ‖BE‖².
    pub fn v(&self) -> Vec<f64> {
        self.0.column(&Network::v)
    }

    /// V̇ along the flow.
    pub fn v_dot(&self) -> Vec<f64> {
        self.0.column(&Network::v_dot)
    }

    /// Relative residual of the invariant BW + WᵀBᵀ − AAᵀ.
    pub fn invariant_residual(&self) -> Vec<f64> {
        self.0.column(&|_, state| self.0.invariant_residual(state))
    }

    /// Angle to back-propagation, degrees; NaN where it is not defined.
    pub fn angle_to_bp(&self) -> Vec<f64> {
        self.0.column(&Network::angle_to_bp)
    }

    /// Angle to pseudo-backprop W⁺E, degrees; NaN where it is not defined.
    pub fn angle_to_pinv(&self) -> Vec<f64> {
        self.0.column(&Network::angle_to_pinv)
    }

    /// Angle between the matrices W and B⁺, degrees; NaN where it is not defined.
    pub fn angle_w_to_b_pinv(&self) -> Vec<f64> {
        self.0.column(&Network::angle_w_to_b_pinv)
    }

    /// Angle between WBE and E, degrees; NaN where it is not defined.
    pub fn local_inverse_angle(&self) -> Vec<f64> {
        self.0.column(&Network::local_inverse_angle)
    }

    /// Frames of E, outputs×inputs.
    pub fn errors(&self) -> Vec<f32> {
        self.0.frames(&Network::error)
    }

    /// Frames of BW + WᵀBᵀ, hidden×hidden, times the factor of A's learning rate.
    pub fn feedback_side(&self) -> Vec<f32> {
        self.0.frames(&Network::feedback_side)
    }

    /// Frames of AAᵀ, hidden×hidden, times the factor of W's learning rate.
    pub fn hidden_side(&self) -> Vec<f32> {
        self.0.frames(&Network::hidden_side)
    }

    /// Frames of W, outputs×hidden.
    pub fn output_weights(&self) -> Vec<f32> {
        self.0.frames(&|_, state| state.w.clone())
    }

    /// B⁺, outputs×hidden, row by row.
    pub fn feedback_pinv(&self) -> Vec<f64> {
        self.0.network().feedback_pinv().iter().copied().collect()
    }

    /// The first step at which the error was out of all bounds, if there was one.
    pub fn diverged_at(&self) -> Option<usize> {
        self.0.diverged_at()
    }

    /// Assumptions and conclusions of the theorem, each with id, verdict and value.
    pub fn theorem(&self) -> Result<JsValue, JsError> {
        to_object(&self.0.theorem())
    }

    /// A hash of every state: sixteen hexadecimal digits each.
    pub fn fingerprints(&self) -> Vec<String> {
        self.0.fingerprints().map(|one| one.to_string()).collect()
    }
}

/// One learner from many seeds at once. Bands are the lowest of the seeds at every look, then the
/// medians, then the highest.
#[wasm_bindgen]
pub struct Ensemble(theory::Ensemble);

#[wasm_bindgen]
impl Ensemble {
    /// The networks at their start.
    #[wasm_bindgen(constructor)]
    pub fn new(config: JsValue) -> Result<Ensemble, JsError> {
        Ok(Ensemble(theory::Ensemble::new(
            &LinearSettings::from_values(settings(config)?)?,
        )?))
    }

    /// Takes n steps, but no more than the settings ask for in all.
    pub fn step(&mut self, n: usize) -> Result<(), JsError> {
        self.0.step(n);
        Ok(self.0.check()?)
    }

    /// Steps taken so far.
    #[wasm_bindgen(getter)]
    pub fn step_count(&self) -> usize {
        self.0.taken()
    }

    /// The steps after which there was a look.
    pub fn looks(&self) -> Vec<f64> {
        self.0.looks().iter().map(|look| look.step as f64).collect()
    }

    /// Band of the normalised squared error.
    pub fn nse(&self) -> Vec<f64> {
        self.0.band(|look: &Look| &look.nse)
    }

    /// Band of the angle to back-propagation, degrees.
    pub fn angle_to_bp(&self) -> Vec<f64> {
        self.0.band(|look: &Look| &look.angle_to_bp)
    }

    /// Band of the angle to pseudo-backprop, degrees.
    pub fn angle_to_pinv(&self) -> Vec<f64> {
        self.0.band(|look: &Look| &look.angle_to_pinv)
    }

    /// A hash of the states at every look: sixteen hexadecimal digits each.
    pub fn fingerprints(&self) -> Vec<String> {
        let all = self.0.looks().iter();
        all.map(|look| look.fingerprint.to_string()).collect()
    }
}
