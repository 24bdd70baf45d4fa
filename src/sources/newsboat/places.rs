//! Where newsboat keeps its files. It looks, and opens none.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// newsboat's files; those that are there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// The list of feeds.
    pub urls: Option<PathBuf>,
    /// The articles.
    pub cache: Option<PathBuf>,
    /// The options and keys.
    pub config: Option<PathBuf>,
}

/// newsboat's files of this user; `None` where there is no list of feeds. Directories after the XDG Base Directory
/// Specification go before `~/.newsboat`, as newsboat has it (rust/libnewsboat/src/configpaths.rs).
#[must_use]
pub fn find(home: Option<&Path>, environment: impl Fn(&str) -> Option<OsString>) -> Option<Places> {
    let base = |variable: &str, below_home: &str| {
        let named = environment(variable).map(PathBuf::from).filter(|path| path.is_absolute());
        named.or_else(|| Some(home?.join(below_home))).map(|base| base.join("newsboat"))
    };
    let xdg = base("XDG_CONFIG_HOME", ".config").zip(base("XDG_DATA_HOME", ".local/share"));
    let own = home.map(|home| (home.join(".newsboat"), home.join(".newsboat")));
    [xdg, own].into_iter().flatten().map(|(config, data)| within(&config, &data)).find(|places| places.urls.is_some())
}

/// newsboat's files in a directory that the user names.
#[must_use]
pub fn within(config: &Path, data: &Path) -> Places {
    let file = |directory: &Path, name: &str| Some(directory.join(name)).filter(|path| path.is_file());
    Places { urls: file(config, "urls"), cache: file(data, "cache.db"), config: file(config, "config") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::fs;

    use super::*;

    fn touch(home: &Path, name: &str) {
        let path = home.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }

    #[test]
    fn the_directories_of_today_go_before_the_old_one() {
        let home = tempfile::tempdir().unwrap();
        let find = |variable: Option<&Path>| {
            find(Some(home.path()), |name| variable.filter(|_| name == "XDG_CONFIG_HOME").map(OsString::from))
        };
        assert_eq!(find(None), None);
        touch(home.path(), ".newsboat/cache.db");
        assert_eq!(find(None), None, "articles without a list of feeds are nothing to offer");
        touch(home.path(), ".newsboat/urls");
        let old = find(None).unwrap();
        assert_eq!(old.urls, Some(home.path().join(".newsboat/urls")));
        assert_eq!((old.cache, old.config), (Some(home.path().join(".newsboat/cache.db")), None));
        touch(home.path(), ".config/newsboat/urls");
        touch(home.path(), ".local/share/newsboat/cache.db");
        assert_eq!(find(None).unwrap().cache, Some(home.path().join(".local/share/newsboat/cache.db")));
        touch(home.path(), "elsewhere/newsboat/urls");
        let elsewhere = home.path().join("elsewhere");
        assert_eq!(find(Some(&elsewhere)).unwrap().urls, Some(elsewhere.join("newsboat/urls")));
        assert_eq!(find(Some(Path::new("relative"))).unwrap().urls, Some(home.path().join(".config/newsboat/urls")));
    }
}
