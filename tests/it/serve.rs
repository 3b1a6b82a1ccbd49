//! `pirctl serve` from outside: the site of the files as they stand, for this machine alone.

use crate::support::demo::demo;
use crate::support::files::files;
use crate::support::program::command;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

const TODAY: [&str; 2] = ["--today", "2026-06-01"];

/// A copy of the demo and the program that serves it; ended with the test.
struct Served {
    root: tempfile::TempDir,
    child: Child,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn new() -> Self {
        Self::with(&[])
    }

    fn with(more: &[&str]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let register = root.path().join("register");
        let mut clone = Command::new("git");
        clone.args(["clone", "-q"]).arg(demo()).arg(&register);
        assert!(clone.status().unwrap().success());
        let mut call = command(&register, &[&["serve", "--port", "0"], more, &TODAY[..]].concat());
        let mut child = call.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("http://127.0.0.1:").and_then(|l| l.strip_suffix('/'));
        let port = port.unwrap_or_else(|| panic!("{line:?} is no address")).parse().unwrap();
        Self { root, child, port }
    }

    fn register(&self, file: &str) -> PathBuf {
        self.root.path().join("register").join(file)
    }

    /// Head and body of the answer to `head`, sent as it is.
    fn raw(&self, head: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let end = all.windows(4).position(|end| end == b"\r\n\r\n").expect("a head ends");
        let body = all.split_off(end + 4);
        (String::from_utf8(all).unwrap(), body)
    }

    fn get(&self, path: &str) -> (String, Vec<u8>) {
        self.raw(&format!("GET /{path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port))
    }
}

#[test]
fn the_site_is_that_of_the_files_as_they_stand() {
    let served = Served::new();
    let out = served.root.path().join("site");
    let given = [&["report", "--out", out.to_str().unwrap()], &TODAY[..]].concat();
    assert!(command(&served.register(""), &given).status().unwrap().success());
    for (name, bytes) in files(&out).into_iter().filter(|(name, _)| name != "manifest.json") {
        let (head, body) = served.get(&name);
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{name}: {head}");
        assert!(body == bytes, "{name} is not what a report holds");
    }
    let title = || String::from_utf8(served.get("risks/RISK-0002.html").1).unwrap();
    let record = served.register("risks/RISK-0002.md");
    let text = std::fs::read_to_string(&record).unwrap();
    assert!(!title().contains("said anew"));
    std::fs::write(&record, text.replacen("title: ", "title: said anew ", 1)).unwrap();
    assert!(title().contains("said anew"));
    // What cannot be shown is said, and mended without a new start.
    let config = served.register("pirctl.yaml");
    let good = std::fs::read(&config).unwrap();
    std::fs::write(&config, "schema: [\n").unwrap();
    let (head, body) = served.get("");
    assert!(head.starts_with("HTTP/1.1 503 ") && head.contains("text/plain"), "{head}");
    assert!(String::from_utf8(body).unwrap().contains("pirctl.yaml"));
    std::fs::write(&config, good).unwrap();
    assert!(served.get("").0.starts_with("HTTP/1.1 200 OK\r\n"));
}

#[test]
fn it_speaks_the_language_that_was_asked_for() {
    let served = Served::with(&["--lang", "de"]);
    let home = String::from_utf8(served.get("index.html").1).unwrap();
    assert!(home.contains("<html lang=\"de\">") && home.contains("Grundgesamtheit"));
    let (head, words) = served.get("words.js");
    assert!(head.contains("Content-Type: text/javascript"), "{head}");
    assert!(String::from_utf8(words).unwrap().contains("\"Search\":\"Suchen\""));
}

#[test]
fn nobody_else_is_answered_and_nothing_else_is_read() {
    let served = Served::new();
    let status = |head: &str| {
        let (head, _) = served.raw(head);
        head.split(' ').nth(1).unwrap().to_owned()
    };
    let host = format!("Host: 127.0.0.1:{}\r\n\r\n", served.port);
    assert_eq!(status(&format!("GET / HTTP/1.1\r\n{host}")), "200");
    assert_eq!(status("GET / HTTP/1.1\r\nHost: rebound.example\r\n\r\n"), "421");
    assert_eq!(status(&format!("POST / HTTP/1.1\r\n{host}")), "405");
    for path in
        ["/pirctl.yaml", "/../pirctl.yaml", "/%2e%2e/pirctl.yaml", "//etc/passwd", "/search/"]
    {
        assert_eq!(status(&format!("GET {path} HTTP/1.1\r\n{host}")), "404", "{path}");
    }
    let (head, body) = served.raw(&format!("HEAD / HTTP/1.1\r\n{host}"));
    assert!(body.is_empty() && head.contains("Content-Length: "), "{head}");
    for word in ["nosniff", "Content-Security-Policy: default-src 'none'", "no-store"] {
        assert!(head.contains(word), "{head}");
    }
    // A connection that never asks does not keep others waiting.
    let _idle = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
    assert_eq!(status(&format!("GET / HTTP/1.1\r\n{host}")), "200");
}

#[test]
fn a_port_that_is_taken_and_a_folder_without_a_register_are_told() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = command(&demo(), &["serve", "--port", &port]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains(&format!("port {port} cannot be listened on")) && said.contains("--port 0")
    );
}
