//! A DaemonSet: a pod for every node that wants one, each for its node alone.

use super::super::node::Node;
use super::super::pod::PodShape;
use super::super::reason::Why;
use super::super::toleration::Toleration;
use super::super::{daemon, preemption, scheduler};
use super::{Outcome, Placement, Placing, State};
use std::collections::HashMap;

impl Placing<'_> {
    pub(super) fn daemon_set(&mut self, state: &mut State<'_>) -> Placement {
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
        let shape = PodShape {
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
}
