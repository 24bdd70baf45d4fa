//! Bytes that move a terminal's cursor, set its colours and print. It knows escape sequences (ECMA-48, xterm), not what
//! is drawn.

use ratatui::style::{Color, Modifier};

use super::glyph::{Glyph, Glyphs, Look};

/// What the codes of colours for letters, the ground and the line under letters begin with.
const LETTERS: u16 = 30;
const GROUND: u16 = 40;
const LINE: u16 = 50;

/// No gap of more columns is written in fewer bytes than going past it takes.
pub const FARTHEST: u16 = 4;

/// The codes of "select graphic rendition" that set a modifier.
const CODES: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// The terminal's pen: where it stands and how it writes, as far as that is known.
#[derive(Debug)]
pub struct Pen<'a> {
    out: &'a mut Vec<u8>,
    glyphs: &'a Glyphs,
    at: Option<(u16, u16)>,
    /// The number of its look.
    look: u32,
}

impl<'a> Pen<'a> {
    /// A pen that writes plainly, wherever it stands.
    pub fn new(out: &'a mut Vec<u8>, glyphs: &'a Glyphs) -> Self {
        Self { out, glyphs, at: None, look: Glyph::EMPTY.look() }
    }

    /// What the numbers of its glyphs mean.
    pub fn glyphs(&self) -> &'a Glyphs {
        self.glyphs
    }

    /// The column where the pen stands, if it stands in that row.
    pub fn column(&self, row: u16) -> Option<u16> {
        self.at.filter(|(_, y)| *y == row).map(|(x, _)| x)
    }

    /// How many bytes it takes to go so many columns to the right.
    pub fn distance(columns: usize) -> usize {
        match columns {
            0 => 0,
            1 => 3,
            2..=9 => 4,
            _ => 5,
        }
    }

    /// Goes to a cell.
    pub fn go_to(&mut self, x: u16, y: u16) {
        match self.column(y).and_then(|column| x.checked_sub(column)) {
            Some(0) => return,
            Some(1) => self.out.extend(b"\x1b[C"),
            Some(columns) => self.sequence(&[columns], b'C'),
            None => self.sequence(&[y + 1, x + 1], b'H'),
        }
        self.at = Some((x, y));
    }

    /// Whether going past a glyph can be done by writing it as well.
    pub fn can_pass(&self, glyph: Glyph) -> bool {
        glyph.columns() == 1 && self.glyphs.is_sure(glyph) && self.has_look_of(glyph)
    }

    /// Whether a glyph can be written without a change of colours.
    fn has_look_of(&self, glyph: Glyph) -> bool {
        glyph.look() == self.look
            || (self.glyphs.is_blank(glyph)
                && self.glyphs.look(glyph.look()).ground == self.glyphs.look(self.look).ground
                && !self.glyphs.look(self.look).shows_on_blanks())
    }

    /// Writes a glyph of `width` columns where the pen stands, in a row of `columns`.
    pub fn write(&mut self, glyph: Glyph, width: u16, columns: u16) {
        if !self.has_look_of(glyph) {
            self.take_look(glyph.look());
        }
        if let (Some(byte), Some((x, y))) = (glyph.byte(), self.at) {
            // Most of all text.
            self.out.push(byte);
            self.at = (x + 1 < columns).then_some((x + 1, y));
            return;
        }
        let sure = self.glyphs.is_sure(glyph);
        if let (false, 2.., Some((x, y))) = (sure, width, self.at) {
            // Where the terminal gives it less room, nothing old may stay beside it.
            self.out.extend((0..width).map(|_| b' '));
            self.sequence(&[y + 1, x + 1], b'H');
        }
        self.glyphs.symbol_of(glyph, |symbol| self.out.extend(symbol.as_bytes()));
        // At the end of a row, and after what terminals disagree about, nobody knows where the pen stands.
        self.at = self.at.map(|(x, y)| (x + width, y)).filter(|(x, _)| sure && *x < columns);
    }

    /// Empties the rest of the row from where the pen stands.
    pub fn clear_rest(&mut self) {
        let look = self.glyphs.look(self.look);
        if look.ground != Color::Reset || look.shows_on_blanks() {
            self.take_look(Glyph::EMPTY.look());
        }
        self.out.extend(b"\x1b[K");
    }

    /// Empties the screen.
    pub fn clear(&mut self) {
        self.out.extend(b"\x1b[m\x1b[2J");
        self.look = Glyph::EMPTY.look();
    }

    /// Leaves the terminal writing plainly.
    pub fn lay_down(&mut self) {
        if self.look != Glyph::EMPTY.look() {
            self.take_look(Glyph::EMPTY.look());
        }
    }

    /// Shows the cursor in a cell, or hides it.
    pub fn show_cursor(&mut self, at: Option<(u16, u16)>) {
        match at {
            Some((x, y)) => {
                self.at = None;
                self.go_to(x, y);
                self.out.extend(b"\x1b[?25h");
            }
            None => self.out.extend(b"\x1b[?25l"),
        }
    }

    fn take_look(&mut self, number: u32) {
        let look = self.glyphs.look(number);
        let was = self.glyphs.look(std::mem::replace(&mut self.look, number));
        self.out.extend(b"\x1b[");
        if look == Look::PLAIN {
            self.out.push(b'm');
            return;
        }
        let taken_away = !look.modifier.contains(was.modifier);
        let was = if taken_away { Look::PLAIN } else { was };
        if taken_away {
            self.out.extend(b"0;");
        }
        for (modifier, code) in CODES {
            if look.modifier.contains(modifier) && !was.modifier.contains(modifier) {
                self.number(code.into());
                self.out.push(b';');
            }
        }
        for (colour, before, base) in
            [(look.letters, was.letters, LETTERS), (look.ground, was.ground, GROUND), (look.line, was.line, LINE)]
        {
            if colour != before {
                self.colour(colour, base);
                self.out.push(b';');
            }
        }
        // What was pushed last is a semicolon: the look is another one.
        self.out.pop();
        self.out.push(b'm');
    }

    /// A colour's parameters, for what `base` says.
    fn colour(&mut self, colour: Color, base: u16) {
        let index = match colour {
            Color::Reset => return self.number(base + 9),
            Color::Rgb(red, green, blue) => {
                return self.numbers(&[base + 8, 2, red.into(), green.into(), blue.into()]);
            }
            Color::Indexed(index) => index,
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        };
        match index {
            // A terminal of sixteen colours takes the five of `38;5;…` for blinking; lines have no shorter form.
            0..=7 if base < LINE => self.number(base + u16::from(index)),
            8..=15 if base < LINE => self.number(base + 52 + u16::from(index)),
            _ => self.numbers(&[base + 8, 5, index.into()]),
        }
    }

    fn sequence(&mut self, numbers: &[u16], end: u8) {
        self.out.extend(b"\x1b[");
        self.numbers(numbers);
        self.out.push(end);
    }

    fn numbers(&mut self, numbers: &[u16]) {
        for (index, number) in numbers.iter().enumerate() {
            if index > 0 {
                self.out.push(b';');
            }
            self.number(*number);
        }
    }

    fn number(&mut self, number: u16) {
        if number >= 10 {
            self.number(number / 10);
        }
        self.out.push(b'0' + u8::try_from(number % 10).unwrap_or_default());
    }
}
