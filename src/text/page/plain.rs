//! An article as plain text for pipes: set in lines, links listed at the end by their numbers.

use std::fmt::Write;

use super::{QuoteSigns, QuotesShown, Setting, lay_out};
use crate::text::article::{Article, Block, BlockKind};
use crate::text::quotes::Quotations;

/// An article as plain text in lines of at most `setting.width` columns, without a left edge of blanks.
///
/// Quotations look as written. Links are listed at the end, each behind the number that stands after its words;
/// their lines may be wider, for a cut address is no use.
#[must_use]
pub fn plain(article: &Article, setting: &Setting) -> String {
    let setting = Setting {
        text_width: setting.text_width.min(setting.width),
        width: setting.text_width.min(setting.width),
        quotes: QuotesShown::None,
        signs: QuoteSigns::Hidden,
        ..setting.clone()
    };
    let page = lay_out(article, &Quotations::default(), &setting);
    let mut out = String::with_capacity(article.text.len() * 2);
    for line in page.lines() {
        page.spans(line).iter().for_each(|span| out.push_str(span.print(&article.text)));
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
    for (index, (_, url)) in article.links().enumerate() {
        let gap = if index == 0 { "\n" } else { "" };
        let _ = writeln!(out, "{gap}[{}] {url}", index + 1);
    }
    out
}

/// Words of one paragraph in lines of at most `width` columns.
#[must_use]
pub fn lines(words: &str, width: u16) -> Vec<String> {
    let whole = Block { kind: BlockKind::Paragraph, range: 0..words.len(), quoted: 0 };
    let article = Article { text: words.to_owned(), blocks: vec![whole], ..Article::default() };
    let setting = Setting { width, text_width: width, ..Setting::default() };
    plain(&article, &setting).lines().map(str::to_owned).collect()
}
