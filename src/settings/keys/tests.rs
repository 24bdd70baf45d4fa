use proptest::prelude::*;

use super::*;

fn sequence(text: &str) -> Sequence {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Key {
    Key::pressed(KeyEvent::new(code, modifiers)).unwrap()
}

#[test]
fn letters_written_together_are_keys_in_turn() {
    assert_eq!(sequence("gg"), sequence("g g"));
    assert_eq!(sequence("zt").keys().len(), 2);
    assert_eq!(sequence("Up").keys().len(), 1);
    assert_eq!(sequence("g Up").keys().len(), 2);
}

#[test]
fn control_is_written_in_two_ways() {
    assert_eq!(sequence("^D"), sequence("C-d"));
    assert_eq!(sequence("^d"), sequence("C-D"));
    assert_eq!(sequence("^D").keys(), [pressed(KeyCode::Char('d'), KeyModifiers::CONTROL)]);
    assert_eq!(sequence("^").keys(), [pressed(KeyCode::Char('^'), KeyModifiers::NONE)]);
    assert_eq!(sequence("-").keys(), [pressed(KeyCode::Char('-'), KeyModifiers::NONE)]);
    assert_eq!(sequence("C--").keys(), [pressed(KeyCode::Char('-'), KeyModifiers::CONTROL)]);
}

#[test]
fn what_terminals_send_in_several_ways_is_one_key() {
    let shift = KeyModifiers::SHIFT;
    let control = KeyModifiers::CONTROL;
    for code in ['j', 'J'] {
        assert_eq!(pressed(KeyCode::Char(code), shift), Key::plain('J'));
    }
    assert_eq!(pressed(KeyCode::Char('('), shift), Key::plain('('));
    assert_eq!(sequence("S-j"), sequence("J"));
    assert_eq!(sequence("S-Tab").keys(), [pressed(KeyCode::BackTab, shift)]);
    assert_eq!(sequence("S-Tab").keys(), [pressed(KeyCode::BackTab, KeyModifiers::NONE)]);
    assert_eq!(pressed(KeyCode::Char('h'), control), sequence("Backspace").keys()[0]);
    assert_eq!(pressed(KeyCode::Char('i'), control), sequence("Tab").keys()[0]);
    assert_eq!(pressed(KeyCode::Char('['), control), Key::ESC);
    assert_eq!(pressed(KeyCode::Char('7'), control), sequence("C-_").keys()[0]);
    assert_eq!(pressed(KeyCode::Char('x'), KeyModifiers::META), sequence("A-x").keys()[0]);
}

#[test]
fn letting_go_and_pressing_a_modifier_are_no_keys() {
    let mut event = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::NONE);
    event.kind = KeyEventKind::Release;
    assert_eq!(Key::pressed(event), None);
    assert_eq!(Key::pressed(KeyEvent::new(KeyCode::CapsLock, KeyModifiers::NONE)), None);
}

#[test]
fn a_name_that_is_no_key_is_told_with_the_nearest_one() {
    let error = |text: &str| text.parse::<Sequence>().unwrap_err();
    assert_eq!(error("PageDwon"), "`PageDwon` is no key; did you mean `PageDown`?");
    assert_eq!(error("esc"), "`esc` is no key; did you mean `Esc`?");
    assert_eq!(error("up"), "`up` is no key; did you mean `Up`?");
    assert_eq!(error("C-"), "`C-` is no key");
    assert_eq!(error("F25"), "`F25` is no key");
    assert_eq!(error("  "), "an empty name is no key; the space bar is `Space`");
    assert!(error("a b c d e f g h i").ends_with("has more than 8 keys"));
    assert!(error("S-1").starts_with("`S-1` is no key"));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        if let Ok(sequence) = text.parse::<Sequence>() {
            prop_assert_eq!(sequence.to_string().parse::<Sequence>(), Ok(sequence));
        }
    }

    #[test]
    fn what_is_shown_can_be_written(text in "((C-|A-|S-|\\^)?([a-zA-Z^_-]|Up|F5|Space|Tab|Esc) ?){1,4}") {
        if let Ok(sequence) = text.parse::<Sequence>() {
            prop_assert_eq!(sequence.to_string().parse::<Sequence>(), Ok(sequence));
        }
    }
}
