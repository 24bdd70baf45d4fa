//! Takes out of an article what readability leaves in: links to other articles, newsletters to sign up for, dates above
//! the text, credits of pictures. Nothing is taken out of a quotation, and nothing that only might be furniture.

mod phrases;
mod spans;

use std::ops::Range;

use crate::text::article::{Article, Block, BlockKind, Mark, MarkKind};

/// A block as the rules see it.
struct Part<'a> {
    kind: &'a BlockKind,
    text: &'a str,
    words: usize,
    /// How much of it is linked, from 0 to 1.
    linked: f32,
    /// Whether it ends as a sentence does.
    ended: bool,
    quoted: bool,
}

/// Fewer paragraphs of prose than this tell nothing about where the article begins and ends.
const LEAST_PROSE: usize = 3;

/// The article without its furniture; `byline` names who wrote it.
pub(super) fn tidy(article: Article, byline: Option<&str>) -> Article {
    let parts: Vec<Part<'_>> = article.blocks.iter().map(|block| part(&article, block)).collect();
    let prose: Vec<usize> = (0..parts.len()).filter(|&at| parts.get(at).is_some_and(Part::is_prose)).collect();
    let (Some(&first), Some(&last)) = (prose.first(), prose.last()) else { return article };
    if prose.len() < LEAST_PROSE {
        return article;
    }
    let rules = Rules { first, last, count: parts.len(), links_are_rare: links_are_rare(&parts), names: names(byline) };
    let mut furniture: Vec<bool> = parts.iter().enumerate().map(|(at, part)| rules.is_furniture(at, part)).collect();
    mark_sections(&parts, first, &mut furniture);
    mark_bare_headings(&parts, &mut furniture);
    for at in spans::blocks_of_quotations(&article) {
        if let Some(furniture) = furniture.get_mut(at) {
            *furniture = false;
        }
    }
    if furniture.contains(&true) { without(&article, &furniture) } else { article }
}

/// How many bytes of a range of the text are links.
pub(super) fn linked(article: &Article, range: &Range<usize>) -> usize {
    let from = article.marks.partition_point(|mark| mark.range.start < range.start);
    let marks = article.marks.get(from..).unwrap_or_default();
    let within = marks.iter().take_while(|mark| mark.range.start < range.end);
    within.filter(|mark| matches!(mark.kind, MarkKind::Link { .. })).map(|mark| mark.range.len()).sum()
}

fn part<'a>(article: &'a Article, block: &'a Block) -> Part<'a> {
    let text = article.text_of(block);
    #[allow(clippy::cast_precision_loss, reason = "it is a share")]
    let linked = linked(article, &block.range) as f32 / block.range.len().max(1) as f32;
    let ended = phrases::ends_as_sentence(text);
    Part { kind: &block.kind, text, words: phrases::words(text), linked, ended, quoted: block.quoted > 0 }
}

impl Part<'_> {
    /// Whether it is one of the article's own paragraphs, as far as its form tells.
    fn is_prose(&self) -> bool {
        matches!(self.kind, BlockKind::Paragraph | BlockKind::Item { .. })
            && self.linked < 0.5
            && self.words >= 18
            && self.ended
            && !phrases::is_credit(self.text)
    }

    /// Whether it is nothing but a link that stands by itself.
    fn is_bare_link(&self) -> bool {
        *self.kind == BlockKind::Paragraph && !self.quoted && self.linked >= 0.85 && self.words >= 4 && !self.ended
    }

    fn is_running(&self) -> bool {
        matches!(self.kind, BlockKind::Paragraph | BlockKind::Item { .. } | BlockKind::Heading { .. })
    }
}

/// Whether links that stand by themselves are so few that they lead away from the text, and aren't the text.
fn links_are_rare(parts: &[Part<'_>]) -> bool {
    let words = |part: &Part<'_>| part.words;
    let bare: usize = parts.iter().filter(|part| part.is_bare_link()).map(words).sum();
    bare * 100 <= parts.iter().map(words).sum::<usize>() * 15
}

/// The people of a byline, so that what is said about them below the article is known.
fn names(byline: Option<&str>) -> Vec<&str> {
    let parts = byline.unwrap_or_default().split([',', ';', '&']).flat_map(|part| part.split(" and "));
    parts.map(str::trim).filter(|name| (1..=4).contains(&name.split_whitespace().count())).take(8).collect()
}

struct Rules<'a> {
    /// The first and the last paragraph of prose.
    first: usize,
    last: usize,
    count: usize,
    links_are_rare: bool,
    names: Vec<&'a str>,
}

impl Rules<'_> {
    fn is_furniture(&self, at: usize, part: &Part<'_>) -> bool {
        if !part.is_running() || part.text.is_empty() {
            return false;
        }
        let (before, after) = (at < self.first, at > self.last);
        self.leads_away(part, after)
            || before && phrases::is_date_line(part.text)
            || (before || after) && phrases::is_label(part.text)
            || phrases::is_label_anywhere(part.text)
            || !after && part.words <= 25 && phrases::is_credit(part.text)
            || is_invitation(part, before || after)
            || self.is_about_author(at, part)
    }

    /// A link to another article.
    fn leads_away(&self, part: &Part<'_>, after: bool) -> bool {
        self.links_are_rare
            && (part.is_bare_link()
                || part.words <= 40 && part.linked >= 0.4 && phrases::leads_on(part.text)
                || after && part.words >= 4 && part.linked >= 0.85)
    }

    /// What is said about the author in the last quarter: `Jane Doe covers …`.
    fn is_about_author(&self, at: usize, part: &Part<'_>) -> bool {
        let near_end = self.count - at <= (self.count / 4).max(8);
        let about = |name: &&str| phrases::is_about(part.text, name);
        at > self.first && near_end && part.words <= 80 && self.names.iter().any(about)
    }
}

/// An invitation to sign up for a newsletter, to follow or to subscribe.
fn is_invitation(part: &Part<'_>, outside: bool) -> bool {
    if part.words > 45 || matches!(part.kind, BlockKind::Item { .. }) {
        return false;
    }
    let words = phrases::words_of_newsletters(part.text);
    words >= 2 && phrases::addresses_reader(part.text)
        || outside
            && words >= 1
            && part.words <= 16
            && (phrases::addresses_reader(part.text) || phrases::asks_to_subscribe(part.text))
}

/// Marks lists of other articles: a line that announces them, and what follows as long as it looks like one.
fn mark_sections(parts: &[Part<'_>], first: usize, furniture: &mut [bool]) {
    let mut within = false;
    for (at, (part, furniture)) in parts.iter().zip(furniture).enumerate() {
        let announces = matches!(part.kind, BlockKind::Heading { .. } | BlockKind::Paragraph);
        if at > first && announces && phrases::announces_others(part.text) {
            within = true;
        } else {
            within &= match part.kind {
                BlockKind::Item { .. } | BlockKind::Image { .. } | BlockKind::Rule => true,
                BlockKind::Paragraph => part.linked >= 0.3 && part.words <= 40,
                BlockKind::Heading { .. } => part.linked >= 0.5,
                BlockKind::Code | BlockKind::Table { .. } => false,
            };
        }
        *furniture |= within;
    }
}

/// Marks headings of which everything below was marked.
fn mark_bare_headings(parts: &[Part<'_>], furniture: &mut [bool]) {
    // Whether something was marked, and nothing left, between here and the next heading that stays.
    let mut bare = false;
    let mut kept = false;
    for (part, furniture) in parts.iter().zip(furniture.iter_mut()).rev() {
        let heading = matches!(part.kind, BlockKind::Heading { .. });
        if heading && !*furniture {
            *furniture = bare && !kept;
            if !*furniture {
                (bare, kept) = (false, false);
            }
        } else if *furniture {
            bare |= !matches!(part.kind, BlockKind::Image { .. });
        } else {
            kept = true;
        }
    }
}

/// The article without some of its blocks; thematic breaks stay only between two others.
fn without(article: &Article, left_out: &[bool]) -> Article {
    let mut kept = Article { text: String::with_capacity(article.text.len()), ..article.clone() };
    kept.text.clear();
    kept.blocks.clear();
    kept.marks.clear();
    let mut rule = None;
    for (block, _) in article.blocks.iter().zip(left_out).filter(|(_, left_out)| !**left_out) {
        if block.kind == BlockKind::Rule {
            rule = (!kept.blocks.is_empty()).then_some(block);
            continue;
        }
        for block in rule.take().into_iter().chain([block]) {
            copy(article, block, &mut kept);
        }
    }
    kept
}

fn copy(article: &Article, block: &Block, kept: &mut Article) {
    if !kept.blocks.is_empty() {
        kept.text.push_str("\n\n");
    }
    let start = kept.text.len();
    kept.text.push_str(article.text_of(block));
    kept.blocks.push(Block { range: start..kept.text.len(), ..block.clone() });
    let from = article.marks.partition_point(|mark| mark.range.start < block.range.start);
    let marks = article.marks.get(from..).unwrap_or_default();
    let within =
        marks.iter().take_while(|mark| mark.range.end <= block.range.end && mark.range.start < block.range.end);
    let moved = |at: usize| at - block.range.start + start;
    kept.marks.extend(
        within.map(|mark| Mark { range: moved(mark.range.start)..moved(mark.range.end), kind: mark.kind.clone() }),
    );
}
