//! The parts of an article from top to bottom: head, blocks, notices, and the space between them.

use std::ops::Range;

use hypher::Lang;

use super::faces::Faces;
use super::inserts;
use super::lists::{self, Place};
use super::paragraph::{Paragraph, Widths, fill, put_headline, put_words, stretches};
use super::setting::Measures;
use super::sheet::{Sheet, spaces};
use super::table::Head;
use super::{Face, Hyphenate, Images, LeadHeadline, LinkNumbers, Page, Role, Setting, code, table};
use crate::text::article::{Article, Block, BlockKind, HeadlineOrigin, Marker};
use crate::text::quotes::Quotations;

/// Sets an article in lines, in time linear in its length (but for sorting its marks and quotations).
///
/// It cannot fail: from one column up every character is on the page, and what finds no room beside the text
/// (margin, markers, bars, numbers of links) is left out.
#[must_use]
pub fn lay_out(article: &Article, quotations: &Quotations, setting: &Setting) -> Page {
    let Measures { indent, column, margin } = setting.measures();
    let links: Vec<_> = article.links().map(|(range, _)| range.clone()).collect();
    let numbers = match setting.link_numbers {
        LinkNumbers::Shown => inserts::numbers(&article.text, &links),
        LinkNumbers::Hidden => Vec::new(),
    };
    let faces = Faces::new(article, quotations, setting.quotes);
    let mut sheet = Sheet::new(&article.text, &numbers, faces);
    let columns = usize::from(column);
    put_head(&mut sheet, article, setting, columns);
    put_blocks(&mut sheet, article, setting, columns);
    let body = sheet.lines.len();
    put_notices(&mut sheet, article, columns);
    let Sheet { lines, spans, mut cells, .. } = sheet;
    cells.sort_unstable();
    Page { lines, spans, cells, links, body, width: setting.width.max(1), indent, column, margin }
}

fn put_head(sheet: &mut Sheet, article: &Article, setting: &Setting, columns: usize) {
    let shown = |origin| match setting.lead_headline {
        LeadHeadline::Shown => true,
        LeadHeadline::Hidden => origin == HeadlineOrigin::Given,
    };
    if let Some(headline) = article.headline.as_ref().filter(|headline| shown(headline.origin)) {
        let role = match headline.origin {
            HeadlineOrigin::Given => Role::Headline,
            HeadlineOrigin::Lead => Role::HeadlineFromLead,
        };
        put_headline(sheet, &headline.text, role, columns);
    }
    // The space before a dot allows no break, so that no line begins with one.
    let facts = facts(article, setting).join("\u{a0}· ");
    put_words(sheet, &facts, Role::Byline, Left::NONE, columns, 0);
}

/// What the line under the headline says: source, byline, day, and what the caller adds.
fn facts<'a>(article: &'a Article, setting: &'a Setting) -> Vec<&'a str> {
    let written = article.published.as_ref().map(|published| published.written.as_str());
    let dateline = || article.dateline.as_ref().and_then(|dateline| dateline.day.as_deref());
    let day = setting.day.as_deref().or(written).or_else(dateline);
    let own = [article.source.as_deref(), article.byline.as_deref(), day];
    let more = setting.facts.iter().map(String::as_str);
    own.into_iter().flatten().chain(more).filter(|fact| !fact.trim().is_empty()).collect()
}

fn put_notices(sheet: &mut Sheet, article: &Article, columns: usize) {
    let end = article.text.len();
    for notice in &article.notices {
        if !sheet.lines.is_empty() {
            sheet.end_line(end..end);
        }
        let words = format!("Note: {notice}");
        put_words(sheet, &words, Role::Notice, Left::NONE, columns, end);
    }
}

fn put_blocks(sheet: &mut Sheet, article: &Article, setting: &Setting, columns: usize) {
    let hyphens = match setting.hyphenate {
        Hyphenate::Never => None,
        Hyphenate::ByLanguage => article.language.as_deref().and_then(language),
    };
    let places = lists::places(&article.blocks);
    let mut setter = Setter { setting, hyphens, columns, paragraph: Paragraph::default() };
    let mut above: Option<&Block> = None;
    let mut reached = 0;
    for (index, block) in article.blocks.iter().enumerate() {
        // Ranges that the text doesn't have can only come from a file that somebody changed by hand.
        let range = block.range.start.max(reached)..block.range.end;
        if article.text.get(range.clone()).is_none() {
            continue;
        }
        reached = range.end;
        if setting.images == Images::Hidden && matches!(block.kind, BlockKind::Image { .. }) {
            continue;
        }
        setter.put_space(sheet, above, block, range.start);
        let place = places.get(index).copied().unwrap_or_default();
        setter.put_block(sheet, block, range, place);
        above = Some(block);
    }
}

/// The patterns that divide words of a language, by its BCP 47 tag.
fn language(tag: &str) -> Option<Lang> {
    let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    Lang::from_iso(primary.as_bytes().try_into().ok()?)
}

/// What all blocks are set with.
pub(super) struct Setter<'a> {
    pub setting: &'a Setting,
    pub hyphens: Option<Lang>,
    /// Columns of the text column.
    pub columns: usize,
    /// Kept for its memory.
    pub paragraph: Paragraph,
}

/// What stands left of a block's text, line by line, in columns of the text column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Left<'a> {
    /// Bars of block quotations.
    pub bars: usize,
    /// Blank columns.
    pub indent: usize,
    /// What stands before the first line's text; the other lines leave its columns blank.
    pub marker: Option<(&'a str, usize)>,
}

impl Left<'_> {
    /// Nothing.
    pub const NONE: Self = Self { bars: 0, indent: 0, marker: None };

    /// Columns left of the text.
    pub fn columns(&self) -> usize {
        self.bars * BAR + self.indent + self.marker.map_or(0, |(_, columns)| columns)
    }

    /// Begins a line of the block that began on line `begun`.
    pub fn put(&self, sheet: &mut Sheet, begun: usize) {
        put_bars(sheet, self.bars);
        let Some((marker, columns)) = self.marker else {
            return sheet.furniture(spaces(self.indent), Face::of(Role::Body));
        };
        if sheet.lines.len() > begun {
            return sheet.furniture(spaces(self.indent + columns), Face::of(Role::Body));
        }
        sheet.furniture(spaces(self.indent), Face::of(Role::Body));
        sheet.furniture(marker.to_owned(), Face::of(Role::ItemMarker));
    }
}

/// Columns of a block quotation's bar and the space after it.
const BAR: usize = 2;
/// The narrowest that text may become by markers left of it, in columns.
const NARROWEST: usize = 8;

fn put_bars(sheet: &mut Sheet, bars: usize) {
    const BARS: &str = "▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ▎ ";
    let one = BARS.len() / 16;
    match BARS.get(..bars * one) {
        Some(words) => sheet.furniture(words, Face::of(Role::BlockQuotationBar)),
        None => sheet.furniture("▎ ".repeat(bars), Face::of(Role::BlockQuotationBar)),
    }
}

impl Setter<'_> {
    /// Bars left of a block that stands in so many block quotations: as many as leave two thirds for the text.
    fn bars(&self, quoted: u8) -> usize {
        usize::from(quoted).min(self.columns / 3 / BAR)
    }

    /// The space between a block and what stands above it; block quotations run through it.
    fn put_space(&self, sheet: &mut Sheet, above: Option<&Block>, block: &Block, at: usize) {
        let bars = above.map_or(0, |above| self.bars(above.quoted.min(block.quoted)));
        let lines = match above {
            None => usize::from(!sheet.lines.is_empty()),
            Some(above) => space_between(above, block),
        };
        for _ in 0..lines {
            put_bars(sheet, bars);
            sheet.end_line(at..at);
        }
    }

    fn put_block(&mut self, sheet: &mut Sheet, block: &Block, range: Range<usize>, place: Place) {
        let bars = self.bars(block.quoted);
        let body = if block.quoted > 0 { Role::BlockQuotation } else { Role::Body };
        let left = Left { bars, ..Left::NONE };
        match &block.kind {
            BlockKind::Heading { .. } => self.put_text(sheet, range, Role::Heading, left),
            BlockKind::Paragraph => self.put_text(sheet, range, body, left),
            BlockKind::Item { depth, marker } => {
                self.put_item(sheet, range, body, bars, place, (*marker, *depth));
            }
            BlockKind::Code => code::put(self, sheet, range, left),
            BlockKind::Image { .. } => self.put_image(sheet, range, left),
            BlockKind::Table { head } => {
                let head = if *head { Head::First } else { Head::None };
                table::put(self, sheet, range, head, body, left);
            }
            BlockKind::Rule => self.put_rule(sheet, range, left),
        }
    }

    fn put_text(&mut self, sheet: &mut Sheet, range: Range<usize>, role: Role, left: Left) {
        let columns = self.room(left);
        let fill = match role {
            Role::Heading => None,
            _ => fill(self.setting.justify, columns),
        };
        let begun = sheet.lines.len();
        for stretch in stretches(sheet.text, range.clone()) {
            self.paragraph.break_text(sheet, stretch, Widths::even(columns), self.hyphens);
            for line in 0..self.paragraph.height() {
                left.put(sheet, begun);
                self.paragraph.put(sheet, line, role, fill);
                sheet.end_line(self.paragraph.range(line));
            }
        }
        if sheet.lines.len() == begun {
            left.put(sheet, begun);
            sheet.end_line(range.start..range.start);
        }
    }

    /// Columns for the text right of this.
    pub fn room(&self, left: Left) -> usize {
        self.columns.saturating_sub(left.columns()).max(1)
    }

    fn put_item(
        &mut self,
        sheet: &mut Sheet,
        range: Range<usize>,
        role: Role,
        bars: usize,
        place: Place,
        item: (Marker, u8),
    ) {
        let room = self.columns.saturating_sub(bars * BAR);
        let indent = place.indent.min(room / 3).min(room.saturating_sub(NARROWEST));
        let words = lists::marker(item.0, item.1, place.marker);
        let marker = (room >= indent + place.marker + NARROWEST).then_some((words.as_str(), place.marker));
        self.put_text(sheet, range, role, Left { bars, indent, marker });
    }

    /// `[image: what it shows]`.
    fn put_image(&mut self, sheet: &mut Sheet, range: Range<usize>, left: Left) {
        let columns = self.room(left);
        let face = Face::of(Role::Image);
        let (opening, closing) = if columns >= NARROWEST * 2 { ("[image: ", "]") } else { ("", "") };
        // The closing bracket is kept free on every line, for any may be the last.
        let rest = columns - closing.len();
        let mut first = rest - opening.len();
        let begun = sheet.lines.len();
        let mut shown = stretches(sheet.text, range.clone()).peekable();
        while let Some(stretch) = shown.next() {
            self.paragraph.break_text(sheet, stretch, Widths { first, rest }, self.hyphens);
            first = rest;
            for line in 0..self.paragraph.height() {
                left.put(sheet, begun);
                sheet.furniture(if sheet.lines.len() == begun { opening } else { "" }, face);
                self.paragraph.put(sheet, line, Role::Image, None);
                let last = shown.peek().is_none() && line + 1 == self.paragraph.height();
                sheet.furniture(if last { closing } else { "" }, face);
                sheet.end_line(self.paragraph.range(line));
            }
        }
        if sheet.lines.len() == begun {
            left.put(sheet, begun);
            sheet.furniture(if columns >= "[image]".len() { "[image]" } else { "" }, face);
            sheet.end_line(range.start..range.start);
        }
    }

    /// A third of the column, in its middle.
    fn put_rule(&self, sheet: &mut Sheet, range: Range<usize>, left: Left) {
        left.put(sheet, sheet.lines.len());
        let room = self.columns.saturating_sub(left.columns());
        let length = (room / 3).max(room.min(3));
        sheet.pad_to(left.columns() + (room - length) / 2);
        sheet.furniture("─".repeat(length), Face::of(Role::Rule));
        sheet.end_line(range.start..range.start);
    }
}

/// Blank lines between two blocks.
fn space_between(above: &Block, below: &Block) -> usize {
    match (&above.kind, &below.kind) {
        (BlockKind::Heading { .. }, _) => 1,
        (_, BlockKind::Heading { .. }) => 2,
        (BlockKind::Item { marker: above_marker, .. }, BlockKind::Item { marker, .. }) => {
            let goes_on = *marker == Marker::None || *above_marker == Marker::None;
            usize::from(goes_on || above.quoted != below.quoted)
        }
        _ => 1,
    }
}
