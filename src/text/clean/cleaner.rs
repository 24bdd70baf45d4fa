//! Cleans text that comes in pieces, such as a paragraph with its emphasis parted by tags.

use unicode_segmentation::UnicodeSegmentation;

use super::character::{
    Class, class, is_break_hint, is_flag_tag, is_prepended, is_unspaced, parts_clusters, takes_variation,
    windows_1252_sign,
};
use super::{CHARACTERS_PER_CLUSTER, MARKS_PER_LETTER};

/// What becomes of white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    /// A run of it becomes one space; none at the ends.
    Collapse,
    /// Newlines stay; a tab becomes a space.
    Newlines,
    /// Newlines and tabs stay.
    Tabs,
}

/// Whether the last step changed what was already written, so that byte positions in it are no longer good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Positions {
    /// They still stand.
    Good,
    /// They don't.
    Moved,
}

/// Cleans text piece by piece, so that a rule can't be got round by parting its characters.
#[derive(Debug, Clone)]
pub(crate) struct Cleaner {
    space: Space,
    /// White space seen and not yet written.
    pending: Option<char>,
    /// The last visible character, if nothing but zero-width ones came since.
    base: Option<char>,
    /// How many characters without width follow the base.
    marks: usize,
    /// How many characters came since one that surely begins a grapheme cluster.
    chain: usize,
    /// Whether the last character draws the next one into its cluster, whatever that is.
    prepended: bool,
    /// Whether a grapheme cluster may be too long.
    suspicious: bool,
    /// Whether the last character was a carriage return.
    after_return: bool,
}

impl Cleaner {
    /// A cleaner at the start of a text.
    pub(crate) fn new(space: Space) -> Self {
        Self {
            space,
            pending: None,
            base: None,
            marks: 0,
            chain: 0,
            prepended: false,
            suspicious: false,
            after_return: false,
        }
    }

    /// Cleans a piece onto the end of `out`.
    pub(crate) fn push(&mut self, piece: &str, out: &mut String) {
        let mut rest = piece;
        loop {
            rest = self.push_ascii(rest, out);
            let mut chars = rest.chars();
            let Some(c) = chars.next() else { return };
            rest = self.push_char(c, chars.as_str(), out);
        }
    }

    /// Ends the line here, if the text goes on after it.
    pub(crate) fn break_line(&mut self, out: &mut String) {
        self.pending = None;
        self.base = None;
        trim_end(out);
        out.push('\n');
    }

    /// Ends a cell of a table here.
    pub(crate) fn end_cell(&mut self, out: &mut String) {
        self.pending = None;
        self.base = None;
        out.push('\t');
    }

    /// Ends the text: trims it where white space is collapsed, and cuts grapheme clusters that are too long.
    pub(crate) fn finish(&mut self, out: &mut String) -> Positions {
        let before = out.len();
        if self.suspicious {
            cut_clusters(out);
        }
        let positions = if out.len() == before { Positions::Good } else { Positions::Moved };
        if self.space == Space::Collapse {
            trim_end(out);
        }
        *self = Self::new(self.space);
        positions
    }

    /// Copies what needs no look at the start of `rest`, and gives back what follows: ink, and spaces where they stay as
    /// they are, which a single one between two inks always does.
    fn push_ascii<'a>(&mut self, rest: &'a str, out: &mut String) -> &'a str {
        let bytes = rest.as_bytes();
        let ink = |byte: u8| matches!(byte, b'!'..=b'~');
        let single = |at: usize| at > 0 && bytes.get(at + 1).is_some_and(|next| ink(*next));
        let stays = |at: usize| self.space != Space::Collapse || single(at);
        let plain = |(at, &byte): (usize, &u8)| ink(byte) || (byte == b' ' && stays(at));
        let len = bytes.iter().enumerate().position(|each| !plain(each)).unwrap_or(rest.len());
        let (copied, rest) = rest.split_at(len);
        if let Some(last) = copied.chars().next_back() {
            self.flush_space(last, out);
            out.push_str(copied);
            self.begin(last);
            // A sign before draws in the first character alone.
            if copied.len() > 1 {
                self.chain = 0;
            }
        }
        rest
    }

    /// Takes one character; `rest` is what follows it, and what comes back is what is left of that.
    fn push_char<'a>(&mut self, c: char, rest: &'a str, out: &mut String) -> &'a str {
        let after_return = std::mem::take(&mut self.after_return);
        match class(c) {
            Class::Visible => self.push_visible(c, out),
            Class::ZeroWidth => self.push_mark(c, out),
            Class::VariationSelector => self.push_selector(c, out),
            Class::Space => self.push_space(c, out),
            Class::Newline => {
                self.after_return = c == '\r';
                if !(c == '\n' && after_return) {
                    self.push_newline(out);
                }
            }
            Class::Dropped => return self.push_dropped(c, rest, out),
        }
        if c == '\u{1f3f4}' { self.push_flag_tags(rest, out) } else { rest }
    }

    fn push_visible(&mut self, c: char, out: &mut String) {
        self.flush_space(c, out);
        out.push(c);
        let prepended = self.prepended;
        self.begin(c);
        if parts_clusters(c) && !prepended {
            self.chain = 0;
        } else {
            self.lengthen_chain(1);
        }
    }

    fn push_mark(&mut self, c: char, out: &mut String) {
        let at_start = self.space == Space::Collapse && (out.is_empty() || out.ends_with(['\n', '\t']));
        if self.marks >= MARKS_PER_LETTER || (at_start && is_break_hint(c)) {
            return;
        }
        self.flush_space(c, out);
        out.push(c);
        self.marks += 1;
        self.prepended = is_prepended(c);
        self.lengthen_chain(1);
    }

    fn push_selector(&mut self, c: char, out: &mut String) {
        let fits = self.base.is_some_and(|base| takes_variation(base, c));
        if fits && self.marks == 0 && self.pending.is_none() {
            self.push_mark(c, out);
        }
    }

    fn push_space(&mut self, c: char, out: &mut String) {
        match self.space {
            Space::Collapse => self.push_pending(c),
            Space::Newlines if c == '\t' => self.push_verbatim_space(' ', out),
            Space::Newlines | Space::Tabs => self.push_verbatim_space(c, out),
        }
    }

    fn push_newline(&mut self, out: &mut String) {
        match self.space {
            Space::Collapse => self.push_pending('\n'),
            Space::Newlines | Space::Tabs => self.push_verbatim_space('\n', out),
        }
    }

    fn push_verbatim_space(&mut self, c: char, out: &mut String) {
        out.push(c);
        self.base = None;
        self.marks = 0;
        self.part(c);
    }

    /// Ends a grapheme cluster at white space, unless a sign before draws that into its own.
    fn part(&mut self, space: char) {
        let drawn_in = std::mem::take(&mut self.prepended) && space != '\n';
        if drawn_in {
            self.lengthen_chain(1);
        } else {
            self.chain = 0;
        }
    }

    /// Remembers white space: a line end as such, since it means nothing between two Chinese characters.
    fn push_pending(&mut self, c: char) {
        self.pending = Some(match (self.pending, c) {
            (None, '\u{a0}' | '\u{202f}' | '\u{3000}') => c,
            (None | Some(' ' | '\n'), '\n') | (Some('\n'), ' ' | '\t') => '\n',
            _ => ' ',
        });
    }

    /// Drops a character, with the colour sequence that it opens, or writes the sign that it stands for.
    fn push_dropped<'a>(&mut self, c: char, rest: &'a str, out: &mut String) -> &'a str {
        if let Some(sign) = windows_1252_sign(c) {
            self.push_visible(sign, out);
            return rest;
        }
        match c {
            '\u{1b}' => rest.strip_prefix('[').and_then(skip_colour).unwrap_or(rest),
            '\u{9b}' => skip_colour(rest).unwrap_or(rest),
            _ => rest,
        }
    }

    /// Takes the tags that make a black flag the flag of a country's part (Unicode technical standard 51, ED-14a).
    fn push_flag_tags<'a>(&mut self, rest: &'a str, out: &mut String) -> &'a str {
        let tags = rest.chars().take(7).take_while(|&c| is_flag_tag(c)).count();
        let after = rest.chars().nth(tags);
        if !(3..=6).contains(&tags) || after != Some('\u{e007f}') {
            return rest;
        }
        let len = (tags + 1) * '\u{e007f}'.len_utf8();
        let (sequence, rest) = rest.split_at(len);
        out.push_str(sequence);
        self.marks = tags + 1;
        self.lengthen_chain(tags + 1);
        rest
    }

    fn begin(&mut self, base: char) {
        self.base = Some(base);
        self.marks = 0;
        self.after_return = false;
        let prepended = std::mem::take(&mut self.prepended);
        if base.is_ascii() && !prepended {
            self.chain = 0;
        }
    }

    fn lengthen_chain(&mut self, by: usize) {
        self.chain += by;
        self.suspicious |= self.chain >= CHARACTERS_PER_CLUSTER;
    }

    /// Writes the white space before the next character.
    fn flush_space(&mut self, next: char, out: &mut String) {
        let Some(space) = self.pending.take() else {
            return;
        };
        let unspaced = space == '\n' && is_unspaced(next) && self.base.is_some_and(is_unspaced);
        self.base = None;
        self.marks = 0;
        let space = if space == '\n' { ' ' } else { space };
        self.part(space);
        if !(unspaced || out.is_empty() || out.ends_with(['\n', '\t'])) {
            out.push(space);
        }
    }
}

/// What follows the parameters and the final `m` or `K` of a control sequence (ECMA-48, 5.4): colours and erasing to
/// the line's end, as programs print them into files. Other sequences keep their letters.
fn skip_colour(rest: &str) -> Option<&str> {
    let len = rest.bytes().take(32).take_while(|byte| matches!(byte, b'0'..=b';')).count();
    rest.get(len..)?.strip_prefix(['m', 'K'])
}

fn trim_end(out: &mut String) {
    let len = out.trim_end_matches(|c: char| c.is_whitespace() || is_break_hint(c)).len();
    out.truncate(len);
}

/// Cuts every grapheme cluster to the length allowed; a space parts what is left of a cut one from what follows.
fn cut_clusters(out: &mut String) {
    let mut kept = String::with_capacity(out.len());
    let mut after_cut = false;
    for cluster in out.graphemes(true) {
        if after_cut && !cluster.starts_with(char::is_whitespace) {
            kept.push(' ');
        }
        let end = cluster.char_indices().nth(CHARACTERS_PER_CLUSTER).map(|(at, _)| at);
        after_cut = end.is_some();
        kept.push_str(end.and_then(|end| cluster.get(..end)).unwrap_or(cluster));
    }
    *out = kept;
}
