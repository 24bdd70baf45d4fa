//! Pages of the web as articles: saved by their address, or read for the full text of an article that a feed brought.

use std::{
    sync::{Arc, LazyLock, Mutex, PoisonError},
    thread,
};

use anyhow::Result;
use url::Url;

use super::{
    Library,
    intake::{Intake, Parsed},
};
use crate::{
    catalog::{ArticleId, Settled},
    sources::{
        http::{Client, Trust},
        pages::{self, NoPage},
    },
    store::{Entered, Store, Stored},
    text::{
        article::Article,
        document::Extent,
        quotes::{self, Lexicon, Quotations},
    },
};

/// How many pages of one feed are read in one run, the newest.
const MOST_PAGES: usize = 40;

/// How many pages are read at a time.
const THREADS: usize = 4;

/// The web, as this machine reaches it.
static CLIENT: LazyLock<Client> = LazyLock::new(Client::usual);

/// What has to be known to read an article's page: away from the store.
#[derive(Debug, Clone)]
pub struct PageOf {
    /// The article.
    pub id: ArticleId,
    url: Url,
    trust: Trust,
    now: Article,
}

/// The text of an article's page, and who said what in it.
#[derive(Debug)]
pub struct Whole {
    article: Article,
    quotations: Quotations,
}

impl PageOf {
    /// What it takes to read the page of an article.
    ///
    /// # Errors
    /// Says why it has none that can be read.
    pub fn of(stored: Stored) -> Result<Self, String> {
        let Stored { row, article, key, .. } = stored;
        let address = article.url.as_deref().and_then(|url| Url::parse(url).ok());
        let url = address.ok_or("this article has no web address")?;
        Ok(Self { id: row.id, trust: trust(&key, &url), url, now: article })
    }

    /// The same, where the user was asked and said that the page may be anywhere.
    #[must_use]
    pub fn anywhere(self) -> Self {
        Self { trust: Trust::Agreed, ..self }
    }

    /// Fetches the page and finds its article and the quotations: the work, away from the store.
    ///
    /// # Errors
    /// Says why the text stays as it is.
    pub fn read(&self, lexicon: &Lexicon) -> Result<Whole, NoPage> {
        self.read_with(&CLIENT, lexicon)
    }

    fn read_with(&self, client: &Client, lexicon: &Lexicon) -> Result<Whole, NoPage> {
        let (page, _) = pages::read(client, &self.url, self.trust, Extent::Article)?;
        let host = self.url.host_str().unwrap_or("the web");
        let words = |article: &Article| article.text.split_whitespace().count();
        if words(&page) * 10 < words(&self.now) * 9 {
            return Err(format!("the page at {host} has less text than the feed brought: that stays").into());
        }
        if page.text == self.now.text {
            return Err("this is the full text already".to_owned().into());
        }
        let article = merged(page, &self.now);
        let quotations = quotes::in_article(&article, lexicon);
        Ok(Whole { article, quotations })
    }
}

/// The host of a feed that the user subscribed to may be anywhere; any other that a document names must be public.
fn trust(key: &str, url: &Url) -> Trust {
    let feed = key.strip_prefix("feed:").and_then(|key| key.split(' ').next()).and_then(|feed| Url::parse(feed).ok());
    let home = feed.is_some_and(|feed| feed.host() == url.host() && feed.port() == url.port());
    if home { Trust::Typed } else { Trust::Named }
}

/// The page's text with what the feed said about the article; what only the page knows is added.
fn merged(page: Article, feed: &Article) -> Article {
    Article {
        headline: feed.headline.clone().or(page.headline),
        source: feed.source.clone().or(page.source),
        byline: feed.byline.clone().or(page.byline),
        published: feed.published.clone().or(page.published),
        language: feed.language.clone().or(page.language),
        url: feed.url.clone().or(page.url),
        image: feed.image.clone().or(page.image),
        ..page
    }
}

impl Whole {
    /// How many words the text has.
    #[must_use]
    pub fn words(&self) -> usize {
        self.article.text.split_whitespace().count()
    }

    /// Puts the text in the place of the article's, whose earlier one stays as a revision.
    ///
    /// # Errors
    /// Where the store can't be written.
    pub fn keep(&self, id: ArticleId, store: &mut Store, now: i64, entered: Entered) -> Result<bool> {
        Ok(store.keep_whole(id, &self.article, &self.quotations, Lexicon::in_force().edition(), now, entered)?)
    }
}

/// Whether this machine reaches the web.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Web {
    /// A server has just answered.
    Reached,
    /// None was asked, or none answered.
    Unknown,
}

/// Reads the pages of a feed's newest articles for their texts, and says how many were taken. A page that can't be read is
/// asked for once: again only where a setting of this machine kept from it, or no server at all was reached.
///
/// # Errors
/// Where the store can't be read or written.
pub fn read_all(feed: &str, store: &mut Store, lexicon: &Lexicon, now: i64, web: Web) -> Result<usize> {
    let mut wanted = Vec::new();
    for id in store.without_whole(feed, MOST_PAGES)? {
        let Some(stored) = store.article(id)? else { continue };
        match PageOf::of(stored) {
            Ok(one) => wanted.push(one),
            Err(why) => store.keep_without_whole(id, &why, now)?,
        }
    }
    let waiting = Arc::new(Mutex::new(wanted));
    let found = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
                    let Some(one) = next else { return };
                    let read = one.read(lexicon);
                    found.lock().unwrap_or_else(PoisonError::into_inner).push((one.id, read));
                }
            });
        }
    });
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    let is_answer = |read: &Result<Whole, NoPage>| matches!(read, Ok(_) | Err(NoPage::Other(_)));
    let is_online = web == Web::Reached || found.iter().any(|(_, read)| is_answer(read));
    let mut taken = 0;
    for (id, read) in found {
        match read {
            Ok(whole) => taken += usize::from(whole.keep(id, store, now, Entered::No)?),
            // That says nothing of the page: it is asked for again.
            Err(NoPage::Barred(_)) => {}
            Err(NoPage::Unreached(_)) if !is_online => {}
            Err(why) => store.keep_without_whole(id, &why.to_string(), now)?,
        }
    }
    Ok(taken)
}

impl Library {
    /// Finds the quotations of articles whose texts were put back.
    pub(super) fn follow_texts(&mut self, texts: Settled) -> Result<Settled> {
        let Settled::Texts(_, ids) = &texts else { return Ok(texts) };
        let lexicon = Lexicon::in_force();
        for stored in self.stored(ids)? {
            let quotations = quotes::in_article(&stored.article, lexicon);
            self.store.quote_again(stored.row.id, &stored.article, &quotations, lexicon.edition())?;
        }
        Ok(texts)
    }

    /// Reads a page that the user named into the store.
    ///
    /// # Errors
    /// A sentence that says why the page can't be read, or where the store can't be written.
    pub fn save_page(&mut self, url: &Url, extent: Extent, lexicon: &Lexicon, now: i64) -> Result<Intake> {
        let (article, found) = pages::read(&CLIENT, url, Trust::Typed, extent)?;
        let address = article.url.clone().unwrap_or_else(|| found.to_string());
        let notices = article.notices.clone();
        let quotations = quotes::in_article(&article, lexicon);
        let parsed = Parsed { key: format!("page:{address}"), origin: found.to_string(), article, quotations };
        let mut intake = Intake::default();
        self.take(&[parsed], &mut intake, now)?;
        intake.problems.extend(notices);
        Ok(intake)
    }
}
