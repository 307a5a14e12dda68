//! A written scenario: nodes, versions of a DaemonSet, a script of events.
//!
//! Reads plain JSON values. A fault names the place as a path, which who read the text can turn into a line.

use super::daemonset::DaemonSet;
use crate::model::values::taint::Taint;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What is wrong with a scenario, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `script[3].event`
    pub path: String,
    /// In a person's words.
    pub message: String,
}

impl Fault {
    pub(super) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            message: message.into(),
        }
    }
}

/// How the cluster behaves.
#[derive(Clone, Debug)]
pub struct Params {
    /// Seconds between two ticks.
    pub tick_seconds: i64,
    /// Ticks from binding to Ready.
    pub ready_after: u64,
    /// Ticks from deletion to the end of a pod.
    pub terminate_after: u64,
    /// Versions whose pods never get Ready.
    pub broken: Vec<String>,
    /// How many ticks are played at most.
    pub ticks: u64,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            tick_seconds: 1,
            ready_after: 1,
            terminate_after: 1,
            broken: Vec::new(),
            ticks: 900,
        }
    }
}

/// A node.
#[derive(Clone, Debug)]
pub struct NodeSpec {
    /// Its name.
    pub name: String,
    /// Its labels, hostname and operating system included.
    pub labels: BTreeMap<String, String>,
    /// Its taints.
    pub taints: Vec<Taint>,
}

/// What happens.
#[derive(Clone, Debug)]
pub enum Event {
    /// Someone applies the version with this index.
    Apply(usize),
    /// A node joins.
    AddNode(NodeSpec),
    /// Something happens to the node with this name.
    Node(String, NodeEvent),
}

/// What happens to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeEvent {
    /// It leaves.
    Remove,
    /// It gets a taint.
    Taint(Taint),
    /// It loses the taint with this key and effect.
    Untaint(Taint),
    /// A label is set, or taken away.
    Label(String, Option<String>),
    /// `kubectl cordon`
    Cordon,
    /// `kubectl uncordon`
    Uncordon,
    /// It dies.
    NotReady,
    /// It is back.
    Ready,
    /// Pods there stop being Ready.
    AppDown,
    /// Pods there may be Ready again.
    AppUp,
    /// Someone deletes the pods there.
    DeletePods,
    /// The pods there become Failed.
    FailPods,
    /// A copy of the oldest pod there appears.
    DuplicatePod,
}

/// What the controller takes first where it is free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The tick.
    pub tick: u64,
    /// `delete-old`, `surge-node` or `sunset`.
    pub kind: String,
    /// Pods or nodes, in order.
    pub take: Vec<String>,
}

/// A scenario.
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// How the cluster behaves.
    pub params: Params,
    /// Nodes at the beginning.
    pub nodes: Vec<NodeSpec>,
    /// Versions of the DaemonSet by name.
    pub versions: Vec<(String, DaemonSet)>,
    /// The version that runs at the beginning.
    pub first: usize,
    /// Events in the order of ticks.
    pub script: Vec<(u64, Event)>,
    /// What is taken first where the controller is free.
    pub choices: Vec<Choice>,
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// The first fault.
    pub fn read(value: &Value) -> Result<Self, Fault> {
        let map = object(value, "")?;
        let params = params(map.get("params").unwrap_or(&Value::Null))?;
        let mut versions = Vec::new();
        for (name, manifest) in object(map.get("daemonsets").unwrap_or(&Value::Null), "daemonsets")?
        {
            versions.push((
                name.clone(),
                DaemonSet::read(manifest, &format!("daemonsets.{name}"))?,
            ));
        }
        if versions.is_empty() {
            return Err(Fault::new("daemonsets", "no version of a DaemonSet"));
        }
        let first = versions
            .iter()
            .position(|(name, _)| name == "old")
            .unwrap_or(0);
        let mut nodes = Vec::new();
        for (path, node) in list(map, "nodes", "")? {
            nodes.push(read_node(node, &path)?);
        }
        let mut known: BTreeMap<String, ()> = BTreeMap::new();
        for (index, node) in nodes.iter().enumerate() {
            if known.insert(node.name.clone(), ()).is_some() {
                return Err(Fault::new(
                    format!("nodes[{index}].name"),
                    format!("there is a node {:?} already", node.name),
                ));
            }
        }
        let mut script = Vec::new();
        for (path, step) in list(map, "script", "")? {
            let step = object(step, &path)?;
            let tick = count(step, "tick", None, &path)?;
            script.push((tick, read_event(step, &path, &versions, &mut known)?));
        }
        script.sort_by_key(|step| step.0);
        let mut choices = Vec::new();
        for (path, choice) in list(map, "choices", "")? {
            choices.push(read_choice(choice, &path)?);
        }
        Ok(Self {
            params,
            nodes,
            versions,
            first,
            script,
            choices,
        })
    }
}

fn params(value: &Value) -> Result<Params, Fault> {
    let default = Params::default();
    let empty = Map::new();
    let map = if value.is_null() {
        &empty
    } else {
        object(value, "params")?
    };
    let tick_seconds = integer(map, "tick_seconds", default.tick_seconds, "params")?;
    if !(1..=1_000_000).contains(&tick_seconds) {
        return Err(Fault::new(
            "params.tick_seconds",
            "a tick lasts at least one second",
        ));
    }
    let mut broken = Vec::new();
    for (path, name) in list(map, "broken", "params")? {
        let name = name
            .as_str()
            .ok_or_else(|| Fault::new(path, "this is no name of a version"))?;
        broken.push(name.to_owned());
    }
    Ok(Params {
        tick_seconds,
        ready_after: count(map, "ready_after", Some(default.ready_after), "params")?,
        terminate_after: count(
            map,
            "terminate_after",
            Some(default.terminate_after),
            "params",
        )?,
        broken,
        ticks: count(map, "ticks", Some(default.ticks), "params")?,
    })
}

fn read_node(value: &Value, path: &str) -> Result<NodeSpec, Fault> {
    let map = object(value, path)?;
    let name = text(map, "name", path)?;
    let mut labels = BTreeMap::from([
        ("kubernetes.io/hostname".to_owned(), name.clone()),
        ("kubernetes.io/os".to_owned(), "linux".to_owned()),
    ]);
    if let Some(written) = map.get("labels").filter(|labels| !labels.is_null()) {
        let at = format!("{path}.labels");
        for (key, value) in object(written, &at)? {
            let value = value
                .as_str()
                .ok_or_else(|| Fault::new(format!("{at}.{key}"), "a label is a string"))?;
            labels.insert(key.clone(), value.to_owned());
        }
    }
    let mut taints = Vec::new();
    for (path, taint) in list(map, "taints", path)? {
        taints.push(read_taint(taint, &path)?);
    }
    Ok(NodeSpec {
        name,
        labels,
        taints,
    })
}

fn read_taint(value: &Value, path: &str) -> Result<Taint, Fault> {
    let taint = value.as_str().and_then(|text| Taint::parse(text).ok());
    taint
        .filter(|taint| !taint.effect.is_empty())
        .ok_or_else(|| {
            let message = format!("{value} is no taint: write key=value:Effect or key:Effect");
            Fault::new(path, message)
        })
}

fn read_event(
    step: &Map<String, Value>,
    path: &str,
    versions: &[(String, DaemonSet)],
    known: &mut BTreeMap<String, ()>,
) -> Result<Event, Fault> {
    let at = |key: &str| format!("{path}.{key}");
    let word = |key: &str| {
        step.get(key)
            .and_then(Value::as_str)
            .ok_or_else(|| Fault::new(at(key), format!("{key} is missing, or no string")))
    };
    let event = word("event")?;
    match event {
        "apply" => {
            let name = word("daemonset")?;
            let found = versions.iter().position(|version| version.0 == name);
            return found
                .map(Event::Apply)
                .ok_or_else(|| Fault::new(at("daemonset"), format!("no version {name:?}")));
        }
        "add_node" => {
            let node = read_node(step.get("add").unwrap_or(&Value::Null), &at("add"))?;
            known.insert(node.name.clone(), ());
            return Ok(Event::AddNode(node));
        }
        _ => {}
    }
    let taint = || read_taint(step.get("taint").unwrap_or(&Value::Null), &at("taint"));
    let what = match event {
        "remove_node" => NodeEvent::Remove,
        "taint" => NodeEvent::Taint(taint()?),
        "untaint" => NodeEvent::Untaint(taint()?),
        "label" => {
            let value = match step.get("value") {
                None | Some(Value::Null) => None,
                Some(Value::String(value)) => Some(value.clone()),
                Some(_) => {
                    return Err(Fault::new(
                        at("value"),
                        "a label is a string, or null to take it away",
                    ));
                }
            };
            NodeEvent::Label(word("label")?.to_owned(), value)
        }
        "cordon" => NodeEvent::Cordon,
        "uncordon" => NodeEvent::Uncordon,
        "node_not_ready" => NodeEvent::NotReady,
        "node_ready" => NodeEvent::Ready,
        "app_down" => NodeEvent::AppDown,
        "app_up" => NodeEvent::AppUp,
        "delete_pods" => NodeEvent::DeletePods,
        "fail_pods" => NodeEvent::FailPods,
        "duplicate_pod" => NodeEvent::DuplicatePod,
        other => {
            return Err(Fault::new(
                at("event"),
                format!("there is no event {other:?}"),
            ));
        }
    };
    let node = word("node")?;
    if !known.contains_key(node) {
        return Err(Fault::new(at("node"), format!("there is no node {node:?}")));
    }
    Ok(Event::Node(node.to_owned(), what))
}

fn read_choice(value: &Value, path: &str) -> Result<Choice, Fault> {
    let map = object(value, path)?;
    let mut take = Vec::new();
    for (path, name) in list(map, "take", path)? {
        take.push(
            name.as_str()
                .ok_or_else(|| Fault::new(path, "this is no name"))?
                .to_owned(),
        );
    }
    Ok(Choice {
        tick: count(map, "tick", None, path)?,
        kind: text(map, "kind", path)?,
        take,
    })
}

/// A mapping; what is not written is missing.
pub(super) fn object<'v>(value: &'v Value, path: &str) -> Result<&'v Map<String, Value>, Fault> {
    value
        .as_object()
        .ok_or_else(|| match (value.is_null(), path) {
            (true, path) if !path.is_empty() => Fault::new(path, format!("{path} is missing")),
            _ => Fault::new(path, "a mapping is due here"),
        })
}

pub(super) fn text(map: &Map<String, Value>, key: &str, path: &str) -> Result<String, Fault> {
    match map.get(key) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text.clone()),
        _ => Err(Fault::new(
            format!("{path}.{key}"),
            format!("{key} is missing, or no string"),
        )),
    }
}

pub(super) fn integer(
    map: &Map<String, Value>,
    key: &str,
    default: i64,
    path: &str,
) -> Result<i64, Fault> {
    match map.get(key) {
        None | Some(Value::Null) => Ok(default),
        Some(value) => value
            .as_i64()
            .ok_or_else(|| Fault::new(format!("{path}.{key}"), "a whole number is due here")),
    }
}

/// A tick, or a number of ticks or of anything else that cannot be negative.
fn count(
    map: &Map<String, Value>,
    key: &str,
    default: Option<u64>,
    path: &str,
) -> Result<u64, Fault> {
    let fault = || Fault::new(format!("{path}.{key}"), "a number of 0 or more is due here");
    match (map.get(key), default) {
        (None | Some(Value::Null), Some(default)) => Ok(default),
        (value, _) => {
            let number = value.and_then(Value::as_u64).ok_or_else(fault)?;
            if number > 1_000_000_000 {
                Err(fault())
            } else {
                Ok(number)
            }
        }
    }
}

/// The items of a list with their paths; nothing where it is not written.
fn list<'v>(
    map: &'v Map<String, Value>,
    key: &str,
    path: &str,
) -> Result<Vec<(String, &'v Value)>, Fault> {
    let at = if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    };
    match map.get(key) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => Ok(items
            .iter()
            .enumerate()
            .map(|(index, item)| (format!("{at}[{index}]"), item))
            .collect()),
        Some(_) => Err(Fault::new(at, "a list is due here")),
    }
}

/// A template has a spec with containers; nothing else can be told from one that has not.
pub(super) fn check_shape(template: &Value, path: &str) -> Result<(), Fault> {
    match template.pointer("/spec/containers") {
        Some(Value::Array(_)) => Ok(()),
        _ => Err(Fault::new(
            format!("{path}.spec.containers"),
            "containers are missing",
        )),
    }
}

impl NodeEvent {
    /// What happens, to be read behind the node's name.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Remove => "leaves".into(),
            Self::Taint(taint) => format!("gets the taint {taint}"),
            Self::Untaint(taint) => format!("loses the taint {taint}"),
            Self::Label(key, Some(value)) => format!("gets the label {key}={value}"),
            Self::Label(key, None) => format!("loses the label {key}"),
            Self::Cordon => "is cordoned".into(),
            Self::Uncordon => "is uncordoned".into(),
            Self::NotReady => "dies".into(),
            Self::Ready => "is back".into(),
            Self::AppDown => "has pods that are not Ready".into(),
            Self::AppUp => "has pods that may be Ready again".into(),
            Self::DeletePods => "loses its pods to somebody".into(),
            Self::FailPods => "fails its pods".into(),
            Self::DuplicatePod => "gets a second pod".into(),
        }
    }
}
