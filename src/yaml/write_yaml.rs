//! A tree as YAML: the value that Kubernetes reads, in the style of kubectl.

use super::bytes;
use super::scalar::{self, Scalar};
use super::tree::{Kind, NodeId, Tree};
use super::write_json::{replaced_keys, write_json, write_scalar, write_string};

/// Deeper than this, collections are written in one line, so that indentation does not outgrow the text.
const MAX_BLOCK_DEPTH: usize = 64;

/// Appends what Kubernetes reads from a node, as YAML that means the same to every reader. The last of equal keys wins.
/// No recursion.
pub fn write_yaml(tree: &Tree<'_>, id: NodeId, out: &mut String) {
    let mut open = Vec::new();
    write_node(tree, id, Behind::Nothing, 0, out, &mut open);
    while let Some(top) = open.last_mut() {
        let Some((key, value)) = top.next(tree) else {
            open.pop();
            continue;
        };
        let indent = top.indent;
        if !std::mem::take(&mut top.inline) {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        let behind = match key {
            Some(key) => {
                write_string_plainly(&tree.key_text(key), out);
                out.push(':');
                Behind::Key
            }
            None => {
                out.push('-');
                Behind::Dash
            }
        };
        write_node(tree, value, behind, indent, out, &mut open);
    }
}

/// What stands before a node on its line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    Nothing,
    Key,
    Dash,
}

/// A collection that is being written.
struct Open {
    is_map: bool,
    at: NodeId,
    end: NodeId,
    indent: usize,
    /// The first entry stands on the line that is already begun.
    inline: bool,
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

/// Writes a node behind what is on its line; `indent` is that of the entry it belongs to.
fn write_node(
    tree: &Tree<'_>,
    id: NodeId,
    behind: Behind,
    indent: usize,
    out: &mut String,
    open: &mut Vec<Open>,
) {
    let kind = tree.kind(id);
    let is_collection = matches!(kind, Kind::Map | Kind::Seq);
    if !is_collection || tree.after(id).0 == id.0 + 1 || open.len() >= MAX_BLOCK_DEPTH {
        if behind != Behind::Nothing {
            out.push(' ');
        }
        match tree.scalar(id) {
            _ if is_collection => write_json(tree, id, out),
            Scalar::Str(text) if is_block(&text) => return write_block(&text, indent, behind, out),
            Scalar::Str(text) => write_string_plainly(&text, out),
            _ => write_scalar(tree, id, out),
        }
        out.push('\n');
        return;
    }
    let is_map = kind == Kind::Map;
    let indent = match behind {
        Behind::Nothing => 0,
        Behind::Key if !is_map => indent,
        Behind::Key | Behind::Dash => indent + 2,
    };
    match behind {
        Behind::Nothing => {}
        Behind::Key => out.push('\n'),
        Behind::Dash => out.push(' '),
    }
    let replaced = if is_map {
        replaced_keys(tree, id)
    } else {
        Vec::new()
    };
    let inline = behind == Behind::Dash;
    open.push(Open {
        is_map,
        at: NodeId(id.0 + 1),
        end: tree.after(id),
        indent,
        inline,
        replaced,
    });
}

/// Whether a text reads well as `|`, and reads back the same.
fn is_block(text: &str) -> bool {
    let body = text.trim_end_matches('\n');
    body.contains('\n')
        && !text.contains('\r')
        && !bytes::is_odd(text)
        && !body.starts_with([' ', '\t', '\n'])
        && body.split('\n').all(|line| !line.ends_with([' ', '\t']))
}

fn write_block(text: &str, indent: usize, behind: Behind, out: &mut String) {
    let body = text.trim_end_matches('\n');
    let indent = if behind == Behind::Nothing {
        2
    } else {
        indent + 2
    };
    out.push_str(match text.len() - body.len() {
        0 => "|-\n",
        1 => "|\n",
        _ => "|+\n",
    });
    let lines = if text.len() - body.len() > 1 {
        &text[..text.len() - 1]
    } else {
        body
    };
    for line in lines.split('\n') {
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// A string without quotes where no reader could take it for something else.
fn write_string_plainly(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push_str(text);
    } else if bytes::is_odd(text) {
        write_escaped(text, out);
    } else {
        write_string(text, out);
    }
}

pub(super) fn is_plain(text: &str) -> bool {
    let starts_well = text
        .starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '/' | '$' | '('));
    starts_well
        && scalar::untagged(text).is_none()
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(['\n', '\t', '\r'])
        && !text.ends_with([':', ' '])
        && !bytes::is_odd(text)
}

/// In double quotes, every unusual character as an escape that YAML and JSON share.
pub(super) fn write_escaped(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(character)))
            }
            other if bytes::is_control(other) => {
                out.push_str(&format!("\\u{:04x}", u32::from(other)))
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
