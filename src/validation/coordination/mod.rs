//! Leases.
//!
//! Follows `pkg/apis/coordination/validation/validation.go` of Kubernetes 1.36.

use crate::model::coordination::Lease;
use crate::validation::Errors;
use crate::validation::meta::{MetaRules, name_is_dns_subdomain, validate_object_meta_accessor};

const META: MetaRules = MetaRules {
    name: name_is_dns_subdomain,
    namespaced: true,
    keeps_generation: true,
};

/// `ValidateLease`. What `CoordinatedLeaderElection` brings is dropped before, since it is off.
pub fn validate_lease(lease: &Lease, errs: &mut Errors<'_, '_>) {
    validate_object_meta_accessor(&lease.metadata, META, errs);
    let spec = &lease.spec;
    if spec
        .lease_duration_seconds
        .get()
        .is_some_and(|seconds| *seconds <= 0)
    {
        errs.invalid(&spec.lease_duration_seconds, "must be greater than 0");
    }
    if spec.lease_transitions.get().is_some_and(|count| *count < 0) {
        errs.invalid(
            &spec.lease_transitions,
            "must be greater than or equal to 0",
        );
    }
}
