//! A paragraph's quotations: sentence by sentence, and marked words that have no cue of their own.

pub(super) use transcript::last_turn;

mod across;
mod fragment;
mod loose;
mod set_off;
mod transcript;
mod worth;

use std::ops::Range;

use super::attach::{self, Claims, Found, Tie};
use super::frame::Frame;
use super::marks::{End, Marked, Style, starting_at};
use super::mention::Mention;
use super::resolve::kind;
use super::tokens::{Kind, Token};
use super::verdict::Looks;

/// What one paragraph hands to the next.
#[derive(Debug, Default)]
pub(super) struct Carry {
    /// Where the last turn begins, if the article is a conversation written as `Name: words`.
    pub turns: Option<usize>,
    /// The turn that the last paragraph was or belonged to.
    turn: Option<usize>,
    /// The mark that the last paragraph left open.
    open: Option<Style>,
    /// The quotation that the last paragraph ended with.
    last: Option<usize>,
    /// Sentence-level scratch.
    claims: Claims,
    paragraphs: usize,
    /// Who the last paragraph announced with its final colon: `Roe writes:`.
    announced: Option<(Option<Range<usize>>, Mention)>,
    /// Who spoke last by name or role, and in which paragraph.
    lately: Option<(Mention, usize)>,
    /// Whom its last sentence was about.
    topic: Option<Mention>,
    /// Two who speak by turns: who spoke before the last one, and the last one.
    exchange: across::Exchange,
    /// The bytes of the last paragraph, and how many quotations stood before it.
    before: Option<(Range<usize>, usize)>,
}

/// One paragraph, taken apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paragraph<'a> {
    pub text: &'a str,
    pub range: &'a Range<usize>,
    pub tokens: &'a [Token],
    pub marks: &'a [Marked],
    pub looks: &'a [Looks],
    pub sentences: &'a [Range<usize>],
}

impl<'a> Paragraph<'a> {
    /// Its sentences.
    pub fn frames(&self) -> impl Iterator<Item = Frame<'a>> {
        let p = *self;
        p.sentences.iter().map(move |s| Frame {
            text: p.text,
            tokens: p.tokens.get(s.clone()).unwrap_or_default(),
            marks: p.marks,
            looks: p.looks,
        })
    }
}

/// Adds the quotations of a paragraph to `out`.
pub(super) fn paragraph(p: &Paragraph, carry: &mut Carry, out: &mut Vec<Found>) {
    let first = out.len();
    let name = set_off::byline(p);
    if let Some(who) = &name
        && set_off::name_below(who, carry, out)
    {
        carry.announced = None;
        carry.before = Some((p.range.clone(), first));
        carry.paragraphs += 1;
        return;
    }
    if set_off::signature(p, carry, out) || set_off::headline(p, carry, out) {
        carry.turn = None;
    } else if transcript::turn(p, carry, out) {
        // `Kasich: Finish strong` is a heading; nobody goes on after so few words.
        carry.turn = (p.tokens.len() > 10).then_some(first);
    } else if !transcript::rest_of_turn(p, carry, out) {
        carry.turn = None;
        sentences(p, carry, out);
    }
    across::join(p, first, out);
    for found in out.get_mut(first..).unwrap_or_default() {
        found.kind = kind(p.text, &found.pieces, p.marks);
    }
    let here = out.get(first..).unwrap_or_default();
    carry.exchange.hear(p, here);
    if let Some(who) = here.iter().rev().find_map(loose::teller) {
        carry.lately = Some((who, carry.paragraphs));
    }
    carry.open = p.marks.last().filter(|m| m.end == End::Open).map(|m| m.style);
    carry.last = (out.len() > first)
        .then(|| out.len() - 1)
        .or(carry.last.filter(|_| p.range.end == across::carry_end(carry, out)));
    carry.announced = name.map(|who| (None, who)).or_else(|| set_off::announcement(p));
    carry.topic = p.frames().last().and_then(|f| loose::spoken_of(&f));
    carry.before = Some((p.range.clone(), first));
    carry.paragraphs += 1;
}

fn sentences(p: &Paragraph, carry: &mut Carry, out: &mut Vec<Found>) {
    let mut previous: Option<Frame> = None;
    let mut previous_found: Option<usize> = None;
    let mut pending: Vec<usize> = Vec::new();
    let first = out.len();
    for (index, sentence) in p.sentences.iter().enumerate() {
        let frame = Frame {
            text: p.text,
            tokens: p.tokens.get(sentence.clone()).unwrap_or_default(),
            marks: p.marks,
            looks: p.looks,
        };
        let before = out.len();
        let goes_on = index == 0 && across::reopened(p, carry, out);
        if goes_on && frame.len() == 1 {
            previous = Some(frame);
            previous_found = carry.last;
            continue;
        }
        carry.claims.clear();
        attach::sentence(&frame, &mut carry.claims, out);
        keep_worthy(&frame, before, out);
        let cued = out.len() > before;
        if goes_on {
            across::merge_reopened(p, carry, before, out);
        }
        for i in 0..frame.len() {
            let merged = goes_on && i == 0;
            if frame.is_mark(i) && !carry.claims.has(i) && !merged {
                let before = loose::Before {
                    sentence: previous.as_ref(),
                    found: previous_found.filter(|_| !cued),
                    first,
                    announced: carry.announced.is_some(),
                };
                loose::loose(&frame, i, &before, &mut pending, out);
            }
        }
        if cued && !pending.is_empty() {
            let who = out.get(before).and_then(|f| f.who.clone());
            for k in pending.drain(..) {
                if let Some(found) = out.get_mut(k) {
                    found.who.clone_from(&who);
                    found.tie = Tie::Near;
                }
            }
        }
        let orphans = carry.last.is_none()
            && carry.announced.is_none()
            && !frame.tokens.iter().any(|t| matches!(t.kind, Kind::Mark(_)));
        let pointed = || loose::spoken_of(&frame).filter(|_| orphans);
        if !cued
            && !pending.is_empty()
            && let Some(who) = loose::looks_back(&frame).or_else(pointed)
        {
            for k in pending.drain(..) {
                if let Some(found) = out.get_mut(k) {
                    found.who = Some(who.clone());
                }
            }
        }
        let marks_only = frame.tokens.iter().all(|t| matches!(t.kind, Kind::Mark(_) | Kind::Stop));
        previous_found =
            last_said(&frame, before, out).or(previous_found.filter(|_| marks_only)).or(carry.last.filter(|_| goes_on));
        previous = Some(frame);
    }
    across::hand_down(p, carry, &pending, out);
}

/// Takes back what a sentence reports without marks where it is no report.
fn keep_worthy(frame: &Frame, from: usize, out: &mut Vec<Found>) {
    let mut kept = from;
    for i in from..out.len() {
        let stands = out.get(i).is_some_and(|found| {
            kind(frame.text, &found.pieces, frame.marks) != super::Kind::Indirect || worth::stands(frame, found)
        });
        if stands {
            out.swap(kept, i);
            kept += 1;
        }
    }
    out.truncate(kept);
}

/// The quotation of this sentence that one in the next would go on with: the last that marks begin, else the last.
fn last_said(frame: &Frame, from: usize, out: &[Found]) -> Option<usize> {
    let marked = |f: &Found| f.pieces.iter().any(|p| starting_at(frame.marks, p.start).is_some());
    let direct = (from..out.len()).rev().find(|k| out.get(*k).is_some_and(|f| f.who.is_some() && marked(f)));
    direct.or((out.len() > from).then(|| out.len() - 1))
}
