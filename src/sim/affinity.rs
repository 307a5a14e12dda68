//! Required node affinity: compiled once, asked for many nodes.
//!
//! Follows `component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go` and `apimachinery/pkg/labels/selector.go`
//! (`NewRequirement`): a term that does not parse never matches, an empty one is skipped, the others still can.

use super::node::Node;
use crate::model::ObjectTree;
use crate::model::core::{NodeSelector, NodeSelectorRequirement, NodeSelectorTerm};
use crate::model::field::Obj;
use crate::model::values::selector::{self, Operator};
use crate::source::Span;

/// One requirement on a label.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// What the label must be.
    pub value: selector::Requirement,
    /// Where it is written.
    pub span: Span,
}

impl Requirement {
    /// Whether the node passes.
    #[must_use]
    pub fn matches(&self, node: &Node) -> bool {
        self.value.matches(node)
    }
}

/// A requirement on a field; the only field that nodes have is `metadata.name`, all others are empty.
#[derive(Clone, Debug)]
pub struct FieldRequirement {
    /// The field.
    pub key: String,
    /// Whether it must be the value, or must not.
    pub equal: bool,
    /// The value.
    pub value: String,
    /// Where it is written.
    pub span: Span,
}

impl FieldRequirement {
    fn matches(&self, node: &Node) -> bool {
        let found = if self.key == "metadata.name" {
            &*node.name
        } else {
            ""
        };
        (found == self.value) == self.equal
    }
}

/// One term: all of its requirements must hold.
#[derive(Clone, Debug)]
pub struct Term {
    /// On labels.
    pub expressions: Vec<Requirement>,
    /// On fields.
    pub fields: Vec<FieldRequirement>,
    /// What does not parse in it, so that it never matches: where, and why.
    pub broken: Option<(Span, String)>,
    /// The names of the nodes that it asks for by `metadata.name In`, as the scheduler's PreFilter reads them; None for any.
    pub names: Option<Vec<String>>,
    /// The values that Gt and Lt compare with, one each, also of what does not parse.
    pub compared: Vec<String>,
    /// Where it is written.
    pub span: Span,
}

impl Term {
    /// Whether the node passes.
    #[must_use]
    pub fn matches(&self, node: &Node) -> bool {
        self.broken.is_none()
            && self
                .expressions
                .iter()
                .all(|requirement| requirement.matches(node))
            && self
                .fields
                .iter()
                .all(|requirement| requirement.matches(node))
    }

    /// Where the first requirement stands that the node fails.
    #[must_use]
    pub fn failing(&self, node: &Node) -> Span {
        if let Some((span, _)) = &self.broken {
            return *span;
        }
        let expressions = self
            .expressions
            .iter()
            .find(|one| !one.matches(node))
            .map(|one| one.span);
        let fields = || {
            self.fields
                .iter()
                .find(|one| !one.matches(node))
                .map(|one| one.span)
        };
        expressions.or_else(fields).unwrap_or(self.span)
    }
}

/// `requiredDuringSchedulingIgnoredDuringExecution`: one of its terms must hold.
#[derive(Clone, Debug)]
pub struct Required {
    /// The terms that are not empty.
    pub terms: Vec<Term>,
    /// How many are written, the empty ones too.
    pub written: usize,
    /// Where it is written.
    pub span: Span,
}

impl Required {
    /// Whether the node passes.
    #[must_use]
    pub fn matches(&self, node: &Node) -> bool {
        self.terms.iter().any(|term| term.matches(node))
    }

    /// Where the reason stands for which the node fails: the requirement where there is one term, else the whole.
    #[must_use]
    pub fn failing(&self, node: &Node) -> Span {
        match self.terms.as_slice() {
            [term] => term.failing(node),
            _ => self.span,
        }
    }

    /// `NodeAffinity.PreFilter`: the nodes that the terms name; None where one of them names none.
    #[must_use]
    pub fn names(&self) -> Option<Vec<&str>> {
        let mut all = Vec::new();
        for term in &self.terms {
            all.extend(term.names.as_ref()?.iter().map(String::as_str));
        }
        // A selector whose terms are all empty has no term to ask; Kubernetes then asks every node.
        (self.written > 0 && self.terms.len() == self.written).then_some(all)
    }

    /// Compiles what is written.
    #[must_use]
    pub fn new(selector: &NodeSelector, span: Span, object: &ObjectTree<'_>) -> Self {
        let terms = &selector.node_selector_terms;
        Self {
            terms: terms
                .iter()
                .filter_map(|written| term(written, object))
                .collect(),
            written: terms.len(),
            span,
        }
    }
}

fn term(written: &Obj<NodeSelectorTerm>, object: &ObjectTree<'_>) -> Option<Term> {
    if written.match_expressions.is_empty() && written.match_fields.is_empty() {
        return None;
    }
    let mut term = Term {
        expressions: Vec::new(),
        fields: Vec::new(),
        broken: None,
        names: None,
        compared: Vec::new(),
        span: object.span(written.slot),
    };
    for item in &written.match_expressions {
        if let ("Gt" | "Lt", [one]) = (item.operator.str(), item.values.items()) {
            term.compared.push(one.str().to_owned());
        }
        match expression(item, object) {
            Ok(requirement) => term.expressions.push(requirement),
            Err(why) => term.broken = term.broken.or(Some(why)),
        }
    }
    for item in &written.match_fields {
        if item.key == "metadata.name" && item.operator == "In" {
            let values = strings(item);
            term.names = Some(match term.names.take() {
                None => values,
                Some(before) => before
                    .into_iter()
                    .filter(|name| values.contains(name))
                    .collect(),
            });
        }
        match field(item, object) {
            Ok(requirement) => term.fields.push(requirement),
            Err(why) => term.broken = term.broken.or(Some(why)),
        }
    }
    Some(term)
}

fn strings(item: &NodeSelectorRequirement) -> Vec<String> {
    item.values
        .iter()
        .map(|value| value.str().to_owned())
        .collect()
}

type Broken = (Span, String);

/// `nodeSelectorRequirementsAsSelector`.
fn expression(
    item: &Obj<NodeSelectorRequirement>,
    object: &ObjectTree<'_>,
) -> Result<Requirement, Broken> {
    let operator = match item.operator.str() {
        "In" => Operator::In,
        "NotIn" => Operator::NotIn,
        "Exists" => Operator::Exists,
        "DoesNotExist" => Operator::DoesNotExist,
        "Gt" => Operator::GreaterThan,
        "Lt" => Operator::LessThan,
        other => {
            return Err((
                object.span(item.operator.slot),
                format!("there is no operator `{other}`"),
            ));
        }
    };
    let values = strings(item);
    let given = (!item.values.is_missing()).then_some(values.as_slice());
    match selector::Requirement::new(item.key.str(), operator, given, "") {
        Ok(value) => Ok(Requirement {
            value,
            span: object.span(item.slot),
        }),
        Err(errors) => Err((
            object.span(item.slot),
            errors.into_iter().next().unwrap_or_default(),
        )),
    }
}

/// `nodeSelectorRequirementsAsFieldSelector`.
fn field(
    item: &Obj<NodeSelectorRequirement>,
    object: &ObjectTree<'_>,
) -> Result<FieldRequirement, Broken> {
    let equal = match item.operator.str() {
        "In" => true,
        "NotIn" => false,
        other => {
            return Err((
                object.span(item.operator.slot),
                format!("matchFields has no operator `{other}`"),
            ));
        }
    };
    let [value] = item.values.items() else {
        return Err((
            object.span(item.values.slot),
            String::from("matchFields takes exactly one value"),
        ));
    };
    Ok(FieldRequirement {
        key: item.key.str().to_owned(),
        equal,
        value: value.str().to_owned(),
        span: object.span(item.slot),
    })
}
