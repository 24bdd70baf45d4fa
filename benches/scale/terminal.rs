//! The reader in a pseudo-terminal: its screen comes as bytes, and nothing of them is drawn.

use std::{
    fs,
    io::{Read as _, Write},
    path::Path,
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use portable_pty::{Child, CommandBuilder, PtyPair, PtySize, native_pty_system};

/// A reader that runs.
pub struct Reader {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    inbox: Receiver<(Instant, Vec<u8>)>,
    begun: Instant,
    _pair: PtyPair,
}

impl Reader {
    /// Starts a program in a terminal of 120 by 40.
    pub fn start(program: &str, words: &[String], data: &Path) -> Result<Self> {
        let pair = native_pty_system().openpty(PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 })?;
        let mut command = CommandBuilder::new(program);
        command.args(words);
        command.env("TERM", "xterm-256color");
        for (name, dir) in [("CONFIG", "c"), ("STATE", "s")] {
            command.env(format!("DATELINE_{name}_DIR"), data.join(dir));
        }
        command.env("DATELINE_DATA_DIR", data);
        let mut output = pair.master.try_clone_reader()?;
        let keys = pair.master.take_writer()?;
        let (sender, inbox) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        Ok(Self { child, keys, inbox, begun, _pair: pair })
    }

    /// How long it took from the start until the screen has a word.
    pub fn shows(&self, word: &str) -> Result<Duration> {
        let mut seen = Vec::new();
        loop {
            let (at, bytes) = self.inbox.recv_timeout(Duration::from_secs(60)).context("no first screen")?;
            seen.extend(bytes);
            if String::from_utf8_lossy(&seen).contains(word) {
                return Ok(at.duration_since(self.begun));
            }
            ensure!(seen.len() < 1 << 20, "the first screen never showed {word}");
        }
    }

    /// How long it took from a key to the first byte of its answer.
    pub fn press(&mut self, key: &str) -> Result<Duration> {
        self.rest(Duration::from_millis(12));
        let begun = Instant::now();
        self.keys.write_all(key.as_bytes())?;
        let (at, _) = self.inbox.recv_timeout(Duration::from_secs(20)).with_context(|| format!("{key}: no answer"))?;
        Ok(at.duration_since(begun))
    }

    /// Presses keys whether there is an answer or not.
    pub fn send(&mut self, keys: &str) -> Result<()> {
        self.keys.write_all(keys.as_bytes())?;
        self.rest(Duration::from_millis(12));
        Ok(())
    }

    /// Waits until nothing has come for a while, and no longer than a tenth of a second.
    pub fn rest(&self, quiet: Duration) {
        let until = Instant::now() + Duration::from_millis(100);
        while Instant::now() < until && self.inbox.recv_timeout(quiet).is_ok() {}
    }

    /// Processor time of all its threads so far, in clock ticks of a hundredth of a second; 0 where the system doesn't tell.
    pub fn ticks(&self) -> u64 {
        let Some(id) = self.child.process_id() else { return 0 };
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<u64>().ok()).sum()
    }

    /// Peak resident memory, in KiB; 0 where the system doesn't tell.
    pub fn peak_memory(&self) -> u64 {
        let Some(id) = self.child.process_id() else { return 0 };
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }

    /// Ends it.
    pub fn end(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}
