//! Slots: where a field of a model lives, also when nothing is written there.

use crate::source::Span;
use crate::yaml::{Kind, NodeId, Tree};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt::Write as _;

/// Where a field lives: the object that holds it, its name there, and its node when it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// The node of the object, list or map that holds it; NONE for the root.
    pub parent: NodeId,
    /// What is written; NONE where nothing is.
    pub node: NodeId,
    /// The field's name; None for items of lists, entries of maps, and the root.
    pub name: Option<&'static &'static str>,
}

impl Slot {
    /// The slot of nothing.
    pub const NONE: Self = Self {
        parent: NodeId::NONE,
        node: NodeId::NONE,
        name: None,
    };
}

/// Ids from here on are objects that nobody wrote: indexes into `ObjectTree::made`.
const MADE: u32 = 1 << 31;

/// Most paths are shorter.
const USUAL_PATH: usize = 64;

/// One object in a document: the tree it is written in, its root there, and the slots of what defaulting made.
#[derive(Debug)]
pub struct ObjectTree<'t> {
    /// The document.
    pub tree: &'t Tree<'t>,
    /// The object's node: the document's root, or an item of a `List`.
    pub root: NodeId,
    made: RefCell<Vec<Slot>>,
    keys: RefCell<Vec<(NodeId, String)>>,
    /// In the order of the text.
    free_form: RefCell<Vec<NodeId>>,
    doubtful: Cell<bool>,
    mark: Cell<Mark>,
}

/// Where the last search through a long list or mapping ended. Those who ask go from front to back: each search goes on
/// there, and a list with a finding in each item costs no more than one with a finding in the last.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// The list or mapping.
    parent: NodeId,
    /// The item, or the key of the entry, and how many stand before it.
    child: (NodeId, u32),
}

/// From so many items on a list counts as long.
const LONG: u32 = 32;

impl<'t> ObjectTree<'t> {
    /// The object at `root`.
    #[must_use]
    pub fn new(tree: &'t Tree<'t>, root: NodeId) -> Self {
        Self {
            tree,
            root,
            made: RefCell::default(),
            keys: RefCell::default(),
            free_form: RefCell::default(),
            doubtful: Cell::default(),
            mark: Cell::new(Mark {
                parent: NodeId::NONE,
                child: (NodeId::NONE, 0),
            }),
        }
    }

    /// A node for an object that nobody wrote; its fields have paths, and the span of what is written above them.
    pub(super) fn make(&self, slot: Slot) -> NodeId {
        let mut made = self.made.borrow_mut();
        made.push(slot);
        NodeId(MADE + made.len() as u32 - 1)
    }

    /// The slot of an entry that defaulting puts into a map.
    pub(super) fn make_entry(&self, map: NodeId, key: &str) -> Slot {
        let mut slot = Slot {
            parent: map,
            node: NodeId::NONE,
            name: None,
        };
        slot.node = self.make(slot);
        self.keys.borrow_mut().push((slot.node, format!("[{key}]")));
        slot
    }

    /// The key of such an entry, in brackets.
    fn made_key(&self, entry: NodeId) -> Option<String> {
        let keys = self.keys.borrow();
        keys.iter()
            .find(|key| key.0 == entry)
            .map(|key| key.1.clone())
    }

    /// Whether the node is one that nobody wrote.
    #[inline]
    pub(super) fn is_made(id: NodeId) -> bool {
        !id.is_none() && id.0 >= MADE
    }

    /// Remembers that a mapping is a Go map, whose keys stand in brackets in a path.
    pub(super) fn mark_free_form(&self, map: NodeId) {
        let mut maps = self.free_form.borrow_mut();
        let at = maps.partition_point(|one| *one < map);
        maps.insert(at, map);
    }

    /// Remembers that decoding came across something that may not be as the API has it.
    pub(super) fn doubt(&self) {
        self.doubtful.set(true);
    }

    /// Whether decoding came across a key that it does not know, a value of a wrong type, or one that it does not look
    /// into. Where it did not, the object has only fields of the newest Kubernetes that the models know, and all of
    /// them decode: the schema pass would say nothing.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.doubtful.get()
    }

    fn made_slot(&self, id: NodeId) -> Slot {
        self.made
            .borrow()
            .get((id.0 - MADE) as usize)
            .copied()
            .unwrap_or(Slot::NONE)
    }

    /// The node of what is written in the slot; NONE where nothing is.
    #[must_use]
    pub fn written(&self, slot: Slot) -> NodeId {
        if Self::is_made(slot.node) {
            NodeId::NONE
        } else {
            slot.node
        }
    }

    /// `spec.template.spec.containers[0].image`, in Kubernetes' writing; empty for the object itself.
    #[must_use]
    pub fn path(&self, slot: Slot) -> String {
        let name = if let Some(name) = slot.name {
            Cow::Borrowed(*name)
        } else if Self::is_made(slot.node) {
            self.made_key(slot.node)
                .map_or(Cow::Borrowed(""), Cow::Owned)
        } else if slot.node.is_none() {
            Cow::Borrowed("")
        } else {
            return self.node_path(slot.node);
        };
        let mut path = if slot.parent.is_none() {
            String::new()
        } else if Self::is_made(slot.parent) {
            self.path(self.made_slot(slot.parent))
        } else {
            self.node_path(slot.parent)
        };
        if !(path.is_empty() || name.is_empty() || name.starts_with('[')) {
            path.push('.');
        }
        path.push_str(&name);
        path
    }

    /// The path of a written node, walking down from the object's root.
    #[must_use]
    pub fn node_path(&self, node: NodeId) -> String {
        let mut path = String::with_capacity(USUAL_PATH);
        let mut at = self.root;
        while at != node && !at.is_none() && at < node && node < self.tree.after(at) {
            let kind = self.tree.kind(at);
            let (child, index) = self.child_around(at, kind, node);
            if kind == Kind::Seq {
                let _ = write!(path, "[{index}]");
                at = child;
                continue;
            }
            let value = NodeId(child.0 + 1);
            if node < value {
                break;
            }
            let key = self.tree.key_text(child);
            if self.free_form.borrow().binary_search(&at).is_ok() {
                path.push('[');
                path.push_str(&key);
                path.push(']');
            } else {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&key);
            }
            at = value;
        }
        path
    }

    /// The item, or the key of the entry, of a list or mapping that a node inside belongs to, and how many stand before it.
    fn child_around(&self, parent: NodeId, kind: Kind, node: NodeId) -> (NodeId, u32) {
        let mark = self.mark.get();
        let from = if mark.parent == parent && mark.child.0 <= node {
            mark.child
        } else {
            (NodeId(parent.0 + 1), 0)
        };
        let found = self.tree.child_around(node, kind == Kind::Map, from);
        if found.1 >= LONG {
            self.mark.set(Mark {
                parent,
                child: found,
            });
        }
        found
    }

    /// The value as written; where nothing is written, the key of the nearest object that is (or, for an item of a
    /// list and for the root, its first key).
    #[must_use]
    pub fn span(&self, slot: Slot) -> Span {
        if !slot.node.is_none() && !Self::is_made(slot.node) {
            return self.tree.span(slot.node);
        }
        let mut parent = if Self::is_made(slot.node) {
            self.made_slot(slot.node).parent
        } else {
            slot.parent
        };
        while Self::is_made(parent) {
            parent = self.made_slot(parent).parent;
        }
        self.grip(parent)
    }

    /// Where to point for a written node as a whole: its key, else its first key, else its first character.
    #[must_use]
    pub fn grip(&self, node: NodeId) -> Span {
        let node = if node.is_none() { self.root } else { node };
        if node.is_none() {
            return Span::default();
        }
        if node != self.root {
            let key = self.tree.key_of(node);
            if !key.is_none() {
                return self.tree.span(key);
            }
        }
        if let Some((key, _)) = self.tree.entries(node).next()
            && self.tree.node(node).style == crate::yaml::Style::Block
        {
            return self.tree.span(key);
        }
        let span = self.tree.span(node);
        let first = self.tree.source()[span.range()]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        Span::new(span.start, span.start + first as u32)
    }
}
