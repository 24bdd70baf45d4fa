//! A message to its end: what the model asks for is handed to whoever performs it, and what comes of it comes back. It
//! doesn't know how anything is performed.

use super::{Effect, Message, Model};

/// Performs an effect, and says what came of it, if that is news for the model.
pub type Perform<'a> = &'a mut dyn FnMut(Effect) -> Option<Message>;

impl Model {
    /// Takes a message in, and all that comes of it.
    pub fn hear(&mut self, message: Message, perform: Perform<'_>) {
        let effects = self.update(message);
        self.have_performed(effects, perform);
    }

    /// Has performed what the next frame lacks, until it lacks nothing; then takes the steps that are due.
    pub fn settle(&mut self, perform: Perform<'_>) {
        loop {
            let wanted = self.wants();
            let effects = if wanted.is_empty() { self.next_step() } else { Some(wanted) };
            let Some(effects) = effects else { return };
            self.have_performed(effects, perform);
        }
    }

    /// Uses the time before the next key.
    pub fn prepare(&mut self, perform: Perform<'_>) {
        let effects = self.spare();
        self.have_performed(effects, perform);
    }

    /// Ends, with what has to be kept.
    pub fn leave(&mut self, perform: Perform<'_>) {
        let effects = self.leave_now();
        self.have_performed(effects, perform);
    }

    fn have_performed(&mut self, effects: Vec<Effect>, perform: Perform<'_>) {
        for effect in effects {
            if let Some(message) = perform(effect) {
                self.hear(message, perform);
            }
        }
    }
}
