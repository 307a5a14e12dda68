//! The whole story of one node: taint by taint, with the toleration that meets each.

use super::PlacementRun;
use super::groups::{Fate, verdict};
use crate::model::values::selector::Labels as _;
use crate::report::plain;
use crate::sim::daemon;
use crate::sim::node::forbids;
use crate::sim::toleration::{Toleration, tolerated_by};
use crate::sim::workload::{Makes, Workload};
use std::io::{self, Write};

/// Writes what every workload does with one node of the inventory.
///
/// # Errors
/// When `out` does not take it.
pub fn story(run: &PlacementRun<'_>, node: usize, out: &mut dyn Write) -> io::Result<()> {
    let Some(value) = run.inventory.nodes.get(node) else {
        return Ok(());
    };
    let cordoned = if value.unschedulable {
        ", cordoned"
    } else {
        ""
    };
    let count = value.taints.len();
    writeln!(
        out,
        "{}: {count} taint{}{cordoned}",
        value.name,
        if count == 1 { "" } else { "s" }
    )?;
    for (index, workload) in run.workloads.iter().enumerate() {
        one(run, index, workload, node, out)?;
    }
    Ok(())
}

fn one(
    run: &PlacementRun<'_>,
    index: usize,
    workload: &Workload,
    node: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(value) = run.inventory.nodes.get(node) else {
        return Ok(());
    };
    let daemon = workload.makes == Makes::OnePerNode;
    let (fate, told) = verdict(run, index, node);
    let verdict = match (fate, daemon) {
        (Fate::Runs, true) => "a pod runs there",
        (Fate::Runs, false) => "a pod fits there",
        (Fate::Stays, _) => "the pod that runs there stays, no new one would come",
        (Fate::Waits, true) => "a pod is made and waits",
        (Fate::Waits, false) => "a pod does not fit there",
        (Fate::Refused, _) => "a pod is wanted, and refused",
        (Fate::Missed, true) => "no pod is wanted there",
        (Fate::Missed, false) => "a pod does not fit there",
    };
    let kind = if daemon {
        "DaemonSet"
    } else {
        workload.id.kind.as_str()
    };
    writeln!(out, "\n{} {}: {verdict}", plain(kind), run.title(workload))?;
    let shape = &workload.shape;
    let tolerations = if daemon {
        daemon::tolerations(shape)
    } else {
        shape.tolerations.clone()
    };
    for taint in &value.taints {
        let met = match tolerated_by(&tolerations, taint).and_then(|at| tolerations.get(at)) {
            Some(toleration) => format!(
                "tolerated by {}",
                toleration_text(run, workload, toleration)
            ),
            None if forbids(taint) => String::from("NOT tolerated"),
            None => String::from("not tolerated, which keeps no pod away"),
        };
        writeln!(out, "  taint     {taint}  {met}")?;
    }
    for (key, wanted, span) in &shape.node_selector {
        let found = match value.label(key) {
            Some(found) if found == wanted => String::from("holds"),
            Some(found) => format!("the node has {found}"),
            None => String::from("the node has no such label"),
        };
        writeln!(
            out,
            "  selector  {}={}  {}  {}",
            plain(key),
            plain(wanted),
            plain(&found),
            run.place(workload, *span)
        )?;
    }
    if let Some(required) = &shape.affinity {
        let (verdict, span) = if required.matches(value) {
            ("holds", required.span)
        } else {
            ("does NOT hold", required.failing(value))
        };
        writeln!(out, "  affinity  {verdict}  {}", run.place(workload, span))?;
    }
    let shown = ["untolerated-taint", "node-selector"];
    for reason in told.iter().filter(|one| !shown.contains(&one.kind)) {
        writeln!(
            out,
            "  {}  {}",
            plain(&reason.message),
            run.place(workload, reason.span)
        )?;
    }
    Ok(())
}

/// `node-role.kubernetes.io/master:NoSchedule (k8s/ds.yaml:18)`.
fn toleration_text(run: &PlacementRun<'_>, workload: &Workload, toleration: &Toleration) -> String {
    let value = &toleration.value;
    let mut text = if value.key.is_empty() {
        String::from("every taint")
    } else {
        value.key.clone()
    };
    if !value.value.is_empty() && value.operator != "Exists" {
        text = format!("{text}={}", value.value);
    }
    if !value.effect.is_empty() {
        text = format!("{text}:{}", value.effect);
    }
    match toleration.span {
        Some(span) => format!("{} ({})", plain(&text), run.place(workload, span)),
        None => String::from("what the DaemonSet controller adds"),
    }
}
