//! `dateline people`: says who is who, as the reader's panel does. Each change is one that `u` in the reader undoes.

use anyhow::{Result, bail};
use clap::{Args, Subcommand};

use super::{DONE, Places, output::print, world};
use crate::{
    catalog::{
        ArticleId,
        people::{Asked, Given, PeopleChange, PersonId, Who},
    },
    library::{self, Library},
    text::clean,
};

/// Arguments of `dateline people`.
#[derive(Debug, Args)]
pub struct People {
    #[command(subcommand)]
    change: Change,
}

#[derive(Debug, Subcommand)]
enum Change {
    /// Two names are one person, who goes by the second
    Merge {
        /// The name that is given up
        name: String,
        /// The person that it means
        into: String,
        /// Only in this article, where the name is a short one
        #[arg(long, value_name = "ID")]
        article: Option<i64>,
    },
    /// Call somebody otherwise; an empty name is what articles call them
    Rename {
        /// Who
        name: String,
        /// What they are called from now on
        new: String,
    },
    /// In one article, a name is somebody else; a name that was merged stands alone again
    Split {
        /// The name as the article gives it
        name: String,
        /// The article, as `dateline quotes` prints its number
        #[arg(long, value_name = "ID")]
        article: i64,
        /// What this one is called
        #[arg(long = "as", value_name = "NAME")]
        new: Option<String>,
    },
}

impl People {
    /// Makes the change.
    pub fn change(&self, places: &Places) -> Result<u8> {
        let mut library = world::library_for_printing(&world::paths(places)?)?;
        let change = asked(&library, &self.change)?;
        let told = match library.change_people(&change, library::now())? {
            Some(reshuffle) => reshuffle.sentence(),
            None => "it is so already".into(),
        };
        print(|out| Ok(writeln!(out, "{told}")?))?;
        Ok(DONE)
    }
}

fn asked(library: &Library, change: &Change) -> Result<PeopleChange> {
    let cleaned = |name: &str| clean::line(name).trim().to_owned();
    match change {
        Change::Merge { name, into, article: None } => {
            Ok(PeopleChange::Merge(Who::Person(person(library, name)?), cleaned(into)))
        }
        Change::Merge { name, into, article: Some(article) } => {
            let (who, _) = given(library, ArticleId(*article), name)?;
            Ok(PeopleChange::Merge(who, cleaned(into)))
        }
        Change::Rename { name, new } => Ok(PeopleChange::Rename(person(library, name)?, cleaned(new))),
        Change::Split { name, article, new } => {
            let (_, given) = given(library, ArticleId(*article), name)?;
            Ok(PeopleChange::Split(ArticleId(*article), given.id, new.as_deref().map(cleaned)))
        }
    }
}

fn person(library: &Library, name: &str) -> Result<PersonId> {
    match library.store.person_named(name)? {
        Some(person) => Ok(person.id),
        None => bail!("nobody is called “{name}”; `dateline speakers` prints the names"),
    }
}

/// The speaker of an article with this name, as it is shown or as the article gives it.
fn given(library: &Library, article: ArticleId, name: &str) -> Result<(Who, Given)> {
    let everything = library.store.question(&Asked::default())?;
    let quoted = library.store.asked_of(article, &everything)?;
    let sayings = quoted.into_iter().flat_map(|quoted| quoted.sayings);
    let same = |other: &str| other.to_lowercase() == name.to_lowercase();
    let mut named = sayings.filter_map(|saying| Some((saying.who?, saying.given?, saying.name?)));
    let found = named.find(|(_, given, shown)| same(&given.name) || same(shown));
    match found {
        Some((who, given, _)) => Ok((who, given)),
        None => bail!("nobody is called “{name}” in article {}", article.0),
    }
}
