//! A web server on this machine that behaves as badly as it is told to.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// What a server does with a request.
pub(crate) enum Reply {
    /// Sends these bytes, and takes the next request.
    Bytes(Vec<u8>),
    /// Sends these bytes, and closes.
    Last(Vec<u8>),
    /// Sends these bytes one by one, for ever, a few milliseconds apart.
    Drip(Vec<u8>),
    /// Says nothing.
    Nothing,
}

/// A request as it came.
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// A server, for as long as the test runs.
pub(crate) struct Server {
    address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    busiest: Arc<Mutex<(usize, usize)>>,
}

impl Server {
    /// A server that answers each request, given its headers, as told.
    pub(crate) fn new(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::at("127.0.0.1", answer)
    }

    /// One at another address of this machine.
    pub(crate) fn at(host: &str, answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((host, 0)).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { address, asked: Arc::default(), busiest: Arc::default() };
        let (asked, busiest, answer) = (Arc::clone(&server.asked), Arc::clone(&server.busiest), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (asked, busiest, answer) = (Arc::clone(&asked), Arc::clone(&busiest), Arc::clone(&answer));
                thread::spawn(move || {
                    let mut counts = busiest.lock().unwrap();
                    counts.0 += 1;
                    counts.1 = counts.1.max(counts.0);
                    drop(counts);
                    serve(stream.unwrap(), &asked, answer.as_ref());
                    busiest.lock().unwrap().0 -= 1;
                });
            }
        });
        server
    }

    /// One that takes connections and resets them.
    pub(crate) fn resetting() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            for stream in listener.incoming() {
                // What is left unread makes the system reset the connection.
                drop(stream.unwrap().read(&mut [0]));
            }
        });
        Self { address, asked: Arc::default(), busiest: Arc::default() }
    }

    /// The address of a path on it.
    pub(crate) fn url(&self, path: &str) -> url::Url {
        url::Url::parse(&format!("{}{path}", self.address)).unwrap()
    }

    /// What was asked for.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|asked| asked.path.clone()).collect()
    }

    /// A header of each request.
    pub(crate) fn headers(&self, name: &str) -> Vec<Option<String>> {
        self.asked.lock().unwrap().iter().map(|asked| asked.header(name).map(str::to_owned)).collect()
    }

    /// The most connections at a time.
    pub(crate) fn busiest(&self) -> usize {
        self.busiest.lock().unwrap().1
    }
}

fn serve(stream: TcpStream, asked: &Mutex<Vec<Asked>>, answer: &dyn Fn(&Asked) -> Reply) {
    stream.set_nodelay(true).unwrap();
    let mut out = stream.try_clone().unwrap();
    let mut lines = BufReader::new(stream);
    while let Some(request) = read(&mut lines) {
        let reply = answer(&request);
        asked.lock().unwrap().push(request);
        match reply {
            Reply::Bytes(bytes) => drop(out.write_all(&bytes)),
            Reply::Last(bytes) => return drop(out.write_all(&bytes)),
            Reply::Nothing => return drop(lines.read(&mut [0])),
            Reply::Drip(bytes) => {
                lines.get_ref().set_read_timeout(Some(Duration::from_millis(5))).unwrap();
                // The other side says no more: waiting for it is the pause.
                for byte in bytes.iter().cycle() {
                    let gone = matches!(lines.read(&mut [0]), Ok(0));
                    if gone || out.write_all(&[*byte]).is_err() {
                        return;
                    }
                }
            }
        }
    }
}

fn read(lines: &mut impl BufRead) -> Option<Asked> {
    let mut line = String::new();
    lines.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    Some(Asked { path, headers })
}

/// A whole answer.
pub(crate) fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}
