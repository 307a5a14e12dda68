//! Defaults of network policies, ingress classes, slices, bindings and priority classes.
//!
//! Follows `pkg/apis/{networking,discovery,rbac,scheduling}/v1/defaults.go`.

use crate::model::discovery::EndpointSlice;
use crate::model::field::{Field, List, Obj, State, Text};
use crate::model::networking::{IngressClass, NetworkPolicy, NetworkPolicyPort};
use crate::model::rbac::{ClusterRoleBinding, RoleBinding, RoleRef, Subject};
use crate::model::scheduling::PriorityClass;

/// `SetDefaults_NetworkPolicy`, `SetDefaults_NetworkPolicyPort`.
pub fn network_policy(policy: &mut NetworkPolicy) {
    let spec = &mut *policy.spec;
    let types = &mut spec.policy_types;
    if types.is_missing() || types.is_set() && types.is_empty() {
        let mut all = vec![Field::item_of(types.slot, Text::from("Ingress"))];
        if !spec.egress.is_empty() {
            all.push(Field::item_of(types.slot, Text::from("Egress")));
        }
        types.state = State::Default(all);
    }
    for rule in spec.ingress.items_mut() {
        network_policy_ports(&mut rule.ports);
    }
    for rule in spec.egress.items_mut() {
        network_policy_ports(&mut rule.ports);
    }
}

fn network_policy_ports(ports: &mut List<Obj<NetworkPolicyPort>>) {
    for port in ports.items_mut() {
        port.protocol.default_to("TCP");
    }
}

/// `SetDefaults_IngressClass`.
pub fn ingress_class(class: &mut IngressClass) {
    if let Some(parameters) = class.spec.parameters.get_mut() {
        parameters.scope.default_to("Cluster");
    }
}

/// `SetDefaults_EndpointPort`.
pub fn endpoint_slice(slice: &mut EndpointSlice) {
    for port in slice.ports.items_mut() {
        port.name.default_to("");
        port.protocol.default_to("TCP");
    }
}

const RBAC: &str = "rbac.authorization.k8s.io";

/// `SetDefaults_RoleBinding`.
pub fn role_binding(binding: &mut RoleBinding) {
    role_ref(&mut binding.role_ref);
    subjects(&mut binding.subjects);
}

/// `SetDefaults_ClusterRoleBinding`.
pub fn cluster_role_binding(binding: &mut ClusterRoleBinding) {
    role_ref(&mut binding.role_ref);
    subjects(&mut binding.subjects);
}

fn role_ref(reference: &mut RoleRef) {
    reference.api_group.default_if_empty(RBAC);
}

/// `SetDefaults_Subject`.
fn subjects(subjects: &mut List<Obj<Subject>>) {
    for subject in subjects.items_mut() {
        if matches!(subject.kind.str(), "User" | "Group") {
            subject.api_group.default_if_empty(RBAC);
        }
    }
}

/// `SetDefaults_PriorityClass`.
pub fn priority_class(class: &mut PriorityClass) {
    class.preemption_policy.default_to("PreemptLowerPriority");
}
