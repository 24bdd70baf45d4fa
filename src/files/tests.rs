use std::fs;

use super::*;

fn directory() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn names_in(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_is_made_and_replaced() {
    let directory = directory();
    let path = directory.path().join("a");
    replace(&path, b"one").unwrap();
    replace(&path, b"two").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"two");
    assert_eq!(names_in(directory.path()), ["a"]);
}

#[test]
fn a_disk_that_is_full_half_way_leaves_the_old_file_whole() {
    let directory = directory();
    let path = directory.path().join("a");
    replace(&path, b"old").unwrap();
    let error = draft_with(&path, |file| {
        file.write_all(b"ne")?;
        Err(io::ErrorKind::StorageFull.into())
    })
    .unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(names_in(directory.path()), ["a"], "the room is given back");
}

#[test]
fn a_draft_is_not_the_file_until_it_is_put_in_place() {
    let directory = directory();
    let path = directory.path().join("a");
    replace(&path, b"old").unwrap();
    let new = draft(&path, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"old");
    drop(new);
    assert_eq!(names_in(directory.path()), ["a"]);
}

#[test]
fn a_free_place_must_be_free() {
    let directory = directory();
    let path = directory.path().join("a");
    draft(&path, b"one").unwrap().put_in_free_place().unwrap();
    let error = draft(&path, b"two").unwrap().put_in_free_place().unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(fs::read(&path).unwrap(), b"one");
    assert_eq!(names_in(directory.path()), ["a"]);
}

#[test]
fn many_files_are_made_or_none() {
    let directory = directory();
    let files: Vec<(PathBuf, String)> =
        (0..150).map(|number| (directory.path().join(number.to_string()), format!("content {number}"))).collect();
    make_all(&files).unwrap();
    assert!(files.iter().all(|(path, content)| fs::read_to_string(path).unwrap() == *content));

    remove_all(&files[..149].iter().map(|(path, _)| path.clone()).collect::<Vec<_>>()).unwrap();
    assert_eq!(names_in(directory.path()), ["149"]);
    assert_eq!(make_all(&files).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(names_in(directory.path()), ["149"]);
}

#[test]
fn only_what_a_killed_program_left_long_ago_is_swept_away() {
    let directory = directory();
    let path = directory.path().join("a");
    for name in [".a.123456.dateline-tmp", "a.dateline-tmp", ".a.tmp"] {
        fs::write(directory.path().join(name), b"x").unwrap();
        let file = File::options().write(true).open(directory.path().join(name)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
    }
    fs::write(directory.path().join(".a.654321.dateline-tmp"), b"being written").unwrap();
    let stamp = replace(&path, b"new").unwrap();
    sweep(directory.path(), stamp);
    assert_eq!(names_in(directory.path()), [".a.654321.dateline-tmp", ".a.tmp", "a", "a.dateline-tmp"]);
}

#[test]
fn a_stamp_tells_versions_apart() {
    let directory = directory();
    let path = directory.path().join("a");
    assert_eq!(Stamp::of(&path), None);
    let first = replace(&path, b"one").unwrap();
    assert_eq!(Stamp::of(&path), Some(first));
    let second = replace(&path, b"two").unwrap();
    assert_eq!(Stamp::of(&path), Some(second));
    if cfg!(unix) {
        let file = File::options().write(true).open(&path).unwrap();
        file.set_modified(first.modified.unwrap()).unwrap();
        assert_ne!(Stamp::of(&path), Some(first), "another inode");
    }
}

#[test]
fn a_file_is_read_up_to_its_limit() {
    let directory = directory();
    let path = directory.path().join("a");
    assert!(read(&path, 3).unwrap().is_none());
    fs::write(&path, b"abc").unwrap();
    assert_eq!(read(&path, 3).unwrap().unwrap().0, b"abc");
    assert_eq!(read(&path, 2).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    assert_eq!(read(directory.path(), 3).unwrap_err().kind(), io::ErrorKind::IsADirectory);
    assert!(read(&path.join("b"), 3).is_err(), "a file is no directory");
}

#[test]
fn an_error_names_no_draft() {
    let directory = directory();
    let error = replace(&directory.path().join("missing/a"), b"").unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
    assert!(!error.to_string().contains(DRAFT_SUFFIX), "{error}");
}

#[test]
fn directories_are_made_down_to_the_last() {
    let directory = directory();
    let path = directory.path().join("a/b/c");
    make_directory(&path).unwrap();
    make_directory(&path).unwrap();
    assert!(path.is_dir());
    fs::write(directory.path().join("file"), b"").unwrap();
    assert!(make_directory(&directory.path().join("file/x")).is_err());
}

#[test]
fn a_bare_name_stands_in_the_current_directory() {
    assert_eq!(directory_of(Path::new("a")), Path::new("."));
    assert_eq!(directory_of(Path::new("/a")), Path::new("/"));
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn the_mode_stays() {
        let directory = directory();
        let path = directory.path().join("a");
        for mode in [0o600, 0o640, 0o755, 0o666] {
            fs::write(&path, b"").unwrap();
            set_mode(&path, mode);
            replace(&path, b"new").unwrap();
            assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, mode);
        }
    }

    #[test]
    fn owner_and_group_stay_where_that_is_allowed() {
        let directory = directory();
        let path = directory.path().join("a");
        fs::write(&path, b"").unwrap();
        if std::os::unix::fs::chown(&path, Some(65_534), Some(65_534)).is_err() {
            return; // only root may give files away
        }
        replace(&path, b"new").unwrap();
        let metadata = fs::metadata(&path).unwrap();
        assert_eq!((metadata.uid(), metadata.gid()), (65_534, 65_534));
    }

    #[test]
    fn a_new_file_has_the_mode_that_the_user_gives_new_files() {
        let directory = directory();
        replace(&directory.path().join("ours"), b"").unwrap();
        fs::write(directory.path().join("theirs"), b"").unwrap();
        let mode = |name| fs::metadata(directory.path().join(name)).unwrap().mode();
        assert_eq!(mode("ours"), mode("theirs"));
    }

    #[test]
    fn the_file_behind_links_is_replaced() {
        let directory = directory();
        let [real, link] = ["real", "link"].map(|name| directory.path().join(name));
        fs::create_dir(directory.path().join("below")).unwrap();
        symlink("below/middle", &link).unwrap();
        symlink("../real", directory.path().join("below/middle")).unwrap();
        replace(&link, b"one").unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"one", "even where it was missing");
        replace(&link, b"two").unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"two");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn links_in_a_circle_are_an_error() {
        let directory = directory();
        symlink("b", directory.path().join("a")).unwrap();
        symlink("a", directory.path().join("b")).unwrap();
        assert!(replace(&directory.path().join("a"), b"").is_err());
    }

    #[test]
    fn a_read_only_file_is_not_replaced() {
        let directory = directory();
        let path = directory.path().join("a");
        fs::write(&path, b"old").unwrap();
        set_mode(&path, 0o444);
        assert_eq!(replace(&path, b"new").unwrap_err().kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn a_read_only_directory_keeps_its_files() {
        let directory = directory();
        let path = directory.path().join("a");
        fs::write(&path, b"old").unwrap();
        set_mode(directory.path(), 0o555);
        let is_root = fs::write(directory.path().join("probe"), b"").is_ok();
        let outcome = replace(&path, b"new");
        set_mode(directory.path(), 0o755);
        if !is_root {
            assert_eq!(outcome.unwrap_err().kind(), io::ErrorKind::PermissionDenied);
            assert_eq!(fs::read(&path).unwrap(), b"old");
        }
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let directory = directory();
        let path = directory.path().join("pipe");
        if !Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success()) {
            return;
        }
        assert_eq!(read(&path, 1).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        assert_eq!(replace(&path, b"").unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }

    /// Runs one of the tests below in a process of its own, in `directory`, after what the shell words `before` say.
    fn run_alone(test: &str, before: &str, directory: &Path) -> std::process::ExitStatus {
        let script = format!("{before}; exec \"$0\" \"$@\"");
        Command::new("sh")
            .args(["-c", &script])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "--ignored", &format!("files::tests::on_unix::{test}")])
            .env("DATELINE_TEST_DIRECTORY", directory)
            .output()
            .unwrap()
            .status
    }

    fn given_directory() -> PathBuf {
        std::env::var_os("DATELINE_TEST_DIRECTORY").unwrap().into()
    }

    #[test]
    fn a_real_limit_on_the_size_of_files_leaves_the_old_file_whole() {
        let directory = directory();
        fs::write(directory.path().join("a"), b"old").unwrap();
        let status = run_alone("writes_too_much", "trap '' XFSZ; ulimit -f 4", directory.path());
        assert!(status.success());
        assert_eq!(fs::read(directory.path().join("a")).unwrap(), b"old");
        assert_eq!(names_in(directory.path()), ["a"]);
    }

    #[test]
    #[ignore = "run by the test above"]
    fn writes_too_much() {
        let error = replace(&given_directory().join("a"), &vec![b'x'; 1 << 20]).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_program_killed_before_the_rename_leaves_the_old_file_and_a_draft() {
        let directory = directory();
        fs::write(directory.path().join("a"), b"old").unwrap();
        let status = run_alone("dies_before_the_rename", "ulimit -c 0", directory.path());
        assert!(!status.success());
        assert_eq!(fs::read(directory.path().join("a")).unwrap(), b"old");
        let [left, _] = &names_in(directory.path())[..] else { panic!("the draft and the file") };
        let left = directory.path().join(left);
        assert_eq!(fs::read(&left).unwrap(), b"new");

        File::options().write(true).open(&left).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
        sweep(directory.path(), replace(&directory.path().join("a"), b"newer").unwrap());
        assert_eq!(names_in(directory.path()), ["a"]);
    }

    #[test]
    #[ignore = "run by the test above"]
    fn dies_before_the_rename() {
        let _draft = draft(&given_directory().join("a"), b"new").unwrap();
        std::process::abort();
    }
}
