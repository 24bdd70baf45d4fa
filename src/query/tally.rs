//! How often a text has the words that a query asks for: what relevance is reckoned from.

use super::tokens::Going;
use super::verdict::each_place;
use super::{Node, Phrase, What};

/// How often each of the phrases stands in a text, in their order.
#[must_use]
pub fn tally(phrases: &[&Phrase], text: &str) -> Vec<u32> {
    let mut counts = vec![0_u32; phrases.len()];
    each_place(text, phrases, |place| {
        if let Some(count) = counts.get_mut(place.phrase) {
            *count = count.saturating_add(1);
        }
        Going::On
    });
    counts
}

impl Node {
    /// The phrases that an article may be found by, those under a `-` left out, in the query's order.
    #[must_use]
    pub fn phrases(&self) -> Vec<&Phrase> {
        let mut phrases = Vec::new();
        for term in self.wanted() {
            match &term.what {
                What::Words(_, phrase) | What::Said(phrase) => phrases.push(phrase),
                What::Near(near, _) => phrases.extend(near),
                What::Source(_)
                | What::Tag(_)
                | What::Kind(_)
                | What::Language(_)
                | What::Url(_)
                | What::State(_)
                | What::HasQuotations
                | What::HasNote
                | What::HasHighlight
                | What::Note(_)
                | What::After(_)
                | What::Before(_)
                | What::Minutes(..)
                | What::Order(_)
                | What::Pattern(_) => {}
            }
        }
        phrases
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::query::{Today, parse};

    #[test]
    fn phrases_are_counted_wherever_they_stand() {
        let query = parse("rain \"heavy rain\" -dry tow*", Today::default()).unwrap();
        let phrases = query.root.phrases();
        assert_eq!(tally(&phrases, "Heavy rain, rain; a town, towers and dry rain"), [3, 1, 2]);
        assert_eq!(tally(&phrases, ""), [0, 0, 0]);
    }
}
