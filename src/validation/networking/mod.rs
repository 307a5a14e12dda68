//! NetworkPolicies, Ingresses and IngressClasses.
//!
//! Follows `pkg/apis/networking/validation/validation.go` of Kubernetes 1.36.

mod ingress;
mod ingress_class;
mod network_policy;

pub use ingress::{validate_ingress, validate_ingress_create};
pub use ingress_class::validate_ingress_class;
pub use network_policy::validate_network_policy;

use crate::model::field::{Field, Text};
use crate::model::values::names;
use crate::validation::Errors;
use crate::validation::meta::{MetaRules, name_is_dns_subdomain};

/// How the metadata of a namespaced kind of this group is judged.
const META: MetaRules = MetaRules {
    name: name_is_dns_subdomain,
    namespaced: true,
    keeps_generation: false,
};

/// `validateIngressTypedLocalObjectReference`, also the first part of `validateIngressClassParametersReference`.
fn validate_typed_reference(
    api_group: &Field<Text>,
    kind: &Field<Text>,
    name: &Field<Text>,
    errs: &mut Errors<'_, '_>,
) {
    if let Some(group) = api_group.get() {
        errs.invalid_each(api_group, names::dns1123_subdomain(group));
    }
    for field in [kind, name] {
        if field.str().is_empty() {
            errs.required(field, "");
        } else {
            errs.invalid_each(field, names::path_segment_name(field.str()));
        }
    }
}
