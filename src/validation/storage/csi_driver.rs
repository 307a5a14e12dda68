//! CSIDrivers.

use crate::model::field::{List, Obj};
use crate::model::storage::{CSIDriver, CSIDriverSpec, TokenRequest};
use crate::model::values::names;
use crate::validation::Errors;
use crate::validation::meta::{MetaRules, validate_object_meta};
use std::collections::HashSet;

/// The longest name of a driver.
const MAX_NAME: usize = 63;
/// Least and most seconds that a token may live.
const MIN_TOKEN_SECONDS: i64 = 10 * 60;
const MAX_TOKEN_SECONDS: i64 = 1 << 32;
/// Least seconds between two looks at what a node can take.
const MIN_UPDATE_SECONDS: i64 = 10;

/// `ValidateCSIDriver`.
pub fn validate_csi_driver(driver: &CSIDriver, errs: &mut Errors<'_, '_>) {
    let rules = MetaRules {
        name: crate::validation::meta::name_is_dns_subdomain,
        namespaced: false,
        keeps_generation: false,
    };
    validate_object_meta(&driver.metadata, rules, errs);
    let name = driver.metadata.name.str();
    if name.len() > MAX_NAME && names::dns1123_subdomain(name).is_empty() {
        errs.too_long(&driver.metadata.name, MAX_NAME);
    }
    validate_csi_driver_spec(&driver.spec, errs);
}

/// `validateCSIDriverSpec`.
fn validate_csi_driver_spec(spec: &CSIDriverSpec, errs: &mut Errors<'_, '_>) {
    if let Some(policy) = spec.fs_group_policy.get()
        && !matches!(policy.as_str(), "File" | "None" | "ReadWriteOnceWithFSType")
    {
        errs.not_supported(
            &spec.fs_group_policy,
            &["File", "None", "ReadWriteOnceWithFSType"],
        );
    }
    validate_token_requests(&spec.token_requests, errs);
    for mode in &spec.volume_lifecycle_modes {
        if !matches!(mode.str(), "Persistent" | "Ephemeral") {
            // The path has no index.
            errs.not_supported(&spec.volume_lifecycle_modes, &["Persistent", "Ephemeral"]);
        }
    }
    let period = &spec.node_allocatable_update_period_seconds;
    if period
        .get()
        .is_some_and(|seconds| *seconds < MIN_UPDATE_SECONDS)
    {
        errs.invalid(
            period,
            format!("must be greater than or equal to {MIN_UPDATE_SECONDS} seconds"),
        );
    }
}

/// `validateTokenRequests`.
fn validate_token_requests(requests: &List<Obj<TokenRequest>>, errs: &mut Errors<'_, '_>) {
    let mut audiences = HashSet::new();
    for request in requests {
        if !audiences.insert(request.audience.str()) {
            errs.duplicate(&request.audience);
        }
        let Some(seconds) = request.expiration_seconds.get().copied() else {
            continue;
        };
        if seconds < MIN_TOKEN_SECONDS {
            errs.invalid(
                &request.expiration_seconds,
                "may not specify a duration less than 10 minutes",
            );
        }
        if seconds > MAX_TOKEN_SECONDS {
            errs.invalid(
                &request.expiration_seconds,
                "may not specify a duration larger than 2^32 seconds",
            );
        }
    }
}
