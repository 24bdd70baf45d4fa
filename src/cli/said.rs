//! Quotations printed: of the store or of one text, as lines, JSON, CSV or Markdown.

use std::io::Write;

use anyhow::{Context as _, Result};
use clap::Args;
use jiff::{Span, Timestamp, civil::Date, tz::TimeZone};
use serde::Serialize;

use super::{csv, output::json_line};
use crate::{
    app::{Clock, dates},
    catalog::people::{Asked, Quoted, Saying, Who},
    library::{Library, intake::Parsed},
    settings::config::Config,
    text::{
        article::{Article, HeadlineOrigin},
        quotes::{Confidence, Kind, Quotations},
    },
};

/// How quotations are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A line each, parts apart by tabs.
    Plain,
    /// A JSON object a line.
    Json,
    /// Comma-separated values with a head (RFC 4180).
    Csv,
    /// Block quotations.
    Markdown,
}

/// The forms that can be asked for.
#[derive(Debug, Args)]
pub struct Forms {
    /// One JSON object a line: {"format":"dateline.quotation/1", …}
    #[arg(long, conflicts_with_all = ["csv", "markdown", "jsonl"])]
    json: bool,
    /// Comma-separated values with a head
    #[arg(long, conflicts_with_all = ["markdown", "jsonl"])]
    csv: bool,
    /// Markdown block quotations with their sources
    #[arg(long, conflicts_with = "jsonl")]
    markdown: bool,
}

impl Forms {
    /// The one that is asked for.
    #[must_use]
    pub fn asked(&self) -> Form {
        match (self.json, self.csv, self.markdown) {
            (true, ..) => Form::Json,
            (_, true, _) => Form::Csv,
            (.., true) => Form::Markdown,
            _ => Form::Plain,
        }
    }
}

/// A quotation as it is printed. `dateline.quotation/1` is its JSON.
#[derive(Debug, Serialize)]
pub struct Printed<'a> {
    format: &'static str,
    /// The article's number; null for a text that isn't stored.
    article: Option<i64>,
    /// Which of the article's quotations it is, from 0.
    index: usize,
    kind: Kind,
    speaker: Option<&'a str>,
    /// The speaker's number where the name means the same person in every article.
    person: Option<i64>,
    role: Option<&'a str>,
    confidence: Confidence,
    words: &'a str,
    source: Option<&'a str>,
    /// Unix seconds.
    published: Option<i64>,
    /// Null where none was given.
    headline: Option<&'a str>,
    url: Option<&'a str>,
}

const HEAD: [&str; 11] =
    ["article", "date", "source", "kind", "speaker", "role", "confidence", "words", "headline", "url", "index"];

/// Prints what the store has of what is asked for, the newest article first.
pub fn print_stored(out: &mut dyn Write, library: &Library, asked: &Asked, form: Form) -> Result<()> {
    print_head(out, form)?;
    let question = library.store.question(asked)?;
    for id in library.store.articles_to_ask(&question)? {
        if let Some(quoted) = library.store.asked_of(id, &question)? {
            for saying in &quoted.sayings {
                print_one(out, &of_store(&quoted, saying), form, Place::Stored)?;
            }
        }
    }
    Ok(())
}

/// Prints the quotations of texts that aren't stored.
pub fn print_texts(out: &mut dyn Write, parsed: &[Parsed], kind: Option<Kind>, form: Form) -> Result<()> {
    print_head(out, form)?;
    parsed.iter().try_for_each(|one| print_text(out, &one.article, &one.quotations, kind, form))
}

fn print_text(
    out: &mut dyn Write,
    article: &Article,
    found: &Quotations,
    kind: Option<Kind>,
    form: Form,
) -> Result<()> {
    for (index, quotation) in found.quotations.iter().enumerate() {
        if kind.is_some_and(|kind| kind != quotation.kind) {
            continue;
        }
        let speaker = quotation.speaker.and_then(|index| found.speakers.get(index));
        let words = quotation.words(&article.text);
        let given = article.headline.as_ref().filter(|headline| headline.origin == HeadlineOrigin::Given);
        let printed = Printed {
            format: "dateline.quotation/1",
            article: None,
            index,
            kind: quotation.kind,
            speaker: speaker.map(|speaker| speaker.name.as_str()),
            person: None,
            role: speaker.and_then(|speaker| speaker.role.as_deref()),
            confidence: quotation.confidence,
            words: &words,
            source: article.source.as_deref(),
            published: article.published.as_ref().and_then(|published| published.at),
            headline: given.map(|headline| headline.text.as_str()),
            url: article.url.as_deref(),
        };
        print_one(out, &printed, form, Place::Text)?;
    }
    Ok(())
}

fn of_store<'a>(quoted: &'a Quoted, saying: &'a Saying) -> Printed<'a> {
    let filled = |text: &'a str| (!text.is_empty()).then_some(text);
    Printed {
        format: "dateline.quotation/1",
        article: Some(quoted.row.id.0),
        index: saying.index,
        kind: saying.kind,
        speaker: saying.name.as_deref(),
        person: saying.who.and_then(|who| match who {
            Who::Person(person) => Some(person.0),
            Who::Within(..) => None,
        }),
        role: saying.role.as_deref(),
        confidence: saying.confidence,
        words: &saying.words,
        source: filled(&quoted.row.source),
        published: quoted.row.published,
        headline: filled(&quoted.row.headline).filter(|_| quoted.row.headline_origin == Some(HeadlineOrigin::Given)),
        url: quoted.url.as_deref(),
    }
}

/// Where the quotations are from: of a single text, article and source go without saying in plain lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Stored,
    Text,
}

fn print_head(out: &mut dyn Write, form: Form) -> Result<()> {
    match form {
        Form::Csv => Ok(csv::row(out, HEAD)?),
        Form::Plain | Form::Json | Form::Markdown => Ok(()),
    }
}

fn print_one(out: &mut dyn Write, printed: &Printed<'_>, form: Form, place: Place) -> Result<()> {
    match form {
        Form::Json => json_line(out, printed),
        Form::Csv => print_csv(out, printed),
        Form::Markdown => print_markdown(out, printed),
        Form::Plain => print_plain(out, printed, place),
    }
}

fn print_plain(out: &mut dyn Write, printed: &Printed<'_>, place: Place) -> Result<()> {
    let or_dash = |part: Option<&str>| part.unwrap_or("-").replace(['\t', '\n'], " ");
    if place == Place::Stored {
        let day = day(printed.published);
        let article = printed.article.unwrap_or_default();
        write!(out, "{article}\t{}\t{}\t", day.as_deref().unwrap_or("-"), or_dash(printed.source))?;
    }
    writeln!(out, "{}\t{}\t{}", named_kind(printed.kind), or_dash(printed.speaker), printed.words)?;
    Ok(())
}

fn print_csv(out: &mut dyn Write, printed: &Printed<'_>) -> Result<()> {
    let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    let date = printed.published.and_then(|at| Timestamp::from_second(at).ok());
    let date = date.map_or_else(String::new, |at| at.to_string());
    let (article, index) = (number(printed.article), printed.index.to_string());
    let text = Option::<&str>::unwrap_or_default;
    let fields = [
        article.as_str(),
        date.as_str(),
        text(printed.source),
        named_kind(printed.kind),
        text(printed.speaker),
        text(printed.role),
        named_confidence(printed.confidence),
        printed.words,
        text(printed.headline),
        text(printed.url),
        index.as_str(),
    ];
    Ok(csv::row(out, fields)?)
}

fn print_markdown(out: &mut dyn Write, printed: &Printed<'_>) -> Result<()> {
    let title = match (printed.headline, printed.url) {
        (Some(headline), Some(url)) => Some(format!("[{}](<{url}>)", escaped(headline))),
        (None, Some(url)) => Some(format!("<{url}>")),
        (headline, None) => headline.map(escaped),
    };
    let from = [
        printed.speaker.map(escaped),
        printed.role.map(escaped),
        printed.source.map(escaped),
        day(printed.published),
        title,
    ];
    let from: Vec<_> = from.into_iter().flatten().collect();
    writeln!(out, "> {}\n>\n> — {}\n", escaped(printed.words), from.join(", "))?;
    Ok(())
}

/// Text in which nothing is markup.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '[' | ']' | '*' | '_' | '`' | '<' | '&' | '#' | '|' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn day(published: Option<i64>) -> Option<String> {
    let clock = Clock { now: crate::library::now(), offset: 0 };
    published.and_then(|at| dates::full(at, clock, &Config::default()))
}

/// The word for a kind, as JSON has it.
#[must_use]
pub fn named_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Direct => "direct",
        Kind::Mixed => "mixed",
        Kind::Indirect => "indirect",
    }
}

fn named_confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Guess => "guess",
        Confidence::Likely => "likely",
        Confidence::Sure => "sure",
    }
}

/// Unix seconds of `7d`, `12h`, `2w` or `2026-11-01`.
///
/// # Errors
/// Says what can be written.
pub fn since(words: &str) -> Result<i64> {
    let meant = "write how long ago (7d, 12h, 2w, 1mo) or a day (2026-11-01)";
    let zone = TimeZone::system();
    if let Ok(day) = words.parse::<Date>() {
        return Ok(day.to_zoned(zone).with_context(|| format!("{words} is no day here"))?.timestamp().as_second());
    }
    let span: Span = words.parse().with_context(|| format!("{words} is no span of time: {meant}"))?;
    let now = Timestamp::now().to_zoned(zone);
    let then = now.checked_sub(span.abs()).with_context(|| format!("{words} ago is too long ago"))?;
    Ok(then.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_ago_and_days_are_understood_and_other_words_told() {
        let now = Timestamp::now().as_second();
        assert!((now - since("36h").unwrap() - 36 * 3600).abs() < 10);
        assert!((now - since("2w").unwrap() - 14 * 86_400).abs() < 2 * 3600);
        assert!((since("2026-11-01").unwrap() - 1_793_491_200).abs() <= 14 * 3600);
        assert!(since("yesterday").unwrap_err().to_string().contains("7d"));
    }

    #[test]
    fn nothing_in_a_quotation_is_markup() {
        assert_eq!(escaped("*[a](b)* <i>"), r"\*\[a\](b)\* \<i>");
    }
}
