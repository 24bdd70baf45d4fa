//! The reader without a terminal: keys go in, a picture of the screen comes out, with a second one of its styles.

use std::collections::BTreeMap;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use dateline::{
    app::{Clock, Effect, Message, Model, outside::Wish},
    catalog::Scope,
    library::Library,
    run::{After, World},
    settings::{Settings, colour::Background},
    sources::files,
    text::{document::Extent, quotes::Lexicon},
    ui,
};
use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use super::place::Place;

/// 2026-11-22 12:00 UTC.
pub const NOW: i64 = 1_795_348_800;

/// A reader at a screen of its own.
pub struct Reader {
    pub model: Model,
    pub world: World,
    pub place: Place,
    buffer: Buffer,
    pub asked: Vec<String>,
    /// Whether articles are really saved and handed to programs.
    pub hands_out: bool,
}

impl Reader {
    /// A first run on a screen of this size.
    pub fn first_run(columns: u16, rows: u16) -> Self {
        let place = Place::new();
        let mut library = open(&place);
        library.take_seeds(Lexicon::built_in(), NOW).unwrap();
        Self::on(place, library, Scope::default(), columns, rows)
    }

    /// A run on these files: name and content.
    pub fn with_files(contents: &[(&str, &str)], columns: u16, rows: u16) -> Self {
        let place = Place::new();
        let mut library = open(&place);
        let paths: Vec<_> = contents.iter().map(|(name, text)| place.file(name, text).into()).collect();
        let gathered = files::gather(&paths);
        library.take_in(&gathered.inputs, Extent::Article, Lexicon::built_in(), NOW).unwrap();
        Self::on(place, library, Scope::default(), columns, rows)
    }

    pub fn on(place: Place, library: Library, scope: Scope, columns: u16, rows: u16) -> Self {
        let settings = Settings::default();
        let model = Model::new(settings.config.clone(), settings.keymap.clone(), scope);
        let world = World::new(library, settings, Vec::new());
        let mut reader = Self { model, world, place, buffer: Buffer::default(), asked: Vec::new(), hands_out: false };
        reader.tell(Message::Clock(Clock { now: NOW, offset: 0 }));
        reader.resize(columns, rows);
        reader
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        self.tell(Message::Resized(columns, rows));
    }

    /// Presses keys: characters as they are, others as `<Enter>`, `<C-d>`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in parse(keys) {
            self.tell(Message::Key(key));
        }
        self
    }

    pub fn click(&mut self, column: u16, row: u16) {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row);
    }

    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) {
        self.tell(Message::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    }

    pub fn tell(&mut self, message: Message) {
        let Self { model, world, asked, hands_out, .. } = self;
        let perform = &mut |effect| match effect {
            Effect::Outside(Wish::Save(..) | Wish::Pipe(..) | Wish::Share(..) | Wish::BrowseAnyway(_))
                if !*hands_out =>
            {
                asked.push("outside".into());
                None
            }
            effect => perform(world, asked, effect),
        };
        model.hear(message, perform);
        model.settle(perform);
    }

    /// Lets the time before the next key be used.
    pub fn rest(&mut self) -> &mut Self {
        let Self { model, world, asked, .. } = self;
        model.prepare(&mut |effect| perform(world, asked, effect));
        self
    }

    fn draw(&mut self) {
        let theme = self.world.settings.theme(Background::Dark, dateline::settings::colour::Depth::True);
        self.buffer.reset();
        ui::draw(&mut self.buffer, &self.model, &theme);
    }

    /// The screen's text, a line a row, without blanks at the ends.
    pub fn picture(&mut self) -> String {
        self.draw();
        let buffer = &self.buffer;
        let rows = buffer.area.rows().map(|row| {
            let cells = row.columns().map(|cell| buffer[(cell.x, cell.y)].symbol());
            cells.collect::<String>().trim_end().to_owned()
        });
        rows.collect::<Vec<_>>().join("\n")
    }

    /// The screen's text and, under it, a letter for each cell's style, with what the letters mean.
    pub fn picture_with_styles(&mut self) -> String {
        let text = self.picture();
        let buffer = &self.buffer;
        let mut letters: BTreeMap<String, char> = BTreeMap::new();
        let mut next = ('a'..='z').chain('A'..='Z');
        let mut grid = String::new();
        for row in buffer.area.rows() {
            let mut line = String::new();
            for cell in row.columns() {
                let style = buffer[(cell.x, cell.y)].style();
                line.push(if plain(style) {
                    ' '
                } else {
                    *letters.entry(named(style)).or_insert_with(|| next.next().unwrap_or('?'))
                });
            }
            grid.push_str(line.trim_end());
            grid.push('\n');
        }
        let mut legend: Vec<_> = letters.into_iter().map(|(style, letter)| format!("{letter} {style}")).collect();
        legend.sort();
        format!("{text}\n---\n{grid}---\n{}", legend.join("\n"))
    }
}

/// Performs what needs no other program, and notes the rest.
fn perform(world: &mut World, asked: &mut Vec<String>, effect: Effect) -> Option<Message> {
    match effect {
        Effect::Browse(url) => asked.push(format!("browse {url}")),
        Effect::Copy(what, text) => asked.push(format!("copy {what}: {text}")),
        Effect::Page(_) => asked.push("page".into()),
        effect => match world.perform(effect) {
            After::Heard(message) | After::Relook(message) => return Some(message),
            After::Quit => asked.push("quit".into()),
            After::Suspend => asked.push("suspend".into()),
            After::Edit(draft) => return write(world, asked, draft),
            After::Nothing | After::Redraw | After::Foreground(_) => {}
        },
    }
    None
}

/// Writes what a test laid aside as `write WORDS`, as an editor would (without words, it is closed at once); after `fail WORDS` the editor fails when they are
/// written, and without either before.
fn write(world: &mut World, asked: &mut Vec<String>, draft: dateline::run::Draft) -> Option<Message> {
    let asked_to = asked.iter().position(|one| one.starts_with("write ") || one.starts_with("fail "));
    let words = asked_to.map(|at| asked.remove(at));
    let (how, words) = words.as_deref().and_then(|words| words.split_once(' ')).unwrap_or(("fail", ""));
    if !words.is_empty() {
        let old = std::fs::read_to_string(draft.path()).unwrap();
        let (_, rest) = old.split_once("\n\n<!--").unwrap();
        std::fs::write(draft.path(), format!("{words}\n\n<!--{rest}")).unwrap();
    }
    let edited = if how == "fail" { Err("the editor ended badly".to_owned()) } else { Ok(()) };
    world.take_note(draft, edited)
}

fn open(place: &Place) -> Library {
    Library::open(&place.data(), &place.config(), NOW).unwrap().library
}

fn plain(style: Style) -> bool {
    use ratatui::style::Color;
    let reset = |colour: Option<Color>| colour.is_none_or(|colour| colour == Color::Reset);
    reset(style.fg) && reset(style.bg) && style.add_modifier.is_empty()
}

fn named(style: Style) -> String {
    let colour = |name, colour: Option<ratatui::style::Color>| match colour {
        None | Some(ratatui::style::Color::Reset) => String::new(),
        Some(colour) => format!("{name}{colour} "),
    };
    let modifiers = if style.add_modifier.is_empty() { String::new() } else { format!("{:?}", style.add_modifier) };
    format!("{}{}{modifiers}", colour("", style.fg), colour("on ", style.bg)).trim_end().to_owned()
}

pub fn parse(keys: &str) -> Vec<KeyEvent> {
    let mut out = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let special = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
        if let Some((name, after)) = special.filter(|(name, _)| !name.is_empty()) {
            out.push(named_key(name));
            rest = after;
            continue;
        }
        let modifiers = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
        out.push(KeyEvent::new(KeyCode::Char(c), modifiers));
        rest = &rest[c.len_utf8()..];
    }
    out
}

fn named_key(name: &str) -> KeyEvent {
    if let Some(c) = name.strip_prefix("C-") {
        return KeyEvent::new(KeyCode::Char(c.chars().next().unwrap()), KeyModifiers::CONTROL);
    }
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Space" => KeyCode::Char(' '),
        "Tab" => KeyCode::Tab,
        "PageDown" => KeyCode::PageDown,
        "PageUp" => KeyCode::PageUp,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Backspace" => KeyCode::Backspace,
        other => panic!("no key {other}"),
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// So that a test can say what an event is.
#[allow(dead_code, reason = "kept for tests that feed events")]
pub fn key_event(key: KeyEvent) -> Event {
    Event::Key(key)
}
