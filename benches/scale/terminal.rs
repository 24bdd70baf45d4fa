//! The reader in a pseudo-terminal: its screen comes as bytes, and nothing of them is drawn.

use std::{
    fs,
    io::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use crate::program::{Running, until};

/// A reader that runs.
pub struct Reader(Running);

impl Reader {
    /// Starts it on the store in a directory, in a terminal of 120 by 40.
    pub fn start(data: &Path) -> Result<Self> {
        Self::of(&[env!("CARGO_BIN_EXE_dateline")], data)
    }

    /// Starts another program there.
    pub fn of(words: &[&str], data: &Path) -> Result<Self> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        Running::start(&words, data).map(Self)
    }

    /// How long it took from the start until the screen has a word.
    pub fn shows(&self, word: &str) -> Result<Duration> {
        Ok(Duration::from_secs_f64(until(&self.0.inbox, self.0.begun, word)? / 1_000.0))
    }

    /// How long it took from a key to the first byte of its answer.
    pub fn press(&mut self, key: &str) -> Result<Duration> {
        self.rest(Duration::from_millis(12));
        let begun = Instant::now();
        self.0.keys.write_all(key.as_bytes())?;
        let (at, _) =
            self.0.inbox.recv_timeout(Duration::from_secs(20)).with_context(|| format!("{key}: no answer"))?;
        Ok(at.duration_since(begun))
    }

    /// Presses keys whether there is an answer or not.
    pub fn send(&mut self, keys: &str) -> Result<()> {
        self.0.keys.write_all(keys.as_bytes())?;
        self.rest(Duration::from_millis(12));
        Ok(())
    }

    /// Waits until nothing has come for a while, and no longer than a tenth of a second.
    pub fn rest(&self, quiet: Duration) {
        let until = Instant::now() + Duration::from_millis(100);
        while Instant::now() < until && self.0.inbox.recv_timeout(quiet).is_ok() {}
    }

    /// Processor time of all its threads so far, in clock ticks of a hundredth of a second; 0 where the system doesn't tell.
    pub fn ticks(&self) -> u64 {
        let Some(id) = self.0.child.process_id() else { return 0 };
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<u64>().ok()).sum()
    }

    /// Peak resident memory, in KiB; 0 where the system doesn't tell.
    pub fn peak_memory(&self) -> u64 {
        let Some(id) = self.0.child.process_id() else { return 0 };
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }

    /// Ends it.
    pub fn end(mut self) -> Result<()> {
        self.0.child.kill()?;
        self.0.child.wait()?;
        Ok(())
    }
}
