//! The file as people write it, and as the program changes it.

use std::fs;
use std::time::Duration;

use tempfile::TempDir;
use url::Url;

use super::*;

mod any_file;
mod reading;
mod writing;

/// A file as somebody writes it.
const BY_HAND: &str = "\
# my feeds
[[feed]]
# the good one
url = \"https://one.example/feed.xml\"   # never down
title = 'One'
tags = [
  \"news\",
  \"news/europe\", # mostly
]
every = \"1h 30m\"
mood = \"fine\"

# ---- the second part, of which nobody may lose a word

# read this first!
[[feed]]
full-text = true
url = \"http://two.example/\"
headers = { Accept-Language = \"de\", X-Key = \"secret-1\" }
user = \"ada\"
password-command = [\"pass\", \"show\", \"two feeds\"]
limit = 200
[[feed]]
folder = \"~/notes\"
hidden = true
";

fn directory() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn open(directory: &TempDir) -> Subscriptions {
    Subscriptions::open_with(directory.path(), Some("/home/ada".into())).unwrap()
}

fn with_file(text: &str) -> (TempDir, Subscriptions) {
    let directory = directory();
    fs::write(directory.path().join(FILE), text).unwrap();
    let subscriptions = open(&directory);
    (directory, subscriptions)
}

fn text_in(directory: &TempDir) -> String {
    fs::read_to_string(directory.path().join(FILE)).unwrap()
}

fn feed(url: &str) -> Address {
    Address::Feed(Url::parse(url).unwrap())
}

fn problems(subscriptions: &Subscriptions) -> Vec<String> {
    subscriptions.problems().iter().map(ToString::to_string).collect()
}
