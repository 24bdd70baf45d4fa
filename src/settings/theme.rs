//! The look of everything: a style for each role of a page and each part of the screen. Knows no text and no layout.

pub(super) mod file;
mod own;
mod words;

use ratatui::style::{Modifier, Style};

use super::colour::Depth;
use crate::text::page::{Face, Role, Slant, Weight};

/// The themes that come with the program.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("mono", include_str!("../../assets/themes/mono.toml")),
];

/// The roles of a page, in the order of their declaration.
const ROLES: [Role; 22] = [
    Role::Body,
    Role::Headline,
    Role::HeadlineFromLead,
    Role::Byline,
    Role::Dateline,
    Role::Heading,
    Role::BlockQuotation,
    Role::BlockQuotationBar,
    Role::Direct,
    Role::Mixed,
    Role::Indirect,
    Role::Speaker,
    Role::Cue,
    Role::Code,
    Role::Link,
    Role::LinkNumber,
    Role::ItemMarker,
    Role::Image,
    Role::Rule,
    Role::TableHead,
    Role::Margin,
    Role::Notice,
];

/// A role's name in a theme. A role that is missing here doesn't compile; add it to [`ROLES`] too.
const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Body => "body",
        Role::Headline => "headline",
        Role::HeadlineFromLead => "headline-from-lead",
        Role::Byline => "byline",
        Role::Dateline => "dateline",
        Role::Heading => "heading",
        Role::BlockQuotation => "block-quotation",
        Role::BlockQuotationBar => "block-quotation-bar",
        Role::Direct => "direct",
        Role::Mixed => "mixed",
        Role::Indirect => "indirect",
        Role::Speaker => "speaker",
        Role::Cue => "cue",
        Role::Code => "code",
        Role::Link => "link",
        Role::LinkNumber => "link-number",
        Role::ItemMarker => "item-marker",
        Role::Image => "image",
        Role::Rule => "rule",
        Role::TableHead => "table-head",
        Role::Margin => "margin",
        Role::Notice => "notice",
    }
}

/// Makes the parts and their names out of one line each.
macro_rules! parts {
    ($($name:literal $variant:ident $doc:literal)+) => {
        /// A part of the screen around the page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Part { $(#[doc = $doc] $variant,)+ }

        impl Part {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its name in a theme.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

parts! {
    "row-unread"        RowUnread        "The title of an unread article in the list."
    "row-read"          RowRead          "The title of a read article in the list."
    "row-handled"       RowHandled       "A row that was dealt with since the view was opened."
    "row-detail"        RowDetail        "Source and date in a row."
    "sign-unread"       SignUnread       "The sign of an unread row."
    "sign-bookmarked"   SignBookmarked   "The sign of a bookmarked row."
    "selected"          Selected         "Over the row under the cursor."
    "selected-behind"   SelectedBehind   "Over the row under the cursor of a pane without the focus."
    "title"             Title            "The title line."
    "status"            Status           "The status line."
    "status-key"        StatusKey        "Over a key in the status line."
    "border"            Border           "The border of a pane."
    "border-focused"    BorderFocused    "The border of the pane with the focus."
    "notice"            Notice           "A message."
    "error"             Error            "A message that something failed."
    "prompt"            Prompt           "What stands before the words that are typed."
    "popup"             Popup            "The ground of what opens over the panes."
    "help-heading"      HelpHeading      "A heading of the help page."
    "help-key"          HelpKey          "A key on the help page or among continuations."
    "help-text"         HelpText         "What a key does."
    "search-match"      SearchMatch      "Over words that were searched for."
    "current-match"     CurrentMatch     "Over the match that the cursor is at."
    "current-quotation" CurrentQuotation "Over the quotation that the cursor is at."
    "highlight"         Highlight        "Over a highlighted passage."
    "picked"            Picked           "Over the passage that is being picked."
    "empty"             Empty            "What an empty pane says."
}

/// A style for each role and part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    roles: [Style; ROLES.len()],
    parts: [Style; Part::ALL.len()],
}

impl Theme {
    /// How `role` looks.
    #[must_use]
    pub fn role(&self, role: Role) -> Style {
        self.roles.get(role as usize).copied().unwrap_or_default()
    }

    /// How `part` looks. What lies over something else is meant for [`Style::patch`].
    #[must_use]
    pub fn part(&self, part: Part) -> Style {
        self.parts.get(part as usize).copied().unwrap_or_default()
    }

    /// How a face looks: its role's style, bold where the author made it strong, and where he stressed it italic, or
    /// upright within italics.
    #[must_use]
    pub fn face(&self, face: Face) -> Style {
        let mut style = self.role(face.role);
        if face.weight == Weight::Strong {
            style.add_modifier |= Modifier::BOLD;
        }
        if face.slant == Slant::Emphasis {
            style.add_modifier ^= Modifier::ITALIC;
        }
        style
    }

    /// The same theme as a terminal of that depth can show it.
    #[must_use]
    pub fn reduced(&self, depth: Depth) -> Self {
        Self { roles: self.roles.map(|style| depth.reduce(style)), parts: self.parts.map(|style| depth.reduce(style)) }
    }

    /// The names that the tables `text` and `screen` of a theme may hold.
    pub(super) fn names() -> (Vec<&'static str>, Vec<&'static str>) {
        (ROLES.iter().map(|role| role_name(*role)).collect(), Part::ALL.iter().map(|part| part.name()).collect())
    }

    /// One of the program's own; plain if there is none of that name.
    pub(super) fn built_in(name: &str) -> Self {
        let text = BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        text.and_then(own::theme).or_else(|| file::read(name, &|_| Ok(None), &mut Vec::new())).unwrap_or(Self::PLAIN)
    }

    const PLAIN: Self = Self { roles: [Style::new(); ROLES.len()], parts: [Style::new(); Part::ALL.len()] };

    /// The style of that name in a theme file's table.
    fn place(&mut self, table: &str, name: &str) -> Option<&mut Style> {
        if table == "text" {
            let place = ROLES.iter().position(|role| role_name(*role) == name)?;
            return self.roles.get_mut(place);
        }
        let place = Part::ALL.iter().position(|part| part.name() == name)?;
        self.parts.get_mut(place)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
