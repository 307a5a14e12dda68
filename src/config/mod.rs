//! `everynode.yaml`: what a repository says counts, read by the same YAML layer as the manifests, with spans.
//!
//! Knows rules, levels and presets; knows no files and no engine: texts come in, whoever runs it applies what comes out.

mod glob;
pub mod keys;
mod read;
mod schema;
mod starter;

pub use glob::Glob;
pub use read::read;
pub use schema::json_schema;
pub use starter::{Seen, starter};

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::{ObjectPattern, OptionValue, Preset, Rule, invalid_config};
use crate::source::Span;

/// The name of the file.
pub const FILE_NAME: &str = "everynode.yaml";

/// A mistake at a place of a config file.
#[must_use]
pub fn fault(span: Span, message: impl Into<String>) -> Diagnostic {
    invalid_config::report(span, message)
}

/// One config file. What is not written is None or empty.
#[derive(Debug, Default)]
pub struct Config {
    /// Other config files that this one builds on, in order.
    pub extends: Vec<Written>,
    /// Minor version of Kubernetes 1.
    pub kubernetes_minor: Option<u8>,
    /// Where nodes are described: files, folders, `profile:NAME`.
    pub nodes: Option<Vec<Written>>,
    /// Presets in force.
    pub presets: Option<Vec<Preset>>,
    /// The file of accepted findings.
    pub baseline: Option<Written>,
    /// Files that are not checked.
    pub exclude: Vec<Glob>,
    /// What is said about rules, in order.
    pub rules: Vec<RuleChange>,
    /// What is said about the rules for some files, in order.
    pub overrides: Vec<Override>,
}

/// A text and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// What is said about one rule.
#[derive(Clone, Debug)]
pub struct RuleChange {
    /// The rule.
    pub rule: &'static Rule,
    /// Whether it is in force; a level or options switch it on.
    pub on: bool,
    /// The level that its findings get.
    pub level: Option<Level>,
    /// Its options.
    pub options: Vec<(&'static str, OptionValue)>,
    /// Objects that it leaves alone; None where nothing is said.
    pub except: Option<Vec<ObjectPattern>>,
}

/// What is said about the rules for some files.
#[derive(Debug)]
pub struct Override {
    /// Which files.
    pub files: Vec<Glob>,
    /// What counts there.
    pub rules: Vec<RuleChange>,
    /// Why.
    pub reason: String,
}
