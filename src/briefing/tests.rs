use super::*;
use crate::{
    catalog::{ArticleId, Queue, edition::Because},
    text::{
        article::HeadlineOrigin,
        quotes::{Lexicon, in_article},
        wire::parse,
    },
};

/// A minute before the newest article.
const NOW: i64 = 1_795_348_800;

fn candidate(id: i64, source: i64, headline: &str, text: &str) -> Candidate {
    let article = parse(text);
    let quotations = in_article(&article, Lexicon::built_in());
    let words = u32::try_from(text.split_whitespace().count()).unwrap();
    let row = Row {
        id: ArticleId(id),
        headline: headline.into(),
        headline_origin: Some(HeadlineOrigin::Given),
        source: format!("Source {source}").into(),
        source_id: SourceId(source),
        also: Vec::new(),
        published: Some(NOW - id),
        sorted_at: NOW - id,
        read: false,
        queue: Queue::Inbox,
        bookmarked: false,
        kept: false,
        quotations: u32::try_from(quotations.quotations.len()).unwrap(),
        words,
        watched: None,
    };
    Candidate { row, article, quotations, watched: Vec::new() }
}

/// Reports with the story that each tells.
const REPORTS: [(&str, &str, &str); 20] = [
    (
        "quake",
        "Strong earthquake kills at least 40 in northern Velia",
        "A magnitude 6.8 earthquake struck the northern province of Velia before dawn on Tuesday, killing at least 40 people and burying villages under landslides, officials said.",
    ),
    (
        "quake",
        "Velia earthquake: dozens dead as villages buried",
        "At least 40 people have died after a 6.8-magnitude earthquake hit northern Velia early on Tuesday, triggering landslides that buried several villages, according to the interior ministry.",
    ),
    (
        "quake",
        "Dozens killed as magnitude 6.8 quake strikes Velia's north",
        "Rescuers dug through the rubble of mountain villages in northern Velia on Tuesday after a powerful 6.8 magnitude earthquake killed at least 40 people, the interior minister said.",
    ),
    (
        "other quake",
        "Moderate earthquake felt in southern Ardland, no damage",
        "A 5.1 magnitude earthquake shook the coast of southern Ardland on Tuesday evening but caused no damage or injuries, the geological survey said.",
    ),
    (
        "bank",
        "Central bank of Norvia holds rates at 4.5 percent, signals cut in spring",
        "Norvia's central bank left its key interest rate unchanged at 4.5 percent on Tuesday and said a cut was likely in the spring if inflation keeps falling.",
    ),
    (
        "bank",
        "Norvian central bank leaves interest rate unchanged, hints at spring cut",
        "The Norvian central bank kept its benchmark interest rate at 4.5 percent on Tuesday, with Governor Lena Holt saying inflation was falling fast enough to cut rates next spring.",
    ),
    (
        "bank shares",
        "Norvian bank shares slide after fraud inquiry opens",
        "Shares in Norvia's largest lender Kredo fell 9 percent on Tuesday after prosecutors said they had opened an inquiry into suspected fraud at its mortgage arm.",
    ),
    (
        "strike",
        "Train drivers in Ostmark begin five-day strike over pay",
        "Train drivers across Ostmark walked off the job on Tuesday for a five-day strike over pay and shifts, halting most long-distance services, the rail operator Bahnen said.",
    ),
    (
        "strike",
        "Ostmark rail travel halted as drivers start five days of strikes",
        "Most long-distance trains in Ostmark stood still on Tuesday as drivers started a five-day strike for higher pay and shorter shifts, operator Bahnen said.",
    ),
    (
        "pilots",
        "Pilots at Ostmark's national airline vote to strike over pay",
        "Pilots at Ostmark's national airline Flugost voted on Tuesday to go on strike over pay next week, their union said, which may ground hundreds of flights.",
    ),
    (
        "streik",
        "Lokführer in Ostmark legen die Arbeit für fünf Tage nieder",
        "In Ostmark haben die Lokführer am Dienstag einen fünftägigen Streik für höhere Löhne begonnen. Der Fernverkehr steht weitgehend still, wie die Bahnen mitteilten.",
    ),
    (
        "streik",
        "Fünftägiger Streik der Lokführer in Ostmark begonnen: Fernverkehr steht still",
        "Die Lokführer in Ostmark streiken seit Dienstag für höhere Löhne. Im Fernverkehr fallen die meisten Züge aus, teilten die Bahnen mit.",
    ),
    (
        "talks",
        "Foreign ministers of Tarsa and Belmar meet for first talks in a decade",
        "The foreign ministers of Tarsa and Belmar met in Geneva on Tuesday for the first direct talks between the two countries in ten years, diplomats said.",
    ),
    (
        "talks",
        "Tarsa, Belmar hold first direct talks in ten years in Geneva",
        "Tarsa and Belmar held their first direct talks in a decade on Tuesday when their foreign ministers met in Geneva, two diplomats said.",
    ),
    (
        "minister",
        "Tarsa's foreign minister to step down after election",
        "Tarsa's foreign minister Ilan Dorr said on Tuesday that he would not serve in the next government and would step down after the election in June.",
    ),
    (
        "vaccine",
        "Trial shows malaria vaccine cuts deaths in young children by a third",
        "A new malaria vaccine cut deaths among young children by a third in a trial in four countries, researchers reported in a medical journal on Tuesday.",
    ),
    (
        "vaccine",
        "New malaria vaccine reduces child deaths by third, large trial finds",
        "Deaths among young children fell by a third where a new malaria vaccine was given, according to a trial in four countries published on Tuesday.",
    ),
    (
        "地震",
        "ヴェリア北部で強い地震 少なくとも40人死亡",
        "ヴェリア北部で火曜日の未明にマグニチュード6.8の地震があり、少なくとも40人が死亡した。内務省が発表した。",
    ),
    (
        "地震",
        "ヴェリア北部地震で40人死亡 マグニチュード6.8",
        "火曜日の未明、ヴェリア北部でマグニチュード6.8の地震が起き、少なくとも40人が死亡したと内務省が明らかにした。",
    ),
    (
        "選挙",
        "ヴェリア総選挙 与党が過半数を維持",
        "ヴェリアの総選挙は月曜日に開票が終わり、与党が議会の過半数を維持したと選挙管理委員会が発表した。",
    ),
];

fn reports() -> Vec<Candidate> {
    let numbered = (0i64..).zip(REPORTS);
    numbered.map(|(n, (_, headline, text))| candidate(1_000 - n, n, headline, text)).collect()
}

#[test]
fn reports_of_one_story_are_folded_and_those_of_others_are_not() {
    let reports = reports();
    let groups = fold::fold(&reports);
    let story_of = |candidate: &Candidate| {
        REPORTS.iter().find(|(_, headline, _)| **headline == *candidate.row.headline).map(|(story, ..)| *story).unwrap()
    };
    let found: Vec<Vec<&str>> =
        groups.iter().map(|group| group.iter().map(|candidate| story_of(candidate)).collect()).collect();
    let mut wanted: Vec<Vec<&str>> = Vec::new();
    for (story, ..) in REPORTS {
        match wanted.iter_mut().find(|group| group.contains(&story)) {
            Some(group) => group.push(story),
            None => wanted.push(vec![story]),
        }
    }
    assert_eq!(found, wanted);
}

#[test]
fn the_order_in_which_reports_came_does_not_change_the_stories() {
    let mut there = reports();
    let count = |reports: &[Candidate]| {
        let mut sizes: Vec<usize> = fold::fold(reports).iter().map(Vec::len).collect();
        sizes.sort_unstable();
        sizes
    };
    let forwards = count(&there);
    there.reverse();
    assert_eq!(count(&there), forwards);
}

#[test]
fn one_source_telling_alike_things_twice_tells_two_stories() {
    let text = |day: &str, price: &str| {
        format!(
            "Wheat prices in Norvia closed at {price} crowns a tonne on {day}, the exchange said, as traders weighed the harvest."
        )
    };
    let reports = [
        candidate(9, 1, "Norvia wheat prices: daily report", &text("Tuesday", "214")),
        candidate(8, 1, "Norvia wheat exchange: daily report", &text("Monday", "198")),
    ];
    assert_eq!(fold::fold(&reports).len(), 2);
}

#[test]
fn what_is_watched_for_comes_first_then_what_is_kept_then_what_many_tell_then_the_newest() {
    let mut there = reports();
    there[14].watched = vec!["tarsa".into()];
    let habit = |source, kept, place| Habit { source: SourceId(source), all: 40, kept, place };
    let habits = [habit(15, 12, None), habit(9, 0, Some((0, 4)))];
    let (stories, left) = stories(&there, &habits, None);
    let headlines: Vec<&str> = stories.iter().filter_map(|story| Some(&*story.first()?.headline)).collect();
    assert!(headlines[0].starts_with("Tarsa's foreign minister"), "{headlines:#?}");
    assert!(headlines[1].starts_with("Trial shows malaria"), "{headlines:#?}");
    assert!(headlines[2].contains("earthquake"), "{headlines:#?}");
    assert!(headlines[3].starts_with("Pilots"), "{headlines:#?}");
    assert_eq!(stories[0].because, [Because::Watched("tarsa".into())]);
    assert_eq!(stories[1].because, [Because::Kept("Source 15".into()), Because::Sources(2)]);
    assert_eq!((left.stories, stories.iter().map(|story| story.reports.len()).sum::<usize>()), (0, there.len()));
}

#[test]
fn an_edition_ends_where_the_time_does_and_says_what_is_left() {
    let (all, _) = stories(&reports(), &[], None);
    let (some, left) = stories(&reports(), &[], Some(3));
    assert_eq!((some.len(), left.stories, left.minutes), (3, all.len() - 3, u32::try_from(all.len()).unwrap() - 3));
    let (one, _) = stories(&reports(), &[], Some(0));
    assert_eq!(one.len(), 1);
    assert_eq!(stories(&[], &[], Some(5)), (Vec::new(), Left::default()));
}

#[test]
fn the_most_telling_words_of_each_speaker_are_cited() {
    let text = "The harbour closes in May, the board said on Tuesday.\n\n“Yes,” said Ada Brandt.\n\n“We had no choice but to close it before the winter storms,” said Ada Brandt, the harbour master.\n\nYusuf Kaya said the ferry was never in danger.\n\n“It will cost us half of the season and all of our guests,” said Lena Holt.";
    let (stories, _) = stories(&[candidate(1, 1, "Harbour to close in May", text)], &[], None);
    let said: Vec<_> =
        stories[0].quotations.iter().map(|cited| (cited.speaker.as_deref().unwrap(), &*cited.words)).collect();
    assert_eq!(said[0], ("Ada Brandt", "“We had no choice but to close it before the winter storms,”"));
    assert_eq!(said[1].0, "Lena Holt");
    assert_eq!(said.len(), 2, "what is only reported stands in the text");
    assert_eq!(&*stories[0].lead, "The harbour closes in May, the board said on Tuesday.");
}

#[test]
fn hundreds_of_articles_of_the_same_words_are_folded_in_linear_time() {
    let text = "word ".repeat(80);
    let many: Vec<_> = (0..400).map(|n| candidate(n, n % 7, "Nothing but words", &text)).collect();
    assert!(fold::fold(&many).len() <= 400);
}

#[test]
fn the_phrases_of_all_reports_of_a_kind_make_no_story() {
    let places = ["Velia", "Norvia", "Ostmark", "Ardland", "Tarsa", "Belmar", "Kesh", "Lorne"];
    let bodies = ["harbour", "railway", "hospital", "university", "theatre", "museum", "airport", "parliament"];
    let report = |n: usize| {
        let (place, body) = (places[n % 8], bodies[n / 8]);
        let days = 100 + n * 7;
        let headline = format!("{place} {body} cuts staff after {days} days of talks");
        let text = format!(
            "The {body} in {place} cuts staff on Sunday after {days} days of talks with the regional council, officials said."
        );
        let n = i64::try_from(n).unwrap();
        candidate(1_000 - n, n, &headline, &text)
    };
    let reports: Vec<_> = (0..64).map(report).collect();
    assert_eq!(fold::fold(&reports).len(), 64);
}
