#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::*;
use crate::query::{Field, Last, Phrase, Reach, What};

fn say(node: &Node) -> String {
    let many = |nodes: &[Node], word: &str| {
        let inner: Vec<String> = nodes.iter().map(say).collect();
        format!("({})", inner.join(word))
    };
    match node {
        Node::All(nodes) => many(nodes, " & "),
        Node::Any(nodes) => many(nodes, " | "),
        Node::Not(node) => format!("!{}", say(node)),
        Node::Term(term) => match &term.what {
            What::Words(Field::Anywhere, phrase) => phrase_of(phrase),
            What::Words(field, phrase) => format!("{field:?}:{}", phrase_of(phrase)),
            What::Near(phrases, within) => {
                format!("near[{}]{within}", phrases.iter().map(phrase_of).collect::<Vec<_>>().join(","))
            }
            other => format!("{other:?}"),
        },
    }
}

fn phrase_of(phrase: &Phrase) -> String {
    format!("{}{}", phrase.words.join("+"), if phrase.last == Last::Begun { "*" } else { "" })
}

fn read(text: &str) -> String {
    say(&parse(text, Today { now: 86_400 * 100, offset: 0 }).unwrap().root)
}

fn mistake(text: &str) -> (Range<usize>, String, Reach) {
    let mistake = parse(text, Today::default()).unwrap_err();
    (mistake.at, mistake.says, mistake.reach)
}

#[test]
fn words_phrases_and_signs() {
    assert_eq!(read("cease-fire Talks"), "(cease+fire & talks)");
    assert_eq!(read("\"Prime Minister’s\" gov* \"for min\"*"), "(prime+minister & gov* & for+min*)");
    assert_eq!(read("a -b or -\"c d\" | e"), "((a & !b) | !c+d | e)");
    assert_eq!(read("a (b or (c d)) -(e f)"), "(a & (b | (c & d)) & !(e & f))");
    assert_eq!(read("\"or\" orange nor"), "(or & orange & nor)");
    assert_eq!(read("near(peace \"cease fire\", 5) NEAR(a b)"), "(near[peace,cease+fire]5 & near[a,b]10)");
    assert_eq!(read("near peace"), "(near & peace)");
}

#[test]
fn nothing_asks_for_everything() {
    assert!(parse("  ", Today::default()).unwrap().is_empty());
}

#[test]
fn keys_take_what_follows() {
    assert_eq!(read("title:war speaker:\"Ann Lee\" author:xy*"), "(Title:war & Speaker:ann+lee & Author:xy*)");
    assert_eq!(
        read("is:unread IS:Read has:quotes kind:mixed"),
        "(State(Unread) & State(Read) & HasQuotations & Kind(Mixed))"
    );
    assert_eq!(read("newer:1d after:1970-01-02 before:yesterday"), "(After(8553600) & After(86400) & Before(8553600))");
    assert_eq!(
        read("minutes:<5 minutes:>=10 minutes:3"),
        "(Minutes(Less, 5) & Minutes(AtLeast, 10) & Minutes(Equal, 3))"
    );
    assert_eq!(read("tag:Asia url:Example.org"), "(Tag(\"asia\") & Url(\"example.org\"))");
    assert_eq!(read("https://Example.org/a?b=c"), "Url(\"https://example.org/a?b=c\")");
    assert_eq!(read("10:30"), "10+30");
}

#[test]
fn every_condition_knows_its_place() {
    let query = parse("a  -title:\"b c\" (d)", Today::default()).unwrap();
    let Node::All(nodes) = query.root else { panic!("not all") };
    let at: Vec<_> = nodes
        .iter()
        .map(|node| match node {
            Node::Term(term) => term.at.clone(),
            Node::Not(inner) => match &**inner {
                Node::Term(term) => term.at.clone(),
                _ => 0..0,
            },
            _ => 0..0,
        })
        .collect();
    assert_eq!(at, [0..1, 4..15, 17..18]);
}

#[test]
fn a_mistake_says_where_and_what_was_expected() {
    assert_eq!(mistake("is:unreed").0, 3..9);
    assert!(mistake("is:unreed").1.ends_with("did you mean unread?"));
    assert!(mistake("titel:war").1.contains("did you mean title:?"));
    assert_eq!(mistake("a ) b").0, 2..3);
    assert_eq!(mistake("or b").0, 0..2);
    assert_eq!(mistake("a or or b").0, 5..7);
    assert_eq!(mistake("a ()").0, 3..4);
    assert_eq!(mistake("a*b").0, 1..2);
    assert_eq!(mistake("g*").0, 0..2);
    assert_eq!(mistake("after:2026-13-01").0, 6..16);
    assert_eq!(mistake("minutes:<x").0, 8..10);
    assert_eq!(mistake("near(a)").0, 4..7);
    assert_eq!(mistake("… a").0, 0..3);
    assert!(mistake("/a(/").1.starts_with("not a regular expression"));
    assert_eq!(mistake("/(a{1000}){1000}/").1, "this regular expression takes too much memory");
}

#[test]
fn what_is_only_begun_is_told_apart_from_what_is_wrong() {
    for text in ["\"a b", "(a", "a or", "-", "title:", "/ab", "near(a b", "near(a b,", "is:unr"] {
        assert_eq!(mistake(text).2, Reach::Unfinished, "{text}");
    }
    for text in ["a)", "titel:x", "is:nonsense", "a*b"] {
        assert_eq!(mistake(text).2, Reach::Wrong, "{text}");
    }
}

#[test]
fn the_place_is_pointed_at_in_long_and_wide_queries() {
    let text = format!("{} 東京 is:nonsense", "a ".repeat(80));
    let mistake = parse(&text, Today::default()).unwrap_err();
    assert_eq!(mistake.column(&text), 168);
    let pointer = mistake.pointer(&text);
    let (shown, below) = pointer.split_once('\n').unwrap();
    let before = shown.split("nonsense").next().unwrap();
    assert_eq!(unicode_width::UnicodeWidthStr::width(before), below.find('^').unwrap());
    assert!(below.ends_with(&"^".repeat("nonsense".len())));
}

#[test]
fn monstrous_queries_are_refused_quickly() {
    for text in
        ["(".repeat(100_000), "-(".repeat(50_000), "a ".repeat(50_000), "\"a".repeat(50_000), "a or ".repeat(20_000)]
    {
        assert!(parse(&text, Today::default()).is_err());
    }
    assert!(parse(&"x".repeat(100_000), Today::default()).is_ok());
    assert!(parse(&format!("\"{}\"", "x ".repeat(50_000)), Today::default()).is_err());
}

proptest::proptest! {
    #[test]
    fn any_text_is_a_query_or_a_mistake_within_it(text in "[a-z()\"*:/|, é<-]{0,60}") {
        if let Err(mistake) = parse(&text, Today::default()) {
            assert!(text.get(mistake.at.clone()).is_some(), "{text} {mistake:?}");
            assert!(mistake.pointer(&text).contains('^'));
        }
    }

    #[test]
    fn anything_at_all_is_a_query_or_a_mistake(text: String) {
        if let Err(mistake) = parse(&text, Today::default()) {
            assert!(text.get(mistake.at.clone()).is_some(), "{text} {mistake:?}");
        }
    }
}
