//! RuntimeClass (`node.k8s.io/v1`). Fields as in the Kubernetes API; knows no rule and no file.
#![expect(
    missing_docs,
    reason = "names and meanings are those of the Kubernetes API reference"
)]

use crate::model::core::Toleration;
use crate::model::decode::objects;
use crate::model::field::{Field, List, Map, Obj, Text};
use crate::model::meta::ObjectMeta;
use crate::model::values::Quantity;

objects! {
    /// `node.v1.RuntimeClass`.
    pub struct RuntimeClass {
        pub api_version: Field<Text>,
        pub handler: Field<Text>,
        pub kind: Field<Text>,
        pub metadata: Obj<ObjectMeta>,
        pub overhead: Field<Box<Overhead>>,
        pub scheduling: Field<Box<Scheduling>>,
    }

    /// `node.v1.Overhead`.
    pub struct Overhead {
        pub pod_fixed: Map<Quantity>,
    }

    /// `node.v1.Scheduling`.
    pub struct Scheduling {
        pub node_selector: Map<Text>,
        pub tolerations: List<Obj<Toleration>>,
    }
}
