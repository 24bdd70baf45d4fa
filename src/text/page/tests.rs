//! Small articles as pictures (the page, then a letter for the role of each column), and laws that hold for any text.

use super::*;
use crate::text::article::{Article, Block, BlockKind, Headline, HeadlineOrigin, Mark, MarkKind, Marker, Published};
use crate::text::quotes::{Quotation, Quotations};

mod lookups;
mod pictures;
mod properties;
mod tables;

/// An article made of these blocks.
fn article(blocks: &[(BlockKind, &str)]) -> Article {
    let mut article = Article::default();
    for (kind, text) in blocks {
        if !article.blocks.is_empty() {
            article.text.push_str("\n\n");
        }
        let start = article.text.len();
        article.text.push_str(text);
        article.blocks.push(Block { kind: kind.clone(), range: start..article.text.len(), quoted: 0 });
    }
    article
}

fn paragraphs(texts: &[&str]) -> Article {
    article(&texts.iter().map(|text| (BlockKind::Paragraph, *text)).collect::<Vec<_>>())
}

/// The bytes of words in an article.
fn find(article: &Article, words: &str) -> Range<usize> {
    let start = article.text.find(words).expect("words of the article");
    start..start + words.len()
}

fn mark(article: &mut Article, words: &str, kind: MarkKind) {
    let range = find(article, words);
    article.marks.push(Mark { range, kind });
    article.marks.sort_by_key(|mark| mark.range.start);
}

fn link(article: &mut Article, words: &str) {
    mark(article, words, MarkKind::Link { url: format!("https://example.org/{}", words.len()) });
}

fn quotation(article: &Article, kind: Kind, pieces: &[&str], cue: &str, mention: &str) -> Quotation {
    Quotation {
        kind,
        pieces: pieces.iter().map(|piece| find(article, piece)).collect(),
        cue: Some(find(article, cue)),
        mention: Some(find(article, mention)),
        speaker: None,
        confidence: crate::text::quotes::Confidence::Sure,
    }
}

/// A setting without margin.
fn bare(width: u16) -> Setting {
    Setting { width, signs: QuoteSigns::Hidden, ..Setting::default() }
}

fn set(article: &Article, setting: &Setting) -> String {
    picture(&lay_out(article, &Quotations::default(), setting), &article.text)
}

const fn letter(role: Role) -> char {
    match role {
        Role::Body => '.',
        Role::Headline => 'H',
        Role::HeadlineFromLead => 'h',
        Role::Byline => 'b',
        Role::Dateline => 'd',
        Role::Heading => 'S',
        Role::BlockQuotation => 'q',
        Role::BlockQuotationBar => '|',
        Role::Direct => 'D',
        Role::Mixed => 'M',
        Role::Indirect => 'I',
        Role::Speaker => 's',
        Role::Cue => 'c',
        Role::Code => 'k',
        Role::Link => 'l',
        Role::LinkNumber => 'n',
        Role::ItemMarker => 'm',
        Role::Image => 'i',
        Role::Rule => '-',
        Role::TableHead => 't',
        Role::Margin => '^',
        Role::Notice => '!',
    }
}

const fn stress(face: Face) -> char {
    match (face.weight, face.slant) {
        (Weight::Regular, Slant::Upright) => '.',
        (Weight::Strong, Slant::Upright) => 'B',
        (Weight::Regular, Slant::Emphasis) => 'E',
        (Weight::Strong, Slant::Emphasis) => '2',
    }
}

/// The page as text, its roles as letters, and, where anything is stressed, the stress as letters.
fn picture(page: &Page, text: &str) -> String {
    let print = |line: &Line| {
        let words: String = page.spans(line).iter().map(|span| span.print(text)).collect();
        let sign = page.margin().map_or_else(String::new, |column| {
            format!("{}{} ", " ".repeat(column.into()), line.sign.map_or(" ", Kind::sign))
        });
        let left = if sign.is_empty() { " ".repeat(page.indent().into()) } else { sign };
        format!("{left}{words}")
    };
    let letters = |letter: &dyn Fn(Face) -> char| {
        let line = |line: &Line| {
            let roles: String =
                page.spans(line).iter().map(|span| letter(span.face).to_string().repeat(span.width.into())).collect();
            format!("{}{roles}", " ".repeat(page.indent().into()))
        };
        page.lines().iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let mut picture = page.lines().iter().map(print).collect::<Vec<_>>().join("\n");
    picture += "\n~~~\n";
    picture += &letters(&|face| letter(face.role));
    let stressed = letters(&stress);
    if stressed.contains(['B', 'E', '2']) {
        picture += "\n~~~\n";
        picture += &stressed;
    }
    picture.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
