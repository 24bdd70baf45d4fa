//! The reader itself over stores of several sizes: its start, its keys while another program takes articles in, and its
//! memory after more keys than an hour has.

use std::{path::Path, time::Duration};

use anyhow::Result;

use super::{
    program::FLOOR,
    table::{Column, Table, median, row, say, time},
    terminal::Reader,
    writing::Copy,
};

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

/// A text for `less`, and a word of its first screen.
const TEXT: (&str, &str) = (concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/000_31642f45ca39f18b.txt"), "Badr");

pub fn measure(copy: &Copy, column: &mut Column<'_>) -> Result<()> {
    keys(copy, column)?;
    hour(copy, column)
}

/// Starts by turns, so that a machine that slows down slows all of them.
pub fn starts(sizes: &[usize], root: &Path, table: &mut Table) -> Result<()> {
    let mut times: Vec<Vec<Duration>> = sizes.iter().map(|_| Vec::new()).collect();
    let mut less = Vec::new();
    for _ in 0..STARTS {
        let pager = Reader::of(&["less", TEXT.0], root)?;
        less.push(pager.shows(TEXT.1)?);
        pager.end()?;
        for (size, times) in sizes.iter().zip(&mut times) {
            let reader = Reader::start(&root.join(size.to_string()))?;
            times.push(reader.shows(LISTED)?);
            reader.end()?;
        }
    }
    println!("\nstart to first frame");
    time("less, an article", &mut less);
    let least = times.first_mut().map(|times| median(times)).unwrap_or_default();
    for (size, times) in sizes.iter().zip(&mut times) {
        let column = &mut Column { table, size: *size };
        time(&format!("{size} articles"), times);
        let mut beside = |other: Duration| format!("{:.2} ×", median(times).as_secs_f64() / other.as_secs_f64());
        let (smallest, pager) = (beside(least), beside(median(&mut less)));
        column.note("start to first frame", "", say(median(times)));
        column.note("… beside the smallest store", "≤ 1.2 ×", smallest);
        column.note("… beside less on one article", "≤ 2 ×", pager);
    }
    Ok(())
}

/// Keys in both panes, alone and while another program takes articles in as fast as it can.
fn keys(copy: &Copy, column: &mut Column<'_>) -> Result<()> {
    for (what, goal, busy) in [("alone", ("", ""), false), ("articles coming in", ("≤ 8 ms p99", "≤ 2 ms"), true)] {
        let mut writer = if busy { Some(copy.written()?) } else { None };
        let done = keys_beside(copy, what, goal, column);
        if let Some(writer) = &mut writer {
            writer.kill()?;
            writer.wait()?;
        }
        done?;
    }
    Ok(())
}

fn keys_beside(copy: &Copy, what: &str, goal: (&'static str, &'static str), column: &mut Column<'_>) -> Result<()> {
    let mut floor = Reader::of(&[&std::env::current_exe()?.to_string_lossy(), FLOOR], &copy.0)?;
    floor.shows("FLOOR")?;
    let mut times = (0..KEYS).map(|_| floor.press("j")).collect::<Result<Vec<_>>>()?;
    floor.end()?;
    column.times(&format!("a key, {what}: a program that only prints a screen"), "", &mut times);
    let mut reader = Reader::start(&copy.0)?;
    reader.shows(LISTED)?;
    for (pane, first, keys) in [("list", "gg", ["j", "j", "j", "k"]), ("article", "l", ["j", " ", "J", "J"])] {
        reader.send(first)?;
        let before = reader.ticks();
        let mut times = keys.iter().cycle().take(KEYS).map(|key| reader.press(key)).collect::<Result<Vec<_>>>()?;
        column.times(&format!("a key, {what}: in the {pane}"), goal.0, &mut times);
        let spent = Duration::from_millis((reader.ticks() - before) * 10) / u32::try_from(KEYS)?;
        row("  processor time of the reader", &say(spent), "a key, all threads");
        column.note(format!("a key, {what}: in the {pane}, processor time of all threads"), goal.1, say(spent));
    }
    reader.end()
}

/// What the reader's memory comes to.
fn hour(copy: &Copy, column: &mut Column<'_>) -> Result<()> {
    let mut reader = Reader::start(&copy.0)?;
    reader.shows(LISTED)?;
    let first = reader.peak_memory();
    for key in HOUR.iter().cycle().take(HOUR.len() * ROUNDS) {
        reader.send(key)?;
    }
    let (first, last) = (format!("{} MB", first / 1024), format!("{} MB", reader.peak_memory() / 1024));
    row("peak memory after 1,800 keys", &last, &format!("{first} at the start"));
    column.note("peak memory after 1,800 keys", "≤ 40 MB", last);
    reader.end()
}
