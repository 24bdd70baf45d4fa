//! Changes of the reader's own state made in a library: what each effect does there. It knows no screen, and not whether
//! somebody waits.

use anyhow::{Result, bail};

use super::{changed, error};
use crate::{
    app::{Effect, Message},
    catalog::{Change, Labelled, Settled, Target, Verb},
    library::Library,
    text::clean,
};

/// From so many articles on, a change takes longer than a frame may.
const MANY: usize = 500;

/// Whether an effect can be performed with nothing but a library: a change, or what has to be read after one.
pub(super) fn is_deed(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Apply(_)
            | Effect::ApplyUnder(..)
            | Effect::Label(..)
            | Effect::Undo
            | Effect::Redo
            | Effect::UndoEntry(_)
            | Effect::TurnQuotation(..)
            | Effect::Annotate(..)
            | Effect::Wake(_)
    )
}

/// Whether it may take longer than a key may: a file of the user's has to be on the disk, very many articles change, or what a
/// search finds is counted, for which texts may be read. What an undo takes back may be any of them.
pub(super) fn takes_long(effect: &Effect) -> bool {
    match effect {
        Effect::Apply(Change { verb: Verb::Bookmark | Verb::Unbookmark, .. })
        | Effect::Undo
        | Effect::Redo
        | Effect::UndoEntry(_)
        | Effect::TurnQuotation(..)
        | Effect::Annotate(..) => true,
        Effect::Apply(Change { on: Target::Articles(ids), .. }) => ids.len() >= MANY,
        Effect::Apply(_) => true,
        Effect::ApplyUnder(_, Change { on, .. }) | Effect::Label(.., on) => matches!(on, Target::Found(_)),
        _ => false,
    }
}

/// Whether it may lead to a question.
pub(super) fn may_ask(effect: &Effect) -> bool {
    matches!(effect, Effect::ApplyUnder(..) | Effect::Label(..))
}

/// Makes the change, and says what came of it.
pub(super) fn perform(library: &mut Library, effect: &Effect, now: i64) -> Result<Message> {
    match effect {
        Effect::Apply(change) => {
            let done = library.apply(change, now)?;
            if done.is_none() && change.verb == Verb::Read && matches!(change.on, Target::Articles(_)) {
                // What was opened is read: going on from it is nothing to speak of.
                return Ok(Message::ReadAgain(Vec::new()));
            }
            Ok(changed(done.map(Settled::Articles), "nothing to change: it is so already"))
        }
        Effect::ApplyUnder(most, change) => apply_under(library, *most, change, now),
        Effect::Label(most, labelled, name, on) => label(library, *most, (*labelled, name, on), now),
        Effect::Undo => Ok(changed(library.undo(now)?, "nothing to undo")),
        Effect::Redo => Ok(changed(library.redo(now)?, "nothing to do again")),
        Effect::UndoEntry(entry) => Ok(changed(library.undo_entry(*entry, now)?, "this change doesn't stand any more")),
        Effect::TurnQuotation(id, index) => Ok(Message::QuotationTurned(library.turn_quotation(*id, *index, now)?)),
        Effect::Annotate(id, passage, to) => {
            let done = library.annotate(*id, passage.clone(), to.as_deref(), now)?;
            Ok(changed(done.map(Settled::Notes), "nothing to change: it is so already"))
        }
        Effect::Wake(until) => {
            let woken = library.store.wake(*until)?;
            Ok(Message::Woke(woken, library.store.next_wake()?))
        }
        other => bail!("{other:?} is no change"),
    }
}

fn apply_under(library: &mut Library, most: usize, change: &Change, now: i64) -> Result<Message> {
    let count = library.store.would_change(change, now)?;
    if count >= most {
        return Ok(Message::Weighed(change.clone(), count));
    }
    perform(library, &Effect::Apply(change.clone()), now)
}

fn label(
    library: &mut Library,
    most: usize,
    (labelled, name, on): (Labelled, &str, &Target),
    now: i64,
) -> Result<Message> {
    let name = clean::line(name);
    let verb = match labelled {
        Labelled::With => Verb::Tag(library.store.tag(&name)?),
        Labelled::Without => match library.store.find_tag(&name)? {
            Some(tag) => Verb::Untag(tag),
            None => return Ok(Message::Told(error(&format!("no article is tagged “{name}”")))),
        },
    };
    apply_under(library, most, &Change { verb, on: on.clone() }, now)
}
