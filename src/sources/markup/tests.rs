use super::*;

fn safe(html: &str) -> String {
    let base = Url::parse("https://e.example/news/").ok();
    Markup { html: html.to_owned(), base }.safe_html()
}

#[test]
fn scripts_frames_and_handlers_go_and_their_words_stay_where_readers_need_them() {
    assert_eq!(safe("safe<script>alert(1)</script> text"), "safe text");
    assert_eq!(safe("safe<STYLE>p{}</STYLE> text"), "safe text");
    assert_eq!(safe("<p onclick='x()' STYLE='color:red' class=a>hi"), "<p class=\"a\">hi</p>");
    assert_eq!(safe("<object data=x>instead</object><embed src=x>"), "instead");
    assert_eq!(safe("<form action='javascript:x'><input>words</form>"), "words");
    assert_eq!(safe("a<svg><script>x</script><text>y</text></svg>b"), "ab");
    assert_eq!(safe("<scr<script>ipt>x"), "ipt&gt;x");
}

#[test]
fn of_a_drawing_the_words_stay_that_stand_for_it() {
    let caption = "a<svg><title>foo &lt;i></title><path d='M'/><text>9</text><desc><b>bar</b> baz</desc></svg>b";
    assert_eq!(safe(caption), "a<svg><title>foo &lt;i&gt;</title></svg><svg><desc>bar baz</desc></svg>b");
    assert_eq!(safe("<svg><desc>left open<script>x</script></svg>y"), "<svg><desc>left open</desc></svg>y");
    assert_eq!(safe("<svg><title> </title><desc/></svg><title>page</title>z"), "z");
}

#[test]
fn addresses_become_absolute_and_carry_no_code() {
    assert_eq!(safe("<a href='../x?a=1&amp;b'>"), "<a href=\"https://e.example/x?a=1&amp;b\"></a>");
    assert_eq!(safe("<a href='//cdn.example/x'>"), "<a href=\"https://cdn.example/x\"></a>");
    assert_eq!(safe("<a href='mailto:a@e.example'>"), "<a href=\"mailto:a@e.example\"></a>");
    for address in
        ["javascript:x", "JaVa\tScript:x", " vbscript:x", "&#106;avascript:x", "data:text/html,x", "\u{1}javascript:x"]
    {
        assert_eq!(safe(&format!("<a href=\"{address}\">x</a>")), "<a>x</a>", "{address}");
    }
    assert_eq!(
        safe("<img data-src='/lazy.png' src='data:image/gif;base64,R0'>"),
        "<img src=\"https://e.example/lazy.png\">"
    );
}

#[test]
fn every_element_is_closed_and_none_closes_what_is_around() {
    assert_eq!(safe("<p>a<p>b<ul><li>c<li>d"), "<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul>");
    assert_eq!(safe("</div>a<b>b<i>c</b>d"), "a<b>b<i>c</i></b>d");
    assert_eq!(safe("<p>a <b>b<p>c"), "<p>a <b>b</b></p><p>c</p>");
    assert_eq!(
        safe("<table><tr><td>1<td>2<tr><td>3"),
        "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
    );
}

#[test]
fn damage_costs_as_little_as_possible() {
    assert_eq!(safe("a <!-- never closed > b"), "a  b");
    assert_eq!(safe("<![CDATA[<b>twice wrapped</b>]]>"), "<b>twice wrapped</b>");
    assert_eq!(safe("1 < 2 && <b>3</b> > 2"), "1 &lt; 2 &amp;&amp; <b>3</b> &gt; 2");
    assert_eq!(safe("x <!' y"), "x &lt;!' y");
    assert_eq!(safe("cut <a href=\"http://e.exam"), "cut ");
}

#[test]
fn deep_and_long_markup_is_read_in_linear_time() {
    let deep = safe(&"<div>x".repeat(20_000));
    assert!(deep.starts_with("<div>x<div>x"));
    assert_eq!(deep.matches("<div>").count(), deep.matches("</div>").count());
    assert_eq!(deep.matches('x').count(), 20_000);
    assert_eq!(safe(&"</b>".repeat(50_000)), "");
}

#[test]
fn no_control_reaches_the_outside() {
    let html = safe("<a title='x\u{1b}[31m'>a&#27;]0;t&#7;b&#x9b;c\u{202e}d</a>e\u{0}f");
    assert!(!html.contains(|c: char| c.is_control() || c == '\u{202e}'), "{html:?}");
    let line = one_line("a&#27;[2Jb<br>c");
    assert!(!line.contains(char::is_control), "{line:?}");
}

#[test]
fn a_headline_is_one_line_of_words() {
    for (html, line) in [
        ("AT&amp;T &lt;wins&gt;", "AT&T <wins>"),
        ("<b>Bold</b>ly<br>gone", "Boldly gone"),
        ("<p>a</p><p>b</p>", "a b"),
        ("Option<String> and a <3 b", "Option<String> and a <3 b"),
        ("<script>x</script>y", "y"),
        ("<!-- never closed > words", "words"),
        ("caf&eacute;&nbsp;noir", "café\u{a0}noir"),
    ] {
        assert_eq!(one_line(html), line, "{html}");
    }
}

#[test]
fn plain_text_keeps_its_paragraphs_and_lines() {
    assert_eq!(Markup::from_plain("a < b").html, "a &lt; b");
    assert_eq!(Markup::from_plain("a\r\nb\n\n\nc").html, "<p>a<br>\nb</p>\n<p>c</p>\n");
}
