//! What may stand between a verb and what was said: `on Tuesday`, `in a statement`, `to reporters`.

use super::super::frame::Frame;
use super::super::lexicon::Flags;
use super::super::tokens::Kind;

/// The place after `on Tuesday`, `in a statement`, `to reporters`, `last week`: nothing if the word isn't the first of one.
pub(super) fn adverbial(frame: &Frame, i: usize) -> Option<usize> {
    if frame.kind(i) == Some(Kind::Open) {
        return (i..frame.len()).take(20).find(|k| frame.kind(*k) == Some(Kind::Close)).map(|k| k + 1);
    }
    let time = |k: usize| frame.is(k, Flags::TIME);
    let owner = |k: usize| frame.kind(k) == Some(Kind::Genitive);
    if time(i) {
        // `last year’s bill`
        let after = i + 1 + usize::from(time(i + 1));
        return Some(after).filter(|after| !owner(*after));
    }
    if frame.is_word(i, &["last", "this", "earlier", "later", "late", "early"]) && time(i + 1) && !owner(i + 2) {
        return Some(i + 2);
    }
    if frame.is_word(i, &MANNERS) {
        return Some(i + 1);
    }
    if frame.is(i, Flags::PREP) { prepositional(frame, i) } else { None }
}

/// Adverbs that stand between a verb and what was said.
const MANNERS: [&str; 14] = [
    "again",
    "earlier",
    "later",
    "recently",
    "repeatedly",
    "publicly",
    "simply",
    "also",
    "flatly",
    "bluntly",
    "only",
    "aloud",
    "afterward",
    "afterwards",
];

/// The place after `on Tuesday`, `in a statement`, if what was said can follow.
fn prepositional(frame: &Frame, i: usize) -> Option<usize> {
    if frame.is(i + 1, Flags::TIME) {
        let time = |k: &usize| frame.is(*k, Flags::TIME) || frame.kind(*k) == Some(Kind::Number);
        return Some(i + 1 + (i + 1..frame.len()).take_while(time).count());
    }
    // `explained to reporters why`
    let listener = Flags::SPEAKER.with(Flags::OBJECT).with(Flags::TIME);
    let asks_them = |k: usize| {
        frame.is_word(k, &["whether", "why", "how"]) && (frame.name_like(k - 1) || frame.is(k - 1, listener))
    };
    let limit = (i + 1..frame.len()).take(22).find(|k| {
        frame.is(*k, Flags::THAT)
            || asks_them(*k)
            || matches!(frame.kind(*k), Some(Kind::Comma | Kind::Colon | Kind::Mark(_) | Kind::Stop | Kind::Dash))
    });
    let end = limit.unwrap_or(frame.len());
    // `asked for a photograph and Ito said, “No”`
    let speaks = |n: usize| frame.is(n, Flags::STRONG) && frame.is(n, Flags::PAST) && frame.name_like(n - 1);
    let introduced = limit.filter(|k| !(i + 1..*k).any(speaks)).is_some_and(|k| {
        frame.is(k, Flags::THAT)
            || asks_them(k)
            || matches!(frame.kind(k), Some(Kind::Colon | Kind::Mark(_)))
            || frame.kind(k) == Some(Kind::Comma) && frame.is_mark(k + 1)
    });
    (introduced || !frame.has_verb(i + 1..end)).then_some(end)
}
