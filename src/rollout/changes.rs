//! What differs between two stored objects, and which of it restarts pods.

use serde_json::{Map, Value};
use std::fmt;

/// One field that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// Its path, as Kubernetes writes paths.
    pub path: String,
    /// Before; None where it was not there.
    pub old: Option<Value>,
    /// Then; None where it is gone.
    pub new: Option<Value>,
    /// Whether it makes the pods of the workload anew.
    pub restarts: bool,
    /// The way to it.
    pub steps: Vec<Step>,
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into a mapping.
    Key(String),
    /// Into a list: the index in the new list, or in the old one for what is gone.
    Index(usize),
}

/// Fields that the server writes, not people.
const SERVERS: &[&str] = &[
    "uid",
    "creationTimestamp",
    "generation",
    "resourceVersion",
    "managedFields",
    "selfLink",
];

/// Deeper than this objects are compared as a whole.
const DEEPEST: usize = 64;

/// All differences, in the order of the new object, what is gone behind its neighbours.
pub(super) fn between(old: &Value, new: &Value, kind: &str) -> Vec<FieldChange> {
    let mut walk = Walk {
        restarts: matches!(kind, "DaemonSet" | "Deployment" | "StatefulSet"),
        secret: kind == "Secret",
        path: Vec::new(),
        found: Vec::new(),
    };
    walk.value(Some(old), Some(new));
    walk.found
}

struct Walk {
    /// Whether the kind makes pods anew when their template changes.
    restarts: bool,
    /// Whether values of the data are not to be told.
    secret: bool,
    path: Vec<Step>,
    found: Vec<FieldChange>,
}

impl Walk {
    fn value(&mut self, old: Option<&Value>, new: Option<&Value>) {
        match (old, new) {
            (Some(old), Some(new)) if old == new => {}
            (Some(Value::Object(old)), Some(Value::Object(new))) if self.path.len() < DEEPEST => {
                self.map(old, new);
            }
            (Some(Value::Array(old)), Some(Value::Array(new))) if self.path.len() < DEEPEST => {
                self.list(old, new);
            }
            (old, new) => {
                let in_template = matches!(self.path.as_slice(),
                    [Step::Key(spec), Step::Key(template), ..] if spec == "spec" && template == "template");
                let told = |value: Option<&Value>| value.map(|value| self.told(value));
                self.found.push(FieldChange {
                    path: Path(&self.path).to_string(),
                    old: told(old),
                    new: told(new),
                    restarts: self.restarts && in_template,
                    steps: self.path.clone(),
                });
            }
        }
    }

    /// The value, or that it is not shown. A Secret's annotations hold its values, too: what kubectl applied last.
    fn told(&self, value: &Value) -> Value {
        let hidden = self.secret
            && match self.path.first() {
                Some(Step::Key(key)) => key == "data" || key == "stringData" || key == "metadata",
                _ => true,
            };
        if hidden {
            Value::from("(not shown)")
        } else {
            value.clone()
        }
    }

    fn map(&mut self, old: &Map<String, Value>, new: &Map<String, Value>) {
        let skipped = |walk: &Self, key: &str| match walk.path.as_slice() {
            [] => key == "status" || key == "apiVersion",
            [Step::Key(metadata)] => metadata == "metadata" && SERVERS.contains(&key),
            _ => false,
        };
        let gone = old.iter().filter(|(key, _)| !new.contains_key(*key));
        let all = new
            .iter()
            .map(|(key, value)| (key, old.get(key), Some(value)));
        for (key, old, new) in all.chain(gone.map(|(key, value)| (key, Some(value), None))) {
            if skipped(self, key) {
                continue;
            }
            self.path.push(Step::Key(key.clone()));
            self.value(old, new);
            self.path.pop();
        }
    }

    fn list(&mut self, old: &[Value], new: &[Value]) {
        for (old_index, new_index) in align(old, new) {
            let index = new_index.or(old_index).unwrap_or_default();
            self.path.push(Step::Index(index));
            let (old, new) = (
                old_index.and_then(|index| old.get(index)),
                new_index.and_then(|index| new.get(index)),
            );
            self.value(old, new);
            self.path.pop();
        }
    }
}

/// Which item of the new list is which of the old one: by name where every item has one of its own, else what is
/// equal at both ends, and by index between.
fn align(old: &[Value], new: &[Value]) -> Vec<(Option<usize>, Option<usize>)> {
    for key in ["name", "mountPath", "key", "topologyKey", "ip"] {
        if let (Some(old_names), Some(new_names)) = (names(old, key), names(new, key)) {
            let place: std::collections::HashMap<&str, usize> =
                old_names.iter().copied().zip(0..).collect();
            let mut pairs: Vec<_> = new_names
                .iter()
                .enumerate()
                .map(|(index, name)| (place.get(name).copied(), Some(index)))
                .collect();
            let known: std::collections::HashSet<&str> = new_names.iter().copied().collect();
            let gone = old_names.iter().enumerate();
            let gone = gone.filter(|(_, name)| !known.contains(*name));
            pairs.extend(gone.map(|(index, _)| (Some(index), None)));
            return pairs;
        }
    }
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - head;
    let tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(most)
        .take_while(|(a, b)| a == b)
        .count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    (head..old_end.max(new_end))
        .map(|index| {
            (
                (index < old_end).then_some(index),
                (index < new_end).then_some(index),
            )
        })
        .collect()
}

/// The value of that key in every item, where all have one and none twice.
fn names<'v>(list: &'v [Value], key: &str) -> Option<Vec<&'v str>> {
    let names: Vec<&str> = list
        .iter()
        .map(|item| item.get(key).and_then(Value::as_str))
        .collect::<Option<_>>()?;
    let distinct: std::collections::HashSet<&str> = names.iter().copied().collect();
    (distinct.len() == names.len()).then_some(names)
}

/// A path in Kubernetes' writing.
struct Path<'p>(&'p [Step]);

impl fmt::Display for Path<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(out, "[{index}]")?,
                // Keys of labels, annotations and the like have dots and slashes of their own.
                Step::Key(key) if key.contains(['.', '/']) => write!(out, "[{key}]")?,
                Step::Key(key) if at == 0 => out.write_str(key)?,
                Step::Key(key) => write!(out, ".{key}")?,
            }
        }
        Ok(())
    }
}
