//! Does a node want a pod of a DaemonSet, and may one that runs there stay?
//!
//! Follows `pkg/controller/daemon/daemon_controller.go` (`NodeShouldRunDaemonPod`, `predicates`). Free resources, ports,
//! readiness and cordons play no part: the controller leaves those to the scheduler.

use super::node::{NO_EXECUTE, Node, forbids};
use super::pod::PodShape;
use super::reason::Why;
use super::toleration::{self, Toleration, tolerated_by};
use crate::model::values::selector::Labels as _;

/// What the controller decides about one node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decision {
    /// Whether a pod is made where there is none.
    pub should_run: bool,
    /// Whether a pod that runs there stays.
    pub should_continue: bool,
    /// Every reason against, whatever the others say.
    pub why: Vec<Why>,
}

/// The tolerations of the pods that the controller makes.
#[must_use]
pub fn tolerations(shape: &PodShape) -> Vec<Toleration> {
    let mut tolerations = shape.tolerations.clone();
    toleration::add_daemon_tolerations(&mut tolerations, shape.host_network);
    tolerations
}

/// `NodeShouldRunDaemonPod`. `tolerations` are those of [`tolerations`].
#[must_use]
pub fn decide(shape: &PodShape, tolerations: &[Toleration], node: &Node) -> Decision {
    let mut why = Vec::new();
    why.extend(node_name(shape, node));
    affinity(shape, node, &mut why);
    let fits = why.is_empty();
    let mut evicts = false;
    for (index, taint) in node.taints.iter().enumerate() {
        if forbids(taint) && tolerated_by(tolerations, taint).is_none() {
            evicts |= taint.effect == NO_EXECUTE;
            why.push(Why::Taint(index as u16));
        }
    }
    Decision {
        should_run: why.is_empty(),
        should_continue: fits && !evicts,
        why,
    }
}

/// `nodeName` of the template is another node.
pub(super) fn node_name(shape: &PodShape, node: &Node) -> Option<Why> {
    let name = shape.node_name.as_ref()?;
    (*name.value != *node.name).then_some(Why::NodeName)
}

/// `GetRequiredNodeAffinity(pod).Match(node)`: `nodeSelector` and required node affinity.
pub(super) fn affinity(shape: &PodShape, node: &Node, why: &mut Vec<Why>) {
    for (index, (key, value, _)) in shape.node_selector.iter().enumerate() {
        if node.label(key) != Some(value) {
            why.push(Why::Selector(index as u16));
        }
    }
    if shape
        .affinity
        .as_ref()
        .is_some_and(|required| !required.matches(node))
    {
        why.push(Why::Affinity);
    }
}

/// Whether the node has the name and the labels that the pods ask for, whatever its taints.
#[must_use]
pub fn selects(shape: &PodShape, node: &Node) -> bool {
    let mut why = Vec::new();
    affinity(shape, node, &mut why);
    why.is_empty() && node_name(shape, node).is_none()
}
