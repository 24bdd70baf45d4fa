//! The marks of one block as Markdown can have them: nested, none crossing another, none where it wouldn't be seen.

use std::ops::Range;

use super::escape::is_letter;
use crate::text::article::{Mark, MarkKind};

/// What a mark is in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Markup<'a> {
    Link(&'a str),
    Strong,
    Emphasis,
    Code,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Close,
    Open,
}

/// One end of a mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge<'a> {
    pub at: usize,
    pub side: Side,
    /// Where its other end is.
    pub other: usize,
    pub markup: Markup<'a>,
}

/// The ends of all marks in the order in which they are written: nested, none crossing another, none in a place where
/// `CommonMark` wouldn't see it.
pub(super) fn edges<'a>(text: &str, range: &Range<usize>, marks: &'a [Mark]) -> Vec<Edge<'a>> {
    if marks.is_empty() {
        return Vec::new();
    }
    let of = |kind: &MarkKind| {
        let same = marks.iter().filter(|mark| mark.kind == *kind).map(|mark| mark.range.clone());
        joined(same.filter_map(|mark| trimmed(text, mark.start..mark.end.min(range.end))))
    };
    let links = links(text, range, marks);
    let taken: Vec<Range<usize>> = links.iter().map(|(link, _)| link.clone()).collect();
    let trim = |ranges: Vec<Range<usize>>| -> Vec<Range<usize>> {
        ranges.into_iter().filter_map(|range| trimmed(text, range)).collect()
    };
    let code = trim(fitted(of(&MarkKind::Code), &taken, Around::Cut, Inside::Keep, Crossing::Both));
    let fit = |ranges| {
        fitted(
            fitted(ranges, &taken, Around::Keep, Inside::Keep, Crossing::Both),
            &code,
            Around::Keep,
            Inside::Drop,
            Crossing::Outside,
        )
    };
    let strong = trim(fit(of(&MarkKind::Strong)));
    let emphasis = trim(fitted(fit(of(&MarkKind::Emphasis)), &strong, Around::Keep, Inside::Keep, Crossing::Outside));
    let mut all: Vec<(Range<usize>, Markup<'_>)> =
        links.into_iter().map(|(link, url)| (link, Markup::Link(url))).collect();
    all.extend(code.into_iter().map(|range| (range, Markup::Code)));
    all.extend(strong.into_iter().map(|range| (range, Markup::Strong)));
    all.extend(emphasis.into_iter().map(|range| (range, Markup::Emphasis)));
    seen(text, range, in_order(&all))
}

fn in_order<'a>(marks: &[(Range<usize>, Markup<'a>)]) -> Vec<Edge<'a>> {
    let mut edges: Vec<Edge<'_>> = Vec::with_capacity(marks.len() * 2);
    for (range, markup) in marks {
        edges.push(Edge { at: range.start, side: Side::Open, other: range.end, markup: *markup });
        edges.push(Edge { at: range.end, side: Side::Close, other: range.start, markup: *markup });
    }
    // At one place, what closes goes before what opens, and of both the mark with the further other end is the outer one.
    edges.sort_by(|one, other| {
        let place = (one.at, one.side).cmp(&(other.at, other.side));
        let nesting = other.other.cmp(&one.other);
        let rank = match one.side {
            Side::Open => one.markup.cmp(&other.markup),
            Side::Close => other.markup.cmp(&one.markup),
        };
        place.then(nesting).then(rank)
    });
    edges
}

/// Drops emphasis whose asterisks `CommonMark` would read as mere asterisks (section 6.2, left- and right-flanking runs), or
/// that would run into another's.
fn seen<'a>(text: &str, range: &Range<usize>, edges: Vec<Edge<'a>>) -> Vec<Edge<'a>> {
    let is_stress = |edge: &Edge<'_>| matches!(edge.markup, Markup::Strong | Markup::Emphasis);
    let mut dropped: Vec<(usize, usize)> = Vec::new();
    let mut open = 0_usize;
    for place in edges.chunk_by(|one, other| one.at == other.at) {
        let Some(at) = place.first().map(|edge| edge.at) else {
            continue;
        };
        let before = text.get(range.start..at).and_then(|before| before.chars().next_back());
        let after = text.get(at..range.end).and_then(|after| after.chars().next());
        let stress_closes = place.iter().any(|edge| is_stress(edge) && edge.side == Side::Close);
        let beside_other = |side: Side| place.iter().any(|edge| !is_stress(edge) && edge.side == side);
        for edge in place.iter().filter(|edge| is_stress(edge)) {
            let is_seen = match edge.side {
                Side::Open => {
                    let is_letter = is_letter(after) && !beside_other(Side::Open);
                    // Within other emphasis it must not look like that one's end.
                    let may_close = before.is_some_and(|c| !c.is_whitespace()) && !(is_letter && is_gap(before));
                    (is_letter || is_gap(before)) && !stress_closes && !(open > 0 && may_close)
                }
                Side::Close => (is_letter(before) && !beside_other(Side::Close)) || is_gap(after),
            };
            open = match edge.side {
                Side::Open => open + 1,
                Side::Close => open.saturating_sub(1),
            };
            if !is_seen {
                dropped.push((edge.at.min(edge.other), edge.at.max(edge.other)));
            }
        }
    }
    dropped.sort_unstable();
    let is_dropped =
        |edge: &Edge<'_>| dropped.binary_search(&(edge.at.min(edge.other), edge.at.max(edge.other))).is_ok();
    edges.into_iter().filter(|edge| !is_stress(edge) || !is_dropped(edge)).collect()
}

/// Whether it is surely white space or punctuation, or the block's edge.
fn is_gap(c: Option<char>) -> bool {
    c.is_none_or(|c| {
        c.is_whitespace()
            || c.is_ascii_punctuation()
            || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}'
                | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}')
    })
}

/// The links, those that overlap an earlier one left out.
fn links<'a>(text: &str, range: &Range<usize>, marks: &'a [Mark]) -> Vec<(Range<usize>, &'a str)> {
    let mut links: Vec<(Range<usize>, &str)> = Vec::new();
    for mark in marks {
        let MarkKind::Link { url } = &mark.kind else {
            continue;
        };
        let end = links.last().map_or(0, |(last, _)| last.end);
        if let Some(link) = trimmed(text, mark.range.start..mark.range.end.min(range.end))
            && link.start >= end
        {
            links.push((link, url));
        }
    }
    links
}

/// Ranges ordered by start, those that touch joined.
fn joined(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            Some(_) | None => joined.push(range),
        }
    }
    joined
}

/// The range without white space at its ends; `None` if nothing is left.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = text.get(range.clone())?;
    let start = range.start + words.len() - words.trim_start().len();
    let end = range.end - (words.len() - words.trim_end().len());
    (start < end).then_some(start..end)
}

/// What becomes of a range that holds a fixed one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Keep,
    Cut,
}

/// What becomes of a range within a fixed one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Keep,
    Drop,
}

/// Which parts are kept of a range that crosses the edge of a fixed one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Crossing {
    Both,
    Outside,
}

/// `ranges`, cut so that they nest with the `fixed` ones. Both are in order and don't overlap among themselves.
fn fitted(
    ranges: Vec<Range<usize>>,
    fixed: &[Range<usize>],
    around: Around,
    inside: Inside,
    crossing: Crossing,
) -> Vec<Range<usize>> {
    let mut fitted = Vec::with_capacity(ranges.len());
    for range in ranges {
        let mut start = range.start;
        let first = fixed.partition_point(|fixed| fixed.end <= range.start);
        for fixed in fixed.iter().skip(first).take_while(|fixed| fixed.start < range.end) {
            let holds = range.start <= fixed.start && fixed.end <= range.end;
            if holds && around == Around::Keep {
                continue;
            }
            let lies_within = fixed.start <= range.start && range.end <= fixed.end;
            fitted.push(start..fixed.start.max(start));
            if (lies_within && inside == Inside::Keep) || (!lies_within && crossing == Crossing::Both) {
                fitted.push(fixed.start.max(start)..fixed.end.min(range.end));
            }
            start = fixed.end.min(range.end);
        }
        fitted.push(start..range.end);
    }
    fitted.retain(|range| range.start < range.end);
    fitted
}
