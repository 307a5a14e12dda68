//! The volumes of a pod. Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use super::persistent_volume::{PersistentVolumeClaimTemplate, PersistentVolumeClaimVolumeSource};
use super::reference::{LocalObjectReference, ObjectFieldSelector, ResourceFieldSelector};
use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::meta::LabelSelector;
use crate::model::values::Quantity;

objects! {
    /// `core.v1.Volume`.
    pub struct Volume {
        pub aws_elastic_block_store: Field<Box<AWSElasticBlockStoreVolumeSource>>,
        pub azure_disk: Field<Box<AzureDiskVolumeSource>>,
        pub azure_file: Field<Box<AzureFileVolumeSource>>,
        pub cephfs: Field<Box<CephFSVolumeSource>>,
        pub cinder: Field<Box<CinderVolumeSource>>,
        pub config_map: Field<Box<ConfigMapVolumeSource>>,
        pub csi: Field<Box<CSIVolumeSource>>,
        #[serde(rename = "downwardAPI")]
        pub downward_api: Field<Box<DownwardAPIVolumeSource>>,
        pub empty_dir: Field<Box<EmptyDirVolumeSource>>,
        pub ephemeral: Field<Box<EphemeralVolumeSource>>,
        pub fc: Field<Box<FCVolumeSource>>,
        pub flex_volume: Field<Box<FlexVolumeSource>>,
        pub flocker: Field<Box<FlockerVolumeSource>>,
        pub gce_persistent_disk: Field<Box<GCEPersistentDiskVolumeSource>>,
        pub git_repo: Field<Box<GitRepoVolumeSource>>,
        pub glusterfs: Field<Box<GlusterfsVolumeSource>>,
        pub host_path: Field<Box<HostPathVolumeSource>>,
        pub image: Field<Box<ImageVolumeSource>>,
        pub iscsi: Field<Box<ISCSIVolumeSource>>,
        pub name: Field<Text>,
        pub nfs: Field<Box<NFSVolumeSource>>,
        pub persistent_volume_claim: Field<Box<PersistentVolumeClaimVolumeSource>>,
        pub photon_persistent_disk: Field<Box<PhotonPersistentDiskVolumeSource>>,
        pub portworx_volume: Field<Box<PortworxVolumeSource>>,
        pub projected: Field<Box<ProjectedVolumeSource>>,
        pub quobyte: Field<Box<QuobyteVolumeSource>>,
        pub rbd: Field<Box<RBDVolumeSource>>,
        #[serde(rename = "scaleIO")]
        pub scale_io: Field<Box<ScaleIOVolumeSource>>,
        pub secret: Field<Box<SecretVolumeSource>>,
        pub storageos: Field<Box<StorageOSVolumeSource>>,
        pub vsphere_volume: Field<Box<VsphereVirtualDiskVolumeSource>>,
    }

    /// `core.v1.AWSElasticBlockStoreVolumeSource`.
    pub struct AWSElasticBlockStoreVolumeSource {
        pub fs_type: Field<Text>,
        pub partition: Field<i32>,
        pub read_only: Field<bool>,
        #[serde(rename = "volumeID")]
        pub volume_id: Field<Text>,
    }

    /// `core.v1.AzureDiskVolumeSource`.
    pub struct AzureDiskVolumeSource {
        pub caching_mode: Field<Text>,
        pub disk_name: Field<Text>,
        #[serde(rename = "diskURI")]
        pub disk_uri: Field<Text>,
        pub fs_type: Field<Text>,
        pub kind: Field<Text>,
        pub read_only: Field<bool>,
    }

    /// `core.v1.FCVolumeSource`.
    pub struct FCVolumeSource {
        pub fs_type: Field<Text>,
        pub lun: Field<i32>,
        pub read_only: Field<bool>,
        #[serde(rename = "targetWWNs")]
        pub target_ww_ns: List<Field<Text>>,
        pub wwids: List<Field<Text>>,
    }

    /// `core.v1.FlockerVolumeSource`.
    pub struct FlockerVolumeSource {
        pub dataset_name: Field<Text>,
        #[serde(rename = "datasetUUID")]
        pub dataset_uuid: Field<Text>,
    }

    /// `core.v1.GCEPersistentDiskVolumeSource`.
    pub struct GCEPersistentDiskVolumeSource {
        pub fs_type: Field<Text>,
        pub partition: Field<i32>,
        pub pd_name: Field<Text>,
        pub read_only: Field<bool>,
    }

    /// `core.v1.HostPathVolumeSource`.
    pub struct HostPathVolumeSource {
        pub path: Field<Text>,
        pub r#type: Field<Text>,
    }

    /// `core.v1.NFSVolumeSource`.
    pub struct NFSVolumeSource {
        pub path: Field<Text>,
        pub read_only: Field<bool>,
        pub server: Field<Text>,
    }

    /// `core.v1.PhotonPersistentDiskVolumeSource`.
    pub struct PhotonPersistentDiskVolumeSource {
        pub fs_type: Field<Text>,
        #[serde(rename = "pdID")]
        pub pd_id: Field<Text>,
    }

    /// `core.v1.PortworxVolumeSource`.
    pub struct PortworxVolumeSource {
        pub fs_type: Field<Text>,
        pub read_only: Field<bool>,
        #[serde(rename = "volumeID")]
        pub volume_id: Field<Text>,
    }

    /// `core.v1.QuobyteVolumeSource`.
    pub struct QuobyteVolumeSource {
        pub group: Field<Text>,
        pub read_only: Field<bool>,
        pub registry: Field<Text>,
        pub tenant: Field<Text>,
        pub user: Field<Text>,
        pub volume: Field<Text>,
    }

    /// `core.v1.VsphereVirtualDiskVolumeSource`.
    pub struct VsphereVirtualDiskVolumeSource {
        pub fs_type: Field<Text>,
        #[serde(rename = "storagePolicyID")]
        pub storage_policy_id: Field<Text>,
        pub storage_policy_name: Field<Text>,
        pub volume_path: Field<Text>,
    }

    /// `core.v1.AzureFileVolumeSource`.
    pub struct AzureFileVolumeSource {
        pub read_only: Field<bool>,
        pub secret_name: Field<Text>,
        pub share_name: Field<Text>,
    }

    /// `core.v1.CephFSVolumeSource`.
    pub struct CephFSVolumeSource {
        pub monitors: List<Field<Text>>,
        pub path: Field<Text>,
        pub read_only: Field<bool>,
        pub secret_file: Field<Text>,
        pub secret_ref: Field<Box<LocalObjectReference>>,
        pub user: Field<Text>,
    }

    /// `core.v1.CinderVolumeSource`.
    pub struct CinderVolumeSource {
        pub fs_type: Field<Text>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<LocalObjectReference>>,
        #[serde(rename = "volumeID")]
        pub volume_id: Field<Text>,
    }

    /// `core.v1.ConfigMapVolumeSource`.
    pub struct ConfigMapVolumeSource {
        pub default_mode: Field<i32>,
        pub items: List<Obj<KeyToPath>>,
        pub name: Field<Text>,
        pub optional: Field<bool>,
    }

    /// `core.v1.CSIVolumeSource`.
    pub struct CSIVolumeSource {
        pub driver: Field<Text>,
        pub fs_type: Field<Text>,
        pub node_publish_secret_ref: Field<Box<LocalObjectReference>>,
        pub read_only: Field<bool>,
        pub volume_attributes: Map<Text>,
    }

    /// `core.v1.DownwardAPIVolumeSource`.
    pub struct DownwardAPIVolumeSource {
        pub default_mode: Field<i32>,
        pub items: List<Obj<DownwardAPIVolumeFile>>,
    }

    /// `core.v1.EmptyDirVolumeSource`.
    pub struct EmptyDirVolumeSource {
        pub medium: Field<Text>,
        pub size_limit: Field<Quantity>,
    }

    /// `core.v1.EphemeralVolumeSource`.
    pub struct EphemeralVolumeSource {
        pub volume_claim_template: Field<Box<PersistentVolumeClaimTemplate>>,
    }

    /// `core.v1.FlexVolumeSource`.
    pub struct FlexVolumeSource {
        pub driver: Field<Text>,
        pub fs_type: Field<Text>,
        pub options: Map<Text>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<LocalObjectReference>>,
    }

    /// `core.v1.GitRepoVolumeSource`.
    pub struct GitRepoVolumeSource {
        pub directory: Field<Text>,
        pub repository: Field<Text>,
        pub revision: Field<Text>,
    }

    /// `core.v1.GlusterfsVolumeSource`.
    pub struct GlusterfsVolumeSource {
        pub endpoints: Field<Text>,
        pub path: Field<Text>,
        pub read_only: Field<bool>,
    }

    /// `core.v1.ImageVolumeSource`.
    pub struct ImageVolumeSource {
        pub pull_policy: Field<Text>,
        pub reference: Field<Text>,
    }

    /// `core.v1.ISCSIVolumeSource`.
    pub struct ISCSIVolumeSource {
        pub chap_auth_discovery: Field<bool>,
        pub chap_auth_session: Field<bool>,
        pub fs_type: Field<Text>,
        pub initiator_name: Field<Text>,
        pub iqn: Field<Text>,
        pub iscsi_interface: Field<Text>,
        pub lun: Field<i32>,
        pub portals: List<Field<Text>>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<LocalObjectReference>>,
        pub target_portal: Field<Text>,
    }

    /// `core.v1.ProjectedVolumeSource`.
    pub struct ProjectedVolumeSource {
        pub default_mode: Field<i32>,
        pub sources: List<Obj<VolumeProjection>>,
    }

    /// `core.v1.RBDVolumeSource`.
    pub struct RBDVolumeSource {
        pub fs_type: Field<Text>,
        pub image: Field<Text>,
        pub keyring: Field<Text>,
        pub monitors: List<Field<Text>>,
        pub pool: Field<Text>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<LocalObjectReference>>,
        pub user: Field<Text>,
    }

    /// `core.v1.ScaleIOVolumeSource`.
    pub struct ScaleIOVolumeSource {
        pub fs_type: Field<Text>,
        pub gateway: Field<Text>,
        pub protection_domain: Field<Text>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<LocalObjectReference>>,
        pub ssl_enabled: Field<bool>,
        pub storage_mode: Field<Text>,
        pub storage_pool: Field<Text>,
        pub system: Field<Text>,
        pub volume_name: Field<Text>,
    }

    /// `core.v1.SecretVolumeSource`.
    pub struct SecretVolumeSource {
        pub default_mode: Field<i32>,
        pub items: List<Obj<KeyToPath>>,
        pub optional: Field<bool>,
        pub secret_name: Field<Text>,
    }

    /// `core.v1.StorageOSVolumeSource`.
    pub struct StorageOSVolumeSource {
        pub fs_type: Field<Text>,
        pub read_only: Field<bool>,
        pub secret_ref: Field<Box<LocalObjectReference>>,
        pub volume_name: Field<Text>,
        pub volume_namespace: Field<Text>,
    }

    /// `core.v1.KeyToPath`.
    pub struct KeyToPath {
        pub key: Field<Text>,
        pub mode: Field<i32>,
        pub path: Field<Text>,
    }

    /// `core.v1.DownwardAPIVolumeFile`.
    pub struct DownwardAPIVolumeFile {
        pub field_ref: Field<Box<ObjectFieldSelector>>,
        pub mode: Field<i32>,
        pub path: Field<Text>,
        pub resource_field_ref: Field<Box<ResourceFieldSelector>>,
    }

    /// `core.v1.VolumeProjection`.
    pub struct VolumeProjection {
        pub cluster_trust_bundle: Field<Box<ClusterTrustBundleProjection>>,
        pub config_map: Field<Box<ConfigMapProjection>>,
        #[serde(rename = "downwardAPI")]
        pub downward_api: Field<Box<DownwardAPIProjection>>,
        pub pod_certificate: Field<Box<PodCertificateProjection>>,
        pub secret: Field<Box<SecretProjection>>,
        pub service_account_token: Field<Box<ServiceAccountTokenProjection>>,
    }

    /// `core.v1.ClusterTrustBundleProjection`.
    pub struct ClusterTrustBundleProjection {
        pub label_selector: Field<Box<LabelSelector>>,
        pub name: Field<Text>,
        pub optional: Field<bool>,
        pub path: Field<Text>,
        pub signer_name: Field<Text>,
    }

    /// `core.v1.ConfigMapProjection`.
    pub struct ConfigMapProjection {
        pub items: List<Obj<KeyToPath>>,
        pub name: Field<Text>,
        pub optional: Field<bool>,
    }

    /// `core.v1.DownwardAPIProjection`.
    pub struct DownwardAPIProjection {
        pub items: List<Obj<DownwardAPIVolumeFile>>,
    }

    /// `core.v1.PodCertificateProjection`.
    pub struct PodCertificateProjection {
        pub certificate_chain_path: Field<Text>,
        pub credential_bundle_path: Field<Text>,
        pub key_path: Field<Text>,
        pub key_type: Field<Text>,
        pub max_expiration_seconds: Field<i32>,
        pub signer_name: Field<Text>,
        pub user_annotations: Map<Text>,
    }

    /// `core.v1.SecretProjection`.
    pub struct SecretProjection {
        pub items: List<Obj<KeyToPath>>,
        pub name: Field<Text>,
        pub optional: Field<bool>,
    }

    /// `core.v1.ServiceAccountTokenProjection`.
    pub struct ServiceAccountTokenProjection {
        pub audience: Field<Text>,
        pub expiration_seconds: Field<i64>,
        pub path: Field<Text>,
    }
}
