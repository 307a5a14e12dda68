//! CustomResourceDefinitions of the run: the structural schemas of kinds that Kubernetes does not have itself.
//!
//! Follows k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1 `JSONSchemaProps`. Rules in CEL
//! (`x-kubernetes-validations`) and the junctors `allOf`, `anyOf`, `oneOf`, `not` are not read.

use crate::names::Name;
use crate::yaml::{Kind, NodeId, Scalar, Tree};
use regex_automata::meta::Regex;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::OnceLock;

/// A schema of a [`CustomKind`]: an index into its arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SchemaId(usize);

/// A kind that a CustomResourceDefinition defines.
#[derive(Debug)]
pub struct CustomKind {
    /// `example.com`
    pub group: String,
    /// `Widget`
    pub kind: String,
    /// Whether some rule of it is not checked, because it is written in CEL.
    pub has_cel: bool,
    versions: Vec<(String, bool, Option<SchemaId>)>,
    arena: Vec<Schema>,
}

/// What `additionalProperties` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Additional {
    /// It is not there: keys without a property are pruned.
    Pruned,
    /// `true`.
    Anything,
    /// A schema for every other key.
    Each(SchemaId),
}

/// What a list with `x-kubernetes-list-type` may not have twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Unique {
    /// It may have everything twice.
    #[default]
    No,
    /// Values.
    Values,
    /// Items with equal values of these keys.
    Keys(Vec<String>),
}

/// A scalar of a schema, as JSON has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
}

/// A regular expression, compiled when a value asks for it: few of a large definition are ever asked.
#[derive(Debug)]
pub(super) struct Pattern {
    /// As it is written.
    pub(super) text: String,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn new(text: String) -> Self {
        Self {
            text,
            regex: OnceLock::new(),
        }
    }

    /// Whether a text matches; any text does where the expression cannot be read.
    pub(super) fn matches(&self, text: &str) -> bool {
        let regex = self.regex.get_or_init(|| Regex::new(&self.text).ok());
        regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

/// One structural schema.
#[derive(Debug)]
pub(super) struct Schema {
    pub(super) ty: String,
    pub(super) properties: FxHashMap<String, SchemaId>,
    pub(super) additional: Additional,
    pub(super) items: Option<SchemaId>,
    pub(super) required: Vec<String>,
    pub(super) values: Vec<Value>,
    pub(super) pattern: Option<Pattern>,
    /// Bound, and whether the bound itself is out.
    pub(super) minimum: Option<(f64, bool)>,
    pub(super) maximum: Option<(f64, bool)>,
    pub(super) multiple_of: Option<f64>,
    /// Characters of a text.
    pub(super) length: (Option<u64>, Option<u64>),
    /// Items of a list.
    pub(super) count: (Option<u64>, Option<u64>),
    /// Keys of a mapping.
    pub(super) keys: (Option<u64>, Option<u64>),
    pub(super) nullable: bool,
    pub(super) has_default: bool,
    pub(super) preserve_unknown: bool,
    pub(super) int_or_string: bool,
    pub(super) embedded: bool,
    pub(super) unique: Unique,
}

impl CustomKind {
    /// Group and kind that a CustomResourceDefinition defines; None for anything else, and for one without.
    #[must_use]
    pub fn named(tree: &Tree<'_>, root: NodeId) -> Option<(String, String)> {
        let text = |path: &[&str]| tree.string(tree.lookup(root, path));
        if text(&["apiVersion"])? != "apiextensions.k8s.io/v1"
            || text(&["kind"])? != "CustomResourceDefinition"
        {
            return None;
        }
        let group = text(&["spec", "group"])?.into_owned();
        let kind = text(&["spec", "names", "kind"])?.into_owned();
        Some((group, kind))
    }

    /// Reads a CustomResourceDefinition, and the schemas of the versions that are wanted; None for anything else, and for
    /// one without group or kind.
    #[must_use]
    pub fn read(tree: &Tree<'_>, root: NodeId, is_wanted: impl Fn(&str) -> bool) -> Option<Self> {
        let (group, kind) = Self::named(tree, root)?;
        let mut reader = Reader {
            tree,
            arena: Vec::new(),
            has_cel: false,
        };
        let keeps_all = is_true(tree, tree.lookup(root, &["spec", "preserveUnknownFields"]));
        let versions = tree
            .items(tree.lookup(root, &["spec", "versions"]))
            .filter_map(|version| {
                let name = tree.string(tree.entry(version, "name"))?.into_owned();
                let schema = tree.lookup(version, &["schema", "openAPIV3Schema"]);
                let is_read = tree.kind(schema) == Kind::Map && !keeps_all && is_wanted(&name);
                let schema = is_read.then(|| reader.read(schema));
                Some((name, is_true(tree, tree.entry(version, "served")), schema))
            })
            .collect();
        Some(Self {
            group,
            kind,
            has_cel: reader.has_cel,
            versions,
            arena: reader.arena,
        })
    }

    /// Whether it serves that version of its group.
    #[must_use]
    pub fn serves(&self, version: &str) -> bool {
        self.versions
            .iter()
            .any(|(name, served, _)| name == version && *served)
    }

    /// The versions that it serves.
    pub fn served(&self) -> impl Iterator<Item = &str> {
        self.versions
            .iter()
            .filter(|(_, served, _)| *served)
            .map(|(name, ..)| name.as_str())
    }

    pub(super) fn schema_of(&self, version: &str) -> Option<SchemaId> {
        self.versions.iter().find(|(name, ..)| name == version)?.2
    }

    pub(super) fn get(&self, id: SchemaId) -> Option<&Schema> {
        self.arena.get(id.0)
    }
}

fn is_true(tree: &Tree<'_>, node: NodeId) -> bool {
    tree.scalar(node) == Scalar::Bool(true)
}

struct Reader<'t, 's> {
    tree: &'t Tree<'s>,
    arena: Vec<Schema>,
    has_cel: bool,
}

impl Reader<'_, '_> {
    /// Reads a schema and all below it, with a list of what is still to be read in place of recursion.
    fn read(&mut self, root: NodeId) -> SchemaId {
        let first = self.arena.len();
        let mut todo = vec![root];
        let mut next = 0;
        while let Some(node) = todo.get(next).copied() {
            next += 1;
            let schema = self.one(node, &mut |below| {
                todo.push(below);
                SchemaId(first + todo.len() - 1)
            });
            self.arena.push(schema);
        }
        SchemaId(first)
    }

    fn one(&mut self, node: NodeId, later: &mut dyn FnMut(NodeId) -> SchemaId) -> Schema {
        let tree = self.tree;
        let text = |value| tree.string(value).map(Cow::into_owned);
        let flag = |value| is_true(tree, value);
        let texts = |list| -> Vec<String> { tree.items(list).filter_map(text).collect() };
        let [
            ty,
            properties,
            additional,
            items,
            required,
            values,
            pattern,
            default,
            nullable,
        ] = tree.values(node, STRUCTURE);
        let [
            preserve_unknown,
            int_or_string,
            embedded,
            list_type,
            list_keys,
            cel,
        ] = tree.values(node, EXTENSIONS);
        let [
            minimum,
            exclusive_minimum,
            maximum,
            exclusive_maximum,
            multiple_of,
        ] = tree.values(node, OF_NUMBERS);
        let [
            shortest,
            longest,
            fewest_items,
            most_items,
            fewest_keys,
            most_keys,
        ] = tree.values(node, OF_SIZES);
        self.has_cel |= tree.items(cel).next().is_some();
        let properties = tree
            .entries(properties)
            .map(|(key, schema)| (tree.key_text(key).into_owned(), later(schema)))
            .collect();
        let additional = match (tree.kind(additional), tree.scalar(additional)) {
            (Kind::Map, _) => Additional::Each(later(additional)),
            (_, Scalar::Bool(true)) => Additional::Anything,
            _ => Additional::Pruned,
        };
        let items = (tree.kind(items) == Kind::Map).then(|| later(items));
        let unique = match tree.string(list_type).as_deref() {
            Some("set") => Unique::Values,
            Some("map") => Unique::Keys(texts(list_keys)),
            _ => Unique::No,
        };
        Schema {
            ty: text(ty).unwrap_or_default(),
            properties,
            additional,
            items,
            required: texts(required),
            values: tree
                .items(values)
                .filter_map(|item| value(tree, item))
                .collect(),
            pattern: text(pattern).map(Pattern::new),
            minimum: number(tree, minimum).map(|bound| (bound, flag(exclusive_minimum))),
            maximum: number(tree, maximum).map(|bound| (bound, flag(exclusive_maximum))),
            multiple_of: number(tree, multiple_of),
            length: (whole(tree, shortest), whole(tree, longest)),
            count: (whole(tree, fewest_items), whole(tree, most_items)),
            keys: (whole(tree, fewest_keys), whole(tree, most_keys)),
            nullable: flag(nullable),
            has_default: !default.is_none(),
            preserve_unknown: flag(preserve_unknown),
            int_or_string: flag(int_or_string),
            embedded: flag(embedded),
            unique,
        }
    }
}

// What a schema may say; each list is found in one look over it.
const STRUCTURE: [Name; 9] = [
    Name::of("type"),
    Name::of("properties"),
    Name::of("additionalProperties"),
    Name::of("items"),
    Name::of("required"),
    Name::of("enum"),
    Name::of("pattern"),
    Name::of("default"),
    Name::of("nullable"),
];
const EXTENSIONS: [Name; 6] = [
    Name::of("x-kubernetes-preserve-unknown-fields"),
    Name::of("x-kubernetes-int-or-string"),
    Name::of("x-kubernetes-embedded-resource"),
    Name::of("x-kubernetes-list-type"),
    Name::of("x-kubernetes-list-map-keys"),
    Name::of("x-kubernetes-validations"),
];
const OF_NUMBERS: [Name; 5] = [
    Name::of("minimum"),
    Name::of("exclusiveMinimum"),
    Name::of("maximum"),
    Name::of("exclusiveMaximum"),
    Name::of("multipleOf"),
];
const OF_SIZES: [Name; 6] = [
    Name::of("minLength"),
    Name::of("maxLength"),
    Name::of("minItems"),
    Name::of("maxItems"),
    Name::of("minProperties"),
    Name::of("maxProperties"),
];

/// A scalar as JSON has it; None for lists and mappings.
pub(super) fn value(tree: &Tree<'_>, node: NodeId) -> Option<Value> {
    if matches!(tree.kind(node), Kind::Map | Kind::Seq) {
        return None;
    }
    Some(match tree.scalar(node) {
        Scalar::Null => Value::Null,
        Scalar::Bool(value) => Value::Bool(value),
        Scalar::Int(value) => Value::Number(value as f64),
        Scalar::Uint(value) => Value::Number(value as f64),
        Scalar::Float(value) => Value::Number(value),
        Scalar::Str(text) => Value::Text(text.into_owned()),
    })
}

/// A number.
pub(super) fn number(tree: &Tree<'_>, node: NodeId) -> Option<f64> {
    match value(tree, node)? {
        Value::Number(value) => Some(value),
        _ => None,
    }
}

fn whole(tree: &Tree<'_>, node: NodeId) -> Option<u64> {
    number(tree, node)
        .filter(|value| *value >= 0.0 && value.fract() == 0.0)
        .map(|value| value as u64)
}
