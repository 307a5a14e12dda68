//! Defaults of the other kinds of the core group.
//!
//! Follows `pkg/apis/core/v1/defaults.go`.

use super::resource_list;
use crate::model::ObjectTree;
use crate::model::core::{
    ConfigMap, Endpoints, LimitRange, LimitRangeItem, Namespace, Node, ResourceQuota, Secret,
};
use crate::model::field::{Entries, State};

/// The label by which network policies find a namespace.
const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// `SetDefaults_Namespace`, `SetDefaults_NamespaceStatus`.
pub fn namespace(namespace: &mut Namespace, object: &ObjectTree<'_>) {
    let name = namespace.metadata.name.text();
    if !name.is_empty() {
        let labels = &mut namespace.metadata.labels;
        labels.default_entry(object, NAMESPACE_NAME, name.clone());
        if let Some(entry) = labels
            .get_mut()
            .and_then(|all| all.0.iter_mut().find(|entry| entry.0 == NAMESPACE_NAME))
            && entry.1.get() != Some(&name)
        {
            entry.1.state = State::Default(name);
        }
    }
    if let Some(status) = namespace.status.make(object) {
        status.phase.default_if_empty("Active");
    }
}

/// `SetDefaults_Secret`.
pub fn secret(secret: &mut Secret) {
    secret.r#type.default_if_empty("Opaque");
}

/// `SetDefaults_ConfigMap`.
pub fn config_map(map: &mut ConfigMap) {
    map.data.default_to(Entries(Vec::new()));
}

/// `SetDefaults_Endpoints`.
pub fn endpoints(endpoints: &mut Endpoints) {
    for subset in endpoints.subsets.items_mut() {
        for port in subset.ports.items_mut() {
            port.protocol.default_if_empty("TCP");
        }
    }
}

/// `SetDefaults_NodeStatus`: a node lends what it has.
pub fn node(node: &mut Node, _object: &ObjectTree<'_>) {
    let Some(status) = node.status.get_mut() else {
        return;
    };
    if status.allocatable.is_missing()
        && let Some(capacity) = status.capacity.get()
    {
        status.allocatable.state = State::Default(capacity.clone());
    }
    resource_list(&mut status.capacity);
    resource_list(&mut status.allocatable);
}

/// `SetObjectDefaults_ResourceQuota`.
pub fn resource_quota(quota: &mut ResourceQuota) {
    resource_list(&mut quota.spec.hard);
    if let Some(status) = quota.status.get_mut() {
        resource_list(&mut status.hard);
        resource_list(&mut status.used);
    }
}

/// `SetObjectDefaults_LimitRange`.
pub fn limit_range(range: &mut LimitRange, object: &ObjectTree<'_>) {
    for item in range.spec.limits.items_mut() {
        limit_range_item(item, object);
        let item: &mut LimitRangeItem = item;
        for list in [
            &mut item.max,
            &mut item.min,
            &mut item.default,
            &mut item.default_request,
            &mut item.max_limit_request_ratio,
        ] {
            resource_list(list);
        }
    }
}

/// `SetDefaults_LimitRangeItem`: limits follow from the maximum, requests from limits, then from the minimum.
fn limit_range_item(item: &mut LimitRangeItem, object: &ObjectTree<'_>) {
    if item.r#type != "Container" {
        return;
    }
    for (name, amount) in item.max.entries() {
        if let Some(amount) = amount.get() {
            item.default.default_entry(object, name, amount.clone());
        }
    }
    for source in [&item.default, &item.min] {
        for (name, amount) in source.entries() {
            if let Some(amount) = amount.get() {
                item.default_request
                    .default_entry(object, name, amount.clone());
            }
        }
    }
}
