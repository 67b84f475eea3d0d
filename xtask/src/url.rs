//! From the path of a request to a file of the site, and from there to its media type.

use std::path::{Path, PathBuf};

/// The file or folder that a request asks for, always inside `root`; `None` for what cannot be a file of the site.
///
/// Decoded once, split at slashes, and every part must be an ordinary name: neither `..` nor anything that some system
/// reads as a drive, a separator or the end of a string gets through.
pub fn resolve(root: &Path, request: &str) -> Option<PathBuf> {
    let path = request.split(['?', '#']).next()?.strip_prefix('/')?;
    let decoded = decode(path)?;
    let mut file = root.to_path_buf();
    for part in decoded.split('/').filter(|part| !part.is_empty()) {
        if part.starts_with('.') || part.contains(['\\', ':']) || part.contains(char::is_control) {
            return None;
        }
        file.push(part);
    }
    Some(file)
}

/// Undoes percent-encoding; `None` when it is malformed or does not yield UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                (digit()? * 16 + digit()?) as u8
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// The media type of a file. Compressed data is `application/gzip`: the page unpacks it, not the browser.
pub fn media_type(file: &Path) -> &'static str {
    let extension = file.extension().and_then(|extension| extension.to_str());
    match extension {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("gz") => "application/gzip",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_name_files_below_the_root() {
        let root = Path::new("site");
        for (request, file) in [
            ("/", "site"),
            ("/index.html", "site/index.html"),
            ("/slides/", "site/slides"),
            ("//slides//a.js?x=1#y", "site/slides/a.js"),
            ("/a%20b/%C3%A9.js", "site/a b/é.js"),
            ("/a..b/c", "site/a..b/c"),
        ] {
            assert_eq!(
                resolve(root, request).as_deref(),
                Some(Path::new(file)),
                "{request}"
            );
        }
    }

    #[test]
    fn nothing_leads_out_of_the_root() {
        for request in [
            "/..",
            "/../Cargo.toml",
            "/assets/../../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/%2E%2E%2fCargo.toml",
            "/.%2e/Cargo.toml",
            "/..%5cCargo.toml",
            "/assets\\..\\..\\Cargo.toml",
            "/C:/Windows",
            "/index.html%00.png",
            "/.git/config",
            "/%zz",
            "/%2",
            "/%ff",
            "Cargo.toml",
            "http://elsewhere/",
            "",
        ] {
            assert_eq!(resolve(Path::new("site"), request), None, "{request}");
        }
    }

    #[test]
    fn media_types_are_what_browsers_insist_on() {
        let of = |name| media_type(Path::new(name));
        assert_eq!(of("a/core_bg.wasm"), "application/wasm");
        assert_eq!(of("main.js"), "text/javascript; charset=utf-8");
        assert_eq!(of("index.html"), "text/html; charset=utf-8");
        assert_eq!(of("main.css"), "text/css; charset=utf-8");
        assert_eq!(of("figure.svg"), "image/svg+xml");
        assert_eq!(of("manifest.json"), "application/json");
        assert_eq!(of("train-images-idx3-ubyte.gz"), "application/gzip");
        assert_eq!(of("LICENSE"), "application/octet-stream");
    }
}
