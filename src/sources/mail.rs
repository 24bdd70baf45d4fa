//! Mail as a source of articles: one message, or a mailbox of them. It knows no account and sends nothing.

mod depth;
mod mailbox;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
mod words;

use std::panic::{self, AssertUnwindSafe};

use mail_parser::{Address, ContentType, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use self::depth::{Whole, shallow};

use super::dates::{self, Certainty, Moment};
use super::feed::Person;
use super::markup::{Markup, one_line};
use crate::text::clean;
pub use mailbox::messages;

/// Bytes of a message's text that are kept.
const MAX_TEXT: usize = 4_000_000;
/// Attachments that are listed.
const MAX_ATTACHMENTS: usize = 200;

/// A message. Every string is clean and one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mail {
    /// Its subject.
    pub title: Option<String>,
    /// Who it is from.
    pub authors: Vec<Person>,
    /// When it was sent.
    pub published: Option<Moment>,
    /// The words of its date, also where they couldn't be read.
    pub date_written: Option<String>,
    /// Its `Message-ID`, without the angle brackets.
    pub id: Option<String>,
    /// The list that it came over.
    pub list: Option<String>,
    /// What it says as HTML, if the sender made any: see [`Markup::safe_html`].
    pub html: Option<Markup>,
    /// What it says as plain text, if the sender made any; not yet cleaned.
    pub text: Option<String>,
    /// What is attached; nothing of it is kept.
    pub attachments: Vec<Attachment>,
    /// What was mended or left out, a sentence each.
    pub notices: Vec<String>,
}

/// A file in a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, as its sender gives it: no path to write to.
    pub name: Option<String>,
    /// Its media type.
    pub media_type: Option<String>,
    /// Its length in bytes.
    pub length: u64,
}

/// Reads a message (RFC 5322 with MIME). Damaged ones give what is readable.
///
/// # Errors
/// When there is nothing in it, or the parser gives up on it.
pub fn read(bytes: &[u8]) -> anyhow::Result<Mail> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        anyhow::bail!("the message is empty");
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (bytes, whole) = shallow(bytes);
    let mut read = parsed(bytes, |message| {
        let mut mail = mail(message);
        if mail.html.is_none() && mail.text.is_none() {
            mend(&mut mail, message);
        }
        mail
    });
    if let (Some(mail), Whole::No) = (&mut read, whole) {
        mail.notices.push("It holds more messages within each other than fit; the rest was left out.".to_owned());
    }
    read.ok_or_else(|| anyhow::anyhow!("this is not a mail message"))
}

/// What is made of a message, if it is one. The parser has panicked on mutated headers before; a message from outside
/// must not end the program.
fn parsed<T>(bytes: &[u8], make: impl FnOnce(&Message) -> T) -> Option<T> {
    let read = || MessageParser::default().parse(bytes).map(|message| make(&message));
    panic::catch_unwind(AssertUnwindSafe(read)).ok().flatten()
}

/// Looks for words where a message seems to have none: in parts that nobody said the beginnings of, in what is
/// forwarded without a word, and in what broke off before its end.
fn mend(mail: &mut Mail, message: &Message) {
    let with_boundary = words::with_boundary(message).and_then(|bytes| parsed(&bytes, self::mail));
    if let Some(parts) = with_boundary {
        (mail.html, mail.text, mail.attachments) = (parts.html, parts.text, parts.attachments);
        mail.notices.push("It doesn't say where its parts begin; they were looked for.".to_owned());
    } else if let Some(inner) = words::within(message) {
        (mail.html, mail.text) = (html(inner), text(inner));
    } else if let Some(part) = words::unfinished(message) {
        let said = words::of(part, message).into_owned();
        match part.content_type().and_then(ContentType::subtype) {
            Some("html") => mail.html = Some(Markup { html: cut(said), base: None }),
            _ => mail.text = Some(cut(said)),
        }
        let others = message.attachments().filter(|other| !std::ptr::eq(*other, part));
        mail.attachments = others.take(MAX_ATTACHMENTS).map(attachment).collect();
        mail.notices.push("It is cut off; what came is shown.".to_owned());
    }
}

fn mail(message: &Message) -> Mail {
    let from = message.from().or_else(|| message.sender()).or_else(|| message.reply_to());
    let mut mail = Mail {
        title: message.subject().and_then(line),
        authors: from.map(people).unwrap_or_default(),
        published: published(message),
        date_written: message.header_raw("Date").and_then(line),
        id: message.message_id().and_then(line),
        list: message.list_id().as_text().and_then(line),
        html: html(message),
        text: text(message),
        ..Mail::default()
    };
    mail.attachments = message.attachments().take(MAX_ATTACHMENTS).map(attachment).collect();
    if message.attachment_count() > MAX_ATTACHMENTS {
        mail.notices.push(format!("{} more attachments aren't listed.", message.attachment_count() - MAX_ATTACHMENTS));
    }
    mail
}

fn line(text: &str) -> Option<String> {
    Some(clean::line(text).into_owned()).filter(|line| !line.is_empty())
}

fn people(address: &Address) -> Vec<Person> {
    let one = |addr: &mail_parser::Addr| {
        let person = Person { name: addr.name().and_then(line), email: addr.address().and_then(line), link: None };
        (person != Person::default()).then_some(person)
    };
    address.iter().take(20).filter_map(one).collect()
}

/// The `Date` header, read by the parser or else by us.
fn published(message: &Message) -> Option<Moment> {
    let written = message.header_raw("Date").map(str::trim).filter(|written| !written.is_empty());
    written.and_then(dates::read).or_else(|| {
        let date = message.date().filter(|date| date.is_valid())?;
        Some(Moment { at: date.to_timestamp(), certainty: Certainty::Assumed })
    })
}

/// The HTML parts, joined with the text parts that stand between them.
fn html(message: &Message) -> Option<Markup> {
    if !message.html_bodies().any(MessagePart::is_text_html) {
        return None;
    }
    let mut all = String::new();
    for part in message.html_bodies() {
        match &part.body {
            PartType::Html(_) => all.push_str(&words::of(part, message)),
            PartType::Text(_) => all.push_str(&Markup::from_plain(&words::of(part, message)).html),
            _ => {}
        }
    }
    let html = cut(all);
    (!one_line(&html).is_empty()).then_some(Markup { html, base: None })
}

/// The text parts, one after the other.
fn text(message: &Message) -> Option<String> {
    let mut all = String::new();
    for part in message.text_bodies() {
        match &part.body {
            PartType::Text(_) => all.push_str(&words::of(part, message)),
            PartType::Html(_)
            | PartType::Binary(_)
            | PartType::InlineBinary(_)
            | PartType::Message(_)
            | PartType::Multipart(_) => continue,
        }
        all.push('\n');
    }
    let all = cut(all);
    (!all.trim().is_empty()).then_some(all)
}

fn cut(mut text: String) -> String {
    let end = (0..=MAX_TEXT.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    text.truncate(end);
    text
}

fn attachment(part: &MessagePart) -> Attachment {
    let media_type = part.content_type().map(|kind| match kind.subtype() {
        Some(subtype) => format!("{}/{subtype}", kind.ctype()),
        None => kind.ctype().to_owned(),
    });
    Attachment {
        name: part.attachment_name().and_then(line),
        media_type: media_type.as_deref().and_then(line),
        length: part.len() as u64,
    }
}
