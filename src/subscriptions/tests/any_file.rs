//! Whatever file and whatever changes: the bytes that nobody meant to change stay.

use proptest::prelude::*;

use super::*;

/// A part of a file that somebody wrote, parted from the next by a blank line.
#[derive(Debug, Clone)]
enum Part {
    Other(String),
    Feed { number: usize, text: String },
}

#[derive(Debug, Clone)]
enum Change {
    Add(usize),
    Remove(usize),
    Title(usize, Option<String>),
    Move(usize, usize),
}

fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ ]{0,3}# [a-z#\\[\\]=\"' ]{0,12}",
        "[a-z]{3,6}_x *=  *[0-9]{1,3}  *# c",
        "x[a-z]{3} = '''\n\\[\\[feed\\]\\]\n#[a-z]{0,3}'''",
        "y[a-z]{3} = \\[\n +1, # one\n\n  2\\]",
        "z\\.[a-z]{3} = \"é #\"",
        "tags = \\['[a-z]{1,5}'\\] # tags",
        "every = '1h  30m'",
        "limit = 'x'",
    ]
}

fn any_part() -> impl Strategy<Value = Part> {
    let lines = || prop::collection::vec(any_line(), 0..4);
    prop_oneof![
        1 => "# [a-z \\[\\]]{0,20}".prop_map(Part::Other),
        1 => (lines(), 0..1000).prop_map(|(lines, n)| Part::Other(format!("[other{n}]\n{}", lines.join("\n")))),
        4 => (0..6_usize, any::<bool>(), lines(), any::<bool>()).prop_map(|(number, comment, lines, extra)| {
            let comment = if comment { "# mine\n" } else { "" };
            let extra = if extra { "\n[feed.extra]\nq = 1" } else { "" };
            let lines = lines.join("\n");
            let text = format!("{comment}[[feed]]\nurl = 'https://example.org/{number}' # url\n{lines}{extra}");
            Part::Feed { number, text }
        }),
    ]
}

fn any_change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0..6_usize).prop_map(Change::Add),
        (0..6_usize).prop_map(Change::Remove),
        (0..6_usize, prop::option::of("[a-z\"\\\\]{1,6}")).prop_map(|(number, title)| Change::Title(number, title)),
        (0..6_usize, 10..16_usize).prop_map(|(from, to)| Change::Move(from, to)),
    ]
}

fn address(number: usize) -> Address {
    feed(&format!("https://example.org/{number}"))
}

/// The file, if it is one: repeated keys within a table make it none.
fn file_of(parts: &[Part]) -> Option<String> {
    let block = |part: &Part| match part {
        Part::Other(text) | Part::Feed { text, .. } => format!("\n{text}\n"),
    };
    let text = "# first\n".to_owned() + &parts.iter().map(block).collect::<String>();
    text.parse::<toml_edit::DocumentMut>().ok().map(|_| text)
}

fn apply(document: &Document, change: &Change) -> Document {
    let is_known = |address: &Address| document.subscriptions().iter().any(|one| one.address == *address);
    match change {
        Change::Add(number) if is_known(&address(*number)) => document.clone(),
        Change::Add(number) => document.with(&[Subscription::to(address(*number))]).unwrap(),
        Change::Remove(number) => document.without(&[address(*number)]).unwrap(),
        Change::Title(number, title) => document
            .with_edited(|one| {
                if one.address == address(*number) {
                    one.title.clone_from(title);
                }
            })
            .unwrap(),
        Change::Move(_, to) if is_known(&address(*to)) => document.clone(),
        Change::Move(from, to) => {
            let moved = document.with_edited(|one| {
                if one.address == address(*from) {
                    one.address = address(*to);
                }
            });
            // What was said twice comes to light when the first moves away, and that is refused.
            moved.unwrap_or_else(|_| document.clone())
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
        let mut document = Document::parse(text, None);
        for change in &changes {
            document = apply(&document, change);
        }
        let touched: Vec<usize> = changes.iter().map(|change| match change {
            Change::Add(number) | Change::Remove(number) | Change::Title(number, _) | Change::Move(number, _) => *number,
        }).collect();
        let mut rest = document.text();
        for part in &parts {
            let expected = match part {
                Part::Other(text) => text,
                Part::Feed { number, text } if !touched.contains(number) => text,
                Part::Feed { .. } => continue,
            };
            let at = rest.find(expected.as_str());
            prop_assert!(at.is_some(), "{expected:?} is not in {rest:?}");
            rest = &rest[at.unwrap() + expected.len()..];
        }
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        let _ = Document::parse(text, None);
    }
}
