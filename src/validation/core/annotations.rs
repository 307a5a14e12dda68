//! Annotations that mean something to pods.

use super::seccomp::{validate_app_armor_pod_annotations, validate_seccomp_pod_annotations};
use crate::model::core::PodSpec;
use crate::model::field::{Map, Text};
use crate::validation::{ErrorType, Errors};

/// Marks the API object of a static pod.
pub(super) const MIRROR_POD: &str = "kubernetes.io/config.mirror";
const POD_DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";

/// `ValidatePodSpecificAnnotations`. `path` is that of the annotations as Kubernetes prints it.
pub(super) fn validate_pod_specific_annotations(
    annotations: &Map<Text>,
    spec: &PodSpec,
    path: impl Fn(&Errors<'_, '_>) -> String,
    errs: &mut Errors<'_, '_>,
) {
    let known = |(key, _): &(Text, _)| {
        key == MIRROR_POD
            || key == POD_DELETION_COST
            || key.contains("seccomp.security.alpha.kubernetes.io/")
            || key.starts_with("container.apparmor.")
    };
    if !annotations.entries().iter().any(known) {
        return;
    }
    let path = path(errs);
    if let Some(mirror) = annotations.field(MIRROR_POD)
        && spec.node_name.str().is_empty()
    {
        errs.add_as(
            ErrorType::Invalid,
            mirror,
            format!("{path}[{MIRROR_POD}]"),
            "must set spec.nodeName if mirror pod annotation is set",
        );
    }
    if let Some(cost) = annotations.field(POD_DELETION_COST)
        && !is_deletion_cost(cost.str())
    {
        errs.add_as(
            ErrorType::Invalid,
            cost,
            format!("{path}[{POD_DELETION_COST}]"),
            "must be a 32bit integer",
        );
    }
    validate_seccomp_pod_annotations(annotations, &path, errs);
    validate_app_armor_pod_annotations(annotations, spec, &path, errs);
}

/// `GetDeletionCostFromPodAnnotations` of `pkg/apis/core/helper`: no plus sign, no leading zero.
fn is_deletion_cost(text: &str) -> bool {
    let good_start = text == "0"
        || text.starts_with('-')
        || text.starts_with(|c: char| ('1'..='9').contains(&c));
    good_start && text.parse::<i32>().is_ok()
}
