//! The JSON schema of the config file, for editors.

use super::keys;
use crate::rules::{self, OptionKind, Preset};
use serde_json::{Map, Value, json};

/// JSON schema, draft 7.
#[must_use]
pub fn json_schema() -> Value {
    let strings = json!({"oneOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}}
    ]});
    let presets: Vec<&str> = Preset::ALL.iter().map(|preset| preset.as_str()).collect();
    let of = |name: &str| match name {
        "kubernetesVersion" => {
            json!({"type": ["string", "number"], "pattern": "^v?1\\.[0-9]+(\\.[0-9]+)?$"})
        }
        "presets" => json!({"oneOf": [
            {"enum": presets},
            {"type": "array", "items": {"enum": presets}}
        ]}),
        "baseline" | "reason" => json!({"type": "string"}),
        "rules" => json!({"$ref": "#/definitions/rules"}),
        "overrides" => {
            json!({"type": ["array", "null"], "items": {"$ref": "#/definitions/override"}})
        }
        _ => strings.clone(),
    };
    let properties = |keys: &[keys::Key]| {
        let mut map = Map::new();
        for key in keys {
            let mut schema = of(key.name);
            if let Some(schema) = schema.as_object_mut() {
                schema.insert("description".into(), key.doc.into());
            }
            map.insert(key.name.into(), schema);
        }
        map
    };
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "everynode.yaml",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": properties(keys::FILE),
        "definitions": {
            "override": {
                "type": "object",
                "additionalProperties": false,
                "required": ["files"],
                "properties": properties(keys::OVERRIDE)
            },
            "rules": {
                "type": ["object", "null"],
                "additionalProperties": false,
                "properties": rule_properties()
            }
        }
    })
}

/// Every rule and group, with what can be said of it.
fn rule_properties() -> Map<String, Value> {
    let mut map = Map::new();
    // Editors read YAML 1.2 or 1.1: `off` may be a word or false.
    let words = json!({"enum": ["off", "on", "error", "warning", "note", true, false]});
    let mut add = |name: &str, doc: &str, specs: &[rules::OptionSpec]| {
        let mut options = Map::new();
        let strings = json!([
            {"type": "string"},
            {"type": "array", "items": {"type": "string"}}
        ]);
        for key in keys::RULE {
            let one_of = match key.name {
                "level" => json!([words.clone()]),
                _ => strings.clone(),
            };
            options.insert(
                key.name.into(),
                json!({"description": key.doc, "oneOf": one_of}),
            );
        }
        for spec in specs {
            options.insert(
                spec.name.into(),
                match spec.kind {
                    OptionKind::Strings => json!({"description": spec.doc, "oneOf": strings}),
                    OptionKind::Around(word) => {
                        let text = json!({"type": "string", "pattern": format!(".{word}.")});
                        json!({"description": spec.doc, "oneOf": [
                            text,
                            {"type": "array", "items": text}
                        ]})
                    }
                    OptionKind::Number => {
                        json!({"description": spec.doc, "type": "integer", "minimum": 0})
                    }
                },
            );
        }
        map.insert(
            name.into(),
            json!({"description": doc, "oneOf": [
                words,
                {"type": "object", "additionalProperties": false, "properties": options}
            ]}),
        );
    };
    let mut groups = Vec::new();
    for rule in rules::ALL {
        add(rule.id, rule.summary(), rules::options_of(rule.id));
        if !groups.contains(&rule.group.as_str()) {
            groups.push(rule.group.as_str());
        }
    }
    for group in groups {
        add(group, &format!("Every rule of the group {group}."), &[]);
    }
    map
}
