//! `bind MODULE FOLDER NAME`: the JavaScript and TypeScript of a compiled module, as `wasm-pack build --target web`
//! writes them, in a folder, under a name.

use anyhow::{Context as _, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [module, folder, name] = words.as_slice() else {
        bail!("usage: bind MODULE FOLDER NAME");
    };
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(true)
        // The glue knows where its module lies.
        .omit_default_module_path(false)
        .out_name(name)
        .generate(folder)
        .context("wasm-bindgen cannot read what cargo compiled")
}
