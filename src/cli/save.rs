//! `dateline save`: pages of the web, read into the store.

use anyhow::{Result, anyhow};
use clap::Args;
use url::Url;

use super::{
    DONE, FAILED, PARTLY, Places, articles,
    output::{complain, print},
    world,
};
use crate::{catalog::Scope, library, text::quotes::Lexicon};

/// Arguments of `dateline save`.
#[derive(Debug, Args)]
pub struct Save {
    /// Addresses of pages
    #[arg(required = true, value_name = "URL")]
    pages: Vec<String>,
    /// Take all of the text, not only the article
    #[arg(long)]
    whole_page: bool,
}

impl Save {
    /// Reads each page, and lists what was saved.
    pub fn run(&self, places: &Places) -> Result<u8> {
        let paths = world::paths(places)?;
        let mut library = world::library_for_printing(&paths)?;
        let mut saved = Vec::new();
        let mut failed = 0;
        for page in &self.pages {
            let extent = super::extent(self.whole_page);
            let read =
                address(page).and_then(|url| library.save_page(&url, extent, Lexicon::in_force(), library::now()));
            match read {
                Ok(intake) => {
                    intake.problems.iter().for_each(|notice| complain(&format!("{page}: {notice}")));
                    saved.extend(intake.ids);
                }
                Err(error) => {
                    failed += 1;
                    complain(&format!("{error:#}"));
                }
            }
        }
        let code = match (saved.is_empty(), failed) {
            (true, _) => FAILED,
            (false, 0) => DONE,
            (false, _) => PARTLY,
        };
        if !saved.is_empty() {
            print(|out| articles::print_rows(out, &library, &Scope::Only(saved), articles::Form::Plain, usize::MAX))?;
        }
        Ok(code)
    }
}

/// The address of the web that is meant; a host without a scheme is asked safely.
fn address(page: &str) -> Result<Url> {
    let page = page.trim();
    let written = if page.contains("://") { page.to_owned() } else { format!("https://{page}") };
    let url = Url::parse(&written).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.ok_or_else(|| anyhow!("{page} is no address of a web page; `dateline open` takes files in"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_asked_for() {
        assert_eq!(address("e.example/a").unwrap().as_str(), "https://e.example/a");
        assert_eq!(address(" http://e.example ").unwrap().as_str(), "http://e.example/");
        for other in ["file:///etc/passwd", "ftp://e.example/x", "javascript://e", "://", ""] {
            assert!(address(other).is_err(), "{other}");
        }
    }
}
