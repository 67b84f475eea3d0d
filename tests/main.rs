//! Every question that is asked of the core from outside, a module each, in one program: natively
//! (`cargo test`) and, as far as a browser can ask it, in one (`wasm-pack test --headless --chrome`).
//!
//! `engine` holds what one browser could do differently from another: numbers to the last bit, and
//! the boundary to JavaScript. `cargo xtask test` runs it in Firefox, too, and the rest with `--full`.

// In a worker, as the page trains: a driver gives up on a page whose main thread does not answer for 30 s.
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

mod common;

mod adversarial;
mod alignment;
mod code;
mod drawing;
mod dropout;
mod gradient;
mod hops;
mod label_noise;
mod learning;
mod linear_learning;
mod live;
mod optimizers;
mod plane;
mod projection;
mod regression;
mod rules;
mod schedule;
mod settings;
mod sign_layer;
mod starts;
mod theorem;

mod engine {
    mod elementwise;
    mod linear;
    mod products;
    #[cfg(target_arch = "wasm32")]
    mod session;
    #[cfg(target_arch = "wasm32")]
    mod theory_handles;
    mod toy;
}

/// Files, processes, property tests, and what is compiled natively only.
#[cfg(not(target_arch = "wasm32"))]
mod native {
    mod allocation;
    mod golden;
    mod idx;
    mod mnist;
    mod preset_table;
    mod recording;
    mod schedule_text;
}
