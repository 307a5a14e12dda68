//! What the apiserver says of objects that it accepts.
//!
//! Follows the `WarningsOnCreate` of the strategies in `pkg/registry`.

mod ports;
mod service;
mod spec;
mod storage;
mod virtual_paths;

use super::meta::{is_copy, object_name};
use crate::model::core::{Node, PodTemplateSpec, Secret};
use crate::model::field::{Field, Located, Map, Obj};
use crate::model::meta::ObjectMeta;
use crate::model::values::{Quantity, names};
use crate::model::{Model, ObjectTree};
use crate::source::Span;
use std::collections::HashSet;

/// One warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The server's text.
    pub detail: String,
    /// The field it is about, as the server writes it; empty for the object.
    pub path: String,
    /// Where that stands.
    pub span: Span,
}

/// The warnings of one object. The server sends equal ones once.
pub(super) struct Warnings<'o, 't> {
    object: &'o ObjectTree<'t>,
    list: Vec<Warning>,
    said: HashSet<String>,
}

impl Warnings<'_, '_> {
    fn path(&self, at: &impl Located) -> String {
        self.object.path(at.slot())
    }

    /// `<path>: <text>`.
    fn add(&mut self, at: &impl Located, text: impl std::fmt::Display) {
        let path = self.path(at);
        let detail = format!("{path}: {text}");
        self.say(at, path, detail);
    }

    /// `<path>: <text>` for a field of another name than the server's.
    fn add_as(&mut self, at: &impl Located, path: String, text: impl std::fmt::Display) {
        let detail = format!("{path}: {text}");
        self.say(at, path, detail);
    }

    /// A text that names no field, or names it in its own way.
    fn say(&mut self, at: &impl Located, path: String, detail: String) {
        if self.said.insert(detail.clone()) {
            let span = self.object.span(at.slot());
            self.list.push(Warning { detail, path, span });
        }
    }
}

/// `WarningsOnCreate`.
pub(super) fn on_create(model: &Model, object: &ObjectTree<'_>) -> Vec<Warning> {
    let mut warnings = Warnings {
        object,
        list: Vec::new(),
        said: HashSet::new(),
    };
    let out = &mut warnings;
    warn_of_copied_owners(model.metadata(), out);
    match model {
        Model::Pod(it) => {
            warn_of_name(&it.metadata, "the Pod's hostname", out);
            spec::warn_of_pod(&it.metadata, &it.spec, true, out);
        }
        Model::PodTemplate(it) => warn_of_template(&it.template, out),
        Model::DaemonSet(it) => warn_of_template(&it.spec.template, out),
        Model::Deployment(it) => {
            warn_of_name(&it.metadata, POD_NAMES, out);
            warn_of_template(&it.spec.template, out);
        }
        Model::ReplicaSet(it) => {
            warn_of_name(&it.metadata, POD_NAMES, out);
            warn_of_template(&it.spec.template, out);
        }
        Model::ReplicationController(it) => {
            warn_of_name(&it.metadata, POD_NAMES, out);
            if let Some(template) = it.spec.template.get() {
                warn_of_template(template, out);
            }
        }
        Model::StatefulSet(it) => {
            warn_of_template(&it.spec.template, out);
            for claim in &it.spec.volume_claim_templates {
                let path = out.path(claim) + ".Spec";
                storage::warn_of_claim_spec(&claim.spec, Some(path), out);
            }
            if it.spec.revision_history_limit.value() < 0 {
                out.add(
                    &it.spec.revision_history_limit,
                    "a negative value retains all historical revisions; a value >= 0 is recommended",
                );
            }
        }
        Model::Job(it) => {
            warn_of_name(&it.metadata, POD_NAMES, out);
            warn_of_job(&it.spec, out);
        }
        Model::CronJob(it) => {
            warn_of_name(&it.metadata, POD_NAMES, out);
            warn_of_job(&it.spec.job_template.spec, out);
        }
        Model::Service(it) => service::warn_of_service(it, out),
        Model::PersistentVolumeClaim(it) => storage::warn_of_claim(it, out),
        Model::PersistentVolume(it) => storage::warn_of_volume(it, out),
        Model::StorageClass(it) => storage::warn_of_class(it, out),
        Model::CsiDriver(it) => storage::warn_of_driver(it, out),
        Model::Node(it) => warn_of_node(it, out),
        Model::Secret(it) => warn_of_secret(it, out),
        Model::Ingress(it) => {
            const CLASS: &str = "kubernetes.io/ingress.class";
            if let Some(class) = it.metadata.annotations.field(CLASS)
                && it.spec.ingress_class_name.is_missing()
            {
                let text = format!(
                    "annotation {CLASS:?} is deprecated, please use 'spec.ingressClassName' instead"
                );
                let path = out.path(class);
                out.say(class, path, text);
            }
        }
        Model::ServiceAccount(it) => {
            const MOUNTABLE: &str = "kubernetes.io/enforce-mountable-secrets";
            if let Some(annotation) = it.metadata.annotations.field(MOUNTABLE) {
                out.add(
                    annotation,
                    "deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets",
                );
            }
        }
        Model::RuntimeClass(it) => {
            if let Some(scheduling) = it.scheduling.get() {
                for (key, value) in scheduling.node_selector.entries() {
                    if let Some(text) = deprecated_node_label(key) {
                        out.add_as(value, "scheduling.nodeSelector".to_owned(), text);
                    }
                }
            }
        }
        _ => {}
    }
    warnings.list
}

const POD_NAMES: &str = "Pod names and hostnames";

/// The name of an object that goes into the names of pods.
fn warn_of_name(meta: &Obj<ObjectMeta>, where_used: &str, out: &mut Warnings<'_, '_>) {
    let details = names::dns1123_label(&object_name(meta));
    if !details.is_empty() {
        out.add(
            &meta.name,
            format!(
                "this is used in {where_used}, which can result in surprising behavior; a DNS label is recommended: [{}]",
                details.join(" ")
            ),
        );
    }
}

/// `GetWarningsForPodTemplate`.
fn warn_of_template(template: &PodTemplateSpec, out: &mut Warnings<'_, '_>) {
    spec::warn_of_pod(&template.metadata, &template.spec, false, out);
}

/// `WarningsForJobSpec` of `pkg/api/job/warnings.go`.
fn warn_of_job(spec: &Obj<crate::model::batch::JobSpec>, out: &mut Warnings<'_, '_>) {
    let many = spec.completions.value() > 100_000 && spec.parallelism.value() > 10_000;
    if spec.completion_mode == "Indexed" && many {
        out.add(
            spec,
            "In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail",
        );
    }
    warn_of_template(&spec.template, out);
}

/// `dedupOwnerReferencesAndAddWarning` of `apiserver/pkg/endpoints/handlers/create.go`.
fn warn_of_copied_owners(meta: &ObjectMeta, out: &mut Warnings<'_, '_>) {
    let references = meta.owner_references.items();
    let copied: Vec<&str> = (0..references.len())
        .filter(|index| is_copy(references, *index))
        .filter_map(|index| references.get(index))
        .map(|reference| reference.uid.str())
        .collect();
    if !copied.is_empty() {
        let text = format!(
            ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: {}",
            copied.join(", ")
        );
        let path = out.path(&meta.owner_references);
        out.say(&meta.owner_references, path, text);
    }
}

/// `fieldIsDeprecatedWarnings` of `pkg/registry/core/node/strategy.go`.
fn warn_of_node(node: &Node, out: &mut Warnings<'_, '_>) {
    const UNUSED: &str = "this field is deprecated, and is unused by Kubernetes";
    if !node.spec.external_id.str().is_empty() {
        out.add(&node.spec.external_id, UNUSED);
    }
}

/// `warningsForSecret` of `pkg/registry/core/secret/strategy.go`, as far as it can be seen without reading certificates.
fn warn_of_secret(secret: &Secret, out: &mut Warnings<'_, '_>) {
    if secret.r#type != "kubernetes.io/tls" {
        return;
    }
    for (key, what) in [("tls.crt", "certificate"), ("tls.key", "key")] {
        let text = secret
            .string_data
            .field(key)
            .map(|text| text.str().as_bytes());
        let data = secret.data.field(key);
        let bytes = text.or(data.and_then(Field::get).map(|data| data.0.as_slice()));
        if has_pem(bytes.unwrap_or_default()) {
            continue;
        }
        let detail = format!("tls: failed to find any PEM data in {what} input");
        let path = format!("data[{key}]");
        match (secret.string_data.field(key), data) {
            (Some(field), _) => out.say(field, path, detail),
            (None, Some(field)) => out.say(field, path, detail),
            (None, None) => {}
        }
        return;
    }
}

/// Whether there is a PEM block.
fn has_pem(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.contains("-----BEGIN ") && text.contains("-----END ")
}

/// `GetNodeLabelDeprecatedMessage` of `pkg/api/node/util.go`.
fn deprecated_node_label(key: &str) -> Option<&'static str> {
    Some(match key {
        "beta.kubernetes.io/arch" => "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        "beta.kubernetes.io/os" => "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        "failure-domain.beta.kubernetes.io/region" => {
            "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead"
        }
        "failure-domain.beta.kubernetes.io/zone" => {
            "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead"
        }
        "beta.kubernetes.io/instance-type" => {
            "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead"
        }
        "node-role.kubernetes.io/master" => "use \"node-role.kubernetes.io/control-plane\" instead",
        _ => return None,
    })
}

/// An amount of bytes that is no whole number.
fn warn_of_fraction(
    map: &Map<Quantity>,
    name: &str,
    owner: Option<&str>,
    out: &mut Warnings<'_, '_>,
) {
    if let Some(field) = map.field(name)
        && let Some(amount) = field.get()
        && amount.milli_value() % 1000 != 0
    {
        let text = format!("fractional byte value \"{amount}\" is invalid, must be an integer");
        match owner {
            Some(path) => out.add_as(field, format!("{path}[{name}]"), text),
            None => out.add(field, text),
        }
    }
}
