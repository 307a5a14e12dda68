//! Names and quantities of resources.
//!
//! Follows `pkg/apis/core/helper/helpers.go` and the resource name functions of `pkg/apis/core/validation/validation.go`.

use crate::model::field::Located;
use crate::model::values::{Quantity, names};
use crate::validation::Errors;

const HUGE_PAGES: &str = "hugepages-";

/// `IsHugePageResourceName`.
pub(super) fn is_huge_page(name: &str) -> bool {
    name.starts_with(HUGE_PAGES)
}

/// `IsNativeResource`: no domain, or one of kubernetes.io.
pub(super) fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

/// `IsExtendedResourceName`: a domain of its own, and a name that a quota can carry.
pub(super) fn is_extended(name: &str) -> bool {
    !is_native(name)
        && !name.starts_with("requests.")
        && names::qualified_name(&format!("requests.{name}")).is_empty()
}

/// `IsOvercommitAllowed`.
pub(super) fn is_overcommit_allowed(name: &str) -> bool {
    is_native(name) && !is_huge_page(name)
}

/// `IsIntegerResourceName`.
fn is_integer(name: &str) -> bool {
    matches!(
        name,
        "pods"
            | "services"
            | "replicationcontrollers"
            | "resourcequotas"
            | "secrets"
            | "configmaps"
            | "persistentvolumeclaims"
            | "services.nodeports"
            | "services.loadbalancers"
    ) || is_extended(name)
}

/// `IsStandardContainerResourceName`.
pub(super) fn is_standard_for_containers(name: &str) -> bool {
    matches!(name, "cpu" | "memory" | "ephemeral-storage") || is_huge_page(name)
}

/// `IsStandardQuotaResourceName`.
pub(super) fn is_standard_for_quota(name: &str) -> bool {
    is_quota_or_standard(name) && name != "storage"
        || name.starts_with("requests.hugepages-")
        || is_huge_page(name)
}

/// The names that `standardResources` and `standardQuotaResources` have in common, and `storage`.
fn is_quota_or_standard(name: &str) -> bool {
    matches!(
        name,
        "cpu"
            | "memory"
            | "ephemeral-storage"
            | "requests.cpu"
            | "requests.memory"
            | "requests.storage"
            | "requests.ephemeral-storage"
            | "limits.cpu"
            | "limits.memory"
            | "limits.ephemeral-storage"
            | "pods"
            | "resourcequotas"
            | "services"
            | "replicationcontrollers"
            | "secrets"
            | "persistentvolumeclaims"
            | "configmaps"
            | "services.nodeports"
            | "services.loadbalancers"
            | "storage"
    )
}

/// `IsStandardResourceName`.
fn is_standard(name: &str) -> bool {
    is_quota_or_standard(name) || is_huge_page(name) || name.starts_with("requests.hugepages-")
}

/// `validateResourceName`. Whether the name is good.
pub(super) fn validate_resource_name(
    name: &str,
    at: &impl Located,
    errs: &mut Errors<'_, '_>,
) -> bool {
    let details = names::qualified_name(name);
    if !details.is_empty() {
        errs.invalid_each(at, details);
        return false;
    }
    if !name.contains('/') && !is_standard(name) {
        errs.invalid(at, "must be a standard resource type or fully qualified");
        return false;
    }
    true
}

/// `validateContainerResourceName`.
pub(in crate::validation) fn validate_container_resource_name(
    name: &str,
    at: &impl Located,
    errs: &mut Errors<'_, '_>,
) {
    validate_resource_name(name, at, errs);
    if !name.contains('/') {
        if !is_standard_for_containers(name) {
            errs.invalid(at, "must be a standard resource for containers");
        }
    } else if !is_native(name) && !is_extended(name) {
        errs.invalid(at, "doesn't follow extended resource name standard");
    }
}

/// `validatePodResourceName`.
pub(super) fn validate_pod_resource_name(name: &str, at: &impl Located, errs: &mut Errors<'_, '_>) {
    if validate_resource_name(name, at, errs)
        && !matches!(name, "cpu" | "memory")
        && !is_huge_page(name)
    {
        errs.not_supported(at, &["cpu", "hugepages-", "memory"]);
    }
}

/// `ValidateResourceQuotaResourceName`.
pub(super) fn validate_resource_quota_resource_name(
    name: &str,
    at: &impl Located,
    errs: &mut Errors<'_, '_>,
) {
    validate_resource_name(name, at, errs);
    if !name.contains('/') && !is_standard_for_quota(name) {
        errs.invalid(at, "must be a standard resource for quota");
    }
}

/// `ValidateResourceQuantityValue`.
pub fn validate_resource_quantity_value(
    name: &str,
    quantity: &Quantity,
    at: &impl Located,
    errs: &mut Errors<'_, '_>,
) {
    validate_nonnegative_quantity(quantity, at, errs);
    if is_integer(name) && quantity.milli_value() % 1000 != 0 {
        errs.invalid(at, "must be an integer");
    }
}

/// `ValidateNonnegativeQuantity`.
pub fn validate_nonnegative_quantity(
    quantity: &Quantity,
    at: &impl Located,
    errs: &mut Errors<'_, '_>,
) {
    if quantity.sign() < 0 {
        errs.invalid(at, "must be greater than or equal to 0");
    }
}

/// `ValidatePositiveQuantityValue`. Whether the quantity is positive.
pub fn validate_positive_quantity_value(
    quantity: &Quantity,
    at: &impl Located,
    errs: &mut Errors<'_, '_>,
) -> bool {
    if quantity.sign() <= 0 {
        errs.invalid(at, "must be greater than zero");
        return false;
    }
    true
}

/// `validateBasicResource`.
pub(super) fn validate_basic_resource(
    quantity: &Quantity,
    at: &impl Located,
    errs: &mut Errors<'_, '_>,
) {
    if quantity.value() < 0 {
        errs.invalid(at, "must be a valid resource quantity");
    }
}

/// `IsHugePageResourceValueDivisible`: a multiple of the page size that the name tells.
pub(super) fn is_huge_page_value_divisible(name: &str, quantity: &Quantity) -> bool {
    let Some(size) = name
        .strip_prefix(HUGE_PAGES)
        .and_then(|size| Quantity::parse(size).ok())
    else {
        return false;
    };
    size.sign() > 0
        && size.milli_value() % 1000 == 0
        && quantity.value().checked_rem(size.value()) == Some(0)
}
