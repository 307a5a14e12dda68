//! The kinds of `v1`.
//!
//! Follows `pkg/apis/core/validation/validation.go` of Kubernetes 1.36, one file per part of it.

mod affinity;
mod annotations;
mod claim;
mod config;
mod container;
mod container_lists;
mod endpoints;
mod env;
mod field_ref;
mod hosts;
mod limit_range;
mod mounts;
mod node;
mod persistent_volume;
mod pod;
mod pod_resources;
mod ports;
mod probe;
mod quota;
mod resource_names;
mod resources;
mod restart;
mod seccomp;
mod security_context;
mod service;
pub(in crate::validation) mod service_ips;
mod toleration;
mod topology_spread;
mod volume;
mod volume_disks;
mod volume_files;
mod volume_projected;
mod windows;

pub use affinity::{validate_node_selector, validate_node_selector_term};
pub(in crate::validation) use claim::validate_persistent_volume_claim_of_update;
pub use claim::{validate_persistent_volume_claim, validate_persistent_volume_claim_spec};
pub use config::{
    validate_config_map, validate_namespace, validate_secret, validate_service_account,
};
pub use endpoints::validate_endpoints;
pub use limit_range::validate_limit_range;
pub use node::validate_node;
pub use persistent_volume::validate_persistent_volume;
pub(in crate::validation) use pod::validate_pod_metadata_and_spec;
pub use pod::{
    PodOptions, validate_pod_create, validate_pod_spec, validate_pod_template,
    validate_pod_template_spec, validate_preemption_policy,
};
pub use ports::validate_port_num_or_name;
pub use quota::validate_resource_quota;
pub use resource_names::{
    validate_nonnegative_quantity, validate_positive_quantity_value,
    validate_resource_quantity_value,
};
pub use service::validate_service_create;
pub use toleration::{validate_taint_effect, validate_tolerations};
pub use volume_disks::validate_csi_driver_name;

pub(super) use resource_names::validate_container_resource_name;
pub(super) use resources::validate_resource_requirements;

use super::Errors;
use crate::model::field::{Field, Text};

/// `if len(x) == 0 { Required }`. Whether something is there.
fn require(field: &Field<Text>, errs: &mut Errors<'_, '_>) -> bool {
    if field.str().is_empty() {
        errs.required(field, "");
        return false;
    }
    true
}

/// `if x != nil && !supported.Has(*x) { NotSupported }`; the values as Kubernetes prints them.
fn supported(field: &Field<Text>, values: &[&str], errs: &mut Errors<'_, '_>) {
    if let Some(value) = field.get()
        && !values.contains(&value.as_str())
    {
        errs.not_supported(field, values);
    }
}

/// The usual check of an enumeration that may not be empty: Required, then NotSupported.
fn required_enum(field: &Field<Text>, values: &[&str], errs: &mut Errors<'_, '_>) {
    if require(field, errs) {
        supported(field, values, errs);
    }
}
