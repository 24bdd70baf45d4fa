//! What each command does: one short arm each, the work in the panes.

use super::{
    Asked, Effect, Model,
    list::{BATCH, Wanted},
    outside::Wish,
    overlay::{Choice, Help, Links, Overlay},
    panes::Pane,
    prompt::Prompt,
    reader::{Direction, Moved},
    search::Sought,
    triage::Side,
};
use crate::{
    catalog::{Anchor, ArticleId, Change, Shown, Target, Verb},
    settings::{
        command::Command,
        config::{MarkRead, Switch},
    },
};

impl Model {
    /// Does what a command says, `count` times where that makes sense.
    pub(super) fn obey(&mut self, command: Command, count: Option<u32>) -> Vec<Effect> {
        if self.focus == Pane::Places
            && let Some(effects) = self.obey_in_places(command, count)
        {
            return effects;
        }
        let times = count.map_or(1, |count| isize::try_from(count).unwrap_or(isize::MAX));
        match command {
            Command::NextRow => self.line(times),
            Command::PreviousRow => self.line(-times),
            Command::LineDown => self.scroll_lines(times),
            Command::LineUp => self.scroll_lines(-times),
            Command::HalfPageDown => self.half_page(times),
            Command::HalfPageUp => self.half_page(-times),
            Command::PageDown => self.page(times),
            Command::PageUp => self.page(-times),
            Command::ReadOn => return self.read_on(times),
            Command::ReadBack => drop(self.reader.turn(-times)),
            Command::Top => self.jump(count.or(Some(1))),
            Command::Bottom => self.jump(count),
            Command::PlaceTop => self.place(0, 1),
            Command::PlaceMiddle => self.place(1, 2),
            Command::PlaceBottom => self.place(1, 1),
            Command::NextParagraph => self.reader.go_by_paragraphs(times),
            Command::PreviousParagraph => self.reader.go_by_paragraphs(-times),
            Command::NextArticle => self.list.step(times),
            Command::PreviousArticle => self.list.step(-times),
            Command::NextUnread => return self.unread(Direction::Forward),
            Command::PreviousUnread => return self.unread(Direction::Backward),
            Command::Open => return self.go_in(),
            Command::Back => return self.back(),
            Command::BackOrQuit => return self.back_or_quit(),
            Command::Quit => return self.leave_now(),
            Command::NextPane => self.other_pane(Direction::Forward),
            Command::PreviousPane => self.other_pane(Direction::Backward),
            Command::Places => self.go_to_places(),
            Command::TogglePlaces => return self.toggle_places(),
            Command::NextSource => return self.next_source(Direction::Forward),
            Command::PreviousSource => return self.next_source(Direction::Backward),
            Command::ShowAll => return self.show(Shown::All),
            Command::ShowUnread => return self.show(Shown::Unread),
            Command::ShowBookmarked => return self.show(Shown::Bookmarked),
            Command::ShowLater => return self.show(Shown::Later),
            Command::ShowSnoozed => return self.show(Shown::Snoozed),
            Command::ShowDone => return self.show(Shown::Done),
            Command::ShowMuted => return self.show(Shown::Muted),
            Command::ShowWatched => return self.show(Shown::Watched),
            Command::Select => self.list.pick(),
            Command::SelectStretch if self.is_ranked() => {
                self.tell("a stretch goes by date: leave the order by relevance first, or select one by one");
            }
            Command::SelectStretch => self.list.begin_stretch(),
            Command::LetGo => return self.let_go(),
            Command::ToggleReadShown => return self.toggle_read_shown(),
            Command::NewRows => return self.new_rows(),
            Command::Refresh => return self.refresh(),
            Command::RefreshAll => return self.refresh_all(),
            Command::ToggleQuotes => self.toggle_quotes(),
            Command::ToggleImages => self.toggle_images(),
            Command::ToggleWidth => return self.toggle_width(),
            Command::Sort => return self.sort(),
            Command::ToggleDays => return self.toggle_days(),
            Command::ToggleDuplicates => return self.toggle_duplicates(),
            Command::ToggleJustify => self.toggle_justify(),
            Command::Zen => self.toggle_zen(),
            Command::NextQuotation => self.next_quotation(Direction::Forward, times),
            Command::PreviousQuotation => self.next_quotation(Direction::Backward, times),
            Command::WhoSaidWhat => return self.who_said_what(),
            Command::Search if self.focus != Pane::Reader => return self.ask_articles(""),
            Command::Search => self.ask(Asked::Search),
            Command::EditQuery => return self.edit_query(),
            Command::ToggleRelevance => return self.toggle_relevance(),
            Command::Stats => return self.ask_stats(),
            Command::GoToPlace => return self.ask_place(),
            Command::NextMatch => self.next_match(Direction::Forward),
            Command::PreviousMatch => self.next_match(Direction::Backward),
            Command::EndSearch if self.focus == Pane::List && self.is_searching() => return self.leave_search(),
            Command::EndSearch => self.end_search(),
            Command::PickPassage => self.pick_passage(),
            Command::Notes => self.list_notes(),
            Command::Links => self.links(),
            Command::FollowLink => self.ask_link(),
            Command::Help => self.overlay = Some(Overlay::Help(Help::default())),
            _ => return self.act(command, count),
        }
        Vec::new()
    }

    /// The commands that change more than what is on the screen.
    fn act(&mut self, command: Command, count: Option<u32>) -> Vec<Effect> {
        match command {
            Command::Done => self.act_and_go_on(Verb::Read, count),
            Command::ToggleRead => self.toggle_read(count),
            Command::Bookmark => self.bookmark(count),
            Command::BookmarkQuotation => self.bookmark_quotation(),
            Command::Note => self.note(),
            Command::Later => self.later(count),
            Command::Mute => self.mute(count),
            Command::Snooze => self.ask_for(Asked::Snooze),
            Command::Tag => self.ask_for(Asked::Tag),
            Command::Untag => self.ask_for(Asked::Untag),
            Command::DoneAbove => self.mark_side_read(Side::Above),
            Command::DoneBelow => self.mark_side_read(Side::Below),
            Command::MarkViewRead => self.mark_view_read(),
            Command::Briefing => self.brief(count),
            Command::Unfold => self.unfold(),
            Command::UnfoldAll => self.unfold_all(),
            Command::CommandLine => self.begin_line(""),
            Command::ShowTag => self.begin_line("view tag:"),
            Command::History => vec![Self::load_history()],
            Command::EarlierTexts => self.ask_earlier(),
            Command::Feeds => vec![Effect::LoadFeeds],
            Command::Undo => vec![Effect::Undo],
            Command::Redo => {
                self.doubt_history();
                vec![Effect::Redo]
            }
            Command::Repeat => self.repeat(count),
            Command::OpenLink => self.browse(count),
            Command::OpenAndRead => self.browse_and_read(),
            Command::CopyUrl => self.copy_chosen(),
            Command::CopyTitle => self.copy_title(),
            Command::CopyMarkdown => self.copy_markdown(),
            Command::CopyQuotation => self.copy_quotation(),
            Command::FullText => self.ask_full_text(),
            Command::Pager => self.reader.id().map(Effect::Page).into_iter().collect(),
            Command::Reload => vec![Effect::Outside(Wish::Settings)],
            Command::Pipe => self.ask_pipe(),
            Command::Save => self.ask_save(),
            Command::Share => self.ask_share(),
            Command::Redraw => self.redraw(),
            Command::Suspend => vec![Effect::Suspend],
            _ => Vec::new(),
        }
    }

    /// Pages the article from either pane; at its end, once more goes to the next unread one, and what was paged
    /// through is read.
    fn read_on(&mut self, pages: isize) -> Vec<Effect> {
        let moved = self.reader.turn(pages);
        if moved == Moved::AtEnd && pages > 0 && self.config.space_advances == Switch::On {
            let read = self.read_if(self.config.mark_read != MarkRead::Never);
            return read.into_iter().chain(self.unread(Direction::Forward)).collect();
        }
        self.read_if(self.config.mark_read == MarkRead::End && self.reader.at_end())
    }

    fn unread(&mut self, direction: Direction) -> Vec<Effect> {
        let step = match direction {
            Direction::Forward => 1,
            Direction::Backward => -1,
        };
        if self.list.select_where(step, |row| row.queue.is_inbox()) {
            return Vec::new();
        }
        let Some(row) = self.list.selected() else { return Vec::new() };
        let from = match direction {
            Direction::Forward => Anchor::After(row.id),
            Direction::Backward => Anchor::Before(row.id),
        };
        self.seek_unread(from)
    }

    /// Goes to what was sought; where a briefing has no more of it, it is at its end.
    pub(super) fn found(&mut self, found: Option<ArticleId>) -> Vec<Effect> {
        if found.is_none() && self.in_briefing().is_some() {
            return self.end_briefing();
        }
        let Some(id) = found else {
            self.tell("no more unread articles here");
            return Vec::new();
        };
        if !self.list.select(id) {
            self.go_to = Some(Wanted { from: Anchor::At(id), count: BATCH });
        }
        Vec::new()
    }

    pub(super) fn go_in(&mut self) -> Vec<Effect> {
        if self.list.is_empty() {
            return Vec::new();
        }
        self.focus = Pane::Reader;
        self.read_if(self.config.mark_read == MarkRead::Enter)
    }

    /// Marks the selected article as read if `so` and it isn't.
    pub(super) fn read_if(&mut self, so: bool) -> Vec<Effect> {
        match self.pointed() {
            Some(row) if so && !row.read => vec![change(Verb::Read, vec![row.id])],
            _ => Vec::new(),
        }
    }

    /// Goes back: to the page that led to this article, or to the list.
    fn back(&mut self) -> Vec<Effect> {
        if let Some(effects) = self.return_from_detour() {
            return effects;
        }
        self.go_back();
        Vec::new()
    }

    fn go_back(&mut self) {
        self.zen = false;
        let beside = self.areas.is_some_and(|areas| !areas.places.is_empty());
        if self.focus == Pane::List && !beside {
            let quit = self.key_hint(Command::BackOrQuit, "quits");
            self.tell(format!("there is nothing to go back to{quit}"));
        }
        self.focus = if self.focus == Pane::List && beside { Pane::Places } else { Pane::List };
    }

    fn back_or_quit(&mut self) -> Vec<Effect> {
        if self.focus == Pane::List && self.detours.is_empty() {
            return if self.in_briefing().is_some() { self.leave_briefing() } else { self.leave_now() };
        }
        self.back()
    }

    /// Ends, remembering the place in the article.
    pub(super) fn leave_now(&mut self) -> Vec<Effect> {
        self.keep_position().into_iter().chain([Effect::Quit]).collect()
    }

    /// Goes to the pane beside this one, past the last one to the first.
    fn other_pane(&mut self, direction: Direction) {
        let beside = self.areas.is_some_and(|areas| !areas.places_border.is_empty());
        let there = [(Pane::Places, beside), (Pane::List, true), (Pane::Reader, !self.list.is_empty())];
        let mut panes: Vec<_> = there.into_iter().filter(|(_, there)| *there).map(|(pane, _)| pane).collect();
        if direction == Direction::Backward {
            panes.reverse();
        }
        let at = panes.iter().position(|pane| *pane == self.focus);
        let next = at.map_or(0, |at| at + 1) % panes.len().max(1);
        self.focus = panes.get(next).copied().unwrap_or_default();
    }

    /// Lets go of what is picked; where nothing is, of the search.
    fn let_go(&mut self) -> Vec<Effect> {
        if self.list.let_go() {
            return Vec::new();
        }
        if self.in_briefing().is_some() {
            return self.leave_briefing();
        }
        if self.is_searching() {
            return self.leave_search();
        }
        Vec::new()
    }

    fn ask(&mut self, what: Asked) {
        self.prompt = Some((what, Prompt::default()));
    }

    fn next_match(&mut self, direction: Direction) {
        if self.reader.next_match(direction) == Moved::AtEnd {
            let words = self.words.as_ref().map_or("", Sought::typed).to_owned();
            self.tell(format!("“{words}” is not in the text of this article"));
        }
    }

    pub(super) fn end_search(&mut self) {
        self.words = None;
        self.reader.end_search();
    }

    fn next_quotation(&mut self, direction: Direction, times: isize) {
        for _ in 0..times.min(1_000) {
            if self.reader.next_quotation(direction) == Moved::AtEnd {
                let which = if direction == Direction::Forward { "further" } else { "earlier" };
                return self.tell(format!("no {which} quotation"));
            }
        }
    }

    fn links(&mut self) {
        let Some(open) = &self.reader.open else { return };
        let article = &open.opened.article;
        let words = |range: &std::ops::Range<usize>| article.text.get(range.clone()).unwrap_or_default();
        let mut links: Vec<_> = article.links().map(|(range, url)| (words(range).to_owned(), url.to_owned())).collect();
        // It has no number in the text, so that it stands last.
        links.extend(article.image.iter().map(|url| ("the article's picture".to_owned(), url.clone())));
        if links.is_empty() {
            return self.tell("this article has no links");
        }
        self.overlay = Some(Overlay::Links(Links { choice: Choice::at(0, links.len()), links }));
    }

    pub(super) fn browse(&mut self, link: Option<u32>) -> Vec<Effect> {
        if let Some(Overlay::Speaker(page)) = &self.overlay {
            let url = page.chosen().and_then(|(quoted, _)| quoted.url.as_deref());
            let effect = url.map(|url| Effect::Browse(url.to_owned()));
            if effect.is_none() {
                self.tell("this article has no web address");
            }
            return effect.into_iter().collect();
        }
        let Some(open) = &self.reader.open else { return Vec::new() };
        let article = &open.opened.article;
        let url = match link {
            None => article.url.clone(),
            Some(number) => article
                .links()
                .nth(usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1))
                .map(|(_, url)| url.to_owned()),
        };
        match (url, link) {
            (Some(url), _) => return vec![Effect::Browse(url)],
            (None, None) => self.tell("this article has no web address"),
            (None, Some(number)) => self.tell(format!("this article has no link {number}")),
        }
        Vec::new()
    }

    fn browse_and_read(&mut self) -> Vec<Effect> {
        let mut effects = self.browse(None);
        if !effects.is_empty() {
            effects.extend(self.read_if(true));
        }
        effects
    }
}

pub(super) fn change(verb: Verb, ids: Vec<ArticleId>) -> Effect {
    Effect::Apply(Change { verb, on: Target::Articles(ids) })
}
