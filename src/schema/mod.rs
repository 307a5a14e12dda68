//! Which kinds and fields Kubernetes has, in which version, of which type; and the pass that holds a tree against them.
//!
//! Knows trees and the facts in `data/`; knows no rules and no models.

mod conversion;
mod crd;
mod custom;
mod decode;
pub mod docs;
mod facts;
mod finding;
mod go;
mod head;
mod hint;
mod identity;
pub mod lookup;
mod pass;

pub use crd::CustomKind;
pub use custom::{CustomFault, CustomFinding, check_custom};
pub use facts::{
    Attributes, Definition, Field, Kind, ListType, NEWEST, OLDEST, Removal, Scope, Type, TypeId,
    Verbs, Versions, definitions, embedded_bytes, group, group_is_known, is_field_name, kind,
    kind_in_any_version, kinds, removal, removals,
};
pub use finding::{Fault, Finding, Report};
pub use head::Head;
pub use hint::{Hint, hint};
pub use pass::{check, check_against, check_identified, check_with, identify};
