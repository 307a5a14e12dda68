//! What a simulation tells: the changes of every tick, and the end.

use super::state::Simulation;
use serde::Serialize;

/// `.status` of the DaemonSet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Status {
    /// `desiredNumberScheduled`
    pub desired: i64,
    /// `currentNumberScheduled`
    pub current: i64,
    /// `numberReady`
    pub ready: i64,
    /// `updatedNumberScheduled`
    pub updated: i64,
    /// `numberAvailable`
    pub available: i64,
    /// `numberUnavailable`
    pub unavailable: i64,
    /// `numberMisscheduled`
    pub misscheduled: i64,
    /// `observedGeneration`
    pub observed_generation: i64,
}

/// A pod as it stands at the end of a tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodRecord {
    /// `n01#2`: node, and which pod made for it.
    pub name: String,
    /// Its `controller-revision-hash`.
    pub hash: String,
    /// `b` bound, `r` Ready, `a` available, `t` terminating, `f` Failed.
    pub flags: String,
}

/// What one sync of the controller did to pods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncRecord {
    /// Nodes that get a pod.
    pub create: Vec<String>,
    /// Pods that are deleted.
    pub delete: Vec<String>,
}

/// A ControllerRevision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// Its name.
    pub name: String,
    /// The hash in its label.
    pub hash: String,
    /// Its number.
    pub revision: i64,
}

/// A tick in which something changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TickRecord {
    /// Its number.
    pub tick: u64,
    /// Syncs that created or deleted pods.
    pub syncs: Vec<SyncRecord>,
    /// Nodes whose pods changed, with all their pods.
    pub nodes: Vec<(String, Vec<PodRecord>)>,
    /// Nodes that left.
    pub gone: Vec<String>,
    /// The status, where it changed.
    pub status: Option<Status>,
    /// What `kubectl rollout status` says, where it changed.
    pub rollout_status: Option<String>,
    /// The revisions, where they changed.
    pub revisions: Option<Vec<Revision>>,
}

impl TickRecord {
    pub(super) fn is_empty(&self) -> bool {
        self.syncs.is_empty()
            && self.nodes.is_empty()
            && self.gone.is_empty()
            && self.status.is_none()
            && self.rollout_status.is_none()
            && self.revisions.is_none()
    }
}

/// How a simulation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Nothing is due any more.
    Quiet,
    /// The last tick came first.
    TickLimit,
}

/// The end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Final {
    /// The last tick with a change.
    pub quiet_since: u64,
    /// Why it ended.
    pub ended: Ended,
    /// The status then.
    pub status: Status,
    /// Updated = available = desired.
    pub complete: bool,
    /// Pods of another template that are still there.
    pub old_pods_left: usize,
}

/// Everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Ticks in which something changed. Empty where nothing but the end was asked for.
    pub ticks: Vec<TickRecord>,
    /// The end.
    pub end: Final,
}

/// What the recorder has told already.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    pub(super) ticks: Vec<TickRecord>,
    /// Syncs of this tick.
    pub(super) syncs: Vec<SyncRecord>,
    nodes: Vec<Option<Vec<(u32, u16, u8)>>>,
    status: Option<Status>,
    rollout_status: String,
    revisions: Vec<Revision>,
}

const FLAGS: [(u8, char); 5] = [(1, 'b'), (2, 'r'), (4, 'a'), (8, 't'), (16, 'f')];

impl Simulation<'_> {
    /// Notes what is other than in the last record. Whether there was anything.
    pub(super) fn record(&mut self) -> bool {
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        touched.dedup();
        let mut recorder = std::mem::take(&mut self.recorder);
        recorder.nodes.resize(self.nodes.len(), None);
        let mut tick = TickRecord {
            tick: self.tick,
            syncs: std::mem::take(&mut recorder.syncs),
            ..TickRecord::default()
        };
        for node in touched {
            self.record_node(node, &mut recorder, &mut tick);
        }
        if recorder.status != Some(self.status) {
            recorder.status = Some(self.status);
            tick.status = Some(self.status);
        }
        let text = self.rollout_status();
        if recorder.rollout_status != text {
            recorder.rollout_status.clone_from(&text);
            tick.rollout_status = Some(text);
        }
        let revisions = self.revision_records();
        if recorder.revisions != revisions {
            recorder.revisions.clone_from(&revisions);
            tick.revisions = Some(revisions);
        }
        let changed = !tick.is_empty();
        if changed {
            recorder.ticks.push(tick);
        }
        self.recorder = recorder;
        changed
    }

    fn record_node(&self, index: usize, recorder: &mut Recorder, tick: &mut TickRecord) {
        let (Some(node), Some(last)) = (self.nodes.get(index), recorder.nodes.get_mut(index))
        else {
            return;
        };
        if !node.exists {
            if last.take().is_some() {
                tick.gone.push(node.name.to_owned());
            }
            return;
        }
        let now: Vec<(u32, u16, u8)> = self
            .sorted_pods(index)
            .into_iter()
            .filter_map(|id| self.pods.get(id))
            .map(|pod| {
                let bits = [
                    pod.bound,
                    pod.ready,
                    self.is_available(pod),
                    pod.deleted,
                    pod.failed,
                ];
                let flags = FLAGS
                    .iter()
                    .zip(bits)
                    .filter(|(_, set)| *set)
                    .map(|(flag, _)| flag.0)
                    .sum();
                (pod.number, pod.hash, flags)
            })
            .collect();
        if last.as_ref() == Some(&now) {
            return;
        }
        let pods = now.iter().map(|(number, hash, flags)| PodRecord {
            name: format!("{}#{number}", node.name),
            hash: self
                .hashes
                .get(usize::from(*hash))
                .cloned()
                .unwrap_or_default(),
            flags: FLAGS
                .iter()
                .filter(|flag| flags & flag.0 != 0)
                .map(|flag| flag.1)
                .collect(),
        });
        tick.nodes.push((node.name.to_owned(), pods.collect()));
        *last = Some(now);
    }

    /// What `kubectl rollout status` prints, or its error.
    ///
    /// Follows `kubectl/pkg/polymorphichelpers/rollout_status.go`: `DaemonSetStatusViewer.Status`.
    pub(super) fn rollout_status(&self) -> String {
        let Status {
            desired,
            updated,
            available,
            observed_generation,
            ..
        } = self.status;
        let waiting = |what: String| {
            format!(
                "Waiting for daemon set {:?} rollout to finish: {what}",
                self.ds().name
            )
        };
        if !self.rolls() {
            "error: rollout status is only available for RollingUpdate strategy type".into()
        } else if self.generation > observed_generation {
            "Waiting for daemon set spec update to be observed...".into()
        } else if updated < desired {
            waiting(format!(
                "{updated} out of {desired} new pods have been updated..."
            ))
        } else if available < desired {
            waiting(format!(
                "{available} of {desired} updated pods are available..."
            ))
        } else {
            format!("daemon set {:?} successfully rolled out", self.ds().name)
        }
    }
}
