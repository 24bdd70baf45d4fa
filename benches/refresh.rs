//! Reading 200 feeds of 50 items anew, beside other programs: `cargo bench --bench refresh`.
//!
//! A web server within this benchmark has 40 MB of feeds, the same in every run. Each program starts from nothing, and
//! they take turns. First everything comes from one address at once; then each feed has an address of its own (127.0.0.x)
//! whose server takes 100 ms to answer. `NEWSBOAT` and `NEWSRAFT` name the other programs, `DATELINE` another build of this
//! one; what isn't there is left out. `ROUNDS` is 5 unless set; `serve` after `--` serves until it is stopped.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

#[path = "store/generator.rs"]
#[allow(
    dead_code,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "shared with the store's benchmark"
)]
mod generator;

use generator::Generator;

const FEEDS: usize = 200;
const ITEMS: usize = 50;
/// Bytes of an item's text.
const TEXT: usize = 3_700;
const SLOW: Duration = Duration::from_millis(100);

/// How long a run took, in seconds.
struct Run {
    /// Until the last article was in the list, where that isn't the end.
    listed: Option<f64>,
    whole: f64,
    /// User and system time of the program.
    cpu: f64,
}

fn main() -> Result<()> {
    let feeds = Arc::new(feeds());
    let size: usize = feeds.iter().map(Vec::len).sum();
    println!("{FEEDS} feeds of {ITEMS} items, {} MB", size / 1_000_000);
    let quick = serve(&feeds, Duration::ZERO)?;
    let slow = serve(&feeds, SLOW)?;
    if env::args().any(|word| word == "serve") {
        println!("{}\n{}", quick(0), slow(0));
        loop {
            thread::park();
        }
    }
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("refresh");
    let rounds = env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(5);
    measure("at once", &root, &quick, rounds)?;
    measure("after 100 ms, each feed from its own address", &root, &slow, rounds)?;
    drop(fs::remove_dir_all(&root));
    Ok(())
}

type Address<'a> = dyn Fn(usize) -> String + 'a;
type Program = fn(&Path, &Address<'_>) -> Result<Option<Run>>;

fn measure(title: &str, root: &Path, address: &Address<'_>, rounds: usize) -> Result<()> {
    let programs: [(&str, Program); 3] = [("dateline", dateline), ("newsraft", newsraft), ("newsboat", newsboat)];
    let mut runs: Vec<Vec<Run>> = programs.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for ((_, program), runs) in programs.iter().zip(&mut runs) {
            drop(fs::remove_dir_all(root));
            fs::create_dir_all(root)?;
            runs.extend(program(root, address)?);
        }
    }
    println!("\n{title}\n{:12} {:>22} {:>22} {:>12}", "", "in the list, s", "all done, s", "CPU, s");
    for ((name, _), runs) in programs.iter().zip(&runs) {
        let listed = figures(runs.iter().filter_map(|run| run.listed));
        let (whole, cpu) = (figures(runs.iter().map(|run| run.whole)), figures(runs.iter().map(|run| run.cpu)));
        let cpu = cpu.split(' ').next().unwrap_or_default().to_owned();
        println!("{name:12} {listed:>22} {whole:>22} {cpu:>12}");
    }
    Ok(())
}

/// Median, least and greatest.
fn figures(runs: impl Iterator<Item = f64>) -> String {
    let mut runs: Vec<f64> = runs.collect();
    runs.sort_by(f64::total_cmp);
    let Some((least, most)) = runs.first().zip(runs.last()) else { return "–".to_owned() };
    format!("{:.2} ({least:.2}–{most:.2})", runs[runs.len() / 2])
}

fn dateline(root: &Path, address: &Address<'_>) -> Result<Option<Run>> {
    let program = env::var("DATELINE").unwrap_or_else(|_| env!("CARGO_BIN_EXE_dateline").to_owned());
    let file = lines(|feed| format!("[[feed]]\nurl = \"{}\"\n", address(feed)));
    fs::create_dir_all(root.join("config"))?;
    fs::write(root.join("config/feeds.toml"), file)?;
    let mut command = Command::new(program);
    command
        .args(["refresh", "--json", "--config-dir"])
        .arg(root.join("config"))
        .arg("--data-dir")
        .arg(root.join("data"));
    let before = children_cpu();
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut listed = None;
    let mut last = String::new();
    for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
        last = line?;
        if last.contains(&format!("\"done\":{FEEDS},")) {
            listed = Some(begun.elapsed().as_secs_f64());
        }
    }
    ensure!(child.wait()?.success(), "dateline failed: {last}");
    ensure!(last.contains(&format!("\"new\":{}", FEEDS * ITEMS)), "dateline brought something else: {last}");
    Ok(Some(Run { listed, whole: begun.elapsed().as_secs_f64(), cpu: children_cpu() - before }))
}

fn newsraft(root: &Path, address: &Address<'_>) -> Result<Option<Run>> {
    let Ok(program) = env::var("NEWSRAFT") else { return Ok(None) };
    fs::write(root.join("feeds"), lines(|feed| format!("{} \"Feed {feed}\"", address(feed))))?;
    fs::write(root.join("config"), "")?;
    let mut command = Command::new(program);
    command.arg("-f").arg(root.join("feeds")).arg("-c").arg(root.join("config")).arg("-d").arg(root.join("db"));
    whole(command.args(["-e", "reload-all"]), root)
}

fn newsboat(root: &Path, address: &Address<'_>) -> Result<Option<Run>> {
    let program = env::var("NEWSBOAT").unwrap_or_else(|_| "/usr/bin/newsboat".to_owned());
    if !Path::new(&program).exists() {
        return Ok(None);
    }
    fs::write(root.join("urls"), lines(address))?;
    fs::write(root.join("settings"), "reload-threads 8\n")?;
    let mut command = Command::new(program);
    command.arg("-q").arg("-u").arg(root.join("urls")).arg("-c").arg(root.join("cache.db"));
    whole(command.arg("-C").arg(root.join("settings")).args(["-x", "reload"]), root)
}

/// A line for each feed.
fn lines(line: impl Fn(usize) -> String) -> String {
    let lines: Vec<String> = (0..FEEDS).map(line).collect();
    lines.join("\n") + "\n"
}

fn whole(command: &mut Command, root: &Path) -> Result<Option<Run>> {
    let before = children_cpu();
    let begun = Instant::now();
    let done = command.env("HOME", root).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    ensure!(done.success(), "{command:?} failed");
    Ok(Some(Run { listed: None, whole: begun.elapsed().as_secs_f64(), cpu: children_cpu() - before }))
}

/// Seconds of processor time that ended children took (`proc(5)`, `stat`); 0 where there is no `/proc`.
fn children_cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(13) + ticks(14)) / 100.0
}

/// The feeds' documents.
fn feeds() -> Vec<Vec<u8>> {
    let mut generator = Generator::new(FEEDS * ITEMS * 2);
    (0..FEEDS).map(|feed| document(&mut generator, feed).into_bytes()).collect()
}

fn document(generator: &mut Generator, feed: usize) -> String {
    let mut rss = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>Feed {feed}</title>\
         <link>https://news{feed}.example.org/</link><description>News</description>\n"
    );
    for item in 0..ITEMS {
        let number = feed * ITEMS + item;
        let (one, other) = (generator.draft(number * 2).article, generator.draft(number * 2 + 1).article);
        let text = format!("{}\n\n{}", one.text, other.text);
        let end = (0..=TEXT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let text = text.get(..end).unwrap_or_default().replace("\n\n", "</p>\n<p>");
        let title = one.headline.map(|headline| headline.text).unwrap_or_default();
        let minute = number % 60;
        let hour = number / 60 % 24;
        let day = 1 + number / 1440 % 21;
        let item = format!(
            "<item><title>{title}</title><link>https://news{feed}.example.org/{number}</link>\
             <guid>https://news{feed}.example.org/?p={number}</guid>\
             <pubDate>{day:02} Nov 2026 {hour:02}:{minute:02}:00 GMT</pubDate>\
             <description><![CDATA[<p>{text}</p>]]></description></item>\n"
        );
        rss.push_str(&item);
    }
    rss.push_str("</channel></rss>\n");
    rss
}

/// Serves the feeds, and returns where each is.
fn serve(feeds: &Arc<Vec<Vec<u8>>>, delay: Duration) -> Result<Box<dyn Fn(usize) -> String>> {
    let port = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0))?.local_addr()?.port();
    let hosts = if delay.is_zero() { 1 } else { FEEDS };
    for host in 0..hosts {
        let address = Ipv4Addr::new(127, 0, 0, u8::try_from(host + 1)?);
        let listener = TcpListener::bind((address, port))?;
        let feeds = Arc::clone(feeds);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let feeds = Arc::clone(&feeds);
                thread::spawn(move || answer(stream, &feeds, delay));
            }
        });
    }
    let host = move |feed: usize| if delay.is_zero() { 1 } else { feed + 1 };
    Ok(Box::new(move |feed| format!("http://127.0.0.{}:{port}/{feed}.xml", host(feed))))
}

fn answer(stream: TcpStream, feeds: &[Vec<u8>], delay: Duration) {
    let Ok(mut out) = stream.try_clone() else { return };
    let mut lines = BufReader::new(stream);
    loop {
        let mut request = String::new();
        let mut line = String::new();
        if lines.read_line(&mut request).is_err() || request.is_empty() {
            return;
        }
        while lines.read_line(&mut line).is_ok_and(|read| read > 2) {
            line.clear();
        }
        let path = request.split(' ').nth(1).unwrap_or_default();
        let number = path.trim_start_matches('/').trim_end_matches(".xml").parse::<usize>().unwrap_or(usize::MAX);
        let body = feeds.get(number).map(Vec::as_slice).unwrap_or_default();
        thread::sleep(delay);
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {}\r\n\r\n", body.len());
        if out.write_all(head.as_bytes()).and_then(|()| out.write_all(body)).is_err() {
            return;
        }
    }
}
