//! The slow reader: go.yaml.in/yaml/v2's scanner and parser (a port of libyaml for YAML 1.1) over one chunk of text.
//!
//! It decides what Kubernetes accepts and what it reads there; it knows nothing of Kubernetes' objects.

mod compose;
mod cursor;
mod parser;
mod problem;
mod properties;
mod scalars;
mod scanner;
mod token;

pub(super) use compose::compose;
pub(super) use cursor::Mark;
pub(super) use problem::{Problem, Stage};
