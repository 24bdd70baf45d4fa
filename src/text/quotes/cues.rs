//! Tells verbs that introduce speech from nouns and participles of the same form.

use super::content;
use super::frame::Frame;
use super::lexicon::Flags;
use super::tokens::{Case, Kind};

/// A verb that may introduce what somebody said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cue {
    /// The first word of its verb group: `has also said`.
    pub group: usize,
    /// The verb itself.
    pub verb: usize,
    /// The place after the verb and its particle: `pointed out`.
    pub end: usize,
    pub voice: Voice,
}

/// How the verb stands to its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// `she said`
    Active,
    /// `it was announced`, `she was told`
    Passive,
    /// `, saying`
    Participle,
    /// `went on to say`
    Infinitive,
}

/// The cue at a place, if the word there is one.
pub(super) fn cue_at(frame: &Frame, i: usize) -> Option<Cue> {
    let token = frame.get(i)?;
    if !token.is(Flags::CUE.with(Flags::FOUND)) || token.kind != Kind::Word {
        return None;
    }
    let capital = token.case != Case::Lower && i > 0 && !posted(frame, i);
    // `pleaded not guilty`
    let pleads = frame.is_word(i, &["pleaded", "pleads", "plead", "pleading", "pled"]);
    let beside = frame.is_word(i, &["compared"]) && frame.is_word(i + 1, &["to", "with"]);
    if beside || names_a_thing(frame, i) || pleads && (i + 1..i + 3).any(|k| frame.is_word(k, &["guilty"])) {
        return None;
    }
    if capital && (frame.is(i - 1, Flags::DET) || !headline(frame)) {
        return None;
    }
    let group = group_start(frame, i);
    if is_noun(frame, i, group) {
        return None;
    }
    let helper = |flags| (group..i).any(|k| frame.is(k, flags));
    let voice = if helper(Flags::BE) {
        if token.is(Flags::ING) { Voice::Active } else { Voice::Passive }
    } else if helper(Flags::MODAL.with(Flags::DO).with(Flags::HAVE)) {
        Voice::Active
    } else if token.is(Flags::ADDRESSED) && token.is(Flags::PART) && is_done_to(frame, group) {
        Voice::Passive
    } else {
        bare(frame, i, group)?
    };
    let group = group - usize::from(token.is(Flags::ING) && keeps_on(frame, group));
    Some(Cue { group, verb: i, end: i + 1 + usize::from(particle(frame, i + 1)), voice })
}

/// `protests were held`, `two states to have signed`: a noun of the verb's form, whose own verb follows.
fn is_noun(frame: &Frame, i: usize, group: usize) -> bool {
    let form = group == i && frame.is(i, Flags::THIRD.with(Flags::BASE)) && !frame.is(i, Flags::PAST);
    let noun = !frame.is(i, Flags::STRONG)
        || frame.is(i, Flags::CARRIER.with(Flags::DOC))
        || nounlike(frame, i)
        || third_as_noun(frame, i);
    let subject =
        frame.before(i).is_some_and(|t| t.capital() && !t.is(Flags::PLACE) || t.is(Flags::SUBJECT.with(Flags::REL)));
    let own_verb = frame.is(i + 1, Flags::AUX) && !(subject && frame.is_word(i, &["states", "estimates", "notes"]));
    form && noun && (own_verb || !subject && third_as_noun(frame, i) && frame.is_word(i + 1, &["to"]))
}

/// Third persons of strong verbs that are as often plural nouns.
fn third_as_noun(frame: &Frame, i: usize) -> bool {
    frame.is_word(i, &["states", "notes", "estimates", "counters", "jokes", "tweets", "emails"])
}

/// `a show called “Brokers”`, `a blog, called the “Feed”`: the participle gives a thing its name.
pub(super) fn names_a_thing(frame: &Frame, i: usize) -> bool {
    if !frame.is(i, Flags::LABEL) || !frame.is(i, Flags::PART) || frame.is(i, Flags::STRONG.with(Flags::USUAL)) {
        return false;
    }
    let Some(mut before) = i.checked_sub(1) else {
        return false;
    };
    if frame.kind(before) == Some(Kind::Comma) && before > 0 {
        before -= 1;
    }
    let thing = frame.get(before).is_some_and(|t| {
        let person = Flags::ROLE.with(Flags::GROUP).with(Flags::ANY_TITLE);
        t.kind == Kind::Word
            && t.case == Case::Lower
            && !t.is(Flags::SMALL.with(Flags::TIME).with(person))
            && !frame.verbish(before)
    });
    let name = i + 1 + usize::from(frame.is_word(i + 1, &["the", "a"]));
    let works = !frame.is(before, Flags::ORG) || frame.is(before, Flags::WORK);
    thing && works && frame.looks(name).is_some_and(|l| l.first_capital && l.words < 12)
}

/// `Murphy Tweeted on Friday`: a verb that is also a brand's.
fn posted(frame: &Frame, i: usize) -> bool {
    let after =
        frame.get(i + 1).is_none_or(|t| t.kind != Kind::Word || t.is(Flags::PREP.with(Flags::TIME).with(Flags::THAT)));
    frame.is_word(i, &["tweeted", "blogged", "emailed"]) && after
}

/// Whether nearly every word is written with a capital, as in American headlines.
pub(super) fn headline(frame: &Frame) -> bool {
    let lower = |t: &&super::tokens::Token| {
        t.kind == Kind::Word && t.case == Case::Lower && !t.is(Flags::SMALL) && t.end - t.start > 2
    };
    !frame.tokens.iter().any(|t| lower(&t))
}

/// `we’re told`: the helping verb hangs on the pronoun.
fn is_done_to(frame: &Frame, group: usize) -> bool {
    frame.before(group).is_some_and(|t| t.is(Flags::SUBJECT))
        && frame.word(group - 1).ends_with(['e', 'm'])
        && frame.word(group - 1).contains(['\'', '’'])
        && !frame.word(group - 1).ends_with("ve")
}

/// `kept asking`: the verb before a place leads to the `-ing` form.
fn keeps_on(frame: &Frame, group: usize) -> bool {
    frame.is_word(group.wrapping_sub(1), &["kept", "keeps", "keep"])
}

/// `out` of `pointed out`.
fn particle(frame: &Frame, i: usize) -> bool {
    frame.is_word(i, &["out", "back"]) && !frame.is_word(i - 1, &["said", "says", "say", "told"])
        || frame.is_word(i, &["on"]) && frame.is_word(i - 1, &["went", "goes", "going"])
        || frame.is_word(i, &["it"]) && frame.is_word(i - 1, &["put", "puts", "putting"])
}

fn group_start(frame: &Frame, verb: usize) -> usize {
    // `a-t-il déclaré`
    if let Some(pronoun) = verb.checked_sub(1).filter(|k| *k > 0 && turned_round(frame, *k)) {
        return pronoun - 1;
    }
    let mut start = verb;
    while start > 0 {
        let k = start - 1;
        let helps = frame.is(k, Flags::AUX.with(Flags::ADV).with(Flags::NEG));
        let between = helps && !frame.is(k, Flags::DET) && !frame.name_like(k)
            || manner(frame, k)
            || frame.is_word(k, &["since", "long"]) && k > 0 && frame.is(k - 1, Flags::HAVE);
        if !between {
            break;
        }
        start -= 1;
    }
    start
}

/// Whether a pronoun hangs on the helping verb before it: `a-t-il`.
pub(super) fn turned_round(frame: &Frame, pronoun: usize) -> bool {
    let gap = frame.before(pronoun).zip(frame.get(pronoun)).and_then(|(a, b)| frame.text.get(a.end..b.start));
    let hyphen = gap.is_some_and(|gap| matches!(gap, "-" | "-t-"));
    hyphen && frame.is(pronoun, Flags::SUBJECT) && frame.before(pronoun).is_some_and(|t| t.is(Flags::AUX))
}

fn manner(frame: &Frame, k: usize) -> bool {
    let word = frame.word(k);
    frame.get(k).is_some_and(|t| t.kind == Kind::Word && !t.capital() && !t.is(Flags::SPEAKER))
        && word.len() > 4
        && word.ends_with("ly")
}

/// The voice of a verb without a helping one; none if it is a noun or an adjective here.
fn bare(frame: &Frame, i: usize, group: usize) -> Option<Voice> {
    let token = frame.get(i)?;
    let before = frame.before(group);
    if before.is_some_and(|t| t.kind == Kind::Genitive) && group > 1 && frame.is(group - 2, Flags::SUBJECT) {
        // `she's said so often`; `she's told` may be what is done to her.
        let has = token.is(Flags::STRONG) && !token.is(Flags::ADDRESSED) && !frame.is(group - 2, Flags::IT);
        return (token.is(Flags::ING) || has && token.is(Flags::PART)).then_some(Voice::Active);
    }
    let determined =
        before.is_some_and(|t| t.is(Flags::DET.with(Flags::POSS)) && !t.is(Flags::SUBJECT) || t.kind == Kind::Genitive);
    let counted = frame.is_word(
        group.wrapping_sub(1),
        &["some", "many", "most", "others", "few", "all", "several", "both", "one", "another", "each", "two", "three"],
    );
    if determined && !(counted && token.is(Flags::STRONG)) {
        return None;
    }
    if frame.is_word(group.wrapping_sub(1), &["to"]) && token.is(Flags::BASE) {
        return Some(Voice::Infinitive);
    }
    // `a tough warning about`
    let described = before.is_some_and(|t| t.kind == Kind::Word && t.case == Case::Lower && !t.is(Flags::SMALL))
        && group > 1
        && frame.is_word(group - 2, &["a", "an", "the"]);
    if token.is(Flags::ING) && token.is(Flags::CARRIER) && described {
        return None;
    }
    if token.is(Flags::ING) {
        return Some(if keeps_on(frame, group) { Voice::Active } else { Voice::Participle });
    }
    let preposition = before.is_some_and(|t| t.is(Flags::PREP) && !t.is(Flags::ADV.with(Flags::SUBORD)));
    if preposition && !counted {
        return None;
    }
    if token.is(Flags::PART) && !token.is(Flags::STRONG) && frame.is_word(group.wrapping_sub(1), &["as"]) {
        return None;
    }
    let counts = before.is_some_and(|t| t.kind == Kind::Number) && !token.is(Flags::STRONG);
    if counts && token.is(Flags::PART) && !frame.is(i + 1, Flags::SMALL) {
        return None;
    }
    if token.is(Flags::PAST) || token.is(Flags::PART) {
        let asked = token.is(Flags::ASKING)
            && (frame.is(i + 1, Flags::ASKED.with(Flags::SUBORD)) || frame.is_word(i + 1, &["about"]));
        let begins =
            before.is_none_or(|t| t.kind == Kind::Comma || t.is(Flags::SUBORD.with(Flags::ASKED)) && !t.is(Flags::REL));
        return Some(if asked && begins { Voice::Passive } else { Voice::Active });
    }
    if token.is(Flags::THIRD) {
        return third(frame, i, group).then_some(Voice::Active);
    }
    base(frame, i, group).then_some(Voice::Active)
}

/// Whether a verb leads to the infinitive: `went on to say`.
pub(super) fn led(frame: &Frame, to: usize) -> bool {
    to > 0 && (frame.verbish(to - 1) || frame.is_word(to - 1, &["on", "going", "able", "quick"]))
}

fn third(frame: &Frame, i: usize, group: usize) -> bool {
    let Some(before) = frame.before(group) else {
        return frame.is(i, Flags::STRONG);
    };
    let noun = frame.is(i, Flags::CARRIER.with(Flags::DOC)) || !frame.is(i, Flags::STRONG) || third_as_noun(frame, i);
    if noun && frame.capital(i) {
        return false;
    }
    // `A sign on the gate reads: “No entry.”`
    if frame.kind(i + 1) == Some(Kind::Colon) && frame.is_mark(i + 2) && before.kind == Kind::Word {
        return true;
    }
    match before.kind {
        // `The charter states that`
        Kind::Word if frame.is(i, Flags::STRONG) && frame.is(i + 1, Flags::THAT) && !before.is(Flags::SMALL) => true,
        Kind::Word => {
            before.capital()
                || before.is(Flags::SUBJECT.with(Flags::REL).with(Flags::SPEAKER))
                || !noun && !before.is(Flags::SMALL.with(Flags::TIME))
                || before.is(Flags::AND) && !noun
        }
        Kind::Number if frame.kind(i + 1) == Some(Kind::Colon) || frame.is(i + 1, Flags::THAT) => true,
        Kind::Close | Kind::Comma | Kind::Mark(_) | Kind::Number | Kind::Dash => {
            let follows = matches!(before.kind, Kind::Mark(_)) && content::ends_in_comma(frame, group - 1);
            !noun || before.kind == Kind::Comma || frame.name_like(i + 1) || follows && frame.is(i + 1, Flags::DET)
        }
        _ => false,
    }
}

/// `officials say`, `they claim`: a plural must stand before it.
fn base(frame: &Frame, i: usize, group: usize) -> bool {
    let Some(before) = frame.before(group) else {
        return false;
    };
    if before.kind != Kind::Word {
        return matches!(before.kind, Kind::Comma | Kind::Close | Kind::Mark(_))
            && frame.is_word(group, &["say", "write", "argue", "insist"]);
    }
    let word = frame.word(group - 1);
    let counted = frame.is_word(group - 1, &["two", "three", "four"]) && frame.is(i, Flags::STRONG);
    counted && group > 1 && frame.is(group - 2, Flags::DET)
        || before.is(Flags::THEY.with(Flags::FIRST).with(Flags::GROUP)) && !before.is(Flags::BASE)
        || frame.is_word(group - 1, &["who", "you", "people", "others"])
        || word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !before.is(Flags::SMALL.with(Flags::TIME))
        || frame.is(i, Flags::STRONG)
            && !frame.is(i, Flags::CARRIER.with(Flags::DOC))
            && !nounlike(frame, i)
            && !before.is(Flags::SMALL)
            && !frame.verbish(group - 1)
        || before.is(Flags::AND) && frame.is_word(group, &["say"])
}

/// Verbs whose base form is as often a noun.
fn nounlike(frame: &Frame, i: usize) -> bool {
    frame.is_word(
        i,
        &[
            "note", "joke", "counter", "estimate", "lament", "boast", "caution", "quip", "blog", "email", "tweet",
            "vow", "stress", "state", "reply", "brag", "hint", "whisper", "shout", "scream", "yell", "post", "retort",
            "respond", "muse", "swear", "write", "wonder",
        ],
    )
}
