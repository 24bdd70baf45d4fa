//! The options of `config.toml`. Knows what each may be, not what it does.

mod values;

use toml::de::DeValue;

pub(super) use values::is_file_stem;
use values::{
    COLUMNS, COMMAND, Choice, DATE_FORMAT, Expected, FOLDER, Form, HOOK, KEEP, LIST_WIDTH, MINUTES, SHARE, SWITCH,
    THEME, THEME_NAME,
};

use super::keep::Keep;
use super::problem::{shown, suggestion};
use super::sharing::{self, Hook, Target};
use super::sheet::{Mistakes, Sheet, described};

/// The reference page of the options: every one with its default.
pub const REFERENCE: &str = include_str!("../../assets/config.toml");

/// Makes an enum whose variants are words of the configuration.
macro_rules! choices {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl Choice for $name {
            const ALL: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),+];
        }
    };
}

choices! {
    /// Whether something is done.
    Switch {
        /// `false`.
        Off = "off",
        /// `true`.
        On = "on",
    }
}

choices! {
    /// When an article counts as read.
    MarkRead {
        /// When it is opened.
        Enter = "enter",
        /// When its end has been seen.
        End = "end",
        /// When the cursor reaches it in the list.
        Select = "select",
        /// Only by a command.
        Never = "never",
    }
}

choices! {
    /// How list and reading pane share the screen.
    Panes {
        /// As the screen's size asks for.
        Auto = "auto",
        /// Side by side.
        Side = "side",
        /// One above the other.
        Stacked = "stacked",
        /// One at a time.
        Single = "single",
    }
}

choices! {
    /// Which colours to use.
    Colours {
        /// Those that the terminal says it has.
        Auto = "auto",
        /// 16 million.
        True = "true",
        /// 256.
        Indexed = "256",
        /// 16.
        Sixteen = "16",
        /// None.
        None = "none",
    }
}

choices! {
    /// A set of keys for hands that know another program.
    Preset {
        /// Our own.
        Default = "default",
        /// Newsboat's, where they do no harm.
        Newsboat = "newsboat",
        /// Gmail's shortcuts.
        Gmail = "gmail",
    }
}

choices! {
    /// How a quotation is reported, for [`Config::quotations`].
    Reported {
        /// Word for word between quotation marks.
        Direct = "direct",
        /// A reported clause that holds marked fragments.
        Mixed = "mixed",
        /// A reported clause without marks.
        Indirect = "indirect",
    }
}

choices! {
    /// How much is written to the log.
    LogLevel {
        /// Nothing.
        Off = "off",
        /// What failed.
        Error = "error",
        /// And what is odd.
        Warn = "warn",
        /// And what was done.
        Info = "info",
        /// And how.
        Debug = "debug",
        /// Everything.
        Trace = "trace",
    }
}

choices! {
    /// What of a word is searched for.
    Stemming {
        /// All of it.
        None = "none",
        /// Its stem in English.
        English = "english",
    }
}

/// Which theme to use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThemeChoice {
    /// [`Config::theme_light`] or [`Config::theme_dark`], after the terminal's background.
    Auto,
    /// This one.
    Named(String),
}

/// The width of the list beside the reading pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListWidth {
    /// Percent of the screen: 10 to 90.
    Percent(u8),
    /// Columns: 20 to 200.
    Columns(u16),
}

/// All options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The widest that text is set, in columns: 20 to 200.
    pub text_width: u16,
    /// Whether lines are stretched to the same length.
    pub justify: Switch,
    /// Whether words may be broken at the end of a line.
    pub hyphenate: Switch,
    /// Whether links have their number beside them.
    pub link_numbers: Switch,
    /// Which quotations are highlighted.
    pub quotations: Vec<Reported>,
    /// The theme.
    pub theme: ThemeChoice,
    /// The theme on a light background.
    pub theme_light: String,
    /// The theme on a dark background.
    pub theme_dark: String,
    /// The colours to use.
    pub colours: Colours,
    /// The keys under the user's own.
    pub keymap: Preset,
    /// Whether reading on at the end of an article goes to the next unread one.
    pub space_advances: Switch,
    /// When an article counts as read.
    pub mark_read: MarkRead,
    /// How the panes share the screen.
    pub panes: Panes,
    /// The width of the list where the panes are side by side.
    pub list_width: ListWidth,
    /// Whether recent dates are told as `3 h` instead of by [`Config::date_format`].
    pub relative_dates: Switch,
    /// How a date is written: directives of strftime (POSIX).
    pub date_format: String,
    /// Whether the program takes wheel and clicks.
    pub mouse: Switch,
    /// The browser and its arguments; empty: `$BROWSER`, else the system's.
    pub browser: Vec<String>,
    /// The pager and its arguments; empty: `$PAGER`, else `less -R`.
    pub pager: Vec<String>,
    /// Where articles are saved, as it is typed: `~` is the home directory.
    pub save_folder: String,
    /// Programs that articles can be handed to.
    pub share: Vec<Target>,
    /// What is run when feeds brought articles.
    pub after_refresh: Hook,
    /// What is run when they brought some that a rule points out.
    pub on_watch_term: Hook,
    /// Whether subscriptions to what a program prints are taken from other readers.
    pub run_commands: Switch,
    /// How often feeds are read while the reader is open, in minutes; 0: only when asked to.
    pub refresh_every: u16,
    /// How much of a feed is kept whose subscription doesn't say it.
    pub keep: Keep,
    /// What the index of words is to keep of a word.
    pub stemming: Stemming,
    /// How much goes to the log.
    pub log_level: LogLevel,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            text_width: 72,
            justify: Switch::Off,
            hyphenate: Switch::Off,
            link_numbers: Switch::On,
            quotations: vec![Reported::Direct, Reported::Mixed, Reported::Indirect],
            theme: ThemeChoice::Auto,
            theme_light: "light".to_owned(),
            theme_dark: "dark".to_owned(),
            colours: Colours::Auto,
            keymap: Preset::Default,
            space_advances: Switch::On,
            mark_read: MarkRead::Enter,
            panes: Panes::Auto,
            list_width: ListWidth::Percent(36),
            relative_dates: Switch::On,
            date_format: "%Y-%m-%d".to_owned(),
            mouse: Switch::On,
            browser: Vec::new(),
            pager: Vec::new(),
            save_folder: "~/Documents".to_owned(),
            share: Vec::new(),
            after_refresh: Hook::None,
            on_watch_term: Hook::None,
            run_commands: Switch::Off,
            refresh_every: 30,
            keep: Keep::All,
            stemming: Stemming::None,
            log_level: LogLevel::Warn,
        }
    }
}

impl Config {
    /// The options that the file gives, and the defaults for the rest. Mistakes go to the sheet.
    pub(super) fn read(sheet: &mut Sheet<'_>) -> Self {
        let mut config = Self::default();
        let mut mistakes = Mistakes::new();
        for entry in sheet.entries() {
            let known = config.set(entry.name, entry.value.get_ref());
            let message = match known {
                Some(Ok(())) => {
                    if entry.name == "share" {
                        mistakes.extend(sharing::read(entry.value.get_ref()).1);
                    }
                    continue;
                }
                Some(Err(expected)) => {
                    format!("`{}` takes {expected}, not {}", entry.name, described(entry.value.get_ref()))
                }
                None => {
                    let near = suggestion(entry.name, Self::OPTIONS.iter().copied());
                    format!("unknown option `{}`{near}", shown(entry.name))
                }
            };
            mistakes.push((entry.span, message));
        }
        sheet.report_all(mistakes);
        config
    }
}

/// Makes the list of the options, how each is read and what it takes out of one line each: its name, its field, its form.
macro_rules! options {
    ($($name:literal $field:ident $form:expr)+) => {
        impl Config {
            /// The names of all options, in the order of the reference page.
            pub const OPTIONS: &[&str] = &[$($name,)+];

            /// Sets one option; `None` if there is none of that name, an error if the value isn't what it takes.
            fn set(&mut self, name: &str, value: &DeValue<'_>) -> Option<Result<(), Expected>> {
                match name {
                    $($name => Some($form.put(&mut self.$field, value)),)+
                    _ => None,
                }
            }

            /// What each option takes, as a JSON schema.
            pub(super) fn shapes() -> Vec<(&'static str, serde_json::Value)> {
                let like = Self::default();
                vec![$(($name, $form.shape_like(&like.$field)),)+]
            }
        }
    };
}

options! {
    "text-width"     text_width      COLUMNS
    "justify"        justify         SWITCH
    "hyphenate"      hyphenate       SWITCH
    "link-numbers"   link_numbers    SWITCH
    "quotations"     quotations      Form::several()
    "theme"          theme           THEME
    "theme-light"    theme_light     THEME_NAME
    "theme-dark"     theme_dark      THEME_NAME
    "colours"        colours         Form::one_of()
    "keymap"         keymap          Form::one_of()
    "space-advances" space_advances  SWITCH
    "mouse"          mouse           SWITCH
    "mark-read"      mark_read       Form::one_of()
    "panes"          panes           Form::one_of()
    "list-width"     list_width      LIST_WIDTH
    "relative-dates" relative_dates  SWITCH
    "date-format"    date_format     DATE_FORMAT
    "browser"        browser         COMMAND
    "pager"          pager           COMMAND
    "save-folder"    save_folder     FOLDER
    "share"          share           SHARE
    "after-refresh"  after_refresh   HOOK
    "on-watch-term"  on_watch_term   HOOK
    "run-commands"   run_commands    SWITCH
    "refresh-every"  refresh_every   MINUTES
    "keep"           keep            KEEP
    "stemming"       stemming        Form::one_of()
    "log-level"      log_level       Form::one_of()
}

impl Switch {
    /// Whether it is on.
    #[must_use]
    pub fn is_on(self) -> bool {
        self == Self::On
    }
}

impl Preset {
    /// The file of the preset, if it isn't the built-in keymap itself.
    pub(super) const fn keymap(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Default => None,
            Self::Newsboat => {
                Some(("built-in keymaps/newsboat.toml", include_str!("../../assets/keymaps/newsboat.toml")))
            }
            Self::Gmail => Some(("built-in keymaps/gmail.toml", include_str!("../../assets/keymaps/gmail.toml"))),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
