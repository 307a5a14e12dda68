//! What the apiserver refuses: Kubernetes' own validation, laid out and named like Kubernetes' own packages.
//!
//! Knows models and the apiserver's answers; knows no output. What could not be read (Invalid) is not judged: the
//! schema pass has reported it. Functions carry the name of the Go function that they follow, in snake case.

pub mod admissionregistration;
pub mod apps;
pub mod autoscaling;
pub mod batch;
pub(crate) mod common;
mod consequences;
pub mod coordination;
pub mod core;
mod create;
pub mod discovery;
pub mod errors;
pub mod ip;
mod json;
pub mod meta;
pub mod networking;
pub mod node;
pub mod pod_security;
pub mod policy;
pub mod rbac;
pub mod scheduling;
mod seen;
pub mod storage;
pub mod update;
pub mod warnings;

pub use create::{Verdict, prepare, validate, validate_prepared};
pub use errors::{ErrorType, Errors, FieldError, PathOf};
pub use warnings::Warning;
