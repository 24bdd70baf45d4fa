//! How each view looks, remembered for it: its order, how wide its articles are set, how often it has an article of
//! several feeds, whether its days are told apart.

use super::{Effect, Model};
use crate::{
    catalog::{ArticleId, Days, Duplicates, Found, Look, Order, Scope, TextWidth, View},
    settings::command::Command,
};

impl Model {
    /// Takes in how views looked in earlier runs, and has the one that is listed look so.
    pub fn take_looks(&mut self, looks: Vec<(String, Look)>) {
        self.looks.extend(looks);
        if let Scope::View(view) = self.list.scope {
            self.list.scope = Scope::View(self.as_remembered(view));
        }
        self.follow_look();
    }

    /// Lists a view as it looked last.
    pub(super) fn show_view(&mut self, view: View) -> Vec<Effect> {
        self.list.scope = Scope::View(self.as_remembered(view));
        self.reload()
    }

    pub(super) fn as_remembered(&self, view: View) -> View {
        let Look { order, duplicates, .. } = self.look_of(&view.key());
        View { order, duplicates, ..view }
    }

    /// What a query finds, listed as it was last, if another look was chosen for it.
    pub(super) fn found_as_remembered(&self, found: Found) -> Found {
        match self.looks.get(&key_of_query(&found.query.text)) {
            Some(Look { order, duplicates, .. }) => Found { order: *order, duplicates: *duplicates, ..found },
            None => found,
        }
    }

    fn look_of(&self, key: &str) -> Look {
        self.looks.get(key).copied().unwrap_or_default()
    }

    /// What is listed, where something is remembered of it; `None` for lists that are there once.
    fn key(&self) -> Option<String> {
        match &self.list.scope {
            Scope::View(view) => Some(view.key()),
            Scope::Found(found) => Some(key_of_query(&found.query.text)),
            Scope::Only(_) => None,
        }
    }

    /// Sets articles as wide as the view wants them, and tells its days apart where it wants that.
    pub(super) fn follow_look(&mut self) {
        let look = self.key().map(|key| self.look_of(&key)).unwrap_or_default();
        self.days = look.days;
        self.set_width(look.width);
    }

    /// Shows where each day of the list begins, or not, and remembers it for the view.
    pub(super) fn toggle_days(&mut self) -> Vec<Effect> {
        if self.order() == Order::BySource || self.order() == Order::Relevance {
            let key = self.key_hint(Command::Sort, "changes it");
            self.tell(format!("only a list in the order of dates has days{key}"));
            return Vec::new();
        }
        let days = match self.days {
            Days::Mixed => Days::Named,
            Days::Named => Days::Mixed,
        };
        self.days = days;
        self.remember(|look| Look { days, ..look })
    }

    /// Whether the list shows where a day begins.
    #[must_use]
    pub fn names_days(&self) -> bool {
        self.days == Days::Named && matches!(self.order(), Order::NewestFirst | Order::OldestFirst)
    }

    fn order(&self) -> Order {
        match &self.list.scope {
            Scope::View(view) => view.order,
            Scope::Found(found) => found.order,
            Scope::Only(_) => Order::NewestFirst,
        }
    }

    fn set_width(&mut self, width: TextWidth) {
        let columns = match width {
            TextWidth::Set => self.config.text_width,
            TextWidth::Pane => u16::MAX,
        };
        if self.reader.setting.text_width != columns {
            self.reader.setting.text_width = columns;
            self.reader.set_again();
        }
    }

    /// Sets articles as wide as the pane, or narrow again, and remembers it for the view.
    pub(super) fn toggle_width(&mut self) -> Vec<Effect> {
        let wide = self.reader.setting.text_width != self.config.text_width;
        let width = if wide { TextWidth::Set } else { TextWidth::Pane };
        self.set_width(width);
        self.remember(|look| Look { width, ..look })
    }

    /// Lists in the next order that the list can have: every order is walked by an index, and none takes a sort.
    pub(super) fn sort(&mut self) -> Vec<Effect> {
        let (order, told) = match &mut self.list.scope {
            Scope::View(view) => {
                let (order, told) = match (view.order, view.source) {
                    (Order::NewestFirst, _) => (Order::OldestFirst, "the oldest first"),
                    (Order::OldestFirst, None) => (Order::BySource, "by source"),
                    (Order::OldestFirst | Order::BySource | Order::Relevance, _) => {
                        (Order::NewestFirst, "the newest first")
                    }
                };
                view.order = order;
                (order, told)
            }
            Scope::Found(found) => {
                let (order, told) = match found.order {
                    Order::NewestFirst => (Order::OldestFirst, "the oldest first"),
                    Order::OldestFirst => (Order::Relevance, "by relevance"),
                    Order::BySource | Order::Relevance => (Order::NewestFirst, "the newest first"),
                };
                found.order = order;
                (order, told)
            }
            Scope::Only(_) => {
                self.tell("this list has an order of its own");
                return Vec::new();
            }
        };
        self.tell(told);
        let at = self.list.selected().map(|row| row.id);
        self.list_in(order, at)
    }

    /// Lists what is found by relevance, or by date again, from the top.
    pub(super) fn toggle_relevance(&mut self) -> Vec<Effect> {
        let Scope::Found(found) = &mut self.list.scope else {
            self.tell("only what a query finds has an order by relevance");
            return Vec::new();
        };
        found.order = match found.order {
            Order::Relevance => Order::NewestFirst,
            Order::NewestFirst | Order::OldestFirst | Order::BySource => Order::Relevance,
        };
        let order = found.order;
        self.list_in(order, None)
    }

    fn list_in(&mut self, order: Order, at: Option<ArticleId>) -> Vec<Effect> {
        self.list.let_go();
        self.searching.waiting = None;
        let mut effects = self.remember(|look| Look { order, ..look });
        effects.extend(self.list_again(at));
        effects
    }

    /// Lists an article that came by several feeds once, or once for each of them, and remembers it for the view.
    pub(super) fn toggle_duplicates(&mut self) -> Vec<Effect> {
        let listed = match &mut self.list.scope {
            Scope::View(View { order: Order::BySource, source: None, .. }) => {
                self.tell("by source, an article stands with the feed that had it first");
                return Vec::new();
            }
            Scope::View(View { source: Some(_), .. }) => {
                self.tell("this list is of one feed");
                return Vec::new();
            }
            Scope::View(view) => &mut view.duplicates,
            Scope::Found(found) => &mut found.duplicates,
            Scope::Only(_) => {
                self.tell("this list has each article once");
                return Vec::new();
            }
        };
        let (duplicates, told) = match listed {
            Duplicates::One => (Duplicates::Each, "an article of several feeds is listed once for each"),
            Duplicates::Each => (Duplicates::One, "an article of several feeds is listed once"),
        };
        *listed = duplicates;
        self.tell(told);
        let mut effects = self.remember(|look| Look { duplicates, ..look });
        effects.extend(self.reload());
        effects
    }

    /// Remembers something of how the listed view looks.
    fn remember(&mut self, change: impl Fn(Look) -> Look) -> Vec<Effect> {
        let Some(key) = self.key() else { return Vec::new() };
        let look = change(self.look_of(&key));
        self.looks.insert(key.clone(), look);
        vec![Effect::KeepLook(key, look)]
    }
}

fn key_of_query(text: &str) -> String {
    format!("query {text}")
}
