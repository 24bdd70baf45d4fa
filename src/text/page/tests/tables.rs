//! Tables in columns and as records.

use insta::assert_snapshot;

use super::*;

const PARTIES: &str =
    "Party\tSeats\tLeader\nGreen Alliance of the North\t112\tJane Adams Fitzgerald\nReform\t9\tO. Berg";

#[test]
fn a_table_stands_in_columns_with_numbers_below_each_other() {
    let mut article = article(&[(BlockKind::Table { head: true }, PARTIES)]);
    link(&mut article, "Reform");
    assert_snapshot!(set(&article, &bare(60)), @r"
    Party                        Seats  Leader
    ───────────────────────────  ─────  ─────────────────────
    Green Alliance of the North    112  Jane Adams Fitzgerald
    Reform[1]                        9  O. Berg
    ~~~
    ttttt........................ttttt..tttttt
    ---------------------------..-----..---------------------
    .........................................................
    llllllnnn..................................
    ");
}

#[test]
fn cells_are_broken_where_the_columns_are_too_wide_together() {
    let article = article(&[(BlockKind::Table { head: true }, PARTIES)]);
    assert_snapshot!(set(&article, &bare(34)), @r"
    Party          Seats  Leader
    ─────────────  ─────  ────────────
    Green            112  Jane Adams
    Alliance of           Fitzgerald
    the North

    Reform             9  O. Berg
    ~~~
    ttttt..........ttttt..tttttt
    -------------..-----..------------
    ................................
    ................................
    .........

    .............................
    ");
}

#[test]
fn a_table_becomes_records_where_columns_find_no_room() {
    let mut article = article(&[(BlockKind::Table { head: true }, PARTIES)]);
    article.blocks[0].quoted = 1;
    assert_snapshot!(set(&article, &bare(20)), @r"
    ▎ Party: Green
    ▎ Alliance of the
    ▎ North
    ▎ Seats: 112
    ▎ Leader: Jane Adams
    ▎ Fitzgerald
    ▎
    ▎ Party: Reform
    ▎ Seats: 9
    ▎ Leader: O. Berg
    ~~~
    ||tttttttqqqqq
    ||qqqqqqqqqqqqqqq
    ||qqqqq
    ||tttttttqqq
    ||ttttttttqqqqqqqqqq
    ||qqqqqqqqqq
    ||
    ||tttttttqqqqqq
    ||tttttttq
    ||ttttttttqqqqqqq
    ");
}

#[test]
fn the_byte_of_a_cell_is_found_in_the_row_that_shows_it() {
    let article = article(&[(BlockKind::Table { head: true }, PARTIES)]);
    let page = lay_out(&article, &Quotations::default(), &bare(34));
    let lines = ["Green", "Alliance", "North", "112", "Jane", "Fitzgerald", "Reform", "Berg"]
        .map(|words| page.line_of(find(&article, words).start));
    assert_eq!(lines, [2, 3, 4, 2, 2, 3, 6, 6]);
}
