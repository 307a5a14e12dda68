//! Tolerations and taints.

use crate::model::core::{Taint, Toleration};
use crate::model::field::{Field, List, Obj, Text};
use crate::model::values::names;
use crate::validation::meta::validate_label_name;
use crate::validation::seen::Seen;
use crate::validation::{ErrorType, Errors};

/// `ValidateTolerations`; TaintTolerationComparisonOperators is off.
pub fn validate_tolerations(tolerations: &List<Obj<Toleration>>, errs: &mut Errors<'_, '_>) {
    for toleration in tolerations {
        validate_toleration(toleration, errs);
    }
}

fn validate_toleration(toleration: &Toleration, errs: &mut Errors<'_, '_>) {
    let (key, operator) = (toleration.key.str(), toleration.operator.str());
    if !key.is_empty() {
        validate_label_name(key, &toleration.key, errs);
    } else if operator != "Exists" {
        errs.invalid(
            &toleration.operator,
            "operator must be Exists when `key` is empty, which means \"match all values and all keys\"",
        );
    }
    if toleration.toleration_seconds.is_set() && toleration.effect.str() != "NoExecute" {
        errs.invalid(
            &toleration.effect,
            "effect must be 'NoExecute' when `tolerationSeconds` is set",
        );
    }
    // Faults of the value are reported at the operator, as Kubernetes does.
    match operator {
        "Equal" | "" => {
            let details = names::label_value(toleration.value.str());
            if !details.is_empty() {
                errs.invalid(&toleration.operator, details.join(";"));
            }
        }
        "Exists" => {
            if !toleration.value.str().is_empty() {
                errs.invalid(
                    &toleration.operator,
                    "value must be empty when `operator` is 'Exists'",
                );
            }
        }
        "Lt" | "Gt" => {
            errs.not_supported(&toleration.operator, &["Equal", "Exists", "Lt", "Gt"]);
        }
        _ => errs.not_supported(&toleration.operator, &["Equal", "Exists"]),
    }
    if !toleration.effect.str().is_empty() {
        validate_taint_effect(&toleration.effect, true, errs);
    }
}

/// `validateTaintEffect`.
pub fn validate_taint_effect(effect: &Field<Text>, allow_empty: bool, errs: &mut Errors<'_, '_>) {
    match effect.str() {
        "" if !allow_empty => errs.required(effect, ""),
        "NoSchedule" | "PreferNoSchedule" | "NoExecute" => {}
        _ => errs.not_supported(effect, &["NoSchedule", "PreferNoSchedule", "NoExecute"]),
    }
}

/// `validateNodeTaints`. Kubernetes reports `spec.taints` under `metadata.taints`.
pub(super) fn validate_node_taints(taints: &List<Obj<Taint>>, errs: &mut Errors<'_, '_>) {
    let start = errs.len();
    let mut seen = Seen::default();
    for taint in taints {
        validate_label_name(taint.key.str(), &taint.key, errs);
        let details = names::label_value(taint.value.str());
        if !details.is_empty() {
            errs.invalid(&taint.value, details.join(";"));
        }
        validate_taint_effect(&taint.effect, false, errs);
        if !seen.insert((taint.effect.str(), taint.key.str())) {
            errs.add(
                ErrorType::Duplicate,
                taint,
                "taints must be unique by key and effect pair",
            );
        }
    }
    errs.rename_since(start, "spec.taints", "metadata.taints");
}
