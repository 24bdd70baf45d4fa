//! Where everything is kept on this machine. Looks, but makes nothing.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use thiserror::Error;

/// The directories of one user, all absolute. They need not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// What the user writes and keeps: configuration, keymap, themes, bookmarks.
    pub config_dir: PathBuf,
    /// The store of articles.
    pub data_dir: PathBuf,
    /// Logs.
    pub state_dir: PathBuf,
    /// What can be fetched again.
    pub cache_dir: PathBuf,
}

/// Directories named on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// `--config-dir`.
    pub config_dir: Option<PathBuf>,
    /// `--data-dir`.
    pub data_dir: Option<PathBuf>,
}

/// Why there is no directory to use; each says what to set.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PathsError {
    /// Neither `HOME` nor the system's list of users names a home.
    #[error("there is no home directory: set HOME, or give {needed}")]
    NoHome {
        /// The flags that would do instead.
        needed: &'static str,
    },
    /// An empty or relative name where an absolute one is needed.
    #[error("{name} is `{value}`, which is not an absolute path: set {name} to one that begins with /, or unset it")]
    NotAbsolute {
        /// The variable.
        name: &'static str,
        /// What it says.
        value: String,
    },
    /// A flag that names nothing.
    #[error("{name} is empty: give it a directory")]
    Empty {
        /// The flag.
        name: &'static str,
    },
    /// Something on the way is a file.
    #[error("the {what} directory can't be {dir}, because {file} is not a directory: set {name} to another")]
    NotADirectory {
        /// `configuration`, `data`, …
        what: &'static str,
        /// The directory asked for.
        dir: String,
        /// What stands in its way.
        file: String,
        /// The variable that decides.
        name: &'static str,
    },
}

/// What is known of one of the directories.
struct Rule {
    what: &'static str,
    flag: &'static str,
    own: &'static str,
    xdg: &'static str,
}

const CONFIG: Rule =
    Rule { what: "configuration", flag: "--config-dir", own: "DATELINE_CONFIG_DIR", xdg: "XDG_CONFIG_HOME" };
const DATA: Rule = Rule { what: "data", flag: "--data-dir", own: "DATELINE_DATA_DIR", xdg: "XDG_DATA_HOME" };
const STATE: Rule = Rule { what: "state", flag: "", own: "DATELINE_STATE_DIR", xdg: "XDG_STATE_HOME" };
const CACHE: Rule = Rule { what: "cache", flag: "", own: "DATELINE_CACHE_DIR", xdg: "XDG_CACHE_HOME" };

/// The system's conventions for this user: `None` without a home.
type Base = Option<[PathBuf; 4]>;

impl Paths {
    /// The directories for this run: a flag, else a variable of our own (`DATELINE_CONFIG_DIR`, `…_DATA_DIR`,
    /// `…_STATE_DIR`, `…_CACHE_DIR`), else the system's conventions (on Linux the XDG Base Directory Specification).
    /// A data directory that the user names also holds state and cache, so that a run can be kept apart as a whole.
    ///
    /// # Errors
    /// When there is no home, a variable is not an absolute path, or a file stands where a directory must be.
    pub fn find(flags: &Flags, environment: impl Fn(&str) -> Option<OsString>) -> Result<Self, PathsError> {
        resolve(flags, &environment, conventions)
    }
}

fn conventions() -> Base {
    let dirs = ProjectDirs::from("", "", "dateline")?;
    Some([
        dirs.config_local_dir().to_owned(),
        dirs.data_dir().to_owned(),
        dirs.state_dir().unwrap_or(dirs.data_dir()).to_owned(),
        dirs.cache_dir().to_owned(),
    ])
}

fn resolve(
    flags: &Flags,
    environment: &dyn Fn(&str) -> Option<OsString>,
    conventions: impl FnOnce() -> Base,
) -> Result<Paths, PathsError> {
    let config = named(&CONFIG, flags.config_dir.as_deref(), environment)?;
    let data = named(&DATA, flags.data_dir.as_deref(), environment)?;
    let state = named(&STATE, None, environment)?.or_else(|| data.as_ref().map(|dir| dir.join("state")));
    let cache = named(&CACHE, None, environment)?.or_else(|| data.as_ref().map(|dir| dir.join("cache")));
    let (config_dir, data_dir, state_dir, cache_dir) = match (config, data, state, cache) {
        (Some(config), Some(data), Some(state), Some(cache)) => (config, data, state, cache),
        (config, data, state, cache) => {
            let [config_base, data_base, state_base, cache_base] = conventions().ok_or(NO_HOME)?;
            (
                conventional(config, &CONFIG, config_base, environment)?,
                conventional(data, &DATA, data_base, environment)?,
                conventional(state, &STATE, state_base, environment)?,
                conventional(cache, &CACHE, cache_base, environment)?,
            )
        }
    };
    // Without a log, or what can be fetched again, all else works.
    check(&CONFIG, &config_dir)?;
    check(&DATA, &data_dir)?;
    Ok(Paths { config_dir, data_dir, state_dir, cache_dir })
}

const NO_HOME: PathsError = PathsError::NoHome { needed: "--config-dir and --data-dir" };

/// What the user names, made absolute against the working directory; an empty variable counts as unset.
fn named(
    rule: &Rule,
    flag: Option<&Path>,
    environment: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Option<PathBuf>, PathsError> {
    if flag.is_some_and(|dir| dir.as_os_str().is_empty()) {
        return Err(PathsError::Empty { name: rule.flag });
    }
    let variable = || environment(rule.own).filter(|value| !value.is_empty()).map(PathBuf::from);
    let Some(dir) = flag.map(Path::to_owned).or_else(variable) else {
        return Ok(None);
    };
    Ok(Some(std::path::absolute(&dir).unwrap_or(dir)))
}

/// The user's choice, else the convention. A relative XDG variable is an error, not ignored as the specification has
/// it: the user wanted the files elsewhere, and would look for them in vain.
fn conventional(
    chosen: Option<PathBuf>,
    rule: &Rule,
    base: PathBuf,
    environment: &dyn Fn(&str) -> Option<OsString>,
) -> Result<PathBuf, PathsError> {
    if let Some(dir) = chosen {
        return Ok(dir);
    }
    let relative = |name| environment(name).filter(|value| !value.is_empty() && Path::new(value).is_relative());
    if cfg!(all(unix, not(target_os = "macos")))
        && let Some(value) = relative(rule.xdg)
    {
        return Err(PathsError::NotAbsolute { name: rule.xdg, value: value.to_string_lossy().into_owned() });
    }
    if base.is_relative() {
        let value = environment("HOME").unwrap_or_default().to_string_lossy().into_owned();
        return Err(PathsError::NotAbsolute { name: "HOME", value });
    }
    Ok(base)
}

/// The nearest thing that exists on the way to `dir` must be a directory.
fn check(rule: &Rule, dir: &Path) -> Result<(), PathsError> {
    let nearest = dir.ancestors().find_map(|path| path.metadata().ok().map(|found| (path, found)));
    match nearest {
        Some((path, found)) if !found.is_dir() => Err(PathsError::NotADirectory {
            what: rule.what,
            dir: dir.display().to_string(),
            file: path.display().to_string(),
            name: rule.own,
        }),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[allow(clippy::unnecessary_wraps, reason = "what stands in for a function that may find no home")]
    fn home() -> Base {
        let home = Path::new("/home/ada");
        Some([".config", ".local/share", ".local/state", ".cache"].map(|dir| home.join(dir).join("dateline")))
    }

    fn find(flags: &Flags, variables: &[(&str, &str)], base: Base) -> Result<Paths, PathsError> {
        let environment = |name: &str| {
            variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| OsString::from(value))
        };
        resolve(flags, &environment, || base)
    }

    fn flags(config: &str, data: &str) -> Flags {
        Flags { config_dir: Some(config.into()), data_dir: Some(data.into()) }
    }

    #[test]
    fn a_flag_beats_a_variable_and_a_variable_beats_the_convention() {
        let variables = [("DATELINE_CONFIG_DIR", "/var/c"), ("DATELINE_STATE_DIR", "/var/s")];
        let paths = find(&Flags::default(), &variables, home()).unwrap();
        assert_eq!(paths.config_dir, Path::new("/var/c"));
        assert_eq!(paths.state_dir, Path::new("/var/s"));
        assert_eq!(paths.data_dir, Path::new("/home/ada/.local/share/dateline"));
        let paths = find(&flags("/flag/c", "/flag/d"), &variables, home()).unwrap();
        assert_eq!(paths.config_dir, Path::new("/flag/c"));
        assert_eq!(paths.data_dir, Path::new("/flag/d"));
    }

    #[test]
    fn a_named_data_directory_holds_state_and_cache_and_needs_no_home() {
        let paths = find(&flags("/c", "/d"), &[], None).unwrap();
        assert_eq!(paths.state_dir, Path::new("/d/state"));
        assert_eq!(paths.cache_dir, Path::new("/d/cache"));
    }

    #[test]
    fn a_relative_flag_counts_from_the_working_directory() {
        let paths = find(&flags("c", "d"), &[], None).unwrap();
        assert_eq!(paths.config_dir, std::env::current_dir().unwrap().join("c"));
    }

    #[test]
    fn an_empty_variable_counts_as_unset_and_an_empty_flag_is_refused() {
        let paths = find(&Flags::default(), &[("DATELINE_CONFIG_DIR", ""), ("XDG_DATA_HOME", "")], home()).unwrap();
        assert_eq!(paths.config_dir, Path::new("/home/ada/.config/dateline"));
        let error = find(&flags("", "/d"), &[], home()).unwrap_err();
        assert_eq!(error.to_string(), "--config-dir is empty: give it a directory");
    }

    #[test]
    fn without_a_home_the_sentence_says_what_to_set() {
        let error = find(&Flags::default(), &[], None).unwrap_err();
        assert_eq!(error.to_string(), "there is no home directory: set HOME, or give --config-dir and --data-dir");
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    #[test]
    fn a_relative_xdg_variable_is_named_unless_it_is_not_needed() {
        let variables = [("XDG_CONFIG_HOME", "conf")];
        let error = find(&Flags::default(), &variables, home()).unwrap_err();
        assert!(error.to_string().starts_with("XDG_CONFIG_HOME is `conf`, which is not an absolute path"), "{error}");
        assert!(find(&flags("/c", "/d"), &variables, home()).is_ok());
    }

    #[test]
    fn a_relative_home_is_named() {
        let base = Some([(); 4].map(|()| PathBuf::from("here/dateline")));
        let error = find(&Flags::default(), &[("HOME", "here")], base).unwrap_err();
        assert!(error.to_string().starts_with("HOME is `here`"), "{error}");
    }

    #[test]
    fn a_file_in_the_way_is_named_with_the_variable_to_set() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let dir = file.path().join("dateline");
        let error = find(&Flags { config_dir: Some(dir), ..Flags::default() }, &[], home()).unwrap_err().to_string();
        assert!(error.contains(&file.path().display().to_string()), "{error}");
        assert!(error.ends_with("set DATELINE_CONFIG_DIR to another"), "{error}");
    }

    #[test]
    fn looking_makes_no_directory() {
        let dir = tempfile::tempdir().unwrap();
        let wanted = dir.path().join("a/b");
        find(&Flags { config_dir: Some(wanted.clone()), ..Flags::default() }, &[], home()).unwrap();
        assert!(!wanted.exists());
    }
}
