//! Rules in force: which articles they hide or point out. New articles are looked at as they come in, stored ones some at a
//! time. It knows no file; what a rule does is no change of the reader's, and so no entry of the journal.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::answer::meets;
use super::plan::Plan;
use super::range::Direction;
use super::shelf::{self, Shelf, Standing};
use super::{Store, StoreError};
use crate::catalog::ArticleId;
use crate::catalog::rules::{Rule, RuleId, RuleKind, Watched, WrittenRule};
use crate::query::{Query, State, Today, parse};

/// Whether stored articles are still to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Some are.
    More,
    /// None.
    Done,
}

impl Store {
    /// The rules in force, in the order in which they were made.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn rules(&self) -> Result<Vec<Rule>, StoreError> {
        self.told("read the rules", rules)
    }

    /// Has these rules in force and no others. Says whether anything changed: then [`Store::apply_rules`] has work.
    ///
    /// # Errors
    /// If the store can't be read or written.
    pub fn follow_rules(&mut self, wanted: &[WrittenRule]) -> Result<bool, StoreError> {
        self.told_mut("keep the rules", |db| {
            let same = |known: &[Rule]| known.iter().map(|rule| &rule.written).eq(wanted);
            if same(&rules(db)?) {
                return Ok(false);
            }
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let known = rules(&work)?;
            let gone: Vec<&Rule> = known.iter().filter(|rule| !wanted.contains(&rule.written)).collect();
            let new = wanted.iter().filter(|rule| !known.iter().any(|known| known.written == **rule));
            let changed = gone.len() + new.clone().count() > 0;
            for rule in gone {
                work.prepare_cached("DELETE FROM rule WHERE id = ?1")?.execute([rule.id.0])?;
            }
            for rule in new {
                add(&work, rule)?;
            }
            work.commit()?;
            Ok(changed)
        })
    }

    /// Takes stored articles from rules that are gone, and looks at some that newer rules haven't seen: at most so many of
    /// each, in one short transaction.
    ///
    /// # Errors
    /// If the store can't be read or written; it is then as it was.
    pub fn apply_rules(&mut self, now: i64, most: usize) -> Result<Progress, StoreError> {
        self.told_mut("apply the rules", |db| {
            if orphans(db, 1)?.is_empty() && unfinished(db)?.is_none() {
                return Ok(Progress::Done);
            }
            let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            release(&work, &orphans(&work, most)?)?;
            if let Some((rule, place)) = unfinished(&work)? {
                look_on(&work, &rule, place, now, most)?;
            }
            let more = !orphans(&work, 1)?.is_empty() || unfinished(&work)?.is_some();
            work.commit()?;
            Ok(if more { Progress::More } else { Progress::Done })
        })
    }
}

fn rules(db: &Connection) -> rusqlite::Result<Vec<Rule>> {
    let mut select = db.prepare_cached("SELECT id, kind, name, query, until FROM rule ORDER BY id")?;
    let found = select.query_map([], rule)?;
    found.collect()
}

fn rule(row: &rusqlite::Row<'_>) -> rusqlite::Result<Rule> {
    let kind = if row.get::<_, i64>(1)? == 0 { RuleKind::Mute } else { RuleKind::Watch };
    let written = WrittenRule { kind, name: row.get(2)?, query: row.get(3)?, until: row.get(4)? };
    Ok(Rule { id: RuleId(row.get(0)?), written })
}

fn add(db: &Connection, rule: &WrittenRule) -> rusqlite::Result<()> {
    let kind = match rule.kind {
        RuleKind::Mute => 0,
        RuleKind::Watch => 1,
    };
    db.prepare_cached("INSERT INTO rule (kind, name, query, until, place) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![kind, rule.name, rule.query, rule.until, i64::MAX])?;
    Ok(())
}

/// When the next rule ends, in Unix seconds.
pub(super) fn next_end(db: &Connection) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT min(until) FROM rule")?.query_row([], |row| row.get(0))
}

/// Ends the rules that hold until now, and gives back what they hid.
pub(super) fn end(db: &Connection, now: i64) -> rusqlite::Result<Vec<Standing>> {
    db.prepare_cached("DELETE FROM rule WHERE until <= ?1")?.execute([now])?;
    release(db, &orphans(db, usize::MAX)?)
}

/// What stands on a shelf for a rule that is gone, at most so many.
fn orphans(db: &Connection, most: usize) -> rusqlite::Result<Vec<(Shelf, Standing)>> {
    let mut select = db.prepare_cached(
        "SELECT article, source, since, shelf = 5 FROM shelved
         WHERE shelf IN (5, 6) AND since <> ?2 AND since NOT IN (SELECT id FROM rule) LIMIT ?1",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let found = select.query_map([most, RuleId::BY_HAND.0], |row| {
        let shelf = if row.get(3)? { Shelf::Muted } else { Shelf::Watched };
        Ok((shelf, Standing { article: row.get(0)?, source: row.get(1)?, since: row.get(2)? }))
    })?;
    found.collect()
}

/// Takes articles off the shelves of rules; what was hidden is back in the inbox, and is returned.
fn release(db: &Connection, orphans: &[(Shelf, Standing)]) -> rusqlite::Result<Vec<Standing>> {
    let of = |wanted: Shelf| {
        let mut found: Vec<Standing> =
            orphans.iter().filter(|(shelf, _)| *shelf == wanted).map(|(_, standing)| *standing).collect();
        found.sort_unstable_by_key(|standing| standing.article);
        found
    };
    let (muted, watched) = (of(Shelf::Muted), of(Shelf::Watched));
    shelf::take(db, Shelf::Watched, &watched)?;
    shelf::take(db, Shelf::Muted, &muted)?;
    shelf::put(db, Shelf::Unread, muted.into_iter().map(|standing| Standing { since: None, ..standing }))
}

/// A rule that hasn't seen all stored articles, and how far it is.
fn unfinished(db: &Connection) -> rusqlite::Result<Option<(Rule, i64)>> {
    db.prepare_cached(
        "SELECT id, kind, name, query, until, place FROM rule WHERE place IS NOT NULL ORDER BY kind DESC, id LIMIT 1",
    )?
    .query_row([], |row| Ok((rule(row)?, row.get(5)?)))
    .optional()
}

/// What a rule may be about: what is unread, and for one that points out, also what others hide.
fn reach(rule: &Rule, query: &Query) -> Query {
    match rule.written.kind {
        RuleKind::Mute => query.among(State::Unread),
        RuleKind::Watch => query.among_either(State::Unread, State::Muted),
    }
}

/// Looks at further articles that a rule may be about, the newest first.
fn look_on(db: &Connection, rule: &Rule, from: i64, now: i64, most: usize) -> rusqlite::Result<()> {
    let mut place = Some(from);
    let mut met = Vec::new();
    if let Some(query) = read(&rule.written, now) {
        let mut plan = Plan::of(db, &reach(rule, &query).root)?;
        for _ in 0..most {
            let Some(at) = place else { break };
            let Some(id) = plan.stream.next(db, Direction::Older, at)? else {
                place = None;
                break;
            };
            if meets(db, id, &plan)? {
                met.push(id);
            }
            place = id.checked_sub(1);
        }
    } else {
        place = None;
    }
    met.reverse();
    carry_out(db, rule, &met)?;
    db.prepare_cached("UPDATE rule SET place = ?2 WHERE id = ?1")?.execute(params![rule.id.0, place])?;
    Ok(())
}

/// A query that makes sense; the library tells of one that doesn't.
fn read(rule: &WrittenRule, now: i64) -> Option<Query> {
    parse(&rule.query, Today { now, offset: 0 }).ok().filter(|query| !query.is_empty())
}

/// What looks at articles by the rules. Kept from one transaction to the next, it reads a query once, and again only where
/// the rules have changed.
#[derive(Debug, Default)]
pub(super) struct Judge {
    rules: Vec<Rule>,
    /// Those that make sense, the ones that point out first.
    queries: Vec<(Rule, Query)>,
}

impl Judge {
    /// Looks at articles that have just come in (ascending) by every rule; the result is what is newly pointed out. `now`
    /// may not be another from one call to the next.
    pub(super) fn judge(&mut self, db: &Connection, articles: &[i64], now: i64) -> rusqlite::Result<Vec<Watched>> {
        let mut watched = Vec::new();
        if articles.is_empty() {
            return Ok(watched);
        }
        self.follow(rules(db)?, now);
        for (rule, query) in &self.queries {
            let met = meeting(db, query, articles)?;
            let changed = carry_out(db, rule, &met)?;
            if rule.written.kind == RuleKind::Watch {
                watched.extend(changed.iter().map(|one| Watched { article: ArticleId(one.article), rule: rule.id }));
            }
        }
        Ok(watched)
    }

    fn follow(&mut self, rules: Vec<Rule>, now: i64) {
        if rules == self.rules {
            return;
        }
        let in_force = rules.iter().filter(|rule| rule.written.until.is_none_or(|until| until > now));
        self.queries = in_force.filter_map(|rule| Some((rule.clone(), read(&rule.written, now)?))).collect();
        self.queries.sort_by_key(|(rule, _)| rule.written.kind == RuleKind::Mute);
        self.rules = rules;
    }
}

/// Those of the articles (ascending) that meet a query: the query's stream and the articles lead each other on.
fn meeting(db: &Connection, query: &Query, articles: &[i64]) -> rusqlite::Result<Vec<i64>> {
    let mut plan = Plan::of(db, &query.root)?;
    let mut met = Vec::new();
    let mut rest = articles;
    while let Some((&wanted, others)) = rest.split_first() {
        let Some(id) = plan.stream.next(db, Direction::Newer, wanted)? else { break };
        if id == wanted {
            rest = others;
            if meets(db, id, &plan)? {
                met.push(id);
            }
        } else {
            rest = rest.get(rest.partition_point(|article| *article < id)..).unwrap_or_default();
        }
    }
    Ok(met)
}

/// Does what a rule says with the articles (ascending) that meet it; the result is those that it changed. What is kept,
/// waits elsewhere or is pointed out is not hidden.
fn carry_out(db: &Connection, rule: &Rule, met: &[i64]) -> rusqlite::Result<Vec<Standing>> {
    let unread = shelf::standing(db, Shelf::Unread, met)?;
    let since = Some(rule.id.0);
    let ruled = |standing: Standing| Standing { since, ..standing };
    match rule.written.kind {
        RuleKind::Watch => {
            let mut hidden = shelf::standing(db, Shelf::Muted, met)?;
            hidden.retain(|one| one.since != Some(RuleId::BY_HAND.0));
            shelf::take(db, Shelf::Muted, &hidden)?;
            let freed = shelf::put(db, Shelf::Unread, hidden.into_iter().map(|one| Standing { since: None, ..one }))?;
            let mut pointed_out: Vec<Standing> = unread.into_iter().chain(freed).collect();
            pointed_out.sort_unstable_by_key(|one| one.article);
            shelf::put(db, Shelf::Watched, pointed_out.into_iter().map(ruled))
        }
        RuleKind::Mute => {
            let mut held = shelf::standing(db, Shelf::Bookmarked, met)?;
            held.extend(shelf::standing(db, Shelf::Watched, met)?);
            let held: HashSet<i64> = held.iter().map(|one| one.article).collect();
            let free = |one: &Standing| !held.contains(&one.article);
            let hidden: Vec<Standing> = unread.into_iter().filter(free).collect();
            shelf::take(db, Shelf::Unread, &hidden)?;
            shelf::put(db, Shelf::Muted, hidden.into_iter().map(ruled))
        }
    }
}
