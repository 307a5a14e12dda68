//! The three-way merge of maps and lists.

use super::{Sides, json};
use crate::schema::{Attributes, Definition, Type};
use crate::yaml::{Kind, NodeId, Tree};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

/// What the result is made of.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// A node of the new manifest, with all below it.
    Written(NodeId),
    /// A value that the server has.
    Live(&'a Value),
    /// A mapping of both; its node in the new manifest.
    Map(NodeId, Vec<(Key<'a>, Piece<'a>)>),
    /// A list of both; its node in the new manifest.
    List(NodeId, Vec<Piece<'a>>),
}

/// The key of an entry.
#[derive(Debug)]
pub(super) enum Key<'a> {
    Written(NodeId),
    Live(&'a str),
}

/// Why kubectl cannot make the patch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeError {
    /// kubectl's words.
    pub message: String,
    /// The item at fault.
    pub at: NodeId,
}

impl fmt::Display for MergeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for MergeError {}

/// How deep objects are merged; below, the new manifest is taken as it stands. Kubernetes' types are not as deep.
const MAX_DEPTH: usize = 64;

/// What is known of a value.
#[derive(Clone, Copy)]
struct Shape {
    ty: Option<Type>,
    attributes: Option<Attributes>,
}

impl Shape {
    const UNKNOWN: Self = Self {
        ty: None,
        attributes: None,
    };

    fn replaces(self) -> bool {
        self.attributes.is_some_and(Attributes::patch_replace)
    }

    fn merges(self) -> bool {
        self.attributes.is_some_and(Attributes::patch_merge)
    }

    fn retains_keys(self) -> bool {
        self.attributes.is_some_and(Attributes::patch_retain_keys)
    }
}

struct Merger<'a, 's> {
    new: &'a Tree<'s>,
    minor: u8,
}

/// A piece, and whether it differs from what the server has.
type Merged<'a> = (Piece<'a>, bool);

pub(super) fn merge<'a>(
    sides: Sides<'a, '_>,
    definition: Option<Definition>,
    minor: u8,
) -> Result<Piece<'a>, MergeError> {
    let merger = Merger {
        new: sides.new,
        minor,
    };
    let shape = Shape {
        ty: definition.map(Type::Ref),
        attributes: None,
    };
    let original = Some(sides.original);
    match sides.live {
        Value::Object(live) if sides.new.kind(sides.root) == Kind::Map => merger
            .map(original, sides.root, live, shape, 0)
            .map(|merged| merged.0),
        _ => Ok(Piece::Written(sides.root)),
    }
}

impl Merger<'_, '_> {
    /// Two values of the same place.
    fn value<'a>(
        &self,
        original: Option<&'a Value>,
        new: NodeId,
        live: &'a Value,
        shape: Shape,
        depth: usize,
    ) -> Result<Merged<'a>, MergeError> {
        if depth < MAX_DEPTH && !shape.replaces() {
            match (self.new.kind(new), live) {
                (Kind::Map, Value::Object(live)) => {
                    return self.map(original, new, live, shape, depth);
                }
                (Kind::Seq, Value::Array(live)) if shape.merges() => {
                    return self.list(original, new, live, shape, depth);
                }
                _ => {}
            }
        }
        Ok((Piece::Written(new), json(self.new, new) != *live))
    }

    /// What is known of an entry of a mapping.
    fn entry_shape(&self, of: Shape, key: &str) -> Shape {
        match of.ty {
            Some(Type::Ref(definition)) => {
                definition
                    .field(key, self.minor)
                    .map_or(Shape::UNKNOWN, |field| Shape {
                        ty: Some(field.ty()),
                        attributes: Some(field.attributes()),
                    })
            }
            Some(Type::Map(of)) => Shape {
                ty: Some(of.get()),
                attributes: None,
            },
            _ => Shape::UNKNOWN,
        }
    }

    /// `diffMaps` and `mergeMap`.
    fn map<'a>(
        &self,
        original: Option<&'a Value>,
        new: NodeId,
        live: &'a Map<String, Value>,
        shape: Shape,
        depth: usize,
    ) -> Result<Merged<'a>, MergeError> {
        let original = original.and_then(Value::as_object);
        let mut last: HashMap<String, NodeId> = HashMap::new();
        for (key, _) in self.new.entries(new) {
            last.insert(self.new.key_text(key).into_owned(), key);
        }
        let mut entries = Vec::new();
        let mut changed = false;
        for (key, value) in self.new.entries(new) {
            let name = self.new.key_text(key);
            if last.get(&*name) != Some(&key) {
                continue;
            }
            let there = live.get(&*name);
            if self.new.is_null(value) {
                // A null deletes what is there.
                changed |= there.is_some();
                continue;
            }
            let (piece, differs) = match there {
                Some(there) => {
                    let before = original.and_then(|original| original.get(&*name));
                    let shape = self.entry_shape(shape, &name);
                    self.value(before, value, there, shape, depth + 1)?
                }
                None => (self.added(value, depth + 1)?, true),
            };
            changed |= differs;
            entries.push((Key::Written(key), piece));
        }
        let is_left = |key: &str| {
            !last.contains_key(key) && original.is_none_or(|original| !original.contains_key(key))
        };
        changed |= live
            .keys()
            .any(|key| !last.contains_key(key) && !is_left(key));
        if !(changed && shape.retains_keys()) {
            let left = live.iter().filter(|entry| is_left(entry.0));
            entries.extend(left.map(|(key, value)| (Key::Live(key), Piece::Live(value))));
        }
        Ok((Piece::Map(new, entries), changed))
    }

    /// What the server does not have: a null in it deletes nothing and is dropped (`discardNullValuesFromPatch`).
    fn added<'a>(&self, new: NodeId, depth: usize) -> Result<Piece<'a>, MergeError> {
        static NOTHING: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
        if depth < MAX_DEPTH && self.new.kind(new) == Kind::Map {
            return self
                .map(None, new, &NOTHING, Shape::UNKNOWN, depth)
                .map(|merged| merged.0);
        }
        Ok(Piece::Written(new))
    }

    /// `diffListsOfMaps`, `mergeSliceWithoutSpecialElements`, `normalizeElementOrder`.
    fn list<'a>(
        &self,
        original: Option<&'a Value>,
        new: NodeId,
        live: &'a [Value],
        shape: Shape,
        depth: usize,
    ) -> Result<Merged<'a>, MergeError> {
        let original = original
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        let merge_key = shape.attributes.and_then(Attributes::patch_key);
        let item = Shape {
            ty: match shape.ty {
                Some(Type::List(of)) => Some(of.get()),
                _ => None,
            },
            attributes: shape.attributes,
        };
        let id = |value: &Value| match merge_key {
            Some(key) => value.get(key).map(Value::to_string),
            None => Some(value.to_string()),
        };
        let mut places = Places::new(live, &id);
        let before: HashMap<String, &Value> = original
            .iter()
            .filter_map(|value| Some((id(value)?, value)))
            .collect();
        let mut written: Vec<(Option<usize>, Piece<'a>)> = Vec::new();
        let mut changed = false;
        for node in self.new.items(new) {
            let name = match merge_key {
                Some(key) => json(self.new, self.merge_key(node, key)?).to_string(),
                None => json(self.new, node).to_string(),
            };
            let place = places.take(&name);
            let piece = match place.and_then(|place| live.get(place)) {
                Some(there) if merge_key.is_some() => {
                    let before = before.get(&name).copied();
                    let (piece, differs) = self.value(before, node, there, item, depth + 1)?;
                    changed |= differs;
                    piece
                }
                Some(_) => Piece::Written(node),
                None => {
                    changed = true;
                    Piece::Written(node)
                }
            };
            written.push((place, piece));
        }
        let mut left = Vec::new();
        for (place, value) in live.iter().enumerate() {
            if places.is_taken(place) {
                continue;
            }
            if id(value).is_some_and(|name| before.contains_key(&name)) {
                changed = true;
            } else {
                left.push((Some(place), Piece::Live(value)));
            }
        }
        let all = in_order(left, written);
        changed |= all
            .iter()
            .map(|entry| entry.0)
            .ne((0..live.len()).map(Some));
        let items = all.into_iter().map(|entry| entry.1).collect();
        Ok((Piece::List(new, items), changed))
    }

    /// The value of the merge key of an item.
    fn merge_key(&self, item: NodeId, key: &str) -> Result<NodeId, MergeError> {
        let value = self.new.entry(item, key);
        if self.new.kind(item) == Kind::Map && !value.is_none() {
            return Ok(value);
        }
        let shown = json(self.new, item);
        Err(MergeError {
            message: format!("map: {shown} does not contain declared merge key: {key}"),
            at: item,
        })
    }
}

/// Where the items of a list are, by name; of equal names, the first that is not taken.
struct Places {
    by_name: HashMap<String, Vec<usize>>,
    taken: Vec<bool>,
}

impl Places {
    fn new(items: &[Value], id: &impl Fn(&Value) -> Option<String>) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, value) in items.iter().enumerate().rev() {
            if let Some(name) = id(value) {
                by_name.entry(name).or_default().push(place);
            }
        }
        Self {
            by_name,
            taken: vec![false; items.len()],
        }
    }

    fn take(&mut self, name: &str) -> Option<usize> {
        let place = self.by_name.get_mut(name)?.pop()?;
        if let Some(taken) = self.taken.get_mut(place) {
            *taken = true;
        }
        Some(place)
    }

    fn is_taken(&self, place: usize) -> bool {
        self.taken.get(place).copied().unwrap_or(false)
    }
}

type Placed<'a> = Vec<(Option<usize>, Piece<'a>)>;

/// `mergeSortedSlice`: puts what only the server has between what is written, by the server's order.
fn in_order<'a>(left: Placed<'a>, right: Placed<'a>) -> Placed<'a> {
    let mut all = Vec::with_capacity(left.len() + right.len());
    let mut left = left.into_iter().peekable();
    for (place, piece) in right {
        while let (Some(before), Some(here)) = (left.peek().and_then(|next| next.0), place) {
            if before >= here {
                break;
            }
            all.extend(left.next());
        }
        all.push((place, piece));
    }
    all.extend(left);
    all
}
