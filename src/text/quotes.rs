//! Who said what: finds the quotations of an article, with their cues and speakers.

use std::ops::Range;

use serde::{Deserialize, Serialize};

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
}

/// Somebody who is quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The fullest name that the article gives: `Hadi al-Amiri`.
    pub name: String,
    /// The role that the article gives: `Secretary-General of Badr Organization`.
    pub role: Option<String>,
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
