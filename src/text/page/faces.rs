//! Marks and quotations laid over each other: which face each byte of the text has.

use std::ops::Range;

use super::{Face, QuotesShown, Role, Slant, Weight};
use crate::text::article::{Article, MarkKind};
use crate::text::quotes::{Kind, Quotations};

/// The faces of a whole text, as runs.
#[derive(Debug)]
pub(super) struct Faces {
    /// Ordered by start; the first starts at 0, each ends where the next starts.
    runs: Vec<Run>,
    /// The run that was asked for last: lines are set in order, so the next one is near.
    last: usize,
}

/// A stretch of text under the same marks and quotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// First byte.
    pub start: usize,
    /// What it is; `None` where it is what its block is.
    role: Option<Role>,
    weight: Weight,
    slant: Slant,
    /// The quotation that it is part of.
    pub quoted: Option<Kind>,
}

impl Run {
    /// The face in a block of this role.
    pub fn face(&self, block: Role) -> Face {
        Face { role: self.role.unwrap_or(block), weight: self.weight, slant: self.slant }
    }
}

impl Faces {
    /// Lays marks and quotations over each other, in `O(n log n)` of their number.
    pub fn new(article: &Article, quotations: &Quotations, shown: QuotesShown) -> Self {
        let mut edges = Vec::new();
        for mark in &article.marks {
            add_edges(&mut edges, &article.text, &mark.range, Layer::of(&mark.kind));
        }
        for quotation in quotations.quotations.iter().filter(|quotation| shown.has(quotation.kind)) {
            let layer = Layer::of_quotation(quotation.kind);
            quotation.pieces.iter().for_each(|piece| add_edges(&mut edges, &article.text, piece, layer));
            quotation.cue.iter().for_each(|cue| add_edges(&mut edges, &article.text, cue, Layer::Cue));
            quotation.mention.iter().for_each(|words| add_edges(&mut edges, &article.text, words, Layer::Speaker));
        }
        edges.sort_unstable_by_key(|edge| edge.at);
        Self { runs: sweep(&edges), last: 0 }
    }

    /// The run that holds a byte, and where that run ends (`usize::MAX` for the last).
    pub fn at(&mut self, byte: usize) -> (Run, usize) {
        let near = self.runs.get(self.last).is_some_and(|run| run.start <= byte);
        let rest = if near { self.last } else { 0 };
        let runs = self.runs.get(rest..).unwrap_or_default();
        // Nearly always the same run or the next; a binary search where a table's cell jumps back or a long way on.
        let ahead = match runs.iter().take(4).position(|run| run.start > byte) {
            Some(position) => position,
            None => runs.partition_point(|run| run.start <= byte),
        };
        self.last = (rest + ahead).saturating_sub(1);
        let run = self.runs.get(self.last).copied().unwrap_or(Run::PLAIN);
        (run, self.runs.get(self.last + 1).map_or(usize::MAX, |next| next.start))
    }
}

impl Run {
    const PLAIN: Self = Self { start: 0, role: None, weight: Weight::Regular, slant: Slant::Upright, quoted: None };
}

/// What can lie over a text; where several do, the last one gives the role.
#[derive(Debug, Clone, Copy)]
enum Layer {
    Emphasis,
    Strong,
    Dateline,
    Code,
    Link,
    Indirect,
    Mixed,
    Direct,
    Cue,
    Speaker,
}

impl Layer {
    const COUNT: usize = 10;

    fn of(kind: &MarkKind) -> Self {
        match kind {
            MarkKind::Emphasis => Self::Emphasis,
            MarkKind::Strong => Self::Strong,
            MarkKind::Code => Self::Code,
            MarkKind::Link { .. } => Self::Link,
            MarkKind::Dateline => Self::Dateline,
        }
    }

    fn of_quotation(kind: Kind) -> Self {
        match kind {
            Kind::Direct => Self::Direct,
            Kind::Mixed => Self::Mixed,
            Kind::Indirect => Self::Indirect,
        }
    }
}

/// A place where a layer begins or ends.
struct Edge {
    at: usize,
    layer: Layer,
    step: i32,
}

fn add_edges(edges: &mut Vec<Edge>, text: &str, range: &Range<usize>, layer: Layer) {
    let (start, end) = (floor(text, range.start), floor(text, range.end));
    if start >= end {
        return;
    }
    edges.push(Edge { at: start, layer, step: 1 });
    edges.push(Edge { at: end, layer, step: -1 });
}

/// The last character boundary at or before a byte.
fn floor(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn sweep(edges: &[Edge]) -> Vec<Run> {
    let mut depths = [0_i32; Layer::COUNT];
    let mut runs = vec![Run::PLAIN];
    let mut edges = edges.iter().peekable();
    while let Some(edge) = edges.next() {
        depths[edge.layer as usize] += edge.step;
        if edges.peek().is_some_and(|next| next.at == edge.at) {
            continue;
        }
        let run = run_under(&depths, edge.at);
        match runs.last_mut() {
            Some(last) if last.start == run.start => *last = run,
            Some(last) if Run { start: run.start, ..*last } == run => {}
            Some(_) | None => runs.push(run),
        }
    }
    runs
}

fn run_under(depths: &[i32; Layer::COUNT], start: usize) -> Run {
    let has = |layer: Layer| depths[layer as usize] > 0;
    let first = |layers: &[(Layer, Role)]| layers.iter().find(|(layer, _)| has(*layer)).map(|(_, role)| *role);
    Run {
        start,
        role: first(&[
            (Layer::Speaker, Role::Speaker),
            (Layer::Cue, Role::Cue),
            (Layer::Direct, Role::Direct),
            (Layer::Mixed, Role::Mixed),
            (Layer::Indirect, Role::Indirect),
            (Layer::Link, Role::Link),
            (Layer::Code, Role::Code),
            (Layer::Dateline, Role::Dateline),
        ]),
        weight: if has(Layer::Strong) { Weight::Strong } else { Weight::Regular },
        slant: if has(Layer::Emphasis) { Slant::Emphasis } else { Slant::Upright },
        quoted: [(Layer::Direct, Kind::Direct), (Layer::Mixed, Kind::Mixed), (Layer::Indirect, Kind::Indirect)]
            .into_iter()
            .find(|(layer, _)| has(*layer))
            .map(|(_, kind)| kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::article::Mark;
    use crate::text::quotes::Quotation;

    /// Ten letters, each layer beginning one letter later than the one that it beats.
    fn faces(shown: QuotesShown) -> Faces {
        let link = MarkKind::Link { url: String::new() };
        let kinds = [MarkKind::Dateline, MarkKind::Code, link, MarkKind::Strong, MarkKind::Emphasis];
        let marks = [1..10, 2..10, 3..10, 4..6, 5..7].into_iter().zip(kinds);
        let article = Article {
            text: "abcdefghij".into(),
            marks: marks.map(|(range, kind)| Mark { range, kind }).collect(),
            ..Article::default()
        };
        let quotation = |kind, from| Quotation {
            kind,
            pieces: std::iter::once(from..10).collect(),
            cue: (kind == Kind::Direct).then_some(7..8),
            mention: (kind == Kind::Direct).then_some(8..9),
            speaker: None,
            confidence: crate::text::quotes::Confidence::Sure,
        };
        let all = [quotation(Kind::Indirect, 4), quotation(Kind::Mixed, 5), quotation(Kind::Direct, 6)];
        Faces::new(&article, &Quotations { speakers: Vec::new(), quotations: all.into() }, shown)
    }

    fn roles(mut faces: Faces) -> Vec<Role> {
        (0..10).map(|byte| faces.at(byte).0.face(Role::Body).role).collect()
    }

    #[test]
    fn the_more_telling_role_wins() {
        use Role::{Body, Code, Cue, Dateline, Direct, Indirect, Link, Mixed, Speaker};
        let all = [Body, Dateline, Code, Link, Indirect, Mixed, Direct, Cue, Speaker, Direct];
        assert_eq!(roles(faces(QuotesShown::All)), all);
    }

    #[test]
    fn quotations_that_are_not_shown_leave_no_trace() {
        use Role::{Body, Code, Cue, Dateline, Direct, Link, Mixed, Speaker};
        let marked = [Body, Dateline, Code, Link, Link, Mixed, Direct, Cue, Speaker, Direct];
        assert_eq!(roles(faces(QuotesShown::Marked)), marked);
        let direct = [Body, Dateline, Code, Link, Link, Link, Direct, Cue, Speaker, Direct];
        assert_eq!(roles(faces(QuotesShown::Direct)), direct);
        assert_eq!(roles(faces(QuotesShown::None)), [Body, Dateline, Code, Link, Link, Link, Link, Link, Link, Link]);
    }

    #[test]
    fn stress_is_kept_whatever_the_role() {
        let mut faces = faces(QuotesShown::All);
        let mut stress = |byte| {
            let face = faces.at(byte).0.face(Role::Body);
            (face.weight, face.slant)
        };
        assert_eq!(stress(4), (Weight::Strong, Slant::Upright));
        assert_eq!(stress(5), (Weight::Strong, Slant::Emphasis));
        assert_eq!(stress(6), (Weight::Regular, Slant::Emphasis));
        assert_eq!(stress(7), (Weight::Regular, Slant::Upright));
    }

    #[test]
    fn runs_are_found_in_any_order() {
        let (mut ahead, mut back) = (faces(QuotesShown::All), faces(QuotesShown::All));
        let there: Vec<_> = (0..12).map(|byte| ahead.at(byte)).collect();
        let mut again: Vec<_> = (0..12).rev().map(|byte| back.at(byte)).collect();
        again.reverse();
        assert_eq!(there, again);
    }
}
