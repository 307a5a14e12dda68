//! `metadata` of any object.
//!
//! Follows `k8s.io/apimachinery/pkg/api/validation/objectmeta.go` and the finalizer rules of `pkg/apis/core/validation`.

use super::labels::validate_labels;
use super::names::{NameRule, name_is_dns_label};
use crate::model::field::{Field, List, Located, Map, Obj, Text};
use crate::model::meta::{ObjectMeta, OwnerReference};
use crate::model::values::names;
use crate::validation::{ErrorType, Errors};
use std::borrow::Cow;

/// Bytes that all annotations of an object may have together.
const TOTAL_ANNOTATION_SIZE: usize = 256 * 1024;
/// Bytes of a `generateName` that are kept (`maxGeneratedNameLength` of `storage/names/generate.go`).
const GENERATED_NAME_BASE: usize = 58;

/// How the metadata of a kind is judged.
#[derive(Clone, Copy, Debug)]
pub struct MetaRules {
    /// The format of its name.
    pub name: NameRule,
    /// Whether it lives in a namespace; otherwise the server empties `metadata.namespace`.
    pub namespaced: bool,
    /// Whether `metadata.generation` is kept as written; otherwise the kind's strategy sets it to 1.
    pub keeps_generation: bool,
}

/// `ValidateObjectMeta` of `pkg/apis/core/validation`: the common rules, then the standard finalizer names.
pub fn validate_object_meta(meta: &Obj<ObjectMeta>, rules: MetaRules, errs: &mut Errors<'_, '_>) {
    validate_object_meta_accessor(meta, rules, errs);
    for finalizer in &meta.finalizers {
        validate_kube_finalizer_name(finalizer.str(), finalizer, errs);
    }
}

/// `ValidateObjectMetaAccessor` of apimachinery.
pub fn validate_object_meta_accessor(
    meta: &Obj<ObjectMeta>,
    rules: MetaRules,
    errs: &mut Errors<'_, '_>,
) {
    validate_identity(meta, rules, errs);
    validate_labels(&meta.labels, errs);
    validate_annotations(&meta.annotations, errs);
    validate_owner_references(&meta.owner_references, errs);
    validate_finalizers(&meta.finalizers, errs);
}

/// The part of [`validate_object_meta_accessor`] that `rules` are about. The name is what the server makes of
/// `generateName` where it is missing.
pub fn validate_identity(meta: &Obj<ObjectMeta>, rules: MetaRules, errs: &mut Errors<'_, '_>) {
    if !meta.generate_name.str().is_empty() {
        errs.invalid_each(
            &meta.generate_name,
            (rules.name)(meta.generate_name.str(), true),
        );
    }
    let name = object_name(meta);
    if name.is_empty() {
        errs.required(&meta.name, "name or generateName is required");
    } else if !meta.generate_name.is_invalid() {
        errs.invalid_each(&meta.name, (rules.name)(&name, false));
    }
    if rules.namespaced && !meta.namespace.str().is_empty() {
        errs.invalid_each(
            &meta.namespace,
            name_is_dns_label(meta.namespace.str(), false),
        );
    }
    if rules.keeps_generation && meta.generation.value() < 0 {
        errs.invalid(&meta.generation, "must be greater than or equal to 0");
    }
}

/// The name that the object will have; empty where there is none. The random end of a generated name is `xxxxx`.
#[must_use]
pub fn object_name(meta: &ObjectMeta) -> Cow<'_, str> {
    let prefix = meta.generate_name.str();
    if !meta.name.str().is_empty() || prefix.is_empty() {
        return Cow::Borrowed(meta.name.str());
    }
    let mut end = prefix.len().min(GENERATED_NAME_BASE);
    while !prefix.is_char_boundary(end) {
        end -= 1;
    }
    Cow::Owned(format!("{}xxxxx", &prefix[..end]))
}

/// `ValidateAnnotations`.
pub fn validate_annotations(annotations: &Map<Text>, errs: &mut Errors<'_, '_>) {
    let mut size = 0;
    for (key, value) in annotations.entries() {
        size += key.len() + value.str().len();
        // What is good is good in lower case too.
        if !names::is_qualified_name(key) {
            errs.invalid_each(annotations, names::qualified_name(&key.to_lowercase()));
        }
    }
    if size > TOTAL_ANNOTATION_SIZE {
        errs.too_long(annotations, TOTAL_ANNOTATION_SIZE);
    }
}

/// `ValidateOwnerReferences`.
fn validate_owner_references(references: &List<Obj<OwnerReference>>, errs: &mut Errors<'_, '_>) {
    let mut controller: Option<&OwnerReference> = None;
    for (index, reference) in references.iter().enumerate() {
        // The server drops copies before it judges, with a warning.
        if is_copy(references.items(), index) {
            continue;
        }
        validate_owner_reference(reference, references, errs);
        if !reference.controller.value() {
            continue;
        }
        if let Some(first) = controller {
            let detail = format!(
                "Only one reference can have Controller set to true. Found \"true\" in references for {}/{} and {}/{}",
                first.kind.str(),
                first.name.str(),
                reference.kind.str(),
                reference.name.str()
            );
            errs.invalid(references, detail);
        } else {
            controller = Some(reference);
        }
    }
}

/// More references than this are not searched for copies.
const FEW_REFERENCES: usize = 256;

/// Whether an owner reference says the same as one before it (`DedupOwnerReferences` of `handlers/create.go`).
pub(crate) fn is_copy(references: &[Obj<OwnerReference>], index: usize) -> bool {
    let Some((reference, earlier)) = references
        .get(..=index.min(FEW_REFERENCES))
        .and_then(<[_]>::split_last)
    else {
        return false;
    };
    earlier.iter().any(|other| {
        other.uid.str() == reference.uid.str()
            && other.name.str() == reference.name.str()
            && other.kind.str() == reference.kind.str()
            && other.api_version.str() == reference.api_version.str()
            && other.controller.get() == reference.controller.get()
            && other.block_owner_deletion.get() == reference.block_owner_deletion.get()
    })
}

/// `validateOwnerReference`: the paths have no index.
fn validate_owner_reference(
    reference: &OwnerReference,
    references: &List<Obj<OwnerReference>>,
    errs: &mut Errors<'_, '_>,
) {
    let (group, version) = group_and_version(reference.api_version.str());
    let fields: [(&Field<Text>, &str, bool, &str); 4] = [
        (
            &reference.api_version,
            ".apiVersion",
            version.is_empty(),
            "version must not be empty",
        ),
        (
            &reference.kind,
            ".kind",
            reference.kind.str().is_empty(),
            "must not be empty",
        ),
        (
            &reference.name,
            ".name",
            reference.name.str().is_empty(),
            "must not be empty",
        ),
        (
            &reference.uid,
            ".uid",
            reference.uid.str().is_empty(),
            "must not be empty",
        ),
    ];
    for (field, suffix, wrong, detail) in fields {
        if wrong {
            let path = errs.path(references) + suffix;
            errs.add_as(ErrorType::Invalid, field, path, detail);
        }
    }
    if group.is_empty() && version == "v1" && reference.kind.str() == "Event" {
        errs.invalid(
            references,
            "/v1, Kind=Event is disallowed from being an owner",
        );
    }
}

/// `schema.ParseGroupVersion`; two slashes are no version.
fn group_and_version(api_version: &str) -> (&str, &str) {
    match api_version.split_once('/') {
        None => ("", api_version),
        Some((_, version)) if version.contains('/') => ("", ""),
        Some((group, version)) => (group, version),
    }
}

/// `ValidateFinalizers`.
fn validate_finalizers(finalizers: &List<Field<Text>>, errs: &mut Errors<'_, '_>) {
    let (mut orphan, mut foreground) = (false, false);
    for finalizer in finalizers {
        validate_finalizer_name(finalizer.str(), finalizers, errs);
        orphan |= finalizer.str() == "orphan";
        foreground |= finalizer.str() == "foregroundDeletion";
    }
    if orphan && foreground {
        errs.invalid(
            finalizers,
            "finalizer orphan and foregroundDeletion cannot be both set",
        );
    }
}

/// `ValidateFinalizerName`.
pub fn validate_finalizer_name(name: &str, at: &impl Located, errs: &mut Errors<'_, '_>) {
    errs.invalid_each(at, names::qualified_name(name));
}

/// `validateKubeFinalizerName` of `pkg/apis/core/validation/validation.go`.
pub fn validate_kube_finalizer_name(name: &str, at: &impl Located, errs: &mut Errors<'_, '_>) {
    if !name.contains('/') && !matches!(name, "kubernetes" | "orphan" | "foregroundDeletion") {
        errs.invalid(
            at,
            "name is neither a standard finalizer name nor is it fully qualified",
        );
    }
}
