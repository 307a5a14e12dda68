//! Persistent volumes.

use super::affinity::validate_node_selector;
use super::claim::{VOLUME_MODES, validate_access_modes, validate_class_name};
use super::resource_names::{validate_basic_resource, validate_positive_quantity_value};
use super::resources::quantity;
use super::volume::require_list;
use super::volume_disks::{
    validate_aws_elastic_block_store, validate_azure_disk, validate_csi_driver_name, validate_fc,
    validate_flex, validate_flocker, validate_gce_persistent_disk, validate_initiator_name,
    validate_iqn, validate_lun, validate_nfs, validate_quobyte, validate_storage_os_names,
};
use super::volume_files::{validate_host_path, validate_path_no_backsteps};
use super::{require, supported};
use crate::model::core::{
    CSIPersistentVolumeSource, GlusterfsPersistentVolumeSource, ISCSIPersistentVolumeSource,
    PersistentVolume, PersistentVolumeSpec, SecretReference, VolumeNodeAffinity,
};
use crate::model::field::{Field, Obj, Text};
use crate::model::values::names;
use crate::validation::meta::{
    MetaRules, name_is_dns_label, name_is_dns_subdomain, object_name, validate_object_meta,
};
use crate::validation::{ErrorType, Errors};

/// `ValidatePersistentVolume`.
pub fn validate_persistent_volume(volume: &PersistentVolume, errs: &mut Errors<'_, '_>) {
    let rules = MetaRules {
        name: name_is_dns_subdomain,
        namespaced: false,
        keeps_generation: true,
    };
    validate_object_meta(&volume.metadata, rules, errs);
    let name = object_name(&volume.metadata);
    validate_persistent_volume_spec(&volume.spec, &name, errs);
}

/// `ValidatePersistentVolumeSpec`.
fn validate_persistent_volume_spec(
    spec: &Obj<PersistentVolumeSpec>,
    name: &str,
    errs: &mut Errors<'_, '_>,
) {
    if spec.access_modes.is_empty() {
        errs.required(&spec.access_modes, "");
    }
    validate_access_modes(&spec.access_modes, errs);
    validate_capacity(spec, errs);
    let policy = &spec.persistent_volume_reclaim_policy;
    if !policy.str().is_empty() {
        supported(policy, &["Delete", "Recycle", "Retain"], errs);
    }
    if let Some(affinity) = spec.node_affinity.get() {
        validate_volume_node_affinity(affinity, errs);
    }
    if validate_source(spec, name, errs) == 0 {
        errs.required(spec, "must specify a volume type");
    }
    let root = spec
        .host_path
        .get()
        .is_some_and(|host| is_root(host.path.str()));
    if root && *policy == "Recycle" {
        errs.forbidden(policy, "may not be 'recycle' for a hostPath mount of '/'");
    }
    validate_class_name(&spec.storage_class_name, errs);
    supported(&spec.volume_mode, &VOLUME_MODES, errs);
    if let Some(class) = spec.volume_attributes_class_name.get() {
        let field = &spec.volume_attributes_class_name;
        if class.is_empty() {
            errs.required(field, "an empty string is disallowed");
        } else {
            errs.invalid_each(field, names::dns1123_subdomain(class));
        }
        if spec.csi.is_missing() {
            errs.required(
                &spec.csi,
                "has to be specified when using volumeAttributesClassName",
            );
        }
    }
}

/// Whether `path.Clean` makes `/` of the path.
fn is_root(path: &str) -> bool {
    if !path.starts_with('/') {
        return false;
    }
    let mut depth = 0_usize;
    for element in path.split('/') {
        match element {
            "" | "." => {}
            ".." => depth = depth.saturating_sub(1),
            _ => depth += 1,
        }
    }
    depth == 0
}

fn validate_capacity(spec: &PersistentVolumeSpec, errs: &mut Errors<'_, '_>) {
    let capacity = &spec.capacity;
    if capacity.entries().is_empty() {
        errs.required(capacity, "");
    }
    if capacity.field("storage").is_none() || capacity.entries().len() > 1 {
        errs.not_supported(capacity, &["storage"]);
    }
    for (_, field) in capacity.entries() {
        if let Some(amount) = quantity(field) {
            validate_basic_resource(&amount, field, errs);
            validate_positive_quantity_value(&amount, field, errs);
        }
    }
}

/// `validateVolumeNodeAffinity`.
fn validate_volume_node_affinity(affinity: &VolumeNodeAffinity, errs: &mut Errors<'_, '_>) {
    match affinity.required.get() {
        Some(required) => validate_node_selector(required, errs),
        None => errs.required(&affinity.required, "must specify required node constraints"),
    }
}

/// The source where it is there and the first; all others are refused.
fn first<'m, T>(
    field: &'m Field<Box<T>>,
    path: &str,
    seen: &mut usize,
    errs: &mut Errors<'_, '_>,
) -> Option<&'m T> {
    if field.is_missing() {
        return None;
    }
    *seen += 1;
    if *seen > 1 {
        errs.add_as(
            ErrorType::Forbidden,
            field,
            path,
            "may not specify more than 1 volume type",
        );
        return None;
    }
    field.get().map(|source| &**source)
}

/// The sources in Kubernetes' order. How many there are.
fn validate_source(
    spec: &Obj<PersistentVolumeSpec>,
    name: &str,
    errs: &mut Errors<'_, '_>,
) -> usize {
    let s = spec;
    let n = &mut 0;
    if let Some(source) = first(&s.host_path, "spec.hostPath", n, errs) {
        validate_host_path(source, errs);
    }
    if let Some(source) = first(&s.gce_persistent_disk, "spec.gcePersistentDisk", n, errs) {
        validate_gce_persistent_disk(&s.gce_persistent_disk, source, errs);
    }
    let aws = &s.aws_elastic_block_store;
    if let Some(source) = first(aws, "spec.awsElasticBlockStore", n, errs) {
        validate_aws_elastic_block_store(source, errs);
    }
    if let Some(source) = first(&s.glusterfs, "spec.glusterfs", n, errs) {
        validate_glusterfs(source, errs);
    }
    if let Some(source) = first(&s.flocker, "spec.flocker", n, errs) {
        validate_flocker(&s.flocker, source, errs);
    }
    if let Some(source) = first(&s.nfs, "spec.nfs", n, errs) {
        validate_nfs(source, errs);
    }
    if let Some(source) = first(&s.rbd, "spec.rbd", n, errs) {
        require_list(&source.monitors, errs);
        require(&source.image, errs);
    }
    if let Some(source) = first(&s.quobyte, "spec.quobyte", n, errs) {
        validate_quobyte(source, errs);
    }
    if let Some(source) = first(&s.cephfs, "spec.cephFS", n, errs) {
        require_list(&source.monitors, errs);
    }
    if let Some(source) = first(&s.iscsi, "spec.iscsi", n, errs) {
        validate_iscsi(&s.iscsi, source, name, errs);
    }
    if let Some(source) = first(&s.cinder, "spec.cinder", n, errs) {
        require(&source.volume_id, errs);
        if let Some(secret) = source.secret_ref.get() {
            require_secret(secret, errs);
        }
    }
    if let Some(source) = first(&s.fc, "spec.fc", n, errs) {
        validate_fc(source, errs);
    }
    if let Some(source) = s.flex_volume.get() {
        *n += 1;
        validate_flex(&source.driver, &source.options, errs);
    }
    validate_later_source(spec, n, errs);
    *n
}

/// The second half of the sources.
fn validate_later_source(
    spec: &Obj<PersistentVolumeSpec>,
    n: &mut usize,
    errs: &mut Errors<'_, '_>,
) {
    let s = spec;
    if let Some(source) = first(&s.azure_file, "spec.azureFile", n, errs) {
        require(&source.secret_name, errs);
        require(&source.share_name, errs);
        if source.secret_namespace.is_set() {
            require(&source.secret_namespace, errs);
        }
    }
    if let Some(source) = first(&s.vsphere_volume, "spec.vsphereVolume", n, errs) {
        require(&source.volume_path, errs);
    }
    let photon = &s.photon_persistent_disk;
    if let Some(source) = first(photon, "spec.photonPersistentDisk", n, errs) {
        require(&source.pd_id, errs);
    }
    if let Some(source) = first(&s.portworx_volume, "spec.portworxVolume", n, errs) {
        require(&source.volume_id, errs);
    }
    if let Some(source) = first(&s.azure_disk, "spec.azureDisk", n, errs) {
        validate_azure_disk(source, errs);
    }
    if let Some(source) = first(&s.scale_io, "spec.scaleIO", n, errs) {
        require(&source.gateway, errs);
        require(&source.system, errs);
        require(&source.volume_name, errs);
    }
    if let Some(source) = first(&s.local, "spec.local", n, errs) {
        if require(&source.path, errs) {
            validate_path_no_backsteps(source.path.str(), &source.path, errs);
        }
        if s.node_affinity.is_missing() {
            errs.required(&s.node_affinity, "Local volume requires node affinity");
        }
    }
    if let Some(source) = first(&s.storageos, "spec.storageos", n, errs) {
        validate_storage_os_names(&source.volume_name, &source.volume_namespace, errs);
        if let Some(secret) = source.secret_ref.get() {
            require(&secret.name, errs);
            require(&secret.namespace, errs);
        }
    }
    if let Some(source) = first(&s.csi, "spec.csi", n, errs) {
        validate_csi(source, errs);
    }
}

fn require_secret(secret: &SecretReference, errs: &mut Errors<'_, '_>) {
    require(&secret.name, errs);
    require(&secret.namespace, errs);
}

/// `validateGlusterfsPersistentVolumeSource`.
fn validate_glusterfs(source: &GlusterfsPersistentVolumeSource, errs: &mut Errors<'_, '_>) {
    require(&source.endpoints, errs);
    require(&source.path, errs);
    let field = &source.endpoints_namespace;
    match field.get().map(Text::as_str) {
        None => {}
        Some("") => errs.invalid(
            field,
            "if the endpointnamespace is set, it must be a valid namespace name",
        ),
        Some(namespace) => errs.invalid_each(field, name_is_dns_label(namespace, false)),
    }
}

/// `validateISCSIPersistentVolumeSource`.
fn validate_iscsi(
    field: &Field<Box<ISCSIPersistentVolumeSource>>,
    source: &ISCSIPersistentVolumeSource,
    name: &str,
    errs: &mut Errors<'_, '_>,
) {
    const START: &str = "must be valid format";
    require(&source.target_portal, errs);
    let portal = source.target_portal.str();
    if source.initiator_name.is_set() && name.len() + 1 + portal.len() > 64 {
        let path = errs.path(field) + ".targetportal";
        errs.add_as(
            ErrorType::Invalid,
            &source.target_portal,
            path,
            "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.",
        );
    }
    if require(&source.iqn, errs) {
        validate_iqn(&source.iqn, START, errs);
    }
    validate_lun(&source.lun, errs);
    let chap = source.chap_auth_discovery.value() || source.chap_auth_session.value();
    if chap && source.secret_ref.is_missing() {
        errs.required(&source.secret_ref, "");
    }
    if let Some(secret) = source.secret_ref.get() {
        require(&secret.name, errs);
    }
    validate_initiator_name(field, &source.initiator_name, START, errs);
}

/// `validateCSIPersistentVolumeSource`.
fn validate_csi(source: &CSIPersistentVolumeSource, errs: &mut Errors<'_, '_>) {
    validate_csi_driver_name(&source.driver, errs);
    require(&source.volume_handle, errs);
    for secret in [
        &source.controller_publish_secret_ref,
        &source.controller_expand_secret_ref,
        &source.node_publish_secret_ref,
        &source.node_expand_secret_ref,
    ] {
        let Some(secret) = secret.get() else {
            continue;
        };
        if require(&secret.name, errs) {
            errs.invalid_each(&secret.name, names::dns1123_subdomain(secret.name.str()));
        }
        if require(&secret.namespace, errs) {
            errs.invalid_each(
                &secret.namespace,
                names::dns1123_label(secret.namespace.str()),
            );
        }
    }
}
