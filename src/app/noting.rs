//! Notes and highlights: a passage picked, what is written about it, and the panel that lists both. It knows the open
//! article, no file and no editor.

use std::ops::Range;

use super::{
    Effect, Model,
    overlay::{Choice, Overlay},
    panes::Pane,
};
use crate::{
    catalog::{
        How,
        notes::{Annotating, Highlight, Notes, Passage},
    },
    settings::command::Command,
};

/// The panel of what is written about the open article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// The chosen row.
    pub choice: Choice,
}

/// A row of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row<'a> {
    /// The note to the whole article.
    Note(&'a str),
    /// A highlighted passage.
    Highlight(&'a Highlight),
}

/// The panel's rows: the article's note, then the passages.
pub fn rows(notes: &Notes) -> impl Iterator<Item = Row<'_>> {
    notes.note.as_deref().map(Row::Note).into_iter().chain(notes.highlights.iter().map(Row::Highlight))
}

impl Model {
    /// Whether a passage is being picked.
    #[must_use]
    pub fn is_picking(&self) -> bool {
        self.focus == Pane::Reader && self.reader.open.as_ref().is_some_and(|open| open.pick.is_some())
    }

    pub(super) fn pick_passage(&mut self) {
        self.focus = Pane::Reader;
        self.reader.begin_pick();
        if !self.is_picking() {
            self.tell("there is no text to pick from");
        }
    }

    /// What a command means while a passage is being picked.
    pub(super) fn obey_in_pick(&mut self, command: Command, count: Option<u32>) -> Vec<Effect> {
        let times = usize::try_from(count.unwrap_or(1)).unwrap_or(usize::MAX);
        match command {
            Command::Back | Command::BackOrQuit => drop(self.reader.end_pick()),
            Command::Highlight => return self.highlight(),
            Command::Note => return self.note(),
            Command::CopyPassage => return self.copy_passage(),
            Command::Help | Command::Redraw | Command::Suspend | Command::Quit | Command::Undo => {
                return self.obey(command, count);
            }
            _ => self.reader.move_pick(command, times),
        }
        Vec::new()
    }

    /// The picked passage by its words; picking is over then.
    fn take_passage(&mut self) -> Option<Passage> {
        let range = self.reader.picked()?;
        let open = self.reader.open.as_ref()?;
        let passage = Passage::of(&open.opened.article.text, &range);
        self.reader.end_pick();
        Some(passage).filter(|passage| !passage.exact.trim().is_empty())
    }

    fn highlight(&mut self) -> Vec<Effect> {
        let Some(id) = self.reader.id() else { return Vec::new() };
        let passage = self.take_passage();
        if passage.is_none() {
            self.tell("there are no words in this passage");
        }
        passage.map(|passage| Effect::Annotate(id, Some(passage), Some(String::new()))).into_iter().collect()
    }

    /// Has a note written: to the picked passage, to the chosen row of the panel, or to the article under the cursor.
    pub(super) fn note(&mut self) -> Vec<Effect> {
        if self.is_picking() {
            let Some(id) = self.reader.id() else { return Vec::new() };
            return self.take_passage().map(|passage| Effect::WriteNote(id, Some(passage))).into_iter().collect();
        }
        if let (Some(Overlay::Notes(_)), Some(id)) = (&self.overlay, self.reader.id()) {
            return vec![Effect::WriteNote(id, self.chosen_passage().cloned())];
        }
        self.pointed().map(|row| Effect::WriteNote(row.id, None)).into_iter().collect()
    }

    /// The passage that is chosen in the panel.
    pub(super) fn chosen_passage(&self) -> Option<&Passage> {
        let (Some(Overlay::Notes(panel)), Some(open)) = (&self.overlay, &self.reader.open) else { return None };
        match rows(&open.opened.notes).nth(panel.choice.selected) {
            Some(Row::Highlight(highlight)) => Some(&highlight.passage),
            Some(Row::Note(_)) | None => None,
        }
    }

    /// Takes the chosen highlight or note away.
    pub(super) fn drop_note(&mut self) -> Vec<Effect> {
        let (Some(Overlay::Notes(panel)), Some(open)) = (&self.overlay, &self.reader.open) else { return Vec::new() };
        let id = open.opened.row.id;
        let effect = rows(&open.opened.notes).nth(panel.choice.selected).map(|row| match row {
            Row::Highlight(highlight) => Effect::Annotate(id, Some(highlight.passage.clone()), None),
            Row::Note(_) => Effect::Annotate(id, None, None),
        });
        effect.into_iter().collect()
    }

    /// Opens the panel of what is written about the open article.
    pub(super) fn list_notes(&mut self) {
        let Some(open) = &self.reader.open else { return };
        let count = rows(&open.opened.notes).count();
        if count == 0 {
            let key = self.key_hint(Command::Note, "writes one");
            return self.tell(format!("there are no notes to this article{key}"));
        }
        let near = open
            .opened
            .notes
            .highlights
            .iter()
            .position(|one| one.range.as_ref().is_some_and(|range| open.page.line_of(range.end) >= open.top));
        let note = usize::from(open.opened.notes.note.is_some());
        let selected = near.map_or(0, |index| index + note);
        self.overlay = Some(Overlay::Notes(Panel { choice: Choice::at(selected, count) }));
        self.arrange();
        self.show_chosen_note();
    }

    pub(super) fn step_notes(&mut self, by: isize) {
        if let Some(Overlay::Notes(panel)) = &mut self.overlay {
            panel.choice.step(by);
        }
        self.show_chosen_note();
    }

    fn show_chosen_note(&mut self) {
        if let Some(range) = self.chosen_range() {
            self.reader.bring_into_view(&range);
        }
    }

    /// Where the passage stands that is chosen in the panel.
    fn chosen_range(&self) -> Option<Range<usize>> {
        let (Some(Overlay::Notes(panel)), Some(open)) = (&self.overlay, &self.reader.open) else { return None };
        match rows(&open.opened.notes).nth(panel.choice.selected) {
            Some(Row::Highlight(highlight)) => highlight.range.clone(),
            Some(Row::Note(_)) | None => None,
        }
    }

    /// Closes the panel at the chosen passage.
    pub(super) fn enter_note(&mut self) {
        let chosen = self.chosen_range();
        self.overlay = None;
        self.focus = Pane::Reader;
        self.arrange();
        if let Some(range) = chosen {
            self.reader.bring_into_view(&range);
        }
    }

    /// Tells what became of notes, and shows it.
    pub(super) fn annotated(&mut self, annotating: &Annotating) -> Vec<Effect> {
        self.tell_annotation(annotating);
        let id = annotating.annotation.article;
        let shown = (self.reader.id() == Some(id)).then_some(Effect::Requote(id));
        let rows = Effect::ReadRows(vec![id]);
        shown.into_iter().chain([rows, Effect::Count(self.list.scope.clone())]).collect()
    }

    pub(super) fn tell_annotation(&mut self, annotating: &Annotating) {
        let how = match annotating.how {
            How::Applied => "",
            How::Undone => "undone: ",
            How::Redone => "done again: ",
        };
        let what = annotating.annotation.in_words();
        let back =
            if annotating.how == How::Applied { self.key_hint(Command::Undo, "undoes it") } else { String::new() };
        self.tell(format!("{how}{what}{back}"));
    }

    /// Fits the panel to the notes that are there now.
    pub(super) fn fit_notes(&mut self) {
        let (Some(Overlay::Notes(panel)), Some(open)) = (&mut self.overlay, &self.reader.open) else { return };
        panel.choice = Choice::at(panel.choice.selected, rows(&open.opened.notes).count());
        if panel.choice.count == 0 {
            self.overlay = None;
        }
    }
}
