//! A placement run as JSON, version 1: `{"version":1,"nodes":3,"workloads":[…]}`, written as it goes.

use super::PlacementRun;
use crate::sim::node::Node;
use crate::sim::placement::{GATED, Outcome, Placement, pending_message};
use crate::sim::reason::Why;
use crate::sim::workload::{Makes, Workload};
use crate::source::{Source, Span};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::io::{self, Write};

/// Writes the run.
///
/// # Errors
/// When `out` does not take it.
pub fn json(run: &PlacementRun<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Run(run))?;
    writeln!(out)
}

struct Run<'r>(&'r PlacementRun<'r>);

impl Serialize for Run<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("version", &1)?;
        map.serialize_entry("nodes", &self.0.inventory.nodes.len())?;
        map.serialize_entry("workloads", &Workloads(self.0))?;
        map.end()
    }
}

struct Workloads<'r>(&'r PlacementRun<'r>);

impl Serialize for Workloads<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let run = self.0;
        let mut seq = serializer.serialize_seq(Some(run.workloads.len()))?;
        for (index, workload) in run.workloads.iter().enumerate() {
            if let (Some(placement), Some(source)) = (
                run.placed.placements.get(index),
                run.sources.get(workload.source.0 as usize),
            ) {
                seq.serialize_element(&One {
                    run,
                    index,
                    workload,
                    placement,
                    source,
                })?;
            }
        }
        seq.end()
    }
}

#[derive(Clone, Copy)]
struct One<'r> {
    run: &'r PlacementRun<'r>,
    index: usize,
    workload: &'r Workload,
    placement: &'r Placement,
    source: &'r Source,
}

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let id = &self.workload.id;
        let mut map = serializer.serialize_map(None)?;
        let object = serde_json::json!({
            "apiVersion": id.api_version, "kind": id.kind, "namespace": id.namespace, "name": id.name,
        });
        map.serialize_entry("object", &object)?;
        map.serialize_entry("file", &self.source.name)?;
        map.serialize_entry("document", &self.workload.document)?;
        if let Some(item) = self.workload.item {
            map.serialize_entry("item", &item)?;
        }
        map.serialize_entry("desired", &self.placement.desired)?;
        map.serialize_entry("running", &self.placement.running)?;
        map.serialize_entry("message", &self.placement.message)?;
        if self.workload.makes != Makes::OnePerNode {
            let refused: Vec<_> = self
                .placement
                .refusals
                .iter()
                .map(|one| self.refusal(one))
                .collect();
            map.serialize_entry("refused", &refused)?;
        }
        map.serialize_entry("nodes", &Nodes(*self))?;
        map.end()
    }
}

impl One<'_> {
    fn range(&self, span: Span) -> serde_json::Value {
        let position = |offset| {
            let at = self.source.position(offset);
            serde_json::json!({"offset": at.offset, "line": at.line, "column": at.column})
        };
        serde_json::json!({"start": position(span.start), "end": position(span.end)})
    }

    fn refusal(&self, refusal: &crate::sim::admission::Refusal) -> serde_json::Value {
        serde_json::json!({"kind": "refused", "message": refusal.message, "range": self.range(refusal.span)})
    }

    fn reason(&self, why: &Why, node: &Node, filter: bool) -> serde_json::Value {
        let told = why.tell(&self.workload.shape, node);
        let mut reason = serde_json::json!({"kind": told.kind, "message": told.message, "range": self.range(told.span)});
        if let Some(taint) = told.taint {
            reason["taint"] = taint.into();
        }
        if filter {
            reason["filter"] = why.filter().into();
        }
        reason
    }
}

struct Nodes<'r>(One<'r>);

impl Serialize for Nodes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let nodes = &self.0.run.inventory.nodes;
        let mut seq = serializer.serialize_seq(Some(nodes.len()))?;
        for index in 0..nodes.len() {
            seq.serialize_element(&self.0.node(index))?;
        }
        seq.end()
    }
}

impl One<'_> {
    /// What one node answers.
    fn node(&self, index: usize) -> serde_json::Value {
        let nodes = &self.run.inventory.nodes;
        let (Some(node), Some(decision)) = (
            nodes.get(index),
            self.run.placed.decision(self.index, index),
        ) else {
            return serde_json::Value::Null;
        };
        let outcome = self.placement.outcome(index);
        let is_daemon = self.workload.makes == Makes::OnePerNode;
        let mut reasons: Vec<_> = decision
            .why
            .iter()
            .map(|why| self.reason(why, node, !is_daemon))
            .collect();
        let late: &[Why] = if let Outcome::Pending(why) = outcome {
            why
        } else {
            &[]
        };
        reasons.extend(late.iter().map(|why| self.reason(why, node, true)));
        if !is_daemon {
            return serde_json::json!({"node": node.name, "shouldRun": reasons.is_empty(), "reasons": reasons});
        }
        if let Outcome::Refused(refusal) = outcome {
            reasons.extend(
                self.placement
                    .refusals
                    .get(*refusal as usize)
                    .map(|one| self.refusal(one)),
            );
        }
        let (pod, message) = match outcome {
            Outcome::None | Outcome::Refused(_) => ("none", None),
            Outcome::Running => ("running", None),
            Outcome::Pending(why) => ("pending", Some(pending_message(why, nodes.len()))),
            Outcome::Gated => ("pending", Some(GATED.to_owned())),
        };
        let mut answer = serde_json::json!({
            "node": node.name, "shouldRun": decision.should_run, "shouldContinueRunning": decision.should_continue,
            "pod": pod, "reasons": reasons,
        });
        if let Some(message) = message {
            answer["message"] = message.into();
        }
        answer
    }
}
