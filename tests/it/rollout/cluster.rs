//! Rollouts that ran on a real cluster, played as one scenario each: a step of the record is a change every 1,000 ticks.

use everynode::sim::rollout::{Outcome, Scenario, Status, simulate};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Ticks between two steps: more than any of them takes.
const STEP: u64 = 1000;

fn documents(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let documents = serde_yaml::Deserializer::from_str(&text);
    documents
        .map(|d| serde::Deserialize::deserialize(d).unwrap())
        .filter(|v: &Value| !v.is_null())
        .collect()
}

fn node(node: &Value) -> Value {
    let taints = node["spec"]["taints"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|taint| {
            let text = |key: &str| taint[key].as_str().unwrap_or_default();
            let equals = if text("value").is_empty() { "" } else { "=" };
            format!(
                "{}{equals}{}:{}",
                text("key"),
                text("value"),
                text("effect")
            )
        });
    json!({
        "name": node["metadata"]["name"],
        "labels": node["metadata"]["labels"],
        "taints": taints.collect::<Vec<_>>(),
    })
}

/// The versions of the DaemonSet and what `kubectl rollout history` would list.
struct Story {
    versions: Vec<Value>,
    current: usize,
    /// Revision → version with its template.
    revisions: BTreeMap<u64, usize>,
    script: Vec<Value>,
}

impl Story {
    fn new(manifest: Value) -> Self {
        Self {
            versions: vec![manifest],
            current: 0,
            revisions: BTreeMap::from([(1, 0)]),
            script: Vec::new(),
        }
    }

    fn apply(&mut self, tick: u64, change: impl FnOnce(&mut Value)) {
        let mut manifest = self.versions[self.current].clone();
        change(&mut manifest);
        let template = |v: &Value| v["spec"]["template"].clone();
        self.versions.push(manifest);
        self.current = self.versions.len() - 1;
        let now = template(&self.versions[self.current]);
        self.revisions
            .retain(|_, version| template(&self.versions[*version]) != now);
        let next = self.revisions.keys().max().map_or(1, |last| last + 1);
        self.revisions.insert(next, self.current);
        self.script.push(
            json!({"tick": tick, "event": "apply", "daemonset": format!("v{}", self.current)}),
        );
    }

    /// One recorded change, in the words of the record.
    fn change(&mut self, tick: u64, words: &str) {
        if let Some(image) = words.strip_prefix("kubectl set image daemonset/agent agent=") {
            self.apply(tick, |m| {
                m["spec"]["template"]["spec"]["containers"][0]["image"] = json!(image)
            });
        } else if words.starts_with("kubectl patch daemonset") {
            let patch = words.split_once("-p '").unwrap().1.trim_end_matches('\'');
            let patch: Value = serde_json::from_str(patch).unwrap();
            self.apply(tick, |manifest| merge(manifest, &patch));
        } else if words.starts_with("kubectl rollout restart") {
            self.apply(tick, |m| {
                merge(m, &json!({"spec": {"template": {"metadata": {"annotations": {"restartedAt": "now"}}}}}));
            });
        } else if let Some(rest) = words.strip_prefix("kubectl rollout undo daemonset/agent") {
            let version = match rest.trim().strip_prefix("--to-revision=") {
                Some(number) => self.revisions.get(&number.parse().unwrap()).copied(),
                None => self.revisions.values().rev().nth(1).copied(),
            };
            if let Some(version) = version {
                let template = self.versions[version]["spec"]["template"].clone();
                self.apply(tick, |m| m["spec"]["template"] = template);
            }
        } else if words.starts_with("kubectl delete pod") {
            let node = words
                .split_once("on node ")
                .unwrap()
                .1
                .trim_end_matches(')');
            self.script
                .push(json!({"tick": tick, "event": "delete_pods", "node": node}));
        } else if let Some(node) = words
            .strip_prefix("node ")
            .and_then(|w| w.strip_suffix(" reports Ready=Unknown"))
        {
            self.script
                .push(json!({"tick": tick, "event": "node_not_ready", "node": node}));
        } else {
            let reads = ["kubectl rollout status", "kubectl rollout history"];
            assert!(
                reads.iter().any(|verb| words.starts_with(verb)),
                "an unknown change: {words}"
            );
        }
    }
}

/// A JSON merge patch without deletions.
fn merge(into: &mut Value, patch: &Value) {
    match patch {
        Value::Object(patch) => {
            for (key, value) in patch {
                merge(&mut into[key], value);
            }
        }
        other => *into = other.clone(),
    }
}

/// What the cluster's record and ours say of one step.
fn status_at(outcome: &Outcome, tick: u64) -> Status {
    outcome
        .ticks
        .iter()
        .rev()
        .filter(|t| t.tick < tick)
        .find_map(|t| t.status)
        .unwrap()
}

/// The most nodes without a Ready pod, and the most pods on one node, in the ticks of a step.
fn worst(outcome: &Outcome, from: u64, to: u64) -> (usize, usize) {
    let mut nodes: BTreeMap<&str, (bool, usize)> = BTreeMap::new();
    let (mut without, mut pods) = (0, 0);
    for tick in outcome.ticks.iter().filter(|tick| tick.tick < to) {
        for (node, on) in &tick.nodes {
            nodes.insert(
                node,
                (on.iter().any(|pod| pod.flags.contains('r')), on.len()),
            );
        }
        if tick.tick >= from {
            // The control-plane node never has a pod.
            let wanted = nodes.iter().filter(|(name, _)| name.starts_with("worker"));
            without = without.max(wanted.filter(|(_, state)| !state.0).count());
            pods = pods.max(nodes.values().map(|state| state.1).max().unwrap_or(0));
        }
    }
    (without, pods)
}

/// Plays a recorded scenario and holds its statuses and bounds.
pub(super) fn hold(folder: &Path) {
    let name = folder.file_name().unwrap().to_string_lossy().into_owned();
    let record: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json")).unwrap())
            .unwrap();
    let manifests = documents(&folder.join("manifests.yaml"));
    let manifest = manifests
        .into_iter()
        .find(|m| m["kind"] == "DaemonSet")
        .unwrap();
    let nodes: Vec<Value> = documents(&folder.join("nodes.yaml"))
        .iter()
        .map(node)
        .collect();
    let mut story = Story::new(manifest);
    let steps = record["steps"].as_array().unwrap();
    for (index, step) in steps.iter().enumerate() {
        for words in step["change"].as_array().into_iter().flatten() {
            story.change(index as u64 * STEP, words.as_str().unwrap());
        }
    }
    let never: Vec<&str> = record["kubelet"]["rules"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|rule| rule["never"] == json!(true))
        .filter_map(|rule| rule["image"].as_str())
        .collect();
    let broken: Vec<String> = story
        .versions
        .iter()
        .enumerate()
        .filter(|(_, m)| {
            m["spec"]["template"]["spec"]["containers"][0]["image"]
                .as_str()
                .is_some_and(|i| never.contains(&i))
        })
        .map(|(index, _)| format!("v{index}"))
        .collect();
    let versions: serde_json::Map<String, Value> = story
        .versions
        .iter()
        .enumerate()
        .map(|(i, m)| (format!("v{i}"), m.clone()))
        .collect();
    let scenario = json!({
        "params": {"tick_seconds": 1, "ready_after": 1, "terminate_after": 1, "broken": broken, "ticks": 100_000},
        "nodes": nodes,
        "daemonsets": versions,
        "script": story.script,
    });
    let outcome =
        simulate(&Scenario::read(&scenario).unwrap_or_else(|fault| panic!("{name}: {fault:?}")));
    for (index, step) in steps.iter().enumerate() {
        let (from, to) = (index as u64 * STEP, (index as u64 + 1) * STEP);
        let at = format!("{name}, step {index}");
        let status = status_at(&outcome, to);
        let want = &step["daemonSets"]["default/agent"]["status"];
        assert_eq!(status.desired, want["desiredNumberScheduled"], "{at}");
        assert_eq!(status.current, want["currentNumberScheduled"], "{at}");
        assert_eq!(status.ready, want["numberReady"], "{at}");
        assert_eq!(status.updated, want["updatedNumberScheduled"], "{at}");
        assert_eq!(status.available, want["numberAvailable"], "{at}");
        assert_eq!(status.unavailable, want["numberUnavailable"], "{at}");
        assert_eq!(status.misscheduled, want["numberMisscheduled"], "{at}");
        assert_eq!(
            status.observed_generation, want["observedGeneration"],
            "{at}"
        );
        if index > 0 {
            let recorded = |key: &str| step["rollout"][key]["default/agent"].as_u64();
            let (without, pods) = worst(&outcome, from, to);
            assert_eq!(
                recorded("maxNodesWithoutReadyPod").unwrap_or(0),
                without as u64,
                "{at}: nodes without a Ready pod"
            );
            if let Some(recorded) = recorded("maxPodsOnOneNode") {
                assert_eq!(recorded, pods as u64, "{at}: pods on one node");
            }
        }
    }
}
