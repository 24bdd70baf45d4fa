//! Words, sentences and paragraphs around a place of a text: where a cursor goes. It knows no screen.

use std::ops::Range;

use super::{around::floor, lead::first_sentence};

/// The paragraph that a byte lies in, without the blank line after it.
#[must_use]
pub fn paragraph(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at(floor(text, at));
    let start = before.rfind("\n\n").map_or(0, |end| end + 2);
    let end = after.find("\n\n").map_or(text.len(), |end| before.len() + end);
    start.min(end)..end
}

/// The sentence that a byte lies in; between two, the one after it.
#[must_use]
pub fn sentence(text: &str, at: usize) -> Range<usize> {
    let paragraph = paragraph(text, at);
    let mut from = paragraph.start;
    let mut last = paragraph.clone();
    while let Some(found) = next_sentence(text, from..paragraph.end) {
        if at < found.end {
            return found;
        }
        from = found.end;
        last = found;
    }
    last
}

/// Where the next sentence begins; the next paragraph's first one after a paragraph's last.
#[must_use]
pub fn sentence_after(text: &str, at: usize) -> Option<usize> {
    let here = sentence(text, at);
    if here.start > at {
        return Some(here.start);
    }
    let end = paragraph(text, at).end;
    next_sentence(text, here.end.min(end)..end).map(|next| next.start).or_else(|| paragraph_after(text, at))
}

/// Where the sentence begins, or the one before where a byte is its first.
#[must_use]
pub fn sentence_before(text: &str, at: usize) -> Option<usize> {
    let here = sentence(text, at);
    if here.start < at {
        return Some(here.start);
    }
    let (back, _) = text.get(..here.start)?.char_indices().rev().find(|(_, c)| !c.is_whitespace())?;
    Some(sentence(text, back).start)
}

fn next_sentence(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let rest = text.get(range.clone())?;
    let start = range.start + (rest.len() - rest.trim_start().len());
    let length = first_sentence(rest).len();
    (length > 0).then_some(start..start + length)
}

/// Where the next paragraph begins.
#[must_use]
pub fn paragraph_after(text: &str, at: usize) -> Option<usize> {
    let end = paragraph(text, at).end;
    let rest = text.get(end..)?;
    let skipped = rest.len() - rest.trim_start().len();
    (skipped < rest.len()).then_some(end + skipped)
}

/// Where the paragraph begins, or the one before where a byte is its first.
#[must_use]
pub fn paragraph_before(text: &str, at: usize) -> Option<usize> {
    let here = paragraph(text, at);
    if here.start < at {
        return Some(here.start);
    }
    let back = text.get(..here.start)?.trim_end().len().checked_sub(1)?;
    Some(paragraph(text, back).start)
}

/// The word that a byte lies in, with the marks that stand at it; between two, the one after it.
#[must_use]
pub fn word(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at(floor(text, at));
    let start = if after.starts_with(|c: char| !c.is_whitespace()) {
        before.char_indices().rev().take_while(|(_, c)| !c.is_whitespace()).last().map_or(before.len(), |(at, _)| at)
    } else {
        before.len() + (after.len() - after.trim_start().len())
    };
    let rest = text.get(start..).unwrap_or_default();
    start..start + rest.find(char::is_whitespace).unwrap_or(rest.len())
}

/// Where the next word begins.
#[must_use]
pub fn word_after(text: &str, at: usize) -> Option<usize> {
    let here = word(text, at);
    if here.start > at {
        return Some(here.start).filter(|start| *start < text.len());
    }
    let next = word(text, here.end);
    (next.start < text.len() && next.start > at).then_some(next.start)
}

/// Where the word begins, or the one before where a byte is its first.
#[must_use]
pub fn word_before(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..floor(text, at))?.trim_end();
    let last = before.char_indices().next_back()?.0;
    Some(word(text, last).start)
}

/// The last character of the word, or of the next one where a byte is in the last.
#[must_use]
pub fn word_end(text: &str, at: usize) -> Option<usize> {
    let last = |word: Range<usize>| Some(word.start + text.get(word)?.char_indices().next_back()?.0);
    let here = last(word(text, at))?;
    if here > at { Some(here) } else { last(word(text, word(text, at).end)) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "Mr. Lee came. “Who?” he asked.\n\nNobody knew. Not I.";

    fn walk(from: usize, step: impl Fn(&str, usize) -> Option<usize>) -> Vec<&'static str> {
        let places = std::iter::successors(step(TEXT, from), |at| step(TEXT, *at));
        places.map(|at| TEXT[at..].split([' ', '\n']).next().unwrap()).collect()
    }

    #[test]
    fn one_goes_by_words_sentences_and_paragraphs_there_and_back() {
        assert_eq!(walk(0, sentence_after), ["“Who?”", "Nobody", "Not"]);
        assert_eq!(walk(TEXT.len() - 1, sentence_before), ["Not", "Nobody", "“Who?”", "Mr."]);
        assert_eq!(walk(0, paragraph_after), ["Nobody"]);
        assert_eq!(walk(TEXT.len() - 1, paragraph_before), ["Nobody", "Mr."]);
        assert_eq!(walk(0, word_after).len(), 9);
        assert_eq!(walk(TEXT.len() - 1, word_before).len(), 10);
        assert_eq!(walk(0, word_end).len(), 10);
        assert_eq!(&TEXT[sentence(TEXT, 5)], "Mr. Lee came.");
        assert_eq!(&TEXT[word(TEXT, TEXT.find('?').unwrap())], "“Who?”");
    }

    proptest! {
        #[test]
        fn any_place_of_any_text_leads_on_or_nowhere(text in "[a .!“”\\n。é]{0,40}", at in 0usize..60) {
            for range in [paragraph(&text, at), sentence(&text, at), word(&text, at)] {
                prop_assert!(text.get(range).is_some());
            }
            for next in [sentence_after(&text, at), paragraph_after(&text, at), word_after(&text, at)].into_iter().flatten() {
                prop_assert!(next > at && next < text.len() && text.is_char_boundary(next));
            }
            let at = floor(&text, at);
            for back in [sentence_before(&text, at), paragraph_before(&text, at), word_before(&text, at)].into_iter().flatten() {
                prop_assert!(back < at && text.is_char_boundary(back));
            }
            prop_assert!(word_end(&text, at).is_none_or(|end| end > at && text.is_char_boundary(end)));
        }
    }
}
