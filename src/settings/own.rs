//! Settings files of our own, read line by line: a start needs some, and reading them as TOML takes ten times as long.
//! Knows only the form that these have; tests hold what is read against the reading of TOML.

/// One `name = "text"`, and the table that it stands in; no name for one before the first table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub table: &'a str,
    pub name: &'a str,
    pub text: &'a str,
}

/// What stands in a file that has a table, a comment, or a name and a text on each line. `None` for any other.
pub(super) fn lines(file: &str) -> Option<Vec<Line<'_>>> {
    let mut table = "";
    let mut lines = Vec::with_capacity(file.len() / 64);
    for line in file.lines().map(str::trim).filter(|line| !is_comment(line)) {
        if let Some(name) = line.strip_prefix('[') {
            let (name, rest) = name.split_once(']')?;
            table = Some(name).filter(|_| is_comment(rest.trim_start()))?;
            continue;
        }
        let (name, rest) = name(line)?;
        let (text, rest) = quoted(rest.trim_start().strip_prefix('=')?.trim_start(), '"')?;
        lines.push(Some(Line { table, name, text }).filter(|_| is_comment(rest.trim_start()))?);
    }
    Some(lines)
}

fn is_comment(line: &str) -> bool {
    line.is_empty() || line.starts_with('#')
}

/// The name that a line begins with, and what follows it.
fn name(line: &str) -> Option<(&str, &str)> {
    let bare = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    quoted(line, '"').or_else(|| quoted(line, '\'')).or_else(|| {
        let end = line.find(|letter| !bare(letter)).filter(|end| *end > 0)?;
        line.split_at_checked(end)
    })
}

/// What stands between two marks at the beginning of a line, and what follows them.
fn quoted(line: &str, mark: char) -> Option<(&str, &str)> {
    line.strip_prefix(mark)?.split_once(mark).filter(|(text, _)| !text.contains('\\'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_name_and_a_text_in_a_table() {
        let read = lines("# all\na = \"b\"\n\n[t] # of them\n'\"' = \"c # d\" # e\n").unwrap();
        let line = |table, name, text| Line { table, name, text };
        assert_eq!(read, [line("", "a", "b"), line("t", "\"", "c # d")]);
    }

    #[test]
    fn what_has_another_form_is_left_to_toml() {
        for other in ["x = [\"done\"]", "\"\\u0041\" = \"done\"", "x", "[t", "x = 1", "x = \"a\" y", "[a] b"] {
            assert_eq!(lines(other), None, "{other}");
        }
    }
}
