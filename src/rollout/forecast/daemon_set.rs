//! A DaemonSet's rollout, played by the simulation: once with old pods that stop at once, once with old pods that take
//! all their time.

use super::{
    Circumstances, Ending, Forecast, Lane, Moment, Serves, Stage, counted, grace, ready_after,
    some, written,
};
use crate::sim::node::Node;
use crate::sim::rollout::counts::{Limits, UpdateStrategy, limits};
use crate::sim::rollout::daemonset::DaemonSet;
use crate::sim::rollout::record::{PodRecord, TickRecord};
use crate::sim::rollout::scenario::{Event, NodeEvent, NodeSpec, Params};
use crate::sim::rollout::{Outcome, Scenario, Status, simulate};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const COLUMNS: &[&str] = &["DESIRED", "CURRENT", "READY", "UP-TO-DATE", "AVAILABLE"];
/// The tick of the apply: in the one before it nodes become what they are.
const APPLY: u64 = 1;
/// Taints of a node whose kubelet does not answer.
const DEAD: [&str; 2] = [
    "node.kubernetes.io/not-ready",
    "node.kubernetes.io/unreachable",
];

pub(super) fn forecast(
    before: &Value,
    after: &Value,
    circumstances: Circumstances<'_>,
) -> Option<Forecast> {
    let hashes = (
        DaemonSet::read(before, "old").ok()?.hash,
        DaemonSet::read(after, "new").ok()?.hash,
    );
    let play = Play::new(before, after, circumstances)?;
    let quick = play.outcome(1);
    let slow = play.outcome(play.grace);
    let known = circumstances.nodes.is_some();
    let desired = slow.end.status.desired;
    let new = &play.new;
    let limits = limits(&new.strategy, desired).unwrap_or(Limits {
        max_surge: 0,
        max_unavailable: 1,
    });
    let (ending, why) = play.ending(&slow, &hashes);
    let seconds = (known && ending == Ending::Complete).then(|| {
        let end = |outcome: &Outcome| outcome.end.quiet_since.saturating_sub(APPLY);
        (end(&quick), end(&slow))
    });
    let (timeline, lanes) = if known {
        (timeline(&slow), lanes(&slow, &hashes.0))
    } else {
        (Vec::new(), Vec::new())
    };
    Some(Forecast {
        pods: known.then_some(desired),
        kept: 0,
        pace: pace(after, &new.strategy, &limits),
        stages: if known {
            stages(&quick, &slow)
        } else {
            Vec::new()
        },
        ending,
        why,
        meanwhile: meanwhile(&new.strategy, &limits),
        stuck_if: stuck_if(&new.strategy, &limits),
        seconds,
        ready_after: play.ready_after,
        grace: play.grace,
        hashes: Some(hashes),
        columns: COLUMNS,
        timeline,
        lanes,
    })
}

/// A rollout to play.
struct Play {
    nodes: Vec<NodeSpec>,
    dead: Vec<String>,
    old: DaemonSet,
    new: DaemonSet,
    /// Whether the nodes are those of a cluster, not any one.
    known: bool,
    broken: bool,
    ready_after: u64,
    grace: u64,
}

impl Play {
    fn new(before: &Value, after: &Value, circumstances: Circumstances<'_>) -> Option<Self> {
        let (mut old, mut new) = (before.clone(), after.clone());
        let (nodes, dead) = match circumstances.nodes {
            Some(nodes) => specs(nodes),
            None => {
                // Any one node that is wanted tells how it ends, if not when.
                anywhere(&mut old, "old");
                anywhere(&mut new, "new");
                let node = NodeSpec {
                    name: String::from("node"),
                    labels: BTreeMap::new(),
                    taints: Vec::new(),
                };
                (vec![node], Vec::new())
            }
        };
        Some(Self {
            nodes,
            dead,
            old: DaemonSet::read(&old, "old").ok()?,
            new: DaemonSet::read(&new, "new").ok()?,
            known: circumstances.nodes.is_some(),
            broken: circumstances.broken,
            ready_after: ready_after(after, circumstances),
            grace: grace(before),
        })
    }

    fn outcome(&self, terminate_after: u64) -> Outcome {
        let dead = self
            .dead
            .iter()
            .map(|node| (0, Event::Node(node.clone(), NodeEvent::NotReady)));
        let mut script: Vec<(u64, Event)> = dead.collect();
        script.push((APPLY, Event::Apply(1)));
        let new = String::from("new");
        simulate(&Scenario {
            params: Params {
                ready_after: self.ready_after,
                terminate_after,
                broken: if self.broken {
                    vec![new.clone()]
                } else {
                    Vec::new()
                },
                ticks: 1_000_000_000,
                ..Params::default()
            },
            nodes: self.nodes.clone(),
            versions: vec![
                (String::from("old"), self.old.clone()),
                (new, self.new.clone()),
            ],
            first: 0,
            script,
            choices: Vec::new(),
        })
    }

    /// How it ends, and why.
    fn ending(&self, outcome: &Outcome, hashes: &(String, String)) -> (Ending, String) {
        let end = &outcome.end;
        let updated = end.status.updated;
        let of = counted(end.status.desired.unsigned_abs(), "node");
        let reached = if self.known {
            format!("{updated} of {of} have the new version, the rest keeps the old one")
        } else {
            String::from("the other nodes keep the old version")
        };
        if self.new.strategy == UpdateStrategy::OnDelete {
            let why = String::from(
                "updateStrategy OnDelete: the old version serves on every node until somebody deletes its pod there \
                 (`kubectl delete pod`)",
            );
            return (Ending::WaitsForDelete, why);
        }
        if end.complete && end.old_pods_left == 0 {
            return (
                Ending::Complete,
                if self.known {
                    format!("the new version serves on {of}")
                } else {
                    String::from("the new version serves on every node")
                },
            );
        }
        let last = last_pods(outcome);
        let waiting: Vec<&str> = last
            .iter()
            .filter(|(_, pods)| {
                pods.iter()
                    .any(|pod| pod.hash != hashes.0 && !pod.flags.contains('b'))
            })
            .map(|(node, _)| *node)
            .collect();
        let wanted: Vec<&String> = self
            .dead
            .iter()
            .filter(|node| last.get(node.as_str()).is_some_and(|pods| !pods.is_empty()))
            .collect();
        let so = if self.broken {
            format!("pods of the new version never get Ready: {reached}")
        } else if let [node] = wanted.as_slice() {
            format!("{node} is NotReady: its old pod never leaves; {reached}")
        } else if !wanted.is_empty() {
            format!(
                "{} are NotReady: their old pods never leave; {reached}",
                some(&wanted)
            )
        } else if !waiting.is_empty() {
            format!(
                "the new pod waits on {} for a host port that the old pod there holds, and the old pod goes only when the new one \
                 is available; the old version goes on serving",
                self.shown(&waiting)
            )
        } else {
            format!("nothing moves any more: {reached}")
        };
        (Ending::Stuck, so)
    }

    fn shown(&self, nodes: &[&str]) -> String {
        if !self.known {
            String::from("every node")
        } else {
            some(nodes)
        }
    }
}

/// Takes away what asks for certain nodes, and keeps the versions apart all the same.
fn anywhere(object: &mut Value, version: &str) {
    if let Some(template) = object.pointer_mut("/spec/template") {
        if let Some(spec) = template.get_mut("spec").and_then(Value::as_object_mut) {
            for key in ["nodeSelector", "affinity", "nodeName"] {
                spec.remove(key);
            }
        }
        if let Some(metadata) = template.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.insert(
                String::from("annotations"),
                json!({"everynode.dev/version": version}),
            );
        }
    }
}

/// The nodes for the simulation, and those of them that are dead.
fn specs(nodes: &[Node]) -> (Vec<NodeSpec>, Vec<String>) {
    let mut dead = Vec::new();
    let specs = nodes
        .iter()
        .map(|node| {
            let taints = node.taints.iter();
            let (gone, kept): (Vec<_>, Vec<_>) = taints
                .cloned()
                .partition(|taint| DEAD.contains(&taint.key.as_str()));
            if !gone.is_empty() {
                dead.push(node.name.to_string());
            }
            let labels = node.labels.iter();
            NodeSpec {
                name: node.name.to_string(),
                labels: labels
                    .map(|(key, value)| (key.to_string(), value.to_string()))
                    .collect(),
                taints: kept,
            }
        })
        .collect();
    (specs, dead)
}

fn pace(after: &Value, strategy: &UpdateStrategy, limits: &Limits) -> String {
    let rolling = |key: &str, default: &str| {
        let pointer = format!("/spec/updateStrategy/rollingUpdate/{key}");
        written(after.pointer(&pointer), default)
    };
    if *strategy == UpdateStrategy::OnDelete {
        String::from("whenever a pod is deleted (OnDelete)")
    } else if limits.max_surge > 0 {
        let count = counted(limits.max_surge.unsigned_abs(), "new pod");
        format!(
            "{count} beside old ones at a time (maxSurge {})",
            rolling("maxSurge", "0")
        )
    } else {
        let count = counted(limits.max_unavailable.unsigned_abs(), "node");
        format!(
            "{count} at a time (maxUnavailable {})",
            rolling("maxUnavailable", "1")
        )
    }
}

fn meanwhile(strategy: &UpdateStrategy, limits: &Limits) -> String {
    if *strategy == UpdateStrategy::OnDelete {
        String::from(
            "the old version serves until its pod is deleted, then nothing until the new one is Ready",
        )
    } else if limits.max_surge > 0 {
        String::from(
            "every node is served: the old pod goes when the new one beside it is available",
        )
    } else {
        format!(
            "{} without a pod that is Ready; before its turn a node serves the old version, then the new one",
            counted(limits.max_unavailable.unsigned_abs(), "node")
        )
    }
}

fn stuck_if(strategy: &UpdateStrategy, limits: &Limits) -> Option<String> {
    if *strategy == UpdateStrategy::OnDelete {
        return None;
    }
    Some(match (limits.max_surge, limits.max_unavailable) {
        (0, 1) => String::from(
            "one node is NotReady: its old pod never leaves and takes the whole budget",
        ),
        (0, count) => format!(
            "{count} nodes are NotReady: their old pods never leave and take the whole budget"
        ),
        (1, _) => String::from(
            "one node is NotReady: its new pod never gets Ready and takes the whole budget",
        ),
        (count, _) => format!(
            "{count} nodes are NotReady: their new pods never get Ready and take the whole budget"
        ),
    })
}

/// The ticks of the rollout itself.
fn rollout(outcome: &Outcome) -> impl Iterator<Item = &TickRecord> {
    outcome.ticks.iter().filter(|tick| tick.tick >= APPLY)
}

fn node_of(pod: &str) -> &str {
    pod.rsplit_once('#').map_or(pod, |(node, _)| node)
}

/// Each time at which nodes have their turn: the first pod there that is deleted, or made beside the old one.
fn stages(quick: &Outcome, slow: &Outcome) -> Vec<Stage> {
    let turns = |outcome: &Outcome| {
        let mut begun: BTreeSet<String> = BTreeSet::new();
        let mut stages = Vec::new();
        for tick in rollout(outcome) {
            let (mut who, mut create, mut delete) = (Vec::new(), 0, 0);
            for sync in &tick.syncs {
                create += sync.create.len();
                delete += sync.delete.len();
                let nodes = sync.delete.iter().map(|pod| node_of(pod));
                for node in nodes.chain(sync.create.iter().map(String::as_str)) {
                    if begun.insert(node.to_owned()) {
                        who.push(node.to_owned());
                    }
                }
            }
            if !who.is_empty() {
                let at = tick.tick - APPLY;
                stages.push(Stage {
                    who,
                    create,
                    delete,
                    least: at,
                    most: at,
                });
            }
        }
        stages
    };
    let mut stages = turns(slow);
    let soon = turns(quick);
    for (index, stage) in stages.iter_mut().enumerate() {
        if let Some(soon) = soon.get(index) {
            stage.least = soon.least.min(stage.most);
        }
    }
    stages
}

fn timeline(outcome: &Outcome) -> Vec<Moment> {
    let mut status = Status::default();
    let mut moments = Vec::new();
    for tick in &outcome.ticks {
        status = tick.status.unwrap_or(status);
        if tick.tick < APPLY {
            continue;
        }
        let mut what = Vec::new();
        if tick.tick == APPLY {
            what.push(String::from("applied"));
        }
        let deleted: Vec<&str> = tick
            .syncs
            .iter()
            .flat_map(|sync| sync.delete.iter().map(|pod| node_of(pod)))
            .collect();
        let created: Vec<&String> = tick.syncs.iter().flat_map(|sync| &sync.create).collect();
        if !deleted.is_empty() {
            what.push(format!("old pod goes on {}", some(&deleted)));
        }
        if !created.is_empty() {
            what.push(format!("new pod comes on {}", some(&created)));
        }
        moments.push(Moment {
            seconds: tick.tick - APPLY,
            cells: vec![
                status.desired,
                status.current,
                status.ready,
                status.updated,
                status.available,
            ],
            what: what.join("; "),
        });
    }
    moments
}

/// The pods of every node at the end.
fn last_pods(outcome: &Outcome) -> BTreeMap<&str, &[PodRecord]> {
    let mut last: BTreeMap<&str, &[PodRecord]> = BTreeMap::new();
    for tick in &outcome.ticks {
        for (node, pods) in &tick.nodes {
            last.insert(node, pods);
        }
    }
    last
}

fn lanes(outcome: &Outcome, old: &str) -> Vec<Lane> {
    let mut lanes: BTreeMap<&str, Vec<(u64, Serves)>> = BTreeMap::new();
    for tick in &outcome.ticks {
        for (node, pods) in &tick.nodes {
            let lane = lanes.entry(node).or_default();
            let now = serves(pods, old);
            if lane.last().is_none_or(|last| last.1 != now) {
                lane.push((tick.tick.saturating_sub(APPLY), now));
            }
        }
    }
    lanes
        .into_iter()
        .map(|(name, since)| Lane {
            name: name.to_owned(),
            since,
        })
        .collect()
}

/// A pod that terminates serves nobody: its endpoint is taken away first.
fn serves(pods: &[PodRecord], old: &str) -> Serves {
    let serving = |pod: &&PodRecord| pod.flags.contains('r') && !pod.flags.contains('t');
    let old_serves = pods.iter().filter(serving).any(|pod| pod.hash == old);
    let new_serves = pods.iter().filter(serving).any(|pod| pod.hash != old);
    match (old_serves, new_serves) {
        (true, true) => Serves::Both,
        (true, false) => Serves::Old,
        (false, true) => Serves::New,
        (false, false) if pods.is_empty() => Serves::Nothing,
        (false, false) => Serves::Waiting,
    }
}
