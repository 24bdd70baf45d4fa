//! How feeds are read while one reads, as the options have it. It knows no thread.

use std::time::Duration;

use crate::{
    settings::{
        config::{Config, Switch},
        keep::Keep,
        sharing::Hook,
    },
    sources::program::Programs,
};

/// How feeds are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manner {
    /// How often by themselves; `None`: never.
    pub every: Option<Duration>,
    /// Whether programs that subscriptions name run for it.
    pub programs: Programs,
    /// What is run when articles came.
    pub after_refresh: Hook,
    /// What is run when some of them are pointed out by a rule.
    pub on_watch_term: Hook,
    /// How much stays of a feed whose subscription doesn't say it.
    pub keep: Keep,
}

impl Manner {
    /// As the options have it.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let every = u64::from(config.refresh_every) * 60;
        let every = (every > 0).then(|| Duration::from_secs(every));
        Self {
            every,
            programs: programs(config),
            after_refresh: config.after_refresh.clone(),
            on_watch_term: config.on_watch_term.clone(),
            keep: config.keep,
        }
    }
}

/// Whether programs that subscriptions name may run.
#[must_use]
pub fn programs(config: &Config) -> Programs {
    match config.run_commands {
        Switch::On => Programs::Run,
        Switch::Off => Programs::Left,
    }
}
