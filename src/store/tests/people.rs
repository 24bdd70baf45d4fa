use std::fmt::Write as _;

use super::*;
use crate::catalog::people::{Asked, PeopleChange, PeopleVerb, PersonId, Quoted, Who};
use crate::query;
use crate::text::quotes::{Confidence, SpeakerKind};
use proptest::prelude::*;

/// Takes an article in that quotes these names, a quotation each, in turn.
fn quoting(store: &mut Store, key: &str, source: &str, at: i64, names: &[(&str, SpeakerKind)]) -> ArticleId {
    let mut text = String::new();
    let mut quotations = Quotations::default();
    for (n, (name, kind)) in names.iter().enumerate() {
        let start = text.len();
        write!(text, "“Word {n}”").unwrap();
        quotations.quotations.push(Quotation {
            kind: [Kind::Direct, Kind::Mixed, Kind::Indirect][n % 3],
            pieces: std::iter::once(start..text.len()).collect(),
            cue: None,
            mention: None,
            speaker: Some(n),
            confidence: Confidence::Sure,
        });
        quotations.speakers.push(Speaker { name: (*name).to_owned(), role: None, kind: *kind });
        writeln!(text, " said {name}.").unwrap();
    }
    let article = Article { text, ..article(key, source, at) };
    let article = Article { blocks: Vec::new(), ..article };
    let key = format!("file:/{key}");
    let incoming = Incoming { key: &key, origin: &key[5..], article: &article, quotations: &quotations, engine: 1 };
    store.take_in(&[incoming], NOW).unwrap().ids[0]
}

const PERSON: SpeakerKind = SpeakerKind::Person;

/// Three articles, the newest last: Hadi al-Amiri in all, under three names; officials in two.
fn three(store: &mut Store) -> [ArticleId; 3] {
    let officials = ("officials", SpeakerKind::Unnamed);
    [
        quoting(store, "a", "A", NOW - 300, &[("Hadi al-Amiri", PERSON), officials]),
        quoting(store, "b", "B", NOW - 200, &[("Hadi Amiri", PERSON), ("Hadi al-Amiri", PERSON)]),
        quoting(store, "c", "A", NOW - 100, &[("Al-Amiri", PERSON), officials]),
    ]
}

fn person(store: &Store, name: &str) -> PersonId {
    store.person_named(name).unwrap().unwrap().id
}

fn who(store: &Store, article: ArticleId, speaker: usize) -> Who {
    store.article(article).unwrap().unwrap().people[speaker].who
}

/// A page as article, index and name.
fn page(store: &Store, who: Who) -> Vec<(ArticleId, usize, String)> {
    flat(&store.sayings(who, None, 100).unwrap())
}

fn flat(found: &[Quoted]) -> Vec<(ArticleId, usize, String)> {
    let each = |quoted: &Quoted| {
        let id = quoted.row.id;
        let named = quoted.sayings.iter().map(move |saying| (id, saying.index, saying.name.clone()));
        named.map(|(id, index, name)| (id, index, name.unwrap_or_default().into())).collect::<Vec<_>>()
    };
    found.iter().flat_map(each).collect()
}

/// All that the store says about who is who.
fn facts(store: &Store) -> Vec<(i64, String, Option<i64>, Option<String>)> {
    let mut select = store.db.prepare("SELECT id, name, same_as, shown FROM person ORDER BY id").unwrap();
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    let mut all: Vec<_> = rows.map(Result::unwrap).collect();
    let mut select = store.db.prepare("SELECT article, name, person FROM meant ORDER BY 1, 2").unwrap();
    let rows = select.query_map([], |row| {
        let (name, person): (i64, i64) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, format!("{name} is {person}"), None, None))
    });
    all.extend(rows.unwrap().map(Result::unwrap));
    all
}

fn merge(store: &mut Store, who: Who, into: &str) -> Reshuffled {
    store.change_people(&PeopleChange::Merge(who, into.to_owned()), NOW).unwrap()
}

#[test]
fn the_same_whole_name_is_one_person_and_a_short_one_is_nobody_elsewhere() {
    let mut store = store();
    let [a, b, c] = three(&mut store);
    let amiri = Who::Person(person(&store, "Hadi al-Amiri"));
    assert_eq!(who(&store, a, 0), amiri);
    assert_eq!(who(&store, b, 1), amiri);
    assert!(matches!(who(&store, c, 0), Who::Within(article, _) if article == c));
    let named: Vec<_> = page(&store, amiri).into_iter().map(|(id, index, _)| (id, index)).collect();
    assert_eq!(named, [(b, 1), (a, 0)]);
}

#[test]
fn officials_of_two_articles_are_never_one() {
    let mut store = store();
    let [a, _, c] = three(&mut store);
    assert_ne!(who(&store, a, 1), who(&store, c, 1));
    assert_eq!(page(&store, who(&store, a, 1)), [(a, 1, "officials".to_owned())]);
    let speakers = store.speakers(None).unwrap();
    let nobody = speakers.last().unwrap();
    assert_eq!((nobody.person, nobody.quotations), (None, 3));
    assert!(speakers.iter().all(|speaking| &*speaking.name != "officials"));
}

#[test]
fn merged_people_are_one_everywhere_and_undo_parts_them() {
    let (dir, mut store) = on_disk();
    let [a, b, c] = three(&mut store);
    let before = facts(&store);
    let other = Who::Person(person(&store, "Hadi Amiri"));
    assert!(matches!(merge(&mut store, other, "hadi AL-amiri"), Reshuffled::Done(..)));
    let short = who(&store, c, 0);
    assert!(matches!(merge(&mut store, short, "Hadi al-Amiri"), Reshuffled::Done(..)));
    let amiri = person(&store, "Hadi Amiri");
    let name = "Hadi al-Amiri".to_owned();
    let all = [(c, 0, name.clone()), (b, 0, name.clone()), (b, 1, name.clone()), (a, 0, name)];
    assert_eq!(page(&store, Who::Person(amiri)), all);
    let known = store.person(amiri).unwrap().unwrap();
    assert_eq!((known.quotations, known.articles, known.also.len()), (4, 3, 1));
    drop(store);

    let mut store = reopened(&dir);
    assert_eq!(page(&store, Who::Person(amiri)), all);
    let step = store.undo(NOW).unwrap().unwrap();
    assert!(matches!(step.deed, Deed::People(PeopleVerb::Merge, _)));
    assert_eq!(step.articles, [c]);
    store.undo(NOW).unwrap();
    assert_eq!(facts(&store), before);
    store.redo(NOW).unwrap();
    store.redo(NOW).unwrap();
    assert_eq!(page(&store, Who::Person(amiri)), all);
}

#[test]
fn a_merge_outlives_reading_again_and_updates() {
    let mut store = store();
    three(&mut store);
    let other = Who::Person(person(&store, "Hadi Amiri"));
    merge(&mut store, other, "Hadi al-Amiri");
    let again = quoting(&mut store, "b", "B", NOW - 200, &[("Hadi Amiri", PERSON), ("Ann Lee", PERSON)]);
    let amiri = Who::Person(person(&store, "Hadi al-Amiri"));
    assert_eq!(who(&store, again, 0), amiri);
    assert_ne!(who(&store, again, 1), amiri);
}

#[test]
fn a_renamed_person_has_the_new_name_and_is_found_by_both() {
    let mut store = store();
    let [a, ..] = three(&mut store);
    let id = person(&store, "Hadi al-Amiri");
    store.change_people(&PeopleChange::Rename(id, "Al-Ameri".into()), NOW).unwrap();
    assert_eq!(store.article(a).unwrap().unwrap().quotations.speakers[0].name, "Al-Ameri");
    assert_eq!((person(&store, "al-ameri"), person(&store, "Hadi al-Amiri")), (id, id));
    let taken = store.change_people(&PeopleChange::Rename(id, "hadi amiri".into()), NOW).unwrap();
    assert_eq!(taken, Reshuffled::Taken("hadi amiri".into()));
    store.undo(NOW).unwrap();
    assert_eq!(store.article(a).unwrap().unwrap().quotations.speakers[0].name, "Hadi al-Amiri");
}

#[test]
fn a_namesake_is_split_off_in_one_article() {
    let mut store = store();
    let [a, b, _] = three(&mut store);
    let id = person(&store, "Hadi al-Amiri");
    let split = |new: Option<&str>| PeopleChange::Split(b, id, new.map(str::to_owned));
    assert_eq!(store.change_people(&split(None), NOW).unwrap(), Reshuffled::Nameless);
    store.change_people(&split(Some("Hadi al-Amiri (poet)")), NOW).unwrap();
    assert_eq!(page(&store, Who::Person(id)), [(a, 0, "Hadi al-Amiri".to_owned())]);
    let poet = Who::Person(person(&store, "Hadi al-Amiri (poet)"));
    assert_eq!(page(&store, poet), [(b, 1, "Hadi al-Amiri (poet)".to_owned())]);
    let counted = |name| store.person_named(name).unwrap().unwrap().quotations;
    assert_eq!((counted("Hadi al-Amiri"), counted("Hadi al-Amiri (poet)")), (1, 1));
    // Splitting once more takes back what was said.
    store.change_people(&split(None), NOW).unwrap();
    assert_eq!(who(&store, b, 1), Who::Person(id));
}

#[test]
fn splitting_a_merged_name_lets_it_stand_alone_again() {
    let mut store = store();
    let [_, b, _] = three(&mut store);
    let other = person(&store, "Hadi Amiri");
    merge(&mut store, Who::Person(other), "Hadi al-Amiri");
    store.change_people(&PeopleChange::Split(b, other, None), NOW).unwrap();
    assert_eq!(who(&store, b, 0), Who::Person(other));
}

#[test]
fn what_can_not_be_merged_changes_nothing() {
    let mut store = store();
    three(&mut store);
    let before = facts(&store);
    let amiri = Who::Person(person(&store, "Hadi al-Amiri"));
    assert_eq!(merge(&mut store, amiri, "Nobody"), Reshuffled::Unknown("Nobody".into()));
    assert_eq!(merge(&mut store, amiri, "Hadi al-Amiri"), Reshuffled::Same);
    assert_eq!(facts(&store), before);
    assert_eq!(store.undo(NOW).unwrap(), None);
}

#[test]
fn a_page_goes_on_where_it_ended() {
    let mut store = store();
    let ids: Vec<_> =
        (0..9).map(|n| quoting(&mut store, &n.to_string(), "A", NOW - n, &[("Ann Lee", PERSON)])).collect();
    let ann = Who::Person(person(&store, "Ann Lee"));
    let mut walked = Vec::new();
    let mut from = None;
    loop {
        let found = store.sayings(ann, from, 4).unwrap();
        let Some(last) = found.last() else { break };
        from = Some(last.row.id);
        walked.extend(found.iter().map(|quoted| quoted.row.id));
    }
    assert_eq!(walked, ids);
}

#[test]
fn quotations_are_found_by_speaker_words_kind_source_and_time() {
    let mut store = store();
    let [a, b, c] = three(&mut store);
    let found = |asked: Asked| {
        let question = store.question(&asked).unwrap();
        let mut ids = store.articles_to_ask(&question).unwrap();
        ids.retain(|id| store.asked_of(*id, &question).unwrap().is_some());
        ids
    };
    let speaker = |name: &str| Some(name.to_owned());
    let words = query::phrase;
    assert_eq!(found(Asked { speaker: speaker("amiri"), ..Asked::default() }), [c, b, a]);
    assert_eq!(found(Asked { speaker: speaker("officials"), ..Asked::default() }), [c, a]);
    assert_eq!(found(Asked { speaker: speaker("amiri"), kind: Some(Kind::Mixed), ..Asked::default() }), [b]);
    assert_eq!(found(Asked { words: words("word 1"), source: speaker("a"), ..Asked::default() }), [c, a]);
    assert_eq!(found(Asked { since: Some(NOW - 250), ..Asked::default() }), [c, b]);
    assert_eq!(found(Asked { words: words("wor*"), speaker: speaker("officials"), ..Asked::default() }), [c, a]);
    assert_eq!(found(Asked { words: words("said"), ..Asked::default() }), []);
}

#[test]
fn speakers_are_counted_per_source() {
    let mut store = store();
    three(&mut store);
    let all = store.speakers(None).unwrap();
    assert_eq!((&*all[0].name, all[0].quotations, all[0].articles), ("Hadi al-Amiri", 2, 2));
    assert_eq!(all[0].sources, [("A".into(), 1), ("B".into(), 1)]);
    let of_b = store.speakers(Some("b")).unwrap();
    assert!(of_b.iter().all(|speaking| speaking.quotations == 1 && speaking.sources.len() == 1));
    assert_eq!(of_b.len(), 2);
}

/// What an engine finds that takes everybody for Ann Lee.
fn all_ann(outdated: &Outdated) -> Quotations {
    let mut found = quotations(&Article { text: "“".into(), ..Article::default() });
    found.quotations[0].pieces = std::iter::once(0..outdated.article.text.len().min(9)).collect();
    found
}

#[test]
fn what_an_older_engine_read_is_read_again_once_and_keeps_all_that_was_said() {
    let mut store = store();
    let [a, b, c] = three(&mut store);
    let other = Who::Person(person(&store, "Hadi Amiri"));
    merge(&mut store, other, "Hadi al-Amiri");
    let short = who(&store, c, 0);
    merge(&mut store, short, "Hadi al-Amiri");
    let root = person(&store, "Hadi al-Amiri");
    store.change_people(&PeopleChange::Rename(root, "The General".into()), NOW).unwrap();
    store.change_people(&PeopleChange::Split(a, root, Some("Another".into())), NOW).unwrap();
    store.apply(&change(Verb::Bookmark, &[b]), NOW).unwrap();
    store.keep_position(b, 3, NOW).unwrap();
    let before = facts(&store);
    assert_eq!(store.count_outdated(1).unwrap(), 0);
    assert_eq!(store.count_outdated(2).unwrap(), 3);
    let mut from = None;
    let mut seen = Vec::new();
    loop {
        let batch = store.outdated(2, from, 2).unwrap();
        let Some(last) = batch.last() else { break };
        from = Some(last.id);
        seen.extend(batch.iter().map(|outdated| outdated.id));
        let read: Vec<_> = batch
            .into_iter()
            .map(|outdated| {
                let found = all_ann(&outdated);
                (outdated, found)
            })
            .collect();
        store.requote(&read, 2).unwrap();
    }
    assert_eq!(seen, [c, b, a]);
    assert_eq!(store.count_outdated(2).unwrap(), 0);
    assert_eq!(store.count_outdated(1).unwrap(), 0, "a newer engine's work stays");
    store.all_read_with(2).unwrap();
    let spoken = |name| store.ids_matching(&crate::query::parse(name, crate::query::Today::default()).unwrap(), 9);
    assert_eq!((spoken("speaker:lee").unwrap(), spoken("speaker:amiri").unwrap()), (vec![c, b, a], Vec::new()));
    let stored = store.article(b).unwrap().unwrap();
    assert_eq!((stored.quotations.quotations.len(), stored.position, stored.bookmarked), (1, 3, Some(NOW)));
    assert!(voices(&store).iter().all(|(name, ..)| name == "Ann Lee"));
    let after = facts(&store);
    assert!(before.iter().all(|fact| after.contains(fact)), "merges, names and partings stay: {before:?} {after:?}");
}

#[test]
fn other_words_are_another_edition_and_a_changed_text_is_left_alone() {
    let mut store = store();
    let [a, ..] = three(&mut store);
    let words = 1 | (77 << 16);
    assert_eq!(store.count_outdated(words).unwrap(), 3);
    let batch = store.outdated(words, None, 9).unwrap();
    quoting(&mut store, "a", "A", NOW - 300, &[("Bo Stone", PERSON), ("Bo Stone", PERSON)]);
    let read: Vec<_> = batch
        .into_iter()
        .map(|outdated| {
            let found = all_ann(&outdated);
            (outdated, found)
        })
        .collect();
    store.requote(&read, words).unwrap();
    assert_eq!(store.article(a).unwrap().unwrap().quotations.quotations.len(), 2);
    assert_eq!(store.count_outdated(words).unwrap(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn undoing_every_change_of_people_gives_the_same_store(
        changes in prop::collection::vec((0usize..4, 0usize..6, 0usize..6), 1..12),
    ) {
        let mut store = store();
        let names = ["Ann Lee", "Anna Lee", "A. B. Lee", "Lee", "officials", "Bo Li"];
        let speakers: Vec<_> = names.iter().map(|name| (*name, PERSON)).collect();
        let id = quoting(&mut store, "a", "A", NOW, &speakers);
        // Names that a change may have to make are there before, so that only what is said of them differs.
        for name in ["Ann Lee (2)", "officials (2)"] {
            quoted::person(&store.db, name).unwrap();
        }
        let mut passed = vec![facts(&store)];
        for (verb, one, other) in changes {
            let who = who(&store, id, one);
            let change = match (verb, who) {
                (0 | 1, _) => PeopleChange::Merge(who, names[other].to_owned()),
                (2, Who::Person(person)) => PeopleChange::Rename(person, format!("N {other}")),
                _ => {
                    let given = store.asked_of(id, &store.question(&Asked::default()).unwrap()).unwrap().unwrap();
                    let given = given.sayings[one].given.clone().unwrap();
                    PeopleChange::Split(id, given.id, Some("Ann Lee (2)".to_owned()))
                }
            };
            if let Reshuffled::Done(..) = store.change_people(&change, NOW).unwrap() {
                passed.push(facts(&store));
            }
        }
        for state in passed.iter().rev().skip(1) {
            prop_assert!(store.undo(NOW).unwrap().is_some());
            prop_assert_eq!(&facts(&store), state);
        }
        prop_assert!(store.undo(NOW).unwrap().is_none());
        for state in passed.iter().skip(1) {
            prop_assert!(store.redo(NOW).unwrap().is_some());
            prop_assert_eq!(&facts(&store), state);
        }
    }
}

#[test]
fn queries_find_a_speaker_by_every_name() {
    let mut store = store();
    let [a, b, c] = three(&mut store);
    let others = quoting(&mut store, "d", "D", NOW - 50, &[("Ann Lee", PERSON)]);
    let found = |store: &Store, text: &str| {
        let query = query::parse(text, query::Today::default()).unwrap();
        store.ids_matching(&query, 100).unwrap()
    };
    assert_eq!(found(&store, "speaker:\"hadi amiri\""), [b]);
    let hadi = Who::Person(person(&store, "Hadi Amiri"));
    store.change_people(&PeopleChange::Merge(hadi, "Hadi al-Amiri".into()), NOW).unwrap();
    let short = who(&store, c, 0);
    store.change_people(&PeopleChange::Merge(short, "Hadi al-Amiri".into()), NOW).unwrap();
    let root = person(&store, "Hadi al-Amiri");
    store.change_people(&PeopleChange::Rename(root, "The General".into()), NOW).unwrap();
    for name in ["general", "\"hadi amiri\"", "\"hadi al amiri\"", "hadi"] {
        assert_eq!(found(&store, &format!("speaker:{name}")), [c, b, a], "{name}");
        assert_eq!(found(&store, &format!("-speaker:{name}")), [others], "{name}");
    }
    assert_eq!(found(&store, "speaker:general kind:direct said:\"word 0\""), [c, b, a]);
    assert_eq!(found(&store, "speaker:general kind:mixed"), [b]);
    assert_eq!(found(&store, "speaker:lee"), [others]);
}
