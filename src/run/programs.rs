//! Programs that are run beside the reader: words as arguments, text on standard input, what they print taken in, within
//! limits. No shell sees any of it.

use std::{
    ffi::OsString,
    io::{self, ErrorKind, Read, Write as _},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use super::commands::not_started;
use crate::text::clean;

/// The most bytes of output that are kept; the rest is read and dropped.
const MOST_OUTPUT: u64 = 1 << 20;
/// How long output may stay open after the program itself has ended.
const AFTER_END: Duration = Duration::from_secs(1);

/// A program to be run, and what it gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The program and its arguments.
    pub words: Vec<String>,
    /// What it reads.
    pub input: String,
    /// How long it may take; for ever if `None`.
    pub limit: Option<Duration>,
}

impl Job {
    /// The program's name without its folder.
    #[must_use]
    pub fn name(&self) -> String {
        let path = self.words.first().map(String::as_str).unwrap_or_default();
        let name = std::path::Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned());
        clean::line(&name.unwrap_or_default()).into_owned()
    }
}

/// Runs a program to its end, and returns what it printed, clean: first what went to standard output.
///
/// # Errors
/// That it didn't start, took too long, or ended with another code than 0, with the first line of what it complained.
pub fn run(job: &Job) -> Result<String, String> {
    let (program, arguments) = job.words.split_first().ok_or("no program is named")?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|error| not_started(&OsString::from(program), &error))?;
    give(&mut child, job.input.clone());
    let output = taken(child.stdout.take());
    let complaint = taken(child.stderr.take());
    let ended = wait(&mut child, job.limit).map_err(|error| not_started(&OsString::from(program), &error))?;
    let [output, complaint] =
        [output, complaint].map(|bytes| printable(&bytes.recv_timeout(AFTER_END).unwrap_or_default()));
    match ended {
        Some(status) if status.success() => Ok(output + &complaint),
        Some(status) => Err(failed(&job.name(), status, &complaint)),
        None => {
            let seconds = job.limit.map_or(0, |limit| limit.as_secs());
            Err(format!("{} was ended after {seconds} seconds", job.name()))
        }
    }
}

fn failed(name: &str, status: ExitStatus, complaint: &str) -> String {
    let how = status.code().map_or_else(|| status.to_string(), |code| format!("code {code}"));
    match complaint.lines().find(|line| !line.trim().is_empty()) {
        Some(line) => format!("{name} ended with {how}: {}", line.trim()),
        None => format!("{name} ended with {how}"),
    }
}

fn printable(bytes: &[u8]) -> String {
    clean::text(&String::from_utf8_lossy(bytes).replace('\t', "    ")).into_owned()
}

/// Writes what the program reads, from a thread of its own: it may print before it has read all, or not read at all.
fn give(child: &mut Child, input: String) {
    let Some(mut pipe) = child.stdin.take() else { return };
    let write = move || match pipe.write_all(input.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => tracing::warn!("a program's input: {error}"),
        Ok(()) | Err(_) => {}
    };
    drop(thread::Builder::new().name("input".into()).spawn(write));
}

fn taken(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    let read = move || {
        let Some(mut pipe) = pipe else { return };
        let mut bytes = Vec::new();
        drop(pipe.by_ref().take(MOST_OUTPUT).read_to_end(&mut bytes));
        drop(io::copy(&mut pipe, &mut io::sink()));
        drop(sender.send(bytes));
    };
    drop(thread::Builder::new().name("output".into()).spawn(read));
    receiver
}

/// Waits for the end; after the limit the program is ended, with all that it started. `None` where it was.
#[cfg(unix)]
fn wait(child: &mut Child, limit: Option<Duration>) -> io::Result<Option<ExitStatus>> {
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
    let (Some(limit), Some(pid)) = (limit, i32::try_from(child.id()).ok().and_then(Pid::from_raw)) else {
        return child.wait().map(Some);
    };
    let (sender, ended) = mpsc::channel();
    // It only looks: the child is still there, and its number nobody else's, until it is waited for below.
    let look = move || {
        let _ = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
        let _ = sender.send(());
    };
    thread::Builder::new().name("waiting".into()).spawn(look)?;
    match ended.recv_timeout(limit) {
        Err(RecvTimeoutError::Timeout) => {
            let _ = kill_process_group(pid, Signal::KILL);
            child.wait().map(|_| None)
        }
        Ok(()) | Err(RecvTimeoutError::Disconnected) => child.wait().map(Some),
    }
}

/// Waits for the end; here nothing is ended before it.
#[cfg(not(unix))]
fn wait(child: &mut Child, _: Option<Duration>) -> io::Result<Option<ExitStatus>> {
    child.wait().map(Some)
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn ran(words: &[&str], input: &str, limit: Option<Duration>) -> Result<String, String> {
        run(&Job { words: words.iter().map(|word| (*word).to_owned()).collect(), input: input.to_owned(), limit })
    }

    #[test]
    fn a_program_gets_words_and_text_and_what_it_prints_is_clean() {
        assert_eq!(ran(&["cat"], "a\n", None), Ok("a\n".into()));
        assert_eq!(ran(&["printf", "%s\\n", "$(id); `id` \u{1b}[31m"], "", None), Ok("$(id); `id` \n".into()));
        let large = "x".repeat(3 << 20);
        assert_eq!(ran(&["cat"], &large, None).unwrap().len(), 1 << 20);
        assert_eq!(ran(&["true"], &large, None), Ok(String::new()));
    }

    #[test]
    fn what_goes_wrong_is_a_sentence() {
        assert_eq!(
            ran(&["sh", "-c", "echo no luck >&2; exit 3"], "", None),
            Err("sh ended with code 3: no luck".into())
        );
        assert!(ran(&["no-such-program-here"], "", None).unwrap_err().contains("is not installed"));
        assert_eq!(ran(&[], "", None), Err("no program is named".into()));
    }

    #[test]
    fn a_program_that_takes_too_long_is_ended_with_all_it_started() {
        let limit = Some(Duration::from_millis(50));
        let told = ran(&["sh", "-c", "sleep 1000 & sleep 1000"], "", limit);
        assert_eq!(told, Err("sh was ended after 0 seconds".into()));
    }
}
