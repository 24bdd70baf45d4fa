//! One thing that keys ask for. Knows words, not what comes of them.

use std::borrow::Cow;

use crate::settings::command::{Command, Context};

/// What keys ask for, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A command.
    Command(Command),
    /// A line of the command line, without its colon: `tag oil`.
    Line(String),
}

impl Step {
    /// Whether it can be done there: a line, where one could be typed.
    #[must_use]
    pub fn works_in(&self, context: Context) -> bool {
        self.needed().works_in(context)
    }

    /// As it stands in a keymap: `done`, `:tag oil`.
    #[must_use]
    pub fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Command(command) => command.name().into(),
            Self::Line(line) => format!(":{line}").into(),
        }
    }

    /// The command that must be usable where it is done.
    pub(super) fn needed(&self) -> Command {
        match self {
            Self::Command(command) => *command,
            Self::Line(_) => Command::CommandLine,
        }
    }
}

impl PartialEq<Command> for Step {
    fn eq(&self, other: &Command) -> bool {
        matches!(self, Self::Command(command) if command == other)
    }
}

/// What steps do, for the reader: of one command its help; of a line, or of several, their words.
#[must_use]
pub fn described(steps: &[Step]) -> String {
    match steps {
        [Step::Command(command)] => command.help().to_owned(),
        steps => steps.iter().map(Step::words).collect::<Vec<_>>().join(", then "),
    }
}
