//! Links followed by the numbers that stand behind them: a number is typed, and as soon as it can only be one, it is opened.

use super::{Asked, Effect, Model, look, prompt::Prompt};
use crate::text::page::LinkNumbers;

impl Model {
    /// Asks for a link's number, and shows the numbers.
    pub(super) fn ask_link(&mut self) {
        if self.count_links() == 0 {
            return self.tell("this article has no links");
        }
        self.show_numbers(LinkNumbers::Shown);
        self.prompt = Some((Asked::Link, Prompt::default()));
    }

    /// Follows what is typed as soon as no further digit can be meant.
    pub(super) fn link_typed(&mut self, words: &str) -> Vec<Effect> {
        match words.trim().parse::<usize>() {
            Ok(number) if number.saturating_mul(10) > self.count_links() => self.entered(Asked::Link),
            Ok(_) | Err(_) => Vec::new(),
        }
    }

    pub(super) fn link_entered(&mut self, words: &str) -> Vec<Effect> {
        self.numbers_as_set();
        let count = self.count_links();
        match words.parse() {
            Ok(number) if (1..=count).contains(&usize::try_from(number).unwrap_or(0)) => self.browse(Some(number)),
            Ok(_) | Err(_) => {
                self.tell_error(format!("links have the numbers 1 to {count}, not “{words}”"));
                Vec::new()
            }
        }
    }

    /// Shows the numbers or not, as the options have it.
    pub(super) fn numbers_as_set(&mut self) {
        self.show_numbers(look::page_setting(&self.config).link_numbers);
    }

    fn show_numbers(&mut self, shown: LinkNumbers) {
        if self.reader.setting.link_numbers != shown {
            self.reader.setting.link_numbers = shown;
            self.reader.set_again();
        }
    }

    fn count_links(&self) -> usize {
        self.reader.open.as_ref().map_or(0, |open| open.opened.article.links().count())
    }
}
