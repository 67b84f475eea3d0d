//! The command line: what may be asked, and the sentence that answers a mistake.

use std::iter::Peekable;

pub const HELP: &str = "\
cargo xtask <command>

  serve [--port 8080] [--open]   set up what is missing, build the site, serve it on this machine
  test [--full]                  set up what is missing, run every test; --full adds the slow ones and WebKit
  build                          the static site in www/dist, with its sizes against the budgets
  dev                            a development server that reloads when Rust or JavaScript changes
  setup                          the set-up only
  digits                         pack the MNIST digits into data/ only
  help                           this text

Prerequisites: Rust through rustup, Node.js 20.19 or newer. Everything else is obtained.
";

const DEFAULT_PORT: u16 = 8080;

#[derive(Debug, PartialEq)]
pub enum Command {
    Help,
    Serve { port: u16, open: bool },
    Build,
    Dev,
    Test { full: bool },
    Setup,
    Digits,
}

/// The command that the words ask for, or one sentence about the first word that makes no sense.
pub fn parse(words: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut words = words.peekable();
    let Some(name) = words.next() else {
        return Ok(Command::Help);
    };
    let mut command = match name.as_str() {
        "help" | "--help" | "-h" => return Ok(Command::Help),
        "serve" => Command::Serve {
            port: DEFAULT_PORT,
            open: false,
        },
        "build" => Command::Build,
        "dev" => Command::Dev,
        "test" => Command::Test { full: false },
        "setup" => Command::Setup,
        "digits" => Command::Digits,
        _ => {
            return Err(format!(
                "unknown command `{name}`: `cargo xtask help` lists the commands"
            ));
        }
    };
    while let Some(word) = words.next() {
        let (flag, value) = match word.split_once('=') {
            Some((flag, value)) => (flag, Some(value.to_string())),
            None => (word.as_str(), None),
        };
        match (&mut command, flag, &value) {
            (_, "--help" | "-h", None) => return Ok(Command::Help),
            (Command::Serve { port, .. }, "--port", _) => *port = parse_port(value, &mut words)?,
            (Command::Serve { open, .. }, "--open", None) => *open = true,
            (Command::Test { full }, "--full", None) => *full = true,
            _ => {
                return Err(format!(
                    "`{name}` does not take `{word}`: `cargo xtask help` lists what it takes"
                ));
            }
        }
    }
    Ok(command)
}

/// The port behind `--port`, after an equals sign or as the next word. Port 0 would serve nobody knows where.
fn parse_port(
    value: Option<String>,
    words: &mut Peekable<impl Iterator<Item = String>>,
) -> Result<u16, String> {
    let Some(value) = value.or_else(|| words.next_if(|word| !word.starts_with("--"))) else {
        return Err("`--port` needs a number, as in `--port 8081`".to_string());
    };
    match value.parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(format!(
            "the port must be a number from 1 to 65535, but is `{value}`"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_string))
    }

    #[test]
    fn commands_and_flags_are_understood() {
        assert_eq!(parsed(""), Ok(Command::Help));
        assert_eq!(parsed("serve --help"), Ok(Command::Help));
        let default = Command::Serve {
            port: 8080,
            open: false,
        };
        assert_eq!(parsed("serve"), Ok(default));
        for line in ["serve --open --port 9000", "serve --port=9000 --open"] {
            let serve = Command::Serve {
                port: 9000,
                open: true,
            };
            assert_eq!(parsed(line), Ok(serve), "{line}");
        }
        assert_eq!(parsed("test --full"), Ok(Command::Test { full: true }));
        assert_eq!(parsed("test"), Ok(Command::Test { full: false }));
    }

    #[test]
    fn the_help_names_every_command() {
        for name in ["serve", "test", "build", "dev", "setup", "digits", "help"] {
            assert!(parsed(name).is_ok(), "{name}");
            assert!(HELP.contains(&format!("\n  {name}")), "{name}");
        }
    }

    #[test]
    fn a_mistake_is_answered_with_a_sentence_that_names_it() {
        for (line, named) in [
            ("sevre", "`sevre`"),
            ("build --fast", "`--fast`"),
            ("build --port 1", "`--port`"),
            ("serve 8080", "`8080`"),
            ("serve --open=yes", "`--open=yes`"),
            ("serve --port", "needs a number"),
            ("serve --port --open", "needs a number"),
            ("serve --port 0", "`0`"),
            ("serve --port 65536", "`65536`"),
            ("serve --port=eighty", "`eighty`"),
        ] {
            let sentence = parsed(line).expect_err(line);
            assert!(sentence.contains(named), "{line}: {sentence}");
            assert!(!sentence.contains('\n'), "{line}: {sentence}");
        }
    }
}
