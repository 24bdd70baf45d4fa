//! The pane of views and sources: what it lists, where its lines lead, how its numbers follow.

use dateline::{
    app::{Effect, Message, places},
    catalog::{
        Scope,
        feeds::{Feed, Standing},
    },
    library::Library,
    run::After,
    settings::views::SavedView,
    sources::files,
    store::Filed,
    text::{document::Extent, quotes::Lexicon},
};

use crate::support::{
    place::Place,
    screen::{NOW, Reader},
};

fn article(source: &str, number: u32) -> String {
    format!("Title: Rain {number}\nSource: {source}\n\nIt rained in the {number}th town, officials said.\n")
}

/// Three sources with articles, and two feeds in a folder, one of them broken.
fn reader(columns: u16, rows: u16) -> Reader {
    let place = Place::new();
    let mut library = Library::open(&place.data(), &place.config(), NOW).unwrap().library;
    let files = [("a", "Al Jazeera"), ("b", "Al Jazeera"), ("c", "Reuters")];
    let paths: Vec<_> = (1..)
        .zip(files)
        .map(|(number, (name, source))| place.file(&format!("{name}.txt"), article(source, number)).into())
        .collect();
    let gathered = files::gather(&paths);
    library.take_in(&gathered.inputs, Extent::Article, Lexicon::built_in(), NOW).unwrap();
    let tags = ["Asia".to_owned()];
    let in_asia = |address| Filed { address, title: None, tags: &tags };
    let feeds = library
        .store
        .follow_feeds(&[in_asia("https://good.example/feed"), in_asia("https://torn.example/feed")])
        .unwrap();
    let torn = feeds.into_iter().nth(1).unwrap();
    let trouble = Some("the server says 503".to_owned());
    library.store.keep_feed(&Feed { standing: Standing::Failing, trouble, ..torn }).unwrap();
    let mut reader = Reader::on(place, library, Scope::default(), columns, rows);
    reader.model.views = vec![SavedView { name: "Third towns".into(), query: "3th".into(), line: 1 }];
    reader
}

/// Does what is done while no key is waiting, and counts.
fn rest(reader: &mut Reader) {
    let Reader { model, world, .. } = reader;
    model.prepare(&mut |effect| match effect {
        effect @ Effect::LoadDirectory(_) => match world.perform(effect) {
            After::Heard(message) => Some(message),
            _ => None,
        },
        _ => None,
    });
    reader.tell(Message::Idle);
}

fn pane(reader: &mut Reader, columns: usize) -> Vec<String> {
    let picture = reader.picture();
    let lines = picture.lines().skip(1).map(|line| line.chars().take(columns).collect::<String>());
    lines.map(|line| line.trim_end().to_owned()).take_while(|line| !line.contains('·')).collect()
}

#[test]
fn a_wide_screen_has_views_and_sources_beside_the_list() {
    let mut reader = reader(150, 24);
    rest(&mut reader);
    insta::assert_snapshot!(reader.picture_with_styles());
}

#[test]
fn enter_lists_a_source_and_its_number_follows_what_is_done() {
    let mut reader = reader(150, 24);
    rest(&mut reader);
    reader.press("gsG<Enter>");
    assert_eq!(reader.model.list.counts.shown, 1, "Reuters");
    reader.press("e");
    rest(&mut reader);
    let lines = pane(&mut reader, 22);
    assert!(lines.iter().any(|line| line.trim_end().ends_with("▌ Reuters")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("Inbox") && line.ends_with('2')), "{lines:?}");
    reader.press("u");
    rest(&mut reader);
    assert!(pane(&mut reader, 22).iter().any(|line| line.contains("Reuters") && line.ends_with('1')));
}

#[test]
fn a_narrow_screen_shows_the_pane_in_the_place_of_the_list_and_tab_leaves_it_out() {
    let mut reader = reader(80, 24);
    reader.press("gs");
    rest(&mut reader);
    assert!(reader.picture().contains("Long reads"));
    reader.press("<Esc>");
    assert!(!reader.picture().contains("Long reads"));
    reader.press("<Tab><Tab>");
    assert!(reader.picture().contains("Rain"));
    assert!(!reader.picture().contains("Long reads"));
}

#[test]
fn a_broken_feed_says_what_is_wrong_with_it() {
    let mut reader = reader(150, 24);
    rest(&mut reader);
    let lines = pane(&mut reader, 22);
    let broken = lines.iter().find(|line| line.contains("torn.example")).unwrap();
    assert!(broken.trim_start().starts_with('!'), "{broken}");
    reader.press("gsggjjjjjjjjjj");
    assert!(reader.picture().contains("torn.example/feed can't be read: the server says 503"), "{}", reader.picture());
}

#[test]
fn the_next_source_with_unread_articles_is_a_key_away_and_goes_round() {
    let mut reader = reader(80, 24);
    reader.press("<C-n>");
    assert_eq!(reader.model.list.counts.shown, 2);
    reader.press("<C-n>");
    assert_eq!(reader.model.list.counts.shown, 1);
    reader.press("<C-n>");
    assert_eq!(reader.model.list.counts.shown, 2);
    reader.press("<C-p>");
    assert_eq!(reader.model.list.counts.shown, 1);
}

#[test]
fn the_pane_can_be_hidden_and_that_is_remembered() {
    let mut reader = reader(150, 24);
    reader.press("zp");
    assert!(!reader.picture().contains("Long reads"));
    assert_eq!(reader.world.library.store.remembered("places").unwrap(), Some(0));
    reader.press("zp");
    assert!(reader.picture().contains("Long reads"));
}

#[test]
fn a_click_lists_a_view_and_its_query_counts_what_is_unread() {
    let mut reader = reader(150, 24);
    rest(&mut reader);
    let row = pane(&mut reader, 22).iter().position(|line| line.contains("Third towns")).unwrap();
    assert!(pane(&mut reader, 22)[row].ends_with('1'));
    reader.click(4, u16::try_from(row + 1).unwrap());
    assert_eq!(reader.model.list.counts.shown, 1);
    assert!(reader.picture().contains("Rain 3"));
}

#[test]
fn one_goes_to_somebody_who_speaks_as_soon_as_the_names_were_looked_at() {
    let files = [
        ("a.md", "# One\n\n“We will build it,” said Ann Lee, the mayor.\n"),
        ("b.md", "# Two\n\n“Nobody asked us,” said Bo Stone, a baker.\n"),
    ];
    let mut reader = Reader::with_files(&files, 100, 24);
    reader.press("ff");
    assert!(reader.picture().contains("speaker Ann Lee"), "{}", reader.picture());
    reader.press("bosto<Enter>");
    let listed = (reader.model.list.counts.shown, reader.model.list.selected().map(|row| row.headline.to_string()));
    assert_eq!(listed, (1, Some("Two".into())), "{}", reader.picture());

    reader.press("<Esc>ffbo");
    let key = |code| Message::Key(crossterm::event::KeyEvent::new(code, crossterm::event::KeyModifiers::NONE));
    let asked = reader.model.update(key(crossterm::event::KeyCode::Char('s')));
    assert!(matches!(asked.as_slice(), [Effect::FindSpeakers(typed)] if typed == "bos"), "{asked:?}");
    // Who fits “bos” isn't known yet.
    let asked = reader.model.update(key(crossterm::event::KeyCode::Enter));
    assert!(matches!(asked.as_slice(), [Effect::FindSpeakers(typed)] if typed == "bos"), "{asked:?}");
    let late = reader.model.update(Message::Speakers("bo".into(), Vec::new()));
    assert!(late.is_empty(), "{late:?}");
    let went = reader.model.update(Message::Speakers("bos".into(), vec![places::Place::of_speaker("Bo Stone")]));
    assert!(
        matches!(went.as_slice(), [Effect::Count(Scope::Found(found))] if found.query.text.contains("Bo Stone")),
        "{went:?}"
    );
}
