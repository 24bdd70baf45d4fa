//! A web server on this machine, with a document for each path.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    sync::Arc,
    thread,
};

/// A server, for as long as the test runs.
pub struct Web(String);

impl Web {
    /// A server that answers each path as told: status, content type and body; 404 elsewhere.
    pub fn new(answer: impl Fn(&str) -> Option<(u16, &'static str, String)> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let answer = Arc::clone(&answer);
                thread::spawn(move || {
                    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
                    let asked = lines.next().unwrap_or_default();
                    lines.find(String::is_empty);
                    let path = asked.split(' ').nth(1).unwrap_or("/");
                    let (status, kind, body) = answer(path).unwrap_or((404, "text/plain", String::new()));
                    let head =
                        format!("HTTP/1.1 {status} x\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n", body.len());
                    // Whoever asked may be gone.
                    drop(write!(stream, "{head}Connection: close\r\n\r\n{body}"));
                });
            }
        });
        Self(address)
    }

    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}
