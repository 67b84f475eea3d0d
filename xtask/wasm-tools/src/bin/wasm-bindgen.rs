//! wasm-bindgen's own command line, of exactly the version that the core is built with: for wasm-pack.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::env::args_os())
}
