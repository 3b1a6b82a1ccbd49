//! Pages on the loopback address, for the person who works at this machine and for nobody else.
//!
//! Listens on 127.0.0.1 alone and answers only requests that name that address: a page of another site cannot ask
//! through a name of its own. Each connection has one request, read within limits; answers are made by one thread in
//! the order in which requests come. Knows nothing of what it serves.

mod answer;
mod request;

pub use answer::Answer;

use request::{Request, Trouble, read};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// Connections that are read at once; browsers open some that they never use.
const AT_ONCE: usize = 64;

/// How long a connection may take to ask, and to take its answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A request that waits for its answer.
#[derive(Debug)]
pub struct Asked {
    /// What is asked for, from the root, without its first `/`: `incidents/INC-2026-0001.html`.
    pub path: String,
    head_only: bool,
    stream: TcpStream,
}

impl Asked {
    /// Sends the answer; whether it arrives is the asker's matter.
    pub fn answer(mut self, answer: &Answer) {
        let _ = answer.send(&mut self.stream, self.head_only);
    }
}

/// An address on which requests come in.
#[derive(Debug)]
pub struct Server {
    /// Where pages are.
    pub address: SocketAddr,
    requests: Receiver<Asked>,
}

impl Server {
    /// Listens on `port` of the loopback address; 0 takes any that is free.
    pub fn open(port: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let (sender, requests) = sync_channel(AT_ONCE);
        thread::spawn(move || listen(&listener, address, &sender));
        Ok(Self { address, requests })
    }

    /// The next request.
    pub fn next(&self) -> Option<Asked> {
        self.requests.recv().ok()
    }
}

fn listen(listener: &TcpListener, address: SocketAddr, sender: &SyncSender<Asked>) {
    let busy = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming().flatten() {
        if busy.fetch_add(1, Ordering::AcqRel) >= AT_ONCE {
            // Too many wait already; the connection is closed and may come again.
            busy.fetch_sub(1, Ordering::AcqRel);
            continue;
        }
        let (sender, busy) = (sender.clone(), Arc::clone(&busy));
        thread::spawn(move || {
            hear(stream, address, &sender);
            busy.fetch_sub(1, Ordering::AcqRel);
        });
    }
}

/// Reads one request and hands it on; what is no request of ours is answered here.
fn hear(mut stream: TcpStream, address: SocketAddr, sender: &SyncSender<Asked>) {
    let limits =
        [stream.set_read_timeout(Some(PATIENCE)), stream.set_write_timeout(Some(PATIENCE))];
    if limits.iter().any(Result::is_err) {
        return;
    }
    match read(&mut stream, address) {
        Ok(Request { path, head_only }) => {
            // Nobody answers any more when the program ends.
            let _ = sender.send(Asked { path, head_only, stream });
        }
        Err(Trouble::Silent) => {}
        Err(trouble) => {
            let _ = Answer::refused(trouble.status()).send(&mut stream, false);
        }
    }
}
