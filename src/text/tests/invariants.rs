use proptest::prelude::*;

use crate::text::article::{Article, BlockKind};
use crate::text::document::{Document, Form};
use crate::text::{clean, document, html, markdown, wire};

/// Panics unless an article keeps every promise of its documentation.
fn check(article: &Article) {
    let mut end = 0;
    for (at, block) in article.blocks.iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n\n" };
        assert_eq!(article.text.get(end..block.range.start), Some(gap), "block {at} of {article:#?}");
        assert!(article.text.get(block.range.clone()).is_some(), "block {at} of {article:#?}");
        end = block.range.end;
        let text = article.text_of(block);
        match &block.kind {
            BlockKind::Rule => assert_eq!(text, ""),
            BlockKind::Image { url } => assert!(url.is_some() || !text.is_empty()),
            BlockKind::Code => assert!(!clean::is_blank(text)),
            BlockKind::Table { .. } => assert!(!clean::is_blank(text) && !text.ends_with('\n')),
            BlockKind::Heading { level } => {
                assert!((1..=6).contains(level) && !text.contains('\t'));
            }
            BlockKind::Paragraph | BlockKind::Item { .. } => {
                assert!(!clean::is_blank(text) && text.trim() == text && !text.contains('\t'), "{text:?}");
                assert!(!text.contains("\n\n"), "{text:?}");
            }
        }
        assert!(!matches!(block.kind, BlockKind::Item { depth: 0, .. }));
    }
    assert_eq!(end, article.text.len());
    check_marks(article);
    check_strings(article);
}

fn check_marks(article: &Article) {
    let mut start = 0;
    for mark in &article.marks {
        assert!(mark.range.start >= start && !mark.range.is_empty(), "{article:#?}");
        start = mark.range.start;
        let inside = |block: &crate::text::article::Block| {
            block.range.start <= mark.range.start && mark.range.end <= block.range.end
        };
        assert!(article.blocks.iter().any(inside), "{mark:?} in {article:#?}");
        assert!(article.text.get(mark.range.clone()).is_some());
    }
}

#[test]
fn a_mark_ends_with_the_ink_of_its_line() {
    for (html, range) in
        [("<b># \u{200b}</b><br>éΣ", 0..1), ("<b>éa \u{200b}</b>", 0..3), ("a \u{200b}<br><b>é</b>", 2..4)]
    {
        let article = html::blocks(html, None);
        check_marks(&article);
        assert_eq!(article.marks.iter().map(|mark| mark.range.clone()).collect::<Vec<_>>(), [range], "{html}");
    }
}

fn check_strings(article: &Article) {
    assert_eq!(clean::preformatted(&article.text), article.text);
    let headline = article.headline.iter().map(|headline| &headline.text);
    let dateline = article.dateline.iter().flat_map(|dateline| [&dateline.place, &dateline.agency, &dateline.day]);
    let given = [&article.source, &article.byline, &article.language, &article.url];
    let links = article.links().map(|(_, url)| url.to_owned()).collect::<Vec<_>>();
    let published = article.published.iter().map(|published| &published.written);
    let all = headline.chain(dateline.flatten()).chain(given.into_iter().flatten()).chain(&links).chain(published);
    for line in all.chain(&article.notices) {
        assert_eq!(clean::line(line), line.as_str());
        assert!(!clean::is_blank(line));
    }
    let web = |url: &String| url.starts_with("http://") || url.starts_with("https://");
    assert!(article.url.iter().all(web));
    assert!(article.headline.is_some() || article.blocks.iter().all(|block| block.range.is_empty()));
}

/// Pieces of all the formats, of their metadata, and of what attacks a terminal.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    " ",
    "\t",
    "\r\n",
    "\r",
    "word",
    "Word words.",
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    ">> ",
    "---\n",
    "+++\n",
    "title: x\n",
    "title = \"x\"\n",
    "Title: Some title\n",
    "By Jane Doe\n",
    "URL: https://example.com/\u{e9}\n",
    "Source: x\n",
    "Date: 3 Nov 2024\n",
    "BAGHDAD, Nov. 3 (Reuters) - ",
    "Shafaq News/ ",
    "(AP) — ",
    "\u{65b0}\u{534e}\u{793e}北京11月3日电",
    "* * *",
    "===\n",
    "    code\n",
    "```\n",
    "`",
    "*",
    "**",
    "_",
    "[a](b)",
    "![a](https://a.b/c)",
    "[",
    "](",
    "![",
    "| a | b |\n|---|---|\n| c | d |\n",
    "[^1]",
    "[^1]: ",
    "<p>",
    "</p>",
    "<div>",
    "<br>",
    "<b>",
    "</b>",
    "<a href='x'>",
    "</a>",
    "<a href='javascript:1'>",
    "<ul><li>",
    "<ol start=9><li>",
    "</ul>",
    "<table><tr><td>",
    "<td>",
    "<tr>",
    "</table>",
    "<th>",
    "<img src=a alt=b>",
    "<img src='https://a.b/c'>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<pre>",
    "</pre>",
    "<blockquote>",
    "</blockquote>",
    "<h1>",
    "</h1>",
    "<hr>",
    "<q>",
    "<title>t</title>",
    "<html lang=de>",
    "<base href='https://x.y/'>",
    "<meta property=og:title content='o&#27;'>",
    "<script>",
    "</script>",
    "<caption>",
    "<time datetime=2024-11-03>",
    "<dl><dt>",
    "<dd>",
    "&amp;",
    "&#27;[31m",
    "&#x202e;",
    "&#0;",
    "&nbsp;",
    "\u{1b}]0;t\u{7}",
    "\u{9b}1m",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{0}",
    "\u{301}",
    "\u{200d}",
    "\u{fe0f}",
    "\u{e0067}",
    "👩‍👧",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "שלום",
    "سلام",
    "中文。",
    "“quoted”",
    "\u{ad}",
    "\u{200b}",
    "\u{a0}",
    "\u{3000}",
    "é",
    "\u{600}",
    "क्षि",
];

fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec((piece, prop_oneof![9 => Just(1), 1 => 1..30usize]), 0..40)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, times)| piece.repeat(times)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_text_makes_a_sound_article_in_every_form(text in soup()) {
        let base = url::Url::parse("https://example.com/a/b").ok();
        check(&wire::parse(&text));
        check(&markdown::parse(&text, base.as_ref()));
        check(&html::parse(&text, base.as_ref(), html::Extent::Article));
        let title = html::text_of(&text);
        assert_eq!(clean::line(&title), title.as_str());
    }

    #[test]
    fn any_bytes_make_a_sound_article_or_none(bytes in prop::collection::vec(any::<u8>(), 0..400), text in soup()) {
        let mixed: Vec<u8> = text.bytes().chain(bytes.iter().copied()).collect();
        for bytes in [&bytes, &mixed] {
            for (name, media_type) in [(None, None), (Some("a.md"), None), (None, Some("text/html; charset=shift_jis"))] {
                if let Ok(article) = document::parse(&Document { bytes, name, media_type, base: None, ..Document::default() }) {
                    check(&article);
                }
            }
        }
    }

    #[test]
    fn the_form_is_always_told(text in soup()) {
        let document = Document::default();
        prop_assert!(matches!(document::form(&document, &text), Form::Plain | Form::Markdown | Form::Html));
    }
}
