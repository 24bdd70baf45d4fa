//! Two instances and an editor share one file.

use super::*;
use crate::files::shared::TRIES;

#[test]
fn an_edit_by_hand_is_noticed() {
    let (directory, mut bookmarks) = with_file(BY_HAND);
    assert!(!bookmarks.changed_on_disk());
    add(&mut bookmarks, "New");
    assert!(!bookmarks.changed_on_disk());
    fs::write(directory.path().join(FILE), "[[bookmark]]\nkey = 'k'\n").unwrap();
    assert!(bookmarks.changed_on_disk());
    bookmarks.refresh().unwrap();
    assert!(!bookmarks.changed_on_disk());
    assert!(bookmarks.contains(&Target::article("k")));
    fs::remove_file(directory.path().join(FILE)).unwrap();
    assert!(bookmarks.changed_on_disk());
    bookmarks.refresh().unwrap();
    assert!(bookmarks.all().is_empty());
}

#[test]
fn two_instances_merge() {
    let directory = directory();
    let mut one = Bookmarks::open(directory.path()).unwrap();
    let mut other = Bookmarks::open(directory.path()).unwrap();
    add(&mut one, "A");
    add(&mut other, "B");
    add(&mut one, "C");
    other.edit(&key("C"), |bookmark| bookmark.note = Some("n".to_owned())).unwrap();
    let removed = one.remove(&key("B")).unwrap().unwrap();
    other.remove(&key("A")).unwrap().unwrap();
    one.restore(&removed).unwrap();
    other.refresh().unwrap();
    assert_eq!(one.all(), other.all());
    assert_eq!(titles(&one), ["B", "C"]);
    assert_eq!(one.all()[1].note.as_deref(), Some("n"));
}

#[test]
fn two_threads_merge() {
    const EACH: usize = 20;
    let directory = directory();
    std::thread::scope(|scope| {
        for name in ["A", "B", "C"] {
            let path = directory.path();
            scope.spawn(move || {
                let mut bookmarks = Bookmarks::open(path).unwrap();
                for number in 0..EACH {
                    add(&mut bookmarks, &format!("{name}{number}"));
                    add(&mut bookmarks, "again");
                    if number % 2 == 1 {
                        bookmarks.remove(&key(&format!("{name}{number}"))).unwrap().unwrap();
                    }
                }
            });
        }
    });
    let bookmarks = Bookmarks::open(directory.path()).unwrap();
    let mut found = titles(&bookmarks);
    found.sort_unstable();
    let mut expected: Vec<String> = vec!["again".to_owned()];
    expected.extend(
        ["A", "B", "C"].iter().flat_map(|name| (0..EACH).step_by(2).map(move |number| format!("{name}{number}"))),
    );
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(snapshots(&directory).len(), expected.len());
}

#[test]
fn an_editor_that_saves_meanwhile_is_not_overruled() {
    let (directory, mut bookmarks) = with_file(BY_HAND);
    let path = directory.path().join(FILE);
    let mut tries = 0;
    bookmarks
        .change(|document| {
            tries += 1;
            if tries == 1 {
                fs::write(&path, format!("# saved meanwhile\n{BY_HAND}\n")).unwrap();
            }
            let new = Bookmark { target: key("New"), ..Bookmark::default() };
            document.with(&[new])
        })
        .unwrap();
    assert_eq!(tries, 2);
    let text = text_in(&directory);
    assert!(text.starts_with("# saved meanwhile\n") && text.contains("/New\""), "{text}");
}

#[test]
fn an_editor_that_saves_all_the_time_wins() {
    let (directory, mut bookmarks) = with_file("");
    let path = directory.path().join(FILE);
    let mut tries = 0;
    let outcome = bookmarks.change(|document| {
        tries += 1;
        fs::write(&path, format!("# {tries}\n")).unwrap();
        let new = Bookmark { target: key("New"), ..Bookmark::default() };
        document.with(&[new])
    });
    assert!(outcome.unwrap_err().to_string().contains("keeps changing it"));
    assert_eq!(text_in(&directory), format!("# {TRIES}\n"));
}
