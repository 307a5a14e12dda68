//! Updates of the kinds of which a field or two may not change.
//!
//! Follows the `Validate*Update` functions of `pkg/apis/{core,rbac,storage,scheduling,node,networking,apps}/validation`.

use super::pair::{IMMUTABLE, Pair};
use crate::model::Model;
use crate::model::core::{Node, NodeSpec, PersistentVolume};
use crate::model::encode;
use crate::model::field::{Field, Located, Obj};
use crate::model::rbac::RoleRef;
use crate::validation::common::nonnegative;
use crate::validation::{ErrorType, Errors};
use serde::Serialize;
use serde_json::Value;

/// What the kind's update refuses besides what its creation does.
pub(super) fn validate_update(
    old: &Model,
    new: &Model,
    live: &Value,
    pair: Pair<'_, '_>,
    errs: &mut Errors<'_, '_>,
) {
    match (old, new) {
        (Model::RoleBinding(old), Model::RoleBinding(new)) => {
            role_ref(&old.role_ref, &new.role_ref, pair, errs);
        }
        (Model::ClusterRoleBinding(old), Model::ClusterRoleBinding(new)) => {
            role_ref(&old.role_ref, &new.role_ref, pair, errs);
        }
        (Model::ConfigMap(old), Model::ConfigMap(new)) if old.immutable.value() => {
            stays_immutable(&new.immutable, errs);
            frozen(&old.data, &new.data, pair, errs);
            frozen(&old.binary_data, &new.binary_data, pair, errs);
        }
        (Model::Secret(old), Model::Secret(new)) => {
            pair.immutable(&old.r#type, &new.r#type, errs);
            if old.immutable.value() {
                stays_immutable(&new.immutable, errs);
                secret_data(live, new, pair, errs);
            }
        }
        (Model::StorageClass(old), Model::StorageClass(new)) => {
            pair.immutable(&old.parameters, &new.parameters, errs);
            pair.immutable(&old.provisioner, &new.provisioner, errs);
            pair.immutable(&old.reclaim_policy, &new.reclaim_policy, errs);
            pair.immutable(&old.volume_binding_mode, &new.volume_binding_mode, errs);
        }
        (Model::CsiDriver(old), Model::CsiDriver(new)) => {
            let (old, new) = (&old.spec, &new.spec);
            if !pair.same(&old.attach_required, &new.attach_required) {
                // The path is spelt so.
                let at = &new.attach_required;
                errs.add_as(ErrorType::Invalid, at, "spec.attachedRequired", IMMUTABLE);
            }
            pair.immutable(
                &old.volume_lifecycle_modes,
                &new.volume_lifecycle_modes,
                errs,
            );
        }
        (Model::PriorityClass(old), Model::PriorityClass(new)) => {
            let (old, new) = (&**old, &**new);
            if !pair.same(&old.value, &new.value) {
                errs.forbidden(&new.value, "may not be changed in an update.");
            }
            pair.immutable(&old.preemption_policy, &new.preemption_policy, errs);
        }
        (Model::RuntimeClass(old), Model::RuntimeClass(new)) => {
            pair.immutable(&old.handler, &new.handler, errs);
        }
        (Model::IngressClass(old), Model::IngressClass(new)) => {
            pair.immutable(&old.spec.controller, &new.spec.controller, errs);
        }
        (Model::ControllerRevision(old), Model::ControllerRevision(new)) => {
            nonnegative(&new.revision, errs);
            pair.immutable(&old.data, &new.data, errs);
        }
        (Model::ResourceQuota(old), Model::ResourceQuota(new)) => {
            pair.immutable(&old.spec.scopes, &new.spec.scopes, errs);
        }
        (Model::Node(old), Model::Node(new)) => node(old, new, pair, errs),
        (Model::PersistentVolume(old), Model::PersistentVolume(new)) => {
            persistent_volume(old, new, pair, errs);
        }
        _ => {}
    }
}

/// `ValidateRoleBindingUpdate`, `ValidateClusterRoleBindingUpdate`.
fn role_ref(old: &Obj<RoleRef>, new: &Obj<RoleRef>, pair: Pair<'_, '_>, errs: &mut Errors<'_, '_>) {
    if !pair.same(old, new) {
        errs.invalid(new, "cannot change roleRef");
    }
}

const FROZEN: &str = "field is immutable when `immutable` is set";

fn stays_immutable(field: &Field<bool>, errs: &mut Errors<'_, '_>) {
    if !field.value() {
        errs.forbidden(field, FROZEN);
    }
}

fn frozen<T: Serialize + Located>(old: &T, new: &T, pair: Pair<'_, '_>, errs: &mut Errors<'_, '_>) {
    if !pair.same(old, new) {
        errs.forbidden(new, FROZEN);
    }
}

/// The data of a Secret, into which `stringData` has gone.
fn secret_data(
    live: &Value,
    new: &crate::model::core::Secret,
    pair: Pair<'_, '_>,
    errs: &mut Errors<'_, '_>,
) {
    let Ok(mut after) = encode(&new.data, pair.new) else {
        return;
    };
    if after.is_null() {
        after = Value::Object(serde_json::Map::new());
    }
    for (key, text) in new.string_data.entries() {
        let bytes = crate::model::values::Bytes(text.str().into());
        if let Some(data) = after.as_object_mut() {
            data.insert(key.to_string(), Value::from(bytes.to_string()));
        }
    }
    let empty = Value::Object(serde_json::Map::new());
    if *live.get("data").unwrap_or(&empty) != after {
        errs.forbidden(&new.data, FROZEN);
    }
}

/// `Convert_v1_NodeSpec_To_core_NodeSpec`: the single field decides where the two disagree.
fn pod_cidrs(spec: &NodeSpec) -> Vec<&str> {
    let single = spec.pod_cidr.str();
    let all: Vec<&str> = spec.pod_cid_rs.iter().map(|block| block.str()).collect();
    if !single.is_empty() && all.first() != Some(&single) {
        return vec![single];
    }
    all
}

/// `ValidateNodeUpdate`.
fn node(old: &Node, new: &Node, pair: Pair<'_, '_>, errs: &mut Errors<'_, '_>) {
    let (old, new) = (&old.spec, &new.spec);
    let before = pod_cidrs(old);
    if !before.is_empty() && before != pod_cidrs(new) {
        errs.add_as(
            ErrorType::Forbidden,
            &new.pod_cid_rs,
            "spec.podCIDRs",
            "node updates may not change podCIDR except from \"\" to valid",
        );
    }
    if !old.provider_id.str().is_empty() && !pair.same(&old.provider_id, &new.provider_id) {
        errs.forbidden(
            &new.provider_id,
            "node updates may not change providerID except from \"\" to valid",
        );
    }
    if !pair.same(&old.external_id, &new.external_id) {
        errs.forbidden(&new.external_id, "may not be updated");
    }
}

/// `ValidatePersistentVolumeUpdate`: what the volume is stays.
fn persistent_volume(
    old: &PersistentVolume,
    new: &PersistentVolume,
    pair: Pair<'_, '_>,
    errs: &mut Errors<'_, '_>,
) {
    const NO_SOURCE: &[&str] = &[
        "accessModes",
        "capacity",
        "claimRef",
        "mountOptions",
        "nodeAffinity",
        "persistentVolumeReclaimPolicy",
        "storageClassName",
        "volumeAttributesClassName",
        "volumeMode",
    ];
    let source = |value: Value| match value {
        Value::Object(mut fields) => {
            fields.retain(|key, _| !NO_SOURCE.contains(&key.as_str()));
            Value::Object(fields)
        }
        other => other,
    };
    if let (Ok(before), Ok(after)) = (encode(&old.spec, pair.old), encode(&new.spec, pair.new))
        && source(before) != source(after)
    {
        errs.add_as(
            ErrorType::Forbidden,
            &new.spec,
            "spec.persistentvolumesource",
            "spec.persistentvolumesource is immutable after creation",
        );
    }
    if !pair.same(&old.spec.volume_mode, &new.spec.volume_mode) {
        let at = &new.spec.volume_mode;
        errs.add_as(ErrorType::Invalid, at, "volumeMode", IMMUTABLE);
    }
}
