//! The words for everything that a reader can ask for. Knows neither keys nor how a command is carried out.

/// Where keys are pressed. Several can hold at once: a search is active in the reading pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Everywhere: what holds where the others say nothing.
    Any,
    /// The list of articles.
    List,
    /// The reading pane.
    Reader,
    /// A passage of the text is being picked. Takes the reading pane's place.
    Passage,
    /// The pane of views and sources.
    Places,
    /// A search is active: its matches are marked. Lies over the pane that is searched.
    Search,
    /// A list opened over the panes: links, changes, what a program printed.
    Panel,
    /// Who said what, or all that somebody said. Lies over [`Context::Panel`].
    Speakers,
    /// What is written about an article. Lies over [`Context::Panel`].
    Notes,
    /// The subscriptions. Lies over [`Context::Panel`].
    Feeds,
    /// The help page.
    Help,
}

impl Context {
    /// All of them; [`Context::Any`] first.
    pub const ALL: [Self; 11] = [
        Self::Any,
        Self::List,
        Self::Reader,
        Self::Places,
        Self::Passage,
        Self::Search,
        Self::Panel,
        Self::Speakers,
        Self::Notes,
        Self::Feeds,
        Self::Help,
    ];

    /// The name of its table in `keymap.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::List => "list",
            Self::Reader => "reader",
            Self::Places => "places",
            Self::Passage => "passage",
            Self::Search => "search",
            Self::Panel => "panel",
            Self::Speakers => "speakers",
            Self::Notes => "notes",
            Self::Feeds => "feeds",
            Self::Help => "help",
        }
    }

    /// The place in words, as in “can be used only …”.
    #[must_use]
    pub const fn place(self) -> &'static str {
        match self {
            Self::Any => "anywhere",
            Self::List => "in the list",
            Self::Reader => "in an article",
            Self::Places => "among the views and sources",
            Self::Search => "while a search is active",
            Self::Passage => "while a passage is picked",
            Self::Panel => "in a panel",
            Self::Speakers => "where speakers are listed",
            Self::Notes => "among an article's notes",
            Self::Feeds => "in the list of feeds",
            Self::Help => "in the help",
        }
    }

    /// The context of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.name() == name)
    }

    /// Whether its table may bind `command`: a search lies over the panes, some panels over what all have, so that they take
    /// those commands too.
    #[must_use]
    pub fn takes(self, command: Command) -> bool {
        match self {
            Self::Any => true,
            Self::Search => [self, Self::List, Self::Reader].into_iter().any(|context| command.works_in(context)),
            Self::Speakers | Self::Notes | Self::Feeds => command.works_in(self) || command.works_in(Self::Panel),
            Self::List | Self::Reader | Self::Places | Self::Passage | Self::Panel | Self::Help => {
                command.works_in(self)
            }
        }
    }
}

/// The parts of the help page, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// From article to article.
    Articles,
    /// Within a list or a text.
    Scrolling,
    /// What is done with an article.
    Triage,
    /// Who said what.
    Quotations,
    /// What the reader writes about articles.
    Notes,
    /// Finding words.
    Searching,
    /// Links, copies, other programs.
    Sharing,
    /// What is shown, and how.
    View,
    /// The program itself.
    Program,
}

impl Group {
    /// All of them, in the order of the help page.
    pub const ALL: [Self; 9] = [
        Self::Articles,
        Self::Scrolling,
        Self::Triage,
        Self::Quotations,
        Self::Notes,
        Self::Searching,
        Self::Sharing,
        Self::View,
        Self::Program,
    ];

    /// Its heading on the help page.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Articles => "Articles",
            Self::Scrolling => "Scrolling",
            Self::Triage => "Triage",
            Self::Quotations => "Quotations",
            Self::Notes => "Notes and highlights",
            Self::Searching => "Searching",
            Self::Sharing => "Links and copies",
            Self::View => "View",
            Self::Program => "Program",
        }
    }
}

/// Makes the enum and its tables out of one line for each command, so that nothing can be forgotten.
macro_rules! commands {
    ($($name:literal $variant:ident $group:ident [$($context:ident)+] $help:literal)+) => {
        /// What a reader can ask for: a word of `keymap.toml` and a line of the help page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $(#[doc = concat!($help, ".")] $variant,)+
        }

        impl Command {
            /// All of them, in the order of the help page.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its word in `keymap.toml`: kebab-case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The command of that word.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// What it does, in one line without a full stop, of at most 60 columns.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)+ }
            }

            /// The part of the help page that it stands in.
            #[must_use]
            pub const fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group,)+ }
            }

            /// Where it can be used.
            #[must_use]
            pub const fn contexts(self) -> &'static [Context] {
                match self { $(Self::$variant => &[$(Context::$context,)+],)+ }
            }
        }
    };
}

commands! {
    "next-article"       NextArticle       Articles   [List Reader]            "Go to the next article"
    "previous-article"   PreviousArticle   Articles   [List Reader]            "Go to the previous article"
    "next-unread"        NextUnread        Articles   [List Reader]            "Go to the next unread article"
    "previous-unread"    PreviousUnread    Articles   [List Reader]            "Go to the previous unread article"
    "next-source"        NextSource        Articles   [List Reader Places]     "Go to the next source with unread articles"
    "previous-source"    PreviousSource    Articles   [List Reader Places]     "Go to the previous source with unread articles"
    "open"               Open              Articles   [List Places Panel]      "Open what is selected"
    "back"               Back              Articles   [List Reader Places Passage Panel Help] "Go back to where you came from"
    "back-or-quit"       BackOrQuit        Articles   [List Reader Places Passage Panel Help] "Go back; from the list, quit"
    "read-on"            ReadOn            Articles   [List Reader]            "Read on: a page down; from the end, the next unread"
    "briefing"           Briefing          Articles   [List Reader]            "Read what is new as a briefing; 20B for 20 minutes"
    "unfold"             Unfold            Articles   [List Reader]            "Show a story's other reports, or fold them away"
    "unfold-all"         UnfoldAll         Articles   [List Reader]            "Show every story's reports, or fold them away"
    "read-back"          ReadBack          Articles   [List Reader]            "Read back: a page up in the article"

    "next-row"           NextRow           Scrolling  [List Reader Places Passage Panel Help] "Go down a row"
    "previous-row"       PreviousRow       Scrolling  [List Reader Places Passage Panel Help] "Go up a row"
    "page-down"          PageDown          Scrolling  [List Reader Places Passage Panel Help] "Go down a page"
    "page-up"            PageUp            Scrolling  [List Reader Places Passage Panel Help] "Go up a page"
    "half-page-down"     HalfPageDown      Scrolling  [List Reader Places Passage Panel Help] "Go down half a page"
    "half-page-up"       HalfPageUp        Scrolling  [List Reader Places Passage Panel Help] "Go up half a page"
    "line-down"          LineDown          Scrolling  [List Reader Places Passage Panel Help] "Scroll down a line, the cursor stays"
    "line-up"            LineUp            Scrolling  [List Reader Places Passage Panel Help] "Scroll up a line, the cursor stays"
    "top"                Top               Scrolling  [List Reader Places Passage Panel Help] "Go to the top; with a count, to that row"
    "bottom"             Bottom            Scrolling  [List Reader Places Passage Panel Help] "Go to the bottom; with a count, to that row"
    "place-top"          PlaceTop          Scrolling  [List Reader]            "Scroll so that the row is at the top"
    "place-middle"       PlaceMiddle       Scrolling  [List Reader]            "Scroll so that the row is in the middle"
    "place-bottom"       PlaceBottom       Scrolling  [List Reader]            "Scroll so that the row is at the bottom"
    "next-paragraph"     NextParagraph     Scrolling  [List Reader Passage]    "Go to the next paragraph"
    "previous-paragraph" PreviousParagraph Scrolling  [List Reader Passage]    "Go to the start of the paragraph, or the one before"

    "done"               Done              Triage     [List Reader Speakers]   "Done: mark read and go to the next"
    "toggle-read"        ToggleRead        Triage     [List Reader Speakers]   "Mark read, or unread again"
    "bookmark"           Bookmark          Triage     [List Reader Speakers]   "Bookmark, or take the bookmark away"
    "later"              Later             Triage     [List Reader Speakers]   "Put off to be read later, or take it back"
    "snooze"             Snooze            Triage     [List Reader Speakers]   "Put out of sight until some time"
    "mute"               Mute              Triage     [List Reader Speakers]   "Hide so many, what is picked, or what meets a query"
    "tag"                Tag               Triage     [List Reader Speakers]   "Give a tag"
    "untag"              Untag             Triage     [List Reader Speakers]   "Take a tag away"
    "select"             Select            Triage     [List]                   "Select this one for the next verb, or not"
    "select-stretch"     SelectStretch     Triage     [List]                   "Select from here to where you go"
    "let-go"             LetGo             Triage     [List]                   "Select nothing"
    "mark-view-read"     MarkViewRead      Triage     [List Reader Places]     "Mark everything in this view read"
    "done-above"         DoneAbove         Triage     [List Reader]            "Mark everything above read"
    "done-below"         DoneBelow         Triage     [List Reader]            "Mark everything below read"
    "history"            History           Triage     [List Reader Places]     "List the changes, to undo any of them"
    "undo"               Undo              Triage     [List Reader Places Passage Panel] "Undo the last change; in the history, that one"
    "redo"               Redo              Triage     [List Reader Places Panel] "Redo what was undone"
    "repeat"             Repeat            Triage     [List Reader Speakers]   "Do the last change again, here"

    "next-quotation"     NextQuotation     Quotations [List Reader]            "Go to the next quotation"
    "previous-quotation" PreviousQuotation Quotations [List Reader]            "Go to the previous quotation"
    "who-said-what"      WhoSaidWhat       Quotations [List Reader Panel]      "List who said what; again, all that the speaker said"
    "bookmark-quotation" BookmarkQuotation Quotations [List Reader Panel]      "Bookmark the quotation, or take the bookmark away"
    "order-quotations"   OrderQuotations   Quotations [Speakers]               "Order quotations by place or by speaker"
    "merge-speaker"      MergeSpeaker      Quotations [Speakers]               "Say who the speaker is"
    "rename-speaker"     RenameSpeaker     Quotations [Speakers]               "Call the speaker otherwise"
    "split-speaker"      SplitSpeaker      Quotations [Speakers]               "Part the speaker from others of the name"
    "toggle-quotes"      ToggleQuotes      Quotations [List Reader]            "Highlight quotations, or not"

    "pick-passage"       PickPassage       Notes      [Reader Passage]         "Pick a passage; again, it begins here"
    "highlight"          Highlight         Notes      [Passage]                "Highlight the passage; of one not begun, the sentence"
    "note"               Note              Notes      [List Reader Passage Panel] "Write a note to the article or passage in the editor"
    "drop-note"          DropNote          Notes      [Notes]                  "Take the chosen highlight or note away"
    "notes"              Notes             Notes      [List Reader]            "List the article's notes and highlights"
    "copy-passage"       CopyPassage       Notes      [Passage]                "Copy the passage with its source"
    "next-character"     NextCharacter     Notes      [Passage]                "Go to the next character"
    "previous-character" PreviousCharacter Notes      [Passage]                "Go to the previous character"
    "next-word"          NextWord          Notes      [Passage]                "Go to the next word"
    "previous-word"      PreviousWord      Notes      [Passage]                "Go to the start of the word, or the one before"
    "word-end"           WordEnd           Notes      [Passage]                "Go to the end of the word, or of the next"
    "next-sentence"      NextSentence      Notes      [Passage]                "Go to the next sentence"
    "previous-sentence"  PreviousSentence  Notes      [Passage]                "Go to the start of the sentence, or the one before"
    "line-start"         LineStart         Notes      [Passage]                "Go to the start of the line"
    "line-end"           LineEnd           Notes      [Passage]                "Go to the end of the line"
    "other-end"          OtherEnd          Notes      [Passage]                "Go to the other end of the passage"
    "take-word"          TakeWord          Notes      [Passage]                "Pick the word"
    "take-sentence"      TakeSentence      Notes      [Passage]                "Pick the sentence"
    "take-paragraph"     TakeParagraph     Notes      [Passage]                "Pick the paragraph"
    "take-quotation"     TakeQuotation     Notes      [Passage]                "Pick the quotation here, or the next one"

    "search"             Search            Searching  [List Reader Places Panel Help] "Search all articles; in an article, its text"
    "edit-query"         EditQuery         Searching  [List]                   "Change the query of what is listed"
    "toggle-relevance"   ToggleRelevance   Searching  [List Reader]            "Order what is found by relevance, or by date"
    "next-match"         NextMatch         Searching  [Search]                 "Go to the next match"
    "previous-match"     PreviousMatch     Searching  [Search]                 "Go to the previous match"
    "end-search"         EndSearch         Searching  [Search]                 "End the search"

    "links"              Links             Sharing    [List Reader]            "List the links"
    "follow-link"        FollowLink        Sharing    [List Reader]            "Open the link whose number is typed"
    "open-link"          OpenLink          Sharing    [List Reader Panel]      "Open in the browser; with a count, that link"
    "open-and-read"      OpenAndRead       Sharing    [List Reader Panel]      "Open in the browser and mark read"
    "copy-url"           CopyUrl           Sharing    [List Reader Panel]      "Copy the address"
    "copy-quotation"     CopyQuotation     Sharing    [List Reader Panel]      "Copy the quotation with its source"
    "copy-title"         CopyTitle         Sharing    [List Reader Panel]      "Copy the title"
    "copy-markdown"      CopyMarkdown      Sharing    [List Reader Panel]      "Copy title and address as a Markdown link"
    "pipe"               Pipe              Sharing    [List Reader Panel]      "Hand the article to a program"
    "save"               Save              Sharing    [List Reader Panel]      "Save the article in a file"
    "share"              Share             Sharing    [List Reader Panel]      "Hand the article to a share target of yours"
    "earlier-texts"      EarlierTexts      Sharing    [List Reader]            "Show how the article's text has changed"
    "full-text"          FullText          Sharing    [List Reader]            "Read the whole text from the article's page"
    "pager"              Pager             Sharing    [List Reader]            "Read the article in the pager"

    "show-all"           ShowAll           View       [List Reader Places]     "List all articles"
    "show-unread"        ShowUnread        View       [List Reader Places]     "List the unread articles"
    "show-bookmarked"    ShowBookmarked    View       [List Reader Places]     "List the bookmarked articles"
    "show-later"         ShowLater         View       [List Reader Places]     "List what is to be read later"
    "show-snoozed"       ShowSnoozed       View       [List Reader Places]     "List what is snoozed"
    "show-done"          ShowDone          View       [List Reader Places]     "List what is done"
    "show-muted"         ShowMuted         View       [List Reader Places]     "List what is hidden"
    "show-watched"       ShowWatched       View       [List Reader Places]     "List what rules point out"
    "show-tag"           ShowTag           View       [List Reader Places]     "List the articles with a tag"
    "go-to-place"        GoToPlace         View       [List Reader Places]     "Go to a saved view, a source, a tag or a speaker"
    "places"             Places            View       [List Reader Places]     "Go to the views and sources"
    "toggle-places"      TogglePlaces      View       [List Reader Places]     "Show views and sources beside the list, or not"
    "toggle-read-shown"  ToggleReadShown   View       [List Reader]            "Show what is read, or hide it"
    "new-rows"           NewRows           View       [List Reader]            "Show the articles that have come in"
    "feeds"              Feeds             View       [List Reader]            "List the feeds, and what is wrong with them"
    "refresh"            Refresh           View       [List Reader Feeds]      "Ask the article's feed for news"
    "refresh-all"        RefreshAll        View       [List Reader Places Panel] "Ask all feeds for news"
    "remove"             Remove            View       [Feeds]                  "Stop reading this feed; its articles stay or go"
    "next-pane"          NextPane          View       [List Reader Places]     "Go to the next pane"
    "previous-pane"      PreviousPane      View       [List Reader Places]     "Go to the previous pane"
    "zen"                Zen               View       [List Reader]            "Show nothing but the article"
    "sort"               Sort              View       [List Reader]            "Order the list: newest first, oldest first, by source"
    "toggle-days"        ToggleDays        View       [List Reader]            "Show in the list where each day begins, or not"
    "toggle-images"      ToggleImages      View       [List Reader]            "Name the pictures in the text, or leave them out"
    "toggle-width"       ToggleWidth       View       [List Reader]            "Set the text narrow, or as wide as the pane"
    "toggle-duplicates"  ToggleDuplicates  View       [List Reader]            "List an article of several feeds once, or for each"
    "toggle-justify"     ToggleJustify     View       [List Reader]            "Set the text flush on both sides, or not"

    "stats"              Stats             Program    [List Reader Places]     "Show what came in lately, and what became of it"
    "command-line"       CommandLine       Program    [List Reader Places]     "Type a command"
    "help"               Help              Program    [List Reader Places Passage Panel] "Show this help"
    "reload"             Reload            Program    [List Reader]            "Read your settings anew: options, keys, theme, views"
    "redraw"             Redraw            Program    [List Reader Places Passage Panel Help] "Draw the screen anew"
    "suspend"            Suspend           Program    [List Reader Places Passage Panel Help] "Back to the shell; `fg` returns"
    "quit"               Quit              Program    [List Reader Places Passage Panel Help] "Quit"
}

impl Command {
    /// Whether it can be used there; nothing works in [`Context::Any`], which is no place.
    #[must_use]
    pub fn works_in(self, context: Context) -> bool {
        self.contexts().contains(&context)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_kebab_case_and_found_again() {
        for command in Command::ALL {
            let name = command.name();
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
            assert_eq!(Command::named(name), Some(*command));
        }
        let names: BTreeSet<&str> = Command::ALL.iter().map(|command| command.name()).collect();
        assert_eq!(names.len(), Command::ALL.len());
    }

    #[test]
    fn help_is_one_short_sentence() {
        for command in Command::ALL {
            let help = command.help();
            assert!(help.len() <= 60, "{help}");
            assert!(help.starts_with(char::is_uppercase) && !help.ends_with('.'), "{help}");
        }
    }

    #[test]
    fn commands_stand_in_the_order_of_their_groups_and_no_group_is_empty() {
        let groups: Vec<Group> = Command::ALL.iter().map(|command| command.group()).collect();
        assert!(groups.is_sorted());
        assert!(Group::ALL.iter().all(|group| groups.contains(group)));
    }

    #[test]
    fn a_search_takes_the_commands_of_the_panes_under_it() {
        assert!(Context::Search.takes(Command::Done) && Context::Search.takes(Command::NextMatch));
        assert!(!Context::List.takes(Command::NextMatch) && !Context::Help.takes(Command::Done));
    }
}
