//! The core group (`v1`): pods and what they lean on.

mod affinity;
mod config;
mod container;
mod node;
mod persistent_volume;
mod pod;
mod pod_status;
mod quota;
mod reference;
mod replication_controller;
mod service;
mod volume;

pub use affinity::*;
pub use config::*;
pub use container::*;
pub use node::*;
pub use persistent_volume::*;
pub use pod::*;
pub use pod_status::*;
pub use quota::*;
pub use reference::*;
pub use replication_controller::*;
pub use service::*;
pub use volume::*;
