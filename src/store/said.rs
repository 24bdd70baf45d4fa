//! What was said, over all articles: a person's page, and quotations by speaker, words, kind, source and time.
//!
//! Articles are walked newest first by their ids; the words are read from the articles' texts, a few at a time.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, params};

use super::list::rows;
use super::people::{called, family, likened, root};
use super::quoted::{self, Loaded, WHOLE_NAME, number_of};
use super::{Store, StoreError, body, plan, size, varint};
use crate::catalog::ArticleId;
use crate::catalog::people::{Asked, PersonId, Quoted, Saying, Who};
use crate::catalog::quotation::Kept;
use crate::query;
use crate::text::article::Article;
use crate::text::find::find;
use crate::text::quotes::Quotation;

/// Somebody who speaks, with how much in which source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaking {
    /// The person; `None` for all whose names say nothing outside of their articles.
    pub person: Option<PersonId>,
    /// What they are called.
    pub name: Box<str>,
    /// How many quotations they have.
    pub quotations: usize,
    /// In how many articles.
    pub articles: usize,
    /// The quotations by the name of the source, most first.
    pub sources: Vec<(Box<str>, usize)>,
}

impl Store {
    /// What somebody said in up to `articles` articles older than `from`, the newest article first. Its time doesn't grow
    /// with the store.
    ///
    /// # Errors
    /// If the store can't be read, or an article in it is damaged.
    pub fn sayings(&self, who: Who, from: Option<ArticleId>, articles: usize) -> Result<Vec<Quoted>, StoreError> {
        self.told("read what somebody said", |db| {
            let moment = db.unchecked_transaction()?;
            let ids = match who {
                Who::Person(person) => spoken_in(&moment, person, from, articles)?,
                Who::Within(article, _) => from.is_none().then_some(article).into_iter().collect(),
            };
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                found.extend(quoted_in(&moment, id, |saying| saying.who == Some(who))?);
            }
            Ok(found)
        })
    }

    /// What is asked for, with its speakers looked up: once, however many articles are asked.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn question(&self, asked: &Asked) -> Result<Question, StoreError> {
        self.told("look for quotations", |db| {
            Ok(Question { asked: asked.clone(), speakers: Speakers::of(db, asked.speaker.as_deref())? })
        })
    }

    /// The articles that may hold what is asked for, the newest first, without a look at their texts: the index knows
    /// those with the words.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn articles_to_ask(&self, question: &Question) -> Result<Vec<ArticleId>, StoreError> {
        self.told("look for quotations", |db| to_ask(db, question))
    }

    /// The quotations of an article that are what is asked for; `None` if it has none. Source and time of the article
    /// don't matter here.
    ///
    /// # Errors
    /// If the store can't be read, or the article in it is damaged.
    pub fn asked_of(&self, article: ArticleId, question: &Question) -> Result<Option<Quoted>, StoreError> {
        self.told("look for quotations", |db| quoted_in(db, article, |saying| question.fits(saying)))
    }

    /// Everybody who speaks in sources with `source` in their name, those quoted most first; at the end, under no person,
    /// those whose names say nothing outside of their articles.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn speakers(&self, source: Option<&str>) -> Result<Vec<Speaking>, StoreError> {
        self.told("read the speakers", |db| speaking(db, source))
    }
}

/// The newest articles before `from` in which a person speaks: of each name so many, and the newest of these.
pub(super) fn spoken_in(
    db: &Connection,
    person: PersonId,
    from: Option<ArticleId>,
    count: usize,
) -> rusqlite::Result<Vec<ArticleId>> {
    let before = from.map_or(i64::MAX, |article| article.0);
    let count_of = varint::signed(count);
    let mut ids: Vec<i64> = Vec::new();
    let mut named = db.prepare_cached(
        "SELECT article FROM voice v WHERE person = ?1 AND article < ?2 AND kinds & ?4 AND quotations > 0
           AND NOT EXISTS (SELECT 1 FROM meant m WHERE m.article = v.article AND m.name = v.person)
         ORDER BY article DESC LIMIT ?3",
    )?;
    let mut meant = db.prepare_cached(
        "SELECT m.article FROM meant m CROSS JOIN voice v ON v.person = m.name AND v.article = m.article
         WHERE m.person = ?1 AND m.article < ?2 AND v.quotations > 0 ORDER BY m.article DESC LIMIT ?3",
    )?;
    for name in family(db, root(db, person.0)?)? {
        for id in named.query_map(params![name, before, count_of, WHOLE_NAME], |row| row.get(0))? {
            ids.push(id?);
        }
        for id in meant.query_map(params![name, before, count_of], |row| row.get(0))? {
            ids.push(id?);
        }
    }
    Ok(newest_first(ids).into_iter().take(count).collect())
}

fn newest_first(mut ids: Vec<i64>) -> Vec<ArticleId> {
    ids.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
    ids.dedup();
    ids.into_iter().map(ArticleId).collect()
}

/// An article's quotations for which `wanted` holds.
fn quoted_in(
    db: &Connection,
    article: ArticleId,
    wanted: impl Fn(&Saying) -> bool,
) -> rusqlite::Result<Option<Quoted>> {
    let Some(row) = rows(db, std::iter::once(article))?.pop() else {
        return Ok(None);
    };
    let body: Article = db
        .prepare_cached("SELECT b.packed FROM article a CROSS JOIN body b ON b.id = a.body WHERE a.id = ?1")?
        .query_row([article.0], |row| {
            body::unpack(row.get_ref(0)?.as_blob()?).ok_or_else(|| super::error::unreadable("the text of an article"))
        })?;
    let loaded = quoted::load(db, article, &body.text)?;
    let sayings = loaded.quotations.quotations.iter().enumerate();
    let sayings: Vec<_> =
        sayings.map(|(index, quotation)| saying(&body.text, &loaded, index, quotation)).filter(wanted).collect();
    if sayings.is_empty() {
        return Ok(None);
    }
    let date = body.published.map(|published| published.written.into());
    Ok(Some(Quoted { row, url: body.url.map(Into::into), date, sayings }))
}

fn saying(text: &str, loaded: &Loaded, index: usize, quotation: &Quotation) -> Saying {
    let speaker = quotation.speaker.and_then(|at| loaded.quotations.speakers.get(at));
    let identity = quotation.speaker.and_then(|at| loaded.people.get(at));
    Saying {
        index,
        kind: quotation.kind,
        words: quotation.words(text).into(),
        who: identity.map(|identity| identity.who),
        name: speaker.map(|speaker| speaker.name.as_str().into()),
        given: identity.map(|identity| identity.given.clone()),
        role: speaker.and_then(|speaker| speaker.role.as_deref()).map(Into::into),
        confidence: quotation.confidence,
        kept: Kept::No,
    }
}

/// Which quotations are asked for, of whom.
#[derive(Debug)]
pub struct Question {
    asked: Asked,
    speakers: Speakers,
}

impl Question {
    fn fits(&self, saying: &Saying) -> bool {
        self.speakers.fit(saying)
            && self.asked.kind.is_none_or(|kind| kind == saying.kind)
            && self.asked.words.as_ref().is_none_or(|words| query::holds(&saying.words, words))
    }
}

/// The speakers that are asked for.
#[derive(Debug)]
enum Speakers {
    All,
    /// Names with the words in them, and the people whom one of them means.
    Named {
        names: HashSet<i64>,
        people: HashSet<i64>,
    },
}

impl Speakers {
    fn of(db: &Connection, words: Option<&str>) -> rusqlite::Result<Self> {
        let Some(words) = words else {
            return Ok(Self::All);
        };
        let words = words.to_lowercase();
        let names: HashSet<i64> =
            likened(db, &words, |name| !find(name, &words).is_empty(), usize::MAX)?.into_iter().collect();
        let people: rusqlite::Result<HashSet<i64>> = names.iter().map(|name| root(db, *name)).collect();
        Ok(Self::Named { people: people?, names })
    }

    fn fit(&self, saying: &Saying) -> bool {
        match self {
            Self::All => true,
            Self::Named { names, people } => match saying.who {
                Some(Who::Person(person)) => people.contains(&person.0),
                Some(Who::Within(_, name)) => names.contains(&name.0),
                None => false,
            },
        }
    }
}

fn to_ask(db: &Connection, question: &Question) -> rusqlite::Result<Vec<ArticleId>> {
    let Question { asked, speakers } = question;
    let sources = sources_like(db, asked.source.as_deref())?;
    let since = asked.since.unwrap_or(i64::MIN);
    let recent = |id: &ArticleId| super::place::second(*id) >= since;
    let with_words = asked.words.as_ref().map(|words| plan::quoting(db, words, asked.kind)).transpose()?;
    let mut ids = match (speakers, with_words) {
        (Speakers::All, Some(with_words)) => with_words,
        (Speakers::All, None) => quoting(db)?,
        (Speakers::Named { names, people }, with_words) => {
            let mut ids = speaking_in(db, names, people, asked)?;
            if let Some(with_words) = with_words {
                let with_words: HashSet<_> = with_words.into_iter().collect();
                ids.retain(|id| with_words.contains(id));
            }
            ids
        }
    };
    ids.retain(recent);
    if let Some(sources) = sources {
        let mut source = db.prepare_cached("SELECT source FROM article WHERE id = ?1")?;
        let mut kept = Vec::new();
        for id in ids {
            if sources.contains(&source.query_row([id.0], |row| row.get(0))?) {
                kept.push(id);
            }
        }
        ids = kept;
    }
    Ok(ids)
}

/// Every article with a quotation, the newest first.
fn quoting(db: &Connection) -> rusqlite::Result<Vec<ArticleId>> {
    let mut select = db.prepare_cached("SELECT article FROM quoted ORDER BY article DESC")?;
    let ids = select.query_map([], |row| row.get(0).map(ArticleId))?;
    ids.collect()
}

/// The articles in which one of these may speak, the newest first.
fn speaking_in(
    db: &Connection,
    names: &HashSet<i64>,
    people: &HashSet<i64>,
    asked: &Asked,
) -> rusqlite::Result<Vec<ArticleId>> {
    let mut all = names.clone();
    for person in people {
        all.extend(family(db, *person)?);
    }
    let kinds = asked.kind.map_or(7, |kind| 1 << number_of(kind));
    let mut ids = Vec::new();
    let mut voices = db.prepare_cached("SELECT article FROM voice WHERE person = ?1 AND kinds & ?2")?;
    let mut meant = db.prepare_cached("SELECT article FROM meant WHERE person = ?1")?;
    for name in all {
        for id in voices.query_map(params![name, kinds], |row| row.get(0))? {
            ids.push(id?);
        }
        for id in meant.query_map([name], |row| row.get(0))? {
            ids.push(id?);
        }
    }
    Ok(newest_first(ids))
}

/// The sources with these words in their name; `None` for all of them.
fn sources_like(db: &Connection, words: Option<&str>) -> rusqlite::Result<Option<HashSet<i64>>> {
    let Some(words) = words else {
        return Ok(None);
    };
    let words = words.to_lowercase();
    let mut select = db.prepare_cached("SELECT id, name FROM source")?;
    let mut rows = select.query([])?;
    let mut found = HashSet::new();
    while let Some(row) = rows.next()? {
        if !find(row.get_ref(1)?.as_str()?, &words).is_empty() {
            found.insert(row.get(0)?);
        }
    }
    Ok(Some(found))
}

/// One voice: a name in an article.
struct Voice {
    /// 0 for a name that says nothing outside of its article.
    person: i64,
    article: i64,
    source: i64,
    quotations: usize,
}

#[derive(Default)]
struct Sum {
    quotations: usize,
    articles: HashSet<i64>,
    sources: HashMap<i64, usize>,
}

fn speaking(db: &Connection, source: Option<&str>) -> rusqlite::Result<Vec<Speaking>> {
    let sources = sources_like(db, source)?;
    let mut sums: HashMap<i64, Sum> = HashMap::new();
    for_each_voice(db, |voice| {
        if sources.as_ref().is_none_or(|sources| sources.contains(&voice.source)) {
            let sum = sums.entry(voice.person).or_default();
            sum.quotations += voice.quotations;
            sum.articles.insert(voice.article);
            *sum.sources.entry(voice.source).or_default() += voice.quotations;
        }
    })?;
    let names = names_of_sources(db)?;
    let mut found = Vec::with_capacity(sums.len());
    for (person, sum) in sums {
        let name = if person == 0 { String::new() } else { called(db, PersonId(person))? };
        let mut sources: Vec<(Box<str>, usize)> = sum
            .sources
            .into_iter()
            .map(|(source, count)| (names.get(&source).cloned().unwrap_or_default(), count))
            .collect();
        sources.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let person = (person != 0).then_some(PersonId(person));
        found.push(Speaking {
            person,
            name: name.into(),
            quotations: sum.quotations,
            articles: sum.articles.len(),
            sources,
        });
    }
    found.sort_by(|one, other| {
        let key = |speaking: &Speaking| (speaking.person.is_none(), std::cmp::Reverse(speaking.quotations));
        key(one).cmp(&key(other)).then_with(|| one.name.cmp(&other.name))
    });
    Ok(found)
}

fn names_of_sources(db: &Connection) -> rusqlite::Result<HashMap<i64, Box<str>>> {
    let mut select = db.prepare_cached("SELECT id, name FROM source")?;
    let names = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    names.collect()
}

/// Walks every voice by its name: one walk over a narrow table, with each article's source at hand.
fn for_each_voice(db: &Connection, mut take: impl FnMut(Voice)) -> rusqlite::Result<()> {
    let sources: HashMap<i64, i64> = db
        .prepare_cached("SELECT article, source FROM shelved WHERE shelf = 0")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let meant: HashMap<(i64, i64), i64> = db
        .prepare_cached("SELECT article, name, person FROM meant")?
        .query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let roots: HashMap<i64, i64> = db
        .prepare_cached("SELECT id, same_as FROM person WHERE same_as IS NOT NULL")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut select =
        db.prepare_cached("SELECT person, article, kinds & ?1, quotations FROM voice WHERE quotations > 0")?;
    let mut rows = select.query([WHOLE_NAME])?;
    while let Some(row) = rows.next()? {
        let (name, article): (i64, i64) = (row.get(0)?, row.get(1)?);
        let said_to_be = meant.get(&(article, name)).copied();
        let person = match said_to_be {
            Some(person) => person,
            None if row.get::<_, i64>(2)? != 0 => name,
            None => 0,
        };
        take(Voice {
            person: roots.get(&person).copied().unwrap_or(person),
            article,
            source: sources.get(&article).copied().unwrap_or_default(),
            quotations: size(row, 3)?,
        });
    }
    Ok(())
}
