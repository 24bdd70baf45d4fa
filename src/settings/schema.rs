//! What may stand in the settings files, as JSON schemas (draft 7) for editors: made from the tables that the files are read
//! by. Knows no file of the user's.

use serde_json::{Map, Value, json};

use super::command::{Command, Context};
use super::config::{Config, REFERENCE};
use super::keymap::NONE;
use super::reference::{Piece, pieces};
use super::rules;
use super::theme::Theme;

/// A settings file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// `config.toml`.
    Config,
    /// `keymap.toml`.
    Keymap,
    /// `views.toml`.
    Views,
    /// `rules.toml`.
    Rules,
    /// `themes/NAME.toml`.
    Theme,
}

impl Of {
    /// All of them, with the names that they go by.
    pub const ALL: [(&'static str, Self); 5] = [
        ("config", Self::Config),
        ("keymap", Self::Keymap),
        ("views", Self::Views),
        ("rules", Self::Rules),
        ("theme", Self::Theme),
    ];
}

/// The schema of a file.
#[must_use]
pub fn of(file: Of) -> Value {
    let (title, mut schema) = match file {
        Of::Config => ("The options of dateline: config.toml", config()),
        Of::Keymap => ("The keys of dateline: keymap.toml", keymap()),
        Of::Views => ("Saved views of dateline: views.toml", views()),
        Of::Rules => ("Rules of dateline, which hide articles or point them out: rules.toml", rules()),
        Of::Theme => ("A theme of dateline: themes/NAME.toml", theme()),
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
        schema.insert("title".into(), json!(title));
        schema.insert("type".into(), json!("object"));
    }
    schema
}

fn config() -> Value {
    let defaults: Map<String, Value> = toml::from_str(REFERENCE).unwrap_or_default();
    let about = pieces().into_iter().filter_map(|piece| match piece {
        Piece::Option { name, about, .. } => Some((name, about)),
        Piece::Heading(_) => None,
    });
    let about: Vec<_> = about.collect();
    let mut properties = Map::new();
    for (name, mut shape) in Config::shapes() {
        if let Some(shape) = shape.as_object_mut() {
            let words = about.iter().find(|(known, _)| *known == name).map(|(_, words)| words.as_str());
            shape.insert("description".into(), json!(words.unwrap_or_default()));
            shape.insert("default".into(), defaults.get(name).cloned().unwrap_or_default());
        }
        properties.insert(name.into(), shape);
    }
    json!({ "properties": properties, "additionalProperties": false })
}

fn keymap() -> Value {
    let mut properties = Map::new();
    for context in Context::ALL {
        let commands = Command::ALL.iter().filter(|command| context.takes(**command)).map(|command| command.name());
        let word = json!({ "enum": commands.chain([NONE]).collect::<Vec<_>>() });
        let line = json!({ "type": "string", "pattern": "^:" });
        let mut forms = if context.takes(Command::CommandLine) { vec![word, line] } else { vec![word] };
        forms.push(json!({ "type": "array", "minItems": 1, "items": { "anyOf": forms } }));
        let bound = json!({ "anyOf": forms });
        properties.insert(context.name().into(), json!({ "type": "object", "additionalProperties": bound }));
    }
    json!({ "properties": properties, "additionalProperties": false })
}

fn views() -> Value {
    json!({ "additionalProperties": { "type": "string", "description": "A query; `dateline queries` explains them." } })
}

fn rules() -> Value {
    let about = |key: &str| match key {
        "query" => "Which articles: a query; `dateline queries` explains them.",
        "name" => "What it is called; its query, if there is no name.",
        _ => "When it ends: a day such as 2026-12-04, or a day and a time. Without it, never.",
    };
    let text = |key: &&str| ((*key).to_owned(), json!({ "type": "string", "description": about(key) }));
    let keys: Map<String, Value> = rules::KEYS.iter().map(text).collect();
    let rule = json!({ "type": "object", "properties": keys, "required": ["query"], "additionalProperties": false });
    let does = |kind: &str| if kind == "mute" { "Hides unread articles." } else { "Points articles out." };
    let list = |kind: &&str| ((*kind).to_owned(), json!({ "type": "array", "description": does(kind), "items": rule }));
    let properties: Map<String, Value> = rules::KINDS.iter().map(list).collect();
    json!({ "properties": properties, "additionalProperties": false })
}

fn theme() -> Value {
    let (roles, parts) = Theme::names();
    let style =
        json!({ "type": "string", "description": "A colour and attributes: \"gold bold\", \"black on #ffcc66\"." });
    let table = |names: Vec<&str>| {
        let properties: Map<String, Value> = names.into_iter().map(|name| (name.to_owned(), style.clone())).collect();
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    };
    let colours = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    json!({
        "properties": {
            "inherit": { "type": "string", "description": "The theme that this one is laid over." },
            "palette": colours,
            "text": table(roles),
            "screen": table(parts),
        },
        "additionalProperties": false,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_schemas_beside_the_reference_pages_are_what_the_types_say() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/schemas");
        for (name, file) in Of::ALL {
            let path = folder.join(format!("{name}.json"));
            let made = format!("{:#}\n", of(file));
            if std::env::var_os("DATELINE_BLESS").is_some() {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &made).unwrap();
            }
            let there = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(there == made, "{} is behind: DATELINE_BLESS=1 cargo test --lib schema", path.display());
        }
    }

    #[test]
    fn the_schema_of_the_options_has_them_all_with_their_defaults() {
        let schema = of(Of::Config);
        let properties = schema["properties"].as_object().unwrap();
        assert_eq!(properties.len(), Config::OPTIONS.len());
        assert_eq!(properties["text-width"]["default"], 72);
        assert_eq!(properties["quotations"]["default"], json!(["direct", "mixed", "indirect"]));
        assert!(properties.values().all(|shape| !shape["default"].is_null() && shape["description"] != ""));
    }

    #[test]
    fn a_context_takes_its_commands_and_no_others() {
        let schema = of(Of::Keymap);
        let words = &schema["properties"]["help"]["additionalProperties"]["anyOf"][0]["enum"];
        let words: Vec<_> = words.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(words.contains(&"page-down") && words.contains(&"none") && !words.contains(&"done"), "{words:?}");
    }
}
