//! What containers of all sorts have in common.

use super::env::{validate_env, validate_env_from};
use super::mounts::{validate_volume_devices, validate_volume_mounts};
use super::pod::PodContext;
use super::ports::validate_container_ports;
use super::resource_names::validate_container_resource_name;
use super::resources::{validate_resource_claim_names, validate_resource_requirements};
use super::restart::validate_resize_policy;
use super::security_context::validate_security_context;
use super::{require, required_enum};
use crate::model::core::{
    Container, ContainerPort, ContainerResizePolicy, EnvFromSource, EnvVar, EphemeralContainer,
    ResourceRequirements, SecurityContext, VolumeDevice, VolumeMount,
};
use crate::model::field::{Field, List, Obj, Text};
use crate::model::values::names;
use crate::validation::Errors;

/// The fields that containers, init containers and ephemeral containers share (`EphemeralContainerCommon`).
#[derive(Clone, Copy)]
pub(super) struct Common<'m> {
    pub(super) name: &'m Field<Text>,
    pub(super) image: &'m Field<Text>,
    pub(super) image_pull_policy: &'m Field<Text>,
    pub(super) termination_message_policy: &'m Field<Text>,
    pub(super) ports: &'m List<Obj<ContainerPort>>,
    pub(super) env: &'m List<Obj<EnvVar>>,
    pub(super) env_from: &'m List<Obj<EnvFromSource>>,
    pub(super) volume_mounts: &'m List<Obj<VolumeMount>>,
    pub(super) volume_devices: &'m List<Obj<VolumeDevice>>,
    pub(super) resources: &'m Obj<ResourceRequirements>,
    pub(super) resize_policy: &'m List<Obj<ContainerResizePolicy>>,
    pub(super) security_context: &'m Field<Box<SecurityContext>>,
}

macro_rules! common_of {
    ($container:ty) => {
        impl<'m> From<&'m $container> for Common<'m> {
            fn from(container: &'m $container) -> Self {
                Self {
                    name: &container.name,
                    image: &container.image,
                    image_pull_policy: &container.image_pull_policy,
                    termination_message_policy: &container.termination_message_policy,
                    ports: &container.ports,
                    env: &container.env,
                    env_from: &container.env_from,
                    volume_mounts: &container.volume_mounts,
                    volume_devices: &container.volume_devices,
                    resources: &container.resources,
                    resize_policy: &container.resize_policy,
                    security_context: &container.security_context,
                }
            }
        }
    };
}
common_of!(Container);
common_of!(EphemeralContainer);

const MESSAGE_POLICIES: [&str; 2] = ["File", "FallbackToLogsOnError"];
const PULL_POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];

/// `validateContainerCommon`.
pub(super) fn validate_container_common(
    container: &Common<'_>,
    pod: &PodContext<'_>,
    errs: &mut Errors<'_, '_>,
) {
    if require(container.name, errs) {
        errs.invalid_each(container.name, names::dns1123_label(container.name.str()));
    }
    require(container.image, errs);
    required_enum(
        container.termination_message_policy,
        &MESSAGE_POLICIES,
        errs,
    );
    validate_container_ports(container.ports, errs);
    validate_env(container.env, errs);
    validate_env_from(container.env_from, errs);
    validate_volume_mounts(container, &pod.volumes, errs);
    validate_volume_devices(container, &pod.volumes, errs);
    required_enum(container.image_pull_policy, &PULL_POLICIES, errs);
    validate_resource_requirements(
        container.resources.slot,
        &container.resources.limits,
        Some(&container.resources.requests),
        validate_container_resource_name,
        errs,
    );
    validate_resource_claim_names(&container.resources.claims, &pod.claim_names, errs);
    validate_resize_policy(container.resize_policy, pod.restart_policy(), errs);
    validate_security_context(container.security_context, pod.host_users(), errs);
}

/// `validateContainerOnlyForPod`.
pub(super) fn validate_container_only_for_pod(image: &Field<Text>, errs: &mut Errors<'_, '_>) {
    if image.str().trim().len() != image.str().len() {
        errs.invalid(image, "must not have leading or trailing whitespace");
    }
}
