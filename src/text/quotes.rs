//! Who said what: finds the quotations of an article, with their cues and speakers.
//!
//! Works on one text and its paragraphs; knows no colour, no store, no other article.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{
    article::{Article, BlockKind},
    guard,
};

mod attach;
mod content;
mod cues;
mod frame;
mod language;
mod lexicon;
mod marks;
mod mention;
mod names;
mod paragraph;
mod people;
mod resolve;
mod sentences;
mod slips;
mod subject;
mod tokens;
mod verdict;

pub use lexicon::{Lexicon, LexiconError, is_outdated};

/// Counts up with every change of what the engine finds, so that stored quotations can be renewed.
pub const ENGINE_VERSION: u32 = 13;

/// The quotations of one article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotations {
    /// The people, organisations and documents that speak, in order of their first quotation.
    pub speakers: Vec<Speaker>,
    /// The quotations, ordered by the start of their first piece.
    pub quotations: Vec<Quotation>,
}

/// One thing that somebody said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// How it is reported.
    pub kind: Kind,
    /// The words said, in bytes of the article's text, quotation marks included, in order: more than one where a cue splits it.
    pub pieces: Vec<Range<usize>>,
    /// The word that introduces it: `said`, `according to`.
    pub cue: Option<Range<usize>>,
    /// The words that name the speaker here: `Al-Amiri`, `he`.
    pub mention: Option<Range<usize>>,
    /// Index into [`Quotations::speakers`]; `None` where it isn't known who spoke.
    pub speaker: Option<usize>,
    /// How sure it is that this speaker said these words.
    pub confidence: Confidence,
}

impl Quotation {
    /// The words said, in one line: pieces and lines of `text` joined by single spaces.
    #[must_use]
    pub fn words(&self, text: &str) -> String {
        let pieces = self.pieces.iter().filter_map(|piece| text.get(piece.clone()));
        let mut said = String::new();
        for word in pieces.flat_map(str::split_whitespace) {
            if !said.is_empty() {
                said.push(' ');
            }
            said.push_str(word);
        }
        said
    }
}

/// How sure it is who said something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The speaker is only the one last spoken of, or there is none.
    Guess,
    /// The words go on from others whose speaker is known, or a pronoun had to be understood.
    Likely,
    /// The sentence itself says it.
    Sure,
}

/// Somebody who is quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The fullest name that the article gives: `Hadi al-Amiri`.
    pub name: String,
    /// The role that the article gives: `Secretary-General of Badr Organization`.
    pub role: Option<String>,
    /// What the speaker is, as far as the article shows.
    pub kind: SpeakerKind,
}

/// What a speaker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    /// Somebody with a name: the same full name elsewhere is the same person.
    Person,
    /// A body with a name: `Northgate Water`, `the Harbour Board`.
    Organisation,
    /// A text that says something: `the report`.
    Document,
    /// Somebody known by a common noun only: `officials`, `a spokesman`; never the same in two articles.
    Unnamed,
    /// A name that could be a person's or another.
    Unknown,
}

/// How a quotation is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Word for word between quotation marks.
    Direct,
    /// A reported clause that holds marked fragments.
    Mixed,
    /// A reported clause without marks.
    Indirect,
}

/// Finds the quotations of an article: in paragraphs, list items, block quotations and headings; code, tables and
/// pictures are left alone.
#[must_use]
pub fn in_article(article: &Article, lexicon: &Lexicon) -> Quotations {
    let paragraphs: Vec<Range<usize>> = article
        .blocks
        .iter()
        .filter(|block| match block.kind {
            BlockKind::Paragraph | BlockKind::Heading { .. } | BlockKind::Item { .. } => true,
            BlockKind::Code | BlockKind::Image { .. } | BlockKind::Table { .. } | BlockKind::Rule => false,
        })
        .map(|block| block.range.clone())
        .collect();
    find_quotes(&article.text, &paragraphs, article.language.as_deref(), lexicon)
}

/// The paragraphs of a raw text: what newlines part, without outer white space, empty ones left out.
#[must_use]
pub fn paragraphs_of(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut paragraphs = Vec::new();
    for line in text.split('\n') {
        let body = line.trim_start();
        let first = start + (line.len() - body.len());
        let body = body.trim_end();
        if !body.is_empty() {
            paragraphs.push(first..first + body.len());
        }
        start += line.len() + 1;
    }
    paragraphs
}

/// Finds the quotations of a text.
///
/// `paragraphs` are byte ranges of `text`, in order and not overlapping; a range that isn't one of whole characters is
/// passed over. `language` is a BCP 47 tag; without it, or for a language that the lexicon doesn't have, it is
/// guessed. Takes time and memory in proportion to the text, whatever the text is.
#[must_use]
pub fn find_quotes(text: &str, paragraphs: &[Range<usize>], language: Option<&str>, lexicon: &Lexicon) -> Quotations {
    let Some(words) = language::words_for(text, language, lexicon) else {
        return Quotations::default();
    };
    let mut scratch = Scratch::default();
    let mut carry = paragraph::Carry::default();
    carry.turns = paragraph::last_turn(text, paragraphs);
    let (mut found, mut named) = (Vec::new(), Vec::new());
    let mut sentence = 0;
    let mut before = "";
    for range in paragraphs {
        guard::go_on();
        let said = text.get(range.clone()).unwrap_or_default();
        // A caption that a page has twice says nothing anew.
        let again = said.len() > AGAIN && said == before;
        before = said;
        if text.get(range.clone()).is_some() && !again {
            scratch.take_apart(text, range, words);
            let parts = scratch.paragraph(text, range);
            for frame in parts.frames() {
                names::names(&frame, sentence, &mut named);
                sentence += 1;
            }
            paragraph::paragraph(&parts, &mut carry, &mut found);
        }
    }
    resolve::quotations(text, found, &named, words)
}

/// Shorter paragraphs may well be said twice: `“No.”`
const AGAIN: usize = 80;

/// What a paragraph is taken apart into; kept from one to the next.
#[derive(Debug, Default)]
struct Scratch {
    scanner: marks::Scanner,
    marks: Vec<marks::Marked>,
    looks: Vec<verdict::Looks>,
    tokens: Vec<tokens::Token>,
    sentences: Vec<Range<usize>>,
}

impl Scratch {
    fn take_apart(&mut self, text: &str, range: &Range<usize>, words: &lexicon::Words) {
        self.marks.clear();
        self.looks.clear();
        self.tokens.clear();
        self.sentences.clear();
        self.scanner.scan(text, range.clone(), &mut self.marks);
        slips::close_before_cue(text, range, words, &mut self.marks);
        self.looks.extend(self.marks.iter().map(|mark| verdict::Looks::of(text, mark)));
        tokens::tokens(text, range.clone(), &self.marks, words, &mut self.tokens);
        sentences::sentences(text, &self.tokens, &self.marks, &mut self.sentences);
    }

    fn paragraph<'a>(&'a self, text: &'a str, range: &'a Range<usize>) -> paragraph::Paragraph<'a> {
        paragraph::Paragraph {
            text,
            range,
            tokens: &self.tokens,
            marks: &self.marks,
            looks: &self.looks,
            sentences: &self.sentences,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
