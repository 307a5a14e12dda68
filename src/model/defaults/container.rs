//! Defaults of containers, their probes, hooks, ports and environment.
//!
//! Follows `pkg/apis/core/v1/defaults.go` (`SetDefaults_Container`, `SetDefaults_Probe`, …).

use super::resource_requirements;
use crate::model::core::{
    Container, EnvVar, EphemeralContainer, HTTPGetAction, Lifecycle, ObjectFieldSelector, Probe,
};
use crate::model::values::image::default_pull_policy;

/// `SetDefaults_Container` and its fields. Ephemeral containers have the same fields in another type.
macro_rules! container_defaults {
    ($name:ident, $type:ty) => {
        pub(super) fn $name(container: &mut $type) {
            if container.image_pull_policy.str().is_empty() {
                let policy = default_pull_policy(container.image.str());
                container.image_pull_policy.default_if_empty(policy);
            }
            container
                .termination_message_path
                .default_if_empty("/dev/termination-log");
            container
                .termination_message_policy
                .default_if_empty("File");
            for port in container.ports.items_mut() {
                port.protocol.default_if_empty("TCP");
            }
            for variable in container.env.items_mut() {
                env_var(variable);
            }
            resource_requirements(&mut container.resources);
            for check in [
                &mut container.liveness_probe,
                &mut container.readiness_probe,
                &mut container.startup_probe,
            ] {
                if let Some(check) = check.get_mut() {
                    probe(check);
                }
            }
            if let Some(hooks) = container.lifecycle.get_mut() {
                lifecycle(hooks);
            }
        }
    };
}

container_defaults!(container, Container);
container_defaults!(ephemeral_container, EphemeralContainer);

fn env_var(variable: &mut EnvVar) {
    let Some(source) = variable.value_from.get_mut() else {
        return;
    };
    if let Some(field) = source.field_ref.get_mut() {
        object_field_selector(field);
    }
    if let Some(file) = source.file_key_ref.get_mut() {
        file.optional.default_to(false);
    }
}

/// `SetDefaults_ObjectFieldSelector`.
pub(super) fn object_field_selector(selector: &mut ObjectFieldSelector) {
    selector.api_version.default_if_empty("v1");
}

/// `SetDefaults_Probe`.
fn probe(probe: &mut Probe) {
    probe.timeout_seconds.default_if_zero(1);
    probe.period_seconds.default_if_zero(10);
    probe.success_threshold.default_if_zero(1);
    probe.failure_threshold.default_if_zero(3);
    if let Some(action) = probe.http_get.get_mut() {
        http_get_action(action);
    }
    if let Some(action) = probe.grpc.get_mut() {
        action.service.default_to("");
    }
}

/// `SetDefaults_HTTPGetAction`.
fn http_get_action(action: &mut HTTPGetAction) {
    action.path.default_if_empty("/");
    action.scheme.default_if_empty("HTTP");
}

fn lifecycle(hooks: &mut Lifecycle) {
    for hook in [&mut hooks.post_start, &mut hooks.pre_stop] {
        if let Some(action) = hook.get_mut().and_then(|hook| hook.http_get.get_mut()) {
            http_get_action(action);
        }
    }
}
