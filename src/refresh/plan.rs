//! What a try at reading a feed says about it, and when it is due again. Pure: the time comes in.

use std::time::Duration;

use crate::{
    catalog::feeds::{Feed, KnownBy, Standing},
    sources::{
        http::{Answer, Ending, Trouble},
        program::Programs,
    },
};

/// The longest that a feed's or a server's word keeps a feed from being read by itself.
const LONGEST: i64 = 24 * 3600;

/// The longest that a server's wish to be left alone is obeyed.
const LONGEST_QUIET: i64 = 7 * 24 * 3600;

/// How feeds are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// At most this often, unless the subscription says otherwise.
    pub every: Duration,
    /// Whether programs that subscriptions name run for it.
    pub programs: Programs,
}

impl Default for Pace {
    fn default() -> Self {
        Self { every: Duration::from_secs(30 * 60), programs: Programs::Left }
    }
}

/// What the reader's own word on a feed's pace is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// As the options say.
    pub(super) pace: Pace,
    /// As the subscription says.
    pub(super) every: Option<Duration>,
}

/// The feed could be read. `ttl` is the feed's word on its pace, in minutes.
pub(super) fn good(feed: &Feed, answer: &Answer, ttl: Option<u32>, wanted: Wanted, now: i64) -> Feed {
    let ttl = ttl.map_or(0, |minutes| i64::from(minutes) * 60);
    let fresh = i64::try_from(answer.fresh_for.unwrap_or(0)).unwrap_or(LONGEST);
    // The reader's own word on this feed counts more than the feed's.
    let asked = if wanted.every.is_some() { 0 } else { ttl.max(fresh).min(LONGEST) };
    let moved = answer.moved.as_ref().map(ToString::to_string).or_else(|| feed.moved.clone());
    Feed {
        standing: Standing::Good,
        trouble: None,
        failures: 0,
        checked: Some(now),
        good: Some(now),
        due: now.saturating_add(interval(wanted).max(asked)),
        quiet_until: None,
        moved: moved.filter(|moved| *moved != feed.address),
        ..feed.clone()
    }
}

/// What the document is known by the next time.
pub(super) fn known_by(answer: &Answer, bytes: i64) -> KnownBy {
    match answer.ending {
        Ending::Whole => {
            let validators = answer.validators.clone();
            KnownBy { etag: validators.etag, modified: validators.modified, bytes: Some(bytes) }
        }
        Ending::CutOff => KnownBy::default(),
    }
}

/// The feed couldn't be read.
pub(super) fn failed(feed: &Feed, why: &Failure, wanted: Wanted, now: i64) -> Feed {
    let failures = feed.failures.saturating_add(1);
    let quiet = why.quiet_until.map(|until| until.min(now.saturating_add(LONGEST_QUIET))).filter(|until| *until > now);
    let pause = interval(wanted).saturating_mul(1 << (failures - 1).min(16)).min(LONGEST.max(interval(wanted)));
    Feed {
        standing: why.standing,
        trouble: Some(why.sentence.clone()),
        failures,
        checked: Some(now),
        due: now.saturating_add(pause).max(quiet.unwrap_or(0)),
        quiet_until: quiet,
        ..feed.clone()
    }
}

fn interval(wanted: Wanted) -> i64 {
    let every = wanted.every.unwrap_or(wanted.pace.every);
    i64::try_from(every.as_secs()).unwrap_or(LONGEST).max(60)
}

/// Why a feed couldn't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// A sentence without a full stop.
    pub(super) sentence: String,
    /// How the feed stands now.
    pub(super) standing: Standing,
    /// Until when its server wants to be left alone, in Unix seconds.
    pub(super) quiet_until: Option<i64>,
    /// Whether it looks as if there were no network.
    pub(super) network: Network,
}

/// Whether there is a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Network {
    /// There is.
    Up,
    /// It looks as if there were none.
    Down,
    /// This machine's settings keep from it.
    Barred,
}

impl Failure {
    /// Of the document itself.
    pub(super) fn of_document(sentence: String) -> Self {
        Self { sentence, standing: Standing::Failing, quiet_until: None, network: Network::Up }
    }

    /// Of the way to it.
    pub(super) fn of_way(trouble: &Trouble) -> Self {
        let network = match trouble {
            Trouble::Variable(_) => Network::Barred,
            trouble if trouble.is_offline() => Network::Down,
            _ => Network::Up,
        };
        Self { network, ..Self::of_document(trouble.to_string()) }
    }

    /// Of a status that isn't 200 or 304.
    pub(super) fn of_status(answer: &Answer, now: i64) -> Self {
        let host = answer.url.host_str().unwrap_or("the server");
        let status = answer.status;
        let sentence = match status {
            401 => format!("{host} wants a name and a password (401)"),
            403 => format!("{host} doesn't let this program in (403)"),
            404 => format!("{host} has nothing at this address (404)"),
            410 => format!("{host} says that the feed is gone for good (410)"),
            429 => format!("{host} is asked too often (429)"),
            500..=599 => format!("{host} has a fault of its own ({status})"),
            _ => format!("{host} answers {status}"),
        };
        let standing = if status == 410 { Standing::Gone } else { Standing::Failing };
        let quiet_until = match status {
            429 | 503 => Some(answer.retry_after.map_or(now.saturating_add(3600), |wait| wait.end(now))),
            _ => None,
        };
        Self { sentence, standing, quiet_until, network: Network::Up }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use url::Url;

    use super::*;
    use crate::{catalog::SourceId, sources::http::Wait};

    const NOW: i64 = 1_000_000;

    fn feed() -> Feed {
        Feed::of("https://e.example/feed".into(), SourceId(1))
    }

    fn answer(status: u16) -> Answer {
        Answer { status, ..Answer::of(Url::parse("https://e.example/feed").unwrap(), Vec::new()) }
    }

    fn wanted(every: Option<u64>) -> Wanted {
        Wanted { pace: Pace::default(), every: every.map(Duration::from_secs) }
    }

    #[test]
    fn a_feed_is_due_after_the_longest_of_what_is_said_but_within_a_day() {
        let due = |fresh, ttl, every| {
            good(&feed(), &Answer { fresh_for: fresh, ..answer(200) }, ttl, wanted(every), NOW).due - NOW
        };
        assert_eq!(due(None, None, None), 1800);
        assert_eq!(due(Some(3600), Some(120), None), 7200);
        assert_eq!(due(Some(365 * 86400), None, None), 86400);
        assert_eq!(due(Some(3600), Some(120), Some(600)), 600);
        assert_eq!(due(None, None, Some(7 * 86400)), 7 * 86400);
    }

    #[test]
    fn each_failure_doubles_the_pause_up_to_a_day() {
        let mut one = feed();
        let mut pauses = Vec::new();
        for _ in 0..8 {
            one = failed(&one, &Failure::of_document("x".into()), wanted(None), NOW);
            pauses.push((one.due - NOW) / 1800);
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 48, 48]);
        one.failures = u32::MAX;
        assert_eq!(failed(&one, &Failure::of_document("x".into()), wanted(None), NOW).failures, u32::MAX);
        let again = good(&one, &answer(200), None, wanted(None), NOW);
        assert_eq!((again.failures, again.trouble, again.standing), (0, None, Standing::Good));
    }

    #[test]
    fn a_server_that_wants_to_be_left_alone_is_left_alone_within_a_week() {
        let after = |wait| {
            let failure = Failure::of_status(&Answer { retry_after: wait, ..answer(429) }, NOW);
            failed(&feed(), &failure, wanted(None), NOW)
        };
        assert_eq!(after(Some(Wait::For(7200))).due, NOW + 7200);
        assert_eq!(after(Some(Wait::Until(NOW + 10_000))).quiet_until, Some(NOW + 10_000));
        assert_eq!(after(Some(Wait::For(u64::MAX))).quiet_until, Some(NOW + LONGEST_QUIET));
        assert_eq!(after(None).quiet_until, Some(NOW + 3600));
        assert_eq!(after(Some(Wait::Until(0))).quiet_until, None);
    }

    #[test]
    fn gone_is_for_410_only() {
        let standing = |status| Failure::of_status(&answer(status), NOW).standing;
        assert_eq!((standing(410), standing(404)), (Standing::Gone, Standing::Failing));
    }

    #[test]
    fn a_move_is_kept_until_it_leads_home() {
        let to = |address: &str| Answer { moved: Url::parse(address).ok(), ..answer(200) };
        let moved = good(&feed(), &to("https://f.example/"), None, wanted(None), NOW);
        assert_eq!(moved.moved.as_deref(), Some("https://f.example/"));
        let still = good(&moved, &answer(200), None, wanted(None), NOW);
        assert_eq!(still.moved, moved.moved);
        let home = good(&moved, &to("https://e.example/feed"), None, wanted(None), NOW);
        assert_eq!(home.moved, None);
    }
}
