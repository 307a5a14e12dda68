//! Which sources are not meant for Kubernetes as they stand: templates, and JSON that belongs to other tools.
//!
//! Only what does not read as YAML is ever set aside; what reads is judged, whatever it looks like.

use super::skips;
use crate::source::{Source, Span};
use memchr::memmem::find;

/// Why a source that does not read is nobody's fault; None when it is.
/// `broken` are the documents that do not.
pub(super) fn foreign(source: &Source, broken: &[Span]) -> Option<&'static str> {
    if broken.is_empty() {
        return None;
    }
    let text = source.text.as_bytes();
    let holds = |needle: &str| find(text, needle.as_bytes()).is_some();
    if source.name.ends_with(".json") && !holds("\"apiVersion\"") {
        return Some(skips::NOT_KUBERNETES);
    }
    let marked = |text: &str| text.contains("{{") || text.contains("{%");
    if !broken.iter().any(|span| marked(source.slice(*span))) {
        return None;
    }
    let helm = [
        ".Values",
        ".Release",
        ".Chart",
        "include \"",
        "{{- if",
        "{{- with",
    ];
    Some(if helm.iter().any(|word| holds(word)) {
        skips::HELM_TEMPLATES
    } else {
        skips::TEMPLATES
    })
}
