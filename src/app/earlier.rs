//! How the text of an article has changed since it came in, as a page. It knows the texts, not where they are kept.

use super::{
    Effect, Model, dates,
    outside::{FRAME, MOST_LINES},
    overlay::{Output, Overlay},
};
use crate::text::{
    article::Article,
    changes::{Paragraph, changes},
    page,
};

/// So many earlier texts are read at most.
pub const MOST_TEXTS: usize = 20;

impl Model {
    pub(super) fn ask_earlier(&self) -> Vec<Effect> {
        self.pointed().map(|row| Effect::LoadEarlier(row.id)).into_iter().collect()
    }

    /// Shows what changed from each text to the next, the latest change first: the earlier texts come with the moments (Unix
    /// seconds) until which they stood.
    pub(super) fn earlier(&mut self, now: &Article, earlier: &[(i64, Article)]) {
        if earlier.is_empty() {
            return self.tell("the text of this article hasn't changed since it came in");
        }
        let width = self.screen.width.saturating_sub(FRAME).clamp(1, self.config.text_width);
        let mut lines = Vec::new();
        let newer = std::iter::once(now).chain(earlier.iter().map(|(_, text)| text));
        for (newer, (until, older)) in newer.zip(earlier) {
            let when = dates::full(*until, self.clock, &self.config).unwrap_or_default();
            lines.push(format!("Changed {when}"));
            if lines.len() > MOST_LINES {
                break;
            }
            let paragraphs = changes(older, newer);
            if paragraphs.is_empty() {
                lines.push("Its words are the same.".to_owned());
            }
            for paragraph in paragraphs {
                lines.push(String::new());
                match paragraph {
                    Paragraph::Same(1) => lines.push("… a paragraph as before …".to_owned()),
                    Paragraph::Same(count) => lines.push(format!("… {count} paragraphs as before …")),
                    Paragraph::Changed(words) => lines.extend(page::lines(&words, width)),
                }
            }
            lines.push(String::new());
        }
        lines.pop();
        if lines.len() > MOST_LINES {
            lines.truncate(MOST_LINES);
            lines.extend([String::new(), "There is more: it is too long to be shown.".to_owned()]);
        } else if earlier.len() >= MOST_TEXTS {
            lines.extend([String::new(), format!("These are the latest {MOST_TEXTS} changes.")]);
        }
        let title = "what changed · [-went-] {+came+} · q closes".to_owned();
        self.overlay = Some(Overlay::Output(Output { title, lines, top: 0 }));
    }
}
