//! Notes in the user's editor: a draft to write in, and what is taken over of it. The editor gets a file, never words.

use std::{env, ffi::OsString, fs, path::Path};

use anyhow::{Context as _, Result, bail};
use tempfile::NamedTempFile;

use super::{
    commands,
    perform::{After, World, later::failure},
};
use crate::{
    app::{Effect, Message, Notice, Tone},
    catalog::{ArticleId, notes::Passage},
};

/// The line from which on a draft isn't the note's.
const CUT: &str = "<!-- The note stands above this line. -->";
/// The largest draft that is taken over, in bytes.
const LARGEST: u64 = 1 << 20;

/// A note being written.
#[derive(Debug)]
pub struct Draft {
    article: ArticleId,
    passage: Option<Passage>,
    file: NamedTempFile,
    /// What stood in it at first.
    begun: String,
}

impl Draft {
    fn begin(article: ArticleId, passage: Option<Passage>, about: &str, before: &str) -> Result<Self> {
        let file = tempfile::Builder::new().prefix("dateline-note-").suffix(".md").tempfile();
        let file = file.context("no file for the note can be made")?;
        let quoted: Vec<String> = about.lines().map(|line| format!("> {line}")).collect();
        let text = format!("{before}\n\n{CUT}\n\n{}\n", quoted.join("\n"));
        fs::write(file.path(), &text).context("no file for the note can be written")?;
        Ok(Self { article, passage, file, begun: text })
    }

    /// The file that the note is written in.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Runs the user's editor on it, which has the terminal meanwhile.
    ///
    /// # Errors
    /// Says which editor didn't run, or how it ended.
    pub fn edit(&self) -> Result<(), String> {
        let mut words = commands::editor(|name| env::var(name).ok())?;
        words.push(OsString::from(self.path()));
        commands::run(commands::Foreground { words, input: None, pause: false })
    }

    /// Whether nothing was written in it.
    fn is_as_begun(&self) -> bool {
        fs::read(self.path()).is_ok_and(|now| now == self.begun.as_bytes())
    }

    fn written(&self) -> Result<String> {
        let length = fs::metadata(self.path()).context("the note can't be read")?.len();
        if length > LARGEST {
            bail!("the note has {length} bytes, and {LARGEST} are the most: nothing was changed");
        }
        let bytes = fs::read(self.path()).context("the note can't be read")?;
        let text = String::from_utf8_lossy(&bytes);
        Ok(text.split(CUT).next().unwrap_or_default().trim().to_owned())
    }
}

impl World {
    pub(super) fn write_note(&mut self, id: ArticleId, passage: Option<Passage>) -> After {
        match self.begin_note(id, passage) {
            Ok(draft) => After::Edit(draft),
            Err(cause) => After::Heard(Message::Told(super::perform::failed(&cause))),
        }
    }

    fn begin_note(&mut self, id: ArticleId, passage: Option<Passage>) -> Result<Draft> {
        let before = self.library.note(id, passage.as_ref())?.unwrap_or_default();
        let about = if let Some(passage) = &passage {
            passage.exact.clone()
        } else {
            let headline = self.library.store.article(id)?.and_then(|stored| stored.article.headline);
            headline.map(|headline| headline.text).unwrap_or_default()
        };
        Draft::begin(id, passage, &about, &before)
    }

    /// Takes over what was written, once the editor has ended well. It isn't done beside the loop: nothing is under way after
    /// the editor, and the draft is there until the note is written. Where it can't be, or the editor failed, the draft stays,
    /// if anything was written in it.
    pub fn take_note(&mut self, draft: Draft, edited: Result<(), String>) -> Option<Message> {
        match edited {
            Err(why) if draft.is_as_begun() => return Some(told(format!("{why}: nothing was changed"))),
            Err(why) => return Some(told(kept(&format!("{why}: nothing was changed"), draft))),
            Ok(()) if draft.is_as_begun() && draft.passage.is_none() => return Some(Message::Told(unchanged())),
            Ok(()) => {}
        }
        let came = match draft.written() {
            Ok(note) => {
                // A passage without a note is a highlight; an article without one is as it was.
                let to = (draft.passage.is_some() || !note.is_empty()).then_some(note);
                self.deed(&Effect::Annotate(draft.article, draft.passage.clone(), to)).heard()?
            }
            Err(cause) => told(format!("{cause:#}")),
        };
        match failure(&came) {
            Some(notice) => Some(told(kept(&notice.text, draft))),
            None => Some(came),
        }
    }
}

fn unchanged() -> Notice {
    Notice { text: "nothing was written: the note is as it was".to_owned(), tone: Tone::Plain }
}

fn told(text: String) -> Message {
    Message::Told(Notice { text, tone: Tone::Error })
}

/// Keeps a draft that can't be taken over, and says where it is.
fn kept(why: &str, draft: Draft) -> String {
    if !draft.path().exists() {
        return format!("{why}, and the editor left no file");
    }
    match draft.file.keep() {
        Ok((_, path)) => format!("{why}; what you wrote is in {}", path.display()),
        Err(cause) => format!("{why}; what you wrote is lost: {cause}"),
    }
}
