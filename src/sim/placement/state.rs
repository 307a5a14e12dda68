//! The cluster while a run goes on: what is bound where, and what is left.

use super::super::admission;
use super::super::pod::PodShape;
use super::super::quota::Ledger;
use super::super::room::{Load, Ports, Room};
use super::super::scheduler;
use super::super::workload::{Makes, Workload};
use super::{Cluster, Outcome, Placement};
use std::collections::HashMap;

/// A pod on a node, or many alike: a DaemonSet's pods are one tenant.
#[derive(Debug)]
pub(in crate::sim) struct Tenant {
    pub(in crate::sim) load: Load,
    pub(in crate::sim) priority: i32,
    /// The workload it belongs to; None for pods of the inventory.
    pub(in crate::sim) workload: Option<usize>,
}

/// The state of the cluster while a run goes on.
pub(in crate::sim) struct State<'c> {
    pub(super) cluster: Cluster<'c>,
    pub(in crate::sim) rooms: Vec<Room>,
    pub(in crate::sim) on_node: Vec<Vec<u32>>,
    pub(in crate::sim) tenants: Vec<Tenant>,
    /// The lowest priority of any tenant: nobody below it can be evicted.
    pub(in crate::sim) lowest: i32,
    ports: Ports,
    pub(super) ledger: Ledger,
    /// Pods of the run that were evicted: workload and node.
    pub(in crate::sim) evicted: Vec<(usize, usize)>,
    /// Node indexes and tenants of the inventory's pods, by the workload that owns them.
    pub(super) own: HashMap<usize, Vec<(usize, u32)>>,
}

impl<'c> State<'c> {
    pub(super) fn new(cluster: Cluster<'c>, workloads: &[Workload]) -> Self {
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

    pub(super) fn load(&mut self, shape: &PodShape) -> Load {
        Load {
            requests: shape.requests(),
            ports: self.ports.small(&shape.host_ports),
        }
    }

    pub(super) fn tenant(&mut self, load: Load, priority: i32, workload: Option<usize>) -> u32 {
        self.lowest = self.lowest.min(priority);
        self.tenants.push(Tenant {
            load,
            priority,
            workload,
        });
        self.tenants.len() as u32 - 1
    }

    pub(super) fn bind(&mut self, node: usize, tenant: u32) {
        self.rooms[node].add(&self.tenants[tenant as usize].load);
        self.on_node[node].push(tenant);
    }

    pub(in crate::sim) fn unbind(&mut self, node: usize, tenant: u32) {
        if let Some(at) = self.on_node[node].iter().position(|one| *one == tenant) {
            self.on_node[node].swap_remove(at);
            self.rooms[node].remove(&self.tenants[tenant as usize].load);
        }
    }

    /// Evicted pods of DaemonSets are made anew and wait; others are gone, or wait somewhere else.
    pub(super) fn report_evictions(
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
