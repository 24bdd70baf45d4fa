//! All the names that a person goes by, for queries: as articles give them, as the reader calls them, those merged.

use rusqlite::Connection;

use super::{PersonId, Who, called, family, name_of, root};
use crate::catalog::people::Identity;

/// People with a name for which `wanted` holds, of those whom the reader merged, renamed or named in some article: the
/// others go by the name that articles give, which the index knows. Grows with what the reader said, after a look at
/// the names.
pub(in crate::store) fn said_to_be(db: &Connection, wanted: impl Fn(&str) -> bool) -> rusqlite::Result<Vec<Known>> {
    let mut roots = Vec::new();
    for sql in ["SELECT coalesce(same_as, id) FROM person WHERE same_as IS NOT NULL OR shown IS NOT NULL", MEANT] {
        let mut select = db.prepare_cached(sql)?;
        for root in select.query_map([], |row| row.get::<_, i64>(0))? {
            roots.push(root?);
        }
    }
    roots.sort_unstable();
    roots.dedup();
    let mut found = Vec::new();
    for root in roots {
        let known = Known::of(db, root)?;
        if known.names.iter().any(|name| wanted(name)) {
            found.push(known);
        }
    }
    Ok(found)
}

const MEANT: &str = "SELECT DISTINCT coalesce(p.same_as, p.id) FROM meant m CROSS JOIN person p ON p.id = m.person";

/// Somebody with all their names.
pub(in crate::store) struct Known {
    /// What the reader calls them, then what articles do.
    pub(in crate::store) names: Vec<String>,
    /// The articles where the reader said that a name means them, ascending.
    pub(in crate::store) articles: Vec<i64>,
}

impl Known {
    fn of(db: &Connection, root: i64) -> rusqlite::Result<Self> {
        let mut names = vec![called(db, PersonId(root))?];
        let mut articles = Vec::new();
        let mut meant = db.prepare_cached("SELECT article FROM meant WHERE person = ?1")?;
        for id in family(db, root)? {
            names.push(name_of(db, id)?);
            for article in meant.query_map([id], |row| row.get(0))? {
                articles.push(article?);
            }
        }
        articles.sort_unstable();
        articles.dedup();
        Ok(Self { names, articles })
    }
}

/// All names of each speaker of an article.
pub(in crate::store) fn of_speakers(db: &Connection, people: &[Identity]) -> rusqlite::Result<Vec<Vec<String>>> {
    let names = people.iter().map(|identity| {
        let mut names = vec![identity.given.name.to_string()];
        if let Who::Person(person) = identity.who {
            names.extend(Known::of(db, root(db, person.0)?)?.names);
        }
        Ok(names)
    });
    names.collect()
}
