//! What a model is made of: `Field` (a Go scalar or pointer), `Obj` (a Go struct by value), `List` and `Map`.
//!
//! Each knows its slot, so paths and spans are never passed by hand. Knows serde, not Kubernetes.

use super::slot::{ObjectTree, Slot};
use crate::yaml::NodeId;
use std::ops::{Deref, DerefMut};

/// What is known of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State<T> {
    /// Not written.
    Absent,
    /// Written as null, which is absent to Kubernetes.
    Null,
    /// Of a wrong type, or inside something of a wrong type: the schema pass has reported it.
    Invalid,
    /// Written.
    Set(T),
    /// Put there by defaulting, never by the user.
    Default(T),
}

/// A string. Most are names: up to 23 bytes stay in place, and nothing is allocated for them.
pub type Text = smol_str::SmolStr;

/// A Go scalar or pointer.
#[derive(Clone, Debug)]
pub struct Field<T> {
    /// Where it lives.
    pub slot: Slot,
    /// What is known of it.
    pub state: State<T>,
}

/// A Go struct by value: always there.
#[derive(Clone, Debug)]
pub struct Obj<T> {
    /// Where it lives.
    pub slot: Slot,
    /// Absent, Null, Invalid or Set.
    pub state: State<()>,
    /// In a box, so that objects in objects are not copied around while they are decoded.
    pub(super) value: Box<T>,
}

/// A Go slice.
pub type List<T> = Field<Vec<T>>;
/// A Go map with string keys.
pub type Map<T> = Field<Entries<T>>;

/// The entries of a map in text order, no key twice.
#[derive(Clone, Debug)]
pub struct Entries<T>(pub Vec<(Text, Field<T>)>);

/// A value of any shape, which no model describes: its node is in the slot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Raw(pub NodeId);

/// A string that nobody asks for as a rule, and that is long at times: its node, so that it is neither unescaped, folded
/// nor copied before somebody does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LongText(pub NodeId);

/// Anything that a diagnostic can point at.
pub trait Located {
    /// Where it lives.
    fn slot(&self) -> Slot;
    /// Whether it could not be read, so that nothing may be said about it.
    fn is_invalid(&self) -> bool;
}

impl<T> Located for Field<T> {
    fn slot(&self) -> Slot {
        self.slot
    }
    fn is_invalid(&self) -> bool {
        matches!(self.state, State::Invalid)
    }
}

impl<T> Located for Obj<T> {
    fn slot(&self) -> Slot {
        self.slot
    }
    fn is_invalid(&self) -> bool {
        matches!(self.state, State::Invalid)
    }
}

impl Located for Slot {
    fn slot(&self) -> Slot {
        *self
    }
    fn is_invalid(&self) -> bool {
        false
    }
}

impl<T> Field<T> {
    /// What Kubernetes works with: written or defaulted.
    #[inline]
    pub fn get(&self) -> Option<&T> {
        match &self.state {
            State::Set(value) | State::Default(value) => Some(value),
            _ => None,
        }
    }

    /// The same, to be changed by defaulting.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        match &mut self.state {
            State::Set(value) | State::Default(value) => Some(value),
            _ => None,
        }
    }

    /// What the user wrote.
    pub fn written(&self) -> Option<&T> {
        match &self.state {
            State::Set(value) => Some(value),
            _ => None,
        }
    }

    /// Whether Kubernetes sees nothing there: not written, or null.
    pub fn is_missing(&self) -> bool {
        matches!(self.state, State::Absent | State::Null)
    }

    /// Whether defaulting put it there.
    pub fn is_defaulted(&self) -> bool {
        matches!(self.state, State::Default(_))
    }

    /// Whether something of a right type is there, written or defaulted.
    pub fn is_set(&self) -> bool {
        self.get().is_some()
    }

    /// `if x == nil { x = value }`.
    pub fn default_to(&mut self, value: impl Into<T>) {
        if self.is_missing() {
            self.state = State::Default(value.into());
        }
    }
}

impl Field<Text> {
    /// The string, as Go sees it: empty where nothing is written or readable.
    #[inline]
    pub fn str(&self) -> &str {
        self.get().map_or("", Text::as_str)
    }

    /// The same, to keep.
    pub fn text(&self) -> Text {
        self.get().cloned().unwrap_or_default()
    }

    /// `if x == "" { x = value }`: Go cannot tell an empty string from a missing one.
    pub fn default_if_empty(&mut self, value: &'static str) {
        if self.is_missing() || self.get().is_some_and(|text| text.is_empty()) {
            self.state = State::Default(Text::new_static(value));
        }
    }
}

impl<T: Copy + Default> Field<T> {
    /// The value, as Go sees a field that is no pointer: zero where nothing is written or readable.
    #[inline]
    pub fn value(&self) -> T {
        self.get().copied().unwrap_or_default()
    }

    /// `if x == 0 { x = value }`: Go cannot tell a zero from a missing number.
    pub fn default_if_zero(&mut self, value: T)
    where
        T: PartialEq,
    {
        if self.is_missing() || self.get() == Some(&T::default()) {
            self.state = State::Default(value);
        }
    }
}

impl<T> Field<T> {
    /// `if x == nil { x = &T{} }`: an object made by defaulting, whose fields have paths too. None where the user's is unreadable.
    pub fn make(&mut self, object: &ObjectTree<'_>) -> Option<&mut T>
    where
        T: super::decode::Decode,
    {
        if self.is_missing() {
            self.state =
                super::decode::made(object, self.slot).map_or(State::Invalid, State::Default);
        }
        self.get_mut()
    }
}

impl<T> List<T> {
    /// The items; nothing where the list is missing or unreadable.
    #[inline]
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items().iter()
    }

    /// The items as a slice.
    #[inline]
    pub fn items(&self) -> &[T] {
        self.get().map_or(&[], Vec::as_slice)
    }

    /// The items, to be changed by defaulting.
    pub fn items_mut(&mut self) -> &mut [T] {
        self.get_mut().map_or(&mut [], Vec::as_mut_slice)
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items().len()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.items().is_empty()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> Map<T> {
    /// `if _, exists := m[key]; !exists { m[key] = value }`.
    pub fn default_entry(&mut self, object: &ObjectTree<'_>, key: &str, value: T) {
        if self.is_missing() {
            self.slot.node = object.make(self.slot);
            self.state = State::Default(Entries(Vec::new()));
        }
        let slot = object.make_entry(self.slot.node, key);
        let Some(entries) = self.get_mut() else {
            return;
        };
        if entries.0.iter().all(|entry| entry.0 != key) {
            let state = State::Default(value);
            entries.0.push((Text::from(key), Field { slot, state }));
        }
    }

    /// The entries in text order; nothing where the map is missing or unreadable.
    #[inline]
    pub fn entries(&self) -> &[(Text, Field<T>)] {
        self.get().map_or(&[], |entries| entries.0.as_slice())
    }

    /// The entry of a key.
    pub fn field(&self, key: &str) -> Option<&Field<T>> {
        self.entries()
            .iter()
            .find(|entry| entry.0 == key)
            .map(|entry| &entry.1)
    }

    /// The value of a key.
    pub fn value_of(&self, key: &str) -> Option<&T> {
        self.field(key)?.get()
    }
}

impl PartialEq<&str> for Field<Text> {
    fn eq(&self, other: &&str) -> bool {
        self.get().is_some_and(|value| value == *other)
    }
}

impl<T> Field<T> {
    /// An item that defaulting puts into the list in `slot`.
    #[must_use]
    pub fn item_of(slot: Slot, value: T) -> Self {
        Self {
            slot,
            state: State::Default(value),
        }
    }
}

impl<T> Obj<T> {
    /// An item that defaulting puts into the list in `slot`.
    #[must_use]
    pub fn item_of(object: &ObjectTree<'_>, slot: Slot) -> Option<Self>
    where
        T: super::decode::Object,
    {
        super::decode::made(object, slot).map(|value| Self {
            slot,
            state: State::Absent,
            value,
        })
    }
}

impl<T> Deref for Obj<T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Obj<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}
