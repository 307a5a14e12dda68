//! What Kubernetes does with objects: where pods go, what a change sets off.
//!
//! Functions over plain values and models; knows no YAML text, no files, no output.

pub mod rollout;
