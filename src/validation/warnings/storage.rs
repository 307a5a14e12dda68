//! Warnings about claims, volumes, storage classes and drivers.
//!
//! Follows `pkg/api/persistentvolumeclaim/util.go`, `pkg/api/persistentvolume/util.go` and `pkg/api/storage/util.go`.

use super::spec::warn_of_node_selector_term;
use super::{Warnings, deprecated_node_label, warn_of_fraction};
use crate::model::core::{
    PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimSpec, PersistentVolumeSpec,
};
use crate::model::field::{Field, Obj};
use crate::model::storage::{CSIDriver, StorageClass};

const STORAGE_CLASS: &str = "volume.beta.kubernetes.io/storage-class";
const MOUNT_OPTIONS: &str = "volume.beta.kubernetes.io/mount-options";

/// `GetWarningsForPersistentVolumeClaim`.
pub(super) fn warn_of_claim(claim: &PersistentVolumeClaim, out: &mut Warnings<'_, '_>) {
    if let Some(class) = claim.metadata.annotations.field(STORAGE_CLASS) {
        out.add(
            class,
            "deprecated since v1.8; use \"storageClassName\" attribute instead",
        );
    }
    warn_of_claim_spec(&claim.spec, None, out);
}

/// `GetWarningsForPersistentVolumeClaimSpec`; `path` where the server prints another one for the spec.
pub(super) fn warn_of_claim_spec(
    spec: &Obj<PersistentVolumeClaimSpec>,
    path: Option<String>,
    out: &mut Warnings<'_, '_>,
) {
    let owner = |list: &str| path.as_ref().map(|path| format!("{path}.resources.{list}"));
    let resources = &spec.resources;
    let requests = owner("requests");
    warn_of_fraction(&resources.requests, "storage", requests.as_deref(), out);
    warn_of_fraction(
        &resources.limits,
        "storage",
        owner("limits").as_deref(),
        out,
    );
}

/// `GetWarningsForPersistentVolume`.
pub(super) fn warn_of_volume(volume: &PersistentVolume, out: &mut Warnings<'_, '_>) {
    let annotations = &volume.metadata.annotations;
    if let Some(class) = annotations.field(STORAGE_CLASS) {
        out.add(
            class,
            "deprecated since v1.8; use \"storageClassName\" attribute instead",
        );
    }
    if let Some(options) = annotations.field(MOUNT_OPTIONS) {
        out.add(
            options,
            "deprecated since v1.31; use \"mountOptions\" attribute instead",
        );
    }
    let spec = &volume.spec;
    if spec.persistent_volume_reclaim_policy == "Recycle" {
        out.add(
            &spec.persistent_volume_reclaim_policy,
            "The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.",
        );
    }
    let required = spec.node_affinity.get().and_then(|a| a.required.get());
    for term in required.into_iter().flat_map(|r| &r.node_selector_terms) {
        warn_of_node_selector_term(term, false, out);
    }
    warn_of_plugins(spec, out);
}

fn warn_of_plugins(spec: &PersistentVolumeSpec, out: &mut Warnings<'_, '_>) {
    fn gone<T>(source: &Field<T>, path: &str, text: &str, out: &mut Warnings<'_, '_>) {
        if source.is_set() {
            out.add_as(source, path.to_owned(), text);
        }
    }
    const IN_1_22: &str = "deprecated in v1.22, non-functional in v1.25+";
    const IN_1_28: &str = "deprecated in v1.28, non-functional in v1.31+";
    const PHOTON: &str = "deprecated in v1.11, non-functional in v1.16+";
    const SCALE_IO: &str = "deprecated in v1.16, non-functional in v1.22+";
    const GLUSTER: &str = "deprecated in v1.25, non-functional in v1.26+";
    gone(&spec.cephfs, "spec.cephfs", IN_1_28, out);
    let photon = &spec.photon_persistent_disk;
    gone(photon, "spec.photonPersistentDisk", PHOTON, out);
    gone(&spec.scale_io, "spec.scaleIO", SCALE_IO, out);
    gone(&spec.storageos, "spec.storageOS", IN_1_22, out);
    gone(&spec.glusterfs, "spec.glusterfs", GLUSTER, out);
    gone(&spec.rbd, "spec.rbd", IN_1_28, out);
    gone(&spec.flocker, "spec.flocker", IN_1_22, out);
    gone(&spec.quobyte, "spec.quobyte", IN_1_22, out);
}

/// `GetWarningsForStorageClass`.
pub(super) fn warn_of_class(class: &StorageClass, out: &mut Warnings<'_, '_>) {
    for term in &class.allowed_topologies {
        for expression in &term.match_label_expressions {
            if let Some(text) = deprecated_node_label(expression.key.str()) {
                out.add(&expression.key, text);
            }
        }
    }
}

/// The warning of `pkg/registry/storage/csidriver/strategy.go`.
pub(super) fn warn_of_driver(driver: &CSIDriver, out: &mut Warnings<'_, '_>) {
    let spec = &driver.spec;
    let in_secrets = &spec.service_account_token_in_secrets;
    if !spec.token_requests.is_empty() && in_secrets.is_missing() {
        let path = out.path(in_secrets);
        out.say(
            in_secrets,
            path,
            "spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes".to_owned(),
        );
    }
}
