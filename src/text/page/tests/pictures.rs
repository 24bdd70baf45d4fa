//! What each part of an article looks like.

use insta::assert_snapshot;

use super::*;

#[test]
fn the_head_says_who_when_and_what_the_caller_adds() {
    let mut article = paragraphs(&["Rain fell on the hills."]);
    article.headline = Some(Headline { text: "Rain on the northern hills".into(), origin: HeadlineOrigin::Given });
    article.source = Some("The Gazette".into());
    article.byline = Some("Ann Lee".into());
    article.published = Some(Published { written: "3 May 2021".into(), at: None });
    let setting = Setting { facts: vec!["3 min".into()], ..bare(22) };
    assert_snapshot!(set(&article, &setting), @r"
    Rain on the
    northern hills
    The Gazette · Ann
    Lee · 3 May 2021 ·
    3 min

    Rain fell on the
    hills.
    ~~~
    HHHHHHHHHHH
    HHHHHHHHHHHHHH
    bbbbbbbbbbbbbbbbb
    bbbbbbbbbbbbbbbbbb
    bbbbb

    ................
    ......
    ");
}

#[test]
fn the_lines_of_a_headline_are_about_as_long_as_each_other() {
    let mut article = paragraphs(&["Text."]);
    let text = "Parliament votes to end the presence of foreign troops in the north".into();
    article.headline = Some(Headline { text, origin: HeadlineOrigin::Given });
    assert_snapshot!(set(&article, &bare(60)), @r"
    Parliament votes to end the presence
    of foreign troops in the north

    Text.
    ~~~
    HHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHH
    HHHHHHHHHHHHHHHHHHHHHHHHHHHHHH

    .....
    ");
}

#[test]
fn a_headline_taken_from_the_lead_is_marked_and_can_be_left_out() {
    let mut article = paragraphs(&["Rain fell. Then it stopped."]);
    article.headline = Some(Headline { text: "Rain fell".into(), origin: HeadlineOrigin::Lead });
    let hidden = Setting { lead_headline: LeadHeadline::Hidden, ..bare(30) };
    assert_snapshot!(set(&article, &bare(30)), @r"
    Rain fell

    Rain fell. Then it stopped.
    ~~~
    hhhhhhhhh

    ...........................
    ");
    assert_snapshot!(set(&article, &hidden), @r"
    Rain fell. Then it stopped.
    ~~~
    ...........................
    ");
}

#[test]
fn words_are_divided_at_hyphens_between_long_enough_parts() {
    let article = paragraphs(&["the Secretary-General the al-Muhandis the co-operation"]);
    assert_snapshot!(set(&article, &bare(15)), @r"
    the Secretary-
    General the
    al-Muhandis the
    co-operation
    ~~~
    ..............
    ...........
    ...............
    ............
    ");
}

#[test]
fn quotations_have_their_roles_and_a_sign_in_the_margin() {
    let mut article = paragraphs(&[
        "“We will not go back to the old rules,” the minister said on Monday. “Nobody wants them.”",
        "She added that the law was dead. The mayor called it “a bad joke” and left.",
    ]);
    mark(&mut article, "old", MarkKind::Strong);
    let quotations = Quotations {
        speakers: Vec::new(),
        quotations: vec![
            quotation(
                &article,
                Kind::Direct,
                &["“We will not go back to the old rules,”", "“Nobody wants them.”"],
                "said",
                "the minister",
            ),
            quotation(&article, Kind::Indirect, &["that the law was dead"], "added", "She"),
            quotation(&article, Kind::Mixed, &["it “a bad joke”"], "called", "The mayor"),
        ],
    };
    let page = lay_out(&article, &quotations, &Setting { width: 44, text_width: 36, ..Setting::default() });
    assert_snapshot!(picture(&page, &article.text), @r"
      ┃ “We will not go back to the old
      ┃ rules,” the minister said on Monday.
      ┃ “Nobody wants them.”

      ┊ She added that the law was dead.
      ╏ The mayor called it “a bad joke”
        and left.
    ~~~
        DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD
        DDDDDDD.ssssssssssss.cccc...........
        DDDDDDDDDDDDDDDDDDDD

        sss.ccccc.IIIIIIIIIIIIIIIIIIIII.
        sssssssss.cccccc.MMMMMMMMMMMMMMM
        .........
    ~~~
        ............................BBB
        ....................................
        ....................

        ................................
        ................................
        .........
    ");
}

#[test]
fn lists_hang_and_align_their_numbers() {
    let item = |depth, marker| BlockKind::Item { depth, marker };
    let article = article(&[
        (item(1, Marker::Number(9)), "Nine is a number that has one digit only"),
        (item(1, Marker::Number(10)), "Ten has two"),
        (item(2, Marker::Bullet), "and under it stands another list"),
        (item(3, Marker::Bullet), "deeper"),
        (item(1, Marker::None), "Ten goes on with a second paragraph"),
        (item(1, Marker::Number(11)), "Eleven"),
    ]);
    assert_snapshot!(set(&article, &bare(30)), @r"
     9. Nine is a number that has
        one digit only
    10. Ten has two
        ◦ and under it stands
          another list
          ▪ deeper

        Ten goes on with a second
        paragraph

    11. Eleven
    ~~~
    mmmm.........................
    ..................
    mmmm...........
    ....mm...................
    ..................
    ......mm......

    mmmm.........................
    .............

    mmmm......
    ");
}

#[test]
fn block_quotations_have_a_bar_for_each_depth() {
    let mut article = paragraphs(&["Before it", "He wrote a long letter", "She had written", "After it"]);
    article.blocks[1].quoted = 1;
    article.blocks[2].quoted = 2;
    assert_snapshot!(set(&article, &bare(18)), @r"
    Before it

    ▎ He wrote a long
    ▎ letter
    ▎
    ▎ ▎ She had
    ▎ ▎ written

    After it
    ~~~
    .........

    ||qqqqqqqqqqqqqqq
    ||qqqqqq
    ||
    ||||qqqqqqq
    ||||qqqqqqq

    ........
    ");
}

#[test]
fn code_is_not_filled_and_goes_on_behind_a_sign() {
    let article = article(&[(BlockKind::Code, "if a {\n\tb = \"c\";\n\n}\nab\tc\nlet long_name = another_name;")]);
    assert_snapshot!(set(&article, &bare(20)), @r#"
    if a {
        b = "c";

    }
    ab  c
    let long_name = anot
    ↳ her_name;
    ~~~
    kkkkkk
    kkkkkkkkkkkk

    k
    kkkkk
    kkkkkkkkkkkkkkkkkkkk
    ^^kkkkkkkkk
    "#);
}

#[test]
fn links_are_numbered_after_their_last_visible_character() {
    let mut article = paragraphs(&["Read the report, the long answer and more."]);
    link(&mut article, "the report");
    link(&mut article, "long answer ");
    assert_snapshot!(set(&article, &bare(30)), @r"
    Read the report[1], the long
    answer[2] and more.
    ~~~
    .....llllllllllnnn......llll
    llllllnnnl.........
    ");
}

#[test]
fn a_heading_a_rule_a_picture_and_a_notice_stand_apart() {
    let mut article = article(&[
        (BlockKind::Paragraph, "First."),
        (BlockKind::Heading { level: 2 }, "The second part"),
        (BlockKind::Paragraph, "Second."),
        (BlockKind::Rule, ""),
        (BlockKind::Image { url: None }, "A map of the coast with three ports"),
        (BlockKind::Image { url: None }, ""),
    ]);
    article.notices.push("one picture was left out".into());
    assert_snapshot!(set(&article, &bare(24)), @r"
    First.


    The second part

    Second.

            ────────

    [image: A map of the
    coast with three ports]

    [image]

    Note: one picture was
    left out
    ~~~
    ......


    SSSSSSSSSSSSSSS

    .......

    ........--------

    iiiiiiiiiiiiiiiiiiii
    iiiiiiiiiiiiiiiiiiiiiii

    iiiiiii

    !!!!!!!!!!!!!!!!!!!!!
    !!!!!!!!
    ");
}

#[test]
fn a_soft_hyphen_shows_only_where_the_word_is_divided() {
    let article = paragraphs(&["An extra\u{ad}ordi\u{ad}nary day, extra\u{ad}ordinary"]);
    assert_snapshot!(set(&article, &bare(10)), @r"
    An extra-
    ordinary
    day,
    extra-
    ordinary
    ~~~
    .........
    ........
    ....
    ......
    ........
    ");
}

#[test]
fn words_are_divided_by_the_rules_of_the_language_on_request() {
    let mut article = paragraphs(&["Die Eingabeaufforderung erwartet Fortpflanzung"]);
    article.language = Some("de-AT".into());
    assert_snapshot!(set(&article, &Setting { hyphenate: Hyphenate::ByLanguage, ..bare(14) }), @r"
    Die Eingabe-
    aufforderung
    erwartet Fort-
    pflanzung
    ~~~
    ............
    ............
    ..............
    .........
    ");
}

#[test]
fn justified_lines_end_at_the_edge_but_the_last_and_the_loose() {
    let article =
        paragraphs(&["The quick brown fox jumps over the lazy dog while an extraordinarilylongword sleeps on."]);
    let setting = Setting { justify: Justify::Justified, ..bare(22) };
    assert_snapshot!(set(&article, &setting), @r"
    The quick brown
    fox   jumps  over  the
    lazy  dog   while   an
    extraordinarilylongwor
    d sleeps on.
    ~~~
    ...............
    ......................
    ......................
    ......................
    ............
    ");
}

#[test]
fn a_word_wider_than_the_column_is_cut_between_clusters() {
    let article = paragraphs(&["See 👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦 and abcdefghijkl"]);
    assert_snapshot!(set(&article, &bare(5)), @r"
    See
    👨‍👩‍👧‍👦👨‍👩‍👧‍👦
    👨‍👩‍👧‍👦👨‍👩‍👧‍👦
    and
    abcde
    fghij
    kl
    ~~~
    ...
    ....
    ....
    ...
    .....
    .....
    ..
    ");
}

#[test]
fn wide_text_is_centred_and_narrow_text_keeps_all_columns() {
    let page = |width| lay_out(&paragraphs(&["a"]), &Quotations::default(), &Setting { width, ..Setting::default() });
    let measures = |width| (page(width).indent(), page(width).column(), page(width).margin());
    assert_eq!(measures(200), (64, 72, Some(62)));
    assert_eq!(measures(74), (2, 72, Some(0)));
    assert_eq!(measures(60), (2, 58, Some(0)));
    assert_eq!(measures(39), (0, 39, None));
    assert_eq!(measures(1), (0, 1, None));
    assert_eq!(measures(0), (0, 1, None));
}

#[test]
fn plain_text_lists_its_links_at_the_end() {
    let mut article = paragraphs(&["Read the report."]);
    link(&mut article, "the report");
    assert_snapshot!(plain(&article, &Setting::default()), @r"
    Read the report[1].

    [1] https://example.org/10
    ");
}
