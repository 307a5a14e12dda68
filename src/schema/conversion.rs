//! What fails behind decoding, when the apiserver converts an object to its internal type.

use super::facts::{Kind, Type};
use super::finding::{Fault, Finding};
use crate::yaml::{NodeId, Tree};

/// Annotations that the conversion of a kind reads as an int64:
/// pkg/apis/apps/v1/conversion.go `Convert_v1_DaemonSet_To_apps_DaemonSet`, `Convert_v1_Deployment_To_apps_Deployment`.
const NUMBERS: [(&str, &str, &str); 2] = [
    (
        "apps/v1",
        "DaemonSet",
        "deprecated.daemonset.template.generation",
    ),
    (
        "apps/v1",
        "Deployment",
        "deprecated.deployment.rollback.revision",
    ),
];

/// Adds what conversion refuses.
pub(super) fn check(tree: &Tree<'_>, root: NodeId, kind: Kind, findings: &mut Vec<Finding>) {
    for (api_version, name, annotation) in NUMBERS {
        if kind.api_version() != api_version || kind.name() != name {
            continue;
        }
        let node = tree.lookup(root, &["metadata", "annotations", annotation]);
        if let Some(text) = tree.string(node)
            && text.parse::<i64>().is_err()
        {
            let why = match text.strip_prefix(['+', '-']).unwrap_or(&text) {
                digits
                    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) =>
                {
                    "value out of range"
                }
                _ => "invalid syntax",
            };
            findings.push(Finding {
                fault: Fault::WrongType {
                    wanted: Type::Int64,
                    of: None,
                    detail: Some(format!("strconv.ParseInt: parsing {text:?}: {why}")),
                },
                at: node,
                path: format!("metadata.annotations[{annotation}]"),
            });
        }
    }
}
