//! New values as YAML text.

use crate::yaml::write_yaml::{is_plain, write_escaped};
use serde_json::Value;

/// A value on one line.
#[must_use]
pub fn flow(value: &Value) -> String {
    let mut out = String::new();
    push_flow(value, &mut out);
    out
}

fn push_flow(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            out.push('{');
            for (index, (key, value)) in map.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                push_string(key, out);
                out.push_str(": ");
                push_flow(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                push_flow(item, out);
            }
            out.push(']');
        }
        Value::String(text) => push_string(text, out),
        other => out.push_str(&other.to_string()),
    }
}

/// Plain where that is safe in any place, else in double quotes.
fn push_string(text: &str, out: &mut String) {
    if is_plain(text) && !text.contains([',', '[', ']', '{', '}', '?']) {
        out.push_str(text);
    } else {
        write_escaped(text, out);
    }
}

/// A collection as block lines at `indent`, without a line break at the end.
pub(super) fn block(value: &Value, indent: usize, line_break: &str) -> String {
    let mut lines = Vec::new();
    push_block(value, indent, &mut lines);
    lines.join(line_break)
}

fn push_block(value: &Value, indent: usize, lines: &mut Vec<String>) {
    let margin = " ".repeat(indent);
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let key = flow(&Value::String(key.clone()));
                match value {
                    Value::Object(inner) if !inner.is_empty() => {
                        lines.push(format!("{margin}{key}:"));
                        push_block(value, indent + 2, lines);
                    }
                    Value::Array(inner) if !inner.is_empty() => {
                        lines.push(format!("{margin}{key}:"));
                        push_block(value, indent, lines);
                    }
                    _ => lines.push(format!("{margin}{key}: {}", flow(value))),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                let first = lines.len();
                match item {
                    Value::Object(inner) if !inner.is_empty() => {
                        push_block(item, indent + 2, lines)
                    }
                    _ => lines.push(format!("{margin}  {}", flow(item))),
                }
                if let Some(line) = lines.get_mut(first) {
                    line.replace_range(indent..indent + 1, "-");
                }
            }
        }
        _ => lines.push(format!("{margin}{}", flow(value))),
    }
}
