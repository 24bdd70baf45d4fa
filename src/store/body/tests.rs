#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::*;
use crate::text::article::Marker;

fn article() -> Article {
    Article {
        source: Some("Shafaq News".into()),
        dateline: Some(Dateline { place: Some("BAGHDAD".into()), ..Dateline::default() }),
        byline: Some("A. Writer".into()),
        published: Some(Published { written: "3 Nov".into(), at: None }),
        language: Some("en".into()),
        url: Some("https://example.org/a".into()),
        text: "One.\n\n• Two “three”.".into(),
        blocks: vec![
            Block { kind: BlockKind::Paragraph, range: 0..4, quoted: 0 },
            Block { kind: BlockKind::Item { depth: 1, marker: Marker::Number(7) }, range: 6..25, quoted: 2 },
        ],
        marks: vec![
            Mark { range: 0..4, kind: MarkKind::Emphasis },
            Mark { range: 0..3, kind: MarkKind::Link { url: "https://example.org/b".into() } },
        ],
        notices: vec!["2 pictures were left out".into()],
        ..Article::default()
    }
}

#[test]
fn an_article_comes_back_as_it_was() {
    let article = article();
    let packed = Packer::new().pack(&lay_flat(&article));
    assert_eq!(unpack_text(&packed).as_deref(), Some(article.text.as_str()));
    assert_eq!(unpack_url(&packed), article.url);
    assert_eq!(unpack(&packed), Some(article));
}

#[test]
fn the_address_is_found_behind_many_blocks_and_marks() {
    let mark = |at| Mark { range: at..at + 1, kind: MarkKind::Link { url: format!("https://example.org/{at}") } };
    let article = Article { text: "é".repeat(900), marks: (0..400).map(mark).collect(), ..article() };
    let packed = Packer::new().pack(&lay_flat(&article));
    assert_eq!(unpack_url(&packed), article.url);
    assert_eq!(unpack_url(&Packer::new().pack(&lay_flat(&Article::default()))), None);
}

#[test]
fn a_text_is_read_no_further_than_one_wants() {
    let article = Article { text: "“é” ".repeat(900), ..article() };
    let packed = Packer::new().pack(&lay_flat(&article));
    let mut seen = Vec::new();
    let read = |wanted: usize, seen: &mut Vec<(usize, Extent)>| {
        read_text(&packed, |text, extent| {
            seen.push((text.len(), extent));
            assert!(article.text.starts_with(text));
            (text.len() >= wanted).then_some(text.len())
        })
    };
    assert!(read(500, &mut seen).is_some_and(|length| length < BEGINNING));
    assert_eq!(read(5_000, &mut seen), Some(article.text.len()));
    assert_eq!(read(50_000, &mut seen), None);
    assert_eq!(seen.iter().filter(|(_, extent)| *extent == Extent::Whole).count(), 2);
}

#[test]
fn an_empty_article_comes_back_as_it_was() {
    let article = Article::default();
    assert_eq!(unpack(&Packer::new().pack(&lay_flat(&article))), Some(article));
}

#[test]
fn one_packer_packs_many_bodies_of_any_size() {
    let mut packer = Packer::new();
    let mut noise = 1u32;
    for length in [100_000, 3, 0, 500_000, 10] {
        let text = std::iter::repeat_with(|| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'a' + u8::try_from(noise >> 28).unwrap())
        });
        let article = Article { text: text.take(length).collect(), ..Article::default() };
        assert_eq!(unpack(&packer.pack(&lay_flat(&article))), Some(article));
    }
}

#[test]
fn a_damaged_body_is_none_and_never_a_panic() {
    let packed = Packer::new().pack(&lay_flat(&article()));
    for length in 0..packed.len() - 1 {
        assert_eq!(unpack(&packed[..length]), None);
    }
    for place in 0..packed.len() {
        let mut damaged = packed.clone();
        damaged[place] ^= 0x55;
        let _ = (unpack(&damaged), unpack_text(&damaged), unpack_url(&damaged), read_text(&damaged, |_, _| None::<()>));
    }
}

#[test]
fn a_body_that_claims_to_be_huge_is_not_believed() {
    let mut packed = vec![FORM];
    varint::put(&mut packed, u64::MAX);
    assert_eq!(unpack(&packed), None);
    assert_eq!((unpack_text(&packed), unpack_url(&packed)), (None, None));
}
