//! The names and pronouns of a paragraph as they come, with what stands around each; it doesn't know whose they are.

use std::ops::Range;

use super::cues::headline;
use super::frame::Frame;
use super::lexicon::Flags;
use super::tokens::{Case, Kind};

/// A name or a personal pronoun outside of marked speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The name without title, or the pronoun, in bytes.
    pub range: Range<usize>,
    /// The title before it.
    pub title: Option<Range<usize>>,
    /// The role before or after it: `an economist at Fairhaven College`.
    pub role: Option<Range<usize>>,
    /// The classes of its first word and its title, or of the pronoun.
    pub flags: Flags,
    /// The classes of all its words.
    pub all: Flags,
    /// The classes of its last word.
    pub last: Flags,
    pub words: usize,
    pub standing: Standing,
    /// Counts the article's sentences.
    pub sentence: usize,
    pub place: Place,
    /// Whether its verb comes next, wherever in the sentence that is.
    pub acts: bool,
}

/// Whether a word with a capital is a name for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Sure,
    /// `Day`, `Israel`, `Police`: somebody's name only if the article has somebody of that name.
    IfKnown,
}

/// Where in its sentence a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Before the verb.
    Subject,
    /// Before the verb, after what was said: `“Yes,” he said`.
    Answer,
    /// Elsewhere.
    Other,
    /// `Clinton’s`, `of Clinton`.
    Owner,
}

/// Adds the names and pronouns of a sentence to `out`.
pub(super) fn names(frame: &Frame, sentence: usize, out: &mut Vec<Named>) {
    let mut i = 0;
    let mut verb_seen = false;
    while i < frame.len() {
        if frame.is(i, Flags::HE_SHE.with(Flags::THEY)) && !frame.is(i, Flags::DET) && !frame.name_like(i)
            || frame.get(i).is_some_and(|t| t.end - t.start < 7)
                && frame.is_word(
                    i,
                    &["his", "her", "him", "he's", "he’s", "she's", "she’s", "he'd", "she'd", "he’d", "she’d"],
                )
        {
            out.push(pronoun(frame, i, sentence, verb_seen));
        } else if frame.name_like(i)
            && (!frame.is(i, Flags::TIME) || frame.word(i).len() < 4 || month_as_forename(frame, i))
        {
            let end = run_end(frame, i);
            push(frame, i..end, sentence, verb_seen, out);
            i = end;
            continue;
        } else if frame.verbish(i) {
            verb_seen = true;
        } else if frame.kind(i) == Some(Kind::Comma) {
            verb_seen = verb_seen && !frame.is(0, Flags::SUBORD.with(Flags::PREP));
        }
        i += 1;
    }
}

fn pronoun(frame: &Frame, i: usize, sentence: usize, verb_seen: bool) -> Named {
    let (masculine, feminine) = (
        frame.is_word(i, &["his", "him", "he", "he's", "he’s", "he'd", "he’d"]),
        frame.is_word(i, &["her", "she", "she's", "she’s", "she'd", "she’d"]),
    );
    let subject = frame.is(i, Flags::HE_SHE) || frame.word(i).contains(['\'', '’']);
    let mut flags = frame.get(i).map_or(Flags::NONE, |t| t.flags);
    if masculine {
        flags = flags.with(Flags::HE);
    } else if feminine {
        flags = flags.with(Flags::SHE);
    }
    let place = if subject && !verb_seen && (0..i).any(|k| frame.is_mark(k)) {
        Place::Answer
    } else if subject && !verb_seen {
        Place::Subject
    } else if subject {
        Place::Other
    } else {
        Place::Owner
    };
    Named {
        range: frame.bytes(i..i + 1),
        title: None,
        role: None,
        flags,
        all: flags,
        last: flags,
        words: 0,
        standing: Standing::Sure,
        sentence,
        place,
        acts: false,
    }
}

fn run_end(frame: &Frame, start: usize) -> usize {
    let mut end = start + 1;
    loop {
        if frame.name_like(end)
            && (!frame.is(end, Flags::TIME) || time_as_surname(frame, end))
            && !headline_verb(frame, start, end)
        {
            end += 1;
        } else if frame.is(end, Flags::PARTICLE) && frame.name_like(end + 1) && !article(frame, end) {
            end += 2;
        } else if frame.is(end, Flags::PARTICLE) && frame.is(end + 1, Flags::PARTICLE) && frame.name_like(end + 2) {
            end += 3;
        } else {
            return end;
        }
    }
}

/// `Kristen Day`: a word of time that is a surname here.
fn time_as_surname(frame: &Frame, i: usize) -> bool {
    let goes_on = frame.is(i + 1, Flags::TIME) || frame.kind(i + 1) == Some(Kind::Number);
    frame.is(i - 1, Flags::FORENAME) && frame.is_word(i, &["day", "weeks"]) && !goes_on
}

/// `der` of `Kolb der Post`: an article, and no part of a name.
fn article(frame: &Frame, i: usize) -> bool {
    frame.is(i, Flags::DET) && !frame.capital(i)
}

/// `Described` of the headline `Salma Hayek Described Her Way`.
fn headline_verb(frame: &Frame, start: usize, i: usize) -> bool {
    let verb = Flags::STRONG.with(Flags::USUAL).with(Flags::LABEL).with(Flags::VERB);
    i > start && frame.is(i, verb) && frame.is(i, Flags::PAST.with(Flags::THIRD)) && headline(frame)
}

/// `April Mellody`: a month that is a forename here.
fn month_as_forename(frame: &Frame, i: usize) -> bool {
    let led =
        i > 0 && (frame.is(i - 1, Flags::PREP.with(Flags::TIME)) || frame.is_word(i - 1, &["last", "this", "next"]));
    frame.is(i, Flags::FORENAME) && !led && frame.name_like(i + 1) && !frame.is(i + 1, Flags::TIME)
}

fn push(frame: &Frame, run: Range<usize>, sentence: usize, verb_seen: bool, out: &mut Vec<Named>) {
    let start = name_start(frame, &run);
    // `Baldwin, Miss.,`
    if run.end - run.start == 1 && frame.is(run.start, Flags::ABBR) {
        return;
    }
    if start >= run.end || frame.get(start).is_none_or(|t| t.end - t.start < 2) && run.end - start < 2 {
        return;
    }
    let plain = run.end - start == 1 && start == run.start;
    let word = frame.get(start).map_or(Flags::NONE, |t| t.flags);
    let verb_next = frame.verbish(run.end);
    let adverb = frame.word(start).ends_with("ly") && !word.any(Flags::FORENAME);
    if plain && start == 0 && (adverb || !verb_next && frame.word(start).ends_with("ing")) {
        return;
    }
    let weak = plain
        && (word.any(Flags::TIME.with(Flags::PLACE).with(Flags::ROLE).with(Flags::GROUP))
            || start == 0 && (common_word(frame, start) || !sure_subject(frame, start)));
    let title = (start > run.start).then(|| frame.bytes(run.start..start));
    let shouted = run.end - start > 1 && !word.any(Flags::FORENAME) && title.is_none() && headline(frame);
    let end = without_suffix(frame, start, run.end);
    let title_flags =
        (run.start..start).fold(Flags::NONE, |f, i| f.with(frame.get(i).map_or(Flags::NONE, |t| t.flags)));
    // `Dr. Clark`: a surname that is a forename too says nothing of its bearer.
    let surname = run.end - start == 1 && title_flags.any(Flags::ANY_TITLE);
    let word = if surname { Flags::NONE } else { word };
    let all = (start..run.end).fold(Flags::NONE, |f, i| f.with(frame.get(i).map_or(Flags::NONE, |t| t.flags)));
    let modifies = frame.get(run.end).is_some_and(|t| {
        t.kind == Kind::Word
            && t.case == Case::Lower
            && !t.is(Flags::SMALL.with(Flags::TIME).with(Flags::VERB).with(Flags::CUE))
    }) && !verb_next;
    let owner = frame.kind(run.end) == Some(Kind::Genitive)
        || modifies
        || run.start > 0 && frame.is(run.start - 1, Flags::PREP);
    // `Francis’s message`: what comes next is as likely of Francis as if he were the subject.
    let topic = frame.kind(run.end) == Some(Kind::Genitive) && run.start == 0;
    let place = if owner && !topic {
        Place::Owner
    } else if verb_seen {
        Place::Other
    } else {
        Place::Subject
    };
    out.push(Named {
        range: frame.bytes(start..end),
        role: role(frame, run.start, start, run.end),
        title,
        flags: word.with(title_flags),
        all,
        last: frame.get(end.saturating_sub(1)).map_or(Flags::NONE, |t| t.flags),
        words: end - start,
        standing: if weak || shouted { Standing::IfKnown } else { Standing::Sure },
        sentence,
        place,
        acts: verb_next && !owner,
    });
}

/// Where the name proper begins in a run of capitals: `Ohio Gov. John Kasich`, `State Secretary Ruiz`, `Republican Ted Roe`.
fn name_start(frame: &Frame, run: &Range<usize>) -> usize {
    let title = |i: &usize| {
        let forename = frame.is(*i, Flags::FORENAME) && !frame.is(*i, Flags::TITLE_M.with(Flags::TITLE_F));
        frame.is(*i, Flags::ANY_TITLE.with(Flags::ROLE)) && !forename
    };
    let last = run.end - 1;
    // `Continued Stone:`, `Interestingly Blocher`, `Ah Bartleby`
    let adverb = frame.word(0).ends_with("ly") && !frame.is(0, Flags::FORENAME)
        || frame.is_word(0, &["ah", "oh", "well", "yes", "hey"]);
    if run.start == 0 && last > 0 && (adverb || frame.is(0, Flags::STRONG) && frame.is(0, Flags::PAST)) {
        return name_start(frame, &(1..run.end));
    }
    let after_title = (run.start..last).rev().find(title).map_or(run.start, |i| i + 1);
    if frame.is(last, Flags::ORG) || frame.is(after_title, Flags::FORENAME) {
        return after_title;
    }
    let initial = |i: usize| frame.get(i).is_some_and(|t| t.end - t.start < 3);
    (after_title + 1..last)
        .find(|i| frame.is(*i, Flags::FORENAME) && !initial(i - 1))
        .filter(|i| i - after_title < 4)
        .unwrap_or(after_title)
}

/// `Joseph Biden Jr.` without the last word.
fn without_suffix(frame: &Frame, start: usize, end: usize) -> usize {
    let suffix = end > start + 1 && frame.is_word(end - 1, &["jr.", "jr", "sr.", "sr", "ii", "iii", "iv"]);
    end - usize::from(suffix)
}

/// A sentence's first word is written with a capital whatever it is.
fn common_word(frame: &Frame, i: usize) -> bool {
    let known = Flags::CUE.with(Flags::VERB).with(Flags::ORG).with(Flags::DOC).with(Flags::SPEAKER);
    frame.get(i).is_some_and(|t| t.case == Case::Capital && t.is(known))
}

/// Whether the lone first word of a sentence shows itself as a name: `Kaya said`, `Anna left`, not `Degrees are`.
fn sure_subject(frame: &Frame, i: usize) -> bool {
    let forename = frame.is(i, Flags::FORENAME);
    let genitive = frame.kind(i + 1) == Some(Kind::Genitive);
    let verb = frame.verbish(i + 1) && !frame.is(i + 1, Flags::BE) && !frame.word(i).ends_with('s');
    forename || genitive || verb || frame.is(i + 1, Flags::STRONG)
}

/// The role that stands right before or after a name.
fn role(frame: &Frame, run: usize, name: usize, end: usize) -> Option<Range<usize>> {
    after_name(frame, end).or_else(|| before_name(frame, run, name)).map(|places| frame.bytes(places))
}

/// `, an economist at Fairhaven College,`
fn after_name(frame: &Frame, end: usize) -> Option<Range<usize>> {
    if frame.kind(end) != Some(Kind::Comma) {
        return None;
    }
    let mut from = end + 1;
    if frame.kind(from) == Some(Kind::Number) && frame.kind(from + 1) == Some(Kind::Comma) {
        from += 2;
    }
    let to = (from..frame.len()).take(18).find(|i| match frame.kind(*i) {
        Some(Kind::Comma | Kind::Stop | Kind::Dash | Kind::Semicolon | Kind::Mark(_) | Kind::Open) => true,
        _ => frame.is(*i, Flags::REL.with(Flags::AUX)) && *i > from || frame.verbish(*i),
    });
    let to = to.unwrap_or_else(|| frame.len().min(from + 18));
    let start = from + usize::from(frame.is(from, Flags::DET) && !frame.is(from, Flags::POSS));
    let head = (start..to).find(|i| frame.is(*i, Flags::PREP)).unwrap_or(to);
    let says = (start..head).any(|i| frame.is(i, Flags::ROLE));
    (says && start < to && !frame.is(from, Flags::PREP.with(Flags::AND))).then_some(start..to)
}

/// `Amnesty spokesman Eric Ferrero`, `the Secretary-General of Badr Organization, Hadi al-Amiri,`
fn before_name(frame: &Frame, run: usize, name: usize) -> Option<Range<usize>> {
    let comma = run > 0 && frame.kind(run - 1) == Some(Kind::Comma);
    let to = if comma { run - 1 } else { name };
    let mut start = to;
    while start > 0 && to - start < 12 {
        let i = start - 1;
        let small = frame.is(i, Flags::SMALL) && !frame.name_like(i);
        let of = comma && frame.is_word(i, &["of", "for", "the"]) && start > 1;
        let ends = !matches!(frame.kind(i), Some(Kind::Word | Kind::Genitive)) || small && !of || frame.verbish(i);
        if ends {
            break;
        }
        start -= 1;
    }
    // `a plan to impeach President Roe`
    let verb = frame.get(start).is_some_and(|t| t.case == Case::Lower && !t.is(Flags::SPEAKER));
    if start > 0 && frame.is_word(start - 1, &["to"]) && verb {
        start += 1;
    }
    while start < to
        && (frame.is(start, Flags::DET.with(Flags::TIME))
            || frame.kind(start) == Some(Kind::Genitive)
            || frame.is(start, Flags::PREP))
    {
        start += 1;
    }
    let head = (start..to).find(|i| frame.is(*i, Flags::PREP)).unwrap_or(to);
    let says = (start..head).any(|i| frame.is(i, Flags::ROLE)) && head > start && frame.is(head - 1, Flags::ROLE);
    (says && start < to).then_some(start..to)
}
