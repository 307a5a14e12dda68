//! Events to a draft: the first half of decode.go (`parser.parse` and what it calls).

use super::cursor::{Cursor, Mark};
use super::parser::{Event, EventKind, Parser};
use super::problem::{Problem, Scan};
use super::scanner::Scanner;
use super::token::ScalarToken;
use crate::source::Span;
use crate::yaml::draft::{Draft, null_at};
use crate::yaml::scalar::{self, Scalar, Tag};
use crate::yaml::tree::{ALIAS, KEY, Kind, MERGE, Node, RAW, Style, TAGGED, Tree};
use std::collections::HashMap;

/// Reads the chunk `start..end` of a source.
pub(in crate::yaml) fn compose(
    text: &str,
    start: usize,
    end: usize,
) -> Result<Draft<'_>, Box<Problem>> {
    let mut composer = Composer {
        draft: Draft {
            tree: Tree {
                text,
                ..Tree::default()
            },
            ..Draft::default()
        },
        open: Vec::new(),
        anchors: HashMap::new(),
        last_end: start as u32,
    };
    let mut parser = Parser::new(Scanner::new(Cursor::new(text, start, end)));
    loop {
        let event = parser.next_event()?;
        match event.kind {
            EventKind::StreamEnd => break,
            EventKind::DocumentEnd(explicit) => {
                let behind = if explicit {
                    event.end.offset
                } else {
                    parser.scanner.peek()?.start.offset
                };
                composer.draft.dropped = dropped(&text[..end], behind);
                break;
            }
            EventKind::DocumentStart => {}
            _ => composer.add(event)?,
        }
    }
    let mut draft = composer.draft;
    draft.tree.comments = std::mem::take(&mut parser.scanner.comments);
    if let [root] = draft.tree.nodes[..]
        && root.kind == Kind::Null
        && root.flags & (TAGGED | ALIAS) == 0
    {
        draft.tree.nodes.clear();
    }
    Ok(draft)
}

/// What stands behind the root and is more than blanks and comments.
fn dropped(text: &str, from: usize) -> Option<Span> {
    let mut at = from;
    for line in text.get(from..)?.split_inclusive('\n') {
        let content = line.trim_start();
        if !content.is_empty() && !content.starts_with('#') {
            let start = at + line.len() - content.len();
            let end = text.trim_end().len();
            return Some(Span::new(start as u32, end as u32));
        }
        at += line.len();
    }
    None
}

/// A collection that is being read.
struct Open {
    node: u32,
    /// Whether the next child is a key.
    key_next: bool,
}

struct Composer<'s> {
    draft: Draft<'s>,
    open: Vec<Open>,
    anchors: HashMap<String, u32>,
    /// Where the last node ended.
    last_end: u32,
}

impl Composer<'_> {
    fn add(&mut self, event: Event) -> Scan {
        let Event {
            kind,
            start,
            end,
            anchor,
            tag,
        } = event;
        let index = self.draft.tree.nodes.len() as u32;
        if matches!(kind, EventKind::SequenceEnd | EventKind::MappingEnd) {
            self.close(end);
            return Ok(());
        }
        let is_key = self.turn();
        let key = if is_key { KEY } else { 0 };
        if let Some(name) = anchor {
            self.anchors.insert(name, index);
        }
        if let Some((tag, span)) = tag {
            self.draft.tree.tags.push((index, span, tag));
            self.draft.unsure = true;
        }
        let (start, end) = (start.offset as u32, end.offset as u32);
        match kind {
            EventKind::Alias(name) => self.alias(&name, start, end, key)?,
            EventKind::Scalar(scalar) => self.scalar(scalar, start, key, tag.map(|(tag, _)| tag)),
            EventKind::Empty | EventKind::Missing => {
                let at = if matches!(kind, EventKind::Empty) {
                    start
                } else {
                    self.last_end
                };
                self.draft.tree.nodes.push(null_at(at, is_key));
                self.draft.unsure |= is_key;
                self.last_end = self.last_end.max(at);
            }
            EventKind::MappingStart(style) => self.start(Kind::Map, style, start, key),
            EventKind::SequenceStart(style) => self.start(Kind::Seq, style, start, key),
            _ => {}
        }
        if tag.is_some()
            && let Some(node) = self.draft.tree.nodes.get_mut(index as usize)
        {
            node.flags |= TAGGED;
        }
        Ok(())
    }

    /// Whether the node that comes is a key; the one after it is then a value, and the other way round.
    fn turn(&mut self) -> bool {
        let Some(open) = self.open.last_mut() else {
            return false;
        };
        if self.draft.tree.nodes[open.node as usize].kind != Kind::Map {
            return false;
        }
        let is_key = open.key_next;
        open.key_next = !is_key;
        is_key
    }

    fn start(&mut self, kind: Kind, style: Style, start: u32, key: u8) {
        // Only a mapping's keys can be odd in this way.
        self.draft.unsure |= key != 0;
        self.open.push(Open {
            node: self.draft.tree.nodes.len() as u32,
            key_next: true,
        });
        self.draft.depth = self.draft.depth.max(self.open.len());
        self.draft.tree.nodes.push(Node {
            start,
            end: start,
            next: 0,
            kind,
            style,
            flags: key,
        });
        self.last_end = self.last_end.max(start);
    }

    fn close(&mut self, end: Mark) {
        let Some(open) = self.open.pop() else { return };
        let tree = &mut self.draft.tree;
        let next = tree.nodes.len() as u32;
        let node = &mut tree.nodes[open.node as usize];
        // `[a: b]` holds a flow mapping without braces.
        let has_brackets = matches!(
            tree.text.as_bytes().get(node.start as usize),
            Some(b'{' | b'[')
        );
        if node.style == Style::Flow && has_brackets && end.offset > 0 {
            self.last_end = end.offset as u32;
        }
        node.next = next;
        node.end = self.last_end;
    }

    fn alias(&mut self, name: &str, start: u32, end: u32, key: u8) -> Scan {
        let at = Mark {
            offset: start as usize,
            ..Mark::default()
        };
        let Some(target) = self.anchors.get(name).copied() else {
            return Err(Problem::decode(
                format!("unknown anchor '{name}' referenced"),
                at,
            ));
        };
        let node = self.draft.tree.nodes[target as usize];
        if matches!(node.kind, Kind::Map | Kind::Seq) && node.next == 0 {
            return Err(Problem::decode(
                format!("anchor '{name}' value contains itself"),
                at,
            ));
        }
        self.draft.references = true;
        self.draft.tree.nodes.push(Node {
            start,
            end,
            next: target,
            kind: Kind::Null,
            style: Style::Plain,
            flags: ALIAS | key,
        });
        self.last_end = end;
        Ok(())
    }

    fn scalar(&mut self, scalar: ScalarToken, start: u32, key: u8, tag: Option<Tag>) {
        let ScalarToken {
            style,
            value,
            indent,
            end,
        } = scalar;
        let end = end as u32;
        let text = self.draft.tree.text;
        let mut flags = key;
        let implicit = (tag.is_none() && style == Style::Plain) || tag == Some(Tag::NonSpecific);
        if key != 0 && value == "<<" && (implicit || tag == Some(Tag::Merge)) {
            flags |= MERGE;
            self.draft.references = true;
        }
        if style == Style::Plain {
            self.draft.unsure |= is_unsure(&value, key != 0);
        }
        let raw = match style {
            Style::Plain => text.get(start as usize..end as usize),
            Style::SingleQuoted | Style::DoubleQuoted => {
                text.get(start as usize + 1..end as usize - 1)
            }
            _ => None,
        };
        let node = Node {
            start,
            end,
            next: indent as u32,
            kind: Kind::Scalar,
            style,
            flags,
        };
        if raw == Some(value.as_str()) {
            self.draft.tree.nodes.push(Node {
                flags: flags | RAW,
                ..node
            });
        } else {
            self.draft.push_owned(node, value.into());
        }
        self.last_end = end;
    }
}

/// Whether Kubernetes may refuse an untagged plain scalar: as a key null and numbers above `i64::MAX`, as a value what
/// is not finite.
fn is_unsure(value: &str, is_key: bool) -> bool {
    match scalar::untagged(value) {
        Some(Scalar::Null | Scalar::Uint(_)) => is_key,
        Some(Scalar::Float(number)) => !number.is_finite(),
        _ => false,
    }
}
