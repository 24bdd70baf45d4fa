//! A sentence as the later stages see it: its tokens, and what can be told of each from its neighbours.

use std::ops::Range;

use super::lexicon::Flags;
use super::marks::Marked;
use super::tokens::{Case, Kind, Token};
use super::verdict::Looks;

/// One sentence. Places (`usize`) count its tokens from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    /// The marked spans of its paragraph, and how they look.
    pub marks: &'a [Marked],
    pub looks: &'a [Looks],
}

impl<'a> Frame<'a> {
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn get(&self, i: usize) -> Option<&'a Token> {
        self.tokens.get(i)
    }

    pub fn before(&self, i: usize) -> Option<&'a Token> {
        self.tokens.get(i.checked_sub(1)?)
    }

    pub fn word(&self, i: usize) -> &'a str {
        self.get(i).and_then(|t| self.text.get(t.range())).unwrap_or_default()
    }

    /// Whether the word at `i`, in any case, is one of `words`.
    pub fn is_word(&self, i: usize, words: &[&str]) -> bool {
        let word = self.word(i);
        // The length tells most words apart, and stands beside where they are; then the first letter.
        let first = |word: &str| word.as_bytes().first().map(u8::to_ascii_lowercase);
        let wanted = first(word);
        words.iter().any(|w| w.len() == word.len() && first(w) == wanted && w.eq_ignore_ascii_case(word))
    }

    pub fn is(&self, i: usize, flags: Flags) -> bool {
        self.get(i).is_some_and(|t| t.is(flags))
    }

    pub fn kind(&self, i: usize) -> Option<Kind> {
        self.get(i).map(|t| t.kind)
    }

    pub fn kind_before(&self, i: usize) -> Option<Kind> {
        self.before(i).map(|t| t.kind)
    }

    pub fn is_mark(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(Kind::Mark(_)))
    }

    /// How the marked span at `i` looks.
    pub fn looks(&self, i: usize) -> Option<Looks> {
        match self.kind(i) {
            Some(Kind::Mark(m)) => self.looks.get(m).copied(),
            _ => None,
        }
    }

    pub fn capital(&self, i: usize) -> bool {
        self.get(i).is_some_and(Token::capital)
    }

    /// Part of a name: a capital that isn't a small word at the sentence's start.
    pub fn name_like(&self, i: usize) -> bool {
        self.get(i).is_some_and(|t| {
            t.capital()
                && (!t.is(Flags::SMALL)
                    || t.case == Case::Upper && t.end - t.start > 3
                    || t.is(Flags::FORENAME) && self.forename(i)
                    || t.is(Flags::HE) && self.surname(i))
        })
    }

    /// Whether a small word is a name here: `said Will Doyle`, `Will wrote`.
    fn forename(&self, i: usize) -> bool {
        let past = Flags::PAST.with(Flags::PART).with(Flags::THIRD);
        self.get(i + 1).is_some_and(|t| {
            i > 0 && t.capital() && !t.is(Flags::SMALL)
                || self.is(i, Flags::MODAL) && t.is(Flags::CUE) && t.is(past) && !t.is(Flags::BASE)
        })
    }

    /// `He Jianxiong, a grocer,`: the pronoun's form before a name is a family name.
    fn surname(&self, i: usize) -> bool {
        let name = |t: &Token| t.case == Case::Capital && t.flags == Flags::NONE && t.end - t.start > 3;
        let closed = |t: &Token| t.kind == Kind::Comma || t.is(Flags::CUE.with(Flags::AUX));
        self.get(i + 1).is_some_and(|t| name(t) && t.kind == Kind::Word) && self.get(i + 2).is_some_and(closed)
    }

    /// The bytes from the first to the last token of a range of places.
    pub fn bytes(&self, places: Range<usize>) -> Range<usize> {
        let start = self.get(places.start).map_or(0, |t| t.start);
        let end = places.end.checked_sub(1).and_then(|i| self.get(i)).map_or(start, |t| t.end);
        start..end.max(start)
    }

    /// A finite verb, an auxiliary, or what looks like one.
    pub fn verbish(&self, i: usize) -> bool {
        let Some(token) = self.get(i) else {
            return false;
        };
        if token.kind != Kind::Word || token.is(Flags::PREP.with(Flags::SUBORD)) && !token.is(Flags::AUX) {
            return false;
        }
        if token.is(Flags::AUX) {
            return !(token.capital() && token.is(Flags::FORENAME) && self.name_like(i));
        }
        if token.capital() && i > 0 {
            return false;
        }
        let verb = token.is(Flags::CUE.with(Flags::VERB));
        if verb && token.is(Flags::PAST.with(Flags::PART)) {
            return !self.before(i).is_some_and(|t| t.is(Flags::DET.with(Flags::POSS)) || t.kind == Kind::Genitive);
        }
        if verb && token.is(Flags::THIRD) {
            // `the notes`, `their claims`
            if i > 0 && (self.is(i - 1, Flags::POSS) || self.is_word(i - 1, &["the", "a", "an"])) {
                return false;
            }
            let noun = token.is(Flags::CARRIER.with(Flags::DOC).with(Flags::GROUP)) || !token.is(Flags::STRONG);
            return !noun || self.before(i).is_some_and(|t| t.capital() || t.is(Flags::SUBJECT.with(Flags::REL)));
        }
        if verb && token.is(Flags::BASE) {
            return self
                .before(i)
                .is_some_and(|t| t.is(Flags::MODAL.with(Flags::DO).with(Flags::THEY).with(Flags::FIRST)))
                || self.is_word(i.wrapping_sub(1), &["to"]);
        }
        let word = self.word(i);
        token.case == Case::Lower
            && !verb
            && word.len() > 4
            && word.ends_with("ed")
            && !word.ends_with("eed")
            && !self.before(i).is_some_and(|t| t.is(Flags::DET.with(Flags::POSS)) || t.kind == Kind::Genitive)
    }

    /// Whether any token of the range is a finite verb.
    pub fn has_verb(&self, places: Range<usize>) -> bool {
        places.into_iter().any(|i| self.verbish(i))
    }

    /// `-ing` form.
    pub fn ing(&self, i: usize) -> bool {
        self.is(i, Flags::ING)
            || self.get(i).is_some_and(|t| t.case == Case::Lower || i == 0 && t.kind == Kind::Word)
                && self.word(i).len() > 5
                && self.word(i).ends_with("ing")
                && !self.word(i).ends_with("thing")
    }

    /// The place after the last token before the sentence's closing stops.
    pub fn end(&self) -> usize {
        let mut end = self.len();
        while end > 0
            && matches!(self.kind(end - 1), Some(Kind::Stop | Kind::Comma | Kind::Semicolon | Kind::Colon | Kind::Dash))
        {
            end -= 1;
        }
        end
    }
}
