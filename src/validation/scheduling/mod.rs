//! PriorityClasses.
//!
//! Follows `pkg/apis/scheduling/validation/validation.go` and `pkg/apis/scheduling/helpers.go` of Kubernetes 1.36.

use crate::model::scheduling::PriorityClass;
use crate::validation::core::validate_preemption_policy;
use crate::validation::meta::{
    MetaRules, name_is_dns_subdomain, object_name, validate_object_meta,
};
use crate::validation::{ErrorType, Errors};

/// `HighestUserDefinablePriority`.
const HIGHEST_USER_DEFINABLE_PRIORITY: i32 = 1_000_000_000;
/// `SystemPriorityClassPrefix`.
const SYSTEM_PREFIX: &str = "system-";
/// `SystemPriorityClasses`.
const SYSTEM_CLASSES: &[(&str, i32)] = &[
    ("system-node-critical", 2_000_001_000),
    ("system-cluster-critical", 2_000_000_000),
];

const META: MetaRules = MetaRules {
    name: name_is_dns_subdomain,
    namespaced: false,
    keeps_generation: false,
};

/// `ValidatePriorityClass`.
pub fn validate_priority_class(class: &PriorityClass, errs: &mut Errors<'_, '_>) {
    validate_object_meta(&class.metadata, META, errs);
    let class: &PriorityClass = class;
    let name = object_name(&class.metadata);
    if name.starts_with(SYSTEM_PREFIX) {
        if let Some(why) = unknown_system_class(&name, class) {
            errs.add(
                ErrorType::Forbidden,
                &class.metadata.name,
                format!(
                    "priority class names with '{SYSTEM_PREFIX}' prefix are reserved for system use only. error: {why}"
                ),
            );
        }
    } else if class.value.value() > HIGHEST_USER_DEFINABLE_PRIORITY {
        errs.forbidden(
            &class.value,
            format!(
                "maximum allowed value of a user defined priority is {HIGHEST_USER_DEFINABLE_PRIORITY}"
            ),
        );
    }
    if class.preemption_policy.is_set() {
        validate_preemption_policy(&class.preemption_policy, errs);
    }
}

/// `IsKnownSystemPriorityClass`: why it is none.
fn unknown_system_class(name: &str, class: &PriorityClass) -> Option<String> {
    let Some((_, value)) = SYSTEM_CLASSES.iter().find(|known| known.0 == name) else {
        return Some(format!("{name} is not a known system priority class"));
    };
    if class.value.value() != *value {
        return Some(format!("value of {name} PriorityClass must be {value}"));
    }
    class
        .global_default
        .value()
        .then(|| format!("globalDefault of {name} PriorityClass must be false"))
}
