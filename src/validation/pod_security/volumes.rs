//! Which volumes a pod may have.

use super::{Pod, Violation, insert, plural, quoted};
use crate::model::core::Volume;

/// `hostPathVolumes_1_0`.
pub(super) fn host_path_volumes(pod: Pod<'_>) -> Option<Violation> {
    let found: Vec<_> = pod
        .spec
        .volumes
        .iter()
        .filter(|volume| volume.host_path.is_set())
        .collect();
    let names: Vec<&str> = found.iter().map(|volume| volume.name.str()).collect();
    (!names.is_empty()).then(|| Violation {
        reason: "hostPath volumes",
        detail: format!(
            "{} {}",
            plural(names.len(), "volume", "volumes"),
            quoted(&names)
        ),
        fields: found.iter().map(|volume| volume.host_path.slot).collect(),
    })
}

/// `restrictedVolumes_1_0`.
pub(super) fn restricted_volumes(pod: Pod<'_>) -> Option<Violation> {
    let mut names = Vec::new();
    let mut types = Vec::new();
    let mut fields = Vec::new();
    for volume in &pod.spec.volumes {
        if is_allowed(volume) {
            continue;
        }
        names.push(volume.name.str());
        insert(&mut types, type_of(volume));
        fields.push(volume.slot);
    }
    (!names.is_empty()).then(|| Violation {
        reason: "restricted volume types",
        detail: format!(
            "{} {} {} {} {}",
            plural(names.len(), "volume", "volumes"),
            quoted(&names),
            plural(names.len(), "uses", "use"),
            plural(
                types.len(),
                "restricted volume type",
                "restricted volume types"
            ),
            quoted(&types)
        ),
        fields,
    })
}

fn is_allowed(volume: &Volume) -> bool {
    volume.config_map.is_set()
        || volume.csi.is_set()
        || volume.downward_api.is_set()
        || volume.empty_dir.is_set()
        || volume.ephemeral.is_set()
        || volume.image.is_set()
        || volume.persistent_volume_claim.is_set()
        || volume.projected.is_set()
        || volume.secret.is_set()
}

/// The type of a volume that is not allowed.
fn type_of(volume: &Volume) -> &'static str {
    let types: [(bool, &str); 21] = [
        (volume.host_path.is_set(), "hostPath"),
        (volume.gce_persistent_disk.is_set(), "gcePersistentDisk"),
        (
            volume.aws_elastic_block_store.is_set(),
            "awsElasticBlockStore",
        ),
        (volume.git_repo.is_set(), "gitRepo"),
        (volume.nfs.is_set(), "nfs"),
        (volume.iscsi.is_set(), "iscsi"),
        (volume.glusterfs.is_set(), "glusterfs"),
        (volume.rbd.is_set(), "rbd"),
        (volume.flex_volume.is_set(), "flexVolume"),
        (volume.cinder.is_set(), "cinder"),
        (volume.cephfs.is_set(), "cephfs"),
        (volume.flocker.is_set(), "flocker"),
        (volume.fc.is_set(), "fc"),
        (volume.azure_file.is_set(), "azureFile"),
        (volume.vsphere_volume.is_set(), "vsphereVolume"),
        (volume.quobyte.is_set(), "quobyte"),
        (volume.azure_disk.is_set(), "azureDisk"),
        (
            volume.photon_persistent_disk.is_set(),
            "photonPersistentDisk",
        ),
        (volume.portworx_volume.is_set(), "portworxVolume"),
        (volume.scale_io.is_set(), "scaleIO"),
        (volume.storageos.is_set(), "storageos"),
    ];
    let found = types.iter().find(|entry| entry.0);
    found.map_or("unknown", |entry| entry.1)
}
