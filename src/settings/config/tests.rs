use super::*;
use crate::settings::sharing::Terminal;

fn read(text: &str) -> (Config, Vec<String>) {
    let mut sheet = Sheet::parse("config.toml", text);
    let config = Config::read(&mut sheet);
    (config, sheet.into_problems().iter().map(ToString::to_string).collect())
}

#[test]
fn the_reference_page_gives_every_option_its_default() {
    let (config, problems) = read(REFERENCE);
    assert_eq!(problems, [""; 0]);
    assert_eq!(config, Config::default());
    let named: Vec<String> = Sheet::parse("", REFERENCE).entries().iter().map(|entry| entry.name.to_owned()).collect();
    assert_eq!(named, Config::OPTIONS);
}

#[test]
fn the_reference_page_explains_every_option_and_every_word() {
    for option in Config::OPTIONS {
        let at = REFERENCE.find(&format!("\n{option} = ")).unwrap();
        let above = REFERENCE[..at].lines().next_back().unwrap();
        assert!(above.starts_with("# "), "{option} stands without a word");
    }
    let words = [
        MarkRead::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>(),
        Panes::ALL.iter().map(|(word, _)| *word).collect(),
        Colours::ALL.iter().map(|(word, _)| *word).collect(),
        Preset::ALL.iter().map(|(word, _)| *word).collect(),
        Reported::ALL.iter().map(|(word, _)| *word).collect(),
        LogLevel::ALL.iter().map(|(word, _)| *word).collect(),
    ];
    for word in words.concat() {
        assert!(REFERENCE.contains(&format!("\"{word}\"")), "{word}");
    }
}

#[test]
fn every_option_can_be_set() {
    let text = r#"
        text-width = 100
        justify = true
        hyphenate = true
        link-numbers = false
        quotations = ["direct"]
        theme = "sepia"
        theme-light = "mono"
        theme-dark = "sepia"
        colours = "16"
        keymap = "gmail"
        space-advances = false
        mark-read = "never"
        panes = "single"
        list-width = 48
        relative-dates = false
        date-format = "%d.%m.%Y"
        mouse = false
        browser = ["firefox", "--new-tab"]
        pager = "most"
        save-folder = "~/news"
        share = [{ name = "Later", key = "w", command = ["wallabag", "{url}"] }]
        after-refresh = "notify"
        on-watch-term = ["tee", "-a", "watched.json"]
        run-commands = true
        refresh-every = 60
        keep = "90d"
        stemming = "english"
        log-level = "trace"
    "#;
    let (config, problems) = read(text);
    assert_eq!(problems, [""; 0]);
    let expected = Config {
        text_width: 100,
        justify: Switch::On,
        hyphenate: Switch::On,
        link_numbers: Switch::Off,
        quotations: vec![Reported::Direct],
        theme: ThemeChoice::Named("sepia".into()),
        theme_light: "mono".into(),
        theme_dark: "sepia".into(),
        colours: Colours::Sixteen,
        keymap: Preset::Gmail,
        space_advances: Switch::Off,
        mark_read: MarkRead::Never,
        panes: Panes::Single,
        list_width: ListWidth::Columns(48),
        relative_dates: Switch::Off,
        date_format: "%d.%m.%Y".into(),
        mouse: Switch::Off,
        browser: vec!["firefox".into(), "--new-tab".into()],
        pager: vec!["most".into()],
        save_folder: "~/news".into(),
        share: vec![Target {
            name: "Later".into(),
            key: Some('w'),
            command: vec!["wallabag".into(), "{url}".into()],
            input: None,
            terminal: Terminal::Kept,
        }],
        after_refresh: Hook::Notify,
        on_watch_term: Hook::Run(vec!["tee".into(), "-a".into(), "watched.json".into()]),
        run_commands: Switch::On,
        refresh_every: 60,
        keep: crate::settings::keep::Keep::Days(90),
        stemming: Stemming::English,
        log_level: LogLevel::Trace,
    };
    assert_eq!(config, expected);
}

#[test]
fn every_mistake_is_told_with_its_line_and_the_rest_is_kept() {
    let (config, problems) = read("text-widht = 80\njustify = true\nmouse = 1\npanes = \"sides\"\n\n[later]\na = 1\n");
    assert_eq!(
        problems,
        [
            "config.toml:1: unknown option `text-widht`; did you mean `text-width`?",
            "config.toml:3: `mouse` takes true or false, not 1",
            "config.toml:4: `panes` takes \"auto\", \"side\", \"stacked\" or \"single\", not \"sides\"",
            "config.toml:6: unknown option `later`",
        ]
    );
    assert_eq!(config, Config { justify: Switch::On, ..Config::default() });
}

#[test]
fn values_out_of_range_leave_the_default() {
    for text in [
        "text-width = 19",
        "text-width = 201",
        "text-width = -72",
        "text-width = 72.0",
        "text-width = \"72\"",
        "text-width = 99999999999999999999",
        "list-width = \"9%\"",
        "list-width = \"91%\"",
        "list-width = \"300%\"",
        "list-width = 19",
        "quotations = [\"direct\", \"odd\"]",
        "quotations = \"direct\"",
        "theme = \"../../etc/passwd\"",
        "theme-dark = \"\"",
        "date-format = \"%Q\"",
        "date-format = \"%\"",
        "browser = \"firefox --new-tab\"",
        "browser = [\"\"]",
        "browser = [1]",
    ] {
        let (config, problems) = read(text);
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        assert_eq!(config, Config::default(), "{text}");
    }
}

#[test]
fn the_ends_of_a_range_belong_to_it() {
    for (text, width) in [("text-width = 20", 20), ("text-width = 0xC8", 200)] {
        assert_eq!(read(text).0.text_width, width);
    }
    assert_eq!(read("list-width = \"90 %\"").0.list_width, ListWidth::Percent(90));
}
