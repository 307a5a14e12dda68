//! Does a node want a DaemonSet's pod, and does the scheduler bind it there?
//!
//! Knows labels, taints, tolerations and required node affinity as plain values, not the typed models.

use crate::model::values::node_selector::NodeTerm;
use crate::model::values::selector::Expression;
use crate::model::values::taint::{Taint, Toleration};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a pod template asks of a node.
#[derive(Clone, Debug)]
pub struct Wishes {
    node_name: String,
    node_selector: Vec<(String, String)>,
    /// The required node affinity, where there is one.
    terms: Option<Vec<NodeTerm>>,
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

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// One term of a node selector.
fn term(value: &Value) -> NodeTerm {
    let values = |key: &str| -> Vec<Option<Vec<&str>>> {
        list(value, key)
            .map(|r| {
                Some(
                    r.get("values")?
                        .as_array()?
                        .iter()
                        .filter_map(Value::as_str)
                        .collect(),
                )
            })
            .collect()
    };
    fn expressions<'v>(
        term: &'v Value,
        key: &str,
        values: &'v [Option<Vec<&'v str>>],
    ) -> Vec<Expression<'v, &'v str>> {
        list(term, key)
            .zip(values)
            .map(|(r, values)| Expression {
                key: text(r, "key"),
                operator: text(r, "operator"),
                values: values.as_deref(),
            })
            .collect()
    }
    let (labels, fields) = (values("matchExpressions"), values("matchFields"));
    NodeTerm::new(
        &expressions(value, "matchExpressions", &labels),
        &expressions(value, "matchFields", &fields),
        "",
    )
}

impl Wishes {
    /// Of a pod template's `spec`, with the tolerations that the controller adds.
    #[must_use]
    pub fn of(spec: &Value) -> Self {
        let mut tolerations: Vec<Toleration> = list(spec, "tolerations")
            .map(|t| Toleration {
                key: text(t, "key").into(),
                operator: text(t, "operator").into(),
                value: text(t, "value").into(),
                effect: text(t, "effect").into(),
                // The controller looks at no times.
                toleration_seconds: None,
            })
            .collect();
        let host_network = spec.get("hostNetwork").and_then(Value::as_bool);
        add_daemon_tolerations(&mut tolerations, host_network.unwrap_or(false));
        let required =
            spec.pointer("/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution");
        let selector = spec.get("nodeSelector").and_then(Value::as_object);
        Self {
            node_name: text(spec, "nodeName").into(),
            node_selector: selector
                .into_iter()
                .flatten()
                .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
                .collect(),
            terms: required
                .filter(|required| required.is_object())
                .map(|required| list(required, "nodeSelectorTerms").map(term).collect()),
            tolerations,
        }
    }

    /// Labels that the nodeSelector asks for, as kubectl prints them.
    #[must_use]
    pub fn node_selector_text(&self) -> String {
        if self.node_selector.is_empty() {
            return "<none>".into();
        }
        let pairs = self.node_selector.iter();
        let mut pairs: Vec<String> = pairs.map(|(key, value)| format!("{key}={value}")).collect();
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
        let named = self.node_name.is_empty() || self.node_name == node;
        if !named || !self.affinity_matches(node, labels) {
            return Wanted::default();
        }
        let should_run = self.tolerates_all(taints);
        let should_continue = self.untolerated(taints).all(|t| t.effect != "NoExecute");
        Wanted {
            should_run,
            should_continue,
        }
    }

    /// Whether no NoSchedule or NoExecute taint keeps the pod away.
    pub(super) fn tolerates_all(&self, taints: &[Taint]) -> bool {
        self.untolerated(taints).next().is_none()
    }

    fn untolerated<'t>(&'t self, taints: &'t [Taint]) -> impl Iterator<Item = &'t Taint> {
        taints
            .iter()
            .filter(|taint| taint.effect == "NoSchedule" || taint.effect == "NoExecute")
            .filter(|taint| !self.tolerations.iter().any(|t| t.tolerates(taint, false)))
    }

    /// Follows `component-helpers/scheduling/corev1/nodeaffinity`: `GetRequiredNodeAffinity`, `Match`.
    fn affinity_matches(&self, node: &str, labels: &BTreeMap<String, String>) -> bool {
        let mut wanted = self.node_selector.iter();
        wanted.all(|(key, value)| labels.get(key) == Some(value))
            && self
                .terms
                .as_ref()
                .is_none_or(|terms| terms.iter().any(|term| term.matches(labels, node)))
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
            effect: effect.into(),
            ..Toleration::default()
        };
        if !tolerations.contains(&toleration) {
            tolerations.push(toleration);
        }
    }
}
