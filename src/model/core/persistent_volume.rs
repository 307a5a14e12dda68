//! PersistentVolume and PersistentVolumeClaim. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use super::affinity::NodeSelector;
use super::reference::{
    ObjectReference, SecretReference, TypedLocalObjectReference, TypedObjectReference,
};
use super::volume::{
    AWSElasticBlockStoreVolumeSource, AzureDiskVolumeSource, FCVolumeSource, FlockerVolumeSource,
    GCEPersistentDiskVolumeSource, HostPathVolumeSource, NFSVolumeSource,
    PhotonPersistentDiskVolumeSource, PortworxVolumeSource, QuobyteVolumeSource,
    VsphereVirtualDiskVolumeSource,
};
use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj};
use crate::model::meta::{LabelSelector, ObjectMeta};
use crate::model::values::{Quantity, Time};

objects! {
    /// `core.v1.PersistentVolumeClaim`.
    pub struct PersistentVolumeClaim {
        pub api_version: Field<String>,
        pub kind: Field<String>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<PersistentVolumeClaimSpec>,
        pub status: Field<Box<PersistentVolumeClaimStatus>>,
    }

    /// `core.v1.PersistentVolume`.
    pub struct PersistentVolume {
        pub api_version: Field<String>,
        pub kind: Field<String>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<PersistentVolumeSpec>,
        pub status: Field<Box<PersistentVolumeStatus>>,
    }

    /// `core.v1.PersistentVolumeClaimSpec`.
    pub struct PersistentVolumeClaimSpec {
        pub access_modes: List<Field<String>>,
        pub data_source: Field<Box<TypedLocalObjectReference>>,
        pub data_source_ref: Field<Box<TypedObjectReference>>,
        pub resources: Obj<VolumeResourceRequirements>,
        pub selector: Field<Box<LabelSelector>>,
        pub storage_class_name: Field<String>,
        pub volume_attributes_class_name: Field<String>,
        pub volume_mode: Field<String>,
        pub volume_name: Field<String>,
    }

    /// `core.v1.PersistentVolumeClaimStatus`.
    pub struct PersistentVolumeClaimStatus {
        pub access_modes: List<Field<String>>,
        pub allocated_resource_statuses: Map<String>,
        pub allocated_resources: Map<Quantity>,
        pub capacity: Map<Quantity>,
        pub conditions: List<Obj<PersistentVolumeClaimCondition>>,
        pub current_volume_attributes_class_name: Field<String>,
        pub modify_volume_status: Field<Box<ModifyVolumeStatus>>,
        pub phase: Field<String>,
    }

    /// `core.v1.PersistentVolumeSpec`.
    pub struct PersistentVolumeSpec {
        pub access_modes: List<Field<String>>,
        pub aws_elastic_block_store: Field<Box<AWSElasticBlockStoreVolumeSource>>,
        pub azure_disk: Field<Box<AzureDiskVolumeSource>>,
        pub azure_file: Field<Box<AzureFilePersistentVolumeSource>>,
        pub capacity: Map<Quantity>,
        pub cephfs: Field<Box<CephFSPersistentVolumeSource>>,
        pub cinder: Field<Box<CinderPersistentVolumeSource>>,
        pub claim_ref: Field<Box<ObjectReference>>,
        pub csi: Field<Box<CSIPersistentVolumeSource>>,
        pub fc: Field<Box<FCVolumeSource>>,
        pub flex_volume: Field<Box<FlexPersistentVolumeSource>>,
        pub flocker: Field<Box<FlockerVolumeSource>>,
        pub gce_persistent_disk: Field<Box<GCEPersistentDiskVolumeSource>>,
        pub glusterfs: Field<Box<GlusterfsPersistentVolumeSource>>,
        pub host_path: Field<Box<HostPathVolumeSource>>,
        pub iscsi: Field<Box<ISCSIPersistentVolumeSource>>,
        pub local: Field<Box<LocalVolumeSource>>,
        pub mount_options: List<Field<String>>,
        pub nfs: Field<Box<NFSVolumeSource>>,
        pub node_affinity: Field<Box<VolumeNodeAffinity>>,
        pub persistent_volume_reclaim_policy: Field<String>,
        pub photon_persistent_disk: Field<Box<PhotonPersistentDiskVolumeSource>>,
        pub portworx_volume: Field<Box<PortworxVolumeSource>>,
        pub quobyte: Field<Box<QuobyteVolumeSource>>,
        pub rbd: Field<Box<RBDPersistentVolumeSource>>,
        #[serde(rename = "scaleIO")]
        pub scale_io: Field<Box<ScaleIOPersistentVolumeSource>>,
        pub storage_class_name: Field<String>,
        pub storageos: Field<Box<StorageOSPersistentVolumeSource>>,
        pub volume_attributes_class_name: Field<String>,
        pub volume_mode: Field<String>,
        pub vsphere_volume: Field<Box<VsphereVirtualDiskVolumeSource>>,
    }

    /// `core.v1.PersistentVolumeStatus`.
    pub struct PersistentVolumeStatus {
        pub last_phase_transition_time: Field<Time>,
        pub message: Field<String>,
        pub phase: Field<String>,
        pub reason: Field<String>,
    }

    /// `core.v1.VolumeResourceRequirements`.
    pub struct VolumeResourceRequirements {
        pub limits: Map<Quantity>,
        pub requests: Map<Quantity>,
    }

    /// `core.v1.PersistentVolumeClaimCondition`.
    pub struct PersistentVolumeClaimCondition {
        pub last_probe_time: Field<Time>,
        pub last_transition_time: Field<Time>,
        pub message: Field<String>,
        pub reason: Field<String>,
        pub status: Field<String>,
        pub r#type: Field<String>,
    }

    /// `core.v1.ModifyVolumeStatus`.
    pub struct ModifyVolumeStatus {
        pub status: Field<String>,
        pub target_volume_attributes_class_name: Field<String>,
    }

    /// `core.v1.AzureFilePersistentVolumeSource`.
    pub struct AzureFilePersistentVolumeSource {
        pub read_only: Field<bool>,
        pub secret_name: Field<String>,
        pub secret_namespace: Field<String>,
        pub share_name: Field<String>,
    }

    /// `core.v1.CephFSPersistentVolumeSource`.
    pub struct CephFSPersistentVolumeSource {
        pub monitors: List<Field<String>>,
        pub path: Field<String>,
        pub read_only: Field<bool>,
        pub secret_file: Field<String>,
        pub secret_ref: Field<Box<SecretReference>>,
        pub user: Field<String>,
    }

    /// `core.v1.CinderPersistentVolumeSource`.
    pub struct CinderPersistentVolumeSource {
        pub fs_type: Field<String>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<SecretReference>>,
        #[serde(rename = "volumeID")]
        pub volume_id: Field<String>,
    }

    /// `core.v1.CSIPersistentVolumeSource`.
    pub struct CSIPersistentVolumeSource {
        pub controller_expand_secret_ref: Field<Box<SecretReference>>,
        pub controller_publish_secret_ref: Field<Box<SecretReference>>,
        pub driver: Field<String>,
        pub fs_type: Field<String>,
        pub node_expand_secret_ref: Field<Box<SecretReference>>,
        pub node_publish_secret_ref: Field<Box<SecretReference>>,
        pub node_stage_secret_ref: Field<Box<SecretReference>>,
        pub read_only: Field<bool>,
        pub volume_attributes: Map<String>,
        pub volume_handle: Field<String>,
    }

    /// `core.v1.FlexPersistentVolumeSource`.
    pub struct FlexPersistentVolumeSource {
        pub driver: Field<String>,
        pub fs_type: Field<String>,
        pub options: Map<String>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<SecretReference>>,
    }

    /// `core.v1.GlusterfsPersistentVolumeSource`.
    pub struct GlusterfsPersistentVolumeSource {
        pub endpoints: Field<String>,
        pub endpoints_namespace: Field<String>,
        pub path: Field<String>,
        pub read_only: Field<bool>,
    }

    /// `core.v1.ISCSIPersistentVolumeSource`.
    pub struct ISCSIPersistentVolumeSource {
        pub chap_auth_discovery: Field<bool>,
        pub chap_auth_session: Field<bool>,
        pub fs_type: Field<String>,
        pub initiator_name: Field<String>,
        pub iqn: Field<String>,
        pub iscsi_interface: Field<String>,
        pub lun: Field<i32>,
        pub portals: List<Field<String>>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<SecretReference>>,
        pub target_portal: Field<String>,
    }

    /// `core.v1.LocalVolumeSource`.
    pub struct LocalVolumeSource {
        pub fs_type: Field<String>,
        pub path: Field<String>,
    }

    /// `core.v1.VolumeNodeAffinity`.
    pub struct VolumeNodeAffinity {
        pub required: Field<Box<NodeSelector>>,
    }

    /// `core.v1.RBDPersistentVolumeSource`.
    pub struct RBDPersistentVolumeSource {
        pub fs_type: Field<String>,
        pub image: Field<String>,
        pub keyring: Field<String>,
        pub monitors: List<Field<String>>,
        pub pool: Field<String>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<SecretReference>>,
        pub user: Field<String>,
    }

    /// `core.v1.ScaleIOPersistentVolumeSource`.
    pub struct ScaleIOPersistentVolumeSource {
        pub fs_type: Field<String>,
        pub gateway: Field<String>,
        pub protection_domain: Field<String>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<SecretReference>>,
        pub ssl_enabled: Field<bool>,
        pub storage_mode: Field<String>,
        pub storage_pool: Field<String>,
        pub system: Field<String>,
        pub volume_name: Field<String>,
    }

    /// `core.v1.StorageOSPersistentVolumeSource`.
    pub struct StorageOSPersistentVolumeSource {
        pub fs_type: Field<String>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<ObjectReference>>,
        pub volume_name: Field<String>,
        pub volume_namespace: Field<String>,
    }

    /// `core.v1.PersistentVolumeClaimVolumeSource`.
    pub struct PersistentVolumeClaimVolumeSource {
        pub claim_name: Field<String>,
        pub read_only: Field<bool>,
    }

    /// `core.v1.PersistentVolumeClaimTemplate`.
    pub struct PersistentVolumeClaimTemplate {
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<PersistentVolumeClaimSpec>,
    }
}
