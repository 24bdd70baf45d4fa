//! Walks a tree of HTML and writes what a reader would see. Iterates: depth costs no stack.

use dom_query::{NodeId, NodeRef};
use unicode_segmentation::UnicodeSegmentation;
use url::Url;

use super::element::{Role, attribute, is_hidden, name, role, with_text};
use super::table::{self, Use};
use crate::text::address;
use crate::text::article::{BlockKind, MarkKind};
use crate::text::flow::Flow;

/// Which parts of a page stand around its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Surroundings {
    /// None: all of it is text.
    None,
    /// Its header, footer and what stands beside are not.
    Page,
}

/// What becomes of the words that stand in for a picture (`alt`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alternatives {
    /// They are the picture's text where it has no caption.
    Shown,
    /// They are no text: on news pages they repeat captions and headlines, or name files.
    LeftOut,
}

/// What is known of a tree before it's walked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    /// What links are relative to.
    pub(super) base: Option<&'a Url>,
    pub(super) surroundings: Surroundings,
    pub(super) alternatives: Alternatives,
    /// Elements that repeat the headline or the byline.
    pub(super) repeated: &'a [NodeId],
}

impl<'a> Around<'a> {
    /// All of the tree is text.
    pub(super) fn nothing(base: Option<&'a Url>) -> Self {
        Self { base, surroundings: Surroundings::None, alternatives: Alternatives::Shown, repeated: &[] }
    }
}

/// Writes what is under a node, and not the node itself.
pub(super) fn walk(root: &NodeRef<'_>, around: Around<'_>, flow: &mut Flow) {
    let mut walker = Walker { flow, around, preformatted: 0, soft: 0, tables: Vec::new(), quoted: 0 };
    let mut open: Vec<(NodeRef<'_>, Leaving)> = Vec::new();
    let mut next = root.first_child();
    loop {
        let Some(node) = next else {
            let Some((left, leaving)) = open.pop() else {
                break;
            };
            walker.leave(leaving);
            next = left.next_sibling();
            continue;
        };
        next = match walker.enter(&node) {
            Some(leaving) => {
                open.push((node, leaving));
                node.first_child()
            }
            None => node.next_sibling(),
        };
    }
    walker.flow.end();
}

/// What is to do at the end of an element.
enum Leaving {
    Nothing,
    Block,
    Quotation,
    List,
    Item,
    Description,
    Preformatted,
    Table,
    Row,
    Cell,
    Figure,
    Caption,
    Mark(MarkKind),
    Quoted,
    /// The end of a block where no block can stand.
    Space,
}

struct Walker<'a> {
    flow: &'a mut Flow,
    around: Around<'a>,
    /// How many preformatted elements there are around.
    preformatted: u32,
    /// How many captions and cells of tables there are around: in them, blocks are only parted by spaces.
    soft: u32,
    /// What each table around is used for.
    tables: Vec<Use>,
    /// How many `q` elements there are around.
    quoted: u32,
}

impl Walker<'_> {
    /// Enters a node; `None` if there is nothing in it to see.
    fn enter(&mut self, node: &NodeRef<'_>) -> Option<Leaving> {
        let Some(name) = name(node) else {
            with_text(node, |text| self.flow.text(text));
            return None;
        };
        let role = role(&name);
        let repeated = || self.around.repeated.contains(&node.id);
        if role == Role::Skipped || is_hidden(node) || self.is_surrounding(&name, node) || repeated() {
            return None;
        }
        if self.soft > 0 { self.enter_softly(role, node) } else { self.enter_element(role, node) }
    }

    fn is_surrounding(&self, name: &str, node: &NodeRef<'_>) -> bool {
        if self.around.surroundings == Surroundings::None {
            return false;
        }
        let role = || attribute(node, "role").unwrap_or_default();
        matches!(name, "header" | "footer" | "aside")
            || matches!(role().as_str(), "navigation" | "banner" | "contentinfo" | "complementary" | "search")
    }

    fn enter_element(&mut self, role: Role, node: &NodeRef<'_>) -> Option<Leaving> {
        Some(match role {
            Role::Skipped => return None,
            Role::Block | Role::TableCaption => self.block(),
            Role::Heading(level) => {
                self.flow.begin(BlockKind::Heading { level });
                Leaving::Block
            }
            Role::Quotation => {
                self.flow.enter_quotation();
                Leaving::Quotation
            }
            Role::List(numbered) => {
                self.flow.enter_list(numbered.then(|| number(node, "start").unwrap_or(1)));
                Leaving::List
            }
            Role::Item => {
                self.flow.enter_item(number(node, "value"));
                Leaving::Item
            }
            Role::Description => {
                self.flow.enter_list(None);
                Leaving::Description
            }
            Role::Preformatted => {
                self.preformatted += 1;
                self.flow.begin(BlockKind::Code);
                Leaving::Preformatted
            }
            Role::Figure => {
                self.flow.enter_figure();
                Leaving::Figure
            }
            Role::Caption => {
                self.soft += 1;
                self.flow.enter_caption();
                Leaving::Caption
            }
            Role::Table => self.table(node),
            Role::Row => self.row(),
            Role::Cell => self.cell(),
            _ => return self.enter_inline(role, node),
        })
    }

    /// Where no block can stand, those that would be one are parted by a space.
    fn enter_softly(&mut self, role: Role, node: &NodeRef<'_>) -> Option<Leaving> {
        match role {
            Role::Inline | Role::Marked(_) | Role::Link | Role::Quoted | Role::Picture | Role::Break | Role::Rule => {
                self.enter_inline(role, node)
            }
            Role::Skipped => None,
            _ => {
                self.flow.text(" ");
                Some(Leaving::Space)
            }
        }
    }

    fn enter_inline(&mut self, role: Role, node: &NodeRef<'_>) -> Option<Leaving> {
        match role {
            Role::Marked(mark) if self.preformatted == 0 => {
                self.flow.open(mark.clone());
                Some(Leaving::Mark(mark))
            }
            Role::Link => Some(self.link(node)),
            Role::Quoted => {
                self.flow.text(if self.quoted.is_multiple_of(2) { "“" } else { "‘" });
                self.quoted += 1;
                Some(Leaving::Quoted)
            }
            Role::Picture => {
                self.picture(node);
                None
            }
            Role::Break => {
                self.break_line();
                None
            }
            Role::Rule => {
                if self.soft == 0 {
                    self.flow.rule();
                }
                None
            }
            _ => Some(Leaving::Nothing),
        }
    }

    fn leave(&mut self, leaving: Leaving) {
        match leaving {
            Leaving::Nothing => {}
            Leaving::Block => self.flow.end(),
            Leaving::Quotation => self.flow.leave_quotation(),
            Leaving::List | Leaving::Description => self.flow.leave_list(),
            Leaving::Item => self.flow.leave_item(),
            Leaving::Preformatted => {
                self.preformatted -= 1;
                self.flow.end();
            }
            Leaving::Table => {
                self.tables.pop();
                self.flow.end();
            }
            Leaving::Row => self.flow.break_line(),
            Leaving::Cell => {
                self.soft -= 1;
                self.flow.end_cell();
            }
            Leaving::Figure => self.flow.leave_figure(),
            Leaving::Caption => {
                self.soft -= 1;
                self.flow.leave_caption();
            }
            Leaving::Mark(mark) => self.flow.close(&mark),
            Leaving::Quoted => {
                self.quoted -= 1;
                self.flow.text(if self.quoted.is_multiple_of(2) { "”" } else { "’" });
            }
            Leaving::Space => self.flow.text(" "),
        }
    }

    /// A block in preformatted text is only a line of it.
    fn block(&mut self) -> Leaving {
        if self.preformatted > 0 {
            if !self.flow.is_at_start() && !self.flow.is_at_line_start() {
                self.flow.text("\n");
            }
            return Leaving::Nothing;
        }
        self.flow.end();
        Leaving::Block
    }

    fn table(&mut self, node: &NodeRef<'_>) -> Leaving {
        self.flow.end();
        self.tables.push(table::usage(node));
        Leaving::Table
    }

    /// The table begins with its first row, below the caption.
    fn row(&mut self) -> Leaving {
        let Some(Use::Data { head }) = self.tables.last() else {
            return self.block();
        };
        if !matches!(self.flow.current(), Some(BlockKind::Table { .. })) {
            self.flow.begin(BlockKind::Table { head: *head });
        }
        Leaving::Row
    }

    fn cell(&mut self) -> Leaving {
        match self.tables.last() {
            Some(Use::Data { .. }) if matches!(self.flow.current(), Some(BlockKind::Table { .. })) => {
                self.soft += 1;
                Leaving::Cell
            }
            _ => self.block(),
        }
    }

    /// A link to a place in the same page leads nowhere in a terminal.
    fn link(&mut self, node: &NodeRef<'_>) -> Leaving {
        let written = attribute(node, "href").filter(|href| !href.trim_start().starts_with('#'));
        let Some(url) = written.and_then(|href| address::resolve(&href, self.around.base)) else {
            return Leaving::Nothing;
        };
        let mark = MarkKind::Link { url };
        self.flow.open(mark.clone());
        Leaving::Mark(mark)
    }

    /// A second break in a row ends the paragraph, as old pages mean it.
    fn break_line(&mut self) {
        let heading = matches!(self.flow.current(), Some(BlockKind::Heading { .. }));
        if self.preformatted > 0 {
            self.flow.text("\n");
        } else if self.soft > 0 || heading {
            self.flow.text(" ");
        } else if self.flow.is_at_line_start() {
            self.flow.end();
        } else {
            self.flow.break_line();
        }
    }

    fn picture(&mut self, node: &NodeRef<'_>) {
        let alt = attribute(node, "alt").unwrap_or_default();
        let class = attribute(node, "class").unwrap_or_default();
        let face = class.contains("emoji") || class.contains("smiley");
        let sign = alt.graphemes(true).count() == 1 && !alt.is_ascii();
        if face || sign {
            return self.flow.text(&alt);
        }
        let tiny = |side: &str| number(node, side).is_some_and(|pixels| pixels <= 2);
        if tiny("width") || tiny("height") {
            return;
        }
        let sources = ["src", "data-src", "data-original", "data-lazy-src"].iter();
        let mut addresses = sources.filter_map(|source| address::resolve(&attribute(node, source)?, self.around.base));
        let url = addresses.find_map(|address| address::web(&address));
        let shown = self.around.alternatives == Alternatives::Shown && !is_file_name(&alt);
        let alt = if shown { alt.trim() } else { "" };
        if url.is_some() || !alt.is_empty() {
            self.flow.picture(url, alt);
        }
    }
}

/// Whether the words that stand in for a picture are only its file's name.
fn is_file_name(alt: &str) -> bool {
    let ending = alt.trim().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| matches!(ending.as_str(), "jpg" | "jpeg" | "png" | "gif" | "webp" | "svg" | "avif"))
}

fn number(node: &NodeRef<'_>, name: &str) -> Option<u32> {
    attribute(node, name)?.trim().trim_end_matches("px").parse().ok()
}
