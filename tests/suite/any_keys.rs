//! Any keys at all: nothing panics, nothing is lost unasked, the journal says what was done, and all of it can be undone.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use dateline::{
    app::Message,
    catalog::{Anchor, ArticleId, Scope},
    library::{self, Library},
    store::{
        Store,
        replay::{State, replay},
    },
};

use crate::support::{
    place::out,
    screen::{NOW, Reader},
};

/// Numbers that look random and are the same in every run (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % sides
    }

    fn key(&mut self) -> KeyEvent {
        const PLAIN: [KeyCode; 14] = [
            KeyCode::Enter,
            KeyCode::Esc,
            KeyCode::Tab,
            KeyCode::BackTab,
            KeyCode::Backspace,
            KeyCode::Up,
            KeyCode::Down,
            KeyCode::Left,
            KeyCode::Right,
            KeyCode::Home,
            KeyCode::End,
            KeyCode::PageUp,
            KeyCode::PageDown,
            KeyCode::Delete,
        ];
        const TYPED: &str = "jjkkJKnpNP gGzyoOUu.smeedAwW/\"()?qqhl0123456789:;,'é世👨\u{301}\u{202e}xvtTFfrR$SX|H-+=<>BBEa[]{}!@#%^&*~`";
        let modifiers = match self.roll(8) {
            0 => KeyModifiers::CONTROL,
            1 => KeyModifiers::ALT,
            2 => KeyModifiers::SHIFT,
            _ => KeyModifiers::NONE,
        };
        let typed: Vec<char> = TYPED.chars().collect();
        match self.roll(5) {
            0 => KeyEvent::new(PLAIN[self.roll(PLAIN.len())], modifiers),
            1 => KeyEvent::new(KeyCode::Char(char::from(b'a' + u8::try_from(self.roll(26)).unwrap())), modifiers),
            _ => KeyEvent::new(KeyCode::Char(typed[self.roll(typed.len())]), modifiers),
        }
    }

    fn message(&mut self) -> Message {
        let (column, row) = (u16::try_from(self.roll(210)).unwrap(), u16::try_from(self.roll(70)).unwrap());
        let kinds = [
            MouseEventKind::Down(MouseButton::Left),
            MouseEventKind::ScrollDown,
            MouseEventKind::ScrollUp,
            MouseEventKind::Moved,
            MouseEventKind::Drag(MouseButton::Left),
        ];
        match self.roll(60) {
            0 => Message::Mouse(MouseEvent {
                kind: kinds[self.roll(kinds.len())],
                column,
                row,
                modifiers: KeyModifiers::NONE,
            }),
            1 => Message::Paste("the water “will” 世界 ".repeat(self.roll(9))),
            2 => Message::Resized(column, row),
            3 => Message::Resized(120, 40),
            4 => Message::Idle,
            _ => Message::Key(self.key()),
        }
    }
}

const NEWS: &str = "---\ntitle: Dam\nurl: https://example.org/dam\n---\n\n# Water\n\n“The dam *will* hold,” said Marta Lindqvist, \
    the [engineer](https://example.org/m). “It [always](javascript:alert(1)) has,” she said.\n\n> 「大丈夫です」\n\n```\ncode\n```\n\n\
    | a | b |\n|--|--|\n| 世界 | ñ |\n\n";

/// Presses keys, and checks that the reader draws after each, asks nothing of the world that no key should ask, and
/// leaves articles and bookmarks whole.
fn survives(seed: u64, keys: usize) {
    let mut files: Vec<_> =
        (0..40).map(|n| (format!("{n}.md"), NEWS.to_owned() + &format!("Text {n}.\n\n").repeat(n * 3))).collect();
    files.push(("empty-ish.txt".into(), ".".into()));
    files.push(("long.txt".into(), "word ".repeat(5_000)));
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut reader = Reader::with_files(&files, 100, 30);
    let mut dice = Dice(seed);
    for _ in 0..keys {
        let message = dice.message();
        if let Message::Resized(columns, rows) = message {
            reader.resize(columns.max(1), rows.max(1));
        } else {
            reader.tell(message);
        }
        reader.picture();
    }
    for asked in reader.asked.drain(..) {
        let known = ["browse http", "browse javascript:", "copy ", "page", "quit", "suspend", "outside"];
        assert!(known.iter().any(|known| asked.starts_with(known)), "{asked}");
    }
    let Reader { place, world, model, .. } = reader;
    drop((world, model));
    let mut opened = Library::open(&place.data(), &place.config(), NOW).unwrap();
    assert!(opened.told.is_empty() && !opened.fresh, "{:?}", opened.told);
    assert_journal_holds(&opened.library.store);
    assert_all_can_be_undone(&mut opened.library);
    drop(opened);
    let printed = out(&place.run(&["list"]));
    assert_eq!(printed.lines().count(), files.len());
}

/// The journal alone gives the state that the store has.
fn assert_journal_holds(store: &Store) {
    let facts = store.facts().unwrap();
    let replayed = replay(&facts, library::now()).articles;
    for row in store.window(&Scope::default(), Anchor::First, 1_000).unwrap().rows {
        let stored = store.article(row.id).unwrap().unwrap();
        let tags = store.tags_of(row.id).unwrap().into_iter().map(|tag| tag.name).collect();
        let said = replayed.get(&stored.key).cloned().unwrap_or_default();
        let state = State { queue: row.queue, bookmarked: row.bookmarked, tags, ..said.clone() };
        assert_eq!(said, state, "{}", stored.key);
        let kept = row.bookmarked || !said.quotations.is_empty() || !said.notes.is_empty();
        assert_eq!(row.kept, kept, "{}: {said:?}", stored.key);
    }
}

/// Whatever was done, in whatever order it was undone and done again, can be taken back to the last of it.
fn assert_all_can_be_undone(library: &mut Library) {
    library.follow_bookmarks(NOW).unwrap();
    while library.undo(NOW).unwrap().is_some() {}
    assert!(library.store.history(None, 10_000).unwrap().iter().all(|past| !past.stands));
    for row in library.store.window(&Scope::default(), Anchor::First, 1_000).unwrap().rows {
        let untouched = row.queue.is_inbox() && !row.bookmarked && !row.kept;
        assert!(untouched, "{row:?}\n{}", said_of(library, row.id));
        assert_eq!(library.store.tags_of(row.id).unwrap(), []);
    }
    let file = std::fs::read_to_string(library.config_dir().join("bookmarks.toml")).unwrap_or_default();
    assert!(!file.lines().any(|line| line == "[[bookmark]]"), "{file}");
    assert_journal_holds(&library.store);
}

/// What the journal says of an article, and what is written in the files, for who has to find out why.
fn said_of(library: &Library, id: ArticleId) -> String {
    let key = library.store.article(id).unwrap().unwrap().key;
    let facts = library.store.facts().unwrap();
    let facts = facts.iter().map(|fact| format!("{fact:?}\n")).filter(|fact| fact.contains(&key));
    let copies = std::fs::read_dir(library.config_dir().join("bookmarks")).into_iter().flatten().flatten();
    let copies = copies.map(|entry| std::fs::read_to_string(entry.path()).unwrap()).filter(|copy| copy.contains(&key));
    let list = std::fs::read_to_string(library.config_dir().join("bookmarks.toml")).unwrap_or_default();
    format!("{}\n{list}\n{}", facts.collect::<String>(), copies.collect::<String>())
}

#[test]
fn any_keys_are_survived() {
    survives(1, 3_000);
}

#[test]
#[ignore = "takes minutes"]
fn ten_thousand_keys_and_ten_seeds_are_survived() {
    let only: Option<u64> = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    (1..=10).filter(|seed| only.is_none_or(|only| only == *seed)).for_each(|seed| survives(seed, 10_000));
}
