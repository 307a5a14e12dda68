//! Classes of nodes that nothing in a run can tell apart, so that each is decided once.
//!
//! A node is reduced to what the selectors, affinities and tolerations of the run's workloads ask for: values of labels that
//! nobody names are one and the same, so are the keys and values of taints that no toleration names.

use super::node::Node;
use super::pod::PodShape;
use crate::model::values::selector::{Labels as _, Operator};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The classes of an inventory's nodes.
#[derive(Debug, Default)]
pub struct Classes {
    /// The class of each node.
    pub of: Vec<u32>,
    /// A node of each class: its index.
    pub examples: Vec<u32>,
}

/// What is asked about one label.
#[derive(Default)]
struct Asked<'s> {
    values: BTreeSet<&'s str>,
    /// Compared as a number: every value counts.
    number: bool,
}

/// What is asked about nodes.
#[derive(Default)]
struct Questions<'s> {
    labels: BTreeMap<&'s str, Asked<'s>>,
    names: BTreeSet<&'s str>,
    taint_keys: BTreeSet<&'s str>,
    taint_values: BTreeSet<&'s str>,
}

/// A node, reduced to the answers.
#[derive(PartialEq, Eq, Hash)]
struct Answers<'s> {
    name: Option<&'s str>,
    labels: Vec<Option<&'s str>>,
    taints: Vec<(&'s str, &'s str, &'s str)>,
    unschedulable: bool,
}

/// Stands for every value that nobody asks for; no label value holds a NUL.
const OTHER: &str = "\0";

impl<'s> Questions<'s> {
    fn ask(&mut self, shape: &'s PodShape) {
        for (key, value, _) in &shape.node_selector {
            self.labels.entry(key).or_default().values.insert(value);
        }
        self.names
            .extend(shape.node_name.iter().map(|name| name.value.as_str()));
        for term in shape.affinity.iter().flat_map(|required| &required.terms) {
            for requirement in &term.expressions {
                let asked = self.labels.entry(requirement.value.key()).or_default();
                asked
                    .values
                    .extend(requirement.value.values().iter().map(String::as_str));
                asked.number |= matches!(
                    requirement.value.operator(),
                    Operator::GreaterThan | Operator::LessThan
                );
            }
            self.names
                .extend(term.fields.iter().map(|field| field.value.as_str()));
            self.names
                .extend(term.names.iter().flatten().map(String::as_str));
        }
        for toleration in &shape.tolerations {
            self.taint_keys.insert(&toleration.value.key);
            self.taint_values.insert(&toleration.value.value);
        }
    }

    fn answers(&self, node: &'s Node) -> Answers<'s> {
        let known =
            |set: &BTreeSet<&'s str>, text: &'s str| if set.contains(text) { text } else { OTHER };
        Answers {
            name: self.names.get(&*node.name).copied(),
            labels: self
                .labels
                .iter()
                .map(|(key, asked)| {
                    node.label(key).map(|value| {
                        if asked.number {
                            value
                        } else {
                            known(&asked.values, value)
                        }
                    })
                })
                .collect(),
            taints: node
                .taints
                .iter()
                .map(|taint| {
                    let is_kubernetes = taint.key.starts_with("node.kubernetes.io/");
                    // The controllers' own tolerations name these keys.
                    let key = if is_kubernetes {
                        taint.key.as_str()
                    } else {
                        known(&self.taint_keys, &taint.key)
                    };
                    // Without a value is what a toleration without one asks for.
                    let value = if taint.value.is_empty() {
                        ""
                    } else {
                        known(&self.taint_values, &taint.value)
                    };
                    (key, value, taint.effect.as_str())
                })
                .collect(),
            unschedulable: node.unschedulable,
        }
    }
}

impl Classes {
    /// Sorts the nodes into classes that none of the shapes can tell apart.
    #[must_use]
    pub fn new<'s>(nodes: &'s [Node], shapes: impl IntoIterator<Item = &'s PodShape>) -> Self {
        let mut questions = Questions::default();
        for shape in shapes {
            questions.ask(shape);
        }
        let mut known: HashMap<Answers<'s>, u32> = HashMap::new();
        let mut classes = Self::default();
        for (index, node) in nodes.iter().enumerate() {
            let next = classes.examples.len() as u32;
            let class = *known.entry(questions.answers(node)).or_insert(next);
            if class == next {
                classes.examples.push(index as u32);
            }
            classes.of.push(class);
        }
        classes
    }
}
