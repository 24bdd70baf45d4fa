use super::*;

fn environment(variables: &'static [(&'static str, &'static str)]) -> impl Fn(&str) -> Option<OsString> {
    move |name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
}

#[test]
fn colours_are_written_by_name_number_and_hex() {
    assert_eq!(parse("bright-red"), Some(Color::LightRed));
    assert_eq!(parse("214"), Some(Color::Indexed(214)));
    assert_eq!(parse("#fa0"), Some(Color::Rgb(255, 170, 0)));
    assert_eq!(parse("#1a2B3c"), Some(Color::Rgb(0x1a, 0x2b, 0x3c)));
    for odd in ["", "#", "#12", "#12345g", "256", "-1", "+1", "redd", "#é12"] {
        assert_eq!(parse(odd), None, "{odd}");
    }
}

#[test]
fn the_environment_tells_the_depth() {
    let depth = |variables| Depth::from_environment(environment(variables));
    assert_eq!(depth(&[("TERM", "xterm-256color")]), Depth::Indexed);
    assert_eq!(depth(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), Depth::True);
    assert_eq!(depth(&[("TERM", "xterm-kitty")]), Depth::True);
    assert_eq!(depth(&[("TERM", "linux")]), Depth::Sixteen);
    assert_eq!(depth(&[("TERM", "screen"), ("COLORTERM", "truecolor")]), Depth::Indexed);
    assert_eq!(depth(&[("TERM", "screen"), ("COLORTERM", "truecolor"), ("TMUX", "/t")]), Depth::True);
    assert_eq!(depth(&[("TERM", "dumb"), ("COLORTERM", "truecolor")]), Depth::None);
    assert_eq!(depth(&[("TERM", "vt100")]), Depth::None);
    assert_eq!(depth(&[("TERM", "xterm"), ("NO_COLOR", "1")]), Depth::None);
    assert_eq!(depth(&[("TERM", "xterm"), ("NO_COLOR", "")]), Depth::Sixteen);
    assert_eq!(depth(&[("TERM", "xterm"), ("CLICOLOR", "0")]), Depth::None);
    assert_eq!(depth(&[("TERM", "xterm"), ("CLICOLOR", "0"), ("CLICOLOR_FORCE", "1")]), Depth::Sixteen);
    assert_eq!(depth(&[]), Depth::Sixteen);
}

#[test]
fn a_wish_in_the_configuration_goes_before_what_was_found() {
    assert_eq!(Depth::chosen(Colours::Sixteen, Depth::True), Depth::Sixteen);
    assert_eq!(Depth::chosen(Colours::Auto, Depth::None), Depth::None);
}

#[test]
fn the_background_is_guessed_from_colorfgbg() {
    let background = |variables| Background::from_environment(environment(variables));
    assert_eq!(background(&[("COLORFGBG", "15;0")]), Background::Dark);
    assert_eq!(background(&[("COLORFGBG", "0;default;15")]), Background::Light);
    assert_eq!(background(&[("COLORFGBG", "15;default")]), Background::Unknown);
    assert_eq!(background(&[("COLORFGBG", "7")]), Background::Unknown);
    assert_eq!(background(&[]), Background::Unknown);
}

#[test]
fn the_nearest_of_256_is_itself_where_it_is_one_of_them() {
    for index in 16..=255 {
        assert_eq!(xterm(nearest_256(xterm(index))), xterm(index), "{index}");
    }
    assert_eq!(nearest_256([250, 5, 5]), 196);
}

#[test]
fn the_nearest_of_16_keeps_the_hue() {
    assert_eq!(nearest_16([0x8a, 0x15, 0x38]), Color::Red);
    assert_eq!(nearest_16([0xe8, 0xc3, 0x70]), Color::LightYellow);
    assert_eq!(nearest_16([0x0b, 0x4a, 0xa2]), Color::Blue);
    assert_eq!(nearest_16([0xc0, 0x30, 0xc0]), Color::LightMagenta);
    assert_eq!(nearest_16([0x30, 0x90, 0x30]), Color::Green);
    assert_eq!(nearest_16([10, 10, 10]), Color::Black);
    assert_eq!(nearest_16([255, 255, 250]), Color::White);
}

#[test]
fn a_background_that_can_not_be_shown_becomes_reverse_video() {
    let style = Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Rgb(40, 50, 60));
    for depth in [Depth::Sixteen, Depth::None] {
        assert_eq!(depth.reduce(style), Style::new().add_modifier(Modifier::REVERSED));
    }
    assert!(matches!(Depth::Indexed.reduce(style).bg, Some(Color::Indexed(_))));
    assert_eq!(Depth::True.reduce(style), style);
    let ansi = Style::new().bg(Color::Blue);
    assert_eq!(Depth::Sixteen.reduce(ansi), ansi);
}
