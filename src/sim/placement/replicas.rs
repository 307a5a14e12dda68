//! Pods that any node may take: replicas, and bare pods.

use super::super::daemon::Decision;
use super::super::node::NO_EXECUTE;
use super::super::scheduler::{self, Histogram};
use super::super::toleration::Toleration;
use super::super::{affinity, preemption};
use super::{Outcome, Placement, Placing, State};
use std::collections::BinaryHeap;

impl Placing<'_> {
    /// Any other pod template, and bare pods.
    pub(super) fn replicas(&mut self, state: &mut State<'_>, count: u32) -> Placement {
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
            .and_then(affinity::Required::names);
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
            if self.quota_refusal(state).is_some() {
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
