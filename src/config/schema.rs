//! The JSON schema of a config file, for editors.

use super::{KEYS, rule_words};
use crate::rules::{self, Preset};
use serde_json::{Map, Value, json};

/// The schema, draft-07.
#[must_use]
pub fn schema() -> Value {
    let texts = json!({ "type": ["array", "string"], "items": { "type": "string" } });
    let level = json!({ "enum": [false, true, "off", "on", "note", "warning", "error"] });
    let choice = json!({ "anyOf": [
        level,
        { "type": "object", "properties": { "level": level }, "required": ["level"], "additionalProperties": false },
    ]});
    let mut choices = Map::new();
    let mut words: Vec<&str> = rule_words().collect();
    words.sort_unstable();
    words.dedup();
    for word in words {
        let mut one = choice.clone();
        let summary = rules::find(word).map_or("All rules of this group.", |rule| rule.summary());
        one["description"] = summary.into();
        choices.insert(word.to_string(), one);
    }
    let choices = json!({ "type": "object", "properties": choices, "additionalProperties": false });
    let presets: Vec<&str> = Preset::ALL.iter().map(|preset| preset.as_str()).collect();
    let mut properties = Map::new();
    for (key, says) in KEYS {
        let mut value = match *key {
            "kubernetesVersion" => {
                json!({ "type": ["string", "number"], "pattern": "^v?1\\.[0-9]+" })
            }
            "presets" => json!({ "type": "array", "items": { "enum": presets } }),
            "rules" => choices.clone(),
            "overrides" => json!({ "type": "array", "items": {
                "type": "object",
                "properties": { "files": texts, "rules": choices, "reason": { "type": "string" } },
                "required": ["files"],
                "additionalProperties": false,
            }}),
            "baseline" => json!({ "type": "string" }),
            _ => texts.clone(),
        };
        value["description"] = (*says).into();
        properties.insert((*key).to_string(), value);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "everynode.yaml",
        "description": "What counts for everynode in this repository.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}
