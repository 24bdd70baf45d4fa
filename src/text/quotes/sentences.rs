//! Parts the tokens of a paragraph into sentences; a marked span never holds a boundary, but may end in one.

use std::ops::Range;

use super::lexicon::Flags;
use super::marks::Marked;
use super::tokens::{Kind, Token};

/// A text without a full stop is cut after so many tokens: what follows looks back and forth within a sentence.
const LONGEST: usize = 160;

/// Adds the sentences of a paragraph to `out`, as ranges over its tokens, in order and without gaps.
pub(super) fn sentences(text: &str, tokens: &[Token], marks: &[Marked], out: &mut Vec<Range<usize>>) {
    let mut start = 0;
    for (i, pair) in tokens.windows(2).enumerate() {
        let [this, next] = pair else { continue };
        let long = i + 1 - start >= LONGEST;
        if long || ends_between(text, tokens, marks, i, this, next) {
            out.push(start..i + 1);
            start = i + 1;
        }
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
}

fn ends_between(text: &str, tokens: &[Token], marks: &[Marked], i: usize, this: &Token, next: &Token) -> bool {
    let starts = next.capital() || matches!(next.kind, Kind::Mark(_) | Kind::Number);
    match this.kind {
        Kind::Stop => {
            let apart = next.start > this.end;
            (starts || next.kind == Kind::Open) && apart || !this_is_ascii(text, this)
        }
        Kind::Word if this.is(Flags::ABBR) && !this.is(Flags::ANY_TITLE) && dotted(text, this) => {
            next.capital() && next.is(Flags::SMALL) || speech_next(text, marks, next)
        }
        Kind::Close => starts && i > 0 && tokens.get(i - 1).is_some_and(|t| t.kind == Kind::Stop),
        Kind::Mark(m) => starts && marks.get(m).is_some_and(|mark| mark_ends(text, mark, tokens, i)),
        _ => false,
    }
}

fn this_is_ascii(text: &str, token: &Token) -> bool {
    text.as_bytes().get(token.start).is_some_and(u8::is_ascii) || text.get(token.range()) == Some("…")
}

/// Whether a token is marked words that begin with a capital.
fn speech_next(text: &str, marks: &[Marked], next: &Token) -> bool {
    let Kind::Mark(m) = next.kind else {
        return false;
    };
    let inner = marks.get(m).and_then(|mark| text.get(mark.inner.clone()));
    inner.is_some_and(|t| t.trim_start().starts_with(char::is_uppercase) && t.contains(' '))
}

fn dotted(text: &str, token: &Token) -> bool {
    text.get(token.range()).is_some_and(|t| t.ends_with('.'))
}

/// `“Stop.” Then` ends a sentence; `“Who?” Ines asked` doesn't.
fn mark_ends(text: &str, mark: &Marked, tokens: &[Token], i: usize) -> bool {
    let inner = text
        .get(mark.inner.clone())
        .unwrap_or_default()
        .trim_end_matches(['’', '\'', '”', '"', '“', ' ', '»', '\u{a0}']);
    let near = tokens.get(i + 1..(i + 8).min(tokens.len())).unwrap_or_default();
    let names = near.iter().take(5).take_while(|t| t.capital()).count();
    if inner.ends_with('.') {
        // `“I hope so.” Trump said.`: a slip for a comma.
        let cue = near.get(names).is_some_and(|t| t.is(Flags::STRONG) && t.is(Flags::PAST.with(Flags::THIRD)));
        return !(names > 0 && cue && near.get(names + 1).is_none_or(|t| t.kind == Kind::Stop));
    }
    if !inner.ends_with(['!', '?', '…', '—', '\u{3002}']) {
        return false;
    }
    // `“Who is there?” She opened the door.`: within a sentence the pronoun would be small. `He Jianxiong` is a name.
    if names == 1 && near.first().is_some_and(|t| t.capital() && t.is(Flags::HE_SHE.with(Flags::THEY))) {
        return true;
    }
    let says = |t: &Token| t.is(Flags::STRONG.with(Flags::USUAL).with(Flags::MANNER));
    !near
        .get(names)
        .is_some_and(|t| names > 0 && (says(t) || t.kind == Kind::Comma && apposition_ends(tokens, i + 1 + names)))
}

/// `, the head of the fund, said`: whether a verb of saying follows the second comma.
fn apposition_ends(tokens: &[Token], comma: usize) -> bool {
    let near = tokens.get(comma + 1..(comma + 16).min(tokens.len())).unwrap_or_default();
    let past = |t: &Token| t.is(Flags::STRONG) && t.is(Flags::PAST.with(Flags::THIRD));
    let second = near.iter().position(|t| !matches!(t.kind, Kind::Word | Kind::Genitive | Kind::Number));
    second.is_some_and(|k| near.get(k).is_some_and(|t| t.kind == Kind::Comma) && near.get(k + 1).is_some_and(past))
}
