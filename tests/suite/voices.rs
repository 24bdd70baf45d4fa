//! Who said what in the reader: the panel, the page of a speaker, and who is who.

use dateline::app::Message;

use crate::support::screen::Reader;

/// Takes a picture with a name, text only.
macro_rules! picture {
    ($reader:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($reader.picture());
        });
    };
}

/// Takes a picture with the styles under it.
macro_rules! picture_with_styles {
    ($reader:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($reader.picture_with_styles());
        });
    };
}

const ONE: &str = "---\ntitle: Water comes late\nsource: The Post\ndate: 2026-11-20\nurl: https://example.org/one\n---\n\n\
    Ann Lee, the mayor of Springfield, came late. “We will build it, and soon,” she said.\n\n\
    “Never,” said Bo Stone, a baker. Officials said that the river had risen.\n";
const TWO: &str = "---\ntitle: Nobody was asked\nsource: Daily News\ndate: 2026-11-21\n---\n\n\
    “Nobody asked us,” said Ann Lee.\n\n“Nor me,” said Robert Stone. “But I am only a baker, and I have said all that I \
    had to say about the water, the bridge and the long road that leads from one to the other.”\n";

fn two(columns: u16, rows: u16) -> Reader {
    Reader::with_files(&[("one.md", ONE), ("two.md", TWO)], columns, rows)
}

/// The screen without its first row: the articles that are unread get fewer.
fn under_title(picture: &str) -> &str {
    picture.split_once('\n').unwrap().1
}

#[test]
fn the_panel_stands_in_the_place_of_the_list_on_a_wide_screen() {
    picture_with_styles!(Reader::first_run(120, 30).press("\"jj"));
}

#[test]
fn the_panel_stands_under_the_article_on_a_narrow_screen() {
    picture!(Reader::first_run(80, 24).press("<Enter>\"jj"));
}

#[test]
fn the_panel_goes_by_speaker() {
    picture!(Reader::first_run(120, 30).press("\"<Tab>j"));
}

#[test]
fn the_panel_is_filtered_by_name_and_words() {
    picture!(Reader::first_run(120, 30).press("\"/airspace<Enter>"));
}

#[test]
fn the_page_of_a_speaker_has_all_articles_newest_first() {
    picture_with_styles!(two(100, 24).press("\"\""));
}

#[test]
fn a_quotation_on_the_page_leads_into_its_article_and_escape_leads_back() {
    let mut reader = two(100, 24);
    let before = reader.press("\"").picture();
    let page = reader.press("\"j").picture();
    let article = reader.press("<Enter>").picture();
    assert!(article.contains("said by Ann Lee") && article.contains("Water comes late"), "{article}");
    assert!(article.contains("quotation 1 of 3: Ann Lee"), "{article}");
    assert_eq!(under_title(&reader.press("<Esc>").picture()), under_title(&page));
    assert_eq!(under_title(&reader.press("<Esc>").picture()), under_title(&before));
}

#[test]
fn leaving_the_panel_puts_the_text_back_and_entering_stays() {
    let mut reader = Reader::first_run(80, 12);
    let before = reader.press("<Enter>j").picture();
    let after = reader.press("\"jjjj<Esc>").picture();
    assert_eq!(after, before, "{before}\n{after}");
    let entered = reader.press("\"jjjj<Enter>").picture();
    assert!(entered.contains("quotation 5 of 7"), "{entered}");
}

#[test]
fn a_name_is_said_to_be_somebody_and_undone() {
    let mut reader = two(100, 24);
    reader.press("\"j");
    let before = reader.picture();
    let asked = reader.press("=").picture();
    assert!(asked.contains("Robert Stone is:") && asked.contains("Bo Stone · 1"), "{asked}");
    let merged = reader.press("<Tab><Enter>").picture();
    assert!(merged.contains("Robert Stone is Bo Stone"), "{merged}");
    let page = reader.press("\"").picture();
    assert!(page.contains("2 quotations in 2 articles · also Robert Stone"), "{page}");
    reader.press("<Esc>u<Esc>");
    assert_eq!(reader.press("\"j").picture(), before);
}

#[test]
fn people_are_renamed_and_split_with_a_name() {
    let mut reader = two(100, 24);
    let renamed = reader.press("\"\"c<C-u>The Mayor<Enter>").picture();
    assert!(renamed.lines().nth(1).unwrap().contains("The Mayor"), "{renamed}");
    let split = reader.press("-<Enter>").picture();
    assert!(split.contains("The Mayor") && split.contains("1 quotation in 1 article"), "{split}");
    reader.press("uu");
    let back = reader.picture();
    assert!(back.contains("2 quotations in 2 articles") && back.contains("Ann Lee"), "{back}");
}

fn bookmarks(reader: &Reader) -> String {
    std::fs::read_to_string(reader.place.config().join("bookmarks.toml")).unwrap_or_default()
}

#[test]
fn a_quotation_is_bookmarked_undone_and_done_again() {
    let mut reader = two(100, 24);
    let kept = reader.press("<Enter>)*").picture();
    assert!(kept.contains("quotation bookmarked"), "{kept}");
    assert!(bookmarks(&reader).contains("exact = \"“Nobody asked us,”\""), "{}", bookmarks(&reader));
    let panel = reader.press("\"").picture();
    assert!(panel.contains("★ “Nobody asked us,”"), "{panel}");
    reader.press("u");
    assert!(!bookmarks(&reader).contains("exact = "), "{}", bookmarks(&reader));
    reader.press("<C-r>");
    assert!(bookmarks(&reader).contains("speaker = \"Ann Lee\""), "{}", bookmarks(&reader));
    let gone = reader.press("s").picture();
    assert!(gone.contains("the quotation's bookmark is removed") && !gone.contains("★ “"), "{gone}");
    assert!(!bookmarks(&reader).contains("exact = "), "{}", bookmarks(&reader));
}

#[test]
fn a_bookmarked_quotation_is_found_in_the_changed_article_or_its_loss_is_told() {
    let mut reader = two(100, 24);
    reader.press("<Enter>))*<Esc>");
    let change = |reader: &mut Reader, text: &str| {
        let file = reader.place.file("two.md", text);
        let opened = reader.place.run(&["open".as_ref(), file.as_os_str()]);
        assert_eq!(opened.status.code(), Some(0));
        reader.tell(Message::Outdated);
        reader.press("<C-l>JK");
    };
    change(&mut reader, &TWO.replace("“Nobody", "Added on Sunday.\n\n“Nobody").replace("the bridge", "the old bridge"));
    let panel = reader.press("\"").picture();
    assert!(panel.contains("★ “Nor me,” “But I am only"), "{panel}");
    reader.press("<Esc>");
    change(&mut reader, "---\ntitle: Nobody was asked\nsource: Daily News\ndate: 2026-11-21\n---\n\nAll is gone.\n");
    let told = reader.picture();
    assert!(told.contains("1 bookmarked quotation can't be found in this article any more"), "{told}");
}

#[test]
fn a_quotation_is_copied_with_its_citation() {
    let mut reader = two(100, 24);
    reader.press("J<Enter>)yq");
    let copied = "copy quotation: “We will build it, and soon,”\n— Ann Lee, mayor of Springfield, The Post, 2026-11-20, \
                  https://example.org/one";
    assert_eq!(reader.asked, [copied]);
}

#[test]
fn on_a_speakers_page_keys_are_for_the_chosen_quotation() {
    let mut reader = two(100, 24);
    reader.press("\"\"jyqyyoyt");
    let first = "copy quotation: “We will build it, and soon,”\n— Ann Lee, mayor of Springfield, The Post, 2026-11-20, \
                 https://example.org/one";
    let others =
        ["copy address: https://example.org/one", "browse https://example.org/one", "copy title: Water comes late"];
    assert_eq!(reader.asked[0], first);
    assert_eq!(&reader.asked[1..], others);
    let page = reader.press("kyy").picture();
    assert!(page.contains("this article has no web address"), "{page}");
}

#[test]
fn on_a_speakers_page_verbs_change_the_chosen_quotations_article() {
    let mut reader = two(100, 24);
    let done = reader.press("\"\"e").picture();
    let rows: Vec<&str> =
        done.lines().filter(|line| line.contains(" · The Post") || line.contains(" · Daily News")).collect();
    assert!(rows[0].contains("┃ 2026-11-21") && rows[1].contains("● 2026-11-20"), "{done}");
    assert!(rows[1].starts_with('▌'), "done goes on to the next article: {done}");
    let later = reader.press("wtoil<Enter>").picture();
    assert!(later.contains("» 2026-11-20") && later.contains("tagged (u undoes it) · “Water comes late”"), "{later}");
    let kept = reader.press("*").picture();
    assert!(kept.contains("kept · 2026-11-20"), "{kept}");
    let back = reader.press("uuuu").picture();
    assert!(back.contains("● 2026-11-21") && back.contains("● 2026-11-20") && !back.contains("kept ·"), "{back}");
}

#[test]
fn done_in_the_panel_closes_it_and_goes_on() {
    let mut reader = two(100, 24);
    let next = reader.press("\"e").picture();
    assert!(!next.contains("who said what") && next.contains("Ann Lee, the mayor of Springfield, came late"), "{next}");
}
