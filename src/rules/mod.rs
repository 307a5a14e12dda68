//! The rules: one judgement per file, one page per rule in `rules/`, one line of registration here.
//!
//! Knows models, facts and diagnostics; knows no file, no output format, no config file.

mod context;
mod registry;

pub use context::{DocumentContext, ObjectContext, Scope};
pub use registry::{Check, Group, Preset, Rule, RuleTable, find};

/// Declares a module per rule and lists their `RULE`s, sorted by id in [`registry::find`].
macro_rules! rules {
    ($($module:ident)*) => {
        $(pub(crate) mod $module;)*

        /// Every rule.
        pub static ALL: &[&Rule] = &[$(&$module::RULE,)*];
    };
}

rules! {
    daemonset_replicas
    duplicate_key
    master_only_toleration
    selector_mismatch
    text_after_document
    yaml_syntax
}
