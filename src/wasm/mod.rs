//! The boundary to JavaScript: thin handles over the core, and no mathematics.
//!
//! Settings go down once as a plain object and are checked by the core; numbers come up as
//! copies (`Float64Array`, `Float32Array`), never as views into memory that may move. Every
//! error is a JavaScript `Error` with one sentence.
//!
//! The page loads three builds of it, one for each feature: the figures of the theory need no
//! networks, the races no theory, and few people maps of hidden layers.

#[cfg(feature = "networks")]
mod digits;
#[cfg(feature = "networks")]
mod golden;
#[cfg(any(feature = "theory", feature = "networks"))]
mod objects;
#[cfg(feature = "maps")]
mod projection;
#[cfg(feature = "networks")]
mod session;
#[cfg(feature = "theory")]
mod theory;

#[cfg(feature = "networks")]
pub use digits::{Digits, idx_summary};
#[cfg(feature = "networks")]
pub use golden::{golden_fingerprint, golden_runs};
#[cfg(feature = "maps")]
pub use projection::{Projection, normalise_drawing};
#[cfg(feature = "networks")]
pub use session::Session;
#[cfg(feature = "theory")]
pub use theory::{Ensemble, Linear, Toy};

#[cfg(feature = "networks")]
use crate::{network::RuleRow, settings::MOST_LAYERS};
#[cfg(any(feature = "theory", feature = "networks"))]
use objects::{settings, to_object};
use wasm_bindgen::prelude::*;

/// A panic is a bug: it is reported to the console, and thrown as an error whose message the
/// page can show. The instance must not be used after it.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        let message = format!("internal error: {info}");
        web_sys::console::error_1(&message.as_str().into());
        wasm_bindgen::throw_str(&message);
    }));
}

/// A seed from the browser's entropy, for the button "New seed" and nothing else.
#[wasm_bindgen]
pub fn new_seed() -> Result<u32, JsError> {
    getrandom::u32().map_err(|why| JsError::new(&format!("the browser gives no entropy: {why}")))
}

/// The learning rules for a network with the given number of hidden layers: what they are
/// called, where they come from, and the hops with their equations.
#[cfg(feature = "networks")]
#[wasm_bindgen]
pub fn rules(hidden_layers: usize) -> Result<JsValue, JsError> {
    if hidden_layers > MOST_LAYERS {
        return Err(JsError::new(&format!(
            "hidden layers must be at most {MOST_LAYERS}, but are {hidden_layers}"
        )));
    }
    to_object(&RuleRow::all(hidden_layers))
}
