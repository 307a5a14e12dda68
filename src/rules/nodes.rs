//! What rules on placement share: the shape of an object's pods, and what an inventory makes of it.

use super::ObjectContext;
use crate::model::PodView;
use crate::model::core::{NodeSelector, NodeSelectorTerm};
use crate::model::field::{Field, Obj};
use crate::sim::daemon;
use crate::sim::node::{Node, forbids};
use crate::sim::pod::PodShape;
use crate::sim::toleration::{Toleration, tolerated_by};
use std::borrow::Cow;

/// The rules that say nothing as long as no nodes are known.
pub const NEED_NODES: &[&str] = &[
    "misses-nodes",
    "missing-os-selector",
    "node-too-small-for-agents",
    "selects-no-node",
];

/// The nodes of the run's inventory; None without one.
pub(super) fn inventory<'c>(context: &ObjectContext<'c>) -> Option<&'c [Node]> {
    context
        .settings
        .nodes
        .as_deref()
        .filter(|nodes| !nodes.is_empty())
}

/// The shape of the pods that a workload makes. None for kinds without pods, and for parts that something completes.
pub(super) fn pods<'c>(context: &'c ObjectContext<'_>) -> Option<&'c PodShape> {
    if context.partial {
        return None;
    }
    context.shape()
}

/// Known nodes, the shape of the pods, and what they tolerate.
type PodsAndNodes<'c> = (&'c [Node], &'c PodShape, Cow<'c, [Toleration]>);

/// What rules need that hold pods against nodes; None where no nodes are known, and where [`pods`] is None.
pub(super) fn pods_and_nodes<'c>(context: &'c ObjectContext<'_>) -> Option<PodsAndNodes<'c>> {
    let nodes = inventory(context)?;
    let shape = pods(context)?;
    let tolerations = if is_daemon_set(context) {
        Cow::Owned(daemon::tolerations(shape))
    } else {
        Cow::Borrowed(shape.tolerations.as_slice())
    };
    Some((nodes, shape, tolerations))
}

/// The field of the node affinity that the pods require.
pub(super) fn required_affinity(pods: PodView<'_>) -> Option<&Field<Box<NodeSelector>>> {
    let affinity = pods.spec.affinity.get()?.node_affinity.get()?;
    Some(&affinity.required_during_scheduling_ignored_during_execution)
}

/// Its terms, as they are written.
pub(super) fn required_terms(pods: PodView<'_>) -> &[Obj<NodeSelectorTerm>] {
    required_affinity(pods)
        .and_then(Field::get)
        .map_or(&[], |required| required.node_selector_terms.items())
}

/// Whether the object is a DaemonSet.
pub(super) fn is_daemon_set(context: &ObjectContext<'_>) -> bool {
    context.id.kind == "DaemonSet"
}

/// Whether the node has the labels and the name that the pods ask for.
pub(super) fn is_selected(shape: &PodShape, node: &Node) -> bool {
    daemon::selects(shape, node)
}

/// The first taint of the node that keeps the pods away.
pub(super) fn kept_away_by(tolerations: &[Toleration], node: &Node) -> Option<String> {
    let taint = node
        .taints
        .iter()
        .find(|taint| forbids(taint) && tolerated_by(tolerations, taint).is_none())?;
    Some(taint.to_string())
}

/// `cp-1, cp-2 and 5 more`.
pub(super) fn names(nodes: &[&Node]) -> String {
    super::words::list(
        &nodes
            .iter()
            .map(|node| node.name.to_string())
            .collect::<Vec<_>>(),
    )
}
