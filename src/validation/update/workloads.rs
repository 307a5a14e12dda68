//! Updates of the kinds of `apps/v1`.
//!
//! Follows `ValidateDaemonSetUpdate`, `ValidateDeploymentUpdate`, `ValidateReplicaSetUpdate`,
//! `ValidateStatefulSetUpdate` of `pkg/apis/apps/validation/validation.go`.

use super::pair::Pair;
use crate::model::apps::{StatefulSet, StatefulSetSpec};
use crate::model::field::Obj;
use crate::model::{Model, ObjectTree, encode};
use crate::validation::apps::validate_stateful_set_spec;
use crate::validation::{ErrorType, Errors};
use serde_json::Value;

/// The selector of a running workload is never changed.
pub(super) fn validate_selector_update(
    old: &Model,
    new: &Model,
    pair: Pair<'_, '_>,
    errs: &mut Errors<'_, '_>,
) {
    if let (Some(old), Some(new)) = (old.selector(), new.selector()) {
        pair.immutable(old, new, errs);
    }
}

/// `ValidateStatefulSetUpdate`.
pub(super) fn validate_stateful_set_update(
    old: &StatefulSet,
    new: &StatefulSet,
    pair: Pair<'_, '_>,
    errs: &mut Errors<'_, '_>,
) {
    validate_stateful_set_spec(&new.spec, errs);
    let fixed = |spec: &Obj<StatefulSetSpec>, object: &ObjectTree<'_>| {
        let mut value = encode(spec, object).ok()?;
        let fields = value.as_object_mut()?;
        for free in [
            "replicas",
            "template",
            "updateStrategy",
            "minReadySeconds",
            "ordinals",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
        ] {
            fields.remove(free);
        }
        // The kind of a claim template is lost on its way into Kubernetes' own type.
        let claims = fields
            .get_mut("volumeClaimTemplates")
            .and_then(Value::as_array_mut);
        for claim in claims.into_iter().flatten() {
            if let Some(claim) = claim.as_object_mut() {
                claim.remove("apiVersion");
                claim.remove("kind");
            }
        }
        Some(value)
    };
    let (before, after): (Option<Value>, Option<Value>) =
        (fixed(&old.spec, pair.old), fixed(&new.spec, pair.new));
    if before.is_some() && after.is_some() && before != after {
        errs.add(
            ErrorType::Forbidden,
            &new.spec,
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
        );
    }
}
