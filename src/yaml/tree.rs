//! The arena: one document as 16-byte nodes in preorder.

use super::keys::{self, HASHED};
use super::scalar::{self, Scalar, Tag};
use super::text;
use crate::source::Span;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// A node of one tree: an index into its arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

impl NodeId {
    /// No node: nothing is written there.
    pub const NONE: Self = Self(u32::MAX);

    /// Whether nothing is written there.
    #[must_use]
    #[inline]
    pub const fn is_none(self) -> bool {
        self.0 == u32::MAX
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Nothing written where a value could stand (`key:`).
    Null,
    /// A scalar; what it means is [`Tree::scalar`].
    Scalar,
    /// A mapping: key, value, key, value, …
    Map,
    /// A sequence.
    Seq,
}

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Style {
    /// `text`
    Plain,
    /// `'text'`
    SingleQuoted,
    /// `"text"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
    /// `{…}` or `[…]`
    Flow,
    /// By indentation.
    Block,
}

/// One node: 16 bytes, preorder. A mapping's children are its keys and values in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Containers: index of the first node behind the subtree. Block scalars: indentation of the content. NAMED keys:
    /// the number that keys of the same text share.
    pub next: u32,
    /// What it is.
    pub kind: Kind,
    /// How it is written.
    pub style: Style,
    /// `RAW`, `OWNED`, `TAGGED`, `KEY`, `NAMED`, `STRING`; `ALIAS` and `MERGE` only while a document is read.
    pub(crate) flags: u8,
}

/// The value is the text between `start` and `end` (less the quotes) as it stands. With neither RAW nor OWNED it is
/// unescaped or folded when it is asked for.
pub(crate) const RAW: u8 = 1;
/// The value stands in `Tree::owned`.
pub(crate) const OWNED: u8 = 2;
/// The node has a tag, in `Tree::tags`.
pub(crate) const TAGGED: u8 = 4;
/// The node is a key of a mapping.
pub(crate) const KEY: u8 = 8;
/// The node stands for the one that `next` names.
pub(crate) const ALIAS: u8 = 16;
/// The node is a key `<<` that merges its value.
pub(crate) const MERGE: u8 = 32;

/// The node is a key whose text stands in the source as Kubernetes reads it, and `next` is the number of that text:
/// nearly all keys are told apart without a look at their letters.
pub(crate) const NAMED: u8 = 64;
/// The node is a value that is a string at first sight.
pub(crate) const STRING: u8 = 128;

/// One document.
#[derive(Clone, Debug, Default)]
pub struct Tree<'s> {
    /// Text of the whole source; offsets of nodes count in it.
    pub(crate) text: &'s str,
    pub(crate) nodes: Vec<Node>,
    /// Comments in text order, from `#` to the end of the line.
    pub(crate) comments: Vec<Span>,
    /// Values that are not a slice of the text, sorted by node.
    pub(crate) owned: Vec<(u32, Arc<str>)>,
    /// Tags as written (`!!str`) and as understood, sorted by node.
    pub(crate) tags: Vec<(u32, Span, Tag)>,
    /// Nodes that came from an alias or a merge key, sorted by node: (first node of the copy, one past its last, use).
    /// A copy within a copy belongs to the outer one.
    pub(crate) copies: Vec<(u32, u32, Span)>,
    /// Whether the keys of every mapping are all different ones, once somebody has asked.
    pub(super) has_unique_keys: OnceLock<bool>,
    /// Every key is NAMED. Not known of trees that were put together.
    pub(super) has_plain_keys: bool,
    /// Read by a JSON decoder: numbers are kept as written.
    pub(crate) json: bool,
}

impl<'s> Tree<'s> {
    /// The root node; NONE in an empty document.
    #[must_use]
    pub fn root(&self) -> NodeId {
        if self.nodes.is_empty() {
            NodeId::NONE
        } else {
            NodeId(0)
        }
    }

    /// Whether a node is a key of a mapping.
    #[must_use]
    pub fn is_key(&self, id: NodeId) -> bool {
        self.nodes
            .get(id.0 as usize)
            .is_some_and(|node| node.flags & KEY != 0)
    }

    /// Text of the whole source.
    #[must_use]
    pub fn source(&self) -> &'s str {
        self.text
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the document is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Comments in text order, from `#` to the end of the line.
    #[must_use]
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// The node itself.
    ///
    /// # Panics
    /// Where `id` is NONE or of another tree.
    #[must_use]
    #[inline]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The node itself; None where nothing is written.
    #[inline]
    pub(crate) fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// What a node is; nothing written is Null.
    #[must_use]
    #[inline]
    pub fn kind(&self, id: NodeId) -> Kind {
        self.nodes
            .get(id.0 as usize)
            .map_or(Kind::Null, |node| node.kind)
    }

    /// Where a node stands in the source: the text of its definition, also where an alias uses it.
    #[must_use]
    pub fn span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        Span::new(node.start, node.end)
    }

    /// Where an alias or merge key uses the text of a node that it brought here.
    #[must_use]
    pub fn used_at(&self, id: NodeId) -> Option<Span> {
        let index = self.copies.partition_point(|copy| copy.0 <= id.0);
        let copy = self.copies.get(index.checked_sub(1)?)?;
        (id.0 < copy.1).then_some(copy.2)
    }

    /// Whether JSON decoders read this, not YAML: Kubernetes does so for texts that start with `{`.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Index of the first node behind a subtree.
    #[must_use]
    #[inline]
    pub fn after(&self, id: NodeId) -> NodeId {
        let node = self.node(id);
        NodeId(if matches!(node.kind, Kind::Map | Kind::Seq) {
            node.next
        } else {
            id.0 + 1
        })
    }

    /// Keys and values of a mapping in text order, duplicates included; nothing for anything else.
    #[inline]
    pub fn entries(&self, map: NodeId) -> Entries<'_, 's> {
        let (at, end) = match self.nodes.get(map.0 as usize) {
            Some(node) if node.kind == Kind::Map => (map.0 + 1, node.next),
            _ => (0, 0),
        };
        Entries {
            tree: self,
            at,
            end,
        }
    }

    /// Items of a sequence; nothing for anything else.
    #[inline]
    pub fn items(&self, seq: NodeId) -> Items<'_, 's> {
        let (at, end) = match self.nodes.get(seq.0 as usize) {
            Some(node) if node.kind == Kind::Seq => (seq.0 + 1, node.next),
            _ => (0, 0),
        };
        Items {
            tree: self,
            at,
            end,
        }
    }

    /// The value of a key; the last one wins, as in Kubernetes. NONE where it is not written or `map` is no mapping.
    #[must_use]
    pub fn entry(&self, map: NodeId, key: &str) -> NodeId {
        let mut found = NodeId::NONE;
        if self.kind(map) != Kind::Map {
            return found;
        }
        let number = keys::number(key.as_bytes());
        for (written, value) in self.entries(map) {
            let node = self.node(written);
            let is_it = if node.flags & NAMED != 0 {
                node.next == number && (number < HASHED || self.raw(node) == key)
            } else {
                self.key_text(written) == key
            };
            if is_it {
                found = value;
            }
        }
        found
    }

    /// The item of a list, or the key of the entry of a mapping, that a node inside belongs to, and how many stand before
    /// it. Looks from one of them on, of which the same is known.
    pub(crate) fn child_around(
        &self,
        node: NodeId,
        is_map: bool,
        (mut child, mut index): (NodeId, u32),
    ) -> (NodeId, u32) {
        loop {
            let last = NodeId(child.0 + u32::from(is_map));
            let after = self.after(last);
            if node < after {
                return (child, index);
            }
            child = after;
            index += 1;
        }
    }

    /// The text of a RAW node.
    #[inline]
    fn raw(&self, node: &Node) -> &'s str {
        self.text.get(raw(node)).unwrap_or("")
    }

    /// The value at the end of a path of keys.
    #[must_use]
    pub fn lookup(&self, from: NodeId, path: &[&str]) -> NodeId {
        path.iter().fold(from, |at, key| self.entry(at, key))
    }

    /// A key as Kubernetes' reader makes it a string: `y` is `true`, `0x10` is `16`.
    #[must_use]
    #[inline]
    pub fn key_text(&self, key: NodeId) -> Cow<'_, str> {
        if let Some(node) = self.nodes.get(key.0 as usize)
            && node.flags & NAMED != 0
        {
            return Cow::Borrowed(self.raw(node));
        }
        match self.scalar(key) {
            Scalar::Str(text) => text,
            other => Cow::Owned(other.as_key()),
        }
    }

    /// The text of a scalar: unquoted, unescaped, folded. What it means is [`Tree::scalar`].
    #[must_use]
    #[inline]
    pub fn text(&self, id: NodeId) -> Cow<'_, str> {
        match self.nodes.get(id.0 as usize) {
            Some(node) if node.flags & RAW != 0 => Cow::Borrowed(self.raw(node)),
            Some(node) if node.kind == Kind::Scalar => self.decoded(id, node),
            _ => Cow::Borrowed(""),
        }
    }

    /// How many bytes the text of a scalar has, or more: nothing is unescaped or folded to tell.
    pub(crate) fn most_bytes(&self, id: NodeId) -> usize {
        match self.get(id) {
            // No escape is shorter than half of what it stands for; a block may end in a line break that is not written.
            Some(node) if node.flags & OWNED == 0 => 2 * (node.end - node.start) as usize + 1,
            _ => self.text(id).len(),
        }
    }

    /// The text of a scalar that is not RAW.
    fn decoded(&self, id: NodeId, node: &Node) -> Cow<'_, str> {
        if node.flags & OWNED != 0
            && let Ok(at) = self.owned.binary_search_by_key(&id.0, |owned| owned.0)
        {
            return Cow::Borrowed(&self.owned[at].1);
        }
        let raw = self
            .text
            .get(node.start as usize..node.end as usize)
            .unwrap_or("");
        Cow::Owned(text::decode(raw, node.style, node.next as usize))
    }

    /// The tag of a node as written, such as `!!str`.
    #[must_use]
    pub fn tag(&self, id: NodeId) -> Option<&'s str> {
        if self.nodes.get(id.0 as usize)?.flags & TAGGED == 0 {
            return None;
        }
        let at = self.tags.binary_search_by_key(&id.0, |tag| tag.0).ok()?;
        Some(&self.text[self.tags[at].1.range()])
    }

    /// The tag of a node as understood.
    fn resolved_tag(&self, id: NodeId) -> Option<Tag> {
        let at = self.tags.binary_search_by_key(&id.0, |tag| tag.0).ok()?;
        Some(self.tags[at].2)
    }

    /// What Kubernetes reads from a scalar. Null for what is not written, and for containers.
    #[must_use]
    #[inline]
    pub fn scalar(&self, id: NodeId) -> Scalar<'_> {
        match self.nodes.get(id.0 as usize) {
            Some(node) if node.flags & STRING != 0 => Scalar::Str(self.text(id)),
            Some(node) if node.flags & TAGGED != 0 => self.tagged_scalar(id, node.kind),
            Some(node) if node.kind == Kind::Scalar => {
                if node.style == Style::Plain {
                    scalar::plain(self.text(id))
                } else {
                    Scalar::Str(self.text(id))
                }
            }
            _ => Scalar::Null,
        }
    }

    fn tagged_scalar(&self, id: NodeId, kind: Kind) -> Scalar<'_> {
        match (kind, self.resolved_tag(id)) {
            (Kind::Null | Kind::Scalar, Some(tag)) => {
                // `parse` has refused what does not fit.
                scalar::tagged(tag, self.text(id)).unwrap_or_else(|_| Scalar::Str(self.text(id)))
            }
            _ => Scalar::Null,
        }
    }

    /// Whether Kubernetes reads null there, or nothing is written.
    #[must_use]
    #[inline]
    pub fn is_null(&self, id: NodeId) -> bool {
        match self.get(id) {
            None => true,
            Some(node) if node.flags & STRING != 0 => false,
            Some(node) => match node.kind {
                Kind::Map | Kind::Seq => false,
                Kind::Null | Kind::Scalar => self.is_null_scalar(id, node),
            },
        }
    }

    fn is_null_scalar(&self, id: NodeId, node: &Node) -> bool {
        if node.flags & TAGGED != 0 {
            return self.scalar(id) == Scalar::Null;
        }
        node.kind == Kind::Null || node.style == Style::Plain && scalar::is_null(&self.text(id))
    }

    /// Whether what is written there is a string at first sight: quoted, a block, or a plain text that starts like no other
    /// value; and without a tag. No more than a guess where it says no.
    #[must_use]
    #[inline]
    pub fn is_surely_string(&self, id: NodeId) -> bool {
        let node = self.nodes.get(id.0 as usize);
        node.is_some_and(|node| node.flags & STRING != 0)
    }

    /// The text of what is a string at first sight and stands in the source as it is read: that of nearly all strings.
    #[inline]
    pub(crate) fn plain_string(&self, id: NodeId) -> Option<&'s str> {
        let node = self.get(id)?;
        (node.flags & (STRING | RAW) == STRING | RAW).then(|| self.raw(node))
    }

    /// The text of a string scalar; None for anything that is not a string.
    #[must_use]
    pub fn string(&self, id: NodeId) -> Option<Cow<'_, str>> {
        if self.is_surely_string(id) {
            return Some(self.text(id));
        }
        match self.scalar(id) {
            Scalar::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The nearest container around a node; NONE for the root. Walks down from the root: for messages, not for loops.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> NodeId {
        let mut parent = NodeId::NONE;
        let mut at = self.root();
        while at != id && at.0 < id.0 && (at.0 as usize) < self.nodes.len() {
            if self.after(at) <= id {
                at = self.after(at);
            } else {
                parent = at;
                at = NodeId(at.0 + 1);
            }
        }
        parent
    }

    /// The key of a value in a mapping; NONE for items and the root. Keys are leaves, so it stands right before.
    #[must_use]
    #[inline]
    pub fn key_of(&self, value: NodeId) -> NodeId {
        match value.0.checked_sub(1).map(NodeId) {
            Some(before) if self.is_key(before) && !value.is_none() => before,
            _ => NodeId::NONE,
        }
    }
}

/// Where the text of a RAW node stands.
#[inline]
pub(super) fn raw(node: &Node) -> std::ops::Range<usize> {
    let quotes = u32::from(matches!(
        node.style,
        Style::SingleQuoted | Style::DoubleQuoted
    ));
    (node.start + quotes) as usize..(node.end - quotes) as usize
}

/// See [`Tree::entries`].
#[derive(Clone, Debug)]
pub struct Entries<'t, 's> {
    tree: &'t Tree<'s>,
    at: u32,
    end: u32,
}

impl Iterator for Entries<'_, '_> {
    type Item = (NodeId, NodeId);

    #[inline]
    fn next(&mut self) -> Option<(NodeId, NodeId)> {
        if self.at >= self.end {
            return None;
        }
        let key = NodeId(self.at);
        let value = NodeId(self.at + 1);
        self.at = self.tree.after(value).0;
        Some((key, value))
    }
}

/// See [`Tree::items`].
#[derive(Clone, Debug)]
pub struct Items<'t, 's> {
    tree: &'t Tree<'s>,
    at: u32,
    end: u32,
}

impl Iterator for Items<'_, '_> {
    type Item = NodeId;

    #[inline]
    fn next(&mut self) -> Option<NodeId> {
        if self.at >= self.end {
            return None;
        }
        let item = NodeId(self.at);
        self.at = self.tree.after(item).0;
        Some(item)
    }
}
