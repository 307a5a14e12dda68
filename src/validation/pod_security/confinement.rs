//! What confines containers: AppArmor, SELinux, seccomp, `/proc`, sysctls.

use super::{Pod, Setters, Violation, insert, plural, quoted};
use crate::model::core::SELinuxOptions;
use crate::model::values::go_quote;

const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

/// `appArmorProfile_1_0`.
pub(super) fn app_armor_profile(pod: Pod<'_>) -> Option<Violation> {
    let is_bad = |kind: &str| !matches!(kind, "RuntimeDefault" | "Localhost");
    let mut setters = Setters::default();
    let mut values = Vec::new();
    if let Some(context) = pod.spec.security_context.get()
        && let Some(profile) = context.app_armor_profile.get()
        && is_bad(profile.r#type.str())
    {
        setters.pod(profile.r#type.slot);
        insert(&mut values, profile.r#type.str());
    }
    for container in pod.containers() {
        if let Some(context) = container.context
            && let Some(profile) = context.app_armor_profile.get()
            && is_bad(profile.r#type.str())
        {
            setters.container(&container, profile.r#type.slot);
            insert(&mut values, profile.r#type.str());
        }
    }
    let mut annotations = Vec::new();
    for (key, value) in pod.meta.annotations.entries() {
        let profile = value.str();
        let allowed =
            matches!(profile, "" | "runtime/default") || profile.starts_with("localhost/");
        if key.starts_with(APP_ARMOR) && !allowed {
            annotations.push(format!("{key}={}", go_quote(profile)));
            setters.fields.push(value.slot);
        }
    }
    annotations.sort_unstable();
    let mut who = setters.shown();
    if !annotations.is_empty() {
        if !who.is_empty() {
            who.push_str(" and ");
        }
        who.push_str(plural(annotations.len(), "annotation", "annotations"));
    }
    values.extend(annotations.iter().map(String::as_str));
    (!who.is_empty()).then(|| Violation {
        reason: plural(
            values.len(),
            "forbidden AppArmor profile",
            "forbidden AppArmor profiles",
        ),
        detail: format!(
            "{who} must not set AppArmor profile type to {}",
            quoted(&values)
        ),
        fields: setters.fields,
    })
}

/// `procMount_1_0` and `procMount1_35baseline`.
pub(super) fn proc_mount_baseline(pod: Pod<'_>) -> Option<Violation> {
    if pod.version >= 35 && pod.has_own_users() {
        return None;
    }
    proc_mount(pod)
}

/// `procMount_1_0`.
pub(super) fn proc_mount(pod: Pod<'_>) -> Option<Violation> {
    let mut setters = Setters::default();
    let mut values = Vec::new();
    for container in pod.containers() {
        if let Some(context) = container.context
            && let Some(mount) = context.proc_mount.get()
            && mount != "Default"
        {
            setters.container(&container, context.proc_mount.slot);
            insert(&mut values, mount);
        }
    }
    (!setters.is_empty()).then(|| Violation {
        reason: "procMount",
        detail: format!(
            "{} must not set securityContext.procMount to {}",
            setters.shown(),
            quoted(&values)
        ),
        fields: setters.fields,
    })
}

/// `seLinuxOptions1_0` and `seLinuxOptions1_31`.
pub(super) fn se_linux_options(pod: Pod<'_>) -> Option<Violation> {
    let allowed = |kind: &str| match kind {
        "" | "container_t" | "container_init_t" | "container_kvm_t" => true,
        "container_engine_t" => pod.version >= 31,
        _ => false,
    };
    let is_bad = |options: &SELinuxOptions| {
        !allowed(options.r#type.str())
            || !options.user.str().is_empty()
            || !options.role.str().is_empty()
    };
    let mut setters = Setters::default();
    let mut all: Vec<&SELinuxOptions> = Vec::new();
    if let Some(context) = pod.spec.security_context.get()
        && let Some(options) = context.se_linux_options.get()
        && is_bad(options)
    {
        setters.pod(context.se_linux_options.slot);
        all.push(options);
    }
    for container in pod.containers() {
        if let Some(context) = container.context
            && let Some(options) = context.se_linux_options.get()
            && is_bad(options)
        {
            setters.container(&container, context.se_linux_options.slot);
            all.push(options);
        }
    }
    if setters.is_empty() {
        return None;
    }
    let mut types = Vec::new();
    for options in &all {
        if !allowed(options.r#type.str()) {
            insert(&mut types, options.r#type.str());
        }
    }
    let mut data = Vec::new();
    if !types.is_empty() {
        let noun = plural(types.len(), "type", "types");
        data.push(format!("{noun} {}", quoted(&types)));
    }
    if all.iter().any(|options| !options.user.str().is_empty()) {
        data.push("user may not be set".to_owned());
    }
    if all.iter().any(|options| !options.role.str().is_empty()) {
        data.push("role may not be set".to_owned());
    }
    Some(Violation {
        reason: "seLinuxOptions",
        detail: format!(
            "{} set forbidden securityContext.seLinuxOptions: {}",
            setters.shown(),
            data.join("; ")
        ),
        fields: setters.fields,
    })
}

/// `validSeccomp`.
fn is_good_seccomp(kind: &str) -> bool {
    matches!(kind, "Localhost" | "RuntimeDefault")
}

/// `seccompProfileBaseline_1_19`.
pub(super) fn seccomp_profile_baseline(pod: Pod<'_>) -> Option<Violation> {
    bad_seccomp(pod)
}

/// Profiles that are set to what may not be.
fn bad_seccomp(pod: Pod<'_>) -> Option<Violation> {
    let mut setters = Setters::default();
    let mut values = Vec::new();
    if let Some(context) = pod.spec.security_context.get()
        && let Some(profile) = context.seccomp_profile.get()
        && !is_good_seccomp(profile.r#type.str())
    {
        setters.pod(profile.r#type.slot);
        insert(&mut values, profile.r#type.str());
    }
    for container in pod.containers() {
        if let Some(context) = container.context
            && let Some(profile) = context.seccomp_profile.get()
            && !is_good_seccomp(profile.r#type.str())
        {
            setters.container(&container, profile.r#type.slot);
            insert(&mut values, profile.r#type.str());
        }
    }
    (!setters.is_empty()).then(|| Violation {
        reason: "seccompProfile",
        detail: format!(
            "{} must not set securityContext.seccompProfile.type to {}",
            setters.shown(),
            quoted(&values)
        ),
        fields: setters.fields,
    })
}

/// `seccompProfileRestricted_1_25`.
pub(super) fn seccomp_profile_restricted(pod: Pod<'_>) -> Option<Violation> {
    if pod.version >= 25 && pod.is_windows() {
        return None;
    }
    let bad = bad_seccomp(pod);
    if bad.is_some() {
        return bad;
    }
    let pod_has_one = pod
        .spec
        .security_context
        .get()
        .is_some_and(|context| context.seccomp_profile.is_set());
    if pod_has_one {
        return None;
    }
    let mut missing = Setters::default();
    for container in pod.containers() {
        if container
            .context
            .is_none_or(|context| !context.seccomp_profile.is_set())
        {
            missing.container(&container, container.slot);
        }
    }
    (!missing.is_empty()).then(|| Violation {
        reason: "seccompProfile",
        detail: format!(
            "pod or {} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"",
            missing.shown()
        ),
        fields: missing.fields,
    })
}

/// `sysctlsV1Dot0` to `sysctlsV1Dot32`.
pub(super) fn sysctls(pod: Pod<'_>) -> Option<Violation> {
    let allowed = |name: &str| match name {
        "kernel.shm_rmid_forced"
        | "net.ipv4.ip_local_port_range"
        | "net.ipv4.tcp_syncookies"
        | "net.ipv4.ping_group_range"
        | "net.ipv4.ip_unprivileged_port_start" => true,
        "net.ipv4.ip_local_reserved_ports" => pod.version >= 27,
        "net.ipv4.tcp_keepalive_time"
        | "net.ipv4.tcp_fin_timeout"
        | "net.ipv4.tcp_keepalive_intvl"
        | "net.ipv4.tcp_keepalive_probes" => pod.version >= 29,
        "net.ipv4.tcp_rmem" | "net.ipv4.tcp_wmem" => pod.version >= 32,
        _ => false,
    };
    let context = pod.spec.security_context.get()?;
    let bad: Vec<_> = context
        .sysctls
        .iter()
        .filter(|sysctl| !allowed(sysctl.name.str()))
        .collect();
    let names: Vec<&str> = bad.iter().map(|sysctl| sysctl.name.str()).collect();
    (!names.is_empty()).then(|| Violation {
        reason: "forbidden sysctls",
        detail: names.join(", "),
        fields: bad.iter().map(|sysctl| sysctl.name.slot).collect(),
    })
}
