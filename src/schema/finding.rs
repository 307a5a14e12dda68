//! What the schema pass finds: faults with the node at fault and its path. Rules turn them into diagnostics.

use super::facts::{Definition, Removal, Type};
use crate::yaml::NodeId;

/// A place where a document differs from what Kubernetes' API has.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// The node to point at: the key of an unknown field, the value of a wrong type, else the nearest there is.
    pub at: NodeId,
    /// Field path of the value, as Kubernetes' validation writes paths: `metadata.labels[app]`, `spec.ports[0].port`.
    pub path: String,
}

/// What is wrong at one place.
#[derive(Clone, Debug)]
pub enum Fault {
    /// No Kubernetes object: not a mapping, or `apiVersion` or `kind` is missing, empty or not text.
    NoObject {
        /// kubectl's words.
        detail: String,
    },
    /// Kubernetes has that group, but no such kind in that version of it.
    UnknownKind {
        /// As written.
        api_version: String,
        /// As written.
        kind: String,
    },
    /// A kind that the version does not serve any more.
    RemovedApi(Removal),
    /// A kind of the facts that the version does not serve yet, or no more.
    NotServed {
        /// As written.
        api_version: String,
        /// As written.
        kind: String,
        /// First minor version that serves it, where the facts tell.
        since: Option<u8>,
        /// Last minor version that serves it, where the facts tell.
        until: Option<u8>,
    },
    /// A kind that the version still serves, with a warning.
    DeprecatedApi(Removal),
    /// A key that the definition does not have. Server-side field validation refuses it (`fieldValidation=Strict`).
    UnknownField {
        /// What the mapping should be.
        definition: Definition,
        /// The key as it reads.
        name: String,
        /// Path of the field as strict decoding writes it: `spec.template.spec.containers[0].foo`.
        strict: String,
    },
    /// A value that does not decode.
    WrongType {
        /// What should stand there.
        wanted: Type,
        /// The definition and field that hold the value, or the list or map that it is in.
        of: Option<(Definition, &'static str)>,
        /// What Kubernetes says of it, where the facts suffice to say it in its words.
        detail: Option<String>,
    },
    /// A `status` with something in it: the apiserver drops it when the object is created.
    Status,
}

/// Findings of one object.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The kind that the version serves; None for custom resources and for what is no object.
    pub kind: Option<super::Kind>,
    /// In document order.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether Kubernetes cannot decode the object, so that nothing behind decoding is said.
    #[must_use]
    pub fn refused_at_decoding(&self) -> bool {
        self.findings.iter().any(|finding| {
            matches!(
                finding.fault,
                Fault::NoObject { .. }
                    | Fault::UnknownKind { .. }
                    | Fault::RemovedApi(_)
                    | Fault::NotServed { .. }
                    | Fault::WrongType { .. }
            )
        })
    }
}
