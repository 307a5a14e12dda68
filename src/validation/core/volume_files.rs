//! Volumes that bring files: config maps, secrets, the downward API, paths of the host.

use super::field_ref::{
    VOLUME_FIELDS, validate_container_resource_field_selector, validate_object_field_selector,
};
use super::{require, supported};
use crate::model::core::{
    ConfigMapVolumeSource, DownwardAPIVolumeFile, DownwardAPIVolumeSource, GitRepoVolumeSource,
    HostPathVolumeSource, KeyToPath, SecretVolumeSource,
};
use crate::model::field::{Field, List, Located, Obj};
use crate::validation::Errors;

const FILE_MODE: &str = "must be a number between 0 and 0777 (octal), both inclusive";
const HOST_PATH_TYPES: [&str; 8] = [
    "",
    "BlockDevice",
    "CharDevice",
    "Directory",
    "DirectoryOrCreate",
    "File",
    "FileOrCreate",
    "Socket",
];

/// Whether an element of the path is `..`.
pub(super) fn has_backsteps(path: &str) -> bool {
    let holds_two_dots = path.as_bytes().windows(2).any(|two| two == b"..");
    holds_two_dots && path.split('/').any(|element| element == "..")
}

/// `validatePathNoBacksteps`.
pub(super) fn validate_path_no_backsteps(path: &str, at: &impl Located, errs: &mut Errors<'_, '_>) {
    if has_backsteps(path) {
        errs.invalid(at, "must not contain '..'");
    }
}

/// `validateLocalDescendingPath`.
pub(super) fn validate_local_descending_path(
    path: &str,
    at: &impl Located,
    errs: &mut Errors<'_, '_>,
) {
    if path.starts_with('/') {
        errs.invalid(at, "must be a relative path");
    }
    validate_path_no_backsteps(path, at, errs);
}

/// `ValidateLocalNonReservedPath`.
pub(super) fn validate_local_non_reserved_path(
    path: &str,
    at: &impl Located,
    errs: &mut Errors<'_, '_>,
) {
    validate_local_descending_path(path, at, errs);
    if path.starts_with("..") && !path.starts_with("../") {
        errs.invalid(at, "must not start with '..'");
    }
}

/// A file mode, where one is given.
pub(super) fn validate_file_mode(mode: &Field<i32>, errs: &mut Errors<'_, '_>) {
    if mode.get().is_some_and(|mode| !(0..=0o777).contains(mode)) {
        errs.invalid(mode, FILE_MODE);
    }
}

/// `validateSecretVolumeSource`.
pub(super) fn validate_secret(source: &SecretVolumeSource, errs: &mut Errors<'_, '_>) {
    require(&source.secret_name, errs);
    validate_file_mode(&source.default_mode, errs);
    validate_items(&source.items, errs);
}

/// `validateConfigMapVolumeSource`.
pub(super) fn validate_config_map(source: &ConfigMapVolumeSource, errs: &mut Errors<'_, '_>) {
    require(&source.name, errs);
    validate_file_mode(&source.default_mode, errs);
    validate_items(&source.items, errs);
}

fn validate_items(items: &List<Obj<KeyToPath>>, errs: &mut Errors<'_, '_>) {
    for item in items {
        validate_key_to_path(item, errs);
    }
}

/// `validateKeyToPath`.
pub(super) fn validate_key_to_path(item: &KeyToPath, errs: &mut Errors<'_, '_>) {
    require(&item.key, errs);
    require(&item.path, errs);
    validate_local_non_reserved_path(item.path.str(), &item.path, errs);
    validate_file_mode(&item.mode, errs);
}

/// `validateDownwardAPIVolumeSource`.
pub(super) fn validate_downward_api(
    field: &Field<Box<DownwardAPIVolumeSource>>,
    source: &DownwardAPIVolumeSource,
    errs: &mut Errors<'_, '_>,
) {
    validate_file_mode(&source.default_mode, errs);
    for file in &source.items {
        validate_downward_api_volume_file(file, field, errs);
    }
}

/// `validateDownwardAPIVolumeFile`; its errors are reported at `owner`, without `items[i]`.
pub(super) fn validate_downward_api_volume_file(
    file: &Obj<DownwardAPIVolumeFile>,
    owner: &impl Located,
    errs: &mut Errors<'_, '_>,
) {
    let start = errs.len();
    require(&file.path, errs);
    validate_local_non_reserved_path(file.path.str(), &file.path, errs);
    if file.field_ref.is_set() {
        validate_object_field_selector(&file.field_ref, &VOLUME_FIELDS, errs);
        if file.resource_field_ref.is_set() {
            errs.invalid(
                file,
                "fieldRef and resourceFieldRef can not be specified simultaneously",
            );
        }
    } else if let Some(selector) = file.resource_field_ref.get() {
        validate_container_resource_field_selector(selector, true, errs);
    } else {
        errs.required(file, "one of fieldRef and resourceFieldRef is required");
    }
    validate_file_mode(&file.mode, errs);
    if errs.len() > start {
        let (from, to) = (errs.path(file), errs.path(owner));
        errs.rename_since(start, &from, &to);
    }
}

/// `validateHostPathVolumeSource`.
pub(super) fn validate_host_path(source: &HostPathVolumeSource, errs: &mut Errors<'_, '_>) {
    if !require(&source.path, errs) {
        return;
    }
    validate_path_no_backsteps(source.path.str(), &source.path, errs);
    supported(&source.r#type, &HOST_PATH_TYPES, errs);
}

/// `validateGitRepoVolumeSource`.
pub(super) fn validate_git_repo(source: &GitRepoVolumeSource, errs: &mut Errors<'_, '_>) {
    require(&source.repository, errs);
    validate_local_descending_path(source.directory.str(), &source.directory, errs);
}
