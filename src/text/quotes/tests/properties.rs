use proptest::prelude::*;

use super::super::*;

/// What the engine reacts to, and what comes between.
const SOUP: [&str; 64] = [
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    "„",
    "«",
    "»",
    "``",
    "''",
    "「",
    "」",
    "said",
    "told",
    "asked",
    "according",
    "to",
    "that",
    "whether",
    "he",
    "she",
    "they",
    "Roe",
    "Mr.",
    "Gita Rao",
    "Ohio Gov. Bell",
    "the minister",
    "officials",
    "’s",
    "who",
    ",",
    ".",
    ":",
    ";",
    "—",
    " - ",
    "(",
    ")",
    "?",
    "!",
    "…",
    "\n",
    "\n\n",
    " ",
    " ",
    " ",
    " ",
    "and",
    "but",
    "adding",
    "was",
    "by",
    "it",
    "claim",
    "called",
    "in",
    "on Monday",
    "U.S.",
    "王芳说",
    "：",
    "قال",
    "déclaré",
    "6\"",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(SOUP.to_vec()), 0..120).prop_map(|words| words.concat())
}

fn spaced_soup() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(SOUP.to_vec()), 0..120).prop_map(|words| words.join(" "))
}

/// Every range is one of whole characters inside the text, pieces are ordered and don't overlap, and so are quotations.
fn sound(text: &str, found: &Quotations) {
    let within = |range: &Range<usize>| text.get(range.clone()).is_some_and(|t| !t.is_empty());
    let mut last = 0;
    for quotation in &found.quotations {
        let mut end = 0;
        for piece in &quotation.pieces {
            assert!(within(piece) && piece.start >= end, "{piece:?} in {text:?}");
            end = piece.end;
        }
        let start = quotation.pieces.first().unwrap().start;
        assert!(start >= last, "{start} before {last} in {text:?}");
        last = start;
        assert!(quotation.cue.as_ref().is_none_or(within), "{quotation:?} in {text:?}");
        assert!(quotation.mention.as_ref().is_none_or(within), "{quotation:?} in {text:?}");
        assert!(quotation.speaker.is_none_or(|s| found.speakers.get(s).is_some_and(|s| !s.name.is_empty())));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_gives_sound_quotations(text in any::<String>()) {
        sound(&text, &find_quotes(&text, &paragraphs_of(&text), None, Lexicon::built_in()));
    }

    #[test]
    fn a_soup_of_marks_and_verbs_gives_sound_quotations(text in prop_oneof![soup(), spaced_soup()]) {
        for language in [None, Some("en"), Some("de"), Some("zh")] {
            sound(&text, &find_quotes(&text, &paragraphs_of(&text), language, Lexicon::built_in()));
        }
    }

    #[test]
    fn wrong_paragraphs_do_no_harm(text in spaced_soup(), ranges in prop::collection::vec(0_usize..400, 0..12)) {
        let paragraphs: Vec<Range<usize>> = ranges.chunks(2).map(|c| c[0]..*c.last().unwrap()).collect();
        let _ = find_quotes(&text, &paragraphs, None, Lexicon::built_in());
    }

    #[test]
    fn paragraphs_are_trimmed_ordered_and_hold_all_words(text in spaced_soup()) {
        let paragraphs = paragraphs_of(&text);
        let words: usize = paragraphs.iter().map(|p| text[p.clone()].split_whitespace().count()).sum();
        prop_assert_eq!(words, text.split_whitespace().count());
        prop_assert!(paragraphs.windows(2).all(|p| p[0].end < p[1].start));
    }
}
