//! An entry of a feed, or a message -> the article that is read. It opens nothing that they name.

use super::attached;
use super::feed::{Entry, Feed, Person};
use super::mail::Mail;
use crate::text::article::{Article, Headline, HeadlineOrigin, Published};
use crate::text::unparsed::Unparsed;
use crate::text::{address, clean, html, language, lead, wire};

/// The article of an entry: the feed says what the entry leaves out, the text's first words what both do.
#[must_use]
pub fn of_entry(entry: &Entry, feed: &Feed) -> Article {
    unparsed(entry.clone(), feed).parse()
}

/// The article of an entry before its text is parsed.
#[must_use]
pub fn unparsed(entry: Entry, feed: &Feed) -> Unparsed {
    let url = entry.web_link().map(str::to_owned);
    let attachments = attached::of_entry(&entry);
    let at = entry.published.or(entry.updated).map(|moment| moment.at);
    let tag = entry.language.as_deref().or(feed.language.as_deref());
    let head = Article {
        headline: entry.title.as_deref().and_then(headline),
        byline: byline(&entry.authors),
        language: tag.and_then(language::from_tag),
        source: entry.source.or_else(|| feed.title.clone()),
        published: entry.date_written.map(|written| Published { written, at }),
        image: entry.image.as_deref().and_then(address::web),
        url,
        ..Article::default()
    };
    let body = entry.content.or(entry.summary).unwrap_or_default();
    Unparsed { head, html: body.html + &attachments, base: body.base }
}

/// The article of a message: its HTML if it has any, for that holds the links; else its plain text.
#[must_use]
pub fn of_mail(mail: &Mail) -> Article {
    let mut article = match (&mail.html, &mail.text) {
        (Some(markup), _) => html::blocks(&markup.html, markup.base.as_ref()),
        (None, Some(text)) => wire::blocks(text),
        (None, None) => Article::default(),
    };
    article.headline = mail.title.as_deref().and_then(headline);
    article.byline = byline(&mail.authors);
    article.source = mail.list.as_deref().and_then(list_name).or_else(|| article.byline.clone());
    article.append(&html::blocks(&attached::of_mail(&mail.attachments), None));
    article.published =
        mail.date_written.clone().map(|written| Published { written, at: mail.published.map(|moment| moment.at) });
    article.notices.extend(mail.notices.iter().cloned());
    lead::complete(&mut article);
    article
}

/// The name of a mailing list: `Harbour News <news.e.example>`, or its address.
fn list_name(list: &str) -> Option<String> {
    let name = list.split('<').next().unwrap_or_default().trim().trim_matches('"').trim();
    let address = list.trim_matches(['<', '>', ' ']);
    Some(if name.is_empty() { address } else { name }.to_owned()).filter(|name| !clean::is_blank(name))
}

fn headline(title: &str) -> Option<Headline> {
    (!clean::is_blank(title)).then(|| Headline { text: title.to_owned(), origin: HeadlineOrigin::Given })
}

/// The names, or the addresses of those who give none.
fn byline(people: &[Person]) -> Option<String> {
    let names: Vec<&str> = people
        .iter()
        .filter_map(|person| person.name.as_deref().or(person.email.as_deref()))
        .map(|name| ["By ", "by ", "BY "].iter().find_map(|by| name.strip_prefix(by)).unwrap_or(name))
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::sources::feed::{self, Origin};
    use crate::sources::mail;

    #[test]
    fn an_entry_becomes_an_article_with_what_its_feed_knows() {
        let text = "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Harbour Post</title><language>en-GB</language>\
                    <item><title>Ferries sail</title><link>https://e.example/1</link><pubDate>soon</pubDate><dc:creator>By Ada Moor</dc:creator>\
                    <description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;See &lt;a href='/two'&gt;two&lt;/a&gt;.&lt;script&gt;x&lt;/script&gt;</description></item></channel></rss>";
        let feed =
            feed::read(text.as_bytes(), &Origin { url: Some("https://e.example/feed"), content_type: None }).unwrap();
        let article = of_entry(&feed.entries[0], &feed);
        assert_eq!(article.headline.unwrap().text, "Ferries sail");
        assert_eq!(article.source.as_deref(), Some("Harbour Post"));
        assert_eq!(article.byline.as_deref(), Some("Ada Moor"));
        assert_eq!(article.published, Some(Published { written: "soon".to_owned(), at: None }));
        assert_eq!(article.language.as_deref(), Some("en-GB"));
        assert_eq!(article.url.as_deref(), Some("https://e.example/1"));
        assert_eq!(article.text, "One.\n\nSee two.");
    }

    #[test]
    fn an_entry_without_a_title_is_known_by_its_first_sentence() {
        let text = "<rss><channel><item><link>javascript:x</link><description>The quay is open. It was shut.</description></item></channel></rss>";
        let feed = feed::read(text.as_bytes(), &Origin::default()).unwrap();
        let article = of_entry(&feed.entries[0], &feed);
        let headline = article.headline.unwrap();
        assert_eq!((headline.text.as_str(), headline.origin), ("The quay is open.", HeadlineOrigin::Lead));
        assert_eq!((article.url, article.published), (None, None));
    }

    #[test]
    fn a_message_becomes_an_article() {
        let message =
            b"From: Ada <ada@e.example>\nSubject: Morning\nDate: Tue, 3 Nov 2026 07:00:00 +0100\n\nOne line.\n";
        let article = of_mail(&mail::read(message).unwrap());
        assert_eq!(article.headline.unwrap().text, "Morning");
        assert_eq!(article.byline.as_deref(), Some("Ada"));
        assert_eq!(article.published.unwrap().at, Some(1_793_685_600));
        assert_eq!(article.text, "One line.");
    }
}
