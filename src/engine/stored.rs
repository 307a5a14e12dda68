//! An object as the apiserver would store it: the schema pass, then the model's defaults.

use crate::model;
use crate::schema::{self, Fault};
use crate::yaml::{Kind, NodeId, Tree};
use serde_json::Value;

/// The object, or the list of objects, with the defaults that the apiserver adds and without what it drops.
/// None for what has no model: it stays as it is written.
///
/// # Errors
/// In Kubernetes' words, where it cannot decode the object.
pub fn stored(tree: &Tree<'_>, root: NodeId, minor: u8) -> Result<Option<Value>, String> {
    let items = tree.entry(root, "items");
    let kind = tree.string(tree.entry(root, "kind"));
    if kind.is_some_and(|kind| kind.ends_with("List")) && tree.kind(items) == Kind::Seq {
        return list(tree, root, items, minor).map(Some);
    }
    let report = schema::check(tree, root, minor);
    let wrong = report.findings.iter().find_map(|finding| {
        let Fault::WrongType { wanted, detail, .. } = &finding.fault else {
            return None;
        };
        let path = &finding.path;
        Some(detail.clone().unwrap_or_else(|| {
            format!("json: cannot unmarshal the value of {path} into {wanted:?}")
        }))
    });
    match wrong {
        Some(why) => Err(why),
        None => model::stored(tree, root).map_err(|why| why.to_string()),
    }
}

fn list(tree: &Tree<'_>, root: NodeId, items: NodeId, minor: u8) -> Result<Value, String> {
    let mut all = Vec::new();
    for item in tree.items(items) {
        all.push(match stored_object(tree, item, minor)? {
            Some(value) => value,
            None => written(tree, item)?,
        });
    }
    let mut list = written(tree, root)?;
    if let Some(entry) = list.get_mut("items") {
        *entry = Value::Array(all);
    }
    Ok(list)
}

/// An item: lists in lists are left as they are.
fn stored_object(tree: &Tree<'_>, item: NodeId, minor: u8) -> Result<Option<Value>, String> {
    if tree.kind(tree.entry(item, "items")) == Kind::Seq {
        return Ok(None);
    }
    stored(tree, item, minor)
}

fn written(tree: &Tree<'_>, node: NodeId) -> Result<Value, String> {
    let mut text = String::new();
    crate::yaml::write_json(tree, node, &mut text);
    serde_json::from_str(&text).map_err(|error| error.to_string())
}
