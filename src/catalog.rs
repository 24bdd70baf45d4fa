//! What a list of articles is: ids, rows, views and changes, the words that the store and the reader share.
//!
//! Pure data. It doesn't know where articles are kept or how a list is drawn.

pub mod directory;
pub mod edition;
pub mod feeds;
mod look;
pub mod notes;
pub mod number;
pub mod people;
pub mod quotation;
pub mod rules;
pub mod stats;
mod target;

pub use look::{Days, Duplicates, Look, TextWidth};
pub use target::Target;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::query::{Query, Sort};
use crate::text::{
    article::{Article, HeadlineOrigin},
    quotes::Quotations,
};

/// An article in the store. Ids sort by date: the greater, the newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(pub i64);

/// A tag that the reader gives to articles, in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TagId(pub i64);

/// A source in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(pub i64);

/// What a list shows, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct View {
    /// Which articles.
    pub shown: Shown,
    /// Only those of this source.
    pub source: Option<SourceId>,
    /// From which end.
    pub order: Order,
    /// How often an article of several feeds is listed.
    pub duplicates: Duplicates,
}

/// Which articles a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shown {
    /// Every article.
    #[default]
    All,
    /// Those that haven't been read and wait in no other queue: the inbox.
    Unread,
    /// Those of which anything is kept: the whole, a quotation, a passage, a note.
    Bookmarked,
    /// Those put off to be read later.
    Later,
    /// Those put off until some time.
    Snoozed,
    /// Those that wait in no queue: read, or done with.
    Done,
    /// Those that a rule hides.
    Muted,
    /// Those that a rule points out.
    Watched,
    /// Those with this tag.
    Tagged(TagId),
}

/// Where an article waits. It is in exactly one of these.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Queue {
    /// Unread, in the inbox.
    #[default]
    Inbox,
    /// Unread, and back in the inbox since then (Unix seconds) after it was snoozed.
    Woken(i64),
    /// To be read later.
    Later,
    /// Out of sight until then, in Unix seconds.
    Snoozed(i64),
    /// Hidden by this rule.
    Muted(rules::RuleId),
    /// Nowhere: it was read, or is done with.
    Done,
}

impl Queue {
    /// Whether it waits in the inbox.
    #[must_use]
    pub fn is_inbox(self) -> bool {
        matches!(self, Self::Inbox | Self::Woken(_))
    }
}

/// From which end a list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// The newest article first.
    #[default]
    NewestFirst,
    /// The oldest article first.
    OldestFirst,
    /// One source after the other, by name; of each, the newest first. Single lists and searches have no sources to go by.
    BySource,
    /// Of what a query finds: among the newest, those that say most of what is asked for first.
    Relevance,
}

/// How many of the newest matches are ranked by relevance: as many as can be before one notices.
pub const RANKED: usize = 4_000;

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The article.
    pub id: ArticleId,
    /// Its headline, empty if it has none.
    pub headline: Box<str>,
    /// Where the headline comes from; `None` if there is none.
    pub headline_origin: Option<HeadlineOrigin>,
    /// The source's name, empty if the article names none.
    pub source: Box<str>,
    /// The source.
    pub source_id: SourceId,
    /// The other sources that brought it, too, by their names.
    pub also: Vec<Box<str>>,
    /// When it was published, in Unix seconds, if that is known.
    pub published: Option<i64>,
    /// The time that it is sorted under, in Unix seconds: published, or else taken in.
    pub sorted_at: i64,
    /// Whether it has been read: it waits in no queue.
    pub read: bool,
    /// Where it waits.
    pub queue: Queue,
    /// Whether it is bookmarked.
    pub bookmarked: bool,
    /// Whether anything of it is kept: the whole, a quotation, a passage, a note to it.
    pub kept: bool,
    /// How many quotations it has.
    pub quotations: u32,
    /// How many words it has.
    pub words: u32,
    /// The rule that points it out.
    pub watched: Option<rules::RuleId>,
}

/// How many articles there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// In the view.
    pub shown: usize,
    /// Of the view's source, or of all sources.
    pub all: usize,
    /// Not read, of these.
    pub unread: usize,
    /// Kept, of these.
    pub bookmarked: usize,
    /// To be read later, of these.
    pub later: usize,
    /// Snoozed, of these.
    pub snoozed: usize,
    /// Whether these are all.
    pub reach: Reach,
}

/// Whether a count is of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Reach {
    /// It is.
    #[default]
    All,
    /// Counting was stopped there: there are more.
    AtLeast,
}

/// The articles that meet a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The query.
    pub query: Arc<Query>,
    /// From which end.
    pub order: Order,
    /// How often an article of several feeds is listed.
    pub duplicates: Duplicates,
    /// Only those from the first of these places to the second, both included.
    pub within: (ArticleId, ArticleId),
}

impl Found {
    /// All that meet a query, in the order that it asks for.
    #[must_use]
    pub fn of(query: Arc<Query>) -> Self {
        let order = match query.sort() {
            Sort::Newest => Order::NewestFirst,
            Sort::Oldest => Order::OldestFirst,
            Sort::Relevance => Order::Relevance,
        };
        Self { query, order, duplicates: Duplicates::One, within: (ArticleId::OLDEST, ArticleId::NEWEST) }
    }

    /// The same from one place to another, as far as they were in it.
    #[must_use]
    pub fn between(&self, oldest: ArticleId, newest: ArticleId) -> Self {
        let (from, to) = self.within;
        Self { within: (oldest.max(from), newest.min(to)), ..self.clone() }
    }
}

/// A tag with its articles counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// The tag.
    pub id: TagId,
    /// Its name, clean.
    pub name: String,
    /// How many articles have it.
    pub articles: usize,
}

/// What is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// What a view has.
    View(View),
    /// What a query finds.
    Found(Found),
    /// Just these articles, in this order: what `dateline open` took in.
    Only(Vec<ArticleId>),
}

impl Default for Scope {
    fn default() -> Self {
        Self::View(View::default())
    }
}

/// Where a stretch of rows that is asked for begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At the first row.
    First,
    /// At the last row, going up.
    Last,
    /// Just after this row, going down.
    After(ArticleId),
    /// Just before this row, going up.
    Before(ArticleId),
    /// At the row with this many rows before it, going down.
    Nth(usize),
    /// At this row (or where it would stand), going down, this row included.
    At(ArticleId),
}

/// A change of what the reader did with articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is done.
    pub verb: Verb,
    /// To which articles.
    pub on: Target,
}

/// What can be done to articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Count as read.
    Read,
    /// Count as unread.
    Unread,
    /// Keep.
    Bookmark,
    /// Keep no longer.
    Unbookmark,
    /// Put off to be read later.
    Later,
    /// Put off until then, in Unix seconds.
    Snooze(i64),
    /// Hide, as a rule would.
    Mute,
    /// Give a tag.
    Tag(TagId),
    /// Take a tag away.
    Untag(TagId),
}

impl ArticleId {
    /// Before every article.
    pub const OLDEST: Self = Self(i64::MIN);
    /// After every article.
    pub const NEWEST: Self = Self(i64::MAX);
}

/// Whether a tag is given or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labelled {
    /// Given.
    With,
    /// Taken away.
    Without,
}

/// A change of the past, as the history shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Past {
    /// Its number in the journal.
    pub entry: i64,
    /// When it was made, in Unix seconds.
    pub at: i64,
    /// Its word: `read`, or `tag “oil”` with the tag, unless very many articles were changed.
    pub verb: String,
    /// How many articles it changed.
    pub articles: usize,
    /// The headline of one of them, empty if it is gone or has none; for a change of people, their names.
    pub headline: String,
    /// Whether it stands: it is no undoing, and hasn't been undone.
    pub stands: bool,
}

/// What a change, an undo or a redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What was done (for an undo: what was undone).
    pub verb: Verb,
    /// Whether it was done, undone or done again.
    pub how: How,
    /// How many articles it changed.
    pub count: usize,
    /// The changed articles, at most the first 10,000.
    pub articles: Vec<ArticleId>,
}

/// What a step back or forth in the journal did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// To articles.
    Articles(Done),
    /// To who is who.
    People(people::Reshuffle),
    /// To a quotation's bookmark.
    Quotation(quotation::Keeping),
    /// To notes and highlights.
    Notes(notes::Annotating),
    /// To the texts of these articles.
    Texts(How, Vec<ArticleId>),
    /// To the user's rules.
    Rule(rules::Ruled),
    /// To what is subscribed to.
    Subscription(feeds::Unsubscribed),
    /// Nothing: what other changes made of the same things stays.
    Overruled(How),
}

/// Whether a change went forward or back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// For the first time.
    Applied,
    /// Taken back.
    Undone,
    /// Once more after an undo.
    Redone,
}

/// An article taken out of the store to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its row, with its state.
    pub row: Row,
    /// The article.
    pub article: Article,
    /// Who said what in it.
    pub quotations: Quotations,
    /// Who each of its speakers is, over all articles.
    pub people: Vec<people::Identity>,
    /// The bookmarked quotations: indices into its quotations.
    pub kept: Vec<usize>,
    /// How many quotations are bookmarked that are not found in it any more.
    pub lost: usize,
    /// What the reader wrote about it.
    pub notes: notes::Notes,
    /// When its content last changed after it was taken in, in Unix seconds; what it said before is kept.
    pub edited: Option<i64>,
    /// Where reading stopped: a byte of [`Article::text`], 0 for the top.
    pub position: usize,
}
