//! Saved views: queries with names, in `views.toml`. It knows their file; what a query means, others know.

use super::problem::shown;
use super::sheet::{Mistakes, Sheet, described};

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its name.
    pub name: String,
    /// The query, as it is typed.
    pub query: String,
    /// The line of `views.toml` on which it stands, from 1.
    pub line: usize,
}

/// The views of a file (`name = "query"`, a line each), in its order.
pub(super) fn read(sheet: &mut Sheet<'_>) -> Vec<SavedView> {
    let mut mistakes = Mistakes::new();
    let mut views = Vec::new();
    for entry in sheet.entries() {
        match entry.value.get_ref().as_str() {
            Some(query) => {
                let line = sheet.line(entry.span.start);
                let view = SavedView { name: entry.name.to_owned(), query: query.to_owned(), line };
                views.push((entry.span.start, view));
            }
            None => mistakes.push((
                entry.span.clone(),
                format!(
                    "the view `{}` is {}, not a query in quotation marks",
                    shown(entry.name),
                    described(entry.value.get_ref())
                ),
            )),
        }
    }
    sheet.report_all(mistakes);
    views.sort_by_key(|(at, _)| *at);
    views.into_iter().map(|(_, view)| view).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_stand_in_the_order_of_the_file_and_mistakes_are_told_with_their_line() {
        let mut sheet =
            Sheet::parse("views.toml", "Zoo = \"animals\"\n\"Gulf states\" = \"tag:gulf is:unread\"\nBad = 3\n");
        let views = read(&mut sheet);
        let names: Vec<_> = views.iter().map(|view| view.name.as_str()).collect();
        assert_eq!(names, ["Zoo", "Gulf states"]);
        let problems: Vec<_> = sheet.into_problems().iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("views.toml:3") && problems[0].contains("Bad"), "{problems:?}");
    }
}
