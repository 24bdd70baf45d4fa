//! The user's files: checked all at once on the command line, and read anew while one reads.

use std::fs;

use crate::support::{
    place::{Place, err, out},
    tty::Tty,
};

#[test]
fn every_mistake_of_every_file_is_told_in_one_go() {
    let place = Place::new();
    let config = place.config();
    let write = |name: &str, text: &str| {
        let path = config.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let check = || place.run(&["config", "check"]);
    assert_eq!(check().status.code(), Some(0), "{}", out(&check()));
    write("config.toml", "text-widht = 60\ntheme = \"sepia\"\nmouse = 1\n");
    write("keymap.toml", "[any]\nx = \"dnoe\"\n[lits]\nj = \"next-row\"\n");
    write("views.toml", "Good = \"is:unread\"\nBad = \"is:unraed\"\n");
    write("rules.toml", "[[mute]]\nquery = \"title:\"\n[[watch]]\nqurey = \"ecb\"\n");
    write("feeds.toml", "[[feed]]\nurl = \"https://example.org/f\"\ntitel = \"x\"\n");
    write("themes/unused.toml", "[text]\nbody = \"golden\"\n");
    write("quotes/own.toml", "[speech]\nstrnog = \"skeet\"\n");
    write("bookmarks.toml", "[[bookmark]\n");
    let checked = check();
    assert_eq!(checked.status.code(), Some(1));
    let told = out(&checked);
    for (place, words) in [
        ("config.toml:1: ", "`text-width`"),
        ("config.toml:2: ", "no theme `sepia`"),
        ("config.toml:3: ", "true or false"),
        ("keymap.toml:2: ", "`done`"),
        ("keymap.toml:3: ", "[list]"),
        ("views.toml:2: ", "`Bad`"),
        ("rules.toml:1: ", "column 7"),
        ("rules.toml:4: ", "`query`"),
        ("feeds.toml:3: ", "`title`"),
        ("themes/unused.toml:2: ", "golden"),
        ("quotes/own.toml:2: ", "`strong`"),
        ("bookmarks.toml", ""),
    ] {
        let file = config.join(place);
        let there = |line: &str| line.starts_with(file.to_str().unwrap()) && line.contains(words);
        assert!(told.lines().any(there), "{place} {words} is missing in\n{told}");
    }
    assert!(err(&checked).contains("mistakes in 8 files"), "{}", err(&checked));
    assert_eq!(
        fs::read_to_string(config.join("config.toml")).unwrap(),
        "text-widht = 60\ntheme = \"sepia\"\nmouse = 1\n"
    );
}

#[test]
fn reference_pages_can_be_put_in_their_places_as_they_are() {
    let place = Place::new();
    for (page, file) in [("config", "config"), ("keymap", "keymap")] {
        let path = out(&place.run(&["config", "path", file]));
        assert_eq!(path.trim(), place.config().join(format!("{file}.toml")).to_str().unwrap());
        fs::write(path.trim(), out(&place.run(&["config", "default", page]))).unwrap();
    }
    let checked = place.run(&["config", "check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", out(&checked));
}

#[test]
fn settings_are_read_anew_and_nothing_moves() {
    let place = Place::new();
    let mut tty = Tty::start(&place, &[]);
    tty.wait_for("4 unread").send("j").wait_for("2/4");
    fs::write(place.config().join("config.toml"), "relative-dates = false\n").unwrap();
    fs::write(place.config().join("keymap.toml"), "[any]\nj = \"none\"\ngz = \"next-row\"\n").unwrap();
    tty.send(":reload\r").wait_for("the settings were read anew").wait_for("2/4");
    tty.send("gz").wait_for("3/4");
    fs::write(place.config().join("config.toml"), "relative-datse = false\nmouse = 3\n").unwrap();
    tty.send(":reload\r").wait_for("2 mistakes, which `dateline config check` tells; config.toml:1: unknown");
    assert!(tty.screen().contains("▌●  How quotations are marked"), "{}", tty.screen());
    fs::write(place.config().join("config.toml"), "").unwrap();
    fs::write(place.config().join("keymap.toml"), "[any]\nj = \"nxet-row\"\n").unwrap();
    tty.send(":reload\r").wait_for("the keys stay as they were: keymap.toml:2: ");
    tty.send("gg").wait_for("1/4").send("gz").wait_for("2/4").send("Q");
    assert!(tty.end().success());
}

#[test]
fn keys_with_mistakes_are_all_told_and_nothing_opens_but_without_them() {
    let place = Place::new();
    let keys = "[any]\nX = \"dnoe\"\ngx = \"top\"\n\"g x\" = \"bottom\"\nI = \":tga oil\"\n[lsit]\nj = \"done\"\n";
    fs::create_dir_all(place.config()).unwrap();
    fs::write(place.config().join("keymap.toml"), keys).unwrap();
    let refused = place.run(&["--linear"]);
    assert_eq!((refused.status.code(), out(&refused)), (Some(2), String::new()));
    let told = err(&refused);
    for one in [
        "keymap.toml:2: unknown command `dnoe`; did you mean `done`?",
        "keymap.toml:4: `gx` is bound twice, first on line 3",
        "keymap.toml:5: no command “tga”; did you mean `tag`?",
        "keymap.toml:6: unknown context [lsit]; did you mean [list]?",
        "nothing was opened: mend them in ",
        "dateline --default-keys",
    ] {
        assert!(told.contains(one), "{one} is missing in\n{told}");
    }
    assert!(!place.data().join("articles.db").exists(), "nothing is begun");
    let mut tty = Tty::start(&place, &[]);
    assert_eq!(tty.end().exit_code(), 2);
    let mut tty = Tty::start(&place, &["--default-keys"]);
    tty.wait_for("4 unread").send("j").wait_for("2/4").send("Q");
    assert!(tty.end().success());
    assert_eq!(fs::read_to_string(place.config().join("keymap.toml")).unwrap(), keys);
}

#[test]
fn a_reader_without_the_users_keys_stays_so_when_the_settings_are_read_anew() {
    let place = Place::new();
    for keys in ["[any]\nj = \"none\"\n", "[any]\nX = \"dnoe\"\n"] {
        fs::write(place.config().join("keymap.toml"), keys).unwrap();
        let said = out(&place.run_with(&["--default-keys", "--linear"], b"reload\nj\nQ\n"));
        assert!(said.contains("the settings were read anew") && said.contains("2 of 4."), "{said}");
    }
}

#[test]
fn an_editor_that_fails_is_told_and_the_file_stays() {
    let place = Place::new();
    let file = place.config().join("config.toml");
    fs::write(&file, "text-width = 60\n").unwrap();
    for (editor, said) in [
        ("false", "the editor false ended with"),
        ("no-such-editor -w", "could not run the editor no-such-editor"),
        ("vi 'x", "has an open quotation mark"),
    ] {
        let output = place.command(&["edit", "config"]).env("VISUAL", editor).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{editor}");
        assert!(err(&output).contains(said), "{}", err(&output));
        assert_eq!(fs::read_to_string(&file).unwrap(), "text-width = 60\n");
    }
    let output = place.command(&["edit", "config"]).env("VISUAL", "sh -c 'echo odd = 1 >> \"$0\"'").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(err(&output).contains("config.toml:2: unknown option `odd`"), "{}", err(&output));
}
