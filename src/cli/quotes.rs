//! `dateline quotes`: who said what in a text, without storing it.

use std::{
    io::{self, BufRead as _, Write},
    path::PathBuf,
};

use anyhow::{Context as _, Result, anyhow};
use clap::Args;
use serde::{Deserialize, Serialize};

use super::{
    DONE,
    output::{json_line, print},
};
use crate::{
    library::intake,
    sources::files,
    text::{
        document::Extent,
        quotes::{self, Lexicon, Quotation, Quotations},
    },
};

/// Arguments of `dateline quotes`.
#[derive(Debug, Args)]
pub struct Quotes {
    /// A file, or - for standard input
    #[arg(value_name = "FILE|-", required_unless_present = "jsonl", conflicts_with = "jsonl")]
    file: Option<PathBuf>,
    /// Read {"id","text"} lines from standard input and write a line of quotations for each, in code points
    #[arg(long)]
    jsonl: bool,
}

/// A document of `--jsonl`.
#[derive(Deserialize)]
struct Asked {
    id: serde_json::Value,
    text: String,
    #[serde(default)]
    lang: Option<String>,
}

/// The quotations of one document of `--jsonl`.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    quotes: Vec<Piece<'a>>,
}

/// A piece of a quotation, in code points of the text.
#[derive(Serialize)]
struct Piece<'a> {
    start: usize,
    end: usize,
    kind: quotes::Kind,
    group: usize,
    speaker: Option<Named<'a>>,
    cue: Option<Named<'a>>,
}

/// Words of the text, and for a speaker the full name.
#[derive(Serialize)]
struct Named<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical: Option<&'a str>,
}

impl Quotes {
    /// Prints the quotations.
    pub fn print(&self) -> Result<u8> {
        let lexicon = Lexicon::built_in();
        match &self.file {
            Some(file) => print_file(file, lexicon)?,
            None => print(|out| answer_all(out, lexicon))?,
        }
        Ok(DONE)
    }
}

fn print_file(file: &std::path::Path, lexicon: &Lexicon) -> Result<()> {
    let input = files::single(file).map_err(|why| anyhow!(why))?;
    let parsed = intake::parse(&input, Extent::Article, lexicon).map_err(|why| anyhow!(why))?;
    print(|out| parsed.parsed.iter().try_for_each(|parsed| print_quotations(out, parsed)))
}

fn print_quotations(out: &mut dyn Write, parsed: &intake::Parsed) -> Result<()> {
    for quotation in &parsed.quotations.quotations {
        let speaker = quotation.speaker.and_then(|index| parsed.quotations.speakers.get(index));
        let words = quotation.pieces.iter().filter_map(|piece| parsed.article.text.get(piece.clone()));
        let words: Vec<_> = words.flat_map(str::split_whitespace).collect();
        let name = speaker.map_or("-", |speaker| speaker.name.as_str());
        writeln!(out, "{}\t{name}\t{}", named_kind(quotation.kind), words.join(" "))?;
    }
    Ok(())
}

fn named_kind(kind: quotes::Kind) -> &'static str {
    match kind {
        quotes::Kind::Direct => "direct",
        quotes::Kind::Mixed => "mixed",
        quotes::Kind::Indirect => "indirect",
    }
}

fn answer_all(out: &mut dyn Write, lexicon: &Lexicon) -> Result<()> {
    for (number, line) in io::stdin().lock().lines().enumerate() {
        let line = line.context("standard input can't be read")?;
        if line.trim().is_empty() {
            continue;
        }
        let asked: Asked = serde_json::from_str(&line)
            .with_context(|| format!("line {} of standard input is no document", number + 1))?;
        let found =
            quotes::find_quotes(&asked.text, &quotes::paragraphs_of(&asked.text), asked.lang.as_deref(), lexicon);
        json_line(out, &answer(&asked, &found))?;
    }
    Ok(())
}

fn answer<'a>(asked: &'a Asked, found: &'a Quotations) -> Answer<'a> {
    let points = CodePoints::of(&asked.text);
    let pieces = found.quotations.iter().enumerate().flat_map(|(group, quotation)| {
        let points = &points;
        quotation.pieces.iter().map(move |piece| Piece {
            start: points.at(piece.start),
            end: points.at(piece.end),
            kind: quotation.kind,
            group,
            speaker: speaker(asked, found, quotation, points),
            cue: quotation.cue.as_ref().map(|range| named(asked, range, None, points)),
        })
    });
    Answer { id: &asked.id, quotes: pieces.collect() }
}

fn speaker<'a>(
    asked: &'a Asked,
    found: &'a Quotations,
    quotation: &Quotation,
    points: &CodePoints,
) -> Option<Named<'a>> {
    let mention = quotation.mention.as_ref()?;
    let name = quotation.speaker.and_then(|index| found.speakers.get(index)).map(|speaker| speaker.name.as_str());
    Some(named(asked, mention, name, points))
}

fn named<'a>(
    asked: &'a Asked,
    range: &std::ops::Range<usize>,
    canonical: Option<&'a str>,
    points: &CodePoints,
) -> Named<'a> {
    let text = asked.text.get(range.clone()).unwrap_or_default();
    Named { start: points.at(range.start), end: points.at(range.end), text, canonical }
}

/// From bytes to code points of a text: how many characters start before every 64th byte.
struct CodePoints<'t> {
    text: &'t str,
    before: Vec<usize>,
}

impl<'t> CodePoints<'t> {
    const STEP: usize = 64;

    fn of(text: &'t str) -> Self {
        let starts = |chunk: &[u8]| chunk.iter().filter(|byte| (**byte & 0xC0) != 0x80).count();
        let mut total = 0;
        let before = text.as_bytes().chunks(Self::STEP).map(|chunk| {
            let here = total;
            total += starts(chunk);
            here
        });
        Self { text, before: before.collect() }
    }

    fn at(&self, byte: usize) -> usize {
        let chunk = byte / Self::STEP;
        let rest = self.text.as_bytes().get(chunk * Self::STEP..byte).unwrap_or_default();
        let here = rest.iter().filter(|byte| (**byte & 0xC0) != 0x80).count();
        let whole = || self.text.chars().count();
        self.before.get(chunk).copied().unwrap_or_else(whole) + here
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_code_points_at_every_boundary() {
        let text = "é".repeat(100) + "a👨‍👩‍👧“x”";
        let points = CodePoints::of(&text);
        for (index, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(byte), index);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
    }
}
