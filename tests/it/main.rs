//! One binary for all integration tests.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests say what they skip"
)]

mod baseline;
mod change;
mod cli;
mod completions;
mod config;
mod defaults;
mod divide;
mod fixtures;
mod model;
mod mutate;
mod place;
mod project;
mod readme;
mod report;
mod robust;
mod rollout;
mod rules;
mod schema;
mod schema_pass;
mod scopes;
mod since;
mod span_index;
mod suppress;
mod terminal;
mod tidy;
mod tools;
mod tutorials;
mod update;
mod validation;
mod values;
mod yaml;
mod yaml_differential;
mod yaml_edit;
