//! What depends on the operating system of a pod.

use crate::model::core::{PodOS, PodSpec, SecurityContext, WindowsSecurityContextOptions};
use crate::model::field::{Field, Located, Obj};
use crate::model::values::names;
use crate::validation::{ErrorType, Errors};

/// Most bytes of a credential spec, in KiB.
const MAX_CREDENTIAL_SPEC_KIB: usize = 64;
/// Bytes that the domain of `runAsUserName` must stay under.
const MAX_DOMAIN: usize = 256;
/// Most bytes of the user in `runAsUserName`.
const MAX_USER: usize = 104;
const NOT_ON_WINDOWS: &str = "cannot be set for a windows pod";
const NOT_ON_LINUX: &str = "windows options cannot be set for a linux pod";

/// `validateOS`, then the rules of the system that is named.
pub(super) fn validate_os(spec: &PodSpec, errs: &mut Errors<'_, '_>) {
    let Some(os) = spec.os.get() else {
        return;
    };
    validate_os_name(&spec.os, os, errs);
    match os.name.str() {
        "linux" => validate_linux(spec, errs),
        "windows" => validate_windows(spec, errs),
        _ => {}
    }
}

fn validate_os_name(field: &Field<Box<PodOS>>, os: &PodOS, errs: &mut Errors<'_, '_>) {
    match os.name.str() {
        "" => errs.required(&os.name, ""),
        "linux" | "windows" => {}
        _ => {
            let path = errs.path(field);
            let detail = crate::validation::errors::supported_values(&["linux", "windows"]);
            errs.add_as(ErrorType::NotSupported, &os.name, path, detail);
        }
    }
}

/// Security contexts in the order of `VisitContainersWithPath`.
fn contexts(spec: &PodSpec) -> impl Iterator<Item = &Field<Box<SecurityContext>>> {
    let plain = spec.init_containers.iter().chain(&spec.containers);
    let ephemeral = spec.ephemeral_containers.iter();
    plain
        .map(|container| &container.security_context)
        .chain(ephemeral.map(|container| &container.security_context))
}

/// `validateLinux`.
fn validate_linux(spec: &PodSpec, errs: &mut Errors<'_, '_>) {
    let pod = spec.security_context.get().map(|c| &c.windows_options);
    let containers = contexts(spec)
        .filter_map(Field::get)
        .map(|c| &c.windows_options);
    for options in pod.into_iter().chain(containers) {
        if options.is_set() {
            errs.forbidden(options, NOT_ON_LINUX);
        }
    }
}

fn forbid<T>(field: &Field<T>, errs: &mut Errors<'_, '_>) {
    if field.is_set() {
        errs.forbidden(field, NOT_ON_WINDOWS);
    }
}

/// `validateWindows`.
fn validate_windows(spec: &PodSpec, errs: &mut Errors<'_, '_>) {
    let context = spec.security_context.get();
    if let Some(context) = context {
        forbid(&context.app_armor_profile, errs);
        forbid(&context.se_linux_options, errs);
    }
    forbid(&spec.host_users, errs);
    for flag in [&spec.host_pid, &spec.host_ipc] {
        if flag.value() {
            errs.forbidden(flag, NOT_ON_WINDOWS);
        }
    }
    if let Some(context) = context {
        forbid(&context.seccomp_profile, errs);
        forbid(&context.fs_group, errs);
        forbid(&context.fs_group_change_policy, errs);
        if !context.sysctls.is_empty() {
            errs.forbidden(&context.sysctls, NOT_ON_WINDOWS);
        }
    }
    forbid(&spec.share_process_namespace, errs);
    if let Some(context) = context {
        forbid(&context.run_as_user, errs);
        forbid(&context.run_as_group, errs);
        forbid(&context.supplemental_groups, errs);
        forbid(&context.supplemental_groups_policy, errs);
        forbid(&context.se_linux_change_policy, errs);
    }
    for context in contexts(spec).filter_map(Field::get) {
        forbid(&context.app_armor_profile, errs);
        forbid(&context.se_linux_options, errs);
        forbid(&context.seccomp_profile, errs);
        forbid(&context.capabilities, errs);
        forbid(&context.read_only_root_filesystem, errs);
        forbid(&context.privileged, errs);
        forbid(&context.allow_privilege_escalation, errs);
        forbid(&context.proc_mount, errs);
        forbid(&context.run_as_user, errs);
        forbid(&context.run_as_group, errs);
    }
}

/// `validateWindowsSecurityContextOptions`.
pub(super) fn validate_windows_security_context_options(
    field: &Field<Box<WindowsSecurityContextOptions>>,
    errs: &mut Errors<'_, '_>,
) {
    let Some(options) = field.get() else {
        return;
    };
    if let Some(name) = options.gmsa_credential_spec_name.get() {
        errs.invalid_each(
            &options.gmsa_credential_spec_name,
            names::dns1123_subdomain(name),
        );
    }
    if let Some(text) = options.gmsa_credential_spec.get() {
        if text.is_empty() {
            errs.invalid(
                &options.gmsa_credential_spec,
                "gmsaCredentialSpec cannot be an empty string",
            );
        } else if text.len() > MAX_CREDENTIAL_SPEC_KIB * 1024 {
            errs.invalid(
                &options.gmsa_credential_spec,
                format!("gmsaCredentialSpec size must be under {MAX_CREDENTIAL_SPEC_KIB} KiB"),
            );
        }
    }
    if let Some(name) = options.run_as_user_name.get() {
        for detail in run_as_user_name_errors(name) {
            errs.invalid(&options.run_as_user_name, detail);
        }
    }
}

/// What is wrong with `runAsUserName`: `USER` or `DOMAIN\USER`.
fn run_as_user_name_errors(name: &str) -> Vec<String> {
    let one = |detail: &str| vec![detail.to_owned()];
    if name.is_empty() {
        return one("runAsUserName cannot be an empty string");
    }
    if name.bytes().any(|byte| byte.is_ascii_control()) {
        return one("runAsUserName cannot contain control characters");
    }
    let (domain, user) = match name.split_once('\\') {
        None => (None, name),
        Some((_, user)) if user.contains('\\') => {
            return one("runAsUserName cannot contain more than one backslash");
        }
        Some((domain, user)) => (Some(domain), user),
    };
    let mut details = Vec::new();
    if let Some(domain) = domain {
        if domain.len() >= MAX_DOMAIN {
            details.push(format!(
                "runAsUserName's Domain length must be under {MAX_DOMAIN} characters"
            ));
        }
        if !is_net_bios_domain(domain) && !is_dns_domain(domain) {
            details.push(
                "runAsUserName's Domain doesn't match the NetBios nor the DNS format".to_owned(),
            );
        }
    }
    if user.is_empty() {
        details.push("runAsUserName's User cannot be empty".to_owned());
    } else if user.len() > MAX_USER {
        details.push(format!(
            "runAsUserName's User length must not be longer than {MAX_USER} characters"
        ));
    }
    if !user.is_empty() && user.chars().all(|c| matches!(c, '.' | ' ')) {
        details.push("runAsUserName's User cannot contain only periods or spaces".to_owned());
    }
    if user.contains([
        '"', '/', '\\', ':', ';', '|', '=', ',', '+', '*', '?', '<', '>', '@', '[', ']',
    ]) {
        details.push(
            r#"runAsUserName's User cannot contain the following characters: "/\:;|=,+*?<>@[]"#
                .to_owned(),
        );
    }
    details
}

/// `validNetBiosRegex`: 1 to 15 characters, none of `\/:*?"<>|`, no leading dot.
fn is_net_bios_domain(domain: &str) -> bool {
    (1..=15).contains(&domain.chars().count())
        && !domain.starts_with('.')
        && !domain.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|'])
}

/// `validWindowsUserDomainDNSRegex`.
fn is_dns_domain(domain: &str) -> bool {
    domain.split('.').all(|label| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

/// `validateWindowsHostProcessPod`.
pub(super) fn validate_windows_host_process_pod(spec: &Obj<PodSpec>, errs: &mut Errors<'_, '_>) {
    let pod_flag = spec
        .security_context
        .get()
        .and_then(|context| context.windows_options.get())
        .and_then(|options| options.host_process.get());
    let (mut all, mut host_process) = (0, 0);
    for context in contexts(spec) {
        all += 1;
        let options = context
            .get()
            .and_then(|context| context.windows_options.get());
        let own = options.and_then(|options| options.host_process.get());
        if let (Some(pod), Some(own), Some(options)) = (pod_flag, own, options)
            && pod != own
        {
            errs.invalid(
                &options.host_process,
                format!("pod hostProcess value must be identical if both are specified, was {pod}"),
            );
        }
        if own.or(pod_flag) == Some(&true) {
            host_process += 1;
        }
    }
    if host_process == 0 {
        return;
    }
    if host_process != all {
        errs.invalid(
            spec,
            "If pod contains any hostProcess containers then all containers must be HostProcess containers",
        );
    }
    if !spec.host_network.value() && !spec.host_network.is_invalid() {
        errs.invalid(
            &spec.host_network,
            "hostNetwork must be true if pod contains any hostProcess containers",
        );
    }
}
