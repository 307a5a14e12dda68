//! Persistent volume claims and claim templates.

use super::resource_names::{validate_positive_quantity_value, validate_resource_quantity_value};
use super::resources::quantity;
use super::{require, supported};
use crate::model::Slot;
use crate::model::core::{
    PersistentVolumeClaim, PersistentVolumeClaimSpec, PersistentVolumeClaimTemplate,
};
use crate::model::field::{Field, List, Located, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::model::values::names;
use crate::validation::meta::{
    MetaRules, name_is_dns_label, name_is_dns_subdomain, validate_annotations,
    validate_label_selector, validate_labels, validate_object_meta,
};
use crate::validation::{ErrorType, Errors};

/// `supportedAccessModes`, sorted.
const ACCESS_MODES: [&str; 4] = [
    "ReadOnlyMany",
    "ReadWriteMany",
    "ReadWriteOnce",
    "ReadWriteOncePod",
];
/// `supportedVolumeModes`, sorted.
pub(super) const VOLUME_MODES: [&str; 2] = ["Block", "Filesystem"];

/// `ValidatePersistentVolumeClaim`.
pub fn validate_persistent_volume_claim(claim: &PersistentVolumeClaim, errs: &mut Errors<'_, '_>) {
    let rules = MetaRules {
        name: name_is_dns_subdomain,
        namespaced: true,
        keeps_generation: true,
    };
    validate_object_meta(&claim.metadata, rules, errs);
    validate_spec(&claim.spec, DataSources::of_claim(&claim.spec), errs);
}

/// `ValidatePersistentVolumeClaim` at an update: where the claim had a source before, nothing of the sources is dropped.
pub(in crate::validation) fn validate_persistent_volume_claim_of_update(
    claim: &PersistentVolumeClaim,
    had_source: bool,
    errs: &mut Errors<'_, '_>,
) {
    let mut sources = DataSources::of_claim(&claim.spec);
    if had_source {
        let written = DataSources::as_written(&claim.spec);
        let is_here = |one: &DataSource<'_>| one.namespace.is_none_or(|name| name.str().is_empty());
        sources = DataSources {
            source: written.source.or(written.reference.filter(is_here)),
            reference: written.reference.or(written.source),
            any_group: true,
        };
    }
    validate_spec(&claim.spec, sources, errs);
}

/// `ValidatePersistentVolumeClaimTemplate`, with `ValidateTemplateObjectMeta`.
pub(super) fn validate_persistent_volume_claim_template(
    template: &PersistentVolumeClaimTemplate,
    errs: &mut Errors<'_, '_>,
) {
    validate_annotations(&template.metadata.annotations, errs);
    validate_labels(&template.metadata.labels, errs);
    forbid_other_metadata(&template.metadata, errs);
    validate_persistent_volume_claim_spec(&template.spec, errs);
}

/// `validateFieldAllowList` with `allowedTemplateObjectMetaFields`, in the order of the Go struct.
fn forbid_other_metadata(meta: &Obj<ObjectMeta>, errs: &mut Errors<'_, '_>) {
    fn forbid(is_set: bool, at: &impl Located, errs: &mut Errors<'_, '_>) {
        if is_set {
            errs.forbidden(at, "cannot be set");
        }
    }
    let text = |field: &Field<Text>| !field.str().is_empty();
    forbid(text(&meta.name), &meta.name, errs);
    forbid(text(&meta.generate_name), &meta.generate_name, errs);
    forbid(text(&meta.namespace), &meta.namespace, errs);
    forbid(text(&meta.self_link), &meta.self_link, errs);
    if text(&meta.uid) {
        let path = errs.path(meta) + ".uID";
        errs.add_as(ErrorType::Forbidden, &meta.uid, path, "cannot be set");
    }
    forbid(text(&meta.resource_version), &meta.resource_version, errs);
    forbid(meta.generation.value() != 0, &meta.generation, errs);
    forbid(
        meta.creation_timestamp.is_set(),
        &meta.creation_timestamp,
        errs,
    );
    forbid(
        meta.deletion_timestamp.is_set(),
        &meta.deletion_timestamp,
        errs,
    );
    forbid(
        meta.deletion_grace_period_seconds.is_set(),
        &meta.deletion_grace_period_seconds,
        errs,
    );
    forbid(meta.owner_references.is_set(), &meta.owner_references, errs);
    forbid(meta.finalizers.is_set(), &meta.finalizers, errs);
    forbid(meta.managed_fields.is_set(), &meta.managed_fields, errs);
}

/// The access modes of a claim or volume: known ones, and ReadWriteOncePod alone.
pub(super) fn validate_access_modes(modes: &List<Field<Text>>, errs: &mut Errors<'_, '_>) {
    let (mut once_pod, mut other) = (false, false);
    for mode in modes {
        if !ACCESS_MODES.contains(&mode.str()) {
            errs.not_supported(modes, &ACCESS_MODES);
        } else if *mode == "ReadWriteOncePod" {
            once_pod = true;
        } else {
            other = true;
        }
    }
    if once_pod && other {
        errs.forbidden(
            modes,
            "may not use ReadWriteOncePod with other access modes",
        );
    }
}

/// `ValidatePersistentVolumeClaimSpec` of a claim template.
pub fn validate_persistent_volume_claim_spec(
    spec: &Obj<PersistentVolumeClaimSpec>,
    errs: &mut Errors<'_, '_>,
) {
    validate_spec(spec, DataSources::as_written(spec), errs);
}

/// `ValidatePersistentVolumeClaimSpec`.
fn validate_spec(
    spec: &Obj<PersistentVolumeClaimSpec>,
    sources: DataSources<'_>,
    errs: &mut Errors<'_, '_>,
) {
    if spec.access_modes.is_empty() {
        errs.required(&spec.access_modes, "at least 1 access mode is required");
    }
    validate_label_selector(&spec.selector, errs);
    validate_access_modes(&spec.access_modes, errs);
    validate_storage_request(spec, errs);
    validate_class_name(&spec.storage_class_name, errs);
    supported(&spec.volume_mode, &VOLUME_MODES, errs);
    sources.validate(spec, errs);
    validate_class_name(&spec.volume_attributes_class_name, errs);
}

/// `requests.storage`, which Kubernetes reports as `resources[storage]`.
fn validate_storage_request(spec: &PersistentVolumeClaimSpec, errs: &mut Errors<'_, '_>) {
    let requests = &spec.resources.requests;
    let Some(storage) = requests.field("storage") else {
        let path = errs.path(&spec.resources) + "[storage]";
        let at = Errors::missing_entry(&spec.resources);
        errs.add_as(ErrorType::Required, &at, path, "");
        return;
    };
    let Some(amount) = quantity(storage) else {
        return;
    };
    let start = errs.len();
    if validate_positive_quantity_value(&amount, storage, errs) {
        validate_resource_quantity_value("storage", &amount, storage, errs);
    }
    if errs.len() > start {
        let (from, to) = (errs.path(storage), errs.path(&spec.resources) + "[storage]");
        errs.rename_since(start, &from, &to);
    }
}

/// The name of a storage class, where one is given.
pub(super) fn validate_class_name(name: &Field<Text>, errs: &mut Errors<'_, '_>) {
    if !name.str().is_empty() {
        errs.invalid_each(name, names::dns1123_subdomain(name.str()));
    }
}

/// `dataSource` or `dataSourceRef`.
#[derive(Clone, Copy)]
struct DataSource<'m> {
    at: Slot,
    name: &'m Field<Text>,
    kind: &'m Field<Text>,
    group: &'m Field<Text>,
    namespace: Option<&'m Field<Text>>,
}

/// The two fields that say where the data of a claim comes from, and mean the same.
#[derive(Clone, Copy)]
struct DataSources<'m> {
    source: Option<DataSource<'m>>,
    reference: Option<DataSource<'m>>,
    /// Whether the format of groups is not judged: a claim that had one may have any (`AllowInvalidAPIGroupInDataSourceOrRef`).
    any_group: bool,
}

impl<'m> DataSources<'m> {
    fn as_written(spec: &'m PersistentVolumeClaimSpec) -> Self {
        let source = spec.data_source.get().map(|source| DataSource {
            at: spec.data_source.slot,
            name: &source.name,
            kind: &source.kind,
            group: &source.api_group,
            namespace: None,
        });
        let reference = spec.data_source_ref.get().map(|source| DataSource {
            at: spec.data_source_ref.slot,
            name: &source.name,
            kind: &source.kind,
            group: &source.api_group,
            namespace: Some(&source.namespace),
        });
        Self {
            source,
            reference,
            any_group: false,
        }
    }

    /// As the strategy of claims leaves them (`EnforceDataSourceBackwardsCompatibility` and `NormalizeDataSources` of
    /// `pkg/api/persistentvolumeclaim/util.go`): what is in another namespace is dropped (the gate is off), so is an
    /// lone `dataSource` of an unknown kind; the one that is missing is filled in from the other.
    fn of_claim(spec: &'m PersistentVolumeClaimSpec) -> Self {
        let written = Self::as_written(spec);
        let reference = written
            .reference
            .filter(|reference| reference.namespace.is_none_or(|name| name.str().is_empty()));
        let source = written.source.filter(|source| {
            reference.is_some()
                || matches!(
                    (source.group.str(), source.kind.str()),
                    ("", "PersistentVolumeClaim") | ("snapshot.storage.k8s.io", "VolumeSnapshot")
                )
        });
        Self {
            source: source.or(reference),
            reference: reference.or(source),
            any_group: false,
        }
    }

    fn validate(&self, spec: &Obj<PersistentVolumeClaimSpec>, errs: &mut Errors<'_, '_>) {
        if let Some(source) = &self.source {
            source.validate(spec, "dataSource", self.any_group, errs);
        }
        if let Some(reference) = &self.reference {
            reference.validate(spec, "dataSourceRef", self.any_group, errs);
        }
        let (Some(source), Some(reference)) = (&self.source, &self.reference) else {
            return;
        };
        if reference
            .namespace
            .is_some_and(|name| !name.str().is_empty())
        {
            errs.invalid(
                spec,
                "may not be specified when dataSourceRef.namespace is specified",
            );
        } else if source.group.get() != reference.group.get()
            || source.kind.str() != reference.kind.str()
            || source.name.str() != reference.name.str()
        {
            errs.invalid(spec, "must match dataSourceRef");
        }
    }
}

impl DataSource<'_> {
    /// `validateDataSource` and `validateDataSourceRef`; one that was filled in is reported at the other's place.
    fn validate(
        &self,
        spec: &Obj<PersistentVolumeClaimSpec>,
        name: &str,
        any_group: bool,
        errs: &mut Errors<'_, '_>,
    ) {
        let start = errs.len();
        require(self.name, errs);
        require(self.kind, errs);
        if any_group && !self.group.str().is_empty() {
            // Taken as it is.
        } else if !self.group.str().is_empty() {
            errs.invalid_each(self.group, names::dns1123_subdomain(self.group.str()));
        } else if *self.kind != "PersistentVolumeClaim" {
            errs.invalid(
                &self.at,
                "must be 'PersistentVolumeClaim' when referencing the default apiGroup",
            );
        }
        if let Some(namespace) = self.namespace.filter(|name| !name.str().is_empty()) {
            errs.invalid_each(namespace, name_is_dns_label(namespace.str(), false));
        }
        if errs.len() > start {
            let (from, to) = (errs.path(&self.at), format!("{}.{name}", errs.path(spec)));
            errs.rename_since(start, &from, &to);
        }
    }
}
