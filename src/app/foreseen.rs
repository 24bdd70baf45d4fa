//! Changes that are made beside the loop: the screen shows at once what will be, and if it turns out otherwise, what is.

use std::ops::Range;

use super::{Effect, Message, Model, keeping};
use crate::catalog::{
    ArticleId, Change, Done, How, Queue, Row, Target, Verb,
    notes::{Annotating, Annotation, Highlight, Passage},
    quotation::Kept,
};

impl Model {
    /// Shows what a change will bring that has been begun.
    pub(super) fn begun(&mut self, effect: &Effect) {
        self.under_way += 1;
        match effect {
            Effect::Apply(Change { verb, on: Target::Articles(ids) }) => self.foresee(*verb, ids),
            Effect::Apply(Change { verb, .. }) => {
                let what = super::triage::doing(*verb).replace("{}", "many articles");
                self.tell(format!("{what}: being done…"));
            }
            Effect::TurnQuotation(id, index) => self.foresee_quotation(*id, *index),
            Effect::Annotate(id, Some(passage), Some(note)) if note.is_empty() => self.foresee_highlight(*id, passage),
            _ => {}
        }
    }

    /// Takes in what came of it.
    pub(super) fn made(&mut self, effect: &Effect, came: Message) -> Vec<Effect> {
        self.under_way = self.under_way.saturating_sub(1);
        let as_foreseen = match came {
            Message::Changed(_) => matches!(effect, Effect::Apply(Change { on: Target::Articles(_), .. })),
            Message::QuotationTurned(_) | Message::Annotated(_) => true,
            _ => false,
        };
        let told = self.notice.clone();
        let mut effects = self.update(came);
        match effect {
            // It was told when it began.
            Effect::Apply(_) if as_foreseen => self.notice = told,
            Effect::Apply(Change { on: Target::Articles(ids), .. }) => effects.push(Effect::ReadRows(ids.clone())),
            Effect::TurnQuotation(id, _) | Effect::Annotate(id, ..) if !as_foreseen => {
                effects.extend([Effect::Requote(*id), Effect::ReadRows(vec![*id])]);
            }
            _ => {}
        }
        effects
    }

    fn foresee(&mut self, verb: Verb, ids: &[ArticleId]) {
        let rows = self.list.rows_of(ids);
        self.list.handle(ids);
        self.read_again(rows.into_iter().map(|row| after(row, verb)).collect());
        self.tell_change(&Done { verb, how: How::Applied, count: ids.len(), articles: ids.to_vec() });
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
