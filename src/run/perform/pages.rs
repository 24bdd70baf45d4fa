//! Where articles lead: the browser, the whole text of a page, the pager.

use std::env;

use url::Url;

use super::{After, World, error, failed, plain};
use crate::{
    app::{Effect, Leave, Message, outside::News},
    catalog::ArticleId,
    library::whole::PageOf,
    run::{
        commands::{self, Opening},
        pages::Came,
    },
    sources::pages::NoPage,
    store::Entered,
    text::page,
};

impl World {
    pub(super) fn browse(&self, address: &str) -> After {
        let url = match commands::checked(address) {
            Ok(url) => url,
            Err(why) => return After::Heard(Message::Told(error(&why))),
        };
        match commands::doubt(&url) {
            Some(question) => After::Heard(Message::Outside(News::Doubtful(question, url.into()))),
            None => self.open_in_browser(&url),
        }
    }

    pub(super) fn open_in_browser(&self, url: &Url) -> After {
        let browser = env::var("BROWSER").ok();
        let started = match commands::opening(url, &self.settings.config.browser, browser.as_deref()) {
            Opening::Foreground(foreground) => return After::Foreground(foreground),
            Opening::Beside(words) => commands::beside(&words),
            Opening::Desktop => commands::by_desktop(url),
        };
        let notice = match started {
            Ok(()) => plain(format!("opening {} of {}", url.path(), url.host_str().unwrap_or_default())),
            Err(why) => error(&why),
        };
        After::Heard(Message::Told(notice))
    }

    pub(super) fn read_page(&self, id: ArticleId, where_to: Leave) -> After {
        let stored = match self.library.store.article(id) {
            Ok(Some(stored)) => stored,
            Ok(None) => return After::Heard(self.open(id)),
            Err(cause) => return After::Heard(Message::Told(failed(&cause.into()))),
        };
        let Some(pages) = &self.pages else { return After::Nothing };
        let wanted = PageOf::of(stored).map(|wanted| match where_to {
            Leave::Public => wanted,
            Leave::Anywhere => wanted.anywhere(),
        });
        match wanted.and_then(|wanted| pages.read(wanted)) {
            Ok(()) => After::Nothing,
            Err(why) => After::Heard(Message::Told(error(&why))),
        }
    }

    /// Puts the text of a page that was read in its place.
    pub(in crate::run) fn take_page(&mut self, came: Came) -> Message {
        let now = self.clock().now;
        let id = came.wanted.id;
        if let Err(NoPage::Private(address)) = &came.whole {
            return Message::Outside(News::Private(address.clone(), Effect::ReadPage(id, Leave::Anywhere)));
        }
        let kept = came.whole.map_err(anyhow::Error::from).and_then(|whole| {
            whole.keep(id, &mut self.library.store, now, Entered::Yes)?;
            Ok(whole.words())
        });
        match kept.and_then(|words| Ok((words, self.load(id)?))) {
            Ok((words, Some(opened))) => Message::FullText(opened, plain(format!("the full text: {words} words"))),
            Ok((_, None)) => Message::Told(error("this article is not in the store any more")),
            Err(cause) => Message::Told(failed(&cause)),
        }
    }

    pub(super) fn page(&self, id: ArticleId) -> After {
        let stored = match self.library.store.article(id) {
            Ok(Some(stored)) => stored,
            Ok(None) => return After::Heard(self.open(id)),
            Err(cause) => return After::Heard(Message::Told(failed(&cause.into()))),
        };
        let setting = page::Setting { width: self.settings.config.text_width, ..page::Setting::default() };
        let text = page::plain(&stored.article, &setting);
        After::Foreground(commands::pager(&self.settings.config.pager, text))
    }
}
