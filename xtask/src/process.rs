//! Running other programs.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::step::say;

/// What a failed program last said is enough; the beginning of a long build is not.
const LINES_OF_A_FAILURE: usize = 60;

/// Without a line for so long, we look whether the program has ended.
const PAUSE: Duration = Duration::from_millis(200);

/// Runs a program in silence. When it fails, what it said is shown.
pub fn quiet(command: &mut Command) -> Result<()> {
    let mut said = Vec::new();
    let result = listen(command, |line| said.push(line.to_string()));
    if result.is_err() {
        let end = &said[said.len().saturating_sub(LINES_OF_A_FAILURE)..];
        say(&format!("\n  {}", end.join("\n  ")));
    }
    result
}

/// Runs a program and hears every line that it says, on its standard output or its standard error.
pub fn listen(command: &mut Command, mut hear: impl FnMut(&str)) -> Result<()> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{}` cannot be started", name(command)))?;
    let (said, lines) = mpsc::channel();
    let outputs: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|pipe| Box::new(pipe) as _),
        child.stderr.take().map(|pipe| Box::new(pipe) as _),
    ];
    for output in outputs.into_iter().flatten() {
        let said = said.clone();
        thread::spawn(move || {
            for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).trim_end().to_string();
                if said.send(line).is_err() {
                    break;
                }
            }
        });
    }
    drop(said);
    let status = loop {
        match lines.recv_timeout(PAUSE) {
            Ok(line) => hear(&line),
            Err(RecvTimeoutError::Disconnected) => break child.wait()?,
            // A program of its own that it has left running may hold its outputs open.
            Err(RecvTimeoutError::Timeout) => {
                if let Some(status) = child.try_wait()? {
                    break status;
                }
            }
        }
    };
    lines.try_iter().for_each(|line| hear(&line));
    if !status.success() {
        bail!("`{}` failed ({status})", name(command));
    }
    Ok(())
}

/// A program, behind whatever else the machine does if that is wanted and the system can have it so.
pub fn behind(program: impl Into<OsString>, wanted: bool) -> Command {
    if !wanted || on_path("nice").is_none() {
        return Command::new(program.into());
    }
    let mut command = Command::new("nice");
    command.arg(program.into());
    command
}

/// What a program prints to its standard output, trimmed. What else it says is dropped: failure has a fallback.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{}` cannot be started", name(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", name(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// Lets a program that is listened to colour what it says as it would on this screen.
pub fn coloured(command: &mut Command) -> &mut Command {
    if std::io::stdout().is_terminal() {
        command
            .env("CARGO_TERM_COLOR", "always")
            .env("FORCE_COLOR", "1");
    }
    command
}

/// The program with its first argument: enough to recognise it by.
fn name(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or_default();
    let mut name = program.to_string_lossy().into_owned();
    if let Some(argument) = command.get_args().next() {
        name.push(' ');
        name.push_str(&argument.to_string_lossy());
    }
    name
}

/// Where a program lies, when it can be found on the search path.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

/// The search path with one folder put first.
pub fn path_with(folder: &Path) -> Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&path));
    Ok(std::env::join_paths(folders)?)
}

/// Asks the desktop to show an address. Where there is none, the address has been printed.
pub fn open_in_browser(address: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else {
        Command::new("xdg-open")
    };
    command
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if command.spawn().is_err() {
        println!("no browser could be opened: visit the address yourself");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_heard_and_a_failure_is_told() {
        let mut heard = Vec::new();
        let mut rustc = Command::new("rustc");
        listen(rustc.arg("--version"), |line| heard.push(line.to_string())).unwrap();
        assert!(
            heard.len() == 1 && heard[0].starts_with("rustc "),
            "{heard:?}"
        );
        let mut wrong = Command::new("rustc");
        let sentence = listen(wrong.arg("--nonsense"), |line| heard.push(line.to_string()));
        assert!(
            sentence
                .unwrap_err()
                .to_string()
                .contains("`rustc --nonsense` failed")
        );
        assert!(
            heard.iter().any(|line| line.contains("nonsense")),
            "{heard:?}"
        );
        let missing = listen(&mut Command::new("no-such-program"), |_| ());
        assert!(
            missing
                .unwrap_err()
                .to_string()
                .contains("cannot be started")
        );
    }
}
