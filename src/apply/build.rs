//! From the pieces of a merge to a tree.

use super::merge::{Key, Piece};
use crate::yaml::{Kind, Node, Style, Tree};
use serde_json::Value;

/// The tree of a merge. What only the server has stands, without length, where the mapping or list around it begins.
pub(super) fn tree<'s>(new: &Tree<'s>, root: &Piece<'_>) -> Tree<'s> {
    let mut builder = Builder {
        new,
        tree: new.emptied(),
    };
    builder.piece(root, 0);
    builder.tree
}

struct Builder<'n, 's> {
    new: &'n Tree<'s>,
    tree: Tree<'s>,
}

impl Builder<'_, '_> {
    fn piece(&mut self, piece: &Piece<'_>, near: u32) {
        match piece {
            Piece::Written(node) => self.tree.copy_from(self.new, *node),
            Piece::Live(value) => self.live(value, near),
            Piece::Map(at, entries) => {
                let span = self.new.span(*at);
                let open = self.tree.open(*self.new.node(*at));
                for (key, piece) in entries {
                    match key {
                        Key::Written(key) => self.tree.copy_from(self.new, *key),
                        Key::Live(key) => self.tree.push_text(key, span.start, true, true),
                    }
                    self.piece(piece, span.start);
                }
                self.tree.close(open);
            }
            Piece::List(at, items) => {
                let span = self.new.span(*at);
                let open = self.tree.open(*self.new.node(*at));
                for item in items {
                    self.piece(item, span.start);
                }
                self.tree.close(open);
            }
        }
    }

    fn live(&mut self, value: &Value, near: u32) {
        match value {
            Value::Null => self.tree.push_text("null", near, false, false),
            Value::Bool(_) | Value::Number(_) => {
                self.tree.push_text(&value.to_string(), near, false, false);
            }
            Value::String(text) => self.tree.push_text(text, near, true, false),
            Value::Array(items) => {
                let open = self.tree.open(container(Kind::Seq, near));
                for item in items {
                    self.live(item, near);
                }
                self.tree.close(open);
            }
            Value::Object(entries) => {
                let open = self.tree.open(container(Kind::Map, near));
                for (key, value) in entries {
                    self.tree.push_text(key, near, true, true);
                    self.live(value, near);
                }
                self.tree.close(open);
            }
        }
    }
}

fn container(kind: Kind, near: u32) -> Node {
    Node {
        start: near,
        end: near,
        next: 0,
        kind,
        style: Style::Flow,
        flags: 0,
    }
}
