//! Other programs: the browser and the pager. They get words as arguments or on standard input, and no shell sees them.

use std::{
    env,
    ffi::OsString,
    io::{ErrorKind, Write as _},
    process::{Command, Stdio},
    thread,
};

use url::Url;

use crate::app::{Message, Notice, Tone};

/// Browsers that draw in the terminal, so that they need it.
const TEXT_BROWSERS: [&str; 8] = ["lynx", "w3m", "links", "links2", "elinks", "browsh", "carbonyl", "chawan"];

/// A program to run while it has the terminal.
#[derive(Debug, PartialEq, Eq)]
pub struct Foreground {
    /// The program and its arguments.
    pub words: Vec<OsString>,
    /// What it reads from standard input; none leaves it the terminal's.
    pub input: Option<String>,
    /// Whether what it printed stays until Enter is pressed.
    pub pause: bool,
}

/// What to do to open an address.
#[derive(Debug, PartialEq, Eq)]
pub enum Opening {
    /// Run this and don't wait.
    Beside(Vec<OsString>),
    /// Lend it the terminal.
    Foreground(Foreground),
    /// Leave it to the desktop.
    Desktop,
}

/// An address that may be opened: `http` or `https` with a host.
///
/// # Errors
/// Says why another one is not opened.
pub fn checked(address: &str) -> Result<Url, String> {
    let url = Url::parse(address).map_err(|error| match error {
        url::ParseError::RelativeUrlWithoutBase => {
            format!("not opened: {address} leads on from a page whose address isn't known")
        }
        error => format!("not opened: {address} is no web address ({error})"),
    })?;
    match url.scheme() {
        "http" | "https" if url.host().is_some() => Ok(url),
        scheme => Err(format!("not opened: only web addresses are, and this is {scheme}: ({address})")),
    }
}

/// Longer addresses are asked about: nobody sees where one leads. Bytes.
const LONG: usize = 2_000;
/// So are longer hosts, whose end says whose they are. Bytes.
const LONG_HOST: usize = 60;
/// Bytes of the end of such a host that have room in a question.
const END_OF_HOST: usize = 30;

/// What to ask before an address is opened that isn't what it seems: with a name before an @, with letters in the host that may
/// look like others, or longer than anybody reads. The host in the question is the one that will be asked, or its end.
#[must_use]
pub fn doubt(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let why = if !url.username().is_empty() || url.password().is_some() {
        "what stands before the @ is no host"
    } else if host.split('.').any(|label| label.starts_with("xn--")) {
        "its name has letters that may look like others"
    } else if host.len() > LONG_HOST {
        "a very long name"
    } else if url.as_str().len() > LONG {
        "the address is very long"
    } else {
        return None;
    };
    let end = host.len().saturating_sub(END_OF_HOST);
    let shown = match host.get(end..) {
        Some(end) if host.len() > LONG_HOST => format!("…{end}"),
        Some(_) | None => host.to_owned(),
    };
    Some(format!("this leads to {shown} ({why}): open it? y/n"))
}

/// How to open an address: by the configured words, else by `$BROWSER` (a colon-separated list, `%s` for the address),
/// else by the desktop.
#[must_use]
pub fn opening(url: &Url, configured: &[String], browser: Option<&str>) -> Opening {
    let listed = browser.unwrap_or_default().split(':').map(str::trim).find(|entry| !entry.is_empty());
    let words = match (configured, listed) {
        ([], None) => return Opening::Desktop,
        ([], Some(entry)) => shlex::split(entry).unwrap_or_default(),
        (words, _) => words.to_vec(),
    };
    let background = words.last().is_some_and(|word| word == "&");
    let words = with_address(words.into_iter().filter(|word| word != "&"), url);
    let name = words.first().map(std::path::Path::new).and_then(|path| path.file_stem());
    let in_terminal = name.is_some_and(|name| TEXT_BROWSERS.iter().any(|known| name == *known));
    if words.len() < 2 {
        return Opening::Desktop;
    }
    if in_terminal && !background {
        return Opening::Foreground(Foreground { words, input: None, pause: false });
    }
    Opening::Beside(words)
}

/// Puts the address where `%s` or `{url}` stands, or at the end: always one whole argument.
fn with_address(words: impl Iterator<Item = String>, url: &Url) -> Vec<OsString> {
    let mut placed = false;
    let mut all: Vec<OsString> = words
        .map(|word| {
            let has = word.contains("%s") || word.contains("{url}");
            placed |= has;
            let word = if has { word.replace("%s", url.as_str()).replace("{url}", url.as_str()) } else { word };
            word.into()
        })
        .collect();
    if !placed {
        all.push(url.as_str().into());
    }
    all
}

/// Opens an address without waiting. Returns what to tell the user.
///
/// # Errors
/// Says which program didn't start, and why.
pub fn beside(words: &[OsString]) -> Result<(), String> {
    let Some((program, arguments)) = words.split_first() else { return Err("no browser is configured".into()) };
    let quiet =
        Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = quiet.map_err(|error| not_started(program, &error))?;
    drop(thread::Builder::new().name("browser".into()).spawn(move || child.wait()));
    Ok(())
}

/// Opens an address as the desktop does.
///
/// # Errors
/// Says what to set where there is no desktop.
pub fn by_desktop(url: &Url) -> Result<(), String> {
    open::that_detached(url.as_str())
        .map_err(|error| format!("no browser could be started ({error}): set $BROWSER, or `browser` in config.toml"))
}

/// The pager and its input: `$PAGER`, else `less`.
#[must_use]
pub fn pager(configured: &[String], text: String) -> Foreground {
    let from_environment = env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty());
    let words = match (configured, from_environment) {
        ([], Some(pager)) => shlex::split(&pager).unwrap_or_default(),
        ([], None) => vec!["less".to_owned()],
        (words, _) => words.to_vec(),
    };
    let words = words.into_iter().map(OsString::from).collect();
    Foreground { words, input: Some(text), pause: false }
}

/// Runs a program that has the terminal, and waits for its end.
#[must_use]
pub fn in_foreground(foreground: Foreground) -> Message {
    let pause = foreground.pause;
    let outcome = run(foreground);
    if pause {
        wait_for_enter();
    }
    let text = match outcome {
        Ok(()) => return Message::Idle,
        Err(error) => error,
    };
    Message::Told(Notice { text, tone: Tone::Error })
}

/// Leaves what was printed on the screen until Enter is pressed.
fn wait_for_enter() {
    let mut line = String::new();
    drop(std::io::stderr().write_all(b"\nEnter goes back to dateline "));
    drop(std::io::stdin().read_line(&mut line));
}

/// The user's editor: `$VISUAL`, else `$EDITOR`, else `vi`, as words; no shell reads them.
///
/// # Errors
/// Says what is wrong with the variable.
pub fn editor(variable: impl Fn(&str) -> Option<String>) -> Result<Vec<OsString>, String> {
    let set = |name: &&str| variable(name).filter(|line| !line.trim().is_empty());
    let line = ["VISUAL", "EDITOR"].iter().find_map(set);
    let line = line.unwrap_or_else(|| if cfg!(windows) { "notepad" } else { "vi" }.to_owned());
    let words = shlex::split(&line);
    let words = words.ok_or_else(|| format!("`{line}` in $VISUAL or $EDITOR has an open quotation mark"))?;
    Ok(words.into_iter().map(OsString::from).collect())
}

/// Runs a program that has the terminal, and waits for its end.
///
/// # Errors
/// Says which program didn't run, or how it ended.
pub fn run(foreground: Foreground) -> Result<(), String> {
    let Some((program, arguments)) = foreground.words.split_first() else {
        return Err("no pager is configured: set $PAGER, or `pager` in config.toml".into());
    };
    let mut command = Command::new(program);
    command.args(arguments);
    if foreground.input.is_some() {
        command.stdin(Stdio::piped());
    }
    if env::var_os("LESS").is_none() {
        command.env("LESS", "R");
    }
    let mut child = command.spawn().map_err(|error| not_started(program, &error))?;
    if let (Some(mut input), Some(text)) = (child.stdin.take(), foreground.input) {
        match input.write_all(text.as_bytes()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => return Err(not_started(program, &error)),
            Ok(()) | Err(_) => {}
        }
    }
    let status = child.wait().map_err(|error| not_started(program, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", program.display())) }
}

pub(super) fn not_started(program: &OsString, error: &std::io::Error) -> String {
    let program = program.display();
    match error.kind() {
        ErrorKind::NotFound => format!("{program} is not installed, or not in PATH"),
        _ => format!("{program} could not be run: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(opening: Opening) -> Vec<String> {
        let Opening::Beside(words) = opening else { panic!("{opening:?}") };
        words.into_iter().map(|word| word.into_string().unwrap()).collect()
    }

    #[test]
    fn the_address_is_always_one_argument() {
        let url = checked("https://example.org/a b?`id`;$(x)&%s='\"").unwrap();
        assert_eq!(words(opening(&url, &[], Some("firefox"))), ["firefox", url.as_str()]);
        assert_eq!(words(opening(&url, &[], Some("fire fox --new %s:other"))), ["fire", "fox", "--new", url.as_str()]);
        let configured = ["open".to_owned(), "--url={url}".to_owned()];
        assert_eq!(words(opening(&url, &configured, Some("firefox"))), ["open", &format!("--url={url}")]);
    }

    #[test]
    fn a_text_browser_gets_the_terminal_and_no_browser_means_the_desktop() {
        let url = checked("http://example.org").unwrap();
        assert!(matches!(opening(&url, &[], Some("/usr/bin/w3m")), Opening::Foreground(_)));
        assert!(matches!(opening(&url, &[], Some("xterm -e w3m %s &")), Opening::Beside(_)));
        assert_eq!(opening(&url, &[], None), Opening::Desktop);
        assert_eq!(opening(&url, &[], Some(" : ")), Opening::Desktop);
    }

    #[test]
    fn only_web_addresses_are_opened() {
        for refused in
            ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "-oProxyCommand=x", "smb://h/x", ""]
        {
            assert!(checked(refused).is_err(), "{refused}");
        }
    }
}
