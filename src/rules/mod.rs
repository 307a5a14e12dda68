//! The rules: one judgement per file, one page per rule in `rules/`, one line of registration here.
//!
//! Knows models, facts and diagnostics; knows no file, no output format, no config file.

pub(crate) mod api_words;
mod context;
mod except;
mod index;
mod nodes;
mod options;
mod registry;
mod scope;
mod table;
mod words;

pub use context::{DocumentContext, ObjectContext};
pub use except::ObjectPattern;
pub use nodes::NEED_NODES;
pub use options::{OptionKind, OptionSpec, OptionValue, options_of};
pub use registry::{
    Check, DocumentCheck, Group, InsteadCheck, ObjectCheck, PodsCheck, Preset, Rule, find, page_url,
};
pub use scope::Scope;
pub use table::{InForce, RuleTable};

/// Declares a module per rule and lists their `RULE`s, which are looked up by id and therefore sorted.
macro_rules! rules {
    ($($module:ident)*) => {
        $(pub(crate) mod $module;)*

        /// Every rule.
        pub static ALL: &[&Rule] = &[$(&$module::RULE,)*];
    };
}

rules! {
    ambiguous_key
    ambiguous_scalar
    api_warning
    budget_blocks_rollout
    daemonset_replicas
    deprecated_api
    duplicate_key
    duplicate_value
    empty_selector
    expired_suppression
    forbidden_field
    fractional_bytes
    host_port_conflict
    invalid_config
    invalid_custom_resource
    invalid_value
    master_only_toleration
    metadata_name_match_expression
    misplaced_status
    misses_nodes
    missing_kind
    missing_os_selector
    missing_selector
    nested_shell_quotes
    no_execute_evicts
    no_rollback_history
    node_too_small_for_agents
    on_delete_update
    overlapping_selectors
    placeholder
    pod_security
    prefer_no_schedule_blocks_nothing
    redundant_toleration
    removed_api
    replicas_fight_autoscaler
    required_field
    rollout_never_finishes
    selector_mismatch
    selects_no_node
    service_selects_nothing
    single_replica_with_budget
    spread_on_daemonset
    stale_node_label
    stale_taint_key
    statefulset_without_headless_service
    surge_with_host_port
    text_after_document
    tolerates_everything
    too_long
    too_many
    unavailable_everywhere
    unbounded_cpu
    unbounded_memory
    undefined_reference
    undefined_volume_mount
    unknown_field
    unknown_kind
    unknown_suppression
    unreachable_affinity
    unsupported_value
    untolerated_control_plane_taint
    unused_suppression
    unused_volume
    version_label_in_selector
    wrong_type
    yaml_syntax
}
