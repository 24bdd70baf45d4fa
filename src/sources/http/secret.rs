//! Names and passwords: from the address, or from a program that prints them. Nothing in here can be printed.

use std::{
    fmt,
    io::{self, Read},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use url::Url;

use super::Trouble;
use crate::sources::program;

/// The longest password that is taken, in bytes.
const LONGEST: u64 = 4096;

/// How long a program may take to print one: it may ask somebody for the key to it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Name and password for HTTP's basic authentication (RFC 7617). Printing them prints nothing of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    name: String,
    password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials")
    }
}

impl Credentials {
    /// A name and its password.
    #[must_use]
    pub fn new(name: &str, password: &str) -> Self {
        Self { name: name.to_owned(), password: password.to_owned() }
    }

    /// The name, with the first line that a program prints: an argument vector, no shell. It may ask on the terminal.
    ///
    /// # Errors
    /// If it can't be started, fails, or takes longer than a minute. What it printed isn't told.
    pub fn asked_of(name: &str, command: &[String]) -> Result<Self, Trouble> {
        let Some((program, arguments)) = command.split_first() else {
            return Err(Trouble::Password("the command is empty".to_owned()));
        };
        let password =
            first_line(program, arguments, PATIENCE).map_err(|why| Trouble::Password(format!("{program} {why}")))?;
        Ok(Self { name: name.to_owned(), password })
    }

    /// Takes name and password out of an address.
    pub(super) fn taken_from(url: &mut Url) -> Option<Self> {
        if url.username().is_empty() && url.password().is_none() {
            return None;
        }
        let plain = |escaped: &str| percent_decoded(escaped);
        let found = Self { name: plain(url.username()), password: plain(url.password().unwrap_or_default()) };
        let _ = url.set_username("");
        let _ = url.set_password(None);
        Some(found)
    }

    /// The value of the header `Authorization`.
    pub(super) fn header(&self) -> String {
        format!("Basic {}", STANDARD.encode(format!("{}:{}", self.name, self.password)))
    }
}

fn first_line(program: &str, arguments: &[String], patience: Duration) -> Result<String, String> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("can't be started: {error}"))?;
    let (ended, printed) = to_its_end(child, patience)?;
    let ended = ended.map_err(|error| format!("can't be waited for: {error}"))?;
    if !ended.success() {
        return Err(format!("ends with {ended}"));
    }
    let printed = printed.map_err(|_| "prints nothing that can be read".to_owned())?;
    let printed = String::from_utf8(printed).map_err(|_| "prints something that is no text".to_owned())?;
    let line = printed.lines().next().unwrap_or_default();
    if line.is_empty() { Err("prints nothing".to_owned()) } else { Ok(line.to_owned()) }
}

/// How a program ended, and what it printed. One that takes too long is ended; it stays in the terminal's foreground, and what
/// it started is not known.
fn to_its_end(mut child: Child, patience: Duration) -> Result<(io::Result<ExitStatus>, io::Result<Vec<u8>>), String> {
    let id = child.id();
    let (tell, ended) = mpsc::channel();
    let wait = move || {
        let mut printed = Vec::new();
        let read = child.stdout.take().map_or(Ok(0), |stdout| stdout.take(LONGEST).read_to_end(&mut printed));
        // Nobody may wait any more.
        drop(tell.send((child.wait(), read.map(|_| printed))));
    };
    let thread = thread::Builder::new().name("password".into()).spawn(wait);
    thread.map_err(|error| format!("can't be waited for: {error}"))?;
    ended.recv_timeout(patience).map_err(|_| {
        program::end_alone(id);
        format!("takes longer than {} s", patience.as_secs())
    })
}

fn percent_decoded(escaped: &str) -> String {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let decoded = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| byte == b'%');
        bytes.push(decoded.unwrap_or(byte));
        rest = if decoded.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_password_is_the_first_line_that_a_program_prints() {
        let asked = Credentials::asked_of("ann", &words(&["printf", "%s\\nmore", "a b;$(c)"])).unwrap();
        assert_eq!(asked, Credentials::new("ann", "a b;$(c)"));
    }

    #[test]
    fn a_program_that_fails_is_told_without_what_it_printed() {
        for command in [&["sh", "-c", "echo secret; exit 3"][..], &["/no/such/program"], &["true"], &[]] {
            let told = Credentials::asked_of("ann", &words(command)).unwrap_err().to_string();
            assert!(!told.contains("secret"), "{told}");
        }
    }

    #[test]
    fn a_program_that_takes_too_long_is_ended() {
        // It hangs before or after it prints, and with what it started holding on to its output.
        for script in ["exec sleep 100", "echo secret; exec >&-; sleep 100", "sleep 100 & wait"] {
            let told = first_line("sh", &words(&["-c", script]), Duration::from_millis(50)).unwrap_err();
            assert_eq!(told, "takes longer than 0 s", "{script}");
        }
    }

    #[test]
    fn name_and_password_in_an_address_are_taken_out_of_it() {
        let mut url = Url::parse("https://a%40b:p%3aq@e.example/x").unwrap();
        let found = Credentials::taken_from(&mut url).unwrap();
        assert_eq!((url.as_str(), found), ("https://e.example/x", Credentials::new("a@b", "p:q")));
    }

    #[test]
    fn credentials_print_nothing_of_themselves() {
        assert_eq!(format!("{:?}", Credentials::new("ann", "x")), "Credentials");
        assert_eq!(Credentials::new("Aladdin", "open sesame").header(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }
}
