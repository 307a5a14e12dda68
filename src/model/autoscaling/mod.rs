//! HorizontalPodAutoscaler in its two served versions.

pub mod v1;
pub mod v2;
