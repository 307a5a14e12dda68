//! The identity of keys: every key gets a number when a document is read, and is told apart from others, and looked up
//! in tables, by that number.

use super::scalar;
use super::tree::{KEY, Kind, NAMED, Node, NodeId, RAW, STRING, Style, TAGGED, Tree, raw};
use crate::hash::hash;
use crate::names::Name;

/// Numbers from here on are hashes of other keys than well-known names.
pub(super) const HASHED: u32 = 1 << 31;

/// After so many keys of a mapping that were looked for among those before them, all its keys are sorted instead.
const SEARCHES: usize = 16;

/// A number that equal keys share. What is below HASHED belongs to one well-known name.
#[inline]
pub(super) fn number(key: &[u8]) -> u32 {
    let hash = hash(key);
    Name::of_hash(hash, key).map_or(hash | HASHED, |name| u32::from(name.number()))
}

/// Gives a key its number, where its text stands in the source as Kubernetes reads it. Whether that is so.
#[inline(always)]
fn number_key(key: &mut Node, text: &[u8]) -> bool {
    if key.flags & (RAW | TAGGED) != RAW {
        return false;
    }
    let text = text.get(raw(key)).unwrap_or_default();
    let number = number(text);
    // No field has a name that YAML takes for something else than a string.
    if number >= HASHED && key.style == Style::Plain && !is_surely_text(text) {
        return false;
    }
    key.flags |= NAMED;
    key.next = number;
    true
}

impl Tree<'_> {
    /// Numbers every key whose text stands in the source as Kubernetes reads it, and marks every value that is a string at
    /// first sight. Done once, when a document is read.
    pub(super) fn number_keys(&mut self) {
        let text = self.text.as_bytes();
        self.has_plain_keys = true;
        for node in &mut self.nodes {
            if node.flags & KEY != 0 {
                self.has_plain_keys &= number_key(node, text);
            } else if node.kind == Kind::Scalar && is_string_at_first_sight(node, text) {
                node.flags |= STRING;
            }
        }
    }

    /// Whether the keys of every mapping are all different ones. No more than a guess where it says no.
    pub(crate) fn has_unique_keys(&self) -> bool {
        *self.has_unique_keys.get_or_init(|| {
            let mut nodes = self.nodes.iter().zip(0..);
            nodes.all(|(node, at)| node.kind != Kind::Map || self.are_unique_in(at, node.next))
        })
    }

    /// Whether the keys of the mapping `map`, which ends before `end`, are all different ones.
    fn are_unique_in(&self, map: u32, end: u32) -> bool {
        let inside = self.nodes.get(..end as usize).unwrap_or_default();
        let mut seen = Seen([0; 16]);
        let mut searches = 0;
        let mut at = map as usize + 1;
        while let Some([key, value]) = inside.get(at..).and_then(<[Node]>::first_chunk) {
            let number = if key.flags & NAMED != 0 {
                key.next
            } else {
                self.number_of_text(NodeId(at as u32))
            };
            if !seen.is_new(number) {
                searches += 1;
                if searches > SEARCHES {
                    return self.are_unique_in_many(NodeId(map));
                }
                if self.is_numbered_before(NodeId(map), at, number) {
                    return false;
                }
            }
            at = match value.kind {
                Kind::Map | Kind::Seq => value.next as usize,
                Kind::Null | Kind::Scalar => at + 2,
            };
        }
        true
    }

    /// Whether the keys of a mapping of many keys are all different ones.
    #[cold]
    fn are_unique_in_many(&self, map: NodeId) -> bool {
        let mut numbers: Vec<u32> = self.entries(map).map(|(key, _)| self.number(key)).collect();
        numbers.sort_unstable();
        numbers.windows(2).all(|two| two[0] != two[1])
    }

    /// Whether a key of a mapping that stands before the node `at` has that number.
    #[cold]
    fn is_numbered_before(&self, map: NodeId, at: usize, number: u32) -> bool {
        let keys = self.entries(map).map(|(key, _)| key);
        keys.take_while(|key| (key.0 as usize) < at)
            .any(|key| self.number(key) == number)
    }

    /// A number that equal keys share.
    #[inline]
    pub(super) fn number(&self, key: NodeId) -> u32 {
        match self.nodes.get(key.0 as usize) {
            Some(node) if node.flags & NAMED != 0 => node.next,
            _ => self.number_of_text(key),
        }
    }

    #[cold]
    fn number_of_text(&self, key: NodeId) -> u32 {
        number(self.key_text(key).as_bytes())
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
}

/// Whether a plain text is nothing else than a string.
#[inline]
fn is_surely_text(text: &[u8]) -> bool {
    !scalar::may_be_other(text)
        || std::str::from_utf8(text).is_ok_and(|text| scalar::untagged(text).is_none())
}

/// Whether a scalar without a tag is quoted, a block, or a plain text that starts like no other value.
#[inline]
fn is_string_at_first_sight(scalar: &Node, text: &[u8]) -> bool {
    scalar.flags & (KEY | TAGGED) == 0
        && (scalar.style != Style::Plain
            || scalar.flags & RAW != 0
                && (text.get(raw(scalar))).is_some_and(|text| !scalar::may_be_other(text)))
}

/// The numbers of a mapping's keys: a bit for every well-known name, which the others share.
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
