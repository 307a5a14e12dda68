//! Which names an object may have, by kind.
//!
//! Follows `k8s.io/apimachinery/pkg/api/validation/generic.go`.

use crate::model::values::names;

/// Judges a name. With `true`, the name is a `generateName`, to which something will be appended.
pub type NameRule = fn(&str, bool) -> Vec<String>;

/// `NameIsDNSSubdomain`.
#[must_use]
pub fn name_is_dns_subdomain(name: &str, prefix: bool) -> Vec<String> {
    if prefix {
        return names::dns1123_subdomain(&names::mask_trailing_dash(name));
    }
    names::dns1123_subdomain(name)
}

/// `NameIsDNSLabel`.
#[must_use]
pub fn name_is_dns_label(name: &str, prefix: bool) -> Vec<String> {
    if prefix {
        return names::dns1123_label(&names::mask_trailing_dash(name));
    }
    names::dns1123_label(name)
}

/// `path.ValidatePathSegmentName`: what can stand in a URL.
#[must_use]
pub fn name_is_path_segment(name: &str, prefix: bool) -> Vec<String> {
    if prefix {
        return names::path_segment_prefix(name);
    }
    names::path_segment_name(name)
}

/// `validate.LongName` of a ReplicationController: its length is told in bytes, and a `generateName` is not judged.
#[must_use]
pub fn name_is_long_name(name: &str, prefix: bool) -> Vec<String> {
    if prefix {
        return Vec::new();
    }
    let mut details = names::dns1123_subdomain(name);
    if name.len() > names::SUBDOMAIN_MAX
        && let Some(first) = details.first_mut()
    {
        *first = names::max_bytes_error(names::SUBDOMAIN_MAX);
    }
    details
}
