//! Which objects are only parts: kustomize patches, and templates that an operator completes.

use crate::model::Model;
use crate::model::field::Field;
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
    let containers = &pods.spec.containers;
    let has_image = containers
        .iter()
        .any(|container| !container.image.is_missing());
    let has_selector = model.selector().is_some_and(Field::is_set)
        || model.label_map_selector().is_some_and(Field::is_set);
    match model {
        // A Pod has no selector; without any container it is a mistake, not a patch.
        Model::Pod(_) => !containers.is_empty() && !has_image,
        _ => !has_selector && !has_image,
    }
}

/// Whether a file's name says that it holds patches: `memory-patch.yaml`, `patches/agent.yaml`, `patch_image.yml`.
#[must_use]
pub(super) fn is_named_patch(name: &str) -> bool {
    let mut parts = name.rsplit('/');
    let is_patch = |part: &str| {
        part.split(['-', '_', '.'])
            .any(|word| matches!(word, "patch" | "patches"))
    };
    parts.next().is_some_and(is_patch) || parts.next().is_some_and(|folder| folder == "patches")
}
