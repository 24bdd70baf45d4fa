//! Marked words that no cue in their sentence claims.

use std::ops::Range;

use super::super::attach::{Found, Tie};
use super::super::content;
use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::marks::{Marked, Style, starting_at};
use super::super::mention::Mention;
use super::super::subject::{before_relative, clause_subject, inner_clause, phrase_before, rightward};
use super::super::tokens::{Case, Kind};
use super::super::verdict;
use super::fragment;

/// What stands before a sentence in its paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before<'a> {
    pub sentence: Option<&'a Frame<'a>>,
    /// The quotation that it could go on with.
    pub found: Option<usize>,
    /// How many quotations stand before the paragraph.
    pub first: usize,
    /// Whether the last paragraph ended in `Roe writes:`.
    pub announced: bool,
}

/// A marked span that no cue claimed.
pub(super) fn loose(frame: &Frame, i: usize, before: &Before, pending: &mut Vec<usize>, out: &mut Vec<Found>) {
    let Some(mark) = marked(frame, i) else {
        return;
    };
    if let Some(found) = named_beside(frame, i).or_else(|| with_unknown_verb(frame, i, mark)) {
        out.push(found);
        return;
    }
    if content::names_a_work(frame, i) || !verdict::is_speech(frame.text, mark, frame.tokens) {
        return;
    }
    let mut piece = mark.outer.clone();
    let last = before.found;
    let who = if frame.tokens.iter().all(|t| matches!(t.kind, Kind::Mark(_) | Kind::Stop)) {
        if heading(frame, mark, before.sentence) {
            return;
        }
        if let Some(found) = last.and_then(|k| out.get_mut(k)) {
            let new = continue_with(frame, found, piece);
            out.extend(new);
            return;
        }
        let about = before.sentence.and_then(|f| spoken_of(f));
        let who = if about.as_ref().is_none_or(Mention::pronoun) { told(before, out).or(about) } else { about };
        if who.is_none() {
            pending.push(out.len());
        }
        who
    } else if let Some(found) = last.filter(|_| leads_on(frame, i)).and_then(|k| out.get(k)) {
        // `“Was that all?” Roe sold her house`: nothing says where the marked sentence ends but its stop.
        let whole = frame.looks(i).is_some_and(|l| l.stopped) && i == 0 && frame.capital(1);
        let new = going_on(found, if whole { piece } else { frame.bytes(0..frame.end()) });
        out.push(new);
        return;
    } else if before.announced && i == 0 && before.sentence.is_none() {
        pending.push(out.len());
        None
    } else {
        let several = frame.looks(i).is_some_and(|l| l.words > 1);
        let own = if fragment::is_predicate(frame, i) { None } else { guess(frame, i, out) };
        let who = own.or_else(|| if several { told(before, out) } else { None });
        if fragment::is_name(frame, i, who.as_ref()) {
            return;
        }
        if who.as_ref().is_some_and(|who| who.pronoun() && who.head.any(Flags::HE_SHE)) {
            piece = fragment::in_clause(frame, i, out);
        }
        who
    };
    out.push(Found { pieces: vec![piece], cue: None, who, tie: Tie::Near, kind: super::super::Kind::Direct });
}

/// Who spoke last in the paragraph.
fn told(before: &Before, out: &[Found]) -> Option<Mention> {
    out.get(before.first..)?.iter().rev().take(BEFORE).find_map(teller)
}

/// So many quotations back, whoever spoke is no longer the one who speaks.
const BEFORE: usize = 40;

/// Who says something by a cue of its own, if it is somebody with a name, a role or `he`, `she`.
pub(super) fn teller(found: &Found) -> Option<Mention> {
    let known = |who: &Mention| who.name.is_some() || who.head.any(Flags::HE_SHE.with(Flags::ROLE));
    found.who.clone().filter(|who| found.tie == Tie::Grammar && known(who))
}

/// The marked span at a place, if it holds words.
fn marked<'a>(frame: &Frame<'a>, i: usize) -> Option<&'a Marked> {
    let Some(Kind::Mark(m)) = frame.kind(i) else {
        return None;
    };
    frame.marks.get(m).filter(|_| frame.looks(i).is_some_and(|l| l.words > 0))
}

/// Whether nothing of its own stands before marked words: `But “…”`, `For the others, “…”`.
fn leads_on(frame: &Frame, i: usize) -> bool {
    let lead = frame.is(0, Flags::PREP.with(Flags::SUBORD).with(Flags::ADV))
        && frame.kind_before(i) == Some(Kind::Comma)
        && i + 1 >= frame.end()
        && frame.looks(i).is_some_and(|l| l.words > 4);
    lead || (0..i).all(|k| frame.is(k, Flags::AND.with(Flags::ADV)) || frame.kind(k) == Some(Kind::Comma))
}

fn with_unknown_verb(frame: &Frame, i: usize, mark: &Marked) -> Option<Found> {
    let (who, cue) = unknown_verb(frame, i)?;
    Some(Found {
        pieces: vec![mark.outer.clone()],
        cue: Some(frame.bytes(cue..cue + 1)),
        who: Some(Mention::of(frame, who)),
        tie: Tie::Grammar,
        kind: super::super::Kind::Direct,
    })
}

/// `“Never,” an angry Ito retaliated`, `“Look!” beamed Ito`: a comma within the marks says that they are speech, whatever the
/// verb; the one who speaks, and the verb.
fn unknown_verb(frame: &Frame, i: usize) -> Option<(Range<usize>, usize)> {
    let least = if i == 0 { 2 } else { 5 };
    if !content::ends_in_comma(frame, i)
        || frame.looks(i)?.words < least
        || content::names_a_work(frame, i)
        || frame.looks(i)?.title()
    {
        return None;
    }
    let plain = |k: usize| {
        frame
            .get(k)
            .is_some_and(|t| t.kind == Kind::Word && t.case == Case::Lower && !t.is(Flags::SMALL.with(Flags::TIME)))
    };
    let verb = |k: usize| plain(k) && (frame.verbish(k) || frame.word(k).ends_with(['d', 's']));
    if verb(i + 1) && frame.name_like(i + 2) {
        return Some((rightward(frame, i + 2)?, i + 1));
    }
    let from = i + 1;
    let opens = frame.name_like(from) || frame.is(from, Flags::HE_SHE.with(Flags::DET));
    let end = (from + 1..from + 8)
        .find(|k| frame.verbish(*k) || !matches!(frame.kind(*k), Some(Kind::Word | Kind::Genitive)))?;
    let who = from..end;
    let somebody = who.clone().any(|k| frame.name_like(k) || frame.is(k, Flags::HE_SHE.with(Flags::SPEAKER)));
    let past = frame.is(end, Flags::PAST.with(Flags::THIRD)) || frame.word(end).ends_with("ed");
    let closed =
        frame.get(end + 1).is_none_or(|t| t.kind != Kind::Word || t.is(Flags::PREP.with(Flags::TIME).with(Flags::ADV)));
    (opens && somebody && verb(end) && past && closed).then_some((who, end))
}

/// `'A healthy environment.'` alone in a paragraph of an article with other marks.
fn heading(frame: &Frame, mark: &Marked, previous: Option<&Frame>) -> bool {
    let single = matches!(mark.style, Style::Apostrophe | Style::SingleOpen);
    single && previous.is_none() && frame.marks.len() == 1 && frame.looks.first().is_some_and(|l| l.words < 9)
}

/// Who may have said marked words in a sentence without a cue of theirs: whom its last report is of, else its subject.
fn guess(frame: &Frame, i: usize, out: &[Found]) -> Option<Mention> {
    let start = frame.tokens.first().map_or(0, |t| t.start);
    let here = out.last().filter(|f| f.pieces.last().is_some_and(|p| p.start >= start));
    if let Some(who) = here.and_then(|f| f.who.clone()) {
        return Some(who);
    }
    if frame.looks(i).is_none_or(|l| l.words < 2) {
        return None;
    }
    let comma = (0..i).rev().take(NEAR).find(|k| frame.kind(*k) == Some(Kind::Comma)).unwrap_or(0);
    let near = relative_clause(frame, i).or_else(|| inner_clause(frame, i).filter(|who| who.start > comma));
    let who = near.map(|who| Mention::of(frame, who));
    if let Some(who) = who.filter(|w| w.name.is_some() || w.head.any(Flags::SPEAKER.with(Flags::HE_SHE))) {
        return Some(who);
    }
    let phrase = genitive_owner(frame, clause_subject(frame, 0, i)?);
    let pronoun = frame.is(phrase.start, Flags::HE_SHE.with(Flags::THEY)) && !frame.is(phrase.start, Flags::DET);
    let phrase = if pronoun { phrase.start..phrase.start + 1 } else { phrase };
    let noun = frame.is(phrase.start, Flags::DET) || frame.word(phrase.end.saturating_sub(1)).ends_with('s');
    let who = Mention::of(frame, phrase);
    // `Best line: “…”`
    if frame.kind_before(i) == Some(Kind::Colon) && !frame.has_verb(0..i) && !who.head.any(Flags::SPEAKER) {
        return None;
    }
    let known = Flags::HE_SHE.with(Flags::THEY).with(Flags::SPEAKER).with(Flags::POSS);
    // `The price was “as low as I’ve ever seen”`: nothing says `I`.
    let noun = noun && !(i > 0 && frame.is(i - 1, Flags::BE) && in_first_person(frame, i));
    (who.name.is_some() || noun || who.head.any(known)).then_some(who)
}

/// Whether somebody speaks of themselves in the marked words at a place.
fn in_first_person(frame: &Frame, i: usize) -> bool {
    let inner = marked(frame, i).and_then(|mark| frame.text.get(mark.inner.clone())).unwrap_or_default();
    inner.split(|c: char| !c.is_alphanumeric()).any(|word| ["I", "my", "me", "we", "our"].contains(&word))
}

/// `Roe, who calls himself a “friend”`: the noun phrase and its relative, if the marked words at a place stand in its clause.
fn relative_clause(frame: &Frame, i: usize) -> Option<Range<usize>> {
    let plain = |k: &usize| matches!(frame.kind(*k), Some(Kind::Word | Kind::Number | Kind::Genitive));
    let start = (0..i).rev().take(NEAR).take_while(plain).last()?;
    let opens = |k: &usize| {
        frame.is_word(*k, &["who", "which"]) && *k > 0
            || frame.is(*k, Flags::THAT) && *k > start && frame.verbish(k + 1)
    };
    let relative = (start..i).rev().find(opens).filter(|r| frame.has_verb(r + 1..i))?;
    before_relative(frame, relative, 0)
}

/// Words between marked words and the clause that they stand in.
const NEAR: usize = 60;

/// A cue's own pieces are fewer; those after them were added here, marks all of them.
const CUED_PIECES: usize = 8;

/// `“A,” he said. “B.”`: adds `B` to what he said, or gives it as a quotation of its own.
fn continue_with(frame: &Frame, found: &mut Found, piece: Range<usize>) -> Option<Found> {
    let marked = found.pieces.iter().take(CUED_PIECES).all(|p| starting_at(frame.marks, p.start).is_some());
    if !marked {
        return Some(going_on(found, piece));
    }
    let space = |r: &&mut Range<usize>| frame.text.get(r.end..piece.start).is_some_and(|t| t.trim().is_empty());
    match found.pieces.last_mut().filter(space) {
        Some(r) => r.end = piece.end,
        None => found.pieces.push(piece),
    }
    None
}

/// More words of the same speaker, after the same cue.
fn going_on(found: &Found, piece: Range<usize>) -> Found {
    Found {
        pieces: vec![piece],
        cue: found.cue.clone(),
        who: found.who.clone(),
        tie: Tie::Continued,
        kind: super::super::Kind::Direct,
    }
}

/// Who the sentence before was about: `Draper smiled.`
pub(super) fn spoken_of(frame: &Frame) -> Option<Mention> {
    let who = clause_subject(frame, 0, frame.len())?;
    let name = who.clone().take_while(|i| frame.name_like(*i)).count();
    let who = if name > 0 { who.start..who.start + name } else { who };
    let mention = Mention::of(frame, who);
    (mention.name.is_some() || mention.head.any(Flags::HE_SHE)).then_some(mention)
}

/// `“…” That is how Roe ended her letter`, `“…” That quote from Roe appeared`: whom a sentence names that looks back on words said.
pub(super) fn looks_back(frame: &Frame) -> Option<Mention> {
    let that = frame.is_word(0, &["that", "this", "it", "such", "those", "these"]);
    let tells = frame.is(1, Flags::BE)
        || frame.is(1, Flags::CARRIER)
        || frame.is_word(1, &["quote", "line", "words", "sentence"]);
    if !that || !tells || frame.len() > 40 {
        return None;
    }
    let name = (2..frame.end()).find(|k| frame.name_like(*k) && !frame.is(*k, Flags::PLACE.with(Flags::TIME)))?;
    let end =
        (name..frame.end()).find(|k| !frame.name_like(*k) && !frame.is(*k, Flags::PARTICLE)).unwrap_or(frame.end());
    Some(Mention::of(frame, name..end))
}

/// `Roe: “…”`, `“…” (Roe)`.
fn named_beside(frame: &Frame, i: usize) -> Option<Found> {
    let (places, end) = if i >= 2 && frame.kind(i - 1) == Some(Kind::Colon) {
        (before_colon(frame, i - 1)?, content::end(frame, content::Start { at: i, via: content::Via::Colon }))
    } else if frame.kind(i + 1) == Some(Kind::Open) && frame.name_like(i + 2) {
        let close = (i + 2..i + 8).find(|k| frame.kind(*k) == Some(Kind::Close))?;
        (i + 2..close, i + 1)
    } else if let Some(name) = signed(frame, i) {
        (name, i + 1)
    } else if let Some(owner) = remark_of(frame, i) {
        (owner, i + 1)
    } else {
        return None;
    };
    let name = places.clone().take_while(|k| frame.name_like(*k)).count();
    let verb = places.start + name;
    let places = if name > 0
        && verb < places.end
        && frame.kind(verb) == Some(Kind::Word)
        && !frame.is(verb, Flags::PREP.with(Flags::AND).with(Flags::PARTICLE).with(Flags::SPEAKER))
    {
        // `Roe hit back:`, but not `Best line:`
        if !frame.verbish(verb)
            && name == 1
            && !frame.word(verb).ends_with(['d', 's'])
            && !frame.is(verb, Flags::CUE.with(Flags::VERB))
        {
            return None;
        }
        places.start..verb
    } else {
        genitive_owner(frame, places)
    };
    let several = frame.name_like(places.start) && places.clone().any(|k| frame.is(k, Flags::AND));
    let who = Mention::of(frame, places);
    let known = several || who.name.is_some() || who.head.any(Flags::SUBJECT.with(Flags::SPEAKER).with(Flags::POSS));
    known.then(|| Found {
        pieces: vec![frame.bytes(i..end)],
        cue: None,
        who: Some(who),
        tie: Tie::Grammar,
        kind: super::super::Kind::Direct,
    })
}

/// `Roe: “…”`, `WHAT THE POLLS MISSED - More from Roe and Ito: “…”`: who speaks, before the colon at a place.
fn before_colon(frame: &Frame, colon: usize) -> Option<Range<usize>> {
    let dash = (0..colon).rev().take(12).find(|k| frame.kind(*k) == Some(Kind::Dash));
    let from =
        (0..colon).rev().take(8).find(|k| frame.is_word(*k, &["from"])).filter(|k| *k == 0 || !frame.has_verb(0..*k));
    let start = match (dash, from) {
        (_, Some(from)) => Some(from + 1),
        (Some(dash), None) => Some(dash + 1),
        _ => None,
    };
    let set_off = start
        .filter(|s| *s < colon && !frame.has_verb(*s..colon))
        .and_then(|s| rightward(frame, s))
        .filter(|w| w.end == colon);
    set_off.or_else(|| clause_subject(frame, 0, colon))
}

/// `“…” — Roe`, `“…” – Roe, mayor of Holm`: the name after the dash.
fn signed(frame: &Frame, i: usize) -> Option<Range<usize>> {
    let dash = i + 1;
    if frame.kind(dash) != Some(Kind::Dash) || i > 0 && !frame.is_mark(i - 1) {
        return None;
    }
    let start = (dash..dash + 3).find(|k| frame.kind(*k) != Some(Kind::Dash))?;
    let name =
        (start..start + 6).take_while(|k| frame.name_like(*k) || *k > start && frame.is(*k, Flags::PARTICLE)).count();
    let after = start + name;
    let closed = frame.get(after).is_none_or(|t| t.kind != Kind::Word || t.is(Flags::PREP.with(Flags::TIME)));
    (name > 0 && closed && !frame.has_verb(start..frame.len())).then_some(start..after)
}

/// `Romney’s “47 percent” comment`: whose remark the marked words are.
fn remark_of(frame: &Frame, i: usize) -> Option<Range<usize>> {
    if !frame.is(i + 1, Flags::CARRIER) || frame.looks(i).is_some_and(|l| l.title()) {
        return None;
    }
    let k = i.checked_sub(1)?;
    if frame.is(k, Flags::POSS) && !frame.capital(k) {
        Some(k..i)
    } else {
        phrase_before(frame, k).filter(|_| frame.kind(k) == Some(Kind::Genitive))
    }
}

/// `Penrose’s answer` is Penrose's, `his answer` is his.
pub(super) fn genitive_owner(frame: &Frame, places: Range<usize>) -> Range<usize> {
    if frame.is(places.start, Flags::POSS) {
        return places.start..places.start + 1;
    }
    match places.clone().find(|i| frame.kind(*i) == Some(Kind::Genitive)) {
        // `a smile across Penrose’s face`
        Some(i) if i > places.start => {
            let somebody = |owner: &Range<usize>| {
                owner.start >= places.start
                    && owner.clone().any(|k| frame.name_like(k) || frame.is(k, Flags::ROLE.with(Flags::GROUP)))
            };
            phrase_before(frame, i).filter(somebody).unwrap_or(places.start..i)
        }
        _ => places,
    }
}
