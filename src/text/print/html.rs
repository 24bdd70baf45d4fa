//! An article as a page of HTML in which every word stays a word: nothing of the article's is ever read as a tag.

use super::words_of;
use crate::text::{
    article::{Article, Block, BlockKind, Mark, MarkKind, Marker},
    quotes::{Quotation, Quotations},
};

/// Deeper lists and block quotations are set as deep as this.
const DEEPEST: usize = 8;
/// More marks than this over one word are not shown.
const MOST_MARKS: usize = 8;

/// The article as a whole page, and after it what was said in it.
pub(super) fn page(article: &Article, quotations: &Quotations) -> String {
    let title = article.headline.as_ref().map_or("", |headline| headline.text.as_str());
    let language = article.language.as_deref().unwrap_or_default();
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n<title>{}</title>\n<article>\n",
        escaped(language),
        escaped(title)
    );
    if !title.is_empty() {
        out.extend(["<h1>", &escaped(title), "</h1>\n"]);
    }
    out.push_str(&origin(article));
    let mut open = Vec::new();
    for block in &article.blocks {
        write_block(&mut out, &mut open, article, block);
    }
    close_to(&mut out, &mut open, 0);
    out.push_str(&said(article, quotations));
    out.push_str("</article>\n</html>\n");
    out
}

/// Who wrote it, where and when it was published.
fn origin(article: &Article) -> String {
    let published = article.published.as_ref().map(|published| published.written.as_str());
    let known = [article.byline.as_deref(), article.source.as_deref(), published];
    let mut parts: Vec<String> = known.into_iter().flatten().map(escaped).collect();
    parts.extend(article.url.as_deref().map(|url| format!("<a href=\"{0}\">{0}</a>", escaped(url))));
    if parts.is_empty() { String::new() } else { format!("<p>{}</p>\n", parts.join(" · ")) }
}

/// Elements that are open around the next block, from the outermost.
type Open = Vec<&'static str>;

fn close_to(out: &mut String, open: &mut Open, depth: usize) {
    while open.len() > depth {
        if let Some(name) = open.pop() {
            out.extend(["</", name, ">\n"]);
        }
    }
}

/// Opens and closes what stands around a block, so that it is in `quoted` block quotations and these lists.
fn stand_in(out: &mut String, open: &mut Open, quoted: usize, lists: usize, list: &'static str) {
    let deep = open.iter().take_while(|name| **name == "blockquote").count();
    if deep != quoted {
        close_to(out, open, deep.min(quoted));
        while open.len() < quoted {
            out.push_str("<blockquote>\n");
            open.push("blockquote");
        }
    }
    close_to(out, open, quoted + lists);
    if open.len() == quoted + lists && lists > 0 && open.last() != Some(&list) {
        close_to(out, open, quoted + lists - 1);
    }
    while open.len() < quoted + lists {
        out.extend(["<", list, ">\n"]);
        open.push(list);
    }
}

fn write_block(out: &mut String, open: &mut Open, article: &Article, block: &Block) {
    let quoted = usize::from(block.quoted).min(DEEPEST);
    let (lists, list) = match &block.kind {
        BlockKind::Item { depth, marker } => {
            let depth = usize::from(*depth).clamp(1, DEEPEST);
            let here = open.get(quoted + depth - 1).copied();
            let list = match marker {
                Marker::Number(_) => "ol",
                Marker::Bullet => "ul",
                Marker::None => here.unwrap_or("ul"),
            };
            (depth, list)
        }
        _ => (0, "ul"),
    };
    stand_in(out, open, quoted, lists, list);
    let words = || inline(article, block);
    let written = match &block.kind {
        BlockKind::Heading { level } => format!("<h{0}>{1}</h{0}>", (*level).clamp(1, 5) + 1, words()),
        BlockKind::Paragraph => format!("<p>{}</p>", words().replace('\n', "<br>\n")),
        BlockKind::Item { marker: Marker::Number(number), .. } => format!("<li value=\"{number}\">{}</li>", words()),
        BlockKind::Item { marker: Marker::Bullet, .. } => format!("<li>{}</li>", words()),
        BlockKind::Item { marker: Marker::None, .. } => format!("<li style=\"list-style: none\">{}</li>", words()),
        BlockKind::Code => format!("<pre>{}</pre>", escaped(article.text_of(block))),
        BlockKind::Image { url } => picture(article.text_of(block), url.as_deref()),
        BlockKind::Table { head } => table(article.text_of(block), *head),
        BlockKind::Rule => "<hr>".to_owned(),
    };
    out.push_str(&written);
    out.push('\n');
}

/// A picture as a link: nothing is fetched by opening the page.
fn picture(words: &str, url: Option<&str>) -> String {
    let words = if words.is_empty() { "picture".to_owned() } else { escaped(words) };
    match url {
        Some(url) => format!("<p>[<a href=\"{}\">{words}</a>]</p>", escaped(url)),
        None => format!("<p>[{words}]</p>"),
    }
}

fn table(text: &str, head: bool) -> String {
    let mut out = "<table>\n".to_owned();
    for (index, row) in text.lines().enumerate() {
        let cell = if head && index == 0 { "th" } else { "td" };
        out.push_str("<tr>");
        for words in row.split('\t') {
            out.extend(["<", cell, ">", &escaped(words), "</", cell, ">"]);
        }
        out.push_str("</tr>\n");
    }
    out + "</table>"
}

/// The words of a block with its marks. Where marks cross, each stretch of words has its own elements.
fn inline(article: &Article, block: &Block) -> String {
    let first = article.marks.partition_point(|mark| mark.range.start < block.range.start);
    let rest = article.marks.get(first..).unwrap_or_default();
    let marks: Vec<&Mark> = rest.iter().take_while(|mark| mark.range.start < block.range.end).collect();
    let mut cuts: Vec<usize> = marks.iter().flat_map(|mark| [mark.range.start, mark.range.end]).collect();
    cuts.extend([block.range.start, block.range.end]);
    cuts.retain(|cut| block.range.start <= *cut && *cut <= block.range.end);
    cuts.sort_unstable();
    cuts.dedup();
    let mut waiting = marks.into_iter().peekable();
    let mut over: Vec<&Mark> = Vec::new();
    let mut out = String::new();
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        over.retain(|mark| mark.range.end > *from);
        while let Some(mark) = waiting.next_if(|mark| mark.range.start <= *from) {
            if over.len() < MOST_MARKS && mark.range.end > *from {
                over.push(mark);
            }
        }
        let words = escaped(article.text.get(*from..*to).unwrap_or_default());
        out.push_str(&over.iter().rev().fold(words, |words, mark| within(mark, &words)));
    }
    out
}

fn within(mark: &Mark, words: &str) -> String {
    match &mark.kind {
        MarkKind::Emphasis => format!("<em>{words}</em>"),
        MarkKind::Strong => format!("<strong>{words}</strong>"),
        MarkKind::Code => format!("<code>{words}</code>"),
        MarkKind::Link { url } if is_web(url) => format!("<a href=\"{}\">{words}</a>", escaped(url)),
        MarkKind::Link { .. } | MarkKind::Dateline => words.to_owned(),
    }
}

/// Whether a browser may follow it: what else there is runs programs or opens files.
fn is_web(url: &str) -> bool {
    let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    begins("http://") || begins("https://") || begins("mailto:")
}

/// What was said in the article and by whom.
fn said(article: &Article, quotations: &Quotations) -> String {
    let lines = quotations.quotations.iter().filter_map(|one| quotation(article, quotations, one));
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("<section>\n<h2>Who said what</h2>\n{lines}</section>\n") }
}

fn quotation(article: &Article, all: &Quotations, one: &Quotation) -> Option<String> {
    let speaker = one.speaker.and_then(|index| all.speakers.get(index));
    let name = speaker.map_or_else(|| "speaker unknown".to_owned(), |speaker| escaped(&speaker.name));
    let role = speaker.and_then(|speaker| speaker.role.as_deref());
    let role = role.map(|role| format!(", {}", escaped(role))).unwrap_or_default();
    let words = escaped(&words_of(article, one));
    (!words.is_empty())
        .then(|| format!("<blockquote>\n<p>{words}</p>\n<footer>— {name}{role}</footer>\n</blockquote>\n"))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::text::{
        document::{self, Document},
        quotes::{self, Lexicon},
    };

    fn printed(markdown: &str) -> String {
        let document = Document { bytes: markdown.as_bytes(), name: Some("a.md"), ..Document::default() };
        let article = document::parse(&document).unwrap();
        page(&article, &quotes::in_article(&article, Lexicon::built_in()))
    }

    #[test]
    fn an_article_is_printed_with_its_parts_and_who_said_what() {
        let html = printed(
            "# Harbour & port\n\nA *b **c*** [d](https://example.org/?a=1&b=2).\n\n> “The dam will hold,” said Marta Lindqvist.\n\n\
             1. one\n2. two\n   - in it\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        );
        for part in [
            "<title>Harbour &amp; port</title>",
            "<h1>Harbour &amp; port</h1>",
            "<em>b </em><em><strong>c</strong></em>",
            "<a href=\"https://example.org/?a=1&amp;b=2\">d</a>",
            "<blockquote>\n<p>“The dam will hold,” said Marta Lindqvist.</p>\n</blockquote>",
            "<ol>\n<li value=\"1\">one</li>\n<li value=\"2\">two</li>\n<ul>\n<li>in it</li>\n</ul>\n</ol>",
            "<th>a</th>",
            "<footer>— Marta Lindqvist</footer>",
        ] {
            assert!(html.contains(part), "{part} is missing in\n{html}");
        }
    }

    #[test]
    fn nothing_of_the_article_becomes_a_tag_or_runs() {
        let html = printed(
            "# <script>alert(1)</script>\n\n`<img onerror=x>` [x](javascript:alert(1)) [y](data:text/html,z)\n",
        );
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("javascript:"), "{html}");
        assert!(!html.contains("data:text"), "{html}");
    }

    #[test]
    fn ten_thousand_marks_and_depths_take_no_time() {
        let deep = "> ".repeat(200) + "word\n\n" + &"*a*".repeat(20_000);
        assert!(printed(&deep).len() < 2_000_000);
    }
}
