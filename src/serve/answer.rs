//! An answer as it is sent, with headers that let a page do no more than it may from a folder.

use std::io::{Result, Write};
use std::path::Path;

/// What every answer says of itself.
const ALWAYS: &str = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\nContent-Security-Policy: default-src 'none'; script-src 'self'; \
    style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n\
    Connection: close\r\n";

/// What is sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    status: &'static str,
    kind: &'static str,
    bytes: Vec<u8>,
}

impl Answer {
    /// A file of a site.
    pub fn file(path: &str, bytes: Vec<u8>) -> Self {
        let ending = Path::new(path).extension().and_then(|ending| ending.to_str());
        let kind = match ending {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("json") => "application/json",
            _ => "application/octet-stream",
        };
        Self { status: "200 OK", kind, bytes }
    }

    /// There is no such file.
    pub fn missing() -> Self {
        Self::refused("404 Not Found")
    }

    /// What keeps the site from being made; plain text, whatever stands in it.
    pub fn trouble(text: &str) -> Self {
        let bytes = format!("{text}\n").into_bytes();
        Self { status: "503 Service Unavailable", kind: "text/plain; charset=utf-8", bytes }
    }

    /// A status that says all there is to say.
    pub(super) fn refused(status: &'static str) -> Self {
        let bytes = format!("{status}\n").into_bytes();
        Self { status, kind: "text/plain; charset=utf-8", bytes }
    }

    /// Sends it, or only its head.
    pub(super) fn send(&self, to: &mut impl Write, head_only: bool) -> Result<()> {
        let Self { status, kind, bytes } = self;
        let length = bytes.len();
        write!(
            to,
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{ALWAYS}\r\n"
        )?;
        if !head_only {
            to.write_all(bytes)?;
        }
        to.flush()
    }
}
