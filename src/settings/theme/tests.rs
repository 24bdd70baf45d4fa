use ratatui::style::Color;

use super::*;
use crate::settings::colour::luminance;
use crate::settings::sheet::{Sheet, entries};

const THEMES: [&str; 3] = ["dark", "light", "mono"];
const DEPTHS: [Depth; 4] = [Depth::None, Depth::Sixteen, Depth::Indexed, Depth::True];

/// Grounds that terminals commonly have, and letters that they commonly print without being told.
const DARK_GROUNDS: [u8; 3] = [0x00, 0x11, 0x22];
const DARK_LETTERS: [u8; 3] = [0xc8, 0xdd, 0xff];
const LIGHT_GROUNDS: [u8; 3] = [0xee, 0xf5, 0xff];
const LIGHT_LETTERS: [u8; 3] = [0x00, 0x22, 0x44];

fn grey(level: u8) -> Color {
    Color::Rgb(level, level, level)
}

/// Contrast ratio (WCAG 2.2): 1 to 21.
fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a).unwrap(), luminance(b).unwrap());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Every style of a theme with its name, and every pair that can lie over each other.
fn looks(theme: &Theme) -> Vec<(String, Style)> {
    let roles: Vec<(String, Style)> =
        ROLES.iter().map(|role| (role_name(*role).to_owned(), theme.role(*role))).collect();
    let parts = Part::ALL.iter().map(|part| (part.name().to_owned(), theme.part(*part)));
    let mut looks: Vec<(String, Style)> = roles.iter().cloned().chain(parts).collect();
    for over in [Part::CurrentQuotation, Part::SearchMatch, Part::CurrentMatch, Part::Highlight, Part::Picked] {
        let patched =
            roles.iter().map(|(name, style)| (format!("{} over {name}", over.name()), style.patch(theme.part(over))));
        looks.extend(patched);
    }
    let rows =
        [Part::RowUnread, Part::RowRead, Part::RowHandled, Part::RowDetail, Part::SignUnread, Part::SignBookmarked];
    for over in [Part::Selected, Part::SelectedBehind] {
        for row in rows {
            looks.push((format!("{} over {}", over.name(), row.name()), theme.part(row).patch(theme.part(over))));
        }
    }
    for over in [Part::StatusKey, Part::Notice, Part::Error, Part::Prompt] {
        let name = format!("{} over status", over.name());
        looks.push((name, theme.part(Part::Status).patch(theme.part(over))));
    }
    looks
}

fn assert_readable(theme: &Theme, grounds: [u8; 3], letters: [u8; 3]) {
    for (name, style) in looks(theme) {
        let grounds = style.bg.map_or_else(|| grounds.map(grey).to_vec(), |ground| vec![ground]);
        let letters = style.fg.map_or_else(|| letters.map(grey).to_vec(), |letter| vec![letter]);
        for ground in grounds {
            for letter in &letters {
                let ratio = contrast(*letter, ground);
                assert!(ratio >= 4.5, "{name}: {letter:?} on {ground:?} has {ratio:.2}");
            }
        }
    }
}

#[test]
fn every_role_and_part_has_its_place() {
    for (place, role) in ROLES.iter().enumerate() {
        assert_eq!(*role as usize, place);
    }
    for (place, part) in Part::ALL.iter().enumerate() {
        assert_eq!(*part as usize, place);
    }
}

#[test]
fn the_built_in_themes_have_no_mistakes_and_leave_nothing_out() {
    for (name, text) in BUILT_IN {
        let mut problems = Vec::new();
        assert!(file::read(name, &|_| Ok(None), &mut problems).is_some());
        assert_eq!(problems, []);
        let sheet = Sheet::parse(name, text);
        let tables = sheet.entries();
        let names = |table: &str| -> Vec<String> {
            let found = tables.iter().find(|entry| entry.name == table).unwrap();
            entries(found.value.get_ref().as_table().unwrap()).iter().map(|entry| entry.name.to_owned()).collect()
        };
        assert_eq!(names("text"), ROLES.map(role_name), "{name}");
        assert_eq!(names("screen"), Part::ALL.iter().map(|part| part.name()).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn every_word_of_the_coloured_themes_can_be_read_on_common_grounds() {
    for depth in [Depth::True, Depth::Indexed] {
        assert_readable(&Theme::built_in("dark").reduced(depth), DARK_GROUNDS, DARK_LETTERS);
        assert_readable(&Theme::built_in("light").reduced(depth), LIGHT_GROUNDS, LIGHT_LETTERS);
    }
}

#[test]
fn with_16_colours_the_themes_keep_to_those_that_every_terminal_shows_well() {
    let dark = [Color::Gray, Color::White, Color::LightYellow, Color::LightCyan, Color::LightRed, Color::LightGreen];
    let light = [Color::Black, Color::Red, Color::Blue, Color::Magenta, Color::DarkGray];
    for (name, good) in [("dark", &dark[..]), ("light", &light[..])] {
        for (look, style) in looks(&Theme::built_in(name).reduced(Depth::Sixteen)) {
            assert_eq!(style.bg, None, "{name}: {look}");
            assert!(style.fg.is_none_or(|colour| good.contains(&colour)), "{name}: {look}: {style:?}");
        }
    }
}

/// What a style says without its colours. Signs that stand beside it aren't in it.
fn colourless(style: Style) -> Modifier {
    Depth::None.reduce(style).add_modifier
}

#[test]
fn in_every_theme_what_differs_in_meaning_differs_without_colours() {
    for name in THEMES {
        let theme = Theme::built_in(name);
        let role = |role| colourless(theme.role(role));
        // A link has its number, mixed and indirect reports a sign in the margin.
        let said = [role(Role::Body), role(Role::Direct), role(Role::Speaker), role(Role::Cue)];
        all_differ(name, &said);
        all_differ(name, &[role(Role::Body), role(Role::Headline), role(Role::HeadlineFromLead)]);
        all_differ(name, &[role(Role::Body), role(Role::Heading)]);
        all_differ(name, &[role(Role::Body), role(Role::BlockQuotation)]);
        all_differ(name, &[role(Role::Body), role(Role::Link), role(Role::Speaker)]);
        let part = |part| colourless(theme.part(part));
        all_differ(name, &[part(Part::RowUnread), part(Part::RowRead), part(Part::RowHandled)]);
        all_differ(name, &[part(Part::Border), part(Part::BorderFocused)]);
        let plain = Modifier::empty();
        all_differ(name, &[plain, part(Part::Selected), part(Part::SelectedBehind)]);
        all_differ(name, &[plain, part(Part::SearchMatch), part(Part::CurrentMatch)]);
        all_differ(name, &[plain, part(Part::CurrentQuotation)]);
        all_differ(name, &[part(Part::HelpKey), part(Part::HelpText)]);
    }
}

#[test]
fn mono_tells_every_kind_of_quotation_apart_by_attributes_alone() {
    let theme = Theme::built_in("mono");
    let roles = [Role::Body, Role::Direct, Role::Mixed, Role::Indirect, Role::Speaker, Role::Cue, Role::Link];
    all_differ("mono", &roles.map(|role| colourless(theme.role(role))));
    let few = Modifier::BOLD | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED;
    for (name, style) in looks(&theme) {
        assert!(style.fg.is_none() && style.bg.is_none() && few.contains(style.add_modifier), "{name}: {style:?}");
    }
}

fn all_differ(theme: &str, looks: &[Modifier]) {
    for (i, a) in looks.iter().enumerate() {
        for (j, b) in looks.iter().enumerate().skip(i + 1) {
            assert_ne!(a, b, "{theme}: {i} and {j} of {looks:?}");
        }
    }
}

#[test]
fn no_look_goes_past_the_depth_of_the_terminal() {
    for name in THEMES {
        for depth in DEPTHS {
            for (look, style) in looks(&Theme::built_in(name).reduced(depth)) {
                for colour in [style.fg, style.bg].into_iter().flatten() {
                    let fits = match depth {
                        Depth::None => false,
                        Depth::Sixteen => !matches!(colour, Color::Rgb(..) | Color::Indexed(16..)),
                        Depth::Indexed => !matches!(colour, Color::Rgb(..)),
                        Depth::True => true,
                    };
                    assert!(fits, "{name} {depth:?} {look}: {colour:?}");
                }
            }
        }
    }
}

#[test]
fn the_authors_stress_shows_in_every_role() {
    let theme = Theme::built_in("mono");
    for role in ROLES {
        let face = |slant| theme.face(Face { role, weight: Weight::Regular, slant });
        assert_ne!(face(Slant::Upright), face(Slant::Emphasis), "{role:?}");
    }
    let strong = theme.face(Face { role: Role::Body, weight: Weight::Strong, slant: Slant::Upright });
    assert_eq!(strong, Style::new().add_modifier(Modifier::BOLD));
}

fn load(files: &[(&str, &str)], name: &str) -> (Option<Theme>, Vec<String>) {
    let mut problems = Vec::new();
    let read = |wanted: &str| {
        let file = files.iter().find(|(name, _)| format!("themes/{name}.toml") == wanted);
        Ok(file.map(|(_, text)| text.as_bytes().to_vec()))
    };
    let theme = file::read(name, &read, &mut problems);
    (theme, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn a_theme_inherits_styles_and_palette_and_its_colours_go_down_to_what_it_inherits() {
    let text = "inherit = \"dark\"\n[palette]\ngold = \"#abcdef\"\n[text]\ncue = \"gold on 17 underline\"\n";
    let (theme, problems) = load(&[("mine", text)], "mine");
    let theme = theme.unwrap();
    assert_eq!(problems, [""; 0]);
    let gold = Color::Rgb(0xab, 0xcd, 0xef);
    assert_eq!(theme.role(Role::Cue), Style::new().fg(gold).bg(Color::Indexed(17)).add_modifier(Modifier::UNDERLINED));
    assert_eq!(theme.role(Role::Direct), Style::new().fg(gold).add_modifier(Modifier::BOLD));
    assert_eq!(theme.role(Role::Speaker), Theme::built_in("dark").role(Role::Speaker));
}

#[test]
fn a_theme_that_inherits_from_none_is_laid_over_mono() {
    let (theme, problems) = load(&[("mine", "[text]\ncode = \"red\"\n")], "mine");
    assert_eq!(problems, [""; 0]);
    assert_eq!(theme.unwrap().role(Role::Direct), Theme::built_in("mono").role(Role::Direct));
}

#[test]
fn a_users_dark_may_inherit_from_ours_and_a_circle_is_told() {
    let (theme, problems) = load(&[("dark", "inherit = \"dark\"\n[text]\nbody = \"red\"\n")], "dark");
    assert_eq!(problems, [""; 0]);
    assert_eq!(theme.unwrap().role(Role::Speaker), Theme::built_in("dark").role(Role::Speaker));
    let circle = [("a", "\ninherit = \"b\"\n"), ("b", "inherit = \"a\"\n")];
    let (theme, problems) = load(&circle, "a");
    assert!(theme.is_some());
    assert_eq!(problems, ["themes/b.toml:1: `a` inherits from itself"]);
}

#[test]
fn every_mistake_of_a_theme_is_told_with_its_line_and_the_rest_counts() {
    let text = r##"inherit = "drak"
[palette]
sea = "#12"
rose = "#cc6677"

[text]
direct = "rsoe bold"
speeker = "rose"
cue = 3
body = "red on"
link = "rose udnerline"

[screen]
status = "rose"

[txet]
"##;
    let (theme, problems) = load(&[("mine", text)], "mine");
    assert_eq!(
        problems,
        [
            "themes/mine.toml:1: there is no theme `drak`: no file themes/drak.toml; did you mean `dark`?",
            "themes/mine.toml:3: a colour is \"#rrggbb\", a number from 0 to 255 in quotes or a name, not \"#12\"",
            "themes/mine.toml:7: `rsoe` is no colour and no attribute; did you mean `rose`?",
            "themes/mine.toml:8: [text] has no `speeker`; did you mean `speaker`?",
            "themes/mine.toml:9: a style is words in quotes, as in \"red on black bold\", not 3",
            "themes/mine.toml:10: a colour must follow `on`",
            "themes/mine.toml:11: `udnerline` is no colour and no attribute; did you mean `underline`?",
            "themes/mine.toml:16: unknown name `txet`; did you mean `text`?",
        ]
    );
    assert_eq!(theme.unwrap().part(Part::Status), Style::new().fg(Color::Rgb(0xcc, 0x66, 0x77)));
}

#[test]
fn a_name_that_is_no_theme_has_none() {
    assert_eq!(load(&[], "sepia"), (None, Vec::new()));
}
