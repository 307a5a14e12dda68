//! What the apiserver fills in before it looks at an object: `SetObjectDefaults_*` of Kubernetes 1.36.
//!
//! Knows models; knows no rule and no output. One function per `SetDefaults_*` of `pkg/apis/*/v1/defaults.go`, called in
//! the order of the generated `zz_generated.defaults.go`, which also holds the defaults that are declared by markers.
//! What is unreadable (Invalid) is left alone.

mod admissionregistration;
mod apps;
mod autoscaling;
mod batch;
mod container;
mod core;
mod networking;
mod pod;
mod pod_resources;
mod service;
mod status;
mod storage;
mod volume;

pub use admissionregistration::{mutating_webhook_configuration, validating_webhook_configuration};
pub use apps::{daemon_set, deployment, replica_set, replication_controller, stateful_set};
pub use autoscaling::{horizontal_pod_autoscaler, horizontal_pod_autoscaler_v1};
pub use batch::{cron_job, job};
pub use core::{config_map, endpoints, limit_range, namespace, node, resource_quota, secret};
pub use networking::{
    cluster_role_binding, endpoint_slice, ingress_class, network_policy, priority_class,
    role_binding,
};
pub use pod::{pod, pod_spec, pod_template, pod_template_spec};
pub use service::service;
pub use status::make_status;
pub use storage::{csi_driver, persistent_volume, persistent_volume_claim, storage_class};

use super::core::{ResourceRequirements, VolumeResourceRequirements};
use super::field::Map;
use super::values::Quantity;
use super::{Model, ObjectTree};

/// Defaults an object of any kind.
pub fn apply(model: &mut Model, object: &ObjectTree<'_>) {
    match model {
        Model::Pod(it) => pod(it, object),
        Model::PodTemplate(it) => pod_template(it, object),
        Model::ReplicationController(it) => replication_controller(it, object),
        Model::Service(it) => service(it, object),
        Model::Endpoints(it) => endpoints(it),
        Model::Node(it) => node(it, object),
        Model::ConfigMap(it) => config_map(it),
        Model::Secret(it) => secret(it),
        Model::PersistentVolumeClaim(it) => persistent_volume_claim(it, object),
        Model::PersistentVolume(it) => persistent_volume(it, object),
        Model::Namespace(it) => namespace(it, object),
        Model::LimitRange(it) => limit_range(it, object),
        Model::ResourceQuota(it) => resource_quota(it),
        Model::DaemonSet(it) => daemon_set(it, object),
        Model::Deployment(it) => deployment(it, object),
        Model::ReplicaSet(it) => replica_set(it, object),
        Model::StatefulSet(it) => stateful_set(it, object),
        Model::Job(it) => job(it, object),
        Model::CronJob(it) => cron_job(it, object),
        Model::HorizontalPodAutoscalerV1(it) => horizontal_pod_autoscaler_v1(it),
        Model::HorizontalPodAutoscaler(it) => horizontal_pod_autoscaler(it, object),
        Model::NetworkPolicy(it) => network_policy(it),
        Model::IngressClass(it) => ingress_class(it),
        Model::RoleBinding(it) => role_binding(it),
        Model::ClusterRoleBinding(it) => cluster_role_binding(it),
        Model::PriorityClass(it) => priority_class(it),
        Model::StorageClass(it) => storage_class(it),
        Model::CsiDriver(it) => csi_driver(it),
        Model::EndpointSlice(it) => endpoint_slice(it),
        Model::ValidatingWebhookConfiguration(it) => {
            validating_webhook_configuration(it, object);
        }
        Model::MutatingWebhookConfiguration(it) => mutating_webhook_configuration(it, object),
        Model::ServiceAccount(_)
        | Model::ControllerRevision(_)
        | Model::PodDisruptionBudget(_)
        | Model::Ingress(_)
        | Model::Role(_)
        | Model::ClusterRole(_)
        | Model::RuntimeClass(_)
        | Model::Lease(_) => {}
    }
}

/// `SetDefaults_ResourceList` (`pkg/apis/core/v1/defaults.go`): amounts are rounded up to thousandths.
pub(super) fn resource_list(list: &mut Map<Quantity>) {
    let Some(entries) = list.get_mut() else {
        return;
    };
    for (_, amount) in &mut entries.0 {
        // A null is a zero to Go.
        amount.default_to(Quantity::default());
        if let Some(amount) = amount.get_mut() {
            amount.round_up_to_milli();
        }
    }
}

fn resource_requirements(resources: &mut ResourceRequirements) {
    resource_list(&mut resources.limits);
    resource_list(&mut resources.requests);
}

fn volume_resource_requirements(resources: &mut VolumeResourceRequirements) {
    resource_list(&mut resources.limits);
    resource_list(&mut resources.requests);
}
