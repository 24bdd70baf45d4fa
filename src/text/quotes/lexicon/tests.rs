use super::*;

#[test]
fn every_file_that_comes_with_the_program_can_be_read() {
    for (name, text) in FILES {
        assert_eq!(read::read(text, name).err(), None);
    }
}

#[test]
fn an_english_verb_is_known_in_all_its_forms() {
    let words = Lexicon::english().words("en").unwrap();
    for form in ["say", "says", "said", "saying", "Said", "denies", "denied", "urging", "wrote", "admitted"] {
        assert!(words.look_up(form).any(Flags::CUE), "{form}");
    }
    assert!(words.look_up("denied").any(Flags::PAST));
    assert!(!words.look_up("table").any(Flags::CUE));
}

#[test]
fn a_users_file_adds_words_and_takes_others_out() {
    let toml = "[speech]\nstrong = \"skeet\"\n[not]\nwords = \"quips\"\n";
    let lexicon = Lexicon::english().merged_with(toml, "own.toml").unwrap();
    let words = lexicon.words("en-GB").unwrap();
    assert!(words.look_up("skeeted").any(Flags::STRONG));
    assert!(!words.look_up("quips").any(Flags::CUE));
    assert!(words.look_up("quipped").any(Flags::CUE));
}

#[test]
fn a_wrong_users_file_is_named_with_its_line() {
    let error = Lexicon::english().merged_with("[speech]\nstrogn = \"skeet\"\n", "own.toml").unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("own.toml", 2));
    assert!(error.to_string().contains("strogn"), "{error}");
    let error = Lexicon::english().merged_with("[speech]\n\nstrong = 3\n", "own.toml").unwrap_err();
    assert_eq!(error.line, 3);
}

#[test]
fn an_arabic_word_is_looked_up_as_it_is() {
    assert!(Lexicon::built_in().words("ar").unwrap().look_up("وقال").any(Flags::CUE));
}
