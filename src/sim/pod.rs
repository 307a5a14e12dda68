//! The pods of a workload as placement and scheduling see them, with the places in the text that decide.
//!
//! Knows models; what the pods meet (nodes, other pods, quotas) is not its business.

use super::affinity::Required;
use super::requests::{PodNeeds, Role};
use super::toleration::{self, Toleration};
use crate::model::PodView;
use crate::model::core::Container;
use crate::model::field::{Field, Obj, Text};
use crate::model::{ObjectTree, Slot};
use crate::source::Span;

/// A value that is written somewhere.
#[derive(Clone, Debug)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// A port of the node that a pod takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPort {
    /// `TCP`, `UDP` or `SCTP`.
    pub protocol: Text,
    /// The address it listens on; `0.0.0.0` is all of them.
    pub ip: Text,
    /// The port.
    pub port: i32,
    /// Where it is written.
    pub span: Span,
}

/// What decides where the pods of a workload go.
#[derive(Clone, Debug)]
pub struct PodShape {
    /// `nodeName`: no scheduler is asked.
    pub node_name: Option<At<String>>,
    /// `nodeSelector`, in text order: key, value, place of the entry's value.
    pub node_selector: Vec<(String, String, Span)>,
    /// Where `nodeSelector` is written.
    pub node_selector_at: Span,
    /// Required node affinity.
    pub affinity: Option<Required>,
    /// As written.
    pub tolerations: Vec<Toleration>,
    /// Where tolerations are written, or would be.
    pub tolerations_at: Span,
    /// `hostNetwork`.
    pub host_network: bool,
    /// Ports of the node that containers and sidecars take.
    pub host_ports: Vec<HostPort>,
    /// What the containers ask for.
    pub needs: PodNeeds,
    /// Where the containers are written.
    pub containers_at: Span,
    /// `serviceAccountName` (or its old name), where one is written.
    pub service_account: Option<At<String>>,
    /// `priorityClassName`, where one is written.
    pub priority_class: Option<At<String>>,
    /// `priority` as a stored pod has it.
    pub priority: Option<At<i32>>,
    /// `preemptionPolicy`, where one is written.
    pub preemption_policy: Option<String>,
    /// `runtimeClassName`, where one is written.
    pub runtime_class: Option<At<String>>,
    /// Whether scheduling gates hold every pod back.
    pub gated: bool,
    /// `activeDeadlineSeconds`, which quota scopes ask for.
    pub terminates: bool,
    /// Where the pod spec is written.
    pub spec_at: Span,
}

impl PodShape {
    /// The shape of the pods that an object makes or is.
    #[must_use]
    pub fn new(pods: PodView<'_>, object: &ObjectTree<'_>) -> Self {
        let spec = pods.spec;
        let at = |slot: Slot| object.span(slot);
        let named = |field: &Field<Text>| {
            (!field.str().is_empty()).then(|| At {
                value: field.str().to_owned(),
                span: at(field.slot),
            })
        };
        let required = spec
            .affinity
            .get()
            .and_then(|affinity| affinity.node_affinity.get())
            .map(|affinity| &affinity.required_during_scheduling_ignored_during_execution);
        let host_network = spec.host_network.value();
        Self {
            node_name: named(&spec.node_name),
            node_selector: spec
                .node_selector
                .entries()
                .iter()
                .map(|(key, value)| (key.to_string(), value.str().to_owned(), at(value.slot)))
                .collect(),
            node_selector_at: at(spec.node_selector.slot),
            affinity: required.and_then(|field| {
                field
                    .get()
                    .map(|selector| Required::new(selector, grip(object, field.slot), object))
            }),
            tolerations: toleration::written(&spec.tolerations, object),
            tolerations_at: grip(object, spec.tolerations.slot),
            host_network,
            host_ports: host_ports(pods, object),
            needs: PodNeeds::new(spec),
            containers_at: grip(object, spec.containers.slot),
            service_account: named(&spec.service_account_name)
                .or_else(|| named(&spec.service_account)),
            priority_class: named(&spec.priority_class_name),
            priority: spec.priority.get().map(|value| At {
                value: *value,
                span: at(spec.priority.slot),
            }),
            preemption_policy: spec.preemption_policy.get().map(Text::to_string),
            runtime_class: named(&spec.runtime_class_name),
            gated: !spec.scheduling_gates.is_empty(),
            terminates: spec
                .active_deadline_seconds
                .get()
                .is_some_and(|seconds| *seconds >= 0),
            spec_at: grip(object, spec.slot),
        }
    }

    /// What the pods ask for, in the scheduler's units.
    #[must_use]
    pub fn requests(&self) -> super::node::Amounts {
        let sum = self.needs.requests();
        super::node::Amounts::from_quantities(
            sum.iter().map(|(name, amount)| (name.as_str(), amount)),
        )
    }
}

/// The key of what is written, as a place to point at; where nothing is, the nearest key above.
fn grip(object: &ObjectTree<'_>, slot: Slot) -> Span {
    if slot.node.is_none() {
        object.span(slot)
    } else {
        object.grip(slot.node)
    }
}

/// `GetHostPorts`, with the port that `hostNetwork` defaults to.
#[must_use]
pub fn host_ports(pods: PodView<'_>, object: &ObjectTree<'_>) -> Vec<HostPort> {
    let host_network = pods.spec.host_network.value();
    let of = |container: &Obj<Container>| {
        container
            .ports
            .iter()
            .filter_map(|port| {
                let written = port.host_port.value();
                let number = if written == 0 && host_network {
                    port.container_port.value()
                } else {
                    written
                };
                let or = |text: &str, default: &str| {
                    Text::new(if text.is_empty() { default } else { text })
                };
                (number > 0).then(|| HostPort {
                    protocol: or(port.protocol.str(), "TCP"),
                    ip: or(port.host_ip.str(), "0.0.0.0"),
                    port: number,
                    span: object.span(if written == 0 {
                        port.container_port.slot
                    } else {
                        port.host_port.slot
                    }),
                })
            })
            .collect::<Vec<_>>()
    };
    let sidecars = pods
        .spec
        .init_containers
        .iter()
        .filter(|container| container.restart_policy == "Always");
    sidecars
        .chain(pods.spec.containers.iter())
        .flat_map(of)
        .collect()
}

impl PodShape {
    /// `GetPodQOS` is BestEffort: nobody asks for cpu or memory.
    #[must_use]
    pub fn is_best_effort(&self) -> bool {
        let counts = |all: &super::requests::Quantities| {
            all.iter().any(|(name, amount)| {
                matches!(name.as_str(), "cpu" | "memory") && !amount.is_zero()
            })
        };
        let of_containers = self
            .needs
            .containers
            .iter()
            .any(|one| counts(&one.requests) || counts(&one.limits));
        let of_pod = self
            .needs
            .pod
            .as_ref()
            .is_some_and(|(requests, limits)| counts(requests) || counts(limits));
        !of_containers && !of_pod
    }

    /// The names of the containers that run, not counting those that only prepare.
    pub fn running_containers(&self) -> impl Iterator<Item = &str> {
        self.needs
            .containers
            .iter()
            .filter(|one| one.role != Role::Init)
            .map(|one| one.name.as_str())
    }
}
