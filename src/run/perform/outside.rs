//! What goes out of the reader: settings read anew, articles saved, handed to programs. It knows the user's files.

mod save;
mod share;

use super::{After, World, error, failed, plain};
use crate::{
    app::{
        Message, Notice,
        outside::{News, WhichKeys, Wish},
    },
    catalog::{ArticleId, Target},
    run::{
        alarm,
        clipboard::{self, Taker},
        programs::{self, Job},
        refreshing::{self, Manner},
    },
    settings::{Settings, words},
    store::Stored,
    text::quotes::Lexicon,
};

/// More articles than this aren't handed out at once.
const MOST: usize = 1_000;

impl World {
    pub(super) fn outside(&mut self, wish: Wish) -> After {
        match wish {
            Wish::Settings => self.read_settings(),
            Wish::Save(on, to) => self.save(&on, &to),
            Wish::Folders(typed) => After::Heard(Message::Outside(News::Folders(save::folders(&typed)))),
            Wish::Pipe(on, form, line) => self.pipe(&on, form, &line),
            Wish::Share(id, target, quotation) => self.share(id, &target, quotation.as_deref()),
            Wish::BrowseAnyway(url) => self.browse_anyway(&url),
        }
    }

    /// Reads the user's files as they are now, and goes on with what could be understood; of keys with mistakes, with those
    /// before. How much is logged stays.
    fn read_settings(&mut self) -> After {
        let config_dir = self.library.config_dir().to_owned();
        let mut loaded = Settings::with_keys(&config_dir, self.keys);
        let keys = if loaded.in_keys().next().is_some() { WhichKeys::Before } else { WhichKeys::Read };
        if keys == WhichKeys::Before {
            loaded.settings.keymap = self.settings.keymap.clone();
        }
        let (lexicon, wrong) = words::load(&config_dir);
        let mistakes = loaded.problems.iter().chain(&wrong).map(ToString::to_string).collect();
        let before = std::mem::replace(&mut self.settings, loaded.settings.clone());
        if let Some(bell) = self.bell.clone() {
            let manner = Manner::of(&self.settings.config);
            if manner != Manner::of(&before.config) {
                // Where nothing can be kept, nothing is read anew.
                drop(self.wish(refreshing::Wish::Otherwise(manner)));
            }
            if Lexicon::put_in_force(lexicon) {
                self.begin_rereading(None, &bell);
            }
        }
        After::Relook(Message::Outside(News::Settings(Box::new(loaded.settings), mistakes, keys)))
    }

    /// The articles of a target, the newest first.
    fn articles(&self, on: &Target) -> anyhow::Result<Vec<Stored>> {
        let mut ids: Vec<ArticleId> = self.library.store.targets(on)?;
        if ids.len() > MOST {
            anyhow::bail!("{} articles are more than {MOST}: nothing was done", ids.len());
        }
        ids.sort_unstable_by(|a, b| b.cmp(a));
        let mut articles = Vec::with_capacity(ids.len());
        for id in ids {
            articles.extend(self.library.store.article(id)?);
        }
        anyhow::ensure!(!articles.is_empty(), "there is no article to hand out");
        Ok(articles)
    }

    /// Runs a program beside the reader; what it printed is told when it has ended.
    fn beside(&self, job: Job, told: impl FnOnce(String) -> Message + Send + 'static) -> After {
        let name = job.name();
        let run = move || match programs::run(&job) {
            Ok(printed) => told(printed),
            Err(why) => Message::Told(error(&why)),
        };
        let Some(bell) = self.bell.clone() else { return After::Heard(run()) };
        let started = std::thread::Builder::new()
            .name("program".into())
            .spawn(move || drop(bell.ring(alarm::News::Outside(Box::new(run())))));
        After::Heard(Message::Told(match started {
            Ok(_) => plain(format!("{name} is running")),
            Err(cause) => error(&format!("{name} could not be run: {cause}")),
        }))
    }
}

fn told(outcome: anyhow::Result<String>) -> After {
    After::Heard(Message::Told(match outcome {
        Ok(text) => plain(text),
        Err(cause) => failed(&cause),
    }))
}

/// Puts text on the clipboard, and says who took it.
pub(super) fn copy(what: &str, text: &str) -> Notice {
    match clipboard::copy(what, text) {
        Ok(Taker::Terminal) => plain(format!("{what} handed to the terminal's clipboard")),
        Ok(Taker::Tmux) => plain(format!("{what} handed to tmux and its terminal's clipboard")),
        Err(why) => error(&why),
    }
}
