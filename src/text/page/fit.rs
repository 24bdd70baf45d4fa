//! Which pieces share a line: textwrap's optimal fit, or first fit where that is too dear.

use std::ops::Range;

use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};

use super::pieces::Piece;

/// Optimal fit takes several times as long as first fit; nobody reads a paragraph of more pieces for its looks.
const MOST_FOR_OPTIMAL: usize = 20_000;

/// The lines of a paragraph, as ranges of its pieces: the first `first` columns wide, the others `rest`.
///
/// No line is wider, if no piece is wider than both.
pub(super) fn fit(pieces: &[Piece], first: usize, rest: usize, lines: &mut Vec<Range<usize>>) {
    if columns(pieces) <= first {
        lines.push(0..pieces.len());
        return;
    }
    let widths = [exact(first), exact(rest)];
    let fitted = match optimal(pieces, &widths, rest) {
        Some(fitted) => fitted,
        None => wrap_first_fit(pieces, &widths),
    };
    let mut start = 0;
    for line in fitted {
        let width = if lines.is_empty() { first } else { rest };
        let end = start + line.len();
        if columns(line) <= width {
            lines.push(start..end);
        } else {
            refit(line, start, width, rest, lines);
        }
        start = end;
    }
}

fn optimal<'a>(pieces: &'a [Piece], widths: &[f64], rest: usize) -> Option<Vec<&'a [Piece]>> {
    if pieces.len() > MOST_FOR_OPTIMAL {
        return None;
    }
    // One column too many must cost more than any way of breaking the line: a gap costs at most its square.
    let penalties = Penalties { overflow_penalty: 8 * (rest * rest + 2_000), ..Penalties::new() };
    wrap_optimal_fit(pieces, widths, &penalties).ok()
}

/// Breaks a line that came out too wide: the optimal fit promises no upper bound.
fn refit(line: &[Piece], start: usize, first: usize, rest: usize, lines: &mut Vec<Range<usize>>) {
    let mut from = start;
    for part in wrap_first_fit(line, &[exact(first), exact(rest)]) {
        lines.push(from..from + part.len());
        from += part.len();
    }
}

/// Columns of pieces on a line of their own.
pub(super) fn columns(pieces: &[Piece]) -> usize {
    let Some((last, before)) = pieces.split_last() else {
        return 0;
    };
    let before: usize = before.iter().map(|piece| piece.columns as usize + piece.space as usize).sum();
    before + last.columns as usize + last.hyphen as usize
}

fn exact(columns: usize) -> f64 {
    f64::from(u32::try_from(columns).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn piece(columns: u32, space: u32, hyphen: u32) -> Piece {
        Piece { start: 0, end: 0, inserts: 0, columns, space, hyphen }
    }

    prop_compose! {
        fn odd_pieces()(rest in 1..40_u32, less in 0..12_u32)(
            pieces in prop::collection::vec((0..=rest.saturating_sub(less).max(1), 0..3_u32, 0..2_u32), 0..60),
            widths in Just((rest.saturating_sub(less).max(1), rest)),
        ) -> (Vec<Piece>, usize, usize) {
            let hyphen = |columns, hyphen| if columns < widths.0 { hyphen } else { 0 };
            let pieces = pieces.into_iter().map(|(columns, space, with)| piece(columns, space, hyphen(columns, with)));
            (pieces.collect(), widths.0 as usize, widths.1 as usize)
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_piece_is_on_one_line_and_no_line_is_too_wide((pieces, first, rest) in odd_pieces()) {
            let mut lines = Vec::new();
            fit(&pieces, first, rest, &mut lines);
            prop_assert_eq!(lines.iter().flat_map(Clone::clone).collect::<Vec<_>>(), (0..pieces.len()).collect::<Vec<_>>());
            for (index, line) in lines.iter().enumerate() {
                let width = if index == 0 { first } else { rest };
                prop_assert!(columns(&pieces[line.clone()]) <= width);
            }
        }
    }

    #[test]
    fn a_line_is_never_too_wide_by_a_single_column() {
        let mut lines = Vec::new();
        fit(&[piece(3, 1, 0), piece(50, 0, 0)], 53, 53, &mut lines);
        assert_eq!(lines, [0..1, 1..2], "textwrap's own penalties would rather leave it at one line");
    }

    #[test]
    fn a_paragraph_with_more_pieces_than_optimal_fit_takes_is_set_all_the_same() {
        let pieces = vec![piece(3, 1, 0); MOST_FOR_OPTIMAL + 1];
        let mut lines = Vec::new();
        fit(&pieces, 8, 8, &mut lines);
        assert_eq!(lines.len(), MOST_FOR_OPTIMAL / 2 + 1);
    }
}
