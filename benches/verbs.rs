//! What a verb costs in a real terminal: `cargo bench --bench verbs`, with `-- ARTICLES PRESSES` for other numbers than
//! 100,000 and 200.
//!
//! Each verb is pressed so often, each time in another row, and the time is taken until the screen shows what it did. The
//! processor time is that of all threads for one press, with the keys that lead to it and what is written afterwards. At
//! last everything is marked read and brought back: the time is taken until it is in the store and told, and `j` is pressed
//! every ten milliseconds meanwhile.

use std::{
    fs,
    io::Write as _,
    num::NonZero,
    path::PathBuf,
    sync::mpsc::RecvTimeoutError,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

#[allow(dead_code, reason = "shared with the other benchmarks of the screen")]
#[path = "terminal/program.rs"]
mod program;

use program::{Running, SIZE, fill, millis, quiet, until, work};

/// How long the screen may take before the benchmark gives up.
const PATIENCE: Duration = Duration::from_secs(20);
/// A silence after which a key is over, as far as it is waited for.
const REST: Duration = Duration::from_millis(15);
/// A silence after which everything is.
const LONG: Duration = Duration::from_millis(400);
/// How often `j` is pressed while very many articles change.
const BETWEEN: Duration = Duration::from_millis(10);

/// A verb: its name, keys that lead to it and what they show once they did (pressed again until then), the key that is
/// measured, and what stands on the screen after it.
struct Verb {
    name: &'static str,
    before: &'static [u8],
    ready: &'static str,
    key: &'static [u8],
    shows: &'static str,
}

const VERBS: [Verb; 14] = [
    verb("j, for comparison", b"", b"j", ""),
    verb("done", b"", b"e", ""),
    verb("read and unread", b"j", b"m", ""),
    verb("bookmark", b"j", b"s", "bookmarked"),
    verb("unbookmark", b"js", b"s", "bookmark taken away"),
    verb("undo of a bookmark", b"js", b"u", "undone: bookmarked"),
    verb("later", b"", b"w", "to be read later"),
    verb("snooze", b"jW\x151d", b"\r", "snoozed until"),
    verb("tag", b"jtoil", b"\r", "tagged"),
    verb("untag", b"jtoil\rToil", b"\r", "taken away"),
    verb("mute", b"j1", b"M", "hidden"),
    // Not every article has one.
    Verb { ready: "quotation 1 of", ..verb("quotation bookmarked", b"J)", b"*", "quotation bookmarked") },
    verb("highlight", b"Jlvv)", b"\r", "highlighted"),
    verb("undo of done", b"je", b"u", "undone"),
];

const fn verb(name: &'static str, before: &'static [u8], key: &'static [u8], shows: &'static str) -> Verb {
    Verb { name, before, ready: "", key, shows }
}

/// The program, and its screen as a terminal has it.
struct Watched {
    running: Running,
    screen: vt100::Parser,
}

fn main() -> Result<()> {
    let mut numbers = std::env::args().filter_map(|word| word.parse::<usize>().ok());
    let (articles, presses) = (numbers.next().unwrap_or(100_000), numbers.next().unwrap_or(200));
    let data = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("verbs");
    drop(fs::remove_dir_all(&data));
    fill(&data, articles)?;
    println!(
        "{:24} {:>9} {:>9} {:>9} {:>9}",
        format!("{articles} articles"),
        "p50, ms",
        "p99, ms",
        "most, ms",
        "CPU, ms"
    );
    let start = || -> Result<Watched> {
        let running = Running::start(&[env!("CARGO_BIN_EXE_dateline").to_owned()], &data)?;
        until(&running.inbox, running.begun, "unread of")?;
        quiet(&running.inbox);
        let mut watched = Watched { running, screen: vt100::Parser::new(size(SIZE.rows), size(SIZE.cols), 0) };
        // Drawn anew, as the first screen isn't in the emulator.
        watched.press(b"\x0c")?;
        watched.rest(LONG);
        Ok(watched)
    };
    for (index, verb) in VERBS.iter().enumerate() {
        let mut watched = start()?;
        // Among articles that no verb before has touched.
        watched.press(format!("{}G", index * articles / (VERBS.len() + 1) + 1).as_bytes())?;
        measure(watched, verb, presses)?;
    }
    everything(start()?)?;
    fs::remove_dir_all(data)?;
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "some hundreds of presses")]
fn measure(mut watched: Watched, verb: &Verb, presses: usize) -> Result<()> {
    watched.rest(LONG);
    let (mut times, (_, before)) = (Vec::new(), work(&watched.running));
    for _ in 0..presses {
        watched.lead_to(verb)?;
        let begun = Instant::now();
        watched.press(verb.key)?;
        times.push(watched.until_shown(begun, verb)?);
        watched.rest(REST);
    }
    watched.rest(LONG);
    let cpu = (work(&watched.running).1 - before) / presses as f64;
    times.sort_by(f64::total_cmp);
    let [half, most, all] = [0.5, 0.99, 1.0].map(|share| part(&times, share));
    println!("{:24} {half:9.2} {most:9.2} {all:9.2} {cpu:9.2}", verb.name);
    watched.end()
}

/// The time that such a part of the sorted times doesn't exceed; 0 if there are none.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "some hundreds of presses"
)]
fn part(times: &[f64], share: f64) -> f64 {
    let last = times.len().saturating_sub(1);
    times.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
}

fn size(cells: u16) -> NonZero<u16> {
    NonZero::new(cells).unwrap_or(NonZero::<u16>::MIN)
}

/// Marks everything read and takes it back, and says how long both took and how soon other keys were answered meanwhile. What
/// was done is told once it is in the store.
fn everything(mut watched: Watched) -> Result<()> {
    for (name, before, key, shows) in
        [("done over all", &b"A"[..], &b"y"[..], "marked read"), ("its undo", b"", b"u", "undone: ")]
    {
        watched.press(before)?;
        watched.rest(LONG);
        let begun = Instant::now();
        watched.press(key)?;
        let (mut answers, mut pressed) = (Vec::new(), None);
        let mut next = begun + BETWEEN;
        let took = loop {
            match watched.running.inbox.recv_timeout(next.saturating_duration_since(Instant::now())) {
                Ok((at, bytes)) => {
                    watched.screen.process(&bytes);
                    answers.extend(pressed.take().map(|then: Instant| millis(at.duration_since(then))));
                    if watched.shows(shows) {
                        break millis(at.duration_since(begun));
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    next = Instant::now() + BETWEEN;
                    if pressed.is_none() {
                        pressed = Some(Instant::now());
                        watched.press(b"j")?;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => bail!("the reader ended"),
            }
            if begun.elapsed() > PATIENCE {
                bail!("{name} never came about");
            }
        };
        answers.sort_by(f64::total_cmp);
        println!(
            "{name:24} {took:9.2} ms, and {} keys meanwhile, answered within {:.2} ms, 99 in 100 within {:.2}",
            answers.len(),
            part(&answers, 1.0),
            part(&answers, 0.99)
        );
        watched.rest(LONG);
    }
    watched.end()
}

impl Watched {
    fn press(&mut self, keys: &[u8]) -> Result<()> {
        Ok(self.running.keys.write_all(keys)?)
    }

    fn shows(&self, text: &str) -> bool {
        self.screen.screen().contents().contains(text)
    }

    /// Presses what leads to a verb.
    fn lead_to(&mut self, verb: &Verb) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            self.press(verb.before)?;
            self.rest(REST);
            if self.shows(verb.ready) {
                return Ok(());
            }
        }
        bail!("{}: {:?} never stood on\n{}", verb.name, verb.ready, self.screen.screen().contents())
    }

    /// Milliseconds until the screen shows what a verb did.
    fn until_shown(&mut self, begun: Instant, verb: &Verb) -> Result<f64> {
        loop {
            let (at, bytes) = self.running.inbox.recv_timeout(PATIENCE).with_context(|| {
                format!("{}: {:?} never stood on\n{}", verb.name, verb.shows, self.screen.screen().contents())
            })?;
            self.screen.process(&bytes);
            if self.shows(verb.shows) {
                return Ok(millis(at.duration_since(begun)));
            }
        }
    }

    /// Waits until nothing comes any more.
    fn rest(&mut self, silence: Duration) {
        while let Ok((_, bytes)) = self.running.inbox.recv_timeout(silence) {
            self.screen.process(&bytes);
        }
    }

    fn end(mut self) -> Result<()> {
        self.running.child.kill()?;
        self.running.child.wait()?;
        Ok(())
    }
}
