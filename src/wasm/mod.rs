//! The boundary to JavaScript: thin handles over the core, and no mathematics.
//!
//! Settings go down once as a plain object and are checked by the core; numbers come up as
//! copies (`Float64Array`, `Float32Array`), never as views into memory that may move. Every
//! error is a JavaScript `Error` with one sentence.
//!
//! The page loads two builds of it, one for each feature: the figures of the theory need no
//! networks, and the races no theory.

#[cfg(feature = "networks")]
mod digits;
#[cfg(feature = "networks")]
mod projection;
#[cfg(feature = "networks")]
mod session;
#[cfg(feature = "theory")]
mod theory;

#[cfg(feature = "networks")]
pub use digits::{Digits, idx_summary};
#[cfg(feature = "networks")]
pub use projection::{Projection, normalise_drawing};
#[cfg(feature = "networks")]
pub use session::Session;
#[cfg(feature = "theory")]
pub use theory::{Ensemble, Linear, Toy};

use crate::error::Error;
use crate::settings::Value;
#[cfg(feature = "networks")]
use crate::{network::RuleRow, settings::MOST_LAYERS};
use js_sys::{Array, Object};
use serde::Serialize;
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

/// The entries of a settings object, for the core to check.
///
/// Read by hand: serde-wasm-bindgen would drop unknown keys and name neither key nor value of a
/// wrong one.
fn settings(object: JsValue) -> Result<Vec<(String, Value)>, Error> {
    if object.is_undefined() {
        return Ok(Vec::new());
    }
    let Some(object) = object
        .dyn_ref::<Object>()
        .filter(|_| !Array::is_array(&object))
    else {
        let found = value(&object);
        return Err(Error::new(format!(
            "settings must be an object, but are {found}"
        )));
    };
    let entry = |pair: JsValue| {
        let pair: Array = pair.unchecked_into();
        (
            pair.get(0).as_string().unwrap_or_default(),
            value(&pair.get(1)),
        )
    };
    Ok(Object::entries(object).iter().map(entry).collect())
}

fn value(value: &JsValue) -> Value {
    let list = || {
        let list = value.dyn_ref::<Array>()?;
        list.iter()
            .map(|entry| entry.as_f64())
            .collect::<Option<Vec<f64>>>()
    };
    if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if let Some(flag) = value.as_bool() {
        Value::Flag(flag)
    } else if let Some(list) = list() {
        Value::List(list)
    } else if value.is_null() {
        Value::Other("null".into())
    } else {
        Value::Other(value.js_typeof().as_string().unwrap_or_default())
    }
}

/// A plain object (not a `Map`), with `null` for what is absent.
fn to_object(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}
