//! The options of `config.toml`. Knows what each may be, not what it does.

mod values;

use toml::de::DeValue;

pub(super) use values::is_file_stem;
use values::{
    Choice, Expected, choice, choices, columns, command, date_format, list_width, minutes, switch, theme, theme_name,
};

use super::problem::{shown, suggestion};
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
    /// Whether subscriptions to what a program prints are taken from other readers.
    pub run_commands: Switch,
    /// How often feeds are read while the reader is open, in minutes; 0: only when asked to.
    pub refresh_every: u16,
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
            run_commands: Switch::Off,
            refresh_every: 30,
            log_level: LogLevel::Warn,
        }
    }
}

impl Config {
    /// The names of all options, in the order of the reference page.
    pub const OPTIONS: &[&str] = &[
        "text-width",
        "justify",
        "hyphenate",
        "link-numbers",
        "quotations",
        "theme",
        "theme-light",
        "theme-dark",
        "colours",
        "keymap",
        "space-advances",
        "mouse",
        "mark-read",
        "panes",
        "list-width",
        "relative-dates",
        "date-format",
        "browser",
        "pager",
        "run-commands",
        "refresh-every",
        "log-level",
    ];

    /// The options that the file gives, and the defaults for the rest. Mistakes go to the sheet.
    pub(super) fn read(sheet: &mut Sheet<'_>) -> Self {
        let mut config = Self::default();
        let mut mistakes = Mistakes::new();
        for entry in sheet.entries() {
            let known = config.set(entry.name, entry.value.get_ref());
            let message = match known {
                Some(Ok(())) => continue,
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

    /// Sets one option; `None` if there is none of that name, an error if the value isn't what it takes.
    fn set(&mut self, name: &str, value: &DeValue<'_>) -> Option<Result<(), Expected>> {
        let set = match name {
            "text-width" => put(&mut self.text_width, columns(value)),
            "justify" => put(&mut self.justify, switch(value)),
            "hyphenate" => put(&mut self.hyphenate, switch(value)),
            "link-numbers" => put(&mut self.link_numbers, switch(value)),
            "quotations" => put(&mut self.quotations, choices(value)),
            "theme" => put(&mut self.theme, theme(value)),
            "theme-light" => put(&mut self.theme_light, theme_name(value)),
            "theme-dark" => put(&mut self.theme_dark, theme_name(value)),
            "colours" => put(&mut self.colours, choice(value)),
            "keymap" => put(&mut self.keymap, choice(value)),
            "space-advances" => put(&mut self.space_advances, switch(value)),
            "mark-read" => put(&mut self.mark_read, choice(value)),
            "panes" => put(&mut self.panes, choice(value)),
            "list-width" => put(&mut self.list_width, list_width(value)),
            "relative-dates" => put(&mut self.relative_dates, switch(value)),
            "date-format" => put(&mut self.date_format, date_format(value)),
            "mouse" => put(&mut self.mouse, switch(value)),
            "browser" => put(&mut self.browser, command(value)),
            "pager" => put(&mut self.pager, command(value)),
            "run-commands" => put(&mut self.run_commands, switch(value)),
            "refresh-every" => put(&mut self.refresh_every, minutes(value)),
            "log-level" => put(&mut self.log_level, choice(value)),
            _ => return None,
        };
        Some(set)
    }
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

fn put<T>(place: &mut T, value: Result<T, Expected>) -> Result<(), Expected> {
    *place = value?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
