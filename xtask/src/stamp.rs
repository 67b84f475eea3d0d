//! Fingerprints of inputs, so that what has not changed is not built again.
//!
//! Contents are compared, not times: a checkout, a restored cache or a deleted file cannot deceive it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

/// SHA-256 over everything that goes into an output.
pub struct Fingerprint(Sha256);

impl Fingerprint {
    pub fn new() -> Self {
        Self(Sha256::new())
    }

    /// Adds bytes, preceded by their length so that neighbours cannot merge.
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a file, or a folder with all below it less the entries of `except`. What is absent counts as that.
    pub fn path(mut self, path: &Path, except: &[&str]) -> Result<Self> {
        for file in files(path, except)? {
            let contents =
                fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
            let name = file.strip_prefix(path).unwrap_or(&file);
            self = self
                .bytes(name.as_os_str().as_encoded_bytes())
                .bytes(&contents);
        }
        Ok(self.bytes(b"end of path"))
    }

    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

/// The files at or below a path in a fixed order. Names in `except` are left out at the top level.
pub fn files(path: &Path, except: &[&str]) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if !except.iter().any(|name| entry.file_name() == *name) {
            entries.push(entry.path());
        }
    }
    entries.sort();
    let below: Vec<Vec<PathBuf>> = entries
        .iter()
        .map(|entry| files(entry, &[]))
        .collect::<Result<_>>()?;
    Ok(below.concat())
}

/// Whether an output was built from these inputs.
pub fn is_current(stamp: &Path, fingerprint: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|stored| stored == fingerprint)
}

/// Builds an output and stamps it; in between it has no stamp, so that an interrupted build is never trusted.
pub fn rebuild(stamp: &Path, fingerprint: &str, build: impl FnOnce() -> Result<()>) -> Result<()> {
    if stamp.exists() {
        fs::remove_file(stamp)?;
    }
    build()?;
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(stamp, fingerprint)?)
}

/// Copies a file unless the copy is already the same: watchers see only what changed.
pub fn copy_if_changed(from: &Path, to: &Path) -> Result<()> {
    let contents = fs::read(from)?;
    if fs::read(to).is_ok_and(|present| present == contents) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(to, contents).with_context(|| format!("{} cannot be written", to.display()))
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("inner")).unwrap();
        folder
    }

    #[test]
    fn a_fingerprint_follows_names_and_contents_but_not_times() {
        let folder = folder("fingerprint");
        let print = || {
            Fingerprint::new()
                .path(&folder, &["skipped"])
                .unwrap()
                .finish()
        };
        fs::write(folder.join("inner/a"), "1").unwrap();
        let first = print();
        fs::write(folder.join("inner/a"), "1").unwrap();
        fs::write(folder.join("skipped"), "1").unwrap();
        assert_eq!(print(), first);
        fs::rename(folder.join("inner/a"), folder.join("inner/b")).unwrap();
        let renamed = print();
        assert_ne!(renamed, first);
        fs::write(folder.join("inner/b"), "2").unwrap();
        assert_ne!(print(), renamed);
        fs::remove_file(folder.join("inner/b")).unwrap();
        assert_ne!(print(), renamed);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn neighbouring_inputs_do_not_merge() {
        let split = Fingerprint::new().bytes(b"ab").bytes(b"c").finish();
        assert_ne!(split, Fingerprint::new().bytes(b"a").bytes(b"bc").finish());
    }

    #[test]
    fn a_failed_build_leaves_no_stamp() {
        let folder = folder("stamp");
        let stamp = folder.join("deep/stamp");
        rebuild(&stamp, "one", || Ok(())).unwrap();
        assert!(is_current(&stamp, "one"));
        assert!(!is_current(&stamp, "two"));
        rebuild(&stamp, "two", || anyhow::bail!("broken")).unwrap_err();
        assert!(!is_current(&stamp, "one") && !is_current(&stamp, "two"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
