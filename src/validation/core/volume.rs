//! The volumes of a pod.

use super::claim::validate_persistent_volume_claim_template;
use super::pod::{PodOptions, pod_name};
use super::volume_disks::{
    validate_aws_elastic_block_store, validate_azure_disk, validate_csi, validate_fc,
    validate_flex, validate_flocker, validate_gce_persistent_disk, validate_iscsi, validate_nfs,
    validate_quobyte, validate_storage_os,
};
use super::volume_files::{
    validate_config_map, validate_downward_api, validate_git_repo, validate_host_path,
    validate_secret,
};
use super::volume_projected::validate_projected;
use super::{require, required_enum};
use crate::model::core::{EmptyDirVolumeSource, ImageVolumeSource, Volume};
use crate::model::field::{Field, List, Located, Obj};
use crate::model::values::{go_quote, names};
use crate::validation::seen::Seen;
use crate::validation::{ErrorType, Errors};
use std::collections::HashSet;

const ONE_TYPE: &str = "may not specify more than 1 volume type";

/// The volumes that containers may use: those without faults, by name.
#[derive(Debug, Default)]
pub(super) struct Volumes<'m> {
    /// Sorted by name; whether the volume is a claim or makes one.
    all: Vec<(&'m str, bool)>,
}

impl Volumes<'_> {
    /// `IsMatchedVolume`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.is_claim(name).is_some()
    }

    /// `isMatchedDevice`: whether the volume brings a claim; None where there is no such volume.
    pub(super) fn is_claim(&self, name: &str) -> Option<bool> {
        let at = self.all.binary_search_by_key(&name, |entry| entry.0).ok()?;
        self.all.get(at).map(|entry| entry.1)
    }
}

/// `ValidateVolumes`.
pub(super) fn validate_volumes<'m>(
    list: &'m List<Obj<Volume>>,
    options: PodOptions<'m>,
    errs: &mut Errors<'_, '_>,
) -> Volumes<'m> {
    let mut volumes = Volumes::default();
    for name in options.claim_templates {
        volumes.all.push((name, true));
    }
    if list.is_empty() && volumes.all.is_empty() {
        return volumes;
    }
    let pod_name = pod_name(options);
    let made_claims = claims_made(list, &pod_name);
    let mut all_names = Seen::default();
    for volume in list {
        let name = volume.name.str();
        if options.claim_templates.contains(&name) {
            continue;
        }
        let start = errs.len();
        validate_volume_source(volume, &pod_name, errs);
        if require(&volume.name, errs) {
            errs.invalid_each(&volume.name, names::dns1123_label(name));
        }
        if all_names.has(name) {
            errs.duplicate(&volume.name);
        } else if errs.len() == start {
            all_names.insert(name);
            let claim = &volume.persistent_volume_claim;
            volumes
                .all
                .push((name, claim.is_set() || volume.ephemeral.is_set()));
        }
        if let Some(claim) = volume.persistent_volume_claim.get()
            && made_claims.contains(claim.claim_name.str())
        {
            errs.invalid(
                &claim.claim_name,
                "must not reference a PVC that gets created for an ephemeral volume",
            );
        }
    }
    volumes.all.sort_unstable();
    volumes
}

/// The names of the claims that a bare Pod's ephemeral volumes make.
fn claims_made(list: &List<Obj<Volume>>, pod_name: &str) -> HashSet<String> {
    if pod_name.is_empty() {
        return HashSet::new();
    }
    list.iter()
        .filter(|volume| volume.ephemeral.is_set())
        .map(|volume| format!("{pod_name}-{}", volume.name.str()))
        .collect()
}

/// Counts the sources of one volume: the first is judged, all others are refused.
struct Sources<'v> {
    volume: &'v Obj<Volume>,
    seen: usize,
}

impl Sources<'_> {
    /// The source where it is there and the first. `refused_as` is the end of the path under which a second is refused.
    #[inline]
    fn first<'m, T>(
        &mut self,
        field: &'m Field<Box<T>>,
        refused_as: &str,
        errs: &mut Errors<'_, '_>,
    ) -> Option<&'m T> {
        // Of more than thirty, one is there.
        if field.is_missing() {
            return None;
        }
        self.first_there(field, refused_as, errs)
    }

    fn first_there<'m, T>(
        &mut self,
        field: &'m Field<Box<T>>,
        refused_as: &str,
        errs: &mut Errors<'_, '_>,
    ) -> Option<&'m T> {
        if field.is_invalid() {
            self.seen += 1;
        }
        let source = field.get()?;
        self.seen += 1;
        if self.seen == 1 {
            return Some(source);
        }
        let path = format!("{}.{refused_as}", errs.path(self.volume));
        errs.add_as(ErrorType::Forbidden, field, path, ONE_TYPE);
        None
    }
}

/// `validateVolumeSource`, in its order.
fn validate_volume_source(volume: &Obj<Volume>, pod_name: &str, errs: &mut Errors<'_, '_>) {
    let v = volume;
    let mut sources = Sources { volume, seen: 0 };
    if let Some(source) = sources.first(&v.empty_dir, "emptyDir", errs) {
        validate_empty_dir(source, errs);
    }
    if let Some(source) = sources.first(&v.host_path, "hostPath", errs) {
        validate_host_path(source, errs);
    }
    if let Some(source) = sources.first(&v.git_repo, "gitRepo", errs) {
        validate_git_repo(source, errs);
    }
    if let Some(source) = sources.first(&v.gce_persistent_disk, "gcePersistentDisk", errs) {
        validate_gce_persistent_disk(&v.gce_persistent_disk, source, errs);
    }
    if let Some(source) = sources.first(&v.aws_elastic_block_store, "awsElasticBlockStore", errs) {
        validate_aws_elastic_block_store(source, errs);
    }
    if let Some(source) = sources.first(&v.secret, "secret", errs) {
        validate_secret(source, errs);
    }
    if let Some(source) = sources.first(&v.nfs, "nfs", errs) {
        validate_nfs(source, errs);
    }
    if let Some(source) = sources.first(&v.iscsi, "iscsi", errs) {
        validate_iscsi(&v.iscsi, source, errs);
    }
    validate_iscsi_name_length(volume, errs);
    if let Some(source) = sources.first(&v.glusterfs, "glusterfs", errs) {
        require(&source.endpoints, errs);
        require(&source.path, errs);
    }
    if let Some(source) = sources.first(&v.flocker, "flocker", errs) {
        validate_flocker(&v.flocker, source, errs);
    }
    let claim = &v.persistent_volume_claim;
    if let Some(source) = sources.first(claim, "persistentVolumeClaim", errs) {
        require(&source.claim_name, errs);
    }
    if let Some(source) = sources.first(&v.rbd, "rbd", errs) {
        require_list(&source.monitors, errs);
        require(&source.image, errs);
    }
    if let Some(source) = sources.first(&v.cinder, "cinder", errs) {
        require(&source.volume_id, errs);
        if let Some(secret) = source.secret_ref.get() {
            require(&secret.name, errs);
        }
    }
    if let Some(source) = sources.first(&v.cephfs, "cephFS", errs) {
        require_list(&source.monitors, errs);
    }
    if let Some(source) = sources.first(&v.quobyte, "quobyte", errs) {
        validate_quobyte(source, errs);
    }
    if let Some(source) = sources.first(&v.downward_api, "downwarAPI", errs) {
        validate_downward_api(&v.downward_api, source, errs);
    }
    if let Some(source) = sources.first(&v.fc, "fc", errs) {
        validate_fc(source, errs);
    }
    if let Some(source) = sources.first(&v.flex_volume, "flexVolume", errs) {
        validate_flex(&source.driver, &source.options, errs);
    }
    if let Some(source) = sources.first(&v.config_map, "configMap", errs) {
        validate_config_map(source, errs);
    }
    validate_later_sources(volume, &mut sources, pod_name, errs);
    if sources.seen == 0 {
        errs.required(volume, "must specify a volume type");
    }
}

/// The second half of `validateVolumeSource`.
fn validate_later_sources(
    volume: &Obj<Volume>,
    sources: &mut Sources<'_>,
    pod_name: &str,
    errs: &mut Errors<'_, '_>,
) {
    let v = volume;
    if let Some(source) = sources.first(&v.azure_file, "azureFile", errs) {
        require(&source.secret_name, errs);
        require(&source.share_name, errs);
    }
    if let Some(source) = sources.first(&v.vsphere_volume, "vsphereVolume", errs) {
        require(&source.volume_path, errs);
    }
    if let Some(source) = sources.first(&v.photon_persistent_disk, "photonPersistentDisk", errs) {
        require(&source.pd_id, errs);
    }
    if let Some(source) = sources.first(&v.portworx_volume, "portworxVolume", errs) {
        require(&source.volume_id, errs);
    }
    if let Some(source) = sources.first(&v.azure_disk, "azureDisk", errs) {
        validate_azure_disk(source, errs);
    }
    if let Some(source) = sources.first(&v.storageos, "storageos", errs) {
        validate_storage_os(source, errs);
    }
    if let Some(source) = sources.first(&v.projected, "projected", errs) {
        validate_projected(&v.projected, source, errs);
    }
    if let Some(source) = sources.first(&v.scale_io, "scaleIO", errs) {
        require(&source.gateway, errs);
        require(&source.system, errs);
        require(&source.volume_name, errs);
    }
    if let Some(source) = sources.first(&v.csi, "csi", errs) {
        validate_csi(&v.csi, source, errs);
    }
    if let Some(source) = sources.first(&v.ephemeral, "ephemeral", errs) {
        match source.volume_claim_template.get() {
            Some(template) => validate_persistent_volume_claim_template(template, errs),
            None => errs.required(&source.volume_claim_template, ""),
        }
        validate_made_claim_name(volume, pod_name, errs);
    }
    if let Some(source) = sources.first(&v.image, "image", errs) {
        validate_image(source, !pod_name.is_empty(), errs);
    }
}

/// The name of the claim that an ephemeral volume of a bare Pod makes.
fn validate_made_claim_name(volume: &Obj<Volume>, pod_name: &str, errs: &mut Errors<'_, '_>) {
    if pod_name.is_empty() || volume.name.str().is_empty() {
        return;
    }
    let claim = format!("{pod_name}-{}", volume.name.str());
    for detail in names::dns1123_subdomain(&claim) {
        errs.invalid(
            &volume.name,
            format!("PVC name {}: {detail}", go_quote(&claim)),
        );
    }
}

fn validate_iscsi_name_length(volume: &Obj<Volume>, errs: &mut Errors<'_, '_>) {
    if let Some(iscsi) = volume.iscsi.get()
        && iscsi.initiator_name.is_set()
        && volume.name.str().len() + 1 + iscsi.target_portal.str().len() > 64
    {
        errs.invalid(
            &volume.name,
            "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.",
        );
    }
}

fn validate_empty_dir(source: &EmptyDirVolumeSource, errs: &mut Errors<'_, '_>) {
    if source
        .size_limit
        .get()
        .is_some_and(|limit| limit.sign() < 0)
    {
        errs.forbidden(
            &source.size_limit,
            "SizeLimit field must be a valid resource quantity",
        );
    }
}

/// `validateImageVolumeSource`: only a bare Pod must say which image.
fn validate_image(source: &ImageVolumeSource, is_pod: bool, errs: &mut Errors<'_, '_>) {
    if is_pod {
        require(&source.reference, errs);
    }
    required_enum(
        &source.pull_policy,
        &["Always", "IfNotPresent", "Never"],
        errs,
    );
}

/// `if len(x) == 0 { Required }` for lists.
pub(super) fn require_list<T>(list: &List<T>, errs: &mut Errors<'_, '_>) {
    if list.is_empty() {
        errs.required(list, "");
    }
}
