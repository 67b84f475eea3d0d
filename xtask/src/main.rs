//! `cargo xtask <command>`: sets up, builds, serves and tests the project.
//!
//! Plain Rust that runs wherever Cargo and Node.js do. Each file is one concept; this one joins them.
//! Every command first does whatever set-up it needs and finds missing, and stays silent about the rest.

mod args;
mod assets;
mod bench;
mod browser;
mod debian;
mod dev;
mod digits;
mod experiments;
mod firefox;
mod npm;
mod packages;
mod posters;
mod process;
mod project;
mod server;
mod site;
mod split;
mod stamp;
mod standard_library;
mod step;
mod tally;
mod target;
mod test;
mod tools;
mod url;
mod wasm;
mod webkit;

use std::process::ExitCode;

use anyhow::Result;
use args::Command;
use project::Project;
use server::Folder;
use step::say;

fn main() -> ExitCode {
    let command = match args::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(sentence) => {
            eprintln!("{sentence}");
            return ExitCode::from(2);
        }
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let may_install = match command {
        Command::Setup { install } | Command::Test { install, .. } => install,
        _ => false,
    };
    let in_ci = std::env::var_os("CI").is_some_and(|value| value == "true");
    let project = Project::find(may_install || in_ci)?;
    match command {
        Command::Help => {
            print!("{}", args::HELP);
            Ok(())
        }
        Command::Serve { port, open } => {
            // The port is taken before the long build, so that a busy one is reported at once.
            let listener = server::bind(port)?;
            site::ensure(&project)?;
            let address = format!("http://127.0.0.1:{port}");
            say(&format!("serving {address} (Ctrl-C ends it)"));
            if open {
                process::open_in_browser(&address);
            }
            let folder = Folder {
                placeholder: Some(posters::PLACEHOLDER),
                ..Folder::site(&project.dist())
            };
            posters::ensure_meanwhile(project)?;
            server::serve(&listener, folder)
        }
        Command::Build => {
            site::ensure(&project)?;
            posters::ensure_if_possible(&project)?;
            site::check_sizes(&project)
        }
        Command::Dev => dev::run(&project),
        Command::Test { full, .. } => test::run(project, full),
        Command::Bench(how) => bench::run(&project, &how),
        Command::Setup { .. } => {
            test::SetUp::ensure(&project, false)?;
            say("everything is set up");
            Ok(())
        }
        Command::Digits => {
            npm::ensure(&project)?;
            digits::ensure(&project)
        }
    }
}
