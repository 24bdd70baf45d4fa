//! A page read from the web: asked for, taken apart, and told in a sentence where that doesn't work.

use url::Url;

use crate::sources::documents::{self, Given};
use crate::sources::http::{Answer, Client, Ending, PAGES, Request, Trouble, Trust};
use crate::text::article::Article;
use crate::text::clean;
use crate::text::html::Extent;

/// Why there is no article: a sentence that names the server and says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPage {
    /// A document led to this address, which is not on the public network: the user has to be asked.
    #[error("{}", Trouble::Private(.0.clone()))]
    Private(String),
    /// Its host couldn't be found or reached, or there is no network; a sentence.
    #[error("{0}")]
    Unreached(String),
    /// A setting of this machine keeps from it, and which.
    #[error("{0}")]
    Barred(String),
    /// For another reason.
    #[error("{0}")]
    Other(String),
}

impl From<String> for NoPage {
    fn from(why: String) -> Self {
        Self::Other(why)
    }
}

/// The article at an address, and where it was found.
///
/// # Errors
/// Says why there is none.
pub fn read(client: &Client, url: &Url, trust: Trust, extent: Extent) -> Result<(Article, Url), NoPage> {
    let answer = client.fetch(&Request::to(url, trust, PAGES)).map_err(|trouble| match trouble {
        Trouble::Private(address) => NoPage::Private(address),
        Trouble::Variable(_) => NoPage::Barred(trouble.to_string()),
        trouble if trouble.is_offline() => NoPage::Unreached(trouble.to_string()),
        other => NoPage::Other(other.to_string()),
    })?;
    let article = article(&answer, extent)?;
    Ok((article, answer.url))
}

fn article(answer: &Answer, extent: Extent) -> Result<Article, String> {
    let host = answer.url.host_str().unwrap_or("the server");
    if !(200..300).contains(&answer.status) {
        return Err(refused(host, answer.status));
    }
    let given = Given {
        bytes: &answer.body,
        name: None,
        content_type: answer.content_type.as_deref(),
        base: Some(answer.url.as_str()),
        extent,
    };
    let contents = documents::take_apart(&given).map_err(|why| format!("{host}: {why}"))?;
    let mut pieces = contents.pieces;
    let Some(piece) = pieces.pop().filter(|piece| piece.part.is_none()) else {
        return Err(format!("{} is a feed, not a page: `dateline add` subscribes to it", answer.url));
    };
    let mut article = piece.article;
    if clean::is_blank(&article.text) && article.image.is_none() {
        return Err(format!("{host}: there is no text in this page; your browser may show more"));
    }
    article.url = article.url.or_else(|| Some(answer.url.to_string()));
    article.source = article.source.or_else(|| answer.url.host_str().map(without_www));
    if answer.ending == Ending::CutOff {
        article.notices.push("the connection broke off before the end of the page".to_owned());
    }
    Ok(article)
}

fn without_www(host: &str) -> String {
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

fn refused(host: &str, status: u16) -> String {
    match status {
        401 | 403 => format!("{host} doesn't show this page to everybody ({status}); your browser may get it"),
        404 | 410 => format!("{host} has no page there any more ({status})"),
        429 => format!("{host} is asked too often (429); try again later"),
        500..=599 => format!("{host} has a fault of its own ({status}); try again later"),
        _ => format!("{host} answers {status}"),
    }
}
