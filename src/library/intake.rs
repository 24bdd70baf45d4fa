//! From files to articles in the store: read, parsed, searched for quotations, taken in.

use std::{collections::HashSet, ffi::OsStr, path::Path};

use anyhow::Result;
use xxhash_rust::xxh3::xxh3_64;

use super::Library;
use crate::{
    catalog::ArticleId,
    sources::{
        documents::{self, Given},
        files::Input,
    },
    store::{Incoming, Store, Taken, Trouble},
    text::{
        article::Article,
        document::{self, Document, Extent},
        quotes::{self, Lexicon, Quotations},
    },
};

/// How many articles are taken in by one transaction.
const BATCH: usize = 200;

/// The articles that a first run opens with, from top to bottom.
const SEEDS: [(&str, &str); 4] = [
    ("000_31642f45ca39f18b.txt", include_str!("../../seeds/000_31642f45ca39f18b.txt")),
    ("tour-of-the-keys.md", include_str!("../../seeds/tour-of-the-keys.md")),
    ("how-quotations-are-marked.md", include_str!("../../seeds/how-quotations-are-marked.md")),
    ("bringing-in-articles.txt", include_str!("../../seeds/bringing-in-articles.txt")),
];

/// What became of what was to be taken in.
#[derive(Debug, Default)]
pub struct Intake {
    /// The articles, each once, in the order asked for.
    pub ids: Vec<ArticleId>,
    /// How many were new, changed or known.
    pub taken: Taken,
    /// A sentence for each that can't be an article.
    pub problems: Vec<String>,
    /// A sentence for each of which only a part is.
    pub notices: Vec<String>,
    known: HashSet<ArticleId>,
}

impl Intake {
    /// Adds articles, each once: the same file may have been named twice, and a list steps from article to article.
    fn add(&mut self, ids: &[ArticleId]) {
        let Self { ids: all, known, .. } = self;
        all.extend(ids.iter().filter(|id| known.insert(**id)));
    }
}

/// A parsed document with its quotations.
pub struct Parsed {
    /// What makes it the same when it comes again.
    pub key: String,
    /// Where it came from.
    pub origin: String,
    /// The article.
    pub article: Article,
    /// Who said what in it.
    pub quotations: Quotations,
}

/// What was found in an input.
pub struct Found {
    /// Its articles: many in a mailbox, a feed or a book.
    pub parsed: Vec<Parsed>,
    /// What was left out, a sentence each that names the input.
    pub notices: Vec<String>,
}

/// Reads and parses one input.
///
/// # Errors
/// A sentence that names it and says why there is no article in it.
pub fn parse(input: &Input, extent: Extent, lexicon: &Lexicon) -> Result<Found, String> {
    let bytes = input.read()?;
    understand(input, &Given { bytes: &bytes, extent, ..Given::default() }, lexicon)
}

/// Parses what was read from an input; the input's name goes before the given one.
///
/// # Errors
/// As [`parse`].
pub fn understand(input: &Input, given: &Given<'_>, lexicon: &Lexicon) -> Result<Found, String> {
    let name = input.path().and_then(Path::file_name).map_or("standard input".into(), OsStr::to_string_lossy);
    let content_type = given.content_type.or(input.media_type());
    let given = Given { name: input.name(), content_type, ..*given };
    let contents = documents::take_apart(&given).map_err(|why| format!("{name}: {why}"))?;
    let key = input.key().unwrap_or_else(|| format!("stdin:{:016x}", xxh3_64(given.bytes)));
    let origin = key.split_once(':').map_or("standard input", |(_, path)| path).to_owned();
    let parsed = contents.pieces.into_iter().map(|piece| {
        let key = piece.part.map_or_else(|| key.clone(), |part| format!("{key} {part}"));
        let quotations = quotes::in_article(&piece.article, lexicon);
        Parsed { key, origin: origin.clone(), article: piece.article, quotations }
    });
    let notices = contents.notices.iter().map(|notice| format!("{name}: {notice}"));
    let notices = notices.chain(input.cut(given.bytes)).collect();
    Ok(Found { parsed: parsed.collect(), notices })
}

impl Library {
    /// Takes inputs in. One that is no article is told and left out. Where the store can only be read, or
    /// can't grow, they are held in memory, apart from it: they were asked for.
    ///
    /// # Errors
    /// Where the store can't be written.
    pub fn take_in(&mut self, inputs: &[Input], extent: Extent, lexicon: &Lexicon, now: i64) -> Result<Intake> {
        if self.store.is_read_only() {
            self.store = Store::in_memory()?;
        }
        let mut intake = Intake::default();
        for batch in inputs.chunks(BATCH) {
            let (parsed, problems): (Vec<_>, Vec<_>) =
                batch.iter().map(|input| parse(input, extent, lexicon)).partition(Result::is_ok);
            intake.problems.extend(problems.into_iter().filter_map(Result::err));
            let found: Vec<Found> = parsed.into_iter().flatten().collect();
            intake.notices.extend(found.iter().flat_map(|found| found.notices.iter().cloned()));
            let parsed: Vec<Parsed> = found.into_iter().flat_map(|found| found.parsed).collect();
            for some in parsed.chunks(BATCH) {
                self.take(some, &mut intake, now)?;
            }
        }
        Ok(intake)
    }

    /// Takes in the articles that a first run opens with; into memory where the store can't grow, which is told.
    ///
    /// # Errors
    /// Where the store can't be written for other reasons.
    pub fn take_seeds(&mut self, lexicon: &Lexicon, now: i64) -> Result<Vec<String>> {
        let parsed: Vec<_> = SEEDS.iter().filter_map(|(name, text)| seed(name, text, lexicon)).collect();
        let mut intake = Intake::default();
        self.take(&parsed, &mut intake, now)?;
        Ok(intake.notices)
    }

    pub(super) fn take(&mut self, parsed: &[Parsed], intake: &mut Intake, now: i64) -> Result<()> {
        let incoming: Vec<_> = parsed
            .iter()
            .map(|one| Incoming {
                key: &one.key,
                origin: &one.origin,
                article: &one.article,
                quotations: &one.quotations,
                engine: Lexicon::in_force().edition(),
            })
            .collect();
        let taken = match self.store.take_in(&incoming, now) {
            Err(error) if error.kind == Trouble::Full && self.store.file().is_some() && intake.ids.is_empty() => {
                intake.notices.push(format!("nothing can be saved in this run: {error}"));
                self.store = Store::in_memory()?;
                self.store.take_in(&incoming, now)
            }
            taken => taken,
        }?;
        intake.add(&taken.ids);
        intake.taken.new += taken.new;
        intake.taken.updated += taken.updated;
        intake.taken.unchanged += taken.unchanged;
        Ok(())
    }
}

fn seed(name: &str, text: &str, lexicon: &Lexicon) -> Option<Parsed> {
    let document = Document { name: Some(name), bytes: text.as_bytes(), ..Document::default() };
    let article = document::parse(&document).ok()?;
    let quotations = quotes::in_article(&article, lexicon);
    Some(Parsed { key: format!("seed:{name}"), origin: "dateline".into(), article, quotations })
}
