//! Where the words said right of a cue end.

use super::super::cues::{Voice, cue_at};
use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::tokens::Kind;
use super::{Start, Via};

/// The place after the words said that begin at `start`, and right of a cue.
pub(in crate::text::quotes) fn end(frame: &Frame, start: Start) -> usize {
    let end = frame.end();
    if matches!(start.via, Via::CommaMark | Via::Colon)
        && frame.looks(start.at).is_some_and(|l| l.stopped || l.first_capital && l.words > 2)
    {
        let mut after = start.at + 1;
        while frame.is_mark(after) || frame.is(after, Flags::AND) && frame.is_mark(after + 1) {
            after += 1;
        }
        return after;
    }
    // `chanted “Open the gate!” until dusk`
    let shout = frame.looks(start.at).is_some_and(|l| l.first_capital && l.words > 1) && ends_loudly(frame, start.at);
    if start.via == Via::Mark && shout {
        return start.at + 1;
    }
    let mut open = 0_usize;
    for k in start.at..end {
        match frame.kind(k) {
            Some(Kind::Open) => open += 1,
            // The parenthesis that the cue stands in.
            Some(Kind::Close) if open == 0 => return k,
            Some(Kind::Close) => open -= 1,
            _ => {}
        }
        if k > start.at && cut(frame, k, end) {
            return k;
        }
    }
    end
}

/// Whether another report begins at a place: `, adding that`, `and said`, `, but Roe said`.
fn cut(frame: &Frame, k: usize, end: usize) -> bool {
    let comma = matches!(frame.kind(k), Some(Kind::Comma | Kind::Dash));
    if frame.is_mark(k - 1) && !comma && ends_in_comma(frame, k - 1) {
        let starts = own_report(frame, k - 1, end) || frame.is(k, Flags::STRONG) && frame.is(k, Flags::ING);
        if starts {
            return true;
        }
    }
    if matches!(frame.kind(k), Some(Kind::Colon | Kind::Dash)) && taken_by_next(frame, k + 1) {
        return true;
    }
    if comma && frame.is_word(k + 1, &["according"]) {
        return true;
    }
    if comma && frame.is(k + 1, Flags::STRONG.with(Flags::USUAL).with(Flags::LABEL)) && frame.is(k + 1, Flags::ING) {
        return true;
    }
    let and = k + usize::from(comma);
    if frame.is(and, Flags::AND) && frame.is(and + 1, Flags::ADV) && new_cue(frame, and + 2) {
        return true;
    }
    if frame.is(and, Flags::AND) && new_cue(frame, and + 1) {
        return true;
    }
    // `Ryan saying that it went well and Ito calling it “a start”`
    if frame.is(and, Flags::AND)
        && frame.name_like(and + 1)
        && frame.is(and + 2, Flags::CUE)
        && frame.is(and + 2, Flags::ING)
    {
        return true;
    }
    if comma && (within(frame, k, end) || with_another(frame, k, end)) {
        return true;
    }
    // `accused Ito of “a trick” and Roe said`
    if frame.is_mark(k - 1) && frame.is(k, Flags::AND) && own_report(frame, k - 1, end) {
        return true;
    }
    // `pointing to bottles and telling viewers that`
    let says = Flags::STRONG.with(Flags::LABEL);
    if frame.is(and, Flags::AND)
        && frame.is(and + 1, says)
        && frame.is(and + 1, Flags::ING)
        && (marked_soon(frame, and + 1, end) || frame.is(and + 3, Flags::THAT))
    {
        return true;
    }
    // `called it “a farce” and dismissed its authors as “engineers”`
    let label = frame.is(and + 1, Flags::LABEL) && frame.is(and + 1, Flags::PAST);
    if frame.is(and, Flags::AND) && label && frame.is_mark(k - 1) && (and + 2..end).any(|n| frame.is_mark(n)) {
        return true;
    }
    // `asked for a photo and Ito said, “No”`, `“down the line” he warned: “It rises”`
    let next = if frame.is(and, Flags::AND) { Some(and + 1) } else { (comma || frame.is_mark(k - 1)).then_some(and) };
    if next.is_some_and(|from| speaks_up(frame, from, end)) {
        return true;
    }
    (comma || frame.kind(k) == Some(Kind::Semicolon)) && own_report(frame, k, end)
}

/// `a man yelled “Stay!”`, `Ito said, “No.”`: a subject, its verb of saying and marked speech.
fn speaks_up(frame: &Frame, from: usize, end: usize) -> bool {
    let opens = Flags::HE_SHE.with(Flags::THEY).with(Flags::DET).with(Flags::POSS);
    if !frame.is(from, opens) && !frame.name_like(from) {
        return false;
    }
    let cue = Flags::STRONG.with(Flags::SHOUT);
    let verb =
        (from + 1..end.min(from + 7)).find(|k| frame.is(*k, cue) && frame.is(*k, Flags::PAST.with(Flags::THIRD)));
    verb.is_some_and(|k| {
        let led = usize::from(matches!(frame.kind(k + 1), Some(Kind::Comma | Kind::Colon)));
        let speech = frame.looks(k + 1 + led).is_some_and(|l| l.stopped && (l.first_capital || led == 1));
        let person = frame.name_like(from)
            || !frame.is(from, Flags::DET)
            || (from..k).any(|i| frame.is(i, Flags::ROLE.with(Flags::GROUP)));
        speech
            && person
            && (from..k).all(|i| matches!(frame.kind(i), Some(Kind::Word | Kind::Genitive)))
            && !frame.has_verb(from..k)
            && cue_at(frame, k).is_some_and(|cue| cue.voice == Voice::Active)
    })
}

/// `, whom he described as “peaceful”`, `, but the board rejected the idea as “absurd”`: a clause with its own marked words.
fn within(frame: &Frame, comma: usize, end: usize) -> bool {
    let relative = frame.is(comma + 1, Flags::REL) && !frame.is(comma + 1, Flags::THAT);
    if !relative && !frame.is(comma + 1, Flags::AND) {
        return false;
    }
    let past = Flags::PAST.with(Flags::THIRD);
    let says = |n: &usize| frame.is(*n, Flags::LABEL.with(Flags::STRONG)) && frame.is(*n, past);
    let Some(verb) = (comma + 3..end.min(comma + 8)).find(says) else {
        return false;
    };
    let subject = comma + 2..verb;
    let person = frame.is(subject.start, Flags::HE_SHE.with(Flags::THEY))
        || frame.name_like(subject.start)
        || subject.clone().any(|n| frame.is(n, Flags::SPEAKER));
    person && !frame.has_verb(subject) && marked_soon(frame, verb, end)
}

/// `, with Senator Roe calling it “a menu”`
fn with_another(frame: &Frame, comma: usize, end: usize) -> bool {
    let says = Flags::STRONG.with(Flags::USUAL).with(Flags::LABEL);
    let verb = (comma + 3..end.min(comma + 9)).find(|n| frame.is(*n, says) && frame.is(*n, Flags::ING));
    frame.is_word(comma + 1, &["with"])
        && verb.is_some_and(|verb| {
            let who = comma + 2..verb;
            let plain = who.clone().all(|n| matches!(frame.kind(n), Some(Kind::Word | Kind::Genitive)));
            plain && who.clone().any(|n| frame.name_like(n) || frame.is(n, Flags::SPEAKER)) && !frame.has_verb(who)
        })
}

/// Whether marked words stand a few words after a verb.
fn marked_soon(frame: &Frame, verb: usize, end: usize) -> bool {
    (verb + 1..end.min(verb + 9)).any(|n| frame.is_mark(n))
}

/// `: “It fell,” he said`: the marked words at a place belong to the cue after them.
pub(in crate::text::quotes) fn taken_by_next(frame: &Frame, at: usize) -> bool {
    if !frame.is_mark(at) || !ends_in_comma(frame, at) || frame.is_mark(at + 1) {
        return false;
    }
    let from = at + 1;
    let opens = frame.is(from, Flags::SUBJECT.with(Flags::DET)) || frame.name_like(from);
    let verb = (from..from + 6).find(|k| frame.is(*k, Flags::STRONG) && frame.is(*k, Flags::PAST.with(Flags::THIRD)));
    verb.is_some_and(|k| {
        let before = opens && k > from && !frame.has_verb(from..k);
        (before || k == from && frame.name_like(k + 1))
            && (from..k).all(|i| matches!(frame.kind(i), Some(Kind::Word)))
            && cue_at(frame, k).is_some_and(|cue| cue.voice == Voice::Active)
    })
}

/// Whether marked words end in a comma, or in what stands for one before `he said`.
pub(in crate::text::quotes) fn ends_in_comma(frame: &Frame, i: usize) -> bool {
    let Some(Kind::Mark(m)) = frame.kind(i) else {
        return false;
    };
    let inner = frame.marks.get(m).and_then(|mark| frame.text.get(mark.inner.clone()));
    inner.is_some_and(|t| t.ends_with([',', '’', '!', '?', '—', '–']))
}

/// Whether marked words end in an exclamation or a question.
fn ends_loudly(frame: &Frame, i: usize) -> bool {
    let Some(Kind::Mark(m)) = frame.kind(i) else {
        return false;
    };
    let inner = frame.marks.get(m).and_then(|mark| frame.text.get(mark.inner.clone()));
    inner.is_some_and(|t| t.ends_with(['!', '?']))
}

fn new_cue(frame: &Frame, k: usize) -> bool {
    frame.is(k, Flags::STRONG)
        && frame.is(k, Flags::PAST.with(Flags::THIRD))
        && !frame.is(k, Flags::CARRIER.with(Flags::DOC))
}

/// `, but Roe said that`: a clause with its own subject and cue.
pub(in crate::text::quotes) fn own_report(frame: &Frame, comma: usize, end: usize) -> bool {
    let and = comma + 1;
    let from = and + usize::from(frame.is(and, Flags::AND.with(Flags::SUBORD)));
    let words = |i: &usize| matches!(frame.kind(*i), Some(Kind::Word | Kind::Genitive));
    let reach = (from + 5).max((from..end.min(from + 10)).take_while(words).last().map_or(0, |i| i + 1));
    (from + 1..end.min(reach)).any(|k| {
        let marked = match frame.kind(k + 1) {
            Some(Kind::Colon | Kind::Comma) => frame.is_mark(k + 2),
            Some(Kind::Word) => frame.kind(k + 2) == Some(Kind::Colon) && frame.is_mark(k + 3),
            _ => false,
        };
        (frame.is(k, Flags::STRONG) || frame.is(k, Flags::CUE) && marked)
            && frame.is(k, Flags::PAST.with(Flags::THIRD))
            && !frame.has_verb(from..k)
            && (frame.is(from, Flags::SUBJECT)
                || frame.name_like(from)
                || frame.is(from, Flags::GROUP) && k == from + 1
                || frame.is(from, Flags::DET)
                    && (from + 1..k).any(|i| frame.name_like(i))
                    && frame.is(k, Flags::STRONG))
            && cue_at(frame, k).is_some_and(|cue| cue.voice == Voice::Active)
    })
}

/// The end for a cue in a clause of its own before the main one: `Ito, who said …, left`, `While Ito said …, he left`.
pub(in crate::text::quotes) fn within_clause(frame: &Frame, start: Start, end: usize, relative: Option<Kind>) -> usize {
    let first = (0..3).find(|i| !frame.is(*i, Flags::ADV)).unwrap_or_default();
    let since = frame.is(first + 1, Flags::HE_SHE.with(Flags::THEY).with(Flags::DET)) || frame.name_like(first + 1);
    let fronted = frame.is(first, Flags::SUBORD) && (!frame.is(first, Flags::PREP) || since);
    let main = |k: usize| {
        if relative == Some(Kind::Dash) && frame.kind(k) == relative {
            return true;
        }
        if frame.kind(k) != Some(Kind::Comma) && !(fronted && frame.is_mark(k) && ends_in_comma(frame, k)) {
            return false;
        }
        let opens = frame.is(k + 1, Flags::SUBJECT.with(Flags::DET).with(Flags::POSS)) || frame.name_like(k + 1);
        let verb = k + 1 + usize::from(frame.is(k + 1, Flags::ADV));
        relative == Some(Kind::Comma) && frame.verbish(verb)
            || fronted && opens && (k + 2..k + 6).any(|i| frame.verbish(i))
    };
    let cut = |k: usize| k + usize::from(frame.is_mark(k));
    (start.at + 1..end).find(|k| main(*k)).map_or(end, cut)
}
