//! Connections: the part of HTTP/1.1 that a static site needs, based on `httparse`. Not for finding files: see `site`.
//!
//! tiny_http took 44 ms for every small response on a kept-alive connection, because it writes head and body separately
//! and does not disable Nagle's algorithm. The browser tests measure milliseconds, so a response is a single write
//! here.

use std::fs;
use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::gzip::is_compressible;
use super::site::{Found, Site, cache_control, content_type};

/// The number of further ports that `bind_from` tries.
const PORTS_TO_TRY: u16 = 50;
const MOST_HEAD_BYTES: usize = 32 * 1024;
const MOST_HEADERS: usize = 64;
/// Timeout of an idle connection.
const IDLE: Duration = Duration::from_secs(60);

/// A server that listens, but does not answer yet.
pub struct Server {
    listener: TcpListener,
    port: u16,
}

/// Listens on `port` of this machine; 0 chooses a free one.
///
/// # Errors
/// The port is not available; the message names it.
pub fn bind(port: u16) -> Result<Server> {
    Server::new(port)
}

/// Listens on `port` or, if it is in use, on the next free one.
///
/// # Errors
/// None of the next 50 ports is available either.
pub fn bind_from(port: u16) -> Result<Server> {
    let last = port.saturating_add(PORTS_TO_TRY);
    for port in port..=last {
        match Server::new(port) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            server => return server,
        }
    }
    let says = format!("no free port from {port} to {last}: choose another with --port");
    Err(Error::new(ErrorKind::AddrInUse, says))
}

impl Server {
    fn new(port: u16) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .map_err(|error| Error::new(error.kind(), format!("port {port} cannot be had ({error})")))?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port })
    }

    /// The port on which the server listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Answers requests until the process ends, with one thread per connection.
    pub fn run(self, site: Site) {
        let site = Arc::new(site);
        for stream in self.listener.incoming() {
            // A connection that fails does not affect the others.
            let Ok(stream) = stream else { continue };
            let site = Arc::clone(&site);
            std::thread::spawn(move || {
                let _ = converse(&site, stream);
            });
        }
    }
}

/// Answers the requests of one connection, in order.
fn converse(site: &Site, mut stream: TcpStream) -> Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(IDLE))?;
    let mut received = Vec::new();
    loop {
        let (answer, used) = match read_request(&received) {
            Head::Complete(request, used) => (respond(site, &request), used),
            Head::Wrong => (Answer::text(400, "Bad Request", "bad request\n").and_close(), 0),
            Head::Partial if received.len() >= MOST_HEAD_BYTES => {
                (Answer::text(431, "Request Header Fields Too Large", "too many headers\n").and_close(), 0)
            }
            Head::Partial => {
                let mut chunk = [0; 4096];
                let length = stream.read(&mut chunk)?;
                if length == 0 {
                    return Ok(());
                }
                received.extend_from_slice(&chunk[..length]);
                continue;
            }
        };
        stream.write_all(&answer.bytes)?;
        if answer.close {
            return Ok(());
        }
        received.drain(..used);
    }
}

struct Request {
    method: String,
    target: String,
    /// The client asked to close the connection, or the request has a body, which is not read.
    close: bool,
    /// The client reads gzip.
    accepts_gzip: bool,
}

enum Head {
    /// A request, and its length in bytes.
    Complete(Request, usize),
    Partial,
    Wrong,
}

fn read_request(bytes: &[u8]) -> Head {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let used = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(used)) => used,
        Ok(httparse::Status::Partial) => return Head::Partial,
        Err(_) => return Head::Wrong,
    };
    let (Some(method), Some(target), Some(version)) = (parsed.method, parsed.path, parsed.version) else {
        return Head::Wrong;
    };
    let close = version == 0
        || parsed.headers.iter().any(|header| {
            let name = |name| header.name.eq_ignore_ascii_case(name);
            name("connection") && header.value.eq_ignore_ascii_case(b"close")
                || name("content-length") && header.value != b"0"
                || name("transfer-encoding")
        });
    let accepts_gzip = parsed.headers.iter().any(|header| {
        header.name.eq_ignore_ascii_case("accept-encoding") && String::from_utf8_lossy(header.value).contains("gzip")
    });
    Head::Complete(Request { method: method.to_owned(), target: target.to_owned(), close, accepts_gzip }, used)
}

/// Head and body in one buffer.
struct Answer {
    bytes: Vec<u8>,
    close: bool,
}

impl Answer {
    fn new(status: u16, reason: &str, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let mut head = format!("HTTP/1.1 {status} {reason}\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        Self { bytes, close: false }
    }

    fn text(status: u16, reason: &str, body: &str) -> Self {
        Self::text_with(status, reason, ("X-Content-Type-Options", "nosniff"), body)
    }

    fn text_with(status: u16, reason: &str, header: (&str, &str), body: &str) -> Self {
        let headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-cache"), header];
        Self::new(status, reason, &headers, body.as_bytes())
    }

    fn and_close(mut self) -> Self {
        self.close = true;
        self
    }
}

fn respond(site: &Site, request: &Request) -> Answer {
    let with_body = match request.method.as_str() {
        "GET" => true,
        "HEAD" => false,
        _ => {
            let allow = ("Allow", "GET, HEAD");
            return Answer::text_with(405, "Method Not Allowed", allow, "method not allowed\n").and_close();
        }
    };
    let mut answer = match site.find(&request.target) {
        Found::File(file) => send(site, request, &file).unwrap_or_else(|_| not_found()),
        Found::Folder(address) => Answer::text_with(301, "Moved Permanently", ("Location", &address), "moved\n"),
        Found::Nothing => not_found(),
    };
    if !with_body && let Some(end) = answer.bytes.windows(4).position(|window| window == b"\r\n\r\n") {
        answer.bytes.truncate(end + 4);
    }
    answer.close = request.close;
    answer
}

/// The answer with the content of `file`, compressed if that is useful and the client reads it.
fn send(site: &Site, request: &Request, file: &Path) -> Result<Answer> {
    let kind = content_type(file);
    let mut headers = vec![
        ("Content-Type", kind),
        ("Cache-Control", cache_control(&request.target)),
        ("X-Content-Type-Options", "nosniff"),
    ];
    if kind.starts_with("text/html") {
        headers.push(("Content-Security-Policy", site.policy()));
    }
    let modified = fs::metadata(file)?.modified()?;
    let bytes = fs::read(file)?;
    if !is_compressible(kind) {
        return Ok(Answer::new(200, "OK", &headers, &bytes));
    }
    headers.push(("Vary", "Accept-Encoding"));
    if !request.accepts_gzip {
        return Ok(Answer::new(200, "OK", &headers, &bytes));
    }
    headers.push(("Content-Encoding", "gzip"));
    Ok(Answer::new(200, "OK", &headers, &site.gzip().copy_of(file, modified, &bytes)?))
}

fn not_found() -> Answer {
    Answer::text(404, "Not Found", "not found\n")
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};

    use super::*;

    /// A running server with a page, a script, and a secret outside its folder.
    fn server() -> (tempfile::TempDir, u16) {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("www/shop")).expect("created");
        for (path, text) in [("secret.txt", "secret"), ("www/index.html", "home"), ("www/index.js", "js")] {
            fs::write(at(path), text).expect("written");
        }
        let site = Site::new(at("www"), Vec::new()).expect("the root exists");
        let server = bind(0).expect("a free port");
        let port = server.port();
        std::thread::spawn(move || server.run(site));
        (folder, port)
    }

    /// Sends a request and returns the head and body of the first response.
    fn ask(port: u16, request: &str) -> (String, String) {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("connected");
        write!(stream, "{request}\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("sent");
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while reader.read_line(&mut head).expect("read") > 2 {}
        let mut body = String::new();
        reader.read_to_string(&mut body).expect("read");
        (head.to_ascii_lowercase(), body)
    }

    #[test]
    fn answers_are_those_of_a_cdn() {
        let (_folder, port) = server();
        let (head, body) = ask(port, "GET / HTTP/1.1");
        assert!(head.starts_with("http/1.1 200 ok\r\ncontent-length: 4\r\n"), "{head}");
        assert!(head.contains("content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        assert!(head.contains("cache-control: no-cache\r\n"), "{head}");
        assert_eq!(body, "home");

        let (head, body) = ask(port, "HEAD /index.js HTTP/1.1");
        assert!(head.starts_with("http/1.1 200 ok\r\ncontent-length: 2\r\n"), "{head}");
        assert!(!head.contains("content-security-policy") && body.is_empty());

        let (head, body) = ask(port, "GET /../secret.txt HTTP/1.1");
        assert!(head.starts_with("http/1.1 404"), "{head}");
        assert_eq!(body, "not found\n");

        let (head, _) = ask(port, "GET /shop HTTP/1.1");
        assert!(head.starts_with("http/1.1 301") && head.contains("location: /shop/\r\n"), "{head}");
        let (head, _) = ask(port, "POST / HTTP/1.1");
        assert!(head.starts_with("http/1.1 405") && head.contains("allow: get, head\r\n"), "{head}");
    }

    #[test]
    fn texts_are_compressed_for_clients_that_read_it() {
        let (folder, port) = server();
        let script = folder.path().join("www/long.js");
        let ask_for = |path: &str| {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("connected");
            write!(stream, "GET {path} HTTP/1.1\r\nAccept-Encoding: br, gzip\r\nConnection: close\r\n\r\n")
                .expect("sent");
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).expect("read");
            let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a head") + 4;
            (String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase(), bytes.split_off(end))
        };
        for text in ["one;".repeat(999), "two();".repeat(999)] {
            fs::write(&script, &text).expect("written");
            let times = fs::FileTimes::new()
                .set_modified(std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(text.len() as u64));
            fs::File::options().write(true).open(&script).and_then(|file| file.set_times(times)).expect("set");
            for _ in 0..2 {
                let (head, body) = ask_for("/long.js");
                assert!(head.contains("content-encoding: gzip") && head.contains("vary: accept-encoding"), "{head}");
                assert!(head.contains(&format!("content-length: {}\r\n", body.len())) && body.len() < 200, "{head}");
                let mut plain = String::new();
                flate2::read::GzDecoder::new(&body[..]).read_to_string(&mut plain).expect("gzip");
                assert_eq!(plain, text, "of the file as it is now");
            }
        }
        fs::write(folder.path().join("www/a.psr"), "pack".repeat(99)).expect("written");
        let (head, body) = ask_for("/a.psr");
        assert!(!head.contains("content-encoding") && body.len() == 4 * 99, "a pack's file is opaque");
    }

    #[test]
    fn a_connection_carries_several_requests() {
        let (_folder, port) = server();
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("connected");
        let twice = "GET /index.js HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nconnection: close\r\n\r\n";
        stream.write_all(twice.as_bytes()).expect("sent");
        let mut answers = String::new();
        stream.read_to_string(&mut answers).expect("read");
        assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
        assert!(answers.ends_with("home"));
    }

    #[test]
    fn nonsense_is_refused() {
        let (_folder, port) = server();
        assert!(ask(port, "\u{0}\u{1} nonsense").0.starts_with("http/1.1 400"));
        let endless = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(MOST_HEAD_BYTES));
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("connected");
        stream.write_all(endless.as_bytes()).expect("sent");
        let mut start = [0; 12];
        stream.read_exact(&mut start).expect("read");
        assert_eq!(&start, b"HTTP/1.1 431");
    }

    #[test]
    fn the_next_free_port_is_taken() {
        let first = bind(0).expect("a free port");
        let second = bind_from(first.port()).expect("a port after it");
        assert!(second.port() > first.port());
    }
}
