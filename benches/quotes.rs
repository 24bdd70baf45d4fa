//! How fast quotations are found, on plain news text and on text made to hurt: every line should show about the same
//! speed for one part and for four parts of it, else time isn't linear.
//!
//! Run with `cargo bench --bench quotes`.

use std::time::Instant;

use dateline::text::quotes::{Lexicon, find_quotes, paragraphs_of};

const NEWS: &str = "Gita Rao, the district engineer, said on Monday that the dam would be inspected twice a year. \
    “The pumps are thirty years old,” she told reporters. “They leak.” According to the Coastal Survey, the cliff lost \
    two metres last winter, and officials in the town say the road will stay closed until Thursday.\n\n";

fn main() {
    let started = Instant::now();
    let lexicon = Lexicon::built_in();
    println!("lexicon made in {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let cases: [(&str, String); 14] = [
        ("news", NEWS.repeat(20_000)),
        ("one paragraph", NEWS.replace('\n', " ").repeat(20_000)),
        ("no full stop", NEWS.replace(['.', '\n'], " ").repeat(20_000)),
        ("only words", "word ".repeat(1_000_000)),
        ("only names", "Anna Roe ".repeat(500_000)),
        ("new names", new_names()),
        ("only said", "said ".repeat(1_000_000)),
        ("straight marks", "\"".repeat(1_000_000)),
        ("opening marks", "“a ".repeat(1_000_000)),
        ("single marks", "‘a ".repeat(1_000_000)),
        ("he said", "he said ".repeat(500_000)),
        ("nobody says it", "The price was “as low as I’ve ever seen” was “…” ".repeat(80_000)),
        ("a claim of commas", format!("In Roe’s claim that {}", "a, ".repeat(1_000_000))),
        ("commas", "Roe, a, b, said, ".repeat(250_000)),
    ];
    for (name, text) in &cases {
        let quarter = text.chars().count() / 4;
        let part: String = text.chars().take(quarter).collect();
        println!("{name:16} {:8.1} MB/s   a quarter of it {:8.1} MB/s", speed(text, lexicon), speed(&part, lexicon));
    }
    let whole: String = cases.iter().map(|(_, text)| text.as_str()).collect();
    println!("all in one, {:.0} MB: {:.1} MB/s", megabytes(&whole), speed(&whole, lexicon));
}

fn new_names() -> String {
    let mut text = String::new();
    for n in 0..300_000 {
        text.push_str("Anna R");
        text.push_str(&n.to_string());
        text.push_str(" said. ");
    }
    text
}

fn megabytes(text: &str) -> f64 {
    f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX)) / 1e6
}

fn speed(text: &str, lexicon: &Lexicon) -> f64 {
    let started = Instant::now();
    let found = find_quotes(text, &paragraphs_of(text), Some("en"), lexicon);
    let seconds = started.elapsed().as_secs_f64();
    std::hint::black_box(found);
    megabytes(text) / seconds
}
