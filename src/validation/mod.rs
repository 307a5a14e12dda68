//! What the apiserver refuses: Kubernetes' own validation, laid out and named like Kubernetes' own packages.
//!
//! Knows models and the apiserver's answers; knows no output. What could not be read (Invalid) is not judged: the
//! schema pass has reported it. Functions carry the name of the Go function that they follow, in snake case.

pub mod apps;
pub mod batch;
pub(crate) mod common;
pub mod core;
mod create;
pub mod errors;
pub mod ip;
mod json;
pub mod meta;
mod seen;
pub mod warnings;

pub use create::{Verdict, prepare, validate, validate_prepared};
pub use errors::{ErrorType, Errors, FieldError};
pub use warnings::Warning;
