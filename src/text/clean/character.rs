//! What the cleaner does with each character.

use unicode_width::UnicodeWidthChar;

/// What a character means to the cleaner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Ink: a letter, a digit, a sign.
    Visible,
    /// Belongs to its neighbour and takes no column: a mark, a joiner, a direction mark, a sign under a number.
    ZeroWidth,
    /// Chooses a form of the character before it.
    VariationSelector,
    /// White space within a line.
    Space,
    /// The end of a line, of whatever kind.
    Newline,
    /// Not for readers.
    Dropped,
}

/// The class of a character.
///
/// Dropped are: control characters (C0, DEL, C1), the bidirectional embeddings, overrides and isolates, deprecated and
/// mathematical format characters, the byte order mark, interlinear annotation, tags, private use, noncharacters.
/// The marks LRM, RLM and ALM stay: they can't reach past their place.
pub(super) fn class(c: char) -> Class {
    match c {
        ' ' | '\t' | '\u{a0}' => Class::Space,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Newline,
        '!'..='~'
        | '\u{a1}'..='\u{ac}'
        | '\u{ae}'..='\u{2ff}'
        | '\u{388}'..='\u{482}'
        | '\u{48a}'..='\u{52f}'
        | '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{64a}'
        | '\u{2010}'..='\u{2027}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a0}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => Class::Visible,
        '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
            Class::VariationSelector
        }
        _ if is_dropped(c) => Class::Dropped,
        _ if c.is_whitespace() => Class::Space,
        _ if c.width() == Some(0) || is_prepended(c) => Class::ZeroWidth,
        _ => Class::Visible,
    }
}

/// Whether a character that is none of the spaces and newlines has nothing to say to a reader.
fn is_dropped(c: char) -> bool {
    let noncharacter = u32::from(c) & 0xfffe == 0xfffe;
    noncharacter
        || matches!(c,
            '\0'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2061}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{fff0}'..='\u{fffc}' | '\u{e0000}'..)
}

/// The sign that a C1 control stands for in text that was taken for Latin-1 but is windows-1252: quotation marks,
/// bullet and dashes. None of the seven opens a terminal sequence.
pub(super) fn windows_1252_sign(c: char) -> Option<char> {
    Some(match c {
        '\u{91}' => '\u{2018}',
        '\u{92}' => '\u{2019}',
        '\u{93}' => '\u{201c}',
        '\u{94}' => '\u{201d}',
        '\u{95}' => '\u{2022}',
        '\u{96}' => '\u{2013}',
        '\u{97}' => '\u{2014}',
        _ => return None,
    })
}

/// Whether a character is neither ink nor white space.
pub(super) fn is_invisible(c: char) -> bool {
    match class(c) {
        Class::Dropped | Class::VariationSelector => true,
        Class::ZeroWidth => !is_mark(c),
        Class::Visible => matches!(c, '\u{3164}' | '\u{ffa0}' | '\u{2800}'),
        Class::Space | Class::Newline => false,
    }
}

/// Whether a character draws what follows it, even a space, into its grapheme cluster (Unicode annex 29, `Prepend`).
/// Counted like marks, or a run of them would make a cluster without end.
pub(super) fn is_prepended(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{d4e}'
        | '\u{110bd}' | '\u{110cd}' | '\u{111c2}' | '\u{111c3}' | '\u{113d1}' | '\u{1193f}' | '\u{11941}'
        | '\u{11a3a}' | '\u{11a84}'..='\u{11a89}' | '\u{11d46}' | '\u{11f02}')
}

/// Whether a character without width is ink: all but the format characters that clean text may hold.
fn is_mark(c: char) -> bool {
    !matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'
            ..='\u{200f}' | '\u{2060}'
    )
}

/// Whether the character may stand at neither end of a line: it only says where a line can be broken.
pub(super) fn is_break_hint(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}')
}

/// Whether a character belongs to a script that is written without spaces: Chinese, Japanese.
pub(crate) fn is_unspaced(c: char) -> bool {
    let hangul = matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}');
    c >= '\u{2e80}'
        && !hangul
        && c.width() == Some(2)
        && matches!(c, '\u{2e80}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character surely begins a grapheme cluster that ends before the next such character.
pub(super) fn parts_clusters(c: char) -> bool {
    let emoji = matches!(c, '\u{a9}' | '\u{ae}' | '\u{3297}' | '\u{3299}');
    !emoji
        && matches!(c,
            '\0'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{590}' | '\u{5d0}'..='\u{5ff}'
            | '\u{620}'..='\u{64a}' | '\u{2010}'..='\u{2027}' | '\u{3040}'..='\u{3098}' | '\u{309b}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}')
}

/// Whether a variation selector means something after this character (Unicode's `StandardizedVariants`,
/// `emoji-variation-sequences` and the ideographic variation database, roughly).
pub(super) fn takes_variation(base: char, selector: char) -> bool {
    if base.is_ascii() {
        return matches!(base, '0'..='9' | '#' | '*');
    }
    !base.is_whitespace() && (u32::from(selector) < 0xe0100 || base.width() == Some(2))
}

/// Whether a character is one of the letters and digits of a subdivision flag.
pub(super) fn is_flag_tag(c: char) -> bool {
    matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}')
}
