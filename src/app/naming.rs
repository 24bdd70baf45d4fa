//! Saying who is who: a name is typed, with those that are meant most likely at hand, and a change comes of it.

use super::{Asked, Effect, Model, overlay::Overlay, prompt::Prompt};
use crate::catalog::{
    ArticleId,
    people::{Given, PeopleChange, Person, Reshuffle, Who},
};

/// How many people are offered.
pub const OFFERED: usize = 5;

/// A name being typed, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// What will be done.
    pub what: What,
    /// Whose name it is about.
    pub subject: Subject,
    /// Who may be meant.
    pub likely: Vec<Person>,
    /// Which of them was taken over last.
    pub taken: Option<usize>,
}

/// What a typed name is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Saying that the speaker is this person.
    Merge,
    /// Calling the speaker so.
    Rename,
    /// Calling so the one who is split off.
    Split,
}

/// A speaker of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Who it is taken for.
    pub who: Who,
    /// Where.
    pub article: ArticleId,
    /// As the article gives the name.
    pub given: Given,
    /// As it is shown.
    pub name: Box<str>,
    /// Who published the article.
    pub source: Box<str>,
}

impl Naming {
    /// What stands before the typed name.
    #[must_use]
    pub fn label(&self) -> String {
        let name = &self.subject.name;
        match self.what {
            What::Merge => format!("{name} is: "),
            What::Rename => format!("call {name}: "),
            What::Split => format!("this {name} is: "),
        }
    }
}

impl Model {
    /// The speaker of the chosen quotation, in the panel or on a speaker's page.
    fn subject(&self) -> Option<Subject> {
        if let Some(Overlay::Speaker(page)) = &self.overlay {
            let (quoted, saying) = page.chosen()?;
            return Some(Subject {
                who: saying.who?,
                article: quoted.row.id,
                given: saying.given.clone()?,
                name: saying.name.clone()?,
                source: quoted.row.source.clone(),
            });
        }
        let (_, identity, speaker) = self.current_identity()?;
        let row = &self.reader.open.as_ref()?.opened.row;
        Some(Subject {
            who: identity.who,
            article: row.id,
            given: identity.given.clone(),
            name: speaker.name.as_str().into(),
            source: row.source.clone(),
        })
    }

    pub(super) fn merge_speaker(&mut self) -> Vec<Effect> {
        let Some(subject) = self.subject() else { return self.unknown_speaker() };
        // The last name is what short and long forms share.
        let last = subject.name.split_whitespace().next_back().unwrap_or_default().to_owned();
        self.name(What::Merge, subject, "");
        vec![Effect::LikePeople(last)]
    }

    pub(super) fn rename_speaker(&mut self) -> Vec<Effect> {
        let Some(subject) = self.subject() else { return self.unknown_speaker() };
        match subject.who {
            Who::Person(_) => {
                let name = subject.name.clone();
                self.name(What::Rename, subject, &name);
            }
            Who::Within(..) => {
                let name = &subject.name;
                self.tell(format!("{name} is known in this article only; say first who that is"));
            }
        }
        Vec::new()
    }

    pub(super) fn split_speaker(&mut self) -> Vec<Effect> {
        let Some(subject) = self.subject() else { return self.unknown_speaker() };
        match subject.who {
            Who::Within(..) => {
                let name = &subject.name;
                self.tell(format!("{name} is nobody outside of this article already"));
                Vec::new()
            }
            Who::Person(person) if person == subject.given.id => {
                let source = if subject.source.is_empty() { "2" } else { &subject.source };
                let proposed = format!("{} ({source})", subject.name);
                self.name(What::Split, subject, &proposed);
                Vec::new()
            }
            Who::Person(_) => {
                vec![Effect::Reshuffle(PeopleChange::Split(subject.article, subject.given.id, None))]
            }
        }
    }

    fn name(&mut self, what: What, subject: Subject, proposed: &str) {
        let mut prompt = Prompt::default();
        prompt.paste(proposed);
        self.naming = Some(Naming { what, subject, likely: Vec::new(), taken: None });
        self.prompt = Some((Asked::Name, prompt));
    }

    /// Looks for people that fit the letters typed.
    pub(super) fn name_typed(&mut self) -> Vec<Effect> {
        let (Some(naming), Some((_, prompt))) = (&mut self.naming, &self.prompt) else { return Vec::new() };
        naming.taken = None;
        match naming.what {
            What::Merge => vec![Effect::LikePeople(prompt.text().trim().to_owned())],
            What::Rename | What::Split => Vec::new(),
        }
    }

    pub(super) fn liked(&mut self, mut people: Vec<Person>) {
        let Some(naming) = &mut self.naming else { return };
        people.retain(|person| naming.subject.who != Who::Person(person.id));
        people.truncate(OFFERED);
        naming.likely = people;
    }

    /// Takes the next name that is offered into the line.
    pub(super) fn complete_name(&mut self) {
        let (Some(naming), Some((_, prompt))) = (&mut self.naming, &mut self.prompt) else { return };
        let next = naming.taken.map_or(0, |at| at + 1);
        let next = if next < naming.likely.len() { next } else { 0 };
        let Some(person) = naming.likely.get(next) else { return };
        naming.taken = Some(next);
        *prompt = Prompt::default();
        prompt.paste(&person.name);
    }

    /// Makes the change that the typed name is for.
    pub(super) fn name_entered(&mut self, name: &str) -> Vec<Effect> {
        let Some(Naming { what, subject, .. }) = self.naming.take() else { return Vec::new() };
        let name = name.trim().to_owned();
        let change = match (what, subject.who) {
            (What::Merge, who) if !name.is_empty() => PeopleChange::Merge(who, name),
            (What::Rename, Who::Person(person)) => PeopleChange::Rename(person, name),
            (What::Split, _) if !name.is_empty() => PeopleChange::Split(subject.article, subject.given.id, Some(name)),
            _ => {
                self.tell("nothing was changed");
                return Vec::new();
            }
        };
        vec![Effect::Reshuffle(change)]
    }

    /// Shows what a change of who is who made of names, wherever they stand on the screen.
    pub(super) fn reshuffled(&mut self, reshuffle: &Reshuffle) -> Vec<Effect> {
        let back = match reshuffle.how {
            crate::catalog::How::Applied => " · u undoes it",
            crate::catalog::How::Undone | crate::catalog::How::Redone => "",
        };
        self.tell(format!("{}{back}", reshuffle.sentence()));
        self.reader.forget_prepared();
        let mut effects: Vec<_> = self.reader.id().map(Effect::Requote).into_iter().collect();
        if let Some(Overlay::Speaker(page)) = &self.overlay {
            effects.push(page.again());
        }
        effects
    }
}
