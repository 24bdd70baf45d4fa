//! Whatever file and whatever changes: the bytes that nobody meant to change stay.

use proptest::prelude::*;

use super::*;

/// A part of a file that somebody wrote, parted from the next by a blank line.
#[derive(Debug, Clone)]
enum Part {
    Comment(String),
    Other(String),
    Bookmark { key: usize, text: String },
}

#[derive(Debug, Clone)]
enum Change {
    Add(usize),
    Remove(usize),
    Note(usize, Option<String>),
    RemoveAndRestore(usize),
}

fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ ]{0,3}# [a-z#\\[\\]=\"' ]{0,12}",
        "[a-z]{3,6}_x *=  *[0-9]{1,3}  *# c",
        "x[a-z]{3} = '''\n\\[\\[bookmark\\]\\]\n#[a-z]{0,3}'''",
        "y[a-z]{3} = \\[\n +1, # one\n\n  2\\]",
        "z\\.[a-z]{3} = \"é #\"",
        "tags = \\['[a-z]{0,5}'\\]",
    ]
}

fn any_part() -> impl Strategy<Value = Part> {
    let lines = || prop::collection::vec(any_line(), 0..4);
    prop_oneof![
        1 => "# [a-z \\[\\]]{0,20}".prop_map(Part::Comment),
        1 => lines().prop_map(|lines| Part::Other(lines.join("\n"))),
        4 => (0..6_usize, any::<bool>(), lines(), any::<bool>()).prop_map(|(key, comment, lines, extra)| {
            let comment = if comment { "# mine\n" } else { "" };
            let extra = if extra { "\n[bookmark.extra]\nq = 1" } else { "" };
            let lines = lines.join("\n");
            let text = format!("{comment}[[bookmark]]\nkey = 'https://example.org/{key}' # key\n{lines}{extra}");
            Part::Bookmark { key, text }
        }),
    ]
}

fn any_change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0..6_usize).prop_map(Change::Add),
        (0..6_usize).prop_map(Change::Remove),
        (0..6_usize, prop::option::of("[a-z\"\\n\\\\]{0,6}")).prop_map(|(key, note)| Change::Note(key, note)),
        (0..6_usize).prop_map(Change::RemoveAndRestore),
    ]
}

/// The file, if it is one: repeated keys within a table make it none.
fn file_of(parts: &[Part]) -> Option<String> {
    let block = |(number, part): (usize, &Part)| match part {
        Part::Comment(text) | Part::Bookmark { text, .. } => format!("\n{text}\n"),
        Part::Other(lines) => format!("\n[other{number}]\n{lines}\n"),
    };
    let text = "# first\n".to_owned() + &parts.iter().enumerate().map(block).collect::<String>();
    Document::parse(text.clone()).ok().map(|_| text)
}

fn apply(document: &Document, change: &Change) -> Document {
    let target = |number: &usize| key(&number.to_string());
    match change {
        Change::Add(number) => {
            let bookmark = Bookmark { target: target(number), title: Some("t".to_owned()), ..Bookmark::default() };
            if document.bookmarks().iter().any(|other| other.target == bookmark.target) {
                return document.clone();
            }
            document.with(&[bookmark]).unwrap()
        }
        Change::Remove(number) => document.without(&[target(number)]).unwrap().0,
        Change::Note(number, note) => {
            document.with_edited(&target(number), |bookmark| bookmark.note.clone_from(note)).unwrap()
        }
        Change::RemoveAndRestore(number) => {
            let (without, cuts) = document.without(&[target(number)]).unwrap();
            let restored = without.with_restored(&cuts).unwrap();
            assert_eq!(restored.text(), document.text());
            restored
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn bytes_that_nobody_meant_stay(
        parts in prop::collection::vec(any_part(), 0..8),
        changes in prop::collection::vec(any_change(), 1..6),
    ) {
        let Some(text) = file_of(&parts) else { return Ok(()) };
        let mut document = Document::parse(text).unwrap();
        for change in &changes {
            document = apply(&document, change);
        }
        let touched: Vec<usize> = changes.iter().map(|change| match change {
            Change::Add(key) | Change::Remove(key) | Change::Note(key, _) | Change::RemoveAndRestore(key) => *key,
        }).collect();
        let mut rest = document.text();
        for part in &parts {
            let expected = match part {
                Part::Comment(text) | Part::Other(text) => text,
                Part::Bookmark { key, text } if !touched.contains(key) => text,
                Part::Bookmark { .. } => continue,
            };
            let at = rest.find(expected.as_str());
            prop_assert!(at.is_some(), "{expected:?} is not in {rest:?}");
            rest = &rest[at.unwrap() + expected.len()..];
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = Document::parse(text);
    }
}
