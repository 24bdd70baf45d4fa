//! Where somebody is quoted, by quotation marks alone: nothing there may be taken out. It knows no speakers.

use std::ops::Range;

use crate::text::article::Article;

/// The shortest and the longest quotation that counts, in characters between its marks.
const LENGTHS: Range<usize> = 12..600;

/// The blocks that a quotation begins, ends or goes on in.
pub(super) fn blocks_of_quotations(article: &Article) -> Vec<usize> {
    let mut blocks = Vec::new();
    let mut at = 0;
    for span in quotations(&article.text) {
        at += article.blocks.get(at..).unwrap_or_default().partition_point(|block| block.range.end <= span.start);
        let within = article.blocks.iter().enumerate().skip(at).take_while(|(_, block)| block.range.start < span.end);
        blocks.extend(within.map(|(at, _)| at));
    }
    blocks
}

/// What stands between two quotation marks that can belong together, in bytes, in order.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, mark) in text.char_indices() {
        if found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let Some(closing) = closing(mark) else { continue };
        let inside = text.get(start + mark.len_utf8()..).unwrap_or_default();
        let end = inside.char_indices().take(LENGTHS.end + 1).enumerate();
        let end = end.map(|(count, (at, c))| (count, at, c)).find(|(_, _, c)| *c == mark || closing.contains(c));
        if let Some((count, at, c)) = end
            && closing.contains(&c)
            && LENGTHS.contains(&count)
        {
            found.push(start..start + mark.len_utf8() + at + c.len_utf8());
        }
    }
    found
}

fn closing(mark: char) -> Option<&'static [char]> {
    Some(match mark {
        '“' => &['”'],
        '"' => &['"'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«'],
        '「' => &['」'],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_belong_together_make_a_quotation() {
        for (text, quoted) in [
            ("He said “it is all over now” and left.", Some("“it is all over now”")),
            ("„Das ist jetzt vorbei“, sagte er.", Some("„Das ist jetzt vorbei“")),
            ("A \"short\" one", None),
            ("An “open one that nothing ends", None),
            ("\"Two paragraphs\n\nof one speech\" here", Some("\"Two paragraphs\n\nof one speech\"")),
        ] {
            let found = quotations(text);
            assert_eq!(found.first().and_then(|range| text.get(range.clone())), quoted, "{text}");
        }
    }

    #[test]
    fn a_text_of_nothing_but_marks_takes_little_time() {
        assert!(quotations(&"“".repeat(300_000)).is_empty());
        assert!(quotations(&"“x".repeat(300_000)).is_empty());
    }
}
