//! Updates of claims.
//!
//! Follows `ValidatePersistentVolumeClaimUpdate` of `pkg/apis/core/validation/validation.go`.

use super::live::data_source;
use super::pair::{IMMUTABLE, Pair};
use crate::model::core::PersistentVolumeClaim;
use crate::model::encode;
use crate::model::field::Text;
use crate::model::values::Quantity;
use crate::validation::core::validate_persistent_volume_claim_of_update;
use crate::validation::{ErrorType, Errors};
use serde_json::{Value, json};

const SPEC: &str = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";
const CLASS_ANNOTATION: &str = "volume.beta.kubernetes.io/storage-class";

/// `ValidatePersistentVolumeClaimUpdate`. `live` is the claim that the server has.
pub(super) fn validate_persistent_volume_claim_update(
    live: &Value,
    new: &PersistentVolumeClaim,
    pair: Pair<'_, '_>,
    errs: &mut Errors<'_, '_>,
) {
    let (Some(before), Ok(mut after)) = (live.get("spec"), encode(&new.spec, pair.new)) else {
        return;
    };
    let had_source = before.get("dataSource").is_some() || before.get("dataSourceRef").is_some();
    validate_persistent_volume_claim_of_update(new, had_source, errs);
    if let Some(spec) = after.as_object_mut() {
        data_source(spec);
    }
    let is_bound = live.pointer("/status/phase") == Some(&json!("Bound"));
    let storage = |spec: &Value| amount(spec.pointer("/resources/requests/storage"));
    let may_get_class = class_may_be_given(live, new);
    let may_grow = is_bound && new.spec.resources.requests.is_set();
    let fix = |spec: &Value| fixed(spec, before, (is_bound, may_grow), may_get_class);
    if fix(before) != fix(&after) {
        errs.forbidden(&new.spec, SPEC);
    }
    let (old_size, new_size) = (storage(before), storage(&after));
    if new_size < old_size && new_size <= amount(live.pointer("/status/capacity/storage")) {
        let requests = &new.spec.resources.requests;
        let path = format!("{}.storage", errs.path(requests));
        let detail = "field can not be less than status.capacity";
        match requests.field("storage") {
            Some(field) => errs.add_as(ErrorType::Forbidden, field, path, detail),
            None => errs.add_as(ErrorType::Forbidden, requests, path, detail),
        }
    }
    if before.get("volumeMode") != after.get("volumeMode") {
        errs.add_as(
            ErrorType::Invalid,
            &new.spec.volume_mode,
            "volumeMode",
            IMMUTABLE,
        );
    }
    validate_class_annotation(live, new, errs);
    validate_attributes_class(live, before, &after, new, errs);
}

/// A size; nothing is zero.
fn amount(value: Option<&Value>) -> Quantity {
    value
        .and_then(Value::as_str)
        .and_then(|text| Quantity::parse(text).ok())
        .unwrap_or_default()
}

/// The spec with what may change as it was.
fn fixed(
    spec: &Value,
    before: &Value,
    (is_bound, may_grow): (bool, bool),
    may_get_class: bool,
) -> Value {
    let mut spec = spec.clone();
    let Some(fields) = spec.as_object_mut() else {
        return spec;
    };
    // Both may be given once.
    if before.get("volumeName").is_none() {
        fields.remove("volumeName");
    }
    if before.get("storageClassName").is_none() && may_get_class {
        fields.remove("storageClassName");
    }
    if is_bound {
        fields.remove("volumeAttributesClassName");
    }
    if may_grow {
        let resources = fields.get_mut("resources").and_then(Value::as_object_mut);
        if let Some(resources) = resources
            && let Some(requests) = resources.get_mut("requests").and_then(Value::as_object_mut)
        {
            requests.remove("storage");
            if requests.is_empty() {
                resources.remove("requests");
            }
        }
    }
    spec
}

/// `validateStorageClassUpgradeFromAnnotation`, `validateStorageClassUpgradeFromNil`: a claim without a class may be
/// given one, if its annotation does not say another.
fn class_may_be_given(live: &Value, new: &PersistentVolumeClaim) -> bool {
    let before = live
        .pointer("/metadata/annotations")
        .and_then(|all| all.get(CLASS_ANNOTATION))
        .and_then(Value::as_str);
    let after = new.metadata.annotations.value_of(CLASS_ANNOTATION);
    match before {
        None => after.is_none(),
        Some(class) => {
            new.spec.storage_class_name.str() == class && after.is_none_or(|after| after == class)
        }
    }
}

/// `ValidateImmutableAnnotation`.
fn validate_class_annotation(live: &Value, new: &PersistentVolumeClaim, errs: &mut Errors<'_, '_>) {
    let before = live
        .pointer("/metadata/annotations")
        .and_then(|all| all.get(CLASS_ANNOTATION))
        .and_then(Value::as_str)
        .unwrap_or_default();
    let annotations = &new.metadata.annotations;
    let after = annotations.value_of(CLASS_ANNOTATION);
    if after.map_or("", Text::as_str) == before {
        return;
    }
    let path = format!("metadata.annotations.{CLASS_ANNOTATION}");
    match annotations.field(CLASS_ANNOTATION) {
        Some(field) => errs.add_as(ErrorType::Invalid, field, path, IMMUTABLE),
        None => errs.add_as(ErrorType::Invalid, annotations, path, IMMUTABLE),
    }
}

/// A claim that has a class of attributes keeps one.
fn validate_attributes_class(
    live: &Value,
    before: &Value,
    after: &Value,
    new: &PersistentVolumeClaim,
    errs: &mut Errors<'_, '_>,
) {
    const KEY: &str = "volumeAttributesClassName";
    if before.get(KEY) == after.get(KEY)
        || live
            .pointer("/status/currentVolumeAttributesClassName")
            .is_none()
    {
        return;
    }
    let what = match after.get(KEY).and_then(Value::as_str) {
        None => "nil",
        Some("") => "empty string",
        Some(_) => return,
    };
    errs.forbidden(
        &new.spec.volume_attributes_class_name,
        format!(
            "update to {what} is forbidden when status.currentVolumeAttributesClassName is not nil"
        ),
    );
}
