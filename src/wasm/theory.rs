//! Handles of the toy and of the linear network.

use super::settings;
use crate::theory::{self, LinearSettings, ToySettings};
use wasm_bindgen::prelude::*;

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
        self.0.column(|_, a, _| a)
    }

    /// Output weight W.
    pub fn w(&self) -> Vec<f64> {
        self.0.column(|_, _, w| w)
    }

    /// ½E².
    pub fn loss(&self) -> Vec<f64> {
        self.0.column(theory::Toy::loss)
    }

    /// Angle to back-propagation's flow, degrees; NaN where it is not defined.
    pub fn angle(&self) -> Vec<f64> {
        self.0.column(theory::Toy::angle)
    }

    /// What the flow conserves.
    pub fn conserved(&self) -> Vec<f64> {
        self.0.column(theory::Toy::conserved)
    }

    /// The first step at which |E| < 0.01, if there was one.
    pub fn solved_at(&self) -> Option<usize> {
        self.0.solved_at()
    }

    /// The flow (Ȧ, Ẇ) on a side×side grid over ±half_width: rows upwards in W, columns in A.
    pub fn field(&self, side: usize, half_width: f64) -> Result<Vec<f64>, JsError> {
        let flow = |(a, w)| <[f64; 2]>::from(self.0.flow(a, w));
        Ok(theory::toy::grid(side, half_width)?
            .flat_map(flow)
            .collect())
    }

    /// ½E² on the same grid.
    pub fn loss_grid(&self, side: usize, half_width: f64) -> Result<Vec<f64>, JsError> {
        let loss = |(a, w)| self.0.loss(a, w);
        Ok(theory::toy::grid(side, half_width)?.map(loss).collect())
    }

    /// A hash of the present state: sixteen hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint().to_string()
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
    pub fn step(&mut self, n: usize) {
        self.0.step(n.min(self.0.steps_left()));
    }

    /// Steps taken so far.
    #[wasm_bindgen(getter)]
    pub fn step_count(&self) -> usize {
        self.0.states().len() - 1
    }

    /// ‖E‖².
    pub fn error_norm2(&self) -> Vec<f64> {
        self.0.column(theory::Linear::error_norm2)
    }

    /// V = ‖BE‖².
    pub fn v(&self) -> Vec<f64> {
        self.0.column(theory::Linear::v)
    }

    /// V̇ along the flow.
    pub fn v_dot(&self) -> Vec<f64> {
        self.0.column(theory::Linear::v_dot)
    }

    /// Relative residual of the invariant BW + WᵀBᵀ − AAᵀ.
    pub fn invariant_residual(&self) -> Vec<f64> {
        self.0.column(theory::Linear::invariant_residual)
    }

    /// Angle to back-propagation, degrees; NaN where it is not defined.
    pub fn angle_to_bp(&self) -> Vec<f64> {
        self.0.column(theory::Linear::angle_to_bp)
    }

    /// Angle to pseudo-backprop W⁺E, degrees; NaN where it is not defined.
    pub fn angle_to_pinv(&self) -> Vec<f64> {
        self.0.column(theory::Linear::angle_to_pinv)
    }

    /// Frames of E, outputs×inputs.
    pub fn errors(&self) -> Vec<f32> {
        self.0.frames(theory::Linear::error)
    }

    /// Frames of BW + WᵀBᵀ, hidden×hidden.
    pub fn feedback_side(&self) -> Vec<f32> {
        self.0.frames(theory::Linear::feedback_side)
    }

    /// Frames of AAᵀ, hidden×hidden.
    pub fn hidden_side(&self) -> Vec<f32> {
        self.0.frames(theory::Linear::hidden_side)
    }

    /// A hash of the present state: sixteen hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint().to_string()
    }
}
