//! The same story told by several sources, found by the words of headline and first paragraph.
//!
//! Words that few articles of the edition have say most about what an article is about. Each article is compared with the
//! latest few that share one of its words, so that the time grows with the number of articles and no faster.

use std::collections::HashMap;

use super::{Candidate, first_paragraph};
use crate::query::tokens::{self, Going};

/// Words of the first paragraph that count.
const WORDS: usize = 60;
/// Letters of a word that count: what follows is mostly inflection.
const LETTERS: usize = 5;
/// Shorter words of letters say nothing about a story.
const SHORT: usize = 4;
/// How many of the latest stories with a word are compared with an article that has it.
const LATEST: usize = 16;
/// Articles that a word is thought to be missing from beside those of the edition: in a small edition, too, a word that two
/// articles share says something.
const ELSEWHERE: usize = 100;
/// A word that more than one in eight articles has weighs nothing: what all reports of a kind say makes no story. This is
/// the power of two below that.
const ORDINARY: u32 = 2;
/// How much of their words' weight two reports share that tell the same story, in percent.
const SAME: u32 = 36;
/// The same for two articles of one source, which as a rule are two stories.
const SAME_SOURCE: u32 = 90;
/// How many words two reports share at least.
const SHARED: usize = 4;
/// How many of these stand in the headline of one of them.
const IN_HEADLINE: usize = 2;
/// Seconds that reports of one story lie apart at most.
const APART: i64 = 2 * 86_400;

/// Words with four letters and more that any text has, folded and cut as all words are.
const COMMON: [&str; 60] = [
    "about", "after", "again", "also", "amid", "been", "befor", "being", "could", "from", "have", "into", "more",
    "most", "over", "said", "says", "some", "than", "that", "their", "there", "they", "this", "were", "what", "when",
    "which", "will", "with", "would", "auch", "dass", "eine", "einem", "einen", "einer", "nach", "nicht", "sich",
    "sind", "uber", "wird", "wurde", "avec", "cette", "dans", "leur", "plus", "pour", "sont", "como", "esta", "este",
    "para", "sobre", "dalla", "della", "dopo", "sono",
];

/// An article as its words.
struct Words {
    /// Each word once, ascending, and whether the headline has it.
    words: Vec<(u32, bool)>,
    /// The sum of their weights.
    weight: u32,
}

/// The candidates by story, each story's in the order given, the stories in the order of their first.
pub(super) fn fold(candidates: &[Candidate]) -> Vec<Vec<&Candidate>> {
    let (articles, weights) = weighed(candidates);
    let mut stories: Vec<Vec<usize>> = Vec::new();
    let mut with_word: HashMap<u32, Vec<usize>> = HashMap::new();
    for (index, article) in articles.iter().enumerate() {
        let told = best(index, article, &stories, &with_word, &|one, other| {
            alike(candidates, &articles, &weights, one, other)
        });
        let story = told.unwrap_or(stories.len());
        match stories.get_mut(story) {
            Some(story) => story.push(index),
            None => stories.push(vec![index]),
        }
        for (word, _) in &article.words {
            let latest = with_word.entry(*word).or_default();
            latest.retain(|known| *known != story);
            latest.push(story);
            if latest.len() > LATEST {
                latest.remove(0);
            }
        }
    }
    let group = |story: Vec<usize>| story.into_iter().filter_map(|index| candidates.get(index)).collect();
    stories.into_iter().map(group).collect()
}

/// The story that an article tells most likely: one whose first report is like it.
fn best(
    index: usize,
    article: &Words,
    stories: &[Vec<usize>],
    with_word: &HashMap<u32, Vec<usize>>,
    alike: &dyn Fn(usize, usize) -> Option<u32>,
) -> Option<usize> {
    let mut shared: HashMap<usize, usize> = HashMap::new();
    for story in article.words.iter().filter_map(|(word, _)| with_word.get(word)).flatten() {
        *shared.entry(*story).or_default() += 1;
    }
    let near = shared.into_iter().filter(|(_, count)| *count >= SHARED);
    let likely = near.filter_map(|(story, _)| {
        let first = *stories.get(story)?.first()?;
        Some((alike(first, index)?, story))
    });
    likely.max_by_key(|(likeness, story)| (*likeness, std::cmp::Reverse(*story))).map(|(_, story)| story)
}

/// How much of their weight two articles share, in percent; `None` if that isn't enough for one story.
fn alike(candidates: &[Candidate], articles: &[Words], weights: &[u32], one: usize, other: usize) -> Option<u32> {
    let (a, b) = (articles.get(one)?, articles.get(other)?);
    let (row, other_row) = (&candidates.get(one)?.row, &candidates.get(other)?.row);
    if row.sorted_at.abs_diff(other_row.sorted_at) > APART.unsigned_abs() {
        return None;
    }
    let (mut weight, mut shared, mut in_headline) = (0, 0, 0);
    let mut rest = b.words.iter().peekable();
    for (word, headed) in &a.words {
        while rest.next_if(|(other, _)| other < word).is_some() {}
        if let Some((_, also_headed)) = rest.next_if(|(other, _)| other == word) {
            let heavy = weights.get(*word as usize).copied().unwrap_or(0);
            if heavy == 0 {
                continue;
            }
            weight += heavy * (2 + u32::from(*headed) + u32::from(*also_headed));
            shared += 1;
            in_headline += usize::from(*headed || *also_headed);
        }
    }
    let likeness = weight * 100 / (a.weight + b.weight).max(1);
    let least = if row.source_id == other_row.source_id { SAME_SOURCE } else { SAME };
    (shared >= SHARED && in_headline >= IN_HEADLINE && likeness >= least).then_some(likeness)
}

/// Every article as its words, and what each word weighs: the rarer, the more.
fn weighed(candidates: &[Candidate]) -> (Vec<Words>, Vec<u32>) {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut counts: Vec<usize> = Vec::new();
    let mut articles = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let words = words_of(candidate, &mut numbers);
        counts.resize(numbers.len(), 0);
        for (word, _) in &words {
            if let Some(count) = counts.get_mut(*word as usize) {
                *count += 1;
            }
        }
        articles.push(Words { words, weight: 0 });
    }
    let all = candidates.len() + ELSEWHERE;
    let weight = |count: &usize| (all / (*count).max(1)).max(1).ilog2().saturating_sub(ORDINARY);
    let weights: Vec<u32> = counts.iter().map(weight).collect();
    for article in &mut articles {
        let weight = |word: &u32| weights.get(*word as usize).copied().unwrap_or(0);
        article.weight =
            article.words.iter().map(|(word, headed)| weight(word) * (1 + u32::from(*headed))).sum::<u32>();
    }
    (articles, weights)
}

fn words_of(candidate: &Candidate, numbers: &mut HashMap<String, u32>) -> Vec<(u32, bool)> {
    let mut words: Vec<(u32, bool)> = Vec::new();
    let mut add = |text: &str, headed: bool, most: usize| {
        let mut left = most;
        let mut before = String::new();
        tokens::each_word(text, |word, _| {
            let number = |key: String, numbers: &mut HashMap<String, u32>| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                *numbers.entry(key).or_insert(next)
            };
            if let Some(key) = telling(word, &mut before) {
                words.push((number(key, numbers), headed));
            }
            left -= 1;
            if left == 0 { Going::Stop } else { Going::On }
        });
    };
    add(&candidate.row.headline, true, WORDS);
    add(first_paragraph(&candidate.article), false, WORDS);
    // A word of the headline stands before the same one of the text.
    words.sort_unstable_by_key(|(word, headed)| (*word, !*headed));
    words.dedup_by_key(|(word, _)| *word);
    words
}

/// What counts of a word; `None` if it says nothing about a story. Of scripts that write no spaces, two letters in turn.
fn telling(word: &str, before: &mut String) -> Option<String> {
    let letters = word.chars().count();
    if letters == 1 && !word.is_ascii() {
        let pair = (!before.is_empty()).then(|| format!("{before}{word}"));
        word.clone_into(before);
        return pair;
    }
    before.clear();
    let digits = word.chars().all(|c| c.is_ascii_digit());
    if letters < SHORT && !(digits && letters > 1) {
        return None;
    }
    let start: String = word.chars().take(LETTERS).collect();
    (!COMMON.contains(&start.as_str())).then_some(start)
}
