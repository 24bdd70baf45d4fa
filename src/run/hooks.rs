//! What is run when something happens: a program with articles as JSON on its standard input, or the desktop is told. It
//! knows no reader: `dateline refresh` uses it as well.

use std::{env, ffi::OsString, fmt::Display, time::Duration};

use super::programs::{self, Job};
use crate::{
    catalog::{ArticleId, Row},
    settings::sharing::Hook,
    store::Store,
    text::{clean, print::Form},
};

/// How long a hook may take.
const LIMIT: Duration = Duration::from_secs(30);
/// The most articles that a hook gets.
const MOST: usize = 200;
/// The most titles in a notification.
const TITLES: usize = 3;

/// Words for the desktop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// One line.
    pub title: String,
    /// A few lines.
    pub body: String,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Feeds brought articles.
    Refresh,
    /// Among them are some that a rule points out.
    WatchTerm,
}

impl Event {
    /// The option that says what to do.
    const fn option(self) -> &'static str {
        match self {
            Self::Refresh => "after-refresh",
            Self::WatchTerm => "on-watch-term",
        }
    }
}

/// Runs a hook for new articles, and waits for its end. A notification that no program here shows is returned: the reader
/// can have its terminal show it.
///
/// # Errors
/// What went wrong, a sentence.
pub fn run(event: Event, hook: &Hook, articles: &[ArticleId], store: &Store) -> Result<Option<Notification>, String> {
    if articles.is_empty() {
        return Ok(None);
    }
    match hook {
        Hook::None => Ok(None),
        Hook::Run(words) => {
            let why = |why: &dyn Display| format!("{}: {why}", event.option());
            let input = lines(articles, store).map_err(|error| why(&error))?;
            let job = Job { words: words.clone(), input, limit: Some(LIMIT) };
            programs::run(&job).map(|_| None).map_err(|error| why(&error))
        }
        Hook::Notify => {
            let note = notification(event, articles, store);
            if has_desktop(|name| env::var_os(name)) && programs::run(&notify_send(&note)).is_ok() {
                return Ok(None);
            }
            Ok(Some(note))
        }
    }
}

/// The articles as JSON, one a line, the newest first.
fn lines(articles: &[ArticleId], store: &Store) -> Result<String, crate::store::StoreError> {
    let mut newest = articles.to_vec();
    newest.sort_unstable_by(|a, b| b.cmp(a));
    let mut lines = String::new();
    for id in newest.into_iter().take(MOST) {
        if let Some(stored) = store.article(id)? {
            lines.push_str(&Form::Json.of(&stored.article, &stored.quotations));
        }
    }
    Ok(lines)
}

fn notification(event: Event, articles: &[ArticleId], store: &Store) -> Notification {
    let mut newest = articles.to_vec();
    newest.sort_unstable_by(|a, b| b.cmp(a));
    let some = newest.get(..TITLES).unwrap_or(&newest);
    let rows = store.rows(some).unwrap_or_default();
    let titles: Vec<&str> = rows.iter().map(|row| &*row.headline).filter(|title| !title.is_empty()).collect();
    let count = match articles.len() {
        1 => "One new article".to_owned(),
        count => format!("{count} new articles"),
    };
    let title = match event {
        Event::Refresh => count,
        Event::WatchTerm => count + &terms(&store.rows(&newest).unwrap_or_default(), store),
    };
    Notification { title, body: titles.join("\n") }
}

/// ` for “ECB”`: the rules that point these out.
fn terms(rows: &[Row], store: &Store) -> String {
    let rules = store.rules().unwrap_or_default();
    let met = rules.iter().filter(|rule| rows.iter().any(|row| row.watched == Some(rule.id)));
    let names: Vec<String> = met.map(|rule| format!("“{}”", rule.written.name)).collect();
    if names.is_empty() { String::new() } else { format!(" for {}", names.join(", ")) }
}

/// Whether there is a desktop to tell.
fn has_desktop(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| variable(name).is_some_and(|value| !value.is_empty()))
}

fn notify_send(note: &Notification) -> Job {
    let words = ["notify-send", "--app-name=dateline", "--", &note.title, &note.body];
    Job { words: words.map(str::to_owned).to_vec(), input: String::new(), limit: Some(LIMIT) }
}

/// The sequence by which a terminal shows a notification: OSC 777 for those that know it from rxvt, else OSC 9, which
/// others show or pass over. tmux is asked to hand it on.
#[must_use]
pub fn sequence(note: &Notification, variable: impl Fn(&str) -> Option<OsString>) -> String {
    let is = |name: &str, begins: &[&str]| {
        let value = variable(name).unwrap_or_default().to_string_lossy().to_lowercase();
        begins.iter().any(|start| value.starts_with(start))
    };
    let part = |text: &str| clean::line(text).replace(['\n', ';'], ", ");
    let (title, body) = (part(&note.title), part(&note.body.replace('\n', " · ")));
    let plain = if is("TERM", &["foot", "rxvt"]) || is("TERM_PROGRAM", &["ghostty"]) {
        format!("\x1b]777;notify;{title};{body}\x07")
    } else {
        format!("\x1b]9;{title}: {body}\x07")
    };
    if variable("TMUX").is_some_and(|value| !value.is_empty()) {
        return format!("\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b"));
    }
    plain
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::catalog::rules::{RuleKind, WrittenRule};
    use crate::store::Incoming;
    use crate::text::{
        article::{Article, Headline, HeadlineOrigin},
        quotes::Quotations,
    };

    #[test]
    fn a_notification_names_the_rules_of_all_articles_and_the_titles_of_the_newest() {
        let mut store = Store::in_memory().unwrap();
        let rule =
            |name: &str| WrittenRule { kind: RuleKind::Watch, name: name.into(), query: name.into(), until: None };
        store.follow_rules(&[rule("ports"), rule("ecb")]).unwrap();
        let ids = ["ecb B", "ecb C", "ecb D", "ports A"].map(|title| {
            let headline = Headline { text: title.to_owned(), origin: HeadlineOrigin::Given };
            let article = Article { headline: Some(headline), text: title.to_owned(), ..Article::default() };
            let quotations = Quotations::default();
            let key = format!("file:/{title}");
            let incoming = Incoming { key: &key, origin: "/", article: &article, quotations: &quotations, engine: 1 };
            store.take_in(&[incoming], 1_795_342_500).unwrap().ids[0]
        });
        while store.apply_rules(1_795_342_500, 10).unwrap() == crate::store::RulesProgress::More {}
        let note = notification(Event::WatchTerm, &ids, &store);
        assert_eq!(note.title, "4 new articles for “ports”, “ecb”");
        assert_eq!(note.body.lines().count(), 3);
    }

    #[test]
    fn a_notification_is_written_as_the_terminal_knows_it_and_holds_nothing_else() {
        let note = Notification { title: "2 new articles".into(), body: "A; b\x1b]52;c;x\x07\nC".into() };
        let with = |name: &'static str, value: &'static str| {
            sequence(&note, move |asked| (asked == name).then(|| OsString::from(value)))
        };
        assert_eq!(with("TERM", "xterm-256color"), "\x1b]9;2 new articles: A,  b]52, c, x · C\x07");
        assert_eq!(with("TERM", "foot"), "\x1b]777;notify;2 new articles;A,  b]52, c, x · C\x07");
        let inside = with("TMUX", "/tmp/tmux-1/default,1,0");
        assert!(inside.starts_with("\x1bPtmux;\x1b\x1b]9;") && inside.ends_with("\x07\x1b\\"), "{inside:?}");
    }
}
