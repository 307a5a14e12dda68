//! Pods, pod templates and the pod spec that all workloads share.

use super::affinity::validate_affinity;
use super::annotations::{MIRROR_POD, validate_pod_specific_annotations};
use super::container_lists::{
    validate_containers, validate_containers_only_for_pod, validate_ephemeral_containers,
    validate_init_containers,
};
use super::hosts::{
    validate_host_aliases, validate_optional_name, validate_pod_dns_config, validate_pod_host_name,
    validate_pod_host_network_deps,
};
use super::pod_resources::validate_pod_resources;
use super::required_enum;
use super::resource_names::validate_container_resource_name;
use super::resources::validate_resource_requirements;
use super::seccomp::{
    validate_app_armor_annotations_and_fields_match, validate_seccomp_annotations_and_fields,
};
use super::security_context::{validate_host_users, validate_pod_spec_security_context};
use super::toleration::validate_tolerations;
use super::topology_spread::validate_topology_spread_constraints;
use super::volume::{Volumes, validate_volumes};
use super::windows::{validate_os, validate_windows_host_process_pod};
use crate::model::core::{
    Pod, PodReadinessGate, PodResourceClaim, PodSchedulingGate, PodSpec, PodTemplate,
    PodTemplateSpec,
};
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::meta::{LabelSelector, ObjectMeta};
use crate::model::values::names;
use crate::validation::meta::{
    MetaRules, name_is_dns_subdomain, object_name, validate_annotations, validate_labels,
    validate_object_meta,
};
use crate::validation::seen::Seen;
use crate::validation::{ErrorType, Errors};

/// How the metadata of pods and pod templates is judged (`ValidatePodName`).
pub(super) const POD_META: MetaRules = MetaRules {
    name: name_is_dns_subdomain,
    namespaced: true,
    keeps_generation: false,
};

/// What differs between the owners of a pod spec.
#[derive(Clone, Copy, Debug, Default)]
pub struct PodOptions<'m> {
    /// The metadata of a bare Pod; None for templates (`ResourceIsPod`).
    pub pod: Option<&'m Obj<ObjectMeta>>,
    /// Names of claim templates of a StatefulSet: each is a volume, and replaces one of the same name.
    pub claim_templates: &'m [&'m str],
    /// Whether `hostname` and `subdomain` are overwritten by the controller and hence not judged.
    pub ignores_hostname: bool,
}

/// A pod spec with what its parts need to know of each other.
pub(super) struct PodContext<'m> {
    pub(super) spec: &'m Obj<PodSpec>,
    pub(super) volumes: Volumes<'m>,
    pub(super) claim_names: Seen<&'m str>,
    options: PodOptions<'m>,
}

impl<'m> PodContext<'m> {
    /// Whether it is a bare Pod, not a template.
    pub(super) fn is_pod(&self) -> bool {
        self.options.pod.is_some()
    }

    pub(super) fn grace_period(&self) -> Option<i64> {
        self.spec.termination_grace_period_seconds.get().copied()
    }

    pub(super) fn host_users(&self) -> bool {
        self.spec.host_users.get() != Some(&false)
    }

    pub(super) fn restart_policy(&self) -> &'m str {
        self.spec.restart_policy.str()
    }

    pub(super) fn os(&self) -> Option<&'m str> {
        self.spec.os.get().map(|os| os.name.str())
    }

    fn labels(&self) -> Option<&'m Map<Text>> {
        self.options.pod.map(|meta| &meta.labels)
    }

    /// Which of the keys become requirements of the selector when a bare Pod is made
    /// (`applyMatchLabelKeysAndMismatchLabelKeys` of `pkg/registry/core/pod/strategy.go`).
    pub(super) fn merged_keys(&self, keys: &'m List<Field<Text>>) -> impl Iterator<Item = &'m str> {
        let labels = self.labels();
        keys.iter()
            .map(|key| key.str())
            .filter(move |key| labels.is_some_and(|labels| labels.field(key).is_some()))
    }

    /// Judges the requirements that `merged_keys` adds to a selector, as `ValidateLabelSelector` does.
    pub(super) fn validate_merged_label_keys(
        &self,
        selector: &Field<Box<LabelSelector>>,
        keys: &[&'m List<Field<Text>>],
        errs: &mut Errors<'_, '_>,
    ) {
        let (Some(labels), Some(inner)) = (self.labels(), selector.get()) else {
            return;
        };
        let mut index = inner.match_expressions.len();
        for list in keys {
            for key in list.iter() {
                let Some(label) = labels.field(key.str()) else {
                    continue;
                };
                let path = |errs: &Errors<'_, '_>, end: &str| {
                    format!("{}.matchExpressions[{index}]{end}", errs.path(selector))
                };
                for detail in names::qualified_name(key.str()) {
                    let path = path(errs, ".key");
                    errs.add_as(ErrorType::Invalid, key, path, detail);
                }
                for detail in names::label_value(label.str()) {
                    let path = path(errs, ".values[0]");
                    errs.add_as(ErrorType::Invalid, key, path, detail);
                }
                index += 1;
            }
        }
    }
}

/// `ValidatePodCreate`.
pub fn validate_pod_create(pod: &Pod, errs: &mut Errors<'_, '_>) {
    let spec = &pod.spec;
    validate_pod_metadata_and_spec(pod, errs);
    if !spec.ephemeral_containers.is_empty() {
        errs.forbidden(&spec.ephemeral_containers, "cannot be set on create");
    }
    if !spec.node_name.str().is_empty() && !spec.scheduling_gates.is_empty() {
        errs.forbidden(
            &spec.node_name,
            "cannot be set until all schedulingGates have been cleared",
        );
    }
    validate_seccomp_annotations_and_fields(&pod.metadata, spec, errs);
    validate_app_armor_annotations_and_fields_match(&pod.metadata, spec, errs);
}

/// `ValidatePodMetadataAndSpec`.
pub(in crate::validation) fn validate_pod_metadata_and_spec(pod: &Pod, errs: &mut Errors<'_, '_>) {
    let (meta, spec) = (&pod.metadata, &pod.spec);
    validate_object_meta(meta, POD_META, errs);
    validate_pod_specific_annotations(
        &meta.annotations,
        spec,
        |errs| errs.path(&meta.annotations),
        errs,
    );
    let options = PodOptions {
        pod: Some(meta),
        ..PodOptions::default()
    };
    validate_pod_spec(spec, options, errs);
    validate_containers_only_for_pod(spec, errs);
}

/// `ValidatePodTemplate`.
pub fn validate_pod_template(template: &PodTemplate, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&template.metadata, POD_META, errs);
    validate_pod_template_spec(&template.template, PodOptions::default(), errs);
}

/// `ValidatePodTemplateSpec`.
pub fn validate_pod_template_spec(
    template: &PodTemplateSpec,
    options: PodOptions<'_>,
    errs: &mut Errors<'_, '_>,
) {
    let (meta, spec) = (&template.metadata, &template.spec);
    // Kubernetes' paths lack `metadata` here.
    let owner = |errs: &Errors<'_, '_>| {
        let path = errs.path(meta);
        path.strip_suffix("metadata").unwrap_or(&path).to_owned()
    };
    let start = errs.len();
    validate_labels(&meta.labels, errs);
    if errs.len() > start {
        let (from, to) = (errs.path(&meta.labels), owner(errs) + "labels");
        errs.rename_since(start, &from, &to);
    }
    let start = errs.len();
    validate_annotations(&meta.annotations, errs);
    if errs.len() > start {
        let (from, to) = (errs.path(&meta.annotations), owner(errs) + "annotations");
        errs.rename_since(start, &from, &to);
    }
    validate_pod_specific_annotations(
        &meta.annotations,
        spec,
        |errs| owner(errs) + "annotations",
        errs,
    );
    validate_pod_spec(spec, options, errs);
    validate_seccomp_annotations_and_fields(meta, spec, errs);
    validate_app_armor_annotations_and_fields_match(meta, spec, errs);
    if !spec.ephemeral_containers.is_empty() {
        errs.forbidden(
            &spec.ephemeral_containers,
            "ephemeral containers not allowed in pod template",
        );
    }
}

/// `ValidatePodSpec`. Fields behind gates that are off (`schedulingGroup`, stop signals, trust bundles) are dropped before.
pub fn validate_pod_spec(spec: &Obj<PodSpec>, options: PodOptions<'_>, errs: &mut Errors<'_, '_>) {
    if spec.termination_grace_period_seconds.is_missing() {
        errs.required(&spec.termination_grace_period_seconds, "");
    }
    let volumes = validate_volumes(&spec.volumes, options, errs);
    let mut claim_names = Seen::default();
    for claim in &spec.resource_claims {
        if !claim.name.str().is_empty() {
            claim_names.insert(claim.name.str());
        }
    }
    let pod = PodContext {
        spec,
        volumes,
        claim_names,
        options,
    };
    validate_pod_resource_claims(&spec.resource_claims, options, errs);
    validate_containers(&pod, errs);
    validate_init_containers(&pod, errs);
    validate_ephemeral_containers(&pod, errs);
    validate_pod_resources(&pod, errs);
    validate_pod_host_network_deps(&pod, errs);
    required_enum(
        &spec.restart_policy,
        &["Always", "OnFailure", "Never"],
        errs,
    );
    required_enum(
        &spec.dns_policy,
        &["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"],
        errs,
    );
    validate_labels(&spec.node_selector, errs);
    validate_pod_spec_security_context(spec, errs);
    validate_affinity(&spec.affinity, &pod, errs);
    validate_pod_dns_config(spec, errs);
    validate_readiness_gates(&spec.readiness_gates, errs);
    validate_scheduling_gates(&spec.scheduling_gates, errs);
    validate_topology_spread_constraints(&spec.topology_spread_constraints, &pod, errs);
    validate_windows_host_process_pod(spec, errs);
    validate_host_users(spec, errs);
    validate_pod_host_name(spec, errs);
    validate_names(spec, options, errs);
    validate_overhead(&spec.overhead, errs);
    validate_os(spec, errs);
    validate_file_key_ref_volumes(spec, errs);
}

/// The names and numbers at the end of `ValidatePodSpec`.
fn validate_names(spec: &Obj<PodSpec>, options: PodOptions<'_>, errs: &mut Errors<'_, '_>) {
    // `serviceAccount` is the old name of `serviceAccountName`.
    let account = spec.service_account_name.str();
    if !account.is_empty() {
        errs.invalid_each(
            &spec.service_account_name,
            names::dns1123_subdomain(account),
        );
    } else if !spec.service_account.str().is_empty() {
        for detail in names::dns1123_subdomain(spec.service_account.str()) {
            let path = errs.path(spec) + ".serviceAccountName";
            errs.add_as(ErrorType::Invalid, &spec.service_account, path, detail);
        }
    }
    validate_optional_name(&spec.node_name, names::dns1123_subdomain, errs);
    if let Some(seconds) = spec.active_deadline_seconds.get() {
        errs.invalid_each(
            &spec.active_deadline_seconds,
            names::in_range(*seconds, 1, i64::from(i32::MAX)),
        );
    }
    if !options.ignores_hostname {
        validate_optional_name(&spec.hostname, names::dns1123_label, errs);
        validate_optional_name(&spec.subdomain, names::dns1123_label, errs);
    }
    validate_tolerations(&spec.tolerations, errs);
    validate_host_aliases(&spec.host_aliases, errs);
    validate_optional_name(&spec.priority_class_name, names::dns1123_subdomain, errs);
    if let Some(name) = spec.runtime_class_name.get() {
        errs.invalid_each(&spec.runtime_class_name, names::dns1123_subdomain(name));
    }
    validate_preemption_policy(&spec.preemption_policy, errs);
}

/// `ValidatePreemptionPolicy`.
pub fn validate_preemption_policy(policy: &Field<Text>, errs: &mut Errors<'_, '_>) {
    if policy.is_set() {
        required_enum(policy, &["PreemptLowerPriority", "Never"], errs);
    }
}

/// `validateOverhead`: as the limits of a container, and reported under `overhead.limits`.
fn validate_overhead(overhead: &Map<crate::model::values::Quantity>, errs: &mut Errors<'_, '_>) {
    if overhead.entries().is_empty() {
        return;
    }
    let start = errs.len();
    validate_resource_requirements(
        overhead.slot,
        overhead,
        None,
        validate_container_resource_name,
        errs,
    );
    if errs.len() > start {
        let path = errs.path(overhead);
        errs.rename_since(start, &format!("{path}["), &format!("{path}.limits["));
    }
}

/// `validateReadinessGates`.
fn validate_readiness_gates(gates: &List<Obj<PodReadinessGate>>, errs: &mut Errors<'_, '_>) {
    for gate in gates {
        errs.invalid_each(
            &gate.condition_type,
            names::qualified_name(gate.condition_type.str()),
        );
    }
}

/// `validateSchedulingGates`, whose paths lack `.name`.
fn validate_scheduling_gates(gates: &List<Obj<PodSchedulingGate>>, errs: &mut Errors<'_, '_>) {
    let mut seen = Seen::default();
    for gate in gates {
        errs.invalid_each(gate, names::qualified_name(gate.name.str()));
        if !seen.insert(gate.name.str()) {
            errs.duplicate(gate);
        }
    }
}

/// `validatePodResourceClaims`.
fn validate_pod_resource_claims(
    claims: &List<Obj<PodResourceClaim>>,
    options: PodOptions<'_>,
    errs: &mut Errors<'_, '_>,
) {
    let is_static = options
        .pod
        .is_some_and(|meta| meta.annotations.field(MIRROR_POD).is_some());
    let mut seen = Seen::default();
    for claim in claims {
        if is_static {
            errs.add_as(
                ErrorType::Forbidden,
                claim,
                "",
                "static pods do not support resource claims",
            );
            continue;
        }
        let name = claim.name.str();
        if name.is_empty() {
            errs.required(&claim.name, "");
        } else if seen.insert(name) {
            errs.invalid_each(&claim.name, names::dns1123_label(name));
        } else {
            errs.duplicate(&claim.name);
        }
        let (own, template) = (
            &claim.resource_claim_name,
            &claim.resource_claim_template_name,
        );
        if own.is_set() && template.is_set() {
            errs.invalid(
                claim,
                "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
            );
        }
        if own.is_missing() && template.is_missing() {
            errs.invalid(
                claim,
                "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`",
            );
        }
        for field in [own, template] {
            if let Some(name) = field.get() {
                errs.invalid_each(field, names::dns1123_subdomain(name));
            }
        }
    }
}

/// `validateFileKeyRefVolumes`.
fn validate_file_key_ref_volumes(spec: &PodSpec, errs: &mut Errors<'_, '_>) {
    let plain = spec.init_containers.iter().chain(&spec.containers);
    let ephemeral = spec
        .ephemeral_containers
        .iter()
        .map(|container| &container.env);
    for var in plain
        .map(|container| &container.env)
        .chain(ephemeral)
        .flatten()
    {
        let Some(reference) = var
            .value_from
            .get()
            .and_then(|from| from.file_key_ref.get())
        else {
            continue;
        };
        let name = reference.volume_name.str();
        let volume = spec
            .volumes
            .iter()
            .rfind(|volume| volume.name.str() == name);
        match volume {
            None => errs.not_found(&reference.volume_name),
            Some(volume) if volume.empty_dir.is_missing() => errs.invalid(
                &reference.volume_name,
                "referenced volume must be of type emptyDir",
            ),
            Some(_) => {}
        }
    }
}

/// The name of a bare Pod; empty where it has none, and for templates.
pub(super) fn pod_name(options: PodOptions<'_>) -> String {
    options
        .pod
        .map_or_else(String::new, |meta| object_name(meta).into_owned())
}
