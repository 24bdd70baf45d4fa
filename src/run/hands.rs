//! What performs effects while the reader is on the terminal: the world, and the terminal that it lends to others. It
//! doesn't know the model.

use super::{
    After, Ending, World, alarm, commands,
    terminal::{self, Mouse},
};
use crate::{
    app::{Effect, Message},
    settings::{colour::Background, theme::Theme},
    ui::Screen,
};

/// The world and the terminal.
pub struct Hands {
    pub world: World,
    pub theme: Theme,
    pub screen: Screen,
    pub mouse: Mouse,
    pub background: Background,
    /// How the reader ends, once it does.
    pub ending: Option<Ending>,
}

impl Hands {
    /// Performs one effect, and says what came of it.
    pub fn perform(&mut self, effect: Effect) -> Option<Message> {
        match self.world.perform(effect) {
            After::Nothing => {}
            After::Heard(message) => return Some(message),
            After::Quit => self.ending = Some(Ending::Left),
            After::Relook(message) => {
                self.look_again();
                return Some(message);
            }
            After::Redraw => self.screen.forget(),
            After::Suspend => self.suspend(),
            After::Edit(draft) => {
                let edited = self.lend_terminal(|| draft.edit());
                return self.world.take_note(draft, edited);
            }
            After::Foreground(command) => return Some(self.lend_terminal(|| commands::in_foreground(command))),
        }
        None
    }

    /// Takes the theme and the use of the mouse from the settings.
    fn look_again(&mut self) {
        self.theme = self.world.theme(self.background);
        if self.background == Background::Unknown && self.world.wants_background() {
            drop(terminal::ask_background());
        }
        let mouse = Mouse::wanted(&self.world.settings.config);
        if mouse != self.mouse {
            self.mouse = mouse;
            terminal::give_back();
            self.take_again();
        }
    }

    /// Stops this program until the shell calls it.
    pub fn suspend(&mut self) {
        self.lend_terminal(alarm::stop_here);
    }

    /// Takes the terminal after somebody else had it.
    pub fn take_again(&mut self) {
        let mut modes = Vec::new();
        drop(terminal::take(self.mouse, &mut modes).and_then(|()| terminal::show(&modes)));
        self.screen.forget();
    }

    fn lend_terminal<T>(&mut self, meanwhile: impl FnOnce() -> T) -> T {
        terminal::give_back();
        let outcome = meanwhile();
        self.take_again();
        outcome
    }
}
