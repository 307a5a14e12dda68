//! What the apiserver refuses: Kubernetes' own validation, laid out and named like Kubernetes' own packages.
//!
//! Knows models and the apiserver's answers; knows no output. What could not be read (Invalid) is not judged: the
//! schema pass has reported it.

pub mod errors;

pub use errors::{ErrorType, Errors, FieldError};
