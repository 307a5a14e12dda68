//! Volume mounts and block devices of containers.

use super::container::Common;
use super::require;
use super::volume::Volumes;
use super::volume_files::{has_backsteps, validate_local_descending_path};
use crate::model::core::{VolumeDevice, VolumeMount};
use crate::model::field::{List, Obj, Text};
use crate::validation::Errors;
use crate::validation::seen::Seen;

const PROPAGATIONS: [&str; 3] = ["Bidirectional", "HostToContainer", "None"];
const RECURSIVE_READ_ONLY: [&str; 3] = ["Disabled", "Enabled", "IfPossible"];

/// What block devices and mounts take from each other: names and paths. Of two with one name the last counts
/// (`GetVolumeMountMap`, `GetVolumeDeviceMap`).
struct Taken<'m> {
    names: Seen<&'m str>,
    paths: Seen<&'m str>,
}

impl<'m> Taken<'m> {
    fn new(entries: impl DoubleEndedIterator<Item = (&'m str, &'m str)>) -> Self {
        let mut taken = Self {
            names: Seen::default(),
            paths: Seen::default(),
        };
        for (name, path) in entries.rev() {
            if taken.names.insert(name) {
                taken.paths.insert(path);
            }
        }
        taken
    }
}

/// `ValidateVolumeMounts`.
pub(super) fn validate_volume_mounts(
    container: &Common<'_>,
    volumes: &Volumes<'_>,
    errs: &mut Errors<'_, '_>,
) {
    let mounts = container.volume_mounts;
    let devices = container
        .volume_devices
        .iter()
        .map(|device| (device.name.str(), device.device_path.str()));
    let devices = Taken::new(devices);
    let mut paths = Seen::default();
    for mount in mounts {
        require(&mount.name, errs);
        if !volumes.has(mount.name.str()) {
            errs.not_found(&mount.name);
        }
        require(&mount.mount_path, errs);
        if !paths.insert(mount.mount_path.str()) {
            errs.invalid(&mount.mount_path, "must be unique");
        }
        if devices.names.has(mount.name.str()) {
            errs.invalid(&mount.name, "must not already exist in volumeDevices");
        }
        if devices.paths.has(mount.mount_path.str()) {
            errs.invalid(
                &mount.mount_path,
                "must not already exist as a path in volumeDevices",
            );
        }
        validate_mount_options(mount, mounts, container, errs);
    }
}

/// The rest of `ValidateVolumeMounts`, which reports at the list without an index.
fn validate_mount_options(
    mount: &Obj<VolumeMount>,
    mounts: &List<Obj<VolumeMount>>,
    container: &Common<'_>,
    errs: &mut Errors<'_, '_>,
) {
    let start = errs.len();
    let sub_path = mount.sub_path.str();
    if !sub_path.is_empty() {
        validate_local_descending_path(sub_path, &mount.sub_path, errs);
    }
    without_index(start, mount, mounts, errs);
    let expression = mount.sub_path_expr.str();
    if !expression.is_empty() {
        if !sub_path.is_empty() {
            errs.invalid(
                &mount.sub_path_expr,
                "subPathExpr and subPath are mutually exclusive",
            );
        }
        let start = errs.len();
        validate_local_descending_path(expression, &mount.sub_path_expr, errs);
        without_index(start, mount, mounts, errs);
    }
    let start = errs.len();
    validate_mount_propagation(mount, container, errs);
    validate_mount_recursive_read_only(mount, errs);
    without_index(start, mount, mounts, errs);
}

fn without_index(
    start: usize,
    mount: &Obj<VolumeMount>,
    mounts: &List<Obj<VolumeMount>>,
    errs: &mut Errors<'_, '_>,
) {
    if errs.len() > start {
        let (from, to) = (errs.path(mount), errs.path(mounts));
        errs.rename_since(start, &from, &to);
    }
}

/// `validateMountPropagation`.
fn validate_mount_propagation(
    mount: &VolumeMount,
    container: &Common<'_>,
    errs: &mut Errors<'_, '_>,
) {
    super::supported(&mount.mount_propagation, &PROPAGATIONS, errs);
    let privileged = container
        .security_context
        .get()
        .is_some_and(|context| context.privileged.value());
    if mount.mount_propagation == "Bidirectional" && !privileged {
        errs.forbidden(
            &mount.mount_propagation,
            "Bidirectional mount propagation is available only to privileged containers",
        );
    }
}

/// `validateMountRecursiveReadOnly`.
fn validate_mount_recursive_read_only(mount: &VolumeMount, errs: &mut Errors<'_, '_>) {
    let field = &mount.recursive_read_only;
    match field.get().map(Text::as_str) {
        None | Some("Disabled") => {}
        Some("Enabled" | "IfPossible") => {
            if !mount.read_only.value() {
                errs.forbidden(field, "may only be specified when readOnly is true");
            }
            if mount.mount_propagation.is_set() && mount.mount_propagation != "None" {
                errs.forbidden(
                    field,
                    "may only be specified when mountPropagation is None or not specified",
                );
            }
        }
        Some(_) => errs.not_supported(field, &RECURSIVE_READ_ONLY),
    }
}

/// `ValidateVolumeDevices`.
pub(super) fn validate_volume_devices(
    container: &Common<'_>,
    volumes: &Volumes<'_>,
    errs: &mut Errors<'_, '_>,
) {
    if container.volume_devices.is_empty() {
        return;
    }
    let mounts = container
        .volume_mounts
        .iter()
        .map(|mount| (mount.name.str(), mount.mount_path.str()));
    let mounts = Taken::new(mounts);
    let (mut names, mut paths) = (Seen::default(), Seen::default());
    for device in container.volume_devices {
        validate_volume_device(device, volumes, &mut names, &mut paths, errs);
        if mounts.names.has(device.name.str()) {
            errs.invalid(&device.name, "must not already exist in volumeMounts");
        }
        if mounts.paths.has(device.device_path.str()) {
            errs.invalid(
                &device.device_path,
                "must not already exist as a path in volumeMounts",
            );
        }
    }
}

fn validate_volume_device<'m>(
    device: &'m Obj<VolumeDevice>,
    volumes: &Volumes<'_>,
    names: &mut Seen<&'m str>,
    paths: &mut Seen<&'m str>,
    errs: &mut Errors<'_, '_>,
) {
    let (name, path) = (device.name.str(), device.device_path.str());
    require(&device.name, errs);
    if names.has(name) {
        errs.invalid(&device.name, "must be unique");
    }
    match volumes.is_claim(name) {
        None => errs.not_found(&device.name),
        Some(true) => {}
        Some(false) => errs.invalid(
            &device.name,
            "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode",
        ),
    }
    require(&device.device_path, errs);
    if paths.has(path) {
        errs.invalid(&device.device_path, "must be unique");
    }
    if has_backsteps(path) {
        errs.invalid(&device.device_path, "can not contain backsteps ('..')");
    } else {
        paths.insert(path);
    }
    if !name.is_empty() {
        names.insert(name);
    }
}
