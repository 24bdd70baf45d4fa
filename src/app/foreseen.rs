//! Changes that are made beside the loop: the screen shows at once what will be, and if it turns out otherwise, what is.

use std::ops::Range;

use super::{Effect, Message, Model, Notice, keeping};
use crate::catalog::{
    ArticleId, Change, Done, How, Queue, Row, Target, Verb,
    notes::{Annotating, Annotation, Highlight, Passage},
    quotation::Kept,
};

/// A change that has been begun.
#[derive(Debug, Default)]
pub(super) struct Begun {
    /// The rows that look changed by nothing else.
    handled: Vec<ArticleId>,
    /// Whether another key came since.
    left: bool,
    /// What was told when it was begun.
    told: Option<Notice>,
}

impl Model {
    /// Shows what a change will bring that has been begun.
    pub(super) fn begun(&mut self, effect: &Effect) {
        let mut begun = Begun::default();
        match effect {
            Effect::Apply(Change { verb, on: Target::Articles(ids) }) => begun.handled = self.foresee(*verb, ids),
            Effect::Apply(Change { verb, .. }) => {
                let what = super::triage::doing(*verb).replace("{}", "many articles");
                self.tell(format!("{what}: being done…"));
            }
            Effect::ApplyUnder(..) | Effect::Label(..) => self.tell("counting the articles…"),
            Effect::TurnQuotation(id, index) => self.foresee_quotation(*id, *index),
            Effect::Annotate(id, Some(passage), Some(note)) if note.is_empty() => self.foresee_highlight(*id, passage),
            _ => {}
        }
        begun.told.clone_from(&self.notice);
        self.under_way.push_back(begun);
    }

    /// Another key came: a question that a change still leads to would take the next one for its answer.
    pub(super) fn go_on_without(&mut self) {
        for begun in &mut self.under_way {
            begun.left = true;
        }
    }

    /// Takes in what came of it.
    pub(super) fn made(&mut self, effect: &Effect, came: Message) -> Vec<Effect> {
        let begun = self.under_way.pop_front().unwrap_or_default();
        let as_foreseen = match (&came, effect) {
            (Message::Changed(done), Effect::Apply(Change { on: Target::Articles(ids), .. })) => {
                done.count == ids.len()
            }
            (Message::QuotationTurned(_) | Message::Annotated(_), _) => true,
            _ => false,
        };
        if !as_foreseen {
            self.list.handle_no_more(&begun.handled);
        }
        if let (true, Message::Weighed(change, count)) = (begun.left, &came) {
            let what = super::triage::doing(change.verb).replace("{}", &format!("{count} articles"));
            self.tell(format!("not done, as it has to be asked first: {what}; try again"));
            return self.once_all_are_made(Vec::new());
        }
        let told = self.notice.clone();
        let mut effects = self.update(came);
        // It was told when it began: what was told since stays.
        if as_foreseen && (matches!(effect, Effect::Apply(_)) || self.notice == begun.told) {
            self.notice = told;
        }
        match effect {
            Effect::Apply(_) if as_foreseen => {}
            Effect::Apply(Change { on: Target::Articles(ids), .. }) => effects.push(Effect::ReadRows(ids.clone())),
            Effect::TurnQuotation(id, _) | Effect::Annotate(id, ..) if !as_foreseen => {
                effects.extend([Effect::Requote(*id), Effect::ReadRows(vec![*id])]);
            }
            _ => {}
        }
        self.once_all_are_made(effects)
    }

    /// What is read while another change is under way lacks what that one will bring: it waits for the last.
    fn once_all_are_made(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        for effect in effects {
            let rows =
                self.owed.iter_mut().find_map(|owed| if let Effect::ReadRows(ids) = owed { Some(ids) } else { None });
            if let (Some(owed), Effect::ReadRows(ids)) = (rows, &effect) {
                owed.extend(ids);
            } else if !self.owed.contains(&effect) {
                self.owed.push(effect);
            }
        }
        if self.under_way.is_empty() { std::mem::take(&mut self.owed) } else { Vec::new() }
    }

    /// Which rows look changed now that didn't before.
    fn foresee(&mut self, verb: Verb, ids: &[ArticleId]) -> Vec<ArticleId> {
        let rows = self.list.rows_of(ids);
        let handled: Vec<_> = ids.iter().copied().filter(|id| !self.list.is_handled(*id)).collect();
        self.list.handle(ids);
        self.read_again(rows.into_iter().map(|row| after(row, verb)).collect());
        self.tell_change(&Done { verb, how: How::Applied, count: ids.len(), articles: ids.to_vec() });
        handled
    }

    fn foresee_quotation(&mut self, id: ArticleId, index: usize) {
        let Some(open) = self.reader.open.as_mut().filter(|open| open.opened.row.id == id) else { return };
        let kept = &mut open.opened.kept;
        let now = if let Some(at) = kept.iter().position(|one| *one == index) {
            kept.remove(at);
            Kept::No
        } else {
            kept.push(index);
            Kept::Yes
        };
        self.tell(keeping::in_words(now));
    }

    fn foresee_highlight(&mut self, id: ArticleId, passage: &Passage) {
        let Some(open) = self.reader.open.as_mut().filter(|open| open.opened.row.id == id) else { return };
        let highlights = &mut open.opened.notes.highlights;
        let Some(range) = place(passage, &open.opened.article.text) else { return };
        let before = |one: &Highlight| one.range.as_ref().is_some_and(|other| other.start < range.start);
        let at = highlights.partition_point(before);
        highlights.insert(at, Highlight { passage: passage.clone(), range: Some(range), note: String::new() });
        self.tell_annotation(&Annotating {
            how: How::Applied,
            annotation: Annotation {
                article: id,
                passage: Some(passage.clone()),
                before: None,
                after: Some(String::new()),
            },
        });
    }
}

/// Where a passage stands that was just picked.
fn place(passage: &Passage, text: &str) -> Option<Range<usize>> {
    let Passage { exact, prefix, suffix } = passage;
    let start = text.find(&format!("{prefix}{exact}{suffix}"))? + prefix.len();
    Some(start..start + exact.len())
}

/// What a verb makes of a row.
fn after(row: Row, verb: Verb) -> Row {
    match verb {
        Verb::Bookmark => Row { bookmarked: true, kept: true, ..row },
        Verb::Unbookmark => Row { bookmarked: false, ..row },
        Verb::Read => Row { read: true, queue: Queue::Done, ..row },
        Verb::Unread => Row { read: false, queue: Queue::Inbox, ..row },
        Verb::Later => Row { read: false, queue: Queue::Later, ..row },
        Verb::Snooze(until) => Row { read: false, queue: Queue::Snoozed(until), ..row },
        Verb::Mute | Verb::Tag(_) | Verb::Untag(_) => row,
    }
}
