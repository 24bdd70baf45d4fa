//! Draws the picture in the README: a real screen of the reader, taken from its buffer, as SVG on standard output.
//!
//! ```text
//! cargo run --example picture > assets/screen.svg
//! ```

use std::fmt::Write as _;

use anyhow::Result;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use dateline::{
    app::{Clock, Message, Model},
    catalog::Scope,
    library::Library,
    run::World,
    settings::{
        Settings,
        colour::{Background, Depth},
    },
    text::quotes::Lexicon,
    ui,
};
use ratatui::{
    buffer::{Buffer, Cell},
    layout::Rect,
    style::{Color, Modifier},
};
use unicode_width::UnicodeWidthStr as _;

/// The screen, in columns and rows.
const SCREEN: (u16, u16) = (110, 32);
/// Into the article, to its third quotation.
const KEYS: [KeyCode; 4] = [KeyCode::Enter, KeyCode::Char(')'), KeyCode::Char(')'), KeyCode::Char(')')];
/// 2026-11-22 12:00 UTC, in Unix seconds.
const NOW: i64 = 1_795_348_800;

/// A cell, in units of the picture.
const CELL: (usize, usize) = (9, 20);
/// How far a line of letters stands below the top of its cell.
const BASELINE: usize = 15;
/// The empty border of the picture.
const MARGIN: usize = 14;
const FONT: &str = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";
/// The terminal's own ground and letters.
const GROUND: &str = "#16181d";
const LETTERS: &str = "#d4d4d4";

fn main() -> Result<()> {
    let home = tempfile::tempdir()?;
    let mut library = Library::open(home.path(), home.path(), NOW)?.library;
    library.take_seeds(Lexicon::built_in(), NOW)?;
    print!("{}", svg(&Reader::open(library).screen()));
    Ok(())
}

/// A reader without a terminal.
struct Reader {
    model: Model,
    world: World,
}

impl Reader {
    fn open(library: Library) -> Self {
        let settings = Settings::default();
        let model = Model::new(settings.config.clone(), settings.keymap.clone(), Scope::default());
        let mut reader = Self { model, world: World::new(library, settings, Vec::new()) };
        reader.tell(Message::Clock(Clock { now: NOW, offset: 0 }));
        reader.tell(Message::Resized(SCREEN.0, SCREEN.1));
        for code in KEYS {
            reader.tell(Message::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        }
        reader
    }

    fn tell(&mut self, message: Message) {
        let perform = &mut |effect| self.world.perform(effect).heard();
        self.model.hear(message, perform);
        self.model.settle(perform);
    }

    fn screen(&self) -> Buffer {
        let theme = self.world.settings.theme(Background::Dark, Depth::True);
        let mut buffer = Buffer::empty(Rect::new(0, 0, SCREEN.0, SCREEN.1));
        ui::draw(&mut buffer, &self.model, &theme);
        buffer
    }
}

/// Letters of one look, side by side.
struct Run<'a> {
    column: usize,
    columns: usize,
    text: String,
    cell: &'a Cell,
    open: Open,
}

/// Whether more letters may come to a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Yes,
    No,
}

impl Run<'_> {
    /// Whether a cell looks the same and stands beside the run, or one blank after it.
    fn goes_on(&self, column: usize, cell: &Cell) -> bool {
        column <= self.column + self.columns + 1 && look(self.cell) == look(cell)
    }
}

fn svg(buffer: &Buffer) -> String {
    let (width, height) = (usize::from(buffer.area.width) * CELL.0, usize::from(buffer.area.height) * CELL.1);
    let (outer_width, outer_height) = (width + 2 * MARGIN, height + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {outer_width} {outer_height}\" \
         width=\"{outer_width}\" height=\"{outer_height}\" font-family=\"{FONT}\" font-size=\"15\" fill=\"{LETTERS}\">\n\
         <title>dateline: a list of articles, and an article with its quotations highlighted</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{GROUND}\"/>\n\
         <g transform=\"translate({MARGIN} {MARGIN})\">\n"
    );
    for (row, cells) in buffer.content.chunks(usize::from(buffer.area.width)).enumerate() {
        grounds(&mut out, row, cells);
        for run in runs(cells) {
            letters(&mut out, row, &run);
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// What lies behind the letters of a row.
fn grounds(out: &mut String, row: usize, cells: &[Cell]) {
    let mut column = 0;
    for same in cells.chunk_by(|one, other| ground(one) == ground(other)) {
        if let Some(colour) = same.first().and_then(ground) {
            let (x, y, width) = (column * CELL.0, row * CELL.1, same.len() * CELL.0);
            let height = CELL.1;
            ignore(writeln!(
                out,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\" \
                 shape-rendering=\"crispEdges\"/>"
            ));
        }
        column += same.len();
    }
}

/// Divides a row into runs. Letters twice as wide and lines that go on below stand alone, so that all keep to the grid;
/// a single blank between words of one look is part of their run.
fn runs(cells: &[Cell]) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut column = 0;
    while let Some(cell) = cells.get(column) {
        let columns = cell.symbol().width().max(1);
        let here = column;
        column += columns;
        if cell.symbol().trim().is_empty() && !cell.modifier.contains(Modifier::UNDERLINED) {
            continue;
        }
        let open = if columns > 1 || upright(cell.symbol()).is_some() { Open::No } else { Open::Yes };
        match runs.last_mut() {
            Some(last) if last.open == open && open == Open::Yes && last.goes_on(here, cell) => {
                let blank = here > last.column + last.columns;
                last.text.push_str(if blank { " " } else { "" });
                last.text.push_str(cell.symbol());
                last.columns = column - last.column;
            }
            _ => runs.push(Run { column: here, columns, text: cell.symbol().to_owned(), cell, open }),
        }
    }
    runs
}

fn letters(out: &mut String, row: usize, run: &Run<'_>) {
    let (x, y) = (run.column * CELL.0, row * CELL.1);
    if let Some((width, dashes)) = upright(&run.text) {
        let (middle, below) = (x + CELL.0 / 2, y + CELL.1);
        let colour = letter_colour(run.cell).unwrap_or_else(|| LETTERS.to_owned());
        ignore(writeln!(
            out,
            "<path d=\"M{middle} {y}V{below}\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}/>"
        ));
        return;
    }
    let (baseline, length) = (y + BASELINE, run.columns * CELL.0);
    let mut attributes = String::new();
    if let Some(colour) = letter_colour(run.cell) {
        ignore(write!(attributes, " fill=\"{colour}\""));
    }
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if run.cell.modifier.contains(modifier) {
            attributes.push_str(attribute);
        }
    }
    let text = run.text.replace('&', "&amp;").replace('<', "&lt;");
    ignore(writeln!(out, "<text x=\"{x}\" y=\"{baseline}\" textLength=\"{length}\"{attributes}>{text}</text>"));
}

/// Upright lines are drawn, not written, so that they meet those above and below: their width, and how they are broken.
fn upright(text: &str) -> Option<(usize, &'static str)> {
    match text {
        "│" => Some((1, "")),
        "┃" => Some((3, "")),
        "╎" | "┆" => Some((1, " stroke-dasharray=\"6 4\"")),
        "╏" | "┇" => Some((3, " stroke-dasharray=\"6 4\"")),
        "┊" => Some((1, " stroke-dasharray=\"2 3\"")),
        "┋" => Some((3, " stroke-dasharray=\"2 3\"")),
        _ => None,
    }
}

fn look(cell: &Cell) -> (Option<String>, Modifier) {
    (letter_colour(cell), cell.modifier)
}

fn ground(cell: &Cell) -> Option<String> {
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    if reversed { Some(hex(cell.fg).unwrap_or_else(|| LETTERS.to_owned())) } else { hex(cell.bg) }
}

fn letter_colour(cell: &Cell) -> Option<String> {
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    if reversed { Some(hex(cell.bg).unwrap_or_else(|| GROUND.to_owned())) } else { hex(cell.fg) }
}

/// A colour of the theme, which names each by its parts; `None` for the terminal's own.
fn hex(colour: Color) -> Option<String> {
    match colour {
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        _ => None,
    }
}

/// Writing into a string can't go wrong.
fn ignore(written: std::fmt::Result) {
    debug_assert!(written.is_ok());
}
