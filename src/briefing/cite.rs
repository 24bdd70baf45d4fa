//! What is said in a story, the most telling first: word for word, by somebody with a name, neither a scrap nor a speech.

use std::cmp::Reverse;

use super::Candidate;
use crate::{
    catalog::edition::Cited,
    text::quotes::{Confidence, Kind, Quotation, SpeakerKind},
};

/// How many quotations a story has at most.
const MOST: usize = 3;
/// How many of an article's quotations are looked at.
const LOOKED_AT: usize = 24;
/// Shorter ones are scraps, in words.
const LEAST_WORDS: usize = 4;
/// Longer ones are speeches.
const MOST_WORDS: usize = 70;

/// The quotations to show for a story, at most one of each speaker.
pub(super) fn key_quotations(reports: &[&Candidate]) -> Vec<Cited> {
    let mut found: Vec<(u32, Cited)> = Vec::new();
    for (nth, report) in reports.iter().enumerate() {
        let quotations = report.quotations.quotations.iter().enumerate().take(LOOKED_AT);
        let cited = quotations.filter_map(|(index, quotation)| {
            let (points, cited) = cited(report, index, quotation)?;
            // What the first report has can be read in it.
            Some((points + 2 * u32::from(nth == 0), cited))
        });
        found.extend(cited);
    }
    found.sort_by_key(|(points, cited)| (Reverse(*points), cited.index, Reverse(cited.article)));
    // A report without marks says again what the text does: it is cited where nobody is quoted.
    if found.iter().any(|(_, cited)| cited.kind != Kind::Indirect) {
        found.retain(|(_, cited)| cited.kind != Kind::Indirect);
    }
    let mut chosen: Vec<Cited> = Vec::new();
    for (_, cited) in found {
        let said_already = chosen.iter().any(|one| one.speaker == cited.speaker || one.words == cited.words);
        if !said_already && chosen.len() < MOST {
            chosen.push(cited);
        }
    }
    chosen
}

fn cited(report: &Candidate, index: usize, quotation: &Quotation) -> Option<(u32, Cited)> {
    let words = quotation.words(&report.article.text);
    let count = words.split_whitespace().count();
    let unspaced = count < LEAST_WORDS && words.chars().count() > 12 && !words.is_ascii();
    if !(LEAST_WORDS..=MOST_WORDS).contains(&count) && !unspaced {
        return None;
    }
    let speaker = quotation.speaker.and_then(|index| report.quotations.speakers.get(index));
    let how = match quotation.kind {
        Kind::Direct => 6,
        Kind::Mixed => 3,
        Kind::Indirect => 0,
    };
    let who = match speaker.map(|speaker| speaker.kind) {
        Some(SpeakerKind::Person) => 4,
        Some(SpeakerKind::Organisation | SpeakerKind::Unknown) => 3,
        Some(SpeakerKind::Document | SpeakerKind::Unnamed) => 1,
        None => 0,
    };
    let sure = match quotation.confidence {
        Confidence::Sure => 2,
        Confidence::Likely => 1,
        Confidence::Guess => 0,
    };
    let length = 2 * u32::from((8..=40).contains(&count));
    let early = u32::from(index < 4);
    let cited = Cited {
        article: report.row.id,
        index,
        kind: quotation.kind,
        words: words.into(),
        speaker: speaker.map(|speaker| speaker.name.as_str().into()),
        role: speaker.and_then(|speaker| speaker.role.as_deref().map(Box::from)),
        confidence: quotation.confidence,
    };
    Some((how + who + sure + length + early, cited))
}
