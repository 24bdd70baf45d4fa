//! Colours: how they are written, how many a terminal has, and the nearest of those. Knows no roles.

use std::ffi::OsString;

use ratatui::style::{Color, Modifier, Style};

use super::config::Colours;

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Depth {
    /// None: attributes only.
    None,
    /// The 16 of ANSI terminals.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// 16 million.
    True,
}

/// What lies behind the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Background {
    /// Dark letters on light.
    Light,
    /// Light letters on dark.
    Dark,
    /// The terminal doesn't say.
    Unknown,
}

/// The ANSI colours by name, in the order of their numbers.
pub(super) const NAMES: [(&str, Color); 16] = [
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

impl Depth {
    /// What the environment says of the terminal, under the user's wish: `NO_COLOR` (<https://no-color.org>), then
    /// `CLICOLOR_FORCE` and `CLICOLOR` (<https://bixense.com/clicolors>), then `COLORTERM` and `TERM`.
    #[must_use]
    pub fn from_environment(environment: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = |name| environment(name).filter(|value| !value.is_empty());
        let forced = set("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        let refused = set("CLICOLOR").is_some_and(|value| value == "0");
        if set("NO_COLOR").is_some() || (refused && !forced) {
            return Self::None;
        }
        Self::of_terminal(environment)
    }

    /// What the environment says of the terminal alone: for users who ask for colours whatever else is set.
    #[must_use]
    pub fn of_terminal(environment: impl Fn(&str) -> Option<OsString>) -> Self {
        let word = |name| environment(name).map(|value| value.to_string_lossy().to_lowercase()).unwrap_or_default();
        let term = word("TERM");
        let begins = |names: &[&str]| names.iter().any(|name| term.starts_with(name));
        if term == "dumb" || begins(&["vt1", "vt2", "vt3"]) || term.ends_with("-m") || term.ends_with("-mono") {
            return Self::None;
        }
        let screen = begins(&["screen"]) && word("TMUX").is_empty();
        let true_colour = matches!(word("COLORTERM").as_str(), "truecolor" | "24bit")
            || term.contains("direct")
            || begins(&["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour", "rio"])
            || !word("WT_SESSION").is_empty();
        // GNU screen inherits COLORTERM from the terminal that it was started in, and can't do it.
        if true_colour && !screen {
            return Self::True;
        }
        if term.contains("256") || (true_colour && screen) { Self::Indexed } else { Self::Sixteen }
    }

    /// The user's choice of [`Colours`], or what `found` says under [`Colours::Auto`].
    #[must_use]
    pub fn chosen(colours: Colours, found: Self) -> Self {
        match colours {
            Colours::Auto => found,
            Colours::True => Self::True,
            Colours::Indexed => Self::Indexed,
            Colours::Sixteen => Self::Sixteen,
            Colours::None => Self::None,
        }
    }

    /// `style` as a terminal of this depth can show it. A background that it can't show becomes reverse video, so that
    /// what stands out by its background goes on standing out.
    #[must_use]
    pub fn reduce(self, style: Style) -> Style {
        let background = style.bg.filter(|colour| *colour != Color::Reset);
        let lost = background.is_some_and(|colour| match self {
            Self::True | Self::Indexed => false,
            Self::Sixteen => !is_ansi(colour),
            Self::None => true,
        });
        if lost {
            let style = Style { fg: None, bg: None, ..style };
            return style.add_modifier(Modifier::REVERSED);
        }
        Style { fg: style.fg.and_then(|c| self.nearest(c)), bg: style.bg.and_then(|c| self.nearest(c)), ..style }
    }

    /// The nearest colour that the terminal has.
    fn nearest(self, colour: Color) -> Option<Color> {
        match self {
            Self::True => Some(colour),
            Self::Indexed => Some(match colour {
                Color::Rgb(r, g, b) => Color::Indexed(nearest_256([r, g, b])),
                other => other,
            }),
            Self::Sixteen if is_ansi(colour) => Some(colour),
            Self::Sixteen => rgb(colour).map(nearest_16),
            Self::None => None,
        }
    }
}

impl Background {
    /// What `COLORFGBG` says (rxvt, Konsole: `15;0`, `0;default;15`): a guess, for terminals that don't answer when
    /// asked.
    #[must_use]
    pub fn from_environment(environment: impl Fn(&str) -> Option<OsString>) -> Self {
        let value = environment("COLORFGBG").unwrap_or_default();
        let last = value.to_string_lossy().rsplit_once(';').map(|(_, last)| last.parse::<u8>());
        match last {
            Some(Ok(7 | 9..=15)) => Self::Light,
            Some(Ok(0..=6 | 8)) => Self::Dark,
            _ => Self::Unknown,
        }
    }
}

/// A colour as it is written: a name, `0` to `255`, `#rgb` or `#rrggbb`.
pub(super) fn parse(word: &str) -> Option<Color> {
    if let Some((_, colour)) = NAMES.iter().find(|(name, _)| *name == word) {
        return Some(*colour);
    }
    if word == "default" {
        return Some(Color::Reset);
    }
    let Some(hex) = word.strip_prefix('#') else {
        let index = Some(word).filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))?;
        return index.parse().ok().map(Color::Indexed);
    };
    let digits: Vec<u8> =
        hex.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    match *digits.as_slice() {
        [r, g, b] => Some(Color::Rgb(r * 17, g * 17, b * 17)),
        [r, r2, g, g2, b, b2] => Some(Color::Rgb(r * 16 + r2, g * 16 + g2, b * 16 + b2)),
        _ => None,
    }
}

/// Whether it is one of the 16 that every colour terminal has, or the terminal's own.
fn is_ansi(colour: Color) -> bool {
    match colour {
        Color::Rgb(..) => false,
        Color::Indexed(index) => index < 16,
        _ => true,
    }
}

/// Red, green and blue of a colour beyond the 16, which have no fixed ones.
fn rgb(colour: Color) -> Option<[u8; 3]> {
    match colour {
        Color::Rgb(r, g, b) => Some([r, g, b]),
        Color::Indexed(index @ 16..) => Some(xterm(index)),
        _ => None,
    }
}

/// The levels of one channel in xterm's colour cube.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The colour of an index from 16 on: a cube of 6 × 6 × 6, then 24 greys.
fn xterm(index: u8) -> [u8; 3] {
    if index >= 232 {
        return [8 + 10 * (index - 232); 3];
    }
    let cube = index.saturating_sub(16);
    [cube / 36, cube / 6 % 6, cube % 6].map(|step| LEVELS.get(usize::from(step)).copied().unwrap_or(255))
}

/// The index of the nearest of xterm's colours beyond the first 16: in the cube, or among the greys.
fn nearest_256(wanted: [u8; 3]) -> u8 {
    let cube = wanted.map(nearest_level).into_iter().fold(0, |index, step| index * 6 + step) + 16;
    let mean = wanted.iter().copied().map(u16::from).sum::<u16>() / 3;
    let steps = (mean.saturating_sub(3) / 10).min(23);
    let grey = 232 + u8::try_from(steps).unwrap_or(23);
    let (in_cube, in_greys) = (distance(xterm(cube), wanted), distance(xterm(grey), wanted));
    if in_greys < in_cube { grey } else { cube }
}

/// Which of the cube's levels is nearest: 0 to 5.
fn nearest_level(channel: u8) -> u8 {
    match channel {
        ..48 => 0,
        48..115 => 1,
        _ => (channel - 35) / 40,
    }
}

/// The square of the distance, weighted after the eye (Riemersma's "redmean").
fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    let [red, green, blue] = [0, 1, 2].map(|i: usize| {
        let channel = |colour: [u8; 3]| colour.get(i).copied().unwrap_or(0);
        u32::from(channel(a).abs_diff(channel(b))).pow(2)
    });
    let mean = u32::midpoint(u32::from(a[0]), u32::from(b[0]));
    ((512 + mean) * red + 1024 * green + (767 - mean) * blue) >> 8
}

/// The ANSI colour of the same hue, bright or not; grey where there is hardly a hue. Not the nearest by distance: the
/// 16 look different on every terminal, and pastels would all turn grey.
fn nearest_16(wanted: [u8; 3]) -> Color {
    let [r, g, b] = wanted.map(i32::from);
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let chroma = most - least;
    if chroma < 48 {
        return match most {
            ..48 => Color::Black,
            48..140 => Color::DarkGray,
            140..210 => Color::Gray,
            _ => Color::White,
        };
    }
    let degrees = if most == r {
        60 * (g - b) / chroma
    } else if most == g {
        120 + 60 * (b - r) / chroma
    } else {
        240 + 60 * (r - g) / chroma
    };
    let (dark, bright) = match (degrees + 390) % 360 / 60 {
        0 => (Color::Red, Color::LightRed),
        1 => (Color::Yellow, Color::LightYellow),
        2 => (Color::Green, Color::LightGreen),
        3 => (Color::Cyan, Color::LightCyan),
        4 => (Color::Blue, Color::LightBlue),
        _ => (Color::Magenta, Color::LightMagenta),
    };
    if most >= 192 { bright } else { dark }
}

/// Relative luminance of a colour beyond the first 16 (WCAG 2.2): 0 to 1.
#[cfg(test)]
pub(super) fn luminance(colour: Color) -> Option<f64> {
    let linear = rgb(colour)?.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    Some(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
