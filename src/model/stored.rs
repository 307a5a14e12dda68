//! An object as it would be stored: decoded, defaulted, printed.

use super::encode::{Unreadable, encode};
use super::{Model, ObjectTree, defaults};
use crate::yaml::{NodeId, Tree};
use serde_json::Value;

/// The object with the defaults that the apiserver adds and without what it drops; None for a kind that has no model.
///
/// # Errors
/// Where Kubernetes cannot decode it: a value has a wrong type.
pub fn stored(tree: &Tree<'_>, root: NodeId) -> Result<Option<Value>, Unreadable> {
    let object = ObjectTree::new(tree, root);
    let api_version = tree.text(tree.entry(root, "apiVersion"));
    let kind = tree.text(tree.entry(root, "kind"));
    let Some(mut model) = Model::decode(&api_version, &kind, &object) else {
        return Ok(None);
    };
    defaults::apply(&mut model, &object);
    defaults::make_status(&mut model, &object);
    encode(&model, &object).map(Some)
}
