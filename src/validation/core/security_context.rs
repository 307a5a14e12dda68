//! Security contexts of pods and containers.

use super::seccomp::{validate_app_armor_profile_field, validate_seccomp_profile_field};
use super::windows::validate_windows_security_context_options;
use super::{require, supported};
use crate::model::core::{PodSecurityContext, PodSpec, SecurityContext};
use crate::model::field::{Field, List, Obj};
use crate::model::values::names;
use crate::validation::seen::Seen;
use crate::validation::{ErrorType, Errors};

/// Longest name of a sysctl, in bytes (`SysctlMaxLength`).
const SYSCTL_MAX: usize = 253;
const SYSCTL_REGEX: &str =
    r"^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

/// `ValidateSecurityContext`; the server allows privileged containers.
pub(super) fn validate_security_context(
    field: &Field<Box<SecurityContext>>,
    host_users: bool,
    errs: &mut Errors<'_, '_>,
) {
    let Some(context) = field.get() else {
        return;
    };
    validate_id(&context.run_as_user, names::user_id, errs);
    validate_id(&context.run_as_group, names::group_id, errs);
    supported(&context.proc_mount, &["Default", "Unmasked"], errs);
    if host_users && context.proc_mount == "Unmasked" {
        errs.invalid(
            &context.proc_mount,
            "`hostUsers` must be false to use `Unmasked`",
        );
    }
    validate_seccomp_profile_field(&context.seccomp_profile, errs);
    if context.allow_privilege_escalation.get() == Some(&false) {
        if context.privileged.value() {
            errs.invalid(
                field,
                "cannot set `allowPrivilegeEscalation` to false and `privileged` to true",
            );
        }
        let added = context
            .capabilities
            .get()
            .map(|capabilities| &capabilities.add);
        for capability in added.into_iter().flatten() {
            if *capability == "CAP_SYS_ADMIN" {
                errs.invalid(
                    field,
                    "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN",
                );
            }
        }
    }
    validate_windows_security_context_options(&context.windows_options, errs);
    validate_app_armor_profile_field(&context.app_armor_profile, errs);
}

fn validate_id(id: &Field<i64>, rule: fn(i64) -> Vec<String>, errs: &mut Errors<'_, '_>) {
    if let Some(value) = id.get() {
        errs.invalid_each(id, rule(*value));
    }
}

/// `validatePodSpecSecurityContext`.
pub(super) fn validate_pod_spec_security_context(spec: &PodSpec, errs: &mut Errors<'_, '_>) {
    let field = &spec.security_context;
    if spec.share_process_namespace.value() && spec.host_pid.value() {
        let path = errs.path(field) + ".shareProcessNamespace";
        errs.add_as(
            ErrorType::Invalid,
            &spec.share_process_namespace,
            path,
            "ShareProcessNamespace and HostPID cannot both be enabled",
        );
    }
    let Some(context) = field.get() else {
        return;
    };
    validate_id(&context.fs_group, names::group_id, errs);
    validate_id(&context.run_as_user, names::user_id, errs);
    validate_id(&context.run_as_group, names::group_id, errs);
    for group in &context.supplemental_groups {
        errs.invalid_each(group, names::group_id(group.value()));
    }
    validate_sysctls(context, spec, errs);
    supported(
        &context.fs_group_change_policy,
        &["Always", "OnRootMismatch"],
        errs,
    );
    validate_seccomp_profile_field(&context.seccomp_profile, errs);
    validate_windows_security_context_options(&context.windows_options, errs);
    validate_app_armor_profile_field(&context.app_armor_profile, errs);
    supported(
        &context.supplemental_groups_policy,
        &["Merge", "Strict"],
        errs,
    );
    // SELinuxMount is off.
    supported(&context.se_linux_change_policy, &["Recursive"], errs);
}

/// `validateSysctls`, with `ValidateHostSysctl`.
fn validate_sysctls(context: &PodSecurityContext, spec: &PodSpec, errs: &mut Errors<'_, '_>) {
    let mut seen = Seen::default();
    for sysctl in &context.sysctls {
        let name = sysctl.name.str();
        if require(&sysctl.name, errs) {
            if !is_valid_sysctl_name(name) {
                errs.invalid(
                    &sysctl.name,
                    format!(
                        "must have at most {SYSCTL_MAX} characters and match regex {SYSCTL_REGEX}"
                    ),
                );
            } else if seen.has(name) {
                errs.duplicate(&sysctl.name);
            }
        }
        match sysctl_namespace(name) {
            Some("net") if spec.host_network.value() => errs.invalid(
                &sysctl.name,
                "may not be specified when 'hostNetwork' is true",
            ),
            Some("ipc") if spec.host_ipc.value() => {
                errs.invalid(&sysctl.name, "may not be specified when 'hostIPC' is true")
            }
            _ => {}
        }
        seen.insert(name);
    }
}

/// `IsValidSysctlName`: segments of `a-z0-9_-` between dots or slashes, no punctuation at their ends.
fn is_valid_sysctl_name(name: &str) -> bool {
    name.len() <= SYSCTL_MAX
        && name.split(['.', '/']).all(|segment| {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            let bytes = segment.as_bytes();
            bytes.first().is_some_and(|first| plain(*first))
                && bytes.last().is_some_and(|last| plain(*last))
                && bytes
                    .iter()
                    .all(|byte| plain(*byte) || matches!(byte, b'-' | b'_'))
        })
}

/// `GetNamespace` of component-helpers `node/util/sysctl`: to which namespace of the kernel a sysctl belongs.
fn sysctl_namespace(name: &str) -> Option<&'static str> {
    let dotted = normalize_sysctl(name);
    let name = dotted.as_str();
    if name == "kernel.sem"
        || ["kernel.shm", "kernel.msg", "fs.mqueue."]
            .iter()
            .any(|prefix| name.starts_with(prefix))
    {
        Some("ipc")
    } else if name.starts_with("net.") {
        Some("net")
    } else {
        None
    }
}

/// `NormalizeName`: where the first separator is a slash, slashes and dots change places.
fn normalize_sysctl(name: &str) -> String {
    match name.find(['.', '/']) {
        Some(first) if name.as_bytes().get(first) == Some(&b'/') => name
            .chars()
            .map(|c| match c {
                '.' => '/',
                '/' => '.',
                other => other,
            })
            .collect(),
        _ => name.to_owned(),
    }
}

/// `validateHostUsers`; UserNamespacesHostNetworkSupport is off.
pub(super) fn validate_host_users(spec: &Obj<PodSpec>, errs: &mut Errors<'_, '_>) {
    const DETAIL: &str = "when `hostUsers` is false";
    if spec.host_users.get() != Some(&false) {
        return;
    }
    if spec.host_network.value() {
        errs.forbidden(&spec.host_network, DETAIL);
    }
    for (field, name) in [(&spec.host_pid, ".HostPID"), (&spec.host_ipc, ".HostIPC")] {
        if field.value() {
            let path = errs.path(spec) + name;
            errs.add_as(ErrorType::Forbidden, field, path, DETAIL);
        }
    }
    fn forbid<T>(devices: &List<T>, errs: &mut Errors<'_, '_>) {
        if !devices.is_empty() {
            errs.forbidden(devices, DETAIL);
        }
    }
    for container in spec.init_containers.iter().chain(&spec.containers) {
        forbid(&container.volume_devices, errs);
    }
    for container in &spec.ephemeral_containers {
        forbid(&container.volume_devices, errs);
    }
}
