//! Documents that a program of the user's prints, or changes: an argument vector and no shell, within limits of time and size.
//! It knows nothing of what is printed.

use std::{
    io::{self, Read, Write as _},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::text::clean;

/// Whether programs that subscriptions name may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Programs {
    /// They may.
    Run,
    /// They are left alone, and their feeds are told of.
    #[default]
    Left,
}

/// How much of what a program complains of is told, in bytes.
const COMPLAINT: u64 = 200;

/// What a program may take.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// From its start to its end.
    pub time: Duration,
    /// Bytes that it prints.
    pub bytes: usize,
}

/// Runs a program, gives it `input`, and returns what it prints.
///
/// # Errors
/// A sentence that names the program: it can't be started, fails, takes too long or prints too much. Then it is ended, with
/// what it started.
pub fn run(words: &[String], input: Vec<u8>, bounds: Bounds) -> Result<Vec<u8>, String> {
    let (program, arguments) = words.split_first().ok_or("the command is empty")?;
    let told = |why: String| format!("{} {why}", clean::line(program));
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let child = command.spawn().map_err(|error| told(format!("can't be started: {error}")))?;
    to_its_end(child, input, bounds).map_err(told)
}

/// What a program came to.
struct Ended {
    printed: io::Result<Vec<u8>>,
    complaint: Vec<u8>,
    status: io::Result<ExitStatus>,
}

fn to_its_end(mut child: Child, input: Vec<u8>, bounds: Bounds) -> Result<Vec<u8>, String> {
    let group = child.id();
    let (tell, ended) = mpsc::channel();
    let most = bounds.bytes as u64;
    let wait = move || {
        let stdin = child.stdin.take();
        // A program that doesn't read its input may still print.
        let feeding = thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
        let stderr = child.stderr.take();
        let complaining = thread::spawn(move || beginning(stderr));
        let mut printed = Vec::new();
        let read = child.stdout.take().map(|stdout| stdout.take(most + 1).read_to_end(&mut printed));
        if printed.len() as u64 > most {
            drop(child.kill());
        }
        let status = child.wait();
        drop(feeding.join());
        let complaint = complaining.join().unwrap_or_default();
        let printed = read.unwrap_or(Ok(0)).map(|_| printed);
        // Nobody may wait any more.
        drop(tell.send(Ended { printed, complaint, status }));
    };
    thread::Builder::new()
        .name("program".into())
        .spawn(wait)
        .map_err(|error| format!("can't be waited for: {error}"))?;
    let Ok(Ended { printed, complaint, status }) = ended.recv_timeout(bounds.time) else {
        end(group);
        return Err(format!("takes longer than {} s", bounds.time.as_secs()));
    };
    let printed = printed.map_err(|error| format!("prints what can't be read: {error}"))?;
    if printed.len() > bounds.bytes {
        end(group);
        return Err(format!("prints more than {} MB", bounds.bytes / 1_000_000));
    }
    let status = status.map_err(|error| format!("can't be waited for: {error}"))?;
    let complaint = clean::line(&String::from_utf8_lossy(&complaint)).into_owned();
    match (status.success(), clean::is_blank(&complaint)) {
        (true, _) => Ok(printed),
        (false, true) => Err(format!("fails ({status})")),
        (false, false) => Err(format!("fails ({status}): {complaint}")),
    }
}

/// The first line of what a program complains of; the rest is read, too, for it may wait for that.
fn beginning(stderr: Option<impl Read>) -> Vec<u8> {
    let Some(mut stderr) = stderr else { return Vec::new() };
    let mut first = Vec::new();
    drop(stderr.by_ref().take(COMPLAINT).read_to_end(&mut first));
    drop(io::copy(&mut stderr, &mut io::sink()));
    first.split(|byte| *byte == b'\n').find(|line| !line.is_empty()).unwrap_or_default().to_vec()
}

/// Ends a program and all that it started.
#[cfg(unix)]
fn end(group: u32) {
    let group = i32::try_from(group).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        // It may be gone already.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn end(_: u32) {}

/// Ends a program, and not what it started.
#[cfg(unix)]
pub(super) fn end_alone(id: u32) {
    let process = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw);
    if let Some(process) = process {
        let _ = rustix::process::kill_process(process, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
pub(super) fn end_alone(_: u32) {}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { time: Duration::from_secs(10), bytes: 1000 };

    fn ran(words: &[&str], input: &str, bounds: Bounds) -> Result<String, String> {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        run(&words, input.as_bytes().to_vec(), bounds).map(|printed| String::from_utf8(printed).unwrap())
    }

    #[test]
    fn a_program_gets_its_words_as_they_are_and_the_input() {
        assert_eq!(ran(&["printf", "%s|", "a b", "$(c);`d`"], "", BOUNDS), Ok("a b|$(c);`d`|".into()));
        assert_eq!(ran(&["tr", "a-z", "A-Z"], "<rss/>", BOUNDS), Ok("<RSS/>".into()));
        // One that doesn't read what it is given is no failure.
        assert_eq!(ran(&["printf", "x"], &"y".repeat(1_000_000), BOUNDS), Ok("x".into()));
    }

    #[test]
    fn what_goes_wrong_is_told_with_the_programs_own_words() {
        for (words, told) in [
            (&["sh", "-c", "echo no key >&2; echo x; exit 3"][..], "sh fails (exit status: 3): no key"),
            (&["false"], "false fails (exit status: 1)"),
            (&["/no/such/program"], "/no/such/program can't be started: No such file or directory (os error 2)"),
            (&["yes"], "yes prints more than 0 MB"),
            (&[], "the command is empty"),
        ] {
            assert_eq!(ran(words, "", BOUNDS), Err(told.to_owned()));
        }
    }

    #[test]
    fn what_takes_too_long_is_ended_with_what_it_started() {
        let bounds = Bounds { time: Duration::from_millis(200), ..BOUNDS };
        for script in ["exec sleep 100", "sleep 100 & wait", "sleep 100 & exit 0"] {
            assert_eq!(ran(&["sh", "-c", script], "", bounds), Err("sh takes longer than 0 s".into()), "{script}");
        }
    }
}
