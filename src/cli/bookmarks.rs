//! `dateline bookmarks`: the bookmarks printed for pipes.

use std::io::Write;

use anyhow::{Result, anyhow};
use clap::Args;
use serde::Serialize;

use super::{
    DONE, Places,
    articles::Form,
    output::{json_line, print},
    world,
};
use crate::bookmarks::{Bookmark, Bookmarks};

/// Arguments of `dateline bookmarks`.
#[derive(Debug, Args)]
pub struct Print {
    /// One JSON object a line: {"format":"dateline.bookmark/1", …}
    #[arg(long)]
    json: bool,
}

/// A bookmark as JSON.
#[derive(Serialize)]
struct JsonBookmark<'a> {
    format: &'static str,
    key: &'a str,
    title: Option<&'a str>,
    source: Option<&'a str>,
    date: Option<&'a str>,
    url: Option<&'a str>,
    tags: &'a [String],
    note: Option<&'a str>,
    quotation: Option<&'a str>,
    speaker: Option<&'a str>,
    snapshot: Option<&'a str>,
}

impl Print {
    /// Prints the bookmarks.
    pub fn print(&self, places: &Places) -> Result<u8> {
        let paths = world::paths(places)?;
        let bookmarks = Bookmarks::open(&paths.config_dir).map_err(|why| anyhow!("{why}"))?;
        let form = Form::of(self.json);
        print(|out| bookmarks.all().iter().try_for_each(|bookmark| print_one(out, bookmark, form)))?;
        Ok(DONE)
    }
}

fn print_one(out: &mut dyn Write, bookmark: &Bookmark, form: Form) -> Result<()> {
    let date = bookmark.date.as_ref().map(|date| date.written.as_str());
    let quotation = bookmark.target.quotation.as_ref().map(|anchor| anchor.exact.as_str());
    if form == Form::Json {
        return json_line(
            out,
            &JsonBookmark {
                format: "dateline.bookmark/1",
                key: &bookmark.target.key,
                title: bookmark.title.as_deref(),
                source: bookmark.source.as_deref(),
                date,
                url: bookmark.url.as_deref(),
                tags: &bookmark.tags,
                note: bookmark.note.as_deref(),
                quotation,
                speaker: bookmark.speaker.as_deref(),
                snapshot: bookmark.snapshot.as_deref(),
            },
        );
    }
    let or_dash = |part: Option<&str>| part.unwrap_or("-").replace(['\t', '\n'], " ");
    let parts = [date, bookmark.source.as_deref(), bookmark.title.as_deref(), bookmark.url.as_deref()].map(or_dash);
    write!(out, "{}", parts.join("\t"))?;
    if let Some(quotation) = quotation {
        write!(out, "\t{}\t{}", or_dash(bookmark.speaker.as_deref()), or_dash(Some(quotation)))?;
    }
    writeln!(out)?;
    Ok(())
}
