use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::json;

use super::*;
use crate::text::article::{Headline, MarkKind};

mod back;

/// The words that a Markdown reader finds, with everything that a reader may have switched on.
fn words(markdown: &str) -> Vec<String> {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, all_extensions()) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::Start(Tag::Item | Tag::Image { .. })
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::CodeBlock
                | TagEnd::Image,
            ) => text.push(' '),
            Event::Html(html) | Event::InlineHtml(html) => panic!("read as HTML: {html:?}"),
            Event::InlineMath(math) | Event::DisplayMath(math) => panic!("read as math: {math:?}"),
            Event::FootnoteReference(name) => panic!("read as a footnote: {name:?}"),
            Event::TaskListMarker(_) => panic!("read as a task"),
            Event::Start(_) | Event::End(_) => {}
        }
    }
    text.split_whitespace().map(str::to_owned).collect()
}

fn all_extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
}

/// An article of these blocks, its marks given as words of the text.
fn article_of(blocks: &[(BlockKind, u8, &str)], marks: &[(&str, MarkKind)]) -> Article {
    let mut article = Article::default();
    for (kind, quoted, words) in blocks {
        if !article.blocks.is_empty() {
            article.text.push_str("\n\n");
        }
        let start = article.text.len();
        article.text.push_str(words);
        article.blocks.push(Block { kind: kind.clone(), range: start..article.text.len(), quoted: *quoted });
    }
    for (words, kind) in marks {
        let start = article.text.find(words).unwrap();
        article.marks.push(Mark { range: start..start + words.len(), kind: kind.clone() });
    }
    article.marks.sort_by_key(|mark| mark.range.start);
    article
}

fn paragraph(words: &str) -> Article {
    article_of(&[(BlockKind::Paragraph, 0, words)], &[])
}

fn link(url: &str) -> MarkKind {
    MarkKind::Link { url: url.to_owned() }
}

fn item(depth: u8, marker: Marker) -> BlockKind {
    BlockKind::Item { depth, marker }
}

#[test]
fn an_article_reads_as_markdown() {
    let mut news = article_of(
        &[
            (BlockKind::Paragraph, 0, "The minister said “no”, twice.\nThen he left."),
            (BlockKind::Heading { level: 2 }, 0, "What #2 means"),
            (BlockKind::Paragraph, 1, "A note"),
            (BlockKind::Paragraph, 2, "to a note"),
            (BlockKind::Paragraph, 1, "goes on."),
            (item(1, Marker::Number(3)), 0, "three"),
            (item(2, Marker::Bullet), 0, "a point"),
            (item(2, Marker::Bullet), 0, "another"),
            (item(2, Marker::None), 0, "with more to it"),
            (item(1, Marker::Number(4)), 0, "four"),
            (item(1, Marker::Number(1)), 0, "one again"),
            (BlockKind::Code, 0, "let x = \"```\";\n\n*y*\n"),
            (BlockKind::Image { url: Some("https://example.org/a b.png".to_owned()) }, 0, "A [small] boat"),
            (BlockKind::Rule, 0, ""),
            (BlockKind::Table { head: true }, 0, "Party\tSeats\nA|B\t12\t*\n"),
        ],
        &[
            ("no", MarkKind::Emphasis),
            ("twice", MarkKind::Strong),
            ("left", link("https://example.org/(x)?a=1&amp;b=2")),
            ("point", MarkKind::Code),
        ],
    );
    news.headline = Some(Headline { text: "1. A *star* is born".to_owned(), origin: HeadlineOrigin::Given });
    assert_eq!(
        article(&news),
        r#"# 1. A \*star\* is born

The minister said “*no*”, **twice**.\
Then he [left](https://example.org/\(x\)?a=1\&amp;b=2).

## What \#2 means

> A note
>
> > to a note
>
> goes on.

3. three

   - a `point`
   - another

     with more to it

4. four

1) one again

````
let x = "```";

*y*
````

![A \[small\] boat](https://example.org/a%20b.png)

***

| Party | Seats | |
| --- | --- | --- |
| A\|B | 12 | \* |
"#
    );
}

#[test]
fn the_quotations_stand_below_with_who_said_them() {
    let article = paragraph("“We wait,” he said, “and\n*hope*.” Nobody answered.");
    let quotation = |kind: &str, pieces: &[Range<usize>], speaker: Option<usize>| json!({ "kind": kind, "pieces": pieces, "speaker": speaker, "confidence": "sure" });
    let end = article.text.len();
    let quotations: Quotations = serde_json::from_value(json!({
        "speakers": [{ "name": "Hadi al-Amiri", "role": "Secretary-General", "kind": "person" }],
        "quotations": [
            quotation("direct", &[0..14, 24..end - 17], Some(0)),
            quotation("indirect", &[end - 16..end, end..end], None),
            quotation("mixed", &[end + 5..end + 9, end..end], Some(7)),
        ],
    }))
    .unwrap();
    assert_eq!(
        super::quotations(&article, &quotations),
        "## Who said what

> “We wait,” … “and \\*hope\\*.”

> — **Hadi al-Amiri**, Secretary-General
"
        .replace("\n\n> —", "\n>\n> —")
            + "
> Nobody answered.
>
> — speaker unknown (not word for word)
"
    );
}

#[test]
fn an_article_without_quotations_gets_no_list_of_them() {
    let article = paragraph("Nothing.");
    assert_eq!(markdown(&article, &Quotations::default()), "Nothing.\n");
}

#[test]
fn a_headline_taken_from_the_lead_is_not_printed_twice() {
    let mut article = paragraph("Nothing happened.");
    article.headline = Some(Headline { text: "Nothing happened.".to_owned(), origin: HeadlineOrigin::Lead });
    assert_eq!(super::article(&article), "Nothing happened.\n");
}

#[test]
fn words_that_look_like_markup_stay_words() {
    for text in [
        "*a* **b** _c_ `d` ~~e~~ \\f [g](h) ![i](j) <k> <!-- l --> &amp; m",
        "# a",
        "#a",
        "> a",
        "- a",
        "-",
        "--- a",
        "---",
        "***",
        "___",
        "===",
        "+ a",
        "+++",
        "1. a",
        "1) a",
        "1.",
        "12345. a",
        "1986. A great year",
        "1234567890. a",
        ": a",
        "| a | b |",
        "|---|---|",
        "a | b\n--- | ---\nc | d",
        "a\n===",
        "a\n---",
        "a\n\n\nb",
        "    a",
        "\ta",
        "~~~\na",
        "```\na",
        "[a]: http://b",
        "[a]",
        "[^1]",
        "[^1]: a",
        "[ ] a",
        "[x] a",
        "- [ ] a",
        "[!NOTE]\na",
        "we [Iran] know",
        "[[a]]",
        "a\\",
        "a\\\nb",
        "!",
        "![",
        "&#42;",
        "&copy;",
        "&",
        "AT&T;",
        "a < b > c",
        "<https://a.b>",
        "snake_case_word",
        "_a",
        "a_",
        "__a__",
        "{#id}",
        "a {#id}",
        "$a$ and $$b$$",
        "a  \nb",
        "a\r\nb",
        "2*3*4",
        "-5 degrees",
        "C:\\Users\\*",
        "`",
        "``",
        "a`b``c",
        "\u{a0}a",
        "“*a*”",
        "a^b^",
        "==a==",
        "%%%",
        "www.example.org",
        "a@b.org",
        "https://example.org/a_b_c*d",
        "<div>\na",
        "</a>",
        "<?php",
        "1\\. a",
        "\\# a",
    ] {
        let expected: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        for kind in [
            BlockKind::Paragraph,
            BlockKind::Heading { level: 2 },
            item(1, Marker::Bullet),
            BlockKind::Table { head: false },
        ] {
            for quoted in [0, 2] {
                let article = article_of(&[(kind.clone(), quoted, text)], &[]);
                let printed = super::article(&article);
                assert_eq!(words(&printed), expected, "{kind:?}, quoted {quoted}: {printed}");
            }
        }
    }
}

#[test]
fn emphasis_is_left_out_where_it_could_not_be_seen() {
    let seen = |text: &str, stressed: &str| {
        let article = article_of(&[(BlockKind::Paragraph, 0, text)], &[(stressed, MarkKind::Strong)]);
        super::article(&article)
    };
    assert_eq!(seen("a bold word", "bold "), "a **bold** word\n");
    assert_eq!(seen("unbelievable", "believ"), "un**believ**able\n");
    assert_eq!(seen("a“b”c", "“b”"), "a“b”c\n");
    assert_eq!(seen("says “b”.", "“b”"), "says **“b”**.\n");
    assert_eq!(seen("   ", " "), "");
}

#[test]
fn marks_nest_whatever_they_overlap() {
    let article = article_of(
        &[(BlockKind::Paragraph, 0, "one two three four five")],
        &[
            ("one two three", MarkKind::Strong),
            ("two", MarkKind::Emphasis),
            ("three four", link("https://example.org")),
            ("four five", MarkKind::Code),
        ],
    );
    assert_eq!(super::article(&article), "**one *two*** [**three** `four`](https://example.org) `five`\n");
}

#[test]
fn text_before_a_link_makes_no_picture_of_it() {
    let article = article_of(&[(BlockKind::Paragraph, 0, "Look!here")], &[("here", link("https://example.org"))]);
    assert_eq!(super::article(&article), "Look\\![here](https://example.org)\n");
}

#[test]
fn odd_ranges_do_no_harm() {
    let mut article = paragraph("äöü and more");
    article.blocks.push(Block { kind: BlockKind::Paragraph, range: 1..900, quoted: 255 });
    article.blocks.push(Block { kind: item(255, Marker::None), range: 3..5, quoted: 0 });
    #[allow(clippy::reversed_empty_ranges, reason = "that is the point")]
    for range in [1..3, 0..1, 5..2, 0..usize::MAX, 700..900] {
        for kind in [MarkKind::Emphasis, MarkKind::Strong, MarkKind::Code, link("x")] {
            article.marks.push(Mark { range: range.clone(), kind });
        }
    }
    assert!(super::article(&article).contains("more"));
}

#[test]
fn a_ragged_table_loses_no_cell() {
    let article = article_of(&[(BlockKind::Table { head: true }, 0, "a\nb\tc\td\n\te\n")], &[]);
    assert_eq!(words(&super::article(&article)), ["a", "b", "c", "d", "e"]);
}

fn any_kind() -> impl Strategy<Value = BlockKind> {
    prop_oneof![
        Just(BlockKind::Paragraph),
        (1..7_u8).prop_map(|level| BlockKind::Heading { level }),
        (0..5_u8, 0..4_u32)
            .prop_map(|(depth, number)| item(depth, if number == 0 { Marker::Bullet } else { Marker::Number(number) })),
        (1..5_u8).prop_map(|depth| item(depth, Marker::None)),
        Just(BlockKind::Code),
        any::<bool>().prop_map(|head| BlockKind::Table { head }),
    ]
}

fn any_mark() -> impl Strategy<Value = MarkKind> {
    prop_oneof![
        Just(MarkKind::Emphasis),
        Just(MarkKind::Strong),
        Just(MarkKind::Code),
        "[a-z:/()*\\[\\]<>&;| `\\\\]{0,12}".prop_map(|url| MarkKind::Link { url }),
    ]
}

/// Words, and much that Markdown would read something into.
const TEXT: &str = "([a-zäé0-9“”—.!]{0,3}[ \\n*_`~#>+=|:\\[\\](){}<&;!\\\\-]{0,3}){0,8}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_word_that_goes_in_is_read_again(
        blocks in prop::collection::vec((any_kind(), 0..3_u8, TEXT), 1..6),
        marks in prop::collection::vec((0..200_usize, 1..30_usize, any_mark()), 0..8),
    ) {
        let blocks: Vec<_> = blocks.iter().map(|(kind, quoted, text)| (kind.clone(), *quoted, text.as_str())).collect();
        let mut article = article_of(&blocks, &[]);
        for (start, length, kind) in marks {
            let Some(block) = article.blocks.iter().find(|block| block.range.contains(&start)) else { continue };
            if block.kind == BlockKind::Code {
                continue;
            }
            let end = (start + length).min(block.range.end);
            if article.text.is_char_boundary(start) && article.text.is_char_boundary(end) {
                article.marks.push(Mark { range: start..end, kind });
            }
        }
        article.marks.sort_by_key(|mark| mark.range.start);
        let printed = super::article(&article);
        let strip = |words: Vec<String>| words.concat();
        let expected: String = article.text.split_whitespace().collect();
        prop_assert_eq!(strip(words(&printed)), expected, "{}", printed);
    }

    #[test]
    fn any_text_at_all_is_printed(text in any::<String>(), marks in prop::collection::vec((0..50_usize, 0..50_usize, any_mark()), 0..5)) {
        let mut article = paragraph(&text);
        article.marks = marks.into_iter().map(|(start, end, kind)| Mark { range: start..end, kind }).collect();
        let _ = super::article(&article);
    }
}
