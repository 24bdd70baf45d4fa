use super::*;

#[test]
fn an_article_comes_back_whole() {
    let mut store = store();
    let article = article("Rain", "The Post", NOW - 60);
    let taken = take(&mut store, "file:/a.txt", &article);
    let stored = store.article(taken.ids[0]).unwrap().unwrap();
    assert_eq!(stored.quotations, quotations(&article));
    assert_eq!(stored.article, article);
    assert_eq!((stored.key.as_str(), stored.origin.as_str()), ("file:/a.txt", "/a.txt"));
    assert_eq!((stored.taken, stored.updated), (NOW, None));
    assert_eq!((stored.position, stored.bookmarked), (0, None));
    assert!(!stored.row.read);
}

#[test]
fn an_article_that_says_nothing_about_itself_is_taken_in() {
    let mut store = store();
    let article = Article::default();
    let incoming = Incoming {
        key: "file:/empty",
        origin: "/empty",
        article: &article,
        quotations: &Quotations::default(),
        engine: 1,
    };
    let id = store.take_in(&[incoming], NOW).unwrap().ids[0];
    assert_eq!(place::second(id), NOW);
    assert_eq!(store.article(id).unwrap().unwrap().article, article);
    let row = &store.rows(&[id]).unwrap()[0];
    assert_eq!((&*row.headline, &*row.source, row.published), ("", "", None));
}

#[test]
fn the_same_content_again_writes_nothing() {
    let (_dir, mut store) = on_disk();
    let article = article("Rain", "The Post", NOW - 60);
    let first = take(&mut store, "file:/a.txt", &article);
    let before = store.db.total_changes();
    let log = aside::beside(store.file().unwrap(), "-wal").metadata().unwrap().len();
    let second = take(&mut store, "file:/a.txt", &article);
    assert_eq!((second.new, second.updated, second.unchanged), (0, 0, 1));
    assert_eq!(second.ids, first.ids);
    assert_eq!(store.db.total_changes(), before);
    assert_eq!(aside::beside(store.file().unwrap(), "-wal").metadata().unwrap().len(), log);
}

#[test]
fn a_changed_article_keeps_its_id_state_and_earlier_text() {
    let mut store = store();
    let old = article("Rain", "The Post", NOW - 60);
    let id = take(&mut store, "file:/a.txt", &old).ids[0];
    store.apply(&change(Verb::Read, &[id]), NOW).unwrap();
    store.apply(&change(Verb::Bookmark, &[id]), NOW).unwrap();
    store.keep_position(id, 10, NOW).unwrap();
    let mut new = article("Much more rain", "The Post", NOW - 30);
    new.text = format!("Added. {}", old.text);

    let taken = take(&mut store, "file:/a.txt", &new);

    assert_eq!((taken.new, taken.updated, taken.ids[0]), (0, 1, id));
    let stored = store.article(id).unwrap().unwrap();
    assert_eq!(stored.article, new);
    assert_eq!(stored.quotations, quotations(&new));
    assert!(stored.row.read);
    assert_eq!((stored.bookmarked, stored.position), (Some(NOW), 17));
    let revisions = store.revisions(id, 9).unwrap();
    assert_eq!(revisions.len(), 1);
    assert_eq!(revisions[0].article, old);
    assert_tallies_hold(&store);
}

#[test]
fn an_article_that_changes_back_keeps_both_earlier_texts() {
    let mut store = store();
    let one = article("One", "A", NOW - 60);
    let two = article("Two", "A", NOW - 60);
    for article in [&one, &two, &one] {
        take(&mut store, "file:/a", article);
    }
    let id = store.find("file:/a").unwrap().unwrap();
    let earlier: Vec<_> = store.revisions(id, 9).unwrap().into_iter().map(|revision| revision.article).collect();
    assert_eq!(earlier, [two, one]);
}

#[test]
fn a_change_of_the_headline_alone_is_a_change() {
    let mut store = store();
    let mut article = article("Rain", "A", NOW - 60);
    take(&mut store, "file:/a", &article);
    article.headline.as_mut().unwrap().origin = HeadlineOrigin::Lead;
    assert_eq!(take(&mut store, "file:/a", &article).updated, 1);
    article.published.as_mut().unwrap().at = None;
    assert_eq!(take(&mut store, "file:/a", &article).updated, 1);
}

#[test]
fn a_better_engine_replaces_quotations_and_makes_no_revision() {
    let mut store = store();
    let article = article("Rain", "A", NOW - 60);
    let id = take(&mut store, "file:/a", &article).ids[0];
    let none = Quotations::default();
    let mut incoming = Incoming { key: "file:/a", origin: "/a", article: &article, quotations: &none, engine: 2 };
    assert_eq!(store.take_in(&[incoming], NOW).unwrap().unchanged, 1);
    assert_eq!(store.article(id).unwrap().unwrap().quotations, none);
    assert_eq!(store.rows(&[id]).unwrap()[0].quotations, 0);
    assert!(store.revisions(id, 9).unwrap().is_empty());
    let found = quotations(&article);
    incoming.quotations = &found;
    incoming.engine = 1;
    store.take_in(&[incoming], NOW).unwrap();
    assert_eq!(store.article(id).unwrap().unwrap().quotations, none, "an older engine changes nothing");
}

#[test]
fn one_key_twice_in_a_batch_is_one_article() {
    let mut store = store();
    let articles = [article("One", "A", NOW - 60), article("Two", "A", NOW - 60)];
    let none = Quotations::default();
    let batch = articles.each_ref().map(|article| Incoming {
        key: "feed:x",
        origin: "x",
        article,
        quotations: &none,
        engine: 1,
    });
    let taken = store.take_in(&batch, NOW).unwrap();
    assert_eq!((taken.new, taken.updated), (1, 1));
    assert_eq!(taken.ids[0], taken.ids[1]);
    assert_tallies_hold(&store);
}

#[test]
fn two_keys_of_one_hash_are_two_articles() {
    let mut store = store();
    let id = take(&mut store, "file:/a", &article("One", "A", NOW - 60)).ids[0];
    let other = xxhash_rust::xxh3::xxh3_64(b"file:/b").cast_signed();
    store.db.execute("INSERT INTO identity (hash, article) VALUES (?1, ?2)", [other, id.0]).unwrap();
    assert_eq!(take(&mut store, "file:/b", &article("Two", "A", NOW - 60)).new, 1);
}

#[test]
fn articles_of_the_future_and_of_antiquity_find_a_place() {
    let mut store = store();
    let future = take(&mut store, "file:/f", &article("Future", "A", i64::MAX)).ids[0];
    let ancient = take(&mut store, "file:/a", &article("Ancient", "A", i64::MIN)).ids[0];
    assert_eq!(place::second(future), NOW);
    assert!(ancient < future);
    assert_eq!(store.rows(&[ancient]).unwrap()[0].published, Some(i64::MIN));
}

#[test]
fn a_clock_that_was_set_back_does_not_bury_the_news() {
    let mut store = store();
    let yesterday = take(&mut store, "file:/1", &article("One", "A", NOW - 86_400)).ids[0];
    let today = article("Two", "A", NOW);
    let incoming =
        Incoming { key: "file:/2", origin: "/2", article: &today, quotations: &quotations(&today), engine: 1 };
    let id = store.take_in(&[incoming], NOW - 365 * 86_400).unwrap().ids[0];
    assert_eq!(place::second(id), place::second(yesterday));
}

#[test]
fn an_unknown_speaker_and_a_nameless_one_are_kept_apart() {
    let mut store = store();
    let article = article("Rain", "A", NOW - 60);
    let mut found = quotations(&article);
    found.quotations[0].speaker = None;
    found.speakers.push(Speaker { name: String::new(), role: None, kind: crate::text::quotes::SpeakerKind::Person });
    found.speakers.push(Speaker {
        name: "Ann Lee".to_owned(),
        role: None,
        kind: crate::text::quotes::SpeakerKind::Person,
    });
    let incoming = Incoming { key: "file:/a", origin: "/a", article: &article, quotations: &found, engine: 1 };
    let id = store.take_in(&[incoming], NOW).unwrap().ids[0];
    assert_eq!(store.article(id).unwrap().unwrap().quotations, found);
}

#[test]
fn a_disk_that_fills_up_takes_all_of_a_batch_or_nothing() {
    let (_dir, mut store) = on_disk();
    filled(&mut store, 30);
    let pages: i64 = store.db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let articles: Vec<_> =
        (0..60).map(|n| article(&format!("New {n} {}", "word ".repeat(300)), "D", NOW - n)).collect();
    let keys: Vec<_> = (0..60).map(|n| format!("new:{n}")).collect();
    let none = Quotations::default();
    let batch: Vec<_> = articles
        .iter()
        .zip(&keys)
        .map(|(article, key)| Incoming { key, origin: "new", article, quotations: &none, engine: 1 })
        .collect();
    let mut refused = 0;
    for room in 0..40 {
        store.db.pragma_update(None, "max_page_count", pages + room).unwrap();
        match store.take_in(&batch, NOW) {
            Ok(taken) => {
                assert_eq!(taken.new, 60);
                break;
            }
            Err(failure) => {
                refused += 1;
                assert_eq!(failure.kind, Trouble::Full);
                assert_eq!(store.counts(&all()).unwrap().all, 30);
                assert_eq!(store.find("new:0").unwrap(), None);
                assert_tallies_hold(&store);
            }
        }
    }
    assert!(refused > 1, "the disk never was full");
    assert_eq!(store.counts(&all()).unwrap().all, 90);
}

#[test]
fn a_person_is_one_across_articles_and_leaves_with_the_words() {
    let mut store = store();
    let ann = article("Rain", "A", NOW - 60);
    let first = take(&mut store, "file:/a", &ann).ids[0].0;
    let second = take(&mut store, "file:/b", &ann).ids[0].0;
    let voice = |article| ("Ann Lee".to_owned(), article, 1, 1);
    assert_eq!(voices(&store), [voice(second), voice(first)]);
    let mut silent = ann.clone();
    silent.text = "Nobody said a word.".to_owned();
    let incoming =
        Incoming { key: "file:/a", origin: "/a", article: &silent, quotations: &Quotations::default(), engine: 1 };
    store.take_in(&[incoming], NOW).unwrap();
    assert_eq!(voices(&store), [voice(second)]);
}
