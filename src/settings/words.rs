//! The user's own words for finding who said what: `quotes/*.toml` in the configuration directory, laid over the built-in
//! ones. It knows files, not what the words are for.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::text::quotes::Lexicon;

/// The directory of word lists within the configuration directory.
pub const DIRECTORY: &str = "quotes";

/// The built-in lexicon with the user's lists over it, in the order of their names; `None` if there are none. A list with a
/// mistake doesn't count: its file, its line and the reason are returned.
#[must_use]
pub fn load(config_dir: &Path) -> (Option<Lexicon>, Vec<String>) {
    let (files, mut mistakes) = match lists(&config_dir.join(DIRECTORY)) {
        Ok(files) => (files, Vec::new()),
        Err(mistake) => (Vec::new(), vec![mistake]),
    };
    let mut merged: Option<Lexicon> = None;
    for file in files {
        match read(&file, merged.as_ref().unwrap_or_else(|| Lexicon::built_in())) {
            Ok(lexicon) => merged = Some(lexicon),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    (merged, mistakes)
}

fn lists(directory: &Path) -> Result<Vec<PathBuf>, String> {
    let told = |error: std::io::Error| format!("{}: {error}; its words don't count", directory.display());
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

fn read(file: &Path, under: &Lexicon) -> Result<Lexicon, String> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|error| format!("{name}: {error}; its words don't count"))?;
    under.merged_with(&text, &name).map_err(|mistake| format!("{mistake}; its words don't count"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::quotes::{find_quotes, is_outdated, paragraphs_of};

    fn configured(files: &[(&str, &str)]) -> (Option<Lexicon>, Vec<String>) {
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
        assert_eq!(mistakes, [] as [String; 0]);
        let lexicon = lexicon.unwrap();
        let text = "Ann Lee skeeted that the bridge was closed.";
        let found = |lexicon| find_quotes(text, &paragraphs_of(text), Some("en"), lexicon).quotations.len();
        assert_eq!((found(Lexicon::built_in()), found(&lexicon)), (0, 1));
        assert!(is_outdated(Lexicon::built_in().edition(), lexicon.edition()));
        assert!(is_outdated(lexicon.edition(), Lexicon::built_in().edition()));
    }

    #[test]
    fn a_list_with_a_mistake_is_told_with_its_line_and_the_others_count() {
        let (lexicon, mistakes) =
            configured(&[("a.toml", "[speech]\nstrnog = \"skeet\"\n"), ("b.toml", "[speech]\nstrong = \"skeet\"\n")]);
        assert!(lexicon.is_some());
        let [mistake] = &mistakes[..] else { panic!("{mistakes:?}") };
        assert!(mistake.contains("a.toml:2: ") && mistake.contains("don't count"), "{mistake}");
    }
}
