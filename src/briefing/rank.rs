//! The order of stories: what the reader watches for, what they are used to keep, what many tell, what they subscribed to
//! first. Among equals the newest comes first.

use std::collections::HashMap;

use super::{Candidate, Habit};
use crate::catalog::{SourceId, edition::Because};

/// Points for each thing that is watched for.
const WATCHED: u32 = 12;
/// As many of them count.
const MOST_WATCHED: usize = 3;
/// Points for a source of which everything is kept, before doubt: few articles say little.
const ALL_KEPT: usize = 60;
/// The most points for what is kept of a source.
const MOST_KEPT: usize = 9;
/// Articles that a source is thought to have besides, none of them kept.
const DOUBT: usize = 20;
/// From this many points on, keeping is told as the reason.
const OFTEN: u32 = 3;
/// Points for each further source that tells a story.
const SOURCE: u32 = 2;
/// As many of them count.
const MOST_SOURCES: usize = 4;
/// Points for the first subscription; the last has none.
const FIRST: usize = 3;

/// What each source is worth to the reader.
pub(super) struct Rank {
    points: HashMap<SourceId, (u32, u32)>,
}

impl Rank {
    pub(super) fn of(habits: &[Habit]) -> Self {
        let points = habits.iter().map(|habit| (habit.source, (kept(habit), place(habit))));
        Self { points: points.collect() }
    }

    /// Points for what is kept of a source, and for its place among the subscriptions.
    pub(super) fn of_source(&self, source: SourceId) -> u32 {
        let (kept, place) = self.points.get(&source).copied().unwrap_or_default();
        kept + place
    }

    /// Points of a story, and why it has them. Its first report is of the source that is worth most.
    pub(super) fn of_story(&self, reports: &[&Candidate]) -> (u32, Vec<Because>) {
        let mut because = Vec::new();
        let mut points = 0;
        let mut watched: Vec<&str> = reports.iter().flat_map(|one| one.watched.iter().map(AsRef::as_ref)).collect();
        watched.sort_unstable();
        watched.dedup();
        for word in watched.into_iter().take(MOST_WATCHED) {
            points += WATCHED;
            because.push(Because::Watched(word.into()));
        }
        if let Some(first) = reports.first() {
            points += self.of_source(first.row.source_id);
            let (kept, _) = self.points.get(&first.row.source_id).copied().unwrap_or_default();
            if kept >= OFTEN {
                because.push(Because::Kept(first.row.source.clone()));
            }
        }
        let mut sources: Vec<SourceId> = reports.iter().map(|one| one.row.source_id).collect();
        sources.sort_unstable();
        sources.dedup();
        if sources.len() > 1 {
            because.push(Because::Sources(sources.len()));
        }
        let further = sources.len().saturating_sub(1).min(MOST_SOURCES);
        (points + SOURCE * u32::try_from(further).unwrap_or(0), because)
    }
}

fn kept(habit: &Habit) -> u32 {
    let share = habit.kept.saturating_mul(ALL_KEPT) / habit.all.max(habit.kept).saturating_add(DOUBT);
    u32::try_from(share.min(MOST_KEPT)).unwrap_or(0)
}

fn place(habit: &Habit) -> u32 {
    let points = habit.place.map_or(0, |(place, of)| FIRST * of.saturating_sub(place) / of.max(1));
    u32::try_from(points).unwrap_or(0)
}
