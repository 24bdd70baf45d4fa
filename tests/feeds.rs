//! Feeds, lists and mail as files: each fixture beside what must come out of it.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "feeds/hostile.rs"]
mod hostile;

use std::fs;
use std::path::Path;

use dateline::sources::feed::{self, Origin};
use dateline::sources::{Form, describe, mail, opml, recognise};
use serde_json::Value;

#[test]
fn every_fixture_is_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/feeds");
    let mut walked = 0;
    let mut wrong = Vec::new();
    for file in fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".expected.json") {
            continue;
        }
        let expected = fs::read(path.with_extension("expected.json")).unwrap();
        let expected: Value = serde_json::from_slice(&expected).unwrap();
        let given = expected.get("given").cloned().unwrap_or_default();
        let found = match described(&fs::read(&path).unwrap(), &given) {
            Ok(found) => found,
            Err(error) => serde_json::json!({ "error": error.to_string() }),
        };
        differences(&expected, &found, &name, &mut wrong);
        walked += 1;
    }
    assert!(walked > 20, "only {walked} fixtures in {}", folder.display());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn described(bytes: &[u8], given: &Value) -> anyhow::Result<Value> {
    let content_type = given.get("content_type").and_then(Value::as_str);
    let url = given.get("base").and_then(Value::as_str);
    Ok(match recognise(bytes, content_type) {
        Form::Opml => serde_json::to_value(describe::subscriptions(&opml::read(bytes, content_type)?))?,
        Form::Mail => serde_json::to_value(describe::mail(&mail::read(bytes)?))?,
        _ => serde_json::to_value(describe::feed(&feed::read(bytes, &Origin { url, content_type })?))?,
    })
}

/// Every value that is expected must be there; arrays must have the same length.
fn differences(expected: &Value, found: &Value, place: &str, wrong: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected.iter().filter(|(key, _)| *key != "given") {
                differences(value, found.get(key).unwrap_or(&Value::Null), &format!("{place} {key}"), wrong);
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (number, (expected, found)) in expected.iter().zip(found).enumerate() {
                differences(expected, found, &format!("{place}[{number}]"), wrong);
            }
        }
        _ if expected == found => {}
        _ => wrong.push(format!("{place}: expected {expected}, found {found}")),
    }
}
