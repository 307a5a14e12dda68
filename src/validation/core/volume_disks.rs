//! Volumes that bring disks and network file systems, most of them long deprecated. Shared with persistent volumes.

use super::{require, supported};
use crate::model::core::{
    AWSElasticBlockStoreVolumeSource, AzureDiskVolumeSource, CSIVolumeSource, FCVolumeSource,
    FlockerVolumeSource, GCEPersistentDiskVolumeSource, ISCSIVolumeSource, NFSVolumeSource,
    QuobyteVolumeSource, StorageOSVolumeSource,
};
use crate::model::field::{Field, Located, Map, Text};
use crate::model::values::names;
use crate::validation::meta::name_is_dns_subdomain;
use crate::validation::{ErrorType, Errors};

/// Longest name of a CSI driver, in bytes.
const MAX_CSI_DRIVER: usize = 63;
/// Longest tenant of a Quobyte volume, in bytes.
const MAX_TENANT: usize = 64;
const HOST_PORT_PAIR: &str = "must be a host:port pair or multiple pairs separated by commas";

/// A partition: 0 is let through, though the text says otherwise.
fn validate_partition(partition: &Field<i32>, errs: &mut Errors<'_, '_>) {
    if !(0..=255).contains(&partition.value()) {
        errs.invalid(partition, names::inclusive_range_error(1, 255));
    }
}

/// A logical unit number.
pub(super) fn validate_lun(lun: &Field<i32>, errs: &mut Errors<'_, '_>) {
    if !(0..=255).contains(&lun.value()) {
        errs.invalid(lun, names::inclusive_range_error(0, 255));
    }
}

/// `validateGCEPersistentDiskVolumeSource`, reported under `persistentDisk`.
pub(super) fn validate_gce_persistent_disk(
    field: &Field<Box<GCEPersistentDiskVolumeSource>>,
    source: &GCEPersistentDiskVolumeSource,
    errs: &mut Errors<'_, '_>,
) {
    let start = errs.len();
    require(&source.pd_name, errs);
    validate_partition(&source.partition, errs);
    if errs.len() > start {
        let from = errs.path(field);
        let to = from.replace("gcePersistentDisk", "persistentDisk");
        errs.rename_since(start, &from, &to);
    }
}

/// `validateAWSElasticBlockStoreVolumeSource`.
pub(super) fn validate_aws_elastic_block_store(
    source: &AWSElasticBlockStoreVolumeSource,
    errs: &mut Errors<'_, '_>,
) {
    require(&source.volume_id, errs);
    validate_partition(&source.partition, errs);
}

/// `validateNFSVolumeSource`.
pub(super) fn validate_nfs(source: &NFSVolumeSource, errs: &mut Errors<'_, '_>) {
    require(&source.server, errs);
    require(&source.path, errs);
    if !source.path.str().starts_with('/') {
        errs.invalid(&source.path, "must be an absolute path");
    }
}

/// `validateISCSIVolumeSource`.
pub(super) fn validate_iscsi(
    field: &Field<Box<ISCSIVolumeSource>>,
    source: &ISCSIVolumeSource,
    errs: &mut Errors<'_, '_>,
) {
    const START: &str = "must be valid format starting with iqn, eui, or naa";
    require(&source.target_portal, errs);
    if require(&source.iqn, errs) {
        validate_iqn(&source.iqn, START, errs);
    }
    validate_lun(&source.lun, errs);
    let chap = source.chap_auth_discovery.value() || source.chap_auth_session.value();
    if chap && source.secret_ref.is_missing() {
        errs.required(&source.secret_ref, "");
    }
    validate_initiator_name(field, &source.initiator_name, START, errs);
}

/// `iscsi.initiatorName`, which Kubernetes reports as `initiatorname`.
pub(super) fn validate_initiator_name(
    owner: &impl Located,
    name: &Field<Text>,
    start_detail: &str,
    errs: &mut Errors<'_, '_>,
) {
    if name.is_set() {
        let start = errs.len();
        validate_iqn(name, start_detail, errs);
        if errs.len() > start {
            let (from, to) = (errs.path(name), errs.path(owner) + ".initiatorname");
            errs.rename_since(start, &from, &to);
        }
    }
}

/// The three forms of an initiator's or target's name.
pub(super) fn validate_iqn(name: &Field<Text>, start_detail: &str, errs: &mut Errors<'_, '_>) {
    let text = name.str();
    let good = if text.starts_with("iqn") {
        text.match_indices("iqn.")
            .any(|(at, _)| text.get(at..).is_some_and(is_iqn))
    } else if text.starts_with("eui") {
        is_id(text, 16)
    } else if text.starts_with("naa") {
        is_id(text, 32)
    } else {
        errs.invalid(name, start_detail);
        return;
    };
    if !good {
        errs.invalid(name, "must be valid format");
    }
}

/// `iscsiInitiatorIqnRegex`: `iqn.YYYY-MM.domain:text`.
fn is_iqn(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = || {
        let (year, rest) = text.strip_prefix("iqn.")?.split_once('-')?;
        let (month, rest) = rest.split_once('.')?;
        let (domain, end) = rest.split_once(':')?;
        let domain_fits = !domain.is_empty()
            && domain
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
        let end_fits = !end.is_empty()
            && !end.contains([
                ',', ';', '*', '&', '$', '|', '\t', '\n', '\u{b}', '\u{c}', '\r', ' ',
            ]);
        Some(
            year.len() == 4
                && month.len() == 2
                && digits(year)
                && digits(month)
                && domain_fits
                && end_fits,
        )
    };
    parts().unwrap_or(false)
}

/// `iscsiInitiatorEuiRegex` and `iscsiInitiatorNaaRegex`: any character, then so many letters and digits.
fn is_id(text: &str, length: usize) -> bool {
    let mut rest = text.chars();
    let any = rest.nth(3).is_some_and(|c| c != '\n');
    let id = rest.as_str();
    any && id.len() == length && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `validateFCVolumeSource`.
pub(super) fn validate_fc(source: &FCVolumeSource, errs: &mut Errors<'_, '_>) {
    let (wwns, wwids) = (&source.target_ww_ns, &source.wwids);
    if wwns.is_empty() && wwids.is_empty() {
        errs.required(
            wwns,
            "must specify either targetWWNs or wwids, but not both",
        );
    }
    if !wwns.is_empty() && !wwids.is_empty() {
        errs.invalid(
            wwns,
            "targetWWNs and wwids can not be specified simultaneously",
        );
    }
    if !wwns.is_empty() {
        if source.lun.is_missing() {
            errs.required(&source.lun, "lun is required if targetWWNs is specified");
        } else {
            validate_lun(&source.lun, errs);
        }
    }
}

/// `validateFlockerVolumeSource`.
pub(super) fn validate_flocker(
    at: &impl Located,
    source: &FlockerVolumeSource,
    errs: &mut Errors<'_, '_>,
) {
    let (name, uuid) = (source.dataset_name.str(), source.dataset_uuid.str());
    if name.is_empty() && uuid.is_empty() {
        errs.required(at, "one of datasetName and datasetUUID is required");
    }
    if !name.is_empty() && !uuid.is_empty() {
        errs.invalid(
            at,
            "datasetName and datasetUUID can not be specified simultaneously",
        );
    }
    if name.contains('/') {
        errs.invalid(&source.dataset_name, "must not contain '/'");
    }
}

/// `validateQuobyteVolumeSource`.
pub(super) fn validate_quobyte(source: &QuobyteVolumeSource, errs: &mut Errors<'_, '_>) {
    let registry = source.registry.str();
    if registry.is_empty() {
        errs.required(&source.registry, HOST_PORT_PAIR);
    } else if source.tenant.str().len() > MAX_TENANT {
        errs.required(
            &source.tenant,
            "must be a UUID and may not exceed a length of 64 characters",
        );
    } else {
        for pair in registry.split(',') {
            if !is_host_port(pair) {
                errs.invalid(&source.registry, HOST_PORT_PAIR);
            }
        }
    }
    require(&source.volume, errs);
}

/// Whether Go's `net.SplitHostPort` takes the text.
fn is_host_port(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else {
        return false;
    };
    let host_fits = match host.strip_prefix('[') {
        Some(inner) => inner
            .strip_suffix(']')
            .is_some_and(|inner| !inner.contains(['[', ']'])),
        None => !host.contains([':', '[', ']']),
    };
    host_fits && !port.contains(['[', ']'])
}

/// The options of a flex volume (`validateFlexVolumeSource`).
pub(super) fn validate_flex(driver: &Field<Text>, options: &Map<Text>, errs: &mut Errors<'_, '_>) {
    require(driver, errs);
    for (key, value) in options.entries() {
        let namespace = key
            .split_once('/')
            .map_or(key.as_str(), |(before, _)| before);
        let normalized = format!(".{}", namespace.to_lowercase());
        if normalized.ends_with(".kubernetes.io") || normalized.ends_with(".k8s.io") {
            errs.invalid(value, "kubernetes.io and k8s.io namespaces are reserved");
        }
    }
}

/// `validateAzureDisk`.
pub(super) fn validate_azure_disk(source: &AzureDiskVolumeSource, errs: &mut Errors<'_, '_>) {
    require(&source.disk_name, errs);
    require(&source.disk_uri, errs);
    supported(
        &source.caching_mode,
        &["None", "ReadOnly", "ReadWrite"],
        errs,
    );
    supported(&source.kind, &["Dedicated", "Managed", "Shared"], errs);
    let uri = source.disk_uri.str();
    match source.kind.get().map(Text::as_str) {
        Some("Managed") if !uri.starts_with("/subscriptions/") => errs.not_supported(
            &source.disk_uri,
            &["/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"],
        ),
        Some("Managed") | None => {}
        Some(_) => {
            if !uri.starts_with("https://") {
                errs.not_supported(
                    &source.disk_uri,
                    &["https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"],
                );
            }
        }
    }
}

/// `validateStorageOSVolumeSource`, without the secret.
pub(super) fn validate_storage_os_names(
    name: &Field<Text>,
    namespace: &Field<Text>,
    errs: &mut Errors<'_, '_>,
) {
    if require(name, errs) {
        errs.invalid_each(name, names::dns1123_label(name.str()));
    }
    if !namespace.str().is_empty() {
        errs.invalid_each(namespace, names::dns1123_label(namespace.str()));
    }
}

/// `validateStorageOSVolumeSource`.
pub(super) fn validate_storage_os(source: &StorageOSVolumeSource, errs: &mut Errors<'_, '_>) {
    validate_storage_os_names(&source.volume_name, &source.volume_namespace, errs);
    if let Some(secret) = source.secret_ref.get() {
        require(&secret.name, errs);
    }
}

/// `ValidateCSIDriverName`.
pub fn validate_csi_driver_name(driver: &Field<Text>, errs: &mut Errors<'_, '_>) {
    if !require(driver, errs) {
        return;
    }
    let name = driver.str();
    if name.len() > MAX_CSI_DRIVER {
        errs.too_long(driver, MAX_CSI_DRIVER);
    }
    errs.invalid_each(driver, names::dns1123_subdomain(&name.to_lowercase()));
}

/// `validateCSIVolumeSource`.
pub(super) fn validate_csi(
    field: &Field<Box<CSIVolumeSource>>,
    source: &CSIVolumeSource,
    errs: &mut Errors<'_, '_>,
) {
    validate_csi_driver_name(&source.driver, errs);
    if let Some(secret) = source.node_publish_secret_ref.get()
        && require(&secret.name, errs)
    {
        for detail in name_is_dns_subdomain(secret.name.str(), false) {
            // The path lacks `nodePublishSecretRef`, as Kubernetes prints it.
            let path = errs.path(field) + ".name";
            errs.add_as(ErrorType::Invalid, &secret.name, path, detail);
        }
    }
}
