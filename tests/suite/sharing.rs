//! Articles taken elsewhere: handed to programs, saved in files, given to share targets and hooks.

use std::{
    fs,
    path::{Path, PathBuf},
};

use dateline::{app::overlay::Overlay, settings::Settings};
use serde_json::Value;

use crate::support::{
    place::{Place, err, out},
    screen::Reader,
    tty::Tty,
};

fn notice(reader: &Reader) -> String {
    reader.model.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_article_is_handed_to_a_program_in_the_form_that_is_chosen() {
    let mut reader = Reader::with_files(&[("a.md", "# Harbour to close\n\nA *b* c.\n")], 100, 30);
    reader.hands_out = true;
    reader.press("|");
    assert!(reader.picture().contains("as plain text (Tab) to:"), "{}", reader.picture());
    reader.press("<Tab>head -n 1<Enter>");
    assert_eq!(notice(&reader), "head: # Harbour to close");
    reader.press("|");
    assert!(reader.picture().contains("as Markdown (Tab) to:"), "{}", reader.picture());
    reader.press("<Up>");
    assert!(reader.picture().contains("to: head -n 1"), "{}", reader.picture());
    reader.press("<Esc>:pipe html grep -c 'em>b'<Enter>");
    assert_eq!(notice(&reader), "grep: 1");
    reader.press(":pipe json cut -c 1-30<Enter>");
    assert_eq!(notice(&reader), "cut: {\"format\":\"dateline.article/1\"");
}

#[test]
fn what_a_program_prints_is_shown_and_what_goes_wrong_is_told() {
    let mut reader = Reader::with_files(&[("a.md", "# Harbour to close\n\nOne two.\n")], 100, 30);
    reader.hands_out = true;
    reader.press("|cat -n<Enter>");
    let Some(Overlay::Output(output)) = &reader.model.overlay else { panic!("{}", reader.picture()) };
    assert!(output.title.starts_with("cat ·") && output.lines.len() >= 3, "{output:?}");
    assert!(reader.picture().contains("     1    Harbour to close"), "{}", reader.picture());
    reader.press("q");
    assert!(reader.model.overlay.is_none());
    for (line, said) in [
        ("no-such-program", "is not installed, or not in PATH"),
        ("sh -c 'echo no luck >&2; exit 4'", "sh ended with code 4: no luck"),
        ("cat \"x", "has an open quotation mark"),
        ("true", "true has ended, and printed nothing"),
        ("echo $(id) `id`;id", "echo: $(id) `id`;id"),
    ] {
        reader.press(&format!("|{line}<Enter>"));
        assert!(notice(&reader).contains(said), "{line}: {}", notice(&reader));
    }
}

#[test]
fn a_selection_is_handed_over_together_and_saved_each_under_its_own_name() {
    let mut reader =
        Reader::with_files(&[("a.md", "# One\n\na\n"), ("b.md", "# Two\n\nb\n"), ("c.md", "# Three\n\nc\n")], 100, 30);
    reader.hands_out = true;
    reader.press("xx:pipe md grep -c '^# '<Enter>");
    assert_eq!(notice(&reader), "grep: 2");
    let folder = reader.place.path("out");
    reader.press(&format!("ggxxx:save {}/*.html<Enter>", folder.display()));
    assert!(notice(&reader).starts_with("3 articles saved in"), "{}", notice(&reader));
    assert_eq!(names(&folder), ["one.html", "three.html", "two.html"]);
    reader.press(&format!("ggxx:save {}/all.md<Enter>", folder.display()));
    assert_eq!(notice(&reader), "that is one name for 2 articles; *.md gives each its own");
}

#[test]
fn hostile_titles_are_saved_inside_the_folder_and_nothing_is_overwritten() {
    let long = "x".repeat(400);
    let titles = [
        "../../escape",
        "/etc/passwd",
        "CON",
        "-rf",
        ".hidden",
        "a\\b:c",
        "same",
        "Same",
        long.as_str(),
        "\u{202e}txt",
    ];
    let files: Vec<_> =
        titles.iter().enumerate().map(|(n, title)| (format!("{n}.md"), format!("# {title}\n\nt{n}\n"))).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut reader = Reader::with_files(&files, 100, 30);
    reader.hands_out = true;
    let folder: PathBuf = reader.place.path("out");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("same.txt"), "mine").unwrap();
    reader.press(&format!("vG:save {}/*.txt<Enter>", folder.display()));
    let saved = names(&folder);
    assert_eq!(saved.len(), titles.len() + 1, "{saved:?}: {}", notice(&reader));
    assert!(saved.contains(&"same-2.txt".to_owned()) && saved.contains(&"same-3.txt".to_owned()), "{saved:?}");
    assert!(saved.iter().all(|name| !name.starts_with(['.', '-']) && name.len() <= 110), "{saved:?}");
    assert_eq!(fs::read_to_string(folder.join("same.txt")).unwrap(), "mine");
    reader.press(&format!(":save {}/same.txt<Enter>", folder.display()));
    assert!(notice(&reader).contains("is there already, and stays as it is"), "{}", notice(&reader));
    reader.press(&format!(":save {}/x.pdf<Enter>", folder.display()));
    assert!(notice(&reader).contains("there is no form .pdf"), "{}", notice(&reader));
}

#[test]
fn a_share_target_gets_its_words_as_whole_arguments() {
    let place = Place::new();
    let script = place.file("note.sh", "printf '%s|' \"$@\" > \"$0.got\"; cat >> \"$0.got\"; echo kept\n");
    let config = format!(
        "[[share]]\nname = \"Notes\"\nkey = \"n\"\ninput = \"md\"\ncommand = [\"sh\", {script:?}, \"{{url}}\", \"{{title}}\", \"a b\"]\n\
         [[share]]\nname = \"Nothing\"\ncommand = [\"false\", \"{{quote}}\"]\n"
    );
    fs::write(place.config().join("config.toml"), config).unwrap();
    let text = "---\nurl: https://example.org/a?b=$(id)&c='d'\n---\n# -rf; `id` \"x\"\n\nText.\n";
    let mut reader = Reader::with_files(&[("a.md", text)], 100, 30);
    reader.hands_out = true;
    let loaded = Settings::of(&place.config());
    assert_eq!(loaded.problems, []);
    reader.world.settings = loaded.settings.clone();
    reader.model.config = loaded.settings.config;
    reader.press("gS");
    assert!(reader.picture().contains("share with:") && reader.picture().contains("Notes"), "{}", reader.picture());
    reader.press("n");
    assert_eq!(notice(&reader), "Notes: kept");
    let got = fs::read_to_string(format!("{}.got", script.display())).unwrap();
    assert!(got.starts_with("https://example.org/a?b=$(id)&c=%27d%27| -rf; id \"x\"|a b|# "), "{got}");
    reader.press(":share nothing<Enter>");
    assert_eq!(notice(&reader), "no quotation here; ) goes to the next one");
    reader.press(":share Nites<Enter>");
    assert_eq!(notice(&reader), "there is no share target “Nites”; did you mean `Notes`?");
}

#[test]
fn an_address_that_is_not_what_it_seems_is_asked_about_with_its_real_host() {
    let mut reader = Reader::first_run(100, 30);
    let long_host = format!("https://bank.example.{}.evil.example/", "a".repeat(60));
    let long = format!("https://evil.example/{}", "a".repeat(2_000));
    for (url, host) in [
        (long_host.as_str(), &*format!("…{}.evil.example", "a".repeat(17))),
        (&long, "evil.example"),
        ("https://bank.example@evil.example/login", "evil.example"),
        ("https://\u{430}pple.example/", "xn--pple-43d.example"),
    ] {
        let message = reader.world.perform(dateline::app::Effect::Browse(url.to_owned())).heard().unwrap();
        reader.tell(message);
        let text = reader.picture();
        assert!(text.contains(&format!("this leads to {host} (")) && text.contains("open it? y/n"), "{text}");
        reader.press("n");
    }
}

#[test]
fn a_hook_gets_what_a_refresh_brought_as_json() {
    let place = Place::new();
    place.file("notes/a.md", "# Harbour to close\n\nText.\n");
    place.file("notes/b.md", "# Ferries wait\n\nText.\n");
    let got = place.path("got");
    fs::write(place.config().join("config.toml"), format!("after-refresh = [\"tee\", {got:?}]\n")).unwrap();
    let folder = place.path("files/notes");
    assert_eq!(place.run(&["add", folder.to_str().unwrap()]).status.code(), Some(0));
    assert_eq!(place.run(&["refresh"]).status.code(), Some(0));
    let lines: Vec<Value> =
        fs::read_to_string(&got).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line["format"] == "dateline.article/1"), "{lines:?}");
    fs::write(place.config().join("config.toml"), "after-refresh = [\"no-such-hook\"]\n").unwrap();
    place.file("notes/c.md", "# A third\n\nText.\n");
    let refreshed = place.run(&["refresh"]);
    assert!(err(&refreshed).contains("after-refresh: no-such-hook is not installed"), "{}", err(&refreshed));
    assert!(out(&place.run(&["list"])).contains("A third"));
}

#[test]
fn a_hook_gets_those_new_articles_that_a_rule_points_out() {
    let place = Place::new();
    place.file("notes/a.md", "# Harbour to close\n\nText.\n");
    place.file("notes/b.md", "# Ferries wait\n\nText.\n");
    let got = place.path("got");
    fs::write(place.config().join("config.toml"), format!("on-watch-term = [\"tee\", \"-a\", {got:?}]\n")).unwrap();
    fs::write(place.config().join("rules.toml"), "[[watch]]\nname = \"Ports\"\nquery = \"harbour\"\n").unwrap();
    let folder = place.path("files/notes");
    assert_eq!(place.run(&["add", folder.to_str().unwrap()]).status.code(), Some(0));
    for _ in 0..2 {
        assert_eq!(place.run(&["refresh"]).status.code(), Some(0));
    }
    let lines: Vec<Value> =
        fs::read_to_string(&got).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.iter().map(|line| line["title"].as_str().unwrap()).collect::<Vec<_>>(), ["Harbour to close"]);
}

#[test]
fn a_program_beside_the_reader_does_not_hold_up_keys_and_one_with_the_terminal_gives_it_back() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread").send("|sh -c 'read x; sleep 1; echo done with it'\r").wait_for("sh is running");
    tty.send("j").wait_for("2/4").wait_for("sh: done with it");
    tty.send("|!head -n 1\r").wait_for("Enter goes back to dateline").send("\r").wait_for("2/4");
    tty.send("Sx\r").wait_for("there is no form .mdx");
    tty.send("S\r").wait_for("saved as");
    assert_eq!(names(&place.path("Documents")).len(), 1);
    tty.send("Q");
    assert!(tty.end().success());
    tty.assert_given_back();
}
