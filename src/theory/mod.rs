//! The two examples that can be understood completely: two neurons, and the linear network whose
//! convergence is proved.

pub mod linear;
pub mod toy;

pub use linear::{Linear, LinearSettings};
pub use toy::{Toy, ToySettings};
