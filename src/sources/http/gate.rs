//! How many connections to one host are open at a time, and how many large documents are held. It opens none itself.

use std::{
    collections::HashMap,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use url::Url;

use super::Trouble;

/// How many documents that are larger than most may be received at a time.
const LARGE: usize = 8;

/// The permits that are out.
#[derive(Debug)]
pub struct Gate {
    per_host: usize,
    state: Mutex<State>,
    /// A permit came back: for those who wait for this one.
    freed: Condvar,
    /// The same, for those who take any.
    open: Condvar,
}

#[derive(Debug, Default)]
struct State {
    hosts: HashMap<String, usize>,
    large: usize,
    closed: bool,
}

/// A permit for a connection; it comes back when it is dropped.
#[derive(Debug)]
pub struct Permit<'a> {
    gate: &'a Gate,
    /// The host; `None`: the permit for a large document.
    host: Option<String>,
}

impl Gate {
    pub(super) fn new(per_host: usize) -> Self {
        Self { per_host, state: Mutex::default(), freed: Condvar::new(), open: Condvar::new() }
    }

    /// The host of an address as permits count it: name and port.
    #[must_use]
    pub fn host(url: &Url) -> String {
        let name = url.host_str().unwrap_or_default();
        match url.port() {
            Some(port) => format!("{name}:{port}"),
            None => name.to_owned(),
        }
    }

    /// A permit for the host of an address, once there is one.
    ///
    /// # Errors
    /// If there is none until then, or all was cancelled.
    pub fn enter(&self, url: &Url, until: Instant) -> Result<Permit<'_>, Trouble> {
        let host = Self::host(url);
        let mut state = self.state();
        loop {
            if let Some(permit) = self.admit(&mut state, &host)? {
                return Ok(permit);
            }
            state = self.wait(state, until, &host)?;
        }
    }

    /// The first of the waiting that there is a permit for, and the permit. Waits until there is one; `None` once nobody
    /// waits or all was cancelled. `take` is given the hosts that are full.
    pub fn next<T>(&self, mut take: impl FnMut(&dyn Fn(&str) -> bool) -> Next<T>) -> Option<(T, Permit<'_>)> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            let full = |host: &str| state.hosts.get(host).is_some_and(|out| *out >= self.per_host);
            match take(&full) {
                Next::This(found, host) => {
                    let permit = self.admit(&mut state, &host).ok().flatten()?;
                    return Some((found, permit));
                }
                Next::AllBusy => {
                    let waited = self.open.wait_timeout(state, Duration::from_secs(1));
                    state = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
                Next::Nobody => {
                    self.open.notify_all();
                    return None;
                }
            }
        }
    }

    /// A permit for a document that is larger than most.
    pub(super) fn enter_large(&self, until: Instant) -> Result<Permit<'_>, Trouble> {
        let mut state = self.state();
        while state.large >= LARGE {
            state = self.wait(state, until, "")?;
        }
        state.large += 1;
        Ok(Permit { gate: self, host: None })
    }

    pub(super) fn close(&self) {
        self.state().closed = true;
        self.freed.notify_all();
        self.open.notify_all();
    }

    /// Whether all was cancelled.
    pub fn is_closed(&self) -> bool {
        self.state().closed
    }

    fn admit(&self, state: &mut State, host: &str) -> Result<Option<Permit<'_>>, Trouble> {
        if state.closed {
            return Err(Trouble::Cancelled);
        }
        let out = state.hosts.entry(host.to_owned()).or_default();
        if *out >= self.per_host {
            return Ok(None);
        }
        *out += 1;
        Ok(Some(Permit { gate: self, host: Some(host.to_owned()) }))
    }

    fn wait<'a>(
        &self,
        state: MutexGuard<'a, State>,
        until: Instant,
        host: &str,
    ) -> Result<MutexGuard<'a, State>, Trouble> {
        let left = until.saturating_duration_since(Instant::now());
        let (state, _) = self.freed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return Err(Trouble::Cancelled);
        }
        if Instant::now() >= until {
            return Err(Trouble::Silent { host: host.to_owned(), what: "let this program in" });
        }
        Ok(state)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Which of the waiting goes next.
#[derive(Debug)]
pub enum Next<T> {
    /// This one, to that host.
    This(T, String),
    /// All wait for hosts that are full.
    AllBusy,
    /// There are none.
    Nobody,
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut state = self.gate.state();
        match &self.host {
            None => state.large = state.large.saturating_sub(1),
            Some(host) => {
                if let Some(out) = state.hosts.get_mut(host) {
                    *out -= 1;
                    if *out == 0 {
                        state.hosts.remove(host);
                    }
                }
            }
        }
        drop(state);
        self.gate.freed.notify_all();
        // One of them is enough: whichever it is, it takes what can go now.
        self.gate.open.notify_one();
    }
}
