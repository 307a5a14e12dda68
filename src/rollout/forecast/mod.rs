//! How a rollout goes: the order of its steps, how long it takes, what gets stuck, which version serves meanwhile.
//!
//! Knows stored objects as JSON values, nodes and the simulation; knows no text and no output.

mod daemon_set;
mod deployment;
mod stateful_set;

use crate::sim::node::Node;
use serde_json::Value;

/// What a rollout meets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Circumstances<'c> {
    /// The nodes; None where nobody says. Nodes with a taint for not being ready are dead.
    pub nodes: Option<&'c [Node]>,
    /// Seconds from the start of a pod until it is Ready.
    pub ready_after: u32,
    /// Whether pods of the new version never get Ready.
    pub broken: bool,
}

/// How a rollout ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All pods that are to be new are.
    Complete,
    /// Nothing moves any more, and not all are.
    Stuck,
    /// Old pods stay until somebody deletes them.
    WaitsForDelete,
}

impl Ending {
    /// `complete`, `stuck` or `waits-for-delete`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Stuck => "stuck",
            Self::WaitsForDelete => "waits-for-delete",
        }
    }
}

/// Pods that are replaced at one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// The nodes (of a DaemonSet) or pods (of a StatefulSet) whose turn it is.
    pub who: Vec<String>,
    /// How many pods are made at that time.
    pub create: usize,
    /// How many are deleted.
    pub delete: usize,
    /// Seconds after the apply where every old pod stops at once.
    pub least: u64,
    /// Seconds after the apply where every old pod takes all its time.
    pub most: u64,
}

/// A time at which something changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Seconds after the apply.
    pub seconds: u64,
    /// A cell for each of the forecast's columns.
    pub cells: Vec<i64>,
    /// What happened.
    pub what: String,
}

/// What a node has at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serves {
    /// No pod.
    Nothing,
    /// An old pod, Ready.
    Old,
    /// No pod that is Ready.
    Waiting,
    /// A new pod, Ready.
    New,
    /// Both, Ready.
    Both,
}

/// What a node has over time: from which second on, what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The node.
    pub name: String,
    /// In the order of time.
    pub since: Vec<(u64, Serves)>,
}

/// How a rollout goes.
#[derive(Clone, Debug)]
pub struct Forecast {
    /// Pods (nodes of a DaemonSet) that are to be there; None where no nodes are known.
    pub pods: Option<i64>,
    /// How many of them a partition leaves as they are.
    pub kept: u64,
    /// How many at a time, and what says so.
    pub pace: String,
    /// In order.
    pub stages: Vec<Stage>,
    /// How it ends.
    pub ending: Ending,
    /// Why it ends so, and which version serves then.
    pub why: String,
    /// Which version serves meanwhile.
    pub meanwhile: String,
    /// What would stop it; None where nothing is known.
    pub stuck_if: Option<String>,
    /// Seconds to the end, where it ends and the number of pods is known: at least, at most.
    pub seconds: Option<(u64, u64)>,
    /// Seconds from start to Ready that were assumed.
    pub ready_after: u64,
    /// `terminationGracePeriodSeconds` of the old pods.
    pub grace: u64,
    /// The controller-revision-hash of old and new pods, for DaemonSets.
    pub hashes: Option<(String, String)>,
    /// The columns of the timeline.
    pub columns: &'static [&'static str],
    /// Step by step, where every old pod takes all its time.
    pub timeline: Vec<Moment>,
    /// The nodes over the same time.
    pub lanes: Vec<Lane>,
}

/// The forecast for a change of a workload's template; None for other kinds.
#[must_use]
pub fn forecast(
    before: &Value,
    after: &Value,
    circumstances: Circumstances<'_>,
) -> Option<Forecast> {
    let kind = after.get("kind").and_then(Value::as_str)?;
    match kind {
        "DaemonSet" => daemon_set::forecast(before, after, circumstances),
        "Deployment" => Some(deployment::forecast(before, after, circumstances)),
        "StatefulSet" => Some(stateful_set::forecast(before, after, circumstances)),
        _ => None,
    }
}

/// Seconds that the pods of a template get to stop.
fn grace(object: &Value) -> u64 {
    object
        .pointer("/spec/template/spec/terminationGracePeriodSeconds")
        .and_then(Value::as_u64)
        .unwrap_or(30)
        .clamp(1, 1_000_000)
}

/// Seconds from start to Ready: as asked for, and no less than the first look of the probes.
fn ready_after(object: &Value, circumstances: Circumstances<'_>) -> u64 {
    let containers = object
        .pointer("/spec/template/spec/containers")
        .and_then(Value::as_array);
    let delay = |container: &Value| {
        container
            .pointer("/readinessProbe/initialDelaySeconds")
            .and_then(Value::as_u64)
    };
    let delays = containers.into_iter().flatten().filter_map(delay);
    u64::from(circumstances.ready_after).max(delays.max().unwrap_or(0).min(1_000_000))
}

fn number(object: &Value, pointer: &str, default: u64) -> u64 {
    object
        .pointer(pointer)
        .and_then(Value::as_u64)
        .unwrap_or(default)
        .min(i32::MAX as u64)
}

/// A count or a percentage of a whole.
fn share(value: Option<&Value>, whole: u64, round_up: bool, default: u64) -> u64 {
    match value {
        Some(Value::String(text)) => {
            let percent: u64 = text
                .trim_end_matches('%')
                .parse()
                .unwrap_or(0)
                .min(1_000_000);
            let scaled = whole.saturating_mul(percent);
            if round_up {
                scaled.div_ceil(100)
            } else {
                scaled / 100
            }
        }
        Some(value) => value.as_u64().unwrap_or(default),
        None => default,
    }
}

/// As it is written: `1`, `25%`.
fn written(value: Option<&Value>, default: &str) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => default.to_owned(),
        Some(value) => value.to_string(),
    }
}

/// `1 node`, `3 nodes`.
fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The first few names, and how many more.
fn some<S: AsRef<str>>(names: &[S]) -> String {
    const SHOWN: usize = 4;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
