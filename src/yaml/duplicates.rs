//! Keys that stand twice in one mapping.

use super::tree::{Kind, NodeId, Tree};
use std::borrow::Cow;
use std::collections::HashMap;

/// Up to so many keys are compared with each other; more are sorted.
const FEW: usize = 12;

/// A key that was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The mapping.
    pub map: NodeId,
    /// The key as it stood first.
    pub first: NodeId,
    /// The key that says the same again; its value wins.
    pub second: NodeId,
}

/// Every key of a document that repeats one before it in its mapping, in text order. Keys are the same when Kubernetes
/// makes the same text of them (`yes` and `"true"`). What aliases and merge keys brought does not count: a key may
/// override what is merged. Linear in the size of the document.
#[must_use]
pub fn duplicates(tree: &Tree<'_>) -> Vec<Duplicate> {
    let mut found = Vec::new();
    if tree.has_unique_keys() {
        return found;
    }
    let mut keys: Vec<(u32, NodeId)> = Vec::new();
    let has_copies = !tree.copies.is_empty();
    let is_copy = |id: NodeId| has_copies && tree.used_at(id).is_some();
    for (index, node) in tree.nodes.iter().enumerate() {
        let map = NodeId(index as u32);
        if node.kind != Kind::Map || is_copy(map) {
            continue;
        }
        keys.clear();
        for (key, _) in tree.entries(map) {
            if !is_copy(key) {
                keys.push((tree.number(key), key));
            }
        }
        if keys.len() > FEW {
            among_many(tree, map, &keys, &mut found);
        } else {
            among_few(tree, map, &keys, &mut found);
        }
    }
    found.sort_unstable_by_key(|duplicate| duplicate.second);
    found
}

fn among_few(tree: &Tree<'_>, map: NodeId, keys: &[(u32, NodeId)], found: &mut Vec<Duplicate>) {
    for (index, (number, second)) in keys.iter().enumerate() {
        let is_same = |(other, first): &&(u32, NodeId)| {
            other == number && tree.key_text(*first) == tree.key_text(*second)
        };
        if let Some((_, first)) = keys[..index].iter().find(is_same) {
            found.push(Duplicate {
                map,
                first: *first,
                second: *second,
            });
        }
    }
}

fn among_many(tree: &Tree<'_>, map: NodeId, keys: &[(u32, NodeId)], found: &mut Vec<Duplicate>) {
    let mut numbers: Vec<u32> = keys.iter().map(|key| key.0).collect();
    numbers.sort_unstable();
    if numbers.windows(2).all(|two| two[0] != two[1]) {
        return;
    }
    let mut seen: HashMap<Cow<'_, str>, NodeId> = HashMap::with_capacity(keys.len());
    for (_, second) in keys {
        let first = *seen.entry(tree.key_text(*second)).or_insert(*second);
        if first != *second {
            found.push(Duplicate {
                map,
                first,
                second: *second,
            });
        }
    }
}
