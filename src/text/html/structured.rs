//! Reads the description of an article in JSON-LD, with the words of schema.org.

use serde_json::Value;

use crate::text::given::Field;

/// The longest description that is read, in bytes.
const LONGEST: usize = 1 << 20;

/// How many objects of a description are looked at.
const MOST_OBJECTS: usize = 200;

/// What the first article in a description gives. A broken description gives nothing.
pub(super) fn read(json: &str) -> Vec<(Field, String)> {
    if json.len() > LONGEST {
        return Vec::new();
    }
    let Ok(root) = serde_json::from_str::<Value>(without_wrapping(json)) else {
        return Vec::new();
    };
    let mut queue = vec![&root];
    for _ in 0..MOST_OBJECTS {
        let Some(value) = queue.pop() else { break };
        match value {
            Value::Object(object) if is_article(object.get("@type")) => return fields(value),
            Value::Object(object) => {
                queue.extend(object.get("@graph").or_else(|| object.get("mainEntity")));
            }
            Value::Array(values) => queue.extend(values.iter().rev().take(MOST_OBJECTS)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    Vec::new()
}

/// The description without the comment or section that old pages put around it.
fn without_wrapping(json: &str) -> &str {
    let Some((before, inside)) = json.split_once("<![CDATA[") else {
        return json.trim();
    };
    let comment = |c: char| c.is_whitespace() || matches!(c, '/' | '*');
    if !before.chars().all(comment) {
        return json.trim();
    }
    inside.rsplit_once("]]>").map_or(inside, |(inside, _)| inside).trim_matches(comment)
}

fn is_article(kind: Option<&Value>) -> bool {
    let names = |name: &str| name.ends_with("Article") || matches!(name, "BlogPosting" | "Report" | "LiveBlogPosting");
    match kind {
        Some(Value::String(name)) => names(name),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(names),
        _ => false,
    }
}

fn fields(article: &Value) -> Vec<(Field, String)> {
    let word = |key: &str| article.get(key).and_then(Value::as_str).map(str::to_owned);
    let authors = article.get("author").map(names).filter(|names| !names.is_empty()).map(|names| names.join(", "));
    let publisher = article.get("publisher").map(names).and_then(|names| names.into_iter().next());
    [
        (Field::Title, word("headline")),
        (Field::Byline, authors),
        (Field::Published, word("datePublished")),
        (Field::Source, publisher),
        (Field::Language, word("inLanguage")),
        (Field::Image, article.get("image").or_else(|| article.get("thumbnailUrl")).and_then(picture)),
    ]
    .into_iter()
    .filter_map(|(field, value)| Some((field, value?)))
    .collect()
}

/// The first picture, given by its address or as an object, by itself or in a list.
fn picture(value: &Value) -> Option<String> {
    let one = |value: &Value| value.as_str().or_else(|| value.get("url").and_then(Value::as_str)).map(str::to_owned);
    match value {
        Value::Array(values) => values.iter().take(20).find_map(one),
        _ => one(value),
    }
}

/// The names of people or organisations, given by themselves, as objects or in a list.
fn names(value: &Value) -> Vec<String> {
    let one = |value: &Value| value.as_str().or_else(|| value.get("name").and_then(Value::as_str)).map(str::to_owned);
    match value {
        Value::Array(values) => values.iter().take(20).filter_map(one).collect(),
        _ => one(value).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_wherever_it_stands() {
        let article = r#"{"@type": ["NewsArticle"], "headline": "Talks &amp; more", "author": [{"name": "Jane Doe"}, "John Roe"],
            "image": [{"@type": "ImageObject", "url": "/quay.jpg"}, "/b.jpg"], "datePublished": "2024-11-03", "publisher": {"name": "The Post"}}"#;
        for json in [
            article.to_owned(),
            format!("[{article}]"),
            format!("{{\"@graph\": [{{}}, {article}]}}"),
            format!("//<![CDATA[\n{article}\n//]]>"),
            format!("<![CDATA[ {article} ]]>"),
        ] {
            let fields = read(&json);
            assert!(fields.contains(&(Field::Byline, "Jane Doe, John Roe".to_owned())));
            assert!(fields.contains(&(Field::Source, "The Post".to_owned())));
            assert!(fields.contains(&(Field::Image, "/quay.jpg".to_owned())));
        }
    }

    #[test]
    fn broken_and_foreign_descriptions_give_nothing() {
        let deep = "[".repeat(100_000);
        for json in ["", "{", "{\"@type\": \"WebSite\", \"headline\": \"x\"}", deep.as_str(), "7"] {
            assert_eq!(read(json), []);
        }
    }
}
