//! What is done with articles: verbs, and what they are for. The store does it; here it is decided and told.

use super::{
    Asked, Effect, Model, dates,
    overlay::{Confirm, Overlay},
    prompt::Prompt,
};
use crate::{
    catalog::{ArticleId, Change, Done, How, Labelled, Order, Queue, Scope, Shown, Target, Verb, View},
    settings::command::Command,
};

/// From this many articles on, a change asks first.
const ASK_FROM: usize = 50;

/// Which side of the selected row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
}

impl Model {
    /// What a verb is for: what is picked, or else the selected article and `count - 1` after it.
    pub(super) fn targets(&self, count: Option<u32>) -> Option<Target> {
        if let Some(Overlay::Speaker(page)) = &self.overlay {
            let ids = page.articles_from_chosen(many(count));
            return (!ids.is_empty()).then_some(Target::Articles(ids));
        }
        let picks = self.list.picks();
        let target = match (self.list.stretch(), &self.list.scope) {
            (Some((oldest, newest)), Scope::View(view)) if picks.is_empty() && self.list.goes_by_date() => {
                Target::Stretch { view: *view, oldest, newest }
            }
            (Some((oldest, newest)), Scope::Found(found)) if picks.is_empty() => {
                Target::Found(found.between(oldest, newest))
            }
            (Some(_), Scope::Only(ids)) => {
                Target::Articles(ids.iter().copied().filter(|id| self.list.is_picked(*id)).collect())
            }
            (Some(_), Scope::View(_) | Scope::Found(_)) => Target::Articles(self.list.held_picks()),
            (None, _) if !picks.is_empty() => Target::Articles(picks),
            (None, _) => Target::Articles(self.list.ids_from_selected(many(count))),
        };
        (target != Target::Articles(Vec::new())).then_some(target)
    }

    /// Does a verb to what is picked, or to `count` articles from the selected one on.
    pub(super) fn act_on(&mut self, verb: Verb, count: Option<u32>) -> Vec<Effect> {
        let Some(on) = self.targets(count) else { return Vec::new() };
        let on = self.meant(verb, on);
        self.list.let_go();
        vec![change(Change { verb, on })]
    }

    /// As [`Model::act_on`], and goes on to the row after what was meant, as it is out of the way now.
    pub(super) fn act_and_go_on(&mut self, verb: Verb, count: Option<u32>) -> Vec<Effect> {
        if let Some(Overlay::Speaker(_)) = &self.overlay {
            let effects = self.act_on(verb, count);
            self.step_page_articles(many(count));
            return effects;
        }
        let step = if self.list.ends_stretch() {
            1
        } else if self.list.has_picked() {
            0
        } else {
            self.list.ids_from_selected(many(count)).len()
        };
        let effects = self.act_on(verb, count);
        self.list.go_past(step);
        effects
    }

    /// Puts articles off to be read later, or back into the inbox where the selected one is put off already.
    pub(super) fn later(&mut self, count: Option<u32>) -> Vec<Effect> {
        match self.pointed().map(|row| row.queue) {
            Some(Queue::Later) => self.act_on(Verb::Unread, count),
            _ => self.act_and_go_on(Verb::Later, count),
        }
    }

    pub(super) fn toggle_read(&mut self, count: Option<u32>) -> Vec<Effect> {
        let read = self.pointed().is_some_and(|row| row.read);
        self.act_on(if read { Verb::Unread } else { Verb::Read }, count)
    }

    pub(super) fn bookmark(&mut self, count: Option<u32>) -> Vec<Effect> {
        let bookmarked = self.list.selected().is_some_and(|row| row.bookmarked);
        self.act_on(if bookmarked { Verb::Unbookmark } else { Verb::Bookmark }, count)
    }

    pub(super) fn mark_view_read(&mut self) -> Vec<Effect> {
        vec![under(Change { verb: Verb::Read, on: self.meant(Verb::Read, self.whole_view()) })]
    }

    /// Marks all that is listed above or under the selected row as read.
    pub(super) fn mark_side_read(&mut self, side: Side) -> Vec<Effect> {
        let Some(on) = self.side(side) else { return self.no_side() };
        vec![under(Change { verb: Verb::Read, on: self.meant(Verb::Read, on) })]
    }

    fn no_side(&mut self) -> Vec<Effect> {
        let key = self.key_hint(Command::Sort, "changes it");
        self.tell(format!("above and below are for lists in the order of dates{key}"));
        Vec::new()
    }

    /// All that is listed.
    pub(super) fn whole_view(&self) -> Target {
        match &self.list.scope {
            Scope::View(view) => Target::View(*view),
            Scope::Found(found) => Target::Found(found.clone()),
            Scope::Only(ids) => Target::Articles(ids.clone()),
        }
    }

    /// All that is listed on one side of the selected row.
    pub(super) fn side(&self, side: Side) -> Option<Target> {
        let id = self.list.selected()?.id;
        match &self.list.scope {
            Scope::Found(found) if found.order == Order::Relevance => None,
            // Its neighbours are of one source: what lies beyond it is no stretch of time.
            Scope::View(view) if view.order == Order::BySource && view.source.is_none() => None,
            Scope::View(view) => {
                let (oldest, newest) = beside(id, side, view.order);
                Some(Target::Stretch { view: *view, oldest, newest })
            }
            Scope::Found(found) => {
                let (oldest, newest) = beside(id, side, found.order);
                Some(Target::Found(found.between(oldest, newest)))
            }
            Scope::Only(ids) => {
                let at = ids.iter().position(|one| *one == id)?;
                let part = if side == Side::Above { ids.get(..at) } else { ids.get(at + 1..) };
                Some(Target::Articles(part.unwrap_or_default().to_vec()))
            }
        }
    }

    /// Asks for words that a verb needs.
    pub(super) fn ask_for(&mut self, asked: Asked) -> Vec<Effect> {
        if self.list.is_empty() {
            return Vec::new();
        }
        self.prompt = Some((asked, Prompt::default()));
        vec![Effect::LoadTags]
    }

    /// Gives tags, or takes them away: names with commas between.
    pub(super) fn label(&mut self, labelled: Labelled, names: &str, on: Option<Target>) -> Vec<Effect> {
        let Some(on) = on else { return Vec::new() };
        self.list.let_go();
        let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
        names.map(|name| Effect::Label(ASK_FROM, labelled, name.to_owned(), on.clone())).collect()
    }

    /// Asks before a change of many articles.
    pub(super) fn weigh(&mut self, change: Change, count: usize) {
        let what = doing(change.verb).replace("{}", &format!("{count} articles"));
        let question = format!("{what}? y/n (u undoes it)");
        let answers = vec![('y', Effect::Apply(change))];
        self.overlay =
            Some(Overlay::Confirm(Confirm { question, answers, otherwise: "nothing was changed", behind: None }));
    }

    /// Shows what was changed in the store.
    pub(super) fn changed(&mut self, done: &Done) -> Vec<Effect> {
        let mut held = self.list.handle(&done.articles);
        held.extend(self.reader.held().filter(|id| done.articles.contains(id)));
        held.extend(self.handle_in_detours(&done.articles));
        held.extend(self.held_by_page(&done.articles));
        // What is undone may stand far from where one is.
        if done.how == How::Applied {
            self.see_all(&done.articles);
        }
        self.tell_change(done);
        self.directory.doubt();
        let mut effects = vec![Effect::ReadRows(held)];
        if matches!(done.verb, Verb::Snooze(_)) {
            effects.push(Effect::Wake(self.clock.now));
        }
        if self.list.is_empty() {
            effects.extend(self.reload());
        } else {
            effects.push(Effect::Count(self.list.scope.clone()));
        }
        effects
    }

    pub(super) fn tell_change(&mut self, done: &Done) {
        let one = done.count == 1;
        if done.how == How::Applied && one && matches!(done.verb, Verb::Read | Verb::Unread) {
            return;
        }
        let how = match done.how {
            How::Applied => "",
            How::Undone => "undone: ",
            How::Redone => "done again: ",
        };
        let under_page = matches!(self.overlay, Some(Overlay::Speaker(_)));
        if let ([id], true) = (&done.articles[..], done.how != How::Applied && !under_page) {
            drop(self.found(Some(*id)));
        }
        let what = self.verb_words(done.verb);
        let whose = match self.list.headline(&done.articles) {
            Some(headline) if one => format!(" · “{headline}”"),
            _ if one => String::new(),
            _ => format!(" · {} articles", done.count),
        };
        let hints = if done.how == How::Applied { self.hints_after(done.verb) } else { String::new() };
        self.tell(format!("{how}{what}{hints}{whose}"));
    }

    fn verb_words(&self, verb: Verb) -> String {
        let tag = |id| self.tags.iter().find(|tag| tag.id == id).map(|tag| format!(" “{}”", tag.name));
        match verb {
            Verb::Read => "marked read".into(),
            Verb::Unread => "back in the inbox".into(),
            Verb::Bookmark => "bookmarked".into(),
            Verb::Unbookmark => "bookmark taken away".into(),
            Verb::Later => "to be read later".into(),
            Verb::Snooze(until) => {
                let when = dates::full(until, self.clock, &self.config).unwrap_or_default();
                format!("snoozed until {when}")
            }
            Verb::Mute => "hidden".into(),
            Verb::Tag(id) => format!("tagged{}", tag(id).unwrap_or_default()),
            Verb::Untag(id) => format!("tag{} taken away", tag(id).unwrap_or_default()),
        }
    }

    /// ` (fl lists those, u undoes it)`, with the keys that the keymap has here.
    fn hints_after(&self, verb: Verb) -> String {
        let lists = match verb {
            Verb::Later => Some(Command::ShowLater),
            Verb::Mute => Some(Command::ShowMuted),
            Verb::Read
            | Verb::Unread
            | Verb::Bookmark
            | Verb::Unbookmark
            | Verb::Snooze(_)
            | Verb::Tag(_)
            | Verb::Untag(_) => None,
        };
        let lists = lists.map(|command| (command, "lists those"));
        self.key_hints(lists.into_iter().chain([(Command::Undo, "undoes it")]))
    }

    /// ` (u undoes it)`, with the key that the keymap has here.
    pub(super) fn key_hint(&self, command: Command, does: &str) -> String {
        self.key_hints([(command, does)])
    }

    fn key_hints<'a>(&self, hints: impl IntoIterator<Item = (Command, &'a str)>) -> String {
        let contexts = self.contexts();
        let key = |command| self.keys.keymap().key_of(command, &contexts);
        let hints = hints.into_iter().filter_map(|(command, does)| Some(format!("{} {does}", key(command)?)));
        let hints = hints.collect::<Vec<_>>().join(", ");
        if hints.is_empty() { hints } else { format!(" ({hints})") }
    }

    /// Snoozed articles are back: that is told, and nothing moves.
    pub(super) fn woke(&mut self, woken: &[ArticleId], next: Option<i64>) -> Vec<Effect> {
        self.next_wake = next;
        if woken.is_empty() {
            return Vec::new();
        }
        self.directory.doubt();
        let many = if woken.len() == 1 {
            "a snoozed article is".to_owned()
        } else {
            format!("{} snoozed articles are", woken.len())
        };
        let key = self.key_hint(Command::NewRows, "shows it");
        self.tell(format!("{many} back in the inbox{key}"));
        let held = self.list.handle(woken);
        vec![Effect::ReadRows(held), Effect::Count(self.list.scope.clone())]
    }

    /// Shows a view by its name.
    pub(super) fn show_named(&mut self, name: &str) -> Result<Vec<Effect>, String> {
        if let Some(tag) = name.strip_prefix("tag:") {
            let found = self.tags.iter().find(|one| one.name.eq_ignore_ascii_case(tag.trim()));
            let id = found.map(|tag| tag.id).ok_or_else(|| format!("no article is tagged “{tag}”"))?;
            return Ok(self.show(Shown::Tagged(id)));
        }
        let named = VIEWS.iter().find(|(view, _)| *view == name);
        let all = || VIEWS.map(|(view, _)| view).join(", ");
        if let Some(saved) = self.views.iter().find(|view| view.name.eq_ignore_ascii_case(name)) {
            let query = saved.query.clone();
            return Ok(self.show_query(&query));
        }
        let (_, shown) = named.ok_or_else(|| format!("no view “{name}”: there are {}, tag:NAME", all()))?;
        Ok(self.show(*shown))
    }
}

/// The views with a name of their own.
pub(super) const VIEWS: [(&str, Shown); 8] = [
    ("all", Shown::All),
    ("unread", Shown::Unread),
    ("bookmarks", Shown::Bookmarked),
    ("later", Shown::Later),
    ("snoozed", Shown::Snoozed),
    ("done", Shown::Done),
    ("muted", Shown::Muted),
    ("watched", Shown::Watched),
];

/// Every article.
pub(super) fn everything() -> Target {
    Target::View(View::default())
}

/// From where to where the articles on one side of another stand.
fn beside(id: ArticleId, side: Side, order: Order) -> (ArticleId, ArticleId) {
    if (side == Side::Above) == (order != Order::OldestFirst) {
        (ArticleId(id.0.saturating_add(1)), ArticleId::NEWEST)
    } else {
        (ArticleId::OLDEST, ArticleId(id.0.saturating_sub(1)))
    }
}

/// What a verb does, with `{}` for the articles that it is done to.
pub(super) fn doing(verb: Verb) -> &'static str {
    match verb {
        Verb::Read => "mark {} as read",
        Verb::Unread => "put {} back into the inbox",
        Verb::Bookmark => "bookmark {}",
        Verb::Unbookmark => "take the bookmarks of {} away",
        Verb::Later => "put {} off to be read later",
        Verb::Snooze(_) => "snooze {}",
        Verb::Mute => "hide {}",
        Verb::Tag(_) => "tag {}",
        Verb::Untag(_) => "take the tag from {}",
    }
}

fn many(count: Option<u32>) -> usize {
    usize::try_from(count.unwrap_or(1)).unwrap_or(usize::MAX)
}

/// A change that asks first where it is a large one.
pub(super) fn change(change: Change) -> Effect {
    match &change.on {
        Target::Articles(ids) if ids.len() < ASK_FROM => Effect::Apply(change),
        Target::Articles(_) | Target::View(_) | Target::Found(_) | Target::Stretch { .. } | Target::Met(..) => {
            under(change)
        }
    }
}

fn under(change: Change) -> Effect {
    Effect::ApplyUnder(ASK_FROM, change)
}
