//! What may not change in the metadata of any object.
//!
//! Follows `ValidateObjectMetaAccessorUpdate` of `apimachinery/pkg/api/validation/objectmeta.go`.

use super::pair::IMMUTABLE;
use crate::model::field::{Field, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::validation::Errors;
use crate::validation::meta::{
    MetaRules, name_is_path_segment, validate_object_meta, validate_object_meta_accessor,
};
use serde_json::Value;

/// The metadata of the live object against that which is sent. Kinds of the younger groups leave the names of finalizers
/// free.
pub(super) fn validate_object_meta_update(
    live: &Value,
    new: &Obj<ObjectMeta>,
    has_standard_finalizers: bool,
    errs: &mut Errors<'_, '_>,
) {
    let live = |key: &str| live.pointer("/metadata").and_then(|meta| meta.get(key));
    let text = |field: &Field<Text>, key: &str, errs: &mut Errors<'_, '_>| {
        let before = live(key).and_then(Value::as_str).unwrap_or_default();
        if !field.str().is_empty() && field.str() != before {
            errs.invalid(field, IMMUTABLE);
        }
    };
    text(&new.name, "name", errs);
    text(&new.uid, "uid", errs);
    // A live object that is not being deleted has none of these.
    if new.deletion_timestamp.is_set() {
        errs.invalid(&new.deletion_timestamp, IMMUTABLE);
    }
    if new.deletion_grace_period_seconds.is_set() {
        errs.invalid(&new.deletion_grace_period_seconds, IMMUTABLE);
    }
    let rules = MetaRules {
        name: name_is_path_segment,
        namespaced: false,
        keeps_generation: false,
    };
    if has_standard_finalizers {
        validate_object_meta(new, rules, errs);
    } else {
        validate_object_meta_accessor(new, rules, errs);
    }
}
