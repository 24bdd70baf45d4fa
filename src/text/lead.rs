//! Reads an article's first words: where and when it was written, and a headline if the document gives none.
//!
//! It works on parsed blocks of any origin, fills only what is still unknown, and changes nothing of the text.

mod dateline;
mod sentence;

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

pub(crate) use self::dateline::{is_day, is_kicker};
pub use self::sentence::first_sentence;

use super::article::{Article, Block, BlockKind, Dateline, Headline, HeadlineOrigin, Mark, MarkKind};
use super::{clean, language};

/// How long a headline taken from the lead may be, in grapheme clusters.
const LEAD_HEADLINE: usize = 160;

/// Fills what the document didn't say and its text does: source and dateline from the first words, a headline from the
/// first sentence, the language.
///
/// What is known already stays. The words of the dateline stay in the text, under a [`MarkKind::Dateline`].
pub fn complete(article: &mut Article) {
    let start = open(article);
    if article.headline.is_none() {
        article.headline = headline(article, start);
    }
    if article.language.is_none() {
        article.language = language::of(&article.text);
    }
}

/// A headline taken from running text: its first sentence, cut at a word with `…` if it's very long.
///
/// `None` if the text holds no ink.
#[must_use]
pub fn headline_from(text: &str) -> Option<Headline> {
    let sentence = clean::line(first_sentence(text));
    if clean::is_blank(&sentence) {
        return None;
    }
    let words = sentence.trim_end_matches(leads_on);
    let sentence = if words.len() < sentence.len() { Cow::Owned(format!("{words}…")) } else { sentence };
    Some(Headline { text: shortened(&sentence).into_owned(), origin: HeadlineOrigin::Lead })
}

/// Whether a line begins with a dateline or a source slug.
pub(crate) fn has_dateline(line: &str) -> bool {
    dateline::read(line).is_some()
}

/// Takes the dateline off the first paragraph; gives back where the lead proper begins, in bytes of the text.
fn open(article: &mut Article) -> usize {
    let Some(block) = first_paragraph(article) else {
        return 0;
    };
    let at = block.range.start;
    let known = article.marks.iter().find(|mark| mark.kind == MarkKind::Dateline);
    if let Some(mark) = known {
        return mark.range.end;
    }
    let Some(opening) = dateline::read(article.text_of(block)) else {
        return at;
    };
    let owned = |words: Option<&str>| words.map(str::to_owned);
    let dateline = Dateline { place: owned(opening.place), agency: owned(opening.agency), day: owned(opening.day) };
    let (source, end) = (owned(opening.source), at + opening.end);
    if article.source.is_none() {
        article.source = source;
    }
    if article.dateline.is_none() && dateline != Dateline::default() {
        article.dateline = Some(dateline);
    }
    let before = article.marks.partition_point(|mark| mark.range.start < at);
    article.marks.insert(before, Mark { range: at..end, kind: MarkKind::Dateline });
    end
}

/// How many blocks may stand before the text proper.
const MOST_FURNITURE: usize = 30;

/// How long a text is running text without a final mark, in bytes.
const RUNNING: usize = 120;

/// The paragraph that the text proper begins with, if it begins with one: menus, credits and captions before it are
/// short and end no sentence.
fn first_paragraph(article: &Article) -> Option<&Block> {
    let furniture =
        |block: &Block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Image { .. } | BlockKind::Rule);
    let mut blocks = article.blocks.iter().take(MOST_FURNITURE).filter(|block| !furniture(block));
    let running = |text: &str| text.len() >= RUNNING || sentence::ends(text);
    let first = blocks.clone().find(|block| running(article.text_of(block))).or_else(|| blocks.next())?;
    (first.kind == BlockKind::Paragraph && first.quoted == 0).then_some(first)
}

fn headline(article: &Article, start: usize) -> Option<Headline> {
    let lead = first_paragraph(article).and_then(|block| article.text.get(start..block.range.end));
    let lead = lead.and_then(headline_from);
    lead.or_else(|| article.blocks.iter().find_map(|block| headline_from(article.text_of(block))))
}

/// Whether a headline shouldn't end like this.
fn leads_on(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—')
}

/// The sentence, or as many of its words as a headline may have.
fn shortened(sentence: &str) -> Cow<'_, str> {
    let Some((end, _)) = sentence.grapheme_indices(true).nth(LEAD_HEADLINE) else {
        return Cow::Borrowed(sentence);
    };
    let start = sentence.get(..end).unwrap_or(sentence);
    let word_end = start.rfind(char::is_whitespace).filter(|&word_end| word_end * 3 > end * 2);
    let words = word_end.and_then(|word_end| start.get(..word_end)).unwrap_or(start);
    let words = words.trim_end_matches(leads_on);
    Cow::Owned(format!("{words}…"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::super::draft::Draft;
    use super::*;

    fn article(text: &str) -> Article {
        let mut draft = Draft::new();
        draft.push(text);
        let mut article = draft.finish();
        complete(&mut article);
        article
    }

    #[test]
    fn the_headline_begins_after_the_slug_and_the_slug_stays_in_the_text() {
        let article = article("Shafaq News/ On Sunday, Gen. Qassem spoke. He left.");
        assert_eq!(article.source.as_deref(), Some("Shafaq News"));
        assert_eq!(article.dateline.unwrap().day.as_deref(), Some("Sunday"));
        let headline = article.headline.unwrap();
        assert_eq!(headline.text, "On Sunday, Gen. Qassem spoke.");
        assert_eq!(headline.origin, HeadlineOrigin::Lead);
        assert_eq!(article.marks, [Mark { range: 0..12, kind: MarkKind::Dateline }]);
    }

    #[test]
    fn what_is_known_stays_and_twice_is_once() {
        let mut article = article("PARIS (AP) — It rained. It poured.");
        let again = {
            let mut copy = article.clone();
            complete(&mut copy);
            copy
        };
        assert_eq!(article, again);
        article.source = Some("Le Monde".to_owned());
        article.headline = Some(Headline { text: "Rain".to_owned(), origin: HeadlineOrigin::Given });
        let known = article.clone();
        complete(&mut article);
        assert_eq!(article, known);
    }

    #[test]
    fn a_very_long_sentence_is_cut_at_a_word() {
        let headline = headline_from(&"sentence of many words, ".repeat(30)).unwrap().text;
        assert!(headline.ends_with("words…") || headline.ends_with("of…") || headline.ends_with("many…"));
        assert!(headline.graphemes(true).count() <= LEAD_HEADLINE + 1);
        let chinese = headline_from(&"新闻".repeat(200)).unwrap().text;
        assert_eq!(chinese.graphemes(true).count(), LEAD_HEADLINE + 1);
    }

    #[test]
    fn a_text_without_a_paragraph_still_gets_a_headline() {
        let mut draft = Draft::new();
        draft.begin(BlockKind::Code, 0);
        draft.push("let x = 1");
        let mut article = draft.finish();
        complete(&mut article);
        assert_eq!(article.headline.unwrap().text, "let x = 1");
        let mut nothing = Article::default();
        complete(&mut nothing);
        assert_eq!(nothing, Article::default());
    }
}
