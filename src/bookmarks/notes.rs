//! Notes and highlights in the copy of an article: a part at its end in plain Markdown, changed in its text, so that all
//! that stands elsewhere stays as it is, and what the reader wrote between too. It touches no disk.

use std::ops::Range;

use super::Anchor;
use crate::text::{around::kept, clean};

/// The line that begins the part.
const MARK: &str = "<!-- Notes, yours to edit. A passage is found by its words and by those around it. -->";
/// How that line begins, whatever was made of the rest of it.
const BEGINS: &str = "<!-- Notes,";
/// What stands over a note to the whole article.
const NOTE: &str = "## Note";
/// What stands over a highlighted passage.
const HIGHLIGHT: &str = "## Highlight";
/// What stands before the words around a passage.
const AROUND: &str = "<!-- between ";

/// A highlighted passage with the note to it, empty if there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlighted {
    /// The passage.
    pub anchor: Anchor,
    /// The note.
    pub note: String,
}

/// What is written about an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The note to the whole of it.
    pub note: Option<String>,
    /// Highlighted passages, in the file's order.
    pub highlights: Vec<Highlighted>,
}

impl Written {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.note.is_none() && self.highlights.is_empty()
    }
}

/// A part of the notes: its bytes in the file, and what it says.
#[derive(Debug)]
struct Block {
    range: Range<usize>,
    says: Says,
}

#[derive(Debug)]
enum Says {
    Note(String),
    Highlight(Highlighted),
}

/// What a copy has of notes.
pub(super) fn read(content: &str) -> Written {
    let mut written = Written::default();
    for block in blocks(content) {
        match block.says {
            Says::Note(note) if written.note.is_none() => written.note = Some(note),
            // Two notes to one article are one.
            Says::Note(note) => written.note = written.note.map(|first| format!("{first}\n\n{note}")),
            Says::Highlight(highlight) => written.highlights.push(highlight),
        }
    }
    written
}

/// The copy with the note to a passage (or to the whole article) made what `to` says; `None` takes it out, a highlight
/// with its note. What else stands there stays, to the byte.
pub(super) fn with(content: &str, passage: Option<&Anchor>, to: Option<&str>) -> String {
    let blocks = blocks(content);
    let mut meant = blocks.iter().filter(|block| match (&block.says, passage) {
        (Says::Note(_), None) => true,
        (Says::Highlight(one), Some(anchor)) => one.anchor == *anchor,
        (Says::Note(_), Some(_)) | (Says::Highlight(_), None) => false,
    });
    let new = to.map(|note| spelt(passage, note));
    let Some(first) = meant.next() else {
        return new.map_or_else(|| content.to_owned(), |new| appended(content, &new));
    };
    let rest: Vec<_> = meant.map(|block| block.range.clone()).collect();
    let mut out = content.to_owned();
    // From the end, so that the places before it stay what they are.
    for range in rest.into_iter().rev() {
        out.replace_range(range, "");
    }
    let last = first.range.end == content.len();
    let new = new.map(|new| if last { new } else { new + "\n" }).unwrap_or_default();
    out.replace_range(first.range.clone(), &new);
    without_empty_part(out)
}

fn appended(content: &str, new: &str) -> String {
    let mut out = content.to_owned();
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    if part(content).is_none() {
        out.extend(["\n", MARK, "\n"]);
    }
    out.push('\n');
    out.push_str(new);
    out
}

/// The same without a part in which nothing stands.
fn without_empty_part(mut content: String) -> String {
    let Some(part) = part(&content) else { return content };
    if content.get(part.clone()).is_some_and(|rest| rest.trim().is_empty()) {
        let line = content.get(..part.start).and_then(|before| before.trim_end_matches('\n').rfind('\n'));
        let keep = line.map_or(0, |line| line + 1);
        content.truncate(keep);
        // The blank line before the mark came with it.
        if content.ends_with("\n\n") {
            content.pop();
        }
    } else {
        let end = content.trim_end_matches('\n').len();
        content.truncate(end);
        content.push('\n');
    }
    content
}

/// The bytes behind the line that begins the part: the last such line.
fn part(content: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut found = None;
    for line in content.split_inclusive('\n') {
        at += line.len();
        if line.starts_with(BEGINS) {
            found = Some(at..content.len());
        }
    }
    found
}

/// From heading to heading.
fn blocks(content: &str) -> Vec<Block> {
    let Some(part) = part(content) else { return Vec::new() };
    let mut heads: Vec<(usize, bool)> = Vec::new();
    let mut at = part.start;
    for line in content.get(part.clone()).unwrap_or_default().split_inclusive('\n') {
        match line.trim_end() {
            NOTE => heads.push((at, false)),
            HIGHLIGHT => heads.push((at, true)),
            _ => {}
        }
        at += line.len();
    }
    let ends = heads.iter().skip(1).map(|(start, _)| *start).chain([content.len()]);
    let ranges = heads.iter().zip(ends);
    ranges
        .map(|((start, highlight), end)| {
            let inner =
                content.get(*start..end).and_then(|block| block.split_once('\n')).map_or("", |(_, inner)| inner);
            let says = if *highlight { Says::Highlight(highlight_of(inner)) } else { Says::Note(note_of(inner)) };
            Block { range: *start..end, says }
        })
        .collect()
}

fn highlight_of(inner: &str) -> Highlighted {
    let mut lines = inner.lines().skip_while(|line| line.trim().is_empty()).peekable();
    let mut exact = Vec::new();
    while let Some(line) = lines.next_if(|line| line.starts_with('>')) {
        let line = line.strip_prefix("> ").or_else(|| line.strip_prefix('>')).unwrap_or_default();
        exact.push(line);
    }
    let mut around = (String::new(), String::new());
    let mut note = Vec::new();
    for line in lines {
        match line.strip_prefix(AROUND).and_then(|rest| serde_json::from_str(rest.trim_end().strip_suffix("-->")?).ok())
        {
            Some(words) => around = words,
            None => note.push(line),
        }
    }
    let anchor = Anchor { exact: kept(&exact.join("\n")), prefix: kept(&around.0), suffix: kept(&around.1) };
    Highlighted { anchor, note: note_of(&note.join("\n")) }
}

/// A note's text: without what keeps its lines apart from headings of ours.
fn note_of(inner: &str) -> String {
    let lines = inner.trim().lines().map(|line| line.strip_prefix('\\').filter(|rest| is_head(rest)).unwrap_or(line));
    clean::text(&lines.collect::<Vec<_>>().join("\n")).into_owned()
}

fn is_head(line: &str) -> bool {
    matches!(line.trim_end().trim_start_matches('\\'), NOTE | HIGHLIGHT)
        || line.trim_start_matches('\\').starts_with(AROUND)
        || line.trim_start_matches('\\').starts_with(BEGINS)
}

fn spelt(passage: Option<&Anchor>, note: &str) -> String {
    let mut out = String::new();
    match passage {
        None => out.extend([NOTE, "\n"]),
        Some(anchor) => {
            out.extend([HIGHLIGHT, "\n\n"]);
            for line in anchor.exact.split('\n') {
                out.push_str(if line.is_empty() { ">" } else { "> " });
                out.push_str(line);
                out.push('\n');
            }
            // No comment may end within the words.
            let around = serde_json::json!([anchor.prefix, anchor.suffix]).to_string().replace('>', "\\u003e");
            out.extend(["\n", AROUND, &around, " -->\n"]);
        }
    }
    if !note.is_empty() {
        out.push('\n');
        for line in note.lines() {
            if is_head(line) {
                out.push('\\');
            }
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COPY: &str = "---\ntitle: \"Sky\"\n---\n\n# Sky\n\nIt rains.\n\n<!-- Here the article ends. -->\n";

    fn anchor(exact: &str) -> Anchor {
        Anchor { exact: exact.into(), prefix: "a --> b".into(), suffix: "\n\nNext".into() }
    }

    #[test]
    fn a_highlight_with_a_note_is_plain_markdown() {
        let passage = anchor("It rains.\n\nStill.");
        let one = with(COPY, Some(&passage), Some("Who says so?\n\n- the mayor"));
        let part = one.strip_prefix(COPY).unwrap();
        assert_eq!(
            part,
            "\n<!-- Notes, yours to edit. A passage is found by its words and by those around it. -->\n\n\
             ## Highlight\n\n> It rains.\n>\n> Still.\n\n<!-- between [\"a --\\u003e b\",\"\\n\\nNext\"] -->\n\n\
             Who says so?\n\n- the mayor\n"
        );
        let highlights = vec![Highlighted { anchor: passage.clone(), note: "Who says so?\n\n- the mayor".into() }];
        assert_eq!(read(&one), Written { note: None, highlights });
        assert_eq!(with(&one, Some(&passage), None), COPY);
    }

    #[test]
    fn what_the_reader_wrote_between_stays() {
        let one = with(&with(COPY, None, Some("First.")), Some(&anchor("It rains.")), Some(""));
        let edited =
            one.replace("## Highlight", "Some words of mine.\n\n### Another heading\n\n## Highlight") + "\nTail\n";
        let read_back = read(&edited);
        assert_eq!(read_back.note.as_deref(), Some("First.\n\nSome words of mine.\n\n### Another heading"));
        assert_eq!(read_back.highlights[0].note, "Tail");
        let changed = with(&edited, Some(&anchor("other")), Some("new"));
        assert!(changed.starts_with(&edited), "{changed}");
        let gone = with(&edited, Some(&anchor("It rains.")), None);
        assert!(gone.contains("### Another heading") && !gone.contains("Tail"), "{gone}");
    }

    #[test]
    fn a_passage_written_by_hand_is_one_too() {
        let by_hand = format!("{COPY}\n<!-- Notes, mine now\n## Highlight\n> It rains.\nmy words");
        let written = read(&by_hand);
        assert_eq!(written.highlights[0].anchor.exact, "It rains.");
        assert_eq!(written.highlights[0].note, "my words");
    }

    proptest! {
        #[test]
        fn notes_come_back_as_they_were_and_leave_no_trace(
            notes in prop::collection::vec((0usize..3, "[a-z#\\\\>\\n <!-]{0,20}(## Note|## Highlight|<!-- between x|<!-- Notes,)?[a-z\\n]{0,5}"), 1..6),
        ) {
            let mut content = COPY.to_owned();
            let mut expected: [Option<String>; 3] = [None, None, None];
            let passages = [None, Some(anchor("It rains.")), Some(anchor("> odd\n## Note"))];
            for (which, note) in &notes {
                let note = note_of(note);
                content = with(&content, passages[*which].as_ref(), Some(&note));
                expected[*which] = Some(note);
            }
            let written = read(&content);
            prop_assert_eq!(written.note.as_ref(), expected[0].as_ref());
            for (passage, note) in passages.iter().zip(&expected).skip(1) {
                let found = written.highlights.iter().find(|one| Some(&one.anchor) == passage.as_ref());
                prop_assert_eq!(found.map(|one| &one.note), note.as_ref());
            }
            for passage in &passages {
                content = with(&content, passage.as_ref(), None);
            }
            prop_assert_eq!(content, COPY);
        }

        #[test]
        fn any_file_is_read_and_written(content: String, note: String) {
            let changed = with(&content, None, Some(&note));
            let _ = read(&changed);
        }
    }
}
