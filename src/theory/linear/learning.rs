//! How the network learns: the flow, and one step of every scheme.

use super::network::{Network, State, Supply};
use super::{Activation, Scheme};
use crate::numeric::matmul::product;
use crate::numeric::rng;
use crate::numeric::small::{ROW_BY_ROW, build, scaled, slice, sum};
use crate::theory::ode;
use ndarray::Array2;
use rand_chacha::ChaCha8Rng;

impl Network {
    /// `(Ȧ, Ẇ) = (ρ_A M E Σ, ρ_W E Σ Aᵀ)`, for tanh units with their slopes.
    pub fn flow(&self, state: &State) -> State {
        let effective = self.effective(&state.a);
        let e = self.weighted(&self.error(state), |variance| variance);
        let taught = product(self.route(&state.w).view(), e.view());
        let learnt = product(e.view(), effective.t());
        State {
            a: scaled(
                self.settings().input_rate,
                &self.times_slopes(taught, &effective),
            ),
            w: scaled(self.settings().output_rate, &learnt),
        }
    }

    /// What a movement of the weights does to the map: `Ẏ = Ẇ A + W Ȧ`, outputs×inputs.
    pub fn map_flow(&self, state: &State, dot: State) -> Array2<f64> {
        let effective = self.effective(&state.a);
        let first = product(dot.w.view(), effective.view());
        let a_dot = self.times_slopes(dot.a, &effective);
        sum(&first, 1.0, &product(state.w.view(), a_dot.view()))
    }

    /// One step of the settings' scheme.
    pub fn step(&self, state: &mut State, supply: &mut Supply) {
        let eta = self.settings().learning_rate;
        match self.settings().scheme {
            Scheme::Full => {
                let dot = self.flow(state);
                state.a = sum(&state.a, eta, &dot.a);
                state.w = sum(&state.w, eta, &dot.w);
            }
            Scheme::Flow => {
                let (a, w) = (state.a.dim(), state.w.dim());
                let unpack = |place: &[f64]| State {
                    a: build(a, &mut |i, j| place[i * a.1 + j]),
                    w: build(w, &mut |i, j| place[a.0 * a.1 + i * w.1 + j]),
                };
                let pack = |state: &State| [slice(&state.a), slice(&state.w)].concat();
                let mut place = pack(state);
                let flow = |place: &[f64]| pack(&self.flow(&unpack(place)));
                ode::advance(&mut place, eta, &mut supply.tries, &flow);
                *state = unpack(&place);
            }
            Scheme::Online => self.learn_from(state, &self.example(&mut supply.examples)),
        }
    }

    /// An example: N(0, Σ), or, since tanh units know these inputs only, one of the `√(dλ_j) e_j`
    /// (of either sign: the step is the same).
    fn example(&self, examples: &mut ChaCha8Rng) -> Vec<f64> {
        let inputs = self.variances().len();
        match self.settings().activation {
            Activation::Linear => {
                let draw = |variance: &f64| libm::sqrt(*variance) * rng::normal(examples);
                self.variances().iter().map(draw).collect()
            }
            Activation::Tanh => {
                let chosen = rng::uniform(examples, 0.5) + 0.5;
                let chosen = ((chosen * inputs as f64) as usize).min(inputs - 1);
                (0..inputs)
                    .map(|j| if j == chosen { self.reach(j) } else { 0.0 })
                    .collect()
            }
        }
    }

    /// `W ← W + η ρ_W e hᵀ`, `A ← A + η ρ_A ((M e) ⊙ f′) xᵀ` with `e = T x − W h`.
    fn learn_from(&self, state: &mut State, x: &[f64]) {
        let tanh = self.settings().activation == Activation::Tanh;
        let mut h = times(&state.a, x);
        if tanh {
            h.iter_mut().for_each(|h| *h = libm::tanh(*h));
        }
        let mut e = times(self.target(), x);
        for (e, y) in e.iter_mut().zip(times(&state.w, &h)) {
            *e -= y;
        }
        let mut taught = times(&self.route(&state.w), &e);
        if tanh {
            taught
                .iter_mut()
                .zip(&h)
                .for_each(|(d, h)| *d *= 1.0 - h * h);
        }
        let eta = self.settings().learning_rate;
        add_outer(&mut state.w, eta * self.settings().output_rate, &e, &h);
        add_outer(&mut state.a, eta * self.settings().input_rate, &taught, x);
    }
}

/// `M x`
#[inline(never)]
fn times(m: &Array2<f64>, x: &[f64]) -> Vec<f64> {
    let m = m.as_slice().expect(ROW_BY_ROW);
    let entry = |row: &[f64]| row.iter().zip(x).fold(0.0, |sum, (m, x)| sum + m * x);
    m.chunks(x.len()).map(entry).collect()
}

/// `M ← M + s x yᵀ`
#[inline(never)]
fn add_outer(m: &mut Array2<f64>, s: f64, x: &[f64], y: &[f64]) {
    let m = m.as_slice_mut().expect(ROW_BY_ROW);
    for (row, x) in m.chunks_mut(y.len()).zip(x) {
        row.iter_mut().zip(y).for_each(|(m, y)| *m += s * x * y);
    }
}
