//! Projected volumes.

use super::require;
use super::volume_files::{
    validate_downward_api_volume_file, validate_file_mode, validate_key_to_path,
    validate_local_non_reserved_path,
};
use crate::model::core::{KeyToPath, ProjectedVolumeSource, ServiceAccountTokenProjection};
use crate::model::field::{Field, List, Located, Obj};
use crate::validation::seen::Seen;
use crate::validation::{ErrorType, Errors};

/// Shortest life of a token, in seconds.
const MIN_TOKEN_SECONDS: i64 = 10 * 60;
/// Longest life of a token, in seconds.
const MAX_TOKEN_SECONDS: i64 = 1 << 32;

/// `validateProjectedVolumeSource`. Trust bundles and pod certificates are dropped before (their gates are off).
pub(super) fn validate_projected(
    field: &Field<Box<ProjectedVolumeSource>>,
    projected: &ProjectedVolumeSource,
    errs: &mut Errors<'_, '_>,
) {
    validate_file_mode(&projected.default_mode, errs);
    let mut paths = Seen::default();
    for source in &projected.sources {
        let mut sources = 0;
        if let Some(secret) = source.secret.get() {
            sources += 1;
            require(&secret.name, errs);
            validate_items(&secret.items, field, &mut paths, errs);
        }
        if let Some(config_map) = source.config_map.get() {
            sources += 1;
            require(&config_map.name, errs);
            validate_items(&config_map.items, field, &mut paths, errs);
        }
        if let Some(downward) = source.downward_api.get() {
            sources += 1;
            for file in &downward.items {
                validate_downward_api_volume_file(file, &source.downward_api, errs);
                claim_path(file.path.str(), field, &mut paths, errs);
            }
        }
        if let Some(token) = source.service_account_token.get() {
            sources += 1;
            validate_token(token, field, errs);
        }
        if sources > 1 {
            errs.forbidden(source, "may not specify more than 1 volume type per source");
        }
    }
}

fn validate_items<'m>(
    items: &'m List<Obj<KeyToPath>>,
    owner: &impl Located,
    paths: &mut Seen<&'m str>,
    errs: &mut Errors<'_, '_>,
) {
    for item in items {
        validate_key_to_path(item, errs);
        claim_path(item.path.str(), owner, paths, errs);
    }
}

/// No two sources may write one file.
fn claim_path<'m>(
    path: &'m str,
    owner: &impl Located,
    paths: &mut Seen<&'m str>,
    errs: &mut Errors<'_, '_>,
) {
    if !path.is_empty() && !paths.insert(path) {
        errs.invalid(owner, "conflicting duplicate paths");
    }
}

fn validate_token(
    token: &ServiceAccountTokenProjection,
    owner: &impl Located,
    errs: &mut Errors<'_, '_>,
) {
    let seconds = token.expiration_seconds.value();
    if seconds < MIN_TOKEN_SECONDS {
        errs.invalid(
            &token.expiration_seconds,
            "may not specify a duration less than 10 minutes",
        );
    }
    if seconds > MAX_TOKEN_SECONDS {
        errs.invalid(
            &token.expiration_seconds,
            "may not specify a duration larger than 2^32 seconds",
        );
    }
    // The path is reported at the volume.
    if token.path.str().is_empty() {
        let path = errs.path(owner) + ".path";
        errs.add_as(ErrorType::Required, &token.path, path, "");
        return;
    }
    let start = errs.len();
    validate_local_non_reserved_path(token.path.str(), &token.path, errs);
    if errs.len() > start {
        let (from, to) = (errs.path(&token.path), errs.path(owner) + ".path");
        errs.rename_since(start, &from, &to);
    }
}
