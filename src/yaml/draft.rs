//! A document as it was read, before its aliases are resolved and its values are checked.
//!
//! Both readers make drafts; `finish` makes trees of them.

use super::expand;
use super::slow::Problem;
use super::tree::{KEY, Kind, Node, OWNED, Style, Tree};
use super::verify;
use crate::source::Span;
use std::sync::Arc;

/// A document as it was read. Aliases are nodes with the flag ALIAS whose `next` is the node they stand for.
#[derive(Debug, Default)]
pub(super) struct Draft<'s> {
    pub(super) tree: Tree<'s>,
    /// There are aliases or merge keys.
    pub(super) references: bool,
    /// There is something that Kubernetes may refuse behind the grammar: a tag, an odd key, an infinite number.
    pub(super) unsure: bool,
    /// How deep collections nest.
    pub(super) depth: usize,
    /// Text behind the root that Kubernetes never looks at.
    pub(super) dropped: Option<Span>,
}

impl<'s> Draft<'s> {
    /// The tree that Kubernetes reads.
    pub(super) fn finish(mut self) -> Result<Tree<'s>, Box<Problem>> {
        if self.references {
            self = expand::expand(self)?;
        }
        if self.unsure || self.depth > verify::MAX_DEPTH {
            verify::verify(&self.tree)?;
        }
        self.tree.number_keys();
        Ok(self.tree)
    }

    /// Adds a node whose value does not stand in the text as it is.
    pub(super) fn push_owned(&mut self, mut node: Node, value: Arc<str>) {
        node.flags |= OWNED;
        self.tree.owned.push((self.tree.nodes.len() as u32, value));
        self.tree.nodes.push(node);
    }
}

/// A node with nothing written: where it would stand.
pub(super) fn null_at(offset: u32, is_key: bool) -> Node {
    let flags = if is_key { KEY } else { 0 };
    Node {
        start: offset,
        end: offset,
        next: 0,
        kind: Kind::Null,
        style: Style::Plain,
        flags,
    }
}
