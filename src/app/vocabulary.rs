//! What may happen to the reader, and what it may ask of the world: the two vocabularies between model and loop. It
//! knows words, and what neither leads to.

use std::sync::Arc;

use crossterm::event::{KeyEvent, MouseEvent};

use super::{
    Clock, Notice, Progress,
    feeds::Meant,
    list::{Rows, Wanted},
    outside,
    places::Place,
    refreshing,
};
use crate::{
    catalog::{
        Anchor, ArticleId, Change, Counts, Done, Found, How, Labelled, Look, Opened, Past, Row, Scope, Tag, Target,
        directory::Directory,
        edition::{Commission, Edition},
        feeds::{Articles, FeedRow, Leaving, Unsubscribed},
        notes::{Annotating, Passage},
        people::{PeopleChange, Person, Reshuffle, Sayings, Who},
        quotation::Keeping,
        rules::{Rule, RuleChange, Ruled},
        stats::Stats,
    },
    query::{Known, Query, Snippet},
    text::article::Article,
};

/// Where an address that a document names may lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// Over the public network.
    Public,
    /// Anywhere: the reader was asked.
    Anywhere,
}

/// What happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse was used.
    Mouse(MouseEvent),
    /// A command was typed as a whole line, for those who don't press keys.
    Line(String),
    /// Text was pasted; it is clean.
    Paste(String),
    /// The screen has this many columns and rows.
    Resized(u16, u16),
    /// Time went on.
    Clock(Clock),
    /// Rows that were wanted.
    Rows(Wanted, Rows),
    /// Rows that a search found.
    Found(Found, Wanted, Rows),
    /// How many articles a search finds.
    FoundCounted(Found, Counts),
    /// What articles were found by.
    Snippets(Vec<(ArticleId, Snippet)>),
    /// Names that a query can be completed to.
    Known(Known),
    /// Lines of the command line of earlier runs, the newest last.
    Lines(Vec<String>),
    /// Where one can go, but for people.
    Places(Vec<Place>),
    /// The people whose names fit what was typed, the best first.
    Speakers(String, Vec<Place>),
    /// What came in over a stretch of time.
    Stats(Box<Stats>),
    /// The rules in force.
    Rules(Vec<Rule>),
    /// A rule was made or taken back.
    RuleTurned(Ruled),
    /// What would go if a subscription ended.
    Leaving(Leaving),
    /// A subscription ended, or is there again.
    Unsubscribed(Unsubscribed),
    /// What there is, with what is unread in it.
    Directory(Box<Directory>),
    /// How many articles the view holds.
    Counted(Counts),
    /// An article to show.
    Opened(Box<Opened>),
    /// An article to keep ready.
    Prepared(Box<Opened>),
    /// Rows that were wanted and can't be read.
    NoRows(Wanted, Notice),
    /// An article that can't be shown, and why.
    Missing(ArticleId, Notice),
    /// A row that was sought: none if there is none.
    Sought(Option<ArticleId>),
    /// The nearest unread row that a search finds.
    FoundUnread(Found, Option<ArticleId>),
    /// The reader's state was changed, back or forth.
    Changed(Done),
    /// A change would alter this many articles, and waits for a yes.
    Weighed(Change, usize),
    /// Every tag.
    Tags(Vec<Tag>),
    /// Changes of the past, the latest first.
    History(Option<i64>, Vec<Past>),
    /// These articles' time has come, and the next one's is then, in Unix seconds.
    Woke(Vec<ArticleId>, Option<i64>),
    /// Articles are searched for quotations again; `None` once all are.
    Rereading(Option<Progress>),
    /// A quotation was bookmarked, or is not any more.
    QuotationTurned(Keeping),
    /// What is written about an article was changed, back or forth.
    Annotated(Annotating),
    /// Who is who was changed, back or forth.
    Reshuffled(Reshuffle),
    /// People who may be meant.
    Liked(Vec<Person>),
    /// What somebody said.
    Said(Box<Sayings>),
    /// What somebody said can't be read.
    NoSayings(Notice),
    /// An article, and its earlier texts with the moments (Unix seconds) until which they stood, the latest first.
    Earlier(Box<Article>, Vec<(i64, Article)>),
    /// The quotations of an article, read again.
    Requoted(Box<Opened>),
    /// An article with its page's text, and what to tell of it.
    FullText(Box<Opened>, Notice),
    /// Articles have the text again that they had before their pages were read, or the pages' once more.
    TextsTurned(How, Vec<ArticleId>),
    /// Feeds are, or were, read anew.
    Refresh(refreshing::News),
    /// Articles were added or changed elsewhere.
    Outdated,
    /// Rows read again, as they are now.
    ReadAgain(Vec<Row>),
    /// The shown article as it is now.
    LookedAgain(Box<Opened>),
    /// The subscriptions.
    Feeds(Vec<FeedRow>),
    /// newsboat has so many feeds, and there are none here yet.
    Newsboat(usize),
    /// An edition that was asked for.
    Edition(Box<Edition>),
    /// What came of something that went out.
    Outside(outside::News),
    /// A change is being made beside the loop; what comes of it is [`Message::Made`].
    Begun(Effect),
    /// What came of it.
    Made(Effect, Box<Message>),
    /// What came of changes that had to wait, and what is to be done after it.
    Late(Vec<Message>, Vec<Effect>),
    /// Something to tell.
    Told(Notice),
    /// Nothing happened for as long as [`Model::patience`](super::Model::patience) says.
    Idle,
}

impl Message {
    /// Whether it says that a change was made or taken back.
    pub(super) fn tells_a_change(&self) -> bool {
        matches!(
            self,
            Self::Changed(_)
                | Self::Made(..)
                | Self::Reshuffled(_)
                | Self::QuotationTurned(_)
                | Self::Annotated(_)
                | Self::TextsTurned(..)
                | Self::RuleTurned(_)
                | Self::Unsubscribed(_)
        )
    }
}

/// What the world must now do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Fetch rows: [`Message::Rows`] or [`Message::NoRows`].
    LoadRows(Scope, Wanted),
    /// Search, and give up what is being searched for: [`Message::Found`], at once or later.
    Find(Found, Wanted),
    /// Give up what is being searched for.
    GiveUp,
    /// Fetch what articles were found by: [`Message::Snippets`].
    LoadSnippets(Arc<Query>, Vec<ArticleId>),
    /// Fetch the names that a query can be completed to: [`Message::Known`].
    LoadKnown,
    /// Fetch the lines of earlier runs: [`Message::Lines`].
    LoadLines,
    /// Keep a line of the command line for later runs.
    KeepLine(String),
    /// Fetch the places to go to, with these views (their names, queries as typed and as read): [`Message::Places`].
    LoadPlaces(Vec<(String, String, Option<Arc<Query>>)>),
    /// Look for the people whose names fit what is typed: [`Message::Speakers`], at once or later.
    FindSpeakers(String),
    /// Count what is unread, and of these queries: [`Message::Directory`], at once or later.
    LoadDirectory(Vec<Option<Arc<Query>>>),
    /// Reckon what came in from one second (Unix time) to another, in so many spans: [`Message::Stats`], at once or later.
    LoadStats(i64, i64, usize),
    /// Fetch the rules in force: [`Message::Rules`].
    LoadRules,
    /// Make a rule, or take one back: [`Message::RuleTurned`].
    TurnRule(RuleChange),
    /// Look what would go if a subscription ended: [`Message::Leaving`].
    WeighLeaving(Meant),
    /// End a subscription: [`Message::Unsubscribed`].
    Unsubscribe(Leaving, Articles),
    /// Remember a number under a name, for later starts.
    Remember(&'static str, i64),
    /// Count a view: [`Message::Counted`]; a search: [`Message::FoundCounted`], at once or later.
    Count(Scope),
    /// Fetch an article: [`Message::Opened`] or [`Message::Missing`].
    LoadArticle(ArticleId),
    /// Read rows again that are listed: [`Message::ReadAgain`].
    ReadRows(Vec<ArticleId>),
    /// Look whether the shown article has changed: [`Message::LookedAgain`].
    LookAgain(ArticleId),
    /// Fetch an article that may be wanted next: [`Message::Prepared`].
    PrepareArticle(ArticleId),
    /// Look for the nearest unread row from there on: [`Message::Sought`]; of a search, [`Message::FoundUnread`], at once or
    /// later.
    SeekUnread(Scope, Anchor),
    /// Change the reader's state: [`Message::Changed`].
    Apply(Change),
    /// Change it if that alters fewer articles than this, else [`Message::Weighed`].
    ApplyUnder(usize, Change),
    /// Give a tag (or take it away) by name, as [`Effect::ApplyUnder`] does.
    Label(usize, Labelled, String, Target),
    /// Fetch the tags: [`Message::Tags`].
    LoadTags,
    /// Fetch so many changes, the latest or those before an entry: [`Message::History`].
    LoadHistory(Option<i64>, usize),
    /// Take that change back: [`Message::Changed`].
    UndoEntry(i64),
    /// Put the articles that were snoozed until now (Unix seconds) or before into the inbox: [`Message::Woke`].
    Wake(i64),
    /// Take the last change back: [`Message::Changed`].
    Undo,
    /// Do the change once more that was taken back last: [`Message::Changed`].
    Redo,
    /// Bookmark a quotation of an article, or take its bookmark away: [`Message::QuotationTurned`].
    TurnQuotation(ArticleId, usize),
    /// Make the note to a passage of an article (or to the whole) this; none takes it out: [`Message::Annotated`].
    Annotate(ArticleId, Option<Passage>, Option<String>),
    /// Have a note to a passage of an article (or to the whole) written in the user's editor: [`Message::Annotated`].
    WriteNote(ArticleId, Option<Passage>),
    /// Say who is who: [`Message::Reshuffled`].
    Reshuffle(PeopleChange),
    /// Look for people with these words in their names: [`Message::Liked`].
    LikePeople(String),
    /// Fetch what somebody said in so many articles before this one: [`Message::Said`].
    LoadSayings(Who, Option<ArticleId>, usize),
    /// Fetch the earlier texts of an article: [`Message::Earlier`].
    LoadEarlier(ArticleId),
    /// Fetch the quotations of an article again: [`Message::Requoted`].
    Requote(ArticleId),
    /// Remember where reading stopped: a byte of the text.
    KeepPosition(ArticleId, usize),
    /// Open a web address in the browser.
    Browse(String),
    /// Put text on the clipboard; the first names what it is.
    Copy(&'static str, String),
    /// Show the article in the user's pager.
    Page(ArticleId),
    /// Read the article's page on the web for its text: [`Message::FullText`], some time.
    ReadPage(ArticleId, Leave),
    /// Read feeds anew: [`Message::Refresh`], more than once.
    Refresh(refreshing::Feeds),
    /// Fetch the subscriptions: [`Message::Feeds`].
    LoadFeeds,
    /// Subscribe to what these words mean, and read it: [`Message::Refresh`], more than once.
    Subscribe(String),
    /// Bring in what the file of this name holds, or newsboat keeps: [`Message::Refresh`], more than once.
    MoveIn(String),
    /// Remember how a view looks.
    KeepLook(String, Look),
    /// Make an edition of what is new by then (Unix seconds): [`Message::Edition`].
    MakeEdition(Commission, i64),
    /// Remember that the edition of this name that was made then (Unix seconds) was read to its end.
    EndEdition(String, i64),
    /// Something that goes out: [`Message::Outside`], at once or later.
    Outside(outside::Wish),
    /// Draw the whole screen anew.
    Redraw,
    /// Hand the terminal back to the shell until it calls.
    Suspend,
    /// End.
    Quit,
}
