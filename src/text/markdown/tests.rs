use super::*;
use crate::text::article::{HeadlineOrigin, Marker};

fn marked(article: &Article) -> Vec<(&MarkKind, &str)> {
    article.marks.iter().map(|mark| (&mark.kind, &article.text[mark.range.clone()])).collect()
}

fn kinds(article: &Article) -> Vec<&BlockKind> {
    article.blocks.iter().map(|block| &block.kind).collect()
}

#[test]
fn the_first_heading_is_the_headline_and_not_part_of_the_text() {
    let article = parse("# Talks *go* on\n\nThey did.\n\n# Part one\n\nMore.", None);
    let headline = article.headline.unwrap();
    assert_eq!((headline.text.as_str(), headline.origin), ("Talks go on", HeadlineOrigin::Given));
    assert_eq!(article.text, "They did.\n\nPart one\n\nMore.");
}

#[test]
fn the_title_of_the_front_matter_is_not_repeated_either() {
    let article = parse("---\ntitle: Talks go on\n---\n# Talks go on!\n\nThey did.", None);
    assert_eq!(article.text, "They did.");
    let article = parse("---\ntitle: Talks go on\n---\n# Part one\n\nThey did.", None);
    assert_eq!(article.text, "Part one\n\nThey did.");
    assert_eq!(article.headline.unwrap().text, "Talks go on");
}

#[test]
fn emphasis_code_and_links_are_marks_over_plain_text() {
    let base = Url::parse("https://example.com/a/").unwrap();
    let article = parse("So *very **good*** `x = 1` [see\nthere](b \"t\") <https://c.org>.", Some(&base));
    assert_eq!(article.text, "So very good x = 1 see there https://c.org.");
    let link = |url: &str| MarkKind::Link { url: url.to_owned() };
    assert_eq!(
        marked(&article),
        [
            (&MarkKind::Emphasis, "very good"),
            (&MarkKind::Strong, "good"),
            (&MarkKind::Code, "x = 1"),
            (&link("https://example.com/a/b"), "see there"),
            (&link("https://c.org/"), "https://c.org"),
        ]
    );
}

#[test]
fn lists_nest_and_their_items_go_on() {
    let article = parse("- one\n\n  more\n- two\n\n  3. three\n  4. four\n\n> - five\n", None);
    let item = |depth, marker| BlockKind::Item { depth, marker };
    assert_eq!(
        kinds(&article),
        [
            &item(1, Marker::Bullet),
            &item(1, Marker::None),
            &item(1, Marker::Bullet),
            &item(2, Marker::Number(3)),
            &item(2, Marker::Number(4)),
            &item(1, Marker::Bullet),
        ]
    );
    assert_eq!(article.blocks[5].quoted, 1);
}

#[test]
fn tables_code_rules_and_breaks_keep_their_shape() {
    let article =
        parse("| a | b |\n|---|---|\n| 1 |  |\n\n```rust\nfn x() {\n\t1\n}\n```\n\n---\n\none  \ntwo\nthree", None);
    assert_eq!(article.text, "a\tb\n1\n\nfn x() {\n\t1\n}\n\n\n\none\ntwo three");
    assert_eq!(
        kinds(&article),
        [&BlockKind::Table { head: true }, &BlockKind::Code, &BlockKind::Rule, &BlockKind::Paragraph]
    );
}

#[test]
fn pictures_stand_by_themselves() {
    let article = parse("![A *bridge*](https://a.org/b.png)\n\nText ![](c.png) here.\n\n- ![d](d.png) e", None);
    let url = Some("https://a.org/b.png".to_owned());
    assert_eq!(kinds(&article)[0], &BlockKind::Image { url });
    assert_eq!(article.text, "A bridge\n\nText here.\n\nd\n\ne");
    assert_eq!(kinds(&article)[3], &BlockKind::Item { depth: 1, marker: Marker::Bullet });
}

#[test]
fn footnotes_and_tasks_are_shown() {
    let article = parse("Yes.[^1]\n\n- [x] done\n\n[^1]: No.", None);
    assert_eq!(article.text, "Yes.[1]\n\n[x] done\n\n[1] No.");
}

#[test]
fn raw_html_gives_its_text() {
    let article = parse(
        "<div>One <b>two</b></div>\n\nThree<br>four <span onclick=x>five</span>\n\n<script>\nsix()\n</script>\n\n<!-- seven -->",
        None,
    );
    assert_eq!(article.text, "One two\n\nThree\nfour five");
}

#[test]
fn nested_anything_takes_linear_time() {
    for text in [
        "[".repeat(50_000),
        "![".repeat(50_000),
        ">".repeat(50_000),
        format!("{}a{}", "[".repeat(10_000), "](b)".repeat(10_000)),
        "*a ".repeat(50_000),
        "**a *".repeat(20_000),
        "`".repeat(50_000),
        (1..500).map(|n| "`".repeat(n) + " ").collect(),
        "- ".repeat(5_000),
        "<".repeat(50_000),
        "<!--".repeat(20_000),
        "[a](<b".repeat(20_000),
        "[a]: b\n".repeat(20_000) + &"[a]".repeat(20_000),
        "|".repeat(20_000) + "\n" + &"|-".repeat(20_000) + "\n",
        "&".repeat(50_000),
        "<b>\n\n".repeat(20_000),
        "1. a\n".repeat(20_000),
        "_".repeat(50_000) + "a" + &"*".repeat(50_000),
    ] {
        let start = std::time::Instant::now();
        let _ = parse(&text, None);
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 2.0, "{seconds} s for {:?}…", &text[..12]);
    }
}
