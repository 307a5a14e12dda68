//! Encoding: from a model to JSON, printed as the apiserver prints its Go types.
//!
//! A serde serializer: unknown fields are gone, since models do not have them; what is absent or empty is left out or
//! printed by the json tags of the Go type ([`tags`]). Knows models' shapes, no rule and no output format.

mod tags;

use super::ObjectTree;
use super::decode::{ABSENT, INVALID, RAW};
use crate::yaml::{NodeId, Tree, write_json};
use serde::ser::{self, Serialize};
use serde_json::{Map, Value};
use std::fmt;
use tags::Zero;

/// The object holds a value that its type does not take: Kubernetes cannot decode it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value has a type that Kubernetes does not take there")
    }
}

impl std::error::Error for Unreadable {}

impl ser::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// The object as the apiserver prints it.
///
/// # Errors
/// Where a value is of a wrong type.
pub fn encode<T: Serialize>(model: &T, object: &ObjectTree<'_>) -> Result<Value, Unreadable> {
    match model.serialize(Encoder { tree: object.tree })? {
        Encoded::Absent => Ok(Value::Null),
        Encoded::Map(map) => Ok(Value::Object(map)),
        Encoded::Value(value) => Ok(value),
    }
}

/// What a part of a model prints as.
enum Encoded {
    /// Nothing is there.
    Absent,
    /// A Go map, which is left out where it is empty; a struct never is.
    Map(Map<String, Value>),
    /// Anything else.
    Value(Value),
}

#[derive(Clone, Copy)]
struct Encoder<'o, 't> {
    tree: &'o Tree<'t>,
}

type Outcome = Result<Encoded, Unreadable>;

fn value(value: impl Into<Value>) -> Outcome {
    Ok(Encoded::Value(value.into()))
}

impl<'o, 't> ser::Serializer for Encoder<'o, 't> {
    type Ok = Encoded;
    type Error = Unreadable;
    type SerializeSeq = Items<'o, 't>;
    type SerializeTuple = ser::Impossible<Encoded, Unreadable>;
    type SerializeTupleStruct = ser::Impossible<Encoded, Unreadable>;
    type SerializeTupleVariant = ser::Impossible<Encoded, Unreadable>;
    type SerializeMap = Entries<'o, 't>;
    type SerializeStruct = Fields<'o, 't>;
    type SerializeStructVariant = ser::Impossible<Encoded, Unreadable>;

    fn serialize_bool(self, v: bool) -> Outcome {
        value(v)
    }

    fn serialize_i8(self, v: i8) -> Outcome {
        value(v)
    }

    fn serialize_i16(self, v: i16) -> Outcome {
        value(v)
    }

    fn serialize_i32(self, v: i32) -> Outcome {
        value(v)
    }

    fn serialize_i64(self, v: i64) -> Outcome {
        value(v)
    }

    fn serialize_u8(self, v: u8) -> Outcome {
        value(v)
    }

    fn serialize_u16(self, v: u16) -> Outcome {
        value(v)
    }

    fn serialize_u32(self, v: u32) -> Outcome {
        value(v)
    }

    fn serialize_u64(self, v: u64) -> Outcome {
        value(v)
    }

    fn serialize_f32(self, v: f32) -> Outcome {
        value(v)
    }

    fn serialize_f64(self, v: f64) -> Outcome {
        value(v)
    }

    fn serialize_char(self, v: char) -> Outcome {
        value(v.to_string())
    }

    fn serialize_str(self, v: &str) -> Outcome {
        value(v)
    }

    fn serialize_bytes(self, v: &[u8]) -> Outcome {
        value(v)
    }

    fn serialize_none(self) -> Outcome {
        Ok(Encoded::Absent)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, v: &T) -> Outcome {
        v.serialize(self)
    }

    fn serialize_unit(self) -> Outcome {
        Ok(Encoded::Absent)
    }

    fn serialize_unit_struct(self, name: &'static str) -> Outcome {
        if name == INVALID {
            return Err(Unreadable);
        }
        debug_assert_eq!(name, ABSENT);
        Ok(Encoded::Absent)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome {
        value(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, v: &T) -> Outcome {
        let inner = v.serialize(self)?;
        if name != RAW {
            return Ok(inner);
        }
        let Encoded::Value(Value::Number(node)) = inner else {
            return Err(Unreadable);
        };
        let node = node.as_u64().and_then(|node| u32::try_from(node).ok());
        let mut text = String::new();
        write_json(self.tree, NodeId(node.ok_or(Unreadable)?), &mut text);
        let raw: Value = serde_json::from_str(&text).map_err(|_| Unreadable)?;
        value(raw)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        v: &T,
    ) -> Outcome {
        v.serialize(self)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, Unreadable> {
        Ok(Items {
            of: self,
            items: Vec::with_capacity(len.unwrap_or(0)),
        })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unreadable> {
        Err(Unreadable)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unreadable> {
        Err(Unreadable)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unreadable> {
        Err(Unreadable)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unreadable> {
        Ok(Entries {
            of: self,
            key: String::new(),
            map: Map::new(),
        })
    }

    fn serialize_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStruct, Unreadable> {
        Ok(Fields {
            of: self,
            name,
            map: Map::new(),
        })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unreadable> {
        Err(Unreadable)
    }
}

/// A Go slice.
struct Items<'o, 't> {
    of: Encoder<'o, 't>,
    items: Vec<Option<Value>>,
}

impl ser::SerializeSeq for Items<'_, '_> {
    type Ok = Encoded;
    type Error = Unreadable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Unreadable> {
        self.items.push(match item.serialize(self.of)? {
            Encoded::Absent => None,
            Encoded::Map(map) => Some(Value::Object(map)),
            Encoded::Value(value) => Some(value),
        });
        Ok(())
    }

    fn end(self) -> Outcome {
        // A null among the items is the zero of their type.
        let has_number = self
            .items
            .iter()
            .any(|item| matches!(item, Some(Value::Number(_))));
        let zero = if has_number {
            Value::from(0)
        } else {
            Value::from("")
        };
        let items: Vec<Value> = self
            .items
            .into_iter()
            .map(|item| item.unwrap_or_else(|| zero.clone()))
            .collect();
        value(items)
    }
}

/// A Go map.
struct Entries<'o, 't> {
    of: Encoder<'o, 't>,
    key: String,
    map: Map<String, Value>,
}

impl ser::SerializeMap for Entries<'_, '_> {
    type Ok = Encoded;
    type Error = Unreadable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unreadable> {
        let Encoded::Value(Value::String(key)) = key.serialize(self.of)? else {
            return Err(Unreadable);
        };
        self.key = key;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, entry: &T) -> Result<(), Unreadable> {
        let entry = match entry.serialize(self.of)? {
            Encoded::Absent => Value::from(""),
            Encoded::Map(map) => Value::Object(map),
            Encoded::Value(value) => value,
        };
        self.map.insert(std::mem::take(&mut self.key), entry);
        Ok(())
    }

    fn end(self) -> Outcome {
        Ok(Encoded::Map(self.map))
    }
}

/// A Go struct.
struct Fields<'o, 't> {
    of: Encoder<'o, 't>,
    name: &'static str,
    map: Map<String, Value>,
}

impl ser::SerializeStruct for Fields<'_, '_> {
    type Ok = Encoded;
    type Error = Unreadable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        field: &'static str,
        content: &T,
    ) -> Result<(), Unreadable> {
        let zero = tags::zero_of(self.name, field);
        let printed = match content.serialize(self.of)? {
            Encoded::Absent => zero.map(|zero| match zero {
                Zero::Text => Value::from(""),
                Zero::Number => Value::from(0),
                Zero::False => Value::from(false),
                Zero::Null => Value::Null,
                Zero::Quantity => Value::from("0"),
            }),
            Encoded::Map(map) => (zero.is_some() || !map.is_empty()).then_some(Value::Object(map)),
            Encoded::Value(value) => {
                (zero.is_some() || !self.is_left_out(field, &value)).then_some(value)
            }
        };
        if let Some(printed) = printed {
            self.map.insert(field.to_owned(), printed);
        }
        Ok(())
    }

    fn end(self) -> Outcome {
        value(self.map)
    }
}

impl Fields<'_, '_> {
    /// `omitempty`.
    fn is_left_out(&self, field: &str, value: &Value) -> bool {
        match value {
            Value::Array(items) => items.is_empty(),
            Value::String(text) => text.is_empty() && !tags::keeps_empty_text(self.name, field),
            Value::Bool(false) => tags::leaves_out_zero(self.name, field),
            Value::Number(number) => {
                number.as_i64() == Some(0) && tags::leaves_out_zero(self.name, field)
            }
            _ => false,
        }
    }
}
