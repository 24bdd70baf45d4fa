//! The first and the last row of the screen: what is listed, where the reader is, what was said, what is typed.

use std::ops::Range;

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::{Modifier, Style},
};

use super::{briefing, ink, words};
use crate::{
    app::{Asked, Model, Tone, foot::BETWEEN, naming, overlay::Overlay, panes::Pane, prompt::Prompt, voices},
    catalog::{Counts, Order, RANKED, Reach, Scope, Shown},
    query::Reach as Limit,
    settings::{
        command::Command,
        theme::{Part, Theme},
    },
};

/// Draws what is listed.
pub fn draw_title(buffer: &mut Buffer, model: &Model, theme: &Theme, area: Rect) {
    buffer.set_style(area, theme.part(Part::Title));
    let title = match model.in_briefing() {
        Some(_) => briefing::title(model, &model.briefing, area.width),
        None => format!(" dateline · {}", title(model)),
    };
    put(buffer, area, 0, &title, theme.part(Part::Title));
}

/// What is listed, and how much of it is unread.
pub fn title(model: &Model) -> String {
    let counts = model.list.counts;
    let unread = words::number(counts.unread);
    let name = match &model.list.scope {
        Scope::Found(found) => {
            let (query, order) = (found.query.typed(), order(model));
            return format!("/{query}{order} · {} found, {unread} unread", count(counts, counts.shown));
        }
        Scope::Only(_) if model.in_briefing().is_some() => {
            let title = briefing::title(model, &model.briefing, 0);
            return title.trim().trim_start_matches("dateline · ").to_owned();
        }
        Scope::Only(_) => model.list.called.as_deref().unwrap_or("just opened"),
        Scope::View(view) => match view.shown {
            Shown::All => "all articles",
            Shown::Unread => "unread",
            Shown::Bookmarked => "bookmarks",
            Shown::Later => "later",
            Shown::Snoozed => "snoozed",
            Shown::Done => "done",
            Shown::Muted => "hidden",
            Shown::Watched => "pointed out by rules",
            Shown::Tagged(id) => model.tags.iter().find(|tag| tag.id == id).map_or("tag", |tag| &tag.name),
        },
    };
    let source = match &model.list.scope {
        Scope::View(view) if view.source.is_some() => model.list.selected().map(|row| format!("{} · ", row.source)),
        Scope::View(_) | Scope::Found(_) | Scope::Only(_) => None,
    };
    let source = source.unwrap_or_default();
    let order = order(model);
    format!("{source}{name}{order} · {unread} unread of {}", words::number(counts.all))
}

/// In which order the list is, if it isn't the usual one.
fn order(model: &Model) -> String {
    let order = match &model.list.scope {
        Scope::View(view) => view.order,
        Scope::Found(found) => found.order,
        Scope::Only(_) => Order::NewestFirst,
    };
    match order {
        Order::NewestFirst => String::new(),
        Order::OldestFirst => " · oldest first".to_owned(),
        Order::BySource => " · by source".to_owned(),
        // Of so many, some may be left out.
        Order::Relevance if model.list.counts.reach == Reach::AtLeast => {
            format!(" · by relevance among the newest {}", words::number(RANKED))
        }
        Order::Relevance => " · by relevance".to_owned(),
    }
}

/// A number of the listed articles, with a sign where there may be more.
fn count(counts: Counts, number: usize) -> String {
    let more = if counts.reach == Reach::AtLeast { "+" } else { "" };
    format!("{}{more}", words::number(number))
}

/// Draws the last row, and returns where the cursor stands if something is typed.
pub fn draw(buffer: &mut Buffer, model: &Model, theme: &Theme, area: Rect) -> Option<Position> {
    buffer.set_style(area, theme.part(Part::Status));
    if let Some((asked, prompt)) = &model.prompt {
        return Some(draw_prompt(buffer, model, theme, area, *asked, prompt));
    }
    if let Some(Overlay::Confirm(confirm)) = &model.overlay {
        put(buffer, area, 1, &confirm.question, theme.part(Part::Error));
        return None;
    }
    let (left, style) = left(model, theme);
    let mut right = right(model);
    // What was said goes away at the next key: where both don't fit, the place, which stays, makes room for it.
    if model.notice.is_some() && words::width(&left) + words::width(&right) + 3 > usize::from(area.width) {
        right = progress(model);
    }
    let width = u16::try_from(words::width(&right)).unwrap_or(u16::MAX);
    let room = area.width.saturating_sub(width.saturating_add(1));
    put(buffer, Rect { width: room.saturating_sub(1), ..area }, 1, &left, style);
    put(buffer, area, room, &right, theme.part(Part::Status));
    None
}

fn put(buffer: &mut Buffer, area: Rect, at: u16, text: &str, style: Style) {
    let room = area.width.saturating_sub(at);
    let text = words::fit(text, room);
    ink::put(buffer, area.x.saturating_add(at), area.y, &text, room, style);
}

/// What was said last; else whose quotation this is; else which key helps next.
fn left(model: &Model, theme: &Theme) -> (String, Style) {
    if model.keys.is_pending() {
        return (model.keys.pending(), theme.part(Part::Prompt));
    }
    if let Some(notice) = &model.notice {
        let part = match notice.tone {
            Tone::Plain => Part::Notice,
            Tone::Error => Part::Error,
        };
        return (notice.text.clone(), theme.part(part));
    }
    let style = theme.part(Part::Status);
    if let Some(trouble) = trouble(model) {
        return (trouble, theme.part(Part::Error));
    }
    if model.is_looking() {
        return ("searching …".to_owned(), style);
    }
    let said = panel(model)
        .or_else(|| picking(model))
        .or_else(|| search(model))
        .or_else(|| quotation(model))
        .or_else(|| ruled(model));
    (said.unwrap_or_else(|| helpful_keys(model)), style)
}

/// What is wrong with the feed or view that the cursor is on.
fn trouble(model: &Model) -> Option<String> {
    let line = model.directory.chosen().filter(|_| model.focus == Pane::Places)?;
    let trouble = line.trouble.as_deref()?;
    let what = if line.standing.is_some() { "can't be read" } else { "makes no sense" };
    (line.standing.is_none() || line.is_broken()).then(|| format!("{} {what}: {trouble}", line.label))
}

/// Why the selected row is hidden or pointed out, where the list has no room to say it.
fn ruled(model: &Model) -> Option<String> {
    let narrow = model.areas.is_some_and(|areas| areas.row_height == 1);
    model.list.selected().filter(|_| narrow && model.focus == Pane::List).and_then(|row| model.ruled(row))
}

fn search(model: &Model) -> Option<String> {
    let search = model.reader.open.as_ref()?.search.as_ref().filter(|search| !search.matches.is_empty())?;
    let at = search.current.map_or(0, |index| index + 1);
    Some(format!(
        "“{}” {at} of {} · {} next, {} ends",
        search.words,
        search.matches.len(),
        key(model, Command::NextMatch)?,
        key(model, Command::EndSearch)?
    ))
}

/// How much is picked, and the keys that help.
fn picking(model: &Model) -> Option<String> {
    if !model.is_picking() {
        return None;
    }
    let open = model.reader.open.as_ref()?;
    let picked = open.pick.and_then(|pick| open.picked(pick));
    let begin = [(Command::PickPassage, "begins the passage here")];
    let first = match picked {
        Some(range) => {
            let count = open.opened.article.text.get(range)?.split_whitespace().count();
            format!("{} {}", words::number(count), if count == 1 { "word" } else { "words" })
        }
        None => keys(model, &begin),
    };
    let rest = [
        (Command::Highlight, "highlights"),
        (Command::Note, "with a note"),
        (Command::CopyPassage, "copies"),
        (Command::Back, "leaves"),
    ];
    Some(format!("{first} · {}", keys(model, &rest)))
}

pub fn quotation(model: &Model) -> Option<String> {
    let open = model.reader.open.as_ref()?;
    let (quotation, speaker) = open.current_quotation()?;
    let at = open.quotation? + 1;
    let all = open.opened.quotations.quotations.len();
    let star = if open.opened.kept.contains(&(at - 1)) { "★ " } else { "" };
    Some(format!("{star}quotation {at} of {all}: {}", voices::named(speaker, quotation.confidence)))
}

/// The keys of a panel that is open.
fn panel(model: &Model) -> Option<String> {
    let commands: &[(Command, &str)] = match &model.overlay {
        Some(Overlay::Voices(_)) => &[
            (Command::Open, "goes there"),
            (Command::WhoSaidWhat, "all they said"),
            (Command::OrderQuotations, "order"),
            (Command::Search, "filter"),
            (Command::Bookmark, "keep"),
            (Command::MergeSpeaker, "who is it"),
        ],
        Some(Overlay::Speaker(_)) => &[
            (Command::Open, "goes there"),
            (Command::Back, "back"),
            (Command::CopyQuotation, "copy"),
            (Command::Bookmark, "keep"),
            (Command::MergeSpeaker, "merge"),
            (Command::RenameSpeaker, "rename"),
            (Command::SplitSpeaker, "split"),
        ],
        Some(Overlay::Notes(_)) => &[
            (Command::Open, "goes there"),
            (Command::Note, "note"),
            (Command::DropNote, "takes away"),
            (Command::Undo, "undoes"),
            (Command::Back, "back"),
        ],
        _ => return None,
    };
    Some(keys(model, commands))
}

fn helpful_keys(model: &Model) -> String {
    model.helpful_keys().into_iter().map(|(_, named)| named).collect::<Vec<_>>().join(BETWEEN)
}

fn keys(model: &Model, commands: &[(Command, &str)]) -> String {
    let said = commands.iter().filter_map(|(command, word)| Some(format!("{} {word}", key(model, *command)?)));
    said.collect::<Vec<_>>().join(" · ")
}

/// The first key that gives a command here.
pub fn key(model: &Model, command: Command) -> Option<String> {
    let contexts = model.contexts();
    model.keys.keymap().key_of(command, &contexts).map(ToString::to_string)
}

/// How a refresh goes, in as few columns as say it.
fn progress(model: &Model) -> String {
    let going = model.refreshing.filter(|going| going.of > 0);
    going.map(|going| format!("{}/{} ", words::number(going.done), words::number(going.of))).unwrap_or_default()
}

/// The place in the article and in the list.
fn right(model: &Model) -> String {
    let position = words::number(model.list.position());
    let total = count(model.list.counts, model.list.counts.shown.max(model.list.position()));
    let percent = model.reader.open.as_ref().map(|_| model.reader.percent());
    let read = percent.map(|percent| format!("{percent} % · ")).unwrap_or_default();
    let going = model.refreshing.filter(|going| going.of > 0).map(|going| {
        let new = if going.new > 0 { format!("{} new · ", words::number(going.new)) } else { String::new() };
        format!("refreshing {}/{} · {new}", words::number(going.done), words::number(going.of))
    });
    let again = model
        .rereading
        .map(|again| format!("finding quotations anew {}/{} · ", words::number(again.done), words::number(again.of)));
    format!("{}{}{read}{position}/{total} ", going.unwrap_or_default(), again.unwrap_or_default())
}

fn draw_prompt(
    buffer: &mut Buffer,
    model: &Model,
    theme: &Theme,
    area: Rect,
    asked: Asked,
    prompt: &Prompt,
) -> Position {
    let style = theme.part(Part::Prompt);
    let label = label(model, asked);
    let label = words::fit(&label, area.width / 2);
    put(buffer, area, 0, &label, style);
    let before = u16::try_from(words::width(&label)).unwrap_or(1);
    let found = match (asked, &model.reader.open) {
        (Asked::Search, Some(open)) => open.search.as_ref().map(|search| match search.matches.len() {
            0 => "not found ".to_owned(),
            count => format!("{} found ", words::number(count)),
        }),
        (Asked::Search, None)
        | (Asked::Help | Asked::Place | Asked::Voices | Asked::Name | Asked::Pipe(_) | Asked::Share | Asked::Link, _) => {
            None
        }
        (Asked::Articles, _) => Some(search_state(model)),
        (Asked::Save, _) => Some(" * its own name · .md .txt .html .json ".to_owned()),
        (Asked::Command | Asked::Tag | Asked::Untag | Asked::Snooze, _) => model.meaning(),
    };
    let found = match prompt.left_out() {
        0 => found.filter(|_| !prompt.text().is_empty()).unwrap_or_default(),
        left_out => format!(" no room for {} more characters ", words::number(left_out)),
    };
    let right = u16::try_from(words::width(&found)).unwrap_or_default().min(area.width / 2);
    let room = area.width.saturating_sub(before + right);
    let scrolled = prompt.scrolled(usize::from(room.saturating_sub(1)));
    let text = after_columns(prompt.text(), scrolled);
    ink::put(buffer, area.x + before, area.y, text, room, style);
    let mistake = model.searching.mistake.as_ref().filter(|_| asked == Asked::Articles);
    let wrong = prompt.left_out() > 0 || mistake.is_some_and(|one| one.reach == Limit::Wrong);
    let part = if wrong { Part::Error } else { Part::Status };
    if let Some(mistake) = mistake {
        point_at(buffer, Rect { x: area.x + before, width: room, ..area }, (prompt.text(), scrolled), &mistake.at);
    }
    put(buffer, area, area.width.saturating_sub(right), &found, theme.part(part));
    let column = u16::try_from(prompt.cursor().saturating_sub(scrolled)).unwrap_or_default();
    Position::new(area.x + before + column.min(room.saturating_sub(1)), area.y)
}

/// Underlines a stretch of a line, of which so many columns aren't shown: where something is missing, one column.
fn point_at(buffer: &mut Buffer, area: Rect, (line, scrolled): (&str, usize), stretch: &Range<usize>) {
    let columns = |byte: usize| words::width(line.get(..byte).unwrap_or(line));
    let shown = |column: usize| u16::try_from(column.saturating_sub(scrolled)).unwrap_or(u16::MAX).min(area.width);
    let start = columns(stretch.start);
    let (start, end) = (shown(start), shown(columns(stretch.end).max(start.saturating_add(1))));
    buffer.set_style(Rect { x: area.x + start, width: end - start, ..area }, Modifier::UNDERLINED);
}

/// What is asked for, before the words that are typed.
pub fn label(model: &Model, asked: Asked) -> String {
    let words = match asked {
        Asked::Search | Asked::Articles | Asked::Help | Asked::Voices => "/",
        Asked::Name => return model.naming.as_ref().map(naming::Naming::label).unwrap_or_default(),
        Asked::Command => ":",
        Asked::Place => "go to: ",
        Asked::Tag => "tag: ",
        Asked::Untag => "take tag away: ",
        Asked::Snooze => "snooze until: ",
        Asked::Pipe(form) => return format!("as {} (Tab) to: ", form.name()),
        Asked::Save => "save as: ",
        Asked::Share => "share with: ",
        Asked::Link => "open link number: ",
    };
    words.to_owned()
}

/// What came of the query typed so far: its mistake, that it is being searched for, or how much was found.
fn search_state(model: &Model) -> String {
    if let Some(mistake) = &model.searching.mistake {
        return format!(" {mistake} ");
    }
    if model.is_looking() {
        return " searching … ".to_owned();
    }
    match &model.list.scope {
        Scope::Found(_) if model.list.is_empty() => " nothing found ".to_owned(),
        Scope::Found(_) => format!(" {} found ", count(model.list.counts, model.list.counts.shown)),
        Scope::View(_) | Scope::Only(_) => String::new(),
    }
}

fn after_columns(text: &str, columns: usize) -> &str {
    use unicode_segmentation::UnicodeSegmentation as _;
    let mut passed = 0;
    let at = text.grapheme_indices(true).find_map(|(at, grapheme)| {
        let here = passed;
        passed += words::width(grapheme);
        (here >= columns).then_some(at)
    });
    text.get(at.unwrap_or(text.len())..).unwrap_or_default()
}
