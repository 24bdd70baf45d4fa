//! What goes out of the reader and comes back another time than a row or an article does: the settings read anew. It knows
//! the wishes and what is told of them, not how they are carried out.

use super::{Effect, Model, look};
use crate::settings::{Settings, command::Command, pending::Keys};

/// What the world is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Read the settings anew: [`News::Settings`].
    Settings,
}

/// What came of it.
#[derive(Debug)]
pub enum News {
    /// The settings as they are now, with every mistake in them.
    Settings(Box<Settings>, Vec<String>),
}

impl Model {
    /// Takes in what came of a wish.
    pub(super) fn hear_of(&mut self, news: News) -> Vec<Effect> {
        match news {
            News::Settings(settings, mistakes) => self.set_up_anew(*settings, &mistakes),
        }
        Vec::new()
    }

    /// Goes on with other options, keys and views. What is selected and read stays where it is; how pages are set changes
    /// only where the options for that did.
    fn set_up_anew(&mut self, settings: Settings, mistakes: &[String]) {
        let Settings { config, keymap, views, .. } = settings;
        let setting = look::page_setting(&config);
        if setting != look::page_setting(&self.config) {
            self.reader.setting = crate::text::page::Setting { width: self.reader.setting.width, ..setting };
            self.reader.forget_prepared();
            self.reader.set_again();
        }
        self.config = config;
        self.keys = Keys::new(keymap);
        self.views = views;
        match mistakes {
            [] => self.tell("the settings were read anew"),
            [one] => self.tell_error(one.clone()),
            [first, rest @ ..] => {
                let more = rest.len();
                self.tell_error(format!("{first}; and {more} more, which `dateline config check` tells"));
            }
        }
    }

    /// The command for one of these wishes.
    pub(super) fn wish(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Reload => vec![Effect::Outside(Wish::Settings)],
            _ => Vec::new(),
        }
    }
}
