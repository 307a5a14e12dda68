//! Defaults of the volumes of a pod.
//!
//! Follows `pkg/apis/core/v1/defaults.go` (`SetDefaults_Volume`, `SetDefaults_*VolumeSource`) and the defaults that
//! `staging/src/k8s.io/api/core/v1/types.go` declares by markers.

use super::container::object_field_selector;
use super::volume_resource_requirements;
use crate::model::ObjectTree;
use crate::model::core::{
    AzureDiskVolumeSource, DownwardAPIVolumeFile, PersistentVolumeClaimSpec, ProjectedVolumeSource,
    Volume,
};
use crate::model::field::{List, Obj};
use crate::model::values::image::default_pull_policy;

/// The mode of files where none is given: 0644.
const FILE_MODE: i32 = 0o644;

/// `SetDefaults_Volume` and its sources.
pub(super) fn volume(volume: &mut Volume, object: &ObjectTree<'_>) {
    if has_no_source(volume) {
        volume.empty_dir.make(object);
    }
    if let Some(image) = volume.image.get_mut() {
        let policy = default_pull_policy(image.reference.str());
        image.pull_policy.default_if_empty(policy);
    }
    if let Some(path) = volume.host_path.get_mut() {
        path.r#type.default_to("");
    }
    if let Some(secret) = volume.secret.get_mut() {
        secret.default_mode.default_to(FILE_MODE);
    }
    if let Some(map) = volume.config_map.get_mut() {
        map.default_mode.default_to(FILE_MODE);
    }
    if let Some(downward) = volume.downward_api.get_mut() {
        downward.default_mode.default_to(FILE_MODE);
        downward_api_files(&mut downward.items);
    }
    if let Some(projected) = volume.projected.get_mut() {
        projected_source(projected);
    }
    if let Some(disk) = volume.azure_disk.get_mut() {
        azure_disk(disk);
    }
    if let Some(iscsi) = volume.iscsi.get_mut() {
        iscsi.iscsi_interface.default_if_empty("default");
    }
    if let Some(rbd) = volume.rbd.get_mut() {
        rbd.pool.default_if_empty("rbd");
        rbd.user.default_if_empty("admin");
        rbd.keyring.default_if_empty("/etc/ceph/keyring");
    }
    if let Some(scale_io) = volume.scale_io.get_mut() {
        scale_io.storage_mode.default_if_empty("ThinProvisioned");
        scale_io.fs_type.default_if_empty("xfs");
    }
    if let Some(template) = volume
        .ephemeral
        .get_mut()
        .and_then(|source| source.volume_claim_template.get_mut())
    {
        persistent_volume_claim_spec(&mut template.spec);
    }
}

/// `ptr.AllPtrFieldsNil(&obj.VolumeSource)`. What is unreadable may be a source.
fn has_no_source(volume: &Volume) -> bool {
    volume.aws_elastic_block_store.is_missing()
        && volume.azure_disk.is_missing()
        && volume.azure_file.is_missing()
        && volume.cephfs.is_missing()
        && volume.cinder.is_missing()
        && volume.config_map.is_missing()
        && volume.csi.is_missing()
        && volume.downward_api.is_missing()
        && volume.empty_dir.is_missing()
        && volume.ephemeral.is_missing()
        && volume.fc.is_missing()
        && volume.flex_volume.is_missing()
        && volume.flocker.is_missing()
        && volume.gce_persistent_disk.is_missing()
        && volume.git_repo.is_missing()
        && volume.glusterfs.is_missing()
        && volume.host_path.is_missing()
        && volume.image.is_missing()
        && volume.iscsi.is_missing()
        && volume.nfs.is_missing()
        && volume.persistent_volume_claim.is_missing()
        && volume.photon_persistent_disk.is_missing()
        && volume.portworx_volume.is_missing()
        && volume.projected.is_missing()
        && volume.quobyte.is_missing()
        && volume.rbd.is_missing()
        && volume.scale_io.is_missing()
        && volume.secret.is_missing()
        && volume.storageos.is_missing()
        && volume.vsphere_volume.is_missing()
}

fn downward_api_files(files: &mut List<Obj<DownwardAPIVolumeFile>>) {
    for file in files.items_mut() {
        if let Some(field) = file.field_ref.get_mut() {
            object_field_selector(field);
        }
    }
}

/// `SetDefaults_ProjectedVolumeSource`, `SetDefaults_ServiceAccountTokenProjection`.
fn projected_source(projected: &mut ProjectedVolumeSource) {
    projected.default_mode.default_to(FILE_MODE);
    for source in projected.sources.items_mut() {
        if let Some(downward) = source.downward_api.get_mut() {
            downward_api_files(&mut downward.items);
        }
        if let Some(token) = source.service_account_token.get_mut() {
            token.expiration_seconds.default_to(3600);
        }
    }
}

/// The markers of `AzureDiskVolumeSource`.
pub(super) fn azure_disk(disk: &mut AzureDiskVolumeSource) {
    disk.caching_mode.default_to("ReadWrite");
    disk.fs_type.default_to("ext4");
    disk.read_only.default_to(false);
    disk.kind.default_to("Shared");
}

/// `SetDefaults_PersistentVolumeClaimSpec`.
pub(super) fn persistent_volume_claim_spec(spec: &mut PersistentVolumeClaimSpec) {
    spec.volume_mode.default_to("Filesystem");
    volume_resource_requirements(&mut spec.resources);
}
