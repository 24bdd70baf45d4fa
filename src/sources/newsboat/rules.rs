//! What newsboat's `config` says of articles by a filter: `ignore-article` and `highlight-article`. It knows not what becomes of
//! that. (src/rssignores.cpp, src/regexmanager.cpp.)

use super::tokens::words;

/// A line about articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// The line, counted from 1.
    pub line: usize,
    /// What is done with them.
    pub deed: Deed,
    /// Of which feeds.
    pub of: Of,
    /// Which articles, in newsboat's filter language.
    pub expression: String,
}

/// What is done with articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// They aren't shown.
    Ignored,
    /// They are shown in a colour.
    Highlighted,
}

impl Deed {
    /// newsboat's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ignored => "ignore-article",
            Self::Highlighted => "highlight-article",
        }
    }
}

/// The feeds that a line is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// All.
    All,
    /// The one at this address.
    Feed(String),
    /// Those whose addresses meet a regular expression.
    Like(String),
}

/// The lines about articles in a `config`, in order. One that newsboat doesn't understand is left out.
#[must_use]
pub fn read(config: &str) -> Vec<Ruled> {
    config.lines().enumerate().filter_map(|(number, line)| ruled(number + 1, &words(line))).collect()
}

fn ruled(line: usize, words: &[String]) -> Option<Ruled> {
    let (kind, rest) = words.split_first()?;
    match (kind.as_str(), rest) {
        ("ignore-article", [feed, expression]) => {
            let of = match feed.strip_prefix("regex:") {
                Some(expression) => Of::Like(expression.to_owned()),
                None if feed == "*" => Of::All,
                None => Of::Feed(feed.clone()),
            };
            Some(Ruled { line, deed: Deed::Ignored, of, expression: expression.clone() })
        }
        ("highlight-article", [expression, _, ..]) => {
            Some(Ruled { line, deed: Deed::Highlighted, of: Of::All, expression: expression.clone() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_about_articles_are_found_among_others() {
        let config = "# mine\nauto-reload yes\nignore-article \"*\" \"title =~ \\\"ad\\\"\"\n\
                      ignore-article https://e.example/ \"age > 9\" # old\nignore-article regex:e.example \"age > 9\"\n\
                      ignore-article *\nhighlight-article \"flags # \\\"s\\\"\" red default bold\nhighlight all x red\n";
        let read = read(config);
        let told: Vec<_> = read.iter().map(|one| (one.line, one.deed, &one.of, one.expression.as_str())).collect();
        let (feed, like) = (Of::Feed("https://e.example/".into()), Of::Like("e.example".into()));
        assert_eq!(
            told,
            [
                (3, Deed::Ignored, &Of::All, "title =~ \"ad\""),
                (4, Deed::Ignored, &feed, "age > 9"),
                (5, Deed::Ignored, &like, "age > 9"),
                (7, Deed::Highlighted, &Of::All, "flags # \"s\""),
            ]
        );
    }
}
