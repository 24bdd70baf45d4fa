//! Articles saved in files: where words say, under names of their own where they leave that open. What is there already is
//! never overwritten, and of several files all are written or none.

use std::{
    collections::HashSet,
    env, fs,
    io::ErrorKind,
    path::{MAIN_SEPARATOR, Path, PathBuf},
};

use anyhow::{Context as _, Result, bail, ensure};

use super::{World, told};
use crate::{
    catalog::Target,
    files::{self, names},
    run::perform::After,
    store::Stored,
    text::{clean, print::Form},
};

/// What stands for an article's own name.
const OWN: &str = "*";
/// The most bytes of an article's own name, without its ending.
const LONGEST: usize = 100;
/// As many files of one name are numbered.
const MOST_NUMBERS: usize = 999;
/// As many entries of a folder are looked at for completions.
const MOST_ENTRIES: usize = 2_000;
/// As many are offered.
const MOST_OFFERED: usize = 200;

/// Where articles go.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    folder: PathBuf,
    /// The name, without its ending; `None` for the article's own.
    name: Option<String>,
    ending: String,
    form: Form,
}

impl World {
    pub(super) fn save(&self, on: &Target, to: &str) -> After {
        told(self.articles(on).and_then(|articles| write(&articles, &place(to, env::home_dir().as_deref())?)))
    }
}

/// What is typed as a place: a folder, or a file in one; `*` in the file's place is the article's own name.
fn place(typed: &str, home: Option<&Path>) -> Result<Place> {
    let path = expanded(typed, home);
    let ends_open = typed.ends_with(['/', MAIN_SEPARATOR]) || typed == "~";
    if ends_open || path.is_dir() {
        let form = Form::Markdown;
        return Ok(Place { folder: path, name: None, ending: form.ending().to_owned(), form });
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
    let known = Form::ALL.map(|form| format!(".{}", form.ending())).join(", ");
    let Some(ending) = ending else {
        bail!("{} has no ending, which says the form: {known}; a folder ends with a slash", shown(&path));
    };
    let form = Form::of_ending(&ending).with_context(|| format!("there is no form .{ending}: {known}"))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = (stem != OWN).then_some(stem);
    Ok(Place { folder: folder.to_owned(), name, ending, form })
}

fn expanded(typed: &str, home: Option<&Path>) -> PathBuf {
    let below = if typed == "~" { Some("") } else { typed.strip_prefix("~/") };
    match (below, home) {
        (Some(below), Some(home)) => home.join(below),
        _ => PathBuf::from(typed),
    }
}

fn write(articles: &[Stored], place: &Place) -> Result<String> {
    ensure!(
        articles.len() == 1 || place.name.is_none(),
        "that is one name for {} articles; *.{} gives each its own",
        articles.len(),
        place.ending
    );
    files::make_directory(&place.folder).with_context(|| format!("could not make {}", shown(&place.folder)))?;
    let mut taken = HashSet::new();
    let mut made = Vec::with_capacity(articles.len());
    for article in articles {
        let path = free(place, article, &taken)?;
        taken.insert(path.clone());
        made.push((path, place.form.of(&article.article, &article.quotations)));
    }
    files::make_all(&made).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => anyhow::anyhow!("not saved: a file of that name has just been made by another"),
        _ => anyhow::Error::new(error).context(format!("could not save in {}", shown(&place.folder))),
    })?;
    Ok(match &made[..] {
        [(path, _)] => format!("saved as {}", shown(path)),
        many => format!("{} articles saved in {}", many.len(), shown(&place.folder)),
    })
}

/// A path where nothing is: the one that was typed, or one of the article's own with a number if need be.
fn free(place: &Place, article: &Stored, taken: &HashSet<PathBuf>) -> Result<PathBuf> {
    let Place { folder, ending, .. } = place;
    let is_there = |path: &Path| path.symlink_metadata().is_ok() || taken.contains(path);
    if let Some(name) = &place.name {
        let path = folder.join(format!("{name}.{ending}"));
        ensure!(!is_there(&path), "{} is there already, and stays as it is", shown(&path));
        return Ok(path);
    }
    let own = own_name(article);
    let numbers = (1..=MOST_NUMBERS).map(|number| if number == 1 { String::new() } else { format!("-{number}") });
    let mut paths = numbers.map(|number| folder.join(format!("{own}{number}.{ending}")));
    paths
        .find(|path| !is_there(path))
        .with_context(|| format!("there are {MOST_NUMBERS} files called {own} in {} already", shown(folder)))
}

/// The day, if it is known, and the headline's words: letters and digits with dashes between.
fn own_name(article: &Stored) -> String {
    let headline = article.article.headline.as_ref().map_or("", |headline| headline.text.as_str());
    let at = article.article.published.as_ref().and_then(|published| published.at);
    let day = at.and_then(|at| jiff::Timestamp::from_second(at).ok()).map(|at| at.strftime("%Y-%m-%d-").to_string());
    day.filter(|day| day.len() == 11).unwrap_or_default() + &names::slug(headline, LONGEST)
}

fn shown(path: &Path) -> String {
    clean::line(&path.display().to_string()).into_owned()
}

/// The folders that what is typed may become, as they would be typed, each with a slash behind it.
pub(super) fn folders(typed: &str) -> Vec<String> {
    let (before, begun) = typed.rsplit_once('/').map_or(("", typed), |(before, begun)| (before, begun));
    let before = if typed.contains('/') { format!("{before}/") } else { String::new() };
    let folder = if before.is_empty() { PathBuf::from(".") } else { expanded(&before, env::home_dir().as_deref()) };
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let begun = begun.to_lowercase();
    let fits =
        |name: &str| name.to_lowercase().starts_with(&begun) && (begun.starts_with('.') || !name.starts_with('.'));
    let mut found: Vec<String> = entries
        .flatten()
        .take(MOST_ENTRIES)
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| fits(name) && !name.chars().any(char::is_control))
        .map(|name| format!("{before}{name}/"))
        .collect();
    found.sort();
    found.truncate(MOST_OFFERED);
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn a_place_says_folder_name_and_form() {
        let home = Path::new("/home/ada");
        let place = |typed| place(typed, Some(home)).map_err(|error| error.to_string());
        let own =
            |folder: &str, form: Form| Place { folder: folder.into(), name: None, ending: form.ending().into(), form };
        assert_eq!(place("~/news/*.html"), Ok(own("/home/ada/news", Form::Html)));
        assert_eq!(place("~/nowhere/"), Ok(own("/home/ada/nowhere/", Form::Markdown)));
        let named = place("a b.TXT").unwrap();
        assert_eq!((named.name.as_deref(), named.ending.as_str(), named.form), (Some("a b"), "TXT", Form::Plain));
        assert!(place("~/x.pdf").unwrap_err().contains("no form .pdf"));
        assert!(place("~/x").unwrap_err().contains("has no ending"));
    }

    #[test]
    fn folders_are_completed_as_typed() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["Documents", "Downloads", ".hidden", "x"] {
            fs::create_dir(dir.path().join(name)).unwrap();
        }
        fs::write(dir.path().join("Dot.txt"), "").unwrap();
        let base = dir.path().to_str().unwrap();
        let found = folders(&format!("{base}/do"));
        assert_eq!(found, [format!("{base}/Documents/"), format!("{base}/Downloads/")]);
        assert_eq!(folders(&format!("{base}/.h")), [format!("{base}/.hidden/")]);
        assert_eq!(folders("/no/such/folder/"), [""; 0]);
    }
}
