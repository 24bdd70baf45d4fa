//! A leaf page of the index taken apart: its terms, and where its articles begin. It doesn't know which are looked for.

use crate::store::fts::number;

/// A leaf page.
pub(super) struct Leaf {
    block: Vec<u8>,
    /// Where the first article before the first term is written in full; 0 if none begins there.
    first: usize,
    /// Where the footer begins, which says where the terms are.
    footer: usize,
}

/// A term on a page.
pub(super) struct Term {
    pub(super) name: Vec<u8>,
    /// From where to where its articles stand on this page.
    pub(super) bytes: (usize, usize),
    /// Whether they go on on the next one.
    pub(super) is_last: bool,
}

impl Leaf {
    pub(super) fn of(block: Vec<u8>) -> Option<Self> {
        let number = |at: usize| Some(usize::from(*block.get(at)?) << 8 | usize::from(*block.get(at + 1)?));
        let (first, footer) = (number(0)?, number(2)?);
        (first <= footer && (4..=block.len()).contains(&footer)).then_some(Self { block, first, footer })
    }

    pub(super) fn bytes(&self, from: usize, to: usize) -> Option<&[u8]> {
        self.block.get(from..to)
    }

    pub(super) fn has_terms(&self) -> bool {
        self.footer < self.block.len()
    }

    /// What belongs to the last term of an earlier page.
    pub(super) fn head(&self) -> Option<(usize, usize)> {
        let mut footer = self.block.get(self.footer..)?;
        let end = if footer.is_empty() { self.footer } else { usize::try_from(number::get(&mut footer)?).ok()? };
        (4..=self.footer).contains(&end).then_some((4, end))
    }

    /// Where the first article that belongs to an earlier page's term is written.
    pub(super) fn first_article(&self) -> Option<usize> {
        let (_, end) = self.head()?;
        (self.first >= 4 && self.first < end).then_some(self.first)
    }

    /// That article.
    pub(super) fn first_article_id(&self) -> Option<i64> {
        number::get(&mut self.block.get(self.first_article()?..)?).map(u64::cast_signed)
    }

    /// The terms, in their order.
    pub(super) fn terms(&self) -> Option<Vec<Term>> {
        let mut footer = self.block.get(self.footer..)?;
        let mut starts = Vec::new();
        let mut at = 0_usize;
        while !footer.is_empty() {
            at = at.checked_add(usize::try_from(number::get(&mut footer)?).ok()?)?;
            starts.push(at);
        }
        let mut terms: Vec<Term> = Vec::with_capacity(starts.len());
        for (index, start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(self.footer);
            let mut rest = self.block.get(*start..end)?;
            let mut name = Vec::new();
            if let Some(before) = terms.last() {
                let common = usize::try_from(number::get(&mut rest)?).ok()?;
                name.extend_from_slice(before.name.get(..common)?);
            }
            let size = usize::try_from(number::get(&mut rest)?).ok()?;
            let (own, articles) = rest.split_at_checked(size)?;
            name.extend_from_slice(own);
            let is_last = index + 1 == starts.len();
            terms.push(Term { name, bytes: (end - articles.len(), end), is_last });
        }
        Some(terms)
    }
}

/// Whether a page of tombstones has an entry's article. Its slots have four or eight bytes, and hold zero where they are free.
pub(super) fn buries(block: &[u8], article: u64, pages: u64) -> bool {
    let size = match block.first() {
        Some(4) => 4,
        Some(8) => 8,
        _ => return false,
    };
    let slots = block.get(8..).unwrap_or_default();
    let count = slots.len() / size;
    let Some(first) = (article / pages.max(1)).checked_rem(count as u64).and_then(|slot| usize::try_from(slot).ok())
    else {
        return false;
    };
    for step in 0..count {
        let slot = (first + step) % count * size;
        let held = slots.get(slot..slot + size).unwrap_or_default();
        let held = held.iter().fold(0_u64, |held, byte| held << 8 | u64::from(*byte));
        if held == 0 {
            return false;
        }
        if held == article {
            return true;
        }
    }
    false
}
