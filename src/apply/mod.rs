//! `kubectl apply`: what a new manifest makes of the object that the server has.
//!
//! Knows trees and the schema's patch facts; knows no rule and no output. Follows the three-way strategic merge of
//! `apimachinery/pkg/util/strategicpatch/patch.go`, made and applied in one go: the result is a tree, whose nodes that
//! come from the new manifest keep their place in its text.

mod build;
mod merge;

pub use merge::MergeError;

use crate::schema::{self, Definition};
use crate::yaml::{NodeId, Tree, write_json};
use serde_json::Value;

/// The sides of an apply.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a, 's> {
    /// What was applied last.
    pub original: &'a Value,
    /// What the server has.
    pub live: &'a Value,
    /// What is applied now.
    pub new: &'a Tree<'s>,
    /// The object in it.
    pub root: NodeId,
}

/// The object after the apply. `definition` is None for a kind without facts, which is merged by keys alone.
///
/// # Errors
/// Where kubectl cannot make the patch.
pub fn apply<'s>(
    sides: Sides<'_, 's>,
    definition: Option<Definition>,
) -> Result<Tree<'s>, MergeError> {
    let merged = merge::merge(sides, definition, schema::NEWEST)?;
    Ok(build::tree(sides.new, &merged))
}

/// A node as JSON.
#[must_use]
pub fn json(tree: &Tree<'_>, node: NodeId) -> Value {
    let mut text = String::new();
    write_json(tree, node, &mut text);
    serde_json::from_str(&text).unwrap_or(Value::Null)
}
