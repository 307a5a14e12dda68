//! The identity of keys: every key gets a number when a document is read, and is told apart from others, and looked up
//! in tables, by that number.

use super::scalar;
use super::tree::{KEY, Kind, NAMED, Node, NodeId, RAW, Style, TAGGED, Tree, raw};
use crate::hash::hash;
use crate::names::Name;

/// Numbers from here on are hashes of other keys than well-known names.
pub(super) const HASHED: u32 = 1 << 31;

/// A number that equal keys share. What is below HASHED belongs to one well-known name.
#[inline]
pub(super) fn number(key: &[u8]) -> u32 {
    let hash = hash(key);
    Name::of_hash(hash, key).map_or(hash | HASHED, |name| u32::from(name.number()))
}

impl Tree<'_> {
    /// Numbers every key whose text stands in the source as Kubernetes reads it, and learns what holds of all keys. Done
    /// once, when a document is read.
    pub(super) fn name_keys(&mut self) {
        self.has_unique_keys = true;
        self.has_plain_keys = true;
        for map in (0..self.nodes.len() as u32).map(NodeId) {
            if self.kind(map) == Kind::Map {
                self.name_keys_of(map);
            }
        }
    }

    fn name_keys_of(&mut self, map: NodeId) {
        let mut seen = Seen::default();
        let (mut key, end) = (NodeId(map.0 + 1), self.after(map));
        while key < end {
            self.has_unique_keys &= seen.is_new(self.name_key(key));
            key = self.after(NodeId(key.0 + 1));
        }
    }

    fn name_key(&mut self, key: NodeId) -> u32 {
        let text = self.text.as_bytes();
        let node = &mut self.nodes[key.0 as usize];
        if is_read_as_written(node, text) {
            node.flags |= NAMED;
            node.next = number(text.get(raw(node)).unwrap_or_default());
            return node.next;
        }
        self.has_plain_keys = false;
        self.number(key)
    }

    /// A number that equal keys share.
    #[inline]
    pub(super) fn number(&self, key: NodeId) -> u32 {
        match self.nodes.get(key.0 as usize) {
            Some(node) if node.flags & NAMED != 0 => node.next,
            _ => number(self.key_text(key).as_bytes()),
        }
    }

    /// The well-known name that a key is.
    #[inline]
    pub(crate) fn name(&self, key: NodeId) -> Option<Name> {
        Name::numbered(self.number(key))
    }

    /// The values of some well-known keys, as [`Tree::entry`] finds them one by one.
    pub(crate) fn values<const COUNT: usize>(
        &self,
        map: NodeId,
        names: [Name; COUNT],
    ) -> [NodeId; COUNT] {
        let mut found = [NodeId::NONE; COUNT];
        for (key, value) in self.entries(map) {
            let name = self.name(key);
            if let Some(at) = names.iter().position(|wanted| name == Some(*wanted)) {
                found[at] = value;
            }
        }
        found
    }

    /// Whether Kubernetes reads the key as it is written.
    #[inline]
    pub(crate) fn is_plain_name(&self, key: NodeId) -> bool {
        let node = self.nodes.get(key.0 as usize);
        node.is_some_and(|node| node.flags & NAMED != 0)
    }

    /// Whether Kubernetes reads every key as it is written. No more than a guess where it says no.
    #[inline]
    pub(crate) fn has_plain_keys(&self) -> bool {
        self.has_plain_keys
    }

    /// Whether no mapping has a key twice. No more than a guess where it says no.
    #[inline]
    pub(crate) fn has_unique_keys(&self) -> bool {
        self.has_unique_keys
    }
}

/// Whether Kubernetes reads a key as it is written.
#[inline]
fn is_read_as_written(key: &Node, text: &[u8]) -> bool {
    key.flags & (KEY | RAW | TAGGED) == KEY | RAW
        && (key.style != Style::Plain || !can_be_other(text.get(raw(key)).unwrap_or_default()))
}

/// Whether a plain text may be something else than a string, or a key other than its text.
#[inline]
fn can_be_other(text: &[u8]) -> bool {
    scalar::may_be_other(text)
        && std::str::from_utf8(text).is_ok_and(|text| scalar::untagged(text).is_some())
}

/// The numbers of a mapping's keys: a bit for every well-known name, which the others share.
#[derive(Default)]
struct Seen([u64; 16]);

impl Seen {
    /// Adds a number. Where it says yes, the number was not there before.
    #[inline]
    fn is_new(&mut self, number: u32) -> bool {
        let word = &mut self.0[number as usize / 64 % 16];
        let bit = 1 << (number % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}
