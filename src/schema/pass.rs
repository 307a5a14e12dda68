//! The schema pass: one walk over a tree beside its definition, with a stack of its own.
//!
//! Follows sigs.k8s.io/json `UnmarshalStrict`: names are case-sensitive, null decodes into anything, a wrong type does
//! not end the walk, and of two equal keys the last one counts.

use super::decode::{self, Refusal};
use super::facts::{Definition, Field, Type, Verbs, Versions};
use super::finding::{Fault, Finding, Report};
use super::head::Head;
use super::identity::{self, Identity};
use super::{conversion, facts, go};
use crate::yaml::{Kind, NodeId, Scalar, Tree};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::HashSet;

/// Unknown fields that the apiserver lists for one object (`saveStrictError` in sigs.k8s.io/json).
const STRICT_LIMIT: usize = 100;
/// Findings of one object after which the pass stops; a file with more is no manifest.
const LIMIT: usize = 2_000;
/// How deep most objects nest at most.
const USUAL_DEPTH: usize = 16;

/// Holds an object against the kinds and fields of a minor version of Kubernetes 1.
///
/// Custom resources get no findings. Nothing here looks into the items of a list: they are objects of their own.
#[must_use]
pub fn check(tree: &Tree<'_>, root: NodeId, minor: u8) -> Report {
    check_with(tree, root, &Head::of(tree, root), minor)
}

/// The same, where the head of the object is known.
#[must_use]
pub fn check_with(tree: &Tree<'_>, root: NodeId, head: &Head, minor: u8) -> Report {
    let mut report = identify(tree, root, head, minor);
    check_identified(&mut report, tree, root, head, minor, false);
    report
}

/// The first half of [`check_with`]: of which kind the object is, and what there is to say of that alone.
#[must_use]
pub fn identify(tree: &Tree<'_>, root: NodeId, head: &Head, minor: u8) -> Report {
    let mut report = Report::default();
    match identity::identify(tree, root, head, minor) {
        Identity::Refused(finding) => report.findings.push(finding),
        Identity::Custom => {}
        Identity::List => identity::check_list(tree, head, &mut report.findings),
        Identity::Served(kind) => {
            report.kind = Some(kind);
            if let Some(removal) = facts::removal(kind.api_version(), kind.name())
                && removal
                    .deprecated()
                    .is_some_and(|deprecated| deprecated <= minor)
            {
                report.findings.push(Finding {
                    fault: Fault::DeprecatedApi(removal),
                    at: head.api_version,
                    path: String::from("apiVersion"),
                });
            }
        }
    }
    report
}

/// The second half of [`check_with`]: the object as one of its kind. Where it `decodes`, whoever decoded it knows that all
/// its fields are right, and they are not gone through again.
pub fn check_identified(
    report: &mut Report,
    tree: &Tree<'_>,
    root: NodeId,
    head: &Head,
    minor: u8,
    decodes: bool,
) {
    let Some(kind) = report.kind else {
        return;
    };
    if decodes {
        debug_assert!(fields(tree, root, kind.definition(), minor).is_empty());
    } else {
        let found = fields(tree, root, kind.definition(), minor);
        report.findings.extend(found);
    }
    conversion::check(tree, head, kind, &mut report.findings);
    if says_something(tree, head.status) && kind.verbs() == Verbs::Full && kind.name() != "Node" {
        report.findings.push(Finding {
            fault: Fault::Status,
            at: tree.key_of(head.status),
            path: String::from("status"),
        });
    }
}

/// Holds a mapping that is part of no object against a definition: a template by itself, say.
#[must_use]
pub fn check_against(
    tree: &Tree<'_>,
    root: NodeId,
    definition: Definition,
    minor: u8,
) -> Vec<Finding> {
    if tree.kind(root) == Kind::Map {
        fields(tree, root, definition, minor)
    } else {
        Vec::new()
    }
}

/// What is wrong with the fields of a mapping, and with all below it.
fn fields(tree: &Tree<'_>, root: NodeId, definition: Definition, minor: u8) -> Vec<Finding> {
    let mut pass = Pass::new(tree, minor);
    pass.walk(root, definition);
    pass.findings()
}

/// Whether there is more than the empty hull that generators leave. (A Node keeps the status it is created with.)
fn says_something(tree: &Tree<'_>, node: NodeId) -> bool {
    if node.is_none() {
        return false;
    }
    let mut keys = HashSet::new();
    (node.0..tree.after(node).0).map(NodeId).any(|at| {
        keys.extend(tree.entries(at).map(|entry| entry.0));
        match tree.scalar(at) {
            Scalar::Null => false,
            Scalar::Str(text) => !text.is_empty() && !keys.contains(&at),
            _ => !keys.contains(&at),
        }
    })
}

/// What the entries or items of an open container are.
#[derive(Clone, Copy)]
enum Mode {
    Struct(Definition),
    Map(Type),
    List(Type),
}

/// An open container.
#[derive(Clone, Copy)]
struct Frame {
    node: NodeId,
    end: u32,
    mode: Mode,
    /// The key whose value is open, or the item itself.
    key: NodeId,
    /// Items begun so far.
    items: u32,
}

/// Last place of every key of a mapping.
type LastKeys<'t> = FxHashMap<std::borrow::Cow<'t, str>, NodeId>;

/// One step of a path.
#[derive(Clone, Copy)]
enum Step {
    /// A field of a struct.
    Field(NodeId),
    /// A key of a map.
    Key(NodeId),
    Index(u32),
}

struct Found {
    fault: Fault,
    at: NodeId,
    steps: Vec<Step>,
}

struct Pass<'t, 's> {
    tree: &'t Tree<'s>,
    version: Versions,
    stack: Vec<Frame>,
    found: Vec<Found>,
    /// Of mappings of which a finding has asked whether its entry counts.
    last: FxHashMap<NodeId, LastKeys<'t>>,
}

impl<'t, 's> Pass<'t, 's> {
    fn new(tree: &'t Tree<'s>, minor: u8) -> Self {
        Self {
            tree,
            version: Versions::of(minor),
            stack: Vec::with_capacity(USUAL_DEPTH),
            found: Vec::new(),
            last: FxHashMap::default(),
        }
    }

    fn walk(&mut self, root: NodeId, definition: Definition) {
        self.open(root, Mode::Struct(definition));
        let mut at = root.0 + 1;
        while let Some(frame) = self.stack.last_mut() {
            if at >= frame.end {
                self.stack.pop();
                continue;
            }
            let node = NodeId(at);
            let value = match frame.mode {
                Mode::List(_) => node,
                _ => NodeId(at + 1),
            };
            if value.0 >= frame.end {
                // A key without a value: no tree of a whole document has one.
                at = frame.end;
                continue;
            }
            frame.key = node;
            at = match frame.mode {
                Mode::List(item) => {
                    frame.items += 1;
                    self.value(item, value)
                }
                Mode::Map(item) => self.value(item, value),
                Mode::Struct(definition) => match self.field(definition, node) {
                    Some(field) => self.value(field.ty(), value),
                    None => self.unknown(definition, node, value),
                },
            };
            if self.found.len() >= LIMIT {
                break;
            }
        }
    }

    #[inline]
    fn field(&self, definition: Definition, key: NodeId) -> Option<Field> {
        definition.field_named(self.tree.name(key)?, self.version)
    }

    #[cold]
    fn unknown(&mut self, definition: Definition, key: NodeId, value: NodeId) -> u32 {
        let fault = Fault::UnknownField {
            definition,
            name: self.tree.key_text(key).into_owned(),
            strict: String::new(),
        };
        self.add(key, fault);
        self.tree.after(value).0
    }

    fn open(&mut self, node: NodeId, mode: Mode) {
        let end = self.tree.after(node).0;
        self.stack.push(Frame {
            node,
            end,
            mode,
            key: NodeId::NONE,
            items: 0,
        });
    }

    /// Checks a value; the next node to look at is inside it when it was opened, else behind it.
    #[inline(always)]
    fn value(&mut self, ty: Type, node: NodeId) -> u32 {
        // Most values are strings, where strings are wanted.
        if matches!(ty, Type::String | Type::IntOrString) && self.tree.is_surely_string(node) {
            return node.0 + 1;
        }
        self.other_value(ty, node)
    }

    /// The same, of what is no string or is to be none.
    fn other_value(&mut self, ty: Type, node: NodeId) -> u32 {
        let mode = match (ty, self.tree.kind(node)) {
            (Type::Ref(definition), Kind::Map) => Mode::Struct(definition),
            (Type::Map(item), Kind::Map) => Mode::Map(item.get()),
            (Type::List(item), Kind::Seq) => Mode::List(item.get()),
            (ty, _) => {
                self.leaf(ty, node);
                return self.tree.after(node).0;
            }
        };
        self.open(node, mode);
        node.0 + 1
    }

    /// Checks a value that is not to be opened.
    fn leaf(&mut self, ty: Type, node: NodeId) {
        let refusal = match ty {
            Type::Ref(_) | Type::Map(_) | Type::List(_) if self.tree.is_null(node) => return,
            Type::Ref(_) | Type::Map(_) | Type::List(_) => {
                Refusal::Unmarshal(decode::json_name(self.tree, node).to_owned())
            }
            _ => match decode::check(ty, self.tree, node) {
                Ok(()) => return,
                Err(refusal) => refusal,
            },
        };
        self.wrong(ty, node, refusal);
    }

    #[cold]
    fn wrong(&mut self, ty: Type, node: NodeId, refusal: Refusal) {
        // An item or entry belongs to the field that holds its list or map.
        let mut frames = self.stack.iter().rev();
        let holder = frames.find_map(|frame| match frame.mode {
            Mode::Struct(definition) => {
                let field = self.field(definition, frame.key)?;
                Some((definition, field.name()))
            }
            _ => None,
        });
        let detail = match refusal {
            Refusal::Own(text) => Some(text),
            Refusal::Octet(what) => self
                .go_detail(&what, Type::Int32, holder)
                .map(|text| text.replace("int32", "uint8")),
            Refusal::Unmarshal(what) => self.go_detail(&what, ty, holder),
        };
        self.add(
            node,
            Fault::WrongType {
                wanted: ty,
                of: holder,
                detail,
            },
        );
    }

    /// `json: cannot unmarshal bool into Go struct field EnvVar.spec.containers.env.value of type string`
    fn go_detail(
        &self,
        what: &str,
        ty: Type,
        of: Option<(Definition, &'static str)>,
    ) -> Option<String> {
        let (definition, name) = of?;
        let ty = go::type_name(definition, name, ty)?;
        let mut path = String::new();
        for frame in &self.stack {
            if let Mode::Struct(definition) = frame.mode {
                let key = self.tree.key_text(frame.key);
                for part in go::embedded(definition, &key).into_iter().chain([&*key]) {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(part);
                }
            }
        }
        Some(format!(
            "json: cannot unmarshal {what} into Go struct field {}.{path} of type {ty}",
            definition.go_name()
        ))
    }

    #[cold]
    fn add(&mut self, at: NodeId, fault: Fault) {
        if !self.counts() {
            return;
        }
        let steps = self
            .stack
            .iter()
            .map(|frame| match frame.mode {
                Mode::Struct(_) => Step::Field(frame.key),
                Mode::Map(_) => Step::Key(frame.key),
                Mode::List(_) => Step::Index(frame.items - 1),
            })
            .collect();
        self.found.push(Found { fault, at, steps });
    }

    /// Whether every entry on the way is the last of its key.
    fn counts(&mut self) -> bool {
        let (tree, known) = (self.tree, &mut self.last);
        self.stack.iter().all(|frame| {
            if matches!(frame.mode, Mode::List(_)) {
                return true;
            }
            let last = known.entry(frame.node).or_insert_with(|| {
                tree.entries(frame.node)
                    .map(|(key, _)| (tree.key_text(key), key))
                    .collect()
            });
            last.get(&*tree.key_text(frame.key)) == Some(&frame.key)
        })
    }

    /// The findings with their paths: at most as many unknown fields as the apiserver lists, and the same ones.
    fn findings(mut self) -> Vec<Finding> {
        if self.found.is_empty() {
            return Vec::new();
        }
        let is_unknown = |found: &Found| matches!(found.fault, Fault::UnknownField { .. });
        if self.found.iter().filter(|found| is_unknown(found)).count() > STRICT_LIMIT {
            let tree = self.tree;
            self.found
                .sort_by(|a, b| json_order(tree, &a.steps, &b.steps));
            let mut listed = 0;
            self.found.retain(|found| {
                listed += usize::from(is_unknown(found));
                !is_unknown(found) || listed <= STRICT_LIMIT
            });
            self.found.sort_by_key(|found| found.at);
        }
        let tree = self.tree;
        let finding = |found: Found| {
            let mut fault = found.fault;
            if let Fault::UnknownField { strict, .. } = &mut fault {
                *strict = path(tree, &found.steps, false);
            }
            Finding {
                fault,
                at: found.at,
                path: path(tree, &found.steps, true),
            }
        };
        self.found.into_iter().map(finding).collect()
    }
}

/// The order of the JSON that kubectl sends: keys sorted by bytes.
fn json_order(tree: &Tree<'_>, a: &[Step], b: &[Step]) -> Ordering {
    a.iter()
        .zip(b)
        .map(|steps| match steps {
            (Step::Index(a), Step::Index(b)) => a.cmp(b),
            (Step::Field(a) | Step::Key(a), Step::Field(b) | Step::Key(b)) => {
                tree.key_text(*a).cmp(&tree.key_text(*b))
            }
            _ => Ordering::Equal,
        })
        .find(|order| order.is_ne())
        .unwrap_or_else(|| a.len().cmp(&b.len()))
}

/// A path, with the keys of maps in brackets as validation writes them, or as strict decoding writes them.
fn path(tree: &Tree<'_>, steps: &[Step], brackets: bool) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Index(index) => path.push_str(&format!("[{index}]")),
            Step::Key(key) if brackets => path.push_str(&format!("[{}]", tree.key_text(*key))),
            Step::Key(key) | Step::Field(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&tree.key_text(*key));
            }
        }
    }
    path
}
