//! A list of single articles, in an order of their own: what `dateline open` took in.

use rusqlite::Connection;

use super::list::{Window, ascending, rows};
use super::shelf::{self, Shelf};
use crate::catalog::{Anchor, ArticleId, Counts, Reach};

/// Up to `count` rows from an anchor on. An article that isn't in the store has no row.
pub(super) fn window(db: &Connection, articles: &[ArticleId], from: Anchor, count: usize) -> rusqlite::Result<Window> {
    let (start, end) = match from {
        Anchor::First => (0, count),
        Anchor::Last => (articles.len().saturating_sub(count), articles.len()),
        Anchor::Nth(n) => (n, n.saturating_add(count)),
        Anchor::At(article) => {
            let at = place(articles, article);
            (at, at.saturating_add(count))
        }
        Anchor::After(article) => {
            let after = place(articles, article).saturating_add(1);
            (after, after.saturating_add(count))
        }
        Anchor::Before(article) => {
            let before = place(articles, article);
            (before.saturating_sub(count), before)
        }
    };
    let end = end.min(articles.len());
    let start = start.min(end);
    let picked = articles.get(start..end).unwrap_or_default();
    Ok(Window { rows: rows(db, picked.iter().copied())?, rank: Some(start), ..Window::default() })
}

/// Where an article stands; behind the last one if it doesn't.
fn place(articles: &[ArticleId], article: ArticleId) -> usize {
    let place = articles.iter().position(|one| *one == article);
    place.unwrap_or(articles.len())
}

/// How many of them are in the store and how many wait.
pub(super) fn counts(db: &Connection, articles: &[ArticleId]) -> rusqlite::Result<Counts> {
    let ids = ascending(articles);
    let on = |shelf| shelf::standing(db, shelf, &ids).map(|standing| standing.len());
    let all = on(Shelf::All)?;
    Ok(Counts {
        shown: all,
        all,
        unread: on(Shelf::Unread)?,
        bookmarked: on(Shelf::Kept)?,
        later: on(Shelf::Later)?,
        snoozed: on(Shelf::Snoozed)?,
        reach: Reach::All,
    })
}

/// The nearest of them from an anchor on that is unread.
pub(super) fn next_unread(
    db: &Connection,
    articles: &[ArticleId],
    from: Anchor,
) -> rusqlite::Result<Option<ArticleId>> {
    let (before, after) = match from {
        Anchor::First => (0, 0),
        Anchor::Last => (articles.len(), articles.len()),
        Anchor::Nth(n) => (0, n),
        Anchor::At(article) => (0, place(articles, article)),
        Anchor::After(article) => (0, place(articles, article).saturating_add(1)),
        Anchor::Before(article) => (place(articles, article), articles.len()),
    };
    let behind = articles.get(..before).unwrap_or_default().iter().rev();
    let ahead = articles.get(after..).unwrap_or_default().iter();
    let mut unread = db.prepare_cached("SELECT 1 FROM shelved WHERE shelf = 1 AND article = ?1")?;
    for article in behind.chain(ahead) {
        if unread.exists([article.0])? {
            return Ok(Some(*article));
        }
    }
    Ok(None)
}
