//! Feedback alignment, live: networks that learn by four rules which differ only in how the
//! error reaches the hidden layers.
//!
//! | rule | δ of hidden layer k, in a network with layers 1…L and output error e |
//! |---|---|
//! | BP, back-propagation | δ_k = (W_{k+1}ᵀ δ_{k+1}) ⊙ f′(a_k) |
//! | FA, feedback alignment | δ_k = (B_k δ_{k+1}) ⊙ f′(a_k), B_k random and fixed |
//! | DFA, direct feedback alignment | δ_k = (B_k e) ⊙ f′(a_k) |
//! | IFA, indirect feedback alignment | δ_1 = (B_1 e) ⊙ f′(a_1), then δ_{k+1} = (W_{k+1} δ_k) ⊙ f′(a_{k+1}) |
//!
//! Every rule then changes layer k by −η δ_k h_{k−1}ᵀ.
//!
//! # Notation
//!
//! | here | papers | meaning, shape |
//! |---|---|---|
//! | `h[0]` | x | inputs, n×d₀ (rows are samples) |
//! | `h[k]` | h_k | activity of layer k = 1…L, n×d_k; `h[L]` is the prediction ŷ |
//! | `layers[k − 1].weights` | W_k | forward weights, d_k×d_{k−1} |
//! | `delta[k]` | δa_k, δ_k | teaching signal of layer k, n×d_k; `delta[L]` is e |
//! | | e = ŷ − y | error at the output |
//! | B of a hop | B_k | fixed feedback weights, d_from×d_to |
//! | `slope` | f′(a_k), g′(z_k) | slope of the activation at layer k |
//! | `learning_rate` | η, α | |
//! | [`theory`] | A, W, T, E = T − WA | two-layer linear network; here E has the paper's sign |
//!
//! # Architecture, by what is deliberately absent
//!
//! - The core never sees JavaScript, time or entropy. Only `wasm` names wasm-bindgen,
//!   and it holds no mathematics.
//! - Only [`network::feedback`] knows what distinguishes rules; everybody else iterates
//!   `Rule::ALL`.
//! - Only [`numeric::matmul`] multiplies matrices.
//! - Same seed, same settings, same data: same numbers, bit for bit in every browser and natively.
//!   Everything on the way of a step has one order and one rounding: products ([`numeric::matmul`])
//!   are multiplied, then added, term after term; functions ([`numeric::elementwise`]) are our own;
//!   nothing is fused, and no vector width changes a bit. [`network::golden`] holds runs to it. Every
//!   purpose draws from a random stream of its own ([`numeric::rng`]), so that rules share start and
//!   batches.
//! - Constructors validate, methods do not.
//!
//! # Example
//!
//! A small network learns a teacher's function by direct feedback alignment:
//!
//! ```
//! use feedback_alignment::data::Dataset;
//! use feedback_alignment::network::{Output, Rule, Settings, Trainer};
//! use std::sync::Arc;
//!
//! let task = Arc::new(Dataset::teacher(&[10, 20, 2], 500, 7));
//! let settings = Settings {
//!     rule: Rule::Dfa,
//!     hidden: vec![30, 20],
//!     output: Output::Identity,
//!     batch: 20,
//!     ..Settings::default()
//! };
//! let mut trainer = Trainer::new(&settings, task.clone())?;
//! let before = trainer.evaluate(&task).loss;
//! for _ in 0..500 {
//!     trainer.step();
//! }
//! assert!(trainer.evaluate(&task).loss < 0.2 * before);
//! # Ok::<(), feedback_alignment::error::Error>(())
//! ```

#![warn(missing_docs)]

pub mod data;
pub mod error;
pub mod network;
pub mod numeric;
#[cfg(not(target_arch = "wasm32"))]
pub mod presets;
pub mod projection;
pub mod settings;
pub mod theory;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
