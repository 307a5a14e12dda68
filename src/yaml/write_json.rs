//! A tree as JSON: the value that Kubernetes reads.

use super::scalar::Scalar;
use super::tree::{Kind, NodeId, Style, Tree};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;

/// Appends what Kubernetes reads from a node, as JSON without blanks. The last of equal keys wins. No recursion.
pub fn write_json(tree: &Tree<'_>, id: NodeId, out: &mut String) {
    let mut open: Vec<Open> = Vec::new();
    write_node(tree, id, out, &mut open);
    while let Some(top) = open.last_mut() {
        match top.next(tree) {
            None => {
                out.push(top.close);
                open.pop();
            }
            Some((key, value)) => {
                if std::mem::replace(&mut top.started, true) {
                    out.push(',');
                }
                if let Some(key) = key {
                    write_string(&tree.key_text(key), out);
                    out.push(':');
                }
                write_node(tree, value, out, &mut open);
            }
        }
    }
}

/// A collection that is being written.
struct Open {
    is_map: bool,
    close: char,
    at: NodeId,
    end: NodeId,
    started: bool,
    /// Keys that a later one replaces; only where there are any.
    replaced: Vec<NodeId>,
}

impl Open {
    /// The next item, or key and value.
    fn next(&mut self, tree: &Tree<'_>) -> Option<(Option<NodeId>, NodeId)> {
        while self.at < self.end {
            let first = self.at;
            if !self.is_map {
                self.at = tree.after(first);
                return Some((None, first));
            }
            let value = tree.after(first);
            self.at = tree.after(value);
            if self.replaced.binary_search(&first).is_err() {
                return Some((Some(first), value));
            }
        }
        None
    }
}

fn write_node(tree: &Tree<'_>, id: NodeId, out: &mut String, open: &mut Vec<Open>) {
    let kind = tree.kind(id);
    let is_map = match kind {
        Kind::Null | Kind::Scalar => return write_scalar(tree, id, out),
        Kind::Map => true,
        Kind::Seq => false,
    };
    out.push(if is_map { '{' } else { '[' });
    open.push(Open {
        is_map,
        close: if is_map { '}' } else { ']' },
        at: NodeId(id.0 + 1),
        end: tree.after(id),
        started: false,
        replaced: if is_map {
            replaced_keys(tree, id)
        } else {
            Vec::new()
        },
    });
}

/// Keys of a mapping that a later equal key replaces, in order.
pub(super) fn replaced_keys(tree: &Tree<'_>, map: NodeId) -> Vec<NodeId> {
    let mut last: HashMap<Cow<'_, str>, NodeId> = HashMap::new();
    let mut replaced: Vec<NodeId> = tree
        .entries(map)
        .filter_map(|(key, _)| last.insert(tree.key_text(key), key))
        .collect();
    replaced.sort_unstable();
    replaced
}

pub(super) fn write_scalar(tree: &Tree<'_>, id: NodeId, out: &mut String) {
    let scalar = tree.scalar(id);
    let is_json_number =
        tree.is_json() && tree.kind(id) == Kind::Scalar && tree.node(id).style == Style::Plain;
    match scalar {
        Scalar::Null => out.push_str("null"),
        Scalar::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        _ if is_json_number => out.push_str(&tree.text(id)),
        Scalar::Int(value) => {
            let _ = write!(out, "{value}");
        }
        Scalar::Uint(value) => {
            let _ = write!(out, "{value}");
        }
        Scalar::Float(value) => write_float(value, out),
        Scalar::Str(text) => write_string(&text, out),
    }
}

/// As Go's encoding/json prints it: an exponent only below 1e-6 and from 1e21 on.
fn write_float(value: f64, out: &mut String) {
    let magnitude = value.abs();
    if magnitude == 0.0 || (1e-6..1e21).contains(&magnitude) {
        let _ = write!(out, "{value}");
        return;
    }
    let text = format!("{value:e}");
    match text.split_once('e') {
        Some((digits, exponent)) if !exponent.starts_with('-') => {
            let _ = write!(out, "{digits}e+{exponent}");
        }
        _ => out.push_str(&text),
    }
}

/// A JSON string.
pub(super) fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0C => "\\f",
            0..=0x1F => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        if escape.is_empty() {
            let _ = write!(out, "\\u{byte:04x}");
        } else {
            out.push_str(escape);
        }
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out.push('"');
}
