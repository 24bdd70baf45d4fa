use dom_query::Document;
use proptest::prelude::*;

use super::*;
use crate::text::article::{BlockKind, HeadlineOrigin, MarkKind, Marker};

fn text_from(fragment: &str) -> String {
    blocks(fragment, None).text
}

fn kinds(article: &Article) -> Vec<BlockKind> {
    article.blocks.iter().map(|block| block.kind.clone()).collect()
}

#[test]
fn what_is_hidden_is_no_text() {
    let hidden = "<script>a()</script><style>b{}</style><svg><text>c</text></svg><template>d</template><noscript>e</noscript>\
        <nav>f</nav><p hidden>g</p><p style='DISPLAY : none'>h</p><!-- i --><select><option>j</select><button>k</button>\
        <span aria-hidden=true>l</span><span class='x sr-only'>m</span><iframe>n</iframe><textarea>o</textarea>";
    assert_eq!(text_from(&format!("{hidden}<p>Seen</p>{hidden}")), "Seen");
}

#[test]
fn blocks_are_told_by_their_elements() {
    let article = blocks(
        "<h2>One</h2>Two<p>Three<br>four<br><br>five</p><blockquote><p>Six</p><blockquote>Seven</blockquote></blockquote>\
         <pre>  a\n\tb</pre><hr><ol start=3><li>c<ul><li>d</ul><p>e</p></li><li>f</ol><dl><dt>g<dd>h</dl>",
        None,
    );
    let item = |depth, marker| BlockKind::Item { depth, marker };
    assert_eq!(
        kinds(&article),
        [
            BlockKind::Heading { level: 2 },
            BlockKind::Paragraph,
            BlockKind::Paragraph,
            BlockKind::Paragraph,
            BlockKind::Paragraph,
            BlockKind::Paragraph,
            BlockKind::Code,
            BlockKind::Rule,
            item(1, Marker::Number(3)),
            item(2, Marker::Bullet),
            item(1, Marker::None),
            item(1, Marker::Number(4)),
            BlockKind::Paragraph,
            item(1, Marker::None),
        ]
    );
    assert_eq!(
        article.text,
        "One\n\nTwo\n\nThree\nfour\n\nfive\n\nSix\n\nSeven\n\n  a\n\tb\n\n\n\nc\n\nd\n\ne\n\nf\n\ng\n\nh"
    );
    let quoted: Vec<u8> = article.blocks.iter().map(|block| block.quoted).collect();
    assert_eq!(quoted[4..7], [1, 2, 0]);
}

#[test]
fn marks_are_ranges_over_plain_text() {
    let base = Url::parse("https://example.com/a/").unwrap();
    let article = blocks(
        "<p>See <a href='b?c'><em>this</em> one</a>, <b>not <code>x</code></b> <a href='#d'>d</a> <q>no <q>way</q></q>.",
        Some(&base),
    );
    assert_eq!(article.text, "See this one, not x d “no ‘way’”.");
    let marked: Vec<_> = article.marks.iter().map(|mark| (&mark.kind, &article.text[mark.range.clone()])).collect();
    let link = MarkKind::Link { url: "https://example.com/a/b?c".to_owned() };
    assert_eq!(
        marked,
        [(&link, "this one"), (&MarkKind::Emphasis, "this"), (&MarkKind::Strong, "not x"), (&MarkKind::Code, "x")]
    );
}

#[test]
fn tables_of_data_keep_their_grid_and_others_are_flattened() {
    let data =
        "<table><caption>Votes</caption><tr><th>Party<th>Seats<tr><td><p>One</p>two<td>5<tr><td>Three<td></table>";
    let article = blocks(data, None);
    assert_eq!(article.text, "Votes\n\nParty\tSeats\nOne two\t5\nThree");
    assert_eq!(kinds(&article)[1], BlockKind::Table { head: true });
    let layout = "<table><tr><td>a<td><table><tr><td><p>b<p>c</table></table>";
    assert_eq!(text_from(layout), "a\n\nb\n\nc");
}

#[test]
fn pictures_have_their_caption_or_alternative_text() {
    let base = Url::parse("https://example.com/").unwrap();
    let article = blocks(
        "<figure><img src=a.png alt=alt><figcaption><p>A <b>caption</b></p></figcaption></figure>\
         <p>Text <img src=b.png alt='B'> here <img alt='😀' src=e.png><img src=pixel.gif width=1 height=1></p><figure><img data-src=c.png alt=C></figure>",
        Some(&base),
    );
    let picture = |name: &str| BlockKind::Image { url: Some(format!("https://example.com/{name}")) };
    assert_eq!(kinds(&article), [picture("a.png"), BlockKind::Paragraph, picture("b.png"), picture("c.png")]);
    assert_eq!(article.text, "A caption\n\nText here 😀\n\nB\n\nC");
}

const PAGE: &str = r#"<!doctype html><html lang="en-GB"><head><title>Talks go on for days - The Post</title>
    <meta property="og:title" content="Talks go on for days"><meta property="og:site_name" content="The Post">
    <meta name="author" content="By Jane Doe"><meta property="article:published_time" content="2024-11-03T10:30:00Z">
    <link rel="canonical" href="/news/talks"></head>
    <body><header>Menu</header><nav>Home</nav><main><article><h1>Talks go on for days</h1>
    <p>BAGHDAD (AP) — The talks went on and on, said somebody who should know about that kind of thing, and they went on.</p>
    <p>See <a href="more">more</a>.</p></article></main><aside>Related</aside><footer>Imprint</footer></body></html>"#;

#[test]
fn a_page_says_who_published_it_when_and_where() {
    let address = Url::parse("https://post.example/x/y?utm").unwrap();
    let article = parse(PAGE, Some(&address), Extent::Article);
    let headline = article.headline.as_ref().unwrap();
    assert_eq!((headline.text.as_str(), headline.origin), ("Talks go on for days", HeadlineOrigin::Given));
    assert_eq!(article.source.as_deref(), Some("The Post"));
    assert_eq!(article.byline.as_deref(), Some("Jane Doe"));
    assert_eq!(article.published.as_ref().unwrap().at, Some(1_730_629_800));
    assert_eq!(article.language.as_deref(), Some("en-GB"));
    assert_eq!(article.url.as_deref(), Some("https://post.example/news/talks"));
    assert_eq!(article.dateline.as_ref().unwrap().place.as_deref(), Some("BAGHDAD"));
    assert!(article.text.starts_with("BAGHDAD (AP)") && article.text.ends_with("See more."));
    assert_eq!(article.links().next().unwrap().1, "https://post.example/x/more");
}

#[test]
fn the_base_element_is_what_links_are_relative_to() {
    let address = Url::parse("https://a.example/x/").unwrap();
    let article = parse("<base href='/b/'><p><a href=c>d</a>", Some(&address), Extent::Article);
    assert_eq!(article.links().next().unwrap().1, "https://a.example/b/c");
}

#[test]
fn a_page_without_an_article_gives_all_its_text() {
    let article = parse(
        "<html><body><header>Menu</header><div>One</div><div>Two</div><footer>Imprint</footer>",
        None,
        Extent::Article,
    );
    assert_eq!(article.text, "One\n\nTwo");
    assert_eq!(article.headline.unwrap().origin, HeadlineOrigin::Lead);
}

#[test]
fn deep_pages_are_shown_as_plain_text_at_once() {
    let soup = |tags: &str, times: usize| tags.repeat(times) + "text";
    let numbered = |tags: &str| (0..5_000).fold(String::new(), |page, n| page + &tags.replace('N', &n.to_string()));
    for page in [
        soup("<div>", 20_000),
        soup("<ul><li>", 16_000),
        soup("<blockquote>", 10_000),
        soup("<table><tr><td>", 5_000),
        soup("<b>", 20_000),
        soup("<a href=x>", 20_000),
        numbered("<font size=N><p>x"),
        numbered("<b class=N><div>x</b>"),
        soup("<span><div></span>", 10_000),
        soup("<svg><script><div></svg>", 10_000) + "</script>text",
        soup("<div><table></div>", 10_000),
        soup("<rt>", 20_000),
        soup("<optgroup>", 20_000),
        soup("<!--><div>-->", 20_000),
        "<span>".repeat(450) + &soup("<div></div>", 60_000),
    ] {
        let article = blocks(&page, None);
        assert!(article.text.ends_with("text") || article.text.ends_with('x'), "{}…", &page[..30]);
    }
    assert_eq!(blocks(&soup("<div>", 20_000), None).notices, [TOO_DEEP]);
}

#[test]
fn a_tag_with_endless_attributes_is_refused() {
    let attributes: String = (0..100_000).fold(String::new(), |tag, n| tag + " a" + &n.to_string());
    for page in [
        format!("<p{attributes}>text"),
        format!("text<p{attributes}"),
        format!("<svg><script><p{attributes}></script>text"),
    ] {
        let article = blocks(&page, None);
        assert_eq!(article.notices, [TOO_LONG_TAG]);
        assert!(article.text.starts_with("text"));
    }
}

#[test]
fn a_page_of_signs_is_no_page() {
    let page = "<".repeat(100_000) + " a < b &amp; c";
    let article = blocks(&page, None);
    assert_eq!(article.notices, [LOOSE_SIGNS]);
    assert_eq!(article.text, "<".repeat(100_000) + " a < b & c");
    let code = "if (a < b && b << 2) <b>text</b> ".repeat(1_000);
    assert_eq!(blocks(&code, None).notices, [""; 0]);
}

#[test]
fn pages_that_close_nothing_are_not_deep() {
    for page in [
        "<p>One <span>two".repeat(3_000),
        "<li>One <b>two</b>".repeat(3_000),
        "<table>".to_owned() + &"<tr><td><font size=2>One<td><div>two".repeat(3_000) + "</table>",
        "<p><font color=red>One".repeat(3_000),
        "<dt>One<dd>two".repeat(3_000),
        "<ul><li>One</ul><br><img src=x>".repeat(3_000),
        "<option>One".repeat(3_000),
        "<svg><path d=1 /><g/></svg>".repeat(3_000),
        "<script>if (a<b) x('<div>')</script>".repeat(3_000),
    ] {
        assert!(tree::of_fragment(&page).is_ok(), "{}…", &page[..20]);
    }
}

/// How deep the tree of a page is.
fn depth(document: &Document) -> usize {
    let (mut deepest, mut depth) = (0, 0);
    let mut node = document.root();
    loop {
        if let Some(child) = node.first_child() {
            (node, depth) = (child, depth + 1);
            deepest = deepest.max(depth);
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else {
                return deepest;
            };
            (node, depth) = (parent, depth - 1);
        }
    }
}

/// Tag soup of few kinds, repeated, so that a wrong rule shows.
fn soup() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<a>",
        "</a>",
        "<i>",
        "</i>",
        "<span>",
        "</span>",
        "<ul>",
        "</ul>",
        "<li>",
        "</li>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<th>",
        "<caption>",
        "<tbody>",
        "<h1>",
        "</h1>",
        "<button>",
        "</button>",
        "<select>",
        "</select>",
        "<option>",
        "<optgroup>",
        "<svg>",
        "</svg>",
        "<math>",
        "</math>",
        "<script>",
        "</script>",
        "<title>",
        "</title>",
        "<textarea>",
        "<template>",
        "</template>",
        "<object>",
        "</object>",
        "<form>",
        "</form>",
        "<dl>",
        "<dd>",
        "<dt>",
        "</dd>",
        "<ruby>",
        "<rt>",
        "<rp>",
        "<nobr>",
        "<font>",
        "</font>",
        "<blockquote>",
        "</blockquote>",
        "x",
        " ",
        "<!--",
        "-->",
        "<!-->",
        "<x-y>",
        "</x-y>",
        "<br>",
        "<div/>",
        "<g/>",
        "</x>",
        "<foreignObject>",
        "<mi>",
        "<desc>",
        "<col>",
        "<colgroup>",
        "<frameset>",
        "<noscript>",
        "<plaintext>",
        "<body>",
        "<b class=1>",
        "<section>",
        "</section>",
        "<input>",
        "<image>",
        "<![CDATA[",
        "]]>",
        "<a href='",
        "'>",
        "<style>",
    ];
    let few = prop::collection::vec(prop::sample::select(PIECES), 1..7);
    (few, 1..600usize).prop_map(|(few, times)| few.concat().repeat(times))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_tree_gets_deep_and_all_soup_is_read(page in soup()) {
        if let Ok(document) = tree::of_fragment(&page) {
            prop_assert!(depth(&document) <= 1200, "{}", depth(&document));
        }
        let _ = blocks(&page, None);
    }
}
