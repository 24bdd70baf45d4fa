//! What a briefing says of itself: from when on it is, how long it takes, that this was all.

use super::super::{Clock, dates};
use crate::{
    catalog::edition::{Edition, Left},
    settings::config::Config,
};

/// `since 08:10`, and what it is made from if that isn't everything.
#[must_use]
pub fn since(edition: &Edition, clock: Clock, config: &Config) -> String {
    let since = dates::time(edition.since, clock, config);
    match &edition.asked.of {
        Some(beat) => format!("in “{}” since {since}", beat.name),
        None => format!("since {since}"),
    }
}

/// The line above an edition.
#[must_use]
pub fn heading(edition: &Edition, clock: Clock, config: &Config) -> String {
    let since = since(edition, clock, config);
    if edition.stories.is_empty() {
        return format!("Nothing new {since}");
    }
    let stories = counted(edition.stories.len(), "story", "stories");
    let articles = counted(edition.articles(), "report", "reports");
    format!("What is new {since}: {stories} in {articles}, {} min", edition.minutes())
}

/// The line under an edition that is printed.
#[must_use]
pub fn footing(edition: &Edition, clock: Clock, config: &Config) -> String {
    let left = left(edition.left).map(|left| format!(" {left}.")).unwrap_or_default();
    format!("That’s all {}.{left}", since(edition, clock, config))
}

/// The line at the end of an edition that was read: how many articles were seen, how many kept.
#[must_use]
pub fn ending(edition: &Edition, seen: usize, kept: usize, clock: Clock, config: &Config) -> String {
    format!("That’s all {}: {seen} seen, {kept} kept", since(edition, clock, config))
}

/// What had no room, if anything.
#[must_use]
pub fn left(left: Left) -> Option<String> {
    let stories = (left.stories > 0)
        .then(|| format!("{} more would take {} min", counted(left.stories, "story", "stories"), left.minutes));
    let articles = (left.articles > 0).then(|| {
        format!(
            "{} are older than an edition goes back and wait in the inbox",
            counted(left.articles, "article", "articles")
        )
    });
    match (stories, articles) {
        (None, None) => None,
        (stories, articles) => Some([stories, articles].into_iter().flatten().collect::<Vec<_>>().join("; ")),
    }
}

/// A number with its noun.
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
