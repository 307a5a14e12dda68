//! Which objects are only parts: kustomize patches, and templates that an operator completes.

use crate::model::Model;
use crate::yaml::{NodeId, Tree};

/// Whether something completes the object before it reaches a cluster, so that what is missing in it is not missing.
#[must_use]
pub(super) fn is_partial(model: Option<&Model>, tree: &Tree<'_>, root: NodeId) -> bool {
    if !tree.entry(root, "$patch").is_none() {
        return true;
    }
    let Some(model) = model else { return false };
    let Some(pods) = model.pods() else {
        return false;
    };
    let has_selector = model.selector().map_or_else(
        || {
            model
                .label_map_selector()
                .is_some_and(super::super::model::field::Field::is_set)
        },
        super::super::model::field::Field::is_set,
    );
    let has_image = pods
        .spec
        .containers
        .iter()
        .any(|container| !container.image.is_missing());
    !has_selector && !has_image
}
