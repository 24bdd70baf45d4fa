use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

#[test]
fn escape_sequences_lose_their_control_and_keep_their_words() {
    assert_eq!(line("a\u{1b}]0;title\u{7}b"), "a]0;titleb");
    assert_eq!(line("a\u{1b}]52;c;cm0=\u{1b}\\b"), "a]52;c;cm0=\\b");
    assert_eq!(line("a\u{9d}0;title\u{9c}b"), "a0;titleb");
    assert_eq!(line("\u{1b}[2Jhome"), "[2Jhome");
}

#[test]
fn colours_of_captured_output_go_whole() {
    assert_eq!(line("\u{1b}[1;31mred\u{1b}[0m\u{1b}[K and \u{9b}4munder"), "red and under");
    assert_eq!(line("\u{1b}[\u{1b}[31m31mred"), "[31mred");
}

#[test]
fn controls_inside_a_line_move_nothing() {
    assert_eq!(line("a\u{8}\u{e}\u{f}\0\u{7f}b"), "ab");
    assert_eq!(line("over\rwritten"), "over written");
    assert_eq!(text("a\u{b}b\u{c}c\u{2028}d\u{2029}e\u{85}f"), "a\nb\nc\nd\ne\nf");
    assert_eq!(text("a\r\nb\rc\n\rd"), "a\nb\nc\n\nd");
}

#[test]
fn c1_controls_are_gone_and_mislabelled_quotation_marks_are_back() {
    assert_eq!(line("a\u{80}\u{9b}b\u{98}c"), "abc");
    assert_eq!(line("don\u{92}t say \u{93}no\u{94}"), "don’t say “no”");
}

#[test]
fn directions_cannot_be_overridden_but_marked() {
    assert_eq!(line("a\u{202e}b\u{2066}c\u{2069}\u{202c}"), "abc");
    assert_eq!(line("\u{200f}שלום\u{200e} \u{61c}سلام"), "\u{200f}שלום\u{200e} \u{61c}سلام");
}

#[test]
fn a_tower_of_marks_is_cut_at_sixteen() {
    let tower = format!("a{}b", "\u{301}".repeat(2000));
    assert_eq!(line(&tower), format!("a{}b", "\u{301}".repeat(16)));
    let joiners = format!("a{}b", "\u{200d}".repeat(40));
    assert_eq!(line(&joiners), format!("a{}b", "\u{200d}".repeat(16)));
}

#[test]
fn a_cluster_of_spacing_marks_is_cut() {
    let long = format!("क{}ख", "\u{903}".repeat(2000));
    let cleaned = line(&long);
    assert!(cleaned.graphemes(true).all(|cluster| cluster.chars().count() <= CHARACTERS_PER_CLUSTER));
    assert!(cleaned.ends_with(" ख"));
    assert_eq!(line(&cleaned), cleaned);
}

#[test]
fn living_scripts_and_emoji_come_through_whole() {
    for whole in [
        "السَّلامُ عَلَيْكُم",
        "שָׁלוֹם עוֹלָם",
        "中文「引号」新闻，第１期",
        "かな カナ ｶﾅ が",
        "한국어 조선말",
        "क्षत्रिय क्‍ष নমস্কার",
        "می‌خواهم",
        "ภาษาไทยไม่มีวรรค",
        "👨‍👩‍👧‍👦 👩🏽‍🚒 ❤️‍🔥 🏳️‍🌈 1️⃣ ☎️",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "🇺🇦🇩🇪",
        "葛\u{e0100}飾区",
        "auto\u{ad}mobil « oui »",
        "Việt Nam",
        "e\u{301}cole",
    ] {
        assert_eq!(line(whole), whole);
        assert_eq!(text(whole), whole);
    }
}

#[test]
fn invisible_messages_are_dropped() {
    assert_eq!(line("hi\u{e0068}\u{e0069}"), "hi");
    assert_eq!(line("🏴\u{e0067}\u{e0062}"), "🏴");
    assert_eq!(line("a\u{fe01}\u{e0101}b😀\u{fe0f}\u{fe01}\u{e0110}c"), "ab😀\u{fe0f}c");
    assert_eq!(line("a\u{feff}b\u{fff9}c\u{fffb}\u{e000}\u{10fffd}\u{ffff}\u{fdd0}\u{2063}"), "abc");
}

#[test]
fn a_line_has_single_spaces_and_none_at_its_ends() {
    assert_eq!(line("  a \t\n b\u{2003}\u{a0} c\u{a0}d \u{200b} "), "a b c\u{a0}d");
    assert_eq!(line(" \u{200b}\u{feff} "), "");
    assert_eq!(line("北京的\n  记者\n“说”\n서울의\n기자 中\u{3000}文"), "北京的记者 “说” 서울의 기자 中\u{3000}文");
    assert_eq!(preformatted("a\tb\u{1b}"), "a\tb");
    assert_eq!(text("a\tb"), "a b");
}

#[test]
fn clean_text_is_not_copied() {
    assert!(matches!(line("Plain words."), Cow::Borrowed(_)));
    assert!(matches!(text("Plain\n\nwords. "), Cow::Borrowed(_)));
    assert!(matches!(preformatted("a\tb\n"), Cow::Borrowed(_)));
}

#[test]
fn what_leaves_no_ink_is_blank() {
    assert!(is_blank("\u{200b}\u{a0}\u{200f}\u{2800}\n"));
    assert!(!is_blank("\u{200f}a"));
}

/// Characters that matter, thick on the ground.
fn nasty() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => any::<char>(),
        3 => prop::char::ranges(vec!['\0'..='\u{a0}', '\u{2000}'..='\u{206f}', '\u{fe00}'..='\u{fe0f}'].into()),
        2 => prop::char::ranges(vec!['\u{300}'..='\u{310}', '\u{900}'..='\u{950}', '\u{1100}'..='\u{1180}'].into()),
        2 => prop::char::ranges(vec!['\u{e0000}'..='\u{e0110}', '\u{1f3f4}'..='\u{1f3f4}', '\u{fff0}'..='\u{ffff}'].into()),
        3 => prop::sample::select(vec!['\u{1b}', '[', 'm', '3', '\u{200d}', '👩', '\r', '\n', ' ', 'a', '\u{903}', '\u{600}']),
    ];
    prop::collection::vec((character, prop_oneof![9 => Just(1usize), 1 => 1..90usize]), 0..60)
        .prop_map(|runs| runs.into_iter().flat_map(|(c, n)| std::iter::repeat_n(c, n)).collect())
}

fn assert_clean(cleaned: &str) {
    let forbidden = |c: char| {
        matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}')
            || u32::from(c) & 0xfffe == 0xfffe
    };
    assert!(!cleaned.contains(forbidden), "{cleaned:?}");
    let mut run = 0;
    for c in cleaned.chars() {
        let mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
        run = if mark { run + 1 } else { 0 };
        assert!(run <= MARKS_PER_LETTER, "{cleaned:?}");
    }
    for cluster in cleaned.graphemes(true) {
        assert!(cluster.chars().count() <= CHARACTERS_PER_CLUSTER, "{cluster:?}");
    }
}

#[test]
fn a_number_sign_of_arabic_before_a_letter_or_a_space_hides_no_run_of_marks() {
    let dirty = "\u{600}".repeat(20) + "`" + &"\u{903}".repeat(90);
    assert_clean(&line(&dirty));
    assert_clean(&line(&dirty.replace('`', "é")));
    for space in [" ", "\t", "\n", "\u{a0}"] {
        let dirty = dirty.replace('`', space);
        for cleaned in [line(&dirty), text(&dirty), preformatted(&dirty)] {
            assert_clean(&cleaned);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_text_is_cleaned_as_its_characters_one_by_one(text in "[a-b .\n\t\u{a0}é\u{301}\u{600}字]{0,24}") {
        for space in [Space::Collapse, Space::Newlines, Space::Tabs] {
            let (mut whole, mut one_by_one) = (Cleaner::new(space), Cleaner::new(space));
            let (mut out, mut other) = (String::new(), String::new());
            whole.push(&text, &mut out);
            text.chars().for_each(|c| one_by_one.push(c.encode_utf8(&mut [0; 4]), &mut other));
            prop_assert_eq!(&out, &other);
            prop_assert_eq!(format!("{whole:?}"), format!("{one_by_one:?}"));
        }
    }

    #[test]
    fn whatever_comes_in_goes_out_clean_and_no_longer(dirty in nasty()) {
        let mended = dirty.matches(|c| ('\u{91}'..='\u{97}').contains(&c)).count();
        for cleaned in [line(&dirty), text(&dirty), preformatted(&dirty)] {
            assert_clean(&cleaned);
            prop_assert!(cleaned.len() <= dirty.len() + mended);
        }
        prop_assert!(!line(&dirty).contains(['\n', '\t']));
        prop_assert!(!text(&dirty).contains('\t'));
    }

    #[test]
    fn cleaning_twice_is_cleaning_once(dirty in nasty()) {
        let once = line(&dirty);
        prop_assert_eq!(line(&once), once.clone());
        let once = text(&dirty);
        prop_assert_eq!(text(&once), once.clone());
        let once = preformatted(&dirty);
        prop_assert_eq!(preformatted(&once), once.clone());
    }

    #[test]
    fn letters_and_digits_stay(words in "[a-zA-Zà-öα-ωа-яא-תء-ي一-龥가-힣0-9 \n.,“”]{0,80}") {
        let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&line(&words)), letters(&words));
        prop_assert_eq!(&text(&words), &words);
    }

    #[test]
    fn text_in_pieces_is_cleaned_as_text_in_one(dirty in "[a-zé中\u{301}\u{200d}\u{202e} \n\r]{0,40}", cut in 0..40usize) {
        let cut = dirty.char_indices().nth(cut).map_or(dirty.len(), |(at, _)| at);
        let (mut out, mut cleaner) = (String::new(), Cleaner::new(Space::Collapse));
        cleaner.push(&dirty[..cut], &mut out);
        cleaner.push(&dirty[cut..], &mut out);
        cleaner.finish(&mut out);
        prop_assert_eq!(line(&dirty), out);
    }
}
