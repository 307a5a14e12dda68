//! StorageClasses and CSIDrivers.
//!
//! Follows `pkg/apis/storage/validation/validation.go` of Kubernetes 1.36.

mod csi_driver;
mod storage_class;

pub use csi_driver::validate_csi_driver;
pub use storage_class::validate_storage_class;
