//! Changes to a document that leave every other byte as it is.
//!
//! Knows entries, items, indentation, comments and line endings; knows no Kubernetes object. Each change is tried on the
//! text and read back before it is offered: None where it cannot be made, or would not mean what was asked.

mod render;

pub use render::flow;

use super::tree::{Kind, NodeId, Style, Tree};
use super::{parse, write_json};
use crate::diagnostic::Edit;
use crate::source::Span;
use serde_json::Value;

/// The text with edits applied; they must be in text order and not overlap.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        out.push_str(text.get(from..edit.span.start as usize).unwrap_or(""));
        out.push_str(&edit.text);
        from = edit.span.end as usize;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

/// Writes another value in the place of a node.
#[must_use]
pub fn replace(tree: &Tree<'_>, node: NodeId, value: &Value) -> Option<Vec<Edit>> {
    let page = Page { tree };
    let path = page.path(node)?;
    let span = tree.span(node);
    let mut text = flow(value);
    if span.is_empty() && !page.text_before(span.start).ends_with([' ', '\n']) {
        text.insert(0, ' ');
    }
    page.checked(vec![Edit { span, text }], |root| {
        *root.pointer_mut(&path)? = value.clone();
        Some(())
    })
}

/// Removes an entry, or an item, with its line and the comment on it. A collection that loses its last child is `{}` or
/// `[]`.
#[must_use]
pub fn remove(tree: &Tree<'_>, value: NodeId) -> Option<Vec<Edit>> {
    let page = Page { tree };
    let path = page.path(value)?;
    let parent = tree.parent(value);
    let children = page.children(parent);
    let index = children.iter().position(|child| child.value == value)?;
    let edit = if children.len() == 1 {
        page.emptied(parent)?
    } else if tree.node(parent).style == Style::Flow {
        page.without_flow_child(&children, index)
    } else {
        page.without_block_child(&children, index)
    };
    page.checked(vec![edit], |root| {
        let (parent, last) = path.rsplit_once('/')?;
        match root.pointer_mut(parent)? {
            Value::Object(map) => map.shift_remove(&unescape(last)).map(|_| ()),
            Value::Array(items) => {
                let index: usize = last.parse().ok()?;
                (index < items.len()).then(|| drop(items.remove(index)))
            }
            _ => None,
        }
    })
}

/// Adds an entry at the end of a mapping. A mapping of which nothing is written yet (`key:`) starts below its key.
#[must_use]
pub fn insert(tree: &Tree<'_>, map: NodeId, key: &str, value: &Value) -> Option<Vec<Edit>> {
    let mut object = serde_json::Map::new();
    object.insert(String::from(key), value.clone());
    let page = Page { tree };
    let path = page.path(map)?;
    let edit = page.added(map, Kind::Map, &Value::Object(object))?;
    page.checked(vec![edit], |root| {
        let map = root.pointer_mut(&path)?;
        if map.is_null() {
            *map = Value::Object(serde_json::Map::new());
        }
        map.as_object_mut()?
            .insert(String::from(key), value.clone())
            .is_none()
            .then_some(())
    })
}

/// Adds an item at the end of a sequence. One of which nothing is written yet (`key:`) starts below its key.
#[must_use]
pub fn append(tree: &Tree<'_>, seq: NodeId, item: &Value) -> Option<Vec<Edit>> {
    let page = Page { tree };
    let path = page.path(seq)?;
    let edit = page.added(seq, Kind::Seq, &Value::Array(vec![item.clone()]))?;
    page.checked(vec![edit], |root| {
        let seq = root.pointer_mut(&path)?;
        if seq.is_null() {
            *seq = Value::Array(Vec::new());
        }
        seq.as_array_mut()?.push(item.clone());
        Some(())
    })
}

/// An entry or an item.
#[derive(Clone, Copy)]
struct Child {
    /// Where it starts: its key, or behind the `-`.
    start: u32,
    /// Where it ends: its value, or its key where that is longer.
    end: u32,
    value: NodeId,
}

/// The text of a document.
struct Page<'t, 's> {
    tree: &'t Tree<'s>,
}

impl Page<'_, '_> {
    fn text_before(&self, offset: u32) -> &str {
        self.tree.source().get(..offset as usize).unwrap_or("")
    }

    fn text_after(&self, offset: u32) -> &str {
        self.tree.source().get(offset as usize..).unwrap_or("")
    }

    fn line_start(&self, offset: u32) -> u32 {
        self.text_before(offset)
            .rfind('\n')
            .map_or(0, |at| at as u32 + 1)
    }

    /// Where the line break of a line is.
    fn line_end(&self, offset: u32) -> u32 {
        let rest = self.text_after(offset);
        let line = rest.split('\n').next().unwrap_or(rest);
        offset + line.strip_suffix('\r').unwrap_or(line).len() as u32
    }

    /// Where the next line starts.
    fn next_line(&self, offset: u32) -> u32 {
        let rest = self.text_after(offset);
        offset + rest.find('\n').map_or(rest.len(), |at| at + 1) as u32
    }

    /// How lines end around there.
    fn line_break(&self, offset: u32) -> &'static str {
        let source = self.tree.source();
        let at = self
            .text_after(offset)
            .find('\n')
            .map(|at| offset as usize + at)
            .or_else(|| source.rfind('\n'));
        let is_crlf = at.is_some_and(|at| source[..at].ends_with('\r'));
        if is_crlf { "\r\n" } else { "\n" }
    }

    /// The JSON pointer of a node that stands in the text itself.
    fn path(&self, node: NodeId) -> Option<String> {
        let tree = self.tree;
        if node.is_none() || tree.used_at(node).is_some() {
            return None;
        }
        let mut parts = Vec::new();
        let mut at = node;
        while at != tree.root() {
            let parent = tree.parent(at);
            if parent.is_none() {
                return None;
            }
            parts.push(match tree.kind(parent) {
                Kind::Map => escape(&tree.key_text(tree.key_of(at))),
                _ => tree.items(parent).position(|item| item == at)?.to_string(),
            });
            at = parent;
        }
        Some(
            parts
                .iter()
                .rev()
                .fold(String::new(), |path, part| path + "/" + part),
        )
    }

    fn children(&self, parent: NodeId) -> Vec<Child> {
        let tree = self.tree;
        match tree.kind(parent) {
            Kind::Map => tree
                .entries(parent)
                .map(|(key, value)| {
                    let end = tree.span(value).end.max(tree.span(key).end);
                    Child {
                        start: tree.span(key).start,
                        end,
                        value,
                    }
                })
                .collect(),
            Kind::Seq => tree
                .items(parent)
                .map(|value| {
                    let span = tree.span(value);
                    Child {
                        start: span.start,
                        end: span.end,
                        value,
                    }
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// A block entry or item is gone with its line; the first one behind a `- ` makes room for the second.
    fn without_block_child(&self, children: &[Child], index: usize) -> Edit {
        let child = children[index];
        let line = self.line_start(child.start);
        let before = self.text_before(child.start)[line as usize..].trim_start_matches(' ');
        let is_item =
            before.trim_end() == "-" && self.tree.kind(self.tree.parent(child.value)) == Kind::Seq;
        let span = if before.is_empty() || is_item {
            Span::new(line, self.next_line(child.end))
        } else {
            let next = children.get(index + 1).map_or(child.end, |next| next.start);
            Span::new(child.start, next)
        };
        Edit {
            span,
            text: String::new(),
        }
    }

    /// A flow entry or item is gone with the comma behind it, the last one with the comma before it.
    fn without_flow_child(&self, children: &[Child], index: usize) -> Edit {
        let span = match (
            children.get(index + 1),
            index.checked_sub(1).and_then(|before| children.get(before)),
        ) {
            (Some(next), _) => Span::new(children[index].start, next.start),
            (None, Some(before)) => Span::new(before.end, children[index].end),
            (None, None) => Span::new(children[index].start, children[index].end),
        };
        Edit {
            span,
            text: String::new(),
        }
    }

    /// A collection without children.
    fn emptied(&self, node: NodeId) -> Option<Edit> {
        let tree = self.tree;
        let span = tree.span(node);
        let text = String::from(if tree.kind(node) == Kind::Map {
            "{}"
        } else {
            "[]"
        });
        if tree.node(node).style == Style::Flow
            || self.line_start(span.start) == self.line_start(self.owner_end(node)?)
        {
            return Some(Edit { span, text });
        }
        // `key:` with its children on the lines below.
        let from = self.line_end(self.owner_end(node)?);
        let comment = self.text_before(from)[self.owner_end(node)? as usize..].contains('#');
        if comment {
            return None;
        }
        Some(Edit {
            span: Span::new(from, self.line_end(span.end)),
            text: format!(" {text}"),
        })
    }

    /// Behind the `:` or `-` to which a node belongs.
    fn owner_end(&self, node: NodeId) -> Option<u32> {
        let key = self.tree.key_of(node);
        if !key.is_none() {
            let end = self.tree.span(key).end;
            return Some(end + self.text_after(end).find(':')? as u32 + 1);
        }
        if node == self.tree.root() {
            return None;
        }
        Some(self.text_before(self.tree.span(node).start).rfind('-')? as u32 + 1)
    }

    /// An entry or item more at the end of a collection. `more` is a collection that holds it.
    fn added(&self, node: NodeId, kind: Kind, more: &Value) -> Option<Edit> {
        let tree = self.tree;
        let span = tree.span(node);
        if tree.kind(node) == Kind::Null {
            return self.begun(node, more);
        }
        if tree.kind(node) != kind {
            return None;
        }
        let children = self.children(node);
        if tree.node(node).style == Style::Flow {
            let inside = flow(more);
            let inside = inside.get(1..inside.len() - 1)?;
            return Some(match children.last() {
                Some(last) => Edit {
                    span: Span::new(last.end, last.end),
                    text: format!(", {inside}"),
                },
                None => Edit {
                    span: Span::new(span.start + 1, span.end - 1),
                    text: String::from(inside),
                },
            });
        }
        let column = span.start - self.line_start(span.start);
        let last = children.last()?;
        Some(self.lines_behind(last.end, column as usize, more))
    }

    /// The first child of a collection of which only the key is written.
    fn begun(&self, node: NodeId, more: &Value) -> Option<Edit> {
        let key = self.tree.key_of(node);
        if key.is_none() || self.tree.node(self.tree.parent(node)).style != Style::Block {
            return None;
        }
        let start = self.tree.span(key).start;
        let column = (start - self.line_start(start)) as usize;
        let indent = if more.is_array() { column } else { column + 2 };
        Some(self.lines_behind(self.tree.span(node).end, indent, more))
    }

    /// New lines below the line on which `offset` lies.
    fn lines_behind(&self, offset: u32, indent: usize, value: &Value) -> Edit {
        let line_break = self.line_break(offset);
        let lines = render::block(value, indent, line_break);
        let at = self.next_line(offset);
        let ended = self.text_before(at).ends_with('\n');
        let text = if ended {
            format!("{lines}{line_break}")
        } else {
            format!("{line_break}{lines}")
        };
        Edit {
            span: Span::new(at, at),
            text,
        }
    }

    /// The edits, if the document then reads as it did but for `change`.
    fn checked(
        &self,
        edits: Vec<Edit>,
        change: impl FnOnce(&mut Value) -> Option<()>,
    ) -> Option<Vec<Edit>> {
        let tree = self.tree;
        let mut wanted = value_of(tree)?;
        change(&mut wanted)?;
        let source = tree.source();
        let before = parse(source);
        let index = before.documents.iter().position(|document| {
            edits
                .iter()
                .all(|edit| document.span.contains(edit.span) && document.content.is_ok())
        })?;
        let text = apply(source, &edits);
        let after = parse(&text);
        if after.documents.len() != before.documents.len() {
            return None;
        }
        let document = after.documents.get(index)?;
        let read = value_of(document.content.as_ref().ok()?)?;
        (read == wanted && document.dropped.is_some() == before.documents[index].dropped.is_some())
            .then_some(edits)
    }
}

fn value_of(tree: &Tree<'_>) -> Option<Value> {
    let mut json = String::new();
    write_json(tree, tree.root(), &mut json);
    serde_json::from_str(&json).ok()
}

/// A key as part of a JSON pointer.
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}
