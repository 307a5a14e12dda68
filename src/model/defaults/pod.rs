//! Defaults of pods and pod templates.
//!
//! Follows `pkg/apis/core/v1/defaults.go` (`SetDefaults_Pod`, `SetDefaults_PodSpec`) and `SetObjectDefaults_Pod`.

use super::pod_resources;
use super::{container, resource_list, resource_requirements, volume};
use crate::model::ObjectTree;
use crate::model::core::{Container, Pod, PodSpec, PodTemplate, PodTemplateSpec};
use crate::model::field::{List, Obj};

/// `SetObjectDefaults_Pod`.
pub fn pod(pod: &mut Pod, object: &ObjectTree<'_>) {
    set_pod(pod, object);
    pod_spec(&mut pod.spec, object);
}

/// `SetObjectDefaults_PodTemplate`.
pub fn pod_template(template: &mut PodTemplate, object: &ObjectTree<'_>) {
    pod_template_spec(&mut template.template, object);
}

/// The part of `SetObjectDefaults_*` that is about a template of pods.
pub fn pod_template_spec(template: &mut PodTemplateSpec, object: &ObjectTree<'_>) {
    pod_spec(&mut template.spec, object);
}

/// `SetDefaults_Pod`: what only a Pod gets, never a template.
fn set_pod(pod: &mut Pod, object: &ObjectTree<'_>) {
    pod_resources::requests_from_limits(&mut pod.spec.containers, object);
    pod_resources::requests_from_limits(&mut pod.spec.init_containers, object);
    pod_resources::pod_level(&mut pod.spec, object);
    pod.spec.enable_service_links.default_to(true);
    if pod.spec.host_network.value() {
        host_network_ports(&mut pod.spec.containers);
        host_network_ports(&mut pod.spec.init_containers);
    }
}

/// `defaultHostNetworkPorts`: in the host's network the port of the container is a port of the host.
fn host_network_ports(containers: &mut List<Obj<Container>>) {
    for container in containers.items_mut() {
        for port in container.ports.items_mut() {
            if let Some(number) = port.container_port.get().copied() {
                port.host_port.default_if_zero(number);
            }
        }
    }
}

/// `SetDefaults_PodSpec` and all that the generated code calls for a pod spec.
pub fn pod_spec(spec: &mut PodSpec, object: &ObjectTree<'_>) {
    spec.dns_policy.default_if_empty("ClusterFirst");
    spec.restart_policy.default_if_empty("Always");
    spec.security_context.make(object);
    spec.termination_grace_period_seconds.default_to(30);
    spec.scheduler_name.default_if_empty("default-scheduler");
    for item in spec.volumes.items_mut() {
        volume::volume(item, object);
    }
    for item in spec.init_containers.items_mut() {
        container::container(item);
    }
    for item in spec.containers.items_mut() {
        container::container(item);
    }
    for item in spec.ephemeral_containers.items_mut() {
        container::ephemeral_container(item);
    }
    resource_list(&mut spec.overhead);
    if let Some(resources) = spec.resources.get_mut() {
        resource_requirements(resources);
    }
}
