//! A whole run: workloads placed one after the other, in the order in which they stand, on the nodes of an inventory.
//!
//! Every class of nodes is decided once per workload; what is left on a node is kept per node. Outcomes are small indexes,
//! so that a thousand DaemonSets on ten thousand nodes stay cheap; words are made when somebody reads them.

use super::admission::{self, Admitted, Refusal};
use super::classes::Classes;
use super::daemon::{self, Decision};
use super::node::{Amounts, NO_EXECUTE, Node};
use super::policies::Policies;
use super::preemption;
use super::quota::Ledger;
use super::reason::Why;
use super::room::{Load, Ports, Room};
use super::scheduler::{self, Histogram};
use super::toleration::Toleration;
use super::workload::{Makes, RunningPod, Workload};
use crate::model::values::taint::Taint;
use std::collections::{BinaryHeap, HashMap};

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

/// A pod on a node, or many alike: a DaemonSet's pods are one tenant.
#[derive(Debug)]
pub(super) struct Tenant {
    pub(super) load: Load,
    pub(super) priority: i32,
    /// The workload it belongs to; None for pods of the inventory.
    pub(super) workload: Option<usize>,
}

/// The state of the cluster while a run goes on.
pub(super) struct State<'c> {
    cluster: Cluster<'c>,
    pub(super) rooms: Vec<Room>,
    pub(super) on_node: Vec<Vec<u32>>,
    pub(super) tenants: Vec<Tenant>,
    /// The lowest priority of any tenant: nobody below it can be evicted.
    pub(super) lowest: i32,
    ports: Ports,
    ledger: Ledger,
    /// Pods of the run that were evicted: workload and node.
    pub(super) evicted: Vec<(usize, usize)>,
    /// Node indexes and tenants of the inventory's pods, by the workload that owns them.
    own: HashMap<usize, Vec<(usize, u32)>>,
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

impl<'c> State<'c> {
    fn new(cluster: Cluster<'c>, workloads: &[Workload]) -> Self {
        let by_name: HashMap<&str, usize> = cluster
            .nodes
            .iter()
            .enumerate()
            .map(|(index, node)| (&*node.name, index))
            .collect();
        let mut owners: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, workload) in workloads.iter().enumerate() {
            owners.entry(&workload.namespace).or_default().push(index);
        }
        let pods = cluster
            .pods
            .iter()
            .map(|pod| (pod.namespace.as_str(), &pod.shape));
        let mut state = Self {
            cluster,
            rooms: cluster
                .nodes
                .iter()
                .map(|node| Room::new(node.allocatable.as_ref()))
                .collect(),
            on_node: vec![Vec::new(); cluster.nodes.len()],
            tenants: Vec::new(),
            lowest: i32::MAX,
            ports: Ports::default(),
            ledger: Ledger::new(cluster.policies, pods),
            evicted: Vec::new(),
            own: HashMap::new(),
        };
        for pod in cluster.pods {
            let Some(node) = by_name.get(pod.node.as_str()) else {
                continue;
            };
            let load = state.load(&pod.shape);
            let priority = pod.shape.priority.as_ref().map_or_else(
                || {
                    admission::change(&pod.shape, &pod.namespace, cluster.policies)
                        .0
                        .priority
                },
                |priority| priority.value,
            );
            let tenant = state.tenant(load, priority, None);
            state.bind(*node, tenant);
            let candidates = owners
                .get(pod.namespace.as_str())
                .map_or(&[][..], Vec::as_slice);
            if let Some(owner) = candidates.iter().find(|index| workloads[**index].owns(pod)) {
                state.own.entry(*owner).or_default().push((*node, tenant));
            }
        }
        state
    }

    fn load(&mut self, shape: &super::pod::PodShape) -> Load {
        Load {
            requests: shape.requests(),
            ports: self.ports.small(&shape.host_ports),
        }
    }

    fn tenant(&mut self, load: Load, priority: i32, workload: Option<usize>) -> u32 {
        self.lowest = self.lowest.min(priority);
        self.tenants.push(Tenant {
            load,
            priority,
            workload,
        });
        self.tenants.len() as u32 - 1
    }

    fn bind(&mut self, node: usize, tenant: u32) {
        self.rooms[node].add(&self.tenants[tenant as usize].load);
        self.on_node[node].push(tenant);
    }

    pub(super) fn unbind(&mut self, node: usize, tenant: u32) {
        if let Some(at) = self.on_node[node].iter().position(|one| *one == tenant) {
            self.on_node[node].swap_remove(at);
            self.rooms[node].remove(&self.tenants[tenant as usize].load);
        }
    }

    /// Evicted pods of DaemonSets are made anew and wait; others are gone, or wait somewhere else.
    fn report_evictions(
        &mut self,
        by: usize,
        workloads: &[Workload],
        placements: &mut [Placement],
    ) {
        for (workload, node) in std::mem::take(&mut self.evicted) {
            let Some(placement) = placements.get_mut(workload) else {
                continue;
            };
            placement.running = placement.running.saturating_sub(1);
            placement.evicted.push((node, by));
            if workloads
                .get(workload)
                .is_some_and(|workload| workload.makes == Makes::OnePerNode)
            {
                let tenant = self
                    .tenants
                    .iter()
                    .find(|tenant| tenant.workload == Some(workload));
                let why =
                    tenant.map(|tenant| scheduler::room_reasons(&self.rooms[node], &tenant.load));
                placement.set(node, Outcome::Pending(why.unwrap_or_default()));
            }
        }
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

    fn daemon_set(&mut self, state: &mut State<'_>) -> Placement {
        let nodes = state.cluster.nodes;
        let shape = &self.workload.shape;
        let tolerations = daemon::tolerations(shape);
        let mut placement = Placement {
            outcomes: vec![Outcome::None, Outcome::Running],
            by_node: vec![0; nodes.len()],
            ..Placement::default()
        };
        for (class, example) in self.classes.examples.iter().enumerate() {
            placement.decide(
                class,
                daemon::decide(shape, &tolerations, &nodes[*example as usize]),
            );
        }
        self.refuse(state.cluster);
        let late = self.late_reasons(nodes, tolerations);
        let load = state.load(&self.admitted.shape);
        let tenant = state.tenant(load, self.admitted.priority, Some(self.index));
        let own: HashMap<usize, Vec<u32>> = state
            .own
            .remove(&self.index)
            .unwrap_or_default()
            .into_iter()
            .fold(
                HashMap::new(),
                |mut own: HashMap<usize, Vec<u32>>, (node, pod)| {
                    own.entry(node).or_default().push(pod);
                    own
                },
            );
        let refused = (!self.refusals.is_empty()).then_some(Outcome::Refused(0));
        let has_quota = state
            .cluster
            .policies
            .quotas
            .contains_key(&self.workload.namespace);
        let mut short: Vec<(u64, u16)> = Vec::new();
        for node in 0..nodes.len() {
            let class = self.classes.of[node] as usize;
            let decision = &placement.decisions[placement.by_class[class] as usize];
            let (should_run, should_continue) = (decision.should_run, decision.should_continue);
            placement.desired += usize::from(should_run);
            if !own.is_empty()
                && let Some(pods) = own.get(&node)
            {
                if should_continue {
                    placement.by_node[node] = 1;
                    placement.running += 1;
                    continue;
                }
                for pod in pods {
                    state.unbind(node, *pod);
                }
            }
            if !should_run {
                continue;
            }
            if let Some(refused) = &refused {
                placement.set(node, refused.clone());
                continue;
            }
            if has_quota && let Some(refusal) = self.quota_refusal(state) {
                let index = self.refusals.iter().position(|one| *one == refusal);
                let index = index.unwrap_or_else(|| {
                    self.refusals.push(refusal);
                    self.refusals.len() - 1
                });
                placement.set(node, Outcome::Refused(index as u32));
                continue;
            }
            let late = late.get(class).map_or(&[][..], Vec::as_slice);
            if self.bind_on(state, node, tenant, late) {
                placement.by_node[node] = 1;
                placement.running += 1;
                continue;
            }
            // Most nodes that are full are full of the same: their reasons are put together once.
            let load = &state.tenants[tenant as usize].load;
            let shortage = state.rooms[node].shortage(load).filter(|_| late.is_empty());
            let known = shortage.and_then(|bits| short.iter().find(|one| one.0 == bits));
            if let Some((_, index)) = known {
                placement.by_node[node] = *index;
                continue;
            }
            let outcome = if self.admitted.shape.gated {
                Outcome::Gated
            } else if late.is_empty() {
                Outcome::Pending(scheduler::room_reasons(&state.rooms[node], load))
            } else {
                Outcome::Pending(late.to_vec())
            };
            placement.set(node, outcome);
            short.extend(shortage.map(|bits| (bits, placement.by_node[node])));
        }
        placement.refusals = std::mem::take(&mut self.refusals);
        placement
    }

    /// What only a RuntimeClass adds to a DaemonSet's pod can keep it from the node it was made for.
    fn late_reasons(&self, nodes: &[Node], mut tolerations: Vec<Toleration>) -> Vec<Vec<Why>> {
        let (before, after) = (&self.workload.shape, &self.admitted.shape);
        if before.node_selector.len() == after.node_selector.len() {
            return Vec::new();
        }
        tolerations.extend(
            after
                .tolerations
                .iter()
                .skip(before.tolerations.len())
                .cloned(),
        );
        let shape = super::pod::PodShape {
            affinity: None,
            ..after.clone()
        };
        let examples = self.classes.examples.iter();
        examples
            .map(|example| {
                scheduler::static_reasons(&shape, &tolerations, &nodes[*example as usize])
            })
            .collect()
    }

    fn quota_refusal(&self, state: &mut State<'_>) -> Option<Refusal> {
        state.ledger.admit(
            &self.workload.namespace,
            &self.admitted.shape,
            state.cluster.policies,
        )
    }

    /// Lets the scheduler bind one pod to the node that it is for; whether it does.
    fn bind_on(&self, state: &mut State<'_>, node: usize, tenant: u32, late: &[Why]) -> bool {
        let shape = &self.admitted.shape;
        if shape.gated {
            return false;
        }
        // With `nodeName` in the template the kubelet takes the pod unasked.
        if shape.node_name.is_none() {
            let load = &state.tenants[tenant as usize].load;
            let fits = late.is_empty()
                && (state.rooms[node].fits(load) || self.make_room(state, node, tenant));
            if !fits {
                return false;
            }
        }
        state.bind(node, tenant);
        true
    }

    fn make_room(&self, state: &mut State<'_>, node: usize, tenant: u32) -> bool {
        !self.admitted.never_preempts && preemption::make_room(state, node, tenant)
    }

    /// Any other pod template, and bare pods.
    fn replicas(&mut self, state: &mut State<'_>, count: u32) -> Placement {
        let nodes = state.cluster.nodes;
        let mut tolerations = self.admitted.shape.tolerations.clone();
        add_default_tolerations(&mut tolerations);
        let mut placement = Placement {
            desired: count as usize,
            outcomes: vec![Outcome::None, Outcome::Running],
            by_node: vec![0; nodes.len()],
            ..Placement::default()
        };
        for (class, example) in self.classes.examples.iter().enumerate() {
            let why = scheduler::static_reasons(
                &self.admitted.shape,
                &tolerations,
                &nodes[*example as usize],
            );
            let fits = why.is_empty();
            placement.decide(
                class,
                Decision {
                    should_run: fits,
                    should_continue: fits,
                    why,
                },
            );
        }
        self.refuse(state.cluster);
        let load = state.load(&self.admitted.shape);
        let tenant = state.tenant(load, self.admitted.priority, Some(self.index));
        // Its own pods of before are not in its way.
        let own = state.own.remove(&self.index).unwrap_or_default();
        for (node, pod) in &own {
            state.unbind(*node, *pod);
        }
        self.ask_filters(state, &mut placement, tenant);
        if self.refusals.is_empty() {
            let mut left = count;
            for (node, _) in own.into_iter().take(count as usize) {
                state.bind(node, tenant);
                placement.running += 1;
                left -= 1;
            }
            self.place_replicas(state, &mut placement, tenant, left);
        }
        placement.refusals = std::mem::take(&mut self.refusals);
        placement
    }

    /// The filters' answer for every node, and the message where none takes the pod.
    fn ask_filters(&self, state: &State<'_>, placement: &mut Placement, tenant: u32) {
        let load = &state.tenants[tenant as usize].load;
        let names = self
            .admitted
            .shape
            .affinity
            .as_ref()
            .and_then(super::affinity::Required::names);
        let (mut fits, mut unnamed, mut histogram) = (false, 0, Histogram::default());
        for (index, node) in state.cluster.nodes.iter().enumerate() {
            let room = scheduler::room_reasons(&state.rooms[index], load);
            let decision = placement.by_class[self.classes.of[index] as usize] as usize;
            let fixed = &placement.decisions[decision].why;
            if fixed.is_empty() && room.is_empty() {
                placement.by_node[index] = 1;
                fits = true;
                continue;
            }
            if !fits {
                if names
                    .as_ref()
                    .is_some_and(|names| !names.contains(&&*node.name))
                {
                    unnamed += 1;
                } else {
                    histogram.add(if fixed.is_empty() { &room } else { fixed });
                }
            }
            if !room.is_empty() {
                placement.set(index, Outcome::Pending(room));
            }
        }
        if !fits {
            histogram.add_unnamed(unnamed);
            placement.message = Some(match names {
                Some(names) if names.is_empty() && !state.cluster.nodes.is_empty() => {
                    format!(
                        "0/{} nodes are available: pod affinity terms conflict.",
                        state.cluster.nodes.len()
                    )
                }
                _ => histogram.message(),
            });
        }
    }

    fn place_replicas(
        &self,
        state: &mut State<'_>,
        placement: &mut Placement,
        tenant: u32,
        count: u32,
    ) {
        if self.admitted.shape.gated {
            return;
        }
        if let Some(name) = &self.admitted.shape.node_name {
            let node = state
                .cluster
                .nodes
                .iter()
                .position(|node| *node.name == *name.value);
            if let Some(node) = node {
                for _ in 0..count.min(1 << 16) {
                    state.bind(node, tenant);
                    placement.running += 1;
                }
            }
            return;
        }
        let load = state.tenants[tenant as usize].load.clone();
        let score = |state: &State<'_>, node: usize| {
            let room = &state.rooms[node];
            (
                room.score(&load),
                std::cmp::Reverse(room.pods()),
                std::cmp::Reverse(node),
            )
        };
        let fitting = (0..state.rooms.len()).filter(|node| placement.by_node[*node] == 1);
        let mut best: BinaryHeap<_> = fitting
            .filter(|node| state.rooms[*node].fits(&load))
            .map(|node| score(state, node))
            .collect();
        for _ in 0..count {
            if self.workload_refused(state) {
                return;
            }
            let node = match best.pop() {
                Some((_, _, std::cmp::Reverse(node))) => node,
                None => match self.evict_somewhere(state, placement, tenant) {
                    Some(node) => node,
                    None => return,
                },
            };
            state.bind(node, tenant);
            placement.running += 1;
            if state.rooms[node].fits(&load) {
                best.push(score(state, node));
            }
        }
    }

    fn workload_refused(&self, state: &mut State<'_>) -> bool {
        let has_quota = state
            .cluster
            .policies
            .quotas
            .contains_key(&self.workload.namespace);
        has_quota && self.quota_refusal(state).is_some()
    }

    /// The node on which evicting others makes room.
    fn evict_somewhere(
        &self,
        state: &mut State<'_>,
        placement: &Placement,
        tenant: u32,
    ) -> Option<usize> {
        if self.admitted.never_preempts {
            return None;
        }
        let possible = |node: &usize| {
            let decision = placement.by_class[self.classes.of[*node] as usize] as usize;
            placement.decisions[decision].why.is_empty()
        };
        let best = (0..state.rooms.len())
            .filter(possible)
            .filter_map(|node| Some((preemption::cost(state, node, tenant)?, node)))
            .min()?;
        preemption::make_room(state, best.1, tenant).then_some(best.1)
    }
}

/// `defaulttolerationseconds.Admit`: pods that say nothing else stay on a node that is not ready.
fn add_default_tolerations(tolerations: &mut Vec<Toleration>) {
    for key in [
        "node.kubernetes.io/not-ready",
        "node.kubernetes.io/unreachable",
    ] {
        let said = tolerations.iter().map(|one| &one.value).any(|one| {
            (one.key.is_empty() || one.key == key)
                && (one.effect.is_empty() || one.effect == NO_EXECUTE)
        });
        if !said {
            let mut added = Toleration::automatic(key, NO_EXECUTE);
            added.value.toleration_seconds = Some(300);
            tolerations.push(added);
        }
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
