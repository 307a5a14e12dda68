//! A whole run: workloads placed one after the other, in the order in which they stand, on the nodes of an inventory.
//!
//! Every class of nodes is decided once per workload; what is left on a node is kept per node. Outcomes are small indexes,
//! so that a thousand DaemonSets on ten thousand nodes stay cheap; words are made when somebody reads them.

mod daemon_set;
mod replicas;
mod state;

pub(super) use state::State;

use super::admission::{self, Admitted, Refusal};
use super::classes::Classes;
use super::daemon::Decision;
use super::node::{Amounts, Node};
use super::policies::Policies;
use super::reason::Why;
use super::scheduler::Histogram;
use super::workload::{Makes, RunningPod, Workload};
use crate::model::values::taint::Taint;
use std::collections::HashMap;

/// Where workloads are placed.
#[derive(Clone, Copy, Debug)]
pub struct Cluster<'c> {
    /// Its nodes, no name twice.
    pub nodes: &'c [Node],
    /// The pods that run on them.
    pub pods: &'c [RunningPod],
    /// What decides whether pods are made.
    pub policies: &'c Policies,
    /// Take what the run does not show (accounts, classes) as existing.
    pub assume_unseen: bool,
}

/// What becomes of the pod for one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No pod is wanted, and none is there.
    None,
    /// The pod is bound; for pods of other workloads: it would fit.
    Running,
    /// The pod is made and waits; for pods of other workloads: it does not fit as things stand.
    Pending(Vec<Why>),
    /// The pod is made and waits for its scheduling gates.
    Gated,
    /// The pod is not made; an index into the refusals.
    Refused(u32),
}

/// Where a workload's pods are.
#[derive(Clone, Debug, Default)]
pub struct Placement {
    /// For DaemonSets the nodes that want a pod, else the replicas.
    pub desired: usize,
    /// Replicas that found a node; for DaemonSets the pods that run.
    pub running: usize,
    /// The decisions that occur.
    pub decisions: Vec<Decision>,
    /// The decision of each class of nodes.
    pub by_class: Vec<u32>,
    /// The outcomes that occur.
    pub outcomes: Vec<Outcome>,
    /// The outcome on each node.
    pub by_node: Vec<u16>,
    /// Why pods are not made.
    pub refusals: Vec<Refusal>,
    /// What was taken as existing though the run does not show it: `ServiceAccount x exists`.
    pub assumed: Vec<String>,
    /// What one pod asks for.
    pub requests: Amounts,
    /// Pods that were evicted again: the node, and the workload that needed the room.
    pub evicted: Vec<(usize, usize)>,
    /// The scheduler's words where no node takes the pod (other workloads than DaemonSets).
    pub message: Option<String>,
}

impl Placement {
    /// The outcome on a node.
    #[must_use]
    pub fn outcome(&self, node: usize) -> &Outcome {
        let index = self.by_node.get(node).copied().unwrap_or_default();
        self.outcomes
            .get(usize::from(index))
            .unwrap_or(&Outcome::None)
    }

    fn set(&mut self, node: usize, outcome: Outcome) {
        let known = self.outcomes.iter().position(|one| *one == outcome);
        let index = known.unwrap_or_else(|| {
            self.outcomes.push(outcome);
            self.outcomes.len() - 1
        });
        // More than 65,535 different outcomes of one workload are not to be had: they are lists of few reasons.
        self.by_node[node] = u16::try_from(index).unwrap_or(u16::MAX);
    }

    fn decide(&mut self, class: usize, decision: Decision) {
        let known = self.decisions.iter().position(|one| *one == decision);
        let index = known.unwrap_or_else(|| {
            self.decisions.push(decision);
            self.decisions.len() - 1
        });
        debug_assert_eq!(class, self.by_class.len());
        self.by_class.push(index as u32);
    }
}

/// The result of a run.
#[derive(Debug)]
pub struct Placed {
    /// The classes of the nodes.
    pub classes: Classes,
    /// A placement for each workload, in their order.
    pub placements: Vec<Placement>,
    /// A number for each node, equal where class and taints are: reasons read the same on such nodes.
    pub alike: Vec<u32>,
    /// How many such numbers there are.
    pub kinds: usize,
}

impl Placed {
    /// What was decided about a workload and a node.
    #[must_use]
    pub fn decision(&self, workload: usize, node: usize) -> Option<&Decision> {
        let placement = self.placements.get(workload)?;
        let class = *self.classes.of.get(node)?;
        let index = *placement.by_class.get(class as usize)?;
        placement.decisions.get(index as usize)
    }
}

/// Places the workloads.
#[must_use]
pub fn run(workloads: &[Workload], cluster: Cluster<'_>) -> Placed {
    let admitted: Vec<(Admitted, Vec<Refusal>)> = workloads
        .iter()
        .map(|workload| admission::change(&workload.shape, &workload.namespace, cluster.policies))
        .collect();
    let shapes = workloads.iter().map(|workload| &workload.shape);
    let classes = Classes::new(
        cluster.nodes,
        shapes.chain(admitted.iter().map(|(admitted, _)| &admitted.shape)),
    );
    let mut state = State::new(cluster, workloads);
    let mut placements = Vec::with_capacity(workloads.len());
    for (index, (workload, (admitted, refusals))) in workloads.iter().zip(admitted).enumerate() {
        let (taken, refusals): (Vec<_>, Vec<_>) = refusals
            .into_iter()
            .partition(|one| cluster.assume_unseen && one.unseen.is_some());
        let mut placing = Placing {
            index,
            workload,
            admitted,
            refusals,
            classes: &classes,
        };
        let mut placement = match workload.makes {
            Makes::OnePerNode => placing.daemon_set(&mut state),
            Makes::Replicas(count) => placing.replicas(&mut state, count),
        };
        placement.assumed = taken.into_iter().filter_map(|one| one.unseen).collect();
        placement.requests = placing.admitted.shape.requests();
        placements.push(placement);
        state.report_evictions(index, workloads, &mut placements);
    }
    let mut known: HashMap<(u32, &[Taint]), u32> = HashMap::new();
    let classed = cluster.nodes.iter().zip(&classes.of);
    let alike = classed
        .map(|(node, class)| {
            let next = known.len() as u32;
            *known.entry((*class, &node.taints)).or_insert(next)
        })
        .collect();
    Placed {
        kinds: known.len(),
        alike,
        classes,
        placements,
    }
}

/// One workload being placed.
struct Placing<'p> {
    index: usize,
    workload: &'p Workload,
    admitted: Admitted,
    refusals: Vec<Refusal>,
    classes: &'p Classes,
}

impl Placing<'_> {
    /// What the judging plugins refuse, quotas apart.
    fn refuse(&mut self, cluster: Cluster<'_>) {
        let namespace = &self.workload.namespace;
        let policies = cluster.policies;
        let limits = admission::limit_range_refusal(&self.admitted.shape, namespace, policies);
        let standard =
            admission::pod_security_refusal(&self.workload.forbidden, namespace, policies);
        self.refusals.extend(limits.into_iter().chain(standard));
    }

    fn quota_refusal(&self, state: &mut State<'_>) -> Option<Refusal> {
        state.ledger.admit(
            &self.workload.namespace,
            &self.admitted.shape,
            state.cluster.policies,
        )
    }
}

/// The scheduler's words about a DaemonSet's pod that waits for its node.
#[must_use]
pub fn pending_message(why: &[Why], nodes: usize) -> String {
    let mut histogram = Histogram::default();
    histogram.add(why);
    histogram.add_unnamed(nodes.saturating_sub(1));
    histogram.message()
}

/// What a pod says that waits for its scheduling gates.
pub const GATED: &str = "Scheduling is blocked due to non-empty scheduling gates";
