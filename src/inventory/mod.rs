//! The inventory: nodes, the pods on them and what else decides, read from what kubectl prints or from built-in profiles.
//!
//! Knows YAML trees and models; knows neither files nor output. What is wrong with it is told with spans.

mod contents;
mod nodes;
mod profiles;
mod what_if;

pub use contents::{Contents, Selection, read};
pub use profiles::{Profile, profile, profiles};
pub use what_if::{WhatIf, WhatIfError};

use crate::diagnostic::{Diagnostic, Level, Related};
use crate::sim::node::Node;
use crate::sim::policies::Policies;
use crate::sim::workload::RunningPod;
use crate::source::{Source, SourceId, Span};
use std::collections::HashMap;

/// The rule id of what is wrong with an inventory.
pub const RULE: &str = "inventory";

/// What a cluster holds, as far as it is known.
#[derive(Debug, Default)]
pub struct Inventory {
    /// What it was read from.
    pub sources: Vec<Source>,
    /// Its nodes, no name twice.
    pub nodes: Vec<Node>,
    /// The pods that have a node.
    pub pods: Vec<RunningPod>,
    /// What decides whether pods are made.
    pub policies: Policies,
}

/// Joins what was read from the sources (their order is that of the sources), or says what is wrong with it.
///
/// # Errors
/// When there is no node, a node is there twice, or something in a node cannot be.
pub fn join(
    sources: Vec<Source>,
    contents: Vec<Contents>,
) -> Result<Inventory, (Vec<Source>, Vec<Diagnostic>)> {
    let mut inventory = Inventory::default();
    let mut problems = Vec::new();
    let mut held: Vec<(usize, Vec<(String, usize)>)> = Vec::new();
    for (index, contents) in contents.into_iter().enumerate() {
        problems.extend(contents.problems);
        if contents.nodes.is_empty() {
            held.push((index, contents.kinds));
        }
        inventory.nodes.extend(contents.nodes);
        inventory.pods.extend(contents.pods);
        inventory.policies.extend(contents.policies);
    }
    problems.extend(duplicates(&inventory.nodes));
    if inventory.nodes.is_empty() && problems.is_empty() {
        problems.extend(held.iter().map(|(index, kinds)| nothing(*index, kinds)));
    }
    if !problems.is_empty() {
        return Err((sources, problems));
    }
    inventory.sources = sources;
    Ok(inventory)
}

fn duplicates(nodes: &[Node]) -> Vec<Diagnostic> {
    let mut first: HashMap<&str, &Node> = HashMap::with_capacity(nodes.len());
    let mut problems = Vec::new();
    for node in nodes {
        let Some(before) = first.insert(&node.name, node) else {
            continue;
        };
        let message = format!("the node {} is there twice", node.name);
        let mut problem = Diagnostic::new(RULE, Level::Error, node.at.1, message)
            .label("here again")
            .help("names of nodes are unique in a cluster: take one of them out, or rename it");
        problem.source = node.at.0;
        let message = String::from("here first");
        problem.related.push(Related {
            message,
            source: before.at.0,
            span: before.at.1,
        });
        problems.push(problem);
    }
    problems
}

/// What a source holds in place of nodes.
fn nothing(index: usize, kinds: &[(String, usize)]) -> Diagnostic {
    let counted = |(kind, count): &(String, usize)| {
        format!("{count} {kind}{}", if *count == 1 { "" } else { "s" })
    };
    let list: Vec<String> = kinds.iter().map(counted).collect();
    let message = match list.as_slice() {
        [] => String::from("holds no Node"),
        [one] => format!("holds {one} and no Node"),
        [most @ .., last] => format!("holds {} and {last}, and no Node", most.join(", ")),
    };
    let mut problem = Diagnostic::new(RULE, Level::Error, Span::new(0, 0), message)
        .help("`kubectl get nodes -o yaml > nodes.yaml` writes what is needed");
    problem.source = SourceId(index as u32);
    problem
}
