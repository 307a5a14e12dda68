//! Environment variables of containers.

use super::field_ref::{
    ENV_FIELDS, validate_container_resource_field_selector, validate_object_field_selector,
};
use super::require;
use super::volume_files::validate_path_no_backsteps;
use crate::model::core::{EnvFromSource, EnvVar, FileKeySelector};
use crate::model::field::{Field, List, Obj, Text};
use crate::model::values::names;
use crate::validation::meta::name_is_dns_subdomain;
use crate::validation::{ErrorType, Errors};

/// `ValidateEnv`; RelaxedEnvironmentVariableValidation is on.
pub(super) fn validate_env(vars: &List<Obj<EnvVar>>, errs: &mut Errors<'_, '_>) {
    for var in vars {
        if require(&var.name, errs) {
            errs.invalid_each(&var.name, names::relaxed_env_var_name(var.name.str()));
        }
        validate_env_var_value_from(var, errs);
    }
}

/// `validateEnvVarValueFrom`; EnvFiles is on.
fn validate_env_var_value_from(var: &EnvVar, errs: &mut Errors<'_, '_>) {
    let Some(source) = var.value_from.get() else {
        return;
    };
    let mut sources = 0;
    if source.field_ref.is_set() {
        sources += 1;
        validate_object_field_selector(&source.field_ref, &ENV_FIELDS, errs);
    }
    if let Some(selector) = source.resource_field_ref.get() {
        sources += 1;
        validate_container_resource_field_selector(selector, false, errs);
    }
    if let Some(selector) = source.config_map_key_ref.get() {
        sources += 1;
        validate_key_selector(&selector.name, &selector.key, errs);
    }
    if let Some(selector) = source.secret_key_ref.get() {
        sources += 1;
        validate_key_selector(&selector.name, &selector.key, errs);
    }
    if let Some(selector) = source.file_key_ref.get() {
        sources += 1;
        validate_file_key_selector(selector, errs);
    }
    let detail = match sources {
        0 => {
            "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
        }
        _ if !var.value.str().is_empty() => "may not be specified when `value` is not empty",
        1 => return,
        _ => "may not have more than one field specified at a time",
    };
    errs.invalid(&var.value_from, detail);
}

/// `validateConfigMapKeySelector` and `validateSecretKeySelector`.
fn validate_key_selector(name: &Field<Text>, key: &Field<Text>, errs: &mut Errors<'_, '_>) {
    errs.invalid_each(name, name_is_dns_subdomain(name.str(), false));
    if require(key, errs) {
        errs.invalid_each(key, names::config_map_key(key.str()));
    }
}

/// `validateFileKeySelector`.
fn validate_file_key_selector(selector: &FileKeySelector, errs: &mut Errors<'_, '_>) {
    if require(&selector.key, errs) {
        errs.invalid_each(
            &selector.key,
            names::relaxed_env_var_name(selector.key.str()),
        );
    }
    if require(&selector.volume_name, errs) {
        errs.invalid_each(
            &selector.volume_name,
            names::dns1123_label(selector.volume_name.str()),
        );
    }
    if require(&selector.path, errs) {
        validate_path_no_backsteps(selector.path.str(), &selector.path, errs);
    }
}

/// `ValidateEnvFrom`.
pub(super) fn validate_env_from(sources: &List<Obj<EnvFromSource>>, errs: &mut Errors<'_, '_>) {
    for source in sources {
        if !source.prefix.str().is_empty() {
            errs.invalid_each(
                &source.prefix,
                names::relaxed_env_var_name(source.prefix.str()),
            );
        }
        let mut given = 0;
        if let Some(reference) = source.config_map_ref.get() {
            given += 1;
            validate_env_source_name(&reference.name, errs);
        }
        if let Some(reference) = source.secret_ref.get() {
            given += 1;
            validate_env_source_name(&reference.name, errs);
        }
        let detail = match given {
            0 => "must specify one of: `configMapRef` or `secretRef`",
            1 => continue,
            _ => "may not have more than one field specified at a time",
        };
        // Reported at the whole list.
        let path = errs.path(sources);
        errs.add_as(ErrorType::Invalid, sources, path, detail);
    }
}

/// `validateConfigMapEnvSource` and `validateSecretEnvSource`: a trailing `-` is let through.
fn validate_env_source_name(name: &Field<Text>, errs: &mut Errors<'_, '_>) {
    if require(name, errs) {
        errs.invalid_each(name, name_is_dns_subdomain(name.str(), true));
    }
}
