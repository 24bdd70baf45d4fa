//! Servers whose certificate or form of TLS can't be trusted: a line that says why, and what was read before stays.
//!
//! Which certificates this machine trusts is told by `SSL_CERT_FILE`, as far as the system has no store of its own.
#![cfg(target_os = "linux")]

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    sync::{Arc, Mutex},
    thread,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

use crate::support::place::{Place, err, out};

const FEED: &str = "<rss><channel><title>Harbour Post</title><item><title>Quay</title></item></channel></rss>";

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls").join(name)
}

fn config(certificate: &str) -> Arc<ServerConfig> {
    let chain = vec![CertificateDer::from_pem_file(fixture(certificate)).unwrap()];
    let key = PrivateKeyDer::from_pem_file(fixture("server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    Arc::new(versions.with_no_client_auth().with_single_cert(chain, key).unwrap())
}

/// What a server does with a connection.
type Serve = Box<dyn Fn(TcpStream) + Send>;

/// A server that does another thing from now on, each time that it is told to.
struct Server {
    address: String,
    serve: Arc<Mutex<Serve>>,
}

impl Server {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("https://{}/feed", listener.local_addr().unwrap());
        let serve: Arc<Mutex<Serve>> = Arc::new(Mutex::new(Box::new(drop)));
        let does = Arc::clone(&serve);
        thread::spawn(move || listener.incoming().flatten().for_each(|stream| (does.lock().unwrap())(stream)));
        Self { address, serve }
    }

    fn with_certificate(&self, certificate: &str) {
        let config = config(certificate);
        *self.serve.lock().unwrap() = Box::new(move |stream| {
            let mut tls = StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), stream);
            // Whoever doesn't trust it sends nothing.
            if tls.read(&mut [0; 4096]).is_ok_and(|read| read > 0) {
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", FEED.len());
                drop(tls.write_all(head.as_bytes()).and_then(|()| tls.write_all(FEED.as_bytes())));
            }
        });
    }

    fn with_bytes(&self, bytes: &'static [u8]) {
        *self.serve.lock().unwrap() = Box::new(move |mut stream| {
            drop(stream.read(&mut [0; 4096]).and_then(|_| stream.write_all(bytes)));
        });
    }
}

fn refresh(place: &Place) -> (Option<i32>, String, String) {
    let ca = fixture("ca.pem");
    let output = place.command(&["refresh"]).env("SSL_CERT_FILE", ca).env_remove("SSL_CERT_DIR").output().unwrap();
    (output.status.code(), out(&output), err(&output))
}

#[test]
fn a_server_that_cannot_be_trusted_is_told_in_a_line_and_what_was_read_stays() {
    let place = Place::new();
    let server = Server::new();
    fs::write(place.config().join("feeds.toml"), format!("[[feed]]\nurl = \"{}\"\n", server.address)).unwrap();
    server.with_certificate("good.pem");
    let (code, said, told) = refresh(&place);
    assert_eq!((code, said.as_str()), (Some(0), "Harbour Post: 1 new\n"), "{told}");
    let mut wrong = Vec::new();
    for (certificate, why) in [
        ("expired.pem", "its certificate has expired"),
        ("self.pem", "its certificate comes from nobody that this machine trusts"),
        ("other.pem", "its certificate is for another host"),
    ] {
        server.with_certificate(certificate);
        wrong.push((refresh(&place), why));
    }
    // A record of TLS 1.0 that says: protocol_version (RFC 5246, 7.2.2).
    server.with_bytes(&[21, 3, 1, 0, 2, 2, 70]);
    wrong.push((refresh(&place), "it speaks only an old and unsafe form of TLS"));
    server.with_bytes(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    wrong.push((refresh(&place), "it answers without TLS"));
    for ((code, _, told), why) in wrong {
        assert_eq!(code, Some(1), "{told}");
        let lines: Vec<_> = told.lines().filter(|line| line.contains(why)).collect();
        assert_eq!(lines.len(), 1, "{why}: {told}");
    }
    assert!(out(&place.run(&["list"])).contains("Quay"));
    assert!(out(&place.run(&["feeds", "--failing"])).contains("; last read "));
}
