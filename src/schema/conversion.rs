//! What fails behind decoding, when the apiserver converts an object to its internal type.

use super::facts::{Kind, Type};
use super::finding::{Fault, Finding};
use super::head::Head;
use crate::model::values::go_quote;
use crate::yaml::Tree;

/// Annotations that the conversion of a kind reads as an int64:
/// pkg/apis/apps/v1/conversion.go `Convert_v1_DaemonSet_To_apps_DaemonSet`, `Convert_v1_Deployment_To_apps_Deployment`.
const GENERATION: &str = "deprecated.daemonset.template.generation";
const ROLLBACK: &str = "deprecated.deployment.rollback.to";

/// Adds what conversion refuses.
pub(super) fn check(tree: &Tree<'_>, head: &Head, kind: Kind, findings: &mut Vec<Finding>) {
    let annotation = match (kind.api_version(), kind.name()) {
        ("apps/v1", "DaemonSet") => GENERATION,
        ("apps/v1", "Deployment") => ROLLBACK,
        _ => return,
    };
    let node = tree.entry(head.annotations, annotation);
    let Some(text) = tree.string(node) else {
        return;
    };
    if text.parse::<i64>().is_ok() || (text.is_empty() && annotation == ROLLBACK) {
        return;
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
    let whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let why = if whole {
        "value out of range"
    } else {
        "invalid syntax"
    };
    let mut detail = format!("strconv.ParseInt: parsing {}: {why}", go_quote(&text));
    if annotation == ROLLBACK {
        detail = format!("failed to parse annotation[{annotation}]={text} as int64: {detail}");
    }
    findings.push(Finding {
        fault: Fault::WrongType {
            wanted: Type::Int64,
            of: None,
            detail: Some(detail),
        },
        at: node,
        path: format!("metadata.annotations[{annotation}]"),
    });
}
