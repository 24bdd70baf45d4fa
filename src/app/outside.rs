//! What goes out of the reader and comes back otherwise than a row or an article does: articles handed to programs and saved in
//! files, settings read anew. It knows the wishes and what is told of them, not how they are carried out.

mod prompts;
mod setup;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::{
    Effect, Model,
    overlay::{Confirm, Output, Overlay},
};
use crate::{
    catalog::{ArticleId, Target},
    settings::{Settings, sharing},
    text::print::Form,
};

/// Columns that a panel's frame takes.
pub(super) const FRAME: u16 = 4;
/// The most lines of a program's output that are kept.
pub(super) const MOST_LINES: usize = 20_000;

/// What the world is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Read the settings anew: [`News::Settings`].
    Settings,
    /// Save articles where words say.
    Save(Target, String),
    /// Look which folders this may become: [`News::Folders`].
    Folders(String),
    /// Hand articles in a form to the program of a line: [`News::Printed`], at some time.
    Pipe(Target, Form, String),
    /// Hand an article to a target, with the quotation that is gone to.
    Share(ArticleId, sharing::Target, Option<String>),
    /// Open an address that was asked about.
    BrowseAnyway(String),
}

/// Which keys settings have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichKeys {
    /// Those that were read with them.
    Read,
    /// Those from before, as the file has mistakes.
    Before,
}

/// What came of it.
#[derive(Debug)]
pub enum News {
    /// The settings as they are now, with every mistake in them, and which keys they are.
    Settings(Box<Settings>, Vec<String>, WhichKeys),
    /// Folders, as they would be typed.
    Folders(Vec<String>),
    /// A program has ended: what it is called, and what it printed, clean.
    Printed(String, String),
    /// An address isn't what it seems: a question, and the address.
    Doubtful(String, String),
    /// A document leads to this address, which isn't on the public network; what is done if that is meant.
    Private(String, Effect),
}

impl Model {
    /// Takes in what came of a wish.
    pub(super) fn hear_of(&mut self, news: News) -> Vec<Effect> {
        match news {
            News::Settings(settings, mistakes, keys) => self.set_up_anew(*settings, &mistakes, keys),
            News::Folders(folders) => self.folders = folders,
            News::Printed(program, text) => self.printed(&program, &text),
            News::Doubtful(question, url) => {
                let answers = vec![('y', Effect::Outside(Wish::BrowseAnyway(url)))];
                self.overlay =
                    Some(Overlay::Confirm(Confirm { question, answers, otherwise: "not opened", behind: None }));
            }
            News::Private(address, then) => {
                let question = format!("this leads to {address}, not on the public network: read it all the same? y/n");
                let answers = vec![('y', then)];
                self.overlay =
                    Some(Overlay::Confirm(Confirm { question, answers, otherwise: "not read", behind: None }));
            }
        }
        Vec::new()
    }

    /// Shows what a program printed: a short line below, more in a panel. What is being typed or asked isn't covered.
    fn printed(&mut self, program: &str, text: &str) {
        let text = text.trim_end();
        if text.is_empty() {
            return self.tell(format!("{program} has ended, and printed nothing"));
        }
        if !text.contains('\n') && text.width() < 60 {
            return self.tell(format!("{program}: {text}"));
        }
        if self.overlay.is_some() || self.prompt.is_some() {
            let lines = text.lines().count();
            return self.tell(format!("{program} has ended, and printed {lines} lines; run it again to see them"));
        }
        let width = usize::from(self.screen.width.saturating_sub(FRAME)).max(1);
        let lines = text.lines().flat_map(|line| cut(line, width)).take(MOST_LINES).collect();
        let title = format!("{program} · q closes");
        self.notice = None;
        self.overlay = Some(Overlay::Output(Output { title, lines, top: 0 }));
    }
}

/// A line in pieces of at most `width` columns.
fn cut(line: &str, width: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let (mut piece, mut columns) = (String::new(), 0);
    for grapheme in line.graphemes(true) {
        let wide = grapheme.width();
        if columns + wide > width && !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
            columns = 0;
        }
        piece.push_str(grapheme);
        columns += wide;
    }
    pieces.push(piece);
    pieces
}
