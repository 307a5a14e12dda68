//! Metadata, labels, selectors and name formats, which all kinds share.
//!
//! Follows `k8s.io/apimachinery/pkg/api/validation` and `k8s.io/apimachinery/pkg/apis/meta/v1/validation`.

mod labels;
mod names;
mod object_meta;

pub use labels::{
    SELECTOR_MISMATCH, empty_selector, selector_converts, selector_matches, selector_selects,
    validate_label_name, validate_label_selector, validate_label_selector_contents,
    validate_labels,
};
pub use names::{
    NameRule, name_is_dns_label, name_is_dns_subdomain, name_is_long_name, name_is_path_segment,
};
pub(crate) use object_meta::is_copy;
pub use object_meta::{
    MetaRules, object_name, validate_annotations, validate_finalizer_name, validate_identity,
    validate_kube_finalizer_name, validate_object_meta, validate_object_meta_accessor,
};
