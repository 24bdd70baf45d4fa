//! What is kept, written as Markdown, JSON, CSV, OPML or HTML.

use std::io::Write;

use anyhow::Result;

use super::kept::Kept;
use crate::{
    cli::{csv, output::json_line, said::escaped},
    sources::xml::escape_into,
};

const HEAD: [&str; 11] =
    ["kind", "date", "source", "title", "url", "speaker", "words", "note", "tags", "key", "prefix"];

/// Prints each as a line of JSON.
pub fn json(out: &mut dyn Write, all: &[Kept]) -> Result<()> {
    all.iter().try_for_each(|one| json_line(out, one))
}

/// Prints a table with a head.
pub fn csv(out: &mut dyn Write, all: &[Kept]) -> Result<()> {
    csv::row(out, HEAD)?;
    for one in all {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        let tags = one.tags.join(" ");
        let parts = [&one.date, &one.source, &one.title, &one.url, &one.speaker, &one.words, &one.note].map(text);
        let rest = [tags, text(&one.key), text(&one.prefix)];
        let fields = std::iter::once(one.kind).chain(parts.iter().map(String::as_str));
        csv::row(out, fields.chain(rest.iter().map(String::as_str)))?;
    }
    Ok(())
}

/// Prints a list of links, and words and notes under their articles.
pub fn markdown(out: &mut dyn Write, all: &[Kept]) -> Result<()> {
    let mut last = None;
    for one in all {
        if last != Some((&one.key, &one.url)) {
            let date = one.date.as_deref().map(day);
            let from: Vec<String> = [one.source.as_deref(), date].into_iter().flatten().map(escaped).collect();
            let from = if from.is_empty() { String::new() } else { format!(" — {}", from.join(", ")) };
            let tags: String = one.tags.iter().flat_map(|tag| [" #".to_owned(), escaped(tag)]).collect();
            writeln!(out, "- {}{from}{tags}", link(one))?;
        }
        last = Some((&one.key, &one.url));
        if let Some(words) = &one.words {
            writeln!(out)?;
            for line in words.lines() {
                writeln!(out, "  > {}", escaped(line))?;
            }
            if let Some(speaker) = &one.speaker {
                writeln!(out, "  >\n  > — {}", escaped(speaker))?;
            }
        }
        if let Some(note) = &one.note {
            writeln!(out)?;
            for line in note.lines() {
                writeln!(out, "{}", format!("  {line}").trim_end())?;
            }
        }
        if one.words.is_some() || one.note.is_some() {
            writeln!(out)?;
        }
    }
    Ok(())
}

fn link(one: &Kept) -> String {
    match (&one.title, &one.url) {
        (Some(title), Some(url)) => format!("[{}](<{url}>)", escaped(title)),
        (Some(title), None) => escaped(title),
        (None, Some(url)) => format!("<{url}>"),
        (None, None) => escaped(one.key.as_deref().unwrap_or("(no headline)")),
    }
}

/// The day of a moment that is written year first; other words as they are.
fn day(written: &str) -> &str {
    let first = written.get(..10).filter(|first| first.parse::<jiff::civil::Date>().is_ok());
    first.unwrap_or(written)
}

/// Prints an outline of links, notes as `_note`.
pub fn opml(out: &mut dyn Write, all: &[Kept], title: &str) -> Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">")?;
    writeln!(out, "  <head>\n    <title>{}</title>\n  </head>\n  <body>", xml(title))?;
    for one in all {
        let text = one.words.as_deref().or(one.title.as_deref()).or(one.url.as_deref()).unwrap_or_default();
        write!(out, "    <outline text=\"{}\"", xml(text))?;
        let parts = [("title", &one.title), ("url", &one.url), ("_source", &one.source), ("_speaker", &one.speaker)];
        if one.url.is_some() {
            write!(out, " type=\"link\"")?;
        }
        for (name, value) in parts.into_iter().chain([("created", &one.date), ("_note", &one.note)]) {
            if let Some(value) = value {
                write!(out, " {name}=\"{}\"", xml(value))?;
            }
        }
        if !one.tags.is_empty() {
            write!(out, " category=\"{}\"", xml(&one.tags.join(",")))?;
        }
        writeln!(out, "/>")?;
    }
    writeln!(out, "  </body>\n</opml>")?;
    Ok(())
}

/// Prints bookmarks as browsers take them in (the Netscape form), words and notes as their descriptions.
pub fn html(out: &mut dyn Write, all: &[Kept], title: &str) -> Result<()> {
    writeln!(out, "<!DOCTYPE NETSCAPE-Bookmark-file-1>")?;
    writeln!(out, "<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">")?;
    writeln!(out, "<TITLE>{0}</TITLE>\n<H1>{0}</H1>\n<DL><p>", xml(title))?;
    for one in all {
        let name = one.title.as_deref().or(one.url.as_deref()).or(one.key.as_deref()).unwrap_or_default();
        let tags = if one.tags.is_empty() { String::new() } else { format!(" TAGS=\"{}\"", xml(&one.tags.join(","))) };
        match &one.url {
            Some(url) => writeln!(out, "    <DT><A HREF=\"{}\"{tags}>{}</A>", xml(url), xml(name))?,
            None => writeln!(out, "    <DT>{}", xml(name))?,
        }
        let said = one.words.as_ref().map(|words| match &one.speaker {
            Some(speaker) => format!("{words} — {speaker}"),
            None => words.clone(),
        });
        for line in said.iter().chain(&one.note) {
            writeln!(out, "    <DD>{}", xml(line))?;
        }
    }
    writeln!(out, "</DL><p>")?;
    Ok(())
}

fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}
