use std::sync::Arc;

use super::*;
use crate::catalog::{Found, Reach};
use crate::query::{Today, parse};
use crate::store::search::COUNTED;

fn asked(text: &str) -> Arc<crate::query::Query> {
    Arc::new(parse(text, Today { now: NOW, offset: 0 }).unwrap())
}

fn found(text: &str, order: Order) -> Scope {
    Scope::Found(Found { order, ..Found::of(asked(text)) })
}

/// Forty articles of three sources; every third is about rain, every fifth read, every seventh bookmarked.
fn mixed() -> (Store, Vec<ArticleId>) {
    let mut store = store();
    let mut ids = Vec::new();
    for n in 0..40i64 {
        let topic = if n % 3 == 0 { "Heavy rain" } else { "Dry spell" };
        let source = ["Gulf News", "Reuters", "Al Jazeera"][usize::try_from(n % 3).unwrap()];
        let mut article = article(&format!("{topic} in town{n}"), source, NOW - 3_600 * (40 - n));
        article.language = (n % 2 == 0).then(|| "pt-BR".to_owned());
        article.url = Some(format!("https://example.org/{n}"));
        if n % 4 == 0 {
            article.text.push_str(" 東京タワー, Élysée and more.");
        }
        if n % 10 == 0 {
            article.text.push_str(&" word".repeat(600));
        }
        ids.extend(take(&mut store, &format!("file:/{n}"), &article).ids);
    }
    let every = |step| ids.iter().copied().step_by(step).collect::<Vec<_>>();
    store.apply(&change(Verb::Read, &every(5)), NOW).unwrap();
    store.apply(&change(Verb::Bookmark, &every(7)), NOW).unwrap();
    store.apply(&change(Verb::Later, &every(11)), NOW).unwrap();
    store.apply(&change(Verb::Snooze(NOW + 60), &every(13)), NOW).unwrap();
    let tag = store.tag("weather").unwrap();
    store.apply(&change(Verb::Tag(tag), &every(4)), NOW).unwrap();
    (store, ids)
}

const QUERIES: &[&str] = &[
    "",
    "rain",
    "-rain",
    "rain -town3",
    "\"heavy rain\"",
    "\"rain heavy\"",
    "tow*",
    "title:rain",
    "speaker:lee",
    "author:x",
    "source:reuters",
    "-source:reuters",
    "source:nowhere",
    "-source:nowhere",
    "source:al",
    "tag:asia",
    "said:yes",
    "said:rain",
    "kind:direct",
    "kind:mixed",
    "has:quotes",
    "-has:quotes",
    "lang:pt",
    "lang:pt-br",
    "lang:en",
    "url:org/1",
    "is:unread",
    "is:read",
    "is:bookmarked",
    "-is:bookmarked",
    "is:read is:bookmarked",
    "is:unread or is:bookmarked",
    "newer:10h",
    "older:20h",
    "newer:30h older:10h",
    "after:today",
    "before:today",
    "minutes:>2",
    "-minutes:>2",
    "minutes:1 rain",
    "/town[12]\\b/",
    "/RAIN/",
    "rain is:unread newer:1d",
    "rain or is:bookmarked",
    "(rain or source:reuters) -is:read",
    "-(rain or is:read)",
    "rain or (newer:3h -is:read)",
    "newer:2h or older:38h",
    "東京",
    "東 京",
    "京東",
    "elysee",
    "near(heavy town3, 1)",
    "near(heavy what, 9)",
    "speaker:lee said:yes kind:direct",
    "speaker:lee said:rain",
    "(rain)",
    "reuters",
    "ann lee mayor",
    "tag:weather",
    "tag:weather rain or is:later",
    "is:later",
    "is:snoozed",
    "-is:later rain",
    "is:bookmarked (rain or dry) -newer:5h",
    "minutes:>2 or source:reuters",
    "minutes:>2 rain",
    "minutes:>2 -rain is:unread",
    "minutes:<2 newer:20h",
    "minutes:0 rain",
    "-(minutes:>2 or url:org/1)",
    "url:org/3 said:yes",
    "-url:org/3",
    "said:yes -kind:mixed /rain/i",
    "said:yes kind:indirect",
    "said:yes (kind:direct or url:org/1)",
];

/// What the query means, article by article.
fn by_looking(store: &Store, text: &str) -> Vec<ArticleId> {
    let query = asked(text);
    let window = store.window(&all(), Anchor::First, 1_000).unwrap();
    let meets = |row: &crate::catalog::Row| {
        let stored = store.article(row.id).unwrap().unwrap();
        let facts = crate::query::Facts {
            article: &stored.article,
            quotations: &stored.quotations,
            names: &crate::store::people::names::of_speakers(&store.db, &stored.people).unwrap(),
            source: &row.source,
            also: &row.also,
            tags: &crate::store::tagged::of(&store.db, row).unwrap(),
            origin: &stored.origin,
            sorted_at: row.sorted_at,
            words: row.words,
            state: super::super::answer::state_of(row.queue),
            bookmarked: row.kept,
            note: "",
            highlights: 0,
            watched: row.watched.is_some(),
        };
        crate::query::matches(&query.root, &facts) == crate::query::Verdict::Meets
    };
    window.rows.iter().filter(|row| meets(row)).map(|row| row.id).collect()
}

#[test]
fn the_index_finds_what_reading_every_article_finds() {
    let (store, _) = mixed();
    for text in QUERIES {
        let expected = by_looking(&store, text);
        assert_eq!(ids(&store, &found(text, Order::NewestFirst), Anchor::First, 100), expected, "{text}");
        let mut oldest: Vec<_> = ids(&store, &found(text, Order::OldestFirst), Anchor::First, 100);
        oldest.reverse();
        assert_eq!(oldest, expected, "{text}, oldest first");
        assert_eq!(store.counts(&found(text, Order::NewestFirst)).unwrap().shown, expected.len(), "{text}");
    }
    // Some of them find something, some don't, or this would prove little.
    let sizes: Vec<usize> = QUERIES.iter().map(|text| by_looking(&store, text).len()).collect();
    assert!(
        sizes.contains(&0) && sizes.contains(&40) && sizes.iter().filter(|size| (1..40).contains(*size)).count() > 30
    );
}

#[test]
fn windows_of_a_search_join_whatever_the_anchor() {
    let (store, _) = mixed();
    for text in ["rain or is:bookmarked", "tow*", "is:unread -rain"] {
        for order in [Order::NewestFirst, Order::OldestFirst] {
            let scope = found(text, order);
            let whole = ids(&store, &scope, Anchor::First, 100);
            for (n, id) in whole.iter().enumerate() {
                assert_eq!(ids(&store, &scope, Anchor::At(*id), 3), whole[n..whole.len().min(n + 3)]);
                assert_eq!(ids(&store, &scope, Anchor::After(*id), 3), whole[n + 1..whole.len().min(n + 4)]);
                assert_eq!(ids(&store, &scope, Anchor::Before(*id), 3), whole[n.saturating_sub(3)..n]);
                assert_eq!(ids(&store, &scope, Anchor::Nth(n), 1), [*id]);
                assert_eq!(store.window(&scope, Anchor::At(*id), 1).unwrap().rank, Some(n));
            }
            let last = store.window(&scope, Anchor::Last, 2).unwrap();
            assert_eq!(last.rank, Some(whole.len() - 2));
            assert_eq!(last.rows.last().map(|row| row.id), whole.last().copied());
        }
    }
}

#[test]
fn a_search_hands_on_what_it_has_found_when_its_time_is_over() {
    let (store, _) = mixed();
    let over = Some(std::time::Instant::now());
    for text in ["/rain/", "rain is:unread", "minutes:>2"] {
        let scope = found(text, Order::NewestFirst);
        let whole = ids(&store, &scope, Anchor::First, 100);
        let (mut met, mut from) = (Vec::new(), Anchor::First);
        loop {
            let window = store.window_until(&scope, from, 100, over).unwrap();
            let Some(last) = window.rows.last() else {
                assert_eq!(window.reach, Reach::All);
                break;
            };
            assert_eq!((window.rows.len(), window.reach), (1, Reach::AtLeast), "{text}");
            from = Anchor::After(last.id);
            met.push(last.id);
        }
        assert_eq!(met, whole, "{text}");
        let last = store.window_until(&scope, Anchor::Last, 100, over).unwrap();
        assert_eq!(last.rows.last().map(|row| row.id), whole.last().copied());
        assert!(last.rank.unwrap() > 0, "there is more before it");
        let counts = store.counts_until(&scope, over).unwrap();
        assert_eq!((counts.shown < whole.len(), counts.reach), (true, Reach::AtLeast));
    }
}

#[test]
fn a_changed_article_is_found_by_its_new_words_only() {
    let mut store = store();
    take(&mut store, "file:/a", &article("Old words", "A", NOW));
    take(&mut store, "file:/a", &article("New words", "A", NOW));
    assert_eq!(store.ids_matching(&asked("old"), 9).unwrap().len(), 0);
    assert_eq!(store.ids_matching(&asked("new"), 9).unwrap().len(), 1);
}

#[test]
fn a_store_of_the_version_before_is_indexed_when_it_climbs() {
    let (dir, mut store) = on_disk();
    take(&mut store, "file:/a", &article("Heavy rain", "A", NOW));
    let before = crate::store::fts::VERSION - 1;
    let later = "ALTER TABLE person DROP COLUMN shown; DROP INDEX person_same; DROP TABLE meant; DROP TABLE annotated; \
                 DELETE FROM shelved WHERE shelf = 20; DELETE FROM tally WHERE shelf = 20; DROP INDEX appearance_by_source; DROP TABLE rule; DROP TABLE crowd";
    store.db.execute_batch(&format!("{later}; DROP TABLE words; PRAGMA user_version = {before}")).unwrap();
    drop(store);
    let (store, condition) = Store::open(dir.path(), NOW).unwrap();
    assert!(matches!(condition, Condition::Migrated { .. }), "{condition:?}");
    assert_eq!(store.ids_matching(&asked("rain speaker:lee"), 9).unwrap().len(), 1);
}

#[test]
fn many_matches_are_counted_as_far_as_one_counts() {
    let mut store = store();
    let count = i64::try_from(COUNTED).unwrap() + 5;
    filled(&mut store, count);
    let counts = store.counts(&found("article", Order::NewestFirst)).unwrap();
    assert_eq!((counts.shown, counts.unread, counts.reach), (COUNTED, COUNTED, Reach::AtLeast));
    let counts = store.counts(&found("source:a", Order::NewestFirst)).unwrap();
    assert_eq!(counts.reach, Reach::All);
}

#[test]
fn the_next_unread_match_is_found() {
    let (store, ids) = mixed();
    let scope = found("rain", Order::NewestFirst);
    // 39 is about rain and snoozed, 36 unread, 30 read.
    assert_eq!(store.next_unread(&scope, Anchor::First).unwrap(), Some(ids[36]));
    assert_eq!(store.next_unread(&scope, Anchor::After(ids[33])).unwrap(), Some(ids[27]));
}

#[test]
fn a_change_of_all_that_a_query_finds_can_be_undone() {
    let (mut store, _) = mixed();
    let before = states(&store);
    let on = Target::Found(Found::of(asked("rain is:unread")));
    let applied = store.apply(&Change { verb: Verb::Read, on }, NOW).unwrap();
    assert_eq!(applied.articles.len(), 9);
    assert_eq!(store.ids_matching(&asked("rain is:unread"), 99).unwrap(), []);
    store.undo(NOW).unwrap();
    assert_eq!(states(&store), before);
    assert_tallies_hold(&store);
}

#[test]
fn a_search_that_was_given_up_fails_and_the_next_one_works() {
    let (store, _) = mixed();
    store.interrupter().give_up();
    assert!(store.ids_matching(&asked("rain"), 9).is_err());
    assert!(store.was_given_up());
    assert_eq!(store.ids_matching(&asked("rain"), 99).unwrap().len(), 14);
}

#[test]
fn the_largest_query_that_is_one_can_be_asked() {
    let (store, _) = mixed();
    let deep = format!("{}rain{}", "(a or (b ".repeat(15), "))".repeat(15));
    assert_eq!(store.ids_matching(&asked(&deep), 9).unwrap(), []);
    let wide = "rain or ".repeat(199) + "rain";
    assert_eq!(store.ids_matching(&asked(&wide), 99).unwrap().len(), 14);
    let unwanted = "-absent ".repeat(199) + "rain";
    assert_eq!(store.ids_matching(&asked(&unwanted), 99).unwrap().len(), 14);
    let alternating = format!("{}rain{}", "-(is:read or (".repeat(15), "))".repeat(15));
    store.ids_matching(&asked(&alternating), 9).unwrap();
}

#[test]
fn snippets_show_the_words() {
    let (store, ids) = mixed();
    let found = store.snippets(&asked("東京"), &[ids[4], ids[0], ArticleId(1)]).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].0, &found[0].1.text[found[0].1.marks[0].clone()]), (ids[4], "東京"));
}

#[test]
fn a_word_only_begun_is_found_in_order_by_reading_and_by_the_index() {
    let mut store = store();
    let mut ids = Vec::new();
    for n in 0..300i64 {
        // The newest hundred have it all, of the others one in ten; one says it in its headline alone.
        let has = n >= 200 || n % 10 == 0;
        let mut article = article(if n == 250 { "Rainfall" } else { "Dry" }, "A", NOW - 300 + n);
        article.text =
            if has && n != 250 { "A rainy day. “Yes.”".to_owned() } else { "A day. “Yes.”".to_owned() };
        let id = take(&mut store, &format!("file:/{n}"), &article).ids[0];
        ids.extend(has.then_some(id));
    }
    for (text, wanted) in [("rai*", ids.clone()), ("day rai*", ids.clone()), ("rai* -rainy", vec![ids[70]])] {
        let newest_first: Vec<_> = wanted.iter().copied().rev().collect();
        for count in [1, 90, 1_000] {
            let newest = &newest_first[..count.min(newest_first.len())];
            assert_eq!(store.ids_matching(&asked(text), count).unwrap(), newest, "{text}");
        }
        let oldest = store.window(&found(text, Order::OldestFirst), Anchor::First, 1_000).unwrap().rows;
        assert_eq!(oldest.iter().map(|row| row.id).collect::<Vec<_>>(), wanted, "{text}");
    }
}

#[test]
fn a_word_only_begun_is_found_by_reading_where_the_index_cannot_tell() {
    let mut store = store();
    let ids = filled(&mut store, 40);
    // Without the list of its segments no page is read.
    store.db.execute("DELETE FROM words_data WHERE id = 10", []).unwrap();
    assert_eq!(store.ids_matching(&asked("articl*"), 1_000).unwrap(), ids.into_iter().rev().collect::<Vec<_>>());
}
