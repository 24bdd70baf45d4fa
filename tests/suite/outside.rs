//! What the world outside may do: no network, links that lead astray, input without end, secrets that must stay.

use std::{
    fs::{self, File},
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use dateline::app::Effect;

use crate::support::{
    place::{Place, err, out},
    screen::Reader,
    tty::Tty,
    web::{Reply, Server, answer},
};

#[test]
fn without_a_network_what_was_read_is_there_at_once_and_one_sentence_says_so() {
    let place = Place::new();
    let feed = |n: usize| format!("[[feed]]\nurl = \"http://no-such-host-{n}.invalid/\"\n");
    let feeds = (0..3).map(feed).collect::<Vec<_>>().concat();
    fs::write(place.config().join("feeds.toml"), &feeds).unwrap();
    let mut tty = Tty::start_with(&place, &[], &[], (140, 30));
    tty.wait_for("4 unread of 4").send("R").wait_for("no network, it seems: no feed can be reached");
    assert!(!tty.screen().contains("can't be found"), "{}", tty.screen());
    tty.send("q");
    assert!(tty.end().success());
    let told = err(&place.run(&["refresh"]));
    assert_eq!(told, "dateline: no network, it seems: none of 3 feeds can be reached\n");
    assert_eq!(out(&place.run(&["list"])).lines().count(), 4);
    assert_eq!(fs::read_to_string(place.config().join("feeds.toml")).unwrap(), feeds);
}

#[test]
fn a_proxy_variable_that_makes_no_sense_is_named_once_and_no_feed_is_blamed() {
    let place = Place::new();
    let server = Server::new(|_| Reply::Bytes(answer("200 OK", "", b"<rss><channel><title>T</title></channel></rss>")));
    let feeds = ["/a", "/b"].map(|path| format!("[[feed]]\nurl = \"{}\"\n", server.url(path))).concat();
    fs::write(place.config().join("feeds.toml"), feeds).unwrap();
    let told = "the variable http_proxy should be a proxy's address, and isn't: set it like http://HOST:PORT or \
                socks5://HOST:PORT, or unset it";
    let refreshed = place.command(&["refresh"]).env("http_proxy", "::garbage").output().unwrap();
    assert_eq!(refreshed.status.code(), Some(1));
    assert_eq!(err(&refreshed), format!("dateline: {told}\ndateline: 0 new in 2 feeds, 2 failed\n"));
    let json = out(&place.command(&["refresh", "--json"]).env("http_proxy", "::garbage").output().unwrap());
    assert_eq!(json.matches("\"outcome\":\"barred\"").count(), 2, "{json}");
    assert!(server.paths().is_empty(), "nobody is asked directly");
    let known = out(&place.run(&["feeds", "--json"]));
    assert_eq!(known.matches("\"standing\":\"new\"").count(), 2, "{known}");
    // By itself at the start, and when it is asked for.
    let mut tty = Tty::start_with(&place, &[], &[("http_proxy", "::garbage")], (140, 30));
    tty.wait_for("the variable http_proxy should be").send("j").wait_without("http_proxy");
    tty.send("R").wait_for("the variable http_proxy should be").send("q");
    assert!(tty.end().success());
    assert!(server.paths().is_empty());
    assert!(place.run(&["refresh"]).status.success());
}

#[test]
fn links_that_leave_the_web_are_shown_and_never_opened() {
    let schemes = ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "smb://h/x", "odd:x"];
    for address in schemes {
        let page = format!("# Harbour\n\nA [link]({address}) in a text.\n");
        let mut reader = Reader::with_files(&[("a.md", &page)], 120, 24);
        let article = reader.press("<Enter>").picture();
        assert!(article.contains("link"), "{article}");
        reader.press("1o");
        let asked = reader.asked.concat();
        let address = asked.strip_prefix("browse ").unwrap_or(address);
        let message = reader.world.perform(Effect::Browse(address.to_owned())).heard().unwrap();
        reader.tell(message);
        let scheme = address.split(':').next().unwrap();
        let told = format!("only web addresses are, and this is {scheme}:");
        assert!(reader.picture().contains(&told), "{address}: {}", reader.picture());
    }
}

#[test]
fn input_without_an_end_is_read_as_far_as_an_article_goes() {
    let place = Place::new();
    for command in ["open", "parse", "quotes"] {
        let endless = File::open("/dev/zero").unwrap();
        let output = place.command(&[command, "-"]).stdin(endless).output().unwrap();
        assert_eq!((output.status.code(), err(&output).lines().count()), (Some(1), 1), "{command}: {}", err(&output));
    }
}

#[test]
fn a_file_that_goes_while_it_is_read_stays_on_the_screen() {
    let place = Place::new();
    let paths = ["a.md", "b.md"].map(|name| place.file(name, format!("# Title of {name}\n\nThe text of {name}.\n")));
    let mut tty =
        Tty::start_with(&place, &["open", paths[0].to_str().unwrap(), paths[1].to_str().unwrap()], &[], (120, 24));
    tty.wait_for("Title of a.md").wait_for("Title of b.md");
    for path in paths {
        fs::remove_file(path).unwrap();
    }
    tty.send("gg\r").wait_for("The text of").send("qG\r").wait_for("The text of").send("Q");
    assert!(tty.end().success());
}

/// All that stands in the files of a folder, as bytes.
fn all(folder: &Path, found: &mut Vec<u8>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            all(&entry.path(), found);
        } else {
            found.extend(fs::read(entry.path()).unwrap_or_default());
        }
    }
}

#[test]
fn secrets_reach_no_log_no_export_no_store_and_no_list_of_processes() {
    let place = Place::new();
    let server = Server::new(|_| {
        // An old one stands last in the list, whenever it comes in.
        let item = "<item><title>Quay</title><link>/on</link><pubDate>Tue, 03 Nov 2026 07:00:00 GMT</pubDate>\
                    <description>Words of it.</description></item>";
        let feed = format!("<rss><channel><title>Harbour Post</title>{item}</channel></rss>");
        Reply::Bytes(answer("200 OK", "", feed.as_bytes()))
    });
    let address = |path: &str| server.url(path).to_string().replace("http://", "http://ann:hush@");
    let browser = place.file(
        "browser.sh",
        "#!/bin/sh\ntr '\\0' '\\n' < /proc/$PPID/cmdline > \"$0.got\"; echo \"$@\" >> \"$0.got\"\n",
    );
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let feeds = format!(
        "[[feed]]\nurl = \"{}\"\nheaders = {{ X-Token = \"hush\" }}\n\n\
         [[feed]]\nurl = \"{}\"\nuser = \"bob\"\npassword-command = [\"sh\", \"-c\", \"printf hu; echo sh\"]\n\n\
         [[feed]]\nurl = \"http://ann:hush@127.0.0.1:1/refused\"\n",
        address("/one"),
        server.url("/two")
    );
    fs::write(place.config().join("feeds.toml"), feeds).unwrap();
    fs::write(place.config().join("config.toml"), "log-level = \"trace\"\nrefresh-every = 0\n").unwrap();
    let mut tty = Tty::start_with(&place, &[], &[("BROWSER", browser.to_str().unwrap())], (160, 30));
    tty.wait_for("4 unread of 4").send("R").wait_for("refuses the connection").send("gr").wait_without("gr shows");
    tty.send("G").wait_for("Words of it.");
    tty.send("o").wait_for("opening").send("q");
    assert!(tty.end().success());
    assert!(server.headers("x-token").iter().any(Option::is_some));
    assert!(server.headers("authorization").iter().filter(|sent| sent.is_some()).count() >= 2);
    let mut found = Vec::new();
    for folder in [place.data(), place.path("state")] {
        all(&folder, &mut found);
    }
    for arguments in [&["export"][..], &["feeds"], &["feeds", "--json"], &["list", "--json"], &["refresh", "--json"]] {
        let output = place.run(arguments);
        found.extend([output.stdout, output.stderr].concat());
    }
    found.extend(fs::read(format!("{}.got", browser.display())).unwrap_or_default());
    // As it is, and as the header has it.
    for secret in ["hush", "YW5uOmh1c2g", "Ym9iOmh1c2g"] {
        let at = found.windows(secret.len()).position(|part| part == secret.as_bytes());
        assert!(at.is_none(), "{}", String::from_utf8_lossy(&found[at.unwrap_or(0).saturating_sub(100)..][..200]));
    }
}
