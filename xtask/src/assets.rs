//! Which files of the built site a page loads: at once, or at some time.
//!
//! Their names hold checksums, so that a name in a page or a script means that file and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::Result;

use crate::project::Project;
use crate::stamp;

/// What pages and scripts load: files of this folder, and the service worker beside the page.
const FOLDER: &str = "assets/";
const SERVICE_WORKER: &str = "sw.js";

/// The files of a built site by their paths, with what is written in them.
pub struct Assets(BTreeMap<String, String>);

impl Assets {
    pub fn read(project: &Project) -> Result<Self> {
        let dist = project.dist();
        let mut files = BTreeMap::new();
        for file in stamp::files(&dist, &[])? {
            let path = file
                .strip_prefix(&dist)?
                .to_string_lossy()
                .replace('\\', "/");
            // What is no text names nothing.
            let text = String::from_utf8_lossy(&fs::read(&file)?).into_owned();
            files.insert(path, text);
        }
        Ok(Self(files))
    }

    pub fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// What lies in a folder, less the one file there that has all others in it.
    pub fn below(&self, folder: &str) -> BTreeSet<String> {
        let counts = |path: &&String| path.starts_with(folder) && !path.contains(".offline.");
        self.0.keys().filter(counts).cloned().collect()
    }

    /// What a page loads, and what that loads in turn, as far as `leads` tells from a text to a name.
    pub fn reached_from(&self, page: &str, leads: fn(&str, &str) -> bool) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut open = vec![page.to_string()];
        while let Some(path) = open.pop() {
            let Some(text) = self.0.get(&path) else {
                continue;
            };
            for other in self.0.keys() {
                let name = other.rsplit('/').next().unwrap_or(other);
                let loads = if path == page && path.ends_with(".html") {
                    Self::names(text, name)
                } else {
                    leads(text, name)
                };
                let is_loaded = other.starts_with(FOLDER) || other == SERVICE_WORKER;
                if is_loaded && loads && reached.insert(other.clone()) && other != SERVICE_WORKER {
                    open.push(other.clone());
                }
            }
        }
        reached
    }

    /// Whether a text names a file at all.
    pub fn names(text: &str, name: &str) -> bool {
        text.contains(name)
    }

    /// Whether a script imports a file before it begins itself, as in `from"./a.js"` and `import"./a.js"`.
    pub fn imports(text: &str, name: &str) -> bool {
        text.match_indices(name).any(|(at, _)| {
            let before = text[..at].trim_end_matches(|letter: char| {
                letter.is_alphanumeric() || matches!(letter, '.' | '/' | '-' | '_')
            });
            before
                .strip_suffix(['"', '\'', '`'])
                .map(str::trim_end)
                .is_some_and(|before| before.ends_with("from") || before.ends_with("import"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Assets {
        let owned = |(path, text): &(&str, &str)| (path.to_string(), text.to_string());
        Assets(files.iter().map(owned).collect())
    }

    #[test]
    fn a_page_waits_for_what_is_imported_and_not_for_what_it_may_ask_for() {
        let site = site(&[
            (
                "index.html",
                r#"<link href="./assets/page.css"><script src="./assets/main.js">"#,
            ),
            (
                "assets/main.js",
                r#"import{a}from"./shared.js";import"./other.js";import("./race.js");new URL("core.worker.js",import.meta.url)"#,
            ),
            ("assets/shared.js", "export const a=1"),
            (
                "assets/other.js",
                r#"navigator.serviceWorker.register("./sw.js")"#,
            ),
            (
                "assets/race.js",
                r#"import{a}from"./shared.js";import{b}from"./charts.js""#,
            ),
            ("assets/charts.js", ""),
            (
                "assets/core.worker.js",
                r#"new URL("core.wasm",import.meta.url)"#,
            ),
            ("assets/core.wasm", ""),
            ("assets/page.css", ""),
            ("assets/deck.js", ""),
            ("slides/index.html", r#"<script src="../assets/deck.js">"#),
            ("sw.js", r#"{"assets/deck.js":"0123"}"#),
        ]);
        let names = |files: BTreeSet<String>| {
            let name = |path: &String| path.replace("assets/", "");
            files.iter().map(name).collect::<Vec<_>>().join(" ")
        };
        let at_once = site.reached_from("index.html", Assets::imports);
        assert_eq!(names(at_once), "main.js other.js page.css shared.js");
        assert_eq!(
            names(site.reached_from("index.html", Assets::names)),
            "charts.js core.wasm core.worker.js main.js other.js page.css race.js shared.js sw.js"
        );
        assert_eq!(
            names(site.reached_from("slides/index.html", Assets::names)),
            "deck.js"
        );
        assert!(site.reached_from("embed.html", Assets::names).is_empty());
    }
}
