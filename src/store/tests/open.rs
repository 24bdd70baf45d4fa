use std::fs;
use std::io::{Seek, SeekFrom, Write};

use super::*;
use crate::query::{Today, parse};

#[test]
fn a_store_made_once_is_there_again() {
    let (dir, mut store) = on_disk();
    let ids = filled(&mut store, 3);
    drop(store);
    assert_eq!(reopened(&dir).rows(&ids).unwrap().len(), 3);
}

/// Opens a directory whose database is damaged: it must be kept under a dated name and a fresh one made, with what could
/// be saved. The result is what is wrong with it, and what was saved.
fn assert_set_aside(dir: &TempDir) -> (String, Salvaged) {
    let damaged = fs::read(dir.path().join("articles.db")).unwrap();
    let (mut store, condition) = Store::open(dir.path(), NOW).unwrap();
    let kept = dir.path().join("articles.corrupt-2026-11-22T101500.db");
    let Condition::SetAside { kept: found, why, salvaged } = condition else {
        panic!("{condition:?}");
    };
    assert_eq!(found, kept);
    assert_eq!(fs::read(kept).unwrap(), damaged);
    assert_eq!(store.counts(&all()).unwrap().all, salvaged.saved);
    assert_tallies_hold(&store);
    take(&mut store, "file:/afterwards", &article("Afterwards", "A", NOW));
    drop(store);
    assert_eq!(reopened(dir).counts(&all()).unwrap().all, salvaged.saved + 1);
    (why, salvaged)
}

fn damage(dir: &TempDir, at: u64, bytes: &[u8]) {
    let mut file = fs::OpenOptions::new().write(true).open(dir.path().join("articles.db")).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

fn filled_and_closed(count: i64) -> TempDir {
    let (dir, mut store) = on_disk();
    filled(&mut store, count);
    drop(store);
    assert!(!dir.path().join("articles.db-wal").exists());
    dir
}

#[test]
fn a_damaged_header_is_set_aside() {
    let dir = filled_and_closed(3);
    damage(&dir, 0, &[0x55; 100]);
    assert_set_aside(&dir);
}

#[test]
fn a_file_of_zeros_is_set_aside() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("articles.db"), vec![0; 40_000]).unwrap();
    assert_set_aside(&dir);
}

#[test]
fn an_empty_file_is_set_aside() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("articles.db"), []).unwrap();
    assert_eq!(assert_set_aside(&dir), ("the file is empty".to_owned(), Salvaged::default()));
}

#[test]
fn a_text_file_is_set_aside() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("articles.db"), "dear diary\n".repeat(1000)).unwrap();
    assert_set_aside(&dir);
}

#[test]
fn another_programs_database_is_set_aside() {
    let dir = TempDir::new().unwrap();
    let other = Connection::open(dir.path().join("articles.db")).unwrap();
    other.execute_batch("PRAGMA application_id = 77; CREATE TABLE t (x)").unwrap();
    drop(other);
    assert_set_aside(&dir);
}

#[test]
fn a_truncated_store_is_set_aside() {
    let dir = filled_and_closed(200);
    let file = fs::OpenOptions::new().write(true).open(dir.path().join("articles.db")).unwrap();
    file.set_len(file.metadata().unwrap().len() / 2).unwrap();
    assert_set_aside(&dir);
}

#[test]
fn the_log_of_a_damaged_store_goes_with_it() {
    let (dir, mut store) = on_disk();
    filled(&mut store, 300);
    let crashed = TempDir::new().unwrap();
    for name in ["articles.db", "articles.db-wal"] {
        fs::copy(dir.path().join(name), crashed.path().join(name)).unwrap();
    }
    damage(&crashed, 0, &[0x55; 100]);
    assert_set_aside(&crashed);
    let log = "articles.corrupt-2026-11-22T101500.db-wal";
    let left = fs::read(dir.path().join("articles.db-wal")).unwrap();
    assert_eq!(fs::read(crashed.path().join(log)).unwrap(), left);
}

#[test]
fn two_damaged_stores_of_one_second_are_both_kept() {
    let dir = TempDir::new().unwrap();
    for text in ["one", "two"] {
        for name in ["articles.db", "articles.db-wal", "articles.db-shm"] {
            let _ = fs::remove_file(dir.path().join(name));
        }
        fs::write(dir.path().join("articles.db"), text).unwrap();
        Store::open(dir.path(), NOW).unwrap();
    }
    let kept = |name| fs::read_to_string(dir.path().join(name)).unwrap();
    assert_eq!(kept("articles.corrupt-2026-11-22T101500.db"), "one");
    assert_eq!(kept("articles.corrupt-2026-11-22T101500-2.db"), "two");
}

#[test]
fn damage_in_the_middle_is_met_in_reading_and_set_aside_at_the_next_start() {
    let dir = filled_and_closed(300);
    let length = fs::metadata(dir.path().join("articles.db")).unwrap().len();
    // All but the first page, so that the file still opens.
    damage(&dir, 8192, &vec![0x55; usize::try_from(length - 8192).unwrap()]);
    if let Ok((store, Condition::Existing)) = Store::open(dir.path(), NOW) {
        let failure = store.window(&all(), Anchor::First, 500).unwrap_err();
        assert_eq!(failure.kind, Trouble::Damaged);
        drop(store);
        assert_set_aside(&dir);
    }
}

#[test]
fn one_damaged_page_is_met_in_reading_and_set_aside_at_the_next_start() {
    let dir = filled_and_closed(3000);
    damage_leaf(&dir, "article", 5);

    let store = reopened(&dir);
    let failure = store.window(&all(), Anchor::First, 5000).unwrap_err();
    assert_eq!(failure.kind, Trouble::Damaged);
    assert!(failure.to_string().contains("start again"), "{failure}");
    drop(store);
    let (_, Salvaged { saved, of }) = assert_set_aside(&dir);
    assert_eq!(of, Some(3000));
    assert!((2800..3000).contains(&saved), "{saved}");
}

/// Overwrites a leaf of a table, counted from 0.
fn damage_leaf(dir: &TempDir, table: &str, number: usize) {
    let db = Connection::open(dir.path().join("articles.db")).unwrap();
    let sql = format!(
        "SELECT pageno FROM dbstat WHERE name = '{table}' AND pagetype = 'leaf' ORDER BY path LIMIT 1 OFFSET {number}"
    );
    let page: i64 = db.query_row(&sql, [], |row| row.get(0)).unwrap();
    drop(db);
    damage(dir, (u64::try_from(page).unwrap() - 1) * 8192, &[0x55; 8192]);
}

#[test]
fn what_can_be_read_of_a_damaged_store_is_saved_with_all_that_was_done_with_it() {
    let (dir, mut store) = on_disk();
    let ids = filled(&mut store, 3000);
    store.apply(&change(Verb::Read, &ids[..1000]), NOW).unwrap();
    store.apply(&change(Verb::Bookmark, &ids[..10]), NOW + 5).unwrap();
    store.keep_position(ids[0], 7, NOW).unwrap();
    drop(store);
    for (table, leaf) in [("article", 7), ("body", 3), ("body", 40), ("shelved", 2), ("voice", 1), ("identity", 0)] {
        damage_leaf(&dir, table, leaf);
    }
    aside::suspect(&dir.path().join("articles.db"));
    let (mut saved, condition) = Store::open(dir.path(), NOW).unwrap();
    let Condition::SetAside { salvaged, .. } = condition else { panic!("{condition:?}") };
    assert!((2600..3000).contains(&salvaged.saved), "{salvaged:?}");
    assert_tallies_hold(&saved);
    let there = saved.rows(&ids).unwrap();
    assert_eq!(there.len(), salvaged.saved);
    assert!(there.iter().all(|row| saved.article(row.id).unwrap().is_some()));
    let first = saved.article(ids[0]).unwrap().unwrap();
    assert_eq!((first.row.read, first.bookmarked, first.position), (true, Some(NOW + 5), 7));
    assert_eq!(saved.find("file:/0").unwrap(), Some(ids[0]));
    assert_eq!(saved.undo(NOW).unwrap().unwrap().articles.len(), 10);
}

#[test]
fn any_damaged_page_leaves_a_store_that_opens_or_is_set_aside_and_never_a_panic() {
    let whole = filled_and_closed(120);
    let bytes = fs::read(whole.path().join("articles.db")).unwrap();
    for page in 1..bytes.len() / 8192 {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("articles.db"), &bytes).unwrap();
        damage(&dir, page as u64 * 8192, &[0x55; 8192]);
        aside::suspect(&dir.path().join("articles.db"));
        let (store, condition) = Store::open(dir.path(), NOW).unwrap();
        let all = store.window(&all(), Anchor::First, 500).unwrap();
        let unreadable = all.rows.iter().filter(|row| !store.article(row.id).is_ok_and(|found| found.is_some()));
        assert_eq!(unreadable.count(), 0, "page {page}: {condition:?}");
        assert_tallies_hold(&store);
    }
}

#[test]
fn a_groundless_suspicion_ends() {
    let dir = filled_and_closed(30);
    aside::suspect(&dir.path().join("articles.db"));
    let store = reopened(&dir);
    assert_eq!(store.counts(&all()).unwrap().all, 30);
    assert!(!aside::is_suspected(&dir.path().join("articles.db")));
}

#[test]
fn a_damaged_body_is_an_error_that_leaves_the_rest_alone() {
    let (dir, mut store) = on_disk();
    let ids = filled(&mut store, 2);
    store
        .db
        .execute("UPDATE body SET packed = x'01ffff' WHERE id = (SELECT body FROM article WHERE id = ?1)", [ids[0].0])
        .unwrap();
    let failure = store.article(ids[0]).unwrap_err();
    assert_eq!(failure.kind, Trouble::Unreadable);
    assert!(store.article(ids[1]).unwrap().is_some());
    assert!(!aside::is_suspected(&dir.path().join("articles.db")));
    // What can't be read meets nothing, not even that something isn't in it.
    let found = |text: &str| store.ids_matching(&parse(text, Today::default()).unwrap(), 10).unwrap();
    assert_eq!(found("-/nowhere/"), [ids[1]]);
    assert_eq!(found("/./"), [ids[1]]);
}

#[test]
fn a_newer_version_is_not_touched() {
    let dir = filled_and_closed(3);
    let file = dir.path().join("articles.db");
    let db = Connection::open(&file).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let before = fs::read(&file).unwrap();
    let error = Store::open(dir.path(), NOW).unwrap_err();
    assert!(matches!(error, OpenError::NewerVersion { found: 99, .. }), "{error}");
    assert_eq!(fs::read(&file).unwrap(), before);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3, "the store, its lock and its turns");
}

#[test]
fn a_newer_version_that_only_the_log_knows_is_not_touched() {
    let dir = filled_and_closed(3);
    let file = dir.path().join("articles.db");
    let writer = Connection::open(&file).unwrap();
    writer.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
    writer.pragma_update(None, "user_version", 99).unwrap();
    drop(writer);
    let files = || [fs::read(&file).unwrap(), fs::read(aside::beside(&file, "-wal")).unwrap()];
    let before = files();
    assert!(matches!(Store::open(dir.path(), NOW), Err(OpenError::NewerVersion { found: 99, .. })));
    assert_eq!(files(), before);
}

#[test]
fn a_log_left_by_a_killed_program_is_taken_up() {
    let (dir, mut store) = on_disk();
    let ids = filled(&mut store, 300);
    store.apply(&change(Verb::Read, &ids), NOW).unwrap();
    let crashed = TempDir::new().unwrap();
    for name in ["articles.db", "articles.db-wal"] {
        fs::copy(dir.path().join(name), crashed.path().join(name)).unwrap();
    }
    let store = reopened(&crashed);
    let counts = store.counts(&all()).unwrap();
    assert_eq!((counts.all, counts.unread), (300, 0));
}

#[test]
fn a_log_that_was_cut_off_loses_only_the_last_change() {
    let (dir, mut store) = on_disk();
    let ids = filled(&mut store, 300);
    let log = fs::metadata(dir.path().join("articles.db-wal")).unwrap().len();
    store.apply(&change(Verb::Read, &ids), NOW).unwrap();
    let crashed = TempDir::new().unwrap();
    for name in ["articles.db", "articles.db-wal"] {
        fs::copy(dir.path().join(name), crashed.path().join(name)).unwrap();
    }
    let cut = fs::OpenOptions::new().write(true).open(crashed.path().join("articles.db-wal")).unwrap();
    cut.set_len(log + 5000).unwrap();
    let store = reopened(&crashed);
    let counts = store.counts(&all()).unwrap();
    assert_eq!((counts.all, counts.unread), (300, 300));
    assert_tallies_hold(&store);
}

#[test]
fn a_directory_that_cannot_be_made_gives_a_store_in_memory() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "not a directory").unwrap();
    assert_in_memory(&file.join("data"));
}

#[test]
fn a_store_that_another_program_holds_says_so() {
    let (dir, mut store) = on_disk();
    filled(&mut store, 1);
    store.db.busy_timeout(std::time::Duration::ZERO).unwrap();
    let other = reopened(&dir);
    other.db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let change = Change { verb: Verb::Read, on: Target::View(ALL) };
    let failure = store.apply(&change, NOW).unwrap_err();
    assert_eq!(failure.kind, Trouble::Busy);
    assert!(failure.to_string().contains("locked by another program"), "{failure}");
    assert_eq!(store.counts(&all()).unwrap().unread, 1);
}

#[test]
fn two_connections_write_by_turns_and_see_each_other() {
    let (dir, mut one) = on_disk();
    let mut two = reopened(&dir);
    let ids = filled(&mut one, 4);
    assert!(two.changed_elsewhere().unwrap());
    assert!(!two.changed_elsewhere().unwrap());
    two.apply(&change(Verb::Read, &ids[..2]), NOW).unwrap();
    assert!(!two.changed_elsewhere().unwrap(), "its own changes don't count");
    assert!(one.changed_elsewhere().unwrap());
    one.apply(&change(Verb::Read, &ids), NOW).unwrap();
    assert_eq!(two.undo(NOW).unwrap().unwrap().articles, ids[2..]);
    assert_eq!(one.counts(&all()).unwrap().unread, 2);
    assert_tallies_hold(&one);
}

#[test]
fn threads_that_write_at_once_lose_nothing() {
    let (dir, store) = on_disk();
    drop(store);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let mut store = reopened(&dir);
            scope.spawn(move || {
                for n in 0..25 {
                    let article = article(&format!("{thread}/{n}"), "A", NOW - 60);
                    let id = take(&mut store, &format!("file:/{thread}/{n}"), &article).ids[0];
                    store.apply(&change(Verb::Read, &[id]), NOW).unwrap();
                }
            });
        }
    });
    let store = reopened(&dir);
    let counts = store.counts(&all()).unwrap();
    assert_eq!((counts.all, counts.unread), (100, 0));
    assert_tallies_hold(&store);
}

#[test]
fn programs_that_start_at_once_make_one_store() {
    let dir = TempDir::new().unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let path = dir.path();
            scope.spawn(move || {
                let (mut store, condition) = Store::open(path, NOW).unwrap();
                assert!(matches!(condition, Condition::Fresh | Condition::Existing), "{condition:?}");
                take(&mut store, &format!("file:/{thread}"), &article("Rain", "A", NOW - 60));
            });
        }
    });
    assert_eq!(reopened(&dir).counts(&all()).unwrap().all, 4);
}

#[test]
fn a_store_that_may_only_be_read_is_read() {
    let dir = filled_and_closed(3);
    let db = crate::store::unwritable::open_for_reading(&dir.path().join("articles.db")).unwrap();
    let mut store = Store::over(db, None);
    let ids = ids(&store, &all(), Anchor::First, 9);
    assert_eq!(ids.len(), 3);
    assert!(store.article(ids[0]).unwrap().is_some());
    let failure = store.apply(&change(Verb::Read, &ids), NOW).unwrap_err();
    assert_eq!(failure.kind, Trouble::ReadOnly);
}

#[test]
fn a_store_that_may_not_be_written_is_copied_into_memory_and_stays_as_it_is() {
    let dir = filled_and_closed(3);
    let file = dir.path().join("articles.db");
    let before = fs::read(&file).unwrap();
    let (mut store, _) = crate::store::unwritable::read_only(&file, "for a test".into()).unwrap();
    let articles = ids(&store, &all(), Anchor::First, 9);
    assert_eq!((articles.len(), store.is_read_only()), (3, false));
    store.apply(&change(Verb::Read, &articles), NOW).unwrap();
    take(&mut store, "file:/more", &article("More", "A", NOW));
    let counts = store.counts(&all()).unwrap();
    assert_eq!((counts.all, counts.unread), (4, 1));
    drop(store);
    assert_eq!(fs::read(file).unwrap(), before);
}

#[test]
fn a_store_that_sqlite_only_reads_is_read() {
    let dir = filled_and_closed(3);
    // A write version (file format, §1.3.3) that it doesn't know makes a file read-only, whoever asks.
    damage(&dir, 18, &[9]);
    let (store, condition) = Store::open(dir.path(), NOW).unwrap();
    assert!(matches!(&condition, Condition::ReadOnly { why } if why.contains("articles.db")), "{condition:?}");
    assert_eq!((store.counts(&all()).unwrap().all, store.is_read_only()), (3, true));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_in_the_place_of_the_database_is_told_and_not_waited_for() {
    let dir = TempDir::new().unwrap();
    let pipe = dir.path().join("articles.db");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_in_memory(dir.path());
    fs::remove_file(&pipe).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &pipe).unwrap();
    assert_in_memory(dir.path());
    assert!(pipe.is_symlink());
}

#[test]
fn a_directory_in_the_place_of_the_database_gives_a_store_in_memory() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("articles.db")).unwrap();
    let (mut store, condition) = Store::open(dir.path(), NOW).unwrap();
    match condition {
        Condition::ReadOnly { why } => assert!(why.contains("articles.db"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(filled(&mut store, 2).len(), 2);
}

/// Does nothing for a user whom no permission stops.
#[cfg(unix)]
#[test]
fn a_directory_that_may_not_be_written_is_read_and_nothing_more() {
    use std::os::unix::fs::PermissionsExt;

    let dir = filled_and_closed(3);
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o555)).unwrap();
    fs::set_permissions(dir.path().join("articles.db"), fs::Permissions::from_mode(0o444)).unwrap();
    if fs::write(dir.path().join("probe"), "").is_ok() {
        return;
    }
    let (mut store, condition) = Store::open(dir.path(), NOW).unwrap();
    assert!(matches!(condition, Condition::ReadOnly { .. }), "{condition:?}");
    let articles = ids(&store, &all(), Anchor::First, 9);
    assert_eq!(articles.len(), 3);
    assert_eq!(store.apply(&change(Verb::Read, &articles), NOW).unwrap().articles.len(), 3);

    assert_in_memory(&dir.path().join("none"));
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();

    let damaged = TempDir::new().unwrap();
    fs::write(damaged.path().join("articles.db"), "dear diary").unwrap();
    fs::set_permissions(damaged.path(), fs::Permissions::from_mode(0o555)).unwrap();
    assert_in_memory(damaged.path());
    fs::set_permissions(damaged.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert_set_aside(&damaged);
}

fn assert_in_memory(dir: &std::path::Path) {
    let (mut store, condition) = Store::open(dir, NOW).unwrap();
    assert!(matches!(condition, Condition::ReadOnly { .. }), "{condition:?}");
    assert_eq!(store.file(), None);
    assert_eq!(filled(&mut store, 2).len(), 2);
}

/// Another program that finds no lock on the file takes itself for the last one, and deletes the log into which we write; not
/// every version of `SQLite` looks for more than that lock.
#[cfg(target_os = "linux")]
#[test]
fn a_connection_keeps_its_locks_while_another_thread_opens_the_store() {
    use std::os::unix::fs::MetadataExt as _;
    let (dir, store) = on_disk();
    let file = format!(":{} ", fs::metadata(dir.path().join("articles.db")).unwrap().ino());
    let us = format!(" {} ", std::process::id());
    let locks = || fs::read_to_string("/proc/locks").unwrap_or_default();
    let ours = || locks().lines().any(|lock| lock.contains(&file) && lock.contains(&us));
    if !ours() {
        return eprintln!("skipped: /proc/locks doesn't tell this process's locks");
    }
    let open = || Store::open(dir.path(), NOW).unwrap();
    let other = std::thread::scope(|scope| scope.spawn(open).join().unwrap());
    assert!(ours(), "the first connection's lock is gone");
    drop((store, other));
}
