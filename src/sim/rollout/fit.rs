//! Does a node want a DaemonSet's pod, and does the scheduler bind it there?
//!
//! Knows labels, taints, tolerations and required node affinity as plain values.
//! To be replaced by the placement over the typed models.

use serde_json::Value;
use std::collections::BTreeMap;

/// A taint of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taint {
    /// Its key.
    pub key: String,
    /// Its value, empty where it has none.
    pub value: String,
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    pub effect: String,
}

impl Taint {
    /// Reads `key=value:Effect` or `key:Effect`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (name, effect) = text.rsplit_once(':')?;
        if !matches!(effect, "NoSchedule" | "PreferNoSchedule" | "NoExecute") || name.is_empty() {
            return None;
        }
        let (key, value) = name.split_once('=').unwrap_or((name, ""));
        Some(Self {
            key: key.into(),
            value: value.into(),
            effect: effect.into(),
        })
    }

    pub(super) fn new(key: &str, effect: &str) -> Self {
        Self {
            key: key.into(),
            value: String::new(),
            effect: effect.into(),
        }
    }

    fn forbids(&self) -> bool {
        self.effect == "NoSchedule" || self.effect == "NoExecute"
    }
}

impl std::fmt::Display for Taint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let equals = if self.value.is_empty() { "" } else { "=" };
        write!(f, "{}{equals}{}:{}", self.key, self.value, self.effect)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Toleration {
    key: String,
    operator: String,
    value: String,
    effect: String,
}

impl Toleration {
    /// Follows `api/core/v1/toleration.go`: `ToleratesTaint`, comparison operators off as in 1.36.
    fn tolerates(&self, taint: &Taint) -> bool {
        (self.effect.is_empty() || self.effect == taint.effect)
            && (self.key.is_empty() || self.key == taint.key)
            && match self.operator.as_str() {
                "" | "Equal" => self.value == taint.value,
                "Exists" => true,
                _ => false,
            }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Requirement {
    key: String,
    operator: String,
    values: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    expressions: Vec<Requirement>,
    fields: Vec<Requirement>,
}

/// What a pod template asks of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes {
    node_name: String,
    node_selector: Vec<(String, String)>,
    terms: Option<Vec<Term>>,
    tolerations: Vec<Toleration>,
}

/// What the controller thinks of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Wanted {
    /// A pod is made where there is none.
    pub should_run: bool,
    /// A pod that is there may stay.
    pub should_continue: bool,
}

fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn requirements(term: &Value, key: &str) -> Vec<Requirement> {
    list(term, key)
        .map(|r| Requirement {
            key: text(r, "key"),
            operator: text(r, "operator"),
            values: list(r, "values")
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        })
        .collect()
}

impl Wishes {
    /// Of a pod template's `spec`, with the tolerations that the controller adds.
    #[must_use]
    pub fn of(spec: &Value) -> Self {
        let mut tolerations: Vec<Toleration> = list(spec, "tolerations")
            .map(|t| Toleration {
                key: text(t, "key"),
                operator: text(t, "operator"),
                value: text(t, "value"),
                effect: text(t, "effect"),
            })
            .collect();
        let host_network = spec
            .get("hostNetwork")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        add_daemon_tolerations(&mut tolerations, host_network);
        let required =
            spec.pointer("/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution");
        Self {
            node_name: text(spec, "nodeName"),
            node_selector: spec
                .get("nodeSelector")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
                .collect(),
            terms: required.filter(|r| r.is_object()).map(|required| {
                list(required, "nodeSelectorTerms")
                    .map(|term| Term {
                        expressions: requirements(term, "matchExpressions"),
                        fields: requirements(term, "matchFields"),
                    })
                    .collect()
            }),
            tolerations,
        }
    }

    /// Labels that the nodeSelector asks for, as kubectl prints them.
    #[must_use]
    pub fn node_selector_text(&self) -> String {
        if self.node_selector.is_empty() {
            return "<none>".into();
        }
        let mut pairs: Vec<String> = self
            .node_selector
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        pairs.sort();
        pairs.join(",")
    }

    /// Follows `pkg/controller/daemon/daemon_controller.go`: `NodeShouldRunDaemonPod`, `predicates`.
    #[must_use]
    pub fn wanted(
        &self,
        node: &str,
        labels: &BTreeMap<String, String>,
        taints: &[Taint],
    ) -> Wanted {
        if !(self.node_name.is_empty() || self.node_name == node)
            || !self.affinity_matches(node, labels)
        {
            return Wanted::default();
        }
        let run = self.tolerates_all(taints);
        let stay = run
            || self
                .untolerated(taints)
                .all(|taint| taint.effect != "NoExecute");
        Wanted {
            should_run: run,
            should_continue: stay,
        }
    }

    /// Whether no NoSchedule or NoExecute taint keeps the pod away.
    pub(super) fn tolerates_all(&self, taints: &[Taint]) -> bool {
        self.untolerated(taints).next().is_none()
    }

    fn untolerated<'t>(&'t self, taints: &'t [Taint]) -> impl Iterator<Item = &'t Taint> {
        taints
            .iter()
            .filter(|taint| taint.forbids() && !self.tolerations.iter().any(|t| t.tolerates(taint)))
    }

    /// Follows `component-helpers/scheduling/corev1/nodeaffinity`: `GetRequiredNodeAffinity`, `Match`.
    fn affinity_matches(&self, node: &str, labels: &BTreeMap<String, String>) -> bool {
        self.node_selector
            .iter()
            .all(|(key, value)| labels.get(key) == Some(value))
            && self.terms.as_ref().is_none_or(|terms| {
                terms.iter().any(|term| {
                    !(term.expressions.is_empty() && term.fields.is_empty())
                        && term
                            .expressions
                            .iter()
                            .all(|r| r.matches(labels.get(&r.key).map(String::as_str)))
                        && term.fields.iter().all(|r| r.matches_field(node))
                })
            })
    }
}

impl Requirement {
    /// Follows `apimachinery/pkg/labels/selector.go`: `Requirement.Matches`.
    fn matches(&self, label: Option<&str>) -> bool {
        let listed = |label: &str| self.values.iter().any(|value| value == label);
        match self.operator.as_str() {
            "In" => label.is_some_and(listed),
            "NotIn" => !label.is_some_and(listed),
            "Exists" => label.is_some(),
            "DoesNotExist" => label.is_none(),
            "Gt" | "Lt" => {
                let [operand] = self.values.as_slice() else {
                    return false;
                };
                // A sign makes the operand an invalid label value, and the whole term never matches.
                if !operand.bytes().all(|b| b.is_ascii_digit()) {
                    return false;
                }
                let (Some(Ok(have)), Ok(limit)) =
                    (label.map(str::parse::<i64>), operand.parse::<i64>())
                else {
                    return false;
                };
                if self.operator == "Gt" {
                    have > limit
                } else {
                    have < limit
                }
            }
            _ => false,
        }
    }

    fn matches_field(&self, node: &str) -> bool {
        let [value] = self.values.as_slice() else {
            return false;
        };
        let have = if self.key == "metadata.name" {
            node
        } else {
            ""
        };
        match self.operator.as_str() {
            "In" => value == have,
            "NotIn" => value != have,
            _ => false,
        }
    }
}

/// Follows `pkg/controller/daemon/util/daemonset_util.go`: `AddOrUpdateDaemonPodTolerations`.
fn add_daemon_tolerations(tolerations: &mut Vec<Toleration>, host_network: bool) {
    const AUTOMATIC: [(&str, &str); 6] = [
        ("not-ready", "NoExecute"),
        ("unreachable", "NoExecute"),
        ("disk-pressure", "NoSchedule"),
        ("memory-pressure", "NoSchedule"),
        ("pid-pressure", "NoSchedule"),
        ("unschedulable", "NoSchedule"),
    ];
    let network = host_network.then_some(("network-unavailable", "NoSchedule"));
    for (name, effect) in AUTOMATIC.into_iter().chain(network) {
        let toleration = Toleration {
            key: format!("node.kubernetes.io/{name}"),
            operator: "Exists".into(),
            value: String::new(),
            effect: effect.into(),
        };
        if !tolerations.contains(&toleration) {
            tolerations.push(toleration);
        }
    }
}
