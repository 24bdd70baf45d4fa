//! How long an article takes to be set in lines: `cargo bench --bench page`, with words of a row's name for that row.
//!
//! Every article is made by a fixed generator, so that figures can be compared from run to run.

use std::hint::black_box;
use std::time::{Duration, Instant};

use dateline::text::article::{Article, Block, BlockKind, Mark, MarkKind, Marker};
use dateline::text::page::{Hyphenate, Justify, Setting, lay_out};
use dateline::text::quotes::{Kind, Quotation, Quotations};

fn main() {
    let ragged = Setting { width: 120, ..Setting::default() };
    let justified = Setting { justify: Justify::Justified, ..ragged.clone() };
    let hyphenated = Setting { hyphenate: Hyphenate::ByLanguage, ..justified.clone() };
    let narrow = Setting { width: 40, ..ragged.clone() };
    println!("{:<52} {:>10} {:>10} {:>9}", "article", "median", "best", "lines");
    let news = news(10_000, 60);
    row("10,000 words, paragraphs of 60", &news, &ragged);
    row("10,000 words, 40 columns", &news, &narrow);
    row("10,000 words, justified", &news, &justified);
    row("10,000 words, justified and hyphenated", &news, &hyphenated);
    row("10,000 words, one paragraph", &self::news(10_000, usize::MAX), &ragged);
    row("10,000 ideographs, paragraphs of 200", &ideographs(10_000, 200), &ragged);
    row("10,000 words, ASCII, paragraphs of 60", &ascii(10_000, 60), &ragged);
    row("1 MB, one paragraph", &ascii(1_000_000 / 6, usize::MAX), &ragged);
    row("10 MB, one paragraph", &ascii(10_000_000 / 6, usize::MAX), &ragged);
    row("1 MB without a space", &solid("x".repeat(1_000_000)), &ragged);
    row("1 MB of ideographs, one paragraph", &ideographs(333_333, usize::MAX), &ragged);
    row("1 MB of emoji families, one word", &solid("👨‍👩‍👧‍👦".repeat(40_000)), &ragged);
    row("1 MB of Thai, one paragraph", &solid("ภาษาไทยง่ายนิดเดียว".repeat(17_500)), &ragged);
    row("1,000,000 paragraphs of one letter", &tiny(1_000_000, &BlockKind::Paragraph), &ragged);
    let item = BlockKind::Item { depth: 3, marker: Marker::Number(7) };
    row("1,000,000 items of one letter", &tiny(1_000_000, &item), &ragged);
    row("1,000,000 cells of a table", &table(250_000, 4), &ragged);
    row("1,000,000 cells in one row", &table(1, 1_000_000), &ragged);
    row("1,000,000 marks in each other", &nested(1_000_000), &ragged);
    row("1,000,000 links that end together", &links(1_000_000), &ragged);
    row("1,000,000 words with quotations and links", &self::news(1_000_000, 60), &ragged);
}

/// Sets an article several times and prints the figures.
fn row(name: &str, (article, quotations): &(Article, Quotations), setting: &Setting) {
    let wanted: Vec<_> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if !wanted.iter().all(|word| name.contains(word.as_str())) {
        return;
    }
    let mut lines = 0;
    let mut times = Vec::new();
    let begun = Instant::now();
    while times.len() < 5 || (times.len() < 201 && begun.elapsed() < Duration::from_secs(1)) {
        let start = Instant::now();
        let page = black_box(lay_out(black_box(article), quotations, setting));
        times.push(start.elapsed());
        lines = page.height();
    }
    times.sort_unstable();
    let milliseconds = |time: Option<&Duration>| time.map_or(0.0, Duration::as_secs_f64) * 1e3;
    let (median, best) = (milliseconds(times.get(times.len() / 2)), milliseconds(times.first()));
    println!("{name:<52} {median:>7.2} ms {best:>7.2} ms {lines:>9}");
}

/// Numbers that look random and are the same on every run (Knuth's linear congruence).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }
}

const WORDS: &[&str] = &[
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "minister",
    "government",
    "said",
    "on",
    "that",
    "parliament",
    "will",
    "not",
    "airspace",
    "officials",
    "according",
    "statement",
    "Baghdad",
    "northern",
    "border",
    "trade",
    "is",
    "has",
    "been",
    "year",
    "percent",
    "U.S.",
    "2,500",
    "withdrawal",
    "coalition",
    "forces",
    "it",
    "for",
    "with",
    "as",
    "by",
    "at",
    "an",
    "responsibility",
    "international",
    "who",
    "were",
    "non-binding",
    "under",
    "its",
    "river",
    "told",
    "reporters",
    "he",
    "their",
    "after",
    "more",
    "than",
    "election",
    "people",
    "had",
    "which",
    "agreement",
    "Monday",
];

/// News: every third paragraph quotes somebody, each has a link, some words are strong, dashes and curly marks occur.
fn news(words: usize, paragraph: usize) -> (Article, Quotations) {
    let mut dice = Dice(7);
    let (mut article, mut quotations) = (Article::default(), Quotations::default());
    article.language = Some("en".into());
    let mut left = words;
    while left > 0 {
        let count = left.min(paragraph);
        begin(&mut article);
        let start = article.text.len();
        for at in 0..count {
            word(&mut article, &mut quotations, &mut dice, at, start);
        }
        article.text.push('.');
        end(&mut article, start, BlockKind::Paragraph);
        left -= count;
    }
    (article, quotations)
}

fn word(article: &mut Article, quotations: &mut Quotations, dice: &mut Dice, at: usize, start: usize) {
    if at > 0 {
        article.text.push_str(["", "", "", "", "", "", ",", ".", " –"][dice.throw(9)]);
        article.text.push(' ');
    }
    let from = article.text.len();
    let text = WORDS[dice.throw(WORDS.len())];
    match at % 60 {
        20 => article.text.push('“'),
        _ => article.text.push_str(text),
    }
    if at % 60 == 20 {
        article.text.push_str(text);
    }
    let range = from..article.text.len();
    match at % 60 {
        5 => article.marks.push(Mark { range, kind: MarkKind::Strong }),
        10 => article.marks.push(Mark { range, kind: MarkKind::Link { url: "https://example.org/".into() } }),
        40 if dice.throw(3) == 0 => {
            article.text.push('”');
            let open = article.text[start..].rfind('“').map_or(start, |open| start + open);
            quotations.quotations.push(Quotation {
                kind: Kind::Direct,
                pieces: std::iter::once(open..article.text.len()).collect(),
                cue: Some(start..start + 3),
                mention: None,
                speaker: None,
                confidence: dateline::text::quotes::Confidence::Sure,
            });
        }
        _ => {}
    }
}

fn ascii(words: usize, paragraph: usize) -> (Article, Quotations) {
    let mut dice = Dice(11);
    let mut article = Article::default();
    let mut left = words;
    while left > 0 {
        let count = left.min(paragraph);
        begin(&mut article);
        let start = article.text.len();
        for at in 0..count {
            article.text.push_str(if at == 0 { "" } else { " " });
            article.text.push_str(WORDS[dice.throw(WORDS.len())]);
        }
        end(&mut article, start, BlockKind::Paragraph);
        left -= count;
    }
    (article, Quotations::default())
}

fn ideographs(count: usize, paragraph: usize) -> (Article, Quotations) {
    let mut dice = Dice(13);
    let mut article = Article::default();
    let signs: Vec<char> = "人民政府今天宣布新的经济计划北京记者报道，。「」国家大会".chars().collect();
    let mut left = count;
    while left > 0 {
        let length = left.min(paragraph);
        begin(&mut article);
        let start = article.text.len();
        (0..length).for_each(|_| article.text.push(signs[dice.throw(signs.len())]));
        end(&mut article, start, BlockKind::Paragraph);
        left -= length;
    }
    (article, Quotations::default())
}

fn solid(text: String) -> (Article, Quotations) {
    let mut article = Article { text, ..Article::default() };
    end(&mut article, 0, BlockKind::Paragraph);
    (article, Quotations::default())
}

fn tiny(count: usize, kind: &BlockKind) -> (Article, Quotations) {
    let mut article = Article::default();
    for _ in 0..count {
        begin(&mut article);
        let start = article.text.len();
        article.text.push('x');
        end(&mut article, start, kind.clone());
    }
    (article, Quotations::default())
}

fn table(rows: usize, columns: usize) -> (Article, Quotations) {
    let row = vec!["cell"; columns].join("\t");
    let mut article = Article { text: vec![row; rows].join("\n"), ..Article::default() };
    end(&mut article, 0, BlockKind::Table { head: true });
    (article, Quotations::default())
}

fn nested(count: usize) -> (Article, Quotations) {
    let (mut article, quotations) = solid("word ".repeat(count / 2));
    let range = |at| at..article.text.len() - at;
    article.marks = (0..count).map(|at| Mark { range: range(at), kind: MarkKind::Emphasis }).collect();
    (article, quotations)
}

fn links(count: usize) -> (Article, Quotations) {
    let (mut article, quotations) = solid("word ".repeat(count / 5));
    let end = article.text.len() / 2;
    article.marks = (0..count)
        .map(|at| Mark { range: at.min(end - 2)..end, kind: MarkKind::Link { url: String::new() } })
        .collect();
    (article, quotations)
}

fn begin(article: &mut Article) {
    if !article.blocks.is_empty() {
        article.text.push_str("\n\n");
    }
}

fn end(article: &mut Article, start: usize, kind: BlockKind) {
    article.blocks.push(Block { kind, range: start..article.text.len(), quoted: 0 });
}
