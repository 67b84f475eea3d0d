//! Runs the experiments of the laboratory on the packed digits and judges their claims. Recorded runs
//! are what posters and the page's tests show, so that each experiment is computed once.

#[cfg(not(target_arch = "wasm32"))]
mod compute;
#[cfg(not(target_arch = "wasm32"))]
mod experiment;
#[cfg(not(target_arch = "wasm32"))]
mod options;
#[cfg(not(target_arch = "wasm32"))]
mod recorder;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    use std::process::ExitCode;

    let done = options::parse(std::env::args().skip(1)).and_then(|options| match options {
        Some(options) => experiment::run(&options),
        None => {
            print!("{}", options::HELP);
            Ok(true)
        }
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::from(2)
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}
