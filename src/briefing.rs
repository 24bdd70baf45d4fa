//! A finite edition made from many articles: the same story told once, in the order that the reader has shown to want,
//! with who said what.
//!
//! It is pure: the same articles, habits and time give the same edition on every machine. No model of a language is asked.
//! It doesn't know where articles are kept or how an edition is shown.

mod cite;
mod fold;
mod rank;

use crate::{
    catalog::{
        Row, SourceId,
        edition::{Because, Left, Report, Story},
    },
    text::{
        article::{Article, BlockKind},
        quotes::Quotations,
    },
};

/// The most bytes of a first paragraph that an edition has.
const LEAD: usize = 600;

/// An article that an edition may have.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its row.
    pub row: Row,
    /// Its text.
    pub article: Article,
    /// Who said what in it.
    pub quotations: Quotations,
    /// What the reader watches for and it has.
    pub watched: Vec<Box<str>>,
}

/// What is known of the reader's liking for a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habit {
    /// The source.
    pub source: SourceId,
    /// How many of its articles there are.
    pub all: usize,
    /// How many of them are bookmarked.
    pub kept: usize,
    /// Its place among so many subscriptions, from 0, if it is one.
    pub place: Option<(usize, usize)>,
}

/// The stories of the candidates (the newest first), in order, as many as can be read in so many minutes; the first one
/// in any case. In time linear in the candidates.
#[must_use]
pub fn stories(candidates: &[Candidate], habits: &[Habit], minutes: Option<u32>) -> (Vec<Story>, Left) {
    let rank = rank::Rank::of(habits);
    let mut ranked: Vec<(u32, Story)> = Vec::new();
    for mut group in fold::fold(candidates) {
        group.sort_by_key(|candidate| std::cmp::Reverse((rank.of_source(candidate.row.source_id), candidate.row.id)));
        let (points, because) = rank.of_story(&group);
        ranked.push((points, story(&group, because)));
    }
    ranked.sort_by_key(|(points, story)| std::cmp::Reverse((*points, story.first().map(|row| row.id))));
    within(ranked.into_iter().map(|(_, story)| story).collect(), minutes)
}

fn story(group: &[&Candidate], because: Vec<Because>) -> Story {
    let report = |candidate: &&Candidate| Report {
        row: candidate.row.clone(),
        url: candidate.article.url.as_deref().map(Box::from),
    };
    let lead = group.first().map(|first| shortened(first_paragraph(&first.article), LEAD)).unwrap_or_default();
    Story { reports: group.iter().map(report).collect(), lead, because, quotations: cite::key_quotations(group) }
}

/// The first stories that can be read in the time, and what is left.
fn within(mut stories: Vec<Story>, minutes: Option<u32>) -> (Vec<Story>, Left) {
    let Some(minutes) = minutes else { return (stories, Left::default()) };
    let mut sum = 0;
    let fitting = stories.iter().take_while(|story| {
        sum += story.minutes();
        sum <= minutes
    });
    let rest = stories.split_off(fitting.count().max(1).min(stories.len()));
    let left = Left { stories: rest.len(), minutes: rest.iter().map(Story::minutes).sum(), articles: 0 };
    (stories, left)
}

/// The first paragraph of an article, without white space around it; empty if it has none.
fn first_paragraph(article: &Article) -> &str {
    let first = article.blocks.iter().find(|block| block.kind == BlockKind::Paragraph && !block.range.is_empty());
    first.and_then(|block| article.text.get(block.range.clone())).unwrap_or_default().trim()
}

/// A text of one line, cut behind a word where it is longer than so many bytes.
fn shortened(text: &str, most: usize) -> Box<str> {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.len() + word.len() > most {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line.into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
