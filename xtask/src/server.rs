//! A static file server for this machine only: one folder, GET and HEAD, one thread per connection.

use std::fs;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::url;

/// The same policy as in the page's own meta tag: nothing runs that the site did not ship, and the
/// only other host that may be asked has the complete MNIST.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      img-src 'self' data: blob:; worker-src 'self' blob:; \
                      connect-src 'self' https://raw.githubusercontent.com";

/// Longer requests than any browser sends for a page of ours.
const LONGEST_REQUEST: u64 = 32 * 1024;

const PATIENCE: Duration = Duration::from_secs(10);

/// Takes the port; 0 takes any free one.
pub fn bind(port: u16) -> Result<TcpListener> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            let other = port.checked_add(1).unwrap_or(8080);
            bail!("port {port} is in use: choose another, as in `--port {other}`")
        }
        Err(error) => Err(error).with_context(|| {
            format!("port {port} cannot be used: choose another, as in `--port 8081`")
        }),
    }
}

/// A folder as visitors get it.
#[derive(Clone)]
pub struct Folder {
    pub root: PathBuf,
    /// In every answer.
    pub headers: String,
    /// What stands for a poster that has not been drawn yet.
    pub placeholder: Option<&'static str>,
}

impl Folder {
    /// The built site. Its elements are for anybody's page.
    pub fn site(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            headers: format!(
                "Content-Security-Policy: {POLICY}\r\nAccess-Control-Allow-Origin: *\r\n"
            ),
            placeholder: None,
        }
    }
}

/// Serves a folder for as long as the process lives.
pub fn serve(listener: &TcpListener, mut folder: Folder) -> Result<()> {
    folder.root = folder
        .root
        .canonicalize()
        .with_context(|| format!("{} is missing", folder.root.display()))?;
    let folder = Arc::new(folder);
    for stream in listener.incoming() {
        // A connection that failed before it began is the visitor's to repeat.
        let Ok(stream) = stream else { continue };
        let folder = folder.clone();
        thread::spawn(move || {
            // So is one that broke off half-way.
            let _ = answer(&stream, &folder);
        });
    }
    Ok(())
}

/// The same from a free port, behind whatever else this process does; returns the address.
pub fn serve_meanwhile(folder: Folder) -> Result<String> {
    let listener = bind(0)?;
    let address = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || serve(&listener, folder));
    Ok(address)
}

fn answer(stream: &TcpStream, folder: &Folder) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.take(LONGEST_REQUEST));
    let mut request = String::new();
    reader.read_line(&mut request)?;
    // The headers say nothing that matters here, but an unread rest would reset the connection.
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = request.split_whitespace();
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let response = respond(method, target, folder);
    let mut stream = stream;
    stream.write_all(response.head(&folder.headers).as_bytes())?;
    if method != "HEAD" {
        stream.write_all(&response.body)?;
    }
    stream.flush()
}

struct Response {
    status: &'static str,
    /// The header that only this kind of response has.
    header: String,
    body: Vec<u8>,
}

impl Response {
    fn text(status: &'static str, header: &str) -> Self {
        Self {
            status,
            header: format!("{header}Content-Type: text/plain; charset=utf-8\r\n"),
            body: format!("{status}\n").into_bytes(),
        }
    }

    fn head(&self, headers: &str) -> String {
        format!(
            "HTTP/1.1 {}\r\n{}Content-Length: {}\r\n{headers}\
             X-Content-Type-Options: nosniff\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n",
            self.status,
            self.header,
            self.body.len()
        )
    }
}

fn respond(method: &str, target: &str, folder: &Folder) -> Response {
    let root = &folder.root;
    if method.is_empty() || target.is_empty() {
        return Response::text("400 Bad Request", "");
    }
    if !matches!(method, "GET" | "HEAD") {
        return Response::text("405 Method Not Allowed", "Allow: GET, HEAD\r\n");
    }
    let not_found = || Response::text("404 Not Found", "");
    let Some(mut file) = url::resolve(root, target) else {
        return not_found();
    };
    let path = target.split(['?', '#']).next().unwrap_or(target);
    if file.is_dir() {
        if !path.ends_with('/') {
            // Relative addresses in the page are relative to the folder, so the address must end as one.
            let folder = format!("Location: /{}/\r\n", path.trim_start_matches('/'));
            return Response::text("308 Permanent Redirect", &folder);
        }
        file.push("index.html");
    } else if path.ends_with('/') {
        return not_found();
    }
    let found = |media_type: &str, body| Response {
        status: "200 OK",
        header: format!("Content-Type: {media_type}\r\n"),
        body,
    };
    if let Some(body) = read_inside(&file, root) {
        return found(url::media_type(&file), body);
    }
    match folder.placeholder {
        Some(picture) if is_poster(&file, root) => found("image/svg+xml", picture.into()),
        _ => not_found(),
    }
}

fn is_poster(file: &Path, root: &Path) -> bool {
    let is_picture = file
        .extension()
        .is_some_and(|kind| kind == "svg" || kind == "png");
    is_picture && file.starts_with(root.join("posters"))
}

/// Reads a file, but not through a symbolic link that leads out of the root.
fn read_inside(file: &Path, root: &Path) -> Option<Vec<u8>> {
    let real: PathBuf = file.canonicalize().ok()?;
    if !real.starts_with(root) {
        return None;
    }
    fs::read(real).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a page inside and a secret outside, served; returns its address.
    fn served(name: &str) -> (PathBuf, std::net::SocketAddr) {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("site/deep")).unwrap();
        fs::write(folder.join("site/index.html"), "page").unwrap();
        fs::write(folder.join("site/deep/index.html"), "deep").unwrap();
        fs::write(folder.join("site/data.gz"), [0x1f, 0x8b]).unwrap();
        fs::write(folder.join("secret"), "secret").unwrap();
        let address = serving(Folder::site(&folder.join("site")));
        (folder, address)
    }

    fn serving(folder: Folder) -> std::net::SocketAddr {
        let listener = bind(0).unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || serve(&listener, folder));
        address
    }

    fn ask(address: std::net::SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "{request} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn it_serves_the_folder_and_nothing_else() {
        let (folder, address) = served("serve");
        let page = ask(address, "GET /");
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
        assert!(page.contains("Content-Type: text/html; charset=utf-8\r\n"));
        assert!(page.contains("script-src 'self' 'wasm-unsafe-eval';"));
        // The elements are for anybody's page.
        assert!(page.contains("Access-Control-Allow-Origin: *\r\n"));
        assert!(page.ends_with("\r\n\r\npage"), "{page}");
        assert!(ask(address, "GET /deep/?a=b").ends_with("\r\n\r\ndeep"));
        assert!(ask(address, "GET //deep").contains("\r\nLocation: /deep/\r\n"));
        let head = ask(address, "HEAD /");
        assert!(head.contains("Content-Length: 4\r\n") && head.ends_with("\r\n\r\n"));
        let packed = ask(address, "GET /data.gz");
        assert!(packed.contains("application/gzip") && !packed.contains("Content-Encoding"));
        for missing in ["/none", "/../secret", "/%2e%2e/secret", "/index.html/"] {
            let answer = ask(address, &format!("GET {missing}"));
            assert!(answer.starts_with("HTTP/1.1 404 "), "{missing}: {answer}");
        }
        assert!(ask(address, "POST /").starts_with("HTTP/1.1 405 "));
        assert!(ask(address, "").starts_with("HTTP/1.1 400 "));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn whoever_serves_something_else_has_headers_of_its_own() {
        let (folder, _) = served("headers");
        let address = serving(Folder {
            headers: "X-Own: yes\r\n".into(),
            ..Folder::site(&folder.join("site"))
        });
        let page = ask(address, "GET /");
        assert!(page.contains("\r\nX-Own: yes\r\n") && page.ends_with("page"));
        assert!(!page.contains("Content-Security-Policy"), "{page}");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_poster_that_is_not_drawn_yet_is_no_broken_picture_where_people_look() {
        let (folder, tested) = served("posters");
        let looked_at = serving(Folder {
            placeholder: Some("<svg/>"),
            ..Folder::site(&folder.join("site"))
        });
        for poster in ["GET /posters/toy.svg", "GET /posters/toy.png"] {
            let answer = ask(looked_at, poster);
            assert!(
                answer.contains("image/svg+xml") && answer.ends_with("<svg/>"),
                "{answer}"
            );
            assert!(ask(tested, poster).starts_with("HTTP/1.1 404 "));
        }
        for missing in ["GET /toy.svg", "GET /posters/toy.json"] {
            assert!(
                ask(looked_at, missing).starts_with("HTTP/1.1 404 "),
                "{missing}"
            );
        }
        fs::create_dir_all(folder.join("site/posters")).unwrap();
        fs::write(folder.join("site/posters/toy.svg"), "drawn").unwrap();
        assert!(ask(looked_at, "GET /posters/toy.svg").ends_with("drawn"));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_header_and_the_page_have_one_policy() {
        let page = include_str!("../../www/vite.config.js");
        let mirror = include_str!("../../www/src/workers/mirror.js");
        let (_, host) = mirror.split_once("HOST = '").unwrap();
        let (host, _) = host.split_once('\'').unwrap();
        for directive in POLICY.split("; ") {
            let directive = directive.replace(host, "${HOST}");
            assert!(page.contains(&directive), "{directive} is not the page's");
        }
        assert_eq!(
            POLICY.matches("; ").count() + 1,
            page.matches("-src '").count()
        );
        assert!(POLICY.ends_with(&format!("connect-src 'self' https://{host}")));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_is_not_followed() {
        let (folder, address) = served("link");
        std::os::unix::fs::symlink(folder.join("secret"), folder.join("site/link")).unwrap();
        assert!(ask(address, "GET /link").starts_with("HTTP/1.1 404 "));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_silent_visitor_does_not_hold_up_the_others() {
        let (folder, address) = served("silent");
        let _silent = TcpStream::connect(address).unwrap();
        let start = std::time::Instant::now();
        assert!(ask(address, "GET /").starts_with("HTTP/1.1 200 "));
        assert!(start.elapsed() < PATIENCE / 2);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_busy_port_is_named() {
        let taken = bind(0).unwrap();
        let port = taken.local_addr().unwrap().port();
        let sentence = bind(port).unwrap_err().to_string();
        assert!(sentence.contains(&format!("port {port} is in use")));
        assert!(sentence.contains("--port"), "{sentence}");
    }
}
