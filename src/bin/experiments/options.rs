//! What was asked for on the command line.

use feedback_alignment::error::{Error, Result};
use std::path::PathBuf;

pub const HELP: &str = "\
usage: cargo run --release --bin experiments -- [--slow] [--seed N]... [--out FOLDER] [ID]...

Runs the experiments of the laboratory, or those that are named, and judges their claims.
  --slow        the slow ones, too; without it they are only recorded, as far as their posters show them
  --seed N      from this start (default 1); more than once for several
  --out FOLDER  records each run as ID.json, from other seeds than 1 as ID.seed-N.json; a run that
                this program has recorded there is not computed again
";

#[derive(Default)]
pub struct Options {
    pub slow: bool,
    pub seeds: Vec<u32>,
    pub out: Option<PathBuf>,
    pub ids: Vec<String>,
}

/// `None` where only the help was asked for.
pub fn parse(mut words: impl Iterator<Item = String>) -> Result<Option<Options>> {
    let mut options = Options::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--help" => return Ok(None),
            "--slow" => options.slow = true,
            "--seed" => {
                let seed = words.next().unwrap_or_default();
                let number = seed.parse().map_err(|_| {
                    Error::new(format!("--seed must be a whole number, but is “{seed}”"))
                })?;
                options.seeds.push(number);
            }
            "--out" => {
                let folder = words.next().unwrap_or_default();
                if folder.is_empty() {
                    return Err(Error::new("--out must name a folder, but names none"));
                }
                options.out = Some(folder.into());
            }
            _ if word.starts_with('-') => {
                return Err(Error::new(format!(
                    "options must be --slow, --seed, --out or --help, but one is “{word}”"
                )));
            }
            _ => options.ids.push(word),
        }
    }
    if options.seeds.is_empty() {
        options.seeds.push(1);
    }
    Ok(Some(options))
}
