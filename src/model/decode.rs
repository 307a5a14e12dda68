//! Decoding: from a tree to a model.
//!
//! [`objects!`] declares the structs of the API and knows the JSON names of their fields. A struct is decoded by sorting what
//! is written into its fields; then every field, written or not, gets its slot, so that an absent field knows its parent
//! and its name; then those that are written are read. Nothing fails: what has a wrong type is Invalid, and so is all below it.

use super::field::{Entries, Field, LongText, Obj, Raw, State, Text};
use super::slot::{ObjectTree, Slot};
use crate::names::Name;
use crate::yaml::{self, Kind, NodeId, Scalar};
use serde::de::{self, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// Decodes an object. Never fails: what has a wrong type is Invalid.
#[must_use]
pub fn decode<T: Object>(object: &ObjectTree<'_>) -> Obj<T> {
    let slot = Slot {
        parent: NodeId::NONE,
        node: object.root,
        name: None,
    };
    Obj::begin(Decoder {
        object,
        slot,
        mode: Mode::Object,
    })
}

/// An object made by defaulting in a slot where nothing is written.
pub(super) fn made<T: Decode>(object: &ObjectTree<'_>, slot: Slot) -> Option<T> {
    let slot = Slot {
        node: object.make(slot),
        ..slot
    };
    T::decode(Decoder {
        object,
        slot,
        mode: Mode::Object,
    })
}

/// What can stand in a [`Field`], a list or a map.
pub trait Decode: Sized {
    /// Reads what is written in the slot; None where it is of a wrong type.
    fn decode(at: Decoder<'_, '_>) -> Option<Self>;
}

/// A struct of the API.
pub trait Object: Sized {
    /// Reads it, whatever is written in the slot. It is made where it stays: structs have dozens of fields.
    fn read(at: Decoder<'_, '_>) -> Box<Self>;
}

/// A field of a struct: [`Field`] or [`Obj`].
pub(crate) trait Part {
    /// The field in its slot. What is written there is still to be read, but in an [`Obj`].
    fn begin(at: Decoder<'_, '_>) -> Self;

    /// Reads what is written in a field of the struct `of`.
    fn fill(&mut self, of: &Decoder<'_, '_>);
}

/// Declares structs of the API, as plain Rust, with how they are decoded and serialized. The JSON name of a field is its name
/// in camel case, or what `#[serde(rename = "…")]` says.
macro_rules! objects {
    ($(
        $(#[doc = $doc:literal])*
        $visible:vis struct $name:ident {
            $(
                $(#[doc = $field_doc:literal])*
                $(#[serde(rename = $rename:literal)])?
                $field_visible:vis $field:ident: $of:ty,
            )*
        }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, serde::Serialize)]
        #[serde(rename_all = "camelCase")]
        $visible struct $name {
            $(
                $(#[doc = $field_doc])*
                $(#[serde(rename = $rename)])?
                $field_visible $field: $of,
            )*
        }

        impl $crate::model::decode::Object for $name {
            fn read(at: $crate::model::decode::Decoder<'_, '_>) -> Box<Self> {
                const COUNT: usize = [$(stringify!($field)),*].len();
                const NAMES: &[&str; COUNT] = &[$(objects!(@name $field $($rename)?)),*];
                const INDEX: &$crate::model::decode::Index<COUNT> = &$crate::model::decode::Index::of(NAMES);
                const FILL: &[$crate::model::decode::Fill<$name>; COUNT] =
                    &[$(|object, of| $crate::model::decode::Part::fill(&mut object.$field, of)),*];
                let mut found = [$crate::yaml::NodeId::NONE; COUNT];
                let mut fields = $crate::model::decode::Fields::new(at, NAMES, INDEX, &mut found);
                let mut object = Box::write(Box::new_uninit(), Self { $($field: fields.next(),)* });
                fields.fill(&mut *object, FILL);
                object
            }
        }
    )*};
    (@name $field:ident $rename:literal) => { $rename };
    (@name $field:ident) => {{
        const CAMEL: &$crate::model::decode::Camel = &$crate::model::decode::Camel::of(stringify!($field));
        CAMEL.as_str()
    }};
}
pub(crate) use objects;

/// What reads one field of a struct.
pub(crate) type Fill<T> = fn(&mut T, &Decoder<'_, '_>);

/// A name in camel case, made while compiling.
pub(crate) struct Camel {
    bytes: [u8; 64],
    length: usize,
}

impl Camel {
    /// `api_version` to `apiVersion`; a leading `r#` is no part of a name.
    pub(crate) const fn of(snake: &str) -> Self {
        let snake = snake.as_bytes();
        let mut camel = Self {
            bytes: [0; 64],
            length: 0,
        };
        let mut at = if snake.len() > 2 && snake[1] == b'#' {
            2
        } else {
            0
        };
        let mut upper = false;
        while at < snake.len() {
            if snake[at] == b'_' {
                upper = true;
            } else {
                camel.bytes[camel.length] = if upper {
                    snake[at].to_ascii_uppercase()
                } else {
                    snake[at]
                };
                camel.length += 1;
                upper = false;
            }
            at += 1;
        }
        camel
    }

    /// The text.
    pub(crate) const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => panic!("names of fields are ASCII"),
        }
    }
}

/// The fields of a struct by the numbers of their names.
pub(crate) struct Index<const COUNT: usize> {
    numbers: [u16; COUNT],
    /// Fields, each in the first free place from its number on.
    places: [u8; PLACES],
}

/// More than twice as many as any struct has fields.
const PLACES: usize = 128;
/// No struct has as many fields.
const FREE: u8 = u8::MAX;

impl<const COUNT: usize> Index<COUNT> {
    /// The index of these names.
    pub(crate) const fn of(names: &[&str; COUNT]) -> Self {
        assert!(COUNT * 2 <= PLACES, "a struct with too many fields");
        let mut index = Self {
            numbers: [0; COUNT],
            places: [FREE; PLACES],
        };
        let mut field = 0;
        while field < COUNT {
            let number = Name::of(names[field]).number();
            index.numbers[field] = number;
            let mut place = number as usize % PLACES;
            while index.places[place] != FREE {
                place = (place + 1) % PLACES;
            }
            index.places[place] = field as u8;
            field += 1;
        }
        index
    }

    /// Which field has that name.
    #[inline]
    fn find(&self, name: Name) -> Option<usize> {
        let mut place = name.number() as usize % PLACES;
        loop {
            let field = self.places[place] as usize;
            if *self.numbers.get(field)? == name.number() {
                return Some(field);
            }
            place = (place + 1) % PLACES;
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    /// A struct by value: decoded whatever stands there, with absent or invalid fields.
    Object,
    /// Inside a `Field`: a wrong type is an error, which the `Field` keeps as Invalid.
    Pointer,
    /// Inside a value of a wrong type, where nothing can be known.
    Dead,
}

/// A slot of an object, about to be decoded.
#[derive(Clone, Copy, Debug)]
pub struct Decoder<'o, 't> {
    object: &'o ObjectTree<'t>,
    slot: Slot,
    mode: Mode,
}

impl<'t> Decoder<'_, 't> {
    #[inline]
    fn tree(&self) -> &'t yaml::Tree<'t> {
        self.object.tree
    }

    /// What is written in the slot; None where nothing is.
    #[inline]
    fn kind(&self) -> Option<Kind> {
        // What nobody wrote is in no tree.
        self.tree().get(self.slot.node).map(|node| node.kind)
    }

    #[inline]
    fn is_null(&self) -> bool {
        self.tree().is_null(self.slot.node)
    }

    /// An item or entry of what is in this slot.
    #[inline]
    fn child(self, node: NodeId) -> Self {
        Self {
            slot: Slot {
                parent: self.slot.node,
                node,
                name: None,
            },
            mode: self.mode.below(),
            ..self
        }
    }

    /// Whether an object, null or nothing is written.
    fn is_readable(&self) -> bool {
        match self.kind() {
            None | Some(Kind::Map | Kind::Null) => true,
            Some(Kind::Scalar) => self.is_null(),
            Some(Kind::Seq) => false,
        }
    }

    /// Whether a struct can be made of it: behind a pointer only of what is readable.
    pub(crate) fn takes_object(&self) -> bool {
        self.mode != Mode::Pointer || self.is_readable()
    }

    fn scalar(&self) -> Option<Scalar<'t>> {
        (self.kind() == Some(Kind::Scalar)).then(|| self.tree().scalar(self.slot.node))
    }
}

impl Mode {
    fn below(self) -> Self {
        if self == Self::Dead {
            Self::Dead
        } else {
            Self::Object
        }
    }
}

/// The fields of a struct, in the order of its declaration.
pub(crate) struct Fields<'f, 'o, 't, const COUNT: usize> {
    of: Decoder<'o, 't>,
    names: &'static [&'static str; COUNT],
    found: &'f [NodeId; COUNT],
    /// A bit for every field that is to be read; [`Index::of`] lets no struct have more of them.
    unread: u64,
    at: usize,
}

impl<'f, 'o, 't, const COUNT: usize> Fields<'f, 'o, 't, COUNT> {
    /// Sorts what is written into the fields it belongs to; unknown keys are left aside, the last duplicate wins. What is
    /// found lies outside, where it is not moved about.
    #[inline]
    pub(crate) fn new(
        mut of: Decoder<'o, 't>,
        names: &'static [&'static str; COUNT],
        index: &'static Index<COUNT>,
        found: &'f mut [NodeId; COUNT],
    ) -> Self {
        of.mode = if of.is_readable() {
            of.mode.below()
        } else {
            of.object.doubt();
            Mode::Dead
        };
        let unread = if of.mode == Mode::Dead {
            u64::MAX >> (u64::BITS as usize - COUNT)
        } else {
            sort(of.object, of.slot.node, index, found)
        };
        Self {
            of,
            names,
            found,
            unread,
            at: 0,
        }
    }

    /// The next field, in its slot.
    #[inline(always)]
    pub(crate) fn next<T: Part>(&mut self) -> T {
        let at = self.at;
        self.at += 1;
        T::begin(Decoder {
            slot: Slot {
                parent: self.of.slot.node,
                node: self.found[at],
                name: Some(&self.names[at]),
            },
            ..self.of
        })
    }

    /// Reads what is written, of the few fields that are.
    #[inline]
    pub(crate) fn fill<T>(&self, object: &mut T, fill: &'static [Fill<T>; COUNT]) {
        let mut unread = self.unread;
        while unread != 0 {
            let field = unread.trailing_zeros() as usize;
            unread &= unread - 1;
            if let Some(fill) = fill.get(field) {
                fill(object, &self.of);
            }
        }
    }
}

/// Finds the fields that are written, and gives a bit for each.
fn sort<const COUNT: usize>(
    object: &ObjectTree<'_>,
    map: NodeId,
    index: &'static Index<COUNT>,
    found: &mut [NodeId; COUNT],
) -> u64 {
    let tree = object.tree;
    let mut written = 0;
    for (key, value) in tree.entries(map) {
        if let Some(field) = tree.name(key).and_then(|name| index.find(name)) {
            found[field] = value;
            written |= 1 << field;
        } else {
            object.doubt();
        }
    }
    written
}

impl<T: Decode> Part for Field<T> {
    #[inline(always)]
    fn begin(at: Decoder<'_, '_>) -> Self {
        Self {
            slot: at.slot,
            state: State::Absent,
        }
    }

    fn fill(&mut self, of: &Decoder<'_, '_>) {
        self.state = state(Decoder {
            slot: self.slot,
            ..*of
        });
    }
}

/// What is known of what is written in a slot.
fn state<T: Decode>(at: Decoder<'_, '_>) -> State<T> {
    match at.kind() {
        _ if at.mode == Mode::Dead => State::Invalid,
        None => State::Absent,
        Some(Kind::Null | Kind::Scalar) if at.is_null() => State::Null,
        Some(_) => {
            let inside = Decoder {
                mode: Mode::Pointer,
                ..at
            };
            match T::decode(inside) {
                Some(value) => State::Set(value),
                None => {
                    at.object.doubt();
                    State::Invalid
                }
            }
        }
    }
}

impl<T: Object> Part for Obj<T> {
    fn begin(at: Decoder<'_, '_>) -> Self {
        let state = match at.kind() {
            None => State::Absent,
            _ if at.mode == Mode::Dead => State::Invalid,
            Some(Kind::Map) => State::Set(()),
            Some(Kind::Null | Kind::Scalar) if at.is_null() => State::Null,
            Some(_) => {
                at.object.doubt();
                State::Invalid
            }
        };
        let mut inside = at;
        if at.slot.node.is_none() {
            inside.slot.node = at.object.make(at.slot);
        }
        Self {
            slot: at.slot,
            state,
            value: T::read(inside),
        }
    }

    fn fill(&mut self, _: &Decoder<'_, '_>) {}
}

impl<T: Decode> Decode for Field<T> {
    fn decode(at: Decoder<'_, '_>) -> Option<Self> {
        Some(Self {
            slot: at.slot,
            state: state(at),
        })
    }
}

impl<T: Object> Decode for Obj<T> {
    fn decode(at: Decoder<'_, '_>) -> Option<Self> {
        Some(Self::begin(at))
    }
}

impl<T: Object> Decode for Box<T> {
    fn decode(at: Decoder<'_, '_>) -> Option<Self> {
        at.takes_object().then(|| T::read(at))
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(at: Decoder<'_, '_>) -> Option<Self> {
        if at.kind() != Some(Kind::Seq) {
            return None;
        }
        let items = at.tree().items(at.slot.node);
        let mut all = Self::with_capacity(items.clone().count());
        for item in items {
            all.push(T::decode(at.child(item))?);
        }
        Some(all)
    }
}

impl<T: Decode> Decode for Entries<T> {
    fn decode(at: Decoder<'_, '_>) -> Option<Self> {
        if at.kind() != Some(Kind::Map) {
            return None;
        }
        at.object.mark_free_form(at.slot.node);
        let tree = at.tree();
        let entries = tree.entries(at.slot.node);
        let mut all = Vec::with_capacity(entries.clone().count());
        for (key, node) in entries {
            let key = Text::from(tree.key_text(key));
            let at = at.child(node);
            let value = Field {
                slot: at.slot,
                state: state(at),
            };
            all.push((key, value));
        }
        if !tree.has_unique_keys() {
            all = last_of_each(all);
        }
        Some(Self(all))
    }
}

impl Decode for Raw {
    fn decode(at: Decoder<'_, '_>) -> Option<Self> {
        at.object.doubt();
        Some(Self(at.slot.node))
    }
}

impl Decode for LongText {
    fn decode(at: Decoder<'_, '_>) -> Option<Self> {
        let node = at.slot.node;
        let is_string = at.tree().is_surely_string(node) || matches!(at.scalar()?, Scalar::Str(_));
        is_string.then_some(Self(node))
    }
}

impl Decode for Text {
    fn decode(at: Decoder<'_, '_>) -> Option<Self> {
        let (tree, node) = (at.tree(), at.slot.node);
        if let Some(text) = tree.plain_string(node) {
            return Some(Self::new(text));
        }
        match at.scalar()? {
            Scalar::Str(text) => Some(Self::from(text)),
            _ => None,
        }
    }
}

impl Decode for bool {
    fn decode(at: Decoder<'_, '_>) -> Option<Self> {
        match at.scalar()? {
            Scalar::Bool(value) => Some(value),
            _ => None,
        }
    }
}

/// Values that know themselves what they are read from.
macro_rules! values {
    ($($value:ty)*) => {$(
        impl Decode for $value {
            fn decode(at: Decoder<'_, '_>) -> Option<Self> {
                de::Deserialize::deserialize(Value(at.scalar()?)).ok()
            }
        }
    )*};
}

values! {
    i32 i64 f64
    super::values::Bytes super::values::Duration super::values::IntOrString super::values::MicroTime
    super::values::Quantity super::values::Time
}

/// More entries than this are searched for duplicate keys with a set.
const FEW: usize = 16;

/// Drops all but the last entry of a key, as Kubernetes' reader does.
fn last_of_each<T>(mut all: Vec<(Text, Field<T>)>) -> Vec<(Text, Field<T>)> {
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

/// A scalar, for what reads itself with serde.
struct Value<'t>(Scalar<'t>);

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

impl<'de> de::Deserializer<'de> for Value<'_> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Scalar::Null => visitor.visit_unit(),
            Scalar::Bool(value) => visitor.visit_bool(value),
            Scalar::Int(value) => visitor.visit_i64(value),
            Scalar::Uint(value) => visitor.visit_u64(value),
            Scalar::Float(value) => visit_float(value, visitor),
            Scalar::Str(Cow::Borrowed(text)) => visitor.visit_str(text),
            Scalar::Str(Cow::Owned(text)) => visitor.visit_string(text),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
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

impl Serialize for LongText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Raw(self.0).serialize(serializer)
    }
}
