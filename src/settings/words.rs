//! The user's own words for finding who said what: `quotes/*.toml` in the configuration directory, laid over the built-in
//! ones. It knows files, not what the words are for.

use std::{
    fmt, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use toml::de::{DeTable, DeValue};

use super::files;
use super::problem::{Problem, shown, suggestion};
use super::sheet::{Mistakes, Sheet, decode, described, entries};
use crate::text::quotes::Lexicon;

/// The directory of word lists within the configuration directory.
pub const DIRECTORY: &str = "quotes";

/// The built-in lexicon with the user's lists over it, in the order of their names; `None` if there are none. A list with a
/// mistake doesn't count: every mistake in it is returned.
#[must_use]
pub fn load(config_dir: &Path) -> (Option<Lexicon>, Vec<Problem>) {
    let (files, mut mistakes) = match lists(&config_dir.join(DIRECTORY)) {
        Ok(files) => (files, Vec::new()),
        Err(mistake) => (Vec::new(), vec![mistake]),
    };
    let mut merged: Option<Lexicon> = None;
    for file in files {
        match read(&file, merged.as_ref().unwrap_or_else(|| Lexicon::built_in())) {
            Ok(lexicon) => merged = Some(lexicon),
            Err(found) => mistakes.extend(found),
        }
    }
    (merged, mistakes)
}

fn lists(directory: &Path) -> Result<Vec<PathBuf>, Problem> {
    let told = |error: std::io::Error| problem(DIRECTORY, None, error);
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(told(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(told)?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn problem(file: &str, line: Option<usize>, why: impl fmt::Display) -> Problem {
    Problem { file: file.to_owned(), line, message: format!("{why}; its words don't count") }
}

fn read(file: &Path, under: &Lexicon) -> Result<Lexicon, Vec<Problem>> {
    let name = format!("{DIRECTORY}/{}", shown(&file.file_name().unwrap_or_default().to_string_lossy()));
    let text = match files::read(file) {
        Ok(bytes) => decode(&bytes.unwrap_or_default()),
        Err(why) => return Err(vec![problem(&name, None, why)]),
    };
    let mut sheet = Sheet::parse(&name, &text);
    let mistakes = mistakes(&sheet);
    sheet.report_all(mistakes);
    let found = sheet.into_problems();
    if !found.is_empty() {
        return Err(found.into_iter().map(|one| problem(&one.file, one.line, one.message)).collect());
    }
    under.merged_with(&text, &name).map_err(|mistake| vec![problem(&name, Some(mistake.line), mistake.reason)])
}

/// What no list may be called, or be.
fn mistakes(sheet: &Sheet<'_>) -> Mistakes {
    let mut mistakes = Mistakes::new();
    let tables = Lexicon::tables();
    for table in sheet.entries() {
        let known = tables.iter().find(|(name, _)| *name == table.name);
        match (known, table.value.get_ref()) {
            (Some((_, lists)), DeValue::Table(given)) => mistakes.extend(lists_wrong(table.name, lists, given)),
            (Some(_), _) => mistakes.push((table.span, format!("`{0}` is a table: [{0}]", table.name))),
            (None, DeValue::String(_)) if table.name == "language" => {}
            (None, value) if table.name == "language" => {
                let message = format!("`language` takes a language's tag, as in \"de\", not {}", described(value));
                mistakes.push((table.span, message));
            }
            (None, _) => {
                let names = tables.iter().map(|(name, _)| *name).chain(["language"]);
                let near = suggestion(table.name, names);
                mistakes.push((table.span, format!("unknown name `{}`{near}", shown(table.name))));
            }
        }
    }
    mistakes
}

fn lists_wrong(table: &str, lists: &[&str], given: &DeTable<'_>) -> Mistakes {
    let lists: Vec<String> = lists.iter().map(|name| name.trim_start_matches("r#").replace('_', "-")).collect();
    let mut mistakes = Mistakes::new();
    for entry in entries(given) {
        if !lists.is_empty() && !lists.iter().any(|name| name == entry.name) {
            let near = suggestion(entry.name, lists.iter().map(String::as_str));
            mistakes.push((entry.span, format!("[{table}] has no list `{}`{near}", shown(entry.name))));
        } else if entry.value.get_ref().as_str().is_none() {
            let value = described(entry.value.get_ref());
            mistakes.push((entry.span, format!("`{}` takes words in quotation marks, not {value}", shown(entry.name))));
        }
    }
    mistakes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::quotes::{find_quotes, is_outdated, paragraphs_of};

    fn configured(files: &[(&str, &str)]) -> (Option<Lexicon>, Vec<Problem>) {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(DIRECTORY)).unwrap();
        for (name, text) in files {
            fs::write(dir.path().join(DIRECTORY).join(name), text).unwrap();
        }
        load(dir.path())
    }

    #[test]
    fn without_lists_the_built_in_words_count_and_nothing_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let (lexicon, mistakes) = load(dir.path());
        assert!(lexicon.is_none() && mistakes.is_empty());
        assert!(configured(&[("notes.txt", "not a list")]).0.is_none());
    }

    #[test]
    fn a_verb_of_the_user_introduces_speech() {
        let (lexicon, mistakes) = configured(&[("mine.toml", "[speech]\nstrong = \"skeet\"\n")]);
        assert_eq!(mistakes, []);
        let lexicon = lexicon.unwrap();
        let text = "Ann Lee skeeted that the bridge was closed.";
        let found = |lexicon| find_quotes(text, &paragraphs_of(text), Some("en"), lexicon).quotations.len();
        assert_eq!((found(Lexicon::built_in()), found(&lexicon)), (0, 1));
        assert!(is_outdated(Lexicon::built_in().edition(), lexicon.edition()));
        assert!(is_outdated(lexicon.edition(), Lexicon::built_in().edition()));
    }

    #[test]
    fn every_mistake_of_a_list_is_told_with_its_line_and_the_other_lists_count() {
        let wrong =
            "langauge = \"en\"\n[speech]\nstrnog = \"skeet\"\nusual = 3\n[people]\ntitles-male = \"Sir\"\n[odd]\n";
        let (lexicon, mistakes) = configured(&[("a.toml", wrong), ("b.toml", "[speech]\nstrong = \"skeet\"\n")]);
        assert!(lexicon.is_some());
        let told: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "quotes/a.toml:1: unknown name `langauge`; did you mean `language`?; its words don't count",
                "quotes/a.toml:3: [speech] has no list `strnog`; did you mean `strong`?; its words don't count",
                "quotes/a.toml:4: `usual` takes words in quotation marks, not 3; its words don't count",
                "quotes/a.toml:7: unknown name `odd`; its words don't count",
            ]
        );
    }

    #[test]
    fn the_built_in_lists_have_no_mistake() {
        for language in ["ar", "de", "en", "es", "fr", "it", "pt", "ru", "zh"] {
            let file = format!("{}/assets/quotes/{language}.toml", env!("CARGO_MANIFEST_DIR"));
            let (_, mistakes) = configured(&[("own.toml", &fs::read_to_string(file).unwrap())]);
            assert_eq!(mistakes, [], "{language}");
        }
    }
}
