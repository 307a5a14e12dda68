//! An old and a new object side by side.

use crate::model::field::Located;
use crate::model::{ObjectTree, encode};
use crate::validation::Errors;
use serde::Serialize;
use serde_json::Value;

/// The objects that the compared fields belong to.
#[derive(Clone, Copy)]
pub(super) struct Pair<'o, 't> {
    pub(super) old: &'o ObjectTree<'t>,
    pub(super) new: &'o ObjectTree<'t>,
}

impl Pair<'_, '_> {
    /// `apiequality.Semantic.DeepEqual`, by what the apiserver prints: nothing and an empty list or map are equal.
    pub(super) fn same<T: Serialize>(self, old: &T, new: &T) -> bool {
        let old = encode(old, self.old).map(without_empty);
        let new = encode(new, self.new).map(without_empty);
        // What cannot be read is not judged.
        old.is_err() || new.is_err() || old == new
    }

    /// `ValidateImmutableField`.
    pub(super) fn immutable<T: Serialize + Located>(
        self,
        old: &T,
        new: &T,
        errs: &mut Errors<'_, '_>,
    ) {
        if !self.same(old, new) {
            errs.invalid(new, IMMUTABLE);
        }
    }
}

pub(super) const IMMUTABLE: &str = "field is immutable";

/// An empty list or map is nothing.
pub(super) fn without_empty(value: Value) -> Value {
    match value {
        Value::Array(items) if items.is_empty() => Value::Null,
        Value::Object(entries) if entries.is_empty() => Value::Null,
        other => other,
    }
}
