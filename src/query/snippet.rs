//! What an article was found by: the words of a query in a text, and the piece of the text that shows them best.

use std::iter::once;
use std::ops::Range;

use super::tokens::Going;
use super::verdict::each_place;
use super::{Node, Phrase, What};

/// A piece of a text on one line, with what was looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Snippet {
    /// The piece; `…` stands where the text goes on.
    pub text: String,
    /// The matches, in bytes of the piece, in order.
    pub marks: Vec<Range<usize>>,
}

/// Bytes of text before the first match.
const BEFORE: usize = 48;
/// How many places are looked at: the first ones of a long text tell enough.
const LOOKED_AT: usize = 64;
/// The most places marked in one text.
const MARKED: usize = 10_000;

/// Where a text has the words and patterns that a query asks for, in bytes, in order and not overlapping.
#[must_use]
pub fn marked(root: &Node, text: &str) -> Vec<Range<usize>> {
    places(root, text, Extent { most: MARKED, enough: None }).0.into_iter().map(|(_, range)| range).collect()
}

/// The piece of a text of about `length` bytes that has most of what a query asks for; the beginning where it has none.
#[must_use]
pub fn snippet(root: &Node, text: &str, length: usize) -> Snippet {
    let (places, _) = places(root, text, Extent { most: LOOKED_AT, enough: Some(ahead(length)) });
    piece(text, places, length)
}

/// The same, of the beginning of a text; `None` if more of the text must be read for it.
#[must_use]
pub fn snippet_in_beginning(root: &Node, text: &str, length: usize) -> Option<Snippet> {
    // Most beginnings lack a rarer word, which a look at the letters shows.
    if root.wanted().iter().any(|term| goes_beyond(text, &term.what)) {
        return None;
    }
    let (places, until) = places(root, text, Extent { most: LOOKED_AT, enough: Some(ahead(length)) });
    (until < text.len().saturating_sub(length)).then(|| piece(text, places, length))
}

/// Whether a beginning surely has no place of a condition, or more has to be read for it in any case.
fn goes_beyond(text: &str, what: &What) -> bool {
    let lacks = |phrase: &Phrase| super::ahead::start(text, once(phrase)).is_none();
    match what {
        What::Words(_, phrase) | What::Said(phrase) => lacks(phrase),
        What::Near(phrases, _) => phrases.iter().any(lacks),
        What::Pattern(_) => true,
        _ => false,
    }
}

fn ahead(length: usize) -> usize {
    length.saturating_sub(BEFORE)
}

fn piece(text: &str, places: Vec<(usize, Range<usize>)>, length: usize) -> Snippet {
    let ahead = ahead(length);
    let first = best(&places, ahead).map_or(0, |index| places.get(index).map_or(0, |(_, range)| range.start));
    let start = beginning(text, first);
    let end = ending(text, start, length);
    let marks = places.into_iter().map(|(_, range)| range).filter(|range| range.start >= start && range.end <= end);
    line(text, start..end, &marks.collect::<Vec<_>>())
}

/// The first of the places from which on most different words stand within so many bytes.
fn best(places: &[(usize, Range<usize>)], room: usize) -> Option<usize> {
    let score = |from: usize| {
        let start = places.get(from).map_or(0, |(_, range)| range.start);
        let within = places.iter().skip(from).take_while(|(_, range)| range.end <= start + room);
        let mut kinds: Vec<usize> = within.map(|(kind, _)| *kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.len()
    };
    (0..places.len()).max_by_key(|from| (score(*from), std::cmp::Reverse(*from)))
}

/// A few words before a place, at the start of a word or of the paragraph.
fn beginning(text: &str, at: usize) -> usize {
    let floor = (at.saturating_sub(BEFORE)..=at).find(|byte| text.is_char_boundary(*byte)).unwrap_or(at);
    let before = text.get(floor..at).unwrap_or_default();
    if let Some(paragraph) = before.rfind('\n') {
        return floor + paragraph + 1;
    }
    if floor == 0 {
        return 0;
    }
    before.find(' ').map_or(floor, |space| floor + space + 1)
}

fn ending(text: &str, start: usize, length: usize) -> usize {
    let most = start.saturating_add(length).min(text.len());
    let end = (start..=most).rev().find(|byte| text.is_char_boundary(*byte)).unwrap_or(start);
    if end == text.len() {
        return end;
    }
    let piece = text.get(start..end).unwrap_or_default();
    piece.rfind(' ').filter(|space| *space > length / 2).map_or(end, |space| start + space)
}

/// The piece with every run of white space as one space, and marks that follow.
fn line(text: &str, piece: Range<usize>, marks: &[Range<usize>]) -> Snippet {
    let mut out = Snippet::default();
    let goes_before = piece.start > 0 && !text.get(..piece.start).is_some_and(|before| before.ends_with('\n'));
    if goes_before {
        out.text.push('…');
    }
    let mut marks = marks.iter().peekable();
    let mut open = None;
    for (offset, c) in text.get(piece.clone()).unwrap_or_default().char_indices() {
        let at = piece.start + offset;
        if open.is_some() && marks.peek().is_some_and(|mark| mark.end <= at) {
            out.marks.extend(open.take().map(|start| start..out.text.len()));
            marks.next();
        }
        if c.is_whitespace() {
            if !out.text.ends_with(' ') && !out.text.is_empty() {
                out.text.push(' ');
            }
            continue;
        }
        if open.is_none() && marks.peek().is_some_and(|mark| mark.start <= at) {
            open = Some(out.text.len());
        }
        out.text.push(c);
    }
    out.marks.extend(open.map(|start| start..out.text.len()));
    if piece.end < text.trim_end().len() {
        out.text.push('…');
    }
    out
}

/// How much of a text is looked at.
#[derive(Clone, Copy)]
struct Extent {
    /// So many places at most.
    most: usize,
    /// Once every phrase stands within so many bytes, no further than these.
    enough: Option<usize>,
}

/// Where a text has what is asked for, with the number of the condition; and the byte up to which that tells enough.
fn places(root: &Node, text: &str, Extent { most, enough }: Extent) -> (Vec<(usize, Range<usize>)>, usize) {
    let mut phrases: Vec<&Phrase> = Vec::new();
    let mut found = Vec::new();
    let mut patterns = 0;
    for term in root.wanted() {
        match &term.what {
            What::Words(_, phrase) | What::Said(phrase) => phrases.push(phrase),
            What::Near(near, _) => phrases.extend(near),
            What::Pattern(pattern) => {
                patterns += 1;
                let ranges = pattern.0.find_iter(text).map(|found| found.range()).filter(|range| !range.is_empty());
                found.extend(ranges.take(most).map(|range| (usize::MAX - patterns, range)));
            }
            _ => {}
        }
    }
    if phrases.is_empty() && patterns == 0 {
        return (found, 0);
    }
    let mut left = most;
    // Where each phrase stands last, and how far it is worth to go.
    let mut last: Vec<Option<usize>> = vec![None; phrases.len()];
    let mut until = usize::MAX;
    each_place(text, &phrases, |place| {
        if place.end > until {
            return Going::Stop;
        }
        if let Some(cell) = last.get_mut(place.phrase) {
            *cell = Some(place.start);
        }
        if let (Some(room), Some(start), true) = (enough, last.iter().flatten().min(), patterns == 0) {
            let all = last.iter().all(Option::is_some) && place.end <= start + room;
            until = if all { until.min(start + room) } else { until };
        }
        found.push((place.phrase, place.start..place.end));
        left = left.saturating_sub(1);
        if left == 0 { Going::Stop } else { Going::On }
    });
    found.sort_by_key(|(_, range)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|(_, range)| {
        let free = range.start >= end;
        end = end.max(if free { range.end } else { 0 });
        free
    });
    (found, until)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::query::{Today, parse};

    fn show(query: &str, text: &str, length: usize) -> String {
        let found = snippet(&parse(query, Today::default()).unwrap().root, text, length);
        let mut shown = found.text.clone();
        for mark in found.marks.iter().rev() {
            shown.insert(mark.end, ']');
            shown.insert(mark.start, '[');
        }
        shown
    }

    #[test]
    fn the_piece_with_most_of_the_words_is_shown() {
        let text = format!(
            "Peace, peace. {} The peace talks\n\nin Geneva failed. {}",
            "Filler. ".repeat(40),
            "More. ".repeat(40)
        );
        let shown = show("peace geneva", &text, 100);
        assert!(shown.contains("[peace] talks in [Geneva] failed."), "{shown}");
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
    }

    #[test]
    fn a_long_text_is_read_no_further_than_the_piece_that_has_all_words() {
        let text = format!("Rain. {} Heavy rain, then sun. {}", "Filler. ".repeat(60), "Heavy rain. ".repeat(90));
        let query = parse("rain heavy", Today::default()).unwrap();
        let read = |enough| places(&query.root, &text, Extent { most: 1_000, enough }).0.len();
        assert_eq!(read(None), 183);
        assert!(read(Some(100)) < 25, "{}", read(Some(100)));
        let shown = show("rain heavy", &text, 100);
        assert!(shown.contains("[Heavy] [rain], then sun."), "{shown}");
    }

    #[test]
    fn the_beginning_of_a_text_is_enough_where_it_has_all_words() {
        let text = format!("{} Heavy rain, then sun. {}", "Filler. ".repeat(20), "Heavy rain. ".repeat(90));
        let part = &text[..600];
        for (query, is_enough) in [("rain heavy", true), ("rain", true), ("rain absent", false), ("/rain/", false)] {
            let root = parse(query, Today::default()).unwrap().root;
            let found = snippet_in_beginning(&root, part, 100);
            assert_eq!(found, is_enough.then(|| snippet(&root, &text, 100)), "{query}");
        }
    }

    #[test]
    fn phrases_prefixes_and_patterns_are_marked_and_unwanted_words_are_not() {
        let text = "The Prime Minister’s governing party; no rain in 2026.";
        assert_eq!(
            show("\"prime minister\" gov* -rain /20\\d\\d/", text, 200),
            "The [Prime Minister]’s [governing] party; no rain in [2026]."
        );
    }

    #[test]
    fn a_text_without_the_words_shows_its_beginning() {
        assert_eq!(show("absent", "One.\n\nTwo.", 80), "One. Two.");
        assert_eq!(show("absent", "", 80), "");
    }

    proptest::proptest! {
        #[test]
        fn marks_lie_on_characters_of_any_text(text in "[a-cé ’\n“]{0,300}", query in "[a-cé]{2,3}", length in 0usize..200) {
            if let Ok(query) = parse(&query, Today::default()) {
                let found = snippet(&query.root, &text, length);
                for mark in found.marks {
                    assert!(found.text.get(mark).is_some());
                }
            }
        }
    }
}
