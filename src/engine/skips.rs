//! Why something was not judged: countable nouns in the plural.

/// Documents without `apiVersion` and `kind`.
pub const NOT_KUBERNETES: &str = "documents that are not Kubernetes objects";
