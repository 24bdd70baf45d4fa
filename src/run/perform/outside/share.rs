//! Articles handed to programs: by a line that was typed, or by a target of the configuration.

use std::{ffi::OsString, path::Path};

use anyhow::{Context as _, Result};

use super::{World, told};
use crate::{
    app::{Message, outside::News},
    catalog::{ArticleId, Target},
    run::{
        commands::Foreground,
        perform::{After, error, plain},
        programs::Job,
    },
    settings::sharing::{self, Blank, Terminal},
    store::Stored,
    text::print::Form,
};

/// Programs that are of no use without the terminal.
const INTERACTIVE: [&str; 20] = [
    "less", "more", "most", "bat", "vi", "vim", "nvim", "view", "hx", "kak", "nano", "micro", "emacs", "fzf", "sk",
    "w3m", "lynx", "links", "elinks", "glow",
];
/// What before a line lends the terminal to its program.
const LENT: char = '!';

impl World {
    /// Hands articles to the program of a line: words, with quotation marks where one has blanks in it.
    pub(super) fn pipe(&self, on: &Target, form: Form, line: &str) -> After {
        let lent = line.trim_start().strip_prefix(LENT);
        let words = match words_of(lent.unwrap_or(line)) {
            Ok(words) => words,
            Err(cause) => return told(Err(cause)),
        };
        let input = match self.articles(on) {
            Ok(articles) => articles.iter().map(|one| form.of(&one.article, &one.quotations)).collect::<Vec<_>>(),
            Err(cause) => return told(Err(cause)),
        };
        let input = input.join(if form == Form::Json { "" } else { "\n" });
        let program = words.first().map(|word| Path::new(word).file_name().unwrap_or_default().to_owned());
        let interactive = program.is_some_and(|name| INTERACTIVE.iter().any(|known| name == *known));
        if lent.is_some() || interactive {
            return After::Foreground(foreground(words, Some(input), lent.is_some()));
        }
        let job = Job { words, input, limit: None };
        let name = job.name();
        self.beside(job, move |printed| Message::Outside(News::Printed(name, printed)))
    }

    /// Hands an article to a target.
    pub(super) fn share(&self, id: ArticleId, target: &sharing::Target, quotation: Option<&str>) -> After {
        let filled = self.articles(&Target::Articles(vec![id])).and_then(|articles| {
            let article = articles.into_iter().next().context("there is no article to hand out")?;
            Ok((filled(target, &article, quotation)?, article))
        });
        let (words, article) = match filled {
            Ok(filled) => filled,
            Err(cause) => return told(Err(cause)),
        };
        let input = target.input.map(|form| form.of(&article.article, &article.quotations));
        if target.terminal == Terminal::Lent {
            return After::Foreground(foreground(words, input, false));
        }
        let name = target.name.clone();
        let done = move |printed: String| {
            let last = printed.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("done");
            Message::Told(plain(format!("{name}: {}", last.trim())))
        };
        self.beside(Job { words, input: input.unwrap_or_default(), limit: None }, done)
    }

    /// Opens an address that was asked about.
    pub(super) fn browse_anyway(&self, url: &str) -> After {
        match crate::run::commands::checked(url) {
            Ok(url) => self.open_in_browser(&url),
            Err(why) => After::Heard(Message::Told(error(&why))),
        }
    }
}

fn words_of(line: &str) -> Result<Vec<String>> {
    let words = shlex::split(line).with_context(|| format!("“{line}” has an open quotation mark"))?;
    anyhow::ensure!(!words.is_empty(), "no program is named");
    Ok(words)
}

fn foreground(words: Vec<String>, input: Option<String>, pause: bool) -> Foreground {
    Foreground { words: words.into_iter().map(OsString::from).collect(), input, pause }
}

/// The target's command with the article's parts in their places.
fn filled(target: &sharing::Target, stored: &Stored, quotation: Option<&str>) -> Result<Vec<String>> {
    let fill = |word: &String| match Blank::of(word) {
        Some(blank) => part(blank, stored, quotation).map(|part| harmless(&part)),
        None => Ok(word.clone()),
    };
    target.command.iter().map(fill).collect()
}

fn part(blank: Blank, stored: &Stored, quotation: Option<&str>) -> Result<String> {
    let article = &stored.article;
    let found = match blank {
        Blank::Url => article.url.clone(),
        Blank::Title => article.headline.as_ref().map(|headline| headline.text.clone()),
        Blank::Source => article.source.clone(),
        Blank::Author => Some(article.byline.clone().unwrap_or_default()),
        Blank::Date => Some(article.published.as_ref().map(|at| at.written.clone()).unwrap_or_default()),
        Blank::Quote => quotation.map(str::to_owned),
        Blank::Text => Some(article.text.clone()),
    };
    found.with_context(|| match blank {
        Blank::Url => "this article has no web address",
        Blank::Title => "this article has no title",
        Blank::Source => "this article names no source",
        Blank::Quote => "no quotation here; ) goes to the next one",
        Blank::Author | Blank::Date | Blank::Text => "this article has nothing of the kind",
    })
}

/// No part of an article is taken for an option: one that begins with a dash gets a blank before it.
fn harmless(part: &str) -> String {
    if part.starts_with('-') { format!(" {part}") } else { part.to_owned() }
}
