//! From bytes to places on the page, and back.

use super::*;

/// A quotation over two lines with a link in it, justified, under a headline and over a notice.
fn sample() -> (Article, Page) {
    let mut article = paragraphs(&["It was, he said, the worst day of it all.", "Then it rained."]);
    article.headline = Some(Headline { text: "Rain".into(), origin: HeadlineOrigin::Given });
    article.notices.push("a picture was left out".into());
    link(&mut article, "the worst day");
    let setting = Setting { justify: Justify::Justified, ..bare(18) };
    let page = lay_out(&article, &Quotations::default(), &setting);
    (article, page)
}

#[test]
fn the_sample_is_set_as_these_tests_think() {
    let (article, page) = sample();
    insta::assert_snapshot!(picture(&page, &article.text), @r"
    Rain

    It was,  he  said,
    the  worst  day[1]
    of it all.

    Then it rained.

    Note: a picture
    was left out
    ~~~
    HHHH

    ..................
    lllllllllllllllnnn
    ..........

    ...............

    !!!!!!!!!!!!!!!
    !!!!!!!!!!!!
    ");
}

#[test]
fn the_cells_of_words_hold_the_padding_and_the_numbers_between_them() {
    let (article, page) = sample();
    let cells = |words| {
        let range = find(&article, words);
        (2..5)
            .map(|line| {
                let cells = page.cells_of(&article.text, &range, line);
                cells.into_iter().map(|cells| (cells.start, cells.end)).collect::<Vec<_>>()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(cells("was, he"), [vec![(3, 11)], vec![], vec![]]);
    assert_eq!(cells("said, the"), [vec![(13, 18)], vec![(0, 3)], vec![]]);
    assert_eq!(cells("day of"), [vec![], vec![(12, 18)], vec![(0, 2)]]);
    assert_eq!(cells("day"), [vec![], vec![(12, 15)], vec![]]);
}

#[test]
fn a_click_finds_the_byte_below_it_and_nothing_beside_the_text() {
    let (article, page) = sample();
    let worst = find(&article, "worst").start;
    assert_eq!(page.byte_at(&article.text, 3, 5), Some(worst));
    assert_eq!(page.byte_at(&article.text, 3, 16), None, "on the number");
    assert_eq!(page.byte_at(&article.text, 0, 0), None, "on the headline");
    assert_eq!(page.byte_at(&article.text, 2, 60), None, "right of the text");
    assert_eq!(page.byte_at(&article.text, 99, 0), None, "below the page");
}

#[test]
fn a_link_is_found_at_its_words_and_its_number() {
    let (article, page) = sample();
    let at = |line, column| page.link_at(&article.text, line, column);
    assert_eq!((at(3, 0), at(3, 14), at(3, 16)), (Some(0), Some(0), Some(0)));
    assert_eq!((at(2, 0), at(4, 0)), (None, None));
}

#[test]
fn bytes_and_lines_lead_to_each_other() {
    let (article, page) = sample();
    assert_eq!(page.line_of(0), 2, "the text begins under the head");
    assert_eq!(page.line_of(find(&article, "Then").start), 6);
    assert_eq!(page.line_of(find(&article, "Then").start - 1), 4, "the end of the paragraph above");
    assert_eq!(page.line_of(usize::MAX), 6, "notices aren't text");
    assert_eq!(page.byte_of(0), 0);
    assert_eq!(page.byte_of(5), find(&article, "Then").start, "a blank line stands for what follows");
    assert_eq!(page.byte_of(usize::MAX), article.text.len());
}

#[test]
fn a_page_without_lines_answers_too() {
    let page = lay_out(&Article::default(), &Quotations::default(), &Setting::default());
    assert_eq!((page.height(), page.line_of(5), page.byte_of(5)), (0, 0, 0));
    assert_eq!(page.cells_of("", &(0..9), 0), []);
    assert_eq!(page.link_at("", 0, 0), None);
}
