//! Marked-up text on its way into a draft: keeps track of the lists and block quotations that it stands in.
//!
//! Markdown and HTML nest in the same way; their parsers say what begins and ends, and this says what block that makes.

use std::mem;

use super::article::{Article, BlockKind, MarkKind, Marker};
use super::draft::Draft;

/// Where in the structure of a document its text is.
pub(crate) struct Flow {
    draft: Draft,
    /// The block that is being written.
    current: Option<BlockKind>,
    /// How many block quotations there are around.
    quoted: u32,
    /// The next number of each list around, outermost first; `None` where items have bullets.
    lists: Vec<Option<u32>>,
    /// What stands before the next paragraph of the item.
    marker: Option<Marker>,
    /// Pictures within the current block, to be put after it.
    pictures: Vec<Picture>,
    /// How many figures there are around, and their pictures that may get a caption.
    figures: u32,
    captioned: Vec<Picture>,
    /// What the picture shows whose caption is being written.
    uncaptioned: String,
}

/// A picture: where it is, and what it shows.
struct Picture {
    url: Option<String>,
    alt: String,
}

impl Flow {
    pub(crate) fn new() -> Self {
        Self {
            draft: Draft::new(),
            current: None,
            quoted: 0,
            lists: Vec::new(),
            marker: None,
            pictures: Vec::new(),
            figures: 0,
            captioned: Vec::new(),
            uncaptioned: String::new(),
        }
    }

    /// The article that came of it.
    pub(crate) fn finish(mut self) -> Article {
        self.end();
        self.put_captioned();
        self.draft.finish()
    }

    /// Adds text to the block that is being written; ink outside of one begins a paragraph.
    pub(crate) fn text(&mut self, text: &str) {
        if self.current.is_none() {
            if text.trim().is_empty() {
                return;
            }
            self.begin_paragraph();
        }
        self.draft.push(text);
    }

    /// Breaks the line in running text.
    pub(crate) fn break_line(&mut self) {
        if self.current.is_some() {
            self.draft.break_line();
        }
    }

    /// Begins a paragraph or, in a list, a paragraph of its item.
    pub(crate) fn begin_paragraph(&mut self) {
        let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        let marker = self.marker.take().unwrap_or(Marker::None);
        self.begin(if depth == 0 { BlockKind::Paragraph } else { BlockKind::Item { depth, marker } });
    }

    /// Begins a block of any kind.
    pub(crate) fn begin(&mut self, kind: BlockKind) {
        self.end();
        self.draft.begin(kind.clone(), self.quoted());
        self.current = Some(kind);
    }

    /// Ends the block that is being written, if any, and puts its pictures below it.
    pub(crate) fn end(&mut self) {
        self.draft.end();
        self.current = None;
        for picture in mem::take(&mut self.pictures) {
            self.put(picture);
        }
    }

    /// The block that is being written.
    pub(crate) fn current(&self) -> Option<&BlockKind> {
        self.current.as_ref()
    }

    /// Whether the block that is being written has no text yet.
    pub(crate) fn is_at_start(&self) -> bool {
        self.draft.is_at_start()
    }

    /// Whether a line was just broken.
    pub(crate) fn is_at_line_start(&self) -> bool {
        self.draft.is_at_line_start()
    }

    /// Whether any running text has been written.
    pub(crate) fn has_text(&self) -> bool {
        let furniture = |kind: &BlockKind| matches!(kind, BlockKind::Image { .. } | BlockKind::Rule);
        self.draft.blocks().iter().any(|block| !furniture(&block.kind)) || !self.draft.is_at_start()
    }

    pub(crate) fn open(&mut self, mark: MarkKind) {
        self.draft.open(mark);
    }

    pub(crate) fn close(&mut self, mark: &MarkKind) {
        self.draft.close(mark);
    }

    pub(crate) fn rule(&mut self) {
        self.end();
        self.draft.rule();
    }

    /// Ends a cell of the table that is being written.
    pub(crate) fn end_cell(&mut self) {
        self.draft.end_cell();
    }

    pub(crate) fn enter_quotation(&mut self) {
        self.end();
        self.quoted += 1;
    }

    pub(crate) fn leave_quotation(&mut self) {
        self.end();
        self.quoted = self.quoted.saturating_sub(1);
    }

    /// Enters a list that counts from a number or, without one, has bullets.
    pub(crate) fn enter_list(&mut self, start: Option<u32>) {
        self.end();
        self.lists.push(start);
    }

    pub(crate) fn leave_list(&mut self) {
        self.end();
        self.lists.pop();
        self.marker = None;
    }

    /// Begins an item; a number of its own goes before the list's.
    pub(crate) fn enter_item(&mut self, number: Option<u32>) {
        self.end();
        let marker = match self.lists.last_mut() {
            Some(Some(next)) => {
                let this = number.unwrap_or(*next);
                *next = this.saturating_add(1);
                Marker::Number(this)
            }
            Some(None) | None => Marker::Bullet,
        };
        self.marker = Some(marker);
    }

    pub(crate) fn leave_item(&mut self) {
        self.end();
        self.marker = None;
    }

    /// A picture: by itself where no text has begun, else below the text that it stands in; in a figure it waits for
    /// its caption.
    pub(crate) fn picture(&mut self, url: Option<String>, alt: &str) {
        let picture = Picture { url, alt: alt.to_owned() };
        if self.figures > 0 {
            self.captioned.push(picture);
        } else if self.current.is_some() && !self.is_at_start() {
            self.pictures.push(picture);
        } else {
            let around = self.current.take();
            self.put(picture);
            if let Some(kind) = around {
                self.begin(kind);
            }
        }
    }

    pub(crate) fn enter_figure(&mut self) {
        self.end();
        self.figures += 1;
    }

    pub(crate) fn leave_figure(&mut self) {
        self.end();
        self.figures = self.figures.saturating_sub(1);
        self.put_captioned();
    }

    /// Begins the caption of the figure's last picture: what follows is that picture's text.
    pub(crate) fn enter_caption(&mut self) {
        self.end();
        let last = self.captioned.pop();
        self.put_captioned();
        let Picture { url, alt } = last.unwrap_or(Picture { url: None, alt: String::new() });
        self.begin(BlockKind::Image { url });
        self.uncaptioned = alt;
    }

    /// Ends a caption; a blank one leaves the picture with what it had.
    pub(crate) fn leave_caption(&mut self) {
        let alt = mem::take(&mut self.uncaptioned);
        if self.is_at_start() && matches!(self.current, Some(BlockKind::Image { .. })) {
            self.draft.push(&alt);
        }
        self.end();
    }

    fn quoted(&self) -> u8 {
        u8::try_from(self.quoted).unwrap_or(u8::MAX)
    }

    fn put_captioned(&mut self) {
        for picture in mem::take(&mut self.captioned) {
            self.put(picture);
        }
    }

    fn put(&mut self, Picture { url, alt }: Picture) {
        self.draft.begin(BlockKind::Image { url }, self.quoted());
        self.draft.push(&alt);
        self.draft.end();
    }
}
