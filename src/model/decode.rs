//! Decoding: from a tree to a model, with serde's derive.
//!
//! The one trick: the derive hands the names of all fields to `deserialize_struct`, so the deserializer offers *every*
//! field, written or not, by index, and leaves its slot in a thread-local for the `Field` or `Obj` decoded next.
//! Hence models are plain derives, and an absent field knows its parent and its name.

use super::field::{Entries, Field, Obj, Raw, State};
use super::slot::{ObjectTree, Slot};
use crate::yaml::{self, Kind, NodeId, Scalar};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

/// Decodes an object. Never fails: what has a wrong type is Invalid.
#[must_use]
pub fn decode<T: DeserializeOwned>(object: &ObjectTree<'_>) -> Obj<T> {
    let slot = Slot {
        parent: NodeId::NONE,
        node: object.root,
        name: None,
    };
    let decoder = Decoder {
        object,
        slot,
        mode: Mode::Object,
    };
    match Obj::deserialize(decoder.hand_over()) {
        Ok(value) => value,
        // A struct by value decodes from anything; were it not so, this would be the place to look.
        Err(Wrong) => unreachable!("a struct by value is decoded whatever stands there"),
    }
}

/// An object made by defaulting in a slot where nothing is written.
pub(super) fn made<T: DeserializeOwned>(object: &ObjectTree<'_>, slot: Slot) -> Option<T> {
    let slot = Slot {
        node: object.make(slot),
        ..slot
    };
    T::deserialize(Decoder {
        object,
        slot,
        mode: Mode::Object,
    })
    .ok()
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    /// A struct by value: decoded whatever stands there, with absent or invalid fields.
    Object,
    /// Inside a `Field`: a wrong type is an error, which the `Field` keeps as Invalid.
    Pointer,
    /// Inside a value of a wrong type, where nothing can be known.
    Dead,
}

thread_local! {
    static NEXT: Cell<(Slot, Mode, State<()>)> = const { Cell::new((Slot::NONE, Mode::Dead, State::Invalid)) };
}

fn take() -> (Slot, Mode, State<()>) {
    NEXT.replace((Slot::NONE, Mode::Dead, State::Invalid))
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (slot, mode, seen) = take();
        let state = if mode == Mode::Dead {
            State::Invalid
        } else if seen == State::Absent {
            State::Absent
        } else {
            match Option::<T>::deserialize(deserializer) {
                Ok(Some(value)) => State::Set(value),
                Ok(None) => State::Null,
                Err(_) => State::Invalid,
            }
        };
        Ok(Self { slot, state })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Obj<T> {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (slot, _, state) = take();
        let value = deserializer.deserialize_newtype_struct(OBJ, Inner(PhantomData))?;
        Ok(Self { slot, state, value })
    }
}

const OBJ: &str = "Obj";

struct Inner<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Inner<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_newtype_struct<D: de::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_newtype_struct(RAW, Inner(PhantomData))
            .map(|node| Self(NodeId(node)))
    }
}

/// More entries than this are searched for duplicate keys with a set.
const FEW: usize = 16;

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Map<T> {
            type Value = Entries<T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut all: Vec<(String, Field<T>)> =
                    Vec::with_capacity(access.size_hint().unwrap_or(0));
                while let Some(entry) = access.next_entry()? {
                    all.push(entry);
                }
                Ok(Entries(last_of_each(all)))
            }
        }
        deserializer.deserialize_map(Map(PhantomData))
    }
}

/// Drops all but the last entry of a key, as Kubernetes' reader does.
fn last_of_each<T>(mut all: Vec<(String, Field<T>)>) -> Vec<(String, Field<T>)> {
    let has_duplicates = if all.len() <= FEW {
        all.iter()
            .enumerate()
            .any(|(index, entry)| all[..index].iter().any(|earlier| earlier.0 == entry.0))
    } else {
        let mut seen = HashSet::with_capacity(all.len());
        all.iter().any(|entry| !seen.insert(entry.0.as_str()))
    };
    if has_duplicates {
        let mut seen = HashSet::new();
        all.reverse();
        all.retain(|entry| seen.insert(entry.0.clone()));
        all.reverse();
    }
    all
}

/// A value of a wrong type.
#[derive(Debug)]
struct Wrong;

impl fmt::Display for Wrong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("wrong type")
    }
}

impl std::error::Error for Wrong {}

impl de::Error for Wrong {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// The deserializer: a slot of an object.
#[derive(Clone, Copy)]
struct Decoder<'o, 't> {
    object: &'o ObjectTree<'t>,
    slot: Slot,
    mode: Mode,
}

impl<'o, 't> Decoder<'o, 't> {
    fn tree(&self) -> &'t yaml::Tree<'t> {
        self.object.tree
    }

    /// What is written in the slot; None where nothing is.
    fn kind(&self) -> Option<Kind> {
        let node = self.slot.node;
        (!node.is_none() && !ObjectTree::is_made(node)).then(|| self.tree().kind(node))
    }

    fn is_null(&self) -> bool {
        self.tree().is_null(self.slot.node)
    }

    /// Leaves the slot for the `Field` or `Obj` that is decoded next.
    fn hand_over(self) -> Self {
        let seen = match self.kind() {
            None => State::Absent,
            _ if self.mode == Mode::Dead => State::Invalid,
            Some(Kind::Map) => State::Set(()),
            Some(Kind::Null | Kind::Scalar) if self.is_null() => State::Null,
            Some(_) => State::Invalid,
        };
        NEXT.set((self.slot, self.mode, seen));
        self
    }

    fn child(self, node: NodeId, name: Option<&'static &'static str>) -> Self {
        let mode = if self.mode == Mode::Dead {
            Mode::Dead
        } else {
            Mode::Object
        };
        Self {
            slot: Slot {
                parent: self.slot.node,
                node,
                name,
            },
            mode,
            ..self
        }
    }
}

/// The widest struct of the Kubernetes API has fewer fields than this.
const MOST_FIELDS: usize = 64;

struct Fields<'o, 't> {
    of: Decoder<'o, 't>,
    names: &'static [&'static str],
    found: [NodeId; MOST_FIELDS],
    at: usize,
}

impl<'o, 't> Fields<'o, 't> {
    /// Sorts what is written into the fields it belongs to; unknown keys are left aside, the last duplicate wins.
    fn new(of: Decoder<'o, 't>, names: &'static [&'static str]) -> Self {
        debug_assert!(
            names.len() <= MOST_FIELDS,
            "a struct with more fields than expected"
        );
        let mut found = [NodeId::NONE; MOST_FIELDS];
        if of.mode != Mode::Dead && of.kind() == Some(Kind::Map) {
            for (key, value) in of.tree().entries(of.slot.node) {
                let text = of.tree().key_text(key);
                if let Some(index) = names.iter().position(|name| *name == text) {
                    found[index] = value;
                }
            }
        }
        Self {
            of,
            names,
            found,
            at: 0,
        }
    }
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Wrong;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Wrong> {
        if self.at == self.names.len() {
            return Ok(None);
        }
        // The derive takes the index: no string is compared in its code.
        seed.deserialize((self.at as u64).into_deserializer())
            .map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        let name = &self.names[self.at];
        let node = self.found[self.at];
        self.at += 1;
        seed.deserialize(self.of.child(node, Some(name)).hand_over())
    }
}

struct MapItems<'o, 't> {
    of: Decoder<'o, 't>,
    left: yaml::Entries<'t, 't>,
    node: NodeId,
}

impl<'de> MapAccess<'de> for MapItems<'_, '_> {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Wrong> {
        let Some((key, node)) = self.left.next() else {
            return Ok(None);
        };
        self.node = node;
        let text = self.of.tree().key_text(key);
        seed.deserialize(StrDeserializer::new(&text)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        seed.deserialize(self.of.child(self.node, None).hand_over())
    }
}

struct Items<'o, 't> {
    of: Decoder<'o, 't>,
    left: yaml::Items<'t, 't>,
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = Wrong;

    fn next_element_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<Option<V::Value>, Wrong> {
        let Some(node) = self.left.next() else {
            return Ok(None);
        };
        seed.deserialize(self.of.child(node, None).hand_over())
            .map(Some)
    }
}

/// Numbers go through JSON on their way to the apiserver: `1.0` and `1e3` arrive as whole numbers.
fn visit_float<'de, V: Visitor<'de>>(value: f64, visitor: V) -> Result<V::Value, Wrong> {
    const I64_RANGE: f64 = 9_223_372_036_854_775_808.0;
    if value.fract() != 0.0 || value.abs() >= 2.0 * I64_RANGE {
        return visitor.visit_f64(value);
    }
    if (-I64_RANGE..I64_RANGE).contains(&value) {
        visitor.visit_i64(value as i64)
    } else if value > 0.0 {
        visitor.visit_u64(value as u64)
    } else {
        visitor.visit_f64(value)
    }
}

impl<'de> de::Deserializer<'de> for Decoder<'_, '_> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.kind() {
            None | Some(Kind::Null) => visitor.visit_unit(),
            Some(Kind::Map) => self.deserialize_map(visitor),
            Some(Kind::Seq) => visitor.visit_seq(Items {
                of: self,
                left: self.tree().items(self.slot.node),
            }),
            Some(Kind::Scalar) => match self.tree().scalar(self.slot.node) {
                Scalar::Null => visitor.visit_unit(),
                Scalar::Bool(value) => visitor.visit_bool(value),
                Scalar::Int(value) => visitor.visit_i64(value),
                Scalar::Uint(value) => visitor.visit_u64(value),
                Scalar::Float(value) => visit_float(value, visitor),
                Scalar::Str(Cow::Borrowed(text)) => visitor.visit_str(text),
                Scalar::Str(Cow::Owned(text)) => visitor.visit_string(text),
            },
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.kind() {
            None | Some(Kind::Null) => visitor.visit_none(),
            Some(Kind::Scalar) if self.is_null() => visitor.visit_none(),
            _ => visitor.visit_some(Self {
                mode: Mode::Pointer,
                ..self
            }),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.kind() != Some(Kind::Scalar) {
            return Err(Wrong);
        }
        match self.tree().scalar(self.slot.node) {
            Scalar::Str(Cow::Borrowed(text)) => visitor.visit_str(text),
            Scalar::Str(Cow::Owned(text)) => visitor.visit_string(text),
            _ => Err(Wrong),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.kind() != Some(Kind::Seq) {
            return Err(Wrong);
        }
        visitor.visit_seq(Items {
            of: self,
            left: self.tree().items(self.slot.node),
        })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.kind() != Some(Kind::Map) {
            return Err(Wrong);
        }
        self.object.mark_free_form(self.slot.node);
        visitor.visit_map(MapItems {
            of: self,
            left: self.tree().entries(self.slot.node),
            node: NodeId::NONE,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let readable = match self.kind() {
            None | Some(Kind::Map | Kind::Null) => true,
            Some(Kind::Scalar) => self.is_null(),
            Some(Kind::Seq) => false,
        };
        if self.mode == Mode::Pointer && !readable {
            return Err(Wrong);
        }
        let mode = if self.mode == Mode::Dead || !readable {
            Mode::Dead
        } else {
            Mode::Object
        };
        visitor.visit_map(Fields::new(Self { mode, ..self }, names))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        if name == RAW {
            return visitor
                .visit_newtype_struct(de::value::U32Deserializer::<Wrong>::new(self.slot.node.0));
        }
        if name == OBJ && self.slot.node.is_none() {
            self.slot.node = self.object.make(self.slot);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        enum identifier
    }
}

/// The name under which an absent field reaches a serializer that knows to drop it.
pub(crate) const ABSENT: &str = "everynode::Absent";
/// The name under which a field that could not be read reaches a serializer.
pub(crate) const INVALID: &str = "everynode::Invalid";
/// The name under which a value of any shape reaches a serializer: the number of its node.
pub(crate) const RAW: &str = "everynode::Raw";

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.state {
            State::Set(value) | State::Default(value) => value.serialize(serializer),
            State::Absent | State::Null => serializer.serialize_unit_struct(ABSENT),
            State::Invalid => serializer.serialize_unit_struct(INVALID),
        }
    }
}

impl<T: Serialize> Serialize for Obj<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.state == State::Invalid {
            return serializer.serialize_unit_struct(INVALID);
        }
        self.value.serialize(serializer)
    }
}

impl<T: Serialize> Serialize for Entries<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(RAW, &self.0.0)
    }
}
