//! Files that belong to an article, listed at its end: name, type, size and address. None is ever fetched or written.

use super::feed::{Enclosure, Entry};
use super::mail::Attachment;
use super::xml::escape_into;
use crate::text::address;

/// How many files of one article are listed.
const MOST: usize = 50;

/// A file, as far as it is told.
struct File<'a> {
    name: Option<&'a str>,
    url: Option<&'a str>,
    media_type: Option<&'a str>,
    length: Option<u64>,
}

/// The enclosures of an entry as HTML; those that its text shows already, and pictures that stand for it, are left out.
pub(super) fn of_entry(entry: &Entry) -> String {
    let text = entry.body().map_or("", |body| body.html.as_str());
    let is_shown = |file: &Enclosure| {
        text.contains(file.url.as_str())
            || file.media_type.as_deref().is_some_and(|kind| kind.starts_with("image/"))
            || entry.image.as_deref() == Some(&file.url)
    };
    let files = entry.enclosures.iter().filter(|file| !is_shown(file) && address::web(&file.url).is_some());
    html(files.map(|file| File {
        name: file.title.as_deref(),
        url: Some(&file.url),
        media_type: file.media_type.as_deref(),
        length: file.length,
    }))
}

/// The attachments of a message as HTML.
pub(super) fn of_mail(attachments: &[Attachment]) -> String {
    html(attachments.iter().map(|file| File {
        name: file.name.as_deref(),
        url: None,
        media_type: file.media_type.as_deref(),
        length: Some(file.length),
    }))
}

fn html<'a>(files: impl Iterator<Item = File<'a>>) -> String {
    let items: Vec<String> = files.take(MOST).map(|file| item(&file)).collect();
    if items.is_empty() { String::new() } else { format!("<h2>Attachments</h2><ul>{}</ul>", items.concat()) }
}

fn item(file: &File<'_>) -> String {
    let last =
        file.url.and_then(|url| url.split(['?', '#']).next()?.rsplit('/').next()).filter(|last| !last.is_empty());
    let name = file.name.or(last).unwrap_or("without a name");
    let about = [file.media_type.map(str::to_owned), file.length.filter(|length| *length > 0).map(size)];
    let about: Vec<String> = about.into_iter().flatten().collect();
    let mut item = String::from("<li>");
    if let Some(url) = file.url {
        item.push_str("<a href=\"");
        escape_into(&mut item, &url.replace('"', "%22"));
        item.push_str("\">");
    }
    escape_into(&mut item, name);
    if file.url.is_some() {
        item.push_str("</a>");
    }
    if !about.is_empty() {
        escape_into(&mut item, &format!(" ({})", about.join(", ")));
    }
    item + "</li>"
}

/// `820 bytes`, `14 kB`, `3.2 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::html::blocks;

    #[test]
    fn enclosures_are_listed_with_type_size_and_address() {
        let file = |url: &str, kind: &str, length| Enclosure {
            url: url.into(),
            media_type: Some(kind.into()),
            length,
            title: None,
        };
        let entry = Entry {
            enclosures: vec![
                file("https://e.example/talks.mp3?x=\"y", "audio/mpeg", Some(31_400_000)),
                file("https://e.example/a.jpg", "image/jpeg", Some(1)),
                file("javascript:x", "audio/mpeg", None),
            ],
            ..Entry::default()
        };
        let article = blocks(&of_entry(&entry), None);
        assert_eq!(article.text, "Attachments\n\ntalks.mp3 (audio/mpeg, 31.4 MB)");
        assert_eq!(article.links().count(), 1);
        assert_eq!(of_entry(&Entry::default()), "");
    }

    #[test]
    fn an_attachments_name_is_only_a_name() {
        let attachment = Attachment {
            name: Some("<script>../../x".into()),
            media_type: Some("application/pdf".into()),
            length: 820,
        };
        let article = blocks(&of_mail(&[attachment]), None);
        assert_eq!(article.text, "Attachments\n\n<script>../../x (application/pdf, 820 bytes)");
        assert_eq!(article.links().count(), 0);
    }
}
