//! From paragraph to paragraph of the open article. It knows where the page's lines begin, not what stands in them.

use super::{Open, Reader};

impl Reader {
    /// Scrolls so that a paragraph stands at the top that many after the one there, or before it: first to the beginning of
    /// the one there.
    pub fn go_by_paragraphs(&mut self, by: isize) {
        let height = self.height;
        let Some(open) = &mut self.open else { return };
        let before = open.top;
        let steps = by.unsigned_abs().saturating_sub(1);
        let to = if by < 0 {
            open.paragraphs().rev().filter(|line| *line < before).nth(steps).unwrap_or(0)
        } else {
            open.paragraphs().filter(|line| *line > before).nth(steps).unwrap_or(usize::MAX)
        };
        open.go_to(to, height);
    }
}

impl Open {
    /// The lines that paragraphs, headings and the like begin on.
    fn paragraphs(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.opened.article.blocks.iter().map(|block| self.page.line_of(block.range.start))
    }
}
