//! The command line: what may be asked, and the sentence that answers a mistake.

use std::iter::Peekable;
use std::path::PathBuf;

pub const HELP: &str = "\
cargo xtask <command>

  serve [--port 8080] [--open]   set up what is missing, build the site, serve it on this machine
  test [--full] [--install]      set up what is missing, run every test; --full adds the slow ones and WebKit
  bench [--quick] [--markdown] [--out FILE]
                                 how fast it is, against its peers and the processor, in one browser
  build                          the static site in www/dist, with its sizes against the budgets
  dev                            a development server that reloads when Rust or JavaScript changes
  setup [--install]              the set-up of the tests only; --install lets it install browsers as packages of the system
  digits                         pack the MNIST digits into data/ only
  help                           this text

Prerequisites: Rust through rustup, Node.js 20.19 or newer. Everything else is obtained, into this folder and as the
compiler's target. Browsers for the tests are packages of the system: they are installed only with --install or CI=true.
";

const DEFAULT_PORT: u16 = 8080;

#[derive(Debug, PartialEq)]
pub enum Command {
    Help,
    Serve { port: u16, open: bool },
    Build,
    Dev,
    Test { full: bool, install: bool },
    Bench(Bench),
    Setup { install: bool },
    Digits,
}

/// How the bench is to run.
#[derive(Debug, Default, PartialEq)]
pub struct Bench {
    /// Short, and less to be trusted.
    pub quick: bool,
    /// Tables for a README instead of a terminal.
    pub markdown: bool,
    /// Where the measurements go.
    pub out: Option<PathBuf>,
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
        "test" => Command::Test {
            full: false,
            install: false,
        },
        "bench" => Command::Bench(Bench::default()),
        "setup" => Command::Setup { install: false },
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
            (Command::Test { full, .. }, "--full", None) => *full = true,
            (Command::Test { install, .. } | Command::Setup { install }, "--install", None) => {
                *install = true;
            }
            (Command::Bench(bench), "--quick", None) => bench.quick = true,
            (Command::Bench(bench), "--markdown", None) => bench.markdown = true,
            (Command::Bench(bench), "--out", _) => {
                let Some(file) = operand(value, &mut words).filter(|file| !file.is_empty()) else {
                    return Err("`--out` needs a file, as in `--out bench.json`".to_string());
                };
                bench.out = Some(file.into());
            }
            _ => {
                return Err(format!(
                    "`{name}` does not take `{word}`: `cargo xtask help` lists what it takes"
                ));
            }
        }
    }
    Ok(command)
}

/// What stands behind a flag, after an equals sign or as the next word.
fn operand(
    value: Option<String>,
    words: &mut Peekable<impl Iterator<Item = String>>,
) -> Option<String> {
    value.or_else(|| words.next_if(|word| !word.starts_with("--")))
}

/// The port behind `--port`. Port 0 would serve nobody knows where.
fn parse_port(
    value: Option<String>,
    words: &mut Peekable<impl Iterator<Item = String>>,
) -> Result<u16, String> {
    let Some(value) = operand(value, words) else {
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
        let test = |full, install| Ok(Command::Test { full, install });
        assert_eq!(parsed("test"), test(false, false));
        assert_eq!(parsed("test --full"), test(true, false));
        assert_eq!(parsed("test --install --full"), test(true, true));
        assert_eq!(parsed("setup"), Ok(Command::Setup { install: false }));
        let setup = Command::Setup { install: true };
        assert_eq!(parsed("setup --install"), Ok(setup));
        assert_eq!(parsed("bench"), Ok(Command::Bench(Bench::default())));
        for line in [
            "bench --out a/b.json --quick --markdown",
            "bench --quick --markdown --out=a/b.json",
        ] {
            let bench = Bench {
                quick: true,
                markdown: true,
                out: Some("a/b.json".into()),
            };
            assert_eq!(parsed(line), Ok(Command::Bench(bench)), "{line}");
        }
    }

    #[test]
    fn the_help_names_every_command() {
        for name in [
            "serve", "test", "bench", "build", "dev", "setup", "digits", "help",
        ] {
            assert!(parsed(name).is_ok(), "{name}");
            assert!(HELP.contains(&format!("\n  {name}")), "{name}");
        }
    }

    #[test]
    fn a_mistake_is_answered_with_a_sentence_that_names_it() {
        for (line, named) in [
            ("sevre", "`sevre`"),
            ("build --fast", "`--fast`"),
            ("serve --install", "`--install`"),
            ("build --port 1", "`--port`"),
            ("serve 8080", "`8080`"),
            ("serve --open=yes", "`--open=yes`"),
            ("serve --port", "needs a number"),
            ("serve --port --open", "needs a number"),
            ("serve --port 0", "`0`"),
            ("bench --out", "needs a file"),
            ("bench --out=", "needs a file"),
            ("bench --out --quick", "needs a file"),
            ("bench --full", "`--full`"),
            ("test --quick", "`--quick`"),
            ("serve --port 65536", "`65536`"),
            ("serve --port=eighty", "`eighty`"),
        ] {
            let sentence = parsed(line).expect_err(line);
            assert!(sentence.contains(named), "{line}: {sentence}");
            assert!(!sentence.contains('\n'), "{line}: {sentence}");
        }
    }
}
