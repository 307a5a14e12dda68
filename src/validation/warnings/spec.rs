//! Warnings about pods and pod templates.
//!
//! Follows `pkg/api/pod/warnings.go` and `pkg/api/node/util.go`.

use super::ports::warn_of_ports;
use super::storage::warn_of_claim_spec;
use super::virtual_paths::warn_of_overlapping_paths;
use super::{Warnings, deprecated_node_label, warn_of_fraction};
use crate::model::core::{
    Affinity, EnvVar, NodeSelectorTerm, PodAffinityTerm, PodSpec, ResourceRequirements, Volume,
    WeightedPodAffinityTerm,
};
use crate::model::field::{Field, List, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::model::values::{go_quote, names};
use crate::validation::ip::canonical_ipv6;
use crate::validation::seen::Seen;

const NO_SELECTOR: &str = "a null labelSelector results in matching no pod";
const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";
const USE_SECCOMP: &str = "non-functional in v1.27+; use the \"seccompProfile\" field instead";
const USE_APP_ARMOR: &str = "deprecated since v1.30; use the \"appArmorProfile\" field instead";
/// `deprecatedAnnotations`.
const DEPRECATED_ANNOTATIONS: [(&str, &str); 3] = [
    (
        "scheduler.alpha.kubernetes.io/critical-pod",
        "non-functional in v1.16+; use the \"priorityClassName\" field instead",
    ),
    (
        "security.alpha.kubernetes.io/sysctls",
        "non-functional in v1.11+; use the \"sysctls\" field instead",
    ),
    (
        "security.alpha.kubernetes.io/unsafe-sysctls",
        "non-functional in v1.11+; use the \"sysctls\" field instead",
    ),
];
const BYTES: [&str; 2] = ["memory", "ephemeral-storage"];

/// `warningsForPodSpecAndMeta`.
pub(super) fn warn_of_pod(
    meta: &Obj<ObjectMeta>,
    spec: &PodSpec,
    is_pod: bool,
    out: &mut Warnings<'_, '_>,
) {
    for (key, value) in spec.node_selector.entries() {
        if let Some(text) = deprecated_node_label(key) {
            out.add(value, text);
        }
    }
    if let Some(affinity) = spec.affinity.get() {
        warn_of_affinity(affinity, out);
    }
    for constraint in &spec.topology_spread_constraints {
        let key = constraint.topology_key.str();
        if let Some(text) = deprecated_node_label(key) {
            out.add(&constraint.topology_key, format!("{key} is {text}"));
        }
        warn_of_null_selector(&constraint.label_selector, out);
    }
    for (key, text) in DEPRECATED_ANNOTATIONS {
        if let Some(annotation) = meta.annotations.field(key) {
            out.add(annotation, text);
        }
    }
    for volume in &spec.volumes {
        warn_of_volume_plugin(volume, out);
    }
    warn_of_overlapping_paths(&spec.volumes, out);
    warn_of_lists(spec, out);
    for name in BYTES {
        warn_of_fraction(&spec.overhead, name, None, out);
    }
    warn_of_confinement(meta, spec, is_pod, out);
    let plain = spec.init_containers.iter().chain(&spec.containers);
    for container in plain {
        warn_of_amounts(&container.resources, out);
        warn_of_env(&container.env, out);
    }
    warn_of_ports(spec, out);
    if spec.termination_grace_period_seconds.value() < 0 {
        out.add(
            &spec.termination_grace_period_seconds,
            "must be >= 0; negative values are invalid and will be treated as 1",
        );
    }
    if let Some(config) = spec.dns_config.get() {
        for server in &config.nameservers {
            warn_of_ip(server, out);
        }
    }
    for alias in &spec.host_aliases {
        warn_of_ip(&alias.ip, out);
    }
}

/// `GetWarningsForIP` of `util/validation/ip.go`.
pub(super) fn warn_of_ip(ip: &Field<Text>, out: &mut Warnings<'_, '_>) {
    if let Some(canonical) = canonical_ipv6(ip.str()) {
        let text = format!(
            "IPv6 address {} should be in RFC 5952 canonical format ({})",
            go_quote(ip.str()),
            go_quote(&canonical)
        );
        out.add(ip, text);
    }
}

fn warn_of_null_selector<T>(selector: &Field<T>, out: &mut Warnings<'_, '_>) {
    if selector.is_missing() {
        out.add(selector, NO_SELECTOR);
    }
}

fn warn_of_affinity(affinity: &Affinity, out: &mut Warnings<'_, '_>) {
    if let Some(node) = affinity.node_affinity.get() {
        if let Some(required) = node
            .required_during_scheduling_ignored_during_execution
            .get()
        {
            for term in &required.node_selector_terms {
                warn_of_node_selector_term(term, false, out);
            }
        }
        for term in &node.preferred_during_scheduling_ignored_during_execution {
            warn_of_node_selector_term(&term.preference, true, out);
        }
    }
    if let Some(pods) = affinity.pod_affinity.get() {
        warn_of_pod_terms(
            &pods.required_during_scheduling_ignored_during_execution,
            &pods.preferred_during_scheduling_ignored_during_execution,
            out,
        );
    }
    if let Some(pods) = affinity.pod_anti_affinity.get() {
        warn_of_pod_terms(
            &pods.required_during_scheduling_ignored_during_execution,
            &pods.preferred_during_scheduling_ignored_during_execution,
            out,
        );
    }
}

fn warn_of_pod_terms(
    required: &List<Obj<PodAffinityTerm>>,
    preferred: &List<Obj<WeightedPodAffinityTerm>>,
    out: &mut Warnings<'_, '_>,
) {
    for term in required {
        warn_of_null_selector(&term.label_selector, out);
    }
    for weighted in preferred {
        warn_of_null_selector(&weighted.pod_affinity_term.label_selector, out);
    }
}

/// `GetWarningsForNodeSelectorTerm`.
pub(super) fn warn_of_node_selector_term(
    term: &NodeSelectorTerm,
    check_values: bool,
    out: &mut Warnings<'_, '_>,
) {
    for expression in &term.match_expressions {
        let key = expression.key.str();
        if let Some(text) = deprecated_node_label(key) {
            out.add(&expression.key, format!("{key} is {text}"));
        }
        if !check_values {
            continue;
        }
        for value in &expression.values {
            for detail in names::label_value(value.str()) {
                out.add(value, format!("{} is invalid, {detail}", value.str()));
            }
        }
    }
}

/// Volumes whose drivers are gone or going.
fn warn_of_volume_plugin(volume: &Obj<Volume>, out: &mut Warnings<'_, '_>) {
    fn gone<T>(
        volume: &Obj<Volume>,
        source: &Field<T>,
        name: &str,
        text: &str,
        out: &mut Warnings<'_, '_>,
    ) {
        if source.is_set() {
            let path = format!("{}.{name}", out.path(volume));
            out.add_as(source, path, text);
        }
    }
    let v = volume;
    const IN_1_22: &str = "deprecated in v1.22, non-functional in v1.25+";
    const IN_1_28: &str = "deprecated in v1.28, non-functional in v1.31+";
    const GIT: &str = "deprecated in v1.11, and disabled by default in v1.33+";
    const PHOTON: &str = "deprecated in v1.11, non-functional in v1.16+";
    const SCALE_IO: &str = "deprecated in v1.16, non-functional in v1.22+";
    const GLUSTER: &str = "deprecated in v1.25, non-functional in v1.26+";
    gone(
        v,
        &v.photon_persistent_disk,
        "photonPersistentDisk",
        PHOTON,
        out,
    );
    gone(v, &v.git_repo, "gitRepo", GIT, out);
    gone(v, &v.scale_io, "scaleIO", SCALE_IO, out);
    gone(v, &v.flocker, "flocker", IN_1_22, out);
    gone(v, &v.storageos, "storageOS", IN_1_22, out);
    gone(v, &v.quobyte, "quobyte", IN_1_22, out);
    gone(v, &v.glusterfs, "glusterfs", GLUSTER, out);
    gone(v, &v.cephfs, "cephfs", IN_1_28, out);
    gone(v, &v.rbd, "rbd", IN_1_28, out);
    if let Some(ephemeral) = v.ephemeral.get()
        && let Some(template) = ephemeral.volume_claim_template.get()
    {
        warn_of_claim_spec(&template.spec, None, out);
    }
}

/// Lists that name something twice, or nothing.
fn warn_of_lists(spec: &PodSpec, out: &mut Warnings<'_, '_>) {
    let mut ips = Seen::default();
    for alias in &spec.host_aliases {
        if !ips.insert(alias.ip.str()) {
            out.add(
                &alias.ip,
                format!("duplicate ip {}", go_quote(alias.ip.str())),
            );
        }
    }
    let mut secrets = Seen::default();
    for secret in &spec.image_pull_secrets {
        let name = secret.name.str();
        if !secrets.insert(name) {
            out.add(&secret.name, format!("duplicate name {}", go_quote(name)));
        }
        if name.is_empty() {
            out.add(&secret.name, "invalid empty name \"\"");
        }
    }
}

/// Seccomp and AppArmor annotations where the field is missing.
fn warn_of_confinement(
    meta: &ObjectMeta,
    spec: &PodSpec,
    is_pod: bool,
    out: &mut Warnings<'_, '_>,
) {
    let annotations = &meta.annotations;
    if annotations.entries().is_empty() {
        return;
    }
    let context = spec.security_context.get();
    if context.is_none_or(|context| context.seccomp_profile.is_missing())
        && let Some(annotation) = annotations.field(SECCOMP_POD)
    {
        out.add(annotation, USE_SECCOMP);
    }
    let windows = spec.os.get().is_some_and(|os| os.name == "windows");
    for container in spec.init_containers.iter().chain(&spec.containers) {
        let context = container.security_context.get();
        for (key, annotation) in annotations.entries() {
            if key.strip_prefix(SECCOMP_CONTAINER) == Some(container.name.str())
                && context.is_none_or(|context| context.seccomp_profile.is_missing())
            {
                out.add(annotation, USE_SECCOMP);
            }
            // For a bare Pod the strategy fills in the field, and says the same (`applyAppArmorVersionSkew`).
            if key.strip_prefix(APP_ARMOR) == Some(container.name.str())
                && context.is_none_or(|context| context.app_armor_profile.is_missing())
                && !(is_pod && windows)
            {
                out.add(annotation, USE_APP_ARMOR);
            }
        }
    }
}

fn warn_of_amounts(resources: &ResourceRequirements, out: &mut Warnings<'_, '_>) {
    for name in BYTES {
        warn_of_fraction(&resources.limits, name, None, out);
        warn_of_fraction(&resources.requests, name, None, out);
    }
}

/// Variables that are set twice, the second time without use of the first.
fn warn_of_env(env: &List<Obj<EnvVar>>, out: &mut Warnings<'_, '_>) {
    let mut seen = Seen::default();
    for var in env {
        let name = var.name.str();
        if seen.insert(name) {
            continue;
        }
        let reference = format!("$({name})");
        let value = var.value.str();
        if var.value_from.is_set() || value == reference || !value.contains(&reference) {
            out.add(
                var,
                format!(
                    "hides previous definition of {}, which may be dropped when using apply",
                    go_quote(name)
                ),
            );
        }
    }
}
