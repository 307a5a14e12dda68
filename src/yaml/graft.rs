//! Making a tree out of parts of another one and of values that nobody wrote.

use super::tree::{KEY, Kind, Node, NodeId, OWNED, Style, Tree};
use std::sync::Arc;

impl<'s> Tree<'s> {
    /// A tree of the same text without nodes.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self {
            text: self.text,
            json: self.json,
            ..Self::default()
        }
    }

    /// Appends a subtree of another tree of the same text.
    pub fn copy_from(&mut self, other: &Self, node: NodeId) {
        if node.is_none() {
            return;
        }
        let (first, end) = (node.0, other.after(node).0);
        let shift = |at: u32, here: u32| at - first + here;
        let here = self.nodes.len() as u32;
        for node in other.nodes.iter().take(end as usize).skip(first as usize) {
            let mut node = *node;
            if matches!(node.kind, Kind::Map | Kind::Seq) {
                node.next = shift(node.next, here);
            }
            self.nodes.push(node);
        }
        let owned = range(&other.owned, first, end, |owned| owned.0);
        self.owned.extend(
            owned
                .iter()
                .map(|owned| (shift(owned.0, here), Arc::clone(&owned.1))),
        );
        let tags = range(&other.tags, first, end, |tag| tag.0);
        self.tags
            .extend(tags.iter().map(|tag| (shift(tag.0, here), tag.1, tag.2)));
        let begins = other.copies.partition_point(|copy| copy.1 <= first);
        for copy in other.copies.iter().skip(begins) {
            let (from, to) = (copy.0.max(first), copy.1.min(end));
            if from >= to {
                break;
            }
            self.copies
                .push((shift(from, here), shift(to, here), copy.2));
        }
    }

    /// Appends a scalar that nobody wrote, at a place in the text.
    pub fn push_text(&mut self, text: &str, at: u32, is_string: bool, is_key: bool) {
        let index = self.nodes.len() as u32;
        self.owned.push((index, Arc::from(text)));
        self.nodes.push(Node {
            start: at,
            end: at,
            next: 0,
            kind: Kind::Scalar,
            style: if is_string {
                Style::DoubleQuoted
            } else {
                Style::Plain
            },
            flags: OWNED | if is_key { KEY } else { 0 },
        });
    }

    /// Appends a mapping or list that looks like `node`; what follows is in it, until it is closed.
    pub fn open(&mut self, node: Node) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node);
        id
    }

    /// Ends the mapping or list.
    pub fn close(&mut self, open: NodeId) {
        let end = self.nodes.len() as u32;
        if let Some(node) = self.nodes.get_mut(open.0 as usize) {
            node.next = end;
        }
    }
}

/// What of a list sorted by node is about nodes from `first` up to `end`.
fn range<T>(list: &[T], first: u32, end: u32, node: impl Fn(&T) -> u32) -> &[T] {
    let from = list.partition_point(|entry| node(entry) < first);
    let to = list.partition_point(|entry| node(entry) < end);
    list.get(from..to).unwrap_or_default()
}
