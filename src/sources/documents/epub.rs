//! Books (EPUB 2 and 3): their chapters as articles. Bounded in each chapter and in all of them, whatever the archive says.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::{Contents, Piece};
use crate::sources::encoding;
use crate::sources::xml::{self, NodeId, Tree, Units, Vocabulary};
use crate::text::article::{Article, Headline, HeadlineOrigin, Published};
use crate::text::guard::guarded;
use crate::text::{clean, html, language};

/// Chapters that are read.
const MOST_CHAPTERS: usize = 2_000;
/// Files that an archive may have.
const MOST_FILES: usize = 50_000;
/// Bytes of one file, unpacked.
const MOST_OF_ONE: u64 = 8 << 20;
/// Bytes of all files that are read, unpacked.
const MOST_OF_ALL: u64 = 128 << 20;

/// Whether an archive says that it is a book (EPUB OCF 3.3, 4.3): its first file is called `mimetype`.
pub(super) fn is_book(bytes: &[u8]) -> bool {
    let head = bytes.get(..200).unwrap_or(bytes);
    bytes.starts_with(b"PK\x03\x04")
        && (head.windows(20).any(|window| window == b"application/epub+zip")
            || head.windows(22).any(|window| window == b"META-INF/container.xml"))
}

/// The chapters of a book, in the order of reading.
pub(super) fn read(bytes: &[u8]) -> Result<Contents, String> {
    let broken = || "it is a book (EPUB) that can't be unpacked".to_owned();
    guarded(|| book(bytes)).flatten().ok_or_else(broken).and_then(|contents| {
        if contents.pieces.is_empty() { Err("it is a book without text".to_owned()) } else { Ok(contents) }
    })
}

fn book(bytes: &[u8]) -> Option<Contents> {
    let mut archive = Archive::open(bytes)?;
    let package = package_path(&archive.xml("META-INF/container.xml")?)?;
    let tree = archive.xml(&package)?;
    let book = Book::of(&tree, folder_of(&package));
    let titles = book.contents.as_deref().and_then(|path| archive.titles(path)).unwrap_or_default();
    let mut contents = Contents { title: book.title.clone(), ..Contents::default() };
    let mut left_out = book.chapters.len().saturating_sub(MOST_CHAPTERS);
    for path in book.chapters.iter().take(MOST_CHAPTERS) {
        match archive.text(path) {
            Some(text) => contents.pieces.extend(chapter(&book, path, &text, titles.get(path))),
            None => left_out += 1,
        }
    }
    if left_out > 0 {
        contents.notices.push(format!("{left_out} of its {} chapters can't be read", book.chapters.len()));
    }
    Some(contents)
}

/// A chapter; one with nothing but a picture is none.
fn chapter(book: &Book, path: &str, text: &str, title: Option<&String>) -> Option<Piece> {
    let mut article: Article = html::parse(text, None, html::Extent::Whole);
    if clean::is_blank(&article.text) {
        return None;
    }
    // What the table of contents doesn't name may have a title of its own; the book's stands for the rest.
    let given = |text: &String| Headline { text: text.clone(), origin: HeadlineOrigin::Given };
    let own = article.headline.take().filter(|own| own.origin == HeadlineOrigin::Given);
    article.headline = title.map(given).or(own).or(book.title.as_ref().map(given));
    article.source.clone_from(&book.title);
    article.byline.clone_from(&book.creator);
    article.published = book.date.as_deref().map(Published::from_written);
    article.language = book.language.as_deref().and_then(language::from_tag).or(article.language);
    article.url = None;
    Some(Piece { part: Some(path.to_owned()), article })
}

/// What a book says about itself (EPUB 3.3, 5).
#[derive(Default)]
struct Book {
    title: Option<String>,
    creator: Option<String>,
    date: Option<String>,
    language: Option<String>,
    /// Where each chapter is in the archive, in the order of reading.
    chapters: Vec<String>,
    /// Where the table of contents is.
    contents: Option<String>,
}

impl Book {
    fn of(tree: &Tree, folder: &str) -> Self {
        let mut book = Self::default();
        let Some(root) = tree.root() else { return book };
        let mut files: HashMap<&str, (String, &str, &str)> = HashMap::new();
        let mut order: Vec<&str> = Vec::new();
        let mut creators = Vec::new();
        for id in tree.descendants(root) {
            match tree.name(id) {
                "title" => keep(&mut book.title, tree, id),
                "date" => keep(&mut book.date, tree, id),
                "language" => keep(&mut book.language, tree, id),
                "creator" if creators.len() < 8 => creators.extend(line(tree, id)),
                "item" => {
                    let said = |name| tree.attribute(id, name).unwrap_or_default();
                    let path = path_of(folder, said("href"));
                    files.insert(said("id"), (path, said("media-type"), said("properties")));
                }
                "itemref" => order.extend(tree.attribute(id, "idref")),
                _ => {}
            }
        }
        book.creator = Some(creators.join(", ")).filter(|creators| !creators.is_empty());
        let is_text = |kind: &str| matches!(kind, "application/xhtml+xml" | "text/html" | "application/x-dtbook+xml");
        let mut seen = HashSet::new();
        let chapters = order.iter().filter_map(|id| files.get(id)).filter(|(_, kind, _)| is_text(kind));
        let nav = |said: &str| said.split_ascii_whitespace().any(|word| word == "nav");
        let chapters = chapters.filter(|(path, _, said)| !nav(said) && seen.insert(path.clone()));
        book.chapters = chapters.map(|(path, ..)| path.clone()).collect();
        let table = files.values().find(|(_, _, said)| nav(said));
        let table = table.or_else(|| files.values().find(|(_, kind, _)| *kind == "application/x-dtbncx+xml"));
        book.contents = table.map(|(path, ..)| path.clone());
        book
    }
}

fn keep(slot: &mut Option<String>, tree: &Tree, id: NodeId) {
    if slot.is_none() {
        *slot = line(tree, id);
    }
}

fn line(tree: &Tree, id: NodeId) -> Option<String> {
    let line = clean::line(&tree.text(id)).into_owned();
    (!clean::is_blank(&line)).then_some(line)
}

/// Where the package document is.
fn package_path(container: &Tree) -> Option<String> {
    let root = container.root()?;
    let file = container.descendants(root).find(|&id| container.name(id) == "rootfile")?;
    Some(path_of("", container.attribute(file, "full-path")?))
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path within the archive, without fragment, `.` and `..`; percent signs resolved.
fn path_of(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let mut parts: Vec<&str> = if href.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    percent_decoded(&parts.join("/"))
}

fn percent_decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (first, after) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                bytes.push(hex(high).unwrap_or_default() << 4 | hex(low).unwrap_or_default());
                rest = after;
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Archive<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
        (zip.len() <= MOST_FILES).then_some(Self { zip, left: MOST_OF_ALL })
    }

    /// A file, decoded; `None` where there is none, or it is too big.
    fn text(&mut self, path: &str) -> Option<String> {
        let most = MOST_OF_ONE.min(self.left);
        let mut bytes = Vec::new();
        let file = self.zip.by_name(path).ok()?;
        // What the archive says of the size isn't believed.
        file.take(most + 1).read_to_end(&mut bytes).ok()?;
        let read = bytes.len() as u64;
        self.left = self.left.saturating_sub(read);
        if read > most {
            return None;
        }
        encoding::text(&bytes, None).ok()
    }

    fn xml(&mut self, path: &str) -> Option<Tree> {
        Some(xml::read(&self.text(path)?, None, &mut Nothing).0)
    }

    /// The titles of the table of contents: of EPUB 3 (`a` in `nav`) or of EPUB 2 (`navPoint`). The first one of each file.
    fn titles(&mut self, path: &str) -> Option<HashMap<String, String>> {
        let tree = self.xml(path)?;
        let folder = folder_of(path).to_owned();
        let mut titles = HashMap::new();
        let mut label = None;
        for id in tree.descendants(tree.root()?) {
            let (target, title) = match tree.name(id) {
                "a" => (tree.attribute(id, "href"), line(&tree, id)),
                "navlabel" => {
                    label = line(&tree, id);
                    continue;
                }
                "content" => (tree.attribute(id, "src"), label.take()),
                _ => continue,
            };
            if let (Some(target), Some(title)) = (target, title) {
                titles.entry(path_of(&folder, target)).or_insert(title);
            }
        }
        Some(titles)
    }
}

/// A document that is read whole.
struct Nothing;

impl Units for Nothing {
    fn is_unit(&self, _: &Tree, _: NodeId) -> bool {
        false
    }

    fn ends_unit(&self, _: &Tree, _: NodeId, _: &str, _: Vocabulary) -> bool {
        false
    }

    fn unit(&mut self, _: &Tree, _: NodeId) {}
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::io::Write as _;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            let method =
                if *name == "mimetype" { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
            zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    const CONTAINER: &[u8] = b"<container><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>";
    const PACKAGE: &[u8] = b"<package xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata><dc:title>The Harbour</dc:title>\
        <dc:creator>Ada Moor</dc:creator><dc:language>en</dc:language></metadata><manifest>\
        <item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>\
        <item id='b' href='text/b%20c.xhtml' media-type='application/xhtml+xml'/>\
        <item id='a' href='text/a.xhtml' media-type='application/xhtml+xml'/>\
        <item id='x' href='text/none.xhtml' media-type='application/xhtml+xml'/>\
        <item id='p' href='p.png' media-type='image/png'/></manifest>\
        <spine><itemref idref='n'/><itemref idref='a'/><itemref idref='p'/><itemref idref='b'/><itemref idref='x'/></spine></package>";
    const NAV: &[u8] = b"<html><nav><ol><li><a href='text/a.xhtml#s'>The quay</a><li><a href='text/b%20c.xhtml'>The storm</a></ol></nav></html>";

    fn book_with(chapter: &[u8]) -> Vec<u8> {
        packed(&[
            ("mimetype", b"application/epub+zip"),
            ("META-INF/container.xml", CONTAINER),
            ("OEBPS/book.opf", PACKAGE),
            ("OEBPS/nav.xhtml", NAV),
            ("OEBPS/text/a.xhtml", "<html><body><p>It was open. “Sail,” she said.</p></body></html>".as_bytes()),
            ("OEBPS/text/b c.xhtml", chapter),
        ])
    }

    #[test]
    fn the_chapters_of_a_book_are_articles_in_the_order_of_reading() {
        let bytes = book_with(b"<html><body><h1>II</h1><p>It blew.</p></body></html>");
        assert!(is_book(&bytes));
        let contents = read(&bytes).unwrap();
        let told: Vec<_> = contents
            .pieces
            .iter()
            .map(|piece| (piece.part.as_deref().unwrap(), piece.article.headline.as_ref().unwrap().text.as_str()))
            .collect();
        assert_eq!(told, [("OEBPS/text/a.xhtml", "The quay"), ("OEBPS/text/b c.xhtml", "The storm")]);
        let first = &contents.pieces[0].article;
        assert_eq!(first.text, "It was open. “Sail,” she said.");
        assert_eq!((first.source.as_deref(), first.byline.as_deref()), (Some("The Harbour"), Some("Ada Moor")));
        assert_eq!(contents.notices, ["1 of its 3 chapters can't be read"]);
    }

    #[test]
    fn a_chapter_that_the_contents_leave_out_has_its_own_title_or_the_books() {
        let titles = |chapter: &[u8]| {
            let package = String::from_utf8_lossy(PACKAGE).replace("properties='nav'", "");
            let read = read(&packed(&[
                ("mimetype", b"application/epub+zip"),
                ("META-INF/container.xml", CONTAINER),
                ("OEBPS/book.opf", package.as_bytes()),
                ("OEBPS/text/a.xhtml", chapter),
            ]));
            read.unwrap().pieces[0].article.headline.as_ref().unwrap().text.clone()
        };
        assert_eq!(titles(b"<html><title>I. The quay</title><body><p>It was open.</p></body></html>"), "I. The quay");
        assert_eq!(titles(b"<html><body><h1>One</h1><p>It was open.</p></body></html>"), "One");
        assert_eq!(titles(b"<html><body><p>It was open.</p></body></html>"), "The Harbour");
    }

    #[test]
    fn a_chapter_that_unpacks_to_more_than_fits_is_left_out() {
        let bomb = vec![b'x'; usize::try_from(MOST_OF_ONE).unwrap() + 2];
        let bytes = book_with(&bomb);
        assert!(bytes.len() < 200_000, "it is packed small");
        let contents = read(&bytes).unwrap();
        assert_eq!(contents.pieces.len(), 1);
        assert_eq!(contents.notices, ["2 of its 3 chapters can't be read"]);
    }

    #[test]
    fn broken_books_are_refused() {
        let bytes = book_with(b"<p>x");
        for broken in [&bytes[..bytes.len() / 2], b"PK\x03\x04mimetypeapplication/epub+zip", b"PK\x03\x04"] {
            assert!(read(broken).is_err());
        }
        assert!(!is_book(b"PK\x03\x04word/document.xml"));
        assert_eq!(path_of("a/b", "../../../c/./d.xhtml#x"), "c/d.xhtml");
    }
}
