//! Which plain words would be read as Markdown: `CommonMark` 0.31, and what others add to it.

pub(super) fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// The longest run of `c` in `text`, in characters that take one byte.
pub(super) fn longest_run(text: &str, c: char) -> usize {
    text.split(|other| other != c).map(str::len).max().unwrap_or_default()
}

/// Whether a line that begins with `rest` would be read as something else than running text: a heading, a quotation, a list, a
/// rule, a line under a heading, a table's ruler, a definition.
pub(super) fn begins_block(c: char, rest: &str) -> bool {
    match c {
        '#' | '>' | '=' | '|' | ':' => true,
        '-' | '+' => !is_letter(rest.chars().nth(1)),
        _ => false,
    }
}

/// Where the full stop or parenthesis stands in a number that would make an item of the line.
pub(super) fn delimiter_of_number(rest: &str) -> Option<usize> {
    let digits = rest.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let mut after = rest.get(digits..)?.chars();
    let is_item = (1..10).contains(&digits)
        && matches!(after.next(), Some('.' | ')'))
        && after.next().is_none_or(char::is_whitespace);
    is_item.then_some(digits)
}

pub(super) fn begins_entity(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1).take(40);
    let end = chars.find(|c| !c.is_ascii_alphanumeric() && *c != '#');
    end == Some(';')
}

/// Whether a bracket can stand as it is, as in `we [Iran] know`: no link, footnote or tick box can be read into it.
pub(super) fn is_harmless_bracket(rest: &str) -> bool {
    let mut length = 0;
    let mut chars = rest.chars().skip(1).take(200);
    while let Some(c) = chars.next() {
        match c {
            ']' => {
                let next = chars.next();
                return length > 1 && next.is_some_and(|next| !matches!(next, '(' | '[' | ':'));
            }
            '[' | '\n' | '\r' => return false,
            c if length == 0 && !c.is_alphanumeric() => return false,
            _ => length += 1,
        }
    }
    false
}
