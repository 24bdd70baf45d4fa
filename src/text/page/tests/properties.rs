//! Laws of a page, for any text and any width.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::*;

/// Text with all that breaks wrapping: emoji families, flags, marks, wide and right-to-left scripts, odd spaces.
fn odd_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => "[a-zA-Z]{1,9}",
        6 => Just(" ".to_owned()),
        1 => "[-.,;:!?\"'()/]{1,3}",
        1 => prop::sample::select(vec![
            "👨‍👩‍👧‍👦", "🇮🇶", "🇮", "⚠️", "👍🏽", "\u{200d}", "\u{fe0f}", "e\u{301}", "\u{301}", "\u{301}\u{302}",
            "漢字", "「引用」、", "ｶﾞ", "กำลัง", "မြန်မာ", "क्षि", "לום", "السلام", "لا", "\u{ad}", "a\u{ad}b", "\u{200b}",
            "\u{a0}", "\u{202f}", "\u{3000}", "\t", "\n", "  ", "—", "–", "“", "”", "’", "https://example.org/a/b?c=d",
            "\u{600}", "\u{2028}", "\u{1f1e6}", "½", "…", "\u{feff}", "\u{e0001}",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_filter("clean text has no controls", |char| !char.is_control()).prop_map(String::from),
    ];
    prop::collection::vec(part, 0..16).prop_map(|parts| parts.concat())
}

fn kind() -> impl Strategy<Value = BlockKind> {
    prop_oneof![
        6 => Just(BlockKind::Paragraph),
        1 => Just(BlockKind::Heading { level: 2 }),
        2 => (0..5_u8, prop_oneof![
            Just(Marker::Bullet), any::<u32>().prop_map(Marker::Number), Just(Marker::None)
        ]).prop_map(|(depth, marker)| BlockKind::Item { depth, marker }),
        1 => Just(BlockKind::Code),
        1 => Just(BlockKind::Image { url: None }),
        2 => any::<bool>().prop_map(|head| BlockKind::Table { head }),
    ]
}

/// The text of a block: for a table, rows of two or three cells.
fn join(kind: &BlockKind, parts: &[String]) -> String {
    let BlockKind::Table { .. } = kind else {
        return parts.concat();
    };
    let separators = ["\t", "\t", "\n", "\t", "\n"].into_iter().cycle();
    parts.iter().zip(separators).flat_map(|(part, separator)| [part.as_str(), separator]).collect()
}

prop_compose! {
    fn odd_article()(
        blocks in prop::collection::vec((kind(), prop::collection::vec(odd_text(), 0..7), prop_oneof![4 => 0..3_u8, 1 => any::<u8>()]), 0..6),
        ranges in prop::collection::vec((any::<prop::sample::Index>(), 0..30_usize, 0..8_usize), 0..12),
    ) -> (Article, Quotations) {
        let texts: Vec<_> = blocks.iter().map(|(kind, parts, _)| (kind.clone(), join(kind, parts))).collect();
        let mut article = article(&texts.iter().map(|(kind, text)| (kind.clone(), text.as_str())).collect::<Vec<_>>());
        for (block, (_, _, quoted)) in article.blocks.iter_mut().zip(&blocks) {
            block.quoted = *quoted;
        }
        let mut quotations = Quotations::default();
        for (at, length, what) in ranges {
            let start = at.index(article.text.len() + 1);
            let range = start..start + length;
            let kind = match what {
                0 => MarkKind::Emphasis,
                1 => MarkKind::Strong,
                2 => MarkKind::Code,
                3 | 4 => MarkKind::Link { url: "https://example.org".into() },
                other => {
                    let kind = [Kind::Direct, Kind::Mixed, Kind::Indirect][other - 5];
                    quotations.quotations.push(Quotation {
                        kind, pieces: vec![range], cue: None, mention: Some(start..start + 3), speaker: None,
confidence: crate::text::quotes::Confidence::Sure,
});
                    continue;
                }
            };
            article.marks.push(Mark { range, kind });
        }
        article.marks.sort_by_key(|mark| mark.range.start);
        (article, quotations)
    }
}

fn odd_setting() -> impl Strategy<Value = Setting> {
    (1..200_u16, 1..100_u16, any::<(bool, bool, bool, bool)>()).prop_map(|(width, text_width, choices)| Setting {
        width,
        text_width,
        justify: if choices.0 { Justify::Justified } else { Justify::Ragged },
        hyphenate: if choices.1 { Hyphenate::ByLanguage } else { Hyphenate::Never },
        signs: if choices.2 { QuoteSigns::Shown } else { QuoteSigns::Hidden },
        link_numbers: if choices.3 { LinkNumbers::Shown } else { LinkNumbers::Hidden },
        ..Setting::default()
    })
}

/// The columns that ratatui draws a span in.
fn drawn(words: &str) -> usize {
    use ratatui::buffer::CellWidth;
    words
        .graphemes(true)
        .filter(|cluster| !cluster.contains(char::is_control))
        .map(|cluster| usize::from(cluster.cell_width()))
        .sum()
}

/// What a page shows of the text, without the white space and what is never seen.
fn visible(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace() && *char != '\u{ad}').collect()
}

fn shown(page: &Page, text: &str) -> String {
    let spans = page.lines().iter().flat_map(|line| page.spans(line));
    let mut ranges: Vec<_> = spans
        .filter_map(|span| match &span.content {
            Content::Text(range) => Some(range.clone()),
            Content::Furniture(_) => None,
        })
        .collect();
    if page.cells.is_empty() {
        assert!(ranges.is_sorted_by_key(|range| range.start), "only cells that stand side by side are out of order");
    }
    ranges.sort_by_key(|range| range.start);
    visible(&ranges.iter().map(|range| &text[range.clone()]).collect::<String>())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_is_wider_than_the_column((mut article, quotations) in odd_article(), setting in odd_setting()) {
        article.language = Some("en".into());
        let page = lay_out(&article, &quotations, &setting);
        prop_assert!(page.indent() + page.column() <= page.width());
        for line in page.lines() {
            let columns: usize = page.spans(line).iter().map(|span| usize::from(span.width)).sum();
            let printed = |shown: fn(&Content) -> bool| -> usize {
                let spans = page.spans(line).iter().filter(|span| shown(&span.content));
                let clusters = spans.flat_map(|span| span.print(&article.text).graphemes(true));
                clusters.filter(|cluster| cluster.width() > 0).count()
            };
            let alone = printed(|content| matches!(content, Content::Text(_))) == 1 || printed(|_| true) == 1;
            prop_assert!(columns <= usize::from(page.column()) || alone, "{columns} in {}", page.column());
        }
    }

    #[test]
    fn every_span_is_as_wide_as_it_is_drawn((article, quotations) in odd_article(), setting in odd_setting()) {
        let page = lay_out(&article, &quotations, &setting);
        for span in page.lines().iter().flat_map(|line| page.spans(line)) {
            prop_assert_eq!(drawn(span.print(&article.text)), usize::from(span.width), "{:?}", span);
        }
    }

    #[test]
    fn all_text_is_on_the_page_once_and_in_order((mut article, quotations) in odd_article(), setting in odd_setting()) {
        // The head of a table that is shown as records is repeated in each: it isn't text there.
        for block in &mut article.blocks {
            if let BlockKind::Table { head } = &mut block.kind { *head = false }
        }
        let page = lay_out(&article, &quotations, &setting);
        prop_assert_eq!(shown(&page, &article.text), visible(&article.text));
    }

    #[test]
    fn no_span_holds_what_must_not_be_drawn((article, quotations) in odd_article(), setting in odd_setting()) {
        let page = lay_out(&article, &quotations, &setting);
        for span in page.lines().iter().flat_map(|line| page.spans(line)) {
            let drawn = span.print(&article.text);
            prop_assert!(!drawn.contains(['\n', '\t', '\u{ad}']), "{:?}", drawn);
        }
    }

    #[test]
    fn lines_never_go_back_and_lookups_agree((article, quotations) in odd_article(), setting in odd_setting()) {
        let page = lay_out(&article, &quotations, &setting);
        let text = &article.text;
        prop_assert!(page.lines().windows(2).all(|pair| pair[0].range.start <= pair[1].range.start));
        for (index, line) in page.lines().iter().enumerate() {
            for (column, span) in page.placed(line) {
                let Content::Text(range) = &span.content else { continue };
                prop_assert!(line.range.start <= range.start && range.end <= line.range.end);
                for (at, cluster) in text[range.clone()].grapheme_indices(true) {
                    prop_assert_eq!(page.line_of(range.start + at), index);
                    let cells = page.cells_of(text, &(range.start + at..range.start + at + cluster.len()), index);
                    if drawn(cluster) == 0 { continue }
                    prop_assert_eq!(cells.len(), 1);
                    prop_assert!(cells[0].start >= column && cells[0].end <= column + span.width);
                    prop_assert_eq!(page.byte_at(text, index, cells[0].start), Some(range.start + at));
                }
            }
            if !line.range.is_empty() {
                prop_assert_eq!(page.line_of(page.byte_of(index)), index);
            }
        }
    }

    #[test]
    fn plain_text_never_panics((article, _) in odd_article(), setting in odd_setting()) {
        let _ = plain(&article, &setting);
    }
}

#[test]
fn a_paragraph_too_long_to_be_broken_at_once_is_whole_and_no_wider() {
    for text in ["word and more ".repeat(40_000), "漢字".repeat(90_000), "👨‍👩‍👧‍👦".repeat(12_000)] {
        let article = paragraphs(&[text.trim_end()]);
        let page = lay_out(&article, &Quotations::default(), &bare(40));
        assert_eq!(shown(&page, &article.text), visible(&text));
        let widths = page.lines().iter().map(|line| page.spans(line).iter().map(|span| span.width).sum::<u16>());
        assert!(widths.max().is_some_and(|widest| (30..=40).contains(&widest)));
    }
}

#[test]
fn ranges_that_the_text_does_not_have_are_passed_over() {
    let mut article = paragraphs(&["Ünö", "two", "three"]);
    article.blocks[0].range = 1..3;
    article.blocks[1].range = 900..1000;
    article.marks.push(Mark { range: 3..usize::MAX, kind: MarkKind::Link { url: String::new() } });
    let page = lay_out(&article, &Quotations::default(), &bare(40));
    assert_eq!(shown(&page, &article.text), "three");
}
