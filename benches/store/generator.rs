//! Makes the articles: the same ones in every run.

use std::collections::HashSet;

use dateline::text::article::{Article, Block, BlockKind, Headline, HeadlineOrigin, Published};
use dateline::text::quotes::{Kind, Quotation, Quotations, Speaker};

/// When the measuring takes place: 22 November 2026, 10:15 UTC.
pub const NOW: i64 = 1_795_342_500;

/// Seconds between two articles.
const APART: i64 = 86;
/// Seconds that an article may come in out of order.
const JITTER: u64 = 6 * 3600;
const SOURCES: u64 = 300;
const WORDS: usize = 400;
const PARAGRAPHS: usize = 8;
/// How many different words there are.
const VOCABULARY: usize = 60_000;
/// How many different people speak.
const PEOPLE: u64 = 20_000;

/// The commonest words, in their order, as English has them.
const COMMON: [&str; 40] = [
    "the", "of", "to", "and", "a", "in", "that", "for", "is", "on", "with", "was", "as", "by", "it", "at", "from",
    "he", "has", "have", "be", "an", "are", "its", "his", "not", "this", "will", "which", "after", "who", "were",
    "had", "been", "their", "but", "they", "more", "would", "or",
];
const SYLLABLES: [&str; 32] = [
    "ter", "al", "ment", "in", "er", "con", "tion", "pro", "ly", "re", "ing", "de", "ex", "min", "is", "tra", "pol",
    "sec", "gov", "ur", "an", "est", "com", "ri", "ta", "po", "lo", "mar", "sen", "ve", "ka", "ble",
];

/// An article before it is taken in.
pub struct Draft {
    pub key: String,
    pub origin: String,
    pub article: Article,
    pub quotations: Quotations,
}

/// An article of 30 MB in one paragraph with a million quotations of a million people.
pub fn monster() -> Draft {
    let text = "“said so,” said somebody here. ".repeat(1_000_000);
    let piece = text.len() / 1_000_000;
    let speakers = (0..1_000_000).map(|n| Speaker {
        name: format!("Somebody {n}"),
        role: Some("somebody".into()),
        kind: dateline::text::quotes::SpeakerKind::Person,
    });
    let quotations = (0..1_000_000).map(|n| Quotation {
        kind: Kind::Direct,
        pieces: std::iter::once(n * piece..n * piece + 12).collect(),
        cue: Some(n * piece + 15..n * piece + 19),
        mention: Some(n * piece + 20..n * piece + 28),
        speaker: Some(n),
        confidence: dateline::text::quotes::Confidence::Sure,
    });
    let quotations = Quotations { speakers: speakers.collect(), quotations: quotations.collect() };
    let blocks = vec![Block { kind: BlockKind::Paragraph, range: 0..text.len(), quoted: 0 }];
    Draft {
        key: "file:/monster".into(),
        origin: "/monster".into(),
        article: Article { text, blocks, ..Article::default() },
        quotations,
    }
}

/// Makes drafts.
pub struct Generator {
    state: u64,
    count: usize,
    vocabulary: Vec<String>,
    /// Bytes of text made so far.
    pub bytes: usize,
}

impl Generator {
    /// For so many articles, the last one published now.
    pub fn new(count: usize) -> Self {
        let mut generator =
            Self { state: 0x9e37_79b9_7f4a_7c15, count, vocabulary: COMMON.map(str::to_owned).to_vec(), bytes: 0 };
        let mut known = HashSet::new();
        // The rarer, the longer (Zipf, "The Psycho-Biology of Language", 1935): six and a half bytes on average.
        let (mut syllables, mut again) = (2, 0);
        while generator.vocabulary.len() < VOCABULARY {
            let word: String = (0..syllables).map(|_| generator.one_of(&SYLLABLES)).collect();
            if known.insert(word.clone()) {
                generator.vocabulary.push(word);
                again = 0;
            } else {
                again += 1;
            }
            if again > 20 {
                (syllables, again) = (syllables + 1, 0);
            }
        }
        generator
    }

    /// `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        let index = self.below(words.len() as u64) as usize;
        words.get(index).copied().unwrap_or_default()
    }

    /// A number below a limit, small ones far more often: its logarithm is even.
    fn rank(&mut self, limit: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((limit as f64).powf(share) as usize).saturating_sub(1).min(limit - 1)
    }

    fn word(&mut self) -> String {
        let rank = self.rank(self.vocabulary.len());
        self.vocabulary.get(rank).cloned().unwrap_or_default()
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn person(&mut self) -> Speaker {
        let person = self.rank(PEOPLE as usize);
        let name = |seed: usize| {
            let word = self.vocabulary.get(COMMON.len() + seed % 5_000).cloned().unwrap_or_default();
            let mut letters = word.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        };
        Speaker {
            name: format!("{} {}", name(person * 7), name(person * 13 + 5)),
            role: None,
            kind: dateline::text::quotes::SpeakerKind::Person,
        }
    }

    /// The n-th article.
    pub fn draft(&mut self, n: usize) -> Draft {
        let late = self.below(JITTER) as i64;
        let at = NOW - APART * (self.count as i64 - n as i64) - late;
        let source = self.below(SOURCES);
        let mut speakers = vec![self.person(), self.person(), self.person()];
        speakers.dedup_by(|a, b| a.name == b.name);
        let mut quotations = Vec::new();
        let (mut text, mut blocks) = (String::new(), Vec::new());
        for paragraph in 0..PARAGRAPHS {
            if paragraph > 0 {
                text.push_str("\n\n");
            }
            let start = text.len();
            self.paragraph(&mut text, &mut speakers, &mut quotations);
            blocks.push(Block { kind: BlockKind::Paragraph, range: start..text.len(), quoted: 0 });
        }
        self.bytes += text.len();
        let article = Article {
            headline: Some(Headline { text: self.words(9), origin: HeadlineOrigin::Given }),
            source: Some(format!("Source {source}")),
            byline: Some(self.person().name),
            published: Some(Published { written: "Sun, 22 Nov 2026 10:15:00 +0000".into(), at: Some(at) }),
            language: Some("en".into()),
            url: Some(format!("https://news.example.org/{source}/2026/{}", self.words(6).replace(' ', "-"))),
            text,
            blocks,
            ..Article::default()
        };
        Draft {
            key: format!("feed:{source}:https://news.example.org/{source}/?p={n}"),
            origin: format!("https://news.example.org/{source}/feed.xml"),
            article,
            quotations: Quotations { speakers, quotations },
        }
    }

    /// Some sentences, one of them said by somebody.
    fn paragraph(&mut self, text: &mut String, speakers: &mut [Speaker], quotations: &mut Vec<Quotation>) {
        let words = WORDS / PARAGRAPHS;
        text.push_str(&self.words(words / 2));
        text.push_str(". ");
        let index = self.below(speakers.len() as u64) as usize;
        let Some(speaker) = speakers.get_mut(index) else {
            return;
        };
        let start = text.len();
        text.extend(["“", &self.words(words / 4), ",”"]);
        let end = text.len();
        text.push_str(" said ");
        let mention = text.len();
        text.push_str(&speaker.name);
        let mentioned = mention..text.len();
        let role = self.words(3);
        text.extend([", ", &role, ". ", &self.words(words / 4 - 7), "."]);
        speaker.role.get_or_insert(role);
        quotations.push(Quotation {
            kind: Kind::Direct,
            pieces: std::iter::once(start..end).collect(),
            cue: Some(end + 1..end + 5),
            mention: Some(mentioned),
            speaker: Some(index),
            confidence: dateline::text::quotes::Confidence::Sure,
        });
    }
}
