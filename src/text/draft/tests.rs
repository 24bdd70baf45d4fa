use super::*;

fn marked(article: &Article) -> Vec<&str> {
    article.marks.iter().map(|mark| &article.text[mark.range.clone()]).collect()
}

#[test]
fn blocks_are_joined_by_a_blank_line_and_empty_ones_left_out() {
    let mut draft = Draft::new();
    draft.push(" One \n two\u{1b}. ");
    draft.begin(BlockKind::Paragraph, 0);
    draft.push(" \u{200b} ");
    draft.begin(BlockKind::Code, 1);
    draft.push("\n  a\n\tb\n\n");
    let article = draft.finish();
    assert_eq!(article.text, "One two.\n\n  a\n\tb");
    assert_eq!(article.blocks.len(), 2);
    assert_eq!(article.text_of(&article.blocks[1]), "  a\n\tb");
}

#[test]
fn marks_hold_the_words_without_the_spaces_around() {
    let mut draft = Draft::new();
    draft.push("See ");
    draft.open(MarkKind::Strong);
    draft.open(MarkKind::Emphasis);
    draft.push(" this ");
    draft.close(&MarkKind::Emphasis);
    draft.push("now ");
    draft.close(&MarkKind::Strong);
    draft.open(MarkKind::Code);
    draft.close(&MarkKind::Code);
    draft.push(".");
    let article = draft.finish();
    assert_eq!(article.text, "See this now .");
    assert_eq!(marked(&article), ["this now", "this"]);
}

#[test]
fn a_mark_over_two_blocks_becomes_two() {
    let mut draft = Draft::new();
    draft.open(MarkKind::Strong);
    draft.push("one");
    draft.begin(BlockKind::Paragraph, 0);
    draft.push("two");
    draft.close(&MarkKind::Strong);
    draft.push(" three");
    assert_eq!(marked(&draft.finish()), ["one", "two"]);
}

#[test]
fn a_rule_stands_only_between_blocks() {
    let mut draft = Draft::new();
    draft.rule();
    draft.push("one");
    draft.rule();
    draft.rule();
    draft.begin(BlockKind::Paragraph, 0);
    draft.push("two");
    draft.rule();
    let article = draft.finish();
    assert_eq!(article.text, "one\n\n\n\ntwo");
    assert_eq!(article.blocks[1], Block { kind: BlockKind::Rule, range: 5..5, quoted: 0 });
    assert_eq!(article.blocks.len(), 3);
}

#[test]
fn too_much_text_is_cut_at_a_block_with_the_numbers_told() {
    let mut draft = Draft::new();
    for _ in 0..5 {
        draft.begin(BlockKind::Paragraph, 0);
        draft.push(&"word ".repeat(200_000));
    }
    let article = draft.finish();
    assert!(article.text.len() <= MAX_TEXT);
    assert_eq!(article.notices, ["cut off: only the first 4.1 MB of 5.0 MB are shown"]);
}

#[test]
fn a_table_keeps_its_empty_cells() {
    let mut draft = Draft::new();
    draft.begin(BlockKind::Table { head: false }, 0);
    for row in [["a", " ", "c"], [" ", "b", ""]] {
        for cell in row {
            draft.push(cell);
            draft.end_cell();
        }
        draft.break_line();
    }
    assert_eq!(draft.finish().text, "a\t\tc\n\tb");
}
