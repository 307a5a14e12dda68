//! Which files a line of a config file means, as `.gitignore` reads such lines.

use globset::{GlobBuilder, GlobMatcher};

/// A pattern for paths relative to the folder of the config file, `/` between their parts.
///
/// Without a `/` it names a file or folder at any depth; a folder means everything below it; `*` stops at `/`, `**`
/// does not.
#[derive(Clone, Debug)]
pub struct Glob {
    text: String,
    itself: GlobMatcher,
    below: GlobMatcher,
}

impl Glob {
    /// The pattern of that text; else why it is none.
    ///
    /// # Errors
    /// What is wrong with the pattern, in a person's words.
    pub fn new(text: &str) -> Result<Self, String> {
        let trimmed = text.strip_prefix("./").unwrap_or(text);
        let trimmed = trimmed.trim_end_matches('/');
        let pattern = match trimmed.strip_prefix('/') {
            Some(anchored) => anchored.to_owned(),
            None if trimmed.contains('/') => trimmed.to_owned(),
            None => format!("**/{trimmed}"),
        };
        if text.starts_with('!') {
            return Err(String::from("`!` takes nothing back here"));
        }
        if trimmed.trim_matches('/').is_empty() {
            return Err(String::from("an empty pattern names no file"));
        }
        let build = |pattern: &str| {
            GlobBuilder::new(pattern)
                .literal_separator(true)
                .build()
                .map(|glob| glob.compile_matcher())
                .map_err(|error| error.kind().to_string())
        };
        Ok(Self {
            text: text.to_owned(),
            itself: build(&pattern)?,
            below: build(&format!("{pattern}/**"))?,
        })
    }

    /// Whether it means that file.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        self.itself.is_match(path) || self.below.is_match(path)
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}
