use super::*;

/// Takes every `item` for a unit and keeps its HTML.
#[derive(Default)]
struct Items(Vec<String>);

impl Units for Items {
    fn is_unit(&self, tree: &Tree, id: NodeId) -> bool {
        tree.name(id) == "item"
    }
    fn ends_unit(&self, _: &Tree, _: NodeId, name: &str, _: Vocabulary) -> bool {
        name == "item"
    }
    fn unit(&mut self, tree: &Tree, id: NodeId) {
        self.0.push(tree.inner_html(id));
    }
}

fn items(text: &str) -> (Vec<String>, Ending) {
    let mut items = Items::default();
    let (_, ending) = read(text, None, &mut items);
    (items.0, ending)
}

fn whole(text: &str) -> String {
    let (tree, _) = read(text, None, &mut Items::default());
    tree.root().map(|root| tree.inner_html(root)).unwrap_or_default()
}

#[test]
fn references_are_resolved_and_what_is_none_stays() {
    assert_eq!(
        whole("<r>&amp; &eacute; &alpha; &#65; &#x42; &#150; &nope; & &; &#x110000; &#xD800;</r>"),
        "&amp; é α A B – &amp;nope; &amp; &amp;; \u{fffd} \u{fffd}"
    );
    assert_eq!(whole("<r><a b='&lt;&eacute;&x'/></r>"), "<a b=\"&lt;é&amp;x\"></a>");
}

#[test]
fn ends_that_match_nothing_are_passed_over() {
    assert_eq!(whole("<r></x><a>1</b>2</A>3</r>"), "<a>12</a>3");
    assert_eq!(whole("<r><a><b>1</a>2</r>"), "<a><b>1</b></a>2");
}

#[test]
fn what_is_no_tag_is_text() {
    assert_eq!(whole("<r>1 < 2 <3 <b>x</b> <></r>"), "1 &lt; 2 &lt;3 <b>x</b> &lt;&gt;");
}

#[test]
fn only_whole_units_are_handed_over() {
    assert_eq!(items("<r><item>1</item><item>2"), (vec!["1".to_owned()], Ending::CutOff));
    assert_eq!(items("<r><item>1</item><item>2</ite"), (vec!["1".to_owned()], Ending::CutOff));
    assert_eq!(items("<r><item>1<item>2</item></r>"), (vec!["1".to_owned(), "2".to_owned()], Ending::Whole));
    assert_eq!(items("<r><item>1<item/>2</item></r>").0, vec!["1<item></item>2"]);
}

#[test]
fn the_tree_is_sound_after_units_were_taken_out() {
    let (tree, _) = read("<r>a<item><x/></item>b<y>c</y><item/>d<z/></r>", None, &mut Items::default());
    let root = tree.root().unwrap();
    assert_eq!(tree.inner_html(root), "ab<y>c</y>d<z></z>");
    assert_eq!(tree.elements(root).count(), 2);
}

#[test]
fn a_doctype_defines_nothing() {
    assert_eq!(
        whole("<!DOCTYPE r [<!ENTITY a 'b'><!ENTITY f SYSTEM 'file:///etc/passwd'>]><r>&a;&f;</r>"),
        "&amp;a;&amp;f;"
    );
    assert_eq!(whole("<!DOCTYPE r SYSTEM 'http://e.example/x.dtd' [ <!-- ]> --> ]><r>1</r>"), "1");
}

#[test]
fn namespaces_are_known_by_address_prefix_or_root() {
    let vocabulary = |text: &str| {
        let (tree, _) = read(text, None, &mut Items::default());
        let root = tree.root().unwrap();
        tree.elements(root).next().map(|(_, element)| element.vocabulary)
    };
    assert_eq!(vocabulary("<r xmlns:q='http://purl.org/dc/elements/1.1/'><q:a/></r>"), Some(Vocabulary::Dc));
    assert_eq!(vocabulary("<r><dc:a/></r>"), Some(Vocabulary::Dc));
    assert_eq!(vocabulary("<r xmlns='http://unknown.example/'><a/></r>"), Some(Vocabulary::Core));
    assert_eq!(vocabulary("<r xmlns:u='http://unknown.example/'><u:a/></r>"), Some(Vocabulary::Other));
    assert_eq!(vocabulary("<r><a xmlns='http://www.w3.org/2005/Atom'/></r>"), Some(Vocabulary::Atom));
    assert_eq!(vocabulary("<r><svg xmlns='http://www.w3.org/2000/svg'/></r>"), Some(Vocabulary::Other));
}

#[test]
fn bases_build_on_each_other() {
    let address = url::Url::parse("https://e.example/a/feed").ok();
    let (tree, _) = read("<r xml:base='b/'><x xml:base='c/'/></r>", address.as_ref(), &mut Items::default());
    let root = tree.root().unwrap();
    let (child, _) = tree.elements(root).next().unwrap();
    assert_eq!(tree.base(root).map(url::Url::as_str), Some("https://e.example/a/b/"));
    assert_eq!(tree.base(child).map(url::Url::as_str), Some("https://e.example/a/b/c/"));
}

#[test]
fn too_many_elements_in_one_place_leave_their_text() {
    let (items, ending) = items(&format!("<r><item>{}</item><item>after</item></r>", "<b/>x".repeat(510_000)));
    assert_eq!(ending, Ending::Thinned);
    assert_eq!(items.first().map(|html| html.matches('x').count()), Some(510_000));
    assert_eq!(items.get(1).map(String::as_str), Some("after"));
}

#[test]
fn what_was_given_up_is_read_no_further() {
    use crate::text::guard::{Word, guarded};

    let word = Word::default();
    word.heed();
    assert_eq!(guarded(|| items("<a><item>x</item></a>").0.len()), Some(1));
    word.give_up();
    assert_eq!(guarded(|| items("<a><item>x</item></a>").0.len()), None);
}
