//! Custom resources against the schema of their CustomResourceDefinition: what strict decoding and validation say.
//!
//! Texts follow k8s.io/kube-openapi/pkg/validation/errors; their order does not.

use super::crd::{self, Additional, CustomKind, Schema, SchemaId, Unique, Value};
use super::facts::Definition;
use super::pass::check_against;
use super::{Fault, NEWEST};
use crate::model::values::go_quote;
use crate::yaml::{Kind, NodeId, Scalar, Tree};
use std::collections::HashSet;

/// What is wrong with a custom resource at one place.
#[derive(Clone, Debug)]
pub struct CustomFinding {
    /// What is wrong.
    pub fault: CustomFault,
    /// The key of an unknown field, the object that lacks a field, else the value.
    pub at: NodeId,
    /// Path of the field.
    pub path: String,
}

/// What is wrong at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomFault {
    /// The schema has no such field: strict validation refuses it, others prune it.
    Unknown {
        /// The fields that the schema has there.
        known: Vec<String>,
    },
    /// The value does not meet the schema.
    Invalid {
        /// Kubernetes' error type: `FieldValueTypeInvalid`.
        reason: &'static str,
        /// Kubernetes' text.
        detail: String,
    },
}

/// Findings of one object after which nothing more is looked for.
const LIMIT: usize = 200;
/// Levels below the object that are looked at; the apiserver's own limit for JSON is far above what people write.
const DEPTH: usize = 1_000;

/// Holds an object against its kind. Nothing is said where the kind has no schema for that version.
#[must_use]
pub fn check_custom(
    kind: &CustomKind,
    version: &str,
    tree: &Tree<'_>,
    root: NodeId,
) -> Vec<CustomFinding> {
    let mut pass = Pass {
        tree,
        found: Vec::new(),
    };
    let Some(schema) = kind.schema_of(version) else {
        return Vec::new();
    };
    let mut todo = vec![Step {
        node: root,
        schema,
        path: String::new(),
        depth: 0,
        object: true,
    }];
    while let Some(step) = todo.pop() {
        if pass.found.len() >= LIMIT {
            break;
        }
        if let Some(schema) = kind.get(step.schema) {
            pass.value(&step, schema, &mut todo);
        }
    }
    pass.metadata(root);
    pass.found.sort_by_key(|finding| finding.at);
    pass.found
}

/// A value that is still to be looked at.
struct Step {
    node: NodeId,
    schema: SchemaId,
    path: String,
    depth: usize,
    /// Whether it is an object of its own, with apiVersion, kind and metadata.
    object: bool,
}

struct Pass<'t, 's> {
    tree: &'t Tree<'s>,
    found: Vec<CustomFinding>,
}

impl Pass<'_, '_> {
    fn invalid(&mut self, at: NodeId, path: &str, reason: &'static str, detail: String) {
        self.found.push(CustomFinding {
            fault: CustomFault::Invalid { reason, detail },
            at,
            path: path.to_owned(),
        });
    }

    fn value(&mut self, step: &Step, schema: &Schema, todo: &mut Vec<Step>) {
        let (tree, node, path) = (self.tree, step.node, step.path.as_str());
        let what = json_type(tree, node);
        if what == "null" {
            // Without `nullable`, null gives way to the default (`PruneNonNullableNullsWithoutDefaults` keeps the rest).
            if !schema.nullable && !schema.has_default && !schema.ty.is_empty() {
                let detail = format!("{path} in body must be of type {}: \"null\"", schema.ty);
                self.invalid(node, path, "FieldValueTypeInvalid", detail);
            }
            return;
        }
        let fits = match schema.ty.as_str() {
            "" => !schema.int_or_string || matches!(what, "integer" | "string"),
            "number" => matches!(what, "integer" | "number"),
            ty => ty == what,
        };
        if !fits {
            let wanted = if schema.ty.is_empty() {
                "integer,string"
            } else {
                &schema.ty
            };
            let detail = format!(
                "{path} in body must be of type {wanted}: {}",
                go_quote(what)
            );
            self.invalid(node, path, "FieldValueTypeInvalid", detail);
            return;
        }
        match tree.kind(node) {
            Kind::Map => self.mapping(step, schema, todo),
            Kind::Seq => self.list(step, schema, todo),
            Kind::Null | Kind::Scalar => self.scalar(node, path, schema),
        }
    }

    fn mapping(&mut self, step: &Step, schema: &Schema, todo: &mut Vec<Step>) {
        let (tree, node) = (self.tree, step.node);
        let object = step.object || schema.embedded;
        let mut seen = HashSet::new();
        let entries: Vec<_> = tree.entries(node).collect();
        // Of equal keys the last one counts.
        for (key, value) in entries.into_iter().rev() {
            let name = tree.key_text(key);
            if !seen.insert(name.clone().into_owned()) {
                continue;
            }
            let own = schema.properties.get(&*name).copied();
            if object && matches!(&*name, "apiVersion" | "kind" | "metadata") {
                continue;
            }
            let path = match (own, &*step.path) {
                (None, outer) if schema.additional != Additional::Pruned => {
                    format!("{outer}[{name}]")
                }
                (_, "") => name.clone().into_owned(),
                (_, outer) => format!("{outer}.{name}"),
            };
            let below = match (own, schema.additional) {
                (Some(own), _) => own,
                (None, Additional::Each(each)) => each,
                (None, Additional::Anything) => continue,
                (None, Additional::Pruned) if schema.preserve_unknown => continue,
                // A schema that says nothing of what is inside keeps nothing of it, but for an int-or-string.
                (None, Additional::Pruned) => {
                    let mut known: Vec<String> = schema.properties.keys().cloned().collect();
                    known.sort_unstable();
                    let fault = CustomFault::Unknown { known };
                    self.found.push(CustomFinding {
                        fault,
                        at: key,
                        path,
                    });
                    continue;
                }
            };
            if step.depth < DEPTH {
                todo.push(Step {
                    node: value,
                    schema: below,
                    path,
                    depth: step.depth + 1,
                    object: false,
                });
            }
        }
        for name in &schema.required {
            if !seen.contains(name) {
                let path = if step.path.is_empty() {
                    name.clone()
                } else {
                    format!("{}.{name}", step.path)
                };
                self.invalid(node, &path, "FieldValueRequired", String::new());
            }
        }
        let path = step.path.as_str();
        let count = seen.len() as u64;
        if let Some(least) = schema.keys.0.filter(|least| count < *least) {
            let detail = format!("{path} in body should have at least {least} properties");
            self.invalid(node, path, "FieldValueInvalid", detail);
        }
        if let Some(most) = schema.keys.1.filter(|most| count > *most) {
            self.invalid(
                node,
                path,
                "FieldValueTooMany",
                format!("must have at most {most} items"),
            );
        }
    }

    fn list(&mut self, step: &Step, schema: &Schema, todo: &mut Vec<Step>) {
        let (tree, path) = (self.tree, step.path.as_str());
        let items: Vec<NodeId> = tree.items(step.node).collect();
        let count = items.len() as u64;
        if let Some(least) = schema.count.0.filter(|least| count < *least) {
            let detail = format!("{path} in body should have at least {least} items");
            self.invalid(step.node, path, "FieldValueInvalid", detail);
        }
        if let Some(most) = schema.count.1.filter(|most| count > *most) {
            self.invalid(
                step.node,
                path,
                "FieldValueTooMany",
                format!("must have at most {most} items"),
            );
        }
        let mut seen = HashSet::new();
        for (index, item) in items.iter().enumerate() {
            let identity = match &schema.unique {
                Unique::No => None,
                Unique::Values => crd::value(tree, *item).map(|value| format!("{value:?}")),
                Unique::Keys(keys) => {
                    let values = keys
                        .iter()
                        .map(|key| crd::value(tree, tree.entry(*item, key)));
                    Some(format!("{:?}", values.collect::<Vec<_>>()))
                }
            };
            if identity.is_some_and(|identity| !seen.insert(identity)) {
                self.invalid(
                    *item,
                    &format!("{path}[{index}]"),
                    "FieldValueDuplicate",
                    String::new(),
                );
            }
        }
        if let Some(below) = schema.items
            && step.depth < DEPTH
        {
            todo.extend(items.iter().enumerate().rev().map(|(index, item)| Step {
                node: *item,
                schema: below,
                path: format!("{path}[{index}]"),
                depth: step.depth + 1,
                object: false,
            }));
        }
    }

    fn scalar(&mut self, node: NodeId, path: &str, schema: &Schema) {
        let Some(value) = crd::value(self.tree, node) else {
            return;
        };
        if !schema.values.is_empty() && !schema.values.contains(&value) {
            let known: Vec<String> = schema.values.iter().map(quoted).collect();
            self.invalid(
                node,
                path,
                "FieldValueNotSupported",
                format!("supported values: {}", known.join(", ")),
            );
        }
        let mut should = |text: String| {
            self.invalid(
                node,
                path,
                "FieldValueInvalid",
                format!("{path} in body should {text}"),
            )
        };
        match &value {
            Value::Number(number) => {
                if let Some((bound, out)) = schema
                    .minimum
                    .filter(|(bound, out)| number < bound || *out && number == bound)
                {
                    should(format!(
                        "be greater than {}{bound}",
                        if out { "" } else { "or equal to " }
                    ));
                }
                if let Some((bound, out)) = schema
                    .maximum
                    .filter(|(bound, out)| number > bound || *out && number == bound)
                {
                    should(format!(
                        "be less than {}{bound}",
                        if out { "" } else { "or equal to " }
                    ));
                }
                if let Some(step) = schema
                    .multiple_of
                    .filter(|step| *step > 0.0 && (number / step).fract() != 0.0)
                {
                    should(format!("be a multiple of {step}"));
                }
            }
            Value::Text(text) => {
                let length = text.chars().count() as u64;
                if let Some(least) = schema.length.0.filter(|least| length < *least) {
                    should(format!("be at least {least} chars long"));
                }
                if let Some(pattern) = &schema.pattern
                    && !pattern.matches(text)
                {
                    should(format!("match '{}'", pattern.text));
                }
                if let Some(most) = schema.length.1.filter(|most| length > *most) {
                    self.invalid(
                        node,
                        path,
                        "FieldValueTooLong",
                        format!("may not be more than {most} bytes"),
                    );
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// `metadata` is Kubernetes' own, whatever the schema says.
    fn metadata(&mut self, root: NodeId) {
        let node = self.tree.entry(root, "metadata");
        let Some(definition) = Definition::find("meta.v1.ObjectMeta") else {
            return;
        };
        for finding in check_against(self.tree, node, definition, NEWEST) {
            let path = format!("metadata.{}", finding.path);
            let fault = match finding.fault {
                Fault::UnknownField { definition, .. } => CustomFault::Unknown {
                    known: definition
                        .fields(NEWEST)
                        .map(|field| field.name().to_owned())
                        .collect(),
                },
                Fault::WrongType { wanted, .. } => CustomFault::Invalid {
                    reason: "FieldValueTypeInvalid",
                    detail: format!("must be {wanted}"),
                },
                _ => continue,
            };
            self.found.push(CustomFinding {
                fault,
                at: finding.at,
                path,
            });
        }
    }
}

fn quoted(value: &Value) -> String {
    match value {
        Value::Null => String::from("\"null\""),
        Value::Bool(value) => format!("\"{value}\""),
        Value::Number(value) => format!("\"{value}\""),
        Value::Text(text) => go_quote(text),
    }
}

/// The JSON type of a value, as OpenAPI names it.
fn json_type(tree: &Tree<'_>, node: NodeId) -> &'static str {
    match tree.kind(node) {
        Kind::Map => "object",
        Kind::Seq => "array",
        Kind::Null | Kind::Scalar => match tree.scalar(node) {
            Scalar::Null => "null",
            Scalar::Bool(_) => "boolean",
            Scalar::Int(_) | Scalar::Uint(_) => "integer",
            Scalar::Float(value) if value.fract() == 0.0 => "integer",
            Scalar::Float(_) => "number",
            Scalar::Str(_) => "string",
        },
    }
}
