//! A request as it is read: one line, some headers, never a body.

use crate::clock::Stopwatch;
use percent_encoding::percent_decode_str;
use std::io::Read;
use std::net::SocketAddr;

/// Most bytes of a request, and most headers.
const LARGEST: usize = 16 * 1024;
const HEADERS: usize = 64;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// From the root, without its first `/`; decoded.
    pub(super) path: String,
    /// True when only the head of the answer is wanted.
    pub(super) head_only: bool,
}

/// Why a request is not answered with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nothing came, or not in time.
    Silent,
    /// It cannot be read.
    Bad,
    /// It asks for something to be done.
    NotAReading,
    /// It was meant for another host.
    ElseWhere,
    /// It is too long.
    TooLong,
}

impl Trouble {
    /// The status line that says so.
    pub(super) const fn status(self) -> &'static str {
        match self {
            Self::Silent | Self::Bad => "400 Bad Request",
            Self::NotAReading => "405 Method Not Allowed",
            Self::ElseWhere => "421 Misdirected Request",
            Self::TooLong => "431 Request Header Fields Too Large",
        }
    }
}

/// Reads the head of a request that was meant for `address`.
pub(super) fn read(from: &mut impl Read, address: SocketAddr) -> Result<Request, Trouble> {
    let watch = Stopwatch::start();
    let (mut bytes, mut room) = (Vec::new(), [0; 4096]);
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = from.read(&mut room).map_err(|_| Trouble::Silent)?;
        if read == 0 || watch.time() > super::PATIENCE {
            return Err(Trouble::Silent);
        }
        bytes.extend_from_slice(&room[..read]);
        if bytes.len() > LARGEST {
            return Err(Trouble::TooLong);
        }
    }
    parse(&bytes, address)
}

fn parse(bytes: &[u8], address: SocketAddr) -> Result<Request, Trouble> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(bytes) {
        Ok(httparse::Status::Complete(_)) => {}
        Err(httparse::Error::TooManyHeaders) => return Err(Trouble::TooLong),
        Ok(httparse::Status::Partial) | Err(_) => return Err(Trouble::Bad),
    }
    let mut hosts =
        request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("host"));
    let host = hosts.next().and_then(|header| std::str::from_utf8(header.value).ok());
    if hosts.next().is_some() || !host.is_some_and(|host| is_ours(host, address)) {
        return Err(Trouble::ElseWhere);
    }
    let head_only = match request.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return Err(Trouble::NotAReading),
    };
    let target = request.path.and_then(|path| path.strip_prefix('/')).ok_or(Trouble::Bad)?;
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode_str(path).decode_utf8().map_err(|_| Trouble::Bad)?;
    let path = if path.is_empty() { "index.html".to_owned() } else { path.into_owned() };
    Ok(Request { path, head_only })
}

/// True when a request names this machine, and not another name that somebody let lead here.
fn is_ours(host: &str, address: SocketAddr) -> bool {
    let port = address.port();
    host == format!("127.0.0.1:{port}") || host.eq_ignore_ascii_case(&format!("localhost:{port}"))
}

#[cfg(test)]
mod tests {
    use super::{Request, Trouble, read};

    fn asked(text: &str) -> Result<Request, Trouble> {
        read(&mut text.as_bytes(), "127.0.0.1:5270".parse().unwrap())
    }

    #[test]
    fn a_path_is_read_from_the_root() {
        let path = |line: &str| {
            asked(&format!("GET {line} HTTP/1.1\r\nHost: localhost:5270\r\n\r\n")).map(|r| r.path)
        };
        assert_eq!(path("/").as_deref(), Ok("index.html"));
        assert_eq!(path("/a/b%C3%BC.html?q=1").as_deref(), Ok("a/bü.html"));
        assert_eq!(path("/%ff"), Err(Trouble::Bad));
        assert_eq!(path("http://example.org/"), Err(Trouble::Bad));
    }

    #[test]
    fn only_readings_of_this_machine_are_answered() {
        let with = |head: &str| asked(&format!("{head}\r\n\r\n")).map(|request| request.head_only);
        assert_eq!(with("HEAD / HTTP/1.1\r\nhost: 127.0.0.1:5270"), Ok(true));
        for host in ["example.org:5270", "127.0.0.1", "127.0.0.1:80", "localhost.example:5270", ""]
        {
            let head = format!("GET / HTTP/1.1\r\nHost: {host}");
            assert_eq!(with(&head), Err(Trouble::ElseWhere), "{host}");
        }
        let twice = "GET / HTTP/1.1\r\nHost: localhost:5270\r\nHost: localhost:5270";
        assert_eq!(with(twice), Err(Trouble::ElseWhere));
        assert_eq!(with("GET / HTTP/1.1"), Err(Trouble::ElseWhere));
        assert_eq!(with("POST / HTTP/1.1\r\nHost: localhost:5270"), Err(Trouble::NotAReading));
    }

    #[test]
    fn what_is_no_request_is_refused_in_time() {
        assert_eq!(asked(""), Err(Trouble::Silent));
        assert_eq!(asked("GET / HTTP/1.1\r\n"), Err(Trouble::Silent));
        assert_eq!(asked("\0\0\r\n\r\n"), Err(Trouble::Bad));
        assert_eq!(asked(&"x".repeat(20_000)), Err(Trouble::TooLong));
        let many = "a: b\r\n".repeat(80);
        assert_eq!(asked(&format!("GET / HTTP/1.1\r\n{many}\r\n")), Err(Trouble::TooLong));
    }
}
