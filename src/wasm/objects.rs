//! Plain objects of JavaScript: settings go down as such, and results come up.

use crate::error::Error;
use crate::settings::Value;
use js_sys::{Array, Object};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The entries of a settings object, for the core to check.
///
/// Read by hand: serde-wasm-bindgen would drop unknown keys and name neither key nor value of a
/// wrong one.
pub(super) fn settings(object: JsValue) -> Result<Vec<(String, Value)>, Error> {
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
pub(super) fn to_object(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}
