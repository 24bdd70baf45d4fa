//! What goes out of the reader: the settings read anew. It knows the user's files.

use super::{After, World};
use crate::{
    app::{
        Message,
        outside::{News, Wish},
    },
    settings::{Settings, words},
    text::quotes::Lexicon,
};

impl World {
    pub(super) fn outside(&mut self, wish: Wish) -> After {
        match wish {
            Wish::Settings => self.read_settings(),
        }
    }

    /// Reads the user's files as they are now, and goes on with what could be understood. How much is logged stays.
    fn read_settings(&mut self) -> After {
        let config_dir = self.library.config_dir().to_owned();
        let loaded = Settings::of(&config_dir);
        let (lexicon, wrong) = words::load(&config_dir);
        let mistakes = loaded.problems.iter().chain(&wrong).map(ToString::to_string).collect();
        let before = std::mem::replace(&mut self.settings, loaded.settings.clone());
        if let Some(bell) = self.bell.clone() {
            if before.config.refresh_every != self.settings.config.refresh_every {
                self.begin_refreshing(&bell);
            }
            if Lexicon::put_in_force(lexicon) {
                self.begin_rereading(&bell);
            }
        }
        After::Relook(Message::Outside(News::Settings(Box::new(loaded.settings), mistakes)))
    }
}
