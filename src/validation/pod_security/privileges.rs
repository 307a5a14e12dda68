//! Privileges of containers: capabilities, escalation, users.

use super::{Pod, Setters, Violation, containers, insert, quoted};
use crate::model::Slot;

/// `capabilities_allowed_1_0`.
const DEFAULT_CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// `privileged_1_0`.
pub(super) fn privileged(pod: Pod<'_>) -> Option<Violation> {
    let mut setters = Setters::default();
    for container in pod.containers() {
        if let Some(context) = container.context
            && context.privileged.value()
        {
            setters.container(&container, context.privileged.slot);
        }
    }
    (!setters.is_empty()).then(|| Violation {
        reason: "privileged",
        detail: format!(
            "{} must not set securityContext.privileged=true",
            setters.shown()
        ),
        fields: setters.fields,
    })
}

/// Containers that add capabilities other than the allowed ones, and which they add.
fn added<'m>(pod: Pod<'m>, allowed: &[&str]) -> (Vec<&'m str>, Vec<&'m str>, Vec<Slot>) {
    let (mut names, mut capabilities, mut fields) = (Vec::new(), Vec::new(), Vec::new());
    for container in pod.containers() {
        let before = fields.len();
        let list = container
            .context
            .and_then(|context| context.capabilities.get());
        for capability in list.into_iter().flat_map(|list| &list.add) {
            if !allowed.contains(&capability.str()) {
                insert(&mut capabilities, capability.str());
                fields.push(capability.slot);
            }
        }
        if fields.len() > before {
            names.push(container.name);
        }
    }
    (names, capabilities, fields)
}

/// `capabilitiesBaseline_1_0`.
pub(super) fn capabilities_baseline(pod: Pod<'_>) -> Option<Violation> {
    let (names, capabilities, fields) = added(pod, &DEFAULT_CAPABILITIES);
    (!names.is_empty()).then(|| Violation {
        reason: "non-default capabilities",
        detail: format!(
            "{} must not include {} in securityContext.capabilities.add",
            containers(&names),
            quoted(&capabilities)
        ),
        fields,
    })
}

/// `capabilitiesRestricted_1_25`.
pub(super) fn capabilities_restricted(pod: Pod<'_>) -> Option<Violation> {
    if pod.version >= 25 && pod.is_windows() {
        return None;
    }
    let mut details = Vec::new();
    let mut fields = Vec::new();
    let mut missing = Vec::new();
    for container in pod.containers() {
        let capabilities = container
            .context
            .and_then(|context| context.capabilities.get());
        let drops_all = capabilities
            .is_some_and(|capabilities| capabilities.drop.iter().any(|name| *name == "ALL"));
        if !drops_all {
            missing.push(container.name);
            fields.push(match (capabilities, container.context) {
                (Some(capabilities), _) => capabilities.drop.slot,
                (None, Some(context)) => context.capabilities.slot,
                (None, None) => container.context_field,
            });
        }
    }
    if !missing.is_empty() {
        details.push(format!(
            "{} must set securityContext.capabilities.drop=[\"ALL\"]",
            containers(&missing)
        ));
    }
    let (names, capabilities, at) = added(pod, &["NET_BIND_SERVICE"]);
    if !names.is_empty() {
        details.push(format!(
            "{} must not include {} in securityContext.capabilities.add",
            containers(&names),
            quoted(&capabilities)
        ));
        fields.extend(at);
    }
    (!details.is_empty()).then(|| Violation {
        reason: "unrestricted capabilities",
        detail: details.join("; "),
        fields,
    })
}

/// `allowPrivilegeEscalation_1_25`.
pub(super) fn allow_privilege_escalation(pod: Pod<'_>) -> Option<Violation> {
    if pod.version >= 25 && pod.is_windows() {
        return None;
    }
    let mut setters = Setters::default();
    for container in pod.containers() {
        match container.context {
            Some(context) if context.allow_privilege_escalation.get() == Some(&false) => {}
            Some(context) => setters.container(&container, context.allow_privilege_escalation.slot),
            None => setters.container(&container, container.context_field),
        }
    }
    (!setters.is_empty()).then(|| Violation {
        reason: "allowPrivilegeEscalation != false",
        detail: format!(
            "{} must set securityContext.allowPrivilegeEscalation=false",
            setters.shown()
        ),
        fields: setters.fields,
    })
}

/// `runAsNonRoot1_0` and `runAsNonRoot1_35`.
pub(super) fn run_as_non_root(pod: Pod<'_>) -> Option<Violation> {
    if pod.version >= 35 && pod.has_own_users() {
        return None;
    }
    let mut bad = Setters::default();
    let mut missing = Setters::default();
    let mut pod_says_so = false;
    if let Some(context) = pod.spec.security_context.get() {
        match context.run_as_non_root.get() {
            Some(true) => pod_says_so = true,
            Some(false) => bad.pod(context.run_as_non_root.slot),
            None => {}
        }
    }
    for container in pod.containers() {
        let flag = container.context.map(|context| &context.run_as_non_root);
        match flag.and_then(|flag| flag.get()) {
            Some(true) => {}
            Some(false) => {
                let at = flag.map_or(container.context_field, |flag| flag.slot);
                bad.container(&container, at);
            }
            None if pod_says_so => {}
            None => missing.container(&container, container.slot),
        }
    }
    let reason = "runAsNonRoot != true";
    if !bad.is_empty() {
        return Some(Violation {
            reason,
            detail: format!(
                "{} must not set securityContext.runAsNonRoot=false",
                bad.shown()
            ),
            fields: bad.fields,
        });
    }
    (!missing.is_empty()).then(|| Violation {
        reason,
        detail: format!(
            "pod or {} must set securityContext.runAsNonRoot=true",
            missing.shown()
        ),
        fields: missing.fields,
    })
}

/// `runAsUser1_23` and `runAsUser1_35`.
pub(super) fn run_as_user(pod: Pod<'_>) -> Option<Violation> {
    if pod.version < 23 || pod.version >= 35 && pod.has_own_users() {
        return None;
    }
    let mut setters = Setters::default();
    if let Some(context) = pod.spec.security_context.get()
        && context.run_as_user.get() == Some(&0)
    {
        setters.pod(context.run_as_user.slot);
    }
    for container in pod.containers() {
        if let Some(context) = container.context
            && context.run_as_user.get() == Some(&0)
        {
            setters.container(&container, context.run_as_user.slot);
        }
    }
    (!setters.is_empty()).then(|| Violation {
        reason: "runAsUser=0",
        detail: format!("{} must not set runAsUser=0", setters.shown()),
        fields: setters.fields,
    })
}
