//! Defaults of the workloads that run for ever.
//!
//! Follows `pkg/apis/apps/v1/defaults.go`, and `SetDefaults_ReplicationController` of `pkg/apis/core/v1/defaults.go`.

use super::pod::pod_template_spec;
use super::storage::persistent_volume_claim;
use crate::model::ObjectTree;
use crate::model::apps::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use crate::model::core::ReplicationController;
use crate::model::field::{Map, State, Text};

/// `SetDefaults_DaemonSet`.
pub fn daemon_set(set: &mut DaemonSet, object: &ObjectTree<'_>) {
    let strategy = &mut set.spec.update_strategy;
    strategy.r#type.default_if_empty("RollingUpdate");
    if strategy.r#type == "RollingUpdate"
        && let Some(rolling) = strategy.rolling_update.make(object)
    {
        rolling.max_unavailable.default_to(1);
        rolling.max_surge.default_to(0);
    }
    set.spec.revision_history_limit.default_to(10);
    pod_template_spec(&mut set.spec.template, object);
}

/// `SetDefaults_Deployment`.
pub fn deployment(deployment: &mut Deployment, object: &ObjectTree<'_>) {
    let spec = &mut *deployment.spec;
    spec.replicas.default_to(1);
    spec.strategy.r#type.default_if_empty("RollingUpdate");
    if spec.strategy.r#type == "RollingUpdate"
        && let Some(rolling) = spec.strategy.rolling_update.make(object)
    {
        rolling.max_unavailable.default_to("25%");
        rolling.max_surge.default_to("25%");
    }
    spec.revision_history_limit.default_to(10);
    spec.progress_deadline_seconds.default_to(600);
    pod_template_spec(&mut spec.template, object);
}

/// `SetDefaults_ReplicaSet`.
pub fn replica_set(set: &mut ReplicaSet, object: &ObjectTree<'_>) {
    set.spec.replicas.default_to(1);
    pod_template_spec(&mut set.spec.template, object);
}

/// `SetDefaults_StatefulSet`.
pub fn stateful_set(set: &mut StatefulSet, object: &ObjectTree<'_>) {
    let spec = &mut *set.spec;
    spec.pod_management_policy.default_if_empty("OrderedReady");
    let strategy = &mut spec.update_strategy;
    if strategy.r#type.is_missing() || strategy.r#type.get().is_some_and(|text| text.is_empty()) {
        strategy.r#type.default_if_empty("RollingUpdate");
        strategy.rolling_update.make(object);
    }
    if strategy.r#type == "RollingUpdate"
        && let Some(rolling) = strategy.rolling_update.get_mut()
    {
        rolling.partition.default_to(0);
    }
    if let Some(policy) = spec.persistent_volume_claim_retention_policy.make(object) {
        policy.when_deleted.default_if_empty("Retain");
        policy.when_scaled.default_if_empty("Retain");
    }
    spec.replicas.default_to(1);
    spec.revision_history_limit.default_to(10);
    pod_template_spec(&mut spec.template, object);
    for claim in spec.volume_claim_templates.items_mut() {
        persistent_volume_claim(claim, object);
    }
}

/// `SetDefaults_ReplicationController`.
pub fn replication_controller(controller: &mut ReplicationController, object: &ObjectTree<'_>) {
    let spec = &mut *controller.spec;
    if let Some(template) = spec.template.get() {
        let labels = &template.metadata.labels;
        labels_from_template(&mut spec.selector, labels);
        labels_from_template(&mut controller.metadata.labels, labels);
    }
    let spec = &mut *controller.spec;
    spec.replicas.default_to(1);
    if let Some(template) = spec.template.get_mut() {
        pod_template_spec(template, object);
    }
}

/// `if labels != nil && len(x) == 0 { x = labels }`.
pub(super) fn labels_from_template(target: &mut Map<Text>, labels: &Map<Text>) {
    let is_empty = target.is_missing() || target.get().is_some_and(|it| it.0.is_empty());
    if let Some(labels) = labels.get()
        && is_empty
    {
        target.state = State::Default(labels.clone());
    }
}
