use super::*;
use crate::query::{Today, parse};
use crate::text::article::{Headline, HeadlineOrigin};
use crate::text::quotes::{Confidence, Speaker, SpeakerKind};

const TEXT: &str = "Powell said: “Rates stay.” Lee said that inflation fell. Peace in the long talks.";

fn quotation(kind: Kind, words: &str, speaker: usize) -> Quotation {
    let start = TEXT.find(words).unwrap();
    let piece = start..start + words.len();
    Quotation {
        kind,
        pieces: [piece].into(),
        cue: None,
        mention: None,
        speaker: Some(speaker),
        confidence: Confidence::Sure,
    }
}

fn meets_query(query: &str) -> bool {
    let speaker = |name: &str| Speaker { name: name.into(), role: None, kind: SpeakerKind::Person };
    let article = Article {
        headline: Some(Headline { text: "Élection result".into(), origin: HeadlineOrigin::Given }),
        byline: Some("Ann Lee".into()),
        language: Some("pt-BR".into()),
        url: Some("https://Example.org/World".into()),
        text: TEXT.into(),
        ..Article::default()
    };
    let quotations = Quotations {
        speakers: vec![speaker("Jerome Powell"), speaker("Bo Lee")],
        quotations: vec![quotation(Kind::Direct, "Rates stay", 0), quotation(Kind::Indirect, "inflation fell", 1)],
    };
    let facts = Facts {
        article: &article,
        quotations: &quotations,
        names: &[],
        source: "Shafaq News",
        also: &[],
        tags: &["asia".to_owned()],
        origin: "feed",
        sorted_at: 1_000,
        words: 600,
        state: State::Unread,
        watched: false,
        bookmarked: true,
        note: "ask the mayor",
        highlights: 0,
    };
    matches(&parse(query, Today::default()).unwrap().root, &facts) == Verdict::Meets
}

#[test]
fn an_article_meets_what_is_true_of_it() {
    for query in [
        "",
        "election inflation",
        "\"rates stay\"",
        "infl*",
        "title:election",
        "author:lee",
        "speaker:powell",
        "source:shafaq",
        "tag:asia",
        "kind:direct",
        "has:quotes",
        "lang:pt",
        "lang:pt-br",
        "url:example.org/w",
        "is:unread",
        "is:bookmarked",
        "-is:read",
        "minutes:3",
        "minutes:<4",
        "/inflat.on/",
        "-absent",
        "absent or powell",
        "near(peace talks, 3)",
        "near(talks peace, 3)",
        "before:1971",
        "said:inflation",
        "jerome",
    ] {
        assert!(meets_query(query), "{query}");
    }
}

#[test]
fn an_article_fails_what_is_not_true_of_it() {
    for query in [
        "absent",
        "\"stay rates\"",
        "title:inflation",
        "author:powell",
        "speaker:ann",
        "source:reuters",
        "tag:europe",
        "kind:mixed",
        "-has:quotes",
        "lang:en",
        "url:example.com",
        "is:read",
        "minutes:>3",
        "/Inflation/",
        "near(peace talks, 2)",
        "after:1971",
        "said:peace",
        "(absent or is:read)",
        "inflatio",
    ] {
        assert!(!meets_query(query), "{query}");
    }
}

#[test]
fn speaker_words_and_kind_beside_each_other_are_of_one_quotation() {
    assert!(meets_query("speaker:powell said:rates kind:direct"));
    assert!(!meets_query("speaker:lee said:rates"));
    assert!(!meets_query("speaker:lee kind:direct"));
    assert!(!meets_query("said:rates said:inflation"));
    assert!(meets_query("speaker:lee speaker:powell"));
    assert!(meets_query("speaker:lee (said:rates)") == meets_query("speaker:lee said:rates"));
}

proptest::proptest! {
    #[test]
    fn nothing_is_passed_over_that_a_phrase_may_begin_with(
        text in "([abS]{1,3}|[ .’'“]|\\u{ad}|é|ﬁ){0,40}",
        words in proptest::collection::vec("([abs]{1,3}|b’s|é)( [abs]{1,2}){0,2}", 1..3),
    ) {
        let phrases: Vec<Phrase> = words.iter().filter_map(|words| crate::query::phrase(words)).collect();
        let phrases: Vec<&Phrase> = phrases.iter().collect();
        let (mut all, mut found) = (Vec::new(), Vec::new());
        let place = |place: Place| (place.phrase, place.last - place.first, place.start, place.end);
        each_place_from(0, &text, &phrases, |one| {
            all.push(place(one));
            Going::On
        });
        each_place(&text, &phrases, |one| {
            found.push(place(one));
            Going::On
        });
        assert_eq!(all, found);
    }
}
