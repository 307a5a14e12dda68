//! everynode: a linter and policy checker for Kubernetes manifests that knows your nodes.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod apply;
pub mod baseline;
pub mod config;
pub mod diagnostic;
pub mod engine;
pub mod fingerprint;
pub mod input;
pub mod inventory;
pub mod model;
pub mod report;
pub mod rollout;
pub mod rules;
pub mod schema;
pub mod sim;
pub mod source;
pub mod suggest;
pub mod validation;
pub mod yaml;
