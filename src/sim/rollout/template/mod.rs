//! A pod template as Go holds it: its defaults, its text for hashing, the stored JSON, the `controller-revision-hash`.
//!
//! Knows templates as JSON values; knows no YAML, no nodes and no rollout.

mod defaults;
mod dump;
mod hash;
mod quantity;
mod types;

pub use defaults::with_defaults;
pub use dump::{dump, stored};
pub use hash::{revision_hash, safe_encode};
