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
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::meta::{LabelSelector, ObjectMeta};
use crate::model::values::{Quantity, Time};

objects! {
    /// `core.v1.PersistentVolumeClaim`.
    pub struct PersistentVolumeClaim {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<PersistentVolumeClaimSpec>,
        pub status: Field<Box<PersistentVolumeClaimStatus>>,
    }

    /// `core.v1.PersistentVolume`.
    pub struct PersistentVolume {
        pub api_version: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<PersistentVolumeSpec>,
        pub status: Field<Box<PersistentVolumeStatus>>,
    }

    /// `core.v1.PersistentVolumeClaimSpec`.
    pub struct PersistentVolumeClaimSpec {
        pub access_modes: List<Field<Text>>,
        pub data_source: Field<Box<TypedLocalObjectReference>>,
        pub data_source_ref: Field<Box<TypedObjectReference>>,
        pub resources: Obj<VolumeResourceRequirements>,
        pub selector: Field<Box<LabelSelector>>,
        pub storage_class_name: Field<Text>,
        pub volume_attributes_class_name: Field<Text>,
        pub volume_mode: Field<Text>,
        pub volume_name: Field<Text>,
    }

    /// `core.v1.PersistentVolumeClaimStatus`.
    pub struct PersistentVolumeClaimStatus {
        pub access_modes: List<Field<Text>>,
        pub allocated_resource_statuses: Map<Text>,
        pub allocated_resources: Map<Quantity>,
        pub capacity: Map<Quantity>,
        pub conditions: List<Obj<PersistentVolumeClaimCondition>>,
        pub current_volume_attributes_class_name: Field<Text>,
        pub modify_volume_status: Field<Box<ModifyVolumeStatus>>,
        pub phase: Field<Text>,
    }

    /// `core.v1.PersistentVolumeSpec`.
    pub struct PersistentVolumeSpec {
        pub access_modes: List<Field<Text>>,
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
        pub mount_options: List<Field<Text>>,
        pub nfs: Field<Box<NFSVolumeSource>>,
        pub node_affinity: Field<Box<VolumeNodeAffinity>>,
        pub persistent_volume_reclaim_policy: Field<Text>,
        pub photon_persistent_disk: Field<Box<PhotonPersistentDiskVolumeSource>>,
        pub portworx_volume: Field<Box<PortworxVolumeSource>>,
        pub quobyte: Field<Box<QuobyteVolumeSource>>,
        pub rbd: Field<Box<RBDPersistentVolumeSource>>,
        #[serde(rename = "scaleIO")]
        pub scale_io: Field<Box<ScaleIOPersistentVolumeSource>>,
        pub storage_class_name: Field<Text>,
        pub storageos: Field<Box<StorageOSPersistentVolumeSource>>,
        pub volume_attributes_class_name: Field<Text>,
        pub volume_mode: Field<Text>,
        pub vsphere_volume: Field<Box<VsphereVirtualDiskVolumeSource>>,
    }

    /// `core.v1.PersistentVolumeStatus`.
    pub struct PersistentVolumeStatus {
        pub last_phase_transition_time: Field<Time>,
        pub message: Field<Text>,
        pub phase: Field<Text>,
        pub reason: Field<Text>,
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
        pub message: Field<Text>,
        pub reason: Field<Text>,
        pub status: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `core.v1.ModifyVolumeStatus`.
    pub struct ModifyVolumeStatus {
        pub status: Field<Text>,
        pub target_volume_attributes_class_name: Field<Text>,
    }

    /// `core.v1.AzureFilePersistentVolumeSource`.
    pub struct AzureFilePersistentVolumeSource {
        pub read_only: Field<bool>,
        pub secret_name: Field<Text>,
        pub secret_namespace: Field<Text>,
        pub share_name: Field<Text>,
    }

    /// `core.v1.CephFSPersistentVolumeSource`.
    pub struct CephFSPersistentVolumeSource {
        pub monitors: List<Field<Text>>,
        pub path: Field<Text>,
        pub read_only: Field<bool>,
        pub secret_file: Field<Text>,
        pub secret_ref: Field<Box<SecretReference>>,
        pub user: Field<Text>,
    }

    /// `core.v1.CinderPersistentVolumeSource`.
    pub struct CinderPersistentVolumeSource {
        pub fs_type: Field<Text>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<SecretReference>>,
        #[serde(rename = "volumeID")]
        pub volume_id: Field<Text>,
    }

    /// `core.v1.CSIPersistentVolumeSource`.
    pub struct CSIPersistentVolumeSource {
        pub controller_expand_secret_ref: Field<Box<SecretReference>>,
        pub controller_publish_secret_ref: Field<Box<SecretReference>>,
        pub driver: Field<Text>,
        pub fs_type: Field<Text>,
        pub node_expand_secret_ref: Field<Box<SecretReference>>,
        pub node_publish_secret_ref: Field<Box<SecretReference>>,
        pub node_stage_secret_ref: Field<Box<SecretReference>>,
        pub read_only: Field<bool>,
        pub volume_attributes: Map<Text>,
        pub volume_handle: Field<Text>,
    }

    /// `core.v1.FlexPersistentVolumeSource`.
    pub struct FlexPersistentVolumeSource {
        pub driver: Field<Text>,
        pub fs_type: Field<Text>,
        pub options: Map<Text>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<SecretReference>>,
    }

    /// `core.v1.GlusterfsPersistentVolumeSource`.
    pub struct GlusterfsPersistentVolumeSource {
        pub endpoints: Field<Text>,
        pub endpoints_namespace: Field<Text>,
        pub path: Field<Text>,
        pub read_only: Field<bool>,
    }

    /// `core.v1.ISCSIPersistentVolumeSource`.
    pub struct ISCSIPersistentVolumeSource {
        pub chap_auth_discovery: Field<bool>,
        pub chap_auth_session: Field<bool>,
        pub fs_type: Field<Text>,
        pub initiator_name: Field<Text>,
        pub iqn: Field<Text>,
        pub iscsi_interface: Field<Text>,
        pub lun: Field<i32>,
        pub portals: List<Field<Text>>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<SecretReference>>,
        pub target_portal: Field<Text>,
    }

    /// `core.v1.LocalVolumeSource`.
    pub struct LocalVolumeSource {
        pub fs_type: Field<Text>,
        pub path: Field<Text>,
    }

    /// `core.v1.VolumeNodeAffinity`.
    pub struct VolumeNodeAffinity {
        pub required: Field<Box<NodeSelector>>,
    }

    /// `core.v1.RBDPersistentVolumeSource`.
    pub struct RBDPersistentVolumeSource {
        pub fs_type: Field<Text>,
        pub image: Field<Text>,
        pub keyring: Field<Text>,
        pub monitors: List<Field<Text>>,
        pub pool: Field<Text>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<SecretReference>>,
        pub user: Field<Text>,
    }

    /// `core.v1.ScaleIOPersistentVolumeSource`.
    pub struct ScaleIOPersistentVolumeSource {
        pub fs_type: Field<Text>,
        pub gateway: Field<Text>,
        pub protection_domain: Field<Text>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<SecretReference>>,
        pub ssl_enabled: Field<bool>,
        pub storage_mode: Field<Text>,
        pub storage_pool: Field<Text>,
        pub system: Field<Text>,
        pub volume_name: Field<Text>,
    }

    /// `core.v1.StorageOSPersistentVolumeSource`.
    pub struct StorageOSPersistentVolumeSource {
        pub fs_type: Field<Text>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<ObjectReference>>,
        pub volume_name: Field<Text>,
        pub volume_namespace: Field<Text>,
    }

    /// `core.v1.PersistentVolumeClaimVolumeSource`.
    pub struct PersistentVolumeClaimVolumeSource {
        pub claim_name: Field<Text>,
        pub read_only: Field<bool>,
    }

    /// `core.v1.PersistentVolumeClaimTemplate`.
    pub struct PersistentVolumeClaimTemplate {
        pub metadata: Obj<ObjectMeta>,
        pub spec: Obj<PersistentVolumeClaimSpec>,
    }
}
