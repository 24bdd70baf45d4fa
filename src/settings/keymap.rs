//! Which keys ask for which commands: the built-in keymap, a preset over it, the user's over both. Knows no state:
//! what has been pressed so far is [`Keys`](super::pending::Keys)'.

mod file;
mod merge;
mod own;
mod step;

pub(super) use file::NONE;
pub use step::{Step, described};

use super::command::{Command, Context};
use super::config::Preset;
use super::keys::{Key, Sequence};
use super::problem::Problem;

/// The reference page of the keys.
pub const BUILT_IN: &str = include_str!("../../assets/keymap.toml");

/// All bindings, by the context that they hold in.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

/// Keys and what they ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The table that it stands in.
    pub context: Context,
    /// The keys.
    pub keys: Sequence,
    /// What they ask for, in order; empty where the user has taken the keys' commands away.
    pub steps: Vec<Step>,
}

/// What some keys mean in some place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning<'a> {
    /// These steps, in order.
    Steps(&'a [Step]),
    /// More keys must follow.
    Prefix,
    /// Nothing.
    Nothing,
}

/// A key that can follow, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuation {
    /// The next key.
    pub key: Key,
    /// What it asks for; empty if still more keys must follow.
    pub steps: Vec<Step>,
}

impl Keymap {
    /// The built-in keymap with `preset` and then the user's file over it.
    pub(crate) fn load(preset: Preset, user: Option<&str>, problems: &mut Vec<Problem>) -> Self {
        let by_toml = |problems| merge::over(Vec::new(), "built-in keymap.toml", BUILT_IN, problems);
        let mut bindings = own::bindings(BUILT_IN).unwrap_or_else(|| by_toml(problems));
        for (name, text) in [preset.keymap(), user.map(|text| ("keymap.toml", text))].into_iter().flatten() {
            bindings = merge::over(bindings, name, text, problems);
        }
        Self { bindings }
    }

    /// What `keys` mean where `contexts` hold, the topmost first; [`Context::Any`] lies under them all.
    #[must_use]
    pub fn meaning(&self, keys: &[Key], contexts: &[Context]) -> Meaning<'_> {
        let found = self.effective(keys, contexts);
        if let Some(binding) = found.iter().find(|binding| binding.keys.keys() == keys) {
            return Meaning::Steps(&binding.steps);
        }
        let longer = found.iter().any(|binding| binding.keys.keys().len() > keys.len());
        if longer { Meaning::Prefix } else { Meaning::Nothing }
    }

    /// The keys that can follow `prefix`, in the order of the keymap.
    #[must_use]
    pub fn continuations(&self, prefix: &[Key], contexts: &[Context]) -> Vec<Continuation> {
        let mut out: Vec<Continuation> = Vec::new();
        for binding in self.effective(prefix, contexts) {
            let keys = binding.keys.keys();
            let Some(&key) = keys.get(prefix.len()) else {
                continue;
            };
            if out.iter().any(|known| known.key == key) {
                continue;
            }
            let ends = keys.len() == prefix.len() + 1;
            out.push(Continuation { key, steps: if ends { binding.steps.clone() } else { Vec::new() } });
        }
        out
    }

    /// The keys that ask for just `command` where `contexts` hold, in the order of the keymap.
    #[must_use]
    pub fn keys_of(&self, command: Command, contexts: &[Context]) -> Vec<&Sequence> {
        self.asking_for(command, contexts).collect()
    }

    /// The first of the keys that ask for just `command` where `contexts` hold.
    #[must_use]
    pub fn key_of(&self, command: Command, contexts: &[Context]) -> Option<&Sequence> {
        self.asking_for(command, contexts).next()
    }

    fn asking_for(&self, command: Command, contexts: &[Context]) -> impl Iterator<Item = &Sequence> {
        let candidates = self.bindings.iter().filter(move |binding| binding.steps == [command]);
        let holding = candidates.filter(move |binding| {
            let found = self.effective(binding.keys.keys(), contexts);
            found.iter().any(|other| std::ptr::eq(*other, *binding))
        });
        holding.map(|binding| &binding.keys)
    }

    /// All bindings that ask for something, in the order of the keymap: for the help page.
    pub fn bindings(&self) -> impl Iterator<Item = &Binding> {
        self.bindings.iter().filter(|binding| !binding.steps.is_empty())
    }

    /// The bindings that begin with `keys`, or with which `keys` begin, that hold in `contexts`: a binding hides those
    /// of lower contexts that begin like it, and is hidden where one of its steps can't be taken.
    fn effective(&self, keys: &[Key], contexts: &[Context]) -> Vec<&Binding> {
        let mut found: Vec<&Binding> = Vec::new();
        for layer in contexts.iter().copied().chain([Context::Any]) {
            let above = found.len();
            for binding in self.bindings.iter().filter(|binding| binding.context == layer) {
                let hidden = || found.iter().take(above).any(|higher| related(&higher.keys, &binding.keys));
                if begins(keys, binding.keys.keys()) && binding.works_in(contexts) && !hidden() {
                    found.push(binding);
                }
            }
        }
        found.retain(|binding| !binding.steps.is_empty());
        found
    }
}

impl Binding {
    /// Whether every step can be taken in one of the contexts.
    fn works_in(&self, contexts: &[Context]) -> bool {
        self.steps.iter().all(|step| contexts.iter().any(|context| step.works_in(*context)))
    }
}

/// Whether one begins like the other.
fn begins(a: &[Key], b: &[Key]) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

fn related(a: &Sequence, b: &Sequence) -> bool {
    begins(a.keys(), b.keys())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
