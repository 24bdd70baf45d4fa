use std::fs;

use proptest::prelude::*;
use ratatui::style::{Color, Modifier, Style};

use super::*;
use crate::settings::command::{Command, Context};
use crate::text::page::Role;

/// A configuration directory with these files.
fn loaded(files: &[(&str, &[u8])]) -> Loaded {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    Settings::load(&paths(dir.path()))
}

fn paths(dir: &std::path::Path) -> Paths {
    Paths { config_dir: dir.into(), data_dir: dir.into(), state_dir: dir.into(), cache_dir: dir.into() }
}

fn told(loaded: &Loaded) -> Vec<String> {
    loaded.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn without_files_everything_is_as_built_in_and_nothing_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("none/yet");
    let loaded = Settings::load(&paths(&missing));
    assert_eq!(told(&loaded), [""; 0]);
    assert_eq!(loaded.settings.config, Config::default());
    assert!(!missing.exists());
}

#[test]
fn the_reference_pages_can_be_copied_as_they_are() {
    let mut files = vec![("config.toml", config::REFERENCE), ("keymap.toml", keymap::BUILT_IN)];
    let themes = ["themes/dark.toml", "themes/light.toml", "themes/mono.toml"];
    files.extend(themes.into_iter().zip(theme::BUILT_IN.map(|(_, text)| text)));
    let files: Vec<(&str, &[u8])> = files.into_iter().map(|(name, text)| (name, text.as_bytes())).collect();
    let copied = loaded(&files);
    assert_eq!(told(&copied), [""; 0]);
    let built_in = Settings::default();
    assert_eq!(copied.settings.config, built_in.config);
    for (background, depth) in [(Background::Dark, Depth::True), (Background::Light, Depth::Sixteen)] {
        assert_eq!(copied.settings.theme(background, depth), built_in.theme(background, depth));
    }
    for command in Command::ALL {
        let keys = |settings: &Settings| {
            settings.keymap.keys_of(*command, &[Context::Reader]).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(keys(&copied.settings), keys(&built_in));
    }
}

#[test]
fn the_mistakes_of_all_files_are_told_at_once() {
    let files: [(&str, &[u8]); 3] = [
        ("config.toml", b"text-width = 80\ntheme-dark = \"mine\"\ntheme-light = \"sepia\"\nodd = 1\n"),
        ("keymap.toml", b"[any]\nX = \"dnoe\"\n"),
        ("themes/mine.toml", b"[text]\nbody = \"rde\"\n"),
    ];
    let loaded = loaded(&files);
    assert_eq!(
        told(&loaded),
        [
            "config.toml:3: there is no theme `sepia`: no file themes/sepia.toml",
            "config.toml:4: unknown option `odd`",
            "keymap.toml:2: unknown command `dnoe`; did you mean `done`?",
            "themes/mine.toml:2: `rde` is no colour and no attribute; did you mean `red`?",
        ]
    );
    assert_eq!(loaded.settings.config.text_width, 80);
    let light = loaded.settings.theme(Background::Light, Depth::True);
    assert_eq!(light, Settings::default().theme(Background::Light, Depth::True));
}

#[test]
fn a_file_that_can_not_be_read_is_told_and_the_rest_is_read() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("config.toml")).unwrap();
    fs::write(dir.path().join("keymap.toml"), "#".repeat(300 << 10)).unwrap();
    let loaded = Settings::load(&paths(dir.path()));
    assert_eq!(told(&loaded), ["config.toml: can't be read: it is not a file", "keymap.toml: is larger than 256 KiB"]);
}

#[test]
fn a_preset_chosen_in_the_configuration_lies_under_the_users_keys() {
    let loaded = loaded(&[("config.toml", b"keymap = \"newsboat\"\n"), ("keymap.toml", b"[any]\nU = \"quit\"\n")]);
    assert_eq!(told(&loaded), [""; 0]);
    let keys = |command| loaded.settings.keymap.keys_of(command, &[Context::Reader]).len();
    assert_eq!(keys(Command::Links), 1);
    assert_eq!(keys(Command::Undo), 0);
}

#[test]
fn the_background_decides_between_the_themes_unless_one_is_named() {
    let settings = Settings::default();
    let direct = |settings: &Settings, background| settings.theme(background, Depth::True).role(Role::Direct).fg;
    assert_ne!(direct(&settings, Background::Light), direct(&settings, Background::Dark));
    assert_eq!(direct(&settings, Background::Unknown), direct(&settings, Background::Dark));
    let light = loaded(&[("config.toml", b"theme = \"light\"\n")]).settings;
    assert_eq!(direct(&light, Background::Dark), direct(&settings, Background::Light));
}

#[test]
fn without_colours_the_theme_that_needs_none_is_used() {
    let theme = Settings::default().theme(Background::Dark, Depth::None);
    assert_eq!(theme.role(Role::Mixed), Style::new().add_modifier(Modifier::BOLD | Modifier::ITALIC));
}

#[test]
fn the_configuration_can_overrule_the_depth_that_was_found() {
    let settings = loaded(&[("config.toml", b"colours = \"16\"\n")]).settings;
    let style = settings.theme(Background::Dark, Depth::True).role(Role::Direct);
    assert_eq!(style.fg, Some(Color::LightYellow));
}

const WORD: &str =
    "(theme|keymap|mine|inherit|palette|text|screen|any|list|direct|gold|gg|done|none|on|#12|auto|[0-9])";
const LINE: &str = "(\\[W\\]|\"?W\"? ?= ?(\"W( W)?\"|\\[\"W\"\\]|W|))\n";

/// Something like a settings file, and worse.
fn sheets() -> impl Strategy<Value = Vec<u8>> {
    let line = proptest::string::string_regex(&LINE.replace('W', WORD)).unwrap();
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(line, 0..12).prop_map(|lines| lines.concat().into_bytes()),
    ]
}

proptest! {
    #[test]
    fn any_files_leave_whole_settings_and_problems_on_lines_of_their_files(
        config in sheets(),
        keymap in sheets(),
        mine in sheets(),
        dark in sheets(),
    ) {
        let files = |name: &str| Ok(match name {
            "config.toml" => Some(config.clone()),
            "keymap.toml" => Some(keymap.clone()),
            "themes/mine.toml" => Some(mine.clone()),
            "themes/dark.toml" => Some(dark.clone()),
            _ => None,
        });
        let loaded = Settings::from_files(&files);
        for problem in &loaded.problems {
            let bytes = files(&problem.file).ok().flatten();
            prop_assert!(bytes.is_some(), "{}", problem);
            let lines = bytes.map_or(0, |bytes| sheet::decode(&bytes).lines().count()).max(1);
            prop_assert!(problem.line.is_none_or(|line| (1..=lines).contains(&line)), "{} of {}", problem, lines);
            prop_assert!(!problem.to_string().chars().any(char::is_control), "{:?}", problem);
        }
        for depth in [Depth::None, Depth::Sixteen, Depth::Indexed, Depth::True] {
            let theme = loaded.settings.theme(Background::Unknown, depth);
            prop_assert!(depth != Depth::None || theme.role(Role::Direct).fg.is_none());
        }
    }
}
