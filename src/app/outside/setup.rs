//! The settings read anew while one reads: nothing moves for it.

use crate::{
    app::{Model, look, outside::WhichKeys},
    settings::{Settings, pending::Keys},
    text::page::Setting,
};

impl Model {
    /// Goes on with other options, keys and views. What is selected and read stays where it is; how pages are set changes
    /// only where the options for that did.
    pub(super) fn set_up_anew(&mut self, settings: Settings, mistakes: &[String], which: WhichKeys) {
        let Settings { config, keymap, views, .. } = settings;
        let setting = look::page_setting(&config);
        if setting != look::page_setting(&self.config) {
            self.reader.setting = Setting { width: self.reader.setting.width, ..setting };
            self.reader.forget_prepared();
            self.reader.set_again();
        }
        self.config = config;
        if which == WhichKeys::Read {
            self.keys = Keys::new(keymap);
        }
        self.views = views;
        match mistakes {
            // Where they were read because of something else, that is being told.
            [] if self.notice.is_some() => {}
            [] => self.tell("the settings were read anew"),
            [first, rest @ ..] => {
                let keys = if which == WhichKeys::Before { "the keys stay as they were: " } else { "" };
                let count = mistakes.len();
                let more = format!("{count} mistakes, which `dateline config check` tells; ");
                self.tell_error(format!("{keys}{}{first}", if rest.is_empty() { "" } else { &more }));
            }
        }
    }
}
