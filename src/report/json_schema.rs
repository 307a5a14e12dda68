//! The JSON schema of `-o json`, version 1.

use serde_json::{Value, json};

/// The schema, draft-07.
#[must_use]
pub fn schema() -> Value {
    let text = json!({ "type": "string" });
    let maybe = json!({ "type": ["string", "null"] });
    let count = json!({ "type": "integer", "minimum": 0 });
    let position = json!({
        "type": "object",
        "properties": {
            "offset": { "type": "integer", "minimum": 0, "description": "Bytes from the start of the file." },
            "line": { "type": "integer", "minimum": 1 },
            "column": { "type": "integer", "minimum": 1, "description": "In Unicode code points." },
        },
        "required": ["offset", "line", "column"],
    });
    let counts = [
        "files",
        "documents",
        "objects",
        "skipped",
        "errors",
        "warnings",
        "notes",
        "suppressed",
    ];
    let summary: serde_json::Map<String, Value> = counts
        .iter()
        .map(|name| ((*name).to_string(), count.clone()))
        .collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "everynode check -o json",
        "type": "object",
        "properties": {
            "version": { "const": 1 },
            "tool": { "type": "object", "properties": { "name": { "const": "everynode" }, "version": text }, "required": ["name", "version"] },
            "kubernetesVersion": text,
            "summary": { "type": "object", "properties": summary, "required": counts },
            "diagnostics": { "type": "array", "items": { "$ref": "#/definitions/diagnostic" } },
        },
        "required": ["version", "tool", "kubernetesVersion", "summary", "diagnostics"],
        "definitions": {
            "position": position,
            "range": {
                "type": "object",
                "description": "Half-open: the end is not part of it.",
                "properties": { "start": { "$ref": "#/definitions/position" }, "end": { "$ref": "#/definitions/position" } },
                "required": ["start", "end"],
            },
            "diagnostic": {
                "type": "object",
                "properties": {
                    "rule": text,
                    "level": { "enum": ["error", "warning", "note"] },
                    "message": text,
                    "file": text,
                    "document": { "type": "integer", "minimum": 0, "description": "Index in the file, as Kubernetes splits it." },
                    "item": { "type": "integer", "minimum": 0, "description": "Index in `items` of a list." },
                    "object": {
                        "type": ["object", "null"],
                        "properties": { "apiVersion": text, "kind": text, "namespace": maybe, "name": maybe },
                        "required": ["apiVersion", "kind", "namespace", "name"],
                    },
                    "path": text,
                    "range": { "$ref": "#/definitions/range" },
                    "related": { "type": "array", "items": {
                        "type": "object",
                        "properties": { "message": text, "file": text, "range": { "$ref": "#/definitions/range" } },
                        "required": ["message", "file", "range"],
                    }},
                    "notes": { "type": "array", "items": text },
                    "help": maybe,
                    "url": maybe,
                    "kubernetes": {
                        "type": "object",
                        "description": "What the apiserver would answer.",
                        "properties": {
                            "stage": { "enum": ["decode", "strict", "validation", "update", "apply", "warning", "pod-security"] },
                            "reason": maybe, "field": maybe, "detail": maybe,
                        },
                        "required": ["stage", "reason", "field", "detail"],
                    },
                    "fix": {
                        "type": "object",
                        "properties": {
                            "title": text,
                            "safety": { "enum": ["safe", "unsafe"] },
                            "edits": { "type": "array", "items": {
                                "type": "object",
                                "properties": { "range": { "$ref": "#/definitions/range" }, "text": text },
                                "required": ["range", "text"],
                            }},
                        },
                        "required": ["title", "safety", "edits"],
                    },
                    "causedBy": text,
                    "fingerprint": text,
                },
                "required": ["rule", "level", "message", "file", "document", "object", "path", "range", "related", "notes", "help", "url", "fingerprint"],
                "additionalProperties": false,
            },
        },
    })
}
