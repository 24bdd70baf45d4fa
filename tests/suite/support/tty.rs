//! The program in a real pseudo-terminal, seen through a terminal emulator.

use std::{
    io::{Read as _, Write},
    process::Command,
    sync::{Arc, Condvar, Mutex},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use vt100::Parser;

use super::place::{Place, program};

/// How long anything may take before a test gives up on it.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running program and its terminal.
pub struct Tty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

struct Seen {
    parser: Parser,
    bytes: Vec<u8>,
    over: bool,
}

impl Tty {
    /// Starts the program in a terminal of 80 columns and 24 rows.
    pub fn start(place: &Place, arguments: &[&str]) -> Self {
        Self::start_with(place, arguments, &[], (80, 24))
    }

    pub fn start_with(place: &Place, arguments: &[&str], variables: &[(&str, &str)], size: (u16, u16)) -> Self {
        let (cols, rows) = size;
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(program());
        command.args(arguments);
        command.env_clear();
        command.env("PATH", std::env::var("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        place.variables().iter().for_each(|(name, value)| command.env(name, value));
        for (name, value) in variables {
            command.env(name, value);
        }
        command.cwd(place.path("files"));
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let seen = Arc::new((
            Mutex::new(Seen { parser: Parser::new(whole(rows), whole(cols), 0), bytes: Vec::new(), over: false }),
            Condvar::new(),
        ));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let told = Arc::clone(&seen);
        thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            loop {
                let read = reader.read(&mut buffer).unwrap_or(0);
                let mut seen = told.0.lock().unwrap();
                seen.parser.process(&buffer[..read]);
                seen.bytes.extend_from_slice(&buffer[..read]);
                seen.over = read == 0;
                told.1.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Self { child, master: pair.master, writer, seen }
    }

    pub fn send(&mut self, keys: &str) -> &mut Self {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Waits until the screen holds `text`.
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("the screen to show {text:?}"), |seen| seen.parser.screen().contents().contains(text));
        self
    }

    /// Waits until the screen doesn't hold `text`.
    pub fn wait_without(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("the screen to lose {text:?}"), |seen| {
            !seen.parser.screen().contents().contains(text)
        });
        self
    }

    fn wait_until(&self, what: &str, mut there: impl FnMut(&Seen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap();
        while !there(&seen) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !seen.over,
                "waited for {what}; the screen is\n{}",
                seen.parser.screen().contents()
            );
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    pub fn screen(&self) -> String {
        self.seen.0.lock().unwrap().parser.screen().contents()
    }

    /// Everything that the program wrote so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen.0.lock().unwrap().bytes.clone()
    }

    pub fn resize(&self, cols: u16, rows: u16) {
        self.seen.0.lock().unwrap().parser.screen_mut().set_size(whole(rows), whole(cols));
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    pub fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap().success());
    }

    /// The state letter of the process, as `ps` prints it: `T` is stopped.
    pub fn state(&self) -> char {
        let pid = self.child.process_id().unwrap();
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.rsplit(')').next().unwrap().trim().chars().next().unwrap()
    }

    /// Waits until the process is in that state.
    pub fn wait_for_state(&self, state: char) {
        let deadline = Instant::now() + PATIENCE;
        while self.state() != state {
            assert!(Instant::now() < deadline, "the process never came to state {state}");
            thread::yield_now();
        }
    }

    pub fn process_id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Waits for the end of the process, and of its output.
    pub fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "the program doesn't end; the screen is\n{}", self.screen());
            thread::yield_now();
        };
        let mut seen = self.seen.0.lock().unwrap();
        while !seen.over && Instant::now() < deadline {
            seen = self.seen.1.wait_timeout(seen, Duration::from_millis(50)).unwrap().0;
        }
        drop(seen);
        status
    }

    /// Waits until the terminal is as it was before the program.
    pub fn assert_given_back(&self) {
        self.wait_until("the terminal to be given back", |seen| {
            let screen = seen.parser.screen();
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
    }
}

fn whole(n: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(n).unwrap()
}

impl Drop for Tty {
    fn drop(&mut self) {
        drop(self.child.kill());
    }
}
