use crate::text::html::{Extent, parse};

const PROSE: [&str; 4] = [
    "The harbour of the old town was closed for a third day on Tuesday, while the crews of four ferries waited for a wind that would let them out.",
    "“Nobody sails in this, and nobody who has any sense would ask us to,” said Ada Moor, who has run the ferry to the islands for thirty years.",
    "The council, which owns two of the boats, said that it would pay for rooms in the town, and that nobody had to sleep at the quay any more.",
    "Fishermen brought bread and milk to the islands in the morning, as they have done in every storm since the first ferry was built in the town.",
];

fn sections(count: usize) -> String {
    let all: Vec<String> = (0..count).map(|n| format!("<li><a href=/s{n}>Section number {n}</a>")).collect();
    all.concat()
}

/// A page of news as they are: menus, related links, a newsletter and a footer around four paragraphs.
fn news(between: &str) -> String {
    let [one, two, three, four] = PROSE;
    let menu = sections(40);
    format!(
        "<!doctype html><html><head><title>Ferries wait for the wind - The Harbour Post</title>\
         <meta name=author content='Ada Smith'></head><body><div id=menu><ul>{menu}</ul></div><div class=page><div class=story>\
         <h1>Ferries wait for the wind</h1><p>Published 3 November 2026, 10:30 GMT</p><p>{one}</p><p>{two}</p>{between}\
         <p>{three}</p><p>{four}</p><p>Ada Smith covers the coast for The Harbour Post.</p><h3>More stories</h3>\
         <ul><li><a href=/1>The lighthouse is for sale again this year</a><li><a href=/2>Council argues about the new quay</a></ul>\
         <p>Sign up for our newsletter to get the news in your inbox.</p></div>\
         <div class=sidebar><p><a href=/3>Something that has nothing to do with it</a></p></div></div>\
         <div class=footer>Imprint and terms</div></body></html>"
    )
}

fn text_of(page: &str) -> String {
    parse(page, None, Extent::Article).text
}

#[test]
fn the_article_comes_without_what_stands_around_it() {
    assert_eq!(text_of(&news("")), PROSE.join("\n\n"));
    let article = parse(&news(""), None, Extent::Article);
    assert_eq!(article.headline.unwrap().text, "Ferries wait for the wind");
    assert_eq!(article.byline.as_deref(), Some("Ada Smith"));
    assert!(article.notices.is_empty());
}

#[test]
fn all_of_the_page_comes_where_all_is_asked_for() {
    let whole = parse(&news(""), None, Extent::Whole).text;
    for part in ["Section number 7", PROSE[0], "The lighthouse is for sale", "newsletter", "Imprint and terms"] {
        assert!(whole.contains(part), "{part}");
    }
}

#[test]
fn links_to_other_articles_are_taken_out_of_the_text() {
    for link in [
        "<p><a href=/x>The storm of last year, in pictures and numbers</a></p>",
        "<p>Read more: <a href=/x>The storm of last year</a></p>",
        "<p>ADVERTISEMENT</p>",
        "<p>Image 1 of 5</p>",
        "<p>(Photo: Harbour Agency)</p>",
    ] {
        assert_eq!(text_of(&news(link)), PROSE.join("\n\n"), "{link}");
    }
}

#[test]
fn what_belongs_to_the_text_stays() {
    for (part, text) in [
        ("<p>It rained.</p>", "It rained."),
        ("<p>Read it again: nobody sails.</p>", "Read it again: nobody sails."),
        ("<p>In 2019 the storm lasted from March to May.</p>", "In 2019 the storm lasted from March to May."),
        (
            "<p>“Sign up for our newsletter,” said your harbour master.</p>",
            "“Sign up for our newsletter,” said your harbour master.",
        ),
        ("<h2>What the sailors say</h2>", "What the sailors say"),
        (
            "<p>“Sail at your own risk,</p><p><a href=/x>as the old poster of the town says</a></p><p>or stay.”</p>",
            "as the old poster of the town says",
        ),
    ] {
        let found = text_of(&news(part));
        assert!(found.contains(text), "{part} in {found}");
    }
}

#[test]
fn a_page_without_an_article_says_so_and_gives_all_its_text() {
    let links = sections(80);
    let page = format!("<html><body><h1>Sections</h1><ul>{links}</ul></body></html>");
    let article = parse(&page, None, Extent::Article);
    assert!(article.text.contains("Section number 79"));
    assert_eq!(article.notices, [super::NO_ARTICLE]);
    assert!(parse(&page, None, Extent::Whole).notices.is_empty());
    let program = format!("<html><body><script>{}</script><p>Turn on JavaScript.</p>", "x();".repeat(2000));
    assert_eq!(parse(&program, None, Extent::Article).notices, [super::NO_ARTICLE]);
}

#[test]
fn pictures_of_an_article_have_their_captions_and_no_file_names() {
    let picture = "<figure><img src=https://e.example/a.jpg alt='IMG_1.jpg'><figcaption>The quay on Tuesday</figcaption></figure>\
                   <p><img src=https://e.example/b.jpg alt='Ferries wait for the wind'></p>";
    let text = text_of(&news(picture));
    assert!(
        text.contains("The quay on Tuesday") && !text.contains("IMG_1") && !text.contains("Ferries wait"),
        "{text}"
    );
}

#[test]
fn pages_made_to_take_long_are_read_in_little_time() {
    for page in [
        "<span>".repeat(450) + &"<div>text, text, text</div>".repeat(12_000),
        "<div><p>One, two, three and so on and so on.</p>".repeat(400)
            + &"<p>More, and more, of it.</p>".repeat(10_000),
        "<div class=x><a href=y>z</a>".repeat(250) + &"<table><tr><td>One, two<td>three</table>".repeat(4_000),
        "<br>".repeat(100_000) + "text",
        "<p>One.<br><br>".repeat(10_000),
    ] {
        let start = std::time::Instant::now();
        drop(parse(&page, None, Extent::Article));
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 20.0, "{seconds} s for {}…", &page[..40]);
    }
}
