//! Who is evicted so that a pod of higher priority fits.
//!
//! Follows `pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go` (`SelectVictimsOnNode`) and
//! `pkg/scheduler/framework/preemption/preemption.go` (`pickOneNodeForPreemption`), disruption budgets apart.

use super::placement::State;
use std::cmp::Reverse;

/// The tenants that would go, most important first; None where even their going would not help.
fn victims(state: &State<'_>, node: usize, tenant: u32) -> Option<Vec<u32>> {
    let pod = state.tenants.get(tenant as usize)?;
    if state.lowest >= pod.priority || state.rooms[node].is_too_small(&pod.load) {
        return None;
    }
    let mut lower: Vec<u32> = state.on_node[node]
        .iter()
        .copied()
        .filter(|one| state.tenants[*one as usize].priority < pod.priority)
        .collect();
    if lower.is_empty() {
        return None;
    }
    let mut room = state.rooms[node].clone();
    for one in &lower {
        room.remove(&state.tenants[*one as usize].load);
    }
    if !room.fits(&pod.load) {
        return None;
    }
    // Those that run longest are more important among equals.
    lower.sort_by_key(|one| (Reverse(state.tenants[*one as usize].priority), *one));
    lower.retain(|one| {
        let load = &state.tenants[*one as usize].load;
        room.add(load);
        let spared = room.fits(&pod.load);
        if !spared {
            room.remove(load);
        }
        !spared
    });
    Some(lower)
}

/// What evicting on a node costs, lowest first; None where it does not help.
pub(super) fn cost(state: &State<'_>, node: usize, tenant: u32) -> Option<(i32, i64, usize)> {
    let victims = victims(state, node, tenant)?;
    let priorities = || {
        victims
            .iter()
            .map(|one| state.tenants[*one as usize].priority)
    };
    Some((
        priorities().max().unwrap_or(i32::MIN),
        priorities().map(i64::from).sum(),
        victims.len(),
    ))
}

/// Evicts on a node until the pod fits; whether that worked.
pub(super) fn make_room(state: &mut State<'_>, node: usize, tenant: u32) -> bool {
    let Some(victims) = victims(state, node, tenant) else {
        return false;
    };
    for victim in victims {
        state.unbind(node, victim);
        if let Some(workload) = state.tenants[victim as usize].workload {
            state.evicted.push((workload, node));
        }
    }
    true
}
