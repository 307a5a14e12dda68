//! apiVersion and kind: what kubectl asks of them before anything is sent, and whether a version serves them.

use super::facts::{self, Kind};
use super::finding::{Fault, Finding};
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
pub(super) fn identify(tree: &Tree<'_>, root: NodeId, minor: u8) -> Identity {
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
    let [api_version, kind] = ["apiVersion", "kind"].map(|key| {
        let node = tree.entry(root, key);
        match tree.kind(node) {
            yaml::Kind::Map | yaml::Kind::Seq => (node, Err("isn't string type")),
            _ => match tree.scalar(node) {
                Scalar::Null => (node, Err("not set")),
                Scalar::Str(text) => (node, Ok(text)),
                _ => (node, Err("isn't string type")),
            },
        }
    });
    // kubectl's client-side schema check: kubectl/pkg/util/openapi… getObjectKind.
    let problems: Vec<String> = [("apiVersion", &api_version), ("kind", &kind)]
        .iter()
        .filter_map(|(name, field)| {
            field
                .1
                .as_ref()
                .err()
                .map(|problem| format!("{name} {problem}"))
        })
        .collect();
    let (api_version_node, kind_node) = (api_version.0, kind.0);
    let (Ok(api_version), Ok(kind)) = (api_version.1, kind.1) else {
        let (path, node) = if problems
            .first()
            .is_some_and(|problem| problem.starts_with('a'))
        {
            ("apiVersion", api_version_node)
        } else {
            ("kind", kind_node)
        };
        let text = match problems.as_slice() {
            [one] => one.clone(),
            several => format!("[{}]", several.join(", ")),
        };
        let at = if node.is_none() { root } else { node };
        return refused(at, path, format!("error validating data: {text}"));
    };
    if kind.is_empty() {
        return refused(kind_node, "kind", String::from("Object 'Kind' is missing"));
    }
    if api_version.matches('/').count() > 1 {
        return refused(
            api_version_node,
            "apiVersion",
            format!("unexpected GroupVersion string: {api_version}"),
        );
    }
    if let Some(kind) = facts::kind(&api_version, &kind, minor) {
        return Identity::Served(kind);
    }
    // kubectl takes whatever has `items` for a list (`unstructuredJSONScheme.decode`).
    if !tree.entry(root, "items").is_none() || (api_version == "v1" && kind == "List") {
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
            ("kind", kind_node)
        }
        _ => ("apiVersion", api_version_node),
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
pub(super) fn check_list(tree: &Tree<'_>, root: NodeId, findings: &mut Vec<Finding>) {
    let items = tree.entry(root, "items");
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
