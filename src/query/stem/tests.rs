use super::*;

#[test]
fn words_come_to_the_stems_that_the_paper_gives() {
    for (word, wanted) in [
        ("caresses", "caress"),
        ("ponies", "poni"),
        ("ties", "ti"),
        ("caress", "caress"),
        ("cats", "cat"),
        ("feed", "feed"),
        ("agreed", "agre"),
        ("plastered", "plaster"),
        ("bled", "bled"),
        ("motoring", "motor"),
        ("sing", "sing"),
        ("conflated", "conflat"),
        ("troubled", "troubl"),
        ("sized", "size"),
        ("hopping", "hop"),
        ("tanned", "tan"),
        ("falling", "fall"),
        ("hissing", "hiss"),
        ("fizzed", "fizz"),
        ("failing", "fail"),
        ("filing", "file"),
        ("happy", "happi"),
        ("sky", "sky"),
        ("relational", "relat"),
        ("conditional", "condit"),
        ("rational", "ration"),
        ("valenci", "valenc"),
        ("digitizer", "digit"),
        ("radicalli", "radic"),
        ("differentli", "differ"),
        ("vileli", "vile"),
        ("analogousli", "analog"),
        ("vietnamization", "vietnam"),
        ("predication", "predic"),
        ("operator", "oper"),
        ("feudalism", "feudal"),
        ("decisiveness", "decis"),
        ("hopefulness", "hope"),
        ("callousness", "callous"),
        ("formaliti", "formal"),
        ("sensitiviti", "sensit"),
        ("sensibiliti", "sensibl"),
        ("triplicate", "triplic"),
        ("formative", "form"),
        ("formalize", "formal"),
        ("electriciti", "electr"),
        ("electrical", "electr"),
        ("hopeful", "hope"),
        ("goodness", "good"),
        ("revival", "reviv"),
        ("allowance", "allow"),
        ("inference", "infer"),
        ("airliner", "airlin"),
        ("gyroscopic", "gyroscop"),
        ("adjustable", "adjust"),
        ("defensible", "defens"),
        ("irritant", "irrit"),
        ("replacement", "replac"),
        ("adjustment", "adjust"),
        ("dependent", "depend"),
        ("adoption", "adopt"),
        ("homologou", "homolog"),
        ("communism", "commun"),
        ("activate", "activ"),
        ("angulariti", "angular"),
        ("homologous", "homolog"),
        ("effective", "effect"),
        ("bowdlerize", "bowdler"),
        ("probate", "probat"),
        ("rate", "rate"),
        ("cease", "ceas"),
        ("controll", "control"),
        ("roll", "roll"),
    ] {
        assert_eq!(stem(word), wanted, "{word}");
    }
}

#[test]
fn forms_of_a_word_are_one_and_other_scripts_and_numbers_stay() {
    let same = |words: &[&str]| words.iter().all(|word| Some(stem(word)) == words.first().map(|first| stem(first)));
    assert!(same(&["minister", "ministers"]) && same(&["connect", "connected", "connecting", "connections"]));
    for word in ["", "is", "strasse\u{301}", "министры", "b52s", "\u{e000}s12"] {
        assert_eq!(stem(word), word);
    }
}

#[test]
fn a_word_is_found_while_it_is_typed() {
    for word in [
        "government",
        "governmental",
        "ministers",
        "connections",
        "nationalization",
        "running",
        "stopped",
        "player",
        "plays",
        "happiness",
        "ponies",
        "tries",
        "agreed",
        "ability",
        "sensitivity",
        "possibly",
        "hopefulness",
        "relational",
        "elections",
        "decisive",
        "currency",
        "organizers",
        "allowance",
        "replacement",
        "activate",
    ] {
        for cut in 3..=word.len() {
            let (begun, whole) = (&word[..cut], stem(word));
            let is = |(other, last): &(String, Last)| match last {
                Last::Whole => whole == other.as_str(),
                Last::Begun => whole.starts_with(other.as_str()),
            };
            assert!(whole.starts_with(&*stem(begun)) || others(begun).iter().any(is), "{begun} {word}");
        }
    }
    assert_eq!(others("governm"), [("govern".to_owned(), Last::Whole)]);
}

proptest::proptest! {
    #[test]
    fn any_word_has_a_stem_no_longer_than_it(word in "[a-z]{0,45}(at|bl|iz|hop)?(ed|ing)?") {
        assert!(stem(&word).len() <= word.len());
    }
}
