//! The copy of a bookmarked article: one Markdown file with front matter, readable without this program.
//!
//! A copy that the reader wrote into is the reader's: it is never replaced or removed. The checksum in its front matter tells.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::{fs, iter};

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::Keepsake;
use super::entry::Bookmark;
use crate::files::{self, names};

mod form;

pub use form::Snapshot;
pub(super) use form::is_untouched;
use form::{key_of, written};

/// A name in bytes: every file system takes 255, and some tools add to it.
const MAX_NAME: usize = 100;

/// The largest copy that is read back, in bytes.
const MAX_BYTES: u64 = 256 << 20;

/// A copy that was taken away with its bookmark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Taken {
    name: String,
    content: String,
}

impl Taken {
    /// The name of its file.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

/// Copies for a number of articles.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The name of each one's copy.
    pub names: Vec<String>,
    /// The copies that weren't there before.
    pub made: Vec<PathBuf>,
}

/// Keeps a copy of each article in `directory`: all of them or, on an error, none.
///
/// A copy that is there already is renewed, or left where the reader wrote into it.
pub(super) fn keep_all(directory: &Path, keepsakes: &[(Bookmark, Keepsake<'_>)]) -> Result<Kept> {
    files::make_directory(directory).with_context(|| format!("could not make {}", directory.display()))?;
    let mut names = Vec::with_capacity(keepsakes.len());
    let mut new: Vec<(PathBuf, String)> = Vec::new();
    let mut keys: HashMap<PathBuf, &str> = HashMap::new();
    let there = names_by_hash(directory);
    for (bookmark, keepsake) in keepsakes {
        let (name, old) = place_for(directory, bookmark, &there, &keys)?;
        let path = directory.join(&name);
        names.push(name);
        if keys.insert(path.clone(), &bookmark.target.key).is_some() {
            continue;
        }
        let content = written(bookmark, keepsake.article, keepsake.quotations);
        match old {
            None => new.push((path, content)),
            Some(old) if is_untouched(&old) && old != content => {
                files::replace(&path, content.as_bytes())
                    .with_context(|| format!("could not write {}", path.display()))?;
            }
            Some(_) => {}
        }
    }
    files::make_all(&new).with_context(|| format!("could not write into {}", directory.display()))?;
    Ok(Kept { names, made: new.into_iter().map(|(path, _)| path).collect() })
}

/// Makes a copy of an article whose text is what `change` makes of it.
pub(super) fn make(directory: &Path, keepsake: &Keepsake<'_>, change: impl Fn(&str) -> String) -> Result<()> {
    files::make_directory(directory).with_context(|| format!("could not make {}", directory.display()))?;
    let (name, _) = place_for(directory, keepsake.bookmark, &HashMap::new(), &HashMap::new())?;
    let content = change(&written(keepsake.bookmark, keepsake.article, keepsake.quotations));
    files::make_all(&[(directory.join(name), content)])
        .with_context(|| format!("could not write into {}", directory.display()))
}

/// Every copy, with the key of its article. One that can't be read is passed over.
pub(super) fn each(directory: &Path) -> impl Iterator<Item = (String, String)> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "md"));
    paths.filter_map(|path| {
        let content = standing(&path).ok()??;
        Some((key_of(&content)?, content))
    })
}

/// The name for the copy of `bookmark`, and what stands there already: `there` are the names of all copies, `keys` are those
/// whose copies have a name but aren't there yet. A copy that was made on another day, for a note, is the copy.
fn place_for(
    directory: &Path,
    bookmark: &Bookmark,
    there: &HashMap<String, Vec<String>>,
    keys: &HashMap<PathBuf, &str>,
) -> Result<(String, Option<String>)> {
    let key = &bookmark.target.key;
    let existing = there.get(&short_hash(key)).into_iter().flatten().cloned();
    for name in recorded(bookmark).chain(existing).chain(new_names(bookmark)) {
        let path = directory.join(&name);
        if keys.get(&path).is_some_and(|other| other != key) {
            continue;
        }
        let old = standing(&path)?;
        if old.as_deref().is_none_or(|old| key_of(old).as_ref() == Some(key)) {
            return Ok((name, old));
        }
    }
    bail!("could not find a free name for {key} in {}", directory.display())
}

/// Takes the copies of `bookmarks` away, but not one that the reader wrote into or that belongs to something else.
///
/// A copy that can't be taken away does no harm.
pub(super) fn take_away<'a>(directory: &Path, bookmarks: impl Iterator<Item = &'a Bookmark>) -> Vec<Taken> {
    let found = bookmarks.filter_map(|bookmark| match find(directory, bookmark) {
        Ok(found) => found.filter(|(_, content)| is_untouched(content)),
        Err(error) => {
            tracing::warn!("left the copy of {}: {error:#}", bookmark.target.key);
            None
        }
    });
    let found: BTreeMap<PathBuf, String> = found.collect();
    let paths: Vec<PathBuf> = found.keys().cloned().collect();
    if let Err(error) = files::remove_all(&paths) {
        tracing::warn!("left copies in {}: {error}", directory.display());
    }
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    found.into_iter().map(|(path, content)| Taken { name: name(&path), content }).collect()
}

/// Puts back what was taken away, unless something stands there again.
pub(super) fn put_back(directory: &Path, taken: &[Taken]) -> Result<()> {
    if taken.is_empty() {
        return Ok(());
    }
    files::make_directory(directory).with_context(|| format!("could not make {}", directory.display()))?;
    let files = taken.iter().map(|taken| (directory.join(&taken.name), taken.content.clone()));
    let missing: Vec<(PathBuf, String)> = files.filter(|(path, _)| fs::symlink_metadata(path).is_err()).collect();
    files::make_all(&missing).with_context(|| format!("could not write into {}", directory.display()))
}

/// The copy of `bookmark`; `None` where there is none.
pub(super) fn read(directory: &Path, bookmark: &Bookmark) -> Result<Option<Snapshot>> {
    Ok(find(directory, bookmark)?.map(|(_, content)| Snapshot::of(&content)))
}

/// The name that the bookmark says the copy has.
fn recorded(bookmark: &Bookmark) -> impl Iterator<Item = String> {
    bookmark.snapshot.clone().filter(|name| names::is_plain(name)).into_iter()
}

/// The names that the copy gets, the likeliest first.
fn new_names(bookmark: &Bookmark) -> impl Iterator<Item = String> {
    let date = bookmark.date.as_ref().and_then(|date| date.at).or(bookmark.added);
    let day = date
        .and_then(|at| Timestamp::from_second(at).ok())
        .map_or_else(|| "undated".to_owned(), |at| at.to_string().chars().take_while(|&c| c != 'T').collect());
    let hash = short_hash(&bookmark.target.key);
    let slug = names::slug(bookmark.title.as_deref().unwrap_or_default(), MAX_NAME - day.len() - hash.len() - 8);
    let name = format!("{day}-{slug}-{hash}");
    let others = (2..10).map({
        let name = name.clone();
        move |number| format!("{name}-{number}.md")
    });
    iter::once(format!("{name}.md")).chain(others)
}

/// Enough of a hash that no two of a reader's articles of one day and title share it.
fn short_hash(key: &str) -> String {
    format!("{:016x}", xxh3_64(key.as_bytes())).split_off(8)
}

/// The copy of `bookmark`: under one of its names or, where the reader changed what they are made of, under one that ends in the
/// hash of its key.
pub(super) fn find(directory: &Path, bookmark: &Bookmark) -> Result<Option<(PathBuf, String)>> {
    let hash = short_hash(&bookmark.target.key);
    // The directory is looked into only where none of the others is the copy's name.
    let others = iter::once_with(|| names_by_hash(directory).remove(&hash).unwrap_or_default()).flatten();
    let names = recorded(bookmark).chain(new_names(bookmark)).chain(others);
    for name in names {
        let path = directory.join(name);
        if let Some(content) = standing(&path)?
            && key_of(&content).as_deref() == Some(&bookmark.target.key)
        {
            return Ok(Some((path, content)));
        }
    }
    Ok(None)
}

/// The names of all copies, by the hash that they end in.
fn names_by_hash(directory: &Path) -> HashMap<String, Vec<String>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let hash = name.strip_suffix(".md").and_then(|stem| stem.rsplit_once('-')).map(|(_, hash)| hash.to_owned());
        if let Some(hash) = hash {
            found.entry(hash).or_default().push(name);
        }
    }
    found
}

fn standing(path: &Path) -> Result<Option<String>> {
    let content = files::read(path, MAX_BYTES).with_context(|| format!("could not read {}", path.display()))?;
    Ok(content.map(|(bytes, _)| {
        String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }))
}
