//! The controller: one sync after the other until nothing changes.
//!
//! Follows `pkg/controller/daemon/daemon_controller.go` and `update.go` of Kubernetes 1.36.

use super::counts::{Limits, UpdateStrategy, allows_surge, limits};
use super::record::SyncRecord;
use super::state::{Detail, Simulation};

/// `BurstReplicas`: what one sync creates or deletes at most.
const BURST: usize = 250;

/// What a sync wants done.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Nodes that get a pod.
    pub(super) create: Vec<usize>,
    /// Pods that go.
    pub(super) delete: Vec<usize>,
}

impl Work {
    fn is_empty(&self) -> bool {
        self.create.is_empty() && self.delete.is_empty()
    }
}

/// What `podsShouldBeOnNode` asks the back-off of failed pods.
enum Failed {
    /// Only whether there is anything to do.
    Look,
    /// For good.
    Act,
}

impl Simulation<'_> {
    /// Syncs as long as syncs write anything. Each sees what the one before did.
    pub(super) fn sync_until_quiet(&mut self) {
        // A sync that goes on for ever would be a fault of the controller; a bound keeps it one of ours.
        let mut left = 1000 + self.nodes.len();
        while left > 0 && self.sync() {
            left -= 1;
        }
    }

    /// One sync: manage, then a step of the rollout, history, status. Whether it wrote anything.
    ///
    /// Follows `syncDaemonSet`, `updateDaemonSet`. What the sync itself changes it sees only in the next one.
    fn sync(&mut self) -> bool {
        let mut wrote = self.construct_history();
        if wrote {
            // Another revision is the current one: every pod may have become old or new.
            self.mark_views();
        }
        self.refresh();
        let mut work = self.manage();
        if work.is_empty() && self.rolls() {
            work = self.rolling_update();
        }
        work.create.truncate(BURST);
        work.delete.truncate(BURST);
        wrote |= self.clean_up_history();
        wrote |= self.update_status();
        wrote | self.sync_nodes(&work)
    }

    pub(super) fn rolls(&self) -> bool {
        matches!(self.ds().strategy, UpdateStrategy::RollingUpdate { .. })
    }

    /// Every view is out of date, although nothing happened to the nodes.
    pub(super) fn mark_views(&mut self) {
        for (index, view) in self.views.iter_mut().enumerate() {
            if !std::mem::replace(&mut view.dirty, true) {
                self.dirty.push(index);
            }
        }
    }

    /// Follows `syncNodes`.
    fn sync_nodes(&mut self, work: &Work) -> bool {
        if work.is_empty() {
            return false;
        }
        if self.detail == Detail::Everything {
            let node_name = |node: usize| self.nodes.get(node).map(|node| node.name.to_owned());
            let pod_name = |id: &usize| {
                let pod = self.pods.get(*id)?;
                Some(format!("{}#{}", node_name(pod.node)?, pod.number))
            };
            let mut create = work.create.clone();
            create.sort_unstable();
            let mut delete = work.delete.clone();
            delete.sort_by_key(|id| self.pods.get(*id).map(|pod| (pod.node, pod.number)));
            let record = SyncRecord {
                create: create.into_iter().filter_map(node_name).collect(),
                delete: delete.iter().filter_map(pod_name).collect(),
            };
            self.recorder.syncs.push(record);
        }
        for node in &work.create {
            self.create_pod(*node);
        }
        for pod in &work.delete {
            self.delete_pod(*pod);
        }
        true
    }

    /// Creates missing pods and deletes those that should not be there.
    ///
    /// Follows `manage`, `getUnscheduledPodsWithoutNode`.
    fn manage(&mut self) -> Work {
        let mut work = Work::default();
        let nodes: Vec<usize> = self.totals.manage.iter().collect();
        for node in nodes {
            self.pods_should_be_on_node(node, &mut work, &Failed::Act);
        }
        work
    }

    /// Whether `manage` has to look at a node at all.
    pub(super) fn needs_managing(&mut self, node: usize) -> bool {
        // The common case: one pod that runs where it may.
        let index = node;
        if let Some(node) = self.nodes.get(node)
            && node.exists
            && node.wanted.should_continue
            && let [pod] = node.pods.as_slice()
            && self
                .pods
                .get(*pod)
                .is_some_and(|pod| !pod.failed && !pod.deleted)
        {
            return false;
        }
        let mut work = Work::default();
        self.pods_should_be_on_node(index, &mut work, &Failed::Look);
        !work.is_empty()
    }

    /// Follows `podsShouldBeOnNode`.
    fn pods_should_be_on_node(&mut self, index: usize, work: &mut Work, failed: &Failed) {
        let Some(node) = self.nodes.get(index) else {
            return;
        };
        let pods: Vec<usize> = node
            .pods
            .iter()
            .copied()
            .filter(|id| self.pods.get(*id).is_some_and(|pod| !pod.ignored()))
            .collect();
        if !node.exists {
            work.delete.extend(
                pods.into_iter()
                    .filter(|id| self.pods.get(*id).is_some_and(|pod| !pod.bound)),
            );
            return;
        }
        let wanted = node.wanted;
        if wanted.should_run && pods.is_empty() {
            work.create.push(index);
        } else if wanted.should_continue {
            let mut running = Vec::new();
            for id in pods {
                let Some(pod) = self.pods.get(id).filter(|pod| !pod.deleted) else {
                    continue;
                };
                if !pod.failed {
                    running.push(id);
                } else if matches!(failed, Failed::Look) || self.may_delete_failed(index) {
                    work.delete.push(id);
                }
            }
            running.sort_by_key(|id| {
                self.pods
                    .get(*id)
                    .map(|pod| (!pod.bound, pod.created, pod.number))
            });
            if !allows_surge(&self.ds().strategy) {
                // All but the oldest go.
                work.delete.extend(running.into_iter().skip(1));
            } else if running.len() > 1 {
                self.keep_one_of_each(running, work);
            } else if running.is_empty() && wanted.should_run {
                work.create.push(index);
            }
        } else {
            work.delete.extend(
                pods.into_iter()
                    .filter(|id| self.pods.get(*id).is_some_and(|pod| !pod.deleted)),
            );
        }
    }

    /// With surge: the oldest pod of the current revision and the oldest of any other may stand side by side, as long as the
    /// old one is Ready and the new one not yet available.
    fn keep_one_of_each(&self, running: Vec<usize>, work: &mut Work) {
        let current = self.current_hash();
        let (mut new, mut old) = (None, None);
        for id in running {
            let Some(pod) = self.pods.get(id) else {
                continue;
            };
            let kept = if pod.hash == current {
                &mut new
            } else {
                &mut old
            };
            if kept.is_none() {
                *kept = Some((id, pod));
            } else {
                work.delete.push(id);
            }
        }
        if let (Some((_, new)), Some((id, old))) = (new, old)
            && (!old.ready || self.is_available(new))
        {
            work.delete.push(id);
        }
    }

    /// The back-off per (DaemonSet, observed generation, node).
    fn may_delete_failed(&mut self, node: usize) -> bool {
        let key = (self.status.observed_generation, node);
        if let Some(second) = self.backoff.until(key, self.now) {
            self.wake = Some(self.wake.map_or(second, |wake| wake.min(second)));
            return false;
        }
        self.backoff.next(key, self.now);
        true
    }

    /// One step of the rollout.
    ///
    /// Follows `rollingUpdate`.
    fn rolling_update(&self) -> Work {
        match limits(&self.ds().strategy, self.totals.desired()) {
            Ok(Limits {
                max_surge: 0,
                max_unavailable,
            }) => self.replace_old_pods(max_unavailable),
            Ok(Limits { max_surge, .. }) => self.surge(max_surge),
            Err(_) => Work::default(),
        }
    }

    /// Without surge: old pods that are not available go always, available ones within maxUnavailable.
    fn replace_old_pods(&self, max_unavailable: i64) -> Work {
        let totals = &self.totals;
        let must = totals.old_unavailable.len();
        let unavailable =
            totals.excess + totals.empty + totals.both + totals.new_unavailable + count(must);
        let budget = usize::try_from(max_unavailable - unavailable).unwrap_or(0);
        let mut work = Work::default();
        work.delete.extend(
            totals
                .old_unavailable
                .iter()
                .filter_map(|node| self.old_pod(node)),
        );
        let candidates = totals.old_available.iter();
        work.delete.extend(
            self.choose("delete-old", budget, candidates)
                .into_iter()
                .filter_map(|n| self.old_pod(n)),
        );
        work
    }

    /// With surge: new pods beside old ones, within maxSurge; an old pod goes when its new one is available.
    fn surge(&self, max_surge: i64) -> Work {
        let totals = &self.totals;
        let surging = totals.excess + totals.both_new_unavailable;
        let available =
            totals.both_old_available + count(totals.old_available.len()) + totals.new_available;
        let mut work = Work::default();
        work.delete
            .extend(totals.replaced.iter().filter_map(|node| self.old_pod(node)));
        for node in totals.old_unavailable.iter() {
            if totals.sunset.contains(node) {
                work.delete.extend(self.old_pod(node));
            } else {
                work.create.push(node);
            }
        }
        // Old pods on nodes that want none any more go only when enough others are available.
        let spare = usize::try_from(available - totals.desired()).unwrap_or(0);
        let sunset = totals
            .sunset
            .iter()
            .filter(|node| totals.old_available.contains(*node));
        work.delete.extend(
            self.choose("sunset", spare, sunset)
                .into_iter()
                .filter_map(|n| self.old_pod(n)),
        );
        let budget = usize::try_from(max_surge - surging).unwrap_or(0);
        let candidates = totals
            .old_available
            .iter()
            .filter(|node| !totals.sunset.contains(*node));
        work.create
            .extend(self.choose("surge-node", budget, candidates));
        work
    }

    fn old_pod(&self, node: usize) -> Option<usize> {
        self.views.get(node)?.old
    }

    /// The first so many of the candidates: those that the scenario names, then by name.
    fn choose(
        &self,
        kind: &str,
        count: usize,
        candidates: impl Iterator<Item = usize>,
    ) -> Vec<usize> {
        let Some(preferred) = self.preferred.get(kind) else {
            return candidates.take(count).collect();
        };
        let mut rest: Vec<usize> = candidates.collect();
        let mut chosen = Vec::new();
        for (node, number) in preferred {
            let named = number.is_none_or(|number| {
                self.old_pod(*node)
                    .and_then(|id| self.pods.get(id))
                    .is_some_and(|pod| pod.number == number)
            });
            if named && let Ok(at) = rest.binary_search(node) {
                chosen.push(rest.remove(at));
            }
        }
        chosen.extend(rest);
        chosen.truncate(count);
        chosen
    }

    /// Whether the status changed.
    ///
    /// Follows `updateDaemonSetStatus`, `storeDaemonSetStatus`.
    fn update_status(&mut self) -> bool {
        let status = self.totals.status(self.generation);
        std::mem::replace(&mut self.status, status) != status
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
