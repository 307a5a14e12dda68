//! What happens to the cluster, and which of it the controller notices.

use super::fit::Wanted;
use super::scenario::{Event, NodeEvent};
use super::state::{Pod, Simulation, Timer};
use crate::model::values::taint::Taint;
use std::borrow::Cow;
use std::collections::BTreeMap;

const NOT_READY: &str = "node.kubernetes.io/not-ready";
const UNSCHEDULABLE: &str = "node.kubernetes.io/unschedulable";

/// What the controller compares when a node is updated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeState {
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// Taints, in order.
    pub taints: Vec<Taint>,
}

/// Whether a node update makes the controller look at the DaemonSet at once: (the update is noticed, the DaemonSet is queued).
/// Where it is not, the status stays as it was until something else happens.
///
/// `pod_on_node`: a pod of the DaemonSet is bound there. `misscheduled`: `status.numberMisscheduled` at that time.
///
/// Follows `daemon_controller.go`: `shouldIgnoreNodeUpdate`, `syncNodeUpdate`.
#[must_use]
pub fn node_update_wakes(
    before: &NodeState,
    after: &NodeState,
    wanted: Wanted,
    pod_on_node: bool,
    misscheduled: i64,
) -> (bool, bool) {
    let noticed = before != after;
    (
        noticed,
        noticed && queues(wanted, pod_on_node, misscheduled),
    )
}

fn queues(wanted: Wanted, pod_on_node: bool, misscheduled: i64) -> bool {
    if pod_on_node {
        !wanted.should_continue || misscheduled > 0
    } else {
        wanted.should_run
    }
}

impl<'s> Simulation<'s> {
    /// Plays one event of the script.
    pub(super) fn happen(&mut self, event: &'s Event) {
        match event {
            Event::Apply(version) => self.apply(*version),
            Event::AddNode(spec) => {
                let Some(index) = self.node_named(&spec.name) else {
                    return;
                };
                if let Some(node) = self.nodes.get_mut(index).filter(|node| !node.exists) {
                    node.labels = Cow::Borrowed(&spec.labels);
                    node.taints = Cow::Borrowed(&spec.taints);
                    (node.exists, node.dead, node.app_down) = (true, false, false);
                    self.judge_node(index);
                    self.mark(index);
                }
            }
            Event::Node(name, what) => {
                if let Some(index) = self
                    .node_named(name)
                    .filter(|index| self.nodes.get(*index).is_some_and(|n| n.exists))
                {
                    self.change_node(index, what);
                }
            }
        }
    }

    /// `kubectl apply` of a version: a change of the spec raises the generation, one of the template its own count too.
    ///
    /// Follows `pkg/registry/apps/daemonset/strategy.go`: `PrepareForUpdate`.
    fn apply(&mut self, version: usize) {
        if version >= self.scenario.versions.len() {
            return;
        }
        let (old, new) = (self.ds(), self.template_of(version));
        let template = !self.same_template(self.version, version);
        let spec = template || old.rest != new.rest;
        if !spec && old.metadata == new.metadata {
            return;
        }
        self.version = version;
        self.generation += i64::from(spec);
        self.template_generation += i64::from(template);
        if template {
            self.judge_nodes();
        }
        self.mark_views();
        if old.min_ready_seconds != new.min_ready_seconds {
            self.touched.extend(0..self.nodes.len());
            let later: Vec<(usize, i64)> = self
                .pods
                .iter()
                .filter(|pod| pod.ready && !pod.gone && !self.is_available(pod))
                .map(|pod| (pod.node, pod.ready_since + new.min_ready_seconds))
                .collect();
            for (node, second) in later {
                self.watch_availability(node, second);
            }
        }
    }

    fn change_node(&mut self, index: usize, what: &NodeEvent) {
        let Some(node) = self.nodes.get_mut(index) else {
            return;
        };
        let before = (node.labels.clone(), node.taints.clone());
        let add = |taints: &mut Vec<Taint>, taint: Taint| {
            taints.retain(|other| !other.is_same_as(&taint));
            taints.push(taint);
        };
        let remove = |taints: &mut Vec<Taint>, key: &str, effect: &str| {
            taints.retain(|taint| taint.key != key || taint.effect != effect);
        };
        match what {
            NodeEvent::Remove => {
                node.exists = false;
                for id in node.pods.clone() {
                    if self.pods.get(id).is_some_and(|pod| pod.bound) {
                        self.remove_pod(id);
                    }
                }
            }
            NodeEvent::Taint(taint) => add(node.taints.to_mut(), taint.clone()),
            NodeEvent::Untaint(taint) => remove(node.taints.to_mut(), &taint.key, &taint.effect),
            NodeEvent::Label(key, Some(value)) => {
                node.labels.to_mut().insert(key.clone(), value.clone());
            }
            NodeEvent::Label(key, None) => {
                node.labels.to_mut().remove(key);
            }
            NodeEvent::Cordon => add(
                node.taints.to_mut(),
                Taint::new(UNSCHEDULABLE, "", "NoSchedule"),
            ),
            NodeEvent::Uncordon => remove(node.taints.to_mut(), UNSCHEDULABLE, "NoSchedule"),
            NodeEvent::NotReady => {
                node.dead = true;
                add(
                    node.taints.to_mut(),
                    Taint::new(NOT_READY, "", "NoSchedule"),
                );
                add(node.taints.to_mut(), Taint::new(NOT_READY, "", "NoExecute"));
            }
            NodeEvent::Ready => {
                node.dead = false;
                remove(node.taints.to_mut(), NOT_READY, "NoSchedule");
                remove(node.taints.to_mut(), NOT_READY, "NoExecute");
            }
            NodeEvent::AppDown => node.app_down = true,
            NodeEvent::AppUp => node.app_down = false,
            NodeEvent::DeletePods => {
                for id in node.pods.clone() {
                    self.delete_pod(id);
                }
            }
            NodeEvent::FailPods => {
                for id in node.pods.clone() {
                    self.fail_pod(id);
                }
            }
            NodeEvent::DuplicatePod => self.duplicate_pod(index),
        }
        let Some(node) = self.nodes.get(index) else {
            return;
        };
        let changed = before.0 != node.labels || before.1 != node.taints;
        let pods = node.pods.clone();
        if changed {
            self.judge_node(index);
        }
        if matches!(what, NodeEvent::Ready) {
            // Pods whose time had come while no kubelet answered.
            for id in &pods {
                if let Some(pod) = self.pods.get(*id).filter(|pod| pod.deleted) {
                    self.timers
                        .entry(pod.ends.max(self.tick))
                        .or_default()
                        .push(Timer::Ends(*id));
                }
            }
        }
        self.to_probe.extend(pods);
        self.mark(index);
    }

    fn fail_pod(&mut self, id: usize) {
        if let Some(pod) = self
            .pods
            .get_mut(id)
            .filter(|pod| !pod.deleted && !pod.failed)
        {
            pod.failed = true;
            pod.ready = false;
        }
    }

    fn duplicate_pod(&mut self, index: usize) {
        let Some(first) = self
            .sorted_pods(index)
            .first()
            .and_then(|id| self.pods.get(*id))
            .cloned()
        else {
            return;
        };
        if let Some(node) = self.nodes.get_mut(index) {
            node.made += 1;
            let number = node.made;
            self.add_pod(Pod {
                number,
                created: self.now,
                ..first
            });
        }
    }

    /// Which nodes the current template wants.
    pub(super) fn judge_nodes(&mut self) {
        for index in 0..self.nodes.len() {
            self.judge_node(index);
        }
    }

    fn judge_node(&mut self, index: usize) {
        let wishes = &self.ds().wishes;
        if let Some(node) = self.nodes.get_mut(index) {
            node.wanted = wishes.wanted(node.name, &node.labels, &node.taints);
        }
    }
}
