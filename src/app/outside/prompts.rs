//! What is typed for pipes, files and share targets: as lines of their own, and on the command line.

use crossterm::event::{KeyCode, KeyEvent};

use super::Wish;
use crate::{
    app::{Asked, Effect, Model, line::beginning, prompt::Prompt},
    catalog::Target,
    settings::{command::Command, problem::suggestion, sharing},
    text::print::Form,
};

/// As many articles are handed to a share target at once.
const MOST_SHARED: usize = 20;

impl Model {
    pub(in crate::app) fn ask_pipe(&mut self) -> Vec<Effect> {
        self.ask_outside(Asked::Pipe(self.form), "")
    }

    /// Asks where to save: the folder of the options, and `*` for a name of the article's own.
    pub(in crate::app) fn ask_save(&mut self) -> Vec<Effect> {
        let folder = self.config.save_folder.trim_end_matches('/').to_owned();
        self.ask_outside(Asked::Save, &format!("{folder}/*.md"))
    }

    pub(in crate::app) fn ask_share(&mut self) -> Vec<Effect> {
        if self.config.share.is_empty() {
            self.tell("there are no share targets: config.toml names them, as `dateline config default` explains");
            return Vec::new();
        }
        self.ask_outside(Asked::Share, "")
    }

    fn ask_outside(&mut self, asked: Asked, words: &str) -> Vec<Effect> {
        if self.list.is_empty() {
            return Vec::new();
        }
        self.line.typed();
        self.folders.clear();
        self.prompt = Some((asked, Prompt::with(words)));
        Vec::new()
    }

    /// Whether a key means something else here than a letter or a completion.
    pub(in crate::app) fn outside_key(&mut self, asked: Asked, key: KeyEvent) -> bool {
        let empty = self.prompt.as_ref().is_some_and(|(_, prompt)| prompt.text().is_empty());
        match (asked, key.code) {
            (Asked::Pipe(form), KeyCode::Tab) => {
                self.form = form.next();
                if let Some((asked, _)) = &mut self.prompt {
                    *asked = Asked::Pipe(self.form);
                }
                true
            }
            (Asked::Share, KeyCode::Char(c)) if empty => {
                let chosen = self.config.share.iter().find(|target| target.key == Some(c));
                let Some(name) = chosen.map(|target| target.name.clone()) else { return false };
                self.prompt = Some((asked, Prompt::with(&name)));
                true
            }
            _ => false,
        }
    }

    /// What follows from such a key: a share target that was chosen by it is used.
    pub(in crate::app) fn outside_chosen(&mut self, asked: Asked) -> Vec<Effect> {
        match (asked, &self.prompt) {
            (Asked::Share, Some((_, prompt))) => {
                let name = prompt.text().to_owned();
                self.prompt = None;
                self.share(&name)
            }
            _ => Vec::new(),
        }
    }

    /// Has the folders looked up that the words can become.
    pub(in crate::app) fn folder_typed(&mut self, words: String) -> Vec<Effect> {
        self.line.typed();
        vec![Effect::Outside(Wish::Folders(words))]
    }

    /// Names of share targets that begin as typed.
    pub(in crate::app) fn share_lines(&self, before: &str, typed: &str) -> Vec<String> {
        beginning(before, self.config.share.iter().map(|target| target.name.as_str()), typed)
    }

    /// A line after `pipe`, `save` or `share` on the command line.
    pub(in crate::app) fn outside_line(&mut self, name: &str, words: &str) -> Vec<Effect> {
        match Command::named(name) {
            Some(Command::Save) => self.save(words),
            Some(Command::Share) => self.share(words),
            _ => {
                let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
                match Form::of_ending(first) {
                    Some(form) if !rest.trim().is_empty() => self.pipe(form, rest.trim()),
                    Some(_) | None => self.pipe(self.form, words),
                }
            }
        }
    }

    pub(in crate::app) fn pipe(&mut self, form: Form, line: &str) -> Vec<Effect> {
        if line.is_empty() {
            return Vec::new();
        }
        self.form = form;
        self.piped.remember(line);
        let Some(on) = self.targets(None) else { return Vec::new() };
        self.list.let_go();
        vec![Effect::Outside(Wish::Pipe(on, form, line.to_owned()))]
    }

    pub(in crate::app) fn save(&mut self, to: &str) -> Vec<Effect> {
        let Some(on) = self.targets(None).filter(|_| !to.is_empty()) else { return Vec::new() };
        self.list.let_go();
        vec![Effect::Outside(Wish::Save(on, to.to_owned()))]
    }

    pub(in crate::app) fn share(&mut self, name: &str) -> Vec<Effect> {
        if name.is_empty() {
            return Vec::new();
        }
        let Some(target) = self.target_named(name) else {
            let names = self.config.share.iter().map(|target| target.name.as_str());
            let near = suggestion(name, names);
            self.tell_error(format!("there is no share target “{name}”{near}"));
            return Vec::new();
        };
        let ids = match self.targets(None) {
            Some(Target::Articles(ids)) => ids,
            Some(_) => self.list.held_picks(),
            None => Vec::new(),
        };
        let cited = self.cited();
        let shared = ids.iter().take(MOST_SHARED);
        shared.map(|id| Effect::Outside(Wish::Share(*id, target.clone(), cited.clone()))).collect()
    }

    /// The target of that name, in any case of letters, or the only one that begins so.
    fn target_named(&self, name: &str) -> Option<sharing::Target> {
        let wanted = name.to_lowercase();
        let exact = self.config.share.iter().find(|target| target.name.to_lowercase() == wanted);
        let mut like = self.config.share.iter().filter(|target| target.name.to_lowercase().starts_with(&wanted));
        exact.or_else(|| like.next().filter(|_| like.next().is_none())).cloned()
    }
}
