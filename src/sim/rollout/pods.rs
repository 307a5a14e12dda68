//! What becomes of pods by everybody but the controller: scheduler, kubelets, pod garbage collection.

use super::state::{Node, Pod, Simulation, Timer};

impl Simulation<'_> {
    /// Pods of nodes that left, and pods that terminated, vanish. Gives back the pods whose time to be Ready has come.
    pub(super) fn end_pods(&mut self) -> Vec<usize> {
        let mut probes = Vec::new();
        while let Some(entry) = self
            .timers
            .first_entry()
            .filter(|entry| *entry.key() <= self.tick)
        {
            for timer in entry.remove() {
                match timer {
                    Timer::Ready(pod) => probes.push(pod),
                    Timer::Available(node) => self.mark(node),
                    Timer::Ends(id) => {
                        let dead = self
                            .pods
                            .get(id)
                            .and_then(|pod| self.nodes.get(pod.node))
                            .is_none_or(|node| node.dead);
                        if !dead {
                            self.remove_pod(id);
                        }
                    }
                }
            }
        }
        probes
    }

    /// The scheduler: a pod is for one node alone, and waits for nothing but taints and host ports.
    pub(super) fn bind_pods(&mut self) {
        let mut pods = std::mem::take(&mut self.to_bind);
        pods.sort_unstable();
        pods.dedup();
        for id in pods {
            let Some(pod) = self
                .pods
                .get(id)
                .filter(|pod| !(pod.bound || pod.gone || pod.deleted))
            else {
                continue;
            };
            let (index, version) = (pod.node, pod.version);
            let Some(node) = self.nodes.get(index).filter(|node| node.exists) else {
                continue;
            };
            let fits = self.template_of(version).wishes.tolerates_all(&node.taints)
                && !self.ports_taken(node, version);
            if !fits {
                self.nodes[index].stuck = true;
                continue;
            }
            let tick = self.tick;
            if let Some(pod) = self.pods.get_mut(id) {
                (pod.bound, pod.ready_from) = (true, tick + self.scenario.params.ready_after);
            }
            self.mark(index);
            match self.scenario.params.ready_after {
                0 => self.to_probe.push(id),
                ticks => self
                    .timers
                    .entry(tick + ticks)
                    .or_default()
                    .push(Timer::Ready(id)),
            }
        }
    }

    fn ports_taken(&self, node: &Node<'_>, version: usize) -> bool {
        let wanted = &self.template_of(version).host_ports;
        !wanted.is_empty()
            && node
                .pods
                .iter()
                .filter_map(|id| self.pods.get(*id))
                .filter(|pod| pod.bound && !pod.failed)
                .any(|pod| {
                    let taken = &self.template_of(pod.version).host_ports;
                    wanted
                        .iter()
                        .any(|port| taken.iter().any(|other| port.conflicts(other)))
                })
    }

    /// The kubelets.
    pub(super) fn probe_pods(&mut self) {
        for id in std::mem::take(&mut self.to_probe) {
            let Some(pod) = self.pods.get(id).filter(|pod| !pod.gone) else {
                continue;
            };
            let Some(node) = self.nodes.get(pod.node) else {
                continue;
            };
            let ready = if pod.deleted {
                pod.ready && !node.dead
            } else {
                pod.bound
                    && !pod.failed
                    && !node.dead
                    && !node.app_down
                    && !self.is_broken(pod.version)
                    && self.tick >= pod.ready_from
            };
            if ready != pod.ready {
                self.set_ready(id, ready);
            }
        }
    }

    fn set_ready(&mut self, id: usize, ready: bool) {
        let (now, wait) = (self.now, self.ds().min_ready_seconds);
        let Some(pod) = self.pods.get_mut(id) else {
            return;
        };
        pod.ready = ready;
        pod.ready_since = now;
        let node = pod.node;
        self.mark(node);
        if ready && wait > 0 {
            self.watch_availability(node, now + wait);
        }
    }

    pub(super) fn create_pod(&mut self, index: usize) -> usize {
        let id = self.pods.len();
        let hash = self.current_hash();
        let Some(node) = self.nodes.get_mut(index) else {
            return id;
        };
        node.made += 1;
        let number = node.made;
        self.add_pod(Pod {
            node: index,
            number,
            version: self.version,
            hash,
            template_generation: self.template_generation,
            created: self.now,
            bound: false,
            ready_from: 0,
            ready: false,
            ready_since: 0,
            deleted: false,
            ends: 0,
            failed: false,
            gone: false,
        });
        self.to_bind.push(id);
        self.mark(index);
        id
    }

    /// Puts a pod into the cluster.
    pub(super) fn add_pod(&mut self, pod: Pod) {
        if let Some(node) = self.nodes.get_mut(pod.node) {
            node.pods.push(self.pods.len());
        }
        if let Some(carriers) = self.carriers.get_mut(usize::from(pod.hash)) {
            *carriers += 1;
        }
        self.pods.push(pod);
    }

    /// Deletes a pod: one that no kubelet runs vanishes at once.
    pub(super) fn delete_pod(&mut self, id: usize) {
        let ends = self.tick + self.scenario.params.terminate_after;
        let Some(pod) = self
            .pods
            .get_mut(id)
            .filter(|pod| !pod.deleted && !pod.gone)
        else {
            return;
        };
        if !pod.bound || pod.failed {
            self.remove_pod(id);
            return;
        }
        pod.deleted = true;
        pod.ends = ends;
        let node = pod.node;
        self.timers.entry(ends).or_default().push(Timer::Ends(id));
        self.mark(node);
    }

    pub(super) fn remove_pod(&mut self, id: usize) {
        let Some(pod) = self.pods.get_mut(id).filter(|pod| !pod.gone) else {
            return;
        };
        pod.gone = true;
        let index = pod.node;
        if let Some(carriers) = self.carriers.get_mut(usize::from(pod.hash)) {
            *carriers -= 1;
        }
        if let Some(node) = self.nodes.get_mut(index) {
            node.pods.retain(|other| *other != id);
        }
        self.mark(index);
    }
}
