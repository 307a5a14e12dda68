//! Which refusals follow from others: what a person mends at once, though the apiserver says it several times.

use super::meta::SELECTOR_MISMATCH;
use super::{ErrorType, FieldError};
use crate::model::{Model, ObjectTree};

/// Among more refusals than this nothing is looked for: each is compared with all.
const MOST: usize = 500;

/// What an ephemeral container's path has in it.
const EPHEMERAL_CONTAINERS: &str = ".ephemeralContainers[";

/// Marks the refusals that go away with another one.
pub(super) fn mark(model: &Model, object: &ObjectTree<'_>, errors: &mut [FieldError]) {
    if errors.len() < 2 || errors.len() > MOST {
        return;
    }
    let causes: Vec<Option<usize>> = errors
        .iter()
        .map(|error| cause_of(error, errors, model, object))
        .collect();
    let paths: Vec<Option<String>> = causes
        .iter()
        .map(|cause| Some(object.path(errors.get((*cause)?)?.slot)))
        .collect();
    for (error, path) in errors.iter_mut().zip(paths) {
        error.caused_by = path;
    }
}

/// The index of the refusal that this one follows from.
fn cause_of(
    error: &FieldError,
    all: &[FieldError],
    model: &Model,
    object: &ObjectTree<'_>,
) -> Option<usize> {
    let find = |wanted: &dyn Fn(&FieldError) -> bool| {
        all.iter()
            .position(|other| !std::ptr::eq(other, error) && wanted(other))
    };
    let field = error.field.as_str();
    // A generated name is as wrong as what it is generated from.
    if field == "metadata.name" && error.error == ErrorType::Invalid {
        return find(&|other| other.field == "metadata.generateName");
    }
    // No labels match a selector that is missing or cannot be read.
    if error.detail == SELECTOR_MISMATCH {
        return find(&|other| {
            other.field == "spec.selector" || other.field.starts_with("spec.selector.")
        });
    }
    // A target port that is not written is the port.
    if let Some(item) = field.strip_suffix(".targetPort")
        && let Model::Service(service) = model
        && service
            .spec
            .ports
            .iter()
            .any(|port| port.target_port.slot == error.slot && port.target_port.written().is_none())
    {
        return find(&|other| other.field.strip_prefix(item) == Some(".port"));
    }
    // Ephemeral containers may not be there at all.
    // Nearly no field is in one, which `contains` tells quicker than a search for the place.
    if field.contains(EPHEMERAL_CONTAINERS) {
        let (list, _) = field.split_once(EPHEMERAL_CONTAINERS)?;
        return find(&|other| {
            other.error == ErrorType::Forbidden
                && other.field.strip_prefix(list) == Some(".ephemeralContainers")
        });
    }
    // A volume with a fault is no volume to those who mount it.
    let mounts = || field.contains(".volumeMounts[") || field.contains(".volumeDevices[");
    if error.error == ErrorType::NotFound && mounts() {
        let node = object.written(error.slot);
        let name = object.tree.string(node)?;
        let volumes = &model.pods()?.spec.volumes;
        let volume = volumes.iter().find(|volume| volume.name.str() == name)?;
        let path = object.path(volume.slot);
        return find(&|other| {
            other
                .field
                .strip_prefix(path.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
    }
    None
}
