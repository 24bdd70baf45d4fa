//! From keys to commands: remembers the count and the keys of an unfinished sequence. Knows no clock: when to show
//! the continuations is the caller's choice.

use std::fmt::Write as _;

use crossterm::event::KeyEvent;

use super::command::Context;
use super::keymap::{Continuation, Keymap, Meaning, Step};
use super::keys::{Key, written};

/// Larger counts count as this.
const MOST: u32 = 99_999;

/// The keymap, and what has been pressed of a command so far.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    keymap: Keymap,
    count: Option<u32>,
    pressed: Vec<Key>,
}

/// What came of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Something is asked for.
    Run(Run),
    /// A count or the beginning of a sequence: more keys must follow. See [`Keys::continuations`].
    Pending,
    /// Nothing to do: a key was let go, or Esc took back what was pending or had nothing to take back.
    Nothing,
    /// Keys that mean nothing here, as they are written: `gx`.
    Unbound(String),
}

/// What was asked for, with a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    steps: Vec<Step>,
    count: Option<u32>,
}

impl Run {
    /// The steps to take one after the other. The count of a single one goes with it (`5j`, `3o`); several are gone
    /// through as often as the count says, without one.
    pub fn steps(&self) -> impl Iterator<Item = (Step, Option<u32>)> + '_ {
        let count = self.count.filter(|_| !self.is_macro());
        (0..self.rounds()).flat_map(move |_| self.steps.iter().map(move |step| (step.clone(), count)))
    }

    /// How often the steps are gone through.
    #[must_use]
    pub fn rounds(&self) -> u32 {
        if self.is_macro() { self.count.unwrap_or(1) } else { 1 }
    }

    fn is_macro(&self) -> bool {
        self.steps.len() > 1
    }
}

impl Keys {
    /// Nothing pressed yet.
    #[must_use]
    pub fn new(keymap: Keymap) -> Self {
        Self { keymap, count: None, pressed: Vec::new() }
    }

    /// Takes a key where `contexts` hold, the topmost first: `[Search, Reader]`.
    pub fn press(&mut self, event: KeyEvent, contexts: &[Context]) -> Outcome {
        let Some(key) = Key::pressed(event) else {
            return Outcome::Nothing;
        };
        if key == Key::ESC && self.is_pending() {
            self.cancel();
            return Outcome::Nothing;
        }
        if let Some(digit) = self.counting(key) {
            self.count = Some(self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit).min(MOST));
            return Outcome::Pending;
        }
        self.pressed.push(key);
        match self.keymap.meaning(&self.pressed, contexts) {
            Meaning::Prefix => Outcome::Pending,
            Meaning::Steps(steps) => {
                let run = Run { steps: steps.to_vec(), count: self.count };
                self.cancel();
                Outcome::Run(run)
            }
            Meaning::Nothing => {
                let keys = written(&self.pressed);
                self.cancel();
                if key == Key::ESC { Outcome::Nothing } else { Outcome::Unbound(keys) }
            }
        }
    }

    /// Whether a count or a sequence has been begun.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.count.is_some() || !self.pressed.is_empty()
    }

    /// What has been pressed so far, for the status line: `3g`; empty if nothing is pending.
    #[must_use]
    pub fn pending(&self) -> String {
        let mut out = String::new();
        if let Some(count) = self.count {
            // Writing to a string can't fail.
            let _ = write!(out, "{count}");
        }
        out + &written(&self.pressed)
    }

    /// The keys that can follow what has been pressed, in the order of the keymap.
    #[must_use]
    pub fn continuations(&self, contexts: &[Context]) -> Vec<Continuation> {
        self.keymap.continuations(&self.pressed, contexts)
    }

    /// Forgets what has been pressed: for when something else than a key happens, a click.
    pub fn cancel(&mut self) {
        self.count = None;
        self.pressed.clear();
    }

    /// The keymap behind it.
    #[must_use]
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// The digit that goes to the count: not within a sequence, and no leading zero.
    fn counting(&self, key: Key) -> Option<u32> {
        let digit = key.digit().filter(|_| self.pressed.is_empty())?;
        (digit != 0 || self.count.is_some()).then_some(digit)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use crossterm::event::{KeyCode, KeyModifiers};

    use super::*;
    use crate::settings::{command::Command, config::Preset};

    fn keys(user: &str) -> Keys {
        let mut problems = Vec::new();
        let keymap = Keymap::load(Preset::Default, Some(user), &mut problems);
        assert_eq!(problems, []);
        Keys::new(keymap)
    }

    fn typed(keys: &mut Keys, text: &str, contexts: &[Context]) -> Vec<Outcome> {
        text.chars()
            .map(|c| {
                let code = if c == '\u{1b}' { KeyCode::Esc } else { KeyCode::Char(c) };
                keys.press(KeyEvent::new(code, KeyModifiers::NONE), contexts)
            })
            .collect()
    }

    fn run(commands: &[Command], count: Option<u32>) -> Outcome {
        Outcome::Run(Run { steps: commands.iter().copied().map(Step::Command).collect(), count })
    }

    #[test]
    fn a_key_a_sequence_and_a_count_ask_for_a_command() {
        let mut keys = keys("");
        let reader = [Context::Reader];
        assert_eq!(typed(&mut keys, "j", &reader), [run(&[Command::NextRow], None)]);
        assert_eq!(typed(&mut keys, "gg", &reader), [Outcome::Pending, run(&[Command::Top], None)]);
        let outcomes = typed(&mut keys, "120j", &reader);
        assert_eq!(outcomes.last(), Some(&run(&[Command::NextRow], Some(120))));
        assert!(!keys.is_pending());
    }

    #[test]
    fn a_count_goes_before_a_sequence_and_shows_while_pending() {
        let mut keys = keys("");
        typed(&mut keys, "30g", &[Context::List]);
        assert_eq!(keys.pending(), "30g");
        assert_eq!(typed(&mut keys, "g", &[Context::List]), [run(&[Command::Top], Some(30))]);
    }

    #[test]
    fn escape_takes_back_what_is_pending_and_never_does_anything_else_to_it() {
        let mut keys = keys("");
        let search = [Context::Search, Context::Reader];
        assert_eq!(typed(&mut keys, "3g\u{1b}", &search).last(), Some(&Outcome::Nothing));
        assert!(!keys.is_pending());
        assert_eq!(typed(&mut keys, "\u{1b}", &search), [run(&[Command::EndSearch], None)]);
        assert_eq!(typed(&mut keys, "\u{1b}", &[Context::Reader]), [run(&[Command::Back], None)]);
    }

    #[test]
    fn keys_that_lead_nowhere_are_named_and_forgotten() {
        let mut keys = keys("");
        assert_eq!(typed(&mut keys, "g!", &[Context::List]).last(), Some(&Outcome::Unbound("g!".into())));
        assert_eq!(typed(&mut keys, "j", &[Context::List]), [run(&[Command::NextRow], None)]);
        assert_eq!(typed(&mut keys, "g5", &[Context::List]).last(), Some(&Outcome::Unbound("g5".into())));
    }

    #[test]
    fn zero_can_be_bound_and_still_ends_a_count() {
        let mut keys = keys("[list]\n0 = \"top\"");
        assert_eq!(typed(&mut keys, "0", &[Context::List]), [run(&[Command::Top], None)]);
        assert_eq!(typed(&mut keys, "10j", &[Context::List]).last(), Some(&run(&[Command::NextRow], Some(10))));
    }

    #[test]
    fn a_count_never_overflows() {
        let mut keys = keys("");
        typed(&mut keys, &"9".repeat(100), &[Context::List]);
        assert_eq!(typed(&mut keys, "j", &[Context::List]), [run(&[Command::NextRow], Some(MOST))]);
    }

    #[test]
    fn several_commands_on_a_key_are_gone_through_as_often_as_the_count_says() {
        let mut keys = keys("[any]\n\"!\" = [\"bookmark\", \"done\"]");
        let outcomes = typed(&mut keys, "2!", &[Context::List]);
        let Some(Outcome::Run(run)) = outcomes.last() else { panic!("{outcomes:?}") };
        let round = [Command::Bookmark, Command::Done].map(|command| (Step::Command(command), None));
        assert_eq!(run.steps().collect::<Vec<_>>(), [round.clone(), round].concat());
    }

    #[test]
    fn a_single_command_carries_its_count() {
        let run = Run { steps: vec![Step::Command(Command::OpenLink)], count: Some(3) };
        assert_eq!(run.steps().collect::<Vec<_>>(), [(Step::Command(Command::OpenLink), Some(3))]);
    }

    #[test]
    fn the_continuations_of_a_prefix_lead_to_commands() {
        let mut keys = keys("");
        typed(&mut keys, "y", &[Context::Reader]);
        let next = keys.continuations(&[Context::Reader]);
        assert!(next.iter().any(|next| next.key.to_string() == "q" && next.steps == [Command::CopyQuotation]));
        assert_eq!(next.len(), 4, "{next:?}");
    }
}
