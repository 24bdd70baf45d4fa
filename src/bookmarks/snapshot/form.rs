//! How a copy is written, and what can be read from one: front matter, the article, what was said in it.

use jiff::Timestamp;
use xxhash_rust::xxh3::xxh3_64;

use crate::bookmarks::entry::Bookmark;
use crate::text::article::{Article, HeadlineOrigin};
use crate::text::quotes::Quotations;
use crate::text::{clean, print};

/// The line that parts the article's text from what was said in it.
const END: &str = "<!-- Here the article ends. -->";

/// The line of the front matter that tells whether the rest is as it was written.
const CHECKSUM: &str = "checksum: ";

/// A bookmarked article as it was when it was bookmarked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// What it is called in a list.
    pub title: Option<String>,
    /// Whether the document gave that title or its first sentence stands in for one.
    pub title_from: HeadlineOrigin,
    /// Who published it.
    pub source: Option<String>,
    /// When it was published, as the copy says.
    pub date: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// BCP 47 tag of its language.
    pub language: Option<String>,
    /// Where it could be read on the web.
    pub url: Option<String>,
    /// The article's stable key.
    pub key: Option<String>,
    /// The article as Markdown, under its headline if the document gave one; without the list of what was said.
    pub text: String,
}

impl Snapshot {
    pub(in crate::bookmarks) fn of(content: &str) -> Self {
        let (front, rest) = parts(content);
        let field = |name: &str| Some(clean::line(&field(front, name)?).into_owned()).filter(|value| !value.is_empty());
        let text = rest.rfind(&format!("\n{END}")).and_then(|end| rest.get(..end)).unwrap_or(rest);
        Self {
            title: field("title"),
            title_from: match field("title-from").as_deref() {
                Some("lead") => HeadlineOrigin::Lead,
                Some(_) | None => HeadlineOrigin::Given,
            },
            source: field("source"),
            date: field("date"),
            byline: field("byline"),
            language: field("language"),
            url: field("url"),
            key: field("key"),
            text: text.trim_matches('\n').to_owned() + "\n",
        }
    }
}

/// The whole file.
pub(super) fn written(bookmark: &Bookmark, article: &Article, quotations: &Quotations) -> String {
    let front = front_of(bookmark, article);
    let text = print::article(article);
    let mut body = format!("\n{text}\n{END}\n");
    let said = print::quotations(article, quotations);
    if !said.is_empty() {
        body.push('\n');
        body.push_str(&said);
    }
    let checksum = checksum(&front, &body);
    format!("---\n{front}{CHECKSUM}{checksum}\n---\n{body}")
}

/// The front matter without its checksum.
fn front_of(bookmark: &Bookmark, article: &Article) -> String {
    let date = article.published.as_ref().map(|published| {
        let exact = published.at.and_then(|at| Timestamp::from_second(at).ok());
        exact.map_or_else(|| published.written.clone(), |at| at.to_string())
    });
    let own_title = bookmark.title.clone().filter(|_| bookmark.target.quotation.is_none());
    let title = own_title.or_else(|| article.headline.as_ref().map(|headline| headline.text.clone()));
    let from = article.headline.as_ref().map(|headline| headline.origin);
    let taken = bookmark.added.and_then(|at| Timestamp::from_second(at).ok());
    let mut front = String::new();
    for (name, value) in [
        ("title", title),
        ("title-from", from.filter(|from| *from == HeadlineOrigin::Lead).map(|_| "lead".to_owned())),
        ("source", article.source.clone()),
        ("date", date),
        ("byline", article.byline.clone()),
        ("language", article.language.clone()),
        ("url", article.url.clone()),
        ("key", Some(bookmark.target.key.clone())),
        ("taken", taken.map(|at| at.to_string())),
    ] {
        let Some(value) = value else { continue };
        // A JSON string is a YAML string; a date needs no marks.
        let is_plain = matches!(name, "taken" | "title-from");
        let value = if is_plain { value } else { serde_json::Value::String(value).to_string() };
        front.extend([name, ": ", &value, "\n"]);
    }
    front
}

/// The lines of the front matter, and what follows it.
fn parts(content: &str) -> (&str, &str) {
    let opened = content.strip_prefix("---\n").or_else(|| content.strip_prefix("---\r\n"));
    let Some(opened) = opened else {
        return ("", content);
    };
    let mut end = 0;
    for line in opened.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return (opened.get(..end).unwrap_or_default(), opened.get(end + line.len()..).unwrap_or_default());
        }
        end += line.len();
    }
    ("", content)
}

/// The value of a line of the front matter, in whatever marks an editor put it.
fn field(front: &str, name: &str) -> Option<String> {
    let mut lines = front.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = lines.find(|(key, _)| key.trim_end() == name)?;
    let value = value.trim();
    let value = serde_json::from_str::<String>(value)
        .ok()
        .or_else(|| Some(value.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'")))
        .unwrap_or_else(|| value.to_owned());
    Some(value)
}

pub(super) fn key_of(content: &str) -> Option<String> {
    field(parts(content).0, "key")
}

/// Whether everything but the checksum is as this program wrote it.
pub(in crate::bookmarks) fn is_untouched(content: &str) -> bool {
    let (front, body) = parts(content);
    let Some(recorded) = field(front, CHECKSUM.trim_end_matches(": ")) else {
        return false;
    };
    let others: String = front.split_inclusive('\n').filter(|line| !line.starts_with(CHECKSUM)).collect();
    checksum(&others, body) == recorded
}

/// A tool that changes the ends of lines changes nothing.
fn checksum(front: &str, body: &str) -> String {
    let all = format!("{front}{body}").replace("\r\n", "\n");
    format!("{:016x}", xxh3_64(all.as_bytes()))
}
