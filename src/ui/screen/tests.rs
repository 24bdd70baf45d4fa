//! The bytes of frames, shown by a terminal that isn't ours.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use proptest::prelude::*;
use ratatui::{
    buffer::Cell,
    style::{Color, Modifier, Style},
};

use super::*;
use crate::ui::{graphemes::width, ink::put};

const COLUMNS: u16 = 24;
const ROWS: u16 = 4;

/// A screen, and a terminal that shows what the screen says.
struct Shown {
    screen: Screen,
    terminal: vt100::Parser,
    bytes: Vec<u8>,
}

impl Shown {
    fn new() -> Self {
        let terminal = vt100::Parser::new(ROWS.try_into().unwrap(), COLUMNS.try_into().unwrap(), 0);
        Self { screen: Screen::new(COLUMNS, ROWS), terminal, bytes: Vec::new() }
    }

    fn frame(&mut self, pieces: &[Piece]) -> Buffer {
        let mut drawn = Buffer::empty(Rect::new(0, 0, COLUMNS, ROWS));
        draw(&mut drawn, pieces);
        self.bytes.clear();
        self.screen.frame(&mut self.bytes, |buffer| {
            draw(buffer, pieces);
            None
        });
        self.terminal.process(&self.bytes);
        drawn
    }

    /// Where the terminal shows something else than was drawn.
    fn difference(&self, drawn: &Buffer) -> Option<String> {
        let mut x = 0;
        drawn.area.positions().find_map(|place| {
            if place.x > 0 && place.x < x {
                return None;
            }
            let cell = &drawn[place];
            x = place.x + columns_of(cell);
            let shown = self.terminal.screen().cell(place.y, place.x).unwrap();
            let text = if shown.contents().is_empty() { " " } else { shown.contents() };
            let modifiers = [
                (Modifier::BOLD, shown.bold()),
                (Modifier::ITALIC, shown.italic()),
                (Modifier::UNDERLINED, shown.underline()),
                (Modifier::REVERSED, shown.inverse()),
            ];
            let blank = cell.symbol() == " " && !cell.modifier.intersects(Modifier::REVERSED | Modifier::UNDERLINED);
            let same = text == cell.symbol()
                && colour(cell.bg) == shown.bgcolor()
                && (blank || colour(cell.fg) == shown.fgcolor())
                && (blank || modifiers.iter().all(|(modifier, set)| cell.modifier.contains(*modifier) == *set));
            (!same).then(|| format!("{place}: drawn {cell:?}, shown {text:?} {shown:?}"))
        })
    }
}

fn columns_of(cell: &Cell) -> u16 {
    width(cell.symbol()).max(1)
}

fn colour(colour: Color) -> vt100::Color {
    match colour {
        Color::Red => vt100::Color::Idx(1),
        Color::Indexed(index) => vt100::Color::Idx(index),
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        _ => vt100::Color::Default,
    }
}

#[derive(Debug, Clone)]
struct Piece {
    x: u16,
    y: u16,
    text: String,
    style: Style,
}

fn draw(buffer: &mut Buffer, pieces: &[Piece]) {
    for piece in pieces {
        put(buffer, piece.x, piece.y, &piece.text, COLUMNS, piece.style);
        // What was half covered is no more: as where panes overlap.
        mend(buffer, piece.y);
    }
}

fn mend(buffer: &mut Buffer, y: u16) {
    let mut x = 0;
    while x < COLUMNS {
        let width = columns_of(&buffer[(x, y)]);
        for hidden in x + 1..x + width {
            if hidden >= COLUMNS || buffer[(hidden, y)].symbol() != " " {
                buffer[(x, y)].set_symbol(" ");
            }
        }
        x += columns_of(&buffer[(x, y)]);
    }
}

fn styles() -> impl Strategy<Value = Style> {
    prop_oneof![
        Just(Style::new()),
        Just(Style::new().fg(Color::Red)),
        Just(Style::new().fg(Color::Rgb(1, 20, 255)).bold()),
        Just(Style::new().bg(Color::Indexed(200))),
        Just(Style::new().italic().underlined()),
        Just(Style::new().reversed()),
    ]
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let text = "[a-c ]{0,12}|[ab世界“” ]{1,8}|[a ]{20,30}|[世]{1,14}";
    let piece = (0..COLUMNS, 0..ROWS, text, styles()).prop_map(|(x, y, text, style)| Piece { x, y, text, style });
    prop::collection::vec(piece, 0..6)
}

proptest! {
    #[test]
    fn a_terminal_shows_what_was_drawn_whatever_was_there_before(frames in prop::collection::vec(pieces(), 1..6)) {
        let mut shown = Shown::new();
        for pieces in frames {
            let drawn = shown.frame(&pieces);
            prop_assert_eq!(shown.difference(&drawn), None);
        }
    }
}

fn piece(x: u16, y: u16, text: &str, style: Style) -> Piece {
    Piece { x, y, text: text.into(), style }
}

#[test]
fn a_frame_that_changes_nothing_is_no_byte() {
    let mut shown = Shown::new();
    let pieces = [piece(3, 1, "a headline", Style::new().bold())];
    shown.frame(&pieces);
    shown.frame(&pieces);
    assert_eq!(shown.bytes, b"");
}

#[test]
fn a_changed_letter_is_a_move_and_a_letter() {
    let mut shown = Shown::new();
    shown.frame(&[piece(0, 1, "a headline", Style::new())]);
    shown.frame(&[piece(0, 1, "a deadline", Style::new())]);
    assert_eq!(shown.bytes, b"\x1b[2;3Hd");
}

#[test]
fn blanks_to_the_end_of_a_row_are_one_sequence() {
    let mut shown = Shown::new();
    shown.frame(&[piece(0, 0, "a headline of a row", Style::new())]);
    shown.frame(&[piece(0, 0, "a", Style::new())]);
    assert_eq!(shown.bytes, b"\x1b[1;3H\x1b[K");
}

#[test]
fn what_is_unchanged_between_two_changes_is_written_where_that_is_shorter() {
    let mut shown = Shown::new();
    shown.frame(&[piece(0, 0, "ab cde f", Style::new())]);
    shown.frame(&[piece(0, 0, "xb yde z", Style::new())]);
    assert_eq!(shown.bytes, b"\x1b[1;1Hxb yde z");
}

#[test]
fn what_terminals_give_different_room_moves_nothing_beside_it() {
    let mut shown = Shown::new();
    shown.frame(&[piece(0, 0, "old text", Style::new())]);
    shown.frame(&[piece(0, 0, "👨‍👩‍👧 new", Style::new())]);
    let written = String::from_utf8(shown.bytes).unwrap();
    assert_eq!(written, "\x1b[1;1H  \x1b[1;1H👨‍👩‍👧\x1b[1;3H new\x1b[K");
}

#[test]
fn a_screen_that_is_not_known_is_cleared_first_and_drawn_whole() {
    let mut shown = Shown::new();
    let pieces = [piece(0, 0, "x", Style::new())];
    shown.frame(&pieces);
    shown.screen.forget();
    shown.frame(&pieces);
    assert_eq!(shown.bytes, b"\x1b[m\x1b[2J\x1b[1;1Hx");
}
