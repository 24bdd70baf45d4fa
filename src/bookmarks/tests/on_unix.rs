//! Links, modes and disks as Unix has them.

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use super::*;

#[test]
fn a_link_into_the_dotfiles_stays_a_link() {
    let (dotfiles, config) = (directory(), directory());
    let real = dotfiles.path().join("marks.toml");
    fs::write(&real, BY_HAND).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&real, dotfiles.path().join("second")).unwrap();
    let link = config.path().join(FILE);
    symlink(dotfiles.path().join("second"), &link).unwrap();
    let mut bookmarks = Bookmarks::open(config.path()).unwrap();
    add(&mut bookmarks, "New");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::symlink_metadata(dotfiles.path().join("second")).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("title = \"New\""));
    assert_eq!(fs::metadata(&real).unwrap().mode() & 0o7777, 0o640);
    assert!(!bookmarks.changed_on_disk());
    assert_eq!(fs::read_dir(config.path()).unwrap().count(), 2, "the link and the copies, nothing left behind");
    assert_eq!(fs::read_dir(dotfiles.path()).unwrap().count(), 2);
}

/// Runs one of the tests below in a process of its own, in `directory`, where files have at most `blocks` of 512 bytes.
fn run_limited(test: &str, blocks: usize, directory: &Path) -> bool {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    std::process::Command::new("sh")
        .args(["-c", &script])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored"])
        .arg(format!("bookmarks::tests::on_unix::{test}"))
        .env("DATELINE_TEST_DIRECTORY", directory)
        .output()
        .unwrap()
        .status
        .success()
}

#[test]
fn a_disk_without_room_leaves_everything_as_it_was() {
    let (directory, _) = with_file(&format!("{BY_HAND}\n# {}\n", "x".repeat(9000)));
    let before = text_in(&directory);
    assert!(run_limited("finds_no_room", 8, directory.path()));
    assert_eq!(text_in(&directory), before);
    assert_eq!(snapshots(&directory), [""; 0], "the copy had room, its bookmark had none");
    let mut bookmarks = Bookmarks::open(directory.path()).unwrap();
    add(&mut bookmarks, "New");
    assert_eq!(bookmarks.all().len(), 4, "it works again when there is room");
}

#[test]
#[ignore = "run by the test above"]
fn finds_no_room() {
    let directory = PathBuf::from(std::env::var_os("DATELINE_TEST_DIRECTORY").unwrap());
    let mut bookmarks = Bookmarks::open(&directory).unwrap();
    let article = article("New");
    let bookmark = Bookmark::of(&key("New").key, &article, 0);
    let error = bookmarks.add(&bookmark, &article, &said(&article)).unwrap_err();
    assert!(format!("{error:#}").starts_with("could not write"), "{error:#}");
    assert!(bookmarks.remove(&key("1")).is_err());
    assert!(bookmarks.contains(&key("1")) && !bookmarks.contains(&key("New")));
}

#[test]
fn a_link_to_what_is_not_mounted_makes_no_directories() {
    let (dotfiles, config) = (directory(), directory());
    let away = dotfiles.path().join("away");
    symlink(away.join("marks.toml"), config.path().join(FILE)).unwrap();
    let mut bookmarks = Bookmarks::open(config.path()).unwrap();
    let article = article("New");
    let bookmark = Bookmark::of("k", &article, 0);
    assert!(bookmarks.add(&bookmark, &article, &said(&article)).is_err());
    assert!(!away.exists());
    assert_eq!(snapshots(&config), [""; 0]);
    fs::create_dir(&away).unwrap();
    add(&mut bookmarks, "New");
    assert!(away.join("marks.toml").exists());
}

#[test]
fn a_read_only_file_is_respected() {
    let (directory, mut bookmarks) = with_file(BY_HAND);
    let path = directory.path().join(FILE);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let error = bookmarks.remove(&key("1")).unwrap_err();
    assert!(format!("{error:#}").contains("read-only"), "{error:#}");
    assert_eq!(text_in(&directory), BY_HAND);
    assert_eq!(bookmarks.all().len(), 3);
}

#[test]
fn a_pipe_in_the_place_of_the_file_is_not_waited_for() {
    let directory = directory();
    symlink("/dev/null", directory.path().join(FILE)).unwrap();
    let error = Bookmarks::open(directory.path()).unwrap_err();
    assert!(error.to_string().contains("no regular file"), "{error}");
}
