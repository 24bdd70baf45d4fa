//! The bookmarks file as text: read as TOML, changed in place, so that every byte that isn't meant to change stays.
//!
//! It touches no disk. Every change is read back before it is handed out.

use std::collections::HashSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml_edit::{DocumentMut, Item, Value};
use xxhash_rust::xxh3::xxh3_64;

use super::entry::{Bookmark, Spelling, Target};
use crate::files::flaw::Flaw;
use crate::files::tables::{self, Edit, Key, Tables, Written, append, edited};

/// The name of a bookmark's table.
const LIST: &str = "bookmark";

/// What stands at the top of a new file.
const HEADER: &str = "\
# The bookmarks of dateline, a news reader. The newest stands last.
#
# This file is yours as well: edit it, sort it, write comments, keep it among your dotfiles. What dateline doesn't know
# it leaves alone. Each [[bookmark]] may have a title, source, date, url, key (the article's identity), tags, a note, the
# time when it was added, and a quotation (exact words, with what stands before and after). The file that `snapshot`
# names, in the directory `bookmarks` beside this one, keeps the article's text; write into it, and it stays for good.
";

/// The file, and what it says.
#[derive(Debug, Clone, Default)]
pub(super) struct Document {
    text: String,
    bookmarks: Vec<Bookmark>,
}

/// The bytes of each bookmark in the text, in order.
type Blocks = Vec<Vec<Range<usize>>>;

/// Bookmarks that were taken out, with the text that they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cut {
    pub bookmark: Bookmark,
    /// Each part with its place in the text that remained.
    parts: Vec<(usize, String)>,
    /// The table with its own comments and nothing else.
    block: String,
    /// Those that stood next to it.
    above: Option<Target>,
    below: Option<Target>,
    /// The hash of the text that remained.
    rest: u64,
}

#[derive(Debug, Default, Deserialize)]
struct Spelt {
    #[serde(default)]
    bookmark: Vec<Spelling>,
}

impl Document {
    /// Reads the text of a bookmarks file.
    pub(super) fn parse(text: String) -> Result<Self, Flaw> {
        match toml::from_str::<Spelt>(&text) {
            Ok(spelt) => {
                let bookmarks = spelt.bookmark.into_iter().map(Bookmark::from).collect();
                Ok(Self { text, bookmarks })
            }
            Err(error) => {
                // A slower look tells what the quick one stumbled over.
                laid_out(&text)?;
                Err(Flaw::new(&text, error.span(), error.message()))
            }
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// In the order of the file.
    pub(super) fn bookmarks(&self) -> &[Bookmark] {
        &self.bookmarks
    }

    /// The document with `new` as its last bookmarks.
    pub(super) fn with(&self, new: &[Bookmark]) -> Result<Self, Flaw> {
        if new.is_empty() {
            return Ok(self.clone());
        }
        let mut text = if self.text.is_empty() { HEADER.to_owned() } else { self.text.clone() };
        for bookmark in new {
            append(&mut text, &format!("[[{LIST}]]\n{}", spelt(bookmark)?));
        }
        let outcome = self.checked(text, |targets| {
            targets.extend(new.iter().map(|bookmark| &bookmark.target));
        });
        // No table can follow bookmarks that are written as `bookmark = [...]`.
        outcome.or_else(|flaw| laid_out(&self.text).and(Err(flaw)))
    }

    /// The document without any bookmark for one of `targets`, and what was taken out.
    pub(super) fn without(&self, targets: &[Target]) -> Result<(Self, Vec<Cut>), Flaw> {
        let targets: HashSet<&Target> = targets.iter().collect();
        if !self.bookmarks.iter().any(|bookmark| targets.contains(&bookmark.target)) {
            return Ok((self.clone(), Vec::new()));
        }
        let blocks = self.blocks()?;
        let meant =
            |number: usize| self.bookmarks.get(number).is_some_and(|bookmark| targets.contains(&bookmark.target));
        let ranges = tables::cut_out(&self.text, &blocks, meant);
        let document = self.checked(tables::without(&self.text, &ranges), |rest| {
            rest.retain(|target| !targets.contains(target));
        })?;
        let cuts = self.cuts(&blocks, &ranges, xxh3_64(document.text.as_bytes()));
        Ok((document, cuts))
    }

    /// The document with what was cut out of it at one time put back: exactly there if nothing else changed since, else next to
    /// the same neighbour. A bookmark that came back by other means stays as it is.
    pub(super) fn with_restored(&self, cuts: &[Cut]) -> Result<Self, Flaw> {
        let missing: Vec<&Cut> =
            cuts.iter().filter(|cut| self.positions(&cut.bookmark.target).next().is_none()).collect();
        let rest = xxh3_64(self.text.as_bytes());
        if missing.len() == cuts.len() && cuts.iter().all(|cut| cut.rest == rest) {
            let mut parts: Vec<&(usize, String)> = cuts.iter().flat_map(|cut| &cut.parts).collect();
            parts.sort_by_key(|(at, _)| *at);
            let edits: Vec<Edit> = parts.iter().map(|(at, part)| Edit { at: *at..*at, new: part.clone() }).collect();
            return Self::parse(edited(&self.text, &edits));
        }
        let mut document = self.clone();
        for cut in missing {
            document = Self::parse(document.text_with_block(cut, &document.blocks()?))?;
        }
        Ok(document)
    }

    /// The document with the first bookmark for `target` changed as `change` says. Its target stays what it is.
    pub(super) fn with_edited(&self, target: &Target, change: impl FnOnce(&mut Bookmark)) -> Result<Self, Flaw> {
        let Some((number, old)) =
            self.positions(target).next().and_then(|number| Some((number, self.bookmarks.get(number)?)))
        else {
            return Ok(self.clone());
        };
        let mut new = old.clone();
        change(&mut new);
        new.target = old.target.clone();
        let edits = laid_out(&self.text)?.edits(number, &KEYS, &table(old)?, &table(&new)?);
        let text = edited(&self.text, &edits);
        self.checked(text, |_| {})
    }

    fn positions(&self, target: &Target) -> impl Iterator<Item = usize> {
        self.bookmarks
            .iter()
            .enumerate()
            .filter(move |(_, bookmark)| bookmark.target == *target)
            .map(|(number, _)| number)
    }

    fn blocks(&self) -> Result<Blocks, Flaw> {
        Ok(laid_out(&self.text)?.blocks())
    }

    /// Reads `text` back and hands it out only if it holds the bookmarks that it shall.
    fn checked<'a>(&'a self, text: String, change: impl FnOnce(&mut Vec<&'a Target>)) -> Result<Self, Flaw> {
        let mut expected: Vec<&Target> = self.bookmarks.iter().map(|bookmark| &bookmark.target).collect();
        change(&mut expected);
        let document = Self::parse(text)?;
        if document.bookmarks.iter().map(|bookmark| &bookmark.target).eq(expected) {
            return Ok(document);
        }
        Err(Flaw { line: None, why: "its tables stand in a way that can't be changed safely".to_owned() })
    }

    /// What is taken out with `ranges`, each with the number of its bookmark, so that a text with the hash `rest` remains.
    fn cuts(&self, blocks: &Blocks, ranges: &[(usize, Range<usize>)], rest: u64) -> Vec<Cut> {
        let target_at = |number: usize| Some(self.bookmarks.get(number)?.target.clone());
        let mut cuts: Vec<Cut> = Vec::new();
        let mut gone = 0;
        for same in ranges.chunk_by(|(one, _), (other, _)| one == other) {
            let Some(&(number, _)) = same.first() else {
                continue;
            };
            let mut parts = Vec::new();
            for (_, range) in same {
                parts.push((range.start - gone, self.part(range)));
                gone += range.len();
            }
            cuts.push(Cut {
                bookmark: self.bookmarks.get(number).cloned().unwrap_or_default(),
                parts,
                block: block(blocks, number).iter().map(|range| self.part(range)).collect(),
                above: number.checked_sub(1).and_then(target_at),
                below: target_at(number + 1),
                rest,
            });
        }
        cuts
    }

    fn part(&self, range: &Range<usize>) -> String {
        self.text.get(range.clone()).unwrap_or_default().to_owned()
    }

    /// The text with a block that was once cut out, next to the bookmark that it stood next to, else at the end.
    fn text_with_block(&self, cut: &Cut, blocks: &Blocks) -> String {
        let neighbour = |target: &Option<Target>| self.positions(target.as_ref()?).next();
        let mut again = cut.block.clone();
        if !again.ends_with('\n') {
            again.push('\n');
        }
        if let Some(start) = neighbour(&cut.below).and_then(|number| Some(block(blocks, number).first()?.start)) {
            return edited(&self.text, &[Edit { at: start..start, new: again + "\n" }]);
        }
        if let Some(end) = neighbour(&cut.above).and_then(|number| Some(block(blocks, number).last()?.end)) {
            return edited(&self.text, &[Edit { at: end..end, new: format!("\n{again}") }]);
        }
        let mut text = self.text.clone();
        append(&mut text, &again);
        text
    }
}

/// The text with the places of everything in it, in which bookmarks stand as tables.
fn laid_out(text: &str) -> Result<Tables<'_>, Flaw> {
    Tables::read(text, LIST, "bookmarks must be written as tables, each under its own line [[bookmark]]")
}

fn block(blocks: &Blocks, number: usize) -> &[Range<usize>] {
    blocks.get(number).map(Vec::as_slice).unwrap_or_default()
}

/// The keys that can be edited, in the order in which they are written. `key` itself is only added, where something else stood
/// in for it.
const KEYS: [Key; 8] = [
    key("title", Written::Changed),
    key("source", Written::Changed),
    key("date", Written::Changed),
    key("url", Written::Changed),
    key("key", Written::WithOthers),
    key("tags", Written::Changed),
    key("note", Written::Changed),
    key("snapshot", Written::Changed),
];

const fn key(name: &'static str, written: Written) -> Key {
    Key { name, written }
}

/// The keys of a bookmark as a table.
fn table(bookmark: &Bookmark) -> Result<DocumentMut, Flaw> {
    let mut table = toml_edit::ser::to_document(&Spelling::from(bookmark))
        .map_err(|error| Flaw { line: None, why: error.to_string() })?;
    if let Some(Value::InlineTable(quotation)) = table.get_mut("quotation").and_then(Item::as_value_mut) {
        quotation.set_dotted(true);
    }
    Ok(table)
}

/// The lines of a bookmark under its header.
fn spelt(bookmark: &Bookmark) -> Result<String, Flaw> {
    Ok(table(bookmark)?.to_string())
}
