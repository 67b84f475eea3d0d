//! The two examples that can be understood completely: two neurons, and the linear network whose
//! convergence is proved.

pub mod linear;
mod ode;
pub mod plane;
pub mod toy;

pub use linear::{Ensemble, Linear, LinearSettings};
pub use toy::{Toy, ToySettings};

/// The first entry of a run's errors that has left all bounds: no number any more, or a million
/// times what it was (or what 1 would be).
pub(crate) fn diverged_at(errors: &[f64]) -> Option<usize> {
    let most = 1e6 * errors[0].max(1.0);
    errors.iter().position(|x| x.is_nan() || *x > most)
}
