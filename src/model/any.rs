//! An object of any modelled kind, and the pod template in it.

use super::core::{Container, PodSpec};
use super::field::{Field, Map, Obj, Text};
use super::meta::{LabelSelector, ObjectMeta};
use super::{
    ObjectTree, admissionregistration, apps, autoscaling, batch, coordination, core, decode,
    discovery, networking, node, policy, rbac, scheduling, storage,
};
use serde::Serialize;

macro_rules! models {
    ($($version:literal $kind:literal $variant:ident $model:ty;)*) => {
        /// An object of a kind that has a model.
        #[derive(Clone, Debug)]
        pub enum Model {
            $(#[doc = concat!("`", $version, "` ", $kind, ".")] $variant(Obj<$model>),)*
        }

        impl Model {
            /// Decodes the object; None for a kind that has no model.
            #[must_use]
            pub fn decode(api_version: &str, kind: &str, object: &ObjectTree<'_>) -> Option<Self> {
                match (api_version, kind) {
                    $(($version, $kind) => Some(Self::$variant(decode(object))),)*
                    _ => None,
                }
            }

            /// The object to be printed.
            fn printed<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(object) => object.serialize(serializer),)*
                }
            }

            /// The object's metadata.
            #[must_use]
            pub fn metadata(&self) -> &Obj<ObjectMeta> {
                match self {
                    $(Self::$variant(object) => &object.metadata,)*
                }
            }
        }
    };
}

models! {
    "v1" "Pod" Pod core::Pod;
    "v1" "PodTemplate" PodTemplate core::PodTemplate;
    "v1" "ReplicationController" ReplicationController core::ReplicationController;
    "v1" "Service" Service core::Service;
    "v1" "Endpoints" Endpoints core::Endpoints;
    "v1" "Node" Node core::Node;
    "v1" "ConfigMap" ConfigMap core::ConfigMap;
    "v1" "Secret" Secret core::Secret;
    "v1" "ServiceAccount" ServiceAccount core::ServiceAccount;
    "v1" "PersistentVolumeClaim" PersistentVolumeClaim core::PersistentVolumeClaim;
    "v1" "PersistentVolume" PersistentVolume core::PersistentVolume;
    "v1" "Namespace" Namespace core::Namespace;
    "v1" "LimitRange" LimitRange core::LimitRange;
    "v1" "ResourceQuota" ResourceQuota core::ResourceQuota;
    "apps/v1" "DaemonSet" DaemonSet apps::DaemonSet;
    "apps/v1" "Deployment" Deployment apps::Deployment;
    "apps/v1" "ReplicaSet" ReplicaSet apps::ReplicaSet;
    "apps/v1" "StatefulSet" StatefulSet apps::StatefulSet;
    "apps/v1" "ControllerRevision" ControllerRevision apps::ControllerRevision;
    "batch/v1" "Job" Job batch::Job;
    "batch/v1" "CronJob" CronJob batch::CronJob;
    "policy/v1" "PodDisruptionBudget" PodDisruptionBudget policy::PodDisruptionBudget;
    "autoscaling/v1" "HorizontalPodAutoscaler" HorizontalPodAutoscalerV1 autoscaling::v1::HorizontalPodAutoscaler;
    "autoscaling/v2" "HorizontalPodAutoscaler" HorizontalPodAutoscaler autoscaling::v2::HorizontalPodAutoscaler;
    "networking.k8s.io/v1" "NetworkPolicy" NetworkPolicy networking::NetworkPolicy;
    "networking.k8s.io/v1" "Ingress" Ingress networking::Ingress;
    "networking.k8s.io/v1" "IngressClass" IngressClass networking::IngressClass;
    "rbac.authorization.k8s.io/v1" "Role" Role rbac::Role;
    "rbac.authorization.k8s.io/v1" "ClusterRole" ClusterRole rbac::ClusterRole;
    "rbac.authorization.k8s.io/v1" "RoleBinding" RoleBinding rbac::RoleBinding;
    "rbac.authorization.k8s.io/v1" "ClusterRoleBinding" ClusterRoleBinding rbac::ClusterRoleBinding;
    "scheduling.k8s.io/v1" "PriorityClass" PriorityClass scheduling::PriorityClass;
    "storage.k8s.io/v1" "StorageClass" StorageClass storage::StorageClass;
    "storage.k8s.io/v1" "CSIDriver" CsiDriver storage::CSIDriver;
    "node.k8s.io/v1" "RuntimeClass" RuntimeClass node::RuntimeClass;
    "discovery.k8s.io/v1" "EndpointSlice" EndpointSlice discovery::EndpointSlice;
    "coordination.k8s.io/v1" "Lease" Lease coordination::Lease;
    "admissionregistration.k8s.io/v1" "ValidatingWebhookConfiguration" ValidatingWebhookConfiguration admissionregistration::ValidatingWebhookConfiguration;
    "admissionregistration.k8s.io/v1" "MutatingWebhookConfiguration" MutatingWebhookConfiguration admissionregistration::MutatingWebhookConfiguration;
}

impl Serialize for Model {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.printed(serializer)
    }
}

/// The pods that an object makes (or is): their metadata and spec.
#[derive(Clone, Copy, Debug)]
pub struct PodView<'m> {
    /// The template's metadata, or the Pod's own.
    pub metadata: &'m Obj<ObjectMeta>,
    /// The pod spec.
    pub spec: &'m Obj<PodSpec>,
}

impl<'m> PodView<'m> {
    /// Init containers, then containers.
    pub fn all_containers(self) -> impl Iterator<Item = &'m Obj<Container>> {
        self.spec
            .init_containers
            .iter()
            .chain(self.spec.containers.iter())
    }
}

impl Model {
    /// The pods that the object makes or is; None for kinds without pods.
    #[must_use]
    pub fn pods(&self) -> Option<PodView<'_>> {
        let template = match self {
            Self::Pod(pod) => {
                return Some(PodView {
                    metadata: &pod.metadata,
                    spec: &pod.spec,
                });
            }
            Self::PodTemplate(object) => &object.template,
            Self::ReplicationController(object) => {
                let template = object.spec.template.get()?;
                return Some(PodView {
                    metadata: &template.metadata,
                    spec: &template.spec,
                });
            }
            Self::DaemonSet(object) => &object.spec.template,
            Self::Deployment(object) => &object.spec.template,
            Self::ReplicaSet(object) => &object.spec.template,
            Self::StatefulSet(object) => &object.spec.template,
            Self::Job(object) => &object.spec.template,
            Self::CronJob(object) => &object.spec.job_template.spec.template,
            _ => return None,
        };
        Some(PodView {
            metadata: &template.metadata,
            spec: &template.spec,
        })
    }

    /// The label selector of a workload of `apps/v1` or `batch/v1`.
    #[must_use]
    pub fn selector(&self) -> Option<&Field<Box<LabelSelector>>> {
        match self {
            Self::DaemonSet(object) => Some(&object.spec.selector),
            Self::Deployment(object) => Some(&object.spec.selector),
            Self::ReplicaSet(object) => Some(&object.spec.selector),
            Self::StatefulSet(object) => Some(&object.spec.selector),
            Self::Job(object) => Some(&object.spec.selector),
            _ => None,
        }
    }

    /// The selector of a kind that selects by labels alone: ReplicationController, Service.
    #[must_use]
    pub fn label_map_selector(&self) -> Option<&Map<Text>> {
        match self {
            Self::ReplicationController(object) => Some(&object.spec.selector),
            Self::Service(object) => Some(&object.spec.selector),
            _ => None,
        }
    }

    /// `spec.replicas` of a kind that has it.
    #[must_use]
    pub fn replicas(&self) -> Option<&Field<i32>> {
        match self {
            Self::Deployment(object) => Some(&object.spec.replicas),
            Self::ReplicaSet(object) => Some(&object.spec.replicas),
            Self::StatefulSet(object) => Some(&object.spec.replicas),
            Self::ReplicationController(object) => Some(&object.spec.replicas),
            _ => None,
        }
    }
}
