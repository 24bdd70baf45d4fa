//! Tells tables that hold data from those that only place things on a page.

use dom_query::NodeRef;

use super::element::{attribute, name, with_text};

/// What a table is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Rows and columns mean something.
    Data {
        /// Whether the first row names the columns.
        head: bool,
    },
    /// Its cells are read one after another.
    Layout,
}

/// The longest text of a cell, in bytes, before a table without head cells counts as layout.
const LONGEST_CELL: usize = 400;

/// How many nodes are looked at; a bigger table holds data.
const MOST_NODES: usize = 20_000;

#[derive(Debug, Default)]
struct Shape {
    rows: usize,
    /// Cells of the row at hand, and of the widest.
    cells: usize,
    columns: usize,
    head_cells: usize,
    /// Whether all cells of the first row name columns.
    head: bool,
    cell_text: usize,
    longest: usize,
}

/// Looks at a table. It holds data if it has two rows and columns or more and no other structure in it.
pub(super) fn usage(table: &NodeRef<'_>) -> Use {
    if matches!(attribute(table, "role").as_deref(), Some("presentation" | "none")) {
        return Use::Layout;
    }
    let mut shape = Shape::default();
    for node in table.descendants_it().take(MOST_NODES) {
        let Some(name) = name(&node) else {
            with_text(&node, |text| shape.cell_text += text.trim().len());
            continue;
        };
        match &*name {
            "table" | "ul" | "ol" | "blockquote" | "pre" | "figure" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
            | "article" | "section" | "form" | "hr" => return Use::Layout,
            "tr" => shape.end_row(),
            "td" | "th" => shape.begin_cell(&name),
            _ => {}
        }
    }
    shape.end_row();
    shape.judge()
}

impl Shape {
    fn begin_cell(&mut self, name: &str) {
        self.longest = self.longest.max(std::mem::take(&mut self.cell_text));
        self.cells += 1;
        if name == "th" {
            self.head_cells += 1;
        }
        if self.rows == 0 {
            self.head = self.head_cells == self.cells;
        }
    }

    fn end_row(&mut self) {
        self.longest = self.longest.max(std::mem::take(&mut self.cell_text));
        if self.cells > 0 {
            self.rows += 1;
        }
        self.columns = self.columns.max(std::mem::take(&mut self.cells));
    }

    fn judge(&self) -> Use {
        let grid = self.rows >= 2 && self.columns >= 2;
        if grid && (self.head_cells > 0 || self.longest <= LONGEST_CELL) {
            Use::Data { head: self.head }
        } else {
            Use::Layout
        }
    }
}
