//! The list pane: a row for each article, one or two screen lines high.
//!
//! Nothing rests on colour: `●` is unread (`◉` after a snooze), `◆` pointed out by a rule, `×` hidden by one or by hand, `»`
//! put off, `z` snoozed, `★` bookmarked, `▌` selected, `+` picked for the next verb (`█` with the selection).

use jiff::civil::Date;
use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use super::{briefing, ink::put, status, words};
use crate::{
    app::{
        Model,
        briefing::Part as RowPart,
        dates,
        panes::{Areas, Pane},
    },
    catalog::{Order, Queue, Row, Scope, Shown, SourceId, View, edition::Story},
    query::Snippet,
    settings::{
        command::Command,
        theme::{Part, Theme},
    },
    text::article::HeadlineOrigin,
};

/// Columns of the signs before a headline.
const SIGNS: u16 = 4;
/// Columns of the date at the end of a one-line row.
const DATE: u16 = 11;
/// From this width on, a one-line row names the source.
const WITH_SOURCE: u16 = 60;
/// Columns of the source in a one-line row.
const SOURCE: u16 = 18;

pub fn draw(buffer: &mut Buffer, model: &Model, theme: &Theme, areas: &Areas) {
    if areas.list.is_empty() {
        return;
    }
    if model.list.is_empty() {
        return draw_nothing(buffer, model, theme, areas.list);
    }
    let stories = model.in_briefing();
    let mut group = None;
    let heights = areas.list.rows().step_by(usize::from(areas.row_height));
    for (line, (row, selected)) in heights.zip(model.list.visible(areas.rows())) {
        let area = Rect { height: areas.row_height, ..line };
        let of = Group::of(row, model);
        let begins = of.filter(|_| group != of);
        group = of;
        let look = Look { begins, ..Look::of(row, selected, model, theme) };
        if selected {
            buffer.set_style(area, look.ground);
        }
        draw_signs(buffer, row, &look, area, theme);
        let snippet = model.searching.snippets.get(&row.id).filter(|_| model.is_searching());
        if let Some(snippet) = snippet {
            draw_snippet(buffer, snippet, &look, area, theme);
        }
        let story = stories.and_then(|briefing| briefing.part(row.id));
        if let Some((story, _)) = story {
            let inner = Rect { x: area.x + SIGNS, width: area.width.saturating_sub(SIGNS + 1), ..area };
            briefing::draw_words(buffer, story, row, theme, inner, look.facts);
        }
        match areas.row_height - u16::from(model.has_quoting_rows()) {
            1 => draw_one_line(buffer, row, story, &look, area, (model, theme)),
            _ => draw_two_lines(buffer, row, story, &look, area, (model, theme)),
        }
    }
}

/// How a row looks.
struct Look {
    ground: Style,
    headline: Style,
    facts: Style,
    selected: bool,
    picked: bool,
    /// What it is the first row of.
    begins: Option<Group>,
}

/// What rows have in common in a list that goes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Source(SourceId),
    Day(Date),
}

impl Group {
    fn of(row: &Row, model: &Model) -> Option<Self> {
        if goes_by_source(model) {
            return Some(Self::Source(row.source_id));
        }
        let day = model.names_days().then(|| dates::day_of(row.sorted_at, model.clock));
        day.flatten().map(Self::Day)
    }

    fn name(self, row: &Row, model: &Model) -> String {
        match self {
            Self::Source(_) if row.source.is_empty() => "no source".to_owned(),
            Self::Source(_) => row.source.to_string(),
            Self::Day(day) => dates::heading(day, model.clock, &model.config),
        }
    }
}

impl Look {
    fn of(row: &Row, selected: bool, model: &Model, theme: &Theme) -> Self {
        let ground = match (selected, model.focus) {
            (false, _) => Style::new(),
            (true, Pane::List) => theme.part(Part::Selected),
            (true, Pane::Reader | Pane::Places) => theme.part(Part::SelectedBehind),
        };
        let out_of_the_way = !row.queue.is_inbox() && row.queue != own_queue(model);
        let headline = theme.part(match (out_of_the_way, model.list.is_handled(row.id)) {
            (true, true) => Part::RowHandled,
            (true, false) => Part::RowRead,
            (false, _) => Part::RowUnread,
        });
        let facts = theme.part(Part::RowDetail);
        let picked = model.list.is_picked(row.id);
        Self { ground, headline: headline.patch(ground), facts: facts.patch(ground), selected, picked, begins: None }
    }
}

/// The queue that is listed, of which nothing is dimmed; the inbox where it is none.
fn own_queue(model: &Model) -> Queue {
    let Scope::View(view) = &model.list.scope else { return Queue::Inbox };
    if view.shown == Shown::Later { Queue::Later } else { Queue::Inbox }
}

fn draw_signs(buffer: &mut Buffer, row: &Row, look: &Look, area: Rect, theme: &Theme) {
    let edge = match (look.selected, look.picked) {
        (true, true) => Some("█"),
        (true, false) => Some("▌"),
        (false, true) => Some("+"),
        (false, false) => None,
    };
    if let Some(edge) = edge {
        for line in area.rows() {
            put(buffer, line.x, line.y, edge, 1, look.ground.patch(theme.part(Part::SignUnread)));
        }
    }
    let sign = match row.queue {
        Queue::Inbox | Queue::Woken(_) if row.watched.is_some() => "◆",
        queue => queue_sign(queue),
    };
    let style = look.ground.patch(theme.part(Part::SignUnread));
    put(buffer, area.x + 1, area.y, sign, 1, style);
    if row.kept {
        let sign = if row.bookmarked { "★" } else { "☆" };
        let style = look.ground.patch(theme.part(Part::SignBookmarked));
        put(buffer, area.x + 2, area.y, sign, 1, style);
    }
}

/// The sign of where an article waits; none for what waits nowhere.
pub fn queue_sign(queue: Queue) -> &'static str {
    match queue {
        Queue::Inbox => "●",
        Queue::Woken(_) => "◉",
        Queue::Later => "»",
        Queue::Snoozed(_) => "z",
        Queue::Muted(_) => "×",
        Queue::Done => "",
    }
}

fn headline(row: &Row) -> (&str, Style) {
    match row.headline_origin {
        Some(HeadlineOrigin::Given) => (&row.headline, Style::new()),
        Some(HeadlineOrigin::Lead) => (&row.headline, Style::new().italic()),
        None => ("(no headline)", Style::new().italic()),
    }
}

/// Whether the list shows one source after the other.
fn goes_by_source(model: &Model) -> bool {
    matches!(&model.list.scope, Scope::View(view) if view.order == Order::BySource && view.source.is_none())
}

/// Writes the name of the group at the end of the first line of its first row, and returns what is left for the headline.
fn draw_group(
    buffer: &mut Buffer,
    row: &Row,
    look: &Look,
    (x, y): (u16, u16),
    width: u16,
    (model, theme): (&Model, &Theme),
) -> u16 {
    let Some(group) = look.begins else { return width };
    let name = group.name(row, model);
    let name = words::fit(&name, width / 2);
    let taken = u16::try_from(words::width(&name)).unwrap_or(0);
    let style = look.ground.patch(theme.part(Part::HelpHeading));
    put(buffer, x + width.saturating_sub(taken), y, &name, taken, style);
    width.saturating_sub(taken + 1)
}

/// A row's story, where it is one of a briefing's.
type Told<'a> = Option<(&'a Story, RowPart)>;

/// Writes the headline, behind the sign of its story.
fn draw_headline(buffer: &mut Buffer, row: &Row, story: Told<'_>, look: &Look, (x, y): (u16, u16), width: u16) {
    let (text, style) = headline(row);
    let sign = story.map_or("", |(_, part)| briefing::sign(part));
    let end = put(buffer, x, y, sign, width, look.facts);
    let room = width.saturating_sub(end - x);
    put(buffer, end, y, &words::fit(text, room), room, look.headline.patch(style));
}

fn draw_one_line(
    buffer: &mut Buffer,
    row: &Row,
    story: Told<'_>,
    look: &Look,
    area: Rect,
    (model, theme): (&Model, &Theme),
) {
    let with_source = area.width >= WITH_SOURCE;
    let tail = DATE + 1 + if with_source { SOURCE + 1 } else { 0 };
    let width = area.width.saturating_sub(SIGNS + tail);
    let room = draw_group(buffer, row, look, (area.x + SIGNS, area.y), width, (model, theme));
    draw_headline(buffer, row, story, look, (area.x + SIGNS, area.y), room);
    if with_source {
        let more = match story {
            Some((story, RowPart::Folded)) => format!("{} +{}", row.source, story.reports.len() - 1),
            Some((_, RowPart::Single | RowPart::Unfolded | RowPart::Further)) | None => sources(row),
        };
        let source = words::fit(&more, SOURCE);
        let x = area.x + SIGNS + width + 1;
        put(buffer, x, area.y, &source, SOURCE, look.facts);
    }
    let date = date(row, model);
    let x = area.right().saturating_sub(u16::try_from(words::width(&date)).unwrap_or(DATE) + 1).max(area.x);
    put(buffer, x, area.y, &date, DATE, look.facts);
}

fn draw_two_lines(
    buffer: &mut Buffer,
    row: &Row,
    story: Told<'_>,
    look: &Look,
    area: Rect,
    (model, theme): (&Model, &Theme),
) {
    let width = area.width.saturating_sub(SIGNS + 1);
    let room = draw_group(buffer, row, look, (area.x + SIGNS, area.y), width, (model, theme));
    draw_headline(buffer, row, story, look, (area.x + SIGNS, area.y), room);
    let facts = facts(row, story, model);
    put(buffer, area.x + SIGNS, area.y + 1, &words::fit(&facts, width), width, look.facts);
}

/// From which byte on a snippet is shown so that its first match is on a line of so many columns.
fn beginning(snippet: &Snippet, width: u16) -> usize {
    let Some(mark) = snippet.marks.first() else { return 0 };
    let before = snippet.text.get(..mark.start).unwrap_or_default();
    let length = snippet.text.get(mark.clone()).map_or(0, words::width);
    if words::width(before) + length <= usize::from(width) {
        return 0;
    }
    let kept = usize::from(width) / 3;
    let spaces = before.char_indices().rev().filter(|(_, c)| *c == ' ').map(|(at, _)| at + 1);
    let near = spaces.take_while(|at| before.get(*at..).is_some_and(|rest| words::width(rest) <= kept));
    near.last().unwrap_or(mark.start)
}

/// Draws what the article was found by on the row's last line.
fn draw_snippet(buffer: &mut Buffer, snippet: &Snippet, look: &Look, area: Rect, theme: &Theme) {
    let (y, right) = (area.bottom().saturating_sub(1), area.right().saturating_sub(1));
    let mut x = area.x + SIGNS;
    let mut at = beginning(snippet, right.saturating_sub(x));
    if at > 0 {
        put(buffer, x, y, "…", 1, look.facts);
        x += 1;
    }
    let plain = look.facts;
    let marked = plain.patch(theme.part(Part::SearchMatch));
    let ends = snippet.marks.iter().flat_map(|mark| [(mark.start, plain), (mark.end, marked)]);
    for (end, style) in ends.chain([(snippet.text.len(), plain)]) {
        let piece = snippet.text.get(at..end).unwrap_or_default();
        let piece = words::fit(piece, right.saturating_sub(x));
        put(buffer, x, y, &piece, right.saturating_sub(x), style);
        x = x.saturating_add(u16::try_from(words::width(&piece)).unwrap_or(u16::MAX)).min(right);
        at = end;
    }
}

fn facts(row: &Row, story: Told<'_>, model: &Model) -> String {
    let date = match row.published {
        Some(_) => date(row, model),
        None => format!("added {}", when(row.sorted_at, model)),
    };
    let quotations = match row.quotations {
        0 => String::new(),
        1 => "1 quotation".to_owned(),
        count => format!("{count} quotations"),
    };
    let put_off = match row.queue {
        Queue::Inbox | Queue::Done | Queue::Muted(_) => String::new(),
        Queue::Woken(at) => format!("snoozed until {} ago", when(at, model)),
        Queue::Later => "later".to_owned(),
        Queue::Snoozed(until) => {
            format!("until {}", dates::full(until, model.clock, &model.config).unwrap_or_default())
        }
    };
    let ruled = model.ruled(row).unwrap_or_default();
    let told = story.map(|(story, part)| briefing::facts(story, part, row)).unwrap_or_default();
    let facts = [ruled, put_off, sources(row), date].into_iter().chain(told).chain([quotations]);
    facts.filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Everybody who brought it, the first of them first.
pub fn sources(row: &Row) -> String {
    let also = row.also.iter().map(|name| &**name);
    std::iter::once(&*row.source).chain(also).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
}

/// When it was published; where that isn't known, when it came in, behind a plus sign.
fn date(row: &Row, model: &Model) -> String {
    row.published.map_or_else(|| format!("+{}", when(row.sorted_at, model)), |at| when(at, model))
}

fn when(at: i64, model: &Model) -> String {
    dates::short(at, model.clock, &model.config)
}

fn draw_nothing(buffer: &mut Buffer, model: &Model, theme: &Theme, area: Rect) {
    let text = match &model.list.scope {
        Scope::Found(_) => "No article meets this query.",
        Scope::Only(_) => "Nothing was taken in.",
        Scope::View(view) => match view.shown {
            Shown::All => "No articles yet. `dateline open FILE` brings some in.",
            Shown::Unread => "Everything is read.",
            Shown::Bookmarked => "No bookmarks yet: s sets one.",
            Shown::Later => "Nothing is put off: w does that.",
            Shown::Snoozed => "Nothing is snoozed: W does that.",
            Shown::Done => "Nothing is done yet.",
            Shown::Muted => "No rule hides anything.",
            Shown::Watched => "No rule points anything out.",
            Shown::Tagged(_) => "No article has this tag.",
        },
    };
    let elsewhere = match &model.list.scope {
        Scope::View(View { shown: Shown::All, .. }) => None,
        Scope::View(_) | Scope::Found(_) | Scope::Only(_) => status::key(model, Command::ShowAll),
    };
    let back = elsewhere.map(|key| format!("{key} lists all articles."));
    for (line, row) in std::iter::once(text.to_owned()).chain(back).zip(area.rows()) {
        let line = words::fit(&line, area.width.saturating_sub(2));
        put(buffer, row.x + 1, row.y, &line, row.width, theme.part(Part::Empty));
    }
}
