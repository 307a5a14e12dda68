//! apiVersion and kind: what kubectl asks of them before anything is sent, and whether a version serves them.

use super::facts::{self, Kind};
use super::finding::{Fault, Finding};
use super::head::Head;
use crate::yaml::{self, NodeId, Scalar, Tree};

/// What an object says it is.
pub(super) enum Identity {
    /// A kind of the version.
    Served(Kind),
    /// `v1 List` or the like, whose items are objects.
    List,
    /// Of a group that is not Kubernetes' own.
    Custom,
    /// None that can be worked with; the finding says why.
    Refused(Finding),
}

/// Reads apiVersion and kind of an object.
pub(super) fn identify(tree: &Tree<'_>, root: NodeId, head: &Head, minor: u8) -> Identity {
    if tree.kind(root) != yaml::Kind::Map {
        let what = super::decode::json_name(tree, root);
        return refused(
            root,
            "",
            format!(
                "json: cannot unmarshal {what} into Go value of type map[string]interface {{}}"
            ),
        );
    }
    let read = |node| match tree.kind(node) {
        yaml::Kind::Map | yaml::Kind::Seq => Err("isn't string type"),
        _ => match tree.scalar(node) {
            Scalar::Null => Err("not set"),
            Scalar::Str(text) => Ok(text),
            _ => Err("isn't string type"),
        },
    };
    // kubectl's client-side schema check: kubectl/pkg/util/openapi… getObjectKind.
    let (api_version, kind) = match (read(head.api_version), read(head.kind)) {
        (Ok(api_version), Ok(kind)) => (api_version, kind),
        (api_version, kind) => {
            let (path, node) = match api_version {
                Err(_) => ("apiVersion", head.api_version),
                Ok(_) => ("kind", head.kind),
            };
            let text = match (api_version.err(), kind.err()) {
                (Some(one), Some(other)) => format!("[apiVersion {one}, kind {other}]"),
                (one, other) => format!("{path} {}", one.or(other).unwrap_or_default()),
            };
            let at = if node.is_none() { root } else { node };
            return refused(at, path, format!("error validating data: {text}"));
        }
    };
    if let Some(kind) = facts::kind(&api_version, &kind, minor) {
        return Identity::Served(kind);
    }
    if kind.is_empty() {
        return refused(head.kind, "kind", String::from("Object 'Kind' is missing"));
    }
    if api_version.matches('/').count() > 1 {
        return refused(
            head.api_version,
            "apiVersion",
            format!("unexpected GroupVersion string: {api_version}"),
        );
    }
    // kubectl takes whatever has `items` for a list (`unstructuredJSONScheme.decode`).
    if !head.items.is_none() || (api_version == "v1" && kind == "List") {
        return Identity::List;
    }
    if !facts::group_is_known(facts::group(&api_version)) {
        return Identity::Custom;
    }
    let fault = match facts::removal(&api_version, &kind) {
        Some(removal) if removal.removed().is_some_and(|removed| removed <= minor) => {
            Fault::RemovedApi(removal)
        }
        _ => match facts::kind_in_any_version(&api_version, &kind).last() {
            Some(known) => Fault::NotServed {
                since: known.versions().since(),
                until: known.versions().until(),
                api_version: api_version.into_owned(),
                kind: kind.into_owned(),
            },
            None => Fault::UnknownKind {
                api_version: api_version.into_owned(),
                kind: kind.into_owned(),
            },
        },
    };
    let (path, at) = match &fault {
        Fault::UnknownKind { api_version, .. }
            if facts::kinds().any(|known| known.api_version() == api_version) =>
        {
            ("kind", head.kind)
        }
        _ => ("apiVersion", head.api_version),
    };
    Identity::Refused(Finding {
        fault,
        at,
        path: path.to_owned(),
    })
}

fn refused(at: NodeId, path: &str, detail: String) -> Identity {
    Identity::Refused(Finding {
        fault: Fault::NoObject { detail },
        at,
        path: path.to_owned(),
    })
}

/// The items of a `v1 List`: a list of mappings, or kubectl cannot read it.
pub(super) fn check_list(tree: &Tree<'_>, head: &Head, findings: &mut Vec<Finding>) {
    let items = head.items;
    if tree.is_null(items) {
        return;
    }
    let wrong = |node: NodeId, path: String, detail: String| Finding {
        fault: Fault::NoObject { detail },
        at: node,
        path,
    };
    if tree.kind(items) != yaml::Kind::Seq {
        let what = super::decode::json_name(tree, items);
        let detail = format!(
            "json: cannot unmarshal {what} into Go struct field decodeList.items of type []json.RawMessage"
        );
        findings.push(wrong(items, String::from("items"), detail));
        return;
    }
    for (index, item) in tree.items(items).enumerate() {
        if tree.kind(item) != yaml::Kind::Map {
            let what = super::decode::json_name(tree, item);
            let detail = format!(
                "json: cannot unmarshal {what} into Go value of type map[string]interface {{}}"
            );
            findings.push(wrong(item, format!("items[{index}]"), detail));
        }
    }
}
