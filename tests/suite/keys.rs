//! Keys: several commands on one, what the help says of them, the last change done again.

use dateline::{
    app::{Effect, Message},
    catalog::{ArticleId, Found, Queue, Scope},
    settings::{
        Settings,
        command::{Command, Context, Group},
        config::MarkRead,
        keymap::Meaning,
        keys::Sequence,
        pending::Keys,
    },
};

use crate::support::screen::{Reader, parse};

/// A reader with so many articles and these keys of the user's.
fn reader(count: usize, keymap: &str) -> Reader {
    let file = |n: usize| {
        (format!("{n:03}.md"), format!("---\ndate: 2026-11-21T{:02}:00:00Z\n---\n# Story {n}\n\nText.\n", 23 - n))
    };
    let files: Vec<_> = (0..count).map(file).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut reader = Reader::with_files(&files, 100, 30);
    std::fs::create_dir_all(reader.place.config()).unwrap();
    std::fs::write(reader.place.config().join("keymap.toml"), keymap).unwrap();
    let loaded = Settings::of(&reader.place.config());
    assert_eq!(loaded.problems, []);
    reader.model.keys = Keys::new(loaded.settings.keymap);
    reader
}

fn last_line(reader: &mut Reader) -> String {
    reader.picture().lines().last().unwrap_or_default().to_owned()
}

/// How many articles are tagged so.
fn tagged(reader: &Reader, name: &str) -> usize {
    reader.world.library.store.tags().unwrap().iter().find(|tag| tag.name == name).map_or(0, |tag| tag.articles)
}

#[test]
fn a_key_does_several_things_in_turn_with_words_and_as_often_as_the_count_says() {
    let mut reader = reader(9, "[any]\n\",o\" = [\":tag oil, gas\", \"bookmark\", \"done\"]\n");
    reader.press(",o");
    let counts = reader.model.list.counts;
    assert_eq!((tagged(&reader, "oil"), tagged(&reader, "gas"), counts.bookmarked, counts.unread), (1, 1, 1, 8));
    reader.press("3,o");
    assert_eq!((tagged(&reader, "oil"), reader.model.list.counts.unread), (4, 5));
    reader.press("51,o");
    assert!(last_line(&mut reader).contains("50 times at most: nothing was done"));
    assert_eq!(tagged(&reader, "oil"), 4);
}

#[test]
fn a_line_alone_on_a_key_takes_the_count() {
    let mut reader = reader(9, "[list]\nV = \":tag oil\"\n");
    reader.press("3V");
    assert_eq!(tagged(&reader, "oil"), 3);
}

#[test]
fn each_step_waits_for_what_the_one_before_wanted() {
    let mut reader = reader(6, "[list]\nV = [\"later\", \":view later\", \"open\", \"mark-view-read\"]\n");
    reader.press("2jV");
    assert_eq!((reader.model.list.counts.later, reader.model.list.counts.unread), (0, 5));
    let row = reader.model.list.selected().unwrap();
    assert!(row.read && row.headline.contains("Story 2"), "{row:?}");
}

#[test]
fn a_mistake_and_a_question_left_end_what_was_to_follow() {
    let mut reader = reader(6, "[list]\nV = [\":view nowhere\", \"done\"]\nI = [\"tag\", \"done\"]\n");
    reader.press("V");
    assert!(last_line(&mut reader).contains("no view “nowhere”"));
    reader.press("I<Esc>j");
    assert_eq!(reader.model.list.counts.unread, 6);
    reader.press("Ioil<Enter>");
    assert_eq!((tagged(&reader, "oil"), reader.model.list.counts.unread), (1, 5));
}

#[test]
fn the_help_says_what_several_commands_do_and_what_can_be_typed() {
    let mut reader = reader(1, "[list]\n\",o\" = [\":tag oil\", \"done\"]\n");
    reader.press("?/oil<Enter>");
    let picture = reader.picture();
    assert!(picture.contains("Several at once") && picture.contains(":tag oil, then done"), "{picture}");
    reader.press("/older<Enter>");
    let picture = reader.picture();
    assert!(picture.contains("ARTICLES") && picture.contains("older:3d"), "{picture}");
    reader.press("q,");
    reader.tell(Message::Idle);
    assert!(reader.picture().contains(":tag oil, then done"));
}

#[test]
fn what_hands_type_that_know_vim_is_understood() {
    for line in [":q<Enter>", ":q!<Enter>", ":wq<Enter>", ":qa<Enter>", "ZZ", "ZQ", "<Enter>:q<Enter>"] {
        let mut reader = reader(3, "");
        reader.press(line);
        assert_eq!(reader.asked, ["quit"], "{line}");
    }
    let mut reader = reader(9, "");
    reader.press(":7<Enter>");
    assert_eq!(reader.model.list.position(), 7);
    reader.press(":$<Enter>");
    assert_eq!(reader.model.list.position(), 9);
    reader.press("VggY");
    let ids = reader.model.list.ids();
    assert!(ids.iter().all(|id| reader.model.list.is_picked(*id)));
    reader.press("<Esc>");
    reader.press("e:u<Enter>");
    assert_eq!(reader.model.list.counts.unread, 9);
    reader.press(":h<Enter>/wq<Enter>");
    assert!(reader.picture().contains(":wq"), "{}", reader.picture());
    reader.press("/incinerate<Enter>");
    assert!(reader.picture().contains("no key and no command has these words"), "{}", reader.picture());
}

#[test]
fn the_last_change_is_done_again_with_its_words_and_not_asked_for_anew() {
    let mut reader = reader(6, "");
    reader.press("toil<Enter>j.");
    assert_eq!((tagged(&reader, "oil"), reader.model.prompt.is_none()), (2, true));
    reader.press("W2h<Enter>2.");
    assert_eq!(reader.model.list.counts.snoozed, 3);
    reader.press("gg:untag oil<Enter>j.");
    assert_eq!(tagged(&reader, "oil"), 0);
}

/// The list, an article, what a search finds, and a speaker's page.
const PLACES: [&[Context]; 5] = [
    &[Context::List],
    &[Context::Reader],
    &[Context::Search, Context::List],
    &[Context::Search, Context::Reader],
    &[Context::Speakers, Context::Panel],
];

#[test]
fn a_key_of_a_verb_is_of_no_other_command_in_list_article_search_or_on_a_speakers_page() {
    let is_verb = |command: &Command| command.group() == Group::Triage || *command == Command::Note;
    let everywhere = [
        Command::Done,
        Command::ToggleRead,
        Command::Bookmark,
        Command::Later,
        Command::Snooze,
        Command::Mute,
        Command::Tag,
        Command::Untag,
        Command::Note,
        Command::Undo,
        Command::Redo,
        Command::Repeat,
    ];
    for preset in ["default", "newsboat", "gmail"] {
        let place = crate::support::place::Place::new();
        std::fs::create_dir_all(place.config()).unwrap();
        std::fs::write(place.config().join("config.toml"), format!("keymap = \"{preset}\"\n")).unwrap();
        let keymap = Settings::of(&place.config()).settings.keymap;
        let meaning = |keys: &Sequence, contexts| match keymap.meaning(keys.keys(), contexts) {
            Meaning::Steps([step]) => Command::ALL.iter().copied().find(|command| step == command),
            Meaning::Steps(_) | Meaning::Prefix | Meaning::Nothing => None,
        };
        for verb in Command::ALL.iter().copied().filter(is_verb) {
            for keys in PLACES.iter().flat_map(|place| keymap.keys_of(verb, place)) {
                for place in PLACES {
                    let there = meaning(keys, place);
                    // N is of a search while there is one, as in vim and less; v picks words in an article, rows in a list;
                    // Esc lets go of what there is.
                    let excepted = there == Some(Command::PreviousMatch)
                        || matches!(verb, Command::SelectStretch | Command::LetGo);
                    assert!(
                        there.is_none_or(|there| there == verb) || excepted,
                        "{preset}: {keys} in {place:?} is {there:?}"
                    );
                    let missing = there.is_none() && everywhere.contains(&verb);
                    assert!(!missing, "{preset}: {keys} is nothing in {place:?}");
                }
            }
        }
    }
}

#[test]
fn the_same_keys_do_the_same_in_list_article_search_and_on_a_speakers_page() {
    let verbs = ["e", "m", "w", "W2d<Enter>", "toil<Enter>", "1M", "2e"];
    let mut journals = ["", "<Enter>", "/title:story<Enter>", "\"\""].map(|way| {
        let file = |n: usize| {
            let text =
                format!("---\ndate: 2026-11-21T{n:02}:00:00Z\n---\n# Story {n}\n\n“Yes, of course,” said Ann Lee.\n");
            (format!("{n}.md"), text)
        };
        let files: Vec<_> = (0..9).map(file).collect();
        let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        verbs.map(|keys| {
            let mut reader = Reader::with_files(&files, 120, 40);
            reader.model.config.mark_read = MarkRead::Never;
            reader.press(way).press(keys);
            let past = reader.world.library.store.history(None, 9).unwrap();
            past.into_iter().map(|past| (past.verb, past.articles, past.headline)).collect::<Vec<_>>()
        })
    });
    journals.iter().flatten().for_each(|past| assert_eq!(past.len(), 1, "{past:?}"));
    let list = std::mem::take(&mut journals[0]);
    for other in &journals[1..] {
        assert_eq!(*other, list);
    }
}

#[test]
fn a_count_goes_beyond_what_has_been_fetched() {
    let files: Vec<_> = (0..300).map(|n| (format!("more/{n}.md"), format!("# Further {n}\n\nText.\n"))).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut reader = Reader::with_files(&files, 100, 30);
    for (keys, place) in
        [("250j", "251/300"), ("200k", "51/300"), ("999j", "300/300"), ("999k", "1/300"), ("140J", "141/300")]
    {
        reader.press(keys);
        assert!(last_line(&mut reader).ends_with(place), "{keys}: {}", last_line(&mut reader));
    }
}

#[test]
fn a_count_of_a_verb_goes_beyond_what_has_been_fetched() {
    let files: Vec<_> = (0..400).map(|n| (format!("more/{n}.md"), format!("# Further {n}\n\nText.\n"))).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut reader = Reader::with_files(&files, 100, 30);
    reader.press("390e");
    assert!(last_line(&mut reader).contains("390 articles"), "{}", last_line(&mut reader));
    reader.press("y");
    assert_eq!(reader.model.list.counts.unread, 10);
    assert!(last_line(&mut reader).ends_with("391/400"), "{}", last_line(&mut reader));
    reader.press("u").press("gg").press("6000e");
    assert!(last_line(&mut reader).contains("400 articles"), "{}", last_line(&mut reader));
    reader.press("n");
    reader.press("9999G");
    assert!(last_line(&mut reader).ends_with("400/400"), "{}", last_line(&mut reader));
    reader.press("6000k");
    assert!(last_line(&mut reader).ends_with("1/400"), "{}", last_line(&mut reader));
}

/// Has the next unread article looked for past the last row of a search, and nobody answers; the article that there is.
fn seeking(keys: &str) -> (Reader, Found, ArticleId) {
    let mut reader = reader(3, "[list]\n\",n\" = \"next-unread\"\n\",x\" = [\"next-unread\", \"done\"]\n");
    reader.press("/story<Enter>");
    let first = reader.model.list.selected().unwrap().id;
    let Scope::Found(found) = reader.model.list.scope.clone() else { panic!("nothing is searched for") };
    reader.press("G");
    let asked: Vec<_> = parse(keys).into_iter().flat_map(|key| reader.model.update(Message::Key(key))).collect();
    assert!(matches!(&asked[..], [Effect::SeekUnread(..)]), "{asked:?}");
    reader.tell(Message::Resized(100, 30));
    (reader, found, first)
}

fn selected(reader: &Reader) -> ArticleId {
    reader.model.list.selected().unwrap().id
}

#[test]
fn steps_behind_the_next_unread_article_wait_until_a_search_has_found_it() {
    let (mut reader, found, first) = seeking(",x");
    assert!(last_line(&mut reader).contains("searching …"));
    assert_eq!(reader.model.list.counts.unread, 3, "nothing is done to the article one is on");
    reader.tell(Message::FoundUnread(found, Some(first)));
    assert_eq!(reader.model.list.counts.unread, 2);
    assert_eq!(reader.world.library.store.article(first).unwrap().unwrap().row.queue, Queue::Done);
}

#[test]
fn the_next_unread_article_asked_for_twice_is_the_one_after_the_next() {
    let (mut reader, found, first) = seeking(",n,n");
    let second = reader.model.list.ids_from_selected(1)[0];
    reader.tell(Message::FoundUnread(found, Some(first)));
    let after_next = selected(&reader);
    assert!(after_next != first && after_next != second, "{after_next:?}");
}

#[test]
fn who_moves_on_is_not_taken_elsewhere_by_what_a_search_finds_late() {
    for (keys, moves) in [(",n", "k"), (",x", "k"), (",n", "kj"), (",n", "k,n")] {
        let (mut reader, found, first) = seeking(keys);
        reader.press(moves);
        let here = selected(&reader);
        assert_ne!(here, first);
        reader.tell(Message::FoundUnread(found.clone(), Some(first)));
        assert_eq!((selected(&reader), reader.model.list.counts.unread), (here, 3), "{keys} {moves}");
        reader.press("gg,n");
        assert_ne!(selected(&reader), first, "the next one is found as ever");
    }
    let (mut reader, found, first) = seeking(",x");
    reader.click(10, 1);
    let here = selected(&reader);
    reader.tell(Message::FoundUnread(found, Some(first)));
    assert_eq!((selected(&reader), reader.model.list.counts.unread), (here, 3));
}

#[test]
fn braces_go_from_paragraph_to_paragraph_from_either_pane() {
    let text = format!("# Title\n\n{}", "A paragraph.\nIt is short.\n\n".repeat(40));
    let mut reader = Reader::with_files(&[("one.md", &text)], 100, 20);
    let top = |reader: &Reader| reader.model.reader.open.as_ref().unwrap().top;
    reader.press("}");
    let first = top(&reader);
    assert!(first > 0);
    reader.press("<Enter>}");
    let second = top(&reader);
    assert!(second > first);
    reader.press("k{");
    assert_eq!(top(&reader), first, "it goes to the beginning of the one at the top");
    reader.press("2}{");
    assert_eq!(top(&reader), second);
    reader.press("9{");
    assert_eq!(top(&reader), 0);
}

#[test]
fn a_verb_on_a_stretch_goes_on_to_the_row_under_it() {
    let mut reader = reader(9, "");
    reader.press("jV2jd");
    assert_eq!((reader.model.list.counts.unread, reader.model.list.position()), (6, 5));
    reader.press("GV2kd");
    assert_eq!((reader.model.list.counts.unread, reader.model.list.position()), (3, 7), "going up, it stays");
}

#[test]
fn the_keys_of_gmail_select_with_a_star_and_hide_one_article_at_a_time() {
    let mut reader = reader(9, "");
    std::fs::write(reader.place.config().join("config.toml"), "keymap = \"gmail\"\n").unwrap();
    reader.model.keys = Keys::new(Settings::of(&reader.place.config()).settings.keymap);
    reader.press("#");
    assert!(last_line(&mut reader).contains("hidden (fm lists those, z undoes it)"), "{}", last_line(&mut reader));
    reader.press("*a*ae");
    assert_eq!(reader.model.list.counts.unread, 0, "all, also when it is pressed twice");
    reader.press("zz");
    assert_eq!(reader.model.list.counts.unread, 9);
}
