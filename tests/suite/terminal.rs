//! The program in a real terminal: it starts, and whatever ends it, the terminal is given back.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::support::{place::Place, tty::Tty};

#[test]
fn a_first_run_opens_on_the_seeds_and_q_quits() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("A tour of the keys").wait_for("Badr Organization").send("q");
    assert!(tty.end().success());
    tty.assert_given_back();
}

#[test]
fn a_mistake_in_the_configuration_is_told_in_the_reader() {
    let place = Place::new();
    fs::write(place.config().join("config.toml"), "\ntext-widht = 60\n").unwrap();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("config.toml:2").send("q");
    assert!(tty.end().success());
}

#[test]
fn signals_end_it_in_good_order() {
    for name in ["TERM", "INT", "HUP", "QUIT"] {
        let place = Place::new();
        let mut tty = Tty::start(&place, &[]);
        tty.wait_for("Badr").signal(name);
        let status = tty.end();
        assert!(!status.success(), "{name}: {status:?}");
        tty.assert_given_back();
    }
}

/// Run by the next test in a process of its own, so that all ends of the terminal go away at once.
#[test]
#[ignore = "not a test by itself"]
fn holds_a_terminal() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("Badr");
    eprintln!("reader {}", tty.process_id());
    std::thread::park();
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let holder = std::env::current_exe().unwrap();
    let mut holder = Command::new(holder)
        .args(["terminal::holds_a_terminal", "--exact", "--ignored", "--nocapture"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(holder.stderr.take().unwrap()).lines();
    let reader = said.map_while(Result::ok).find_map(|line| line.strip_prefix("reader ").map(str::to_owned));
    let reader = reader.expect("the holder names the reader's process");
    holder.kill().unwrap();
    holder.wait().unwrap();
    wait_for_end(&reader);
}

/// Waits until a process that isn't ours is gone, or only waits to be buried.
fn wait_for_end(process: &str) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while let Ok(stat) = fs::read_to_string(format!("/proc/{process}/stat")) {
        if stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')) {
            return;
        }
        assert!(Instant::now() < deadline, "the reader goes on without a terminal");
        std::thread::yield_now();
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_names_the_report() {
    for place_of_panic in ["draw", "thread"] {
        let place = Place::new();
        let mut tty = Tty::start_with(&place, &[], &[("DATELINE_TEST_PANIC", place_of_panic)], (80, 24));
        let status = tty.end();
        assert_eq!(status.exit_code(), 101);
        tty.assert_given_back();
        assert!(tty.screen().contains("a mistake in the program ended it"), "{}", tty.screen());
        let log = fs::read_to_string(place.path("state/dateline.log")).unwrap();
        assert!(log.contains("on purpose"), "{log}");
    }
}

#[test]
fn ctrl_z_stops_it_and_fg_brings_it_back() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("Badr").send("\x1a");
    tty.wait_for_state('T');
    tty.assert_given_back();
    tty.signal("CONT");
    tty.wait_for("Badr").send("?").wait_for("Articles").send("q").wait_without("Articles").send("q");
    assert!(tty.end().success());
    tty.assert_given_back();
}

#[test]
fn a_stop_from_outside_gives_the_terminal_back_too() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("Badr").signal("TSTP");
    tty.wait_for_state('T');
    tty.assert_given_back();
    tty.signal("CONT");
    tty.wait_for("Badr").send("q");
    assert!(tty.end().success());
}

#[test]
fn without_colour_no_colour_is_sent_and_all_is_there() {
    let place = Place::new();
    let mut tty = Tty::start_with(&place, &[], &[("NO_COLOR", "1")], (80, 24));
    tty.wait_for("Badr").send("q");
    tty.end();
    let bytes = String::from_utf8_lossy(&tty.bytes()).into_owned();
    for sgr in sequences(&bytes).into_iter().filter(|sequence| sequence.ends_with('m')) {
        for code in sgr.trim_start_matches("\x1b[").trim_end_matches('m').split(';') {
            let code: u16 = code.parse().unwrap_or(0);
            assert!(code < 30 || matches!(code, 39 | 49 | 59), "{sgr:?}");
        }
    }
}

/// The escape sequences that a program wrote.
fn sequences(bytes: &str) -> Vec<String> {
    bytes
        .split('\x1b')
        .skip(1)
        .map(|rest| {
            let end = rest.char_indices().skip(1).find(|(_, c)| c.is_ascii_alphabetic() || *c == '~');
            format!("\x1b{}", &rest[..end.map_or(rest.len(), |(at, c)| at + c.len_utf8())])
        })
        .collect()
}

/// What dateline itself may send: cursor places, styles, erasing, and the switching on and off of modes.
fn is_ours(sequence: &str) -> bool {
    let Some(body) = sequence.strip_prefix("\x1b[") else { return sequence == "\x1b]11;?" || sequence == "\x1b\\" };
    let modes = ["?1049", "?25", "?2004", "?1000", "?1002", "?1003", "?1015", "?1006"];
    match body.chars().last() {
        Some('h' | 'l') => modes.contains(&&body[..body.len() - 1]),
        Some('m' | 'H' | 'C' | 'J' | 'K') => true,
        _ => false,
    }
}

#[test]
fn hostile_text_cannot_touch_the_terminal() {
    let attacks = "\x1b]0;owned\x07 \x1b]52;c;ZXZpbA==\x07 \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\ \u{9b}31m \u{202e}evil \
        \x1bP$qm\x1b\\ \x1b[6n \x1b[c \x08\x08\x0b\x0c\x07 \x1b[2J\x1b[H \x00 \x7f \u{90}x\u{9c} tail";
    let body = format!(
        "Title: {attacks}\nSource: {attacks}\nAuthor: {attacks}\n\nThe lead. {attacks}\n\n“{attacks},” said {attacks}.\n"
    );
    let place = Place::new();
    place.file("evil.txt", body);
    let mut tty = Tty::start(&place, &["open", "evil.txt"]);
    tty.wait_for("tail").send("\r").wait_for("lead").send("\"").send("q").send("?").wait_for("keys").send("qQ");
    tty.end();
    let bytes = String::from_utf8_lossy(&tty.bytes()).into_owned();
    let foreign: Vec<_> = sequences(&bytes).into_iter().filter(|sequence| !is_ours(sequence)).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    let controls: Vec<_> = bytes.chars().filter(|c| c.is_control() && !matches!(c, '\x1b' | '\r' | '\n')).collect();
    assert!(controls.is_empty(), "{controls:?}");
}

#[test]
fn the_browser_gets_the_address_as_one_argument() {
    let place = Place::new();
    let browser = place
        .file("browser.sh", format!("#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" > {}\n", place.path("got").display()));
    fs::set_permissions(&browser, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    place.file("a.md", "---\ntitle: Links\nurl: https://example.org/a?b=`id`;$(touch x)&c='d'\n---\n\nA text.\n");
    let mut tty = Tty::start_with(&place, &["open", "a.md"], &[("BROWSER", browser.to_str().unwrap())], (100, 30));
    tty.wait_for("Links").send("o").wait_for("opening").send("q");
    tty.end();
    let got = wait_for_file(&place.path("got"));
    let lines: Vec<_> = got.lines().collect();
    assert_eq!(lines[0], "1");
    assert!(lines[1].starts_with("https://example.org/a?b="), "{got}");
}

/// The content of a file that another process is about to write.
fn wait_for_file(path: &std::path::Path) -> String {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        let content = fs::read_to_string(path).unwrap_or_default();
        if content.lines().count() >= 2 {
            return content;
        }
        assert!(std::time::Instant::now() < deadline, "{} was never written", path.display());
        std::thread::yield_now();
    }
}

#[test]
fn an_unasked_reply_of_the_terminal_is_no_key() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("Badr").send("\x1b]52;c;qqqq\x1b\\\x1bP>|Qterm\x1b\\\x1b[?62;22c\x1b]11;rgb:ffff/ffff/ffff\x07");
    tty.send("?").wait_for("Articles").send("q").wait_without("Articles").send("q");
    assert!(tty.end().success());
}

#[test]
fn any_size_of_the_screen_is_survived() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("Badr");
    for (columns, rows) in [(1, 1), (2, 1), (20, 5), (500, 200), (3, 100), (200, 2), (65_535, 4), (2, 3_000)] {
        tty.resize(columns, rows);
        tty.send("j");
    }
    tty.resize(80, 24);
    tty.wait_for("dateline").send("q");
    assert!(tty.end().success());
}

/// The most colours that a sequence of these bytes asks for.
fn colours(bytes: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(bytes);
    let looks: Vec<_> = text.split("\u{1b}[").filter_map(|rest| rest.split_once('m')).map(|(look, _)| look).collect();
    let asks = |start: &str| looks.iter().any(|look| look.contains(start));
    let basic = |code: &str| code.parse().is_ok_and(|code: u8| matches!(code, 30..=37 | 40..=47 | 90..=107));
    if asks("8;2;") {
        "true"
    } else if asks("8;5;") {
        "256"
    } else if looks.iter().any(|look| look.split(';').any(basic)) {
        "16"
    } else {
        "none"
    }
}

#[test]
fn each_terminal_gets_the_colours_that_it_knows_whatever_is_claimed() {
    let place = Place::new();
    for (term, claimed, known) in [
        ("xterm-256color", "truecolor", "true"),
        ("tmux-256color", "", "256"),
        ("screen", "truecolor", "256"),
        ("screen", "", "16"),
        ("linux", "16777216", "16"),
        ("unheard-of", "lies", "16"),
        ("vt100", "truecolor", "none"),
    ] {
        let mut tty = Tty::start_with(&place, &[], &[("TERM", term), ("COLORTERM", claimed)], (80, 24));
        tty.wait_for("unread of 4").wait_for("? keys").send("q");
        assert!(tty.end().success(), "{term}");
        assert_eq!(colours(&tty.bytes()), known, "{term} {claimed}");
    }
    for term in ["", "dumb"] {
        let mut tty = Tty::start_with(&place, &[], &[("TERM", term)], (80, 24));
        tty.wait_for("this terminal can't show the reader");
        assert_eq!(tty.end().exit_code(), 2, "{term}");
    }
}

#[test]
fn a_key_that_comes_together_with_a_signal_is_not_lost() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("1/4");
    for turn in 0..100 {
        let (key, then) = if turn % 2 == 0 { ("j", "2/4") } else { ("k", "1/4") };
        tty.resize(80 + turn % 3, 24);
        tty.send(key).wait_for(then);
    }
    tty.send("q");
    assert!(tty.end().success());
}

#[test]
fn state_survives_a_restart() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread of 4").send("e").wait_for("3 unread of 4").send("s").wait_for("bookmarked").send("q");
    tty.end();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("3 unread of 4")
        .wait_for("★")
        .send("u")
        .wait_for("undone")
        .send("u")
        .wait_for("4 unread of 4")
        .send("q");
    tty.end();
    let bookmarks = fs::read_to_string(place.config().join("bookmarks.toml")).unwrap();
    assert!(!bookmarks.lines().any(|line| line == "[[bookmark]]"), "{bookmarks}");
}

#[test]
fn an_undo_after_a_restart_brings_notes_and_tags_of_a_bookmark_back() {
    let place = Place::new();
    let file = place.config().join("bookmarks.toml");
    let read = || fs::read_to_string(&file).unwrap();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread of 4").send("s").wait_for("bookmarked").send("q");
    tty.end();
    let with_note = read() + "tags = [\"iraq\"]\nnote = \"for Monday\" # by hand\n";
    fs::write(&file, &with_note).unwrap();
    for (keys, said) in [("s", "bookmark taken away"), ("u", "undone"), ("\x12", "done again"), ("u", "undone")] {
        let mut tty = Tty::start(&place, &[]);
        tty.wait_for("4 unread of 4").send(keys).wait_for(said).send("q");
        assert!(tty.end().success());
        assert_eq!(read() == with_note, said == "undone", "after {said}:\n{}", read());
    }
}

#[test]
fn a_change_waits_for_others_who_write_and_the_screen_does_not() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread");
    let other = rusqlite::Connection::open(place.data().join("articles.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    tty.send("ee").wait_for("3/4");
    assert!(tty.screen().contains("4 unread"), "{}", tty.screen());
    other.execute_batch("COMMIT").unwrap();
    tty.wait_for("2 unread").send("u").wait_for("3 unread").send("Q");
    assert!(tty.end().success());
}

#[test]
fn what_still_waits_at_the_end_is_told_to_the_shell() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread");
    let other = rusqlite::Connection::open(place.data().join("articles.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    tty.send("ee").wait_for("3/4").signal("TERM");
    assert!(!tty.end().success());
    tty.wait_for("dateline: 2 changes are lost: the article store").assert_given_back();
}
