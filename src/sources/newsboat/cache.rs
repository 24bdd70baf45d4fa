//! newsboat's `cache.db`: its articles with what was done with them. It is opened for reading only, newsboat may be using it,
//! and columns that a version of newsboat doesn't have yet are no matter. (src/cache.cpp of newsboat.)

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row};

/// How a file of SQLite begins (sqlite.org/fileformat.html, 1.3).
pub const MAGIC: &[u8] = b"SQLite format 3\0";

/// How long a writing newsboat is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// As many articles are handed on at once, at most.
const BATCH: usize = 500;
/// Longer texts are cut, in bytes.
const LONGEST: usize = 8 << 20;

/// The columns of an article in the order of [`Item`]; some versions lack the last ones.
const COLUMNS: [&str; 11] =
    ["feedurl", "guid", "title", "author", "url", "pubDate", "content", "content_mime_type", "base", "unread", "flags"];

/// A cache, opened.
#[derive(Debug)]
pub struct Cache {
    db: Connection,
    columns: HashSet<String>,
    /// A copy, where the cache itself couldn't be read as it lay there.
    _copy: Option<tempfile::TempDir>,
}

/// An article as newsboat keeps it. Texts are as the feed gave them: not clean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// What newsboat knows it by: the feed's guid, else link and date, else the link, else the title.
    pub guid: String,
    /// Its title, which may hold markup.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// Its address.
    pub url: String,
    /// When it was published, in Unix seconds.
    pub published: Option<i64>,
    /// Its text.
    pub content: String,
    /// What the text is: HTML unless this says `text/plain`.
    pub content_type: String,
    /// What relative links start from.
    pub base: String,
    /// What was done with it.
    pub state: State,
    /// The letters that it was flagged with.
    pub flags: String,
}

/// What the reader did with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum State {
    /// Nothing.
    #[default]
    Unread,
    /// Read it.
    Read,
    /// Deleted it: it must not come again.
    Deleted,
}

/// A feed as newsboat keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CachedFeed {
    /// Its address, as `urls` had it.
    pub address: String,
    /// What it calls itself.
    pub title: String,
    /// Its web page.
    pub site: String,
    /// How many articles of it there are, deleted ones too.
    pub items: usize,
}

impl Cache {
    /// Opens a cache.
    ///
    /// # Errors
    /// When it can't be read or is none of newsboat's.
    pub fn open(path: &Path) -> Result<Self> {
        let refused = || format!("can't read newsboat's articles in {}", path.display());
        match open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, None) {
            Err(error) if needs_mending(&error) => in_a_copy(path).with_context(refused),
            outcome => outcome.with_context(refused),
        }
    }

    /// The feeds that it has articles of, by address.
    ///
    /// # Errors
    /// When the cache can't be read.
    pub fn feeds(&self) -> Result<Vec<CachedFeed>> {
        let sql = "SELECT i.feedurl, f.title, f.url, i.items FROM (SELECT feedurl, count(*) items FROM rss_item GROUP BY feedurl) i
                   LEFT JOIN rss_feed f ON f.rssurl = i.feedurl ORDER BY i.feedurl";
        let mut select = self.db.prepare(sql)?;
        let feed = |row: &Row<'_>| {
            Ok(CachedFeed {
                address: text(row, 0)?,
                title: text(row, 1)?,
                site: text(row, 2)?,
                items: number(row, 3)?.and_then(|count| usize::try_from(count).ok()).unwrap_or_default(),
            })
        };
        Ok(select.query_map([], feed)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Hands on the articles of a feed, at most 500 at once, the oldest rows first.
    ///
    /// # Errors
    /// When the cache can't be read, and what `take` returns.
    pub fn each_batch(&self, feed: &str, mut take: impl FnMut(&[Item]) -> Result<()>) -> Result<()> {
        let named = COLUMNS
            .iter()
            .chain(&["deleted"])
            .map(|column| if self.columns.contains(*column) { *column } else { "NULL" });
        let sql =
            format!("SELECT {} FROM rss_item WHERE feedurl = ?1 ORDER BY rowid", named.collect::<Vec<_>>().join(", "));
        let mut select = self.db.prepare(&sql)?;
        let mut rows = select.query([feed])?;
        let mut batch = Vec::with_capacity(BATCH);
        while let Some(row) = rows.next()? {
            batch.push(item(row)?);
            if batch.len() == BATCH {
                take(&batch)?;
                batch.clear();
            }
        }
        if batch.is_empty() { Ok(()) } else { take(&batch) }
    }
}

fn open(path: &Path, flags: OpenFlags, copy: Option<tempfile::TempDir>) -> Result<Cache> {
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.busy_timeout(PATIENCE)?;
    let mut columns = HashSet::new();
    {
        let mut select = db.prepare("SELECT name FROM pragma_table_info('rss_item')")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            columns.insert(text(row, 0)?);
        }
    }
    if !["guid", "feedurl", "title", "unread"].iter().all(|column| columns.contains(*column)) {
        bail!("this is no cache of newsboat's");
    }
    // One moment of it, whatever newsboat does meanwhile.
    db.execute_batch("BEGIN")?;
    Ok(Cache { db, columns, _copy: copy })
}

/// Whether a newsboat that was killed left the file such that SQLite has to write before it can read.
fn needs_mending(error: &anyhow::Error) -> bool {
    let code = error.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
    matches!(code, Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen))
}

/// Mends a copy and leaves the cache as it is.
fn in_a_copy(path: &Path) -> Result<Cache> {
    let directory = tempfile::tempdir()?;
    let to = directory.path().join("cache.db");
    fs::copy(path, &to)?;
    for ending in ["-journal", "-wal"] {
        let beside = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            name
        };
        if Path::new(&beside(path)).exists() {
            fs::copy(beside(path), beside(&to))?;
        }
    }
    open(&to, OpenFlags::SQLITE_OPEN_READ_WRITE, Some(directory))
}

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    let is_unread = number(row, 9)? != Some(0);
    let state = match (number(row, 11)?, is_unread) {
        (Some(deleted), _) if deleted != 0 => State::Deleted,
        (_, true) => State::Unread,
        (_, false) => State::Read,
    };
    Ok(Item {
        guid: text(row, 1)?,
        title: text(row, 2)?,
        author: text(row, 3)?,
        url: text(row, 4)?,
        published: number(row, 5)?.filter(|at| *at > 0),
        content: text(row, 6)?,
        content_type: text(row, 7)?,
        base: text(row, 8)?,
        state,
        flags: text(row, 10)?,
    })
}

/// A column as text, whatever stands in it; nothing for NULL.
fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            String::from_utf8_lossy(bytes.get(..bytes.len().min(LONGEST)).unwrap_or_default()).into_owned()
        }
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Null => String::new(),
    })
}

/// A column as a number, whatever stands in it.
fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<i64>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Integer(number) => Some(number),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok().and_then(|text| text.trim().parse().ok()),
        ValueRef::Real(_) | ValueRef::Blob(_) | ValueRef::Null => None,
    })
}
