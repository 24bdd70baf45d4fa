//! An article in reading order: headline, where and when, its paragraphs, and after each who speaks in it.

use crate::{
    app::{Model, reader::Open, voices},
    text::{
        article::{Block, BlockKind, HeadlineOrigin, Marker},
        quotes::{Kind, Quotation},
    },
};

/// The open article, a paragraph a line.
pub(super) fn lines(model: &Model) -> Vec<String> {
    let Some(open) = &model.reader.open else { return Vec::new() };
    let article = &open.opened.article;
    let mut lines = Vec::new();
    if let Some(headline) = article.headline.as_ref().filter(|headline| headline.origin == HeadlineOrigin::Given) {
        lines.push(format!("Headline: {}", headline.text));
    }
    let published = article.published.as_ref().map(|published| published.written.as_str());
    let facts: Vec<&str> = [article.source.as_deref(), published].into_iter().flatten().collect();
    if !facts.is_empty() {
        lines.push(facts.join(", ") + ".");
    }
    lines.extend(article.byline.as_ref().map(|author| format!("By {author}.")));
    lines.extend(article.notices.iter().map(|notice| format!("Note: {notice}")));
    for block in &article.blocks {
        lines.extend(spoken(article.text_of(block), block));
        lines.extend(speakers(open, block));
    }
    let end = match article.links().count() {
        0 => "End of the article.".to_owned(),
        1 => "End of the article. It has one link.".to_owned(),
        many => format!("End of the article. It has {many} links."),
    };
    lines.push(end);
    lines
}

fn spoken(text: &str, block: &Block) -> Vec<String> {
    let before = if block.quoted > 0 { "Quoted text: " } else { "" };
    let whole = |name: &str| vec![format!("{before}{name}{}", text.replace('\n', " "))];
    match &block.kind {
        BlockKind::Heading { .. } => whole("Heading: "),
        BlockKind::Paragraph | BlockKind::Item { marker: Marker::None, .. } => in_lines(before, text),
        BlockKind::Item { marker: Marker::Bullet, .. } => in_lines(&format!("{before}Item: "), text),
        BlockKind::Item { marker: Marker::Number(number), .. } => in_lines(&format!("{before}Item {number}: "), text),
        BlockKind::Image { .. } if text.is_empty() => whole("A picture."),
        BlockKind::Image { .. } => whole("A picture: "),
        BlockKind::Rule => Vec::new(),
        BlockKind::Code => std::iter::once(format!("{before}Code:")).chain(text.lines().map(str::to_owned)).collect(),
        BlockKind::Table { .. } => {
            let rows = text.lines().map(|row| row.replace('\t', ", "));
            std::iter::once(format!("{before}A table:")).chain(rows).collect()
        }
    }
}

/// The lines of a text that whoever wrote it broke, as in verse.
fn in_lines(before: &str, text: &str) -> Vec<String> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    std::iter::once(format!("{before}{first}")).chain(rest.lines().map(str::to_owned)).collect()
}

/// Who speaks in a paragraph, by the numbers of the quotations.
fn speakers(open: &Open, block: &Block) -> Option<String> {
    let all = open.opened.quotations.quotations.iter().enumerate();
    let begins_here = |one: &Quotation| one.pieces.first().is_some_and(|piece| block.range.contains(&piece.start));
    let here: Vec<String> = all
        .filter(|(_, one)| begins_here(one))
        .map(|(index, one)| {
            let speaker = one.speaker.and_then(|at| open.opened.quotations.speakers.get(at));
            format!("{}, {}: {}", index + 1, kind(one.kind), voices::named(speaker, one.confidence))
        })
        .collect();
    (!here.is_empty()).then(|| format!("(Quotation {}.)", here.join("; quotation ")))
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Direct => "word for word",
        Kind::Mixed => "partly word for word",
        Kind::Indirect => "reported",
    }
}

/// The quotation gone to: whose, and its words.
pub(super) fn quotation(model: &Model) -> Vec<String> {
    let Some(open) = &model.reader.open else { return Vec::new() };
    let Some((quotation, _)) = open.current_quotation() else { return Vec::new() };
    let whose = super::status::quotation(model).unwrap_or_default().replace("★ ", "bookmarked ");
    let words = quotation.words(&open.opened.article.text);
    vec![format!("{whose}, {}.", kind(quotation.kind)), words.split_whitespace().collect::<Vec<_>>().join(" ")]
}
