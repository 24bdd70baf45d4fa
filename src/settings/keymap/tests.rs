use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::settings::command::Command;

fn keymap(user: &str) -> (Keymap, Vec<String>) {
    let mut problems = Vec::new();
    let keymap = Keymap::load(Preset::Default, Some(user), &mut problems);
    (keymap, problems.iter().map(ToString::to_string).collect())
}

fn good(user: &str) -> Keymap {
    let (keymap, problems) = keymap(user);
    assert_eq!(problems, [""; 0]);
    keymap
}

fn meaning(keymap: &Keymap, keys: &str, contexts: &[Context]) -> Vec<Step> {
    match keymap.meaning(keys.parse::<Sequence>().unwrap().keys(), contexts) {
        Meaning::Steps(steps) => steps.to_vec(),
        Meaning::Prefix | Meaning::Nothing => Vec::new(),
    }
}

const LIST: &[Context] = &[Context::List];
const READER: &[Context] = &[Context::Reader];
const SEARCH: &[Context] = &[Context::Search, Context::Reader];
const PRESETS: [Preset; 3] = [Preset::Default, Preset::Newsboat, Preset::Gmail];

#[test]
fn every_command_has_a_key_in_every_preset_wherever_it_can_be_used() {
    for preset in PRESETS {
        let mut problems = Vec::new();
        let keymap = Keymap::load(preset, None, &mut problems);
        assert_eq!(problems, []);
        for command in Command::ALL {
            for context in command.contexts() {
                let stack = [*context, Context::Reader];
                let stack = if *context == Context::Search { &stack[..] } else { &stack[..1] };
                assert_ne!(keymap.keys_of(*command, stack), [] as [&Sequence; 0], "{preset:?} {command:?} {context:?}");
            }
        }
    }
}

#[test]
fn the_reference_page_says_of_every_binding_what_it_does() {
    for command in Command::ALL {
        let lines = BUILT_IN.lines().filter(|line| line.contains(&format!("= \"{}\"", command.name())));
        let comments: BTreeSet<&str> = lines.map(|line| line.split_once(" # ").unwrap().1).collect();
        assert_eq!(comments.into_iter().collect::<Vec<_>>(), [command.help()], "{}", command.name());
    }
}

#[test]
fn the_default_keys_keep_their_rules() {
    let keymap = good("");
    for contexts in [LIST, READER, SEARCH] {
        assert_eq!(meaning(&keymap, "j", contexts), [Command::NextRow]);
        assert_eq!(meaning(&keymap, "k", contexts), [Command::PreviousRow]);
        assert_eq!(meaning(&keymap, "^Z", contexts), [Command::Suspend]);
        assert_eq!(meaning(&keymap, "u", contexts), [Command::Undo]);
    }
    let escapes = keymap.bindings().filter(|binding| binding.keys.keys() == [Key::ESC]);
    for binding in escapes {
        assert!(
            [[Command::Back], [Command::EndSearch], [Command::LetGo]].iter().any(|safe| binding.steps == safe),
            "{binding:?}"
        );
    }
    for binding in keymap.bindings().filter(|binding| binding.context != Context::Any) {
        assert!(binding.keys.keys().iter().all(|key| key.digit().is_none()), "{binding:?}");
    }
}

#[test]
fn a_search_takes_n_and_gives_it_back() {
    let keymap = good("");
    assert_eq!(meaning(&keymap, "n", SEARCH), [Command::NextMatch]);
    assert_eq!(meaning(&keymap, "N", SEARCH), [Command::PreviousMatch]);
    assert_eq!(meaning(&keymap, "n", READER), [Command::NextUnread]);
    assert_eq!(meaning(&keymap, "N", READER), [Command::ToggleRead]);
    assert_eq!(meaning(&keymap, "e", SEARCH), [Command::Done]);
}

#[test]
fn a_command_does_nothing_where_it_can_not_be_used() {
    let keymap = good("");
    assert_eq!(meaning(&keymap, "e", &[Context::Help]), [] as [Step; 0]);
    assert_eq!(keymap.meaning("z".parse::<Sequence>().unwrap().keys(), &[Context::Help]), Meaning::Nothing);
    assert_eq!(keymap.keys_of(Command::Done, &[Context::Help]), [] as [&Sequence; 0]);
}

#[test]
fn the_users_keys_lie_over_the_built_in_ones() {
    let keymap = good("[any]\ne = \"bookmark\"\nX = \"done\"\n\n[reader]\nX = [\"bookmark\", \"next-article\"]\n");
    assert_eq!(meaning(&keymap, "e", LIST), [Command::Bookmark]);
    assert_eq!(meaning(&keymap, "X", LIST), [Command::Done]);
    assert_eq!(meaning(&keymap, "X", READER), [Command::Bookmark, Command::NextArticle]);
    assert_eq!(meaning(&keymap, "d", LIST), [Command::Done]);
}

#[test]
fn lines_stand_where_commands_do_and_are_checked_with_line_and_nearest_name() {
    let keymap = good("[any]\n\",o\" = [\":tag oil, gas\", \"done\"]\n[list]\nV = \":view later\"\n");
    let tagged = Step::Line("tag oil, gas".into());
    assert_eq!(meaning(&keymap, ",o", READER), [tagged, Step::Command(Command::Done)]);
    assert_eq!(meaning(&keymap, "V", LIST), [Step::Line("view later".into())]);
    let (_, problems) = super::tests::keymap(
        "[any]\n\",a\" = [\"done\",\n  \":tga oil\"]\n\",b\" = \":view\"\n\",c\" = \":\"\n[help]\nV = \":tag oil\"\n",
    );
    assert_eq!(
        problems,
        [
            "keymap.toml:3: no command “tga”; did you mean `tag`?",
            "keymap.toml:4: `:view` needs NAME",
            "keymap.toml:5: a colon without a command behind it",
            "keymap.toml:7: `:tag oil` can't be used in [help], only in [list], [reader], [places]",
        ]
    );
}

#[test]
fn none_takes_a_key_and_all_that_begin_with_it_away() {
    let keymap = good("[any]\nd = \"none\"\n[list]\ng = \"none\"\n");
    assert_eq!(meaning(&keymap, "d", LIST), [] as [Step; 0]);
    assert_eq!(keymap.meaning("g".parse::<Sequence>().unwrap().keys(), LIST), Meaning::Nothing);
    assert_eq!(meaning(&keymap, "gg", READER), [Command::Top]);
}

#[test]
fn a_key_may_be_freed_and_begin_others_in_the_same_file() {
    let keymap = good("[any]\ns = \"none\"\nss = \"bookmark\"\nsd = \"done\"\n");
    assert_eq!(meaning(&keymap, "ss", LIST), [Command::Bookmark]);
    assert_eq!(meaning(&keymap, "sd", LIST), [Command::Done]);
}

#[test]
fn a_key_of_the_user_replaces_all_that_began_with_it() {
    let keymap = good("[any]\ng = \"next-row\"\n");
    assert_eq!(meaning(&keymap, "g", LIST), [Command::NextRow]);
    assert_eq!(keymap.keys_of(Command::NewRows, LIST), [] as [&Sequence; 0]);
}

#[test]
fn a_place_of_its_own_hides_what_begins_alike_everywhere() {
    let keymap = good("[list]\ng = \"next-row\"\njj = \"done\"\n");
    assert_eq!(meaning(&keymap, "g", LIST), [Command::NextRow]);
    assert_eq!(meaning(&keymap, "gg", READER), [Command::Top]);
    assert_eq!(meaning(&keymap, "jj", LIST), [Command::Done]);
    assert_eq!(meaning(&keymap, "j", READER), [Command::NextRow]);
}

#[test]
fn every_mistake_is_told_with_its_line_and_the_rest_counts() {
    let text = r#"
[any]
X = "dnoe"
"C-" = "done"
5 = "done"
gg = "top"
"g g" = "bottom"
Y = 3
V = ["bookmark", "bokmark"]
I = "place-top"

[lsit]
j = "done"

[help]
j = "done"

[reader]
q = "done"
qq = "quit"
"#;
    let (keymap, problems) = keymap(text);
    assert_eq!(
        problems,
        [
            "keymap.toml:3: unknown command `dnoe`; did you mean `done`?",
            "keymap.toml:4: `C-` is no key",
            "keymap.toml:5: `5` can't be bound: digits are counts",
            "keymap.toml:7: `gg` is bound twice, first on line 6",
            "keymap.toml:8: a key takes a command, a list of commands or \"none\", not 3",
            "keymap.toml:9: unknown command `bokmark`; did you mean `bookmark`?",
            "keymap.toml:12: unknown context [lsit]; did you mean [list]?",
            "keymap.toml:16: `done` can't be used in [help], only in [list], [reader], [speakers]",
            "keymap.toml:20: `q` can't be a command, because `qq` begins with it (line 19)",
        ]
    );
    assert_eq!(meaning(&keymap, "I", LIST), [Command::PlaceTop]);
    assert_eq!(meaning(&keymap, "q", READER), [Command::Done]);
}

#[test]
fn a_sequence_can_not_begin_with_a_built_in_command() {
    let (keymap, problems) = keymap("[any]\njk = \"done\"\n");
    let expected = "keymap.toml:2: `jk` begins with `j`, which is `next-row`; free it first: \"j\" = \"none\"";
    assert_eq!(problems, [expected]);
    assert_eq!(meaning(&keymap, "j", LIST), [Command::NextRow]);
}

#[test]
fn a_binding_outside_of_a_table_is_told_the_tables() {
    let (_, problems) = keymap("j = \"done\"\n");
    assert_eq!(
        problems,
        [
            "keymap.toml:1: `j` stands outside of a table; the tables are [any], [list], [reader], [places], [passage], [search], [panel], [speakers], [notes], [feeds], [help]"
        ]
    );
}

#[test]
fn the_presets_answer_to_their_programs_keys() {
    let mut problems = Vec::new();
    let newsboat = Keymap::load(Preset::Newsboat, None, &mut problems);
    assert_eq!(meaning(&newsboat, "u", READER), [Command::Links]);
    let gmail = Keymap::load(Preset::Gmail, None, &mut problems);
    assert_eq!(meaning(&gmail, "z", LIST), [Command::Undo]);
    assert_eq!(meaning(&gmail, "Zz", LIST), [Command::Zen]);
    assert_eq!(meaning(&gmail, "zz", LIST), [] as [Step; 0]);
    assert_eq!(problems, []);
}

proptest! {
    #[test]
    fn any_bytes_leave_a_keymap_and_problems_on_lines_of_the_file(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = crate::settings::sheet::decode(&bytes);
        check(&text)?;
    }

    #[test]
    fn anything_like_a_keymap_leaves_no_key_that_both_is_and_begins_a_command(
        lines in prop::collection::vec(
            ("(\\[any\\]|\\[list\\]|\\[search\\]|[gjz]{1,3} = \"(none|done|top|quit|odd)\"|\"[gC^ -]{0,4}\" = \\[\"undo\", \"top\"\\])", ),
            0..12,
        )
    ) {
        let text: String = lines.into_iter().map(|(line,)| line + "\n").collect();
        check(&text)?;
    }
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let mut problems = Vec::new();
    let keymap = Keymap::load(Preset::Default, Some(text), &mut problems);
    for problem in problems {
        let lines = text.lines().count().max(1);
        prop_assert!(problem.line.is_none_or(|line| (1..=lines).contains(&line)), "{}", problem);
    }
    for (i, a) in keymap.bindings().enumerate() {
        for b in keymap.bindings().skip(i + 1).filter(|b| b.context == a.context) {
            prop_assert!(!related(&a.keys, &b.keys), "{} and {}", a.keys, b.keys);
        }
    }
    Ok(())
}
