//! Objects that a rule leaves alone: the `except` that every rule may be given.

use crate::diagnostic::ObjectId;
use globset::{GlobBuilder, GlobMatcher};

/// Objects by their name, `namespace/name` or `Kind/name`; `*` stands for any letters.
#[derive(Clone, Debug)]
pub struct ObjectPattern {
    matcher: GlobMatcher,
    /// Whether it says more than a name.
    is_qualified: bool,
}

impl ObjectPattern {
    /// The pattern of that text.
    ///
    /// # Errors
    /// What is wrong with it, in a person's words.
    pub fn new(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('/').collect();
        if parts.len() > 2 || parts.iter().any(|part| part.is_empty()) {
            return Err(String::from(
                "write a name, namespace/name or Kind/name; `*` stands for any letters",
            ));
        }
        let glob = GlobBuilder::new(text).literal_separator(true).build();
        Ok(Self {
            matcher: glob
                .map_err(|error| error.kind().to_string())?
                .compile_matcher(),
            is_qualified: parts.len() == 2,
        })
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.matcher.glob().glob()
    }

    /// Whether it means that object.
    #[must_use]
    pub fn matches(&self, object: &ObjectId) -> bool {
        let name = object.name.as_deref().unwrap_or_default();
        if !self.is_qualified {
            return self.matcher.is_match(name);
        }
        let within = |folder: &str| self.matcher.is_match(format!("{folder}/{name}"));
        within(&object.kind) || object.namespace.as_deref().is_some_and(within)
    }
}
