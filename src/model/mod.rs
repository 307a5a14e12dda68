//! Typed Kubernetes objects: every leaf knows its slot, hence its path and its span.
//!
//! Knows what objects look like; knows no rule, no file, no output.
//! A Go scalar or pointer is a [`Field`](field::Field), a Go struct by value an [`Obj`](field::Obj) (always there,
//! derefs), a slice a [`List`](field::List), a map a [`Map`](field::Map). Decoding is silent: what has a wrong type is
//! marked Invalid and hides nothing beside it; the schema pass reports it.

pub mod admissionregistration;
mod any;
pub mod apps;
pub mod autoscaling;
pub mod batch;
pub mod coordination;
pub mod core;
pub(crate) mod decode;
pub mod defaults;
pub mod discovery;
mod encode;
pub mod field;
pub mod meta;
pub mod networking;
pub mod node;
pub mod policy;
pub mod rbac;
pub mod scheduling;
mod slot;
pub mod storage;
mod stored;
pub mod values;

pub use any::{Model, PodView};
pub use decode::{Decode, Decoder, Object, decode};
pub use encode::encode;
pub use slot::{ObjectTree, Slot};
pub use stored::stored;
