//! Packages of Debian and its relatives, fetched with private lists so that the system's own apt stays as it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process;

/// Where to look for a version that the configured suites do not carry: the backports first, since their list is small.
const SUITES: [&str; 3] = ["trixie-backports", "forky", "sid"];

const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

pub fn is_here() -> bool {
    ["apt-get", "apt-cache", "dpkg-deb"]
        .iter()
        .all(|program| process::on_path(program).is_some())
}

/// Fetches the source of the standard library of exactly this version; returns its `library` folder.
pub fn rust_source(version: &str, scratch: &Path) -> Result<PathBuf> {
    if scratch.exists() {
        fs::remove_dir_all(scratch)?;
    }
    fs::create_dir_all(scratch)?;
    let library = |unpacked: PathBuf| unpacked.join(format!("usr/src/rustc-{version}/library"));
    // The system's own lists first, as they are: updating them needs root and is not ours to do.
    if let Ok(package) = fetch(&[], version, scratch) {
        return unpack(&package, scratch).map(library);
    }
    let mirror = mirror()?;
    for suite in SUITES {
        let Ok(options) = private_lists(&mirror, suite, &scratch.join(suite)) else {
            continue;
        };
        if let Ok(package) = fetch(&options, version, scratch) {
            return unpack(&package, scratch).map(library);
        }
    }
    bail!("no suite of Debian carries rust-src {version}")
}

/// The mirror that the system's own apt uses for Debian itself.
fn mirror() -> Result<String> {
    let sites = process::read(Command::new("apt-get").args([
        "indextargets",
        "--format",
        "$(SITE)",
        "Created-By: Packages",
    ]))?;
    sites
        .lines()
        .find(|site| site.trim_end_matches('/').ends_with("/debian"))
        .map(str::to_string)
        .context("apt is configured for no mirror of Debian")
}

/// Reads the list of one suite; returns the options that make apt use it and nothing else.
fn private_lists(mirror: &str, suite: &str, folder: &Path) -> Result<Vec<String>> {
    let (lists, cache) = (folder.join("lists"), folder.join("cache"));
    fs::create_dir_all(lists.join("partial"))?;
    fs::create_dir_all(cache.join("archives/partial"))?;
    let source = folder.join("sources.list");
    let signed = if Path::new(KEYRING).exists() {
        format!("[signed-by={KEYRING}] ")
    } else {
        String::new()
    };
    fs::write(&source, format!("deb {signed}{mirror} {suite} main\n"))?;
    let options: Vec<String> = [
        format!("Dir::Etc::sourcelist={}", source.display()),
        "Dir::Etc::sourceparts=-".to_string(),
        format!("Dir::State::lists={}", lists.display()),
        format!("Dir::Cache={}", cache.display()),
        // The sandbox user could not write into the checkout.
        "APT::Sandbox::User=root".to_string(),
    ]
    .into_iter()
    .flat_map(|option| ["-o".to_string(), option])
    .collect();
    process::read(Command::new("apt-get").args(&options).arg("update"))?;
    Ok(options)
}

/// Downloads `rust-src` of a version, if these lists carry it.
fn fetch(options: &[String], version: &str, folder: &Path) -> Result<PathBuf> {
    let offered = process::read(
        Command::new("apt-cache")
            .args(options)
            .args(["madison", "rust-src"]),
    )?;
    let packaged =
        packaged_as(&offered, version).with_context(|| format!("no rust-src {version} here"))?;
    process::read(
        Command::new("apt-get")
            .args(options)
            .arg("download")
            .arg(format!("rust-src={packaged}"))
            .current_dir(folder),
    )?;
    fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .context("apt-get has downloaded no package")
}

fn unpack(package: &Path, scratch: &Path) -> Result<PathBuf> {
    let unpacked = scratch.join("unpacked");
    process::read(
        Command::new("dpkg-deb")
            .arg("-x")
            .arg(package)
            .arg(&unpacked),
    )?;
    Ok(unpacked)
}

/// Debian's full version ("1.95.0+dfsg1-2~bpo13+1") of an upstream one ("1.95.0") in the table of `apt-cache madison`.
fn packaged_as(table: &str, version: &str) -> Option<String> {
    table.lines().find_map(|line| {
        let packaged = line.split('|').nth(1)?.trim();
        let upstream = packaged.split(['+', '-', '~']).next()?;
        (upstream == version).then(|| packaged.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_of_exactly_the_version_is_chosen() {
        let table = "  rust-src | 1.96.1+dfsg1-2~bpo13+1 | mirror suite/main amd64 Packages\n  \
                       rust-src | 1.95.0+dfsg1-2~bpo13+1 | mirror suite/main amd64 Packages\n  \
                       rust-src |   1.9.0-1 | mirror suite/main amd64 Packages\n";
        let packaged = |version| packaged_as(table, version);
        assert_eq!(
            packaged("1.95.0").as_deref(),
            Some("1.95.0+dfsg1-2~bpo13+1")
        );
        assert_eq!(packaged("1.9.0").as_deref(), Some("1.9.0-1"));
        assert_eq!(packaged("1.9"), None);
        assert_eq!(packaged("1.96.0"), None);
    }
}
