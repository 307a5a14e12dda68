//! The facts: static tables packed by `build.rs` from `data/`, and how to look things up in them.
//!
//! Nothing happens at start: the tables are read-only data, and a look-up is a hash, or a number known before, and a short search.
//! A minor version outside [`OLDEST`]`..=`[`NEWEST`] counts as the nearest one inside.

use crate::hash::hash_two;
use crate::names::{self, Name};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

mod packed {
    use super::{
        A, D, Definition, ENUM, F, K, ListType, PATCH_MERGE, PATCH_REPLACE, PATCH_RETAIN_KEYS, R,
        REQUIRED, Scope, Type, TypeId, Verbs,
    };
    include!(concat!(env!("OUT_DIR"), "/facts.rs"));
}

/// Minor version of Kubernetes 1 with which the facts begin.
pub const OLDEST: u8 = packed::OLDEST;
/// Minor version of Kubernetes 1 with which the facts end.
pub const NEWEST: u8 = packed::NEWEST;

/// A text of the pool: place in the upper 20 bits, length in the lower 12.
type S = u32;

fn text(at: S) -> &'static str {
    let start = (at >> 12) as usize;
    packed::POOL
        .get(start..start + (at & 0xFFF) as usize)
        .unwrap_or("")
}

/// Name, type, attributes, versions of one variant of a field.
struct F(u16, u16, u8, u16);
/// Name, first field, number of fields, versions, versions in which it is atomic; where the places of its fields begin,
/// and their number less one.
struct D(S, u16, u16, u16, u16, u16, u16);
/// Flags, list type, whether a map is atomic, list keys, patch merge key, default, enum.
struct A(u8, Option<ListType>, Option<bool>, S, S, S, S);
/// apiVersion, kind, resource, scope, verbs, definition, versions.
struct K(S, S, S, Scope, Verbs, u16, u16);
/// apiVersion, kind, replacement, introduced, deprecated, removed; 0 for never.
struct R(S, S, S, u8, u8, u8);

const REQUIRED: u8 = 1;
const ENUM: u8 = 4;
const PATCH_MERGE: u8 = 8;
const PATCH_REPLACE: u8 = 16;
const PATCH_RETAIN_KEYS: u8 = 32;

/// How many bytes of the binary the facts take.
#[must_use]
pub fn embedded_bytes() -> usize {
    packed::POOL.len()
        + names::embedded_bytes()
        + size_of_val(&packed::KIND_SLOTS)
        + size_of_val(&packed::REMOVAL_SLOTS)
        + size_of_val(&packed::FIELDS)
        + size_of_val(&packed::FIELD_PLACES)
        + size_of_val(&packed::DEFINITIONS)
        + size_of_val(&packed::TYPES)
        + size_of_val(&packed::ATTRIBUTES)
        + size_of_val(&packed::KINDS)
        + size_of_val(&packed::REMOVALS)
}

/// A set of minor versions of Kubernetes 1 between [`OLDEST`] and [`NEWEST`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versions(u16);

impl Versions {
    /// Only that version.
    #[inline]
    pub(super) const fn of(minor: u8) -> Self {
        let minor = if minor < OLDEST {
            OLDEST
        } else if minor > NEWEST {
            NEWEST
        } else {
            minor
        };
        Self(1 << (minor - OLDEST))
    }

    /// Whether that version is among them.
    #[must_use]
    pub const fn contains(self, minor: u8) -> bool {
        self.0 & Self::of(minor).0 != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The first of them; None for what is as old as the facts, and for the empty set.
    #[must_use]
    pub fn since(self) -> Option<u8> {
        let first = OLDEST + self.0.trailing_zeros() as u8;
        (!self.is_empty() && first != OLDEST).then_some(first)
    }

    /// The last of them; None for what the newest version still has, and for the empty set.
    #[must_use]
    pub fn until(self) -> Option<u8> {
        let last = OLDEST + (self.0 | 1).ilog2() as u8;
        (!self.is_empty() && last != NEWEST).then_some(last)
    }
}

/// An object type of the API, such as `apps.v1.DaemonSetSpec`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Definition(u16);

impl Definition {
    /// The definition of that name, in whatever version it exists.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        let at = packed::DEFINITIONS
            .binary_search_by(|row| text(row.0).cmp(name))
            .ok()?;
        Some(Self(at as u16))
    }

    #[inline]
    fn row(self) -> &'static D {
        // Only this module and the build's tables make definitions.
        &packed::DEFINITIONS[self.0 as usize]
    }

    #[inline]
    fn rows(self) -> std::ops::Range<usize> {
        let row = self.row();
        row.1 as usize..row.1 as usize + row.2 as usize
    }

    /// Its name: group, version and Go type, such as `core.v1.Container`.
    #[must_use]
    pub fn name(self) -> &'static str {
        text(self.row().0)
    }

    /// The Go type, such as `Container`.
    #[must_use]
    pub fn go_name(self) -> &'static str {
        self.name().rsplit('.').next().unwrap_or("")
    }

    /// The versions that have it.
    #[must_use]
    pub fn versions(self) -> Versions {
        Versions(self.row().3)
    }

    /// Whether server-side apply treats the whole struct as one unit.
    #[must_use]
    pub fn atomic(self, minor: u8) -> bool {
        Versions(self.row().4).contains(minor)
    }

    /// Its fields in that version, by name.
    pub fn fields(self, minor: u8) -> impl Iterator<Item = Field> {
        let version = Versions::of(minor);
        self.rows()
            .filter(move |row| packed::FIELDS[*row].3 & version.0 != 0)
            .map(|row| Field(row as u16))
    }

    /// Every variant of every field in any version, by name.
    pub fn variants(self) -> impl Iterator<Item = Field> {
        self.rows().map(|row| Field(row as u16))
    }

    /// A field in that version. Names are case-sensitive, as Kubernetes' decoder has it.
    #[must_use]
    #[inline]
    pub fn field(self, name: &str, minor: u8) -> Option<Field> {
        self.field_named(Name::find(name.as_bytes())?, Versions::of(minor))
    }

    /// The same, of a well-known name in one version.
    #[inline]
    pub(super) fn field_named(self, name: Name, version: Versions) -> Option<Field> {
        let mut at = self.first_named(name)?;
        while packed::FIELDS[at].3 & version.0 == 0 {
            at += 1;
            if packed::FIELDS.get(at)?.0 != name.number() || at >= self.rows().end {
                return None;
            }
        }
        Some(Field(at as u16))
    }

    /// The first variant of a field: where its row is.
    #[inline]
    fn first_named(self, name: Name) -> Option<usize> {
        let row = self.row();
        let mut place = name.number() & row.6;
        loop {
            let nth = packed::FIELD_PLACES[(row.5 + place) as usize];
            if nth == u8::MAX {
                return None;
            }
            let at = row.1 as usize + nth as usize;
            if packed::FIELDS[at].0 == name.number() {
                return Some(at);
            }
            place = (place + 1) & row.6;
        }
    }

    /// The newest variant of a field, whatever the version.
    #[must_use]
    pub fn field_ever(self, name: &str) -> Option<Field> {
        self.variants().filter(|field| field.name() == name).last()
    }

    /// The versions that have a field of that name.
    #[must_use]
    pub fn versions_of(self, name: &str) -> Versions {
        Versions(
            self.variants()
                .filter(|field| field.name() == name)
                .fold(0, |all, field| all | field.row().3),
        )
    }
}

/// All definitions of all versions, by name.
pub fn definitions() -> impl Iterator<Item = Definition> {
    (0..packed::DEFINITIONS.len() as u16).map(Definition)
}

/// The row that a table of slots leads to; `is_it` has None where there is no row of that number.
#[inline]
fn look_up<const COUNT: usize>(
    slots: &[u16; COUNT],
    hash: u32,
    is_it: impl Fn(usize) -> Option<bool>,
) -> Option<usize> {
    let mut slot = hash as usize % COUNT;
    loop {
        let row = slots[slot] as usize;
        if is_it(row)? {
            return Some(row);
        }
        slot = (slot + 1) % COUNT;
    }
}

/// Whether any definition of any version has a field of that name.
#[must_use]
pub fn is_field_name(name: &str) -> bool {
    Name::find(name.as_bytes()).is_some()
}

/// One field of a definition, as a run of versions has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Field(u16);

impl Field {
    #[inline]
    fn row(self) -> &'static F {
        &packed::FIELDS[self.0 as usize]
    }

    /// As it is written in manifests.
    #[must_use]
    pub fn name(self) -> &'static str {
        Name::numbered(u32::from(self.row().0)).map_or("", Name::text)
    }

    /// What it holds.
    #[must_use]
    #[inline]
    pub fn ty(self) -> Type {
        packed::TYPES[self.row().1 as usize]
    }

    /// What else the API says about it.
    #[must_use]
    pub fn attributes(self) -> Attributes {
        Attributes(&packed::ATTRIBUTES[self.row().2 as usize])
    }

    /// The versions that have this variant; see [`Definition::versions_of`] for those that have the field at all.
    #[must_use]
    pub fn versions(self) -> Versions {
        Versions(self.row().3)
    }
}

/// Where a [`Type`] that holds another keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeId(u16);

impl TypeId {
    /// The type itself.
    #[must_use]
    #[inline]
    pub fn get(self) -> Type {
        packed::TYPES[self.0 as usize]
    }
}

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Text.
    String,
    /// A whole number that fits 32 bits with sign.
    Int32,
    /// A whole number that fits 64 bits with sign.
    Int64,
    /// A double.
    Number,
    /// true or false.
    Bool,
    /// Text in base64.
    Bytes,
    /// `resource.Quantity`.
    Quantity,
    /// `intstr.IntOrString`.
    IntOrString,
    /// `metav1.Time`, RFC 3339.
    Time,
    /// `metav1.MicroTime`, RFC 3339 with six digits behind the second.
    MicroTime,
    /// `metav1.Duration`, such as `1m30s`.
    Duration,
    /// A mapping with whatever is in it.
    Object,
    /// Anything.
    Any,
    /// An object of its own definition.
    Ref(Definition),
    /// A list.
    List(TypeId),
    /// A mapping from text.
    Map(TypeId),
}

impl std::fmt::Display for Type {
    /// As the facts write it: `[]ref:core.v1.Container`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::String => "string",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Number => "number",
            Self::Bool => "bool",
            Self::Bytes => "bytes",
            Self::Quantity => "quantity",
            Self::IntOrString => "int-or-string",
            Self::Time => "time",
            Self::MicroTime => "microtime",
            Self::Duration => "duration",
            Self::Object => "object",
            Self::Any => "any",
            Self::Ref(definition) => return write!(f, "ref:{}", definition.name()),
            Self::List(item) => return write!(f, "[]{}", item.get()),
            Self::Map(item) => return write!(f, "{{}}{}", item.get()),
        })
    }
}

/// What a list is to server-side apply (`x-kubernetes-list-type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListType {
    /// One unit.
    Atomic,
    /// Scalars, each at most once.
    Set,
    /// Objects, told apart by their keys.
    Map,
}

impl ListType {
    /// As the API writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Atomic => "atomic",
            Self::Set => "set",
            Self::Map => "map",
        }
    }
}

/// What the API says about a field besides its type.
#[derive(Clone, Copy)]
pub struct Attributes(&'static A);

impl Attributes {
    const fn has(self, flag: u8) -> bool {
        self.0.0 & flag != 0
    }

    /// Whether the OpenAPI document calls it required. The server does not ask for that when it decodes.
    #[must_use]
    pub const fn required(self) -> bool {
        self.has(REQUIRED)
    }

    /// What a list is to server-side apply.
    #[must_use]
    pub const fn list_type(self) -> Option<ListType> {
        self.0.1
    }

    /// Whether server-side apply treats a map as one unit; None where the API does not say.
    #[must_use]
    pub const fn map_atomic(self) -> Option<bool> {
        self.0.2
    }

    /// The keys that tell the items of a list of type map apart.
    pub fn list_keys(self) -> impl Iterator<Item = &'static str> {
        text(self.0.3).split(',').filter(|key| !key.is_empty())
    }

    /// Whether a strategic merge patch merges it (`patchStrategy: merge`).
    #[must_use]
    pub const fn patch_merge(self) -> bool {
        self.has(PATCH_MERGE)
    }

    /// Whether a strategic merge patch replaces it (`patchStrategy: replace`).
    #[must_use]
    pub const fn patch_replace(self) -> bool {
        self.has(PATCH_REPLACE)
    }

    /// Whether a strategic merge patch keeps only the keys that it names (`patchStrategy: retainKeys`).
    #[must_use]
    pub const fn patch_retain_keys(self) -> bool {
        self.has(PATCH_RETAIN_KEYS)
    }

    /// The key by which a strategic merge patch matches items (`patchMergeKey`).
    #[must_use]
    pub fn patch_key(self) -> Option<&'static str> {
        Some(text(self.0.4)).filter(|key| !key.is_empty())
    }

    /// The default that the API documents, as JSON. The apiserver sets more than these.
    #[must_use]
    pub fn default(self) -> Option<&'static str> {
        Some(text(self.0.5)).filter(|json| !json.is_empty())
    }

    /// The values of an enumerated type; validation decides whether others are refused.
    #[must_use]
    pub fn values(self) -> Option<impl Iterator<Item = &'static str> + Clone> {
        self.has(ENUM).then(|| text(self.0.6).split('|'))
    }
}

impl std::fmt::Debug for Attributes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attributes")
            .field("required", &self.required())
            .field("list_type", &self.list_type())
            .field("list_keys", &text(self.0.3))
            .field("map_atomic", &self.map_atomic())
            .field("patch_key", &self.patch_key())
            .field("default", &self.default())
            .field("values", &text(self.0.6))
            .finish_non_exhaustive()
    }
}

/// Where objects of a kind live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In a namespace.
    Namespaced,
    /// In the cluster.
    Cluster,
    /// A list of objects, not stored.
    List,
}

/// What can be done with a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verbs {
    /// List, create and the rest.
    Full,
    /// Only read.
    Read,
    /// Only create.
    Create,
    /// The answer to a list request.
    List,
}

/// A kind in a group and version, as a run of Kubernetes versions serves it.
#[derive(Clone, Copy)]
pub struct Kind(&'static K);

impl Kind {
    /// `apps/v1`.
    #[must_use]
    pub fn api_version(self) -> &'static str {
        text(self.0.0)
    }

    /// `DaemonSet`.
    #[must_use]
    pub fn name(self) -> &'static str {
        text(self.0.1)
    }

    /// `daemonsets`; `-` for kinds that are no resource.
    #[must_use]
    pub fn resource(self) -> &'static str {
        text(self.0.2)
    }

    /// Where its objects live.
    #[must_use]
    pub const fn scope(self) -> Scope {
        self.0.3
    }

    /// What can be done with it.
    #[must_use]
    pub const fn verbs(self) -> Verbs {
        self.0.4
    }

    /// What its objects look like.
    #[must_use]
    pub const fn definition(self) -> Definition {
        Definition(self.0.5)
    }

    /// The versions that serve it.
    #[must_use]
    pub const fn versions(self) -> Versions {
        Versions(self.0.6)
    }
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.api_version(), self.name())
    }
}

/// The kind that a version serves under that apiVersion.
#[must_use]
pub fn kind(api_version: &str, name: &str, minor: u8) -> Option<Kind> {
    kind_in_any_version(api_version, name).find(|kind| kind.versions().contains(minor))
}

/// The kind under that apiVersion, whatever Kubernetes version serves it.
pub fn kind_in_any_version(api_version: &str, name: &str) -> impl Iterator<Item = Kind> {
    let is_it = move |row: &K| text(row.1) == name && text(row.0) == api_version;
    let first = look_up(
        &packed::KIND_SLOTS,
        hash_two(api_version.as_bytes(), name.as_bytes()),
        |row| packed::KINDS.get(row).map(is_it),
    );
    let rows = first.and_then(|first| packed::KINDS.get(first..));
    let rows = rows.unwrap_or_default().iter();
    rows.take_while(move |row| is_it(row)).map(Kind)
}

/// All kinds of all versions, by apiVersion and name.
pub fn kinds() -> impl Iterator<Item = Kind> {
    packed::KINDS.iter().map(Kind)
}

/// The group of an apiVersion: empty for `v1`.
#[must_use]
pub fn group(api_version: &str) -> &str {
    api_version.rsplit_once('/').map_or("", |(group, _)| group)
}

/// Whether Kubernetes itself serves (or once served) that group; all others belong to custom resources.
#[must_use]
pub fn group_is_known(name: &str) -> bool {
    static GROUPS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        let served = kinds().map(|kind| group(kind.api_version()));
        let removed = removals().map(|row| group(row.api_version()));
        served.chain(removed).collect()
    });
    GROUPS.contains(name)
}

/// The life of a kind whose end is known.
#[derive(Clone, Copy)]
pub struct Removal(&'static R);

impl Removal {
    /// `apps/v1beta1`.
    #[must_use]
    pub fn api_version(self) -> &'static str {
        text(self.0.0)
    }

    /// `Deployment`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        text(self.0.1)
    }

    /// What to use instead: apiVersion and kind.
    #[must_use]
    pub fn replacement(self) -> Option<(&'static str, &'static str)> {
        text(self.0.2).split_once(' ')
    }

    /// First minor version that served it.
    #[must_use]
    pub fn introduced(self) -> Option<u8> {
        Some(self.0.3).filter(|minor| *minor != 0)
    }

    /// First minor version that warns of it.
    #[must_use]
    pub fn deprecated(self) -> Option<u8> {
        Some(self.0.4).filter(|minor| *minor != 0)
    }

    /// First minor version without it.
    #[must_use]
    pub fn removed(self) -> Option<u8> {
        Some(self.0.5).filter(|minor| *minor != 0)
    }
}

impl std::fmt::Debug for Removal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} {} removed in {:?}",
            self.api_version(),
            self.kind(),
            self.removed()
        )
    }
}

/// What is known about the end of a kind.
#[must_use]
pub fn removal(api_version: &str, kind: &str) -> Option<Removal> {
    let row = look_up(
        &packed::REMOVAL_SLOTS,
        hash_two(api_version.as_bytes(), kind.as_bytes()),
        |row| {
            let row = packed::REMOVALS.get(row)?;
            Some(text(row.1) == kind && text(row.0) == api_version)
        },
    );
    packed::REMOVALS.get(row?).map(Removal)
}

/// All kinds whose end is known, by apiVersion and kind.
pub fn removals() -> impl Iterator<Item = Removal> {
    packed::REMOVALS.iter().map(Removal)
}
