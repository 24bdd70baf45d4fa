//! From what comes in to what is done: keys to commands, changes to rows.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};

use super::{
    Asked, Effect, Hints, Model,
    help::entries,
    overlay::Overlay,
    panes::Pane,
    prompt::{Prompt, Typed},
    search::Sought,
    steps::Last,
};
use crate::{
    catalog::Labelled,
    settings::{
        command::{Command, Context, Group},
        pending::Outcome,
    },
};

/// Rows that a page of an overlay has.
const OVERLAY_PAGE: isize = 10;
/// Rows of the screen that the help's lines don't get: its frame and the status line.
const HELP_FRAME: u16 = 3;

impl Model {
    pub(super) fn press(&mut self, key: KeyEvent) -> Vec<Effect> {
        if key.kind == KeyEventKind::Release {
            return Vec::new();
        }
        self.notice = None;
        self.hints = Hints::Hidden;
        self.go_on_without();
        if self.prompt.is_some() {
            return self.type_in(key);
        }
        if let Some(Overlay::Confirm(_)) = self.overlay {
            return self.answer(key);
        }
        let waited = self.awaits_change();
        self.end_run();
        let given_up = waited && self.due.is_empty();
        let effects = self.press_bound(key);
        if given_up {
            self.tell("the rest of the keys before isn't done: a change takes too long");
        }
        effects
    }

    fn press_bound(&mut self, key: KeyEvent) -> Vec<Effect> {
        let contexts = self.contexts();
        match self.keys.press(key, &contexts) {
            Outcome::Run(run) => self.begin_run(&run),
            Outcome::Pending | Outcome::Nothing => Vec::new(),
            Outcome::Unbound(keys) => {
                self.tell(format!("{keys} does nothing here; ? shows the keys"));
                Vec::new()
            }
        }
    }

    /// Which keys are in force, the topmost first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let pane = match self.focus {
            Pane::List => Context::List,
            Pane::Reader => Context::Reader,
            Pane::Places => Context::Places,
        };
        match &self.overlay {
            Some(Overlay::Help(_)) => vec![Context::Help],
            Some(Overlay::Voices(_) | Overlay::Speaker(_)) => vec![Context::Speakers, Context::Panel],
            Some(Overlay::Notes(_)) => vec![Context::Notes, Context::Panel],
            Some(Overlay::Feeds(_)) => vec![Context::Feeds, Context::Panel],
            Some(
                Overlay::Links(_)
                | Overlay::History(_)
                | Overlay::Ending
                | Overlay::Output(_)
                | Overlay::Stats(_)
                | Overlay::Confirm(_),
            ) => vec![Context::Panel],
            None if self.is_picking() => vec![Context::Passage],
            None if self.words.is_some() && self.focus != Pane::Places => vec![Context::Search, pane],
            None => vec![pane],
        }
    }

    pub(super) fn command(&mut self, command: Command, count: Option<u32>) -> Vec<Effect> {
        if command.group() == Group::Triage && !matches!(command, Command::Undo | Command::Redo | Command::Repeat) {
            self.last = Some(Last::Command(command, count));
        }
        if self.overlay.is_some() {
            return self.obey_in_overlay(command, count);
        }
        if self.is_picking() {
            return self.obey_in_pick(command, count);
        }
        let at_end = self.at_end_of_briefing() && self.goes_on(command);
        let mut effects = self.obey(command, count);
        if at_end {
            effects.extend(self.end_briefing());
        }
        effects
    }

    /// Does what a line says: a command's name and perhaps a number, or what the command line takes.
    pub(super) fn whole_line(&mut self, line: &str) -> Vec<Effect> {
        self.notice = None;
        let (name, number) = line.split_once(' ').unwrap_or((line, ""));
        match (Command::named(name), &self.overlay, number.trim().parse()) {
            (Some(command), Some(_), number) => self.command(command, number.ok()),
            _ => self.command_line(line),
        }
    }

    fn obey_in_overlay(&mut self, command: Command, count: Option<u32>) -> Vec<Effect> {
        let times = count.map_or(1, u32::cast_signed).try_into().unwrap_or(isize::MAX);
        match command {
            Command::NextRow | Command::LineDown => self.step_overlay(times),
            Command::PreviousRow | Command::LineUp => self.step_overlay(-times),
            Command::HalfPageDown | Command::PageDown => self.step_overlay(OVERLAY_PAGE),
            Command::HalfPageUp | Command::PageUp => self.step_overlay(-OVERLAY_PAGE),
            Command::Top => self.step_overlay(isize::MIN),
            Command::Bottom => self.step_overlay(isize::MAX),
            Command::Undo => return self.undo_in_overlay(),
            Command::Open => return self.choose(count),
            Command::OpenLink if matches!(self.overlay, Some(Overlay::Links(_))) => return self.choose(count),
            Command::CopyUrl | Command::CopyTitle | Command::CopyMarkdown | Command::CopyQuotation => {
                return self.obey(command, count);
            }
            Command::WhoSaidWhat => return self.who_said_what(),
            Command::Bookmark | Command::BookmarkQuotation => return self.bookmark_quotation(),
            Command::Note => return self.note(),
            Command::DropNote => return self.drop_note(),
            Command::OrderQuotations => self.order_voices(),
            Command::MergeSpeaker => return self.merge_speaker(),
            Command::Refresh => return self.refresh(),
            Command::RenameSpeaker => return self.rename_speaker(),
            Command::SplitSpeaker => return self.split_speaker(),
            Command::Repeat => return self.repeat(count),
            Command::Search => self.search_overlay(),
            Command::RefreshAll => return self.refresh_all(),
            Command::Remove => return self.begin_leaving(""),
            Command::Pipe
            | Command::Save
            | Command::Share
            | Command::Redo
            | Command::Redraw
            | Command::Suspend
            | Command::Quit => return self.obey(command, count),
            _ if command.group() == Group::Triage || matches!(command, Command::OpenLink | Command::OpenAndRead) => {
                return self.verb_in_overlay(command, count);
            }
            _ => return self.leave_overlay(),
        }
        Vec::new()
    }

    fn undo_in_overlay(&mut self) -> Vec<Effect> {
        match &self.overlay {
            Some(Overlay::History(_)) => self.undo_chosen(),
            Some(Overlay::Ending) => {
                self.overlay = None;
                vec![Effect::Undo]
            }
            _ => vec![Effect::Undo],
        }
    }

    /// Closes what lies over the panes, or goes back to what was there before it.
    pub(super) fn leave_overlay(&mut self) -> Vec<Effect> {
        match &self.overlay {
            Some(Overlay::Voices(_)) => self.leave_voices(),
            Some(Overlay::Speaker(_)) => self.leave_page(),
            Some(Overlay::Ending) => return self.leave_briefing(),
            _ => self.overlay = None,
        }
        Vec::new()
    }

    fn search_overlay(&mut self) {
        let asked = match &self.overlay {
            Some(Overlay::Help(_)) => Asked::Help,
            Some(Overlay::Voices(_)) => Asked::Voices,
            _ => return,
        };
        self.prompt = Some((asked, Prompt::default()));
    }

    pub(super) fn step_overlay(&mut self, by: isize) {
        match &mut self.overlay {
            Some(Overlay::Help(help)) => {
                let lines = entries(self.keys.keymap(), &help.filter).len();
                let in_sight = usize::from(self.screen.height.saturating_sub(HELP_FRAME));
                help.top = help.top.saturating_add_signed(by).min(lines.saturating_sub(in_sight));
            }
            Some(Overlay::Links(links)) => links.choice.step(by),
            Some(Overlay::Voices(_)) => self.step_voices(by),
            Some(Overlay::Speaker(_)) => self.step_page(by),
            Some(Overlay::Notes(_)) => self.step_notes(by),
            Some(Overlay::History(history)) => history.step(by),
            Some(Overlay::Feeds(feeds)) => feeds.choice.step(by),
            Some(Overlay::Ending) => self.overlay = None,
            Some(Overlay::Output(output)) => {
                let in_sight = usize::from(self.screen.height.saturating_sub(HELP_FRAME));
                output.top = output.top.saturating_add_signed(by).min(output.lines.len().saturating_sub(in_sight));
            }
            Some(Overlay::Stats(_)) => self.scroll_stats(by),
            Some(Overlay::Confirm(_)) | None => {}
        }
    }

    /// Goes where the chosen row leads: a link (or the one with this number), or a quotation.
    pub(super) fn choose(&mut self, number: Option<u32>) -> Vec<Effect> {
        let number = number.and_then(|number| usize::try_from(number).ok());
        match &self.overlay {
            Some(Overlay::Voices(_)) => {
                self.enter_quotation();
                return Vec::new();
            }
            Some(Overlay::Speaker(_)) => return self.enter_saying(),
            Some(Overlay::Notes(_)) => {
                self.enter_note();
                return Vec::new();
            }
            Some(Overlay::Feeds(_)) => return self.enter_feed(),
            Some(Overlay::Ending) => return self.leave_briefing(),
            _ => {}
        }
        match self.overlay.take() {
            Some(Overlay::Links(links)) => {
                let index = number.map_or(links.choice.selected, |number| number.saturating_sub(1));
                let url = links.links.get(index).map(|(_, url)| url.clone());
                url.map(Effect::Browse).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, key: KeyEvent) -> Vec<Effect> {
        let Some(Overlay::Confirm(confirm)) = self.overlay.take() else { return Vec::new() };
        let (otherwise, behind) = (confirm.otherwise, confirm.behind.clone());
        // They may have been read while the question stood.
        let again = behind.is_some().then_some(Effect::LoadFeeds);
        self.overlay = behind.map(Overlay::Feeds);
        let then = confirm.answered(key);
        if then.is_none() {
            self.due.clear();
            self.tell(otherwise);
        }
        then.or(again).into_iter().collect()
    }

    fn type_in(&mut self, key: KeyEvent) -> Vec<Effect> {
        let Some((asked, _)) = &self.prompt else { return Vec::new() };
        let asked = *asked;
        match key.code {
            KeyCode::Tab | KeyCode::Down if asked == Asked::Name => self.complete_name(),
            _ if self.outside_key(asked, key) => return self.outside_chosen(asked),
            KeyCode::Tab | KeyCode::BackTab => {
                self.complete(key.code == KeyCode::BackTab);
                return self.completed(asked);
            }
            KeyCode::Up | KeyCode::Down if matches!(asked, Asked::Command | Asked::Pipe(_)) => {
                self.recall(key.code == KeyCode::Up);
            }
            _ => return self.type_key(asked, key),
        }
        Vec::new()
    }

    /// Searches for what a completion put there.
    pub(super) fn completed(&mut self, asked: Asked) -> Vec<Effect> {
        match &self.prompt {
            Some((Asked::Articles, prompt)) if asked == Asked::Articles => {
                let text = prompt.text().to_owned();
                self.search_typed(&text)
            }
            _ => Vec::new(),
        }
    }

    fn type_key(&mut self, asked: Asked, key: KeyEvent) -> Vec<Effect> {
        let Some((_, prompt)) = &mut self.prompt else { return Vec::new() };
        match prompt.press(key) {
            Typed::Ignored => {}
            Typed::Edited => return self.typed(asked),
            Typed::Entered => return self.entered(asked),
            Typed::Left => {
                self.prompt = None;
                return self.left(asked);
            }
        }
        Vec::new()
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        let Some((asked, prompt)) = &mut self.prompt else {
            self.tell("text was pasted where none is typed: nothing was done with it");
            return Vec::new();
        };
        let asked = *asked;
        prompt.paste(text);
        self.typed(asked)
    }

    /// Shows what the words typed so far lead to.
    fn typed(&mut self, asked: Asked) -> Vec<Effect> {
        let Some((_, prompt)) = &self.prompt else { return Vec::new() };
        let words = prompt.text().to_owned();
        match asked {
            Asked::Articles => {
                self.line.typed();
                return self.search_typed(&words);
            }
            Asked::Search => drop(self.reader.find(&Sought::Words(words))),
            Asked::Help => self.filter_help(words),
            Asked::Place => {
                self.line.typed();
                return vec![Effect::FindSpeakers(words.trim().to_owned())];
            }
            Asked::Command | Asked::Tag | Asked::Untag | Asked::Snooze | Asked::Share => self.line.typed(),
            Asked::Pipe(_) => self.piped.typed(),
            Asked::Save => return self.folder_typed(words),
            Asked::Voices => self.filter_voices(words),
            Asked::Name => return self.name_typed(),
            Asked::Link => return self.link_typed(&words),
        }
        Vec::new()
    }

    fn filter_help(&mut self, words: String) {
        if let Some(Overlay::Help(help)) = &mut self.overlay {
            help.filter = words;
            help.top = 0;
        }
    }

    pub(super) fn entered(&mut self, asked: Asked) -> Vec<Effect> {
        let Some((_, prompt)) = self.prompt.take() else { return Vec::new() };
        let words = prompt.text().trim().to_owned();
        match asked {
            Asked::Help | Asked::Voices => {}
            Asked::Place => return self.go_to_place(&words),
            Asked::Articles => return self.enter_search(&words),
            Asked::Search => self.search_for(&words),
            Asked::Name => return self.name_entered(&words),
            Asked::Command => return self.command_line(&words),
            Asked::Tag => return self.label_here(Labelled::With, &words, None),
            Asked::Untag => return self.label_here(Labelled::Without, &words, None),
            Asked::Snooze => return self.snooze_here(&words, None),
            Asked::Pipe(form) => return self.pipe(form, &words),
            Asked::Save => return self.save(&words),
            Asked::Share => return self.share(&words),
            Asked::Link => return self.link_entered(&words),
        }
        Vec::new()
    }

    fn search_for(&mut self, words: &str) {
        let sought = Sought::Words(words.to_owned());
        let found = self.reader.find(&sought);
        if words.is_empty() || found == 0 {
            self.end_search();
            if !words.is_empty() {
                self.tell(format!("“{words}” is not in this article"));
            }
            return;
        }
        self.words = Some(sought);
    }

    fn left(&mut self, asked: Asked) -> Vec<Effect> {
        self.due.clear();
        match asked {
            Asked::Articles => return self.leave_search(),
            Asked::Search => self.end_search(),
            Asked::Help => self.filter_help(String::new()),
            Asked::Command
            | Asked::Place
            | Asked::Tag
            | Asked::Untag
            | Asked::Snooze
            | Asked::Pipe(_)
            | Asked::Save
            | Asked::Share => self.line.typed(),
            Asked::Voices => self.filter_voices(String::new()),
            Asked::Name => self.naming = None,
            Asked::Link => self.numbers_as_set(),
        }
        Vec::new()
    }
}
