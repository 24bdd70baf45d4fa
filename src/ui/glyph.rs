//! What a cell shows, in a few bytes: two screens are compared at every key. It knows cells, not where they stand.

use std::collections::BTreeMap;

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier},
};

use super::graphemes::{is_sure, width};

/// What shows on a blank, so that one with it isn't like another.
const ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK);

/// The first number that isn't a character's: those of graphemes of several characters begin here.
const SEVERAL: u32 = 0x11_0000;
/// So many looks and graphemes are remembered before all are forgotten.
const MOST: usize = 4_096;

/// Colours and modifiers of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Of letters.
    pub letters: Color,
    /// Of what lies behind them.
    pub ground: Color,
    /// Of the line under them.
    pub line: Color,
    /// Bold and the like.
    pub modifier: Modifier,
}

/// What a cell shows. Numbers of looks and of graphemes are those of its [`Glyphs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    symbol: u32,
    look: u32,
    columns: u16,
}

/// The looks and graphemes that glyphs have numbers for.
#[derive(Debug)]
pub struct Glyphs {
    looks: Vec<Look>,
    /// The number of the look that was asked for last: most cells look like the one before.
    last: (Look, u32),
    several: Vec<Box<str>>,
    numbers: BTreeMap<Box<str>, u32>,
}

impl Look {
    /// Of a cell that nothing was written to.
    pub const PLAIN: Self =
        Self { letters: Color::Reset, ground: Color::Reset, line: Color::Reset, modifier: Modifier::empty() };

    fn of(cell: &Cell) -> Self {
        Self { letters: cell.fg, ground: cell.bg, line: cell.underline_color, modifier: cell.modifier }
    }

    /// Whether a blank of this look is more than its ground.
    pub fn shows_on_blanks(&self) -> bool {
        self.modifier.intersects(ON_BLANKS)
    }
}

impl Glyph {
    /// A cell that nothing was written to.
    pub const EMPTY: Self = Self { symbol: ' ' as u32, look: 0, columns: 1 };

    /// How many columns it takes, with those hidden behind it; at least one.
    pub fn columns(self) -> u16 {
        self.columns
    }

    /// The number of its look; 0 is [`Look::PLAIN`].
    pub fn look(self) -> u32 {
        self.look
    }

    /// Its character, if it is one that every terminal gives one column, and the byte is all of it.
    pub fn byte(self) -> Option<u8> {
        u8::try_from(self.symbol).ok().filter(u8::is_ascii)
    }
}

impl Default for Glyphs {
    fn default() -> Self {
        Self { looks: vec![Look::PLAIN], last: (Look::PLAIN, 0), several: Vec::new(), numbers: BTreeMap::new() }
    }
}

impl Glyphs {
    /// Whether there are so many that it is time to begin anew.
    pub fn are_many(&self) -> bool {
        self.looks.len().max(self.several.len()) > MOST
    }

    /// What a cell shows.
    pub fn of(&mut self, cell: &Cell) -> Glyph {
        let look = self.number(Look::of(cell));
        match cell.symbol().as_bytes() {
            [byte] => Glyph { symbol: u32::from(*byte), look, columns: 1 },
            _ => Glyph { symbol: self.symbol(cell.symbol()), look, columns: width(cell.symbol()).max(1) },
        }
    }

    fn number(&mut self, look: Look) -> u32 {
        if look != self.last.0 {
            let known = self.looks.iter().position(|known| *known == look);
            let number = known.unwrap_or_else(|| {
                self.looks.push(look);
                self.looks.len() - 1
            });
            self.last = (look, u32::try_from(number).unwrap_or(u32::MAX));
        }
        self.last.1
    }

    fn symbol(&mut self, symbol: &str) -> u32 {
        let mut characters = symbol.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => u32::from(only),
            _ => self.several(symbol),
        }
    }

    fn several(&mut self, symbol: &str) -> u32 {
        if let Some(number) = self.numbers.get(symbol) {
            return *number;
        }
        let number = u32::try_from(self.several.len()).unwrap_or(u32::MAX).saturating_add(SEVERAL);
        self.several.push(symbol.into());
        self.numbers.insert(symbol.into(), number);
        number
    }

    /// The look of a number.
    pub fn look(&self, number: u32) -> Look {
        usize::try_from(number).ok().and_then(|number| self.looks.get(number)).copied().unwrap_or(Look::PLAIN)
    }

    /// Has `print` print a glyph's grapheme.
    pub fn symbol_of<T>(&self, glyph: Glyph, print: impl FnOnce(&str) -> T) -> T {
        if let Some(only) = char::from_u32(glyph.symbol) {
            return print(only.encode_utf8(&mut [0; 4]));
        }
        let number = usize::try_from(glyph.symbol.saturating_sub(SEVERAL));
        print(number.ok().and_then(|number| self.several.get(number)).map_or(" ", |symbol| symbol))
    }

    /// Whether every terminal gives a glyph the room that is counted here.
    pub fn is_sure(&self, glyph: Glyph) -> bool {
        self.symbol_of(glyph, is_sure)
    }

    /// Whether a glyph shows nothing but its ground.
    pub fn is_blank(&self, glyph: Glyph) -> bool {
        glyph.symbol == u32::from(' ') && !self.look(glyph.look).shows_on_blanks()
    }

    /// Whether a glyph looks as if nothing had ever been written there.
    pub fn is_empty(&self, glyph: Glyph) -> bool {
        self.is_blank(glyph) && self.look(glyph.look).ground == Color::Reset
    }

    /// Whether two glyphs can't be told apart on the screen.
    pub fn are_same(&self, one: Glyph, other: Glyph) -> bool {
        one == other || (one.symbol == other.symbol && self.is_blank(one) && self.look_alike(one, other))
    }

    /// Of two blanks, of which the first one shows nothing but its ground.
    fn look_alike(&self, one: Glyph, other: Glyph) -> bool {
        self.is_blank(other) && self.look(one.look).ground == self.look(other.look).ground
    }
}
