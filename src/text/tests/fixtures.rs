//! Reads every file of `tests/fixtures/articles` and compares the article with the `.expected` file beside it.
//!
//! To write the expectations anew after a change that was meant, set `DATELINE_BLESS=1` and look at the difference.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::text::article::{Article, BlockKind, HeadlineOrigin, MarkKind, Marker};
use crate::text::document::{self, Document};

/// Documents are read as if they came from here.
const BASE: &str = "https://news.example/2024/11/article.html";

#[test]
fn every_fixture_gives_the_article_that_is_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles");
    let mut wrong = Vec::new();
    let documents = documents(&folder);
    assert!(documents.len() >= 20, "only {} fixtures in {}", documents.len(), folder.display());
    for path in documents {
        let shown = outline(&path);
        let expected = path.with_extension(format!("{}.expected", path.extension().unwrap().to_str().unwrap()));
        if std::env::var_os("DATELINE_BLESS").is_some() {
            std::fs::write(&expected, &shown).unwrap();
        }
        if std::fs::read_to_string(&expected).unwrap_or_default() != shown {
            wrong.push(format!("{}\n{shown}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut documents: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|extension| extension != "expected")).collect();
    documents.sort();
    documents
}

/// The article as text: what is known about it, a line each, then its blocks.
fn outline(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    let document = Document { bytes: &bytes, name: path.to_str(), base: Some(BASE), ..Document::default() };
    match document::parse(&document) {
        Ok(article) => head(&article) + &blocks(&article) + &marks(&article),
        Err(error) => format!("{error}\n"),
    }
}

fn head(article: &Article) -> String {
    let mut head = String::new();
    let mut line = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            writeln!(head, "{name}: {value}").unwrap();
        }
    };
    let origin = |origin| {
        if origin == HeadlineOrigin::Lead { "headline from lead" } else { "headline" }
    };
    if let Some(headline) = &article.headline {
        line(origin(headline.origin), Some(&headline.text));
    }
    line("source", article.source.as_deref());
    if let Some(dateline) = &article.dateline {
        line("place", dateline.place.as_deref());
        line("agency", dateline.agency.as_deref());
        line("day", dateline.day.as_deref());
    }
    line("byline", article.byline.as_deref());
    if let Some(published) = &article.published {
        let at = published.at.map_or("?".to_owned(), |at| at.to_string());
        line("published", Some(&format!("{} = {at}", published.written)));
    }
    line("language", article.language.as_deref());
    line("url", article.url.as_deref());
    for notice in &article.notices {
        line("notice", Some(notice));
    }
    head
}

fn blocks(article: &Article) -> String {
    let mut shown = String::new();
    for block in &article.blocks {
        let kind = match &block.kind {
            BlockKind::Heading { level } => format!("h{level}"),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Item { depth, marker: Marker::Number(number) } => {
                format!("{} {number}.", "*".repeat((*depth).into()))
            }
            BlockKind::Item { depth, marker: Marker::Bullet } => format!("{} -", "*".repeat((*depth).into())),
            BlockKind::Item { depth, marker: Marker::None } => format!("{} +", "*".repeat((*depth).into())),
            BlockKind::Code => "code".to_owned(),
            BlockKind::Image { url } => format!("image {}", url.as_deref().unwrap_or("-")),
            BlockKind::Table { head } => format!("table{}", if *head { " with head" } else { "" }),
            BlockKind::Rule => "rule".to_owned(),
        };
        let text = article.text_of(block).replace('\t', " ⇥ ").replace('\n', "\n    ");
        let line = format!("{}[{kind}] {text}", "> ".repeat(block.quoted.into()));
        writeln!(shown, "{}", line.trim_end()).unwrap();
    }
    shown
}

fn marks(article: &Article) -> String {
    let mut shown = String::new();
    for mark in &article.marks {
        let kind = match &mark.kind {
            MarkKind::Emphasis => "emphasis".to_owned(),
            MarkKind::Strong => "strong".to_owned(),
            MarkKind::Code => "code".to_owned(),
            MarkKind::Link { url } => format!("link to {url}"),
            MarkKind::Dateline => "dateline".to_owned(),
        };
        writeln!(shown, "  {:?} is {kind}", &article.text[mark.range.clone()]).unwrap();
    }
    shown
}
