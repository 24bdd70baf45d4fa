//! Where the items of lists stand: how far in, and how wide their markers are.

use crate::text::article::{Block, BlockKind, Marker};

/// Where an item stands, in columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Columns left of the marker: those of the lists around it.
    pub indent: usize,
    /// Columns of the widest marker of the list, with the space after it.
    pub marker: usize,
}

/// One list: the numbers of its items are aligned.
struct List {
    parent: Option<usize>,
    place: Place,
    numbered: bool,
}

/// The places of all items, one for each block; blocks that aren't items have place 0.
pub(super) fn places(blocks: &[Block]) -> Vec<Place> {
    let mut lists: Vec<List> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut quoted = 0;
    let mut list_of = vec![None; blocks.len()];
    for (block, list) in blocks.iter().zip(&mut list_of) {
        let BlockKind::Item { depth, marker } = block.kind else {
            open.clear();
            continue;
        };
        if quoted != block.quoted {
            open.clear();
            quoted = block.quoted;
        }
        *list = Some(enter(&mut lists, &mut open, usize::from(depth.max(1)), marker));
    }
    for index in 0..lists.len() {
        let parent = lists.get(index).and_then(|list| list.parent).and_then(|parent| lists.get(parent));
        let indent = parent.map_or(0, |parent| parent.place.indent + parent.place.marker);
        if let Some(list) = lists.get_mut(index) {
            list.place.indent = indent;
        }
    }
    list_of
        .iter()
        .map(|list| list.and_then(|list| lists.get(list)).map_or(Place::default(), |list| list.place))
        .collect()
}

/// The list that an item belongs to, opened if it is the first; `open` holds the lists around it, outermost first.
fn enter(lists: &mut Vec<List>, open: &mut Vec<usize>, depth: usize, marker: Marker) -> usize {
    let (columns, numbered) = match marker {
        Marker::Bullet => (2, Some(false)),
        Marker::Number(number) => (number.checked_ilog10().map_or(1, |log| log as usize + 1) + 2, Some(true)),
        Marker::None => (2, None),
    };
    open.truncate(depth);
    let same = |list: &List| numbered.is_none_or(|numbered| numbered == list.numbered);
    if open.len() == depth && !open.last().and_then(|last| lists.get(*last)).is_some_and(same) {
        open.pop();
    }
    while open.len() < depth {
        let place = Place { indent: 0, marker: 2 };
        lists.push(List { parent: open.last().copied(), place, numbered: numbered.unwrap_or(false) });
        open.push(lists.len() - 1);
    }
    let index = open.last().copied().unwrap_or(0);
    if let Some(list) = lists.get_mut(index) {
        list.place.marker = list.place.marker.max(columns);
    }
    index
}

/// What stands before an item, right-aligned in its columns with a space after it.
pub(super) fn marker(marker: Marker, depth: u8, columns: usize) -> String {
    let sign = match marker {
        Marker::Number(number) => format!("{number}."),
        Marker::Bullet => match depth {
            0 | 1 => "•",
            2 => "◦",
            _ => "▪",
        }
        .to_owned(),
        Marker::None => String::new(),
    };
    format!("{sign:>width$} ", width = columns.saturating_sub(1))
}
