//! The downward API: references to fields of the pod and to resources of its containers.

use super::require;
use crate::model::core::{ObjectFieldSelector, ResourceFieldSelector};
use crate::model::field::Field;
use crate::model::values::names;
use crate::validation::Errors;

/// `validEnvDownwardAPIFieldPathExpressions`, sorted.
pub(super) const ENV_FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];
/// `validVolumeDownwardAPIFieldPathExpressions`, sorted.
pub(super) const VOLUME_FIELDS: [&str; 5] = [
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
];
/// `validContainerResourceFieldPathExpressions`, sorted.
const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];
const DIVISORS: [&str; 13] = [
    "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei",
];

/// `validateObjectFieldSelector`.
pub(super) fn validate_object_field_selector(
    field: &Field<Box<ObjectFieldSelector>>,
    allowed: &[&str],
    errs: &mut Errors<'_, '_>,
) {
    let Some(selector) = field.get() else {
        return;
    };
    if !require(&selector.api_version, errs) || !require(&selector.field_path, errs) {
        return;
    }
    let written = selector.field_path.str();
    let label = match convert_field_label(selector.api_version.str(), written) {
        Ok(label) => label,
        Err(why) => {
            errs.invalid(
                &selector.field_path,
                format!("error converting fieldPath: {why}"),
            );
            return;
        }
    };
    match split_subscript(label) {
        Some(("metadata.annotations", key)) => {
            errs.invalid_each(field, names::qualified_name(&key.to_lowercase()));
        }
        Some(("metadata.labels", key)) => errs.invalid_each(field, names::qualified_name(key)),
        Some(_) => errs.invalid(field, "does not support subscript"),
        None => {
            if !allowed.contains(&label) {
                errs.not_supported(&selector.field_path, allowed);
            }
        }
    }
}

/// `ConvertDownwardAPIFieldLabel` of `pkg/apis/core/pods/helpers.go`.
fn convert_field_label<'l>(version: &str, label: &'l str) -> Result<&'l str, String> {
    if version != "v1" {
        return Err(format!("unsupported pod version: {version}"));
    }
    if let Some((path, _)) = split_subscript(label) {
        return match path {
            "metadata.annotations" | "metadata.labels" => Ok(label),
            _ => Err(format!("field label does not support subscript: {label}")),
        };
    }
    match label {
        "metadata.annotations"
        | "metadata.labels"
        | "metadata.name"
        | "metadata.namespace"
        | "metadata.uid"
        | "spec.nodeName"
        | "spec.restartPolicy"
        | "spec.serviceAccountName"
        | "spec.schedulerName"
        | "status.phase"
        | "status.hostIP"
        | "status.hostIPs"
        | "status.podIP"
        | "status.podIPs" => Ok(label),
        "spec.host" => Ok("spec.nodeName"),
        _ => Err(format!("field label not supported: {label}")),
    }
}

/// `SplitMaybeSubscriptedPath` of `pkg/fieldpath`: `metadata.labels['key']`.
fn split_subscript(path: &str) -> Option<(&str, &str)> {
    let (path, subscript) = path.strip_suffix("']")?.split_once("['")?;
    (!path.is_empty()).then_some((path, subscript))
}

/// `validateContainerResourceFieldSelector`; in a volume the container must be named.
pub(super) fn validate_container_resource_field_selector(
    selector: &ResourceFieldSelector,
    in_volume: bool,
    errs: &mut Errors<'_, '_>,
) {
    let resource = selector.resource.str();
    if in_volume && selector.container_name.str().is_empty() {
        errs.required(&selector.container_name, "");
    } else if resource.is_empty() {
        errs.required(&selector.resource, "");
    } else if !RESOURCES.contains(&resource) && !is_huge_page(resource) {
        errs.not_supported(&selector.resource, &RESOURCES);
    }
    validate_container_resource_divisor(selector, errs);
}

fn is_huge_page(resource: &str) -> bool {
    resource.starts_with("requests.hugepages-") || resource.starts_with("limits.hugepages-")
}

/// `validateContainerResourceDivisor`.
fn validate_container_resource_divisor(
    selector: &ResourceFieldSelector,
    errs: &mut Errors<'_, '_>,
) {
    let Some(divisor) = selector.divisor.get().filter(|divisor| !divisor.is_zero()) else {
        return;
    };
    let resource = selector.resource.str();
    let (divisors, what): (&[&str], &str) = match resource {
        "limits.cpu" | "requests.cpu" => (&["1m", "1"], "cpu"),
        "limits.memory" | "requests.memory" => (&DIVISORS, "memory"),
        "limits.ephemeral-storage" | "requests.ephemeral-storage" => {
            (&DIVISORS, "local ephemeral storage")
        }
        _ if is_huge_page(resource) => (&DIVISORS, "hugepages"),
        _ => return,
    };
    let text = divisor.to_string();
    if divisors.contains(&text.as_str()) {
        return;
    }
    let list = if what == "cpu" {
        "1m and 1".to_owned()
    } else {
        DIVISORS.join(", ")
    };
    errs.invalid(
        &selector.divisor,
        format!("only divisor's values {list} are supported with the {what} resource"),
    );
}
