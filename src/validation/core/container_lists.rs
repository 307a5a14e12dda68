//! The three lists of containers of a pod.

use super::container::{Common, validate_container_common, validate_container_only_for_pod};
use super::pod::PodContext;
use super::ports::{check_host_port_conflicts, check_init_host_port_conflicts};
use super::probe::{validate_lifecycle, validate_readiness_probe, validate_single_success_probe};
use super::restart::{validate_container_restart_policy, validate_init_container_restart_policy};
use crate::model::core::{Container, EphemeralContainer, Lifecycle, PodSpec, ResourceRequirements};
use crate::model::field::{Field, Located, Obj};
use crate::validation::Errors;
use crate::validation::seen::Seen;

const ONLY_FOR_SIDECARS: &str = "may not be set for init containers without restartPolicy=Always";
const NOT_FOR_EPHEMERAL: &str = "cannot be set for an Ephemeral Container";

/// What is left of `lifecycle` after the stop signal is dropped (`dropContainerStopSignals`): nothing, if it was alone.
fn lifecycle_of(field: &Field<Box<Lifecycle>>) -> Option<&Lifecycle> {
    let lifecycle = field.get()?;
    let only_signal = lifecycle.stop_signal.is_set()
        && lifecycle.post_start.is_missing()
        && lifecycle.pre_stop.is_missing();
    (!only_signal).then_some(lifecycle)
}

/// `validateContainers`.
pub(super) fn validate_containers(pod: &PodContext<'_>, errs: &mut Errors<'_, '_>) {
    let containers = &pod.spec.containers;
    if containers.is_empty() {
        errs.required(containers, "");
        return;
    }
    let mut names = Seen::default();
    for container in containers {
        validate_container_common(&Common::from(&**container), pod, errs);
        if !names.insert(container.name.str()) {
            errs.duplicate(&container.name);
        }
        validate_running_parts(container, pod, errs);
        validate_container_restart_policy(
            &container.restart_policy,
            &container.restart_policy_rules,
            errs,
        );
    }
    check_host_port_conflicts(containers, errs);
}

fn validate_running_parts(container: &Container, pod: &PodContext<'_>, errs: &mut Errors<'_, '_>) {
    if let Some(lifecycle) = lifecycle_of(&container.lifecycle) {
        validate_lifecycle(lifecycle, pod.grace_period(), errs);
    }
    validate_single_success_probe(&container.liveness_probe, errs);
    validate_readiness_probe(&container.readiness_probe, errs);
    validate_single_success_probe(&container.startup_probe, errs);
}

/// `validateInitContainers`.
pub(super) fn validate_init_containers(pod: &PodContext<'_>, errs: &mut Errors<'_, '_>) {
    let containers = &pod.spec.init_containers;
    if containers.is_empty() {
        return;
    }
    let mut names = Seen::default();
    for container in &pod.spec.containers {
        names.insert(container.name.str());
    }
    for container in containers {
        validate_container_common(&Common::from(&**container), pod, errs);
        validate_init_container_restart_policy(
            &container.restart_policy,
            &container.restart_policy_rules,
            errs,
        );
        let name = container.name.str();
        if names.has(name) {
            errs.duplicate(&container.name);
        } else if !name.is_empty() {
            names.insert(name);
        }
        check_init_host_port_conflicts(container, containers, errs);
        if container.restart_policy == "Always" {
            validate_running_parts(container, pod, errs);
        } else {
            forbid_running_parts(container, errs);
        }
    }
}

/// What only sidecars may have among init containers.
fn forbid_running_parts(container: &Container, errs: &mut Errors<'_, '_>) {
    if lifecycle_of(&container.lifecycle).is_some() {
        errs.forbidden(&container.lifecycle, ONLY_FOR_SIDECARS);
    }
    for probe in [
        &container.liveness_probe,
        &container.readiness_probe,
        &container.startup_probe,
    ] {
        if probe.is_set() {
            errs.forbidden(probe, ONLY_FOR_SIDECARS);
        }
    }
    for policy in &container.resize_policy {
        if policy.restart_policy == "RestartContainer" {
            errs.invalid(
                &policy.restart_policy,
                "must not be set to 'RestartContainer' for non-sidecar initContainers",
            );
        }
    }
}

/// `validateContainersOnlyForPod`.
pub(super) fn validate_containers_only_for_pod(spec: &PodSpec, errs: &mut Errors<'_, '_>) {
    for container in spec.containers.iter().chain(&spec.init_containers) {
        validate_container_only_for_pod(&container.image, errs);
    }
}

/// `validateEphemeralContainers`, which judges them also where they may not be at all.
pub(super) fn validate_ephemeral_containers(pod: &PodContext<'_>, errs: &mut Errors<'_, '_>) {
    let spec = pod.spec;
    if spec.ephemeral_containers.is_empty() {
        return;
    }
    let mut others = Seen::default();
    for container in spec.containers.iter().chain(&spec.init_containers) {
        others.insert(container.name.str());
    }
    let mut all = others.clone();
    for container in &spec.ephemeral_containers {
        validate_container_common(&Common::from(&**container), pod, errs);
        validate_container_only_for_pod(&container.image, errs);
        if !all.insert(container.name.str()) {
            errs.duplicate(&container.name);
        }
        let target = &container.target_container_name;
        if !target.str().is_empty() && !others.has(target.str()) {
            errs.not_found(target);
        }
        forbid_what_ephemeral_lacks(container, errs);
        for mount in &container.volume_mounts {
            for path in [&mount.sub_path, &mount.sub_path_expr] {
                if !path.str().is_empty() {
                    errs.forbidden(path, NOT_FOR_EPHEMERAL);
                }
            }
        }
    }
}

/// `validateFieldAllowList` with `allowedEphemeralContainerFields`, in the order of the Go struct.
fn forbid_what_ephemeral_lacks(container: &Obj<EphemeralContainer>, errs: &mut Errors<'_, '_>) {
    fn forbid(is_set: bool, at: &impl Located, errs: &mut Errors<'_, '_>) {
        if is_set {
            errs.forbidden(at, NOT_FOR_EPHEMERAL);
        }
    }
    let c = container;
    forbid(c.ports.is_set(), &c.ports, errs);
    forbid(has_resources(&c.resources), &c.resources, errs);
    forbid(c.resize_policy.is_set(), &c.resize_policy, errs);
    forbid(c.restart_policy.is_set(), &c.restart_policy, errs);
    forbid(
        c.restart_policy_rules.is_set(),
        &c.restart_policy_rules,
        errs,
    );
    forbid(c.liveness_probe.is_set(), &c.liveness_probe, errs);
    forbid(c.readiness_probe.is_set(), &c.readiness_probe, errs);
    forbid(c.startup_probe.is_set(), &c.startup_probe, errs);
    forbid(lifecycle_of(&c.lifecycle).is_some(), &c.lifecycle, errs);
}

fn has_resources(resources: &ResourceRequirements) -> bool {
    resources.limits.is_set() || resources.requests.is_set() || resources.claims.is_set()
}
