use super::*;
use crate::text::article::{HeadlineOrigin, Marker};

/// One line a block: its kind, how deeply quoted it is, and its text.
fn outline(article: &Article) -> Vec<String> {
    let line = |block: &crate::text::article::Block| {
        let kind = match &block.kind {
            BlockKind::Heading { level } => format!("h{level}"),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Item { depth, marker: Marker::Number(number) } => format!("{depth}.{number}"),
            BlockKind::Item { depth, marker: Marker::Bullet } => format!("{depth}-"),
            BlockKind::Item { depth, marker: Marker::None } => format!("{depth}+"),
            BlockKind::Rule => "hr".to_owned(),
            BlockKind::Code | BlockKind::Image { .. } | BlockKind::Table { .. } => "?".to_owned(),
        };
        let bars = ">".repeat(usize::from(block.quoted));
        format!("{bars}{kind} {}", article.text_of(block).replace('\n', "/"))
    };
    article.blocks.iter().map(line).collect()
}

fn blocks_of(text: &str) -> Vec<String> {
    outline(&blocks(text))
}

#[test]
fn the_seed_is_read_as_its_author_meant_it() {
    let article = parse(include_str!("../../../seeds/000_31642f45ca39f18b.txt"));
    assert_eq!(article.source.as_deref(), Some("Shafaq News"));
    let headline = article.headline.as_ref().unwrap();
    assert_eq!(headline.origin, HeadlineOrigin::Lead);
    assert!(headline.text.starts_with("On Sunday, the Secretary-General of Badr Organization"));
    assert_eq!(article.dateline.as_ref().unwrap().day.as_deref(), Some("Sunday"));
    assert_eq!(article.language.as_deref(), Some("en"));
    let kinds = |wanted: fn(&BlockKind) -> bool| article.blocks.iter().filter(|block| wanted(&block.kind)).count();
    assert_eq!(kinds(|kind| *kind == BlockKind::Paragraph), 8);
    assert_eq!(kinds(|kind| matches!(kind, BlockKind::Heading { .. })), 1);
    assert_eq!(article.text_of(&article.blocks[4]), "American Presence In Iraq");
    assert!(article.text.starts_with("Shafaq News/ On Sunday"));
}

#[test]
fn wrapped_lines_are_joined_and_short_ones_kept() {
    let text = "The minister said on Monday that the talks with the US-\nled coalition would go on for as long as they had to, but\nnobody in the room believed him.\nAnother paragraph began without a blank line and went on\nfor a while.\n\nJane Doe\n12 High Street\nLondon\n";
    assert_eq!(
        blocks_of(text),
        [
            "p The minister said on Monday that the talks with the US-led coalition would go on for as long as they had to, but nobody in the room believed him.",
            "p Another paragraph began without a blank line and went on for a while.",
            "p Jane Doe/12 High Street/London",
        ]
    );
}

#[test]
fn indented_first_lines_begin_paragraphs() {
    let text = "   The minister said on Monday that the talks would go on\nfor as long as they had to, and nobody in the room said so.\n   Then he left, and those who had listened to him for hours\nleft as well.\n";
    assert_eq!(blocks_of(text).len(), 2);
}

#[test]
fn lines_too_long_to_be_wrapped_are_paragraphs() {
    let line = "word ".repeat(40);
    let text = format!("{line}.\n{line}.\nWhat comes next\n{line}.");
    assert_eq!(blocks_of(&text).len(), 4);
    assert_eq!(blocks_of(&text)[2], "h2 What comes next");
}

#[test]
fn tabs_make_tables_and_indentation_paragraphs() {
    let table = blocks("Day\tTurns\nMon\t12\nTue\t13");
    assert_eq!(table.blocks[0].kind, BlockKind::Table { head: false });
    assert_eq!(table.text, "Day\tTurns\nMon\t12\nTue\t13");
    assert_eq!(blocks_of("　水車が止まった。\n　粉屋は話した。").len(), 2);
}

#[test]
fn verse_keeps_its_lines() {
    let verse = "Shall I compare thee to a summer's day?\nThou art more lovely and more temperate:\nRough winds do shake the darling buds of May,\nAnd summer's lease hath all too short a date;\n";
    assert_eq!(blocks_of(verse).len(), 1);
    assert_eq!(blocks_of(verse)[0].matches('/').count(), 3);
}

#[test]
fn lists_are_told_by_their_markers() {
    let text = "He wants three things:\n- peace\n  and quiet\n- bread\n    * rye\n- wine\n\n  of the best kind\n\n1. first\n2. second\n\n1. FC Köln won.";
    assert_eq!(
        blocks_of(text),
        [
            "p He wants three things:",
            "1- peace and quiet",
            "1- bread",
            "2- rye",
            "1- wine",
            "1+ of the best kind",
            "1.1 first",
            "1.2 second",
            "p 1. FC Köln won.",
        ]
    );
}

#[test]
fn a_dash_in_running_text_is_no_bullet() {
    let text = "The minister who had been ill for weeks came back to work\n- and nobody was glad of it, as far as one could see from\noutside.";
    assert_eq!(blocks_of(text).len(), 1);
}

#[test]
fn quoted_text_is_marked_by_its_depth() {
    assert_eq!(blocks_of("> one\n> two\n>> three\n\nfour"), [">p one/two", ">>p three", "p four"]);
}

#[test]
fn headings_are_underlined_or_stand_alone_between_paragraphs() {
    let paragraph = "The talks went on for hours and hours, and then they went on for some hours more, he said.";
    let text = format!(
        "Background\n----------\n{paragraph}\n\nWhat we know so far\n\n{paragraph}\n\n* * *\n\nNot a heading.\n\n{paragraph}\n\nThe end"
    );
    let outline = blocks_of(&text);
    assert_eq!(outline[0], "h2 Background");
    assert_eq!(outline[2], "h2 What we know so far");
    assert_eq!(outline[4], "hr ");
    assert_eq!(outline[5], "p Not a heading.");
    assert_eq!(outline[7], "p The end");
}

#[test]
fn a_full_wire_story_is_read() {
    let text = "Iraq says talks will go on\r\n\r\nBy Jane Doe\r\n\r\nBAGHDAD, Nov. 3 (Reuters) - Iraq said on Sunday that it would go on.\r\nIt gave no reason.\r\n";
    let article = parse(text);
    assert_eq!(article.headline.as_ref().unwrap().text, "Iraq says talks will go on");
    assert_eq!(article.headline.as_ref().unwrap().origin, HeadlineOrigin::Given);
    assert_eq!(article.byline.as_deref(), Some("Jane Doe"));
    let dateline = article.dateline.as_ref().unwrap();
    assert_eq!(dateline.place.as_deref(), Some("BAGHDAD"));
    assert_eq!(
        article.text,
        "BAGHDAD, Nov. 3 (Reuters) - Iraq said on Sunday that it would go on.\nIt gave no reason."
    );
}
