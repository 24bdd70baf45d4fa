//! Scores the articles found in saved web pages against the texts that people marked in them.
//!
//!     cargo run --profile quick --example fulltext -- FOLDER
//!
//! FOLDER holds pairs: `NAME.html`, a page as it was sent, and `NAME.txt`, the text of its article; `NAME.url`, the
//! page's address, may stand beside them. Token F1 is over words as a multiset, the mean over pages; a quotation is what
//! the marked text has between quotation marks, three words or more, and is kept if it is found word for word.

use std::{collections::HashMap, env, fs, path::Path, process::ExitCode};

use dateline::sources::documents::{Given, take_apart};

/// What a page came to.
struct Score {
    name: String,
    precision: f64,
    recall: f64,
    f1: f64,
    quotations: usize,
    kept: usize,
}

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1) else {
        eprintln!("usage: fulltext FOLDER");
        return ExitCode::from(2);
    };
    let mut scores: Vec<Score> = pages(Path::new(&folder)).iter().filter_map(|page| score(page)).collect();
    if scores.is_empty() {
        eprintln!("there are no pairs of NAME.html and NAME.txt");
        return ExitCode::FAILURE;
    }
    scores.sort_by(|one, other| one.f1.total_cmp(&other.f1));
    for score in scores.iter().take(10) {
        println!("{:.3} {}", score.f1, score.name);
    }
    #[allow(clippy::cast_precision_loss, reason = "there are few pages")]
    let mean = |of: fn(&Score) -> f64| scores.iter().map(of).sum::<f64>() / scores.len() as f64;
    let (all, kept) = scores.iter().fold((0, 0), |(all, kept), one| (all + one.quotations, kept + one.kept));
    let (precision, recall, f1) = (mean(|one| one.precision), mean(|one| one.recall), mean(|one| one.f1));
    println!("{} pages: token F1 {f1:.3} (precision {precision:.3}, recall {recall:.3})", scores.len());
    println!("quotations kept word for word: {kept} of {all}");
    ExitCode::SUCCESS
}

fn pages(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|ending| ending == "html")).collect()
}

fn score(page: &Path) -> Option<Score> {
    let bytes = fs::read(page).ok()?;
    let marked = fs::read_to_string(page.with_extension("txt")).ok()?;
    let address = fs::read_to_string(page.with_extension("url")).ok();
    let base = address.as_deref().map(str::trim);
    let given = Given { bytes: &bytes, name: Some("page.html"), base, ..Given::default() };
    let found = take_apart(&given).ok().and_then(|contents| contents.pieces.into_iter().next());
    let found = found.map(|piece| piece.article.text).unwrap_or_default();
    let (precision, recall, f1) = compared(&words(&marked), &words(&found));
    let text = words(&found).concat();
    let quotations = quotations(&marked);
    let kept = quotations.iter().filter(|words| text.contains(&words.concat())).count();
    let name = page.file_name()?.to_string_lossy().into_owned();
    Some(Score { name, precision, recall, f1, quotations: quotations.len(), kept })
}

/// The words of a text in lower case; letters of scripts without spaces are words of their own.
fn words(text: &str) -> Vec<String> {
    let wide = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}');
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        match c {
            '’' | '\'' if !word.is_empty() => word.push('\''),
            c if c.is_alphanumeric() && !wide(c) => word.extend(c.to_lowercase()),
            c => {
                let done = word.trim_end_matches('\'');
                words.extend((!done.is_empty()).then(|| done.to_owned()));
                words.extend(wide(c).then(|| c.to_string()));
                word.clear();
            }
        }
    }
    words
}

/// Precision, recall and F1 of words as multisets.
fn compared(marked: &[String], found: &[String]) -> (f64, f64, f64) {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in marked {
        *left.entry(word).or_insert(0) += 1;
    }
    let hits = found.iter().filter(|word| {
        left.get_mut(word.as_str()).is_some_and(|count| std::mem::replace(count, count.saturating_sub(1)) > 0)
    });
    #[allow(clippy::cast_precision_loss, reason = "texts are short")]
    let share = |hits: usize, of: usize| hits as f64 / of.max(1) as f64;
    let hits = hits.count();
    let (precision, recall) = (share(hits, found.len()), share(hits, marked.len()));
    let f1 = if hits == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    (precision, recall, f1)
}

/// The words of what stands between quotation marks.
fn quotations(text: &str) -> Vec<Vec<String>> {
    let closing = |c: char| match c {
        '“' => "”",
        '"' => "\"",
        '„' => "“”",
        '«' => "»",
        _ => "",
    };
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&mark) = chars.get(at) {
        let ends = closing(mark);
        let rest = chars.get(at + 1..).unwrap_or_default();
        let end = rest.iter().take(601).position(|c| ends.contains(*c) || *c == mark);
        at += 1;
        let Some(end) = end.filter(|&end| !ends.is_empty() && (12..=600).contains(&end)) else { continue };
        if rest.get(end).is_some_and(|c| ends.contains(*c)) {
            let inside: String = rest.iter().take(end).collect();
            found.extend(Some(words(&inside)).filter(|words| words.len() >= 3));
            at += end + 1;
        }
    }
    found
}
