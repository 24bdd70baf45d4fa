//! What is printed is read again as what it was.

use super::*;
use crate::text::markdown;

#[test]
fn blocks_and_marks_come_back() {
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
            (BlockKind::Code, 0, "let x = \"```\";\n\n*y*"),
            (BlockKind::Image { url: Some("https://example.org/a%20b.png".to_owned()) }, 0, "A [small] boat"),
            (BlockKind::Rule, 0, ""),
            (BlockKind::Table { head: true }, 0, "Party\tSeats\nA|B\t12"),
        ],
        &[
            ("no", MarkKind::Emphasis),
            ("twice", MarkKind::Strong),
            ("left", link("https://example.org/(x)?a=1&b=2")),
            ("point", MarkKind::Code),
        ],
    );
    news.headline = Some(Headline { text: "1. A *star* is born".to_owned(), origin: HeadlineOrigin::Given });
    let back = markdown::parse(&article(&news), None);
    assert_eq!(back.headline, news.headline);
    assert_eq!(back.text, news.text);
    assert_eq!(back.blocks, news.blocks);
    assert_eq!(back.marks, news.marks);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_word_comes_back(blocks in prop::collection::vec((any_kind(), 0..3_u8, TEXT), 1..6)) {
        let blocks: Vec<_> = blocks.iter().map(|(kind, quoted, text)| (kind.clone(), *quoted, text.as_str())).collect();
        let mut news = article_of(&blocks, &[]);
        // A heading of the same words would be taken for the headline.
        news.headline = Some(Headline { text: "Zz Yy Xx".to_owned(), origin: HeadlineOrigin::Given });
        let printed = article(&news);
        let words = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(words(&markdown::parse(&printed, None).text), words(&news.text), "{}", printed);
    }
}
