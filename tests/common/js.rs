//! Plain objects of JavaScript, and the sentences of its errors.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

pub fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        Reflect::set(&object, &(*key).into(), value).unwrap();
    }
    object.into()
}

pub fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

pub fn number(object: &JsValue, key: &str) -> f64 {
    get(object, key)
        .as_f64()
        .unwrap_or_else(|| panic!("{key} is a number"))
}

pub fn sentence<T>(result: Result<T, wasm_bindgen::JsError>) -> String {
    let error: JsValue = result.err().expect("an error").into();
    error.unchecked_into::<js_sys::Error>().message().into()
}
