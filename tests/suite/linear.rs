//! The reader without a screen: lines in, sentences out, through a pipe and through a plain terminal.

use std::fs;

use crate::support::{
    place::{Place, out},
    tty::Tty,
};

/// What is said to these lines, one after the other.
fn said(place: &Place, lines: &[&str]) -> String {
    let output = place.run_with(&["--linear"], (lines.join("\n") + "\n").as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let said = out(&output);
    assert!(!said.contains('\x1b') && !said.contains(['│', '┃', '▌', '●', '★']), "{said}");
    said
}

fn in_order(said: &str, parts: &[&str]) {
    let mut rest = said;
    for part in parts {
        let Some(at) = rest.find(part) else { panic!("{part:?} is missing after what came before, in\n{said}") };
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn a_morning_is_triaged_by_lines_alone() {
    let place = Place::new();
    let said = said(
        &place,
        &[
            "rows",
            "j",
            "",
            ")",
            "",
            "e",
            "u",
            "s",
            "w",
            "tag gulf",
            "t",
            "harbour",
            "/quotations",
            "Esc",
            "where",
            "q",
            "q",
        ],
    );
    in_order(
        &said,
        &[
            "all articles, 4 unread of 4.",
            "1 of 4. unread. On Sunday, the Secretary-General",
            "(first sentence, no headline)",
            "3 of 4. unread. How quotations are marked",
            "4 of 4. unread. Bringing in articles",
            "2 of 4. unread. A tour of the keys",
            "Headline: A tour of the keys",
            "End of the article.",
        ],
    );
}

#[test]
fn quotations_are_said_with_their_speakers() {
    let said = said(&Place::new(), &["", ")", ")", "(", "\"", "j", "Esc", "Q"]);
    in_order(
        &said,
        &[
            "(Quotation 1, reported: ",
            "word for word: Hadi al-Amiri, Secretary-General of Badr Organization",
            "End of the article.",
            "quotation 1 of 7: ",
            "quotation 2 of 7: ",
            "quotation 1 of 7: ",
            "Who said what. Enter goes to the chosen one, q closes.",
            "2: ",
        ],
    );
}

#[test]
fn verbs_say_what_they_did_and_undo_what_it_took_back() {
    let place = Place::new();
    let said = said(&place, &["done", "u", "3", "s", "done all", "gh", "u", "q", "Q"]);
    in_order(
        &said,
        &[
            "Now read: On Sunday",
            "2 of 4. unread. A tour",
            "undone",
            "3 of 4. unread. How quotations",
            "bookmarked (u undoes it)",
            "marked read (u undoes it) · 4 articles",
            "Changes. u takes the chosen one back",
        ],
    );
    assert!(out(&place.run(&["list"])).lines().all(|line| !line.is_empty()));
}

#[test]
fn searching_help_and_mistakes_are_said() {
    let said = said(
        &Place::new(),
        &["/bookmarks", "j", "Esc", "?", "/undo", "q", "gz", "dnoe", "snooze never", "g", "Esc", "Q"],
    );
    in_order(
        &said,
        &[
            "/bookmarks, ",
            "found",
            "Help. A slash and words search it, q closes it.",
            "J, or next-article: Go to the next article.",
            "u, or undo: Undo the last change",
            "does nothing here",
            "is no moment to come",
            "g waits for one of these keys:",
            "g: Go to the top",
        ],
    );
}

#[test]
fn hostile_words_are_said_and_nothing_else_reaches_the_terminal() {
    let place = Place::new();
    let file = place.file("a.md", "# Bell\u{7} \u{1b}]52;c;eA==\u{7} title\n\nText \u{1b}[31mred\u{202e}.\n");
    let output = place.run_with(&["--linear", "open", file.to_str().unwrap()], b"\n\x1b[A\x07\nQ\n");
    let said = out(&output);
    assert!(said.contains("Headline: Bell") && !said.contains(['\x1b', '\x07', '\u{202e}']), "{said:?}");
}

#[test]
fn a_dumb_terminal_is_told_of_it_and_can_be_used() {
    let place = Place::new();
    let mut tty = Tty::start_with(&place, &[], &[("TERM", "dumb")], (80, 24));
    tty.wait_for("`dateline --linear` reads line by line");
    assert_eq!(tty.end().exit_code(), 2);
    let mut tty = Tty::start_with(&place, &["--linear"], &[("TERM", "dumb")], (80, 24));
    tty.wait_for("1 of 4. unread.").send("j\r").wait_for("2 of 4. unread. A tour of the keys");
    tty.send("|wc -l\r").wait_for("wc:").send("S\r").wait_for("save as?").send("\r").wait_for("saved as");
    assert_eq!(fs::read_dir(place.path("Documents")).unwrap().count(), 1);
    let bytes = tty.bytes();
    assert!(!bytes.contains(&0x1b), "{}", String::from_utf8_lossy(&bytes));
    tty.send("Q\r");
    assert!(tty.end().success());
}

#[cfg(unix)]
#[test]
fn where_the_disk_fills_up_a_verb_is_done_or_not_and_nothing_between() {
    use std::process::{Command, Stdio};
    let place = Place::new();
    for number in 0..300 {
        place.file(&format!("many/{number}.md"), format!("# Number {number}\n\nText of {number}.\n"));
    }
    let folder = place.path("files/many");
    assert_eq!(place.run(&["open", folder.to_str().unwrap()]).status.code(), Some(0));
    let count = |arguments: &[&str]| out(&place.run(arguments)).lines().count();
    let all = count(&["list"]);
    let mut refused = 0;
    for blocks in [1, 8, 24, 64, 200] {
        let script = format!("ulimit -f {blocks}; exec \"$0\" --linear");
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg(crate::support::place::program()).envs(place.variables());
        let lines = place.file("lines", "done all\ny\nbookmark older:1d\nunread all\ny\nQ\n");
        let output = command.stdin(Stdio::from(fs::File::open(lines).unwrap())).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", out(&output));
        let unread = count(&["list", "--unread"]);
        assert!(unread == 0 || unread == all, "{unread} of {all} are unread after {blocks} blocks:\n{}", out(&output));
        refused += usize::from(out(&output).contains("Error: ") || unread == 0);
        assert_eq!(place.run(&["check"]).status.code(), Some(0));
    }
    assert!(refused > 0);
}

#[test]
fn lines_of_code_and_verse_are_lines_with_their_indentation() {
    let place = Place::new();
    let text = "# Code\n\nFirst.\n\n```\nfn main() {\n    let x = 1;\n\n\tx\n}\n```\n\n> Roses are red,  \n> violets are blue.\n";
    let file = place.file("a.md", text);
    let output = place.run_with(&["--linear", "open", file.to_str().unwrap()], b"\nQ\n");
    let said = out(&output);
    assert!(said.contains("\nCode:\nfn main() {\n    let x = 1;\n\n"), "{said}");
    assert!(said.contains("\nQuoted text: Roses are red,\nviolets are blue.\n"), "{said}");
}
