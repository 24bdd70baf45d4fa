//! Stretches of a view, walked from any place in either direction: by keys, never by counting rows off.

use std::ops::RangeInclusive;

use rusqlite::{Connection, OptionalExtension, named_params};

use super::crowd::Crowd;
pub(super) use super::direction::{Direction, onwards};
use super::guests::{self, GUESTS};
use super::list::{COLUMNS, Window, row, shelf_of};
use super::shelf::{self, Shelf, Standing};
use super::{size, varint};
use crate::catalog::{Anchor, ArticleId, Order, Row, Shown, View};

/// So many rows are counted from one end before it is tried from the other; few in tests, which have few rows.
const FIRST_COUNTED: usize = if cfg!(test) { 2 } else { 1_000 };

/// The articles of a shelf, of one source or of all, from one end to the other.
pub(super) struct Range {
    shelf: Shelf,
    among: Among,
    source: Option<i64>,
    order: Order,
    guests: Guests,
}

/// Whether a source has what it brought after another source, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Guests {
    Counted,
    LeftOut,
}

/// Which articles of a shelf.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Among {
    Every,
    /// Those that wait in no queue: they stand on no shelf of their own, as marking everything read would have to
    /// put every article there.
    NotWaiting,
    /// Those that no rule hides.
    NotMuted,
}

impl Among {
    fn condition(self) -> &'static str {
        match self {
            Self::Every => "",
            Self::NotWaiting => {
                "AND NOT EXISTS (SELECT 1 FROM shelved w WHERE w.shelf IN (1, 3, 4, 5) AND w.article = v.article)"
            }
            Self::NotMuted => "AND NOT EXISTS (SELECT 1 FROM shelved w WHERE w.shelf = 5 AND w.article = v.article)",
        }
    }
}

impl Range {
    /// The range of a view. Where no article is hidden, none is looked for.
    pub(super) fn of(db: &Connection, view: &View) -> rusqlite::Result<Self> {
        let muted = match view.shown {
            Shown::All => shelf::total(db, Shelf::Muted, None)?,
            _ => 0,
        };
        Ok(Self::beside(view, muted))
    }

    /// The range of a view beside so many articles that rules hide.
    fn beside(view: &View, muted: usize) -> Self {
        let among = match view.shown {
            Shown::Done => Among::NotWaiting,
            Shown::All if muted > 0 => Among::NotMuted,
            _ => Among::Every,
        };
        let source = view.source.map(|source| source.0);
        Self { shelf: shelf_of(view.shown), among, source, order: view.order, guests: Guests::Counted }
    }

    /// As [`Range::beside`], of what the view's source had first.
    pub(super) fn of_its_own(view: &View, muted: usize) -> Self {
        Self { guests: Guests::LeftOut, ..Self::beside(view, muted) }
    }

    fn guests(&self, db: &Connection, on: Shelf) -> rusqlite::Result<Vec<Standing>> {
        match self.guests {
            Guests::Counted => guests::guests(db, on, self.source),
            Guests::LeftOut => Ok(Vec::new()),
        }
    }

    fn has_guests(&self, db: &Connection) -> rusqlite::Result<bool> {
        match (self.guests, self.source) {
            (Guests::Counted, Some(source)) => guests::has_guests(db, source),
            (Guests::Counted | Guests::LeftOut, _) => Ok(false),
        }
    }

    /// Which of these ids stand on a shelf of the range's source, or of all, ascending.
    pub(super) fn members(
        &self,
        db: &Connection,
        on: Shelf,
        ids: &RangeInclusive<i64>,
    ) -> rusqlite::Result<Vec<Standing>> {
        let mut members = shelf::members(db, on, self.source, ids)?;
        let mut guests = self.guests(db, on)?;
        guests.retain(|guest| ids.contains(&guest.article));
        if !guests.is_empty() {
            members.extend(guests);
            members.sort_unstable_by_key(|standing| standing.article);
        }
        Ok(members)
    }

    /// How many stand on a shelf of the range's source, or of all.
    pub(super) fn total_of(&self, db: &Connection, on: Shelf) -> rusqlite::Result<usize> {
        Ok(shelf::total(db, on, self.source)? + self.guests(db, on)?.len())
    }

    /// The shelves whose articles are left out.
    pub(super) fn left_out(&self) -> &'static [Shelf] {
        match self.among {
            Among::Every => &[],
            Among::NotWaiting => &Shelf::QUEUES,
            Among::NotMuted => &[Shelf::Muted],
        }
    }

    /// Those of a shelf's articles (ascending) that are in the range, as far as it leaves some of them out.
    pub(super) fn among_these(&self, db: &Connection, mut standings: Vec<Standing>) -> rusqlite::Result<Vec<Standing>> {
        let (Some(first), Some(last)) = (standings.first(), standings.last()) else { return Ok(standings) };
        let ids = first.article..=last.article;
        for queue in self.left_out() {
            let mut waiting = self.members(db, *queue, &ids)?.into_iter().map(|one| one.article).peekable();
            standings.retain(|one| {
                while waiting.next_if(|article| *article < one.article).is_some() {}
                waiting.peek() != Some(&one.article)
            });
        }
        Ok(standings)
    }

    /// How many there are: a few look-ups, and one for each that its source has from another.
    pub(super) fn total(&self, db: &Connection) -> rusqlite::Result<usize> {
        let mut rest = self.total_of(db, self.shelf)?;
        for queue in self.left_out() {
            rest = rest.saturating_sub(self.total_of(db, *queue)?);
        }
        Ok(rest)
    }

    pub(super) fn window(&self, db: &Connection, from: Anchor, count: usize) -> rusqlite::Result<Window> {
        let Some((direction, place)) = self.way(db, from)? else {
            return Ok(Window::default());
        };
        if self.among == Among::NotWaiting && self.total(db)? == 0 {
            return Ok(Window { rank: Some(0), ..Window::default() });
        }
        let mut rows = self.stretch(db, direction, place, count)?;
        if direction != onwards(self.order) {
            rows.reverse();
        }
        let rank = match from {
            Anchor::First => Some(0),
            Anchor::Nth(n) => Some(n),
            Anchor::At(article) => Some(self.rank(db, article.0)?),
            Anchor::Last => Some(self.total(db)?.saturating_sub(rows.len())),
            Anchor::After(_) | Anchor::Before(_) => None,
        };
        Ok(Window { rows, rank, ..Window::default() })
    }

    /// In which direction and from which place on an anchor's rows lie; `None` if there can't be any.
    fn way(&self, db: &Connection, from: Anchor) -> rusqlite::Result<Option<(Direction, i64)>> {
        let onwards = onwards(self.order);
        let way = match from {
            Anchor::First => Some((onwards, onwards.start())),
            Anchor::Last => Some((onwards.back(), onwards.back().start())),
            Anchor::At(article) => Some((onwards, article.0)),
            Anchor::After(article) => onwards.after(article.0).map(|place| (onwards, place)),
            Anchor::Before(article) => {
                let back = onwards.back();
                back.after(article.0).map(|place| (back, place))
            }
            Anchor::Nth(n) => self.nth(db, n)?.map(|place| (onwards, place)),
        };
        Ok(way)
    }

    /// Up to `count` rows from a place on, the nearest first.
    fn stretch(&self, db: &Connection, direction: Direction, place: i64, count: usize) -> rusqlite::Result<Vec<Row>> {
        // CROSS JOIN keeps SQLite to this order of loops, whatever its statistics say.
        const ROW: &str = "CROSS JOIN article a ON a.id = v.article CROSS JOIN source s ON s.id = a.source";
        let sql = if self.has_guests(db)? {
            let ids = self.ids(db, direction, "LIMIT :count")?;
            let (_, order) = direction.words();
            format!("{COLUMNS} FROM ({ids}) v {ROW} ORDER BY v.article {order}")
        } else {
            self.query(&format!("{COLUMNS} FROM shelved v {ROW}"), direction, "LIMIT :count")
        };
        let mut select = db.prepare_cached(&sql)?;
        let found = select.query_map(
            named_params! {
                ":shelf": self.shelf.number(),
                ":source": self.source,
                ":place": place,
                ":count": i64::try_from(count).unwrap_or(i64::MAX),
            },
            row,
        )?;
        found.collect()
    }

    /// A query for the articles from a place on, in their order. SQLite walks what a source has itself and what it has
    /// from others side by side: no more of either is read than is asked for.
    fn ids(&self, db: &Connection, direction: Direction, end: &str) -> rusqlite::Result<String> {
        if !self.has_guests(db)? {
            return Ok(self.query("SELECT v.article FROM shelved v", direction, end));
        }
        let (beyond, order) = direction.words();
        let among = self.among.condition();
        Ok(format!(
            "SELECT v.article AS article FROM shelved v
             WHERE v.shelf = :shelf AND v.source = :source AND v.article {beyond} :place {among}
             UNION SELECT p.article {GUESTS} AND p.article {beyond} :place {among} ORDER BY article {order} {end}"
        ))
    }

    /// A query over the shelf from a place on; where there is one source, its own index is walked.
    fn query(&self, from: &str, direction: Direction, end: &str) -> String {
        let source = match self.source {
            Some(_) => "v.source = :source",
            None => ":source IS NULL",
        };
        let (beyond, order) = direction.words();
        format!(
            "{from} WHERE v.shelf = :shelf AND {source} AND v.article {beyond} :place {among}
             ORDER BY v.article {order} {end}",
            among = self.among.condition()
        )
    }

    /// How many rows stand before an article (or its place): added up, or, in one source's list, counted from the nearer
    /// end.
    pub(super) fn rank(&self, db: &Connection, article: i64) -> rusqlite::Result<usize> {
        let onwards = onwards(self.order);
        if let Some(crowd) = self.crowd() {
            return match onwards {
                Direction::Newer => crowd.older(db, article),
                Direction::Older => Ok(self.total(db)?.saturating_sub(crowd.older(db, article.saturating_add(1))?)),
            };
        }
        if self.among == Among::NotMuted {
            // Two narrow counts are cheaper than a look for each article.
            let of = |shelf| Self { shelf, among: Among::Every, ..*self }.rank(db, article);
            return Ok(of(self.shelf)?.saturating_sub(of(Shelf::Muted)?));
        }
        let Some(place) = onwards.back().after(article) else {
            return Ok(0);
        };
        let mut most = FIRST_COUNTED;
        loop {
            let before = self.count(db, onwards.back(), place, most)?;
            if before < most {
                return Ok(before);
            }
            let rest = self.count(db, onwards, article, most)?;
            if rest < most {
                return Ok(self.total(db)?.saturating_sub(rest));
            }
            most = most.saturating_mul(4);
        }
    }

    /// The range as a crowd, if it is of all sources.
    fn crowd(&self) -> Option<Crowd> {
        self.source.is_none().then(|| Crowd { of: self.shelf, but: self.left_out() })
    }

    /// How many rows there are from a place on, of which no more than `most` are looked at.
    fn count(&self, db: &Connection, direction: Direction, place: i64, most: usize) -> rusqlite::Result<usize> {
        let sql = format!("SELECT count(*) FROM ({})", self.ids(db, direction, "LIMIT :most")?);
        db.prepare_cached(&sql)?.query_row(
            named_params! {
                ":shelf": self.shelf.number(),
                ":source": self.source,
                ":place": place,
                ":most": varint::signed(most),
            },
            |row| size(row, 0),
        )
    }

    /// The article with `n` rows before it: as near as [`Range::rank`] is.
    pub(super) fn nth(&self, db: &Connection, n: usize) -> rusqlite::Result<Option<i64>> {
        let total = self.total(db)?;
        let onwards = onwards(self.order);
        let Some(after) = total.checked_sub(1).and_then(|last| last.checked_sub(n)) else {
            return Ok(None);
        };
        if let Some(crowd) = self.crowd() {
            let older = if onwards == Direction::Newer { n } else { after };
            let Some((from, passed)) = crowd.at(db, older)? else { return Ok(None) };
            return self.passing(db, Direction::Newer, from, passed);
        }
        let (direction, passed) = if n <= after { (onwards, n) } else { (onwards.back(), after) };
        self.passing(db, direction, direction.start(), passed)
    }

    /// The article from a place on after so many that are passed.
    fn passing(
        &self,
        db: &Connection,
        direction: Direction,
        place: i64,
        passed: usize,
    ) -> rusqlite::Result<Option<i64>> {
        let sql = self.ids(db, direction, "LIMIT 1 OFFSET :passed")?;
        db.prepare_cached(&sql)?
            .query_row(
                named_params! {
                    ":shelf": self.shelf.number(),
                    ":source": self.source,
                    ":place": place,
                    ":passed": varint::signed(passed),
                },
                |row| row.get(0),
            )
            .optional()
    }

    /// The first unread article from an anchor on.
    pub(super) fn next_unread(&self, db: &Connection, from: Anchor) -> rusqlite::Result<Option<ArticleId>> {
        let Some((direction, place)) = self.way(db, from)? else {
            return Ok(None);
        };
        if self.among == Among::NotWaiting {
            return Ok(None);
        }
        // Among all articles, the shelf of unread ones is walked; the shelf of all would pass every read one on the way.
        let narrow = if self.shelf == Shelf::All { Shelf::Unread } else { self.shelf };
        let walked = Self { shelf: narrow, ..*self };
        let sql = if walked.has_guests(db)? {
            let (all, (_, order)) = (walked.ids(db, direction, "")?, direction.words());
            format!(
                "SELECT v.article FROM ({all}) v CROSS JOIN shelved o ON o.shelf = :also AND o.article = v.article
                 ORDER BY v.article {order} LIMIT 1"
            )
        } else {
            let from =
                "SELECT v.article FROM shelved v CROSS JOIN shelved o ON o.shelf = :also AND o.article = v.article";
            walked.query(from, direction, "LIMIT 1")
        };
        db.prepare_cached(&sql)?
            .query_row(
                named_params! {
                    ":shelf": narrow.number(),
                    ":source": self.source,
                    ":place": place,
                    ":also": Shelf::Unread.number(),
                },
                |row| row.get(0).map(ArticleId),
            )
            .optional()
    }
}
