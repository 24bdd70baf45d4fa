//! Who is who, as the reader says it: the store keeps it, and what it can't do is said in words.

use anyhow::{Result, bail};

use super::Library;
use crate::{
    catalog::{
        How,
        people::{PeopleChange, PeopleVerb, Reshuffle},
    },
    store::Reshuffled,
};

impl Library {
    /// Makes a change of who is who. `None` if it is so already.
    ///
    /// # Errors
    /// Where the names don't allow it, in a sentence, or the store can't be written.
    pub fn change_people(&mut self, change: &PeopleChange, now: i64) -> Result<Option<Reshuffle>> {
        let verb = match change {
            PeopleChange::Merge(..) => PeopleVerb::Merge,
            PeopleChange::Rename(..) => PeopleVerb::Rename,
            PeopleChange::Split(..) => PeopleVerb::Split,
        };
        match self.store.change_people(change, now)? {
            Reshuffled::Done(_, names) => Ok(Some(Reshuffle { verb, how: How::Applied, names })),
            Reshuffled::Same => Ok(None),
            Reshuffled::Unknown(name) => bail!("nobody is called “{name}”: nothing was merged"),
            Reshuffled::Taken(name) => {
                bail!("somebody is called “{name}” already; if it is the same person, merge them")
            }
            Reshuffled::Nameless => bail!("that name stands alone: say what this one shall be called"),
        }
    }
}
