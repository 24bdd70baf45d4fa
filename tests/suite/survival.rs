//! What must be survived: bad input, a hostile world, any keys. Each case broke this program or another one once.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use dateline::{
    catalog::{Anchor, Change, Scope, Target, Verb},
    library::Library,
};

use crate::support::{
    place::{Place, err, out},
    screen::{NOW, Reader},
    tty::Tty,
};

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_file_named_twice_is_listed_once() {
    let place = Place::new();
    place.file("news/a.txt", "One text here.\n");
    let folder = place.path("files/news");
    let file = folder.join("a.txt");
    let output = place.run(&["open", text(&file), text(&folder), text(&file)]);
    assert_eq!((code(&output), out(&output).lines().count()), (0, 1), "{}", err(&output));
}

#[cfg(unix)]
#[test]
fn files_whose_names_are_no_text_are_different_files() {
    use std::os::unix::ffi::OsStrExt as _;
    let place = Place::new();
    for name in [b"\xFF.txt", b"\xFE.txt"] {
        fs::write(place.path("files").join(std::ffi::OsStr::from_bytes(name)), name.escape_ascii().to_string())
            .unwrap();
    }
    let output = place.run(&["open", text(&place.path("files"))]);
    assert_eq!(out(&output).lines().count(), 2, "{}", out(&output));
}

#[test]
fn the_help_stops_at_its_end_so_that_one_key_up_shows_a_line_more() {
    let mut reader = Reader::first_run(80, 24);
    reader.press("?");
    let top = reader.picture();
    let bottom = reader.press("G").picture();
    assert_ne!(top, bottom);
    assert_ne!(reader.press("k").picture(), bottom);
    assert_eq!(reader.press("jjjj").picture(), bottom);
    assert_eq!(reader.press("gg").picture(), top);
}

#[test]
fn what_space_has_paged_through_is_read() {
    let mut reader = Reader::with_files(
        &[("a.md", "# A\n\nOne.\n"), ("b.md", "# B\n\nTwo.\n"), ("c.md", "# C\n\nThree.\n")],
        100,
        24,
    );
    assert_eq!(reader.press("<Enter><Space><Space>").model.list.counts.unread, 1);
    assert_eq!(reader.press("<Space>").model.list.counts.unread, 0);
    assert_eq!(reader.press("u").model.list.counts.unread, 1);
}

#[test]
fn what_cannot_be_is_one_sentence_and_no_hang() {
    let place = Place::new();
    let good = place.file("good.txt", "A headline\n\nA text.\n");
    let empty = place.file("empty.txt", "");
    let odd = place.path("files");
    std::os::unix::fs::symlink("loop", odd.join("loop")).unwrap();
    assert!(Command::new("mkfifo").arg(odd.join("pipe")).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(odd.join("socket")).unwrap();
    let file = |name: &str| text(&odd.join(name)).to_owned();
    for (arguments, expected, said) in [
        (vec!["open".into(), file("pipe")], 1, "a pipe, not a file"),
        (vec!["open".into(), "/dev/zero".into()], 1, "a device, not a file"),
        (vec!["open".into(), file("socket")], 1, "a socket, not a file"),
        (vec!["open".into(), file("loop")], 1, "loop"),
        (vec!["open".into(), text(&empty).into()], 1, "empty.txt: it is empty"),
        (vec!["open".into(), "\u{1b}]0;owned\u{7}\n.txt".into()], 1, "there is no such file"),
        (vec!["open".into(), text(&good).into(), file("pipe")], 3, "a pipe"),
        (vec!["parse".into(), file("pipe")], 1, "a pipe, not a file"),
        (vec!["quotes".into(), "-".into()], 1, "standard input: it is empty"),
        (vec!["open".into()], 2, "required"),
        (vec!["list".into(), "--unread".into(), "--bookmarked".into()], 2, "cannot be used with"),
        (vec!["show".into(), "99999999999999999999".into()], 2, "too large"),
        (vec!["--data-dir".into(), "/dev/null/x".into(), "list".into()], 1, "not a directory"),
        (vec!["--data-dir".into(), "/proc/none".into(), "list".into()], 0, "nothing can be saved in this run"),
    ] {
        let output = place.run(&arguments);
        assert_eq!(code(&output), expected, "{arguments:?}: {}", err(&output));
        assert!(err(&output).contains(said), "{arguments:?}: {}", err(&output));
        assert!(
            !err(&output).contains('\u{1b}') && (expected == 2 || err(&output).lines().count() == 1),
            "{}",
            err(&output)
        );
    }
}

#[test]
fn every_encoding_is_read_whatever_its_label_says() {
    let place = Place::new();
    let wide = |big: bool| -> Vec<u8> {
        let units = "The headline\n\nThe café’s text.\n".encode_utf16();
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let labelled =
        |label: &str| format!("<meta charset={label}><title>The headline</title><p>The café’s text.").into_bytes();
    for (name, bytes) in [
        ("windows.txt", b"The headline\n\nThe caf\xE9\x92s text.\n".to_vec()),
        ("little.txt", wide(false)),
        ("big.txt", wide(true)),
        ("label.html", labelled("iso-8859-1")),
        ("wide.html", labelled("utf-16")),
        ("nonsense.html", labelled("x-nonsense")),
    ] {
        let file = place.file(name, bytes);
        let output = place.run(&["parse", text(&file)]);
        let article: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
        assert_eq!(article["title"], "The headline", "{name}");
        assert_eq!(article["text"], "The café’s text.", "{name}");
    }
}

#[test]
fn a_full_disk_under_the_output_is_told() {
    let place = Place::new();
    for arguments in [&["list"][..], &["list", "--json"], &["paths"], &["--help"], &["--version"], &["help", "open"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output =
            place.command(arguments).stdin(Stdio::null()).stdout(full).stderr(Stdio::piped()).output().unwrap();
        assert_eq!((code(&output), err(&output).lines().count()), (1, 1), "{arguments:?}: {}", err(&output));
        assert!(err(&output).contains("standard output can't be written"), "{arguments:?}: {}", err(&output));
    }
}

#[test]
fn a_megabyte_of_controls_pasted_into_a_prompt_is_only_text() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread of 4").send("/");
    let paste = "dam\u{1b}]0;x\u{7}\r\nQe\u{3}".repeat(70_000);
    tty.send("\u{1b}[200~")
        .send(&paste)
        .send("\u{1b}[201~")
        .wait_for("no room for")
        .send("\u{1b}")
        .wait_without("no room for");
    tty.send("\u{1b}[200~QeeA\u{1b}[201~").wait_for("pasted").wait_for("4 unread of 4").send("q");
    assert!(tty.end().success());
    tty.assert_given_back();
}

#[test]
fn an_empty_list_fills_again_when_a_change_is_taken_back_and_shows_no_old_article() {
    let mut reader = Reader::first_run(120, 24);
    let empty = reader.press("Afu").picture();
    assert!(empty.contains("Everything is read.") && !empty.contains("Badr"), "{empty}");
    let filled = reader.press("u").picture();
    assert!(filled.contains("4 unread of 4") && filled.contains("A tour of the keys"), "{filled}");
}

#[test]
fn bookmarks_edited_while_the_reader_runs_are_merged_and_broken_ones_left_alone() {
    let mut reader = Reader::first_run(100, 24);
    reader.press("s");
    let file = reader.place.config().join("bookmarks.toml");
    let by_hand = fs::read_to_string(&file).unwrap()
        + "\n# by hand\n[[bookmark]]\ntitle = \"Mine\"\nurl = \"https://example.org/mine\"\nmood = \"good\"\n";
    fs::write(&file, &by_hand).unwrap();
    reader.press("js");
    let merged = fs::read_to_string(&file).unwrap();
    for kept in ["# by hand", "mood = \"good\"", "https://example.org/mine", "Shafaq", "A tour of the keys"] {
        assert!(merged.contains(kept), "{kept} is missing in\n{merged}");
    }
    fs::write(&file, "[[broken").unwrap();
    let picture = reader.press("js").picture();
    assert!(picture.contains("bookmarks.toml"), "{picture}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "[[broken");
    assert!(!reader.model.list.selected().unwrap().bookmarked);
}

#[test]
fn two_readers_at_once_keep_the_bookmarks_of_both() {
    let place = Place::new();
    let mut one = Tty::start(&place, &[]);
    one.wait_for("4 unread of 4");
    let mut other = Tty::start(&place, &[]);
    one.send("s").wait_for("bookmarked").send("e").wait_for("3 unread");
    other.wait_for("unread of 4").send("jjs").wait_for("bookmarked").send("q");
    one.send("q");
    assert!(one.end().success() && other.end().success());
    let printed = out(&place.run(&["bookmarks"]));
    assert_eq!(printed.lines().count(), 2, "{printed}");
    assert_eq!(out(&place.run(&["list", "--bookmarked"])).lines().count(), 2);
    assert_eq!(out(&place.run(&["list", "--unread"])).lines().count(), 3);
}

#[test]
fn a_bookmark_made_while_another_reader_follows_the_file_is_its_makers_own() {
    let place = Place::new();
    place.run(&["list"]);
    let open = || Library::open(&place.data(), &place.config(), NOW).unwrap().library;
    let (mut one, mut other) = (open(), open());
    let first = one.store.window(&Scope::default(), Anchor::First, 1).unwrap();
    let on = Target::Articles(first.rows.iter().map(|row| row.id).collect());
    for _ in 0..15 {
        std::thread::scope(|scope| {
            scope.spawn(|| other.follow_bookmarks(NOW).unwrap());
            let done = one.apply(&Change { verb: Verb::Bookmark, on: on.clone() }, NOW).unwrap();
            assert!(done.is_some(), "somebody else had bookmarked it");
        });
        assert!(one.undo(NOW).unwrap().is_some());
    }
}

#[test]
fn hostile_words_in_bookmarks_and_names_are_printed_clean() {
    let place = Place::new();
    let attack = "\\u001b]52;c;eA==\\u0007\\u009b31m\\u202e";
    fs::write(
        place.config().join("bookmarks.toml"),
        format!("[[bookmark]]\ntitle = \"T{attack}\"\nsource = \"S{attack}\"\nurl = \"https://example.org/{attack}\"\nnote = \"N{attack}\"\n"),
    )
    .unwrap();
    place.file("\u{1b}[31mred\u{9b}.txt", "\u{1b}]0;x\u{7}\u{9b}2J text\n");
    for arguments in
        [&["bookmarks"][..], &["bookmarks", "--json"], &["open", text(&place.path("files"))], &["list", "--json"]]
    {
        let printed = out(&place.run(arguments));
        let controls: Vec<_> = printed.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\t')).collect();
        assert!(
            controls.is_empty() && !printed.contains('\u{202e}') && !printed.is_empty(),
            "{arguments:?}: {printed:?}"
        );
    }
}

#[test]
fn a_store_that_cannot_be_written_keeps_no_file_from_being_read() {
    let place = Place::new();
    place.run(&["list"]);
    let store = place.data().join("articles.db");
    let mut bytes = fs::read(&store).unwrap();
    // SQLite only reads a file whose write version (file format, §1.3.3) it doesn't know, whoever asks.
    bytes[18] = 9;
    fs::write(&store, &bytes).unwrap();
    let file = place.file("a.md", "# Harbour\n\nA text.\n");
    let output = place.run(&["open", text(&file)]);
    assert_eq!((code(&output), err(&output).lines().count()), (0, 1), "{}", err(&output));
    assert!(err(&output).contains("nothing can be saved in this run") && out(&output).contains("Harbour"));
    let mut tty = Tty::start_with(&place, &["open", text(&file)], &[], (160, 24));
    tty.wait_for("nothing can be saved in this run").wait_for("Harbour");
    tty.send("e").wait_for("0 unread of 1").send("s").wait_for("bookmarked").send("q");
    assert!(tty.end().success());
    let bookmarks = || fs::read_to_string(place.config().join("bookmarks.toml")).unwrap();
    assert!(bookmarks().contains("Harbour"));
    assert_eq!(fs::read(&store).unwrap(), bytes);
    fs::write(place.config().join("bookmarks.toml"), "").unwrap();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread of 4").send("s").wait_for("cannot keep the change").send("q");
    assert!(tty.end().success());
    assert!(!bookmarks().contains("[[bookmark]]\n"), "half a change was left: {}", bookmarks());
}

/// Does nothing for a user whom no permission stops.
#[cfg(unix)]
#[test]
fn a_home_that_cannot_be_written_is_read_and_told_once() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    place.run(&["list"]);
    let file = place.file("a.md", "# Harbour\n\nA text.\n");
    let allow = |mode| {
        for folder in ["config", "data", "state"] {
            fs::set_permissions(place.path(folder), fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    allow(0o555);
    if fs::write(place.config().join("probe"), "").is_ok() {
        return allow(0o755);
    }
    let output = place.run(&["open", text(&file)]);
    assert_eq!((code(&output), err(&output).lines().count()), (0, 1), "{}", err(&output));
    let mut tty = Tty::start_with(&place, &["open", text(&file)], &[], (200, 24));
    tty.wait_for("nothing can be saved in this run").wait_for("Harbour").send("s").wait_for("Permission denied");
    tty.send("e").wait_for("0 unread of 1").send("fa").wait_for("4 unread of 5").send("q");
    assert!(tty.end().success());
    allow(0o755);
}

#[test]
fn without_a_place_for_the_log_all_else_works() {
    let place = Place::new();
    fs::remove_dir(place.path("state")).unwrap();
    fs::write(place.path("state"), "in the way").unwrap();
    let output = place.run(&["list"]);
    assert_eq!((code(&output), err(&output).as_str()), (0, ""));
    let mut tty = Tty::start_with(&place, &[], &[], (160, 24));
    tty.wait_for("there is no log").wait_for("4 unread of 4").send("e").wait_for("3 unread of 4").send("q");
    assert!(tty.end().success());
}

#[test]
fn many_first_runs_at_once_all_have_the_first_articles() {
    let place = Place::new();
    let runs: Vec<_> = (0..6)
        .map(|_| {
            place.command(&["list"]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for run in runs {
        let output = run.wait_with_output().unwrap();
        assert_eq!((code(&output), out(&output).lines().count(), err(&output).as_str()), (0, 4, ""));
    }
}

#[test]
fn what_is_no_file_where_the_store_or_the_log_should_be_holds_nothing_up() {
    for (folder, name) in
        [("data", "articles.db"), ("data", "articles.lock"), ("state", "dateline.log"), ("config", "config.toml")]
    {
        let place = Place::new();
        assert!(Command::new("mkfifo").arg(place.path(folder).join(name)).status().unwrap().success());
        let mut tty = Tty::start(&place, &[]);
        tty.wait_for("4 unread of 4").send("q");
        assert!(tty.end().success(), "{name}");
    }
}

#[test]
fn what_is_too_long_to_be_read_whole_is_told() {
    let place = Place::new();
    let file = place.file("long.txt", "A word. ".repeat((16 << 20) / 8 + 1));
    let output = place.run(&["open", text(&file)]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(err(&output).contains("long.txt: only its first 16 MiB were read"), "{}", err(&output));
}

#[test]
fn a_link_that_leads_on_from_nowhere_is_not_opened() {
    let place = Place::new();
    let file = place.file("a.md", "# Harbour\n\nA [link](/on) in a text.\n");
    let mut tty = Tty::start_with(&place, &["open", text(&file)], &[], (160, 24));
    tty.wait_for("Harbour").send("\r1o").wait_for("leads on from a page whose address isn't known").send("Q");
    assert!(tty.end().success());
}

/// Runs the program with a limit on the size of files, in blocks of 512 or 1024 bytes.
#[cfg(unix)]
fn run_limited(place: &Place, blocks: u32, arguments: &[&str]) -> Output {
    let script = format!("ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.arg("-c").arg(script).arg(crate::support::place::program()).args(arguments).envs(place.variables());
    command.stdin(Stdio::null()).output().unwrap()
}

#[cfg(unix)]
#[test]
fn where_there_is_no_room_what_is_asked_for_is_shown_and_nothing_is_lost() {
    let place = Place::new();
    let output = run_limited(&place, 100, &["list"]);
    assert_eq!((code(&output), out(&output).lines().count()), (0, 4), "{}", err(&output));
    assert!(err(&output).contains("nothing can be saved in this run"), "{}", err(&output));
    assert_eq!((out(&place.run(&["list"])).lines().count(), err(&place.run(&["list"])).as_str()), (4, ""));
    for name in 0..20 {
        let words: Vec<_> =
            (name * 1000..name * 1000 + 4000).map(|n: u32| format!("{:x}", n.wrapping_mul(2_654_435_761))).collect();
        place.file(&format!("many/{name}.txt"), words.join(" "));
    }
    let folder = place.path("files/many");
    let output = run_limited(&place, 300, &["open", text(&folder)]);
    assert_eq!((code(&output), out(&output).lines().count()), (0, 20), "{}", err(&output));
    assert!(err(&output).contains("nothing can be saved in this run"), "{}", err(&output));
    assert_eq!(out(&place.run(&["list"])).lines().count(), 4);
    assert_eq!(out(&place.run(&["open", text(&folder)])).lines().count(), 20);
    assert_eq!(out(&place.run(&["list"])).lines().count(), 24);
}
