//! everynode: a linter and policy checker for Kubernetes manifests that knows your nodes.
//!
//! # The path of the data
//!
//! ```text
//! input ─► source ─► yaml ─► schema ─► model ─► defaults ─► validation ─┐
//!                     │                                                  ├─► diagnostics ─► levels, suppressions, baseline ─► report
//!   each document: analyse ─► rules on one document, on one object ──────┤
//!                     └─► Facts ─► link: rules on a scope ───────────────┘
//!   inventory (nodes) ─► sim ─► rules, place, rollout, simulate
//! ```
//!
//! # Where things are
//!
//! | module | knows | must not know |
//! |---|---|---|
//! | [`yaml`] | bytes, spans, Kubernetes' reading of YAML, comments, edits | Kubernetes objects |
//! | [`schema`] | which kinds and fields exist in which version; the pass over a tree | rules |
//! | [`model`] | typed objects, every leaf with its slot; defaults; quantities, selectors, taints | rules, files, output |
//! | [`validation`] | what the apiserver refuses at create and update, laid out like Kubernetes' own | output |
//! | [`apply`] | the three-way merge of `kubectl apply` | rules, output |
//! | [`inventory`], [`sim`] | nodes; placement, scheduling filters, rollout | YAML text, files |
//! | [`rollout`] | two revisions side by side | output |
//! | [`rules`] | one judgement a file | files, output formats, config files |
//! | [`engine`] | analyse, link, the order of things | output, files, clock, environment |
//! | [`config`], [`baseline`], [`input`], [`report`] | the outside world | each other |
//!
//! `tests/it/tidy.rs` keeps these edges.
//!
//! # Invariants
//!
//! 1. Reading never fails as a whole. A broken document costs its neighbours nothing.
//! 2. Every diagnostic has an exact span; "missing" points at the key of the nearest written parent.
//! 3. A slot has one path. Aliases and merge keys are expanded into nodes of their own, under Kubernetes' budget; a
//!    diagnostic there points at the use and relates the definition.
//! 4. Kubernetes decides: where the apiserver, a controller or the scheduler has an answer, ours is equal, and recorded
//!    answers prove it.
//! 5. One reporter per fault: the schema pass alone reports unknown fields and wrong types; decoding marks them
//!    Invalid, and validation and rules stay quiet about what is Invalid. What decodes without a doubt is not gone
//!    through again; debug builds go through it all the same and panic where the two differ.
//! 6. Reporters translate; they never filter or decide. Levels, suppressions and the baseline act before them.
//! 7. Output is the same whatever the thread count. No text makes it panic; a rule that does is caught and said.
//! 8. No network, no environment secrets, no value of a Secret in any output.
//! 9. Time and memory grow as the size of what is read, however alike or wrong it is (`examples/scaling.rs`): nothing is
//!    held against everything else where an index, or a limit that is told, will do.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod apply;
pub mod baseline;
pub mod config;
pub mod diagnostic;
pub mod engine;
pub mod fingerprint;
mod hash;
pub mod input;
pub mod inventory;
pub mod model;
mod names;
pub mod report;
pub mod rollout;
pub mod rules;
pub mod schema;
pub mod sim;
pub mod source;
pub mod span_index;
pub mod suggest;
pub mod threads;
pub mod validation;
pub mod yaml;
