mod properties;

use super::*;

/// A case of `tests/fixtures/quotes`.
struct Case {
    name: String,
    language: Option<String>,
    text: String,
    tags: Vec<Tag>,
}

struct Tag {
    what: char,
    number: String,
    full: Option<String>,
    range: Range<usize>,
}

fn parse(body: &str) -> (String, Vec<Tag>) {
    let (mut text, mut tags, mut rest) = (String::new(), Vec::new(), body);
    while let Some((before, tail)) = rest.split_once("[[") {
        text.push_str(before);
        let (head, tail) = tail.split_once(':').unwrap();
        let (words, tail) = tail.split_once("]]").unwrap();
        let (mark, full) = head.split_once('=').map_or((head, None), |(m, f)| (m, Some(f.to_owned())));
        let start = text.len();
        text.push_str(words);
        let mut letters = mark.chars();
        let what = letters.next().unwrap();
        tags.push(Tag { what, number: letters.collect(), full, range: start..text.len() });
        rest = tail;
    }
    text.push_str(rest);
    (text, tags)
}

fn cases(file: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for part in file.split("\n@ ").skip(1) {
        let (name, mut body) = part.split_once('\n').unwrap();
        let mut language = Some("en".to_owned());
        if let Some(tail) = body.strip_prefix("!lang ") {
            let (tag, tail) = tail.split_once('\n').unwrap();
            language = Some(tag.to_owned());
            body = tail;
        }
        let (text, tags) = parse(body.trim_end());
        cases.push(Case { name: name.to_owned(), language, text, tags });
    }
    cases
}

/// The range without outer marks, stops and spaces.
fn bare(text: &str, range: &Range<usize>) -> Range<usize> {
    let outer = |c: char| c.is_whitespace() || "\"'“”„‘’‚«»‹›「」`.,;:!?…—–-()[]،。".contains(c);
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start_matches(outer).len());
    let end = range.end - (piece.len() - piece.trim_end_matches(outer).len());
    start..end.max(start)
}

fn wrongs(case: &Case) -> Vec<String> {
    let found = find_quotes(&case.text, &paragraphs_of(&case.text), case.language.as_deref(), Lexicon::built_in());
    let mut wrongs = Vec::new();
    let pieces: Vec<(Range<usize>, &Quotation)> =
        found.quotations.iter().flat_map(|q| q.pieces.iter().map(move |p| (bare(&case.text, p), q))).collect();
    let mut wanted: Vec<(Range<usize>, &Tag)> = Vec::new();
    for tag in case.tags.iter().filter(|t| t.what == 'q') {
        let range = bare(&case.text, &tag.range);
        match wanted.last_mut().filter(|(_, last)| last.number == tag.number) {
            Some((last, _)) if bare(&case.text, &(last.end..range.start)).is_empty() => {
                last.end = range.end;
            }
            _ => wanted.push((range, tag)),
        }
    }
    for (range, _) in &pieces {
        if !wanted.iter().any(|(w, _)| w == range) {
            wrongs.push(format!("not wanted: {:?}", &case.text[range.clone()]));
        }
    }
    for (range, tag) in wanted {
        let Some((_, quotation)) = pieces.iter().find(|(p, _)| *p == range) else {
            wrongs.push(format!("missing: {:?}", &case.text[range]));
            continue;
        };
        for other in case.tags.iter().filter(|t| t.number == tag.number && t.what != 'q') {
            let said = if other.what == 's' { &quotation.mention } else { &quotation.cue };
            let meets = said.as_ref().is_some_and(|r| r.start < other.range.end && other.range.start < r.end);
            if !meets {
                let got = said.clone().map(|r| &case.text[r]);
                wrongs.push(format!("{:?}: {got:?} for {:?}", other.what, &case.text[other.range.clone()]));
            }
            let name = quotation.speaker.and_then(|s| found.speakers.get(s)).map(|s| s.name.clone());
            if other.full.is_some() && name != other.full {
                wrongs.push(format!("{name:?} for {:?}", other.full));
            }
        }
    }
    wrongs
}

fn check(file: &str, least: usize) {
    let cases = cases(file);
    assert!(cases.len() >= least, "{} cases", cases.len());
    let wrongs: Vec<String> =
        cases.iter().flat_map(|case| wrongs(case).into_iter().map(|w| format!("{}: {w}", case.name))).collect();
    assert!(wrongs.is_empty(), "{}", wrongs.join("\n"));
}

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../tests/fixtures/quotes/", $name, ".txt"))
    };
}

#[test]
fn direct_speech_is_found_with_its_speaker() {
    check(fixture!("direct"), 40);
}

#[test]
fn reported_speech_is_found_with_its_speaker() {
    check(fixture!("indirect"), 25);
}

#[test]
fn a_clause_with_marked_fragments_is_one_quotation() {
    check(fixture!("mixed"), 8);
}

#[test]
fn titles_nicknames_and_scare_words_are_no_quotations() {
    check(fixture!("not-quotations"), 12);
}

#[test]
fn short_names_pronouns_and_roles_mean_the_person_they_stand_for() {
    check(fixture!("people"), 14);
}

#[test]
fn other_languages_give_direct_speech() {
    check(fixture!("languages"), 20);
}

#[test]
fn headlines_are_read_too() {
    check(fixture!("headlines"), 5);
}

#[test]
fn hard_cases_of_many_kinds_come_out() {
    check(fixture!("hard"), 50);
}

#[test]
fn a_verb_before_a_title_is_no_part_of_the_role() {
    let text = "A plan to impeach South Tarnish President Jon Vogel failed. “I stay,” Vogel said.";
    let found = find_quotes(text, &paragraphs_of(text), Some("en"), Lexicon::built_in());
    let roles: Vec<_> = found.speakers.iter().map(|s| s.role.as_deref()).collect();
    assert_eq!(roles, [Some("South Tarnish President")]);
}

#[test]
fn of_two_who_speak_in_a_sentence_each_has_their_words() {
    check(fixture!("whose"), 48);
}

#[test]
fn what_careful_prose_holds_comes_out() {
    check(fixture!("prose"), 120);
}

#[test]
fn the_seed_article_comes_out_whole() {
    let text = include_str!("../../../seeds/000_31642f45ca39f18b.txt");
    let found = find_quotes(text, &paragraphs_of(text), Some("en"), Lexicon::built_in());
    let speaker = |q: &Quotation| q.speaker.and_then(|s| found.speakers.get(s)).map(|s| s.name.as_str());
    let said = |start: &str| {
        let q = found.quotations.iter().find(|q| text[q.pieces[0].clone()].starts_with(start)).unwrap();
        (q.kind, speaker(q), text[q.cue.clone().unwrap()].to_owned())
    };
    let amiri = Some("Hadi al-Amiri");
    assert_eq!(said("“The American side"), (Kind::Direct, amiri, "said".to_owned()));
    assert_eq!(said("“this demand"), (Kind::Direct, amiri, "stressing".to_owned()));
    assert_eq!(said("Israel used airspace"), (Kind::Indirect, Some("Iran’s armed forces"), "revealed".to_owned()));
    assert_eq!(said("while Iran’s air"), (Kind::Indirect, Some("Iranian officials"), "According to".to_owned()));
    assert_eq!(said("the US attacks"), (Kind::Indirect, Some("Iraqi officials"), "complained".to_owned()));
    let role = found.speakers.iter().find(|s| s.name == "Hadi al-Amiri").and_then(|s| s.role.as_deref());
    assert_eq!(role, Some("Secretary-General of Badr Organization"));
    assert_eq!(found.quotations.iter().filter(|q| q.kind == Kind::Direct).count(), 2);
}

#[test]
fn code_and_tables_of_an_article_are_left_alone() {
    use crate::text::article::Block;

    let said = "“It leaks,” said Gita Rao.";
    let text = format!("{said}\n\n{said}");
    let block = |kind, start: usize| Block { kind, range: start..start + said.len(), quoted: 0 };
    let blocks = vec![block(BlockKind::Code, 0), block(BlockKind::Paragraph, said.len() + 2)];
    let article = Article { text, blocks, ..Article::default() };
    let found = in_article(&article, Lexicon::built_in());
    let starts: Vec<usize> = found.quotations.iter().map(|q| q.pieces[0].start).collect();
    assert_eq!(starts, [said.len() + 2]);
    assert_eq!(found.speakers[0].name, "Gita Rao");
    assert_eq!(found.quotations[0].confidence, Confidence::Sure);
}

/// Each marked sentence goes on with the first quotation, which must not be gone through for every one of them.
#[test]
fn one_quotation_may_have_very_many_pieces() {
    let text = format!("“The quay is wet,” said Gita Rao. {}", "“It is wet again.” . ".repeat(20_000));
    let found = find_quotes(&text, &paragraphs_of(&text), Some("en"), Lexicon::built_in());
    assert_eq!(found.quotations.len(), 1);
    assert_eq!(found.quotations[0].pieces.len(), 20_001);
}

/// A speaker's name is spelled out once, not for every quotation.
#[test]
fn a_very_long_name_may_speak_very_often() {
    let name = "R".to_owned() + &"o".repeat(200_000);
    let text = format!("“The quay is wet,” said Gita {name}. {}", "“It is wet again,” it went. ".repeat(5_000));
    let found = find_quotes(&text, &paragraphs_of(&text), Some("en"), Lexicon::built_in());
    assert!(found.quotations.len() > 1000, "{}", found.quotations.len());
    assert_eq!(found.speakers.len(), 1);
}
