//! Who may import whom, as ARCHITECTURE.md says it.

use std::{fs, path::Path};

/// Each room with the rooms of this crate that it may name.
const MAY: [(&str, &[&str]); 16] = [
    ("text", &["text"]),
    ("query", &["text", "query"]),
    ("catalog", &["text", "query"]),
    ("settings", &["text", "settings"]),
    ("files", &["files"]),
    ("sources", &["text", "sources", "files"]),
    ("store", &["text", "catalog", "query", "store"]),
    ("bookmarks", &["text", "files", "bookmarks"]),
    ("subscriptions", &["text", "settings", "files", "subscriptions"]),
    ("briefing", &["text", "query", "catalog", "briefing"]),
    (
        "library",
        &[
            "text",
            "catalog",
            "query",
            "briefing",
            "settings",
            "sources",
            "store",
            "bookmarks",
            "subscriptions",
            "files",
            "library",
        ],
    ),
    ("refresh", &["text", "catalog", "sources", "store", "subscriptions", "library", "refresh"]),
    ("app", &["text", "catalog", "query", "settings", "app"]),
    ("ui", &["text", "catalog", "query", "settings", "app", "ui"]),
    (
        "run",
        &[
            "text",
            "catalog",
            "query",
            "settings",
            "files",
            "sources",
            "store",
            "subscriptions",
            "library",
            "refresh",
            "app",
            "ui",
            "run",
        ],
    ),
    (
        "cli",
        &[
            "text",
            "catalog",
            "query",
            "settings",
            "files",
            "sources",
            "store",
            "bookmarks",
            "subscriptions",
            "library",
            "refresh",
            "app",
            "run",
            "cli",
        ],
    ),
];

/// Libraries that only these rooms may name.
const ONLY_IN: [(&str, &[&str]); 9] = [
    ("ureq", &["sources"]),
    ("indicatif", &["cli"]),
    ("rusqlite", &["store", "sources"]),
    ("clap", &["cli"]),
    ("ratatui", &["ui", "run", "app", "settings"]),
    ("crossterm", &["run", "app", "settings"]),
    ("toml_edit", &["files", "bookmarks", "subscriptions"]),
    ("signal_hook", &["run"]),
    ("notify", &["run"]),
];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files
}

fn room(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The first words after `crate::` in code: also those of a `use crate::{a, b::c}`.
fn named_rooms(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let Some(list) = rest.strip_prefix('{') else {
            rooms.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && c.is_alphabetic() => {
                    rooms.push(word(&list[at..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    rooms
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Code without comments and tests.
fn code(source: &str) -> String {
    let body = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or(source);
    let lines = body.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_room_imports_only_what_it_may() {
    let mut wrong = Vec::new();
    for (file, source) in sources().iter().filter(|(file, _)| !matches!(file.as_str(), "lib.rs" | "main.rs")) {
        let Some((_, may)) = MAY.iter().find(|(name, _)| *name == room(file)) else {
            wrong.push(format!("{file} is in a room that ARCHITECTURE.md doesn't know"));
            continue;
        };
        if file.contains("tests") {
            continue;
        }
        for named in named_rooms(&code(source)) {
            if MAY.iter().any(|(name, _)| *name == named) && !may.contains(&named.as_str()) {
                wrong.push(format!("{file} names crate::{named}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (file, source) in sources().into_iter().filter(|(file, _)| !file.contains("tests")) {
        for (library, rooms) in ONLY_IN {
            let code = code(&source);
            let named = code.contains(&format!("use {library}")) || code.contains(&format!(" {library}::"));
            if named && !rooms.contains(&room(&file)) && file != "main.rs" {
                wrong.push(format!("{file} names {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long() {
    let mut wrong = Vec::new();
    for (file, source) in sources().into_iter().filter(|(file, _)| !file.contains("tests")) {
        let lines = source.lines().count();
        if lines > 400 {
            wrong.push(format!("{file} has {lines} lines: split it"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
