//! Defaults of claims, volumes, StorageClasses and CSIDrivers.
//!
//! Follows `pkg/apis/core/v1/defaults.go` and `pkg/apis/storage/v1/defaults.go`.

use super::resource_list;
use super::volume::{azure_disk, persistent_volume_claim_spec};
use crate::model::ObjectTree;
use crate::model::core::{PersistentVolume, PersistentVolumeClaim};
use crate::model::field::{Field, State, Text};
use crate::model::storage::{CSIDriver, StorageClass};

/// `SetDefaults_PersistentVolumeClaim`, `SetDefaults_PersistentVolumeClaimSpec`.
pub fn persistent_volume_claim(claim: &mut PersistentVolumeClaim, object: &ObjectTree<'_>) {
    if let Some(status) = claim.status.make(object) {
        status.phase.default_if_empty("Pending");
        resource_list(&mut status.capacity);
        resource_list(&mut status.allocated_resources);
    }
    persistent_volume_claim_spec(&mut claim.spec);
}

/// `SetDefaults_PersistentVolume`.
pub fn persistent_volume(volume: &mut PersistentVolume, object: &ObjectTree<'_>) {
    if let Some(status) = volume.status.make(object) {
        status.phase.default_if_empty("Pending");
    }
    let spec = &mut *volume.spec;
    spec.persistent_volume_reclaim_policy
        .default_if_empty("Retain");
    spec.volume_mode.default_to("Filesystem");
    resource_list(&mut spec.capacity);
    if let Some(path) = spec.host_path.get_mut() {
        path.r#type.default_to("");
    }
    if let Some(rbd) = spec.rbd.get_mut() {
        rbd.pool.default_if_empty("rbd");
        rbd.user.default_if_empty("admin");
        rbd.keyring.default_if_empty("/etc/ceph/keyring");
    }
    if let Some(iscsi) = spec.iscsi.get_mut() {
        iscsi.iscsi_interface.default_if_empty("default");
    }
    if let Some(disk) = spec.azure_disk.get_mut() {
        azure_disk(disk);
    }
    if let Some(scale_io) = spec.scale_io.get_mut() {
        scale_io.storage_mode.default_if_empty("ThinProvisioned");
        scale_io.fs_type.default_if_empty("xfs");
    }
}

/// `SetDefaults_StorageClass`.
pub fn storage_class(class: &mut StorageClass) {
    class.reclaim_policy.default_to("Delete");
    class.volume_binding_mode.default_to("Immediate");
}

/// `SetDefaults_CSIDriver`.
pub fn csi_driver(driver: &mut CSIDriver) {
    let spec = &mut *driver.spec;
    spec.attach_required.default_to(true);
    spec.pod_info_on_mount.default_to(false);
    spec.storage_capacity.default_to(false);
    spec.fs_group_policy.default_to("ReadWriteOnceWithFSType");
    let modes = &mut spec.volume_lifecycle_modes;
    if modes.is_missing() || modes.is_set() && modes.is_empty() {
        let only = Field::item_of(modes.slot, Text::from("Persistent"));
        modes.state = State::Default(vec![only]);
    }
    spec.requires_republish.default_to(false);
    spec.se_linux_mount.default_to(false);
}
