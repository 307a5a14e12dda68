//! The apiserver's verdict on an object that is created.
//!
//! Follows `BeforeCreate` of `k8s.io/apiserver/pkg/registry/rest/create.go` and the create strategies of `pkg/registry`.

use super::meta::{
    MetaRules, name_is_path_segment, validate_identity, validate_object_meta_accessor,
};
use super::warnings::{self, Warning};
use super::{Errors, FieldError};
use super::{
    admissionregistration, apps, autoscaling, batch, consequences, coordination, core, discovery,
    networking, node, policy, rbac, scheduling, storage,
};
use crate::model::field::State;
use crate::model::{Model, ObjectTree, defaults};

/// What the apiserver answers.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Refusals in the server's order; empty where the object is accepted.
    pub errors: Vec<FieldError>,
    /// What the server says besides; only where nothing is refused.
    pub warnings: Vec<Warning>,
}

/// Judges an object as it is written. None for kinds without a model.
#[must_use]
pub fn validate(api_version: &str, kind: &str, object: &ObjectTree<'_>) -> Option<Verdict> {
    let mut model = Model::decode(api_version, kind, object)?;
    prepare(&mut model, object);
    Some(validate_prepared(&model, object))
}

/// Defaults, and `PrepareForCreate` of the kind's strategy. Fields behind gates that are off are not removed here: no
/// function looks at them.
pub fn prepare(model: &mut Model, object: &ObjectTree<'_>) {
    defaults::apply(model, object);
    match model {
        Model::Job(job) => batch::generate_selector(job, object),
        Model::Pod(pod) => {
            let grace = &mut pod.spec.termination_grace_period_seconds;
            if grace.value() < 0 {
                grace.state = State::Default(1);
            }
        }
        _ => {}
    }
}

/// Judges an object that is prepared.
#[must_use]
pub fn validate_prepared(model: &Model, object: &ObjectTree<'_>) -> Verdict {
    let mut errs = Errors::new(object);
    validate_kind(model, &mut errs);
    if errs.is_empty() {
        let rules = MetaRules {
            name: name_is_path_segment,
            namespaced: !is_cluster_scoped(model),
            keeps_generation: false,
        };
        let meta = model.metadata();
        if !has_judged_metadata(model) {
            validate_object_meta_accessor(meta, rules, &mut errs);
        } else if !meta.generate_name.is_missing() {
            // The kinds look at a part of it. A name that a kind takes is good here too.
            validate_identity(meta, rules, &mut errs);
        }
    }
    let mut errors = errs.into_list();
    consequences::mark(model, object, &mut errors);
    let warnings = if errors.is_empty() {
        warnings::on_create(model, object)
    } else {
        Vec::new()
    };
    Verdict { errors, warnings }
}

/// Whether the kind's own validation asks for metadata, so that labels, annotations and the like are good where it was
/// content: all but one do.
fn has_judged_metadata(model: &Model) -> bool {
    !matches!(model, Model::PodDisruptionBudget(_))
}

/// Whether the kind has no namespace: the server clears one that is written, without a word.
fn is_cluster_scoped(model: &Model) -> bool {
    matches!(
        model,
        Model::Node(_)
            | Model::Namespace(_)
            | Model::PersistentVolume(_)
            | Model::IngressClass(_)
            | Model::ClusterRole(_)
            | Model::ClusterRoleBinding(_)
            | Model::PriorityClass(_)
            | Model::RuntimeClass(_)
            | Model::StorageClass(_)
            | Model::CsiDriver(_)
            | Model::ValidatingWebhookConfiguration(_)
            | Model::MutatingWebhookConfiguration(_)
    )
}

/// `Validate` of the kind's strategy.
pub(super) fn validate_kind(model: &Model, errs: &mut Errors<'_, '_>) {
    match model {
        Model::Pod(it) => core::validate_pod_create(it, errs),
        Model::PodTemplate(it) => core::validate_pod_template(it, errs),
        Model::Service(it) => core::validate_service_create(it, errs),
        Model::Endpoints(it) => core::validate_endpoints(it, errs),
        Model::Node(it) => core::validate_node(it, errs),
        Model::ConfigMap(it) => core::validate_config_map(it, errs),
        Model::Secret(it) => core::validate_secret(it, errs),
        Model::ServiceAccount(it) => core::validate_service_account(it, errs),
        Model::PersistentVolumeClaim(it) => core::validate_persistent_volume_claim(it, errs),
        Model::PersistentVolume(it) => core::validate_persistent_volume(it, errs),
        Model::Namespace(it) => core::validate_namespace(it, errs),
        Model::LimitRange(it) => core::validate_limit_range(it, errs),
        Model::ResourceQuota(it) => core::validate_resource_quota(it, errs),
        Model::DaemonSet(it) => apps::validate_daemon_set(it, errs),
        Model::Deployment(it) => apps::validate_deployment(it, errs),
        Model::ReplicaSet(it) => apps::validate_replica_set(it, errs),
        Model::StatefulSet(it) => apps::validate_stateful_set(it, errs),
        Model::ReplicationController(it) => apps::validate_replication_controller(it, errs),
        Model::ControllerRevision(it) => apps::validate_controller_revision(it, errs),
        Model::Job(it) => batch::validate_job(it, errs),
        Model::CronJob(it) => batch::validate_cron_job(it, errs),
        Model::HorizontalPodAutoscalerV1(it) => {
            autoscaling::validate_horizontal_pod_autoscaler_v1(it, errs);
        }
        Model::HorizontalPodAutoscaler(it) => {
            autoscaling::validate_horizontal_pod_autoscaler(it, errs);
        }
        Model::PodDisruptionBudget(it) => policy::validate_pod_disruption_budget(it, errs),
        Model::NetworkPolicy(it) => networking::validate_network_policy(it, errs),
        Model::Ingress(it) => networking::validate_ingress_create(it, errs),
        Model::IngressClass(it) => networking::validate_ingress_class(it, errs),
        Model::Role(it) => rbac::validate_role(it, errs),
        Model::ClusterRole(it) => rbac::validate_cluster_role(it, errs),
        Model::RoleBinding(it) => rbac::validate_role_binding(it, errs),
        Model::ClusterRoleBinding(it) => rbac::validate_cluster_role_binding(it, errs),
        Model::PriorityClass(it) => scheduling::validate_priority_class(it, errs),
        Model::RuntimeClass(it) => node::validate_runtime_class(it, errs),
        Model::StorageClass(it) => storage::validate_storage_class(it, errs),
        Model::CsiDriver(it) => storage::validate_csi_driver(it, errs),
        Model::EndpointSlice(it) => discovery::validate_endpoint_slice(it, errs),
        Model::Lease(it) => coordination::validate_lease(it, errs),
        Model::ValidatingWebhookConfiguration(it) => {
            admissionregistration::validate_validating_webhook_configuration(it, errs);
        }
        Model::MutatingWebhookConfiguration(it) => {
            admissionregistration::validate_mutating_webhook_configuration(it, errs);
        }
    }
}
