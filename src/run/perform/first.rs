//! What may wait until the first frame is there. Knows what there is to tell, not where it is shown.

use super::{World, deeds};
use crate::{
    app::{Effect, Message, Notice, Tone},
    library,
};

impl World {
    /// Performs what may wait until the first frame is there, and says what came of it.
    pub fn after_first_frame(&mut self) -> Vec<Message> {
        let notice =
            in_one(std::mem::take(&mut self.told)).map(|text| Message::Told(Notice { text, tone: Tone::Error }));
        let mut messages: Vec<_> = notice.into_iter().collect();
        let followed = self.library.follow_bookmarks(self.clock().now);
        self.compare(followed, &mut messages);
        messages.extend(self.other_index());
        messages.extend(self.newsboat.take().map(Message::Newsboat));
        messages.extend(self.follow_rules());
        let now = self.clock().now;
        messages.extend(deeds::perform(&mut self.library, &Effect::Wake(now), now).ok());
        if self.library.keeps_parts() {
            // What was opened before the bookmarks were read doesn't know of them.
            messages.push(Message::Outdated);
        }
        messages
    }
}

impl World {
    /// Says where the index isn't made as the options have it: searches are as it is.
    fn other_index(&self) -> Option<Message> {
        let wanted = library::stemming(&self.settings.config);
        let other = self.library.store.stemming().is_ok_and(|kept| kept != wanted);
        let text = "`stemming` holds from `dateline check --repair` on, which makes the index anew".to_owned();
        other.then_some(Message::Told(Notice { text, tone: Tone::Plain }))
    }
}

/// The reader has one line to tell something: several things go into it together.
fn in_one(mut told: Vec<String>) -> Option<String> {
    match told.len() {
        0 | 1 => told.pop(),
        count => Some(format!("{count} things to mend: {}", told.join("; "))),
    }
}
