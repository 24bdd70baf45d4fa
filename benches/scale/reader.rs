//! The reader itself over stores of several sizes: its start, its keys while another program takes articles in, and its
//! memory after more keys than an hour has.

use std::{path::Path, time::Duration};

use anyhow::Result;

use super::{row, say, terminal::Reader, time, writing::Copy};

/// How often each is started.
const STARTS: usize = 21;

/// How many keys are measured in each pane.
const KEYS: usize = 300;

/// How often the hour's keys are gone through: one key in two seconds.
const ROUNDS: usize = 45;

/// The keys of some minutes: down and up the list, articles read and marked, kept, undone, searched for, both ends.
const HOUR: [&str; 40] = [
    "j",
    "j",
    "l",
    " ",
    " ",
    "j",
    "k",
    ")",
    ")",
    "h",
    "j",
    "m",
    "u",
    "s",
    "u",
    "n",
    "n",
    "d",
    "d",
    "u",
    "u",
    "G",
    "k",
    "k",
    "gg",
    "/the government\r",
    "j",
    "j",
    "l",
    "n",
    "n",
    "h",
    "\x1b",
    "\x06",
    "\x06",
    "fa",
    "/said minister\r",
    "j",
    "\x1b",
    "gg",
];

/// What the first screen has once the list is in it.
const LISTED: &str = "unread of";

pub fn measure(sizes: &[usize], root: &Path) -> Result<()> {
    starts(sizes, root)?;
    for size in sizes {
        println!("\n{size} articles, the reader");
        let copy = Copy::of(&root.join(size.to_string()))?;
        keys(&copy)?;
        hour(&copy)?;
    }
    Ok(())
}

/// Starts by turns, so that a machine that slows down slows all of them.
fn starts(sizes: &[usize], root: &Path) -> Result<()> {
    let mut times: Vec<Vec<Duration>> = sizes.iter().map(|_| Vec::new()).collect();
    for _ in 0..STARTS {
        for (size, times) in sizes.iter().zip(&mut times) {
            let reader = Reader::start(&root.join(size.to_string()))?;
            times.push(reader.shows(LISTED)?);
            reader.end()?;
        }
    }
    println!("\nstart to first frame");
    for (size, times) in sizes.iter().zip(&mut times) {
        time(&format!("{size} articles"), times);
    }
    Ok(())
}

/// Keys in both panes while another program takes articles in as fast as it can.
fn keys(copy: &Copy) -> Result<()> {
    for (what, busy) in [("", false), (", articles coming in", true)] {
        let mut writer = if busy { Some(copy.written()?) } else { None };
        let mut reader = Reader::start(&copy.0)?;
        reader.shows(LISTED)?;
        for (pane, first, keys) in [("list", "gg", ["j", "j", "j", "k"]), ("article", "l", ["j", " ", "J", "J"])] {
            reader.send(first)?;
            let before = reader.ticks();
            let mut times = Vec::new();
            for key in keys.iter().cycle().take(KEYS) {
                times.push(reader.press(key)?);
            }
            time(&format!("a key in the {pane}{what}"), &mut times);
            let ticks = Duration::from_millis((reader.ticks() - before) * 10);
            row("  processor time of the reader", &say(ticks / u32::try_from(KEYS)?), "a key, all threads");
        }
        reader.end()?;
        if let Some(writer) = &mut writer {
            writer.kill()?;
            writer.wait()?;
        }
    }
    Ok(())
}

/// What the reader's memory comes to.
fn hour(copy: &Copy) -> Result<()> {
    let mut reader = Reader::start(&copy.0)?;
    reader.shows(LISTED)?;
    let first = reader.peak_memory();
    for key in HOUR.iter().cycle().take(HOUR.len() * ROUNDS) {
        reader.send(key)?;
    }
    let (first, last) = (first / 1024, reader.peak_memory() / 1024);
    row(
        "peak memory after an hour's keys",
        &format!("{last} MB"),
        &format!("{first} MB at the start · {} keys", HOUR.len() * ROUNDS),
    );
    reader.end()
}
