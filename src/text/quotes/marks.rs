//! Pairs quotation marks within a paragraph; it doesn't know what the marked words are.
//!
//! Curly, straight and single marks, doubled backticks and apostrophes, guillemets in both directions, German, CJK and full-width marks
//! are read as they stand: an opener asks only for its own closers. One pass over the marks of a paragraph, however
//! many of them never close.

use std::ops::Range;

use super::tokens::is_letter;

/// The words between an opening and a closing mark; marks inside are part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// With the marks.
    pub outer: Range<usize>,
    /// Between the marks.
    pub inner: Range<usize>,
    /// The opening mark.
    pub style: Style,
    /// Whether a mark closes it; else it runs to the paragraph's end.
    pub end: End,
}

/// The span that starts at a place, among spans in order.
pub(super) fn starting_at(marks: &[Marked], at: usize) -> Option<&Marked> {
    marks.get(marks.partition_point(|m| m.outer.start < at)).filter(|m| m.outer.start == at)
}

/// The span that ends at a place, among spans in order.
pub(super) fn ending_at(marks: &[Marked], at: usize) -> Option<&Marked> {
    marks.get(marks.partition_point(|m| m.outer.end < at)).filter(|m| m.outer.end == at)
}

/// How a marked span ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With a closing mark.
    Closed,
    /// With the paragraph: the next one may go on.
    Open,
}

/// A quotation mark as written; where one glyph has two uses the position decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `"` or full-width `＂`.
    Straight,
    /// `“`
    CurlyOpen,
    /// `”`
    CurlyClose,
    /// `„`
    Low,
    /// `‟`
    HighReversed,
    /// `«`
    GuillemetLeft,
    /// `»`
    GuillemetRight,
    /// `‹`
    AngleLeft,
    /// `›`
    AngleRight,
    /// `‘`
    SingleOpen,
    /// `’`
    SingleClose,
    /// `‚`
    SingleLow,
    /// `'`
    Apostrophe,
    /// Two backticks, as in TeX and old wires.
    Backticks,
    /// Two apostrophes.
    Apostrophes,
    /// `「` or `『`
    CornerOpen,
    /// `」` or `』`
    CornerClose,
}

/// What stands beside a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Space,
    Word,
    /// `.,!?…;:`
    Stop,
    /// `([—–-` and the like.
    Opening,
    Other,
}

#[derive(Debug, Clone, Copy)]
struct Glyph {
    at: usize,
    len: usize,
    style: Style,
    before: Beside,
    after: Beside,
    /// The next letter and the one before it are those of a plural possessive or an elision.
    s_before: bool,
    elision: bool,
}

/// What a mark does to those after it.
enum Opener {
    /// It opens nothing.
    No,
    /// It opens, and nothing closes it before the paragraph ends.
    Unclosed,
    /// The mark that closes it, and the place of that among the marks.
    Closed(Glyph, usize),
}

/// Scratch space that is kept from paragraph to paragraph.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    glyphs: Vec<Glyph>,
    /// For each glyph, the nearest one from there on that surely closes single marks.
    strong: Vec<u32>,
    /// The same for one that closes them if nothing better comes: `workers’ `.
    weak: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Scanner {
    /// Adds the marked spans of `text[paragraph]` to `out`, in order, outermost only.
    pub fn scan(&mut self, text: &str, paragraph: Range<usize>, out: &mut Vec<Marked>) {
        self.glyphs.clear();
        collect(text, paragraph.clone(), &mut self.glyphs);
        if self.glyphs.is_empty() {
            return;
        }
        self.find_single_closers();
        let mut i = 0;
        while let Some(glyph) = self.glyphs.get(i).copied() {
            let start = glyph.at + glyph.len;
            let (inner, outer, end) = match self.close(i, glyph) {
                Opener::No => {
                    i += 1;
                    continue;
                }
                Opener::Unclosed => {
                    i = self.glyphs.len();
                    (start..paragraph.end, glyph.at..paragraph.end, End::Open)
                }
                Opener::Closed(close, k) => {
                    i = k + 1;
                    (start..close.at, glyph.at..close.at + close.len, End::Closed)
                }
            };
            out.push(Marked { outer, inner, style: glyph.style, end });
        }
    }

    fn find_single_closers(&mut self) {
        let n = self.glyphs.len();
        self.strong.clear();
        self.strong.resize(n + 1, NONE);
        self.weak.clear();
        self.weak.resize(n + 1, NONE);
        for i in (0..n).rev() {
            let glyph = self.glyphs[i];
            let (strong, weak) = (self.strong[i + 1], self.weak[i + 1]);
            let index = u32::try_from(i).unwrap_or(NONE);
            (self.strong[i], self.weak[i]) = match single_close(glyph) {
                Some(true) => (index, weak),
                Some(false) => (strong, index),
                None => (strong, weak),
            };
        }
    }

    /// Whether the glyph opens, and what closes it.
    fn close(&self, i: usize, glyph: Glyph) -> Opener {
        let tight = glyph.after != Beside::Space;
        let free = glyph.before != Beside::Word && tight;
        let nested = |inner: Option<Style>, closers: &[Style]| self.close_nested(i, inner, closers);
        match glyph.style {
            Style::Straight if free => self.close_straight(i),
            Style::CurlyOpen => nested(Some(glyph.style), &[Style::CurlyClose, Style::Straight]),
            Style::Low | Style::HighReversed => {
                nested(Some(Style::Low), &[Style::CurlyOpen, Style::CurlyClose, Style::Straight])
            }
            Style::GuillemetLeft => nested(Some(glyph.style), &[Style::GuillemetRight]),
            Style::GuillemetRight if tight && matches!(glyph.before, Beside::Space | Beside::Opening) => {
                nested(None, &[Style::GuillemetLeft, Style::GuillemetRight])
            }
            Style::CornerOpen => nested(Some(glyph.style), &[Style::CornerClose]),
            Style::Backticks => nested(None, &[Style::Apostrophes, Style::Straight]),
            Style::Apostrophes if free => nested(None, &[Style::Apostrophes]),
            Style::SingleOpen | Style::SingleLow | Style::AngleLeft | Style::Apostrophe => self.close_single(i, glyph),
            _ => Opener::No,
        }
    }

    /// A straight mark closes it, or a curly one that no curly opener between asks for.
    fn close_straight(&self, i: usize) -> Opener {
        let mut depth = 0_usize;
        for (k, glyph) in self.glyphs.iter().enumerate().skip(i + 1) {
            match glyph.style {
                Style::Straight if !(glyph.before == Beside::Space && glyph.after == Beside::Word) => {
                    return Opener::Closed(*glyph, k);
                }
                Style::CurlyOpen if glyph.before != Beside::Word && glyph.after == Beside::Word => depth += 1,
                Style::CurlyClose if depth == 0 => return Opener::Closed(*glyph, k),
                Style::CurlyClose => depth -= 1,
                _ => {}
            }
        }
        Opener::Unclosed
    }

    /// The first of `closers` that isn't taken by an `inner` opener between.
    fn close_nested(&self, i: usize, inner: Option<Style>, closers: &[Style]) -> Opener {
        let mut depth = 0_usize;
        for (k, glyph) in self.glyphs.iter().enumerate().skip(i + 1) {
            let opens = glyph.before != Beside::Word && glyph.after == Beside::Word;
            if Some(glyph.style) == inner && opens {
                depth += 1;
            } else if closers.contains(&glyph.style) || Some(glyph.style) == inner && ends_word(*glyph) {
                if depth == 0 {
                    return Opener::Closed(*glyph, k);
                }
                depth -= 1;
            }
        }
        Opener::Unclosed
    }

    fn close_single(&self, i: usize, glyph: Glyph) -> Opener {
        if glyph.before == Beside::Word || glyph.after == Beside::Space || glyph.elision {
            return Opener::No;
        }
        let strong = self.strong.get(i + 1).copied().unwrap_or(NONE);
        let weak = self.weak.get(i + 1).copied().unwrap_or(NONE);
        let best = if strong == NONE && glyph.style != Style::Apostrophe { weak } else { strong };
        let k = usize::try_from(best).unwrap_or(usize::MAX);
        match self.glyphs.get(k) {
            Some(close) if close.at > glyph.at + glyph.len => Opener::Closed(*close, k),
            _ => Opener::No,
        }
    }
}

/// An opening glyph where only a closing one can stand: `“It is unusual,“ she said`.
fn ends_word(glyph: Glyph) -> bool {
    matches!(glyph.before, Beside::Word | Beside::Stop) && glyph.after != Beside::Word
}

/// Whether a glyph closes single marks: surely, perhaps, or not at all.
fn single_close(glyph: Glyph) -> Option<bool> {
    if !matches!(glyph.style, Style::Apostrophe | Style::SingleClose | Style::AngleRight)
        || glyph.before == Beside::Space
    {
        return None;
    }
    match glyph.after {
        Beside::Word => None,
        _ if glyph.style == Style::AngleRight || glyph.before == Beside::Stop => Some(true),
        Beside::Space => Some(!glyph.s_before),
        Beside::Stop | Beside::Opening | Beside::Other => Some(true),
    }
}

fn collect(text: &str, paragraph: Range<usize>, glyphs: &mut Vec<Glyph>) {
    let bytes = text.as_bytes();
    let mut at = paragraph.start;
    while let Some(skipped) =
        bytes.get(at..paragraph.end).and_then(|rest| rest.iter().position(|b| may_begin_a_mark(*b)))
    {
        at += skipped;
        let Some((style, len)) = glyph_at(bytes, at) else {
            at += 1;
            continue;
        };
        let end = (at + len).min(paragraph.end);
        let head = text.get(paragraph.start..at).unwrap_or_default();
        let tail = text.get(end..paragraph.end).unwrap_or_default();
        glyphs.push(Glyph {
            at,
            len,
            style,
            before: head.chars().next_back().map_or(Beside::Space, beside_before),
            after: tail.chars().next().map_or(Beside::Space, beside),
            s_before: head.ends_with(['s', 'S']),
            elision: is_elision(tail),
        });
        at = end;
    }
}

/// Whether a byte is the first of a mark, or of others that begin like one: all others are passed over in one go.
fn may_begin_a_mark(byte: u8) -> bool {
    matches!(byte, b'"' | b'`' | b'\'' | 0xC2 | 0xE2 | 0xE3 | 0xEF)
}

fn glyph_at(bytes: &[u8], at: usize) -> Option<(Style, usize)> {
    let rest = bytes.get(at..)?;
    match rest {
        [b'"', ..] => Some((Style::Straight, 1)),
        [b'`', b'`', ..] => Some((Style::Backticks, 2)),
        [b'\'', b'\'', ..] => Some((Style::Apostrophes, 2)),
        [b'\'', ..] => Some((Style::Apostrophe, 1)),
        [0xC2, 0xAB, ..] => Some((Style::GuillemetLeft, 2)),
        [0xC2, 0xBB, ..] => Some((Style::GuillemetRight, 2)),
        [0xE2, 0x80, third, ..] => Some((general_punctuation(*third)?, 3)),
        [0xE3, 0x80, 0x8C | 0x8E, ..] => Some((Style::CornerOpen, 3)),
        [0xE3, 0x80, 0x8D | 0x8F, ..] => Some((Style::CornerClose, 3)),
        [0xEF, 0xBC, 0x82, ..] => Some((Style::Straight, 3)),
        _ => None,
    }
}

/// The marks among U+2000 to U+203F, by their last UTF-8 byte.
fn general_punctuation(third: u8) -> Option<Style> {
    Some(match third {
        0x98 => Style::SingleOpen,
        0x99 => Style::SingleClose,
        0x9A => Style::SingleLow,
        0x9C => Style::CurlyOpen,
        0x9D => Style::CurlyClose,
        0x9E => Style::Low,
        0x9F => Style::HighReversed,
        0xB9 => Style::AngleLeft,
        0xBA => Style::AngleRight,
        _ => return None,
    })
}

/// `date="…"`: a mark after an equals sign belongs to a machine's text and opens nothing.
fn beside_before(c: char) -> Beside {
    if c == '=' { Beside::Word } else { beside(c) }
}

fn beside(c: char) -> Beside {
    match c {
        '.' | ',' | '!' | '?' | '…' | ';' | ':' => Beside::Stop,
        '(' | '[' | '—' | '–' | '-' => Beside::Opening,
        c if c.is_whitespace() => Beside::Space,
        c if is_letter(c) => Beside::Word,
        _ => Beside::Other,
    }
}

/// `’90s`, `’em`, `’til`: letters or figures are left out, nothing is opened.
fn is_elision(tail: &str) -> bool {
    const ELIDED: [&str; 9] = ["em", "til", "bout", "n", "cause", "tis", "twas", "round", "cuz"];
    if tail.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let word = tail.bytes().take(6).take_while(u8::is_ascii_alphabetic).count();
    let followed = tail.get(word..).and_then(|t| t.chars().next());
    tail.get(..word).is_some_and(|w| {
        ELIDED.iter().any(|e| e.eq_ignore_ascii_case(w))
            && (!w.eq_ignore_ascii_case("n") || matches!(followed, Some('\'' | '’')))
    })
}

#[cfg(test)]
mod tests;
