//! The scheduler's filters, in its order, and the words of its verdict.
//!
//! Follows `pkg/scheduler/framework/plugins/*` (NodeUnschedulable, NodeName, TaintToleration, NodeAffinity, NodePorts,
//! NodeResourcesFit) and `pkg/scheduler/framework/types.go` (`FitError.Error`).

use super::daemon;
use super::node::{NO_SCHEDULE, Node, forbids};
use super::pod::PodShape;
use super::reason::Why;
use super::room::{Load, Room};
use super::toleration::{Toleration, tolerated_by};
use crate::model::values::taint::Taint;
use std::collections::BTreeMap;

/// What the filters say that ask only what a node is, not what runs there. In the scheduler's order.
#[must_use]
pub fn static_reasons(shape: &PodShape, tolerations: &[Toleration], node: &Node) -> Vec<Why> {
    let mut why = Vec::new();
    if node.unschedulable {
        let cordon = Taint::new("node.kubernetes.io/unschedulable", "", NO_SCHEDULE);
        if tolerated_by(tolerations, &cordon).is_none() {
            why.push(Why::Unschedulable);
        }
    }
    why.extend(daemon::node_name(shape, node));
    for (index, taint) in node.taints.iter().enumerate() {
        if forbids(taint) && tolerated_by(tolerations, taint).is_none() {
            why.push(Why::Taint(index as u16));
        }
    }
    daemon::affinity(shape, node, &mut why);
    why
}

/// What the filters say that ask for room. In the scheduler's order.
#[must_use]
pub fn room_reasons(room: &Room, load: &Load) -> Vec<Why> {
    let mut why = Vec::new();
    if room.fits(load) {
        return why;
    }
    room.port_reasons(load, &mut why);
    room.resource_reasons(load, &mut why);
    why
}

/// Counts what the scheduler says about the nodes that it refused.
#[derive(Clone, Debug, Default)]
pub struct Histogram {
    counts: BTreeMap<String, usize>,
    nodes: usize,
}

impl Histogram {
    /// A node with all the reasons against it: those of the first plugin count.
    pub fn add(&mut self, why: &[Why]) {
        self.add_many(why, 1);
    }

    /// As many nodes with the same reasons.
    pub fn add_many(&mut self, why: &[Why], nodes: usize) {
        self.nodes += nodes;
        let Some(first) = why.first() else { return };
        let mut said: Vec<String> = why
            .iter()
            .take_while(|one| one.filter() == first.filter())
            .map(Why::scheduler_text)
            .collect();
        if !matches!(first, Why::Insufficient(_) | Why::TooManyPods) {
            said.truncate(1);
        }
        for text in said {
            *self.counts.entry(text).or_default() += nodes;
        }
    }

    /// Nodes that the affinity's names leave out before any filter is asked.
    pub fn add_unnamed(&mut self, nodes: usize) {
        self.nodes += nodes;
        if nodes > 0 {
            *self
                .counts
                .entry(String::from(
                    "node(s) didn't satisfy plugin(s) [NodeAffinity]",
                ))
                .or_default() += nodes;
        }
    }

    /// `0/5 nodes are available: 2 Insufficient cpu, 3 node(s) had untolerated taint(s).`
    #[must_use]
    pub fn message(&self) -> String {
        if self.nodes == 0 {
            return String::from("no nodes available to schedule pods");
        }
        let mut parts: Vec<String> = self
            .counts
            .iter()
            .map(|(text, count)| format!("{count} {text}"))
            .collect();
        parts.sort();
        format!(
            "0/{} nodes are available: {}.",
            self.nodes,
            parts.join(", ")
        )
    }
}
