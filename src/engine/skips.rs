//! Why something was not judged: countable nouns in the plural.

/// Documents without `apiVersion` and `kind`.
pub const NOT_KUBERNETES: &str = "documents that are not Kubernetes objects";

/// Sources of Helm charts, before Helm has filled them in.
pub const HELM_TEMPLATES: &str = "Helm templates";

/// Other sources with placeholders of a template language that do not read as YAML.
pub const TEMPLATES: &str = "templates";
