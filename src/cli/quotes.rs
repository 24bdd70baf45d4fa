//! `dateline quotes`: who said what, in the store or in a text without storing it.

use std::{
    ffi::OsString,
    io::{self, BufRead as _, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Args;
use serde::{Deserialize, Serialize};

use super::{
    DONE, Places,
    output::{complain, json_line, print},
    said::{self, Forms},
    world,
};
use crate::{
    catalog::people::Asked,
    library::intake,
    query,
    sources::files,
    text::{
        document::{CUT_OFF, Extent},
        quotes::{self, Lexicon, Quotation, Quotations},
    },
};

/// What stands under the options in the help.
pub const AFTER_HELP: &str = "\
FILE or WORDS: - and a file that exists are read and not stored; anything else is looked for in what is stored: whole
words, one after the other, as after said: in a query; airsp* finds what begins so.
With --speaker, --since, --source or --text, nothing is read but the store; after --file, nothing but a file.

Examples:
  dateline quotes --speaker amiri --since 7d    what somebody said this week
  dateline quotes airspace                      who said something with that word
  dateline quotes --kind direct --csv > q.csv   all direct speech, for a spreadsheet
  curl -s URL | dateline quotes - --markdown    who said what on a page, without storing it";

/// Arguments of `dateline quotes`.
#[derive(Debug, Args)]
pub struct Quotes {
    /// A file or - (standard input) to read, or words to look for in what was said
    #[arg(value_name = "FILE|-|WORDS", conflicts_with = "jsonl")]
    input: Option<OsString>,
    /// Only of speakers with these words in one of their names
    #[arg(long, value_name = "NAME", conflicts_with = "jsonl")]
    speaker: Option<String>,
    /// Only from articles since then: 7d, 12h, 2w, 1mo or 2026-11-01
    #[arg(long, value_name = "TIME", conflicts_with = "jsonl", value_parser = said::since)]
    since: Option<i64>,
    /// Only from sources with these words in their name
    #[arg(long, value_name = "SOURCE", conflicts_with = "jsonl")]
    source: Option<String>,
    /// Only direct, mixed or indirect speech
    #[arg(long, value_name = "KIND", conflicts_with = "jsonl", value_parser = kind_of)]
    kind: Option<quotes::Kind>,
    /// Words to look for, even if a file is called so
    #[arg(long, value_name = "WORDS", conflicts_with_all = ["input", "jsonl"])]
    text: Option<String>,
    /// A file to read, whatever it is called
    #[arg(long, value_name = "FILE", conflicts_with_all = ["input", "text", "speaker", "since", "source", "jsonl"])]
    file: Option<PathBuf>,
    #[command(flatten)]
    forms: Forms,
    /// Read {"id","text"} lines from standard input and write a line of quotations for each, in code points
    #[arg(long)]
    jsonl: bool,
}

fn kind_of(word: &str) -> Result<quotes::Kind, String> {
    let kinds = [quotes::Kind::Direct, quotes::Kind::Mixed, quotes::Kind::Indirect];
    let found = kinds.into_iter().find(|kind| said::named_kind(*kind) == word);
    found.ok_or_else(|| "it is direct, mixed or indirect".to_owned())
}

/// A document of `--jsonl`.
#[derive(Deserialize)]
struct Document {
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

/// What is to be read.
enum From {
    Store { words: Option<String> },
    File(PathBuf),
}

impl Quotes {
    /// Prints the quotations.
    pub fn print(&self, places: &Places) -> Result<u8> {
        if self.jsonl {
            print(|out| answer_all(out, Lexicon::built_in()))?;
            return Ok(DONE);
        }
        match self.from()? {
            From::File(file) => {
                for mistake in world::lexicon(&world::paths(places)?) {
                    complain(&mistake);
                }
                self.print_file(&file)?;
            }
            From::Store { words } => self.print_stored(places, words)?,
        }
        Ok(DONE)
    }

    fn from(&self) -> Result<From> {
        let asks_store = self.speaker.is_some() || self.since.is_some() || self.source.is_some();
        if let Some(file) = &self.file {
            return Ok(From::File(file.clone()));
        }
        let Some(input) = &self.input else {
            return Ok(From::Store { words: self.text.clone() });
        };
        let path = Path::new(input);
        if !asks_store && (input == "-" || path.is_file()) {
            return Ok(From::File(path.to_owned()));
        }
        let words = input.to_str().ok_or_else(|| anyhow!("there is no file {}", path.display()))?;
        if !asks_store && looks_like_a_file(words) {
            bail!("there is no file {words}; --text {words} looks for the words instead");
        }
        Ok(From::Store { words: Some(words.to_owned()) })
    }

    fn print_file(&self, file: &Path) -> Result<()> {
        let input = files::single(file).map_err(|why| anyhow!(why))?;
        let parsed = intake::parse(&input, Extent::Article, Lexicon::in_force()).map_err(|why| anyhow!(why))?;
        let of_articles = parsed.parsed.iter().flat_map(|one| &one.article.notices);
        for notice in parsed.notices.iter().chain(of_articles.filter(|notice| notice.starts_with(CUT_OFF))) {
            complain(notice);
        }
        print(|out| said::print_texts(out, &parsed.parsed, self.kind, self.forms.asked()))
    }

    fn print_stored(&self, places: &Places, words: Option<String>) -> Result<()> {
        let words = words.map(|words| query::phrase(&words).with_context(|| format!("there is no word in “{words}”")));
        let words = words.transpose()?;
        let library = world::library_for_printing(&world::paths(places)?)?;
        let asked = Asked {
            speaker: self.speaker.clone(),
            words,
            kind: self.kind,
            source: self.source.clone(),
            since: self.since,
        };
        print(|out| said::print_stored(out, &library, &asked, self.forms.asked()))
    }
}

/// Whether somebody who wrote this meant a file: it has a slash, or ends as documents do.
fn looks_like_a_file(words: &str) -> bool {
    let ending = Path::new(words).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    words.contains(std::path::MAIN_SEPARATOR)
        || ["txt", "md", "markdown", "html", "htm", "xhtml"].contains(&ending.to_lowercase().as_str())
}

fn answer_all(out: &mut dyn Write, lexicon: &Lexicon) -> Result<()> {
    for (number, line) in io::stdin().lock().lines().enumerate() {
        let line = line.context("standard input can't be read")?;
        if line.trim().is_empty() {
            continue;
        }
        let asked: Document = serde_json::from_str(&line)
            .with_context(|| format!("line {} of standard input is no document", number + 1))?;
        let found =
            quotes::find_quotes(&asked.text, &quotes::paragraphs_of(&asked.text), asked.lang.as_deref(), lexicon);
        json_line(out, &answer(&asked, &found))?;
    }
    Ok(())
}

fn answer<'a>(asked: &'a Document, found: &'a Quotations) -> Answer<'a> {
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
    asked: &'a Document,
    found: &'a Quotations,
    quotation: &Quotation,
    points: &CodePoints,
) -> Option<Named<'a>> {
    let mention = quotation.mention.as_ref()?;
    let name = quotation.speaker.and_then(|index| found.speakers.get(index)).map(|speaker| speaker.name.as_str());
    Some(named(asked, mention, name, points))
}

fn named<'a>(
    asked: &'a Document,
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
