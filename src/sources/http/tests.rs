use std::{io::Write as _, sync::Arc};

use flate2::{Compression, write::GzEncoder};

use self::server::{Reply, Server, answer};
use super::*;

pub(crate) mod server;

/// Short limits, so that nothing takes long; what is at 127.0.0.2 counts as public.
fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(2),
        silence: Duration::from_millis(400),
        total: Duration::from_millis(600),
        bytes: 100_000,
        is_private: |ip| ip.is_loopback() && ip != IpAddr::from([127, 0, 0, 2]),
        ..Limits::default()
    }
}

fn client() -> Client {
    Client::new(limits(), &Proxies::default())
}

fn get(url: &Url) -> Result<Answer, Trouble> {
    client().fetch(&Request::to(url, Trust::Typed, FEEDS))
}

fn ok(headers: &str, body: &[u8]) -> Vec<u8> {
    answer("200 OK", headers, body)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::new(6));
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A server that always sends the same.
fn sending(bytes: Vec<u8>) -> Server {
    Server::new(move |_| Reply::Bytes(bytes.clone()))
}

fn closing(bytes: Vec<u8>) -> Server {
    Server::new(move |_| Reply::Last(bytes.clone()))
}

/// A server that leads on, by a status and a place for each path.
fn leading(steps: &'static [(&'static str, &'static str, &'static str)]) -> Server {
    Server::new(move |asked| {
        let step = steps.iter().find(|(path, _, _)| *path == asked.path);
        Reply::Bytes(match step {
            Some((_, status, to)) => answer(status, &format!("Location: {to}\r\n"), b""),
            None => ok("", b"here"),
        })
    })
}

#[test]
fn a_document_comes_with_its_type_and_what_it_is_known_by() {
    let server = sending(ok(
        "Content-Type: application/rss+xml\r\nETag: \"7\"\r\nLast-Modified: x\r\nCache-Control: max-age=60\r\n",
        b"<rss/>",
    ));
    let answer = get(&server.url("/feed")).unwrap();
    assert_eq!((answer.status, answer.body.as_slice(), answer.ending), (200, b"<rss/>".as_slice(), Ending::Whole));
    assert_eq!(answer.content_type.as_deref(), Some("application/rss+xml"));
    assert_eq!(answer.validators, Validators { etag: Some("\"7\"".into()), modified: Some("x".into()) });
    assert_eq!(answer.fresh_for, Some(60));
    assert_eq!(server.headers("user-agent"), [Some(USER_AGENT.to_owned())]);
}

#[test]
fn what_is_known_is_sent_back_and_304_brings_nothing() {
    let server = Server::new(|asked| {
        let known = asked.header("if-none-match") == Some("\"7\"") && asked.header("if-modified-since") == Some("x");
        Reply::Bytes(if known { answer("304 Not Modified", "", b"") } else { ok("", b"all") })
    });
    let url = server.url("/feed");
    let validators = Validators { etag: Some("\"7\"".into()), modified: Some("x".into()) };
    let request = Request { validators: Some(&validators), ..Request::to(&url, Trust::Typed, FEEDS) };
    let answer = client().fetch(&request).unwrap();
    assert_eq!((answer.status, answer.body.len()), (304, 0));
}

#[test]
fn what_a_document_is_known_by_is_sent_back_letter_for_letter() {
    // Weak, bare, empty, half quoted, with spaces in it: it is the server's word, and no affair of ours.
    for etag in ["W/\"7\"", "7", "\"\"", "\"7", "\"a b\"", "\"7-gzip\""] {
        let server = Server::new(move |asked| {
            let known = asked.header("if-none-match") == Some(etag);
            Reply::Bytes(if known {
                answer("304 Not Modified", "", b"")
            } else {
                ok(&format!("ETag: {etag}\r\n"), b"all")
            })
        });
        let first = get(&server.url("/feed")).unwrap();
        let url = server.url("/feed");
        let request = Request { validators: Some(&first.validators), ..Request::to(&url, Trust::Typed, FEEDS) };
        assert_eq!(client().fetch(&request).unwrap().status, 304, "{etag}");
    }
    let server = sending(ok("ETag:\r\nLast-Modified: Fri, 01 Jan 2999 00:00:00 GMT\r\n", b"all"));
    let answer = get(&server.url("/feed")).unwrap();
    assert_eq!(answer.body, b"all");
    let url = server.url("/feed");
    let request = Request { validators: Some(&answer.validators), ..Request::to(&url, Trust::Typed, FEEDS) };
    assert_eq!(client().fetch(&request).unwrap().body, b"all");
}

#[test]
fn a_proxy_is_asked_for_what_is_beyond_it_and_not_for_what_no_proxy_names() {
    // As most of them do, it tunnels nowhere but to the port of TLS.
    let proxy = Server::new(|asked| match asked.path.as_str() {
        "http://far.invalid/feed?a=1" => Reply::Bytes(ok("", b"by proxy")),
        "http://other.invalid:8080/" if asked.header("proxy-authorization").is_none() => {
            Reply::Bytes(answer("407 Proxy Authentication Required", "", b""))
        }
        "http://other.invalid:8080/" => Reply::Bytes(ok("", asked.header("proxy-authorization").unwrap().as_bytes())),
        _ => Reply::Bytes(answer("405 Not Allowed", "", b"")),
    });
    let at_home = sending(ok("", b"at home"));
    for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY"] {
        let proxies = Proxies::from_environment(|asked| match asked {
            "no_proxy" => Some("127.0.0.1".into()),
            _ => (asked == name).then(|| proxy.url("").as_str().into()),
        });
        let client = Client::new(limits(), &proxies);
        let get = |url: &Url| client.fetch(&Request::to(url, Trust::Typed, FEEDS)).unwrap().body;
        let far = Url::parse("http://far.invalid/feed?a=1").unwrap();
        assert_eq!(get(&far), b"by proxy", "{name}");
        assert_eq!(get(&far), b"by proxy", "on the same connection");
        assert_eq!(get(&at_home.url("/feed")), b"at home", "{name}");
    }
    assert_eq!(proxy.paths(), ["http://far.invalid/feed?a=1"].repeat(6));
    assert_eq!(at_home.paths().len(), 3);
    let locked = Url::parse("http://other.invalid:8080/").unwrap();
    let by = |proxy: Url| {
        let proxies = Proxies::from_environment(|name| (name == "http_proxy").then(|| proxy.as_str().into()));
        let client = Client::new(limits(), &proxies);
        client.fetch(&Request::to(&locked, Trust::Typed, FEEDS)).map(|answer| answer.body)
    };
    let mut known = proxy.url("");
    assert_eq!(by(known.clone()), Err(Trouble::Proxy("other.invalid:8080".to_owned())));
    let nobody = Url::parse("http://127.0.0.1:1/").unwrap();
    assert_eq!(by(nobody), Err(Trouble::Proxy("other.invalid:8080".to_owned())));
    known.set_username("ada").unwrap();
    known.set_password(Some("pw")).unwrap();
    assert_eq!(by(known).unwrap(), b"Basic YWRhOnB3");
}

/// A proxy of SOCKS 5 (RFC 1928) that leads everybody to one and the same document; what it was asked for.
fn socks(document: &'static [u8]) -> (u16, Arc<std::sync::Mutex<Vec<Vec<u8>>>>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::<std::sync::Mutex<Vec<Vec<u8>>>>::default();
    let kept = Arc::clone(&asked);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut read = [0; 2000];
            let mut told = |bytes: &[u8]| {
                let length = std::io::Read::read(&mut stream, &mut read).unwrap_or(0);
                drop(stream.write_all(bytes));
                read[..length].to_vec()
            };
            told(&[5, 0]);
            kept.lock().unwrap().push(told(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 80]));
            told(document);
        }
    });
    (port, asked)
}

#[test]
fn a_proxy_of_socks_is_gone_through_or_named() {
    let (port, asked) = socks(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\nby socks");
    let by = |proxy: String| {
        let proxies = Proxies::from_environment(|name| (name == "ALL_PROXY").then(|| proxy.clone().into()));
        let far = Url::parse("http://far.invalid/feed").unwrap();
        Client::new(limits(), &proxies).fetch(&Request::to(&far, Trust::Typed, FEEDS)).map(|answer| answer.body)
    };
    assert_eq!(by(format!("socks5h://127.0.0.1:{port}")).unwrap(), b"by socks");
    assert!(asked.lock().unwrap()[0].ends_with(b"far.invalid\0P"), "the proxy looks the name up");
    assert_eq!(by("socks5h://127.0.0.1:1".to_owned()), Err(Trouble::Proxy("far.invalid".to_owned())));
}

#[test]
fn a_variable_that_is_no_proxys_address_is_named_and_nobody_is_asked() {
    let server = sending(ok("", b"x"));
    let variables = |asked: &str| match asked {
        "http_proxy" => Some("http://ann:hush@::".into()),
        "no_proxy" => Some("127.0.0.2".into()),
        _ => None,
    };
    let client = Client::new(limits(), &Proxies::from_environment(variables));
    let trouble = client.fetch(&Request::to(&server.url("/feed"), Trust::Typed, FEEDS)).unwrap_err();
    assert_eq!(trouble, Trouble::Variable("http_proxy".to_owned()));
    assert!(!trouble.to_string().contains("hush") && server.paths().is_empty());
    let spared = Server::at("127.0.0.2", |_| Reply::Bytes(ok("", b"x")));
    assert_eq!(client.fetch(&Request::to(&spared.url("/feed"), Trust::Typed, FEEDS)).unwrap().body, b"x");
}

#[test]
fn a_host_may_be_written_as_an_address_of_ipv6() {
    // Where this machine has none, there is nothing to see.
    if std::net::TcpListener::bind("[::1]:0").is_err() {
        return;
    }
    let server = Server::at("::1", |_| Reply::Bytes(ok("", b"six")));
    assert!(server.url("/feed").as_str().starts_with("http://[::1]:"));
    assert_eq!(get(&server.url("/feed")).unwrap().body, b"six");
    assert!(server.headers("host")[0].as_deref().is_some_and(|host| host.starts_with("[::1]:")));
}

#[test]
fn a_connection_is_used_again() {
    let server = sending(ok("", b"x"));
    let client = client();
    let url = server.url("/feed");
    for _ in 0..5 {
        client.fetch(&Request::to(&url, Trust::Typed, FEEDS)).unwrap();
    }
    assert_eq!((server.paths().len(), server.busiest()), (5, 1));
}

#[test]
fn a_kept_connection_that_the_server_closed_is_made_anew() {
    let server = closing(ok("", b"x"));
    let client = client();
    let url = server.url("/feed");
    for _ in 0..3 {
        assert_eq!(client.fetch(&Request::to(&url, Trust::Typed, FEEDS)).unwrap().body, b"x");
    }
}

#[test]
fn what_a_server_sends_beyond_its_answer_spoils_no_other() {
    // The text of an answer that has none comes late: before the next one.
    let late = Mutex::new(Vec::new());
    let server = Server::new(move |asked| {
        let rest = std::mem::take(&mut *late.lock().unwrap());
        let head = match asked.path.as_str() {
            "/same" => {
                *late.lock().unwrap() = b"<html>more than was said</html>".to_vec();
                b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec()
            }
            _ => answer("200 OK", "", b"x"),
        };
        Reply::Bytes([rest, head].concat())
    });
    let client = client();
    let status = |path| client.fetch(&Request::to(&server.url(path), Trust::Typed, FEEDS)).unwrap().status;
    assert_eq!(["/same", "/feed", "/feed", "/same", "/feed"].map(status), [304, 200, 200, 304, 200]);
}

#[test]
fn redirects_are_followed_and_only_those_for_good_are_remembered() {
    let server = leading(&[
        ("/a", "301 Moved", "/b"),
        ("/b", "308 Moved", "/c"),
        ("/c", "302 Found", "/d"),
        ("/d", "301 Moved", "/e"),
        ("/t", "307 Found", "/e"),
    ]);
    let lasting = get(&server.url("/a")).unwrap();
    assert_eq!(lasting.moved, Some(server.url("/c")));
    assert_eq!((lasting.url, lasting.body), (server.url("/e"), b"here".to_vec()));
    assert_eq!(get(&server.url("/t")).unwrap().moved, None);
    assert_eq!(get(&server.url("/e")).unwrap().moved, None);
}

#[test]
fn a_redirect_to_what_is_missing_moves_nothing() {
    let server = Server::new(|asked| {
        Reply::Bytes(match asked.path.as_str() {
            "/a" => answer("301 Moved", "Location: /b\r\n", b""),
            _ => answer("404 Not Found", "", b"nothing"),
        })
    });
    let answer = get(&server.url("/a")).unwrap();
    assert_eq!((answer.status, answer.moved, answer.body.len()), (404, None, 0));
}

#[test]
fn redirects_that_don_t_end_are_given_up() {
    let circle = leading(&[("/a", "302 Found", "/b"), ("/b", "302 Found", "/a")]);
    assert_eq!(get(&circle.url("/a")).unwrap_err(), Trouble::Circle);
    let endless =
        Server::new(|asked| Reply::Bytes(answer("302 Found", &format!("Location: {}x\r\n", asked.path), b"")));
    assert_eq!(get(&endless.url("/")).unwrap_err(), Trouble::TooManyRedirects(5));
    assert_eq!(endless.paths().len(), 6);
}

#[test]
fn a_redirect_never_leaves_the_web() {
    for to in ["file:///etc/passwd", "ftp://127.0.0.1/", "javascript:1", "gopher://127.0.0.1:1/x"] {
        let server = Server::new(move |_| Reply::Bytes(answer("302 Found", &format!("Location: {to}\r\n"), b"")));
        assert!(matches!(get(&server.url("/")), Err(Trouble::Scheme(_))), "{to}");
        assert_eq!(server.paths(), ["/"]);
    }
    let file = Url::parse("file:///etc/passwd").unwrap();
    assert!(matches!(get(&file), Err(Trouble::Scheme(_))));
}

#[test]
fn a_public_host_leads_to_no_private_one_and_a_private_one_may() {
    let private = sending(ok("", b"secret"));
    let to = private.url("/");
    let lead = answer("302 Found", &format!("Location: {to}\r\n"), b"");
    let public = Server::at("127.0.0.2", move |_| Reply::Bytes(lead.clone()));
    assert_eq!(get(&public.url("/")).unwrap_err(), Trouble::Private(private.url("/").to_string()));
    assert_eq!(private.paths().len(), 0);
    let lead = answer("302 Found", &format!("Location: {to}\r\n"), b"");
    let inside = Server::new(move |_| Reply::Bytes(lead.clone()));
    assert_eq!(get(&inside.url("/")).unwrap().body, b"secret");
}

#[test]
fn what_a_document_names_is_public() {
    let private = sending(ok("", b"secret"));
    let url = private.url("/");
    let named = client().fetch(&Request::to(&url, Trust::Named, FEEDS));
    assert_eq!(named.unwrap_err(), Trouble::Private(url.to_string()));
    let public = Server::at("127.0.0.2", |_| Reply::Bytes(ok("", b"x")));
    assert!(client().fetch(&Request::to(&public.url("/"), Trust::Named, FEEDS)).is_ok());
}

#[test]
fn secrets_are_for_the_host_that_was_asked_for() {
    let other = sending(ok("", b"x"));
    let to = other.url("/");
    let first = Server::new(move |asked| {
        Reply::Bytes(match asked.path.as_str() {
            "/a" => answer("302 Found", "Location: /b\r\n", b""),
            _ => answer("302 Found", &format!("Location: {to}\r\n"), b""),
        })
    });
    let url = first.url("/a");
    let credentials = Credentials::new("ann", "x");
    let headers = [("X-Token".to_owned(), "s".to_owned())];
    let request =
        Request { headers: &headers, credentials: Some(&credentials), ..Request::to(&url, Trust::Typed, FEEDS) };
    client().fetch(&request).unwrap();
    assert_eq!(first.headers("x-token"), [Some("s".to_owned()), Some("s".to_owned())]);
    assert!(first.headers("authorization").iter().all(Option::is_some));
    assert_eq!((other.headers("x-token"), other.headers("authorization")), (vec![None], vec![None]));
}

#[test]
fn a_name_and_a_password_in_the_address_are_sent_as_such() {
    let server = sending(ok("", b"x"));
    let mut url = server.url("/feed");
    url.set_username("ann").unwrap();
    url.set_password(Some("x")).unwrap();
    let answer = get(&url).unwrap();
    assert_eq!(server.headers("authorization"), [Some("Basic YW5uOng=".to_owned())]);
    assert_eq!((answer.url.username(), answer.url.password()), ("", None));
}

#[test]
fn a_document_is_unpacked_whatever_its_labels_say() {
    let plain = b"<rss>a document</rss>".to_vec();
    let packed = gzip(&plain);
    let zstd = [&[0x28, 0xb5, 0x2f, 0xfd, 0x20, 21, 0xa9, 0, 0][..], &plain].concat();
    for (label, body) in [
        ("gzip", packed.clone()),
        ("", packed.clone()),
        ("gzip, gzip", gzip(&packed)),
        ("gzip", plain.clone()),
        ("x-gzip, identity", packed.clone()),
        ("deflate", plain.clone()),
        ("zstd", zstd),
    ] {
        let server = sending(ok(&format!("Content-Encoding: {label}\r\n"), &body));
        let answer = get(&server.url("/")).unwrap();
        assert_eq!(String::from_utf8_lossy(&answer.body), String::from_utf8_lossy(&plain), "{label}");
        assert_eq!(answer.ending, Ending::Whole);
    }
    let strange = sending(ok("Content-Encoding: compress\r\n", &plain));
    assert_eq!(get(&strange.url("/")).unwrap_err(), Trouble::Coding("compress".into()));
}

#[test]
fn what_unpacks_to_too_much_is_too_large() {
    let bomb = gzip(&vec![b' '; 1_000_000]);
    assert!(bomb.len() < 5_000);
    let server = sending(ok("Content-Encoding: gzip\r\n", &bomb));
    assert_eq!(get(&server.url("/")).unwrap_err(), Trouble::TooLarge(100_000));
    let nested = sending(ok("Content-Encoding: gzip\r\n", &gzip(&bomb)));
    assert_eq!(get(&nested.url("/")).unwrap_err(), Trouble::TooLarge(100_000));
    // A megabyte of spaces; nine blocks of which each says "128 KiB of spaces" (RFC 8878, 3.1.1.2).
    let brotli = [0x5b, 0x3f, 0x42, 0x8f, 0x5f, 0x02, 0x24, 0x1e, 0x0b, 0x04, 0xf2, 0x73, 0x1e, 0x00];
    let mut zstd = vec![0x28, 0xb5, 0x2f, 0xfd, 0, 0x58];
    (0..9).for_each(|n| zstd.extend([if n == 8 { 3 } else { 2 }, 0, 0x10, b' ']));
    for (label, bomb) in [("br", &brotli[..]), ("zstd", &zstd), ("br, gzip", &gzip(&brotli)), ("", &zstd)] {
        let server = sending(ok(&format!("Content-Encoding: {label}\r\n"), bomb));
        assert_eq!(get(&server.url("/")).unwrap_err(), Trouble::TooLarge(100_000), "{label}");
    }
    let deep = (0..5).fold(b"<rss/>".to_vec(), |packed, _| gzip(&packed));
    let server = sending(ok("Content-Encoding: gzip\r\n", &deep));
    assert_eq!(get(&server.url("/")).unwrap_err(), Trouble::Damaged);
    let large = sending(ok("", &vec![b'x'; 200_000]));
    assert_eq!(get(&large.url("/")).unwrap_err(), Trouble::TooLarge(100_000));
}

#[test]
fn an_endless_document_is_too_large() {
    let endless = closing([b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &vec![b'x'; 300_000]].concat());
    assert_eq!(get(&endless.url("/")).unwrap_err(), Trouble::TooLarge(100_000));
}

#[test]
fn a_document_that_is_cut_off_counts_as_far_as_it_came() {
    let short = closing(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nETag: \"7\"\r\n\r\n<rss>".to_vec());
    let answer = get(&short.url("/")).unwrap();
    assert_eq!((answer.body.as_slice(), answer.ending), (b"<rss>".as_slice(), Ending::CutOff));
    assert_eq!(answer.validators, Validators::default());
    let chunk = closing(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\nzz".to_vec());
    assert_eq!(get(&chunk.url("/")).unwrap().ending, Ending::CutOff);
    let mut half = gzip(&b"<rss>".repeat(1000));
    half.truncate(half.len() - 10);
    let packed = sending(ok("Content-Encoding: gzip\r\n", &half));
    assert_eq!(get(&packed.url("/")).unwrap().ending, Ending::CutOff);
}

#[test]
fn a_length_that_is_too_small_cuts_and_the_next_request_is_not_confused() {
    let server = sending(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdefgh".to_vec());
    let client = client();
    let url = server.url("/");
    for _ in 0..2 {
        assert_eq!(client.fetch(&Request::to(&url, Trust::Typed, FEEDS)).unwrap().body, b"abc");
    }
}

#[test]
fn a_server_that_takes_its_time_is_not_waited_for() {
    let silent = Server::new(|_| Reply::Nothing);
    assert!(matches!(get(&silent.url("/")), Err(Trouble::Silent { what: "answer", .. })));
    for slow in [&b"X: y\r\n"[..], b"HTTP/1.1 200 OK\r\nX: "] {
        let server = Server::new(move |_| Reply::Drip(slow.to_vec()));
        let begun = Instant::now();
        assert!(get(&server.url("/")).is_err());
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }
}

#[test]
fn a_body_that_drips_is_given_up_in_time() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/" => Reply::Drip(b"HTTP/1.1 200 OK\r\n\r\n<rss>".to_vec()),
        _ => Reply::Nothing,
    });
    let begun = Instant::now();
    let trouble = get(&server.url("/")).unwrap_err();
    assert!(matches!(trouble, Trouble::Silent { .. }), "{trouble:?}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn connections_that_fail_are_told_in_one_line() {
    let reset = get(&Server::resetting().url("/")).unwrap_err();
    assert!(matches!(reset, Trouble::Broken(_)), "{reset:?}");
    let nobody = Url::parse("http://127.0.0.1:1/").unwrap();
    assert_eq!(get(&nobody).unwrap_err(), Trouble::Refused("127.0.0.1:1".into()));
    let unknown = Url::parse("http://no-such-host.invalid/").unwrap();
    assert!(get(&unknown).unwrap_err().is_offline());
    let unanswered = ureq::Error::Timeout(ureq::Timeout::Resolve);
    assert!(Trouble::of(&unanswered, "e.example", &limits()).is_offline());
    for garbage in [&b"\x16\x03\x01 not http at all\r\n\r\n"[..], b"", b"SSH-2.0-x\r\n"] {
        let trouble = get(&closing(garbage.to_vec()).url("/")).unwrap_err();
        assert!(matches!(trouble, Trouble::Garbled(_) | Trouble::Broken(_)), "{trouble:?}");
    }
}

#[test]
fn a_host_is_asked_for_few_documents_at_a_time() {
    let server = sending(ok("", &vec![b'x'; 50_000]));
    let client = Arc::new(client());
    let url = server.url("/feed");
    let threads: Vec<_> = (0..20)
        .map(|_| {
            let (client, url) = (Arc::clone(&client), url.clone());
            std::thread::spawn(move || client.fetch(&Request::to(&url, Trust::Typed, FEEDS)).unwrap().body.len())
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap() == 50_000));
    assert!(server.busiest() <= 4, "{}", server.busiest());
}

#[test]
fn cancelling_ends_what_is_under_way_and_lets_nothing_begin() {
    let server = Server::new(|_| Reply::Nothing);
    let limits = Limits { silence: Duration::from_secs(60), total: Duration::from_secs(60), ..limits() };
    let client = Arc::new(Client::new(limits, &Proxies::default()));
    let url = server.url("/");
    let fetch = {
        let (client, url) = (Arc::clone(&client), url.clone());
        std::thread::spawn(move || client.fetch(&Request::to(&url, Trust::Typed, FEEDS)))
    };
    while server.paths().is_empty() {
        std::thread::yield_now();
    }
    client.cancel();
    assert_eq!(fetch.join().unwrap().unwrap_err(), Trouble::Cancelled);
    assert_eq!(client.fetch(&Request::to(&url, Trust::Typed, FEEDS)).unwrap_err(), Trouble::Cancelled);
}
